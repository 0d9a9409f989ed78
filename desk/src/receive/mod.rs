//! Receive: `POST /api/complaints`, from the bytes of a request to a stored complaint and its receipt, exactly once.
//!
//! The order matters: claim the id, look it up, check the complaint, write the files through to the disk, commit the row, answer. Whatever
//! fails, nothing is left; whenever it is killed, there are files without a row at most, which `sweep` takes away.

mod body;
mod check;
pub mod in_flight;
mod pace;
pub mod parts;
mod receipt;

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use tracing::Instrument;
use uuid::Uuid;

use crate::cases::promise::answer_by;
use crate::cases::{Entry, Standing, State as Stand, feedback, random_token};
use crate::desk::Desk;
use crate::digest::BodyDigest;
use crate::error::{Fault, Refusal, SQLITE_FULL, SQLITE_IOERR_WRITE};
use crate::files::Batch;
use crate::judge::{Judgement, judge};
use crate::limits;
use crate::mail::acknowledgement;
use crate::outbox::Draft;
use crate::rate::Client;
use crate::store::{FileRow, Inserted, Row};
use body::Received;
use redress_engine::complaint::{Receipt, Status};
use redress_engine::read::Write;
use redress_engine::{Day, Json};

/// What SQLite says when a write failed: the record that makes a commit is written last, so there is none.
const UNWRITTEN: [i32; 2] = [SQLITE_FULL, SQLITE_IOERR_WRITE];

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
    let client = Client::find(&desk, request.extensions(), request.headers());
    let mut batch = desk.files.batch(id);
    let stored = match timeout(limits::BODY_TIME, body::receive(&desk, id, client, request, &mut batch)).await {
        Ok(Ok(received)) => store(desk.clone(), id, received).await,
        Ok(Err(refusal)) => Err(refusal),
        Err(_) => Err(Refusal::Timeout),
    };
    match stored {
        Ok(receipt) => Ok(answer(StatusCode::CREATED, receipt)),
        Err(refusal) => Err(undone(&desk, refusal, batch).await),
    }
}

/// Takes away what a request wrote, if it is sure that no row names it, and says why in the end.
pub async fn undone(desk: &Desk, refusal: Refusal, batch: Batch) -> Refusal {
    let fault = match refusal {
        Refusal::Internal(fault) => fault,
        // Stored by somebody else under this id: these are the names of its files.
        Refusal::InFlight => return refusal,
        refusal => {
            batch.discard().await;
            return refusal;
        }
    };
    // A commit that could not be synced may be in the log, come to life at the next start, and must find its files then; else the sweeper
    // takes them.
    if !matches!(fault, Fault::Database(_)) || fault.sqlite().is_some_and(|code| UNWRITTEN.contains(&code)) {
        batch.discard().await;
    }
    match fault {
        // SQLite tells a full disk apart (SQLITE_FULL), not a quota, nor where it syncs or shares memory (os_unix.c): the files do.
        Fault::Database(error) if desk.files.room().await.is_err_and(|error| error.is_full()) => {
            Fault::Full(error).into()
        }
        fault => fault.into(),
    }
}

/// Takes a complaint that the desk's own form has made, whose files are written: checked, judged and stored like any other. Gives its
/// receipt; whatever fails, the files are the caller's to take away.
pub async fn take_made(
    desk: Arc<Desk>,
    id: Uuid,
    client: Client,
    bytes: Vec<u8>,
    files: Vec<FileRow>,
) -> Result<String, Refusal> {
    let complaint = check::complaint(&bytes, id)?;
    desk.rates.complaint(client, &complaint, &desk.policy, desk.clock.now())?;
    let mut digest = BodyDigest::new(&bytes);
    for (attachment, file) in complaint.attachments.iter().zip(&files) {
        digest.add(&attachment.id, &file.sha256);
    }
    let text = String::from_utf8(bytes).map_err(|_| Refusal::Encoding)?;
    let shop = desk.shop.clone();
    store(desk, id, Received { complaint, text, digest: digest.finish(), files, shop, config_named: true }).await
}

/// The complaint's id as the header tells it. The IETF draft writes keys in quotes; both ways are taken.
fn key(headers: &HeaderMap) -> Result<Uuid, Refusal> {
    let mut keys = headers.get_all("idempotency-key").iter();
    let (Some(key), None) = (keys.next(), keys.next()) else { return Err(Refusal::NoKey) };
    let text = key.to_str().map_err(|_| Refusal::NoKey)?.trim().trim_matches('"');
    check::uuid(text).ok_or(Refusal::NoKey)
}

