//! Store: where complaints and config versions are kept. A closed enum, so that another database is one variant and one file.

pub mod cases;
mod commit;
mod outbox;
mod sqlite;

use std::path::Path;

use jiff::Timestamp;
use redress_engine::complaint::Status;
use redress_engine::config::FlowKind;
use uuid::Uuid;

pub(crate) use outbox::enqueue;
pub use sqlite::Sqlite;

use crate::cases::reasons::Reason;
use crate::cases::{Entry, Standing};
use crate::outbox::{Channel, Draft, Message};
use crate::shop::Shop;
use crate::token::Trust;

/// The database.
#[derive(Debug, Clone)]
pub enum Store {
    /// One file on this machine.
    Sqlite(Sqlite),
}

/// A file's row.
#[derive(Debug, Clone)]
pub struct FileRow {
    /// Place in the complaint's list, from 1.
    pub n: usize,
    /// MIME type, checked.
    pub mime: String,
    /// Size.
    pub bytes: usize,
    /// Lower-case hex.
    pub sha256: String,
    /// The event it came with; 0: with the complaint itself.
    pub event: i64,
}

/// A complaint's row, in whole.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Order of arrival; 0 until it is stored.
    pub seq: i64,
    /// Its id.
    pub id: Uuid,
    /// Number for people.
    pub reference: String,
    /// SHA-256 over its bytes and files.
    pub digest: String,
    /// RFC 3339.
    pub received_at: String,
    /// The complaint as it came.
    pub body: String,
    /// The receipt as it went.
    pub receipt: String,
    /// The config used here.
    pub config_sha256: String,
    /// Whether the complaint names that config.
    pub config_named: bool,
    /// The offers as computed here, JSON.
    pub offers: String,
    /// Whether they differ from what the shopper was shown.
    pub offers_differ: bool,
    /// How far its facts can be trusted.
    pub trust: Trust,
    /// Why its token was refused.
    pub token_code: Option<String>,
    /// The claims of a token that held, JSON.
    pub claims: Option<String>,
    /// JSON Pointers into it where it says something else than the claims.
    pub context_differs: Vec<String>,
    /// What the receipt said.
    pub status: Status,
    /// What is to be asked for.
    pub asks: Vec<String>,
    /// The order's number where a token vouches for it.
    pub signed_order: Option<String>,
    /// Queues, each with a word of the policy or an empty one.
    pub queues: Vec<(String, String)>,
    /// Channels on which something about it could not be delivered.
    pub undelivered: Vec<Channel>,
    /// Its files, and those that came later.
    pub files: Vec<FileRow>,
    /// Where its case stands.
    pub case: Standing,
    /// Kind of its flow.
    pub kind: FlowKind,
    /// Number of its order; as a token says, where one vouches for it.
    pub order_number: String,
    /// What is wrong with what; only written.
    pub reasons: Vec<Reason>,
    /// What it says, where it is a feedback, to the case of the same order; only written.
    pub feedback: Option<Entry>,
}

/// What an id was accepted with before.
#[derive(Debug, Clone)]
pub struct Accepted {
    /// SHA-256 over the complaint's bytes and files.
    pub digest: String,
    /// The receipt's bytes.
    pub receipt: String,
}

/// How inserting went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inserted {
    /// It is there.
    Done,
    /// Another complaint has this reference.
    ReferenceTaken,
    /// Another desk on the same database has just accepted this id.
    IdTaken,
    /// It was to be approved, and there is an earlier complaint about the order that it was signed for.
    OrderKnown,
}

impl Store {
    /// Opens, or makes, the SQLite database at `path` and brings it up to date.
    pub async fn sqlite(path: &Path) -> Result<Store, sqlx::Error> {
        Ok(Store::Sqlite(Sqlite::open(path).await?))
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), sqlx::Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.ping().await
    }

    /// Keeps a config version, if it is new.
    pub async fn remember(&self, shop: &Shop, now: &str) -> Result<(), sqlx::Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.remember(shop, now).await
    }

    /// The text of a config version.
    pub async fn config(&self, sha256: &str) -> Result<Option<String>, sqlx::Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.config(sha256).await
    }

    /// What `id` was accepted with, if it was.
    pub async fn accepted(&self, id: Uuid) -> Result<Option<Accepted>, sqlx::Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.accepted(id).await
    }

    /// Stores a complaint, the rows of its files and what is to be told of it in one transaction.
    pub async fn insert(&self, row: &Row, drafts: &[Draft], now: Timestamp) -> Result<Inserted, sqlx::Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.insert(row, drafts, now).await
    }

    /// Puts messages into the outbox in a transaction of their own. Where they tell of a change, [`enqueue`] puts them into that one's.
    pub async fn enqueue(&self, drafts: &[Draft], now: Timestamp) -> Result<(), sqlx::Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.enqueue(drafts, now).await
    }

    /// Takes the message of these channels that is due for longest, for as long as [`crate::outbox::LEASE`] says; it counts as tried.
    pub async fn claim_message(&self, channels: &[Channel], now: Timestamp) -> Result<Option<Message>, sqlx::Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.claim_message(channels, now).await
    }

    /// When the next message of these channels can be taken.
    pub async fn next_message_due(&self, channels: &[Channel]) -> Result<Option<Timestamp>, sqlx::Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.next_message_due(channels).await
    }

    /// The other side has it.
    pub async fn message_sent(&self, id: Uuid, now: Timestamp) -> Result<(), sqlx::Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.message_sent(id, now).await
    }

    /// It will not be sent.
    pub async fn message_failed(&self, id: Uuid, reason: &str) -> Result<(), sqlx::Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.message_failed(id, reason).await
    }

    /// It is tried again at `due`.
    pub async fn message_again(&self, id: Uuid, due: Timestamp, reason: &str) -> Result<(), sqlx::Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.message_again(id, due, reason).await
    }

    /// Makes all that waits due at `now`, whoever had taken it: at a start nobody is sending, and what failed may have been mended.
    pub async fn free_messages(&self, now: Timestamp) -> Result<(), sqlx::Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.free_messages(now).await
    }

    /// Gives up what was written before a moment for channels other than these: how many.
    pub async fn give_up_messages(&self, channels: &[Channel], before: Timestamp) -> Result<u64, sqlx::Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.give_up_messages(channels, before).await
    }

    /// All messages about a complaint, in the order in which they were written.
    pub async fn messages(&self, complaint: Uuid) -> Result<Vec<Message>, sqlx::Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.messages(complaint).await
    }

    /// One complaint.
    pub async fn complaint(&self, id: Uuid) -> Result<Option<Row>, sqlx::Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.complaint(id).await
    }

    /// The file of every row: its complaint and its number.
    pub async fn file_keys(&self) -> Result<Vec<(Uuid, usize)>, sqlx::Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.file_keys().await
    }

    /// The numbers of a complaint's files.
    pub async fn file_numbers(&self, complaint: Uuid) -> Result<Vec<usize>, sqlx::Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.file_numbers(complaint).await
    }

    /// Every queue that has a complaint, by name, and how many it has.
    pub async fn queues(&self) -> Result<Vec<(String, usize)>, sqlx::Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.queues().await
    }

    /// How many complaints there are.
    pub async fn count(&self) -> Result<usize, sqlx::Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.count().await
    }

    /// Ends all connections: what is in the write-ahead log goes into the file.
    pub async fn close(&self) {
        let Store::Sqlite(sqlite) = self;
        sqlite.close().await;
    }
}
