//! What is sent: labels in both languages, the contact, the token, the way to JSON and back; and the texts that the labels are made of.
#![allow(clippy::unwrap_used, reason = "a test may say what it expects")]

mod common;

use common::{KETTLE, Plain, VASE, World, answers, config, day, default_preset, ids, json};
use redress_engine::Json;
use redress_engine::answers::Answers;
use redress_engine::complaint::{Attachment, COMPLAINT_SCHEMA, Complaint, Receipt, Sending, complaint};
use redress_engine::config::{Config, FlowKind};
use redress_engine::read::Write;
use redress_engine::text::{Arg, Texts};

const EN: &str = r#"{"step.reason.option.faulty":"It doesn’t work","step.reason.option.damaged":"It came broken",
    "remedy.repair.title":"Repair of {item}","remedy.replacement.title":"A new one","remedy.other.title":"Something else",
    "photos.unable.answer":"No photo possible","photos.count":{"one":"{count} photo","other":"{count} photos"}}"#;
const DE: &str = r#"{"step.reason.option.faulty":"Funktioniert nicht","step.reason.option.damaged":"Kam zerbrochen an",
    "remedy.repair.title":"Reparatur: {item}","remedy.replacement.title":"Ersatz","remedy.other.title":"Etwas anderes",
    "photos.unable.answer":"Kein Foto möglich","photos.count":{"one":"{count} Foto","other":"{count} Fotos"}}"#;

fn sending() -> Sending {
    Sending {
        id: "019aa8a0-0000-7000-8000-000000000001".into(),
        confirmed_at: "2026-11-21T10:00:00+01:00".into(),
        time_zone: Some("Europe/Berlin".into()),
        page: "https://shop.example/orders".into(),
        config_sha256: Some("ab".repeat(32)),
        ..Sending::default()
    }
}

fn built(world: &World, given: &Answers, sending: Sending) -> Complaint {
    let (en, de) = (json(EN), json(DE));
    let texts = Texts { config: &world.config, locale: "en", messages: &en, format: &Plain };
    let shop_texts = Texts { config: &world.config, locale: "de", messages: &de, format: &Plain };
    complaint(&world.case(given), sending, &texts, &shop_texts)
}

/// (step, the shopper's label, the shop's label)
fn labels(answers: &[redress_engine::complaint::Answer]) -> Vec<(&str, &str, &str)> {
    answers.iter().map(|answer| (answer.step.as_str(), answer.label.as_str(), answer.shop_label.as_str())).collect()
}

#[test]
fn an_answer_goes_along_in_the_shoppers_words_and_in_the_shops() {
    let given = answers(
        r#"{"items":{"1":{"reason":"faulty","remedy":"repair"}},"shared":{"photos":["a","b"],"details":"Kein Dampf"}}"#,
    );
    let made = built(&World::new(KETTLE), &given, sending());
    assert_eq!(
        labels(&made.items[0].answers),
        [("reason", "It doesn’t work", "Funktioniert nicht"), ("remedy", "Repair of Kettle", "Reparatur: Kettle"),]
    );
    assert_eq!(labels(&made.shared), [("photos", "<2> photos", "<2> Fotos"), ("details", "Kein Dampf", "Kein Dampf")]);
    let one = given.to_json().to_text().replace(r#"["a","b"]"#, r#""unable""#);
    let made = built(&World::new(KETTLE), &answers(&one), sending());
    assert_eq!(labels(&made.shared)[0], ("photos", "No photo possible", "Kein Foto möglich"));
}

#[test]
fn a_complaint_says_what_was_chosen_and_what_was_offered_then() {
    let given = answers(
        r#"{"chosen":[{"line":"1","quantity":1},{"line":"2","quantity":2}],
            "items":{"1":{"reason":"damaged","remedy":"replacement"},"2":{"reason":"faulty","remedy":"other"}},
            "shared":{"photos":"unable","details":null}}"#,
    );
    let world = World::new(VASE);
    let made = built(&world, &given, sending());
    assert_eq!(
        (made.schema.as_str(), made.flow.as_str(), made.kind),
        (COMPLAINT_SCHEMA, "complaint", FlowKind::Complaint)
    );
    assert_eq!((made.channel.as_str(), made.locale.as_str()), ("widget", "en"));
    assert_eq!(
        (made.law.as_deref(), made.config.preset.as_str()),
        (Some(common::germany().name().as_str()), "default")
    );
    assert_eq!(made.version, redress_engine::VERSION);
    let lines: Vec<_> = made
        .items
        .iter()
        .map(|item| (item.line.as_str(), item.title.as_str(), item.quantity, item.remedy.as_deref().unwrap()))
        .collect();
    assert_eq!(lines, [("1", "Vase", 1, "replacement"), ("2", "Candles", 2, "other")]);
    assert_eq!(ids(made.items[0].offered.as_ref().unwrap()), ["repair", "replacement", "withdrawal"]);
    assert_eq!(made.answers, given);
    assert_eq!(made.context, world.page, "what the offers were computed from");
}

