//! SQLite: the store of a single desk, in WAL mode with full synchronisation: a receipt that went out survives a power cut.

use std::path::Path;
use std::time::Duration;

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use redress_engine::Json;
use redress_engine::complaint::Status;
use redress_engine::config::FlowKind;
use redress_engine::read::{Read, Reader, Write};
use sqlx::pool::PoolConnectionMetadata;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{Connection as _, Row as _, SqliteConnection};
use uuid::Uuid;

use super::commit::Queue;
use super::{Accepted, FileRow, Inserted, Row, enqueue};
use crate::desk::stored_json;
use crate::outbox::{Channel, Draft};
use crate::shop::Shop;
use crate::token::Trust;

/// A complaint and its queues: `[["queue", "flag"], …]`, in the order of the policy; `undelivered` are names of channels.
pub(super) const SELECT: &str = "SELECT complaints.*, cases.*, (SELECT json_group_array(json_array(queue, flag))
    FROM (SELECT queue, flag FROM queues WHERE complaint = complaints.id ORDER BY queues.rowid)) AS queues,
    (SELECT json_group_array(DISTINCT channel) FROM outbox WHERE complaint = complaints.id AND state IN ('failed', 'suppressed')) AS undelivered
    FROM complaints JOIN cases ON cases.complaint = complaints.id";

/// A pool of connections to one file, and who waits to write to it.
#[derive(Debug, Clone)]
pub struct Sqlite(pub(super) SqlitePool, pub(super) Queue);

impl Sqlite {
    pub(super) async fn open(path: &Path) -> Result<Sqlite, sqlx::Error> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .foreign_keys(true);
        let pool = SqlitePoolOptions::new().max_connections(8).before_acquire(is_usable).connect_with(options).await?;
        sqlx::migrate!().run(&pool).await?;
        Ok(Sqlite(pool, Queue::default()))
    }

    pub(super) async fn ping(&self) -> Result<(), sqlx::Error> {
        sqlx::query("SELECT 1").execute(&self.0).await.map(|_| ())
    }

    pub(super) async fn remember(&self, shop: &Shop, now: &str) -> Result<(), sqlx::Error> {
        let query =
            sqlx::query("INSERT INTO configs (sha256, text, first_seen_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
        query.bind(&shop.sha256).bind(&shop.text).bind(now).execute(&self.0).await.map(|_| ())
    }

    pub(super) async fn config(&self, sha256: &str) -> Result<Option<String>, sqlx::Error> {
        sqlx::query_scalar("SELECT text FROM configs WHERE sha256 = ?").bind(sha256).fetch_optional(&self.0).await
    }

    pub(super) async fn accepted(&self, id: Uuid) -> Result<Option<Accepted>, sqlx::Error> {
        let query = sqlx::query("SELECT digest, receipt FROM complaints WHERE id = ?").bind(id.to_string());
        let row = query.fetch_optional(&self.0).await?;
        row.map(|row| Ok(Accepted { digest: row.try_get("digest")?, receipt: row.try_get("receipt")? })).transpose()
    }

    pub(super) async fn complaint(&self, id: Uuid) -> Result<Option<Row>, sqlx::Error> {
        let query = sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} WHERE complaints.id = ?"))).bind(id.to_string());
        let Some(found) = query.fetch_optional(&self.0).await? else { return Ok(None) };
        let files =
            sqlx::query("SELECT * FROM attachments WHERE complaint = ? ORDER BY event, rowid").bind(id.to_string());
        let files = files.fetch_all(&self.0).await?.iter().map(file).collect::<Result<_, _>>()?;
        Ok(Some(Row { files, ..complaint(&found)? }))
    }

    pub(super) async fn file_keys(&self) -> Result<Vec<(Uuid, usize)>, sqlx::Error> {
        let rows = sqlx::query("SELECT complaint, n FROM attachments").fetch_all(&self.0).await?;
        let key = |row: &SqliteRow| {
            let id = Uuid::try_parse(row.try_get("complaint")?).map_err(|error| sqlx::Error::Decode(error.into()))?;
            Ok((id, whole(row, "n")?))
        };
        rows.iter().map(key).collect()
    }

    pub(super) async fn file_numbers(&self, complaint: Uuid) -> Result<Vec<usize>, sqlx::Error> {
        let query = sqlx::query("SELECT n FROM attachments WHERE complaint = ?").bind(complaint.to_string());
        query.fetch_all(&self.0).await?.iter().map(|row| whole(row, "n")).collect()
    }

    pub(super) async fn queues(&self) -> Result<Vec<(String, usize)>, sqlx::Error> {
        let query =
            sqlx::query("SELECT queue, count(DISTINCT complaint) AS many FROM queues GROUP BY queue ORDER BY queue");
        let rows = query.fetch_all(&self.0).await?;
        rows.iter().map(|row| Ok((row.try_get("queue")?, whole(row, "many")?))).collect()
    }

    pub(super) async fn count(&self) -> Result<usize, sqlx::Error> {
        let count: i64 = sqlx::query_scalar("SELECT count(*) FROM complaints").fetch_one(&self.0).await?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    pub(super) async fn close(&self) {
        self.0.close().await;
    }
}

