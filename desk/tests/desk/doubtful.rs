//! Doubtful: what a browser can make up under a good token; all of it is stored, flagged where it shows, and none is approved at once.

use redress_desk::policy::Policy;
use redress_desk::shop::Shop;
use redress_desk::token::Trust;
use redress_engine::Json;
use redress_engine::complaint::Complaint;
use redress_engine::config::FlowKind;
use serde_json::{Value, json};

use crate::samples::{ID, REPLACEMENT, VASE, attachment, made, made_on, photo, vase};
use crate::sign::{NOW, claims, claims_with, hs256, keys};
use crate::support::{Bench, CONFIG};

async fn bench_of(config: &str, rules: Value) -> Bench {
    Bench::with(|desk| {
        desk.shop = Shop::parse(config).unwrap();
        desk.policy = Policy::parse(&rules.to_string(), &[&desk.shop.config]).unwrap();
        desk.policy.keys = keys();
    })
    .await
}

/// A desk with the most generous of rules.
async fn bench() -> Bench {
    bench_of(CONFIG, json!({ "instant": [{ "remedies": ["replacement", "refund", "repair"], "when": true }] })).await
}

fn signed(complaint: Complaint, claims: &Value) -> Complaint {
    Complaint { token: Some(hs256(claims)), ..complaint }
}

fn answered(bench: &Bench, answers: &str) -> Complaint {
    signed(made(&bench.desk, ID, VASE, answers, vec![]), &claims())
}

/// Takes a complaint, and says what became of it: its status, and whether answers or offers differ.
async fn taken(bench: &Bench, complaint: &Complaint) -> (String, bool) {
    let status = bench.take(complaint).await.json()["status"].as_str().unwrap().to_string();
    let row = bench.row(&complaint.id).await;
    assert_eq!(row.trust, Trust::Verified, "{:?}", row.token_code);
    (status, row.offers_differ)
}

fn received(differs: bool) -> (String, bool) {
    ("received".into(), differs)
}

fn approved() -> (String, bool) {
    ("approved".into(), false)
}

