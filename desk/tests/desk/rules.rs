//! Rules at work: what is approved at once, asked for, and sent where; and that a score refuses nobody.

use redress_desk::policy::Policy;
use redress_desk::token::Trust;
use redress_engine::complaint::{Complaint, Status};
use serde_json::{Value, json};

use crate::samples::{ID, OTHER_ID, REPLACEMENT, VASE, made, vase};
use crate::sign::{NOW, SECRET, claims, claims_with, hs256, keys};
use crate::support::{Bench, gap};

/// A desk with these rules, and the shop's keys.
async fn bench(rules: Value) -> Bench {
    Bench::with(|desk| {
        let mut policy = Policy::parse(&rules.to_string(), &[&desk.shop.config]).unwrap();
        policy.keys = keys();
        desk.policy = policy;
    })
    .await
}

fn instant() -> Value {
    json!({ "instant": [{ "remedies": ["replacement"], "when": { "item.paid": { "atMost": 10_000 } } }] })
}

fn signed(bench: &Bench, claims: &Value) -> Complaint {
    Complaint { token: Some(hs256(claims)), ..vase(&bench.desk, vec![]) }
}

async fn status(bench: &Bench, complaint: &Complaint) -> String {
    let answer = bench.take(complaint).await;
    let row = bench.row(&complaint.id).await;
    let status = answer.json()["status"].as_str().unwrap().to_string();
    assert_eq!(row.status.as_str(), status, "the receipt says what is stored");
    status
}

#[tokio::test]
async fn a_remedy_that_a_rule_covers_is_approved_at_once_for_an_order_that_the_shop_vouches_for() {
    let bench = bench(instant()).await;
    let complaint = signed(&bench, &claims());
    let answer = bench.take(&complaint).await;
    let receipt = answer.json();
    assert_eq!(receipt["status"], "approved");
    let row = bench.row(ID).await;
    assert_eq!(
        (row.trust, row.status, row.signed_order.as_deref()),
        (Trust::Verified, Status::Approved, Some("T-20418"))
    );
    // The shopper's browser sees the status, and nothing else of the policy.
    let mut keys: Vec<_> = receipt.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["id", "next", "receivedAt", "reference", "schema", "signature", "status", "statusUrl"]);
    // A replay says the same again.
    let body = crate::multipart::Form::of(&crate::samples::bytes(&complaint)).bytes();
    let again = bench.post(ID, body).await;
    assert_eq!((again.status.as_u16(), &again.bytes), (200, &answer.bytes));
    assert!(bench.inbox("/inbox").await.text().contains("Approved"));
}

#[tokio::test]
async fn one_order_is_approved_once_and_the_next_complaint_about_it_is_for_a_person() {
    let bench = bench(instant()).await;
    assert_eq!(status(&bench, &signed(&bench, &claims())).await, "approved");
    let second = Complaint { id: OTHER_ID.into(), ..signed(&bench, &claims()) };
    assert_eq!(status(&bench, &second).await, "received");
    // Another order of the same customer is another matter.
    let third = "019a8f3e-6b2c-7d41-9a55-0c1d2e3f4a5d";
    let context = VASE.replace("T-20418", "T-20419");
    let other = claims_with("/order/number", json!("T-20419"));
    let complaint = made(&bench.desk, third, &context, REPLACEMENT, vec![]);
    assert_eq!(status(&bench, &Complaint { token: Some(hs256(&other)), ..complaint }).await, "approved");
}

#[tokio::test]
async fn after_a_complaint_that_went_to_a_person_no_other_about_its_order_is_approved() {
    let bench = bench(instant()).await;
    let repair = REPLACEMENT.replace("replacement", "repair");
    let first = made(&bench.desk, OTHER_ID, VASE, &repair, vec![]);
    // Anybody can write an order's number; only a token makes it known.
    assert_eq!(status(&bench, &first).await, "received");
    let third = "019a8f3e-6b2c-7d41-9a55-0c1d2e3f4a5d";
    let first = Complaint { id: third.into(), token: Some(hs256(&claims())), ..first };
    assert_eq!(status(&bench, &first).await, "received");
    assert_eq!(status(&bench, &signed(&bench, &claims())).await, "received");
    let numbers = [OTHER_ID, third, ID].map(|id| bench.row(id));
    let numbers: Vec<_> =
        futures_util::future::join_all(numbers).await.into_iter().map(|row| row.signed_order).collect();
    assert_eq!(numbers, [None, Some("T-20418".into()), Some("T-20418".into())]);
}

