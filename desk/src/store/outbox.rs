//! Outbox: the rows of messages in SQLite.

use jiff::Timestamp;
use redress_engine::Json;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, SqliteConnection};
use uuid::Uuid;

use super::Sqlite;
use crate::desk::stored_json;
use crate::outbox::{Channel, Draft, LEASE, LIMITS, Message, State};

/// Writes a message into the outbox, in the transaction of what it tells of, and says whether it will be sent. After the commit
/// [`crate::outbox::Outbox::wake`] sends it at once.
pub(crate) async fn enqueue(
    connection: &mut SqliteConnection,
    draft: &Draft,
    now: Timestamp,
) -> Result<State, sqlx::Error> {
    let limited_as = draft.limited_as();
    let state = match &limited_as {
        Some(address) if is_over_limit(connection, address, now).await? => State::Suppressed,
        _ => State::Waiting,
    };
    let payload = if state == State::Waiting { draft.payload.to_text() } else { "null".into() };
    sqlx::query(
        "INSERT INTO outbox (id, complaint, kind, channel, recipient, limited_as, payload, created_at, due_at, state)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(draft.id.to_string())
    .bind(draft.complaint.to_string())
    .bind(&draft.kind)
    .bind(draft.channel.as_str())
    .bind(&draft.recipient)
    .bind(limited_as)
    .bind(payload)
    .bind(now.as_second())
    .bind(now.as_second())
    .bind(state.as_str())
    .execute(connection)
    .await?;
    Ok(state)
}

/// Whether an address that nobody vouches for got as many messages as it may get.
async fn is_over_limit(connection: &mut SqliteConnection, address: &str, now: Timestamp) -> Result<bool, sqlx::Error> {
    for (most, within) in LIMITS {
        let query = sqlx::query_scalar::<_, i64>(
            "SELECT count(*) FROM outbox WHERE limited_as = ? AND created_at > ? AND state <> 'suppressed'",
        );
        let got = query.bind(address).bind((now - within).as_second()).fetch_one(&mut *connection).await?;
        if usize::try_from(got).unwrap_or(usize::MAX) >= most {
            return Ok(true);
        }
    }
    Ok(false)
}

impl Sqlite {
    pub(super) async fn enqueue(&self, drafts: &[Draft], now: Timestamp) -> Result<(), sqlx::Error> {
        let (_turn, mut transaction) = self.write().await?;
        for draft in drafts {
            enqueue(&mut transaction, draft, now).await?;
        }
        transaction.commit().await
    }

    pub(super) async fn claim_message(
        &self,
        channels: &[Channel],
        now: Timestamp,
    ) -> Result<Option<Message>, sqlx::Error> {
        let query = sqlx::query(
            "UPDATE outbox SET leased_until = ?1, attempts = attempts + 1 WHERE id = (
                SELECT id FROM outbox WHERE state = 'waiting' AND due_at <= ?2 AND (leased_until IS NULL OR leased_until <= ?2)
                AND channel IN (SELECT value FROM json_each(?3)) ORDER BY due_at, rowid LIMIT 1
             ) RETURNING *",
        );
        let query = query.bind((now + LEASE).as_second()).bind(now.as_second()).bind(names(channels));
        let _turn = self.turn().await;
        query.fetch_optional(&self.0).await?.as_ref().map(message).transpose()
    }

    pub(super) async fn next_message_due(&self, channels: &[Channel]) -> Result<Option<Timestamp>, sqlx::Error> {
        let query = sqlx::query_scalar::<_, Option<i64>>(
            "SELECT min(max(due_at, coalesce(leased_until, 0))) FROM outbox
             WHERE state = 'waiting' AND channel IN (SELECT value FROM json_each(?))",
        );
        let due = query.bind(names(channels)).fetch_one(&self.0).await?;
        due.map(moment).transpose()
    }

    pub(super) async fn message_sent(&self, id: Uuid, now: Timestamp) -> Result<(), sqlx::Error> {
        let query = sqlx::query(
            "UPDATE outbox SET state = 'sent', sent_at = ?, leased_until = NULL, last_error = NULL, payload = 'null' WHERE id = ?",
        );
        let _turn = self.turn().await;
        query.bind(now.as_second()).bind(id.to_string()).execute(&self.0).await.map(|_| ())
    }

    pub(super) async fn message_failed(&self, id: Uuid, reason: &str) -> Result<(), sqlx::Error> {
        let query = sqlx::query(
            "UPDATE outbox SET state = 'failed', leased_until = NULL, last_error = ?, payload = 'null' WHERE id = ?",
        );
        let _turn = self.turn().await;
        query.bind(reason).bind(id.to_string()).execute(&self.0).await.map(|_| ())
    }

    pub(super) async fn message_again(&self, id: Uuid, due: Timestamp, reason: &str) -> Result<(), sqlx::Error> {
        let query = sqlx::query("UPDATE outbox SET due_at = ?, leased_until = NULL, last_error = ? WHERE id = ?");
        let _turn = self.turn().await;
        query.bind(due.as_second()).bind(reason).bind(id.to_string()).execute(&self.0).await.map(|_| ())
    }

    pub(super) async fn free_messages(&self, now: Timestamp) -> Result<(), sqlx::Error> {
        let query =
            sqlx::query("UPDATE outbox SET leased_until = NULL, due_at = min(due_at, ?) WHERE state = 'waiting'");
        query.bind(now.as_second()).execute(&self.0).await.map(|_| ())
    }

    pub(super) async fn give_up_messages(&self, channels: &[Channel], before: Timestamp) -> Result<u64, sqlx::Error> {
        let query = sqlx::query(
            "UPDATE outbox SET state = 'failed', last_error = 'given up: nothing was configured to send it with', payload = 'null'
             WHERE state = 'waiting' AND created_at < ? AND channel NOT IN (SELECT value FROM json_each(?))",
        );
        let done = query.bind(before.as_second()).bind(names(channels)).execute(&self.0).await?;
        Ok(done.rows_affected())
    }

    pub(super) async fn messages(&self, complaint: Uuid) -> Result<Vec<Message>, sqlx::Error> {
        let query = sqlx::query("SELECT * FROM outbox WHERE complaint = ? ORDER BY rowid").bind(complaint.to_string());
        query.fetch_all(&self.0).await?.iter().map(message).collect()
    }
}

