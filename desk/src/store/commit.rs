//! Commit: whoever writes has the database to themselves, in turn; complaints that wait at the same time are committed together, so that
//! the disk is waited for once for all of them.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use sqlx::{Sqlite as Database, Transaction};
use tokio::select;
use tokio::sync::{self, MutexGuard, oneshot};

use super::sqlite::insert;
use super::{Inserted, Row, Sqlite};
use crate::outbox::Draft;

/// How many are committed together at most: what came last waits for all before it.
const MOST: usize = 64;

/// Who waits to write.
#[derive(Debug, Clone, Default)]
pub struct Queue(Arc<Waiting>);

#[derive(Debug, Default)]
struct Waiting {
    jobs: Mutex<Vec<Job>>,
    turn: sync::Mutex<()>,
}

/// A complaint that is to be stored.
#[derive(Debug)]
struct Job {
    row: Row,
    drafts: Vec<Draft>,
    now: Timestamp,
    answer: oneshot::Sender<Result<Inserted, sqlx::Error>>,
}

impl Queue {
    fn push(&self, job: Job) {
        self.0.jobs.lock().unwrap_or_else(PoisonError::into_inner).push(job);
    }

    fn take(&self) -> Vec<Job> {
        let mut jobs = self.0.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        let most = jobs.len().min(MOST);
        jobs.drain(..most).collect()
    }
}

impl Sqlite {
    /// Waits for one's turn to write. SQLite has one writer at a time anyway; left to itself it lets the others sleep and try again, in no
    /// order, for up to a tenth of a second each time (`sqliteDefaultBusyCallback`), and some for ever.
    pub(super) async fn turn(&self) -> MutexGuard<'_, ()> {
        self.1.0.turn.lock().await
    }

    /// Begins to write in one's turn. Nobody else writes between a question and the row that hangs on its answer.
    pub(super) async fn write(&self) -> Result<(MutexGuard<'_, ()>, Transaction<'static, Database>), sqlx::Error> {
        let turn = self.turn().await;
        Ok((turn, self.0.begin_with("BEGIN IMMEDIATE").await?))
    }

    pub(super) async fn insert(&self, row: &Row, drafts: &[Draft], now: Timestamp) -> Result<Inserted, sqlx::Error> {
        let (answer, mut told) = oneshot::channel();
        self.1.push(Job { row: row.clone(), drafts: drafts.to_vec(), now, answer });
        loop {
            // Whoever has the turn commits for all who wait then; the others find their answer.
            select! {
                biased;
                told = &mut told => return told.unwrap_or(Err(sqlx::Error::WorkerCrashed)),
                _turn = self.turn() => self.commit(self.1.take()).await,
            }
        }
    }

    async fn commit(&self, jobs: Vec<Job>) {
        if jobs.len() > 1 {
            match self.together(&jobs).await {
                Ok(done) => {
                    for (job, inserted) in jobs.into_iter().zip(done) {
                        // Nobody waits any more: what is stored is stored.
                        let _ = job.answer.send(Ok(inserted));
                    }
                    return;
                }
                // Nobody is refused for another's sake.
                Err(error) => {
                    tracing::warn!(%error, "complaints that could not be committed together are tried one by one")
                }
            }
        }
        for job in jobs {
            let done = self.together(std::slice::from_ref(&job)).await.map(|done| done[0]);
            let _ = job.answer.send(done);
        }
    }

    /// All of these in one transaction, each with what became of it.
    async fn together(&self, jobs: &[Job]) -> Result<Vec<Inserted>, sqlx::Error> {
        let mut transaction = self.0.begin_with("BEGIN IMMEDIATE").await?;
        let mut done = Vec::with_capacity(jobs.len());
        for job in jobs {
            done.push(insert(&mut transaction, &job.row, &job.drafts, job.now).await?);
        }
        transaction.commit().await?;
        Ok(done)
    }
}

#[cfg(test)]
mod tests {
    use tokio::task::JoinSet;
    use uuid::Uuid;

    use super::*;
    use crate::shop::Shop;

