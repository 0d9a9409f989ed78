//! Forms: what `contact`, `address`, `callback` and `lookup` share: several fields, each with its own fault.

use super::{Asked, Invalid, count};
use crate::config::Presence;
use crate::json::{Json, characters};

/// Characters of one field.
pub const FIELD_LENGTH: i64 = 200;

/// The text of a field, without spaces around it; empty where there is none.
pub fn field<'j>(answer: &'j Json, name: &str) -> &'j str {
    answer.get(name).and_then(Json::as_text).unwrap_or_default().trim()
}

/// The first fault of one field.
pub fn fault(asked: &Asked, answer: &Json, name: &str, presence: Presence) -> Option<Invalid> {
    let part = ["/", name].concat();
    let text = field(answer, name);
    if text.is_empty() {
        let odd = answer.get(name).is_some_and(|value| !value.is_blank());
        let named = || Json::map([("field", name.into())]);
        return (odd || presence == Presence::Required).then(|| match name {
            "email" => asked.fault(&part, "error.email.missing", Json::Null),
            "phone" => asked.fault(&part, "error.phone.missing", Json::Null),
            "order" => asked.fault(&part, "error.order", Json::Null),
            _ => asked.fault(&part, "error.field.missing", named()),
        });
    }
    if characters(text) as i64 > FIELD_LENGTH && name != "email" {
        return Some(asked.fault(&part, "error.too-long", count(FIELD_LENGTH)));
    }
    let key = match name {
        "email" if !is_email(text) => "error.email",
        "phone" if !is_phone(text) => "error.phone",
        "country" if !is_country(text) => "error.country",
        _ => return None,
    };
    Some(asked.fault(&part, key, Json::Null))
}

/// The faults of all fields of a `contact`.
pub fn faults(asked: &Asked, answer: &Json) -> Vec<Invalid> {
    let mut faults = Vec::new();
    for (name, presence) in asked.step.form() {
        faults.extend(fault(asked, answer, name, presence));
    }
    faults
}

/// Whether a text can be an e-mail address: something, one @ that is not the first character, a domain with a dot, no spaces. More
/// than that only the mail itself can tell.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let labels = domain.split('.').all(|label| !label.is_empty());
    !local.is_empty()
        && !local.contains('@')
        && domain.contains('.')
        && labels
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
        && text.len() <= 254
}

/// Whether a text can be a telephone number: 5 to 15 digits (the most that ITU-T E.164 has), with the signs that people put between
/// them, and a plus only in front.
pub fn is_phone(text: &str) -> bool {
    let mut digits = 0;
    for (at, c) in text.trim().chars().enumerate() {
        match c {
            '0'..='9' => digits += 1,
            ' ' | '\u{a0}' | '(' | ')' | '-' | '.' | '/' => {}
            '+' if at == 0 => {}
            _ => return false,
        }
    }
    (5..=15).contains(&digits)
}

/// Whether a text can be an ISO 3166-1 alpha-2 code.
fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}
