//! Values and times as the browser's `Intl` writes them.

use crate::i18n::{Intl, direction, now};
use redress_engine::Day;
use redress_engine::text::Format;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn now_begins_with_the_civil_date_of_the_zone_and_ends_with_its_offset() {
    let kiritimati = now(Some("Pacific/Kiritimati"));
    assert!(kiritimati.ends_with("+14:00"), "{kiritimati}");
    let utc = now(Some("UTC"));
    assert!(utc.ends_with("+00:00"), "{utc}");
    let (east, zero) = (Day::parse(&kiritimati).unwrap(), Day::parse(&utc).unwrap());
    assert!((0..=1).contains(&east.days_since(zero)));
    assert_eq!(utc.len(), "2026-11-21T20:41:05+00:00".len());
}

#[wasm_bindgen_test]
fn a_zone_that_the_browser_does_not_know_is_as_good_as_none() {
    assert!(Day::parse(&now(Some("Middle-earth/Bree"))).is_some());
}

#[wasm_bindgen_test]
fn values_look_as_the_language_has_them() {
    let german = Intl::new("de");
    assert_eq!(german.money(2196, "EUR"), "21,96\u{a0}€");
    assert_eq!(german.number(1200), "1.200");
    assert_eq!((german.plural(1), german.plural(2)), ("one".into(), "other".into()));
    let day = Day::parse("2031-03-07").unwrap();
    assert!(german.date(day).contains("2031"), "a date of another year names it: {}", german.date(day));
    assert!(!german.short_date(day).contains("Fr"));
}

#[wasm_bindgen_test]
fn a_day_looks_the_same_whatever_was_written_before_it() {
    let (english, year) = (Intl::new("en"), js_sys::Date::new_0().get_full_year());
    let (now, then) = (Day::parse(&format!("{year}-03-07")).unwrap(), Day::parse("2031-03-07").unwrap());
    let all = || [english.short_date(then), english.date(now), english.short_date(now), english.date(then)];
    let first = all();
    assert_eq!(first, all());
    assert!(first.iter().enumerate().all(|(at, one)| !first[..at].contains(one)), "{first:?}");
}

#[wasm_bindgen_test]
fn a_currency_that_is_none_still_shows_the_amount() {
    for currency in ["", "euro", "€€€"] {
        assert_eq!(Intl::new("en").money(2196, currency), "21.96");
    }
}

#[wasm_bindgen_test]
fn a_script_decides_the_direction_before_the_language_does() {
    for (tag, expected) in [("fa", "rtl"), ("ar-EG", "rtl"), ("en", "ltr"), ("az-Arab", "rtl"), ("ku-Latn", "ltr")] {
        assert_eq!(direction(tag), expected, "{tag}");
    }
}

#[wasm_bindgen_test]
fn a_language_that_the_browser_does_not_know_has_its_days_in_digits() {
    assert_eq!(Intl::new("tlh").date(Day::parse("2031-03-07").unwrap()), "07.03.2031");
}

#[wasm_bindgen_test]
fn portuguese_is_that_of_portugal_and_persian_days_are_those_of_the_desk() {
    assert!(Intl::new("pt").tag.starts_with("pt-PT"));
    assert!(Intl::new("fa").date(Day::parse("2031-03-07").unwrap()).contains("۲۰۳۱"));
}
