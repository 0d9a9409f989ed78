//! List: the cases, a page at a time: what is overdue first, then what waits for the shop, newest first.

use std::fmt;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use redress_engine::Json;
use redress_engine::complaint::{Complaint, remedy_label};
use serde::Deserialize;

use super::patterns::{Group, groups, since};
use super::words::{Tag, kind_name, moment, tags};
use super::{Agent, Https, login, page};
use crate::cases::promise::today;
use crate::desk::{Desk, stored_json};
use crate::error::Refusal;
use crate::format::IcuFormat;
use crate::limits;
use crate::rate::Client;
use crate::rebuild::{case, shop_format, shop_texts};
use crate::store::Row;
use crate::store::cases::{Filter, Place, View};

#[derive(Template)]
#[template(path = "list.html")]
struct List<'a> {
    shop: &'a str,
    /// How many cases the list has.
    count: usize,
    /// The queue shown; None for all.
    queue: Option<&'a str>,
    queues: Vec<Tab>,
    /// The views to go to.
    views: Vec<Tab>,
    /// What a link from the patterns narrows the list to.
    narrowed: Option<String>,
    /// Cases whose promised day is over.
    overdue: usize,
    /// The patterns with most orders this week.
    patterns: Vec<Group>,
    /// Whether there is a mail server.
    mail: bool,
    entries: Vec<Entry>,
    first_page: bool,
    newest: String,
    older: Option<String>,
}

/// A part of the list to go to.
struct Tab {
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
    /// Shows what comes after this place: `<rank>.<order of arrival>`.
    after: Option<String>,
    /// Shows the cases of this queue.
    queue: Option<String>,
    /// Shows these cases: a word of [`View::ALL`].
    view: Option<String>,
    /// Shows the cases about this product.
    product: Option<String>,
    /// Shows the cases with this reason; only with a product.
    reason: Option<String>,
    /// Shows the cases of so many days.
    days: Option<i64>,
    /// The inbox token, from the printed link.
    token: Option<String>,
}

/// The address of a part of the list.
#[derive(Debug, Clone, Copy, Default)]
pub struct Address<'a> {
    /// Which cases.
    pub view: View,
    /// Of which queue.
    pub queue: Option<&'a str>,
    /// About which product.
    pub product: Option<&'a str>,
    /// With which reason.
    pub reason: Option<&'a str>,
    /// Of how many days.
    pub days: Option<i64>,
    /// After which place.
    pub after: Option<Place>,
}

impl fmt::Display for Address<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        let view = View::ALL.iter().find(|(view, _)| *view == self.view && *view != View::All).map(|(_, word)| *word);
        let days = self.days.map(|days| days.to_string());
        let after = self.after.map(|(rank, seq)| format!("{rank}.{seq}"));
        let pairs = [
            ("view", view),
            ("queue", self.queue),
            ("product", self.product),
            ("reason", self.reason),
            ("days", days.as_deref()),
            ("after", after.as_deref()),
        ];
        let pairs = pairs.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", urlencoded(value?))));
        let query = pairs.collect::<Vec<_>>().join("&");
        formatter.write_str(if query.is_empty() { "/inbox" } else { "/inbox?" })?;
        formatter.write_str(&query)
    }
}

/// `GET /inbox`.
pub async fn get(
    agent: Result<Agent, Response>,
    State(desk): State<Arc<Desk>>,
    client: Client,
    https: Https,
    Query(wish): Query<Wish>,
) -> Result<Response, Refusal> {
    if let Some(token) = &wish.token {
        return Ok(login::enter(&desk, client, https, token, ""));
    }
    if let Err(closed) = agent {
        return Ok(closed);
    }
    let here = address(&wish);
    let since = here.days.map(|days| since(&desk, days));
    let Address { view, queue, product, reason, .. } = here;
    let filter = Filter { view, queue, product, reason, since: since.as_deref() };
    let today = today(desk.clock.now(), &desk.shop);
    let (rows, next) = desk.store.list(&filter, today, here.after, limits::INBOX_PAGE).await?;
    let counts = desk.store.counts(&filter).await?;
    let count_of = |wanted: View| View::ALL.iter().position(|(view, _)| *view == wanted).and_then(|at| counts.get(at));
    let queues = queues(&desk, here).await?;
    let overdue = desk.store.overdue(today).await?;
    let patterns = if product.is_none() { groups(&desk).await? } else { Vec::new() };
    let format = shop_format(&desk.shop.config);
    let list = List {
        shop: &desk.shop.config.shop.name,
        count: count_of(view).copied().unwrap_or_default(),
        queue,
        queues,
        views: views(here, &counts),
        narrowed: product.map(str::to_string),
        overdue,
        patterns: patterns.into_iter().take(3).collect(),
        mail: desk.outbox.mailer.is_some(),
        entries: rows.iter().map(|row| entry(&desk, row, &format)).collect(),
        first_page: here.after.is_none(),
        newest: Address { after: None, ..here }.to_string(),
        older: next.map(|next| Address { after: Some(next), ..here }.to_string()),
    };
    Ok(page(StatusCode::OK, &list))
}

/// What the address asks for; what cannot be understood is left out.
fn address(wish: &Wish) -> Address<'_> {
    fn some(text: &Option<String>) -> Option<&str> {
        text.as_deref().filter(|text| !text.is_empty())
    }
    let view = View::ALL.iter().find(|(_, word)| wish.view.as_deref() == Some(word)).map(|(view, _)| *view);
    let place = wish.after.as_deref().and_then(|place| place.split_once('.'));
    Address {
        view: view.unwrap_or_default(),
        queue: some(&wish.queue),
        product: some(&wish.product),
        reason: some(&wish.reason),
        days: wish.days.filter(|days| (1..=3650).contains(days)),
        after: place.and_then(|(rank, seq)| Some((rank.parse().ok()?, seq.parse().ok()?))),
    }
}

/// The views with a tab of their own, and how many cases each has.
fn views(here: Address, counts: &[usize]) -> Vec<Tab> {
    let name = |view| match view {
        View::All => Some("All"),
        View::Open => Some("Open"),
        View::Waiting => Some("Waiting"),
        View::Approved => Some("Approved"),
        View::Closed => Some("Closed"),
        View::Current => None,
    };
    let tab = |((view, _), count): (&(View, &str), &usize)| {
        let href = Address { view: *view, after: None, ..here }.to_string();
        Some(Tab { name: name(*view)?.into(), count: *count, href, current: here.view == *view })
    };
    View::ALL.iter().zip(counts).filter_map(tab).collect()
}

/// Every queue that has a case, after "all".
async fn queues(desk: &Desk, here: Address<'_>) -> Result<Vec<Tab>, Refusal> {
    let found = desk.store.queues().await?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let tab = |queue: Option<&str>, name: &str, count| Tab {
        href: Address { queue, view: here.view, ..Address::default() }.to_string(),
        name: name.into(),
        count,
        current: here.queue == queue,
    };
    let every = tab(None, "All", desk.store.count().await?);
    Ok([every].into_iter().chain(found.iter().map(|(name, count)| tab(Some(name), name, *count))).collect())
}

/// A text as a value of a query.
pub fn urlencoded(text: &str) -> String {
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
        tags: tags(desk, row, &complaint, format),
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