#[tokio::test]
async fn of_two_complaints_about_one_order_that_come_together_one_is_approved() {
    let bench = bench(instant()).await;
    let complaints: Vec<_> = (0..6)
        .map(|n| Complaint { id: format!("019a8f3e-6b2c-7d41-9a55-00000000000{n}"), ..signed(&bench, &claims()) })
        .collect();
    let mut told = futures_util::future::join_all(complaints.iter().map(|each| status(&bench, each))).await;
    told.sort();
    assert_eq!(told, ["approved", "received", "received", "received", "received", "received"]);
}

type Make = fn(&Bench) -> Complaint;

#[tokio::test]
async fn nothing_is_approved_where_anything_is_doubtful() {
    // The most generous of rules, and the remedies of which any could be chosen.
    let rules = json!({ "instant": [{ "remedies": ["replacement", "refund", "repair"], "when": true }] });
    let sure = bench(rules.clone()).await;
    assert_eq!(status(&sure, &signed(&sure, &claims())).await, "approved");
    let doubtful: [(&str, Make); 9] = [
        ("unsigned", |bench| vase(&bench.desk, vec![])),
        ("expired", |bench| {
            let mut old = claims_with("/iat", json!(NOW - 90_000));
            old["exp"] = json!(NOW - 80_000);
            signed(bench, &old)
        }),
        ("forged", |bench| {
            let token = hs256(&claims()).replace('.', "x.");
            Complaint { token: Some(token), ..vase(&bench.desk, vec![]) }
        }),
        ("another order", |bench| signed(bench, &claims_with("/order/number", json!("T-1")))),
        ("the context says less", |bench| signed(bench, &claims_with("/items/0/inStock", json!(true)))),
        ("an offer that was tampered with", |bench| {
            let mut complaint = signed(bench, &claims());
            complaint.items[0].offered.as_mut().unwrap().offered[0].gets.amount = Some(1);
            complaint
        }),
        ("a remedy that was not on offer", |bench| {
            let mut complaint = signed(bench, &claims());
            complaint.items[0].remedy = Some("refund".into());
            complaint
        }),
        ("came two days later", |bench| Complaint {
            confirmed_at: "2026-11-19T12:00:00+01:00".into(),
            ..signed(bench, &claims())
        }),
        ("about nothing", |bench| Complaint { items: vec![], ..signed(bench, &claims()) }),
    ];
    for (name, complaint) in doubtful {
        let bench = bench(rules.clone()).await;
        let complaint = complaint(&bench);
        assert_eq!(status(&bench, &complaint).await, "received", "{name}");
    }
}

#[tokio::test]
async fn nothing_is_approved_under_a_config_that_is_not_the_desks_own_of_today() {
    let past = bench(instant()).await;
    let complaint = signed(&past, &claims());
    let store = past.desk.store.clone();
    let text = r#"{ "endpoint": { "url": "/c" }, "shop": { "country": "DE", "name": "New" } }"#;
    let today = Bench::with(|desk| {
        desk.store = store;
        desk.policy = past.desk.policy.clone();
        desk.shop = redress_desk::shop::Shop::parse(text).unwrap();
    });
    let today = today.await;
    assert_eq!(status(&today, &complaint).await, "received");
    let row = today.row(ID).await;
    assert_eq!((row.config_named, row.offers_differ, row.trust), (true, false, Trust::Verified));
}

