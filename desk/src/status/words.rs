//! Words: what the shopper adds: own words and files, which go the same way as those of a complaint: measured, looked at, then written.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use rand::RngExt;
use tokio::time::timeout;
use tracing::Instrument;

use super::act::{busy, record, refuse};
use super::{Followed, back, form_id, missing};
use crate::cases::{Event, Kind, Recorded, short};
use crate::desk::Desk;
use crate::error::{Fault, Refusal};
use crate::files::{Batch, Seen};
use crate::limits;
use crate::metadata;
use crate::rate::Client;
use crate::receive::parts::{Part, Parts};
use crate::receive::undone;
use crate::store::FileRow;

/// What a form brought.
#[derive(Default)]
struct Brought {
    form: String,
    text: String,
    files: Vec<FileRow>,
    /// The form was sent before: its files are not wanted again.
    again: bool,
}

/// `POST /cases/{token}/words`.
pub async fn post(
    State(desk): State<Arc<Desk>>,
    Path(token): Path<String>,
    client: Client,
    request: Request,
) -> Result<Response, Refusal> {
    let Some(followed) = Followed::find(&desk, &token).await? else { return Ok(missing()) };
    // A task of its own: when the connection breaks, this future is dropped, and the files written so far must still be taken away.
    tokio::spawn(take(desk, followed, token, client, request).in_current_span()).await.map_err(Fault::from)?
}

async fn take(
    desk: Arc<Desk>,
    followed: Followed,
    token: String,
    client: Client,
    request: Request,
) -> Result<Response, Refusal> {
    let mut batch = desk.files.batch(followed.row.id);
    let mut brought = Brought::default();
    let read = timeout(limits::BODY_TIME, receive(&desk, &followed, request, &mut batch, &mut brought)).await;
    let text = short(&brought.text, limits::WORDS);
    let result = match read.unwrap_or(Err(Refusal::Timeout)) {
        Ok(()) => store(&desk, &followed, &token, client, &text, brought).await,
        Err(Refusal::Internal(fault)) => Err(fault.into()),
        Err(refusal) => {
            let (status, key) = told(&refusal);
            Ok((false, refuse(&desk, &followed, status, key, &text)))
        }
    };
    match result {
        Ok((true, response)) => Ok(response),
        Ok((false, response)) => {
            batch.discard().await;
            Ok(response)
        }
        Err(refusal) => Err(undone(&desk, refusal, batch).await),
    }
}

/// Adds what came, and says whether its files are now in a row.
async fn store(
    desk: &Desk,
    followed: &Followed,
    token: &str,
    client: Client,
    text: &str,
    brought: Brought,
) -> Result<(bool, Response), Refusal> {
    let refused = |status, key| Ok((false, refuse(desk, followed, status, key, text)));
    if brought.again {
        return Ok((false, back(&followed.row)));
    }
    let Some(form) = form_id(&brought.form) else {
        return refused(StatusCode::UNPROCESSABLE_ENTITY, "desk.status.error.again");
    };
    if text.is_empty() && brought.files.is_empty() {
        return refused(StatusCode::UNPROCESSABLE_ENTITY, "desk.status.error.empty");
    }
    if let Some(busy) = busy(desk, followed, client, text) {
        return Ok((false, busy));
    }
    let kind = if text.is_empty() { Kind::Photos } else { Kind::Words };
    let event = Event { kind, text: text.into(), files: brought.files, ..Event::default() };
    match record(desk, followed, event, form).await? {
        Recorded::Done(_) => Ok((true, back(&followed.row))),
        Recorded::Before => Ok((false, back(&followed.row))),
        Recorded::Full => refused(StatusCode::TOO_MANY_REQUESTS, "desk.status.error.full"),
        Recorded::NotNow | Recorded::Stale => {
            let Some(now) = Followed::find(desk, token).await? else { return Ok((false, missing())) };
            Ok((false, refuse(desk, &now, StatusCode::CONFLICT, "desk.status.error.not-now", text)))
        }
    }
}

/// What a shopper is told of a body that could not be taken: status and key.
fn told(refusal: &Refusal) -> (StatusCode, &'static str) {
    match refusal {
        Refusal::TooLarge { .. } | Refusal::TooManyParts { .. } => {
            (StatusCode::PAYLOAD_TOO_LARGE, "desk.status.error.size")
        }
        Refusal::FileType { .. } => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "desk.status.error.type"),
        Refusal::Timeout => (StatusCode::REQUEST_TIMEOUT, "desk.status.error.again"),
        _ => (StatusCode::BAD_REQUEST, "desk.status.error.again"),
    }
}

async fn receive(
    desk: &Desk,
    followed: &Followed,
    request: Request,
    batch: &mut Batch,
    brought: &mut Brought,
) -> Result<(), Refusal> {
    let mut parts = Parts::open(request).await?;
    let result = receive_parts(desk, followed, &mut parts, batch, brought).await;
    if result.is_err() {
        parts.drain().await;
    }
    result
}

async fn receive_parts(
    desk: &Desk,
    followed: &Followed,
    parts: &mut Parts,
    batch: &mut Batch,
    brought: &mut Brought,
) -> Result<(), Refusal> {
    // Numbers that no other request can have chosen, nor a complaint: two forms of one case may come at the same time.
    let first = rand::rng().random_range(1_usize << 20..1 << 50);
    while let Some(mut part) = parts.next().await? {
        match part.name() {
            "form" => {
                brought.form = part.text(limits::NAME).await?;
                let form = form_id(&brought.form).unwrap_or_default();
                brought.again = desk.store.has_form(followed.row.id, &form).await?;
            }
            // A character has at most four bytes.
            "text" => brought.text = part.text(limits::WORDS * 4).await?,
            "photos" if brought.again => {}
            "photos" => {
                let at = brought.files.len();
                let path = format!("/photos/{at}");
                let Some(file) = write(part, first + at, batch, &path).await? else { continue };
                if at >= limits::FILES {
                    return Err(Refusal::TooManyParts { most: limits::FILES });
                }
                brought.files.push(file);
            }
            _ => return Err(Refusal::UnknownPart),
        }
    }
    Ok(())
}

/// Writes a file without what it tells beside its picture, for which it is held in memory as a whole; its type is told by its content, whatever
/// it is called. None for the empty part of a form without a file.
pub(crate) async fn write(
    mut part: Part<'_>,
    n: usize,
    batch: &mut Batch,
    path: &str,
) -> Result<Option<FileRow>, Refusal> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.file_chunk(bytes.len(), path).await? {
        bytes.extend_from_slice(&chunk);
    }
    if bytes.is_empty() {
        return Ok(None);
    }
    let mut upload = batch.begin(n).await?;
    upload.write(metadata::without(bytes).into()).await?;
    row(n, &upload.finish().await?, path).map(Some)
}

fn row(n: usize, seen: &Seen, path: &str) -> Result<FileRow, Refusal> {
    let mime = seen.mime().filter(|mime| limits::FILE_TYPES.contains(mime));
    let Some(mime) = mime else {
        return Err(Refusal::FileType { path: path.into(), message: "files of this type are not taken" });
    };
    Ok(FileRow { n, mime: mime.into(), bytes: seen.bytes, sha256: seen.sha256(), event: 0 })
}
