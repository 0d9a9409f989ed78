//! Tokens: what the shop signed is trusted, and nothing else; whatever is wrong with a token, the complaint is stored.

use redress_desk::token::{Key, Moments, Trust, check};
use redress_engine::complaint::Complaint;
use serde_json::{Value, json};

use crate::multipart::Form;
use crate::samples::{ID, REPLACEMENT, VASE, changed, made, vase};
use crate::sign::{
    NOW, OTHER_SECRET, SECRET, claims, claims_with, eddsa, hs256, jws, keys, mac, pair, public_pem, public_raw,
};
use crate::support::{Bench, gap};

async fn bench() -> Bench {
    Bench::with(|desk| desk.policy.keys = keys()).await
}

fn with_token(bench: &Bench, token: String) -> Complaint {
    Complaint { token: Some(token), ..vase(&bench.desk, vec![]) }
}

/// Mira's complaint as a browser would send it whose page says something else.
fn tampered(bench: &Bench, pointer: &str, value: Value, answers: &str) -> Complaint {
    let mut context: Value = serde_json::from_str(VASE).unwrap();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    context.pointer_mut(parent).unwrap()[key] = value;
    let complaint = made(&bench.desk, ID, &context.to_string(), answers, vec![]);
    Complaint { token: Some(hs256(&claims())), ..complaint }
}

#[tokio::test]
async fn what_the_shop_signed_is_verified_with_either_kind_of_key() {
    for token in [hs256(&claims()), eddsa(&claims())] {
        let bench = bench().await;
        let answer = bench.take(&with_token(&bench, token)).await;
        assert_eq!(answer.json()["status"], "received");
        let row = bench.row(ID).await;
        assert_eq!((row.trust, row.token_code), (Trust::Verified, None));
        assert_eq!((row.context_differs.len(), row.offers_differ), (0, false));
        let signed: Value = serde_json::from_str(&row.claims.unwrap()).unwrap();
        assert_eq!(signed, claims(), "kept, for keys change");
    }
}

#[tokio::test]
async fn a_tampered_context_is_found_and_the_offers_are_computed_from_what_the_shop_signed() {
    let cases = [
        ("/items/0/price", json!(640_000), "/context/items/0/price"),
        ("/items/0/deliveredOn", json!("2026-11-01"), "/context/items/0/deliveredOn"),
        ("/items/0/exclusions", json!(["hygiene-unsealed"]), "/context/items/0/exclusions"),
        ("/items/0/inStock", json!(true), "/context/items/0/inStock"),
        ("/order/country", json!("SE"), "/context/order/country"),
        ("/order/shipping", Value::Null, "/context/order/shipping"),
        ("/customer/kind", json!("business"), "/context/customer/kind"),
    ];
    for (pointer, value, found) in cases {
        let bench = bench().await;
        bench.take(&tampered(&bench, pointer, value, REPLACEMENT)).await;
        let row = bench.row(ID).await;
        assert_eq!(row.trust, Trust::Verified, "{pointer}");
        assert_eq!(row.context_differs, [found]);
        let honest = self::bench().await;
        honest.take(&with_token(&honest, hs256(&claims()))).await;
        assert_eq!(row.offers, honest.row(ID).await.offers, "{pointer}: what the browser says has no part in them");
    }
}

#[tokio::test]
async fn offers_that_only_the_tampered_context_gives_are_found_too() {
    let bench = bench().await;
    // The page is made to say that the vase cost a hundred times as much: cancelling would give that back.
    bench.take(&tampered(&bench, "/items/0/price", json!(640_000), REPLACEMENT)).await;
    let row = bench.row(ID).await;
    assert!(row.offers_differ && !row.offers.contains("640000"), "{}", row.offers);
    let page = bench.inbox(&format!("/inbox/complaints/{ID}")).await;
    for text in ["The context differs", "/context/items/0/price", "<td>640000</td><td>6400</td>", "The offers differ"] {
        assert!(page.text().contains(text), "{text}\n{}", page.text());
    }
}