#[tokio::test]
async fn the_day_counts_where_the_order_is_and_not_in_an_offset_of_the_browsers_choice() {
    // The purchase could be cancelled until the 20th. In Berlin it is the 21st: that was offered, and that is right.
    let mut claims = claims_with("/items/0/deliveredOn", json!("2026-11-06"));
    claims["order"]["placedOn"] = json!("2026-11-02");
    let context = VASE.replace("2026-11-19", "2026-11-06").replace("2026-11-12", "2026-11-02");
    for confirmed in ["2026-11-21T20:41:00+01:00", "2026-11-20T19:41:00-24:00", "2026-11-22T07:41:00+12:00"] {
        let bench = bench(json!({})).await;
        let complaint = made(&bench.desk, ID, &context, REPLACEMENT, vec![]);
        let complaint = Complaint { token: Some(hs256(&claims)), confirmed_at: confirmed.into(), ..complaint };
        bench.take(&complaint).await;
        let row = bench.row(ID).await;
        assert_eq!((row.trust, gap(&row), row.offers_differ), (Trust::Verified, 7, false), "{confirmed}");
        let offers: Value = serde_json::from_str(&row.offers).unwrap();
        let offered = offers["items"][0]["offered"].as_array().unwrap();
        assert!(offered.iter().all(|offer| offer["remedy"] != "withdrawal"), "{confirmed}: {offers}");
    }
}

#[tokio::test]
async fn nothing_is_approved_that_no_rule_covers() {
    for rules in [
        json!({}),
        json!({ "instant": [{ "remedies": ["repair"], "when": true }] }),
        json!({ "instant": [{ "remedies": ["replacement"], "when": false }] }),
        json!({ "instant": [{ "remedies": ["replacement"], "when": { "item.paid": { "below": 6400 } } }] }),
        // A fact that is not known makes a comparison false.
        json!({ "instant": [{ "remedies": ["replacement"], "when": { "history.orders": { "atLeast": 0 } } }] }),
        json!({ "instant": [{ "remedies": ["replacement"], "when": { "order.total": { "atMost": 1_000_000 } } }] }),
    ] {
        let bench = bench(rules.clone()).await;
        assert_eq!(status(&bench, &signed(&bench, &claims())).await, "received", "{rules}");
    }
    let rules =
        json!({ "instant": [{ "remedies": ["replacement"], "when": { "history.orders": { "atLeast": 12 } } }] });
    for (orders, expected) in [(11, "received"), (12, "approved")] {
        let bench = bench(rules.clone()).await;
        let claims = claims_with("/history", json!({ "orders": orders, "complaints": 1 }));
        assert_eq!(status(&bench, &signed(&bench, &claims)).await, expected, "{orders}");
    }
}

#[tokio::test]
async fn every_line_must_be_covered_and_words_of_ones_own_are_for_a_person() {
    let context = |second: i64| {
        let item = |line: &str, price: i64| json!({ "line": line, "title": line, "price": price, "deliveredOn": "2026-11-19" });
        json!({ "order": { "number": "T-2", "placedOn": "2026-11-12", "country": "DE", "currency": "EUR" },
                "items": [item("1", 6400), item("2", second)] })
    };
    let answers = |second: &str| {
        json!({ "chosen": [{ "line": "1", "quantity": 1 }, { "line": "2", "quantity": 1 }], "shared": { "matters": null, "photos": "unable", "details": null, "contact": { "email": "mira@example.org" } },
                "items": { "1": { "reason": "damaged", "remedy": "replacement", "repaired": null }, "2": { "reason": "damaged", "remedy": second, "repaired": null } } })
    };
    for (price, remedy, expected) in [
        (10_000, "replacement", "approved"),
        (10_001, "replacement", "received"),
        (100, "repair", "received"),
        (100, "other", "received"),
    ] {
        let bench = bench(instant()).await;
        let mut claims = context(price);
        let complaint = made(&bench.desk, ID, &claims.to_string(), &answers(remedy).to_string(), vec![]);
        (claims["iat"], claims["exp"]) = (json!(NOW), json!(NOW + 60));
        let complaint = Complaint { token: Some(hs256(&claims)), ..complaint };
        assert_eq!(status(&bench, &complaint).await, expected, "{price} {remedy}");
        assert!(!bench.row(ID).await.offers_differ, "{price} {remedy}");
    }
}