#[tokio::test]
async fn answers_that_the_form_would_not_have_let_pass_are_not_approved() {
    let sure = bench().await;
    assert_eq!(taken(&sure, &answered(&sure, REPLACEMENT)).await, approved());
    let item = r#""items": { "1": { "reason": "damaged", "remedy": "replacement", "repaired": null } }"#;
    let incomplete = [
        ("no photo and no word of it", format!(r#"{{ {item}, "shared": {{ "matters": null, "details": null }} }}"#)),
        (
            "a screen that was never shown",
            format!(r#"{{ {item}, "shared": {{ "matters": null, "photos": "unable" }} }}"#),
        ),
        (
            "a photo without a file",
            format!(r#"{{ {item}, "shared": {{ "matters": null, "photos": ["a"], "details": null }} }}"#),
        ),
        (
            "no photo in the list",
            format!(r#"{{ {item}, "shared": {{ "matters": null, "photos": [], "details": null }} }}"#),
        ),
        ("a list for one choice", REPLACEMENT.replace("\"damaged\"", r#"["damaged", "bogus"]"#)),
        ("a step that there is not", REPLACEMENT.replace("\"details\"", r#""zzz": { "order": "x" }, "details""#)),
        (
            "answers for a line that there is not",
            REPLACEMENT.replace("\"1\": {", r#""2": { "reason": "faulty" }, "1": {"#),
        ),
    ];
    for (name, answers) in incomplete {
        let bench = bench().await;
        let (status, _) = taken(&bench, &answered(&bench, &answers)).await;
        assert_eq!(status, "received", "{name}");
    }
}

#[tokio::test]
async fn an_answer_to_a_step_that_was_never_asked_approves_nothing() {
    let config = json!({ "shop": { "name": "T", "country": "DE" }, "endpoint": { "url": "/c" }, "locales": ["en"],
        "flows": { "complaint": { "steps": ["items", "reason", "secret", "remedy"] } },
        "steps": { "secret": { "kind": "choice", "per": "item", "label": "Secret", "options": ["yes"],
            "option": { "yes": { "label": "Yes" } }, "when": { "item.category": "vip" } } },
        "remedies": { "gift": { "basis": "goodwill", "label": "Gift", "refund": { "percent": 100 }, "sendBack": false,
            "when": { "answer.secret": "yes" } } } });
    let answers = r#"{ "items": { "1": { "reason": "damaged", "secret": "yes", "remedy": "gift" } }, "shared": {} }"#;
    for (category, expected) in [("vip", "approved"), ("vase", "received")] {
        let bench = bench_of(&config.to_string(), json!({ "instant": [{ "remedies": ["gift"], "when": true }] })).await;
        let claims = claims_with("/items/0/category", json!(category));
        let context = VASE.replace("\"sku\"", &format!("\"category\": \"{category}\", \"sku\""));
        let complaint = signed(made(&bench.desk, ID, &context, answers, vec![]), &claims);
        assert_eq!(taken(&bench, &complaint).await.0, expected, "{category}");
    }
}

#[tokio::test]
async fn each_photo_counts_once_and_must_have_come() {
    for (photos, expected) in [(json!(["a"]), "approved"), (json!(["a", "a"]), "received"), (json!(["b"]), "received")]
    {
        let bench = bench().await;
        let image = photo(100);
        let answers = json!({ "items": { "1": { "reason": "damaged", "remedy": "replacement", "repaired": null } },
            "shared": { "matters": null, "photos": photos, "details": null } });
        let files = vec![attachment("a", "a.jpg", "image/jpeg", &image)];
        let complaint = signed(made(&bench.desk, ID, VASE, &answers.to_string(), files), &claims());
        let form = crate::multipart::Form::of(&crate::samples::bytes(&complaint)).file("a", "image/jpeg", &image);
        assert_eq!(bench.post(ID, form.bytes()).await.json()["status"], expected, "{photos}");
    }
}

#[tokio::test]
async fn a_day_before_the_token_began_is_of_the_browsers_choice_and_approves_nothing() {
    // The guarantee ended yesterday; the token is of today.
    let (context, mut claims) =
        (VASE.replace("2026-11-19", "2024-11-20").replace("2026-11-12", "2024-11-12"), claims());
    claims["order"]["placedOn"] = json!("2024-11-12");
    claims["items"][0]["deliveredOn"] = json!("2024-11-20");
    claims["iat"] = json!(NOW);
    let bench = bench().await;
    let yesterday = made_on(&bench.desk, ID, "2026-11-20T23:00:00+01:00", &context, REPLACEMENT);
    assert_eq!(taken(&bench, &signed(yesterday, &claims)).await, received(false));
    // Clocks that differ by five minutes are let pass.
    for (before, expected) in [(300, "approved"), (301, "received")] {
        let bench = self::bench().await;
        let confirmed = (jiff::Timestamp::from_second(NOW - before).unwrap()).to_string();
        let complaint = made_on(&bench.desk, ID, &confirmed, VASE, REPLACEMENT);
        let complaint = signed(complaint, &claims_with("/iat", json!(NOW)));
        assert_eq!(taken(&bench, &complaint).await.0, expected, "{before}");
    }
}

#[tokio::test]
async fn what_is_declared_in_a_flow_of_withdrawals_is_approved_by_nobody() {
    for (kind, expected) in [("complaint", "approved"), ("withdrawal", "received")] {
        let mut config: Value = serde_json::from_str(CONFIG).unwrap();
        config["flows"] = json!({ "complaint": { "kind": kind, "steps": ["items", "reason", ["remedy", "repaired", "matters"], ["photos", "details"], "contact"] } });
        config["remedies"] =
            json!({ "gift": { "basis": "goodwill", "label": "Gift", "sendBack": false, "refund": { "percent": 10 } } });
        let bench = bench_of(&config.to_string(), json!({ "instant": [{ "remedies": ["gift"], "when": true }] })).await;
        let complaint = answered(&bench, &REPLACEMENT.replace("replacement", "gift"));
        assert_eq!(taken(&bench, &complaint).await, (expected.to_string(), false), "{kind}");
    }
}

type Change = fn(&mut Complaint);

#[tokio::test]
async fn what_the_browser_says_beside_the_answers_is_compared_with_them() {
    let changes: [(&str, Change); 9] = [
        ("a line twice", |complaint| complaint.items.push(complaint.items[0].clone())),
        ("a title", |complaint| complaint.items[0].title = "Ten golden vases".into()),
        ("an answer of a line", |complaint| complaint.items[0].answers[0].value = Json::Text("faulty".into())),
        ("its question", |complaint| complaint.items[0].answers[0].step = "details".into()),
        ("an answer less", |complaint| drop(complaint.items[0].answers.pop())),
        ("an answer of the case", |complaint| complaint.shared[0].value = Json::List(vec![])),
        ("no answers of the case", |complaint| complaint.shared.clear()),
        ("the kind", |complaint| complaint.kind = FlowKind::Feedback),
        ("how to reach the shopper", |complaint| complaint.contact = Json::map([("name", "Thief".into())])),
    ];
    for (name, change) in changes {
        let bench = bench().await;
        let mut complaint = signed(vase(&bench.desk, vec![]), &claims());
        change(&mut complaint);
        assert_eq!(taken(&bench, &complaint).await, received(true), "{name}");
        let page = bench.inbox(&format!("/inbox/complaints/{ID}")).await;
        assert!(page.text().contains("<h2>Stoneware vase"), "the title is the token's: {name}");
    }
}

#[tokio::test]
async fn another_e_mail_address_than_the_signed_customers_is_flagged_and_for_a_person() {
    let with_contact = |contact: Value| {
        let mut answers: Value = serde_json::from_str(REPLACEMENT).unwrap();
        answers["shared"]["contact"] = contact;
        answers.to_string()
    };
    for (email, expected) in [("thief@evil.example", "received"), (" Mira@Example.org", "approved")] {
        let bench = bench().await;
        let complaint = answered(&bench, &with_contact(json!({ "name": "Mira", "email": email })));
        assert_eq!(taken(&bench, &complaint).await.0, expected, "{email}");
        let differs = if expected == "received" { vec!["/contact/email"] } else { vec![] };
        assert_eq!(bench.row(ID).await.context_differs, differs);
    }
    // Of whom the shop signed nothing, nothing can differ; but without what the page says of them the form would have asked.
    let bench = bench().await;
    let guest = signed(vase(&bench.desk, vec![]), &claims_with("/customer", Value::Null));
    assert_eq!(taken(&bench, &guest).await, received(false));
}

#[tokio::test]
async fn what_the_shopper_typed_in_about_the_order_is_no_fact_of_the_shops() {
    let rule = |when: Value| json!({ "routing": [{ "to": "known", "when": when }] });
    // The shop names the order and nothing else; the shopper types an address.
    let context = r#"{ "order": { "number": "T-20418" }, "items": [] }"#;
    let answers = r#"{ "shared": { "order": { "order": "x", "email": "vip@example.org" } }, "items": {} }"#;
    let signed_claims = json!({ "order": { "number": "T-20418" }, "items": [], "customer": { "name": "Mira" }, "iat": NOW, "exp": NOW + 60 });
    for (when, expected) in [
        (json!({ "customer.email": "vip@example.org" }), 0),
        (json!({ "customer.email": { "exists": true } }), 0),
        (json!({ "item.quantity": 1 }), 0),
        (json!({ "right.guarantee": { "exists": true } }), 0),
        (json!({ "customer.name": "Mira", "customer.kind": "consumer" }), 1),
        (json!({ "order.number": "T-20418" }), 1),
    ] {
        let bench = bench_of(CONFIG, rule(when.clone())).await;
        let complaint = made(&bench.desk, ID, context, answers, vec![]);
        taken(&bench, &signed(complaint, &signed_claims)).await;
        assert_eq!(bench.row(ID).await.queues.len(), expected, "{when}");
    }
}