#[test]
fn the_desk_computes_the_same_offers_from_what_it_was_sent() {
    let given = answers(r#"{"items":{"1":{"reason":"faulty","remedy":"repair"}}}"#);
    let world = World::new(KETTLE);
    let text = built(&world, &given, sending()).to_json().to_text();
    let (received, problems) = Complaint::from_json(&json(&text));
    assert_eq!(problems, []);
    let received = received.unwrap();
    let desk = World { page: received.context.clone(), ..World::new(KETTLE) };
    let again = redress_engine::offers::offers_for(&desk.case(&received.answers), "1");
    assert_eq!(Some(again), received.items[0].offered);
}

#[test]
fn a_complaint_survives_the_way_to_json_and_back() {
    let attachment = Attachment {
        id: "a".into(),
        line: Some("1".into()),
        name: "kettle.jpg".into(),
        mime: "image/jpeg".into(),
        bytes: 1024,
        sha256: None,
    };
    let given = answers(
        r#"{"items":{"1":{"reason":"faulty","remedy":"repair"}},
            "shared":{"photos":["a"],"details":"\"ß\" \\ \u0001 😀","contact":{"email":"new@example.org"}}}"#,
    );
    let world = World::new(KETTLE).page(r#"{"token":"abc.def","order":{"informedOfWithdrawal":"2026-10-13"}}"#);
    let sending = Sending { attachments: vec![attachment], replaces: Some("older".into()), ..sending() };
    let made = built(&world, &given, sending);
    let (back, problems) = Complaint::from_json(&json(&made.to_json().to_text()));
    assert_eq!(problems, []);
    assert_eq!(back.unwrap(), made);

    let receipt = json(
        r#"{"schema":"redress.receipt/1","id":"x","reference":"R-1","receivedAt":"2026-11-21T09:00:00Z","status":"received",
            "next":[{"key":"answer","by":"2026-11-23"},{"key":"refund"}]}"#,
    );
    let read: Receipt = common::read(&receipt);
    assert_eq!(read.next[0].by, Some(day("2026-11-23")));
    assert_eq!(read.to_json(), receipt);
}

