//! Worker: the one task that sends what is due, a few at a time, and writes down how it went.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::{Attempt, Message, backoff};
use crate::desk::Desk;

/// Messages that are under way at the same time.
const IN_FLIGHT: usize = 4;
/// How long one attempt may take in all. Each channel has shorter limits of its own for connecting and for silence.
pub const ATTEMPT: Duration = Duration::from_secs(120);
/// How long what is under way may take when the desk is told to stop: service managers lose patience.
const FAREWELL: Duration = Duration::from_secs(5);
/// How often the worker looks at the latest, should nobody have woken it.
const LOOK: Duration = Duration::from_secs(60);

/// Sends until `stop` ends; then finishes what is under way, if that takes not long, and returns.
pub async fn run(desk: Arc<Desk>, stop: impl Future<Output = ()>) {
    tokio::pin!(stop);
    let mut under_way = JoinSet::new();
    loop {
        if let Err(error) = take(&desk, &mut under_way, desk.clock.now()).await {
            tracing::error!(%error, "the outbox cannot be read");
        }
        let pause = pause(&desk).await;
        tokio::select! {
            () = &mut stop => break,
            () = desk.outbox.woken() => {}
            Some(_) = under_way.join_next() => {}
            () = sleep(pause) => {}
        }
    }
    // What a server keeps waiting longer is sent again after the next start: its lease ends with this process.
    if timeout(FAREWELL, async { while under_way.join_next().await.is_some() {} }).await.is_err() {
        tracing::warn!(messages = under_way.len(), "stopped while sending; they are sent again after the next start");
    }
}

/// Sends all that is due at `now` and returns when it is done with: how many messages were tried.
pub async fn pass(desk: &Arc<Desk>, now: Timestamp) -> Result<usize, sqlx::Error> {
    let (mut under_way, mut tried) = (JoinSet::new(), 0);
    loop {
        tried += take(desk, &mut under_way, now).await?;
        if under_way.join_next().await.is_none() {
            return Ok(tried);
        }
    }
}

/// Puts messages that are due under way, as many as there is room for: how many.
async fn take(desk: &Arc<Desk>, under_way: &mut JoinSet<()>, now: Timestamp) -> Result<usize, sqlx::Error> {
    let channels = desk.outbox.channels();
    give_up_unsendable(desk, now).await?;
    let mut taken = 0;
    while under_way.len() < IN_FLIGHT {
        let Some(message) = desk.store.claim_message(&channels, now).await? else { break };
        taken += 1;
        let desk = desk.clone();
        under_way.spawn(async move { attempt(&desk, message, now).await });
    }
    Ok(taken)
}

/// What waited for a channel that nobody configured for as long as anything is tried.
async fn give_up_unsendable(desk: &Desk, now: Timestamp) -> Result<(), sqlx::Error> {
    let given_up = desk.store.give_up_messages(&desk.outbox.channels(), now - backoff::PATIENCE).await?;
    if given_up > 0 {
        tracing::warn!(given_up, "messages were given up: nothing is configured that could send them");
    }
    Ok(())
}

/// Until the next message is due, or there is another reason to look.
async fn pause(desk: &Desk) -> Duration {
    match desk.store.next_message_due(&desk.outbox.channels()).await {
        Ok(Some(due)) => {
            let wait = due.duration_since(desk.clock.now()).max(SignedDuration::from_secs(1));
            wait.unsigned_abs().min(LOOK)
        }
        Ok(None) => LOOK,
        Err(error) => {
            tracing::error!(%error, "the outbox cannot be read");
            LOOK
        }
    }
}

/// One attempt, and what came of it.
async fn attempt(desk: &Arc<Desk>, message: Message, now: Timestamp) {
    let (id, kind, attempts) = (message.id, message.kind.as_str(), message.attempts);
    let (sender, sent) = (desk.clone(), message.clone());
    // A task of its own: one that panics is a failed attempt like another.
    let patience = sender.outbox.patience_with(message.channel);
    let sending = tokio::spawn(async move { timeout(patience, sender.outbox.send(&sender, &sent, now)).await });
    let ended = match sending.await {
        Ok(Ok(ended)) => ended,
        Ok(Err(_)) => Attempt::Later("it took too long".into()),
        Err(error) => {
            tracing::error!(%id, %error, "sending a message failed inside");
            Attempt::Later("an error inside the desk; its log says more".into())
        }
    };
    // An attempt may take minutes: what counts from its end is measured at its end.
    let now = desk.clock.now().max(now);
    let written = match ended {
        Attempt::Sent => {
            tracing::info!(%id, complaint = %message.complaint, kind, attempts, "sent");
            desk.store.message_sent(id, now).await
        }
        Attempt::Never(reason) => {
            tracing::error!(%id, complaint = %message.complaint, kind, attempts, reason, "a message cannot be sent");
            desk.store.message_failed(id, &reason).await
        }
        Attempt::Later(reason) => again(desk, &message, reason, SignedDuration::ZERO, now).await,
        Attempt::Busy(reason, wait) => again(desk, &message, reason, wait, now).await,
    };
    // Its lease ends, and it is tried again.
    if let Err(error) = written {
        tracing::error!(%id, %error, "what came of a message cannot be written down");
    }
}

/// Writes down when a message is tried again, not before `wait` is over; or that it is given up.
async fn again(
    desk: &Desk,
    message: &Message,
    reason: String,
    wait: SignedDuration,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    let (id, kind, attempts) = (message.id, message.kind.as_str(), message.attempts);
    match backoff::next(message.created_at, attempts, now, rand::random()) {
        Some(due) => {
            let due = now.checked_add(wait).map_or(due, |wished| wished.max(due));
            tracing::warn!(%id, kind, attempts, reason, %due, "a message will be tried again");
            desk.store.message_again(id, due, &reason).await
        }
        None => {
            tracing::error!(%id, complaint = %message.complaint, kind, attempts, reason, "a message was given up");
            desk.store.message_failed(id, &["given up: ", &reason].concat()).await
        }
    }
}
