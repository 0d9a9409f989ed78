//! `number`: a whole number, with what is counted behind it.

use super::Asked;
use crate::ui::Look;
use crate::ui::field::{line_input, question, typed};
use crate::ui::node::{Node, div};
use redress_engine::Json;
use redress_engine::json::digits;

pub fn number(look: &Look, asked: &Asked, heading: bool) -> Node {
    let Some(step) = look.case.step(&asked.id) else { return div("field") };
    let (session, id, line) = (look.session, asked.id.clone(), asked.line.clone());
    let value = match &asked.answer {
        Json::Int(number) => digits(*number),
        other => other.as_text().unwrap_or_default().into(),
    };
    // Not type="number": its arrows and the wheel change what was typed, and it hides what it cannot read.
    let input = line_input(look, "text", "off", &value, move |event| {
        session.answer(line.as_deref(), &id, parsed(&typed(event)));
    });
    let input = input.attr("inputmode", "numeric").flag("required", !asked.optional);
    let unit = look.texts.own(step.unit.as_ref(), &["step.", &asked.id, ".unit"].concat(), &[]);
    question(look, asked, heading, input, unit)
}

/// Without what people put between thousands: "12 000", "12.000", "12,000" and "12’000" are one number.
fn ungrouped(number: &str) -> String {
    let separator = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | '\'' | '’' | '٬');
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = number.split(separator);
    let first = groups.next().unwrap_or_default();
    let mut joined = String::from(first);
    for group in groups {
        if group.len() != 3 || !digits(group) || first.is_empty() || !digits(first.trim_start_matches('-')) {
            return number.into();
        }
        joined.push_str(group);
    }
    joined
}

/// A whole number in whatever digits the keyboard gives; anything else as it was typed, for the engine to object to.
fn parsed(typed: &str) -> Json {
    let mut plain = String::new();
    for c in typed.trim().chars() {
        plain.push(match c {
            '\u{660}'..='\u{669}' => char::from(b'0' + (c as u32 - 0x660) as u8),
            '\u{6f0}'..='\u{6f9}' => char::from(b'0' + (c as u32 - 0x6f0) as u8),
            '\u{2212}' => '-',
            c => c,
        });
    }
    let plain = ungrouped(&plain);
    match plain.parse() {
        _ if plain.is_empty() => Json::Null,
        Ok(number) => Json::Int(number),
        Err(_) => plain.into(),
    }
}
