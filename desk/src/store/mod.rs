//! Store: where complaints and config versions are kept. A closed enum, so that another database is one variant and one file.

pub mod cases;
mod sqlite;

use std::path::Path;

use redress_engine::complaint::Status;
use redress_engine::config::FlowKind;
use uuid::Uuid;

pub use sqlite::Sqlite;

use crate::cases::reasons::Reason;
use crate::cases::{Entry, Standing};
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

    /// Stores a complaint and the rows of its files in one transaction.
    pub async fn insert(&self, row: &Row) -> Result<Inserted, sqlx::Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.insert(row).await
    }

    /// One complaint.
    pub async fn complaint(&self, id: Uuid) -> Result<Option<Row>, sqlx::Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.complaint(id).await
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
