//! Callback: the merchant's system is told of each complaint, signed, retried, and never led elsewhere.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use redress_desk::callback::Callback;
use redress_desk::outbox::{Message, Outbox, State as Standing, worker};
use redress_desk::policy::Policy;
use redress_engine::complaint::Complaint;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use uuid::Uuid;

use crate::samples::{ID, vase};
use crate::sign::{NOW, claims, hs256, keys, mac};
use crate::signing::{is_there, root, run, skipped};
use crate::support::Bench;

const KEY: &[u8; 32] = b"0123456789abcdef0123456789abcdef";

/// What came, and what is answered next; 200 when nothing is left to say.
#[derive(Default)]
struct Inner {
    came: Vec<(HeaderMap, Vec<u8>)>,
    answers: VecDeque<u16>,
}

type Shop = Arc<Mutex<Inner>>;

async fn hook(State(shop): State<Shop>, headers: HeaderMap, body: Bytes) -> (StatusCode, HeaderMap) {
    let mut inner = shop.lock().unwrap();
    inner.came.push((headers, body.to_vec()));
    let status = StatusCode::from_u16(inner.answers.pop_front().unwrap_or(200)).unwrap();
    (status, HeaderMap::from_iter([(axum::http::header::LOCATION, "/elsewhere".parse().unwrap())]))
}

