//! Relays: each target gets each complaint, as its own documentation wants it, once where it can be asked, and however it behaves.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use redress_desk::outbox::{LEASE, Message, State, worker};
use redress_engine::complaint::Attachment;
use serde_json::{Value, json};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use uuid::Uuid;

use crate::mail::assert_has;
use crate::multipart::Form;
use crate::samples::{ID, attachment, bytes, changed, photo, vase};
use crate::support::Bench;
use crate::vendors::Temper::{Answers, BreaksAfter};
use crate::vendors::{Rules, Vendor, freshdesk, gorgias, slack, woocommerce, zendesk};

/// A target: its rules, the settings of its relay, the request that makes something, what the inbox calls it.
pub struct Target {
    pub rules: Rules,
    pub settings: &'static str,
    pub makes: &'static str,
    pub who: &'static str,
}

pub const TARGETS: [Target; 5] = [
    Target { rules: zendesk::rules, settings: zendesk::SETTINGS, makes: "POST /api/v2/tickets.json", who: "Zendesk" },
    Target { rules: freshdesk::rules, settings: freshdesk::SETTINGS, makes: "POST /api/v2/tickets", who: "Freshdesk" },
    Target { rules: gorgias::rules, settings: gorgias::SETTINGS, makes: "POST /api/tickets", who: "Gorgias" },
    Target {
        rules: woocommerce::rules,
        settings: woocommerce::SETTINGS,
        makes: "POST /shop/wp-json/wc/v3/orders/723/notes",
        who: "WooCommerce",
    },
    Target { rules: slack::rules, settings: slack::SETTINGS_TOLD_ALL, makes: "POST /services", who: "the chat" },
];

const SECRETS: [&str; 6] = ["z-token", "f-key", "g-key", "ck_key", "cs_secret", "XXXXXXXX"];

/// A target with nothing in it and a desk with nothing to tell it.
pub async fn start(target: &Target) -> (Vendor, Bench) {
    let vendor = Vendor::start(target.rules).await;
    let bench = vendor.bench(target.settings).await;
    (vendor, bench)
}

/// What is to be told to the target, after a pass.
pub async fn pass(bench: &Bench, at: Timestamp) -> Message {
    worker::pass(&bench.desk, at).await.unwrap();
    message(bench).await
}

async fn message(bench: &Bench) -> Message {
    let messages = bench.desk.store.messages(Uuid::parse_str(ID).unwrap()).await.unwrap();
    messages.into_iter().find(|message| message.kind == "relay").unwrap()
}

/// Mira's vase with so many photos.
pub async fn take(bench: &Bench, photos: usize) {
    let files: Vec<Vec<u8>> = (0..photos).map(|n| photo(100 + n)).collect();
    let named =
        files.iter().enumerate().map(|(n, bytes)| attachment(&format!("p{n}"), "../x.php", "image/jpeg", bytes));
    let named: Vec<Attachment> = named.collect();
    let mut form = Form::of(&bytes(&vase(&bench.desk, named.clone())));
    for (attachment, bytes) in named.iter().zip(&files) {
        form = form.file(&attachment.id, "image/jpeg", bytes);
    }
    let answer = bench.post(ID, form.bytes()).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
}