/// Channels as a JSON list of their names.
fn names(channels: &[Channel]) -> String {
    Json::List(channels.iter().map(|channel| channel.as_str().into()).collect()).to_text()
}

fn message(row: &SqliteRow) -> Result<Message, sqlx::Error> {
    let uuid = |name| {
        let text: String = row.try_get(name)?;
        Uuid::try_parse(&text).map_err(|error| sqlx::Error::Decode(error.into()))
    };
    let odd = |name: &str| sqlx::Error::Decode(["a message's ", name, " is unknown"].concat().into());
    Ok(Message {
        id: uuid("id")?,
        complaint: uuid("complaint")?,
        kind: row.try_get("kind")?,
        channel: Channel::from_word(row.try_get("channel")?).ok_or_else(|| odd("channel"))?,
        recipient: row.try_get("recipient")?,
        vouched: row.try_get::<Option<String>, _>("limited_as")?.is_none(),
        payload: stored_json(row.try_get("payload")?),
        created_at: moment(row.try_get("created_at")?)?,
        due_at: moment(row.try_get("due_at")?)?,
        attempts: u32::try_from(row.try_get::<i64, _>("attempts")?).unwrap_or(u32::MAX),
        state: State::from_word(row.try_get("state")?).ok_or_else(|| odd("state"))?,
        sent_at: row.try_get::<Option<i64>, _>("sent_at")?.map(moment).transpose()?,
        last_error: row.try_get("last_error")?,
    })
}

fn moment(seconds: i64) -> Result<Timestamp, sqlx::Error> {
    Timestamp::from_second(seconds).map_err(|error| sqlx::Error::Decode(error.into()))
}