#[tokio::test]
async fn an_offer_that_was_tampered_with_under_a_good_token_is_found() {
    let bench = bench().await;
    let mut complaint = with_token(&bench, hs256(&claims()));
    let offered = &mut complaint.items[0].offered.as_mut().unwrap().offered;
    offered[0].gets.amount = Some(999_999);
    bench.take(&complaint).await;
    let row = bench.row(ID).await;
    assert_eq!((row.trust, row.offers_differ, row.context_differs.len()), (Trust::Verified, true, 0));
}

#[tokio::test]
async fn a_token_of_another_order_makes_every_difference_plain() {
    let bench = bench().await;
    let other = claims_with("/order/number", json!("T-99999"));
    bench.take(&with_token(&bench, hs256(&other))).await;
    let row = bench.row(ID).await;
    assert_eq!((row.trust, row.context_differs), (Trust::Verified, vec!["/context/order/number".to_string()]));
    let page = bench.inbox(&format!("/inbox/complaints/{ID}")).await;
    assert!(page.text().contains("<td>T-20418</td><td>T-99999</td>"), "{}", page.text());
    // Items of which the complaint says nothing, and an order told differently at the top than in the context.
    let bench = self::bench().await;
    let mut more = claims();
    more["items"].as_array_mut().unwrap().push(json!({ "line": "2", "title": "Mug" }));
    let mut complaint = with_token(&bench, hs256(&more));
    complaint.order.number = "T-1".into();
    bench.take(&complaint).await;
    assert_eq!(bench.row(ID).await.context_differs, ["/context/items/-", "/order/number"]);
}

#[tokio::test]
async fn what_the_shopper_typed_in_and_a_customer_whom_the_shop_does_not_name_are_no_difference() {
    let bench = bench().await;
    let context = r#"{ "order": { "number": "T-20418" }, "items": [] }"#;
    let answers = r#"{ "shared": { "order": { "order": "T-20418", "email": "mira@example.org" } }, "items": {} }"#;
    let complaint = made(&bench.desk, ID, context, answers, vec![]);
    let signed = json!({ "order": { "number": "T-20418" }, "items": [], "iat": NOW, "exp": NOW + 60 });
    bench.take(&Complaint { token: Some(hs256(&signed)), ..complaint }).await;
    let row = bench.row(ID).await;
    assert_eq!((row.trust, row.context_differs), (Trust::Verified, vec![]));
}

#[tokio::test]
async fn a_customer_or_a_history_that_is_null_or_empty_is_one_that_is_left_out() {
    for (claim, value) in [("customer", json!(null)), ("history", json!(null)), ("history", json!([]))] {
        let bench = bench().await;
        let mut claims = claims();
        claims[claim] = value;
        bench.take(&with_token(&bench, hs256(&claims))).await;
        let row = bench.row(ID).await;
        assert_eq!((row.trust, row.context_differs), (Trust::Verified, vec![]), "{claim}: {:?}", row.token_code);
    }
}

fn named(name: &str, secret: &str) -> Key {
    Key::hs256(Some(name.into()), secret).unwrap()
}

/// The signed claims as a token whose header says this.
fn headed(header: Value) -> String {
    jws(&header, claims().to_string().as_bytes(), mac(SECRET.as_bytes()))
}

