//! Errors: everything a request can be refused for, as one closed set, and how each crosses the wire: `{code, path, message}`.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

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
    /// The object store.
    #[error("files: {0}")]
    Files(#[from] object_store::Error),
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

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Refusal {
        Refusal::Internal(error.into())
    }
}

impl From<object_store::Error> for Refusal {
    fn from(error: object_store::Error) -> Refusal {
        Refusal::Internal(error.into())
    }
}

impl Refusal {
    /// Something in the complaint is wrong.
    pub fn invalid(code: &'static str, path: impl Into<String>, message: impl Into<String>) -> Refusal {
        Refusal::Invalid { code, path: path.into(), message: message.into() }
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
            Refusal::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, "internal", ""),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, code, path) = self.parts();
        let message = match &self {
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
        if matches!(self, Refusal::InFlight | Refusal::Internal(_)) {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
        }
        response
    }
}
