//! What is kept on the shopper's device: answers until they are sent, and a complaint until it is taken.

use crate::answers::Answers;
use crate::complaint::{Attachment, Receipt};
use crate::config::{Endpoint, Privacy, Storage};
use crate::json::Json;
use crate::read::{Dict, record};

/// How long a draft is kept where the config says nothing, in hours.
pub const DRAFT_HOURS: i64 = 72;
/// The longest time that a config can ask for, in hours: a month.
pub const MOST_DRAFT_HOURS: i64 = 720;
/// The first pause after an attempt, in milliseconds; each further one is twice as long.
const FIRST_PAUSE: i64 = 5_000;
/// The longest pause, in milliseconds: an hour.
const LONGEST_PAUSE: i64 = 3_600_000;
/// The longest pause that a server can ask for, in milliseconds: a day.
const LONGEST_ASKED: i64 = 86_400_000;
const HOUR: i64 = 3_600_000;

record! {
    /// What one shopper has entered for one order, in one flow. With `waiting` it is confirmed; without, it is a draft.
    Kept {
        /// The order's number as the page names it; empty where it names none.
        "order" => order: String,
        /// The flow that was opened.
        "opened" => opened: String,
        /// When it was saved: milliseconds since 1970 by the device's clock.
        "savedAt" => saved_at: i64,
        /// The flows that were entered one out of the other, the present one last.
        "stages" => stages: Vec<Stage>,
        /// The pictures that answers name. Their bytes are kept beside this, by their ids.
        "photos" => photos: Vec<Attachment>,
        /// What the shop told of the order that was looked up, as it came.
        "lookup" => lookup: Option<Json>,
        /// Id of the complaint that this corrects.
        "replaces" => replaces: Option<String>,
        /// The complaint, once it is confirmed.
        "waiting" => waiting: Option<Waiting>,
    }
}

record! {
    /// A flow, and what was answered in it.
    Stage {
        /// The flow's id.
        "flow" => flow: String,
        /// What the shopper said.
        "answers" => answers: Answers,
        /// What an answer gave along when it led into this flow: step → value.
        "given" => given: Dict<Json>,
        /// The step where the flow was left for the next one; absent in the present one.
        "step" => step: Option<String>,
        /// Its line.
        "line" => line: Option<String>,
    }
}

record! {
    /// A complaint that was confirmed: the same id and bytes on every attempt.
    Waiting {
        /// UUIDv7, also the `Idempotency-Key`.
        "id" => id: String,
        /// ISO 8601 with offset.
        "confirmedAt" => confirmed_at: String,
        /// The complaint as JSON text.
        "body" => body: String,
        /// It in words, for the shop's people.
        "summary" => summary: String,
        /// Its attachments, in their order.
        "files" => files: Vec<Attachment>,
        /// Where it goes.
        "endpoint" => endpoint: Endpoint,
        /// Attempts so far.
        "attempts" => attempts: i64,
        /// Not before this: milliseconds since 1970.
        "nextAt" => next_at: i64,
        /// What came of the last attempt.
        "failure" => failure: Option<Failure>,
        /// The shopper has stopped it: it goes out when they send it again.
        "stopped" => stopped: bool,
        /// It was taken. What was entered is gone by then; this stays until the shopper has seen it.
        "receipt" => receipt: Option<Receipt>,
    }
}

record! {
    /// Why an attempt brought no receipt.
    Failure {
        /// Key of the message for the shopper: `failed.network`, `failed.server`, `failed.rejected`.
        "key" => key: String,
        /// `delivery.network`, `delivery.status-500`, or the code that the endpoint gave.
        "code" => code: String,
        /// For the developer.
        "detail" => detail: String,
        /// Whether no further attempt can help.
        "final" => is_final: bool,
    }
}

impl Kept {
    /// The key under which it is kept: there is one draft for an order and a flow, and as many complaints as were confirmed.
    pub fn key(&self) -> String {
        match &self.waiting {
            Some(waiting) => waiting.id.clone(),
            None => draft_key(&self.order, &self.opened),
        }
    }