#[tokio::test]
async fn a_bad_token_is_refused_with_a_code_and_the_complaint_is_stored() {
    let body = claims().to_string();
    let secret = || vec![Key::hs256(None, SECRET).unwrap()];
    let public = || vec![Key::eddsa(None, &public_raw()).unwrap()];
    let good = hs256(&claims());
    let parts: Vec<&str> = good.split('.').collect();
    let swapped = hs256(&claims_with("/order/total", json!(1)));
    let swapped: Vec<&str> = swapped.split('.').collect();
    let with_public = |secret: &[u8]| jws(&json!({ "alg": "HS256" }), body.as_bytes(), mac(secret));
    let unsigned = |alg: &str| jws(&json!({ "alg": alg }), body.as_bytes(), |_| Vec::new());
    let huge = hs256(&claims_with("/history", json!({ "x".repeat(70_000): 1 })));
    let forged = [
        (
            "another secret",
            secret(),
            jws(&json!({ "alg": "HS256" }), body.as_bytes(), mac(OTHER_SECRET.as_bytes())),
            "token.signature",
        ),
        ("claims of another token", secret(), [parts[0], swapped[1], parts[2]].join("."), "token.signature"),
        (
            "half a signature",
            secret(),
            jws(&json!({ "alg": "HS256" }), body.as_bytes(), |message| mac(SECRET.as_bytes())(message)[..16].to_vec()),
            "token.signature",
        ),
        ("no signature", secret(), [parts[0], parts[1], ""].join("."), "token.signature"),
        ("none", keys(), unsigned("none"), "token.algorithm"),
        ("None", keys(), unsigned("None"), "token.algorithm"),
        ("no algorithm", keys(), headed(json!({ "typ": "JWT" })), "token.malformed"),
        ("a longer hash", secret(), headed(json!({ "alg": "HS512" })), "token.algorithm"),
        ("RSA", keys(), headed(json!({ "alg": "RS256" })), "token.algorithm"),
        ("the public key as a secret", public(), with_public(pair().verifying_key().as_bytes()), "token.algorithm"),
        ("its text as a secret", public(), with_public(public_pem().as_bytes()), "token.algorithm"),
        ("the same, both kinds of key", keys(), with_public(pair().verifying_key().as_bytes()), "token.signature"),
        ("a secret for a public key", public(), headed(json!({ "alg": "EdDSA" })), "token.signature"),
        (
            "a key nobody knows",
            vec![named("a", SECRET)],
            headed(json!({ "alg": "HS256", "kid": "b" })),
            "token.unknown-key",
        ),
        (
            "the name of another key",
            vec![named("a", SECRET), named("b", OTHER_SECRET)],
            headed(json!({ "alg": "HS256", "kid": "b" })),
            "token.signature",
        ),
        (
            "demands extensions",
            secret(),
            headed(json!({ "alg": "HS256", "crit": ["b64"], "b64": false })),
            "token.malformed",
        ),
        ("words", secret(), "not a token".into(), "token.malformed"),
        ("two parts", secret(), [parts[0], parts[1]].join("."), "token.malformed"),
        ("four parts", secret(), format!("{good}.x"), "token.malformed"),
        ("a header that is no JSON", secret(), format!("AAAA.{}.{}", parts[1], parts[2]), "token.malformed"),
        ("huge", secret(), huge, "token.too-large"),
    ];
    for (name, keys, token, code) in forged {
        refused(name, keys, token, Trust::Forged, code).await;
    }
    refused("no key at all", vec![], good, Trust::Unsigned, "token.no-keys").await;
}

#[tokio::test]
async fn a_token_that_is_no_text_is_refused_like_any_other_and_the_complaint_is_stored() {
    let long = "x".repeat(200_000);
    for (token, trust, code) in [
        (json!(1.5), Trust::Forged, Some("token.malformed")),
        (json!(false), Trust::Forged, Some("token.malformed")),
        (json!({}), Trust::Forged, Some("token.malformed")),
        (json!(["a", { "b": null }]), Trust::Forged, Some("token.malformed")),
        (json!("a\u{0}b"), Trust::Forged, Some("token.malformed")),
        (json!(long), Trust::Forged, Some("token.too-large")),
        (json!(""), Trust::Unsigned, None),
        (Value::Null, Trust::Unsigned, None),
    ] {
        for pointer in ["/token", "/context/token"] {
            let bench = bench().await;
            let body = changed(&vase(&bench.desk, vec![]), pointer, token.clone());
            let answer = bench.post(ID, Form::of(&body).bytes()).await;
            assert_eq!(answer.status, 201, "{}", answer.text());
            let row = bench.row(ID).await;
            // In the context none is looked for.
            let expected = if pointer == "/token" { (trust, code) } else { (Trust::Unsigned, None) };
            assert_eq!((row.trust, row.token_code.as_deref()), expected, "{pointer}");
            assert_eq!(row.body.as_bytes(), body, "kept as it came");
            assert_eq!(bench.inbox(&format!("/inbox/complaints/{ID}")).await.status, 200);
        }
    }
}

