//! Rules against what must not be public: private rules under unknown keys, and values that look like keys of a service.

use crate::check::{Checker, Code, below, codes};
use crate::json::Json;

/// Words by which private rules go: alone, or two words of a key after each other. A key that the language knows is never asked.
#[rustfmt::skip]
const RULES: &[&str] = &[
    "instant", "autoapprove", "autorefund", "autoaccept", "approve", "approves", "approval", "approvals", "approved",
    "routing", "route", "routes", "customervalue", "lifetimevalue", "clv", "ltv", "score", "scoring", "scores",
    "risk", "fraud", "policy", "policies", "blocklist", "blacklist", "denylist", "allowlist", "whitelist",
    "threshold", "thresholds", "escalation", "escalate", "vip", "tier", "tiers", "private", "internal",
];
/// Words by which secrets go, likewise.
#[rustfmt::skip]
const SECRETS: &[&str] = &[
    "secret", "secrets", "apikey", "apikeys", "token", "tokens", "bearer", "authorization", "auth", "password",
    "passwords", "passwd", "passphrase", "credential", "credentials", "privatekey", "signingkey", "accesskey",
    "encryptionkey", "smtp", "databaseurl",
];
/// What conditions may not read of a customer, beside [`RULES`]: a page knows it, and everybody could read what it is worth.
const OF_CUSTOMERS: &[&str] =
    &["value", "segment", "spend", "spent", "revenue", "orders", "returns", "rating", "group"];

/// Whether something is called like a secret.
pub fn is_secret_name(name: &str) -> bool {
    names(name, SECRETS)
}

/// What an unknown key gives away, if anything.
pub fn rule(key: &str) -> Option<(&'static Code, String, String)> {
    if names(key, SECRETS) {
        let message = format!("\"{key}\" looks like a secret, and everybody can read this file");
        return Some((&codes::PRIVATE_SECRET, message, "Take it out, and give the server another one.".into()));
    }
    names(key, RULES).then(|| {
        let message = format!("\"{key}\" looks like a private rule, and everybody can read this file");
        (&codes::PRIVATE_RULE, message, TO_THE_DESK.into())
    })
}

const TO_THE_DESK: &str = "Move it to the desk's policy file (redress-desk --policy).";

/// What a fact that does not exist gives away: `customer.value`, `order.riskScore`.
pub fn fact(name: &str) -> Option<(&'static Code, String, String)> {
    let (of, rest) = name.split_once('.')?;
    let is_private = match of {
        "customer" => names(rest, RULES) || names(rest, OF_CUSTOMERS),
        "order" | "item" | "shop" => names(rest, RULES),
        _ => false,
    };
    is_private.then(|| {
        let message = format!("\"{name}\" would be a private rule, and everybody can read this file");
        (&codes::PRIVATE_RULE, message, TO_THE_DESK.into())
    })
}

/// Whether a key says one of these words, alone or as two that follow each other.
fn names(key: &str, known: &[&str]) -> bool {
    let words = words(key);
    let whole = words.concat();
    known.contains(&whole.as_str())
        || words.iter().any(|word| known.contains(&word.as_str()))
        || words.windows(2).any(|pair| known.contains(&pair.concat().as_str()))
}

