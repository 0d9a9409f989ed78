//! Receipt: what an answer of the endpoint means, and whether another attempt can help.

use crate::complaint::Receipt;
use crate::config::{Ack, Endpoint};
use crate::json::{Json, Map, digits};
use crate::read::Read;

/// What came of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer<'a> {
    /// Nothing: no network, a time-out, or another origin that does not let its answer be read.
    Nothing,
    /// It has left, and its answer cannot be read (`no-cors`).
    Opaque,
    /// An answer: HTTP status and body.
    Came(u16, &'a str),
}

/// Why there is no receipt.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// Message key: `failed.network`, `failed.server`, `failed.rejected`.
    pub key: &'static str,
    /// `delivery.network`, `delivery.no-receipt`, `delivery.status-500`, or the code that the endpoint gave.
    pub code: String,
    /// For the developer.
    pub detail: String,
    /// Whether another attempt can help.
    pub retry: Retry,
}

/// Whether another attempt can help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// The same again, later.
    Later,
    /// The address is gone: where the config names another endpoint by now, the same id goes there.
    Elsewhere,
    /// Not as it is.
    Never,
}

/// The receipt in an answer. `id` is the complaint's.
pub fn receipt(endpoint: &Endpoint, id: &str, answer: Answer) -> Result<Receipt, Failure> {
    let body = match answer {
        Answer::Opaque if endpoint.ack == Ack::None => return Ok(unconfirmed(id)),
        Answer::Came(200..=299, body) => body,
        Answer::Came(status, body) => return Err(refused(status, body)),
        Answer::Nothing | Answer::Opaque => {
            let detail = "no answer that this page may read";
            return Err(failure("failed.network", "delivery.network", detail, Retry::Later));
        }
    };
    let answered = mapped(endpoint, Json::parse(body).unwrap_or_default());
    // A receipt for another complaint is a cache's or a broken server's, not ours.
    let ours = |receipt: &Receipt| !receipt.reference.is_empty() && (receipt.id.is_empty() || receipt.id == id);
    match Receipt::read(&answered, &mut Default::default()).filter(ours) {
        Some(receipt) => Ok(receipt),
        None if endpoint.ack != Ack::Receipt => Ok(unconfirmed(id)),
        // A proxy may have spoken.
        None => Err(failure("failed.server", "delivery.no-receipt", "the answer carries no reference", Retry::Later)),
    }
}

/// What a status other than 2xx means (RFC 9110: 408, 409, 425, 429 and 5xx can pass).
pub fn refused(status: u16, body: &str) -> Failure {
    let body = Json::parse(body).unwrap_or_default();
    let text = |key: &str| body.get(key).and_then(Json::as_text).unwrap_or_default();
    let retry = match status {
        408 | 409 | 425 | 429 | 500..=599 => Retry::Later,
        404 | 410 => Retry::Elsewhere,
        _ => Retry::Never,
    };
    let key = if retry == Retry::Later { "failed.server" } else { "failed.rejected" };
    let mut code = text("code").to_string();
    if code.is_empty() {
        code = ["delivery.status-", &digits(status.into())].concat();
    }
    Failure { key, code, detail: text("message").into(), retry }
}

pub(super) fn failure(key: &'static str, code: &str, detail: &str, retry: Retry) -> Failure {
    Failure { key, code: code.into(), detail: detail.into(), retry }
}

/// The answer in the shape of a receipt. Where the config says that it has another, keys that happen to be called like ours mean nothing.
fn mapped(endpoint: &Endpoint, body: Json) -> Json {
    let map = &endpoint.receipt;
    let places = [("reference", &map.reference), ("statusUrl", &map.status_url), ("receivedAt", &map.received_at)];
    if places.iter().all(|(_, pointer)| pointer.is_none()) {
        return body;
    }
    let mut receipt = Map::default();
    for (key, pointer) in places {
        let usual = ["/", key].concat();
        if let Some(value) = body.pointer(pointer.as_deref().unwrap_or(&usual)) {
            receipt.push(key, value.clone());
        }
    }
    Json::Map(receipt)
}

/// What stands for the receipt of an endpoint that gives none: no time of receipt, and a number from the id's random end.
fn unconfirmed(id: &str) -> Receipt {
    let number = id.rsplit('-').next().unwrap_or_default().to_ascii_uppercase();
    Receipt { id: id.into(), reference: number, ..Receipt::default() }
}
