//! Receipt: the reference, what happens next, and by when if the shop promised it.

use jiff::Timestamp;
use rand::RngExt;
use redress_engine::Day;
use redress_engine::complaint::{NextStep, RECEIPT_SCHEMA, Receipt, Status};
use uuid::Uuid;

/// Digits and letters that are not taken for one another when read aloud or written by hand (Crockford), without vowels, so that no
/// reference is a word.
const ALPHABET: &[u8; 28] = b"23456789BCDFGHJKMNPQRSTVWXYZ";

/// The receipt of a complaint that has just been accepted: `answer_by` is the day the shop promises, `status_url` where the case is followed.
pub fn receipt(id: Uuid, now: Timestamp, status: Status, answer_by: Option<Day>, status_url: String) -> Receipt {
    Receipt {
        schema: RECEIPT_SCHEMA.into(),
        id: id.to_string(),
        reference: reference(),
        received_at: now.to_string(),
        status,
        next: vec![NextStep { key: "answer".into(), by: answer_by }],
        status_url: Some(status_url),
        ..Receipt::default()
    }
}

fn reference() -> String {
    let mut rng = rand::rng();
    let mut letters =
        |count| -> String { (0..count).map(|_| char::from(ALPHABET[rng.random_range(0..ALPHABET.len())])).collect() };
    ["RD-", &letters(4), "-", &letters(2)].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_can_be_read_aloud() {
        let reference = reference();
        let (prefix, rest) = reference.split_at(3);
        let shape: String = rest.chars().map(|c| if ALPHABET.contains(&(c as u8)) { 'x' } else { c }).collect();
        assert_eq!((prefix, shape.as_str()), ("RD-", "xxxx-xx"), "{reference}");
    }
}
