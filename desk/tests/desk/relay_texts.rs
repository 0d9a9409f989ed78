//! What relays tell: the case in the shop's language, a shopper's words as nothing but text, and of the person no more than is wished.

use redress_desk::outbox::State;
use redress_desk::policy::Policy;
use redress_desk::shop::Shop;
use redress_engine::complaint::Complaint;
use serde_json::json;

use crate::mail::assert_has;
use crate::multipart::Form;
use crate::relays::{TARGETS, pass, start, take};
use crate::samples::{ID, OTHER_ID, REPLACEMENT, VASE, build, changed, made, vase};
use crate::sign::{claims, hs256, keys};
use crate::support::{Bench, CONFIG};
use crate::vendors::Temper::BreaksAfter;
use crate::vendors::{Vendor, slack};

#[tokio::test]
async fn every_target_is_told_the_case_in_the_shops_language_with_amounts_contact_and_a_link_to_the_inbox() {
    for target in &TARGETS {
        for photos in [0, 3] {
            let (vendor, bench) = start(target).await;
            take(&bench, photos).await;
            let message = pass(&bench, bench.desk.clock.now()).await;
            assert_eq!(message.state, State::Sent, "{}: {:?}", target.who, message.last_error);
            let made = vendor.shelf().made.pop().unwrap();
            let reference = bench.row(ID).await.reference;
            let case = format!("https://help.ternandtide.example/inbox/complaints/{ID}");
            let parts = [
                &reference,
                &case,
                "Stoneware vase",
                "1 piece",
                "€64.00",
                "It arrived damaged",
                "A new one",
                "T-20418",
                "It was in two pieces.",
                "Mira Lindqvist",
                "mira@example.org",
                "Nov 21, 2026",
            ];
            // English is the first language of the shop; Mira wrote on a German page.
            assert_has(made["text"].as_str().unwrap(), &parts);
            let names: Vec<String> = (1..=photos).map(|n| format!("{reference}-{n}.jpg")).collect();
            match target.who {
                // Neither takes files: they are linked.
                "WooCommerce" | "the chat" => {
                    let is_linked = |n: usize| made["text"].as_str().unwrap().contains(&format!("{case}/files/{n}"));
                    assert!((1..=photos).all(is_linked) && !is_linked(photos + 1), "{made}");
                }
                _ => {
                    assert_eq!(
                        (&made["files"], &made["from"]),
                        (&json!(names), &"mira@example.org".into()),
                        "{}",
                        target.who
                    );
                    assert_has(made["subject"].as_str().unwrap(), &[&reference, "Report a problem", "Stoneware vase"]);
                }
            }
        }
    }
}

#[tokio::test]
async fn a_shop_that_speaks_german_is_told_in_german_and_how_much_the_wish_is_worth() {
    let (vendor, bench) = start(&TARGETS[0]).await;
    let store = (bench.desk.store.clone(), bench.desk.outbox.clone());
    let bench = Bench::with(|desk| {
        (desk.store, desk.outbox) = store;
        let patch = r#""locales": ["de", "en"], "remedies": { "keep": { "basis": "goodwill", "label": { "de": "Behalten" },
            "refund": { "percent": 30 }, "sendBack": false, "when": { "answer.reason": "damaged" } } }"#;
        desk.shop = Shop::parse(&CONFIG.replace(r#""locales": ["en", "de"]"#, patch)).unwrap();
    });
    let bench = bench.await;
    let answers = REPLACEMENT.replace("replacement", "keep");
    bench.take(&Complaint { locale: "en".into(), ..made(&bench.desk, ID, VASE, &answers, vec![]) }).await;
    assert_eq!(pass(&bench, bench.desk.clock.now()).await.state, State::Sent);
    let made = vendor.shelf().made.pop().unwrap();
    assert_has(made["subject"].as_str().unwrap(), &["Problem melden"]);
    let parts = [
        "Vorgangsnummer",
        "Es kam beschädigt an",
        "1 Stück · 64,00\u{a0}€",
        "Behalten · 19,20\u{a0}€",
        "21.11.2026, 20:41",
    ];
    assert_has(made["text"].as_str().unwrap(), &parts);
}

#[tokio::test]
async fn what_a_shopper_wrote_is_text_for_every_target_however_long_it_is() {
    let attack =
        "<script>alert(1)</script> <!channel> @channel & {{ticket.requester.email}}\nSECOND LINE \u{202e}evil مرحبا ";
    for (target, long) in TARGETS.iter().flat_map(|target| [(target, 0), (target, 10_000), (target, 60_000)]) {
        let (vendor, bench) = start(target).await;
        let words = [attack, &"&".repeat(long), "END"].concat();
        let answers = json!({ "items": { "1": { "reason": "damaged", "remedy": "replacement", "repaired": null } },
            "shared": { "matters": null, "photos": "unable", "details": words } });
        let context = VASE.replace("Stoneware vase", "Vase <b>&{{ticket.requester.email}}</b>");
        bench.take(&made(&bench.desk, ID, &context, &answers.to_string(), vec![])).await;
        let message = pass(&bench, bench.desk.clock.now()).await;
        assert_eq!(message.state, State::Sent, "{} {long}: {:?}", target.who, message.last_error);
        let made = vendor.shelf().made.pop().unwrap();
        let text = made["text"].as_str().unwrap();
        assert!(!text.contains('\u{202e}') && text.contains("مرحبا") && text.contains("SECOND LINE"), "{text}");
        assert!(text.contains(&format!("/inbox/complaints/{ID}")), "{text}");
        assert_eq!(text.contains('…'), !text.contains("END"), "what is missing is seen to be");
        assert!(long > 0 || text.contains("END"));
        // Our own links and marks aside.
        let case = format!("https://help.ternandtide.example/inbox/complaints/{ID}");
        let (anchor, link) = (format!("<a href=\"{case}\">{case}</a>"), format!("<{case}>"));
        let own = [&anchor, &link, "<b>", "</b>", "<br>", "<div dir=\"ltr\">", "</div>"];
        let bare = own.iter().fold(text.to_string(), |text, own| text.replace(own, ""));
        match target.who {
            "Zendesk" => {
                assert!(text.contains("<script>alert(1)</script> <!channel>") && !text.contains("FILLED IN"), "{text}");
                assert!(!made["subject"].as_str().unwrap().contains("FILLED IN"));
            }
            "the chat" => {
                assert!(text.contains("&lt;!channel&gt; @\u{200b}channel &amp;") && text.contains(&link), "{text}");
                assert!(!bare.contains(['<', '>']), "{text}");
            }
            _ => {
                assert!(bare.contains("&lt;script&gt;") && text.contains(&anchor), "{text}");
                assert!(!bare.contains(['<', '>']), "{text}");
            }
        }
        if let (10_000, "Zendesk" | "Gorgias") = (long, target.who) {
            assert!(text.contains("END"), "10,000 characters arrive in whole");
        }
    }
}

