//! Limits: what is let in from one address, about one order and in all; what is refused leaves nothing and is told when to come back.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use redress_desk::desk::Desk;
use redress_desk::rate::{Proxies, Rates};
use redress_engine::complaint::Complaint;
use uuid::Uuid;

use crate::multipart::Form;
use crate::samples::{ID, VASE, attachment, bytes, made, photo, vase};
use crate::sign::{claims, hs256, keys};
use crate::support::{Answer, Bench, TOKEN, multipart};

const SHOP: &str = "https://shop.example";
const HOME: &str = "203.0.113.9";

/// A desk with these limits and no others.
async fn bench(settings: &[&str]) -> Bench {
    bench_with(settings, |_| {}).await
}

async fn bench_with(settings: &[&str], change: impl FnOnce(&mut Desk)) -> Bench {
    let settings: Vec<_> = ["off"].iter().chain(settings).map(|text| text.parse().unwrap()).collect();
    Bench::with(|desk| {
        desk.rates = Rates::new(&settings);
        desk.allow_origin = vec![SHOP.parse().unwrap()];
        change(desk);
    })
    .await
}

/// A request as if it came from this address.
fn from(address: &str, mut request: Request<Body>) -> Request<Body> {
    let peer = SocketAddr::new(address.parse().unwrap(), 4711);
    request.extensions_mut().insert(ConnectInfo(peer));
    request
}

