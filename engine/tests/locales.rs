//! The locale files against each other: a whole language has every text, a partial one those that a withdrawal shows, each with the same
//! placeholders and the plurals of its language; the labels of the withdrawal function are the statutory ones, letter by letter.
#![allow(clippy::unwrap_used, reason = "a test may say what it expects")]

mod texts;

use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};
use redress_engine::Json;
use redress_engine::check::Library;
use std::collections::BTreeSet;
use texts::STATUTORY;

/// The languages in which everything can be shown.
const WHOLE: [&str; 16] =
    ["ar", "de", "en", "es", "et", "fa", "fr", "he", "it", "nl", "pl", "pt", "ru", "sq", "tr", "uk"];
/// Those of them that have no two ways to address a shopper, or are written so that they need none.
const ONE_TONE: [&str; 3] = ["ar", "en", "he"];

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
    assert!(whole.iter().map(|(tag, _)| tag.as_str()).eq(WHOLE));
    let said = |messages: &Json| -> BTreeSet<String> {
        keys(messages).into_iter().map(|key| plain(key, &library, messages).to_string()).collect()
    };
    let english = said(library.messages("en").unwrap());
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
    assert!(!partial.is_empty());
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
fn a_plural_has_exactly_the_forms_that_its_language_has() {
    for (tag, messages) in &library().locales {
        let rules = PluralRules::try_new_cardinal((&Locale::try_from_str(tag).unwrap()).into()).unwrap();
        let forms: BTreeSet<&str> = rules.categories().map(name).collect();
        for (key, text) in messages.as_map().unwrap().iter() {
            if let Some(plural) = text.as_map() {
                let has: BTreeSet<&str> = plural.iter().map(|(form, _)| form).collect();
                assert_eq!(has, forms, "{tag}: {key}");
                let other = plural.get("other").unwrap();
                assert_eq!(placeholders(other), placeholders(text), "{tag}: {key}: \"other\" has all that others have");
            }
        }
    }
}

fn name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

#[test]
fn an_informal_text_stands_beside_its_formal_one_and_says_it_in_other_words() {
    let library = library();
    for (tag, messages) in &library.locales {
        let informal: Vec<&str> = keys(messages).into_iter().filter_map(|key| key.strip_suffix(INFORMAL)).collect();
        let has_two = WHOLE.contains(&tag.as_str()) && !ONE_TONE.contains(&tag.as_str());
        assert_eq!(!informal.is_empty(), has_two, "{tag}");
        for key in informal {
            let said = messages.get(&[key, INFORMAL].concat());
            assert!(messages.get(key).is_some(), "{tag}: {key} has no formal text");
            assert_ne!(said, messages.get(key), "{tag}: {key} needs no text of its own");
            assert!(!STATUTORY.contains(&key), "{tag}: {key} is the law's");
        }
    }
}

#[test]
fn no_text_has_characters_that_turn_the_direction_by_hand() {
    // The widget isolates what is put in (UAX #9); a mark in the text would be copied with it and seen by nobody.
    let turns =
        |c: char| matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    for (tag, messages) in &library().locales {
        for (key, text) in messages.as_map().unwrap().iter() {
            assert!(!text.to_text().contains(turns), "{tag}: {key}");
        }
    }
}

#[test]
fn a_text_that_quotes_another_or_stands_for_it_has_the_same_words() {
    let library = library();
    for tag in WHOLE {
        let messages = library.messages(tag).unwrap();
        let text = |key: &str| messages.get(key).and_then(Json::as_text).unwrap();
        assert!(text("law.guarantee.over").contains(text("remedy.other.title")), "{tag}: law.guarantee.over");
        assert_eq!(text("step.wish.option.withdraw"), text("flow.withdrawal.title"), "{tag}");
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
