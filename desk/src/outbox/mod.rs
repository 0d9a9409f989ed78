//! Outbox: what the desk has to tell others, as rows that are written together with what they tell of, and sent by one worker.
//!
//! At least once: what was being sent when the process died is sent again, under the same id.

pub mod backoff;
pub mod worker;

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use redress_engine::Json;
use tokio::sync::Notify;
use uuid::Uuid;

use crate::callback::Callback;
use crate::desk::Desk;
use crate::error::Fault;
use crate::mail::Mailer;
use crate::mail::acknowledgement;
use crate::mail::letter::Letter;
use crate::relay::{self, Relay};

/// How long a message belongs to whoever took it. Longer than any attempt may last ([`worker::ATTEMPT`], a relay's twice that).
pub const LEASE: SignedDuration = SignedDuration::from_mins(5);

/// How a message goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// By e-mail.
    Mail,
    /// To the merchant's own system.
    Callback,
    /// To a help desk, a shop or a chat that the merchant uses.
    Relay,
}

impl Channel {
    /// All of them.
    pub const ALL: [Channel; 3] = [Channel::Mail, Channel::Callback, Channel::Relay];

    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Channel::Mail => "mail",
            Channel::Callback => "callback",
            Channel::Relay => "relay",
        }
    }

    /// From how it is stored.
    pub fn from_word(word: &str) -> Option<Channel> {
        Channel::ALL.into_iter().find(|channel| channel.as_str() == word)
    }
}

/// Where a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is to be sent, or being sent.
    Waiting,
    /// It was taken over by the other side.
    Sent,
    /// It was refused for good, or given up.
    Failed,
    /// It is not sent: its address got as many as one that nobody vouches for may get.
    Suppressed,
}

impl State {
    const ALL: [State; 4] = [State::Waiting, State::Sent, State::Failed, State::Suppressed];

    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Sent => "sent",
            State::Failed => "failed",
            State::Suppressed => "suppressed",
        }
    }

    /// From how it is stored.
    pub fn from_word(word: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// A message that is to be sent.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Stable over all attempts.
    pub id: Uuid,
    /// The complaint it is about.
    pub complaint: Uuid,
    /// What it is: `acknowledgement`, `notice`, `complaint.received`, …
    pub kind: String,
    /// How it goes out.
    pub channel: Channel,
    /// An e-mail address, the callback's address, or a relay's name.
    pub recipient: String,
    /// Whether somebody vouches for the recipient. Those for whom nobody does get few ([`LIMITS`]).
    pub vouched: bool,
    /// What the kind needs to be sent.
    pub payload: Json,
}

impl Draft {
    /// A message under a new id.
    pub fn new(complaint: Uuid, kind: &str, channel: Channel, recipient: &str) -> Draft {
        let (kind, recipient) = (kind.into(), recipient.into());
        Draft { id: Uuid::new_v4(), complaint, kind, channel, recipient, vouched: true, payload: Json::Null }
    }

    /// Under what its recipient is counted: folded, and without what stands after a plus, which most providers put into the same box.
    pub(crate) fn limited_as(&self) -> Option<String> {
        if self.vouched {
            return None;
        }
        let folded = self.recipient.trim().to_lowercase();
        let Some((local, domain)) = folded.rsplit_once('@') else { return Some(folded) };
        let local = local.split_once('+').map_or(local, |(local, _)| local);
        Some([local, "@", domain].concat())
    }
}

/// How many messages one address that nobody vouches for gets within a time: anybody can type anybody's.
pub const LIMITS: [(usize, SignedDuration); 2] =
    [(3, SignedDuration::from_hours(1)), (10, SignedDuration::from_hours(24))];