#[tokio::test]
async fn claims_that_are_missing_or_of_a_wrong_shape_vouch_for_nothing() {
    let cases = [
        claims_with("/order", Value::Null),
        claims_with("/order/number", Value::Null),
        claims_with("/order/number", json!(" ")),
        claims_with("/items", Value::Null),
        claims_with("/items", json!({})),
        claims_with("/items/0", json!("vase")),
        claims_with("/items/0/price", json!("64.00")),
        claims_with("/items", json!(vec![json!({}); 201])),
        claims_with("/customer", json!([])),
        claims_with("/history", json!({ "orders": 1.5 })),
        claims_with("/history", json!([1])),
        claims_with("/iat", Value::Null),
        claims_with("/exp", Value::Null),
        claims_with("/exp", json!("tomorrow")),
        claims_with("/exp", json!((NOW + 60) * 1000)),
        claims_with("/exp", json!(NOW - 600)),
        claims_with("/iat", json!(-1)),
        claims_with("/nbf", json!("now")),
        json!([1, 2]),
        json!("T-20418"),
    ];
    for claims in cases {
        refused(&claims.to_string(), keys(), hs256(&claims), Trust::Unsigned, "token.claims").await;
    }
    let no_json = jws(&json!({ "alg": "HS256" }), b"{", mac(SECRET.as_bytes()));
    refused("no JSON", keys(), no_json, Trust::Unsigned, "token.claims").await;
}

#[tokio::test]
async fn a_token_out_of_its_time_is_told_apart_from_a_forged_one() {
    let week = 7 * 86_400;
    let mut long_ago = claims_with("/iat", json!(NOW - 3 * week));
    long_ago["exp"] = json!(NOW - 2 * week);
    refused("two weeks ago", keys(), hs256(&long_ago), Trust::Expired, "token.expired").await;
    let later = claims_with("/iat", json!(NOW + 301));
    refused("five minutes from now", keys(), hs256(&later), Trust::Expired, "token.not-yet-valid").await;
    let later = claims_with("/nbf", json!(NOW + 301));
    refused("held back", keys(), hs256(&later), Trust::Expired, "token.not-yet-valid").await;
}

async fn refused(name: &str, keys: Vec<Key>, token: String, trust: Trust, code: &str) {
    let bench = Bench::with(|desk| desk.policy.keys = keys).await;
    let answer = bench.take(&with_token(&bench, token.clone())).await;
    assert_eq!(answer.json()["status"], "received", "{name}");
    let row = bench.row(ID).await;
    assert_eq!((row.trust, row.token_code.as_deref(), row.claims), (trust, Some(code), None), "{name}");
    // The offers are those of what the browser sent, and kept.
    assert_eq!((row.offers_differ, row.context_differs.len()), (false, 0), "{name}");
    assert!(row.body.contains(&token) || token.contains('"'), "{name}");
    let page = bench.inbox(&format!("/inbox/complaints/{ID}")).await;
    assert!(page.text().contains(&format!("<code>{code}</code>")), "{name}");
}

