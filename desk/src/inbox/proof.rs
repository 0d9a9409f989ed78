//! Proof: a complaint and its receipt as they came and went, byte for byte: what `redress-desk verify` takes.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use super::{Agent, missing};
use crate::desk::Desk;
use crate::error::Refusal;
use crate::store::Row;

/// `GET /inbox/complaints/{id}/complaint.json`.
pub async fn complaint(agent: Agent, desk: State<Arc<Desk>>, id: Path<String>) -> Result<Response, Refusal> {
    download(agent, desk, id, "complaint", |row| row.body).await
}

/// `GET /inbox/complaints/{id}/receipt.json`.
pub async fn receipt(agent: Agent, desk: State<Arc<Desk>>, id: Path<String>) -> Result<Response, Refusal> {
    download(agent, desk, id, "receipt", |row| row.receipt).await
}

async fn download(
    _: Agent,
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    what: &str,
    bytes: impl FnOnce(Row) -> String,
) -> Result<Response, Refusal> {
    let Ok(id) = Uuid::try_parse(&id) else { return Ok(missing(&desk)) };
    let Some(row) = desk.store.complaint(id).await? else { return Ok(missing(&desk)) };
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_string()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}-{what}.json\"", row.reference)),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".into()),
    ];
    Ok((headers, bytes(row)).into_response())
}
