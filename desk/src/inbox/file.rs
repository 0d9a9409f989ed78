//! File: a photo or document as it was sent, on a leash: downloaded rather than opened, and sandboxed if opened after all.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use uuid::Uuid;

use super::{Agent, missing};
use crate::desk::Desk;
use crate::error::Refusal;
use crate::files::family;
use crate::metadata;
use crate::store::Row;

/// How much of a photo is looked at for a place: a JPEG's EXIF is in its first segments, of 64 kB each.
const EXIF_BYTES: usize = 128 * 1024;

/// `GET /inbox/complaints/{id}/files/{n}`.
pub async fn get(
    _: Agent,
    State(desk): State<Arc<Desk>>,
    Path((id, n)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let (Ok(id), Ok(n)) = (Uuid::try_parse(&id), n.parse::<usize>()) else { return Ok(missing(&desk)) };
    let Some(row) = desk.store.complaint(id).await? else { return Ok(missing(&desk)) };
    Ok(leashed(&desk, &row, n).await?.unwrap_or_else(|| missing(&desk)))
}

/// A file of a complaint as nobody's browser will run it; None if there is no such file.
pub async fn leashed(desk: &Desk, row: &Row, n: usize) -> Result<Option<Response>, Refusal> {
    let Some(at) = row.files.iter().position(|file| file.n == n) else { return Ok(None) };
    let file = &row.files[at];
    let mut stream = desk.files.get(row.id, n).await?.into_stream();
    // Looked at again: what is on the disk may be another file than the one that was looked at when it came.
    let first = stream.next().await;
    let shows = first.as_ref().and_then(|first| first.as_ref().ok()).and_then(|first| infer::get(first));
    let same = shows.is_some_and(|kind| family(kind.mime_type()) == family(&file.mime));
    let mime = if same { file.mime.as_str() } else { "application/octet-stream" };
    let stream = stream::iter(first).chain(stream);
    let name = file_name(&row.reference, at, mime);
    let headers = [
        (header::CONTENT_TYPE, mime.to_string()),
        (header::CONTENT_LENGTH, file.bytes.to_string()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".into()),
    ];
    Ok(Some((headers, Body::from_stream(stream)).into_response()))
}

/// Numbers of the photos of a complaint that say where they were taken. The widget sends none; what others send stays as they sent it.
pub async fn places(desk: &Desk, row: &Row) -> Vec<usize> {
    let mut found = Vec::new();
    for file in row.files.iter().filter(|file| file.event == 0) {
        let mut head = Vec::new();
        // A file that cannot be read is told where it is asked for.
        let Ok(stored) = desk.files.get(row.id, file.n).await else { continue };
        let mut stream = stored.into_stream();
        while let Some(Ok(piece)) = stream.next().await {
            head.extend_from_slice(&piece);
            if head.len() >= EXIF_BYTES {
                break;
            }
        }
        if metadata::tells_place(&head) {
            found.push(file.n);
        }
    }
    found
}

/// A name of our own making for the file at a place in the row: the sender's is text, not a name for somebody's disk.
pub fn file_name(reference: &str, at: usize, mime: &str) -> String {
    format!("{reference}-{}.{}", at + 1, extension(mime))
}

fn extension(mime: &str) -> &str {
    match mime {
        "image/jpeg" => "jpg",
        "application/octet-stream" => "bin",
        other => other.rsplit('/').next().unwrap_or("bin"),
    }
}