async fn shop(answers: &[u16]) -> (Shop, SocketAddr) {
    let shop = Shop::default();
    shop.lock().unwrap().answers = answers.iter().copied().collect();
    let router =
        Router::new().route("/hook", post(hook)).route("/elsewhere", post(hook).get(hook)).with_state(shop.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    (shop, address)
}

async fn bench(address: SocketAddr) -> Bench {
    let secret = format!("whsec_{}", STANDARD.encode(KEY));
    let callback = Callback::open(&format!("http://{address}/hook?key=hidden"), Some(&secret)).unwrap();
    Bench::with(|desk| {
        desk.policy = Policy { keys: keys(), ..Policy::default() };
        desk.outbox = Outbox::new(None, Some(callback));
    })
    .await
}

/// The callback's message after a pass.
async fn pass(bench: &Bench, at: jiff::Timestamp) -> Message {
    worker::pass(&bench.desk, at).await.unwrap();
    let messages = bench.desk.store.messages(Uuid::parse_str(ID).unwrap()).await.unwrap();
    messages.into_iter().find(|message| message.kind == "complaint.received").unwrap()
}

#[tokio::test]
async fn a_complaint_is_told_with_receipt_trust_status_and_a_signature_that_can_be_computed_again() {
    let (shop, address) = shop(&[]).await;
    let bench = bench(address).await;
    let complaint = Complaint { token: Some(hs256(&claims())), ..vase(&bench.desk, vec![]) };
    bench.take(&complaint).await;
    let message = pass(&bench, bench.desk.clock.now()).await;
    assert_eq!((message.state, message.recipient.as_str()), (Standing::Sent, "127.0.0.1"), "{:?}", message.last_error);
    let (headers, body) = shop.lock().unwrap().came.pop().unwrap();
    let header = |name: &str| headers[name].to_str().unwrap().to_string();
    assert_eq!(header("webhook-id"), format!("msg_{}", message.id));
    assert_eq!(header("webhook-timestamp"), NOW.to_string());
    let signed = [header("webhook-id").as_bytes(), b".", header("webhook-timestamp").as_bytes(), b".", &body].concat();
    assert_eq!(header("webhook-signature"), format!("v1,{}", STANDARD.encode(mac(KEY)(&signed))));
    assert_eq!(header("content-type"), "application/json");

    let told: Value = serde_json::from_slice(&body).unwrap();
    let row = bench.row(ID).await;
    assert_eq!((&told["type"], &told["timestamp"]), (&"complaint.received".into(), &"2026-11-21T19:41:07Z".into()));
    assert_eq!(told["data"]["complaint"], serde_json::from_str::<Value>(&row.body).unwrap());
    assert_eq!(told["data"]["receipt"], serde_json::from_str::<Value>(&row.receipt).unwrap());
    assert_eq!((&told["data"]["trust"], &told["data"]["status"]), (&"verified".into(), &"received".into()));
    assert!(told["data"]["queues"].as_array().unwrap().is_empty());
    let page = bench.inbox(&format!("/inbox/complaints/{ID}")).await;
    assert!(page.text().contains("Callback complaint.received") && !page.text().contains("key=hidden"));
}

#[tokio::test]
async fn a_failing_endpoint_is_tried_again_with_the_same_id_and_body_and_a_new_moment() {
    let (shop, address) = shop(&[500, 404, 302]).await;
    let bench = bench(address).await;
    bench.take(&vase(&bench.desk, vec![])).await;
    let mut now = bench.desk.clock.now();
    for answer in [500, 404, 302] {
        let message = pass(&bench, now).await;
        let reason = format!("the callback answered {answer}");
        assert_eq!((message.state, message.last_error), (Standing::Waiting, Some(reason)));
        assert!(message.due_at > now);
        now = message.due_at;
    }
    assert_eq!(pass(&bench, now).await.state, Standing::Sent);
    let came = std::mem::take(&mut shop.lock().unwrap().came);
    assert_eq!(came.len(), 4, "a redirect is not followed");
    for (headers, body) in &came[1..] {
        assert_eq!((&headers["webhook-id"], body), (&came[0].0["webhook-id"], &came[0].1));
        assert_ne!(headers["webhook-signature"], came[0].0["webhook-signature"]);
    }
}

#[tokio::test]
async fn an_endpoint_that_is_gone_gets_it_no_more_and_one_that_is_down_is_waited_for() {
    let (_shop, address) = shop(&[410]).await;
    let bench = bench(address).await;
    bench.take(&vase(&bench.desk, vec![])).await;
    let message = pass(&bench, bench.desk.clock.now()).await;
    assert_eq!((message.state, message.last_error.as_deref()), (Standing::Failed, Some("the callback answered 410")));
    assert!(bench.inbox("/inbox").await.text().contains("Callback not delivered"));

    let down = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let bench = self::bench(down).await;
    bench.take(&vase(&bench.desk, vec![])).await;
    let message = pass(&bench, bench.desk.clock.now()).await;
    assert_eq!(
        (message.state, message.last_error.as_deref()),
        (Standing::Waiting, Some("the callback cannot be reached"))
    );
}

/// A call of a real desk: its headers and body as JSON, and the secret.
async fn call() -> (Value, String) {
    let (shop, address) = shop(&[]).await;
    let bench = bench(address).await;
    bench.take(&vase(&bench.desk, vec![])).await;
    assert_eq!(pass(&bench, bench.desk.clock.now()).await.state, Standing::Sent);
    let (headers, body) = shop.lock().unwrap().came.pop().unwrap();
    let named = ["webhook-id", "webhook-timestamp", "webhook-signature"];
    let headers: Value =
        named.iter().map(|name| (name.to_string(), Value::from(headers[*name].to_str().unwrap()))).collect();
    let call = json!({ "headers": headers, "body": String::from_utf8(body).unwrap(), "now": NOW });
    (call, format!("whsec_{}", STANDARD.encode(KEY)))
}

/// Runs a snippet on a genuine call, on one with another body, a later one, and with another secret.
async fn is_told_apart(verify: impl Fn(&Value, &str) -> String) {
    let (call, secret) = call().await;
    assert_eq!(verify(&call, &secret), "genuine");
    let changed = |key: &str, value: Value| {
        let mut call = call.clone();
        call[key] = value;
        call
    };
    let body = call["body"].as_str().unwrap().replace("T-20418", "T-20419");
    assert_eq!(verify(&changed("body", body.into()), &secret), "refused");
    assert_eq!(verify(&changed("now", (NOW + 301).into()), &secret), "refused", "played back");
    assert_eq!(verify(&call, "whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA="), "refused");
}

#[tokio::test]
async fn the_snippet_in_python_tells_genuine_calls_from_others() {
    if !is_there("python3") {
        return skipped("there is no python3");
    }
    let code = "import json, os, sys; sys.path.insert(0, 'tests/callback'); sys.dont_write_bytecode = True; from verify import redress_verify; \
        c = json.loads(os.environ['CONTEXT']); \
        print('genuine' if redress_verify(os.environ['KEY'], c['headers'], c['body'].encode(), c['now']) else 'refused')";
    is_told_apart(|call, secret| run("python3", &["-c", code], call, secret, "")).await;
}

#[tokio::test]
async fn the_snippet_in_node_tells_genuine_calls_from_others() {
    if !is_there("node") {
        return skipped("there is no node");
    }
    let code = "import { redressVerify } from './tests/callback/verify.mjs'; const { CONTEXT, KEY } = process.env; const c = JSON.parse(CONTEXT); \
        console.log(redressVerify(KEY, c.headers, Buffer.from(c.body), c.now) ? 'genuine' : 'refused');";
    is_told_apart(|call, secret| run("node", &["--input-type=module", "--eval", code], call, secret, "")).await;
}

#[tokio::test]
async fn the_snippet_in_php_tells_genuine_calls_from_others() {
    let code = "$c = json_decode(getenv('CONTEXT'), true); \
        echo redress_verify(getenv('KEY'), $c['headers'], $c['body'], $c['now']) ? 'genuine' : 'refused';";
    let direct = format!("require 'tests/callback/verify.php'; {code}");
    let file = root().join("tests/callback/verify.php");
    let (program, arguments) = if is_there("php") {
        ("php", vec!["-r", &direct])
    } else if is_there("node") && root().join("node_modules/@php-wasm/node-8-0").is_dir() {
        ("node", vec!["tests/signing/php.mjs", file.to_str().unwrap(), code])
    } else {
        return skipped("there is neither php nor, after `npm ci`, PHP compiled to WebAssembly");
    };
    is_told_apart(|call, secret| run(program, &arguments, call, secret, "")).await;
}

#[test]
fn the_documentation_shows_the_very_files_that_these_tests_run() {
    let docs = std::fs::read_to_string(root().join("docs/acknowledgement.md")).unwrap();
    for (language, name) in [("php", "verify.php"), ("js", "verify.mjs"), ("python", "verify.py")] {
        let text = std::fs::read_to_string(root().join("tests/callback").join(name)).unwrap();
        assert!(docs.contains(&format!("```{language}\n{text}```\n")), "docs/acknowledgement.md shows another {name}");
    }
}
