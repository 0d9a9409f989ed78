//! Words: what the inbox calls things, in one place for all its pages.

use jiff::{SignedDuration, Timestamp};
use redress_engine::complaint::Complaint;
use redress_engine::config::FlowKind;

use crate::desk::Desk;
use crate::format::IcuFormat;
use crate::store::Row;

/// Beyond this, confirming and arriving lie so far apart that somebody should look: an outbox that waited long, or a wrong clock.
const APART: SignedDuration = SignedDuration::from_hours(24);

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

/// What deserves a second look.
pub fn flags(row: &Row, sent: &Complaint) -> Vec<&'static str> {
    let gap = match (row.received_at.parse::<Timestamp>(), sent.confirmed_at.parse::<Timestamp>()) {
        (Ok(received), Ok(confirmed)) => received.duration_since(confirmed),
        _ => SignedDuration::ZERO,
    };
    let found = [(row.offers_differ, "Offers differ"), (gap > APART, "Came late"), (gap < -APART, "Clock ahead")];
    found.into_iter().filter(|(holds, _)| *holds).map(|(_, flag)| flag).collect()
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
