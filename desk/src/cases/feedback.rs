//! Feedback: a complaint of the kind `feedback` belongs to the case that it is about, and becomes an event of it.

use redress_engine::Json;
use redress_engine::complaint::{Answer, Complaint};
use redress_engine::config::{Config, FlowKind, StepKind};
use redress_engine::json::Map;

use super::{By, Entry, Event, Kind};

/// The id of the step that asks whether the case is solved; its options are `yes`, `partly` and `no`.
pub const SOLVED: &str = "solved";
/// Characters of words that go into an event; the complaint keeps the rest.
const WORDS: usize = 5_000;

/// What a feedback says, as an event of the case that it belongs to; None for any other complaint. `signed` is the number of the order that
/// a token vouches for: without it anybody could have sent this, so it says so and changes nothing.
pub fn entry(complaint: &Complaint, config: &Config, signed: Option<&str>, at: &str) -> Option<Entry> {
    let order = complaint.order.number.trim();
    if complaint.kind != FlowKind::Feedback || order.is_empty() {
        return None;
    }
    let kind = |answer: &Answer| config.steps.get(&answer.step).map(|step| step.kind);
    let of_kind = |wanted: StepKind| complaint.shared.iter().filter(move |answer| kind(answer) == Some(wanted));
    let mut data = Map::default();
    data.set("complaint", complaint.id.as_str().into());
    if let Some(solved) = solved(complaint) {
        data.set("solved", solved.into());
    }
    if let Some(rating) = of_kind(StepKind::Rating).find_map(|answer| answer.value.as_int()) {
        data.set("rating", rating.into());
    }
    if signed != Some(order) {
        data.set("unsigned", true.into());
    }
    let words: Vec<&str> = of_kind(StepKind::Text).filter_map(|answer| answer.value.as_text()).collect();
    let event = Event {
        at: at.into(),
        by: By::Shopper,
        kind: Kind::Feedback,
        text: words.join("\n").chars().take(WORDS).collect(),
        data: Json::Map(data),
        ..Event::default()
    };
    Some(Entry { event, ..Entry::default() })
}

/// Whether somebody waits for an answer to a complaint: not who only says that it went well.
pub fn awaits_answer(complaint: &Complaint) -> bool {
    complaint.kind != FlowKind::Feedback || solved(complaint) == Some(false)
}

fn solved(complaint: &Complaint) -> Option<bool> {
    complaint.shared.iter().find(|answer| answer.step == SOLVED).and_then(|answer| yes(&answer.value))
}

fn yes(value: &Json) -> Option<bool> {
    match value {
        Json::Bool(yes) => Some(*yes),
        Json::Text(text) if text == "yes" => Some(true),
        Json::Text(text) if text == "no" || text == "partly" => Some(false),
        _ => None,
    }
}
