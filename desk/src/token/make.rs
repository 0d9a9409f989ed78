//! Make: a token of the desk's own, for an order that it looked up itself. What a shop signs with a pair of keys it cannot make.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use redress_engine::Json;
use redress_engine::context::Context;
use redress_engine::json::Map;
use redress_engine::read::Write;
use sha2::Sha256;

use super::Key;

/// A token for order, items and customer that holds from now for `life`, by the first key that is a secret; None where there is none.
pub fn make(keys: &[Key], context: &Context, now: Timestamp, life: SignedDuration) -> Option<String> {
    let (key, secret) = keys.iter().find_map(|key| Some((key, key.secret()?)))?;
    let mut header = Map::default();
    header.set("alg", "HS256".into());
    header.set("typ", "JWT".into());
    if let Some(kid) = &key.kid {
        header.set("kid", kid.as_str().into());
    }
    let claims = Json::map([
        ("order", context.order.to_json()),
        ("items", context.items.to_json()),
        ("customer", context.customer.to_json()),
        ("iat", Json::Int(now.as_second())),
        ("exp", Json::Int((now + life).as_second())),
    ]);
    // By hand, for `jsonwebtoken`'s provider signs nothing (src/token/provider.rs).
    let part = |json: Json| URL_SAFE_NO_PAD.encode(json.to_text());
    let signed = [part(Json::Map(header)), part(claims)].join(".");
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(secret).ok()?;
    mac.update(signed.as_bytes());
    Some([signed, URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())].join("."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::{Moments, Refused, check};

    const SECRET: &str = "a secret of the tests, long enough for HMAC-SHA-256";

    fn keys() -> Vec<Key> {
        let pair = Key::eddsa(None, "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").unwrap();
        vec![pair, Key::hs256(Some("2026".into()), SECRET).unwrap()]
    }

    #[test]
    fn what_it_makes_holds_before_the_same_keys_for_as_long_as_it_says() {
        let (now, life) = (Timestamp::UNIX_EPOCH + SignedDuration::from_hours(9), SignedDuration::from_hours(2));
        let mut context = Context::default();
        context.order.number = "TT-1".into();
        let token = make(&keys(), &context, now, life).unwrap();
        let at = |moment| check(&keys(), &token, Moments { confirmed: moment, arrived: moment });
        assert_eq!(at(now).unwrap().0.context.order.number, "TT-1");
        assert!(at(now + life).is_ok(), "clocks may differ by five minutes");
        assert_eq!(at(now + life + SignedDuration::from_mins(5)).unwrap_err(), Refused::Expired);
    }

    #[test]
    fn without_a_secret_none_is_made() {
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(make(&keys()[..1], &Context::default(), now, SignedDuration::from_hours(1)), None);
        assert_eq!(make(&[], &Context::default(), now, SignedDuration::from_hours(1)), None);
    }
}