#[tokio::test]
async fn a_busy_target_is_left_alone_as_long_as_it_asks_and_a_broken_one_is_tried_again() {
    for target in &TARGETS {
        let (vendor, bench) = start(target).await;
        let now = bench.desk.clock.now();
        // RFC 9110 allows both forms; the second is an hour after the first attempt.
        vendor.will(target.makes, Answers(429, Some("93"), "Too many requests from mira@example.org"));
        vendor.will(target.makes, Answers(503, Some("Sat, 21 Nov 2026 20:42:00 GMT"), "<html>busy</html>"));
        vendor.will(target.makes, Answers(429, Some("99999999999999999999"), ""));
        vendor.will(target.makes, Answers(500, None, r#"{"error":"internal_error"}"#));
        bench.take(&vase(&bench.desk, vec![])).await;
        let mut due = now;
        for (status, at_least) in [("429", 93), ("503", 3500), ("429", 8), ("500", 8)] {
            let message = pass(&bench, due).await;
            let reason = message.last_error.unwrap();
            assert_eq!(message.state, State::Waiting, "{} {reason}", target.who);
            assert!(
                reason.starts_with(&format!("{} answered {status}", target.who)) && !reason.contains("mira"),
                "{reason}"
            );
            let wait = message.due_at.duration_since(due).as_secs();
            assert!((at_least..=at_least + 200).contains(&wait), "{status}: {wait}");
            due = message.due_at;
        }
        assert_eq!(pass(&bench, due).await.state, State::Sent, "{}", target.who);
        assert_eq!(vendor.shelf().made.len(), 1, "{}", target.who);
    }
}

#[tokio::test]
async fn a_wrong_key_is_final_and_the_inbox_says_which_one_without_telling_it() {
    for target in &TARGETS {
        let (vendor, bench) = start(target).await;
        let settings = target.settings;
        let body = r#"{"error":"invalid_auth","description":"no mira@example.org"}"#;
        vendor.will("", Answers(401, Some("5"), body));
        bench.take(&vase(&bench.desk, vec![])).await;
        let message = pass(&bench, bench.desk.clock.now()).await;
        let reason = message.last_error.unwrap();
        assert_eq!((message.state, message.attempts), (State::Failed, 1), "{settings}");
        assert!(reason.contains("answered 401 (invalid_auth): look at REDRESS_"), "{reason}");
        assert!(bench.inbox("/inbox").await.text().contains("Relay not delivered"));
        let page = bench.inbox(&format!("/inbox/complaints/{ID}")).await;
        assert_has(page.text(), &["Not delivered", "answered 401"]);
        assert!(!SECRETS.iter().any(|secret| page.text().contains(secret)), "{settings}");
        let printed = format!("{:?}", bench.desk.outbox);
        assert!(!SECRETS.iter().chain(&["127.0.0.1"]).any(|secret| printed.contains(secret)), "{printed}");
        assert!(!SECRETS.iter().any(|secret| printed.contains(&STANDARD.encode(secret))), "{printed}");
    }
}

#[tokio::test]
async fn an_answer_that_is_lost_makes_no_second_ticket_where_the_target_can_be_asked() {
    for target in &TARGETS {
        let (vendor, bench) = start(target).await;
        vendor.will(target.makes, BreaksAfter);
        take(&bench, 3).await;
        let message = pass(&bench, bench.desk.clock.now()).await;
        let reason = format!("{} broke off", target.who);
        assert_eq!((message.state, message.last_error.as_deref()), (State::Waiting, Some(reason.as_str())));
        assert_eq!(pass(&bench, message.due_at).await.state, State::Sent, "{}", target.who);
        // A webhook cannot be asked what it has: docs/relays.md says so.
        let expected = if target.who == "the chat" { 2 } else { 1 };
        assert_eq!(vendor.shelf().made.len(), expected, "{}", target.who);
    }
}

#[tokio::test]
async fn a_desk_that_dies_after_the_target_took_it_makes_no_second_ticket_when_it_comes_back() {
    for target in &TARGETS[..4] {
        let (vendor, bench) = start(target).await;
        take(&bench, 1).await;
        let now = bench.desk.clock.now();
        let at = pass(&bench, now).await;
        assert_eq!((at.state, vendor.shelf().made.len()), (State::Sent, 1));
        // As it stands in the database of a desk that was killed before it wrote down that it is sent.
        let options = SqliteConnectOptions::new().filename(bench.folder.path().join("redress.db"));
        let database = SqlitePool::connect_with(options).await.unwrap();
        let undone = "UPDATE outbox SET state = 'waiting', sent_at = NULL, leased_until = ? WHERE channel = 'relay'";
        sqlx::query(undone).bind((now + LEASE).as_second()).execute(&database).await.unwrap();
        bench.desk.begin().await.unwrap();
        let again = pass(&bench, now).await;
        assert_eq!((again.state, again.attempts), (State::Sent, 2), "{}", target.who);
        assert_eq!(vendor.shelf().made.len(), 1, "{}", target.who);
    }
}

#[tokio::test]
async fn zendesk_is_believed_that_it_had_the_key_and_asked_until_it_finds_the_ticket() {
    let (vendor, bench) = start(&TARGETS[0]).await;
    vendor.will(TARGETS[0].makes, BreaksAfter);
    take(&bench, 1).await;
    let mut message = pass(&bench, bench.desk.clock.now()).await;
    // Before it is made anew, and after the key was refused, because the token of the photo is another one.
    vendor.shelf().slow = 2;
    message = pass(&bench, message.due_at).await;
    assert_eq!(message.last_error.as_deref(), Some("Zendesk has had it before, and does not find it yet"));
    assert_eq!(pass(&bench, message.due_at).await.state, State::Sent);
    assert_eq!(vendor.shelf().made.len(), 1);
    let keys: Vec<_> = vendor.shelf().came.iter().map(|came| came.header("idempotency-key").to_string()).collect();
    assert_eq!(keys.iter().filter(|key| *key == ID).count(), 2, "{keys:?}");
}

#[tokio::test]
async fn a_note_goes_to_the_order_of_this_very_number_and_to_no_other() {
    let target = &TARGETS[3];
    for (number, order, reason) in [
        ("T-20418", Some("723"), ""),
        ("#T-20418", Some("723"), ""),
        // The order with this id has another number.
        ("20418", Some("725"), ""),
        ("723", None, "WooCommerce has no order of this number"),
        ("T-2", None, "WooCommerce has no order of this number"),
        ("../customers/1", None, "WooCommerce has no order of this number"),
        ("", None, "the complaint names no order"),
    ] {
        let (vendor, bench) = start(target).await;
        let body = changed(&vase(&bench.desk, vec![]), "/order/number", json!(number));
        let mut json: Value = serde_json::from_slice(&body).unwrap();
        json["context"]["order"]["number"] = json!(number);
        assert_eq!(bench.post(ID, Form::of(json.to_string().as_bytes()).bytes()).await.status, 201);
        let message = pass(&bench, bench.desk.clock.now()).await;
        assert_eq!(message.last_error.unwrap_or_default(), reason, "{number}");
        let made = vendor.shelf().made.pop();
        assert_eq!(made.as_ref().and_then(|made| made["order"].as_str()), order, "{number}");
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_a_page_that_is_no_api_is_no_success() {
    for target in &TARGETS[..4] {
        let (vendor, bench) = start(target).await;
        vendor.will(target.makes, Answers(200, None, "<html>Log in to the Wi-Fi</html>"));
        bench.take(&vase(&bench.desk, vec![])).await;
        let message = pass(&bench, bench.desk.clock.now()).await;
        let reason = format!("{} gave an answer that is not its own", target.who);
        assert_eq!((message.state, message.last_error), (State::Waiting, Some(reason)));
        vendor.will("", Answers(302, None, ""));
        assert_eq!(pass(&bench, message.due_at).await.state, State::Failed);
        assert_eq!(vendor.shelf().made.len(), 0, "{}", target.who);
    }
}

#[tokio::test]
async fn a_file_that_a_help_desk_does_not_take_is_linked_and_the_case_goes_on() {
    for (target, upload) in [(&TARGETS[0], "POST /api/v2/uploads.json"), (&TARGETS[2], "POST /api/upload")] {
        let (vendor, bench) = start(target).await;
        vendor.will(upload, Answers(422, None, r#"{"error":"AttachmentUnprocessable"}"#));
        take(&bench, 3).await;
        let message = pass(&bench, bench.desk.clock.now()).await;
        assert_eq!(message.state, State::Sent, "{}: {:?}", target.who, message.last_error);
        let made = vendor.shelf().made.pop().unwrap();
        let reference = bench.row(ID).await.reference;
        assert_eq!(made["files"], json!([format!("{reference}-2.jpg"), format!("{reference}-3.jpg")]));
        let link = format!("/inbox/complaints/{ID}/files/1");
        assert_has(made["text"].as_str().unwrap(), &[&link, &format!("{reference}-2.jpg")]);
    }
}

#[tokio::test]
async fn a_relay_that_was_taken_out_of_the_settings_is_waited_for_and_given_up_after_three_days() {
    let (_vendor, bench) = start(&TARGETS[0]).await;
    bench.take(&vase(&bench.desk, vec![])).await;
    let (store, other) = (bench.desk.store.clone(), Vendor::start(slack::rules).await.bench(slack::SETTINGS).await);
    let relays = other.desk.outbox.relays.clone();
    let without = Bench::with(|desk| (desk.store, desk.outbox.relays) = (store, relays)).await;
    let now = bench.desk.clock.now();
    let message = pass(&without, now).await;
    let reason = "no relay of this name is configured";
    assert_eq!((message.state, message.last_error.as_deref()), (State::Waiting, Some(reason)));
    let message = pass(&without, now + SignedDuration::from_hours(73)).await;
    assert_eq!((message.state, message.last_error.unwrap()), (State::Failed, format!("given up: {reason}")));
}
