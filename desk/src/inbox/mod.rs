//! Inbox: what the shop's people see: a list, one complaint in whole, its files. Plain pages, no script at all.

mod file;
mod item;
mod list;
mod login;
mod offer;
mod proof;
pub mod session;
mod show;
mod told;
mod words;

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::desk::Desk;
use crate::error::{Fault, Refusal};

const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// The inbox and all below it, with the headers that keep it closed.
pub fn router() -> Router<Arc<Desk>> {
    let fixed = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    Router::new()
        .route("/inbox", get(list::get))
        .route("/inbox/login", post(login::post))
        .route("/inbox/style.css", get(style))
        .route("/inbox/icon.svg", get(icon))
        .route("/inbox/complaints/{id}", get(show::get))
        .route("/inbox/complaints/{id}/files/{n}", get(file::get))
        .route("/inbox/complaints/{id}/complaint.json", get(proof::complaint))
        .route("/inbox/complaints/{id}/receipt.json", get(proof::receipt))
        .layer(fixed(header::CONTENT_SECURITY_POLICY, POLICY))
        .layer(fixed(header::REFERRER_POLICY, "no-referrer"))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(header::CACHE_CONTROL, "no-store"))
        .layer(fixed(HeaderName::from_static("cross-origin-resource-policy"), "same-origin"))
        .layer(fixed(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
}

async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("../../templates/inbox.css"))
}

async fn icon() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "image/svg+xml")], include_str!("../../templates/icon.svg"))
}

/// Someone who has logged in. Handlers that name it are closed to everybody else.
pub struct Agent;

impl FromRequestParts<Arc<Desk>> for Agent {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk>) -> Result<Agent, Response> {
        if desk.inbox.admits(&parts.headers, desk.clock.now()) { Ok(Agent) } else { Err(login::page(desk, false)) }
    }
}

#[derive(Template)]
#[template(path = "missing.html")]
struct Missing<'a> {
    shop: &'a str,
}

/// The page for what is not there.
fn missing(desk: &Desk) -> Response {
    page(StatusCode::NOT_FOUND, &Missing { shop: &desk.shop.config.shop.name })
}

fn page(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => Refusal::Internal(Fault::Template(error)).into_response(),
    }
}
