//! Upload: files that go before the complaint, straight to an address or to one that is granted for each (pre-signed, as object stores do).

use super::placeholder::{Piece, pieces};
use super::receipt::{Answer, Failure, Retry, failure, refused};
use super::request::push_encoded;
use crate::complaint::Attachment;
use crate::config::{Credentials, Endpoint, Upload, UploadWay};
use crate::json::Json;
use crate::read::Write;

/// How long the result of an upload can be used, in seconds: a Zendesk token lives 60 minutes (developer.zendesk.com, Attachments: "valid for 60
/// minutes"). Whoever retries later uploads again.
pub const UPLOADS_HOLD_SECONDS: i64 = 55 * 60;

/// A POST of JSON that asks where a file may go. Credentials are the endpoint's.
#[derive(Debug, Clone, PartialEq)]
pub struct Permission {
    /// Relative to `endpoint.url`.
    pub url: String,
    /// JSON text.
    pub body: String,
}

/// A file on its way: the bytes and nothing else.
#[derive(Debug, Clone, PartialEq)]
pub struct Transfer {
    /// Relative to `endpoint.url`.
    pub url: String,
    /// `POST` or `PUT`.
    pub method: &'static str,
    /// All that are to be set.
    pub headers: Vec<(String, String)>,
    /// Whether cookies go along.
    pub credentials: Credentials,
    /// What the file is called from then on, where that is known beforehand.
    result: Option<String>,
}

/// What has to be asked before a file can go; None where its address is known.
pub fn permission(upload: &Upload, complaint: &str, file: &Attachment) -> Option<Permission> {
    if upload.way != UploadWay::Presigned {
        return None;
    }
    let mut body = Json::map([("complaint", complaint.into())]);
    body.merge(&file.to_json());
    Some(Permission { url: address(upload, complaint, file), body: body.to_text() })
}

/// Where a file goes. `granted` is the answer to [`permission`], [`Answer::Nothing`] where nothing was asked.
pub fn transfer(
    endpoint: &Endpoint,
    upload: &Upload,
    complaint: &str,
    file: &Attachment,
    granted: Answer,
) -> Result<Transfer, Failure> {
    let kind = || vec![("Content-Type".to_string(), file.mime.clone())];
    let (url, credentials) = (address(upload, complaint, file), endpoint.credentials);
    match upload.way {
        UploadWay::Post => Ok(Transfer { url, method: "POST", headers: kind(), credentials, result: None }),
        UploadWay::Put => Ok(Transfer { url, method: "PUT", headers: kind(), credentials, result: None }),
        UploadWay::Presigned => {
            let granted = read(granted)?;
            let Some(url) = granted.get("url").and_then(Json::as_text).filter(|url| is_safe(url)) else {
                return Err(failure("failed.server", "delivery.upload", "no https address", Retry::Later));
            };
            let mut headers = Vec::new();
            for (name, value) in
                granted.get("headers").and_then(Json::as_map).map(|map| map.0.as_slice()).unwrap_or_default()
            {
                headers.push((name.clone(), value.as_text().unwrap_or_default().to_string()));
            }
            if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("Content-Type")) {
                headers.extend(kind());
            }
            let result = granted.pointer(upload.result.as_deref().unwrap_or("/publicUrl")).and_then(Json::as_text);
            let result = result.map(str::to_string).or_else(|| Some(plain(url).into()));
            // An object store answers any origin (`*`), which browsers refuse together with cookies.
            Ok(Transfer { url: url.into(), method: "PUT", headers, credentials: Credentials::Omit, result })
        }
    }
}

/// What the file is called from then on: an address, or a token of the receiver's.
pub fn uploaded(upload: &Upload, transfer: &Transfer, answer: Answer) -> Result<String, Failure> {
    // A pre-signed address that is too old: the next attempt asks for another.
    if let (UploadWay::Presigned, Answer::Came(status @ (400 | 403), body)) = (upload.way, answer) {
        return Err(Failure { key: "failed.server", retry: Retry::Later, ..refused(status, body) });
    }
    let answered = match answer {
        Answer::Came(200..=299, body) => Json::parse(body).unwrap_or_default(),
        other => read(other)?,
    };
    if let Some(result) = &transfer.result {
        return Ok(result.clone());
    }
    match (answered.pointer(upload.result.as_deref().unwrap_or("/url")).and_then(Json::as_text), &upload.result) {
        (Some(result), _) => Ok(result.into()),
        (None, None) => Ok(plain(&transfer.url).into()),
        (None, Some(_)) => Err(failure("failed.server", "delivery.upload", "no name for the file", Retry::Later)),
    }
}

fn read(answer: Answer) -> Result<Json, Failure> {
    match answer {
        Answer::Came(200..=299, body) => Ok(Json::parse(body).unwrap_or_default()),
        Answer::Came(status, body) => Err(refused(status, body)),
        _ => Err(failure("failed.network", "delivery.network", "no answer to an upload", Retry::Later)),
    }
}

fn address(upload: &Upload, complaint: &str, file: &Attachment) -> String {
    let mut url = String::new();
    for piece in pieces(&upload.url) {
        match piece {
            Piece::Text(text) => url.push_str(text),
            Piece::Names("id") => push_encoded(&file.id, false, &mut url),
            Piece::Names("name") => push_encoded(&file.name, false, &mut url),
            Piece::Names("type") => push_encoded(&file.mime, false, &mut url),
            Piece::Names("complaint") => push_encoded(complaint, false, &mut url),
            Piece::Names(_) => {}
        }
    }
    url
}

/// Photos never travel in the clear. A path is on the endpoint's own server.
fn is_safe(url: &str) -> bool {
    url.starts_with("https://")
        || url.starts_with('/') && !url.starts_with("//")
        || url.starts_with("http://localhost:")
        || url.starts_with("http://127.0.0.1:")
}

/// An address without its query, which holds the signature.
fn plain(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default()
}