/// A message as it is kept.
#[derive(Debug, Clone)]
pub struct Message {
    /// As in the draft.
    pub id: Uuid,
    /// As in the draft.
    pub complaint: Uuid,
    /// As in the draft.
    pub kind: String,
    /// As in the draft.
    pub channel: Channel,
    /// As in the draft.
    pub recipient: String,
    /// As in the draft.
    pub vouched: bool,
    /// As in the draft; null once it is done with.
    pub payload: Json,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it is tried next.
    pub due_at: Timestamp,
    /// How often it was tried, this time included.
    pub attempts: u32,
    /// Where it stands.
    pub state: State,
    /// When the other side took it.
    pub sent_at: Option<Timestamp>,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attempt {
    /// The other side has it.
    Sent,
    /// Another attempt may go better. Why, in words of ours and without personal data.
    Later(String),
    /// The same, but not before so long from now: the other side asked for it (`Retry-After`).
    Busy(String, SignedDuration),
    /// No attempt will go better.
    Never(String),
}

/// What sends, and what wakes it.
#[derive(Debug, Clone)]
pub struct Outbox {
    /// Sends e-mail, if a mail server is configured.
    pub mailer: Option<Mailer>,
    /// Tells the merchant's own system, if there is one.
    pub callback: Option<Callback>,
    /// Tells help desks, shops and chats.
    pub relays: Vec<Relay>,
    /// How long one attempt may take in all.
    pub patience: Duration,
    wake: Arc<Notify>,
}

impl Default for Outbox {
    fn default() -> Outbox {
        Outbox::new(None, None)
    }
}

impl Outbox {
    /// An outbox that sends by what is there.
    pub fn new(mailer: Option<Mailer>, callback: Option<Callback>) -> Outbox {
        Outbox { mailer, callback, relays: Vec::new(), patience: worker::ATTEMPT, wake: Arc::default() }
    }

    /// Says that there is something new. To be called after the transaction that wrote it.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Ends when there is something new.
    pub(crate) async fn woken(&self) {
        self.wake.notified().await;
    }

    /// The channels that can send.
    pub fn channels(&self) -> Vec<Channel> {
        let mail = self.mailer.iter().map(|_| Channel::Mail);
        let relays = self.relays.first().map(|_| Channel::Relay);
        mail.chain(self.callback.iter().map(|_| Channel::Callback)).chain(relays).collect()
    }

    /// How long one attempt may take in all. A relay may have a dozen files to upload.
    pub(crate) fn patience_with(&self, channel: Channel) -> Duration {
        if channel == Channel::Relay { self.patience * 2 } else { self.patience }
    }

    /// Tries to send a message once.
    pub(crate) async fn send(&self, desk: &Desk, message: &Message, now: Timestamp) -> Attempt {
        match (message.channel, &self.mailer, &self.callback) {
            (Channel::Callback, _, Some(callback)) => callback.send(message, now).await,
            (Channel::Mail, Some(mailer), _) => match letter(desk, message).await {
                Ok(Some(letter)) => mailer.send(message, &letter, now).await,
                Ok(None) => Attempt::Never("its complaint is gone".into()),
                Err(fault) => {
                    tracing::error!(id = %message.id, error = %fault, "a letter could not be written");
                    Attempt::Later("the letter could not be written".into())
                }
            },
            (Channel::Relay, ..) => relay::send(desk, &self.relays, message, now).await,
            // Only what is configured is claimed.
            _ => Attempt::Later("nothing is configured to send it with".into()),
        }
    }
}

/// What a message says. Acknowledgements are written when they are sent, out of the stored complaint: what is in the outbox is soon gone.
async fn letter(desk: &Desk, message: &Message) -> Result<Option<Letter>, Fault> {
    if message.kind != acknowledgement::KIND {
        return Ok(Some(Letter::of_payload(message)));
    }
    let Some(row) = desk.store.complaint(message.complaint).await? else { return Ok(None) };
    let (shop, _) = desk.shop_of(Some(&row.config_sha256)).await?;
    acknowledgement::letter(&row, &desk.as_of_today(shop), message.vouched).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_counted_folded_and_without_its_tag_and_a_vouched_one_not_at_all() {
        let mut draft = Draft::new(Uuid::nil(), "notice", Channel::Mail, " Mira+Shop@Example.ORG ");
        assert_eq!(draft.limited_as(), None);
        draft.vouched = false;
        assert_eq!(draft.limited_as().as_deref(), Some("mira@example.org"));
    }
}
