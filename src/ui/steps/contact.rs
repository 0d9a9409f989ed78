//! `contact`: how to reach the shopper; asked only where the page does not know.

use super::Asked;
use crate::ui::Look;
use crate::ui::field::{Input, input};
use crate::ui::node::{Node, div};
use redress_engine::case;
use redress_engine::{Json, json::Map};

/// One field of a form.
pub struct Part {
    /// Key in the answer.
    pub key: &'static str,
    /// Message key of its label.
    pub label: &'static str,
    /// HTML type.
    pub kind: &'static str,
    /// Autocomplete token.
    pub autocomplete: &'static str,
    /// Whether it may stay blank.
    pub optional: bool,
}

/// The field both forms have.
pub const EMAIL: Part =
    Part { key: "email", label: "field.email", kind: "email", autocomplete: "email", optional: false };
const NAME: Part = Part { key: "name", label: "field.name", kind: "text", autocomplete: "name", optional: true };
const PHONE: Part = Part { key: "phone", label: "field.phone", kind: "tel", autocomplete: "tel", optional: true };

pub fn contact(look: &Look, asked: &Asked) -> Node {
    let known = case::contact(&look.case.context, Some(&asked.answer));
    form(look, asked, known, &[EMAIL, NAME, PHONE])
}

/// A form of one-line fields that together make one answer.
pub fn form(look: &Look, asked: &Asked, known: Json, parts: &[Part]) -> Node {
    let session = look.session;
    let mut form = div("form");
    for part in parts {
        let (id, line, key, known) = (asked.id.clone(), asked.line.clone(), part.key, known.clone());
        let field = Input {
            pointer: [&asked.pointer, "/", key].concat(),
            label: look.text(part.label),
            kind: part.kind,
            autocomplete: part.autocomplete,
            value: known.get(key).and_then(Json::as_text).unwrap_or_default().into(),
            optional: part.optional,
        };
        form = form.child(input(look, field, move |typed| {
            let answer = session.model().answers.get(line.as_deref(), &id).cloned();
            let mut answer = match answer.unwrap_or_default() {
                Json::Map(map) => map,
                _ => known.as_map().cloned().unwrap_or_else(Map::default),
            };
            match typed.trim() {
                "" => drop(answer.remove(key)),
                words => answer.set(key, words.into()),
            }
            session.answer(line.as_deref(), &id, Json::Map(answer));
        }));
    }
    form
}