#[test]
fn the_token_goes_along_once_and_not_in_the_context() {
    let world = World::new(KETTLE).page(r#"{"token":"abc.def"}"#);
    let made = built(&world, &answers(r#"{"items":{"1":{"reason":"faulty"}}}"#), sending());
    assert_eq!((made.token.as_deref(), made.context.token), (Some("abc.def"), None));
    assert_eq!(built(&World::new(KETTLE), &Answers::default(), sending()).token, None);
}

#[test]
fn the_contact_is_what_the_shopper_said_or_else_what_the_page_knows() {
    let contact = |world: &World, text: &str| built(world, &answers(text), sending()).contact;
    let known = World::new(KETTLE);
    assert_eq!(contact(&known, "{}"), json(r#"{"name":"Mira Lindqvist","email":"mira@example.org"}"#));
    let said = r#"{"name":"M.","email":"m@example.org","phone":"1"}"#;
    assert_eq!(contact(&known, &format!(r#"{{"shared":{{"contact":{said}}}}}"#)), json(said));
    assert_eq!(contact(&known, r#"{"shared":{"contact":null}}"#).get("email"), Some(&"mira@example.org".into()));
    let guest = r#"{"shared":{"order":{"order":"1","email":"guest@example.org"}}}"#;
    assert_eq!(contact(&World::new("{}"), guest), json(r#"{"email":"guest@example.org"}"#));
    assert_eq!(contact(&World::new("{}"), "{}"), json("{}"));
}

#[test]
fn answers_to_questions_that_are_not_asked_are_not_among_the_labels() {
    let given = answers(
        r#"{"items":{"1":{"reason":"not-delivered"},"7":{"reason":"faulty"}},"shared":{"photos":["a"],"gone":"x"}}"#,
    );
    let made = built(&World::new(KETTLE), &given, sending());
    assert_eq!(made.items.len(), 1);
    assert_eq!((labels(&made.items[0].answers).len(), labels(&made.shared).len()), (1, 0));
    assert_eq!(made.items[0].answers[0].label, "not-delivered", "without a text the id stands, so that a gap is seen");
}

#[test]
fn what_a_merchant_calls_a_thing_goes_before_the_locale_file() {
    let world = World::new(KETTLE).with(
        r#"{"steps":{"reason":{"option":{"faulty":{"label":{"en":"Leaks","de":"Leckt"}}}}},
            "remedies":{"repair":{"label":"Werkstatt für {item}"}}}"#,
    );
    let given = answers(r#"{"items":{"1":{"reason":"faulty","remedy":"repair"}}}"#);
    let made = built(&world, &given, sending());
    assert_eq!(
        labels(&made.items[0].answers),
        [("reason", "Leaks", "Leckt"), ("remedy", "Werkstatt für Kettle", "Werkstatt für Kettle")]
    );
}

fn text(config: &Config, locale: &str, key: &str, args: &[(&str, Arg)]) -> String {
    let messages = json(
        r#"{"a":"Hello {name}, by {day} you get {sum}","n":{"one":"{count} piece","other":"{count} pieces"},
            "odd":"{ {name} {nobody} {name","brace":"{a}{b}"}"#,
    );
    Texts { config, locale, messages: &messages, format: &Plain }.get(key, args)
}

#[test]
fn placeholders_are_filled_in_once_and_in_the_format_of_the_language() {
    let config = config("{}");
    let args = [("name", Arg::Text("{day}")), ("day", Arg::Day(day("2026-11-21"))), ("sum", Arg::Money(2196, "EUR"))];
    let all = text(&config, "en", "a", &args);
    assert_eq!(all, "Hello {day}, by <2026-11-21> you get <21.96 EUR>", "what a shopper typed is not a placeholder");
    assert_eq!(text(&config, "en", "brace", &[("a", Arg::Text("{b}")), ("b", Arg::Text("{a}"))]), "{b}{a}");
    assert_eq!(text(&config, "en", "gap", &[]), "gap", "a gap is seen");
}

#[test]
fn a_broken_template_shows_itself_and_never_panics() {
    let shown = text(&config("{}"), "en", "odd", &[("name", Arg::Text("Mira"))]);
    assert!(shown.ends_with("{nobody} {name"), "{shown}");
}

#[test]
fn a_plural_follows_the_category_of_the_count() {
    let config = config(r#"{"messages":{"few":{"few":"wenige","other":"{count}"},"none":{"one":"eins"}}}"#);
    let count = |key, count| text(&config, "en", key, &[("name", Arg::Text("x")), ("count", Arg::Count(count))]);
    assert_eq!(
        (count("n", 1), count("n", 2), count("n", 0)),
        ("<1> piece".into(), "<2> pieces".into(), "<0> pieces".into())
    );
    assert_eq!(count("few", 3), "<3>", "a category that is not there falls back to other");
}

#[test]
fn an_override_is_a_string_a_plural_or_a_map_of_locales() {
    let config = config(
        r#"{"locales":["de","en"],"messages":{"a":"Ahoy {name}","n":{"en":{"one":"a bit","other":"{count} bits"},"de":"viele"}}}"#,
    );
    assert_eq!(text(&config, "en", "a", &[("name", Arg::Text("M"))]), "Ahoy M");
    let bits = |locale, count| text(&config, locale, "n", &[("count", Arg::Count(count))]);
    assert_eq!(
        (bits("en", 1), bits("en-GB", 2), bits("de-AT", 2)),
        ("a bit".into(), "<2> bits".into(), "viele".into())
    );
    assert_eq!(bits("fa", 2), "viele", "a language that the merchant left out reads the shop's");
}

#[test]
fn every_key_that_the_engine_names_is_in_every_language() {
    let files = [include_str!("../../locales/en.json"), include_str!("../../locales/de.json")];
    let preset = default_preset();
    let members = |pointer: &str| -> Vec<String> {
        preset.pointer(pointer).and_then(Json::as_map).unwrap().iter().map(|(key, _)| key.to_string()).collect()
    };
    let fixed = [
        "error.items",
        "error.choice",
        "error.text",
        "error.photos",
        "error.order",
        "error.email.missing",
        "error.email",
        "error.too-long",
        "error.too-many",
        "error.too-few",
        "error.too-short",
        "error.pattern",
        "error.url",
        "error.phone",
        "error.phone.missing",
        "error.field.missing",
        "error.country",
        "error.slot",
        "error.choices.few",
        "error.choices.many",
        "error.number",
        "error.number.min",
        "error.number.max",
        "error.date",
        "error.date.earliest",
        "error.date.latest",
        "error.rating",
        "error.consent",
        "consent.yes",
        "consent.no",
        "law.repair-first",
        "law.guarantee.over",
        "law.guarantee.not-delivered",
        "law.own-doing",
        "law.unknown",
        "law.withdrawal.over",
        "law.withdrawal.excluded",
        "remedy.out-of-stock",
        "remedy.impossible",
        "offer.way.label",
        "offer.way.qr-code",
        "offer.way.pick-up",
        "offer.way.drop-off",
        "remedy.other.title",
        "basis.statutory",
        "basis.commercial",
        "basis.goodwill",
        "basis.paid",
        "photos.unable.answer",
        "photos.count",
    ];
    let options = members("/steps/reason/option").into_iter().map(|id| format!("step.reason.option.{id}"));
    let remedies = members("/remedies").into_iter().map(|id| format!("remedy.{id}.title"));
    let steps = members("/steps").into_iter().map(|id| format!("step.{id}.title"));
    for key in fixed.map(str::to_string).into_iter().chain(options).chain(remedies).chain(steps) {
        for (file, locale) in files.iter().zip(["en", "de"]) {
            assert!(json(file).get(&key).is_some(), "{key} is missing in {locale}");
        }
    }
}
