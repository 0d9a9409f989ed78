//! Status: the shopper's page of a case. Who has its link may read it and write: the token in the path is 128 random bits.
//!
//! There is no cookie here, so there is nothing that another site could make a browser send along: a forged request would have to know the
//! token. `no-referrer` and `noindex` keep the token out of other sites' logs and of search engines.

mod act;
mod file;
mod history;
pub mod language;
mod show;
pub(crate) mod told;
pub(crate) mod words;

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use redress_engine::complaint::Complaint;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};
use uuid::Uuid;

use crate::cases::{Event, is_token};
use crate::desk::{Desk, stored_json};
use crate::error::{Fault, Refusal};
use crate::judge::on_claims;
use crate::limits;
use crate::pages::{STATUS_STYLE, closed};
use crate::shop::Shop;
use crate::store::Row;
use crate::token::Claims;

/// The page of a case and what can be done there, with the headers that keep its address secret.
pub fn router() -> Router<Arc<Desk>> {
    let routes = Router::new()
        .route("/cases/{token}/withdraw", get(act::confirm_withdrawing).post(act::withdraw))
        .route("/cases/{token}/offer", post(act::offer))
        .route("/cases/{token}/person", post(act::person))
        .route("/cases/{token}/feedback", post(act::feedback))
        .layer(DefaultBodyLimit::max(limits::FORM_BYTES))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, limits::FORM_TIME))
        .route("/cases/style.css", get(style))
        .route("/cases/{token}", get(show::get))
        .route("/cases/{token}/words", post(words::post).layer(DefaultBodyLimit::max(limits::BODY_BYTES)))
        .route("/cases/{token}/files/{n}", get(file::get))
        .layer(RequestBodyTimeoutLayer::new(limits::BODY_SILENCE))
        .layer(SetResponseHeaderLayer::if_not_present(
            HeaderName::from_static("x-robots-tag"),
            HeaderValue::from_static("noindex, nofollow"),
        ));
    closed(routes, "no-referrer")
}

async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STATUS_STYLE)
}

/// A case that its token has opened.
pub struct Followed {
    /// Its row.
    pub row: Row,
    /// The config it was made with; of the desk's own shop, who is reached and what is promised today.
    pub shop: Shop,
    /// What was sent; of order and items what a token says, where one vouches for them.
    pub sent: Complaint,
    /// The history as the shopper sees it.
    pub events: Vec<Event>,
}

impl Followed {
    /// The case of a token; None for whatever is none.
    pub async fn find(desk: &Desk, token: &str) -> Result<Option<Followed>, Refusal> {
        if !is_token(token) {
            return Ok(None);
        }
        let Some(id) = desk.store.by_token(token).await? else { return Ok(None) };
        let mut events = desk.store.events(id).await?;
        // What nobody vouches for is not shown as the shopper's own.
        events.retain(|event| event.data.get("unsigned").is_none());
        let Some(row) = desk.store.complaint(id).await? else { return Ok(None) };
        let (shop, _) = desk.shop_of(Some(&row.config_sha256)).await?;
        let sent = Complaint::from_json(&stored_json(&row.body)).0.unwrap_or_default();
        let claims = row.claims.as_deref().and_then(|claims| Claims::read(&stored_json(claims)).ok());
        let sent = claims.as_ref().map(|claims| on_claims(&sent, claims, &shop.config)).unwrap_or(sent);
        Ok(Some(Followed { row, shop: desk.as_of_today(shop), sent, events }))
    }
}

#[derive(Template)]
#[template(path = "status-missing.html")]
struct Missing;

/// The page for every token that opens nothing, the same for all.
pub(crate) fn missing() -> Response {
    page(StatusCode::NOT_FOUND, &Missing)
}

fn page(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => Refusal::Internal(Fault::Template(error)).into_response(),
    }
}

/// Back to the page of a case, at its top.
fn back(row: &Row) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, ["/cases/", &row.case.token].concat())]).into_response()
}

/// The random id of a form, if it has the form of one.
fn form_id(text: &str) -> Option<String> {
    Uuid::try_parse(text.trim()).ok().map(|id| id.to_string())
}
