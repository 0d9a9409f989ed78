//! Errors: everything a request can be refused for, as one closed set, and how each crosses the wire: `{code, path, message}`.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use crate::files::FilesError;

/// SQLite's code for a write that the disk had no room for.
pub const SQLITE_FULL: i32 = 13;
/// Its code for a write that failed otherwise, as for an exceeded quota.
pub const SQLITE_IOERR_WRITE: i32 = 778;
/// Seconds after which a full disk is tried again: somebody has to make room first.
const FULL_SECONDS: u64 = 60;
/// The same for what may be over at once.
const SECONDS: u64 = 2;

/// Why a request is refused. The text is for the developer on the other side; nothing in it is internal.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Neither of the formats that are taken.
    #[error("send multipart/form-data with a part \"complaint\", or application/json")]
    MediaType,
    /// A multipart body that cannot be read.
    #[error("the multipart body cannot be read: it is malformed or ended early")]
    Multipart,
    /// The part `complaint` is missing or not the first.
    #[error("the part \"complaint\" must be there, once, before any attachment")]
    NoComplaint,
    /// A part that nobody asked for.
    #[error("there is a part that is neither \"complaint\" nor \"attachment\"")]
    UnknownPart,
    /// More parts than a complaint can have.
    #[error("the body has more than {most} parts")]
    TooManyParts {
        /// How many are allowed.
        most: usize,
    },
    /// Something is larger than allowed.
    #[error("{what} may have at most {most} bytes")]
    TooLarge {
        /// Stable code.
        code: &'static str,
        /// Where: a JSON Pointer into the complaint.
        path: String,
        /// What is too large.
        what: &'static str,
        /// Bytes allowed.
        most: usize,
    },
    /// The body came too slowly.
    #[error("the body did not arrive in time")]
    Timeout,
    /// The complaint is not UTF-8.
    #[error("the complaint is not UTF-8")]
    Encoding,
    /// The complaint is not JSON.
    #[error("the complaint is not JSON, or nested too deeply (line {line}, column {column})")]
    Syntax {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// The complaint is JSON, but not a complaint.
    #[error("{message}")]
    Invalid {
        /// Stable code.
        code: &'static str,
        /// Where: a JSON Pointer into the complaint.
        path: String,
        /// What is wrong.
        message: String,
    },
    /// A file of a type that is not taken, or that is not what it says it is.
    #[error("{message}")]
    FileType {
        /// Where: a JSON Pointer into the complaint.
        path: String,
        /// What is wrong.
        message: &'static str,
    },
    /// No usable `Idempotency-Key`.
    #[error("the header Idempotency-Key must be there and be the complaint's id, a UUID")]
    NoKey,
    /// The key was used before, for other bytes.
    #[error("this Idempotency-Key was used before for another complaint")]
    Mismatch,
    /// The key is being worked on.
    #[error("a complaint with this Idempotency-Key is being received")]
    InFlight,
    /// More came than is let in (src/rate/).
    #[error("more came than the limit {limit} lets in; send it again in {seconds} seconds")]
    RateLimited {
        /// The limit's name.
        limit: &'static str,
        /// When there is room again.
        seconds: u64,
    },
    /// No order of this number was placed with this address; or there is none; or the address is no address.
    #[error("there is no order with this number and this e-mail address")]
    OrderUnknown,
    /// Our own fault.
    #[error(transparent)]
    Internal(#[from] Fault),
}

/// What can go wrong on our side; only its id crosses the wire.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The database.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// The files.
    #[error("files: {0}")]
    Files(#[from] FilesError),
    /// The database, for want of room.
    #[error("the disk is full: {0}")]
    Full(sqlx::Error),
    /// A template.
    #[error("template: {0}")]
    Template(#[from] askama::Error),
    /// A stored row that does not read.
    #[error("stored data: {0}")]
    Stored(&'static str),
    /// A task that panicked.
    #[error("task: {0}")]
    Task(#[from] tokio::task::JoinError),
}

impl Fault {
    /// Whether it is for want of room, on the disk or for this user.
    pub fn is_full(&self) -> bool {
        match self {
            Fault::Files(error) => error.is_full(),
            Fault::Database(_) => self.sqlite() == Some(SQLITE_FULL),
            Fault::Full(_) => true,
            _ => false,
        }
    }

    /// SQLite's extended result code.
    pub fn sqlite(&self) -> Option<i32> {
        let (Fault::Database(error) | Fault::Full(error)) = self else { return None };
        error.as_database_error()?.code()?.parse().ok()
    }
}

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Refusal {
        Refusal::Internal(error.into())
    }
}

impl From<FilesError> for Refusal {
    fn from(error: FilesError) -> Refusal {
        Refusal::Internal(error.into())
    }
}

impl Refusal {
    /// Something in the complaint is wrong.
    pub fn invalid(code: &'static str, path: impl Into<String>, message: impl Into<String>) -> Refusal {
        Refusal::Invalid { code, path: path.into(), message: message.into() }
    }

    /// When to come back, for what will pass by itself.
    pub fn retry_after(&self) -> Option<(HeaderName, HeaderValue)> {
        let seconds = match self {
            Refusal::Internal(fault) if fault.is_full() => FULL_SECONDS,
            Refusal::InFlight | Refusal::Internal(_) => SECONDS,
            Refusal::RateLimited { seconds, .. } => *seconds,
            _ => return None,
        };
        Some((header::RETRY_AFTER, seconds.into()))
    }

    fn parts(&self) -> (StatusCode, &'static str, &str) {
        match self {
            Refusal::MediaType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "request.media-type", ""),
            Refusal::Multipart => (StatusCode::BAD_REQUEST, "multipart.syntax", ""),
            Refusal::NoComplaint => (StatusCode::BAD_REQUEST, "multipart.complaint", ""),
            Refusal::UnknownPart => (StatusCode::BAD_REQUEST, "multipart.unknown-part", ""),
            Refusal::TooManyParts { .. } => (StatusCode::PAYLOAD_TOO_LARGE, "multipart.parts", ""),
            Refusal::TooLarge { code, path, .. } => (StatusCode::PAYLOAD_TOO_LARGE, code, path),
            Refusal::Timeout => (StatusCode::REQUEST_TIMEOUT, "request.timeout", ""),
            Refusal::Encoding => (StatusCode::BAD_REQUEST, "complaint.encoding", ""),
            Refusal::Syntax { .. } => (StatusCode::BAD_REQUEST, "complaint.syntax", ""),
            Refusal::Invalid { code, path, .. } => (StatusCode::UNPROCESSABLE_ENTITY, code, path),
            Refusal::FileType { path, .. } => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "attachment.type", path),
            Refusal::NoKey => (StatusCode::BAD_REQUEST, "idempotency.missing", ""),
            Refusal::Mismatch => (StatusCode::UNPROCESSABLE_ENTITY, "idempotency.mismatch", ""),
            Refusal::InFlight => (StatusCode::CONFLICT, "idempotency.in-flight", ""),
            Refusal::Internal(fault) if fault.is_full() => (StatusCode::SERVICE_UNAVAILABLE, "storage.full", ""),
            Refusal::RateLimited { .. } => (StatusCode::TOO_MANY_REQUESTS, "rate.limited", ""),
            Refusal::OrderUnknown => (StatusCode::NOT_FOUND, "order.unknown", ""),
            Refusal::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, "internal", ""),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, code, path) = self.parts();
        let message = match &self {
            Refusal::Internal(fault) if fault.is_full() => {
                tracing::error!(error = %fault, "the disk is full: complaints are sent back, and come again when there is room");
                "there is no room to store this now; send it again later, the same bytes under the same key".into()
            }
            Refusal::Internal(fault) => {
                let incident = Uuid::new_v4();
                tracing::error!(%incident, error = %fault, "a request failed");
                format!("something went wrong on our side; it is noted as {incident}")
            }
            other => {
                tracing::info!(status = status.as_u16(), code, path, "refused");
                other.to_string()
            }
        };
        let body = serde_json::json!({ "code": code, "path": path, "message": message });
        let mut response = (status, Json(body)).into_response();
        response.headers_mut().extend(self.retry_after());
        response
    }
}
