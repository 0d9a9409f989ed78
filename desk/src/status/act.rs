//! Act: what the shopper does on the page without files: takes the complaint back, answers an offer, asks for a person, says how it was.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use redress_engine::Json;
use redress_engine::json::Map;
use serde::Deserialize;
use uuid::Uuid;

use super::language::{Language, Say};
use super::show::{Trial, can_give_feedback, can_withdraw, show};
use super::{Followed, back, form_id, missing, page};
use crate::cases::promise::answer_by;
use crate::cases::{By, Entry, Event, Kind, Recorded, notice, short};
use crate::desk::Desk;
use crate::error::Refusal;
use crate::limits;
use crate::rate::{Client, Limit};

/// What any of the forms sends; what is not its own is empty.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    form: String,
    text: String,
    phone: String,
    offer: String,
    answer: String,
    solved: String,
    rating: String,
}

#[derive(Template)]
#[template(path = "status-withdraw.html")]
struct Confirm<'a> {
    say: &'a Say<'a>,
    lang: &'a str,
    dir: &'a str,
    shop: &'a str,
    token: &'a str,
    reference: &'a str,
    form: Uuid,
}

/// `GET /cases/{token}/withdraw`: the first of two steps.
pub async fn confirm_withdrawing(
    State(desk): State<Arc<Desk>>,
    Path(token): Path<String>,
) -> Result<Response, Refusal> {
    let Some(followed) = Followed::find(&desk, &token).await? else { return Ok(missing()) };
    if !can_withdraw(&followed) {
        return Ok(back(&followed.row));
    }
    let language = Language::of(&followed.sent, &followed.shop);
    let texts = language.texts(&followed.shop.config);
    let view = Confirm {
        say: &Say { texts: &texts },
        lang: language.tag,
        dir: language.dir(),
        shop: &followed.shop.config.shop.name,
        token: &followed.row.case.token,
        reference: &followed.row.reference,
        form: Uuid::new_v4(),
    };
    Ok(page(StatusCode::OK, &view))
}

/// `POST /cases/{token}/withdraw`: the second.
pub async fn withdraw(
    State(desk): State<Arc<Desk>>,
    Path(token): Path<String>,
    client: Client,
    Form(sent): Form<Sent>,
) -> Result<Response, Refusal> {
    take(&desk, &token, client, &sent, |followed| {
        let event = Event { kind: Kind::Withdrawn, text: short(&sent.text, limits::WORDS), ..Event::default() };
        if can_withdraw(followed) { Ok(event) } else { Err("desk.status.error.not-now") }
    })
    .await
}

/// `POST /cases/{token}/offer`: takes the offer that the shopper read, or says no to it.
pub async fn offer(
    State(desk): State<Arc<Desk>>,
    Path(token): Path<String>,
    client: Client,
    Form(sent): Form<Sent>,
) -> Result<Response, Refusal> {
    take(&desk, &token, client, &sent, |_| {
        let kind = match sent.answer.as_str() {
            "accept" => Kind::OfferAccepted,
            "decline" => Kind::OfferDeclined,
            _ => return Err("desk.status.error.again"),
        };
        let seq: i64 = sent.offer.parse().map_err(|_| "desk.status.error.again")?;
        Ok(Event { kind, data: Json::map([("offer", seq.into())]), ..Event::default() })
    })
    .await
}

/// `POST /cases/{token}/person`: asks for a person, perhaps for a call.
pub async fn person(
    State(desk): State<Arc<Desk>>,
    Path(token): Path<String>,
    client: Client,
    Form(sent): Form<Sent>,
) -> Result<Response, Refusal> {
    take(&desk, &token, client, &sent, |_| {
        let phone = short(&sent.phone, limits::NAME);
        let mut data = Map::default();
        if !phone.is_empty() {
            if !is_phone(&phone) {
                return Err("error.phone");
            }
            data.set("phone", phone.into());
        }
        let text = short(&sent.text, limits::WORDS);
        Ok(Event { kind: Kind::PersonWanted, text, data: Json::Map(data), ..Event::default() })
    })
    .await
}