#[tokio::test]
async fn something_missing_is_asked_for_unless_all_is_granted() {
    let rules = json!({ "needsInfo": [
        { "when": { "answer.reason": "damaged" }, "ask": ["photos", "A picture of the parcel"] },
        { "when": { "order.shipping": { "above": 0 } }, "ask": ["photos"] },
        { "when": { "answer.reason": "faulty" }, "ask": "serial" },
    ] });
    let asking = bench(rules.clone()).await;
    assert_eq!(status(&asking, &vase(&asking.desk, vec![])).await, "needs-info");
    assert_eq!(asking.row(ID).await.asks, ["photos", "A picture of the parcel"]);
    let page = asking.inbox(&format!("/inbox/complaints/{ID}")).await;
    for text in ["To be asked for", "Show us what is wrong", "A picture of the parcel", "Needs info"] {
        assert!(page.text().contains(text), "{text}\n{}", page.text());
    }
    let mut both = rules;
    both["instant"] = instant()["instant"].clone();
    let granting = bench(both).await;
    assert_eq!(status(&granting, &signed(&granting, &claims())).await, "approved");
    assert_eq!(granting.row(ID).await.asks, Vec::<String>::new());
}

#[tokio::test]
async fn cases_go_to_their_queues_and_the_inbox_shows_them_by_queue() {
    let rules = json!({ "routing": [
        { "to": "damage & loss", "when": { "answer.reason": ["damaged", "not-delivered"], "flow.kind": "complaint" }, "flag": "Parcel" },
        { "to": "high value", "when": { "order.total": { "atLeast": 50_000 } } },
        { "to": "never", "when": false },
    ] });
    let bench = bench(rules).await;
    bench.take(&signed(&bench, &claims_with("/order/total", json!(50_000)))).await;
    // Nobody vouches for this one: what it says of its order is not known, what the shopper answered is.
    let context = VASE.replace("\"shipping\": 490", "\"shipping\": 490, \"total\": 99999");
    bench.take(&made(&bench.desk, OTHER_ID, &context, REPLACEMENT, vec![])).await;
    let queue = |name: &str, flag: &str| (name.to_string(), flag.to_string());
    assert_eq!(bench.row(ID).await.queues, [queue("damage & loss", "Parcel"), queue("high value", "")]);
    assert_eq!(bench.row(OTHER_ID).await.queues, [queue("damage & loss", "Parcel")]);

    let list = bench.inbox("/inbox").await;
    for text in ["2 cases", "href=\"/inbox?queue=damage%20%26%20loss\"", "high value <span>1</span>", "Parcel"] {
        assert!(list.text().contains(text), "{text}\n{}", list.text());
    }
    assert!(!list.text().contains("never"));
    let high = bench.inbox("/inbox?queue=high%20value").await;
    assert!(
        high.text().contains("1 case<") && high.text().contains(ID) && !high.text().contains(OTHER_ID),
        "{}",
        high.text()
    );
    let both = bench.inbox("/inbox?queue=damage%20%26%20loss").await;
    assert!(both.text().contains(ID) && both.text().contains(OTHER_ID));
    let none = bench.inbox("/inbox?queue=nothing").await;
    assert!(none.text().contains("0 cases") && !none.text().contains(ID));
}

#[tokio::test]
async fn a_long_queue_goes_on_on_further_pages_of_its_own() {
    let bench = bench(json!({ "routing": [{ "to": "a&b", "when": { "answer.reason": "damaged" } }] })).await;
    for n in 0..52 {
        let id = format!("019a8f3e-6b2c-7d41-9a55-0000000000{n:02}");
        let answers = if n == 51 { "{}" } else { REPLACEMENT };
        bench.take(&made(&bench.desk, &id, VASE, answers, vec![])).await;
    }
    let first = bench.inbox("/inbox?queue=a%26b").await;
    let older =
        first.text().split("href=\"/inbox?queue=a%26b&#38;after=").nth(1).unwrap_or_else(|| panic!("{}", first.text()));
    let older = older.split('"').next().unwrap();
    let second = bench.inbox(&format!("/inbox?queue=a%26b&after={older}")).await;
    assert_eq!(second.text().matches("class=\"case\"").count(), 1);
    assert!(second.text().contains("000000000000"));
}

