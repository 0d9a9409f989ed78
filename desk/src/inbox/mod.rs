//! Inbox: what the shop's people see: a list, one complaint in whole, its files. Plain pages, no script at all.

mod act;
mod case;
mod file;
mod item;
mod list;
mod login;
mod offer;
mod patterns;
mod proof;
pub mod session;
mod show;
mod told;
mod words;

pub use file::{file_name, leashed};
pub use list::urlencoded;

use std::convert::Infallible;
use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

use crate::desk::Desk;
use crate::error::{Fault, Refusal};
use crate::limits;
use crate::pages::{INBOX_STYLE, closed};

/// The inbox and all below it, with the headers that keep it closed.
pub fn router() -> Router<Arc<Desk>> {
    let routes = Router::new()
        .route("/inbox", get(list::get))
        .route("/inbox/login", post(login::post))
        .route("/inbox/style.css", get(style))
        .route("/inbox/icon.svg", get(icon))
        .route("/inbox/patterns", get(patterns::get))
        .route("/inbox/complaints/{id}", get(show::get))
        .route("/inbox/complaints/{id}/events", post(act::post))
        .route("/inbox/complaints/{id}/files/{n}", get(file::get))
        .route("/inbox/complaints/{id}/complaint.json", get(proof::complaint))
        .route("/inbox/complaints/{id}/receipt.json", get(proof::receipt))
        .layer(DefaultBodyLimit::max(limits::FORM_BYTES))
        .layer(RequestBodyTimeoutLayer::new(limits::BODY_SILENCE))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, limits::FORM_TIME));
    // Not `no-referrer`: under that, browsers send `Origin: null` with the inbox's own forms (Fetch, "append a request Origin header").
    closed(routes, "same-origin")
}

async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], INBOX_STYLE)
}

async fn icon() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "image/svg+xml")], include_str!("../../templates/icon.svg"))
}

/// Someone who has logged in. Handlers that name it are closed to everybody else.
pub struct Agent {
    /// What they call themselves; empty if they have not said.
    pub name: String,
}

impl FromRequestParts<Arc<Desk>> for Agent {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk>) -> Result<Agent, Response> {
        match desk.inbox.admits(&parts.headers, desk.clock.now()) {
            Some(name) => Ok(Agent { name }),
            None => Err(login::page(desk, false, "")),
        }
    }
}

/// Whether the browser is at the desk's public address, and that is an https: one. At another, such as that of a machine in the shop's own
/// network, a cookie for https: alone would let nobody in.
pub struct Https(pub bool);

impl FromRequestParts<Arc<Desk>> for Https {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk>) -> Result<Https, Infallible> {
        let host = parts.headers.get("host").and_then(|host| host.to_str().ok());
        Ok(Https(host.is_some_and(|host| desk.public_url.strip_prefix("https://") == Some(host))))
    }
}

/// A request that one of the inbox's own pages sent. The cookie is `SameSite=Strict` already; this also stops pages of other origins on the
/// same site, and needs a browser that says where a form came from.
pub struct OwnPage;

impl FromRequestParts<Arc<Desk>> for OwnPage {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk>) -> Result<OwnPage, Response> {
        let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let own = match header("sec-fetch-site") {
            Some(site) => site == "same-origin",
            // Browsers send none to plain http on other machines.
            None => {
                let host = header("host").unwrap_or_default();
                let scheme_and_host = header("origin").and_then(|origin| origin.split_once("://"));
                scheme_and_host.is_some_and(|(scheme, own)| matches!(scheme, "http" | "https") && own == host)
            }
        };
        if own { Ok(OwnPage) } else { Err(foreign(desk)) }
    }
}

#[derive(Template)]
#[template(path = "foreign.html")]
struct Foreign<'a> {
    shop: &'a str,
}

/// The page for a form that did not come from here.
fn foreign(desk: &Desk) -> Response {
    tracing::warn!("a form came to the inbox that no page of it sent");
    page(StatusCode::FORBIDDEN, &Foreign { shop: &desk.shop.config.shop.name })
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
