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

/// `GET /inbox/complaints/{id}/files/{n}`.
pub async fn get(
    _: Agent,
    State(desk): State<Arc<Desk>>,
    Path((id, n)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let (Ok(id), Ok(n)) = (Uuid::try_parse(&id), n.parse::<usize>()) else { return Ok(missing(&desk)) };
    let Some(row) = desk.store.complaint(id).await? else { return Ok(missing(&desk)) };
    let Some(file) = row.files.into_iter().find(|file| file.n == n) else { return Ok(missing(&desk)) };
    let stream = desk.files.get(id, n).await?.into_stream();
    // A name of our own making: the sender's is text, not a name for somebody's disk.
    let name = format!("{}-{n}.{}", row.reference, extension(&file.mime));
    let headers = [
        (header::CONTENT_TYPE, file.mime),
        (header::CONTENT_LENGTH, file.bytes.to_string()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".into()),
    ];
    Ok((headers, Body::from_stream(stream)).into_response())
}

fn extension(mime: &str) -> &str {
    match mime {
        "image/jpeg" => "jpg",
        other => other.rsplit('/').next().unwrap_or("bin"),
    }
}