async fn store(desk: Arc<Desk>, id: Uuid, received: Received) -> Result<String, Refusal> {
    let Received { complaint, text, digest, files, shop, config_named } = received;
    let now = desk.clock.now();
    let current = shop.sha256 == desk.shop.sha256;
    // A long complaint takes a while, in which others are to be heard.
    let (judging, judged_by) = (desk.clone(), shop.clone());
    let judging = spawn_blocking(move || {
        let judgement = judge(&complaint, &judged_by, current, &judging.policy, now);
        (judgement, complaint)
    });
    let (mut judgement, complaint) = judging.await.map_err(Fault::from)?;
    if let Some(refused) = &judgement.refused {
        // Which claim is wrong is for the shop's developer; its value is nobody's business here.
        tracing::warn!(%id, code = refused.code(), "token refused: {refused}");
    }
    let awaits = feedback::awaits_answer(&complaint);
    let config_sha256 = shop.sha256.clone();
    let shop = desk.as_of_today(shop);
    let promise = answer_by(now, &shop).filter(|_| awaits);
    let mut row = Row {
        id,
        digest,
        received_at: now.to_string(),
        body: text,
        config_sha256,
        config_named,
        files,
        kind: complaint.kind,
        order_number: judgement.signed_order.clone().unwrap_or(complaint.order.number.clone()).trim().into(),
        feedback: feedback::entry(&complaint, &shop.config, judgement.signed_order.as_deref(), &now.to_string())
            // What the receipt promises is to be seen where the feedback goes.
            .map(|entry| Entry { promise, ..entry }),
        ..judged(&judgement)
    };
    let acknowledgement = acknowledgement::draft(&complaint, row.trust, judgement.claims.as_ref());
    // One reference in 480 million is taken by chance at most a few times; ten in a row means something else is wrong.
    for _ in 0..10 {
        row.case = opened(row.status, awaits, promise);
        let next = receipt::next(row.status, awaits, promise);
        let receipt = receipt::receipt(id, now, row.status, next, desk.status_url(&row.case.token));
        let signature = desk.receipt_keys.sign(&receipt, &row.digest);
        let receipt = Receipt { signature: Some(signature), ..receipt };
        row.reference.clone_from(&receipt.reference);
        row.receipt = receipt.to_json().to_text();
        let told = desk.outbox.callback.as_ref().map(|callback| callback.received(&row, now));
        let relayed = desk.outbox.relays.iter().filter_map(|relay| relay.draft(&row));
        let drafts: Vec<Draft> = acknowledgement.iter().cloned().chain(told).chain(relayed).collect();
        match desk.store.insert(&row, &drafts, now).await? {
            Inserted::Done => {
                desk.outbox.wake();
                let (trust, status) = (row.trust.as_str(), row.status.as_str());
                tracing::info!(%id, reference = row.reference, files = row.files.len(), differ = row.offers_differ, trust, status, "stored");
                return Ok(row.receipt);
            }
            Inserted::ReferenceTaken => {}
            Inserted::IdTaken => return Err(Refusal::InFlight),
            Inserted::OrderKnown => {
                tracing::info!(%id, "there is an earlier complaint about this order: this one is for a person");
                judgement.decision.approved = false;
                (row.status, row.asks) = standing(&judgement);
            }
        }
    }
    Err(Fault::Stored("no free reference").into())
}

/// What was found out about a complaint, as its row has it.
fn judged(judgement: &Judgement) -> Row {
    let Judgement { trust, refused, claims, signed_order, context_differs, verdict, decision, reasons } = judgement;
    let (status, asks) = standing(judgement);
    Row {
        trust: *trust,
        token_code: refused.as_ref().map(|refused| refused.code().into()),
        signed_order: signed_order.clone(),
        claims: claims.as_ref().map(Json::to_text),
        context_differs: context_differs.clone(),
        status,
        asks,
        queues: decision.queues.clone(),
        offers: verdict.offers.to_json().to_text(),
        offers_differ: verdict.differs,
        reasons: reasons.clone(),
        ..Row::default()
    }
}

/// The case as it begins. What is approved at once has its answer; somebody is still to see it. What has to be asked for is for a person to
/// ask: the receipt does not say what it is.
fn opened(status: Status, awaits: bool, promise: Option<Day>) -> Standing {
    let (state, answer_by) = match status {
        Status::Approved => (Stand::Approved, None),
        Status::Received | Status::NeedsInfo => (Stand::Open, promise),
    };
    Standing { token: random_token(), state, unanswered: awaits, answer_by, ..Standing::default() }
}

/// What the receipt says, and what is to be asked for where it says so.
fn standing(judgement: &Judgement) -> (Status, Vec<String>) {
    let status = judgement.decision.status();
    let asks = if status == Status::NeedsInfo { judgement.decision.asks.clone() } else { Vec::new() };
    (status, asks)
}

fn answer(status: StatusCode, receipt: String) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], receipt).into_response()
}
