//! The policy file: read as a whole or not at all, every mistake told at once with its place and how to mend it, no secret repeated.

use redress_desk::policy::{Flaws, Policy};
use redress_desk::shop::Shop;
use serde_json::{Value, json};

use crate::sign::{OTHER_SECRET, SECRET, private_pem, public_pem, public_raw};
use crate::support::CONFIG;

fn parse(policy: &str) -> Result<Policy, Flaws> {
    let shop = Shop::parse(CONFIG).unwrap();
    Policy::parse(policy, &[&shop.config])
}

/// Codes and places of all mistakes.
fn mistakes(policy: &Value) -> Vec<(String, String)> {
    let Flaws(flaws) = parse(&policy.to_string()).unwrap_err();
    assert!(flaws.iter().all(|flaw| !flaw.message.is_empty() && !flaw.fix.is_empty()), "{flaws:?}");
    flaws.into_iter().map(|flaw| (flaw.code.to_string(), flaw.path)).collect()
}

#[test]
fn a_whole_policy_is_read() {
    let policy = json!({
        "$schema": "anything", "// why": "notes are free",
        "tokens": { "hs256": [{ "kid": "2026", "secret": SECRET }, { "secret": OTHER_SECRET }], "eddsa": [{ "kid": "k", "publicKey": public_pem() }, { "publicKey": public_raw() }] },
        "instant": [{ "remedies": ["replacement", "refund"], "when": { "item.paid": { "atMost": 5000 }, "history.complaints": { "below": 3 }, "not": { "customer.kind": "business" } } }],
        "routing": [
            { "to": "safety", "when": { "any": [{ "answer.reason": "faulty" }, { "flow.kind": "safety" }] }, "flag": "Injury" },
            { "to": "high value", "when": { "order.total": { "atLeast": 50_000 }, "order.placedOn": { "atLeast": "2026-01-01" } } },
            { "to": "guests", "when": { "customer.email": { "exists": true }, "history.orders": { "not": 7 }, "order.country": { "not": "DE" }, "not": { "answer.reason": "other" } } },
        ],
        "needsInfo": [{ "when": true, "ask": "serial" }, { "when": { "right.guarantee": true }, "ask": ["photos", "The proof of purchase"] }],
    });
    let policy = parse(&policy.to_string()).unwrap();
    assert_eq!((policy.keys.len(), policy.instant.len(), policy.routing.len(), policy.needs_info.len()), (4, 1, 3, 2));
    let empty = parse("{}").unwrap();
    assert!(empty.keys.is_empty() && empty.instant.is_empty());
}

