//! List: the newest complaints, a page at a time.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use redress_engine::Json;
use redress_engine::complaint::{Complaint, remedy_label};
use serde::Deserialize;

use super::words::{Tag, kind_name, moment, tags};
use super::{Agent, login, page};
use crate::desk::{Desk, stored_json};
use crate::error::Refusal;
use crate::format::IcuFormat;
use crate::limits;
use crate::rebuild::{case, shop_format, shop_texts};
use crate::store::Row;

#[derive(Template)]
#[template(path = "list.html")]
struct List<'a> {
    shop: &'a str,
    count: usize,
    /// The queue shown; None for all.
    queue: Option<&'a str>,
    queues: Vec<QueueLink>,
    /// How many cases there are in all.
    all: usize,
    /// Whether there is a mail server.
    mail: bool,
    entries: Vec<Entry>,
    first_page: bool,
    older: Option<String>,
}

/// A queue to go to.
struct QueueLink {
    name: String,
    count: usize,
    href: String,
    /// Whether it is the one that is shown.
    current: bool,
}

/// One complaint in the list.
struct Entry {
    id: String,
    reference: String,
    received: String,
    customer: String,
    kind: &'static str,
    items: String,
    wants: String,
    files: usize,
    tags: Vec<Tag>,
}

/// What the address may ask for.
#[derive(Deserialize)]
pub struct Wish {
    /// Shows the list before this complaint.
    before: Option<i64>,
    /// Shows the cases of this queue.
    queue: Option<String>,
    /// The inbox token, from the printed link.
    token: Option<String>,
}

/// `GET /inbox`.
pub async fn get(
    agent: Result<Agent, Response>,
    State(desk): State<Arc<Desk>>,
    Query(wish): Query<Wish>,
) -> Result<Response, Refusal> {
    if let Some(token) = &wish.token {
        return Ok(login::enter(&desk, token));
    }
    if let Err(closed) = agent {
        return Ok(closed);
    }
    // One more than a page holds tells whether there is another.
    let queue = wish.queue.as_deref().filter(|queue| !queue.is_empty());
    let mut rows = desk.store.newest(queue, wish.before, limits::INBOX_PAGE + 1).await?;
    let more = rows.len() > limits::INBOX_PAGE;
    rows.truncate(limits::INBOX_PAGE);
    let older = rows.last().filter(|_| more).map(|row| address(queue, Some(row.seq)));
    let all = desk.store.count().await?;
    let queues = desk.store.queues().await?;
    let count = queue.map_or(all, |queue| queues.iter().find(|(name, _)| name == queue).map_or(0, |(_, count)| *count));
    let link = |(name, count): (String, usize)| QueueLink {
        href: address(Some(&name), None),
        current: queue == Some(name.as_str()),
        name,
        count,
    };
    let format = shop_format(&desk.shop.config);
    let list = List {
        shop: &desk.shop.config.shop.name,
        count,
        queue,
        queues: queues.into_iter().map(link).collect(),
        all,
        mail: desk.outbox.mailer.is_some(),
        entries: rows.iter().map(|row| entry(&desk, row, &format)).collect(),
        first_page: wish.before.is_none(),
        older,
    };
    Ok(page(StatusCode::OK, &list))
}

/// The address of a page of the list.
fn address(queue: Option<&str>, before: Option<i64>) -> String {
    let queue = queue.map(|queue| format!("queue={}", urlencoded(queue)));
    let before = before.map(|before| format!("before={before}"));
    let query: Vec<String> = [queue, before].into_iter().flatten().collect();
    if query.is_empty() { "/inbox".into() } else { format!("/inbox?{}", query.join("&")) }
}

/// A text as a value of a query.
fn urlencoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn entry(desk: &Desk, row: &Row, format: &IcuFormat) -> Entry {
    let complaint = Complaint::from_json(&stored_json(&row.body)).0.unwrap_or_default();
    let text = |key: &str| complaint.contact.get(key).and_then(Json::as_text).filter(|text| !text.trim().is_empty());
    let items = complaint.items.iter().map(|item| match item.quantity {
        0 | 1 => item.title.clone(),
        several => format!("{several} × {}", item.title),
    });
    Entry {
        id: row.id.to_string(),
        reference: row.reference.clone(),
        received: moment(desk, format, &row.received_at),
        customer: text("name").or_else(|| text("email")).unwrap_or("Unnamed").into(),
        kind: kind_name(complaint.kind),
        items: items.filter(|title| !title.is_empty()).collect::<Vec<_>>().join(", "),
        wants: wants(desk, &complaint, format).join(", "),
        files: complaint.attachments.len(),
        tags: tags(row, &complaint, !desk.policy.keys.is_empty()),
    }
}

/// What the shopper wants, in the shop's language. The current config's names do for a list.
fn wants(desk: &Desk, complaint: &Complaint, format: &IcuFormat) -> Vec<String> {
    let config = &desk.shop.config;
    let (case, texts) = (case(complaint, config), shop_texts(config, format));
    let mut wants: Vec<String> = Vec::new();
    for item in &complaint.items {
        let Some(remedy) = &item.remedy else { continue };
        let label = case.as_ref().map(|case| remedy_label(case, remedy, &item.title, &texts));
        let label = label.unwrap_or_else(|| remedy.clone());
        if !wants.contains(&label) {
            wants.push(label);
        }
    }
    wants
}
