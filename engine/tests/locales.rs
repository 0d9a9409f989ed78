//! The locale files against each other: a whole language has every text, a partial one those that a withdrawal shows, each with the same
//! placeholders; the labels of the withdrawal function are the statutory ones, letter by letter.
#![allow(clippy::unwrap_used, reason = "a test may say what it expects")]

use redress_engine::Json;
use redress_engine::check::Library;
use std::collections::BTreeSet;

/// What a partial language has: all that is shown on the way through a withdrawal, from the button to the statement.
const WITHDRAWAL: [&str; 101] = [
    "error.email",
    "error.email.missing",
    "error.field.missing",
    "error.items",
    "error.order",
    "error.pattern",
    "error.phone",
    "error.summary",
    "error.too-long",
    "failed.code",
    "failed.network",
    "failed.rejected",
    "failed.retry",
    "failed.review",
    "failed.server",
    "failed.title",
    "field.email",
    "field.name",
    "field.optional",
    "field.order",
    "field.phone",
    "flow.complaint.title",
    "flow.return.title",
    "flow.withdrawal.title",
    "frame.close",
    "frame.loading",
    "item.of",
    "item.pieces",
    "item.with-pieces",
    "items.less",
    "items.more",
    "items.quantity",
    "later.failed",
    "nav.back",
    "nav.change",
    "nav.change.what",
    "nav.continue",
    "nav.done",
    "nav.person",
    "next.answer",
    "next.by",
    "offer.amount",
    "order.number",
    "order.number.on",
    "order.unnamed",
    "person.call",
    "person.callback",
    "person.callback.help",
    "person.chat",
    "person.help",
    "person.help.unnamed",
    "person.hours",
    "person.mail",
    "person.none",
    "person.open",
    "person.opens",
    "person.subject",
    "person.title",
    "progress",
    "progress.last",
    "receipt.copied",
    "receipt.copy",
    "receipt.download",
    "receipt.needs-info",
    "receipt.reach",
    "receipt.received",
    "receipt.reference",
    "receipt.status",
    "receipt.timeline",
    "receipt.title",
    "receipt.title.by",
    "review.blank",
    "review.item",
    "review.order",
    "review.privacy",
    "review.privacy.link",
    "sending.percent",
    "sending.retry",
    "sending.title",
    "statement.arrived",
    "statement.declare",
    "statement.id",
    "statement.ordered",
    "statement.received",
    "statement.sent",
    "statement.to",
    "statement.withdrawal",
    "step.contact.row",
    "step.order.help",
    "step.order.title",
    "ways.title",
    "withdrawal.contact.help",
    "withdrawal.contact.title",
    "withdrawal.items.help",
    "withdrawal.items.title",
    "withdrawal.none",
    "withdrawal.over",
    "withdrawal.receipt.request",
    "withdrawal.review.send",
    "withdrawal.review.title",
    "withdrawal.until",
];
/// Marks the wording of an informal shop.
const INFORMAL: &str = "@informal";

fn library() -> Library {
    Library::built_in()
}

fn keys(messages: &Json) -> BTreeSet<&str> {
    messages.as_map().unwrap().iter().map(|(key, _)| key).collect()
}

/// The key without what belongs to one tone or one country alone.
fn plain<'a>(key: &'a str, library: &Library, messages: &Json) -> &'a str {
    let key = key.strip_suffix(INFORMAL).unwrap_or(key);
    match key.rsplit_once('@') {
        Some((plain, country)) if library.law(country).is_some() && messages.get(plain).is_some() => plain,
        _ => key,
    }
}