/// The words of a key, folded: they part at anything that is no letter or digit, and where small letters turn into capitals.
fn words(key: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let letters: Vec<char> = key.chars().collect();
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let after = letters.get(at + 1);
        // `riskScore`, and `APIKey` before its K.
        let begins = letter.is_uppercase()
            && before.is_some_and(|before| {
                !before.is_uppercase() || after.is_some_and(|after| after.is_lowercase()) && before.is_uppercase()
            });
        if (begins || !letter.is_alphanumeric()) && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter.is_alphanumeric()) {
            word.extend(letter.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

pub fn check(checker: &mut Checker) {
    let patch = checker.patch;
    values(checker, patch, "", false);
}

/// Looks at every value and, inside notes, at keys too: no shape knows those.
fn values(checker: &mut Checker, json: &Json, path: &str, in_note: bool) {
    match json {
        Json::Text(text) => {
            // An endpoint's address is public by its nature, and a hook of Zapier's only takes what is posted, as an endpoint does; an address
            // of a chat lets whoever knows it write to people.
            let is_hook = path == "/endpoint/url" && host(text) == "hooks.zapier.com";
            if let Some(what) = secret(text).filter(|_| !is_hook) {
                let message = format!("this looks like {what}, and everybody can read this file");
                checker.add(
                    &codes::PRIVATE_SECRET,
                    path,
                    message,
                    "Withdraw it where it was issued, and keep the new one on the server.",
                );
            }
        }
        Json::List(list) => {
            for (at, value) in list.iter().enumerate() {
                values(checker, value, &below(path, &at.to_string()), in_note);
            }
        }
        Json::Map(map) => {
            for (key, value) in map.iter() {
                let inside = below(path, key);
                let is_note = in_note || key.starts_with("//") || key.starts_with('$');
                if is_note
                    && let Some((code, message, fix)) = rule(key)
                    && !is_prose(value)
                {
                    checker.add(code, &inside, message, fix);
                }
                values(checker, value, &inside, is_note);
            }
        }
        _ => {}
    }
}

/// Whether a value is words for people: "the token is on the server" gives nothing away.
fn is_prose(value: &Json) -> bool {
    value.as_text().is_some_and(|text| text.trim().is_empty() || text.trim().contains(' '))
}

/// Addresses that take what anybody posts who knows them: host, or the end of one, and how the path begins.
const WEBHOOKS: &[(&str, &str)] = &[
    ("hooks.slack.com", "/"),
    ("hooks.zapier.com", "/"),
    ("discord.com", "/api/webhooks/"),
    ("discordapp.com", "/api/webhooks/"),
    (".webhook.office.com", "/"),
    ("maker.ifttt.com", "/"),
    ("chat.googleapis.com", "/"),
    ("api.telegram.org", "/bot"),
];

/// The server that an address names, in small letters; empty where it names none.
pub fn host(url: &str) -> String {
    let rest = url.trim().split_once("//").map(|(_, rest)| rest).unwrap_or_default();
    rest.split(['/', '?', '#', ':']).next().unwrap_or_default().to_ascii_lowercase()
}

fn is_webhook(text: &str) -> bool {
    let lower = text.trim().to_ascii_lowercase();
    let Some((_, rest)) = lower.split_once("//") else { return false };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let is_host = |known: &str| host == known || (known.starts_with('.') && host.ends_with(known));
    WEBHOOKS.iter().any(|(known, begins)| is_host(known) && path.starts_with(begins))
}

/// Beginnings by which services mark their keys, and how many characters follow at least.
const PREFIXES: &[(&str, usize, &str)] = &[
    ("sk_live_", 8, "a secret key of a payment service"),
    ("sk_test_", 8, "a secret key of a payment service"),
    ("rk_live_", 8, "a secret key of a payment service"),
    ("whsec_", 8, "a webhook secret"),
    ("shpat_", 16, "an access token of a shop system"),
    ("shpss_", 16, "a secret of a shop system"),
    ("ghp_", 16, "an access token"),
    ("github_pat_", 16, "an access token"),
    ("glpat-", 12, "an access token"),
    ("xoxb-", 10, "an access token"),
    ("xoxp-", 10, "an access token"),
    ("AKIA", 16, "an access key"),
    ("AIza", 30, "an access key"),
    ("SG.", 20, "an access key"),
    ("sk-", 20, "an access key"),
];

/// What kind of secret a value looks like.
fn secret(text: &str) -> Option<&'static str> {
    if is_webhook(text) {
        return Some("the address of a webhook, where whoever knows it can post");
    }
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, '=' | '&' | '?' | '"' | '\'')) {
        for (prefix, least, what) in PREFIXES {
            if word.strip_prefix(prefix).is_some_and(|rest| is_token(rest) && rest.len() >= *least) {
                return Some(what);
            }
        }
        if is_jwt(word) {
            return Some("a signed token (JWT)");
        }
        if word.len() >= 32
            && word.bytes().all(|byte| byte.is_ascii_hexdigit())
            && word.bytes().any(|byte| byte.is_ascii_digit())
        {
            return Some("a key (a long hexadecimal number)");
        }
    }
    if text.starts_with("-----BEGIN ") {
        return Some("a private key");
    }
    if text.strip_prefix("Bearer ").is_some_and(|rest| is_token(rest) && rest.len() >= 12) {
        return Some("an access token");
    }
    let authority = text.split_once("://").map(|(_, rest)| rest.split('/').next().unwrap_or_default());
    let password =
        authority.and_then(|authority| authority.rsplit_once('@')).is_some_and(|(user, _)| user.contains(':'));
    password.then_some("an address with a password")
}

fn is_token(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'+' | b'/'))
}

/// Three parts of base64url, the first of which begins as `{"` does.
fn is_jwt(word: &str) -> bool {
    let parts: Vec<_> = word.split('.').collect();
    parts.len() == 3
        && parts[0].starts_with("eyJ")
        && parts.iter().take(2).all(|part| part.len() >= 8 && is_token(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_services_are_recognised_and_common_values_are_not() {
        for text in [
            "sk_live_0123456789",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
            "https://shop.example/c?key=9f86d081884c7d659a2feaa0c55ad015",
            "https://user:hunter2@shop.example/c",
            "Bearer abcdefghijklmnop",
            "-----BEGIN PRIVATE KEY-----",
            "https://hooks.slack.com/services/T0/B0/x",
            "https://hooks.zapier.com/hooks/catch/1/a",
            "https://discord.com/api/webhooks/1/x",
        ] {
            assert!(secret(text).is_some(), "{text}");
        }
        for text in [
            "/api/complaints",
            "https://discord.com/invite/x",
            "https://hooks.slack.com.shop.example/c",
            "https://shop.example/c",
            "help@shop.example",
            "Mo-Fr 09:00-17:00",
            "deadbeef",
            "sk-ski",
            "SG.",
            "Write to us: mailto:a@b.example",
            "12345678901234567890",
            "[terms](https://shop.example/terms#a)",
        ] {
            assert_eq!(secret(text), None, "{text}");
        }
    }

    #[test]
    fn a_private_rule_is_known_however_it_is_spelt() {
        assert!(rule("customer_value").is_some() && rule("API-Key").is_some() && rule("colour").is_none());
        for key in
            ["autoRefund", "auto-refund", "vipTier", "fraud_risk_score", "approvalLimit", "webhookSecret", "myAPIKey"]
        {
            assert!(rule(key).is_some(), "{key}");
        }
        for key in ["scoreboardless", "authors", "passport", "keyboard", "tierra", "router"] {
            assert!(rule(key).is_none(), "{key}");
        }
        assert_eq!(words("//myAPIKey-2_x"), ["my", "api", "key", "2", "x"]);
        assert!(fact("customer.value").is_some() && fact("customer.vipTier").is_some());
        assert!(fact("customer.nmae").is_none() && fact("item.value").is_none() && fact("answer.score").is_none());
    }
}