#[test]
fn a_token_holds_on_arrival_or_when_it_was_confirmed_if_that_is_no_more_than_a_week_ago() {
    let (minute, day) = (60, 86_400);
    // Seconds before or after the token's hour began: confirmed, arrived.
    let cases = [
        (0, 0, None),
        (3600, 3600 + 5 * minute - 1, None),
        (3600 + 5 * minute, 3600 + 5 * minute, Some("token.expired")),
        (-5 * minute, -5 * minute, None),
        (-5 * minute - 1, -5 * minute - 1, Some("token.not-yet-valid")),
        // It waited in the browser.
        (1800, 1800 + 7 * day, None),
        (1800, 1800 + 7 * day + 1, Some("token.expired")),
        (3600 + 5 * minute - 1, 2 * day, None),
        (3600 + 5 * minute, 2 * day, Some("token.expired")),
        (-5 * minute - 1, 2 * day, Some("token.expired")),
        // A clock that is wrong by years does no harm to a token that holds on arrival.
        (-400 * day, 10 * minute, None),
        (400 * day, 10 * minute, None),
        // Nor does one that is ahead bring back a token that has gone.
        (400 * day, 2 * day, Some("token.expired")),
    ];
    let mut hour = claims_with("/iat", json!(NOW));
    hour["exp"] = json!(NOW + 3600);
    let token = hs256(&hour);
    let at = |seconds: i64| jiff::Timestamp::from_second(NOW + seconds).unwrap();
    for (confirmed, arrived, code) in cases {
        let found = check(&keys(), &token, Moments { confirmed: at(confirmed), arrived: at(arrived) });
        assert_eq!(found.err().map(|refused| refused.code()), code, "{confirmed} {arrived}");
    }
}

#[tokio::test]
async fn keys_are_changed_by_name_while_tokens_of_both_are_about() {
    let token = |kid: Value, secret: &str| {
        let header = json!({ "alg": "HS256", "kid": kid });
        jws(&header, claims().to_string().as_bytes(), mac(secret.as_bytes()))
    };
    let old = || Key::hs256(None, SECRET).unwrap();
    for (keys, token) in [
        (vec![named("2026", SECRET), named("2027", OTHER_SECRET)], token(json!("2026"), SECRET)),
        (vec![named("2026", SECRET), named("2027", OTHER_SECRET)], token(json!("2027"), OTHER_SECRET)),
        // The first key had no name yet, and its tokens name none.
        (vec![old(), named("2027", OTHER_SECRET)], token(Value::Null, SECRET)),
        (vec![old(), named("2027", OTHER_SECRET)], token(json!("2027"), OTHER_SECRET)),
    ] {
        let bench = Bench::with(|desk| desk.policy.keys = keys).await;
        bench.take(&with_token(&bench, token)).await;
        assert_eq!(bench.row(ID).await.trust, Trust::Verified);
    }
}

#[tokio::test]
async fn a_gap_between_confirming_and_arriving_is_stored_and_flagged_and_never_refused() {
    for (confirmed, seconds, flag) in [
        ("2026-11-21T20:41:00+01:00", 7, None),
        ("2026-11-20T20:41:07+01:00", 86_400, None),
        ("2026-11-20T20:41:06+01:00", 86_401, Some("Came late")),
        ("2019-01-01T00:00:00Z", 248_989_267, Some("Came late")),
        ("2026-11-21T20:46:07+01:00", -300, None),
        ("2026-11-21T20:46:08+01:00", -301, Some("Clock ahead")),
        ("2031-11-21T20:46:08Z", -157_770_301, Some("Clock ahead")),
    ] {
        let bench = bench().await;
        let complaint = Complaint { confirmed_at: confirmed.into(), ..vase(&bench.desk, vec![]) };
        bench.take(&complaint).await;
        assert_eq!(gap(&bench.row(ID).await), seconds, "{confirmed}");
        let list = bench.inbox("/inbox").await;
        for word in ["Came late", "Clock ahead"] {
            assert_eq!(list.text().contains(word), flag == Some(word), "{confirmed}");
        }
    }
}
