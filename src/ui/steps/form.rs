//! Forms: what `contact`, `callback` and `lookup` share, and `address` in part: one-line fields that together make one answer.

use super::Asked;
use crate::session::Session;
use crate::ui::Look;
use crate::ui::field::{Input, input};
use crate::ui::node::{Node, div};
use redress_engine::config::Presence;
use redress_engine::{Json, json::Map};

/// Field → HTML type, autocomplete token (HTML, "Autofill").
const FIELDS: &[(&str, &str, &str)] =
    &[("order", "text", "off"), ("email", "email", "email"), ("name", "text", "name"), ("phone", "tel", "tel")];

/// Fields in order; `known` is what stands in them until the shopper has written something.
pub fn form(look: &Look, asked: &Asked, known: &Json, fields: &[(&'static str, Presence)]) -> Node {
    let mut form = div("form");
    for (at, (name, presence)) in fields.iter().enumerate() {
        form = form.child(field(look, asked, known, name, *presence, at + 1 == fields.len()));
    }
    form
}

/// One field of a form; whether it is the last.
pub fn field(look: &Look, asked: &Asked, known: &Json, name: &'static str, presence: Presence, last: bool) -> Node {
    let (session, id, line, before) = (look.session, asked.id.clone(), asked.line.clone(), known.clone());
    let write = move |typed: String| write(session, line.as_deref(), &id, &before, name, typed.trim());
    let (_, kind, autocomplete) = FIELDS.iter().find(|(known, ..)| *known == name).unwrap_or(&FIELDS[0]);
    let value = known.get(name).and_then(Json::as_text).unwrap_or_default();
    let pointer = [&asked.pointer, "/", name].concat();
    let words = look.text(&["field.", name].concat());
    let optional = presence == Presence::Optional;
    let field = Input { pointer, label: words, kind, autocomplete, value: value.into(), optional, last };
    input(look, field, write)
}

/// Writes one part of an answer.
pub fn write(session: Session, line: Option<&str>, id: &str, known: &Json, name: &str, value: &str) {
    session.answer(line, id, written(session, line, id, known, name, value));
}

/// An answer with one part changed; the first time on top of what was known before.
pub fn written(session: Session, line: Option<&str>, id: &str, known: &Json, name: &str, value: &str) -> Json {
    let answer = session.model().answers.get(line, id).cloned();
    let mut answer = match answer.unwrap_or_default() {
        Json::Map(map) => map,
        _ => known.as_map().cloned().unwrap_or_else(Map::default),
    };
    match value {
        "" => drop(answer.remove(name)),
        words => answer.set(name, words.into()),
    }
    Json::Map(answer)
}
