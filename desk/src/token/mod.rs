//! Token: whether the shop vouches for what a complaint says of order, items and customer.
//!
//! A token is a compact JWS (RFC 7515, 7519). A bad one is refused, with a code; the complaint never is.

mod claims;
mod keys;
mod make;
mod provider;

use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, decode_header};
use redress_engine::Json;

pub use claims::Claims;
pub use keys::{Key, SECRET_BYTES, Signed};
pub use make::make;

use crate::limits;

/// How far the clocks of the shop's server and the desk may be apart.
pub const LEEWAY: SignedDuration = SignedDuration::from_mins(5);
/// How long after `confirmedAt` a complaint may arrive and still be judged by the token as it was then: what waits in a browser for the
/// network was sent in time. The moment is the browser's word, so the time is bounded, and a late arrival is flagged all the same.
pub const LATE_DELIVERY: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How far the facts of a complaint can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Trust {
    /// The shop signed them, and the token held.
    Verified,
    /// Nobody vouches for them.
    #[default]
    Unsigned,
    /// The shop signed them for another time.
    Expired,
    /// There is a token, and no key of the desk made it.
    Forged,
}

impl Trust {
    const ALL: [Trust; 4] = [Trust::Verified, Trust::Unsigned, Trust::Expired, Trust::Forged];

    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Trust::Verified => "verified",
            Trust::Unsigned => "unsigned",
            Trust::Expired => "expired",
            Trust::Forged => "forged",
        }
    }

    /// From how it is stored.
    pub fn from_word(word: &str) -> Option<Trust> {
        Trust::ALL.into_iter().find(|trust| trust.as_str() == word)
    }
}

/// Why a token is refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refused {
    /// The desk has no key at all.
    #[error("the desk has no key to check tokens with")]
    NoKeys,
    /// It is too long to be looked at.
    #[error("the token has more than {} bytes", limits::TOKEN_BYTES)]
    TooLarge,
    /// It is not three parts of base64url with a JSON header, or demands extensions (`crit`).
    #[error("the token is not a compact JWS")]
    Malformed,
    /// It names a key that the desk does not have.
    #[error("the token names a key (kid) that the desk does not have")]
    UnknownKey,
    /// It wants another algorithm than the key has.
    #[error("the token is not of its key's algorithm")]
    Algorithm,
    /// The signature is another's.
    #[error("the signature is of none of the desk's keys")]
    Signature,
    /// The signature is right, and what it signs is of no use.
    #[error("{0}")]
    Claims(String),
    /// It does not hold yet.
    #[error("the token does not hold yet")]
    NotYetValid,
    /// It does not hold any more.
    #[error("the token has expired")]
    Expired,
}

impl Refused {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Refused::NoKeys => "token.no-keys",
            Refused::TooLarge => "token.too-large",
            Refused::Malformed => "token.malformed",
            Refused::UnknownKey => "token.unknown-key",
            Refused::Algorithm => "token.algorithm",
            Refused::Signature => "token.signature",
            Refused::Claims(_) => "token.claims",
            Refused::NotYetValid => "token.not-yet-valid",
            Refused::Expired => "token.expired",
        }
    }

    /// What it makes of the complaint. Claims that cannot be read vouch for nothing; that is the shop's mistake and nobody's forgery.
    pub fn trust(&self) -> Trust {
        match self {
            Refused::NoKeys | Refused::Claims(_) => Trust::Unsigned,
            Refused::NotYetValid | Refused::Expired => Trust::Expired,
            _ => Trust::Forged,
        }
    }
}

/// When a complaint was confirmed, by the browser's clock, and when it arrived, by the desk's.
#[derive(Debug, Clone, Copy)]
pub struct Moments {
    /// By the browser.
    pub confirmed: Timestamp,
    /// By the desk.
    pub arrived: Timestamp,
}

impl Moments {
    /// Time between the two; negative where the browser's clock is ahead.
    pub fn gap(self) -> SignedDuration {
        self.arrived.duration_since(self.confirmed)
    }
}

/// The claims of a token that one of these keys made and that holds.
pub fn check(keys: &[Key], token: &str, moments: Moments) -> Result<(Claims, Json), Refused> {
    let json = signed(keys, token)?;
    let claims = Claims::read(&json).map_err(Refused::Claims)?;
    in_time(&claims, moments)?;
    Ok((claims, json))
}

/// The claims of a token that one of these keys made, whether it holds now or not: good for filling in a form, and for nothing else.
pub fn claims(keys: &[Key], token: &str) -> Result<Claims, Refused> {
    Claims::read(&signed(keys, token)?).map_err(Refused::Claims)
}

/// The claims of a token that one of these keys made.
fn signed(keys: &[Key], token: &str) -> Result<Json, Refused> {
    if keys.is_empty() {
        return Err(Refused::NoKeys);
    }
    if token.len() > limits::TOKEN_BYTES {
        return Err(Refused::TooLarge);
    }
    let Header { algorithm, kid } = header(token)?;
    // A key without a name may have made any token; a token without a name may be of any key.
    let fits = |key: &&Key| kid.is_none() || key.kid.is_none() || key.kid == kid;
    let named: Vec<&Key> = keys.iter().filter(fits).collect();
    if named.is_empty() {
        return Err(Refused::UnknownKey);
    }
    // The key decides: the header is only asked whether it agrees.
    let mut agreeing = named.iter().filter(|key| key.algorithm == algorithm).peekable();
    if agreeing.peek().is_none() {
        return Err(Refused::Algorithm);
    }
    let found = agreeing.find_map(|key| if let Signed::Yes(claims) = key.signed(token) { Some(claims) } else { None });
    found.ok_or(Refused::Signature)
}

struct Header {
    algorithm: Algorithm,
    kid: Option<String>,
}

fn header(token: &str) -> Result<Header, Refused> {
    match decode_header(token) {
        Ok(header) if header.crit.is_none() => Ok(Header { algorithm: header.alg, kid: header.kid }),
        // An algorithm that the library does not know, "none" among them, makes the header unreadable for it.
        Err(error) if matches!(error.kind(), ErrorKind::Json(_)) && names_other_algorithm(token) => {
            Err(Refused::Algorithm)
        }
        _ => Err(Refused::Malformed),
    }
}

fn names_other_algorithm(token: &str) -> bool {
    use base64::Engine;
    let header = token.split('.').next().unwrap_or_default();
    let header = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(header).unwrap_or_default();
    let header: Json = serde_json::from_slice(&header).unwrap_or_default();
    header.get("alg").and_then(Json::as_text).is_some_and(|name| name.parse::<Algorithm>().is_err())
}

/// Whether the token holds: on arrival, by the desk's clock; or, where the complaint was under way for a while, when it was confirmed.
fn in_time(claims: &Claims, moments: Moments) -> Result<(), Refused> {
    let within = |moment: Timestamp| {
        moment.duration_since(claims.from) >= -LEEWAY && moment.duration_since(claims.until) < LEEWAY
    };
    if within(moments.arrived) {
        return Ok(());
    }
    if moments.arrived < claims.from {
        return Err(Refused::NotYetValid);
    }
    let sent_in_time = within(moments.confirmed) && moments.gap() <= LATE_DELIVERY;
    if sent_in_time { Ok(()) } else { Err(Refused::Expired) }
}
