//! Receipt: the reference, what happens next, and by when if the shop promised it.

use jiff::Timestamp;
use rand::RngExt;
use redress_engine::Day;
use redress_engine::complaint::{NextStep, RECEIPT_SCHEMA, Receipt, Status};
use redress_engine::law::Law;
use uuid::Uuid;

use crate::shop::Shop;

/// Digits and letters that are not taken for one another when read aloud or written by hand (Crockford), without vowels, so that no
/// reference is a word.
const ALPHABET: &[u8; 28] = b"23456789BCDFGHJKMNPQRSTVWXYZ";

/// The receipt of a complaint that has just been accepted.
pub fn receipt(id: Uuid, now: Timestamp, shop: &Shop, status: Status) -> Receipt {
    Receipt {
        schema: RECEIPT_SCHEMA.into(),
        id: id.to_string(),
        reference: reference(),
        received_at: now.to_string(),
        status,
        next: vec![NextStep { key: "answer".into(), by: answer_by(now, shop) }],
        ..Receipt::default()
    }
}

fn reference() -> String {
    let mut rng = rand::rng();
    let mut letters =
        |count| -> String { (0..count).map(|_| char::from(ALPHABET[rng.random_range(0..ALPHABET.len())])).collect() };
    ["RD-", &letters(4), "-", &letters(2)].concat()
}

/// The day by which the shop promised an answer: so many working days from today, counted where the shop is.
fn answer_by(now: Timestamp, shop: &Shop) -> Option<Day> {
    let promise = shop.config.shop.answer_within.as_ref()?;
    let today = Day::parse(&now.to_zoned(shop.zone()).date().to_string())?;
    let holidays = shop.law().map(Law::holidays).unwrap_or_default();
    Some(today.plus_working_days(promise.working_days.max(0), &holidays))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shop(promise: &str) -> Shop {
        let text = format!(r#"{{"endpoint":{{"url":"/c"}},"shop":{{"country":"DE"{promise}}}}}"#);
        Shop::parse(&text).unwrap()
    }

    fn by(moment: &str, promise: &str) -> Option<String> {
        answer_by(moment.parse().unwrap(), &shop(promise)).map(Day::iso)
    }

    #[test]
    fn the_promised_day_counts_working_days_where_the_shop_is() {
        let one = r#","answerWithin":{"workingDays":1}"#;
        // Saturday evening.
        assert_eq!(by("2026-11-21T19:41:00Z", one).as_deref(), Some("2026-11-23"));
        // Half past eleven on Thursday in UTC is Friday in Berlin.
        assert_eq!(by("2026-11-19T23:30:00Z", one).as_deref(), Some("2026-11-23"));
        // 25 and 26 December are holidays, then comes a Sunday.
        assert_eq!(by("2026-12-24T08:00:00Z", one).as_deref(), Some("2026-12-28"));
    }

    #[test]
    fn nothing_is_promised_in_the_shops_name() {
        assert_eq!(by("2026-11-21T19:41:00Z", ""), None);
    }

    #[test]
    fn references_can_be_read_aloud() {
        let reference = reference();
        let (prefix, rest) = reference.split_at(3);
        let shape: String = rest.chars().map(|c| if ALPHABET.contains(&(c as u8)) { 'x' } else { c }).collect();
        assert_eq!((prefix, shape.as_str()), ("RD-", "xxxx-xx"), "{reference}");
    }
}
