//! Act: what an agent does with a case: one form after the other, each an event of its history.

use std::sync::Arc;

use axum::extract::{Form, Path, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use redress_engine::complaint::ReturnInstructions;
use redress_engine::config::ReturnWay;
use redress_engine::json::Map;
use redress_engine::read::Write;
use redress_engine::{Day, Json, money};
use serde::Deserialize;
use uuid::Uuid;

use super::case::Choice;
use super::show::{Page, Trial};
use super::{Agent, Https, OwnPage, missing};
use crate::cases::{By, Entry, Event, Kind, Recorded, notice, short};
use crate::desk::Desk;
use crate::error::Refusal;
use crate::limits;

/// What a form sends, all of them together: what is not its own is empty.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// What is to be done: the word of a [`Kind`].
    pub action: String,
    /// How many events the agent had seen.
    pub seen: String,
    /// What the agent calls themselves.
    pub agent: String,
    /// What the shopper reads.
    pub text: String,
    /// The value of a [`Choice`]; empty: own words.
    pub remedy: String,
    /// Money, as typed.
    pub amount: String,
    /// How it goes back; empty: not said.
    pub way: String,
    /// Where the label or code is.
    pub url: String,
    /// Who carries it.
    pub carrier: String,
    /// Last day for handing it over.
    pub by: String,
    /// Who has the case from now on.
    pub owner: String,
}

/// `POST /inbox/complaints/{id}/events`: adds what was done and goes back to the case; or shows the case with what is in the way, and what
/// was typed.
pub async fn post(
    agent: Agent,
    _: OwnPage,
    https: Https,
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Refusal> {
    let Ok(id) = Uuid::try_parse(&id) else { return Ok(missing(&desk)) };
    let Some(found) = Page::load(&desk, id).await? else { return Ok(missing(&desk)) };
    let name = short(&typed.agent, limits::NAME);
    let refused = |status, alert: &str| Trial { status, alert: alert.into(), typed: typed.clone() };
    let (choices, currency) = found.choices();
    let event = match event(&typed, &choices, &currency) {
        Ok(event) => Event { at: desk.clock.now().to_string(), agent: name.clone(), ..event },
        Err(alert) => return Ok(found.show(&desk, &name, refused(StatusCode::UNPROCESSABLE_ENTITY, alert))),
    };
    let entry = Entry { event, seen: Some(typed.seen.parse().unwrap_or_default()), ..Entry::default() };
    let alert = match notice::record(&desk, found.row(), found.shop(), &entry).await? {
        Recorded::Done(_) => return Ok(back(&desk, id, https, &agent, &name)),
        Recorded::Stale => "Meanwhile something else happened: read what is new, then send this again.",
        Recorded::NotNow | Recorded::Before | Recorded::Full => "This cannot be done with the case as it is now.",
    };
    // As it is now, with what was not seen.
    let Some(found) = Page::load(&desk, id).await? else { return Ok(missing(&desk)) };
    Ok(found.show(&desk, &name, refused(StatusCode::CONFLICT, alert)))
}

/// Back to the case; a new name is remembered.
fn back(desk: &Desk, id: Uuid, Https(secure): Https, agent: &Agent, name: &str) -> Response {
    let place = [(header::LOCATION, format!("/inbox/complaints/{id}#history"))];
    if agent.name == name {
        return (StatusCode::SEE_OTHER, place).into_response();
    }
    let cookie = desk.inbox.cookie(desk.clock.now(), name, secure);
    (StatusCode::SEE_OTHER, place, [(header::SET_COOKIE, cookie)]).into_response()
}

/// The event that a form asks for, or what is to be mended first.
fn event(typed: &Typed, choices: &[Choice], currency: &str) -> Result<Event, &'static str> {
    let text = short(&typed.text, limits::WORDS);
    let kind = Kind::from_word(&typed.action).ok_or("Choose what is to be done.")?;
    let data = match kind {
        Kind::Answered | Kind::Asked | Kind::Declined if text.is_empty() => {
            return Err("Write something: the customer reads it.");
        }
        Kind::Answered | Kind::Asked | Kind::Declined | Kind::Closed | Kind::Reopened => Map::default(),
        Kind::Offered => remedy(typed, &text, choices, currency)?,
        Kind::Approved => {
            let mut data = remedy(typed, &text, choices, currency)?;
            if let Some(returns) = returns(typed)? {
                data.set("return", returns.to_json());
            }
            data
        }
        Kind::Owner => Map(vec![("owner".into(), short(&typed.owner, limits::NAME).into())]),
        _ => return Err("Choose what is to be done."),
    };
    Ok(Event { by: By::Shop, kind, text, data: Json::Map(data), ..Event::default() })
}

/// What is granted or offered: a remedy that the desk computed, or own words; with the amount of money, if there is one.
fn remedy(typed: &Typed, text: &str, choices: &[Choice], currency: &str) -> Result<Map, &'static str> {
    let mut data = Map::default();
    let mut amount = None;
    if !typed.remedy.is_empty() {
        let choice = choices.iter().find(|choice| choice.value == typed.remedy).ok_or("Choose one of the remedies.")?;
        data.set("remedy", choice.remedy.as_str().into());
        data.set("line", choice.line.as_str().into());
        amount = choice.amount;
    } else if text.is_empty() {
        return Err("Choose a remedy, or say in words what the customer gets.");
    }
    let own = typed.amount.trim().replace(',', ".");
    if !own.is_empty() {
        let own = money::parse_decimal(&own, currency).filter(|amount| *amount > 0 && !currency.is_empty());
        amount = Some(own.ok_or("Write the amount in digits, such as 12.50; the order must name its currency.")?);
    }
    if let Some(amount) = amount {
        data.set("amount", amount.into());
        data.set("currency", currency.into());
    }
    Ok(data)
}

/// How it goes back, if the agent said so.
fn returns(typed: &Typed) -> Result<Option<ReturnInstructions>, &'static str> {
    let some = |text: &str, most| Some(short(text, most)).filter(|text| !text.is_empty());
    let (url, carrier) = (some(&typed.url, limits::ADDRESS), some(&typed.carrier, limits::NAME));
    let by = match some(&typed.by, limits::NAME) {
        Some(day) => Some(Day::parse(&day).filter(|parsed| parsed.iso() == day).ok_or("Write the day as 2026-11-30.")?),
        None => None,
    };
    let Some((_, way)) = ReturnWay::ALL.iter().find(|(word, _)| *word == typed.way) else {
        let said = url.is_some() || carrier.is_some() || by.is_some() || !typed.way.is_empty();
        return if said { Err("Choose how it goes back.") } else { Ok(None) };
    };
    if url.as_deref().is_some_and(|url| !is_https(url)) {
        return Err("The link must begin with https://.");
    }
    Ok(Some(ReturnInstructions { way: Some(*way), url, qr: None, carrier, by }))
}

fn is_https(url: &str) -> bool {
    url.parse::<Uri>().is_ok_and(|uri| {
        let host = uri.authority().is_some_and(|authority| !authority.as_str().contains('@'));
        uri.scheme_str() == Some("https") && host
    })
}
