//! Complaint → receipt: the post to the merchant's endpoint, with one id, tried again where that can help.

mod attempt;
mod body;
pub mod outbox;

use crate::browser::{call, get, text, wait};
use crate::session::{Session, is_offline};
use attempt::{Came, Post, ask};
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use outbox::now;
use redress_engine::Json;
use redress_engine::complaint::{Attachment, Receipt};
use redress_engine::config::{Credentials, Endpoint, Files, Upload};
use redress_engine::delivery::{
    Answer, Request, Retry, Sealed, UPLOADS_HOLD_SECONDS, permission, receipt, refused, request, transfer, uploaded,
};
use redress_engine::kept::Failure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

/// Seconds before the second, third, … attempt where the server does not say.
const PAUSES: [i32; 2] = [1, 3];
/// The longest wait that a server can ask for before the shopper is told.
const LONGEST_PAUSE: i64 = 20;
/// Seconds without an answer after which an attempt is given up, where the config says nothing.
const TIMEOUT: i64 = 60;
/// Seconds after which a look-up is given up: somebody waits for the next question.
const LOOK_UP: i64 = 8;

/// What was confirmed: one id, fixed bytes. The same again on every attempt, so that it arrives once.
#[derive(Clone, Default)]
pub struct Frozen {
    /// UUIDv7, also the `Idempotency-Key`.
    pub id: String,
    /// ISO 8601 with offset.
    pub confirmed_at: String,
    /// The complaint as JSON text.
    pub body: String,
    /// It in words, for the shop's people.
    pub summary: String,
    /// Its attachments with their bytes.
    pub files: Vec<(Attachment, Blob)>,
    /// What its attachments are called where they were uploaded first.
    pub uploads: Vec<String>,
    /// When that was: milliseconds since 1970. A name holds for a time only.
    pub uploaded_at: i64,
}

/// Why there is no receipt.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Message key: `failed.network`, `failed.server`, `failed.rejected`.
    pub key: String,
    /// `delivery.network`, `delivery.status-500`, or the code that the endpoint gave.
    pub code: String,
    /// For the developer.
    pub detail: String,
}

/// An attempt that brought no receipt.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Failed {
    /// What the shopper and the developer are told.
    pub outcome: Outcome,
    /// Whether another attempt can help.
    pub retry: bool,
    /// Whether nothing takes complaints at that address any more.
    pub gone: bool,
    /// After how many seconds, where the server says.
    pub retry_after: Option<i64>,
}

impl Failed {
    /// As it is kept on the device.
    pub fn to_keep(&self) -> Failure {
        let Outcome { key, code, detail } = self.outcome.clone();
        Failure { key, code, detail, is_final: !self.retry }
    }

    /// As it was kept.
    pub fn kept(failure: &Failure) -> Failed {
        let Failure { key, code, detail, is_final } = failure.clone();
        Failed { outcome: Outcome { key, code, detail }, retry: !is_final, ..Failed::default() }
    }
}

/// Sends until there is a receipt, an answer that forbids another attempt, no network, no attempt left, or nobody who waits for it.
pub async fn deliver(
    to: &mut Endpoint,
    current: &Endpoint,
    frozen: &mut Frozen,
    session: Session,
    sending: u32,
) -> Result<Receipt, Failed> {
    let mut pauses = PAUSES.iter();
    loop {
        let failed = match attempt_once(to, current, frozen, Some(session)).await {
            Ok(receipt) => return Ok(receipt),
            Err(failed) => failed,
        };
        // Stopped, or offline: more attempts are of no use. A page that has gone meanwhile still gets its complaint through.
        if !session.is_over() && (!session.is_current(sending) || is_offline()) {
            return Err(failed);
        }
        let wait = match (pauses.next(), failed.retry_after) {
            (Some(_), Some(asked)) if failed.retry && asked <= LONGEST_PAUSE => asked as i32,
            (Some(pause), None) if failed.retry => *pause,
            _ => return Err(failed),
        };
        if !session.is_over() {
            session.announce(session.text("sending.retry"));
        }
        pause(wait * 1000).await;
        if !session.is_over() && !session.is_current(sending) {
            return Err(failed);
        }
    }
}

/// One attempt, and what it means. An address that is gone gives way to the `current` one. `session`: the widget that shows it, if one does.
async fn attempt_once(
    to: &mut Endpoint,
    current: &Endpoint,
    frozen: &mut Frozen,
    session: Option<Session>,
) -> Result<Receipt, Failed> {
    loop {
        let answered = post(to, frozen, session).await;
        match answered {
            Err(failed) if failed.gone && to.url != current.url => {
                to.clone_from(current);
                frozen.uploaded_at = 0;
            }
            answered => return answered,
        }
    }
}