#[test]
fn every_mistake_is_told_at_once_with_code_and_place() {
    let policy = json!({
        "token": {},
        "tokens": {
            "hs256": [{ "secret": "too short" }, { "kid": "a", "secret": SECRET, "alg": "HS256" }, "secret", { "kid": "b" }],
            "eddsa": [{ "kid": "a", "publicKey": public_raw() }, { "publicKey": "AAAA" }, { "publicKey": private_pem() }],
            "rs256": [],
        },
        "instant": [
            { "remedies": ["money-for-nothing", "replacement"], "when": { "order.totl": 1, "order.total": { "atleast": 1 } } },
            { "remedies": "replacement", "when": { "order.total": "much" } },
            { "remedies": [] },
        ],
        "routing": [{ "to": 7.5, "when": "always", "because": 1 }, { "when": { "answer.nothing": 1, "customer.kind": "vip", "flow.kind": "complain" } }],
        "needsInfo": [{ "when": { "order.placedOn": { "above": "yesterday" }, "order.currency": { "above": "EUR" }, "history.": 1 }, "ask": 1 }],
        "refuse": [],
    });
    let expected = [
        ("policy.type", "/instant/0/when/order.total/atleast"),
        ("policy.fact", "/instant/0/when/order.totl"),
        ("policy.remedy", "/instant/0/remedies/0"),
        ("policy.type", "/instant/1/remedies"),
        ("policy.value", "/instant/1/when/order.total"),
        ("policy.missing", "/instant/2/remedies"),
        ("policy.missing", "/instant/2/when"),
        ("policy.fact", "/needsInfo/0/when/history."),
        ("policy.type", "/needsInfo/0/ask"),
        ("policy.value", "/needsInfo/0/when/order.currency/above"),
        ("policy.value", "/needsInfo/0/when/order.placedOn/above"),
        ("policy.unknown-key", "/refuse"),
        ("policy.type", "/routing/0/to"),
        ("policy.type", "/routing/0/when"),
        ("policy.unknown-key", "/routing/0/because"),
        ("policy.missing", "/routing/1/to"),
        ("policy.fact", "/routing/1/when/answer.nothing"),
        ("policy.value", "/routing/1/when/customer.kind"),
        ("policy.value", "/routing/1/when/flow.kind"),
        ("policy.unknown-key", "/token"),
        ("policy.kid", "/tokens/eddsa/0/kid"),
        ("policy.public-key", "/tokens/eddsa/1/publicKey"),
        ("policy.private-key", "/tokens/eddsa/2/publicKey"),
        ("policy.secret", "/tokens/hs256/0/secret"),
        ("policy.unknown-key", "/tokens/hs256/1/alg"),
        ("policy.type", "/tokens/hs256/2"),
        ("policy.missing", "/tokens/hs256/3/secret"),
        ("policy.unknown-key", "/tokens/rs256"),
    ];
    let mut expected: Vec<_> = expected.map(|(code, path)| (code.to_string(), path.to_string())).into();
    let mut found = mistakes(&policy);
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn a_secret_of_31_bytes_is_refused_and_never_repeated() {
    let short = "0123456789abcdef0123456789abcde";
    let Flaws(flaws) = parse(&json!({ "tokens": { "hs256": [{ "secret": short }] } }).to_string()).unwrap_err();
    let text = Flaws(flaws).to_string();
    assert_eq!(
        text,
        "1 mistake\n  policy.secret at /tokens/hs256/0/secret: the secret has 31 bytes, and needs 32. Make one with `openssl rand -base64 48`."
    );
    let long = parse(&json!({ "tokens": { "hs256": [{ "secret": SECRET }] } }).to_string()).unwrap();
    assert!(!format!("{long:?}").contains(SECRET), "{long:?}");
}

#[test]
fn no_rule_can_hold_because_a_customer_is_unknown() {
    let suspicious = [
        json!({ "history.orders": { "exists": false } }),
        json!({ "customer.email": { "exists": false } }),
        json!({ "not": { "history.orders": { "atLeast": 1 } } }),
        json!({ "any": [{ "not": { "all": [{ "answer.reason": "faulty" }, { "history.complaints": { "below": 3 } }] } }] }),
        // Who came without a token is unknown in all of these.
        json!({ "order.total": { "exists": false } }),
        json!({ "item.paid": { "exists": false } }),
        json!({ "not": { "order.total": { "atMost": 5000 } } }),
        json!({ "not": { "right.guarantee": true } }),
        json!({ "not": { "not": { "customer.kind": "business" } } }),
    ];
    for when in suspicious {
        for rules in [
            json!({ "routing": [{ "to": "review", "when": when }] }),
            json!({ "needsInfo": [{ "ask": "serial", "when": when }] }),
        ] {
            let found = mistakes(&rules);
            assert!(found.iter().all(|(code, _)| code == "policy.unknown-customer") && found.len() == 1, "{found:?}");
        }
        // What is approved is approved for the unknown, too.
        let generous = json!({ "instant": [{ "remedies": ["repair"], "when": when }] });
        assert!(parse(&generous.to_string()).is_ok());
    }
}

#[test]
fn no_rule_can_approve_a_withdrawal_or_words_of_the_shoppers_own() {
    let rules = json!({ "instant": [{ "remedies": ["repair", "withdrawal", "other"], "when": true }] });
    let places = ["/instant/0/remedies/1", "/instant/0/remedies/2"];
    assert_eq!(mistakes(&rules), places.map(|place| ("policy.remedy".to_string(), place.to_string())));
}

#[test]
fn what_is_no_json_or_too_large_is_told_with_its_place() {
    let text = parse("{ \"tokens\": ").unwrap_err().to_string();
    assert!(
        text.starts_with("1 mistake\n  policy.syntax at /: expected ") && text.contains("line 1, column 13"),
        "{text}"
    );
    let text = parse(&" ".repeat(1_000_001)).unwrap_err().to_string();
    assert!(text.contains("policy.too-large at /"), "{text}");
    let text = parse("[]").unwrap_err().to_string();
    assert!(text.contains("policy.type at /: expected an object"), "{text}");
}
