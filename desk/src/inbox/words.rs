//! Words: what the inbox calls things, in one place for all its pages.

use jiff::{SignedDuration, Timestamp};
use redress_engine::complaint::{Complaint, Signals, Status};
use redress_engine::config::FlowKind;
use redress_engine::text::Format as _;

use crate::cases::State;
use crate::cases::promise::today;
use crate::desk::Desk;
use crate::format::IcuFormat;
use crate::judge::{gap, is_plausible};
use crate::outbox::Channel;
use crate::store::Row;
use crate::token::Trust;

/// What sort of case it is.
pub fn kind_name(kind: FlowKind) -> &'static str {
    match kind {
        FlowKind::Complaint => "Complaint",
        FlowKind::Withdrawal => "Withdrawal",
        FlowKind::Return => "Return",
        FlowKind::Payment => "Payment",
        FlowKind::Safety => "Safety",
        FlowKind::Feedback => "Feedback",
    }
}

/// A word beside a case.
pub struct Tag {
    /// The word.
    pub text: String,
    /// How it looks: `right`, `gift`, `warn`, `queue`, `quiet`.
    pub look: &'static str,
}

/// What is to be seen of a case at a glance: where it stands, where it belongs, how far to trust it, what deserves a second look.
/// Where the shop signs nothing, nothing is said of tokens.
pub fn tags(desk: &Desk, row: &Row, sent: &Complaint, format: &IcuFormat) -> Vec<Tag> {
    let tag = |look: &'static str, text: &str| Tag { text: text.into(), look };
    let signs = !desk.policy.keys.is_empty();
    let mut tags = Vec::new();
    if sent.kind == FlowKind::Safety {
        tags.push(tag("late", "Danger"));
    }
    let overdue = row.case.is_overdue(today(desk.clock.now(), &desk.shop));
    if let Some(day) = row.case.answer_by.filter(|_| overdue) {
        tags.push(tag("late", &["Promised for ", &format.date(day)].concat()));
    }
    match (row.case.state, row.status) {
        (State::Approved, _) => tags.push(tag("right", "Approved")),
        (State::Waiting, _) => tags.push(tag("quiet", "Waiting for customer")),
        (State::Closed, _) => tags.push(tag("quiet", "Closed")),
        (State::Withdrawn, _) => tags.push(tag("quiet", "Taken back")),
        (State::Open, Status::NeedsInfo) => tags.push(tag("gift", "Needs info")),
        (State::Open, _) => {}
    }
    for (queue, flag) in &row.queues {
        tags.push(tag("queue", queue));
        if !flag.is_empty() {
            tags.push(tag("queue", flag));
        }
    }
    match row.trust {
        Trust::Verified => tags.push(tag("quiet", "Verified")),
        Trust::Unsigned if row.token_code.is_some() => tags.push(tag("gift", "Token of no use")),
        Trust::Unsigned if signs => tags.push(tag("quiet", "Unsigned")),
        Trust::Unsigned => {}
        Trust::Expired => tags.push(tag("gift", "Token out of time")),
        Trust::Forged => tags.push(tag("warn", "Token not ours")),
    }
    let gap = gap(sent, &row.received_at);
    let looks = [
        (row.offers_differ, "Offers differ"),
        (!row.context_differs.is_empty(), "Context differs"),
        (row.undelivered.contains(&Channel::Mail), "Mail not delivered"),
        (row.undelivered.contains(&Channel::Callback), "Callback not delivered"),
        (row.undelivered.contains(&Channel::Relay), "Relay not delivered"),
        (!is_plausible(gap) && gap.is_positive(), "Came late"),
        (!is_plausible(gap) && gap.is_negative(), "Clock ahead"),
    ];
    tags.extend(looks.into_iter().filter(|(holds, _)| *holds).map(|(_, flag)| tag("warn", flag)));
    // Said quietly, and last: password managers fill hidden fields, and some people are quick.
    if sent.signals.as_ref().is_some_and(Signals::is_odd) {
        tags.push(tag("quiet", "Perhaps a program"));
    }
    tags
}

/// How far to trust a case, in a sentence.
pub fn trust(trust: Trust) -> &'static str {
    match trust {
        Trust::Verified => {
            "The shop’s signed token vouches for order, items and customer. The offers were computed from it."
        }
        Trust::Unsigned => {
            "Nobody vouches for order, items and customer: they are what the browser sent. Compare them with your own records."
        }
        Trust::Expired => {
            "A token of the shop came, but not while it held. What the browser sent was taken instead: compare it with your own records."
        }
        Trust::Forged => {
            "The token that came is none that this desk’s keys made. What the browser sent was taken instead: compare it with your own records."
        }
    }
}

/// Why a token was refused, in a sentence.
pub fn refused(code: &str) -> &'static str {
    match code {
        "token.no-keys" => "The desk has no key to check tokens with.",
        "token.too-large" => "It is too large to be looked at.",
        "token.malformed" => "It is no token at all, or a part of one: a link may have been cut off.",
        "token.unknown-key" => "It names a key that this desk does not have: perhaps one that was taken out.",
        "token.algorithm" => "It is not of the algorithm that the desk’s key has.",
        "token.signature" => "Its signature is of none of the desk’s keys: it was changed, or made by somebody else.",
        "token.claims" => {
            "It is signed rightly, but something in it is missing or of a wrong shape; the desk’s log says what."
        }
        "token.not-yet-valid" => "It begins later: the clocks of shop and desk may differ.",
        "token.expired" => "It had expired when the case was confirmed, or the case came too long after that.",
        _ => "",
    }
}

/// How a form was filled in, in a few words.
pub fn signals(signals: &Signals) -> String {
    let field = if signals.honeypot { "the field that people do not see was filled in" } else { "" };
    let time = match signals.seconds {
        Some(1) => "1 second from opening to confirming".to_string(),
        Some(seconds) => format!("{seconds} seconds from opening to confirming"),
        None => String::new(),
    };
    [field, &time].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

/// A time span for people, to the nearest unit that says enough.
pub fn span(gap: SignedDuration) -> String {
    let minutes = gap.abs().as_mins();
    let (count, unit) = match minutes {
        ..120 => (minutes, "minute"),
        120..2880 => (minutes / 60, "hour"),
        _ => (minutes / 1440, "day"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

/// A stored moment as the shop's clock showed it.
pub fn moment(desk: &Desk, format: &IcuFormat, text: &str) -> String {
    let Ok(moment) = text.parse::<Timestamp>() else { return text.into() };
    format.moment(moment.to_zoned(desk.shop.zone()).datetime())
}

/// A size for people.
pub fn size(bytes: i64) -> String {
    match bytes {
        ..1000 => format!("{bytes} bytes"),
        1000..1_000_000 => format!("{} kB", bytes / 1000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// What people call a MIME type.
pub fn kind_of_file(mime: &str) -> String {
    mime.rsplit('/').next().unwrap_or_default().to_ascii_uppercase()
}