#[test]
fn every_whole_language_says_the_same_things() {
    let library = library();
    let whole: Vec<_> = library.locales.iter().filter(|(tag, _)| !library.is_partial(tag)).collect();
    assert!(whole.iter().map(|(tag, _)| tag.as_str()).eq(["de", "en"]));
    let said = |messages: &Json| -> BTreeSet<String> {
        keys(messages).into_iter().map(|key| plain(key, &library, messages).to_string()).collect()
    };
    let english = said(&whole[1].1);
    for (tag, messages) in whole {
        let said = said(messages);
        assert_eq!(said.symmetric_difference(&english).collect::<Vec<_>>(), [""; 0], "{tag}");
        assert!(
            said.iter().all(|key| messages.get(key).is_some()),
            "{tag}: what is said in one country is said in the others too"
        );
    }
}

#[test]
fn a_partial_language_says_what_a_withdrawal_shows_and_nothing_that_no_other_says() {
    let library = library();
    let english = library.messages("en").unwrap();
    for key in WITHDRAWAL {
        assert!(english.get(key).is_some(), "en: {key}");
    }
    let partial: Vec<_> = library.locales.iter().filter(|(tag, _)| library.is_partial(tag)).collect();
    assert!(partial.len() >= 22);
    for (tag, messages) in partial {
        let lacking: Vec<&str> = WITHDRAWAL.into_iter().filter(|key| messages.get(key).is_none()).collect();
        assert_eq!(lacking, [""; 0], "{tag}");
        let odd = keys(messages).into_iter().filter(|key| english.get(plain(key, &library, messages)).is_none());
        assert_eq!(odd.collect::<Vec<_>>(), [""; 0], "{tag}");
    }
}

/// Names in braces, of every form of a plural together.
fn placeholders(text: &Json) -> BTreeSet<String> {
    let forms: Vec<&Json> = text.as_map().map_or(vec![text], |map| map.iter().map(|(_, form)| form).collect());
    let parts = forms.into_iter().filter_map(Json::as_text).flat_map(|text| text.split('{').skip(1));
    parts.filter_map(|part| part.split_once('}')).map(|(name, _)| name.to_string()).collect()
}

#[test]
fn every_text_has_the_placeholders_that_english_has_and_every_plural_its_last_resort() {
    let library = library();
    let english = library.messages("en").unwrap();
    for (tag, messages) in &library.locales {
        for (key, text) in messages.as_map().unwrap().iter() {
            let wanted = english.get(plain(key, &library, english)).unwrap();
            // A greeting would need the name in another case (Czech, Polish, Greek, …), and goes without.
            let goes_without = key == "desk.mail.greeting" && placeholders(text).is_empty();
            assert!(goes_without || placeholders(text) == placeholders(wanted), "{tag}: {key}");
            assert_eq!(
                text.as_map().is_some(),
                wanted.as_map().is_some(),
                "{tag}: {key} is a plural in one of the two"
            );
            assert!(text.as_map().is_none_or(|plural| plural.get("other").is_some()), "{tag}: {key}");
        }
    }
}

#[test]
fn the_labels_of_the_withdrawal_function_are_the_statutory_ones_in_every_language_of_the_union() {
    let library = library();
    let labels = Json::parse(include_str!("../../law/withdrawal/labels.json")).unwrap();
    let languages = labels.get("languages").and_then(Json::as_map).unwrap();
    assert_eq!(languages.iter().count(), 24);
    for (tag, label) in languages.iter() {
        let messages = library.messages(tag).unwrap();
        for (part, key) in [("withdraw", "flow.withdrawal.title"), ("confirm", "withdrawal.review.send")] {
            assert_eq!(messages.get(key), label.get(part), "{tag}: {key}");
        }
    }
    for (country, languages) in labels.get("countries").and_then(Json::as_map).unwrap().iter() {
        for (tag, label) in languages.as_map().unwrap().iter() {
            for (part, key) in [("withdraw", "flow.withdrawal.title"), ("confirm", "withdrawal.review.send")] {
                let key = [key, "@", country].concat();
                assert_eq!(library.messages(tag).unwrap().get(&key), label.get(part), "{tag}: {key}");
            }
        }
    }
}
