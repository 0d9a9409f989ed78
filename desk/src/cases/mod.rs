//! Cases: what becomes of a complaint after its receipt: where it stands, whose turn it is, what was said and done.
//!
//! A case changes only by an event, and an event is only ever added: [`state`] says which may follow, `store::cases` keeps them.

pub mod feedback;
pub mod notice;
pub mod promise;
pub mod reasons;
pub mod state;

use rand::RngExt;
use redress_engine::{Day, Json};

use crate::hex::hex;
use crate::store::FileRow;

pub use state::{By, Kind, State};

/// Where a case stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// 128 random bits, hex: who has it may follow the case.
    pub token: String,
    /// Where it stands.
    pub state: State,
    /// Who has it; empty: the queue, or the shop.
    pub owner: String,
    /// Whether the shop has said nothing since the shopper last did.
    pub unanswered: bool,
    /// The day promised for an answer that has not come, in the shop's zone. None if none was promised.
    pub answer_by: Option<Day>,
    /// The event that is an offer without an answer.
    pub offer: Option<i64>,
}

impl Standing {
    /// Whether the promised day is over and nobody has answered. `today` is the shop's civil date.
    pub fn is_overdue(&self, today: Day) -> bool {
        self.unanswered && self.answer_by.is_some_and(|by| by < today)
    }
}

/// Something that was said or done.
#[derive(Debug, Clone, Default)]
pub struct Event {
    /// Place in the history, from 1; 0 until it is stored.
    pub seq: i64,
    /// RFC 3339.
    pub at: String,
    /// Who.
    pub by: By,
    /// Who of the shop, as they call themselves.
    pub agent: String,
    /// What.
    pub kind: Kind,
    /// In their own words.
    pub text: String,
    /// What belongs to the kind: `remedy`, `line`, `amount`, `currency`, `return`, `owner`, `solved`, `rating`, `phone`, `unsigned`.
    pub data: Json,
    /// The files that came with it.
    pub files: Vec<FileRow>,
}

impl Event {
    /// A text of its data; empty if there is none.
    pub fn fact(&self, key: &str) -> &str {
        self.data.get(key).and_then(Json::as_text).unwrap_or_default()
    }
}

/// An event on its way into the history.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// What is to be kept; its place is found when it is stored.
    pub event: Event,
    /// Random id of the form it came with; the same again is the same event.
    pub form: Option<String>,
    /// How many events its author had seen: if others came since, nothing is stored.
    pub seen: Option<i64>,
    /// The day the shop promises an answer by, were it to be answered from now on.
    pub promise: Option<Day>,
}

impl Entry {
    /// The offer that an answer to an offer is about.
    pub fn offer(&self) -> Option<i64> {
        self.event.data.get("offer").and_then(Json::as_int)
    }

    /// Whether it is taken for what its author says it is: a stranger's feedback is not.
    pub fn is_vouched(&self) -> bool {
        self.event.data.get("unsigned").is_none()
    }

    /// Whether the case is solved, as the shopper says; None where they say nothing of it, or where nobody vouches that it is they.
    pub fn solved(&self) -> Option<bool> {
        self.event.data.get("solved").filter(|_| self.is_vouched()).and_then(|solved| match solved {
            Json::Bool(solved) => Some(*solved),
            _ => None,
        })
    }
}

/// How storing an event went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// It is there, at this place.
    Done(i64),
    /// The same form came before.
    Before,
    /// Something happened that its author had not seen.
    Stale,
    /// It cannot follow on what the case is now.
    NotNow,
    /// The shopper has written as much as a case takes.
    Full,
}

/// A new token: 128 random bits, lower-case hex.
///
/// It is looked up through an index and not compared in constant time: what the time of a look-up tells of 128 random bits over a network is
/// far below what would let anybody approach one of them step by step.
pub fn random_token() -> String {
    hex(&rand::rng().random::<[u8; 16]>())
}

/// A text that somebody typed, as it is kept: line ends as they are everywhere but in forms, no control characters, trimmed, at most `most`
/// characters.
pub fn short(text: &str, most: usize) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).take(most).collect();
    kept.trim().into()
}

/// Whether a text has the form of a token: whatever has not is not looked up.
pub fn is_token(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_random_and_of_one_form() {
        let token = random_token();
        assert!(is_token(&token) && token != random_token(), "{token}");
        for bad in ["", "0123", &token.to_uppercase(), &format!("{token}0"), &"g".repeat(32), &"ä".repeat(16)] {
            assert!(!is_token(bad) || bad.bytes().all(|byte| byte.is_ascii_digit()), "{bad}");
        }
    }
}