    async fn open(folder: &tempfile::TempDir) -> (Sqlite, Row) {
        let sqlite = Sqlite::open(&folder.path().join("redress.db")).await.unwrap();
        let shop = Shop::parse(r#"{ "endpoint": { "url": "/c" } }"#).unwrap();
        sqlite.remember(&shop, "2026-11-21T19:41:07Z").await.unwrap();
        (sqlite, Row { config_sha256: shop.sha256, ..Row::default() })
    }

    /// Stores these, all of which wait before the first of them is begun.
    async fn at_once(sqlite: &Sqlite, rows: Vec<Row>) -> Vec<Inserted> {
        let mut tasks = JoinSet::new();
        let (turn, count) = (sqlite.turn().await, rows.len());
        for (n, row) in rows.into_iter().enumerate() {
            let sqlite = sqlite.clone();
            tasks.spawn(async move { (n, sqlite.insert(&row, &[], Timestamp::UNIX_EPOCH).await.unwrap()) });
        }
        while sqlite.1.0.jobs.lock().unwrap().len() < count {
            tokio::task::yield_now().await;
        }
        drop(turn);
        let mut done = tasks.join_all().await;
        done.sort_by_key(|(n, _)| *n);
        done.into_iter().map(|(_, inserted)| inserted).collect()
    }

    fn row(n: u128, template: &Row) -> Row {
        let mut row = Row { id: Uuid::from_u128(n), reference: format!("RD-{n}"), ..template.clone() };
        row.case.token = n.to_string();
        row
    }

    #[tokio::test]
    async fn complaints_that_wait_together_are_written_together() {
        let folder = tempfile::tempdir().unwrap();
        let (sqlite, template) = open(&folder).await;
        let log = || std::fs::metadata(folder.path().join("redress.db-wal")).unwrap().len();
        let mut written = log();
        for n in 0..20 {
            assert_eq!(at_once(&sqlite, vec![row(n, &template)]).await, [Inserted::Done]);
        }
        let one_by_one = log() - written;
        written = log();
        let rows = (20..40).map(|n| row(n, &template)).collect();
        assert_eq!(at_once(&sqlite, rows).await, [Inserted::Done; 20]);
        // Each page that several of them change is written once.
        assert!(log() - written < one_by_one / 3, "{} {one_by_one}", log() - written);
        // More than go into one commit.
        let rows = (100..100 + 2 * MOST as u128).map(|n| row(n, &template)).collect();
        assert_eq!(at_once(&sqlite, rows).await, [Inserted::Done; 2 * MOST]);
        assert_eq!(sqlite.count().await.unwrap(), 40 + 2 * MOST);
    }

    #[tokio::test]
    async fn one_that_cannot_be_stored_takes_none_of_the_others_along() {
        let folder = tempfile::tempdir().unwrap();
        let (sqlite, template) = open(&folder).await;
        let namesake = Row { reference: "RD-1".into(), ..row(2, &template) };
        let twin = Row { reference: "RD-2".into(), ..row(1, &template) };
        let rows = vec![row(1, &template), namesake, twin, row(3, &template)];
        assert_eq!(
            at_once(&sqlite, rows).await,
            [Inserted::Done, Inserted::ReferenceTaken, Inserted::IdTaken, Inserted::Done]
        );
        assert_eq!(sqlite.count().await.unwrap(), 2);
    }

    #[tokio::test]
    async fn a_commit_that_found_no_room_says_so_and_the_next_one_finds_the_database_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let (sqlite, template) = open(&folder).await;
        // All connections at once: the limit is each one's own.
        let mut connections = Vec::new();
        for _ in 0..sqlite.0.options().get_max_connections() {
            connections.push(sqlite.0.acquire().await.unwrap());
        }
        for connection in &mut connections {
            // As many as there are.
            sqlx::query("PRAGMA max_page_count = 1").execute(&mut **connection).await.unwrap();
        }
        drop(connections);
        let long = Row { body: "x".repeat(100_000), ..row(1, &template) };
        let mut refused = 0;
        // A connection that failed so is given up for a new one, which has no limit.
        while let Err(error) = sqlite.insert(&long, &[], Timestamp::UNIX_EPOCH).await {
            assert!(crate::error::Fault::from(error).is_full());
            refused += 1;
        }
        assert!(refused > 0);
        assert_eq!(sqlite.count().await.unwrap(), 1);
        assert_eq!(at_once(&sqlite, vec![row(2, &template)]).await, [Inserted::Done]);
    }
}
