//! Notice: who is told of an event: the shopper by e-mail when the shop has said or done something, the merchant's own system of everything.

use lettre::Address;
use redress_engine::complaint::Complaint;
use redress_engine::read::Write;
use redress_engine::text::Arg;
use redress_engine::{Day, Json};

use super::{By, Entry, Kind, Recorded, Standing, State};
use crate::desk::{Desk, stored_json};
use crate::error::Refusal;
use crate::mail::acknowledgement::is_vouched;
use crate::mail::letter::Letter;
use crate::outbox::{Channel, Draft};
use crate::shop::Shop;
use crate::status::language::{Language, Say};
use crate::store::Row;

/// The kind of these letters.
pub const KIND: &str = "notice";

/// Adds an event to a case and, in the same transaction, puts into the outbox what is to be told of it.
pub async fn record(desk: &Desk, row: &Row, shop: &Shop, entry: &Entry) -> Result<Recorded, Refusal> {
    let now = desk.clock.now();
    let letter = letter(desk, row, shop, entry);
    let drafts = |standing: &Standing, seq: i64| {
        let callback = desk.outbox.callback.as_ref().map(|callback| {
            let (event, data) = told(row, standing, seq, entry);
            callback.draft(row.id, event, data, now)
        });
        letter.iter().cloned().chain(callback).collect()
    };
    let recorded = desk.store.record(row.id, entry, now, &drafts).await?;
    if let Recorded::Done(seq) = recorded {
        desk.outbox.wake();
        let (by, kind) = (entry.event.by.as_str(), entry.event.kind.as_str());
        tracing::info!(id = %row.id, seq, by, kind, "an event of a case");
    }
    Ok(recorded)
}

/// The letter to the shopper; None where there is nothing to tell or no address. To an address that nobody vouches for goes neither the link,
/// which opens the case, nor a word that an agent typed: it may be a stranger's.
fn letter(desk: &Desk, row: &Row, shop: &Shop, entry: &Entry) -> Option<Draft> {
    if entry.event.by != By::Shop || entry.event.kind == Kind::Owner {
        return None;
    }
    let sent = Complaint::from_json(&stored_json(&row.body)).0?;
    let email = sent.contact.get("email").and_then(Json::as_text)?.trim();
    email.parse::<Address>().ok()?;
    let claims = row.claims.as_deref().map(stored_json);
    let vouched = is_vouched(email, row.trust, claims.as_ref());
    let language = Language::of(&sent, shop);
    let texts = language.texts(&shop.config);
    let say = Say { texts: &texts };
    let reference = [("reference", Arg::Text(row.reference.as_str()))];
    let text = if vouched {
        let url = desk.status_url(&row.case.token);
        let event = say.t(&["event.shop.", entry.event.kind.as_str()].concat());
        let read = say.with("notice.read", &[("url", Arg::Text(&url))]);
        let parts = [event, entry.event.text.clone(), read, say.t("keep")];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
    } else {
        [say.with("notice.short", &reference), say.t("notice.why-short")].join("\n\n")
    };
    let letter = Letter {
        subject: say.with("notice.subject", &reference),
        language: language.tag.into(),
        text: text + "\n",
        ..Letter::default()
    };
    Some(Draft { vouched, payload: letter.to_payload(), ..Draft::new(row.id, KIND, Channel::Mail, email) })
}

/// What the merchant's system is told: `case.closed` when the case is over by this event, else `case.updated`.
fn told(row: &Row, standing: &Standing, seq: i64, entry: &Entry) -> (&'static str, Json) {
    let event = &entry.event;
    let is_over = |state| matches!(state, State::Closed | State::Withdrawn);
    let name = if is_over(standing.state) && !is_over(row.case.state) { "case.closed" } else { "case.updated" };
    let text = |text: &str| Json::from(text);
    let files = i64::try_from(event.files.len()).unwrap_or(i64::MAX);
    let told = Json::map([
        ("seq", seq.into()),
        ("at", text(&event.at)),
        ("by", text(event.by.as_str())),
        ("kind", text(event.kind.as_str())),
        ("text", text(&event.text)),
        ("data", event.data.clone()),
        ("files", files.into()),
    ]);
    let data = Json::map([
        ("complaint", text(&row.id.to_string())),
        ("reference", text(&row.reference)),
        ("order", text(&row.order_number)),
        ("state", text(standing.state.as_str())),
        ("owner", text(&standing.owner)),
        ("unanswered", standing.unanswered.into()),
        ("answerBy", standing.answer_by.map(Day::iso).to_json()),
        ("event", told),
    ]);
    (name, data)
}
