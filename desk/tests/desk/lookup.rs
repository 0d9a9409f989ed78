//! Look-up: a guest with the number and the address gets the order; everybody else gets one answer, to the last byte.

use axum::body::Body;
use axum::http::Request;
use redress_desk::desk::Desk;
use redress_desk::lookup::Orders;
use redress_desk::rate::Rates;
use redress_desk::token::Trust;
use redress_engine::Json;
use redress_engine::complaint::Complaint;
use redress_engine::context::Context;
use redress_engine::read::{Read, Reader};
use serde_json::{Value, json};

use crate::samples::{ID, REPLACEMENT, VASE, made};
use crate::sign::keys;
use crate::support::{Answer, Bench};

const SHOP: &str = "https://shop.example";

fn orders(desk: &mut Desk) {
    desk.orders = Orders::parse(&format!("[{VASE}]")).unwrap();
    desk.policy.keys = keys();
    desk.allow_origin = vec![SHOP.parse().unwrap()];
}

async fn ask(bench: &Bench, body: impl ToString) -> Answer {
    let request = Request::post("/api/orders/lookup").header("content-type", "application/json").header("origin", SHOP);
    bench.send(request.body(Body::from(body.to_string())).unwrap()).await
}

#[tokio::test]
async fn number_and_address_open_the_order_and_its_token_vouches_for_the_complaint() {
    let bench = Bench::with(orders).await;
    let answer = ask(&bench, json!({ "order": " t-20418", "email": "Mira@example.org" })).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/json"));
    assert_eq!((answer.header("cache-control"), answer.header("access-control-allow-origin")), ("no-store", SHOP));
    let told = answer.json();
    let vase: Value = serde_json::from_str(VASE).unwrap();
    assert_eq!(told["items"][0]["price"], vase["items"][0]["price"]);
    assert_eq!(told["customer"], json!({ "kind": "consumer", "email": "mira@example.org" }), "neither name nor phone");
    let json: Json = serde_json::from_slice(&answer.bytes).unwrap();
    let context = Context::read(&json, &mut Reader::default()).unwrap();
    assert!(context.token.is_some());
    let page = Context { token: None, ..context.clone() };
    let text = redress_engine::read::Write::to_json(&page).to_text();
    let complaint = made(&bench.desk, ID, &text, REPLACEMENT, vec![]);
    bench.take(&Complaint { token: context.token, ..complaint }).await;
    let row = bench.row(ID).await;
    assert_eq!(
        (row.trust, row.token_code, row.context_differs, row.offers_differ),
        (Trust::Verified, None, vec![], false)
    );
}

#[tokio::test]
async fn whatever_opens_no_order_gets_the_same_answer_to_the_last_byte() {
    let (some, none) = (Bench::with(orders).await, Bench::new().await);
    let missing = ask(&some, json!({ "order": "T-1", "email": "mira@example.org" })).await;
    assert_eq!(missing.refusal(), (404, "order.unknown".into()));
    for (order, email) in [
        ("T-20418", "somebody@example.org"),
        ("T-20418", ""),
        ("T-20418", "no address at all"),
        ("T-20418", "mira@example.org\u{0}"),
        ("T-20418mira@example.org", ""),
        ("", "mira@example.org"),
        ("", ""),
        ("' OR 1=1 --", "%"),
    ] {
        let answer = ask(&some, json!({ "order": order, "email": email })).await;
        assert_eq!(
            (answer.status, &answer.bytes, &answer.headers),
            (missing.status, &missing.bytes, &missing.headers),
            "{order} {email}"
        );
    }
    let other = ask(&none, json!({ "order": "T-20418", "email": "mira@example.org" })).await;
    assert_eq!(
        (other.status, &other.bytes),
        (missing.status, &missing.bytes),
        "nor does it tell whether there is a file of orders"
    );
}

#[test]
fn the_demos_orders_open_for_what_its_guest_types() {
    let orders = Orders::parse(include_str!("../../../examples/guest-order/orders.json")).unwrap();
    let answers: Value = serde_json::from_str(include_str!("../../../examples/guest-order/answers.json")).unwrap();
    let typed = |key: &str| answers["shared"]["order"][key].as_str().unwrap();
    assert!(orders.find(typed("order"), typed("email")).is_some());
}

#[tokio::test]
async fn without_a_secret_the_order_is_told_unsigned() {
    let bench = Bench::with(|desk| {
        orders(desk);
        desk.policy.keys.clear();
    })
    .await;
    let answer = ask(&bench, json!({ "order": "T-20418", "email": "mira@example.org" })).await;
    assert_eq!(answer.json()["order"]["number"], "T-20418");
    assert!(answer.json().get("token").is_none());
}

#[tokio::test]
async fn guessing_ends_the_same_way_whether_there_is_such_an_order_or_not() {
    let bench = Bench::with(|desk| {
        orders(desk);
        desk.rates = Rates::new(&["off".parse().unwrap(), "lookups.order=2/1h".parse().unwrap()]);
    })
    .await;
    let mut ends = Vec::new();
    for order in ["T-20418", "T-1"] {
        for guess in ["a@example.org", "b@example.org"] {
            assert_eq!(ask(&bench, json!({ "order": order, "email": guess })).await.status, 404);
        }
        let answer = ask(&bench, json!({ "order": order, "email": "mira@example.org" })).await;
        assert_eq!((answer.refusal(), answer.header("retry-after")), ((429, "rate.limited".into()), "1800"));
        ends.push(answer.bytes);
    }
    assert_eq!(ends[0], ends[1]);
}

#[tokio::test]
async fn what_is_no_look_up_is_told_what_is_expected_where() {
    let bench = Bench::with(orders).await;
    for (body, status, code, path) in [
        ("", 422, "lookup.type", ""),
        ("order=1", 422, "lookup.type", ""),
        (r#"{"email":"a@example.org"}"#, 422, "lookup.type", "/order"),
        (r#"{"order":"1","email":null}"#, 422, "lookup.type", "/email"),
        (&format!(r#"{{"order":"{}"}}"#, "1".repeat(5000)), 413, "lookup.too-large", ""),
    ] {
        let answer = ask(&bench, body).await;
        assert_eq!((answer.refusal(), &answer.json()["path"]), ((status, code.into()), &json!(path)), "{body}");
    }
    assert!(ask(&bench, "{}").await.text().contains(r#"expected {\"order\""#));
}
