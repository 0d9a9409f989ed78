//! File: a photo or document as it was sent, on a leash: downloaded rather than opened, and sandboxed if opened after all.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use super::{Agent, missing};
use crate::desk::Desk;
use crate::error::Refusal;
use crate::store::Row;

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
    let stream = desk.files.get(row.id, n).await?.into_stream();
    // A name of our own making: the sender's is text, not a name for somebody's disk.
    let name = format!("{}-{}.{}", row.reference, at + 1, extension(&file.mime));
    let headers = [
        (header::CONTENT_TYPE, file.mime.clone()),
        (header::CONTENT_LENGTH, file.bytes.to_string()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".into()),
    ];
    Ok(Some((headers, Body::from_stream(stream)).into_response()))
}

fn extension(mime: &str) -> &str {
    match mime {
        "image/jpeg" => "jpg",
        other => other.rsplit('/').next().unwrap_or("bin"),
    }
}
