//! Patterns: the same trouble with the same product in several orders, so that the next customer is spared it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::SignedDuration;

use super::list::Address;
use super::{Agent, page};
use crate::desk::Desk;
use crate::error::Refusal;
use crate::limits;
use crate::store::cases::{Pattern, View};

const WEEK_DAYS: i64 = 7;
const MONTH_DAYS: i64 = 30;

#[derive(Template)]
#[template(path = "patterns.html")]
struct Patterns<'a> {
    shop: &'a str,
    groups: Vec<Group>,
    least: usize,
}

/// One pattern as pages show it.
pub struct Group {
    /// What people call the product.
    pub title: String,
    /// What is wrong with it.
    pub label: String,
    /// Orders of the last seven days.
    pub week: usize,
    /// Orders of the last thirty.
    pub month: usize,
    /// The list of the week's cases.
    pub week_href: String,
    /// The list of the month's.
    pub month_href: String,
}

/// `GET /inbox/patterns`.
pub async fn get(_: Agent, State(desk): State<Arc<Desk>>) -> Result<Response, Refusal> {
    let groups = groups(&desk).await?;
    Ok(page(StatusCode::OK, &Patterns { shop: &desk.shop.config.shop.name, groups, least: limits::PATTERN }))
}

/// Every pattern of the last thirty days, the most orders of this week first.
pub async fn groups(desk: &Desk) -> Result<Vec<Group>, Refusal> {
    let (month, week) = (since(desk, MONTH_DAYS), since(desk, WEEK_DAYS));
    let found = desk.store.patterns(&month, &week, limits::PATTERN).await?;
    Ok(found.into_iter().map(group).collect())
}

/// The moment so many days ago, as it is stored.
pub fn since(desk: &Desk, days: i64) -> String {
    (desk.clock.now() - SignedDuration::from_hours(24 * days)).to_string()
}

fn group(pattern: Pattern) -> Group {
    let href = |days: i64| {
        let address = Address {
            view: View::Current,
            product: Some(&pattern.product),
            reason: Some(&pattern.reason),
            days: Some(days),
            ..Address::default()
        };
        address.to_string()
    };
    Group {
        week_href: href(WEEK_DAYS),
        month_href: href(MONTH_DAYS),
        title: pattern.title.clone(),
        label: pattern.label.clone(),
        week: pattern.week,
        month: pattern.month,
    }
}