/// `POST /cases/{token}/feedback`: solved or not, and how it was.
pub async fn feedback(
    State(desk): State<Arc<Desk>>,
    Path(token): Path<String>,
    client: Client,
    Form(sent): Form<Sent>,
) -> Result<Response, Refusal> {
    take(&desk, &token, client, &sent, |followed| {
        if !can_give_feedback(followed) {
            return Err("desk.status.error.not-now");
        }
        let solved = match sent.solved.as_str() {
            "yes" => true,
            "no" => false,
            _ => return Err("desk.status.error.solved"),
        };
        let mut data = Map::default();
        data.set("solved", solved.into());
        if let Some(rating) = sent.rating.parse().ok().filter(|rating| (1..=5).contains(rating)) {
            data.set("rating", Json::Int(rating));
        }
        let text = short(&sent.text, limits::WORDS);
        Ok(Event { kind: Kind::Feedback, text, data: Json::Map(data), ..Event::default() })
    })
    .await
}

/// Adds the event that a form asks for and goes back to the page; or shows the page with what is in the way. `event` gives the key of that.
async fn take(
    desk: &Desk,
    token: &str,
    client: Client,
    sent: &Sent,
    event: impl FnOnce(&Followed) -> Result<Event, &'static str>,
) -> Result<Response, Refusal> {
    let Some(followed) = Followed::find(desk, token).await? else { return Ok(missing()) };
    let refused = |followed: &Followed, status, key| Ok(refuse(desk, followed, status, key, &sent.text));
    let Some(form) = form_id(&sent.form) else {
        return refused(&followed, StatusCode::UNPROCESSABLE_ENTITY, "desk.status.error.again");
    };
    // A second press may come when the first has already changed what is possible.
    if desk.store.has_form(followed.row.id, &form).await? {
        return Ok(back(&followed.row));
    }
    if let Some(busy) = busy(desk, &followed, client, &sent.text) {
        return Ok(busy);
    }
    let event = match event(&followed) {
        Ok(event) => event,
        Err(key) => return refused(&followed, StatusCode::UNPROCESSABLE_ENTITY, key),
    };
    match record(desk, &followed, event, form).await? {
        Recorded::Done(_) | Recorded::Before => Ok(back(&followed.row)),
        Recorded::Full => refused(&followed, StatusCode::TOO_MANY_REQUESTS, "desk.status.error.full"),
        Recorded::NotNow | Recorded::Stale => {
            let Some(now) = Followed::find(desk, token).await? else { return Ok(missing()) };
            refused(&now, StatusCode::CONFLICT, "desk.status.error.not-now")
        }
    }
}

/// Adds an event of the shopper, with the answer that the shop promises to it.
pub async fn record(desk: &Desk, followed: &Followed, event: Event, form: String) -> Result<Recorded, Refusal> {
    let now = desk.clock.now();
    let event = Event { at: now.to_string(), by: By::Shopper, ..event };
    let promise = answer_by(now, &followed.shop);
    let entry = Entry { event, form: Some(form), promise, ..Entry::default() };
    notice::record(desk, &followed.row, &followed.shop, &entry).await
}

/// The page with the request to come back later, where this sender has sent more than is let in.
pub fn busy(desk: &Desk, followed: &Followed, client: Client, typed: &str) -> Option<Response> {
    let refusal = desk.rates.from_address(Limit::CasesAddress, client, desk.clock.now()).err()?;
    let mut response = refuse(desk, followed, StatusCode::TOO_MANY_REQUESTS, "desk.status.error.busy", typed);
    response.headers_mut().extend(refusal.retry_after());
    Some(response)
}

/// The page with what is in the way: `key` names the text.
pub fn refuse(desk: &Desk, followed: &Followed, status: StatusCode, key: &str, typed: &str) -> Response {
    let language = Language::of(&followed.sent, &followed.shop);
    let texts = language.texts(&followed.shop.config);
    let say = Say { texts: &texts };
    let alert = key.strip_prefix("desk.status.").map_or_else(|| texts.get(key, &[]), |key| say.limits(key));
    let alert = Some(alert);
    show(desk, followed, Trial { status, alert, typed: &short(typed, limits::WORDS) })
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits >= 5 && text.chars().all(|c| c.is_ascii_digit() || "+-/(). ".contains(c))
}