#[tokio::test]
async fn a_chat_is_told_nothing_of_the_person_unless_the_settings_say_so() {
    let vendor = Vendor::start(slack::rules).await;
    let bench = vendor.bench(slack::SETTINGS).await;
    take(&bench, 1).await;
    assert_eq!(pass(&bench, bench.desk.clock.now()).await.state, State::Sent);
    let all = vendor.shelf().came.pop().unwrap();
    let all = String::from_utf8(all.body.to_vec()).unwrap();
    assert_has(&all, &["Stoneware vase", "It arrived damaged", "/inbox/complaints/"]);
    for person in ["Mira", "example.org", "T-20418", "two pieces"] {
        assert!(!all.contains(person), "{person} in {all}");
    }
}

#[tokio::test]
async fn a_danger_comes_first_and_other_kinds_stay_away_where_only_dangers_are_wanted() {
    for target in [&TARGETS[0], &TARGETS[1], &TARGETS[4]] {
        let settings = target.settings.replace("\"to\"", "\"kinds\": [\"safety\"], \"to\"");
        let vendor = Vendor::start(target.rules).await;
        let bench = vendor.bench(&settings).await;
        let danger = build(&bench.desk, ID, "safety", "2026-11-21T20:41:00+01:00", VASE, "{}", vec![]);
        bench.take(&danger).await;
        let quiet = Complaint { id: OTHER_ID.into(), ..vase(&bench.desk, vec![]) };
        bench.take(&quiet).await;
        assert_eq!(pass(&bench, bench.desk.clock.now()).await.state, State::Sent);
        let shelf = vendor.shelf();
        let [made] = shelf.made.as_slice() else { panic!("{:?}", shelf.made) };
        let alarm = match target.who {
            "Zendesk" => made["priority"] == "urgent",
            "Freshdesk" => made["priority"] == "4",
            _ => made["text"].as_str().unwrap().starts_with("*⚠ "),
        };
        assert!(alarm, "{made}");
    }
}

#[tokio::test]
async fn an_address_that_nobody_vouches_for_becomes_no_customer_where_only_vouched_ones_may() {
    for target in &TARGETS[..3] {
        let settings = target.settings.replace("\"to\"", "\"requester\": \"vouched\", \"to\"");
        for token in [None, Some(hs256(&claims()))] {
            let vendor = Vendor::start(target.rules).await;
            let mut bench = vendor.bench(&settings).await;
            let relays = std::mem::take(&mut std::sync::Arc::get_mut(&mut bench.desk).unwrap().outbox.relays);
            let bench = Bench::with(|desk| {
                desk.policy = Policy { keys: keys(), ..Policy::default() };
                desk.outbox.relays = relays;
            });
            let bench = bench.await;
            let signed = token.is_some();
            vendor.will(target.makes, BreaksAfter);
            bench.take(&Complaint { token, ..vase(&bench.desk, vec![]) }).await;
            let message = pass(&bench, bench.desk.clock.now()).await;
            assert_eq!(pass(&bench, message.due_at).await.state, State::Sent, "{}", target.who);
            let shelf = vendor.shelf();
            let [made] = shelf.made.as_slice() else { panic!("{:?}", shelf.made) };
            assert_eq!(made["from"] == "mira@example.org", signed, "{made}");
            assert!(made["text"].as_str().unwrap().contains("mira@example.org"), "a person can still be reached");
            let trust = if signed { "verified" } else { "unsigned" };
            assert!(
                made["tags"].to_string().contains(trust) && !made["text"].as_str().unwrap().contains(trust),
                "{made}"
            );
        }
    }
}

#[tokio::test]
async fn a_shopper_who_gave_no_address_or_none_that_is_one_is_told_of_all_the_same() {
    for (target, from) in
        TARGETS[..3].iter().zip([json!(null), json!(format!("redress-{ID}")), json!("desk@tern.example")])
    {
        for contact in [json!({ "phone": "+49 30 1" }), json!({ "email": "mira@@example", "phone": "+49 30 1" })] {
            let (vendor, bench) = start(target).await;
            let body = changed(&vase(&bench.desk, vec![]), "/contact", contact);
            assert_eq!(bench.post(ID, Form::of(&body).bytes()).await.status, 201);
            let message = pass(&bench, bench.desk.clock.now()).await;
            assert_eq!(message.state, State::Sent, "{}: {:?}", target.who, message.last_error);
            let made = vendor.shelf().made.pop().unwrap();
            assert_eq!(made["from"], from);
            assert_has(made["text"].as_str().unwrap(), &["+49 30 1"]);
        }
    }
}