/// The files first, where the endpoint wants them so; then the complaint.
async fn post(to: &Endpoint, frozen: &mut Frozen, session: Option<Session>) -> Result<Receipt, Failed> {
    if let (Files::Upload, Some(upload)) = (to.attachments, &to.upload)
        && now() - frozen.uploaded_at > UPLOADS_HOLD_SECONDS * 1000
    {
        frozen.uploads.clear();
        for (file, blob) in &frozen.files {
            frozen.uploads.push(hand_over(to, upload, &frozen.id, file, blob).await?);
        }
        frozen.uploaded_at = now();
    }
    let Frozen { id, body: complaint, summary, uploads, files, .. } = &*frozen;
    let request = request(to, &Sealed { id, complaint, summary, uploads });
    let Ok(body) = body::body(&request.body, files).await else {
        return Err(failed(refused(0, ""), &Came::default()));
    };
    // Who listens to an upload makes a browser ask another origin for permission first. Cookies stay away only with fetch.
    let watched = session.filter(|_| !request.simple && request.credentials != Credentials::Omit);
    let Request { headers, credentials, opaque, .. } = &request;
    let came = ask(Post {
        method: "POST",
        url: &to.url,
        headers,
        credentials: *credentials,
        opaque: *opaque,
        body,
        timeout: timeout(to),
        watched,
    })
    .await;
    receipt(to, id, came.answer()).map_err(|failure| failed(failure, &came))
}

/// A file on its own; what it is called from then on.
async fn hand_over(to: &Endpoint, upload: &Upload, id: &str, file: &Attachment, blob: &Blob) -> Result<String, Failed> {
    let there = |url: &str| {
        let page = text(&leptos::prelude::document(), "baseURI");
        absolute(url, &absolute(&to.url, &page))
    };
    let mut granted = Came::default();
    if let Some(permission) = permission(upload, id, file) {
        let headers = [("Content-Type".to_string(), "application/json".to_string())];
        let url = there(&permission.url);
        granted = aside(to, "POST", &url, &headers, to.credentials, permission.body.into()).await;
    }
    let transfer = transfer(to, upload, id, file, granted.answer()).map_err(|failure| failed(failure, &granted))?;
    let url = there(&transfer.url);
    let came = aside(to, transfer.method, &url, &transfer.headers, transfer.credentials, blob.into()).await;
    uploaded(upload, &transfer, came.answer()).map_err(|failure| failed(failure, &came))
}

/// What the shop tells of an order that a guest names; None if it tells nothing, or takes too long.
pub async fn look_up(url: &str, asked: &str, session: Session) -> Option<Json> {
    let headers = [("Content-Type".to_string(), "application/json".to_string())];
    let (body, credentials) = (asked.into(), Credentials::SameOrigin);
    // Watched, because fetch has no end of its own in every browser.
    let watched = Some(session);
    let post =
        Post { method: "POST", url, headers: &headers, credentials, opaque: false, body, timeout: LOOK_UP, watched };
    match ask(post).await.answer() {
        Answer::Came(200, told) => Json::parse(told).ok(),
        _ => None,
    }
}

/// An address as seen from another.
pub fn absolute(url: &str, base: &str) -> String {
    let class: Result<Function, _> = get(&js_sys::global(), "URL").dyn_into();
    let made = class.and_then(|class| Reflect::construct(&class, &Array::of2(&url.into(), &base.into())));
    made.map_or_else(|_| url.into(), |made| text(&made, "href"))
}

/// Asks something beside the complaint itself.
async fn aside(
    to: &Endpoint,
    method: &'static str,
    url: &str,
    headers: &[(String, String)],
    credentials: Credentials,
    body: JsValue,
) -> Came {
    ask(Post { method, url, headers, credentials, opaque: false, body, timeout: timeout(to), watched: None }).await
}

fn failed(failure: redress_engine::delivery::Failure, came: &Came) -> Failed {
    Failed {
        outcome: Outcome { key: failure.key.into(), code: failure.code, detail: failure.detail },
        retry: failure.retry == Retry::Later,
        gone: failure.retry == Retry::Elsewhere,
        retry_after: came.retry_after,
    }
}

/// Seconds after which an attempt is given up.
fn timeout(to: &Endpoint) -> i64 {
    to.timeout_seconds.filter(|seconds| *seconds > 0).unwrap_or(TIMEOUT).min(600)
}

/// Waits so many milliseconds.
async fn pause(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        let _ = leptos::prelude::window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    let _ = JsFuture::from(promise).await;
}

/// A new UUIDv7 (RFC 9562): 48 bits of milliseconds, then random.
pub fn new_id() -> String {
    let mut bytes = [0u8; 16];
    let random = Uint8Array::new_with_length(16);
    if call(&get(&js_sys::global(), "crypto"), "getRandomValues", &[random.clone().into()]).is_ok() {
        random.copy_to(&mut bytes);
    }
    let millis = js_sys::Date::now() as u64;
    bytes[..6].copy_from_slice(&millis.to_be_bytes()[2..]);
    bytes[6] = 0x70 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    let mut id = hex(&bytes);
    for at in [20, 16, 12, 8] {
        id.insert(at, '-');
    }
    id
}

/// SHA-256 as lower-case hex; None outside secure contexts, where browsers give no `crypto.subtle`.
pub async fn sha256(bytes: &[u8]) -> Option<String> {
    let subtle = get(&get(&js_sys::global(), "crypto"), "subtle");
    let buffer = wait(&subtle, "digest", &["SHA-256".into(), Uint8Array::from(bytes).into()]).await.ok()?;
    Some(hex(&Uint8Array::new(&buffer).to_vec()))
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::new();
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

/// The page's address without query and fragment: those can hold tokens.
pub fn page_address() -> String {
    let location = leptos::prelude::window().location();
    [location.origin().unwrap_or_default(), location.pathname().unwrap_or_default()].concat()
}
