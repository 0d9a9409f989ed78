//! `contact`: how to reach the shopper; asked only where the page does not know.

use super::Asked;
use crate::session::Session;
use crate::ui::field::{Input, input};
use crate::ui::node::{Node, div};
use redress_engine::Json;
use redress_engine::case;

/// Part of the answer, message key of its label, HTML type, autocomplete token, optional.
const FIELDS: [(&str, &str, &str, &str, bool); 3] = [
    ("email", "field.email", "email", "email", false),
    ("name", "field.name", "text", "name", true),
    ("phone", "field.phone", "tel", "tel", true),
];

pub fn contact(session: Session, asked: &Asked) -> Node {
    let known = session.read(|model| model.look(|case, _| case::contact(&case.context, Some(&asked.answer))));
    form(session, asked, &known, &FIELDS)
}

/// A form of one-line fields that together make one answer.
pub fn form(
    session: Session,
    asked: &Asked,
    known: &Json,
    fields: &[(&'static str, &str, &'static str, &'static str, bool)],
) -> Node {
    let each = fields.iter().map(|(part, key, kind, autocomplete, optional)| {
        let (id, line, part, known) = (asked.id.clone(), asked.line.clone(), *part, known.clone());
        let field = Input {
            pointer: [&asked.pointer, "/", part].concat(),
            label: session.text(key),
            kind,
            autocomplete,
            value: &known.get(part).and_then(Json::as_text).unwrap_or_default().to_string(),
            optional: *optional,
        };
        let known = known.clone();
        input(session, field, move |typed| {
            let answer = session
                .read(|model| model.answers.get(line.as_deref(), &id).cloned())
                .filter(|answer| answer.as_map().is_some());
            let mut answer = answer.unwrap_or_else(|| known.clone());
            if let Json::Map(map) = &mut answer {
                if typed.trim().is_empty() {
                    map.remove(part);
                } else {
                    map.set(part, typed.trim().into());
                }
            }
            session.answer(line.as_deref(), &id, answer);
        })
    });
    div("form").children(each)
}
