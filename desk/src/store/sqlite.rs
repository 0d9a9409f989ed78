//! SQLite: the store of a single desk, in WAL mode with full synchronisation: a receipt that went out survives a power cut.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{Row as _, SqliteConnection};
use uuid::Uuid;

use super::{Accepted, FileRow, Inserted, Row};
use crate::shop::Shop;

/// A pool of connections to one file.
#[derive(Debug, Clone)]
pub struct Sqlite(SqlitePool);

impl Sqlite {
    pub(super) async fn open(path: &Path) -> Result<Sqlite, sqlx::Error> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .foreign_keys(true);
        let pool = SqlitePoolOptions::new().max_connections(8).connect_with(options).await?;
        sqlx::migrate!().run(&pool).await?;
        Ok(Sqlite(pool))
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

    pub(super) async fn insert(&self, row: &Row) -> Result<Inserted, sqlx::Error> {
        let mut transaction = self.0.begin().await?;
        match insert_all(&mut transaction, row).await {
            Ok(()) => transaction.commit().await.map(|()| Inserted::Done),
            Err(sqlx::Error::Database(error)) if error.is_unique_violation() => {
                // SQLite names the column: "UNIQUE constraint failed: complaints.reference".
                let reference = error.message().contains("complaints.reference");
                Ok(if reference { Inserted::ReferenceTaken } else { Inserted::IdTaken })
            }
            Err(error) => Err(error),
        }
    }

    pub(super) async fn complaint(&self, id: Uuid) -> Result<Option<Row>, sqlx::Error> {
        let query = sqlx::query("SELECT * FROM complaints WHERE id = ?").bind(id.to_string());
        let Some(found) = query.fetch_optional(&self.0).await? else { return Ok(None) };
        let files = sqlx::query("SELECT * FROM attachments WHERE complaint = ? ORDER BY n").bind(id.to_string());
        let files = files.fetch_all(&self.0).await?.iter().map(file).collect::<Result<_, _>>()?;
        Ok(Some(Row { files, ..complaint(&found)? }))
    }

    pub(super) async fn newest(&self, before: Option<i64>, most: usize) -> Result<Vec<Row>, sqlx::Error> {
        let query = sqlx::query("SELECT * FROM complaints WHERE seq < ? ORDER BY seq DESC LIMIT ?");
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        query.bind(before.unwrap_or(i64::MAX)).bind(most).fetch_all(&self.0).await?.iter().map(complaint).collect()
    }

    pub(super) async fn count(&self) -> Result<usize, sqlx::Error> {
        let count: i64 = sqlx::query_scalar("SELECT count(*) FROM complaints").fetch_one(&self.0).await?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    pub(super) async fn close(&self) {
        self.0.close().await;
    }
}

async fn insert_all(connection: &mut SqliteConnection, row: &Row) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO complaints (id, reference, digest, received_at, trust, body, receipt, config_sha256, config_named, offers, offers_differ)
         VALUES (?, ?, ?, ?, 'unsigned', ?, ?, ?, ?, ?, ?)",
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
    .execute(&mut *connection)
    .await?;
    for file in &row.files {
        sqlx::query("INSERT INTO attachments (complaint, n, type, bytes, sha256) VALUES (?, ?, ?, ?, ?)")
            .bind(row.id.to_string())
            .bind(i64::try_from(file.n).unwrap_or_default())
            .bind(&file.mime)
            .bind(i64::try_from(file.bytes).unwrap_or_default())
            .bind(&file.sha256)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

fn complaint(row: &SqliteRow) -> Result<Row, sqlx::Error> {
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
        files: Vec::new(),
    })
}

fn file(row: &SqliteRow) -> Result<FileRow, sqlx::Error> {
    let whole = |name: &str| Ok::<_, sqlx::Error>(usize::try_from(row.try_get::<i64, _>(name)?).unwrap_or_default());
    Ok(FileRow { n: whole("n")?, mime: row.try_get("type")?, bytes: whole("bytes")?, sha256: row.try_get("sha256")? })
}
