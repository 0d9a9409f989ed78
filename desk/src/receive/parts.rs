//! Parts: the parts of a request, read one after the other as they come; a JSON body is a complaint without files.

use std::error::Error;

use axum::RequestExt;
use axum::body::to_bytes;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderName, StatusCode, header};
use bytes::{Bytes, BytesMut};
use http_body_util::LengthLimitError;
use tower_http::timeout::TimeoutError;

use super::pace::Pace;
use crate::error::Refusal;
use crate::limits;

/// The parts of a request.
pub enum Parts {
    /// Only a complaint, until it is taken.
    Json(Option<Bytes>),
    /// A complaint, then its files.
    Multipart {
        /// The reader.
        body: Multipart,
        /// What it holds.
        pace: Pace,
        /// Parts so far.
        count: usize,
    },
}

/// One part.
pub struct Part<'a> {
    field: Field<'a>,
    pace: &'a Pace,
}

impl Parts {
    /// Looks at a request's headers and begins to read.
    pub async fn open(request: Request) -> Result<Parts, Refusal> {
        if text(&request, header::CONTENT_LENGTH).parse::<usize>().is_ok_and(|length| length > limits::BODY_BYTES) {
            return Err(body_too_large());
        }
        match essence(text(&request, header::CONTENT_TYPE)).as_str() {
            "multipart/form-data" => {
                let pace = Pace::default();
                let request = request.map(|body| pace.slow(body));
                let body = Multipart::from_request(request, &()).await.map_err(|_| Refusal::Multipart)?;
                Ok(Parts::Multipart { body, pace, count: 0 })
            }
            "application/json" => {
                let body = request.into_limited_body();
                let bytes = to_bytes(body, limits::COMPLAINT_BYTES).await.map_err(|error| match cause(&error) {
                    Cause::Silence => Refusal::Timeout,
                    Cause::Length => complaint_too_large(),
                    Cause::Other => Refusal::Syntax { line: 1, column: 0 },
                })?;
                Ok(Parts::Json(Some(bytes)))
            }
            _ => Err(Refusal::MediaType),
        }
    }

    /// The complaint's bytes, which come first.
    pub async fn complaint(&mut self) -> Result<Bytes, Refusal> {
        if let Parts::Json(bytes) = self {
            return bytes.take().ok_or(Refusal::NoComplaint);
        }
        let part = self.next().await?;
        let Some(mut part) = part.filter(|part| part.field.name() == Some("complaint")) else {
            return Err(Refusal::NoComplaint);
        };
        if part.content_type().is_some_and(|mime| essence(mime) != "application/json") {
            return Err(Refusal::MediaType);
        }
        let mut bytes = BytesMut::new();
        while let Some(chunk) = part.chunk().await? {
            if bytes.len() + chunk.len() > limits::COMPLAINT_BYTES {
                return Err(complaint_too_large());
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes.freeze())
    }

    /// The next file.
    pub async fn file(&mut self) -> Result<Option<Part<'_>>, Refusal> {
        let Some(part) = self.next().await? else { return Ok(None) };
        match part.field.name() {
            Some("attachment") => Ok(Some(part)),
            Some("complaint") => Err(Refusal::NoComplaint),
            _ => Err(Refusal::UnknownPart),
        }
    }

    /// The next part, whatever it is.
    pub async fn next(&mut self) -> Result<Option<Part<'_>>, Refusal> {
        let Parts::Multipart { body, pace, count } = self else { return Ok(None) };
        let Some(field) = body.next_field().await.map_err(refusal)? else { return Ok(None) };
        pace.moved();
        *count += 1;
        if *count > limits::PARTS {
            return Err(Refusal::TooManyParts { most: limits::PARTS });
        }
        Ok(Some(Part { field, pace }))
    }

    /// Reads the rest and forgets it: a browser shows no answer to a request whose body was not taken, only a broken connection.
    pub async fn drain(&mut self) {
        let Parts::Multipart { body, pace, .. } = self else { return };
        while let Ok(Some(field)) = body.next_field().await {
            pace.moved();
            let mut part = Part { field, pace };
            while let Ok(Some(_)) = part.chunk().await {}
        }
    }
}

impl Part<'_> {
    /// The part's name.
    pub fn name(&self) -> &str {
        self.field.name().unwrap_or_default()
    }

    /// The whole of a text; what comes after `most` bytes is read and left out.
    pub async fn text(&mut self, most: usize) -> Result<String, Refusal> {
        let mut bytes = BytesMut::new();
        while let Some(chunk) = self.chunk().await? {
            let room = most.saturating_sub(bytes.len()).min(chunk.len());
            bytes.extend_from_slice(&chunk[..room]);
        }
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The file's name: an attachment's id, and nothing more than a text.
    pub fn file_name(&self) -> String {
        self.field.file_name().unwrap_or_default().into()
    }

    /// The type its sender gives it.
    pub fn content_type(&self) -> Option<&str> {
        self.field.content_type()
    }

    /// The next bytes of a file of which `so_far` came; `path` says which one.
    pub async fn file_chunk(&mut self, so_far: usize, path: &str) -> Result<Option<Bytes>, Refusal> {
        let chunk = self.chunk().await?;
        if chunk.as_ref().is_some_and(|chunk| so_far + chunk.len() > limits::FILE_BYTES) {
            return Err(too_large("attachment.too-large", path, "a file", limits::FILE_BYTES));
        }
        Ok(chunk)
    }

    async fn chunk(&mut self) -> Result<Option<Bytes>, Refusal> {
        let chunk = self.field.chunk().await.map_err(refusal)?;
        self.pace.moved();
        Ok(chunk)
    }
}

fn text(request: &Request, name: HeaderName) -> &str {
    request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// A MIME type without its parameters.
fn essence(mime: &str) -> String {
    mime.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn complaint_too_large() -> Refusal {
    too_large("complaint.too-large", "", "the complaint", limits::COMPLAINT_BYTES)
}

fn body_too_large() -> Refusal {
    too_large("request.too-large", "", "the body", limits::BODY_BYTES)
}

fn too_large(code: &'static str, path: &str, what: &'static str, most: usize) -> Refusal {
    Refusal::TooLarge { code, path: path.into(), what, most }
}

fn refusal(error: MultipartError) -> Refusal {
    match (error.status(), cause(&error)) {
        (_, Cause::Silence) => Refusal::Timeout,
        (StatusCode::PAYLOAD_TOO_LARGE, _) => body_too_large(),
        _ => Refusal::Multipart,
    }
}

enum Cause {
    Silence,
    Length,
    Other,
}

/// Why a body could not be read, from the chain of errors below it.
fn cause(error: &(dyn Error + 'static)) -> Cause {
    let mut next = Some(error);
    while let Some(error) = next {
        if error.is::<TimeoutError>() {
            return Cause::Silence;
        }
        if error.is::<LengthLimitError>() {
            return Cause::Length;
        }
        next = error.source();
    }
    Cause::Other
}
