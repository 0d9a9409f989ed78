//! Mail: the acknowledgement as a real mail server gets it.

use jiff::Timestamp;
use redress_desk::desk::Desk;
use redress_desk::mail::Mailer;
use redress_desk::outbox::{Message, Outbox, State, worker};
use redress_desk::policy::Policy;
use redress_desk::shop::Shop;
use redress_engine::complaint::Complaint;
use redress_engine::read::Write;
use serde_json::json;
use uuid::Uuid;

use crate::multipart::Form;
use crate::samples::{ID, REPLACEMENT, VASE, build, changed, made, vase};
use crate::sign::{claims, claims_with, hs256, keys};
use crate::smtp::{Mail, Smtp, Temper};
use crate::support::Bench;

/// A shop that can be reached and signs its orders.
pub const SHOP: &str = r#"{ "shop": { "name": "Tern & Tide", "country": "DE", "email": "help@tern.example", "phone": "+49 30 1234",
    "hours": { "en": "Mon–Fri 9–17", "de": "Mo–Fr 9–17 Uhr" }, "answerWithin": { "workingDays": 1 } },
    "endpoint": { "url": "/api/complaints" }, "locales": ["en", "de"] }"#;

pub fn mailer(desk: &Desk, url: &str) -> Outbox {
    Outbox::new(Some(Mailer::open(url, None, &desk.shop.config.shop).unwrap()), None)
}

pub async fn bench(smtp: &Smtp) -> Bench {
    let url = smtp.url();
    Bench::with(|desk| {
        desk.shop = Shop::parse(SHOP).unwrap();
        desk.policy = Policy { keys: keys(), ..Policy::default() };
        desk.outbox = mailer(desk, &url);
    })
    .await
}

/// The same complaint with the shop's signature on order, items and customer.
pub fn signed(complaint: Complaint) -> Complaint {
    Complaint { token: Some(hs256(&claims())), ..complaint }
}

pub async fn pass(bench: &Bench, at: Timestamp) -> Vec<Message> {
    worker::pass(&bench.desk, at).await.unwrap();
    messages(bench).await
}

pub async fn messages(bench: &Bench) -> Vec<Message> {
    bench.desk.store.messages(Uuid::parse_str(ID).unwrap()).await.unwrap()
}

/// Takes a complaint and sends what is to be sent: the mail that came.
async fn acknowledged(complaint: impl FnOnce(&Desk) -> Complaint) -> Mail {
    let mut smtp = Smtp::start(Temper::Kind).await;
    let bench = bench(&smtp).await;
    bench.take(&complaint(&bench.desk)).await;
    let sent = pass(&bench, bench.desk.clock.now()).await;
    assert_eq!(sent[0].state, State::Sent, "{:?}", sent[0].last_error);
    smtp.mail().await
}

pub fn assert_has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
}

#[tokio::test]
async fn a_complaint_is_acknowledged_with_content_date_and_time_in_the_shoppers_zone_and_language() {
    let mail =
        acknowledged(|desk| Complaint { time_zone: Some("Europe/Lisbon".into()), ..signed(vase(desk, vec![])) }).await;
    assert_eq!(mail.to, ["mira@example.org"]);
    assert!(mail.subject().starts_with("Ihre Reklamation: eingegangen (RD-"), "{}", mail.subject());
    assert_eq!((mail.header("Content-Language"), mail.header("Auto-Submitted")), ("de".into(), "auto-replied".into()));
    assert!(mail.header("From").contains("<help@tern.example>") && mail.header("To") == "mira@example.org");
    let id = mail.header("Message-ID");
    assert!(id.ends_with("@tern.example>") && Uuid::parse_str(&id[1..37]).is_ok(), "{id}");
    let parts = [
        "Mira Lindqvist",
        "T-20418",
        "Stoneware vase",
        "Es kam beschädigt an",
        "It was in two pieces.",
        // 19:41:07Z: an hour earlier than in Berlin.
        "21.11.2026, 19:41 (Europe/Lisbon, UTC+00:00)",
        "Montag, 23. November 2026",
        "help@tern.example",
        "+49 30 1234",
        "Mo–Fr 9–17 Uhr",
    ];
    let html = mail.html().unwrap();
    assert_has(&mail.text(), &parts);
    assert_has(&html, &parts);
    assert!(html.contains("<html lang=\"de\" dir=\"ltr\">"));
    let files = mail.files();
    let [(name, statement), (receipt_name, receipt)] = files.as_slice() else { panic!("{files:?}") };
    assert!(name.starts_with("RD-") && name.ends_with(".html") && receipt_name.ends_with(".json"));
    assert_has(statement, &parts);
    assert!(serde_json::from_str::<serde_json::Value>(receipt).unwrap()["signature"].is_string());
    for document in [&html, statement] {
        // A link is followed by a person; nothing is fetched by itself.
        let document = document.replace("<a href=\"https://help.ternandtide.example/cases/", "<a href=\"");
        for outside in ["http:", "https:", "src=", "<link", "<script", "url("] {
            assert!(!document.contains(outside), "{outside} in\n{document}");
        }
    }
}

