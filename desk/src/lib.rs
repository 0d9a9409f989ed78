//! `redress-desk`: the receiving end. It takes a complaint, stores it exactly once, answers with a receipt, and shows it in an inbox.
//!
//! A request's way: `receive` (bytes to a checked complaint) → `judge` (its `token` checked, the complaint made anew by
//! `rebuild`, the `policy` applied) → `files` and `store` → receipt.
//! The desk holds no state of its own but the ids in flight and who waits to write.

pub mod callback;
pub mod cases;
pub mod clock;
mod complain;
mod complete;
mod cors;
pub mod desk;
pub mod differences;
pub mod digest;
pub mod error;
pub mod files;
pub mod format;
mod hex;
pub mod inbox;
pub mod judge;
pub mod limits;
pub mod lookup;
pub mod mail;
pub mod metadata;
pub mod options;
pub mod outbox;
pub mod packs;
mod pages;
pub mod policy;
pub mod rate;
pub mod rebuild;
pub mod receive;
pub mod relay;
pub mod shop;
pub mod signing;
mod site;
pub mod status;
pub mod store;
pub mod sweep;
pub mod token;
pub mod verify;

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::map_response;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;
use tower_http::trace::TraceLayer;

pub use desk::{Desk, StartError};
pub use options::{Command, Invocation, Options};

/// Everything the desk answers to.
pub fn router(desk: Arc<Desk>) -> Router {
    let api = Router::new()
        .route("/api/complaints", post(receive::post))
        .route("/api/orders/lookup", post(lookup::post).layer(DefaultBodyLimit::max(limits::LOOKUP_BYTES)))
        .layer(cors::layer(&desk.allow_origin))
        .layer(map_response(cors::silent_to_others))
        .layer(DefaultBodyLimit::max(limits::BODY_BYTES))
        .layer(RequestBodyTimeoutLayer::new(limits::BODY_SILENCE))
        .route("/healthz", get(health))
        .layer(SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .layer(SetResponseHeaderLayer::overriding(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")));
    let mut router = api
        .merge(inbox::router())
        .merge(status::router())
        .merge(complain::router())
        .route("/.well-known/jwks.json", get(jwks));
    if let Some(widget) = &desk.widget {
        router = router.merge(site::router(widget));
    }
    // Paths only: a query can hold the inbox token, a header the shopper's.
    let span = |request: &Request| tracing::info_span!("request", method = %request.method(), path = logged(request.uri().path()));
    router.with_state(desk).layer(TraceLayer::new_for_http().make_span_with(span))
}

/// The keys that receipts are signed with: for everybody, so from any page.
async fn jwks(State(desk): State<Arc<Desk>>) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        // A new key signs at once: who holds an old set asks again when a key is not in it.
        (header::CACHE_CONTROL, "public, max-age=300"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, desk.receipt_keys.jwks().to_text())
}

/// A path as the log may have it: that of a case is a secret.
fn logged(path: &str) -> &str {
    match path {
        _ if path.starts_with("/cases/") => "/cases/…",
        _ if path.starts_with("/complain/sent/") => "/complain/sent/…",
        _ => path,
    }
}

async fn health(State(desk): State<Arc<Desk>>) -> Result<Json<serde_json::Value>, error::Refusal> {
    desk.store.ping().await?;
    desk.files.room().await?;
    Ok(Json(serde_json::json!({ "status": "ok" })))
}

#[cfg(test)]
mod tests {
    use super::logged;

    #[test]
    fn the_token_of_a_case_stays_out_of_the_log() {
        for path in
            ["/cases/0123456789abcdef0123456789abcdef", "/cases/0123456789abcdef0123456789abcdef/words", "/cases/x"]
        {
            assert_eq!(logged(path), "/cases/…");
        }
        assert_eq!(logged("/complain/sent/0123456789abcdef0123456789abcdef"), "/complain/sent/…");
        assert_eq!(logged("/inbox"), "/inbox");
    }
}
