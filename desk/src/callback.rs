//! Callback: tells the merchant's own system of what happens, signed as Standard Webhooks 1.0.0 says (standardwebhooks.com).

use std::error::Error as _;
use std::fmt;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use redress_engine::Json;
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode, Url};
use sha2::Sha256;
use uuid::Uuid;

use crate::desk::stored_json;
use crate::mail::is_loopback;
use crate::outbox::{Attempt, Channel, Draft, Message};
use crate::store::Row;

/// What a secret begins with.
const PREFIX: &str = "whsec_";
/// Bytes that a secret must have, by the specification.
const SECRET_BYTES: std::ops::RangeInclusive<usize> = 24..=64;
/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(10);
/// How long the other side may take in all; the specification recommends 15 to 30 seconds.
const ANSWER: Duration = Duration::from_secs(30);

/// The merchant's endpoint.
#[derive(Clone)]
pub struct Callback {
    url: Url,
    secret: Vec<u8>,
    client: Client,
}

// The secret stays here, and what the URL's query may hold.
impl fmt::Debug for Callback {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "Callback({})", self.url.host_str().unwrap_or_default())
    }
}

/// Why nothing can be sent to the merchant's system.
#[derive(Debug, thiserror::Error)]
pub enum CallbackError {
    /// No address, or one over an open line.
    #[error("--callback must be an https: address (http: only to this very machine)")]
    Url,
    /// There is an address and no secret.
    #[error(
        "--callback needs a secret to sign with: set REDRESS_CALLBACK_SECRET to whsec_ and base64 of 24 to 64 random bytes"
    )]
    NoSecret,
    /// The secret is none.
    #[error("REDRESS_CALLBACK_SECRET is not whsec_ and base64 of 24 to 64 bytes")]
    Secret,
    /// TLS cannot be set up.
    #[error("callback: {0}")]
    Client(#[from] reqwest::Error),
}

impl Callback {
    /// The endpoint at a URL, with the secret that signs.
    pub fn open(url: &str, secret: Option<&str>) -> Result<Callback, CallbackError> {
        let url = Url::parse(url).ok().filter(|url| {
            let plain = url.scheme() == "http" && is_loopback(url);
            (url.scheme() == "https" || plain) && url.has_host()
        });
        let url = url.ok_or(CallbackError::Url)?;
        let secret = secret.map(str::trim).filter(|secret| !secret.is_empty()).ok_or(CallbackError::NoSecret)?;
        let bytes = secret.strip_prefix(PREFIX).and_then(|text| STANDARD.decode(text).ok());
        let secret = bytes.filter(|bytes| SECRET_BYTES.contains(&bytes.len())).ok_or(CallbackError::Secret)?;
        // Only the first call can; all bring the same one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            // A redirect would carry a shopper's data to where nobody said.
            .redirect(Policy::none())
            .no_proxy()
            .connect_timeout(CONNECT)
            .timeout(ANSWER)
            .user_agent(concat!("redress-desk/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Callback { url, secret, client })
    }

    /// A message of an event: `{type, timestamp, data}`.
    pub fn draft(&self, complaint: Uuid, event: &str, data: Json, now: Timestamp) -> Draft {
        let payload =
            Json::map([("type", event.into()), ("timestamp", now.to_string().as_str().into()), ("data", data)]);
        // The host alone: the rest of the address may be a secret, and the inbox shows this.
        let host = self.url.host_str().unwrap_or_default();
        Draft { payload, ..Draft::new(complaint, event, Channel::Callback, host) }
    }

    /// A complaint has come: `complaint.received`.
    pub fn received(&self, row: &Row, now: Timestamp) -> Draft {
        let queue = |(queue, flag): &(String, String)| {
            Json::map([("queue", queue.as_str().into()), ("flag", flag.as_str().into())])
        };
        let data = Json::map([
            ("complaint", stored_json(&row.body)),
            ("receipt", stored_json(&row.receipt)),
            ("trust", row.trust.as_str().into()),
            ("status", row.status.as_str().into()),
            ("queues", Json::List(row.queues.iter().map(queue).collect())),
        ]);
        self.draft(row.id, "complaint.received", data, now)
    }

    /// Posts a message once. What is answered beside the status is not read.
    pub async fn send(&self, message: &Message, now: Timestamp) -> Attempt {
        let body = message.payload.to_text();
        // The moment of this attempt: receivers refuse old ones, so that nobody can play one back.
        let (id, timestamp) = (format!("msg_{}", message.id), now.as_second().to_string());
        let request = self
            .client
            .post(self.url.clone())
            .header("content-type", "application/json")
            .header("webhook-signature", self.signature(&id, &timestamp, &body))
            .header("webhook-id", id)
            .header("webhook-timestamp", timestamp)
            .body(body);
        match request.send().await.map(|response| response.status()) {
            Ok(status) if status.is_success() => Attempt::Sent,
            // The specification: whoever answers so wants no more of it.
            Ok(StatusCode::GONE) => Attempt::Never("the callback answered 410".into()),
            Ok(status) => Attempt::Later(format!("the callback answered {}", status.as_u16())),
            Err(error) if error.is_timeout() => Attempt::Later("the callback did not answer in time".into()),
            Err(error) => {
                // Without its address, whose query may be a secret; the reason is its innermost source.
                let error = error.without_url();
                let causes = std::iter::successors(error.source(), |cause| std::error::Error::source(*cause));
                let cause = causes.last().map(ToString::to_string);
                tracing::warn!(%error, cause, "the callback cannot be reached");
                Attempt::Later("the callback cannot be reached".into())
            }
        }
    }

    fn signature(&self, id: &str, timestamp: &str, body: &str) -> String {
        // HMAC takes keys of any length; the None is for the type only.
        let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.secret).ok();
        let signed = mac.map(|mac| mac.chain_update([id, ".", timestamp, ".", body].concat()).finalize().into_bytes());
        ["v1,", &STANDARD.encode(signed.unwrap_or_default())].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    #[test]
    fn the_signature_is_that_of_the_specification() {
        // The example of the reference libraries of Standard Webhooks.
        let callback = Callback::open("https://shop.example/hook", Some(SECRET)).unwrap();
        let signature = callback.signature("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", r#"{"test": 2432232314}"#);
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assert_eq!(format!("{callback:?}"), "Callback(shop.example)");
    }

    #[test]
    fn only_encrypted_addresses_and_long_secrets_are_taken() {
        for url in ["https://shop.example/hook", "http://127.0.0.1:9/x", "http://localhost/x", "http://[::1]:9/"] {
            assert!(Callback::open(url, Some(SECRET)).is_ok(), "{url}");
        }
        for url in ["http://shop.example/", "http://127.0.0.1.evil.example/", "ftp://localhost/", "shop.example", ""] {
            assert!(matches!(Callback::open(url, Some(SECRET)), Err(CallbackError::Url)), "{url}");
        }
        let url = "https://shop.example/";
        assert!(matches!(Callback::open(url, None), Err(CallbackError::NoSecret)));
        assert!(matches!(Callback::open(url, Some(" ")), Err(CallbackError::NoSecret)));
        for secret in ["whsec_", "whsec_c2hvcnQ=", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_no base64 at all, is it?"]
        {
            assert!(matches!(Callback::open(url, Some(secret)), Err(CallbackError::Secret)), "{secret}");
        }
    }
}