#[tokio::test]
async fn a_withdrawal_is_acknowledged_in_german_and_in_english() {
    let withdrawal = |locale: &'static str| {
        move |desk: &Desk| {
            let made = build(desk, ID, "withdrawal", "2026-11-21T20:41:00+01:00", VASE, "{}", vec![]);
            Complaint { locale: locale.into(), ..signed(made) }
        }
    };
    let german = acknowledged(withdrawal("de")).await;
    assert!(german.subject().starts_with("Ihr Widerruf: eingegangen (RD-"));
    assert_has(
        &german.text(),
        &[
            "Das ist die Eingangsbestätigung mit Inhalt, Datum und Uhrzeit.",
            "Hiermit widerrufe ich",
            "21.11.2026, 20:41 (Europe/Berlin, UTC+01:00)",
            "Stoneware vase",
        ],
    );
    let english = acknowledged(withdrawal("en-GB")).await;
    assert!(english.subject().starts_with("Your withdrawal: received (RD-"));
    assert_eq!(english.header("Content-Language"), "en");
    let parts =
        ["I hereby withdraw from my contract", "21 Nov 2026, 20:41 (Europe/Berlin, UTC+01:00)", "Stoneware vase"];
    assert_has(&english.text(), &parts);
    assert_has(&english.files()[0].1, &parts);
    // A language that there is none of is the shop's own.
    assert_eq!(acknowledged(withdrawal("tlh")).await.header("Content-Language"), "en");
}

#[tokio::test]
async fn a_language_that_has_only_withdrawals_is_used_for_those_and_no_letter_shows_a_key() {
    let keys = ["desk.mail.", "step.", "remedy.", "item.", "review.", "field.", "next.", "order."];
    for locale in ["sv", "mt"] {
        for (flow, language, is_signed) in [
            ("withdrawal", locale, true),
            ("withdrawal", locale, false),
            ("complaint", "en", true),
            ("return", "en", false),
        ] {
            let mail = acknowledged(|desk| {
                let answers = if flow == "complaint" { REPLACEMENT } else { "{}" };
                let made = build(desk, ID, flow, "2026-11-21T20:41:00+01:00", VASE, answers, vec![]);
                let made = Complaint { locale: locale.into(), ..made };
                if is_signed { signed(made) } else { made }
            })
            .await;
            assert_eq!(mail.header("Content-Language"), language, "{flow}");
            let said = [mail.subject(), mail.text().replace("help@tern.example", "")].concat();
            let shown = keys.iter().find(|key| said.split_whitespace().any(|word| word.starts_with(*key)));
            assert_eq!(shown, None, "{locale} {flow}\n{said}");
        }
    }
}

#[tokio::test]
async fn an_address_that_nobody_vouches_for_gets_plain_text_without_a_word_or_link_of_the_senders() {
    const ATTACK: &str = "Win https://evil.example now";
    let context = VASE.replace("Stoneware vase", ATTACK).replace("T-20418", ATTACK).replace("Mira Lindqvist", ATTACK);
    let mail = acknowledged(|desk| {
        let mut complaint = made(desk, ID, &context, REPLACEMENT, vec![]);
        complaint.shared.push(redress_engine::complaint::Answer {
            step: "details".into(),
            value: ATTACK.into(),
            label: ATTACK.into(),
            shop_label: ATTACK.into(),
        });
        for answer in &mut complaint.items[0].answers {
            answer.label = ATTACK.into();
        }
        complaint.time_zone = Some(ATTACK.into());
        complaint
    })
    .await;
    let text = mail.text();
    assert!(mail.html().is_none() && mail.files().is_empty() && mail.header("Content-Type").starts_with("text/plain"));
    assert!(!mail.raw.contains("evil") && !text.contains("evil") && !text.contains("://"), "{text}");
    assert_has(
        &text,
        &["1 Artikel", "Es kam beschädigt an", "RD-", "21.11.2026, 20:41 (Europe/Berlin", "Waren Sie es nicht"],
    );
}

#[tokio::test]
async fn ids_that_the_config_does_not_know_are_no_words_to_be_repeated() {
    let mail = acknowledged(|desk| {
        let mut complaint = vase(desk, vec![]);
        complaint.items[0].remedy = Some("win-at-evil.example".into());
        complaint.items[0].answers[0].value = "win-at-evil.example".into();
        complaint
    })
    .await;
    assert!(!mail.text().contains("evil"), "{}", mail.text());
    assert_has(&mail.text(), &["T-20418"]);
}