/// Whether a connection can begin a transaction. Where a commit fails for want of room SQLite rolls back by itself, and sqlx 0.9.0, whose own
/// rollback then fails, takes the connection to be in that transaction for ever (`ConnectionWorker`, `Command::Rollback`).
fn is_usable(connection: &mut SqliteConnection, _: PoolConnectionMetadata) -> BoxFuture<'_, Result<bool, sqlx::Error>> {
    let usable = !connection.is_in_transaction();
    Box::pin(async move { Ok(usable) })
}

/// Stores a complaint and all that hangs on it; or says why not, and has changed nothing then. After an error, whatever was begun is to be
/// rolled back.
pub(super) async fn insert(
    connection: &mut SqliteConnection,
    row: &Row,
    drafts: &[Draft],
    now: Timestamp,
) -> Result<Inserted, sqlx::Error> {
    if row.status == Status::Approved && is_known(connection, row.signed_order.as_deref()).await? {
        return Ok(Inserted::OrderKnown);
    }
    match insert_row(connection, row).await {
        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => {
            // SQLite names the column: "UNIQUE constraint failed: complaints.reference".
            return Ok(match error.message() {
                message if message.contains("complaints.reference") => Inserted::ReferenceTaken,
                _ => Inserted::IdTaken,
            });
        }
        inserted => inserted?,
    }
    for (queue, flag) in &row.queues {
        sqlx::query("INSERT INTO queues (complaint, queue, flag) VALUES (?, ?, ?)")
            .bind(row.id.to_string())
            .bind(queue)
            .bind(flag)
            .execute(&mut *connection)
            .await?;
    }
    insert_files(connection, row.id, &row.files).await?;
    super::cases::open_case(connection, row).await?;
    for draft in drafts {
        enqueue(connection, draft, now).await?;
    }
    Ok(Inserted::Done)
}

/// Whether a complaint came before that was signed for this order.
async fn is_known(connection: &mut SqliteConnection, order: Option<&str>) -> Result<bool, sqlx::Error> {
    let query = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM complaints WHERE signed_order = ?)");
    query.bind(order).fetch_one(connection).await
}

/// The complaint's own row, which must come first: it alone can meet another one.
async fn insert_row(connection: &mut SqliteConnection, row: &Row) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO complaints (id, reference, digest, received_at, body, receipt, config_sha256, config_named, offers, offers_differ,
         trust, token_code, claims, context_differs, status, asks, signed_order)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(row.id.to_string())
    .bind(&row.reference)
    .bind(&row.digest)
    .bind(&row.received_at)
    .bind(&row.body)
    .bind(&row.receipt)
    .bind(&row.config_sha256)
    .bind(row.config_named)
    .bind(&row.offers)
    .bind(row.offers_differ)
    .bind(row.trust.as_str())
    .bind(&row.token_code)
    .bind(&row.claims)
    .bind(row.context_differs.to_json().to_text())
    .bind(row.status.as_str())
    .bind(row.asks.to_json().to_text())
    .bind(&row.signed_order)
    .execute(connection)
    .await
    .map(|_| ())
}

