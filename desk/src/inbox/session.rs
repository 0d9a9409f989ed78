//! Session: the inbox token, and the cookie that stands for it once it was shown.

use std::fmt;

use axum::http::{HeaderMap, header};
use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use rand::RngExt;
use sha2::Sha256;

use crate::hex::hex;

/// The cookie's name.
pub const COOKIE: &str = "redress_inbox";
/// How long one login lasts.
const LIFE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The inbox token: who has it may read. It signs the cookies too, so sessions need no memory and end when the token is changed.
#[derive(Clone)]
pub struct Key(String);

// Logs must not open the inbox.
impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("Key(…)")
    }
}

impl Key {
    /// The key of this token.
    pub fn of(token: &str) -> Key {
        Key(token.into())
    }

    /// A new token: 256 random bits, hex.
    pub fn random_token() -> String {
        hex(&rand::rng().random::<[u8; 32]>())
    }

    /// The token itself.
    pub fn token(&self) -> &str {
        &self.0
    }

    /// Whether `token` is the one. Compared by their signatures, which takes the same time wherever they differ.
    pub fn is(&self, token: &str) -> bool {
        let signature = Key(token.trim().into()).sign("token");
        self.verifier("token").is_some_and(|mac| mac.verify_slice(&signature).is_ok())
    }

    /// The value of `Set-Cookie` for someone who has shown the token and calls themselves `name`, which may be empty: everybody has the same
    /// token, so a name says who did something among people who trust each other, and proves nothing. `secure`: for https: alone.
    pub fn cookie(&self, now: Timestamp, name: &str, secure: bool) -> String {
        let until = (now + LIFE).as_second().to_string();
        let signed = [&until, ".", &hex(name.as_bytes())].concat();
        let signature = hex(&self.sign(&signed));
        let secure = if secure { "; Secure" } else { "" };
        format!("{COOKIE}={signed}.{signature}; HttpOnly; SameSite=Strict; Path=/inbox{secure}")
    }

    /// The name in a request's cookie, if that is ours and still holds.
    pub fn admits(&self, headers: &HeaderMap, now: Timestamp) -> Option<String> {
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.filter(|(name, _)| *name == COOKIE).find_map(|(_, value)| self.holds(value, now))
    }

    fn holds(&self, value: &str, now: Timestamp) -> Option<String> {
        let (signed, signature) = value.rsplit_once('.')?;
        self.verifier(signed)?.verify_slice(&unhex(signature)?).ok()?;
        let (until, name) = signed.split_once('.')?;
        let fresh = until.parse::<i64>().is_ok_and(|until| now.as_second() < until);
        String::from_utf8(unhex(name)?).ok().filter(|_| fresh)
    }

    fn sign(&self, text: &str) -> Vec<u8> {
        self.verifier(text).map(|mac| mac.finalize().into_bytes().to_vec()).unwrap_or_default()
    }

    fn verifier(&self, text: &str) -> Option<Hmac<Sha256>> {
        // HMAC takes keys of any length; the None is for the type only.
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(self.0.as_bytes()).ok()?;
        mac.update(text.as_bytes());
        Some(mac)
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(cookie: &str) -> HeaderMap {
        let pair = cookie.split(';').next().unwrap();
        HeaderMap::from_iter([(header::COOKIE, format!("a=b; {pair}").parse().unwrap())])
    }

    #[test]
    fn a_cookie_holds_for_a_week_and_only_for_the_token_that_signed_it() {
        let (key, now) = (Key::of("one"), Timestamp::UNIX_EPOCH);
        let headers = headers(&key.cookie(now, "Jörg; Path=/", true));
        assert_eq!(key.admits(&headers, now).as_deref(), Some("Jörg; Path=/"));
        assert!(key.admits(&headers, now + SignedDuration::from_hours(7 * 24 - 1)).is_some());
        assert!(key.admits(&headers, now + LIFE).is_none());
        assert!(Key::of("two").admits(&headers, now).is_none());
    }

    #[test]
    fn a_made_up_cookie_does_not_hold() {
        let key = Key::of("one");
        for cookie in
            ["redress_inbox=", "redress_inbox=99999999999..", "redress_inbox=99999999999.00ff", "redress_inbox=x.ä.0"]
        {
            if let Ok(value) = cookie.parse() {
                let headers = HeaderMap::from_iter([(header::COOKIE, value)]);
                assert!(key.admits(&headers, Timestamp::UNIX_EPOCH).is_none(), "{cookie}");
            }
        }
        assert!(key.is("one") && key.is(" one\n") && !key.is("two") && !key.is(""));
    }

    #[test]
    fn a_token_is_long_and_new_each_time() {
        assert_eq!(Key::random_token().len(), 64);
        assert_ne!(Key::random_token(), Key::random_token());
    }
}