#[tokio::test]
async fn a_withdrawal_to_an_unknown_address_still_has_its_content_date_and_time() {
    let mail =
        acknowledged(|desk| build(desk, ID, "withdrawal", "2026-11-21T20:41:00+01:00", VASE, "{}", vec![])).await;
    assert_has(
        &mail.text(),
        &["Hiermit widerrufe ich", "T-20418", "1 Artikel", "Artikel 1", "21.11.2026, 20:41 (Europe/Berlin"],
    );
    assert!(!mail.text().contains("Stoneware vase") && !mail.text().contains("Mira"));
}

#[tokio::test]
async fn an_address_that_is_not_the_tokens_is_not_vouched_for_while_the_signed_items_are_named() {
    for other in [claims_with("/customer/email", json!("else@example.org")), claims_with("/customer", json!(null))] {
        let mail = acknowledged(|desk| {
            let mut complaint = vase(desk, vec![]);
            complaint.items[0].title = "Win at evil.example".into();
            Complaint { token: Some(hs256(&other)), ..complaint }
        })
        .await;
        assert!(mail.html().is_none());
        assert_has(&mail.text(), &["Stoneware vase"]);
        assert!(!mail.text().contains("two pieces") && !mail.text().contains("evil"), "{}", mail.text());
    }
}

#[tokio::test]
async fn no_text_becomes_a_header_or_another_recipient() {
    const ATTACK: &str = "Eve\r\nBcc: victim@example.net\r\n\r\nhello";
    let config = SHOP.replace("Tern & Tide", "Tern\\r\\nBcc: victim@example.net");
    let mut smtp = Smtp::start(Temper::Kind).await;
    let url = smtp.url();
    let bench = Bench::with(|desk| {
        desk.shop = Shop::parse(&config).unwrap();
        desk.policy = Policy { keys: keys(), ..Policy::default() };
        desk.outbox = mailer(desk, &url);
    });
    let bench = bench.await;
    let body = changed(&signed(vase(&bench.desk, vec![])), "/contact/name", json!(ATTACK));
    let body =
        String::from_utf8(body).unwrap().replace("\"locale\":\"de\"", "\"locale\":\"de\\r\\nBcc: v@example.net\"");
    assert_eq!(bench.post(ID, Form::of(body.as_bytes()).bytes()).await.status, 201);
    // An address that is none gets nothing.
    for address in ["x@example.org\r\nRCPT TO:<v@example.net>", "x@example.org, v@example.net", "nobody", " "] {
        let id = Uuid::new_v4().to_string();
        let complaint = Complaint { id: id.clone(), ..vase(&bench.desk, vec![]) };
        let body = changed(&complaint, "/contact/email", json!(address));
        assert_eq!(bench.post(&id, Form::of(&body).bytes()).await.status, 201);
        assert!(bench.desk.store.messages(id.parse().unwrap()).await.unwrap().is_empty(), "{address}");
    }
    assert_eq!(pass(&bench, bench.desk.clock.now()).await[0].state, State::Sent);
    let mails = smtp.came();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, ["mira@example.org"]);
    let head = mails[0].raw.split_once("\r\n\r\n").unwrap().0;
    assert!(!head.lines().any(|line| line.to_ascii_lowercase().starts_with("bcc")), "{head}");
}

#[tokio::test]
async fn html_in_what_a_shopper_wrote_is_text_in_mail_and_statement() {
    const ATTACK: &str = "<img src=x onerror=alert(1)></td><script>alert(2)</script>";
    let mail = acknowledged(|desk| {
        let answers = REPLACEMENT.replace("null", &format!("\"{ATTACK}\""));
        signed(made(desk, ID, VASE, &answers, vec![]))
    })
    .await;
    for document in [mail.html().unwrap(), mail.files()[0].1.clone()] {
        assert!(
            !document.contains("<script") && !document.contains("<img") && document.contains("&#60;script&#62;"),
            "{document}"
        );
    }
    assert!(mail.text().contains(ATTACK));
}

#[tokio::test]
async fn a_complaint_without_an_address_is_taken_and_tells_nobody() {
    let bench = Bench::new().await;
    let mut json: serde_json::Value = serde_json::from_str(&vase(&bench.desk, vec![]).to_json().to_text()).unwrap();
    json["contact"] = json!({ "phone": "+49 30 1" });
    assert_eq!(bench.post(ID, Form::of(json.to_string().as_bytes()).bytes()).await.status, 201);
    assert!(messages(&bench).await.is_empty());
    assert_has(bench.inbox(&format!("/inbox/complaints/{ID}")).await.text(), &["No e-mail address was given"]);
}