pub(super) async fn insert_files(
    connection: &mut SqliteConnection,
    complaint: Uuid,
    files: &[FileRow],
) -> Result<(), sqlx::Error> {
    for file in files {
        sqlx::query("INSERT INTO attachments (complaint, n, type, bytes, sha256, event) VALUES (?, ?, ?, ?, ?, ?)")
            .bind(complaint.to_string())
            .bind(i64::try_from(file.n).unwrap_or_default())
            .bind(&file.mime)
            .bind(i64::try_from(file.bytes).unwrap_or_default())
            .bind(&file.sha256)
            .bind(file.event)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

pub(super) fn complaint(row: &SqliteRow) -> Result<Row, sqlx::Error> {
    let id: String = row.try_get("id")?;
    Ok(Row {
        seq: row.try_get("seq")?,
        id: Uuid::try_parse(&id).map_err(|error| sqlx::Error::Decode(error.into()))?,
        reference: row.try_get("reference")?,
        digest: row.try_get("digest")?,
        received_at: row.try_get("received_at")?,
        body: row.try_get("body")?,
        receipt: row.try_get("receipt")?,
        config_sha256: row.try_get("config_sha256")?,
        config_named: row.try_get("config_named")?,
        offers: row.try_get("offers")?,
        offers_differ: row.try_get("offers_differ")?,
        trust: Trust::from_word(row.try_get("trust")?).unwrap_or_default(),
        token_code: row.try_get("token_code")?,
        claims: row.try_get("claims")?,
        context_differs: words(&stored_json(row.try_get("context_differs")?)),
        status: Status::read(&Json::Text(row.try_get("status")?), &mut Reader::default()).unwrap_or_default(),
        asks: words(&stored_json(row.try_get("asks")?)),
        signed_order: row.try_get("signed_order")?,
        queues: stored_json(row.try_get("queues")?).items().iter().filter_map(queue).collect(),
        undelivered: words(&stored_json(row.try_get("undelivered")?))
            .iter()
            .filter_map(|name| Channel::from_word(name))
            .collect(),
        case: super::cases::standing(row)?,
        kind: FlowKind::read(&Json::Text(row.try_get("kind")?), &mut Reader::default()).unwrap_or_default(),
        order_number: row.try_get("order_number")?,
        ..Row::default()
    })
}

fn words(list: &Json) -> Vec<String> {
    list.items().iter().filter_map(|word| word.as_text().map(str::to_string)).collect()
}

/// A queue and its flag out of `["queue", "flag"]`.
fn queue(pair: &Json) -> Option<(String, String)> {
    let [queue, flag] = pair.items() else { return None };
    Some((queue.as_text()?.into(), flag.as_text()?.into()))
}

pub(super) fn file(row: &SqliteRow) -> Result<FileRow, sqlx::Error> {
    let (n, bytes) = (whole(row, "n")?, whole(row, "bytes")?);
    Ok(FileRow { n, mime: row.try_get("type")?, bytes, sha256: row.try_get("sha256")?, event: row.try_get("event")? })
}

pub(super) fn whole(row: &SqliteRow, name: &str) -> Result<usize, sqlx::Error> {
    Ok(usize::try_from(row.try_get::<i64, _>(name)?).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_connection_writes_through_to_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let Sqlite(pool, _) = Sqlite::open(&folder.path().join("redress.db")).await.unwrap();
        let mut connections = Vec::new();
        for _ in 0..pool.options().get_max_connections() {
            connections.push(pool.acquire().await.unwrap());
        }
        for connection in &mut connections {
            let mode: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&mut **connection).await.unwrap();
            let synchronous: i64 = sqlx::query_scalar("PRAGMA synchronous").fetch_one(&mut **connection).await.unwrap();
            // 2 is FULL: the log is synced before a commit returns.
            assert_eq!((mode.as_str(), synchronous), ("wal", 2));
        }
    }
}
