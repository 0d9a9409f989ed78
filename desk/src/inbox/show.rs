//! Show: one complaint in whole: who, which order, what is wrong, what was offered and chosen, the photos, and how far to trust it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use redress_engine::Json;
use redress_engine::complaint::Complaint;
use redress_engine::offers::Offers;
use redress_engine::read::{Read, Reader};
use redress_engine::text::Texts;
use uuid::Uuid;

use super::item::{AnswerView, FileView, ItemView, Stand};
use super::words::{flags, kind_name, moment};
use super::{Agent, missing, page};
use crate::desk::{Desk, stored_json};
use crate::error::Refusal;
use crate::rebuild::{case, rebuild, shop_format, shop_texts};
use crate::shop::Shop;
use crate::store::Row;

#[derive(Template)]
#[template(path = "show.html")]
struct Show<'a> {
    shop: &'a str,
    reference: &'a str,
    kind: &'static str,
    received: String,
    flags: Vec<&'static str>,
    name: String,
    email: String,
    phone: String,
    order: Vec<(&'static str, String)>,
    items: Vec<ItemView>,
    shared: Vec<AnswerView>,
    files: Vec<FileView>,
    differ: bool,
    origin: Vec<(&'static str, String)>,
    sent: String,
    /// The language of questions and answers.
    locale: &'a str,
}

/// `GET /inbox/complaints/{id}`.
pub async fn get(_: Agent, State(desk): State<Arc<Desk>>, Path(id): Path<String>) -> Result<Response, Refusal> {
    let Ok(id) = Uuid::try_parse(&id) else { return Ok(missing(&desk)) };
    let Some(row) = desk.store.complaint(id).await? else { return Ok(missing(&desk)) };
    let (shop, _) = desk.shop_of(Some(&row.config_sha256)).await?;
    Ok(show(&desk, &shop, &row))
}

fn show(desk: &Desk, shop: &Shop, row: &Row) -> Response {
    let json = stored_json(&row.body);
    let sent = Complaint::from_json(&json).0.unwrap_or_default();
    let own = rebuild(&sent, &shop.config).unwrap_or_default();
    let format = shop_format(&shop.config);
    let texts = shop_texts(&shop.config, &format);
    let offers = Offers::read(&stored_json(&row.offers), &mut Reader::default()).unwrap_or_default().items;
    let case = case(&sent, &shop.config);
    let stand = Stand { row, sent: &sent, own: &own, case: case.as_ref(), texts: &texts, offers: &offers };
    let contact = |key: &str| sent.contact.get(key).and_then(Json::as_text).unwrap_or_default().trim().to_string();
    let of_no_line = |line: Option<&str>| !sent.items.iter().any(|item| line == Some(item.line.as_str()));
    let view = Show {
        shop: &desk.shop.config.shop.name,
        reference: &row.reference,
        kind: kind_name(sent.kind),
        received: moment(desk, &format, &row.received_at),
        flags: flags(row, &sent),
        name: contact("name"),
        email: contact("email"),
        phone: contact("phone"),
        order: order(&sent, &texts),
        items: sent.items.iter().map(|item| stand.item(item)).collect(),
        shared: stand.answers(&sent.shared, Some(&own.shared)),
        files: stand.files(of_no_line),
        differ: row.offers_differ,
        origin: origin(row, &sent),
        sent: serde_json::to_string_pretty(&json).unwrap_or_else(|_| row.body.clone()),
        locale: texts.locale,
    };
    page(StatusCode::OK, &view)
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
