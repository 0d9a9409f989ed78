//! Login: the token, from the printed link or typed in, becomes a cookie, and leaves the address bar.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Form, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::{Https, page as render};
use crate::cases::short;
use crate::desk::Desk;
use crate::limits;
use crate::rate::{Client, Limit};

#[derive(Template)]
#[template(path = "login.html")]
struct Login<'a> {
    shop: &'a str,
    wrong: bool,
    busy: bool,
    name: &'a str,
}

/// What the form sends.
#[derive(Deserialize)]
pub struct Entered {
    token: String,
    #[serde(default)]
    name: String,
}

/// Takes the form.
pub async fn post(
    State(desk): State<Arc<Desk>>,
    client: Client,
    https: Https,
    Form(entered): Form<Entered>,
) -> Response {
    enter(&desk, client, https, &entered.token, &entered.name)
}

/// Lets in who has the token, shows everybody else the form.
pub fn enter(desk: &Desk, client: Client, Https(secure): Https, token: &str, name: &str) -> Response {
    // The right token, too: else the answer would tell it from the wrong ones.
    if let Err(refusal) = desk.rates.from_address(Limit::LoginsAddress, client, desk.clock.now()) {
        let shop = &desk.shop.config.shop.name;
        let mut response = render(StatusCode::TOO_MANY_REQUESTS, &Login { shop, wrong: false, busy: true, name });
        response.headers_mut().extend(refusal.retry_after());
        return response;
    }
    if !desk.inbox.is(token) {
        tracing::warn!("somebody tried a wrong inbox token");
        return page(desk, true, name);
    }
    let cookie = desk.inbox.cookie(desk.clock.now(), &short(name, limits::NAME), secure);
    let headers = [(header::SET_COOKIE, cookie), (header::LOCATION, "/inbox".into())];
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// The form.
pub fn page(desk: &Desk, wrong: bool, name: &str) -> Response {
    render(StatusCode::UNAUTHORIZED, &Login { shop: &desk.shop.config.shop.name, wrong, busy: false, name })
}
