//! Receive: `POST /api/complaints`, from the bytes of a request to a stored complaint and its receipt, exactly once.
//!
//! The order matters: claim the id, look it up, check the complaint, write the files, commit the row. Whatever fails, nothing is left.

mod body;
mod check;
pub mod in_flight;
mod pace;
mod parts;
mod receipt;

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::time::timeout;
use tracing::Instrument;
use uuid::Uuid;

use crate::desk::Desk;
use crate::error::{Fault, Refusal};
use crate::limits;
use crate::rebuild::verdict;
use crate::store::{Inserted, Row};
use body::Received;
use redress_engine::read::Write;

/// Takes a complaint. 201 and the receipt when it is new; 200 and the very same receipt when these bytes were accepted before.
pub async fn post(State(desk): State<Arc<Desk>>, request: Request) -> Result<Response, Refusal> {
    // A task of its own: when a shopper's connection breaks, this future is dropped, and the files written so far must still be taken away.
    tokio::spawn(receive(desk, request).in_current_span()).await.map_err(Fault::from)?
}

async fn receive(desk: Arc<Desk>, request: Request) -> Result<Response, Refusal> {
    let id = key(request.headers())?;
    let _claim = desk.in_flight.claim(id).ok_or(Refusal::InFlight)?;
    if let Some(accepted) = desk.store.accepted(id).await? {
        let digest = timeout(limits::BODY_TIME, body::digest(request)).await.map_err(|_| Refusal::Timeout)??;
        return if digest == accepted.digest {
            Ok(answer(StatusCode::OK, accepted.receipt))
        } else {
            Err(Refusal::Mismatch)
        };
    }
    let mut batch = desk.files.batch(id);
    let stored = match timeout(limits::BODY_TIME, body::receive(&desk, id, request, &mut batch)).await {
        Ok(Ok(received)) => store(&desk, id, received).await,
        Ok(Err(refusal)) => Err(refusal),
        Err(_) => Err(Refusal::Timeout),
    };
    match stored {
        Ok(receipt) => Ok(answer(StatusCode::CREATED, receipt)),
        Err(refusal) => {
            batch.discard().await;
            Err(refusal)
        }
    }
}

/// The complaint's id as the header tells it. The IETF draft writes keys in quotes; both ways are taken.
fn key(headers: &HeaderMap) -> Result<Uuid, Refusal> {
    let mut keys = headers.get_all("idempotency-key").iter();
    let (Some(key), None) = (keys.next(), keys.next()) else { return Err(Refusal::NoKey) };
    let text = key.to_str().map_err(|_| Refusal::NoKey)?.trim().trim_matches('"');
    check::uuid(text).ok_or(Refusal::NoKey)
}

async fn store(desk: &Desk, id: Uuid, received: Received) -> Result<String, Refusal> {
    let Received { complaint, text, digest, files, shop, config_named } = received;
    let now = desk.clock.now();
    let verdict = verdict(&complaint, &shop.config);
    let mut row = Row {
        seq: 0,
        id,
        reference: String::new(),
        digest,
        received_at: now.to_string(),
        body: text,
        receipt: String::new(),
        config_sha256: shop.sha256.clone(),
        config_named,
        offers: verdict.offers.to_json().to_text(),
        offers_differ: !verdict.differing.is_empty(),
        files,
    };
    // One reference in 480 million is taken by chance at most a few times; ten in a row means something else is wrong.
    for _ in 0..10 {
        let receipt = receipt::receipt(id, now, &shop);
        row.reference.clone_from(&receipt.reference);
        row.receipt = receipt.to_json().to_text();
        match desk.store.insert(&row).await? {
            Inserted::Done => {
                tracing::info!(%id, reference = row.reference, files = row.files.len(), differ = row.offers_differ, "stored");
                return Ok(row.receipt);
            }
            Inserted::ReferenceTaken => {}
            Inserted::IdTaken => return Err(Refusal::InFlight),
        }
    }
    Err(Fault::Stored("no free reference").into())
}

fn answer(status: StatusCode, receipt: String) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], receipt).into_response()
}
