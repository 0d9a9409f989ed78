//! File: a photo or document of a case, for whoever has its link; on the same leash as in the inbox.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;

use super::{Followed, missing};
use crate::desk::Desk;
use crate::error::Refusal;
use crate::inbox::leashed;

/// `GET /cases/{token}/files/{n}`.
pub async fn get(State(desk): State<Arc<Desk>>, Path((token, n)): Path<(String, String)>) -> Result<Response, Refusal> {
    let Some(followed) = Followed::find(&desk, &token).await? else { return Ok(missing()) };
    let Ok(n) = n.parse() else { return Ok(missing()) };
    Ok(leashed(&desk, &followed.row, n).await?.unwrap_or_else(missing))
}