/// A new complaint about the vase; of another order where one is named.
fn complaint(bench: &Bench, order: &str) -> Complaint {
    let context = VASE.replace("T-20418", order);
    made(&bench.desk, &Uuid::new_v4().to_string(), &context, r#"{"shared":{"photos":"unable"}}"#, vec![])
}

async fn send(bench: &Bench, address: &str, complaint: &Complaint) -> Answer {
    let mut request = multipart(&complaint.id, Form::of(&bytes(complaint)).bytes());
    request.headers_mut().insert("origin", SHOP.parse().unwrap());
    bench.send(from(address, request)).await
}

#[tokio::test]
async fn what_is_over_the_limit_is_refused_with_when_to_come_back_and_leaves_nothing() {
    let bench = bench(&["complaints.address=2/1m"]).await;
    for number in ["A-1", "A-2"] {
        assert_eq!(send(&bench, HOME, &complaint(&bench, number)).await.status, 201);
    }
    let file = photo(9000);
    let late = Complaint {
        id: Uuid::new_v4().to_string(),
        ..vase(&bench.desk, vec![attachment("p1", "p", "image/jpeg", &file)])
    };
    let body = Form::of(&bytes(&late)).file("p1", "image/jpeg", &file).bytes();
    let mut request = multipart(&late.id, body);
    request.headers_mut().insert("origin", SHOP.parse().unwrap());
    let answer = bench.send(from(HOME, request)).await;
    assert_eq!(answer.refusal(), (429, "rate.limited".into()));
    assert_eq!(answer.header("retry-after"), "30");
    assert_eq!(answer.header("access-control-allow-origin"), SHOP, "the widget can read it");
    assert!(answer.header("access-control-expose-headers").contains("retry-after"));
    assert!(answer.json()["message"].as_str().unwrap().contains("complaints.address"));
    assert_eq!(bench.kept().await, (2, 0));
    // A neighbour is not the sender, and neither is who comes from another network.
    assert_eq!(send(&bench, "203.0.113.10", &complaint(&bench, "A-3")).await.status, 201);
    assert_eq!(send(&bench, "2001:db8:1:2::1", &complaint(&bench, "A-4")).await.status, 201);
    assert_eq!(send(&bench, "2001:db8:1:2::2", &complaint(&bench, "A-5")).await.status, 201);
    assert_eq!(send(&bench, "2001:db8:1:2::3", &complaint(&bench, "A-6")).await.status, 429);
}

#[tokio::test]
async fn an_accepted_complaint_gets_its_receipt_again_whatever_came_since() {
    let bench = bench(&["complaints.address=1/1d", "complaints.order=1/1d", "complaints.all=1/1d"]).await;
    let first = complaint(&bench, "A-1");
    let receipt = send(&bench, HOME, &first).await;
    assert_eq!(receipt.status, 201);
    assert_eq!(send(&bench, HOME, &complaint(&bench, "A-2")).await.status, 429);
    for _ in 0..5 {
        let again = send(&bench, HOME, &first).await;
        assert_eq!((again.status.as_u16(), &again.bytes), (200, &receipt.bytes));
    }
}

#[tokio::test]
async fn who_only_knows_an_orders_number_cannot_use_up_what_the_shop_vouches_for() {
    let bench = bench_with(&["complaints.order=1/1d"], |desk| desk.policy.keys = keys()).await;
    let number = claims()["order"]["number"].as_str().unwrap().to_string();
    assert_eq!(send(&bench, "198.51.100.1", &complaint(&bench, &number)).await.status, 201);
    let forged = Complaint { token: Some("eyJhbGciOiJIUzI1NiJ9.e30.AAAA".into()), ..complaint(&bench, &number) };
    assert_eq!(send(&bench, "198.51.100.1", &forged).await.status, 429);
    let signed = Complaint { token: Some(hs256(&claims())), ..vase(&bench.desk, vec![]) };
    assert_eq!(send(&bench, HOME, &signed).await.status, 201);
}

#[tokio::test]
async fn those_who_do_not_know_their_orders_number_are_not_one_order() {
    let bench = bench(&["complaints.order=1/1d"]).await;
    for number in ["", "", "?", "?", "none", "none"] {
        assert_eq!(send(&bench, HOME, &complaint(&bench, number)).await.status, 201, "{number}");
    }
}

#[tokio::test]
async fn a_named_proxy_tells_the_senders_apart_and_one_that_is_not_shuts_nobody_out() {
    let named = |desk: &mut Desk| desk.proxies = Proxies(vec!["10.0.0.0/8".parse().unwrap()]);
    let bench = bench_with(&["complaints.address=1/1d"], named).await;
    let through = async |proxy: &str, told: &str| {
        let complaint = complaint(&bench, "A-1");
        let mut request = multipart(&complaint.id, Form::of(&bytes(&complaint)).bytes());
        request.headers_mut().insert("x-forwarded-for", told.parse().unwrap());
        bench.send(from(proxy, request)).await.status.as_u16()
    };
    assert_eq!(through("10.0.0.1", HOME).await, 201);
    assert_eq!(through("10.0.0.2", HOME).await, 429);
    assert_eq!(
        through("10.0.0.1", &format!("192.0.2.1, {HOME}")).await,
        429,
        "what a sender claims about itself is to the left"
    );
    assert_eq!(through("10.0.0.1", "203.0.113.10").await, 201);
    for told in ["192.0.2.1", "192.0.2.1", "192.0.2.1"] {
        assert_eq!(through("192.168.0.1", told).await, 201, "a proxy of the same network that nobody named");
    }
    assert_eq!(through("198.51.100.7", "192.0.2.2").await, 201);
    assert_eq!(through("198.51.100.7", "192.0.2.3").await, 429, "a stranger's header is not believed");
}

#[tokio::test]
async fn the_usual_limits_are_far_from_what_a_family_sends() {
    let bench = Bench::with(|desk| desk.rates = Rates::default()).await;
    for n in 0..30 {
        assert_eq!(send(&bench, HOME, &complaint(&bench, &format!("A-{}", n / 10))).await.status, 201);
    }
}

#[tokio::test]
async fn on_the_status_page_words_are_kept_and_a_second_press_still_works() {
    let bench = bench(&["cases.address=1/10m"]).await;
    bench.take(&vase(&bench.desk, vec![])).await;
    let path = format!("{}/person", bench.case(ID).await);
    let press = async |form: &str, text: &str| {
        let body = format!("form={form}&text={text}");
        let request = Request::post(&path).header("content-type", "application/x-www-form-urlencoded");
        bench.send(from(HOME, request.body(Body::from(body)).unwrap())).await
    };
    let first = Uuid::new_v4().to_string();
    assert_eq!(press(&first, "hello").await.status, 303);
    let kept = bench.events(ID).await.len();
    let refused = press(&Uuid::new_v4().to_string(), "still-here").await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (429, "600"));
    assert!(
        refused.text().contains("still-here") && refused.text().contains("zu viel auf einmal"),
        "{}",
        refused.text()
    );
    assert_eq!(press(&first, "hello").await.status, 303, "what was taken is not asked for again");
    let words = Form::default().part("name=\"form\"", "text/plain", Uuid::new_v4().to_string().as_bytes());
    let words = words.part("name=\"text\"", "text/plain", b"look-at-this").part(
        "name=\"photos\"; filename=\"a\"",
        "image/jpeg",
        &photo(500),
    );
    let mime = format!("multipart/form-data; boundary={}", crate::multipart::BOUNDARY);
    let request = Request::post(format!("{}/words", bench.case(ID).await)).header("content-type", mime);
    let refused = bench.send(from(HOME, request.body(Body::from(words.bytes())).unwrap())).await;
    assert!(refused.status == 429 && refused.text().contains("look-at-this"));
    assert_eq!((bench.events(ID).await.len(), bench.kept().await.1), (kept, 0));
}

#[tokio::test]
async fn tries_of_the_inbox_token_are_counted_and_the_answer_does_not_tell_which_was_right() {
    let bench = bench(&["logins.address=2/10m"]).await;
    let attempt = async |token: &str, address: &str| {
        let request = Request::get(format!("/inbox?token={token}")).body(Body::empty()).unwrap();
        bench.send(from(address, request)).await
    };
    for _ in 0..2 {
        assert_eq!(attempt("wrong", HOME).await.status, 401);
    }
    let (right, wrong) = (attempt(TOKEN, HOME).await, attempt("wrong", HOME).await);
    assert_eq!((right.status.as_u16(), right.header("retry-after")), (429, "300"));
    assert_eq!((&right.bytes, &right.headers), (&wrong.bytes, &wrong.headers));
    assert_eq!(attempt(TOKEN, "203.0.113.10").await.status, 303);
    assert_eq!(bench.inbox("/inbox").await.status, 200, "who is in stays in");
}
