//! Show: the status page: where the case stands, who has it, by when the next answer comes, and what the shopper can do now.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use redress_engine::config::FlowKind;
use redress_engine::text::Arg;
use uuid::Uuid;

use super::history::{EventView, ReturnView, Teller};
use super::language::{Language, Say};
use super::told::{Told, told};
use super::{Followed, missing, page};
use crate::cases::promise::today;
use crate::cases::state::next;
use crate::cases::{By, Kind, State as Stand};
use crate::desk::{Desk, stored_json};
use crate::error::Refusal;
use crate::format::shop_hours;
use crate::inbox::urlencoded;
use crate::rebuild::case;

#[derive(Template)]
#[template(path = "status.html")]
struct Status<'a> {
    say: &'a Say<'a>,
    lang: &'a str,
    dir: &'a str,
    shop: &'a str,
    token: &'a str,
    reference: &'a str,
    kind: &'static str,
    /// Where it stands, in a sentence.
    stands: String,
    /// By when an answer comes; only if it was promised and the day is not over.
    promise: Option<String>,
    /// What is said when that day is over.
    sorry: Option<String>,
    owner: String,
    holds: Vec<String>,
    offer: Option<OfferView>,
    returns: Option<ReturnView>,
    events: Vec<EventView>,
    zone: String,
    told: Vec<Told>,
    person: Person,
    can: Can,
    /// Where the widget asks whether it was solved.
    feedback_url: Option<String>,
    /// One-time ids of the forms on this page.
    form: Form,
    alert: Option<String>,
    typed: &'a str,
}

/// An offer that waits for an answer.
struct OfferView {
    seq: i64,
    what: Option<String>,
    text: String,
    gesture: bool,
}

/// How a person is reached.
struct Person {
    phone: Option<String>,
    email: Option<String>,
    hours: Option<String>,
}

/// What the shopper can do now.
struct Can {
    withdraw: bool,
    feedback: bool,
}

/// One-time ids: a form that comes twice is done once.
struct Form {
    words: Uuid,
    offer: Uuid,
    person: Uuid,
    feedback: Uuid,
}

/// A form that could not be taken: how it is answered, the key of what is in the way, and what was written.
pub struct Trial<'a> {
    /// How it is answered.
    pub status: StatusCode,
    /// A text of this page.
    pub alert: Option<String>,
    /// Words to be kept.
    pub typed: &'a str,
}

/// `GET /cases/{token}`.
pub async fn get(State(desk): State<Arc<Desk>>, Path(token): Path<String>) -> Result<Response, Refusal> {
    let Some(followed) = Followed::find(&desk, &token).await? else { return Ok(missing()) };
    Ok(show(&desk, &followed, Trial { status: StatusCode::OK, alert: None, typed: "" }))
}

/// The page of a case.
pub fn show(desk: &Desk, followed: &Followed, trial: Trial) -> Response {
    let Followed { row, shop, sent, events } = followed;
    let language = Language::of(sent, shop);
    let texts = language.texts(&shop.config);
    let case = case(sent, &shop.config);
    let say = Say { texts: &texts };
    let teller = Teller { followed, language: &language, say: Say { texts: &texts }, case: case.as_ref() };
    let standing = &row.case;
    let overdue = standing.is_overdue(today(desk.clock.now(), shop));
    let promised = standing.answer_by.filter(|_| standing.unanswered);
    let open_offer = standing.offer.and_then(|seq| events.iter().find(|event| event.seq == seq));
    let filled = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let contact = &shop.config.shop;
    let view = Status {
        lang: language.tag,
        dir: language.dir(),
        shop: &contact.name,
        token: &standing.token,
        reference: &row.reference,
        kind: sent.kind.as_str(),
        stands: stands(followed, &teller),
        promise: promised.filter(|_| !overdue).map(|day| say.by("promise", day)),
        sorry: promised.filter(|_| overdue).map(|day| say.by("sorry", day)),
        owner: owner(followed, &say),
        holds: holds(followed, &say),
        offer: open_offer.map(|event| OfferView {
            seq: event.seq,
            what: teller.granted(event),
            text: event.text.clone(),
            gesture: teller.is_gesture(event),
        }),
        returns: teller.returns().filter(|_| standing.state == Stand::Approved),
        events: teller.events(),
        zone: zone_note(&teller),
        told: told(sent, &shop.config, &texts),
        person: Person { phone: filled(&contact.phone), email: filled(&contact.email), hours: shop_hours(&texts) },
        can: Can { withdraw: can_withdraw(followed), feedback: can_give_feedback(followed) },
        feedback_url: feedback_url(desk, followed),
        form: Form { words: Uuid::new_v4(), offer: Uuid::new_v4(), person: Uuid::new_v4(), feedback: Uuid::new_v4() },
        alert: trial.alert,
        typed: trial.typed,
        say: &say,
    };
    page(trial.status, &view)
}