    /// Whether it needs the bytes of this picture.
    pub fn names(&self, photo: &str) -> bool {
        let files = self.waiting.as_ref().map(|waiting| waiting.files.as_slice()).unwrap_or_default();
        self.photos.iter().chain(files).any(|file| file.id == photo)
    }

    /// It was taken: all that was entered goes, and the receipt stays until the shopper has seen it.
    pub fn taken(&mut self, receipt: Receipt, now: i64) {
        self.stages.clear();
        self.photos.clear();
        self.saved_at = now;
        if let Some(waiting) = &mut self.waiting {
            waiting.body.clear();
            waiting.summary.clear();
            waiting.files.clear();
            waiting.receipt = Some(receipt);
        }
    }

    /// Whether it is over by `now` (milliseconds since 1970): a draft that is too old, or a receipt that nobody came back for. A complaint
    /// that waits is never over: only acceptance or the shopper's own word takes it out.
    pub fn is_over(&self, now: i64, privacy: &Privacy) -> bool {
        let waits = self.waiting.as_ref().is_some_and(|waiting| waiting.receipt.is_none());
        !waits && (privacy.storage == Storage::None || now - self.saved_at >= draft_hours(privacy) * HOUR)
    }

    /// Whether it is to be sent by itself at `now`. Back online, nothing is waited for that failed for want of a network.
    pub fn is_due(&self, now: i64, back_online: bool) -> bool {
        let Some(waiting) = &self.waiting else { return false };
        let network = waiting.failure.as_ref().is_none_or(|failure| failure.code == "delivery.network");
        waiting.is_pending() && (waiting.next_at <= now || (back_online && network))
    }
}

impl Waiting {
    /// Whether it is still to be sent, and may be without asking anybody.
    pub fn is_pending(&self) -> bool {
        self.receipt.is_none() && !self.stopped && !self.is_refused()
    }

    /// Whether no further attempt can help.
    pub fn is_refused(&self) -> bool {
        self.failure.as_ref().is_some_and(|failure| failure.is_final)
    }

    /// It is to be sent at `now` (milliseconds since 1970), whatever came of it before: the shopper says so.
    pub fn ask_again(&mut self, now: i64) {
        self.stopped = false;
        self.failure = None;
        self.next_at = now;
    }

    /// Notes an attempt that failed at `now` (milliseconds since 1970). `asked`: the seconds of `Retry-After`. `random`, from 0 to 1, spreads
    /// those who were all refused at the same moment.
    pub fn failed(&mut self, failure: Failure, now: i64, asked: Option<i64>, random: f64) {
        self.attempts += 1;
        self.next_at = now.saturating_add(pause(self.attempts, asked, random));
        self.failure = Some(failure);
    }
}

/// The key of the draft of an order in a flow.
pub fn draft_key(order: &str, opened: &str) -> String {
    ["draft/", opened, "/", order].concat()
}

/// How long a draft is kept, in hours.
pub fn draft_hours(privacy: &Privacy) -> i64 {
    privacy.draft_hours.unwrap_or(DRAFT_HOURS).clamp(1, MOST_DRAFT_HOURS)
}

/// Milliseconds until the next attempt after so many: 5 s, 10 s, 20 s, … up to an hour, of which a random half is left out; never less
/// than what the server asked for, up to a day.
pub fn pause(attempts: i64, asked: Option<i64>, random: f64) -> i64 {
    let doubled = FIRST_PAUSE << (attempts - 1).clamp(0, 10);
    let longest = doubled.min(LONGEST_PAUSE);
    let spread = (longest as f64 / 2.0 * random.clamp(0.0, 1.0)) as i64;
    let asked = asked.unwrap_or_default().saturating_mul(1000).clamp(0, LONGEST_ASKED);
    (longest - spread).max(asked)
}

#[cfg(test)]
mod tests;
