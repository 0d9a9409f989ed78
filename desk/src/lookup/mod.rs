//! Look-up: `POST /api/orders/lookup`, which tells a guest's browser about an order, and nobody else whether there is one.
//!
//! Every order is found by a MAC over its number and the e-mail address together. There is no step at which the number was right and the
//! address was not, so there is nothing that could answer otherwise, or take another time.

mod orders;

use std::sync::Arc;

use axum::RequestExt;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use redress_engine::Json;
use redress_engine::context::Context;
use redress_engine::read::Write;

pub use orders::Orders;

use crate::desk::Desk;
use crate::error::Refusal;
use crate::limits;
use crate::rate::Client;
use crate::token;

/// How long the token of a look-up holds: long enough to write a complaint, and useless in tomorrow's hands.
pub const TOKEN_LIFE: SignedDuration = SignedDuration::from_hours(2);

/// Takes `{"order", "email"}`. 200 and the context with its token, or the one 404 for everything that is not an order of this address.
pub async fn post(State(desk): State<Arc<Desk>>, client: Client, request: Request) -> Result<Response, Refusal> {
    let (order, email) = asked(request).await?;
    desk.rates.lookup(client, &order, desk.clock.now())?;
    let context = find(&desk, &order, &email).ok_or(Refusal::OrderUnknown)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], context.to_json().to_text()).into_response())
}

/// The order of this number and address, signed where the desk has a secret to sign with. Of the customer it says only what whoever asks
/// has shown to know: a number and an address are on every parcel's slip, a phone number is not.
pub fn find(desk: &Desk, order: &str, email: &str) -> Option<Context> {
    let context = desk.orders.find(order, email)?;
    let token = token::make(&desk.policy.keys, context, desk.clock.now(), TOKEN_LIFE);
    Some(Context { token, ..context.clone() })
}

async fn asked(request: Request) -> Result<(String, String), Refusal> {
    let invalid = |path: &str, message: &str| Refusal::invalid("lookup.type", path, message);
    let expected = r#"expected {"order": "…", "email": "…"} in JSON"#;
    let bytes = to_bytes(request.into_limited_body(), limits::LOOKUP_BYTES).await;
    let bytes = bytes.map_err(|_| Refusal::TooLarge {
        code: "lookup.too-large",
        path: String::new(),
        what: "a look-up",
        most: limits::LOOKUP_BYTES,
    })?;
    let json: Json = serde_json::from_slice(&bytes).map_err(|_| invalid("", expected))?;
    let text = |key: &str| match json.get(key) {
        Some(Json::Text(text)) => Ok(text.clone()),
        _ => Err(invalid(&["/", key].concat(), expected)),
    };
    Ok((text("order")?, text("email")?))
}