/// Where the case stands, in one sentence.
fn stands(followed: &Followed, teller: &Teller) -> String {
    let Followed { row, events, sent, .. } = followed;
    let declined = || {
        events
            .iter()
            .rev()
            .find(|event| event.by == By::Shop && event.kind != Kind::Owner && event.kind != Kind::Answered)
    };
    let key = match row.case.state {
        // A withdrawal counts from the moment it was sent (Directive 2011/83/EU Art. 11a): it is never merely "looked into".
        Stand::Open if sent.kind == FlowKind::Withdrawal && row.case.unanswered => "stand.withdrawal",
        Stand::Open if row.case.unanswered => "stand.open",
        Stand::Open => "stand.answered",
        Stand::Waiting if row.case.offer.is_some() => "stand.offer",
        Stand::Waiting => "stand.asked",
        Stand::Approved => "stand.approved",
        Stand::Closed if declined().is_some_and(|event| event.kind == Kind::Declined) => "stand.declined",
        Stand::Closed => "stand.closed",
        Stand::Withdrawn => "stand.withdrawn",
    };
    teller.say.with(key, &[("moment", Arg::Text(&teller.moment(&row.received_at)))])
}

/// Who has the case: whom it was given to, else the shop. What its queues are called is the policy's, which is nobody else's business.
fn owner(followed: &Followed, say: &Say) -> String {
    let given = Some(followed.row.case.owner.as_str()).filter(|owner| !owner.is_empty());
    given.map_or_else(
        || say.with("owner", &[("owner", Arg::Text(&say.shop()))]),
        |owner| say.with("owner", &[("owner", Arg::Text(owner))]),
    )
}

/// In which zone the times of the page are, for whoever reads it elsewhere.
fn zone_note(teller: &Teller) -> String {
    let zone = teller.zone();
    teller.say.with("zone", &[("zone", Arg::Text(zone.iana_name().unwrap_or("UTC")))])
}

/// What the shop holds back while the case is open: those that the flow asked for and this page has words for.
fn holds(followed: &Followed, say: &Say) -> Vec<String> {
    if matches!(followed.row.case.state, Stand::Closed | Stand::Withdrawn) {
        return Vec::new();
    }
    let body = stored_json(&followed.row.body);
    let words = body.get("holds").map(|holds| holds.items().to_vec()).unwrap_or_default();
    let told = words.iter().filter_map(|word| word.as_text());
    told.filter(|word| *word == "reminders").map(|_| say.t("hold.reminders")).take(1).collect()
}

/// Whether the shopper can take it back. A withdrawal from the contract cannot be: it is a declaration, and it counted when it was sent.
pub fn can_withdraw(followed: &Followed) -> bool {
    let kind = followed.sent.kind;
    !matches!(kind, FlowKind::Withdrawal | FlowKind::Feedback)
        && next(followed.row.case.state, By::Shopper, Kind::Withdrawn, None).is_some()
}

/// Whether the page asks how it was: once it is granted or over, and not again before something else has happened.
pub fn can_give_feedback(followed: &Followed) -> bool {
    let over = matches!(followed.row.case.state, Stand::Approved | Stand::Closed);
    let last = followed.events.iter().rev().find(|event| event.kind != Kind::Owner);
    over && followed.sent.kind != FlowKind::Feedback && last.is_none_or(|event| event.kind != Kind::Feedback)
}

/// The page of the complaint with the widget's feedback flow, where the desk trusts its origin and the shop has that flow.
fn feedback_url(desk: &Desk, followed: &Followed) -> Option<String> {
    let Followed { sent, shop, .. } = followed;
    if !can_give_feedback(followed) || shop.config.flows.get("feedback")?.kind != FlowKind::Feedback {
        return None;
    }
    let page: Uri = sent.page.parse().ok()?;
    let (scheme, authority) = (page.scheme_str()?, page.authority()?.as_str());
    let origin = [scheme, "://", authority].concat().to_ascii_lowercase();
    let trusted = origin == desk.public_url || desk.allow_origin.iter().any(|allowed| *allowed == origin);
    let order = sent.order.number.trim();
    // Made anew from its parts: whatever else the browser wrote there is left behind.
    let url = || [&origin, page.path(), "#redress=feedback&order=", &urlencoded(order)].concat();
    (trusted && !order.is_empty()).then(url)
}
