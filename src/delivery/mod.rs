//! Complaint → receipt: the post to the merchant's endpoint, with one id, tried again where that can help.

mod attempt;

use crate::session::{Session, is_offline};
use attempt::{Answer, attempt};
use js_sys::{Promise, Reflect, Uint8Array};
use leptos::prelude::Set;
use redress_engine::Json;
use redress_engine::complaint::Receipt;
use redress_engine::config::{Ack, Endpoint};
use redress_engine::json::digits;
use redress_engine::read::Read;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Crypto};

/// Seconds before the second, third, … attempt where the server does not say.
const PAUSES: [i32; 2] = [1, 3];
/// The longest wait that a server can ask for before the shopper is told.
const LONGEST_PAUSE: i32 = 20;
/// Seconds without an answer after which an attempt is given up, where the config says nothing.
const TIMEOUT: i64 = 60;

/// What was confirmed: one id, fixed bytes. The same again on every attempt, so that it arrives once.
#[derive(Clone)]
pub struct Frozen {
    /// UUIDv7, also the `Idempotency-Key`.
    pub id: String,
    /// ISO 8601 with offset.
    pub confirmed_at: String,
    /// The complaint as JSON text.
    pub body: String,
    /// Attachment id → bytes.
    pub files: Vec<(String, Blob)>,
}

/// Why there is no receipt.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Message key: `failed.network`, `failed.server`, `failed.rejected`.
    pub key: &'static str,
    /// `delivery.network`, `delivery.status-500`, or the code that the endpoint gave.
    pub code: String,
    /// For the developer.
    pub detail: String,
}

/// Sends until there is a receipt, an answer that forbids another attempt, no network, no attempt left, or nobody who waits for it.
pub async fn deliver(endpoint: &Endpoint, frozen: &Frozen, session: Session, sending: u32) -> Result<Receipt, Outcome> {
    let mut pauses = PAUSES.iter();
    loop {
        let timeout = endpoint.timeout_seconds.filter(|seconds| *seconds > 0).unwrap_or(TIMEOUT).min(600);
        let answer = attempt(&endpoint.url, frozen, timeout as u32, session).await;
        let failed = match receipt(&answer, &frozen.id, endpoint.ack) {
            Ok(receipt) => return Ok(receipt),
            Err(failed) => failed,
        };
        // Stopped, or offline: more attempts are of no use. A page that has gone meanwhile still gets its complaint through.
        if !session.is_over() && (!session.is_current(sending) || is_offline()) {
            return Err(failed.0);
        }
        let wait = match (pauses.next(), answer.retry_after) {
            (Some(_), Some(asked)) if failed.1 && asked <= LONGEST_PAUSE => asked,
            (Some(pause), None) if failed.1 => *pause,
            _ => return Err(failed.0),
        };
        if !session.is_over() {
            session.announcement.set(session.text("sending.retry"));
        }
        pause(wait * 1000).await;
        if !session.is_over() && !session.is_current(sending) {
            return Err(failed.0);
        }
    }
}

/// The receipt in an answer, or what went wrong and whether another attempt can help (RFC 9110: 408, 409, 425, 429 and 5xx can; so
/// can a success that carries no receipt, because a proxy may have spoken).
fn receipt(answer: &Answer, id: &str, ack: Ack) -> Result<Receipt, (Outcome, bool)> {
    let body = Json::parse(&answer.body).unwrap_or_default();
    let outcome = |key, code: String, detail: &str| Outcome { key, code, detail: detail.into() };
    match answer.status {
        0 => Err((outcome("failed.network", "delivery.network".into(), "no answer from the endpoint"), true)),
        200..=299 => {
            // A receipt for another complaint is a cache's or a broken server's, not ours.
            let ours = |receipt: &Receipt| !receipt.reference.is_empty() && (receipt.id.is_empty() || receipt.id == id);
            match Receipt::read(&body, &mut Default::default()).filter(ours) {
                Some(receipt) => Ok(receipt),
                None if ack == Ack::Status => Ok(unconfirmed(id)),
                None => {
                    let detail = "the answer carries no reference";
                    Err((outcome("failed.server", "delivery.no-receipt".into(), detail), true))
                }
            }
        }
        status => {
            let retry = matches!(status, 408 | 409 | 425 | 429 | 500..=599);
            let key = if retry { "failed.server" } else { "failed.rejected" };
            let text = |key: &str| body.get(key).and_then(Json::as_text).map(str::to_string);
            let code = text("code").unwrap_or_else(|| ["delivery.status-", &digits(status.into())].concat());
            Err((outcome(key, code, &text("message").unwrap_or_default()), retry))
        }
    }
}

/// What stands for the receipt of an endpoint that gives none: no time of receipt, and a number from the id's random end.
fn unconfirmed(id: &str) -> Receipt {
    let number = id.rsplit('-').next().unwrap_or_default().to_ascii_uppercase();
    Receipt { id: id.into(), reference: number, ..Receipt::default() }
}

/// Waits.
async fn pause(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        let _ = leptos::prelude::window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    let _ = JsFuture::from(promise).await;
}

/// A new UUIDv7 (RFC 9562): 48 bits of milliseconds, then random.
pub fn new_id() -> String {
    let mut bytes = [0u8; 16];
    if let Ok(crypto) = crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
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
    let crypto = crypto().ok()?;
    if Reflect::get(&crypto, &"subtle".into()).ok()?.is_undefined() {
        return None;
    }
    let digest = crypto.subtle().digest_with_str_and_u8_array("SHA-256", bytes).ok()?;
    let buffer = JsFuture::from(digest).await.ok()?;
    Some(hex(&Uint8Array::new(&buffer).to_vec()))
}

fn crypto() -> Result<Crypto, JsValue> {
    Reflect::get(&js_sys::global(), &"crypto".into()).map(JsCast::unchecked_into)
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
