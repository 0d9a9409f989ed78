//! Show: one complaint in whole: who, which order, what is wrong, what was offered and chosen, the photos, and how far to trust it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::SignedDuration;
use redress_engine::Json;
use redress_engine::complaint::Complaint;
use redress_engine::offers::Offers;
use redress_engine::read::{Read, Reader};
use redress_engine::text::Texts;
use uuid::Uuid;

use super::act::Typed;
use super::case::{CaseView, Choice, Shown, choices};
use super::file::places;
use super::item::{AnswerView, FileView, ItemView, Stand};
use super::told::{ToldView, told};
use super::words::{self, Tag, kind_name, moment, tags};
use super::{Agent, missing, page};
use crate::cases::Event;
use crate::desk::{Desk, stored_json};
use crate::differences::{Difference, differences};
use crate::error::Refusal;
use crate::judge::{gap, is_plausible, on_claims};
use crate::outbox::Message;
use crate::rebuild::{case, rebuild, shop_format, shop_texts};
use crate::shop::Shop;
use crate::store::Row;
use crate::token::Claims;

#[derive(Template)]
#[template(path = "show.html")]
struct Show<'a> {
    shop: &'a str,
    id: String,
    reference: &'a str,
    kind: &'static str,
    received: String,
    tags: Vec<Tag>,
    /// What is to be asked for.
    asks: Vec<String>,
    trust: TrustView,
    told: ToldView,
    name: String,
    email: String,
    phone: String,
    order: Vec<(&'static str, String)>,
    items: Vec<ItemView>,
    shared: Vec<AnswerView>,
    files: Vec<FileView>,
    differ: bool,
    late: Option<String>,
    origin: Vec<(&'static str, String)>,
    sent: String,
    /// The language of questions and answers.
    locale: &'a str,
    case: CaseView,
    /// Where the forms go.
    action: String,
}

/// One complaint with all that is kept of it.
pub struct Page {
    row: Row,
    shop: Shop,
    events: Vec<Event>,
    messages: Vec<Message>,
    /// Numbers of the files that say where they were taken.
    places: Vec<usize>,
}

/// A form that could not be taken as it came.
pub struct Trial {
    /// How it is answered.
    pub status: StatusCode,
    /// What is in the way.
    pub alert: String,
    /// What was typed.
    pub typed: Typed,
}

/// How far to trust the case.
struct TrustView {
    verified: bool,
    sentence: &'static str,
    /// Code and sentence of the refusal.
    refused: Option<(String, &'static str)>,
    /// What the shop says of the customer's history.
    history: Vec<(String, String)>,
    /// Where the browser says something else than the token.
    differences: Vec<DifferenceView>,
}

/// One place where the two differ.
struct DifferenceView {
    pointer: String,
    sent: String,
    signed: String,
}

/// `GET /inbox/complaints/{id}`.
pub async fn get(agent: Agent, State(desk): State<Arc<Desk>>, Path(id): Path<String>) -> Result<Response, Refusal> {
    let Ok(id) = Uuid::try_parse(&id) else { return Ok(missing(&desk)) };
    let Some(found) = Page::load(&desk, id).await? else { return Ok(missing(&desk)) };
    let nothing = Trial { status: StatusCode::OK, alert: String::new(), typed: Typed::default() };
    Ok(found.show(&desk, &agent.name, nothing))
}

impl Page {
    /// Reads it; None if there is no such complaint.
    pub async fn load(desk: &Desk, id: Uuid) -> Result<Option<Page>, Refusal> {
        // Before the row: what comes in between is then shown as new, not taken as seen.
        let events = desk.store.events(id).await?;
        let Some(row) = desk.store.complaint(id).await? else { return Ok(None) };
        let (shop, _) = desk.shop_of(Some(&row.config_sha256)).await?;
        let messages = desk.store.messages(id).await?;
        let places = places(desk, &row).await;
        Ok(Some(Page { row, shop, events, messages, places }))
    }

    /// The page, as `agent` sees it.
    pub fn show(&self, desk: &Desk, agent: &str, trial: Trial) -> Response {
        show(desk, self, agent, trial)
    }

    /// Its row.
    pub fn row(&self) -> &Row {
        &self.row
    }

    /// The config it was made with.
    pub fn shop(&self) -> &Shop {
        &self.shop
    }

    /// The complaint as it is judged: with the claims of a token, where one holds.
    fn judged(&self) -> Complaint {
        let sent = Complaint::from_json(&stored_json(&self.row.body)).0.unwrap_or_default();
        let claims = self.row.claims.as_deref().and_then(|claims| Claims::read(&stored_json(claims)).ok());
        claims.as_ref().map(|claims| on_claims(&sent, claims, &self.shop.config)).unwrap_or(sent)
    }

    /// What can be granted or offered with one choice, and the currency of the order.
    pub fn choices(&self) -> (Vec<Choice>, String) {
        let sent = self.judged();
        let format = shop_format(&self.shop.config);
        let texts = shop_texts(&self.shop.config, &format);
        let offers = Offers::read(&stored_json(&self.row.offers), &mut Reader::default()).unwrap_or_default().items;
        let case = case(&sent, &self.shop.config);
        let choices = case.as_ref().map(|case| choices(case, &sent, &offers, &texts)).unwrap_or_default();
        (choices, sent.order.currency.clone())
    }
}

fn show(desk: &Desk, found: &Page, agent: &str, trial: Trial) -> Response {
    let Page { row, shop, events, messages, places } = found;
    let json = stored_json(&row.body);
    let sent = Complaint::from_json(&json).0.unwrap_or_default();
    let claims = row.claims.as_deref().and_then(|claims| Claims::read(&stored_json(claims)).ok());
    let trust = trust(row, &sent, claims.as_ref());
    let origin = origin(row, &sent);
    let sent = claims.as_ref().map(|claims| on_claims(&sent, claims, &shop.config)).unwrap_or(sent);
    let own = rebuild(&sent, &shop.config).unwrap_or_default();
    let format = shop_format(&shop.config);
    let texts = shop_texts(&shop.config, &format);
    let offers = Offers::read(&stored_json(&row.offers), &mut Reader::default()).unwrap_or_default().items;
    let case = case(&sent, &shop.config);
    let stand = Stand { row, sent: &sent, own: &own, case: case.as_ref(), texts: &texts, places, offers: &offers };
    let contact = |key: &str| sent.contact.get(key).and_then(Json::as_text).unwrap_or_default().trim().to_string();
    let of_no_line = |line: Option<&str>| !sent.items.iter().any(|item| line == Some(item.line.as_str()));
    let asks: Vec<String> = row.asks.iter().map(|ask| stand.question(ask)).collect();
    let choices = case.as_ref().map(|case| choices(case, &sent, &offers, &texts)).unwrap_or_default();
    let status = trial.status;
    let shown = Shown { desk, row, texts: &texts, case: case.as_ref() };
    let case_view = CaseView::new(&shown, events, choices, agent, &asks, trial);
    let view = Show {
        shop: &desk.shop.config.shop.name,
        id: row.id.to_string(),
        reference: &row.reference,
        kind: kind_name(sent.kind),
        received: moment(desk, &format, &row.received_at),
        tags: tags(desk, row, &sent, &format),
        asks,
        trust,
        told: told(desk, &format, messages),
        name: contact("name"),
        email: contact("email"),
        phone: contact("phone"),
        order: order(&sent, &texts),
        items: sent.items.iter().map(|item| stand.item(item)).collect(),
        shared: stand.answers(&sent.shared, Some(&own.shared)),
        files: stand.files(of_no_line),
        differ: row.offers_differ,
        late: late(gap(&sent, &row.received_at)),
        origin,
        sent: serde_json::to_string_pretty(&json).unwrap_or_else(|_| row.body.clone()),
        locale: texts.locale,
        case: case_view,
        action: format!("/inbox/complaints/{}/events", row.id),
    };
    page(status, &view)
}

fn trust(row: &Row, sent: &Complaint, claims: Option<&Claims>) -> TrustView {
    let text = |json: Option<Json>| match json {
        None => "nothing".into(),
        Some(Json::Text(text)) => text,
        Some(json) => json.to_text(),
    };
    let view =
        |Difference { pointer, sent, signed }| DifferenceView { pointer, sent: text(sent), signed: text(signed) };
    let history = claims.map(|claims| claims.history.iter()).into_iter().flatten();
    TrustView {
        verified: claims.is_some(),
        sentence: words::trust(row.trust),
        refused: row.token_code.as_ref().map(|code| (code.clone(), words::refused(code))),
        history: history.map(|(key, value)| (key.to_string(), value.to_text())).collect(),
        differences: claims.map(|claims| differences(sent, claims)).unwrap_or_default().into_iter().map(view).collect(),
    }
}

/// What is odd about when it came.
fn late(gap: SignedDuration) -> Option<String> {
    let span = words::span(gap);
    match (is_plausible(gap), gap.is_negative()) {
        (true, _) => None,
        (false, false) => Some(format!(
            "It came {span} after the moment at which the browser says it was confirmed. The offers are those of that day; sending in time suffices."
        )),
        (false, true) => Some(format!(
            "The browser says it was confirmed {span} after it came: its clock is ahead. The offers are those of the browser’s day."
        )),
    }
}

/// What is known of the order, by name.
fn order(sent: &Complaint, texts: &Texts) -> Vec<(&'static str, String)> {
    let order = &sent.order;
    let format = texts.format;
    let money = |amount: Option<i64>| {
        amount.filter(|_| !order.currency.is_empty()).map(|amount| format.money(amount, &order.currency))
    };
    let invoice = order.invoice.as_ref();
    let rows = [
        ("Number", Some(order.number.clone())),
        ("Placed", order.placed_on.map(|day| format.date(day))),
        ("Country", order.country.clone()),
        ("Total", money(order.total)),
        ("Delivery", money(order.shipping)),
        ("Paid with", order.paid_with.clone()),
        ("Invoice", invoice.map(|invoice| invoice.number.clone())),
        ("Due", invoice.and_then(|invoice| invoice.due_on).map(|day| format.date(day))),
        ("To be paid", money(invoice.and_then(|invoice| invoice.due))),
    ];
    said(rows)
}

/// Where it came from, and with what it was made: for whoever has to find out what happened.
fn origin(row: &Row, sent: &Complaint) -> Vec<(&'static str, String)> {
    let config =
        if row.config_named { "the one the page used" } else { "the current one; the page used another, unknown here" };
    let rows = [
        ("Complaint", Some(row.id.to_string())),
        ("Replaces", sent.replaces.clone()),
        ("Confirmed", Some(sent.confirmed_at.clone())),
        ("Time zone", sent.time_zone.clone()),
        ("Language", Some(sent.locale.clone())),
        ("Page", Some(sent.page.clone())),
        ("Filled in", sent.signals.as_ref().map(words::signals)),
        ("Law", sent.law.clone()),
        ("Judged by config", Some(format!("{config} ({})", row.config_sha256.get(..12).unwrap_or_default()))),
        ("Redress", Some(sent.version.clone())),
        ("Digest", Some(row.digest.clone())),
    ];
    said(rows)
}

fn said<const N: usize>(rows: [(&'static str, Option<String>); N]) -> Vec<(&'static str, String)> {
    let rows = rows.into_iter().filter_map(|(name, value)| Some((name, value?)));
    rows.filter(|(_, value)| !value.trim().is_empty()).collect()
}