#[tokio::test]
async fn a_score_refuses_nobody() {
    // Everything a policy could hold against a customer, and the worst of histories.
    let rules = json!({
        "instant": [{ "remedies": ["replacement"], "when": { "history.complaints": { "below": 3 } } }],
        "routing": [{ "to": "review", "when": { "history.complaints": { "atLeast": 3 } }, "flag": "Often" }],
        "needsInfo": [{ "when": { "history.fraud": { "atLeast": 1 } }, "ask": "photos" }],
    });
    let bench = bench(rules).await;
    let worst = claims_with("/history", json!({ "complaints": i64::MAX, "fraud": 99, "score": -1 }));
    let answer = bench.take(&signed(&bench, &worst)).await;
    assert_eq!((answer.status.as_u16(), answer.json()["status"].as_str()), (201, Some("needs-info")));
    assert!(!answer.text().contains("Often") && !answer.text().contains("review"));
    let row = bench.row(ID).await;
    assert_eq!(row.queues, [("review".to_string(), "Often".to_string())]);
    let plain = Bench::new().await;
    plain.take(&vase(&plain.desk, vec![])).await;
    assert_eq!(row.offers, plain.row(ID).await.offers, "the offers are those of anybody else");
}

#[tokio::test]
async fn an_unknown_customer_is_no_suspect() {
    let suspicions = json!({ "routing": [
        { "to": "review", "when": { "history.complaints": { "atLeast": 0 } } },
        { "to": "review", "when": { "history.orders": { "below": 1_000_000 } } },
        { "to": "review", "when": { "history.orders": { "not": 5 } } },
        { "to": "review", "when": { "any": [{ "history.orders": 0 }, { "customer.kind": ["consumer", "business"] }, { "customer.email": { "not": "a@b.example" } }] } },
        { "to": "review", "when": { "item.paid": { "atLeast": 0 }, "order.total": { "exists": true } } },
        { "to": "review", "when": { "right.withdrawal": true } },
    ] });
    let unsigned = bench(suspicions.clone()).await;
    unsigned.take(&vase(&unsigned.desk, vec![])).await;
    assert_eq!(unsigned.row(ID).await.queues, []);
    // A guest, of whom the shop's token says nothing.
    let guest = bench(suspicions.clone()).await;
    let mut rules: Value = suspicions;
    let list = rules["routing"].as_array_mut().unwrap();
    list.truncate(4);
    guest.take(&signed(&guest, &claims_with("/customer", Value::Null))).await;
    let queues = guest.row(ID).await.queues;
    // What the shop says of the goods is known; of the customer nothing is.
    assert_eq!(queues, [("review".to_string(), String::new())]);
    let about_customers = bench(rules).await;
    about_customers.take(&signed(&about_customers, &claims_with("/customer", Value::Null))).await;
    assert_eq!(about_customers.row(ID).await.queues, []);
}

#[tokio::test]
async fn a_complaint_whose_flow_nobody_knows_is_received_under_any_policy() {
    let mut rules = instant();
    rules["routing"] = json!([{ "to": "all", "when": true }]);
    let bench = bench(rules).await;
    let complaint = Complaint { flow: "new".into(), ..signed(&bench, &claims()) };
    assert_eq!(status(&bench, &complaint).await, "received");
    let row = bench.row(ID).await;
    assert!(row.offers_differ);
    // A rule that asks for no fact holds for this one, too.
    assert_eq!(row.queues, [("all".to_string(), String::new())]);
    assert!(!row.receipt.contains(SECRET));
}
