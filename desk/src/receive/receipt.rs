//! Receipt: the reference, what happens next, and by when if the shop promised it.

use jiff::Timestamp;
use rand::RngExt;
use redress_engine::Day;
use redress_engine::complaint::{NextStep, RECEIPT_SCHEMA, Receipt, Status};
use uuid::Uuid;

/// Digits and letters that are not taken for one another when read aloud or written by hand (Crockford), without vowels, so that no
/// reference is a word.
const ALPHABET: &[u8; 28] = b"23456789BCDFGHJKMNPQRSTVWXYZ";

/// What somebody will do about it: nothing is promised that nobody will do.
pub fn next(status: Status, awaits_answer: bool, answer_by: Option<Day>) -> Vec<NextStep> {
    match status {
        // Granted: there is nothing left to answer, but something to do.
        Status::Approved => vec![NextStep { key: "arrange".into(), by: None }],
        _ if awaits_answer => vec![NextStep { key: "answer".into(), by: answer_by }],
        _ => Vec::new(),
    }
}

/// The receipt of a complaint that has just been accepted; `status_url` says where the case is followed.
pub fn receipt(id: Uuid, now: Timestamp, status: Status, next: Vec<NextStep>, status_url: String) -> Receipt {
    Receipt {
        schema: RECEIPT_SCHEMA.into(),
        id: id.to_string(),
        reference: reference(),
        received_at: now.to_string(),
        status,
        next,
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
    fn only_what_somebody_will_do_is_named() {
        let keys = |status, awaits| next(status, awaits, None).into_iter().map(|next| next.key).collect::<Vec<_>>();
        assert_eq!(keys(Status::Received, true), ["answer"]);
        assert_eq!(keys(Status::NeedsInfo, true), ["answer"]);
        assert_eq!(keys(Status::Approved, true), ["arrange"]);
        assert!(keys(Status::Received, false).is_empty());
    }

    #[test]
    fn references_can_be_read_aloud() {
        let reference = reference();
        let (prefix, rest) = reference.split_at(3);
        let shape: String = rest.chars().map(|c| if ALPHABET.contains(&(c as u8)) { 'x' } else { c }).collect();
        assert_eq!((prefix, shape.as_str()), ("RD-", "xxxx-xx"), "{reference}");
    }
}
