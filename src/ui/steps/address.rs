//! `address`: a postal address, in the fields and the order that its country has, so that the browser can fill them in.

use super::Asked;
use super::form::{write, written};
use crate::ui::Look;
use crate::ui::field::{label, line_input, typed, with_fault};
use crate::ui::node::{Node, div, el};
use redress_engine::Json;
use redress_engine::config::Presence;
use redress_engine::step::{address as known_address, address_fields, region_name};

/// Field → autocomplete token (HTML, "Autofill"), what a telephone's keyboard writes in capitals.
const FIELDS: [(&str, &str, &str); 6] = [
    ("name", "name", "words"),
    ("line1", "address-line1", "words"),
    ("line2", "address-line2", "words"),
    ("postalCode", "postal-code", "characters"),
    ("city", "address-level2", "words"),
    ("region", "address-level1", "words"),
];

pub fn address(look: &Look, asked: &Asked) -> Node {
    let Some(of_engine) = look.case.asked(&asked.id, asked.line.as_deref()) else { return div("field") };
    let known = known_address(&of_engine);
    let fields = address_fields(&of_engine, &known);
    let region = ["field.", region_name(&of_engine, &known)].concat();
    let mut form = div("form");
    for (at, (name, presence)) in fields.iter().enumerate() {
        let last = at + 1 == fields.len();
        form = form.child(match *name {
            "country" => country(look, asked, &known, *presence),
            "region" => field(look, asked, &known, name, &region, *presence, last),
            _ => field(look, asked, &known, name, &["field.", name].concat(), *presence, last),
        });
    }
    form
}

fn field(
    look: &Look,
    asked: &Asked,
    known: &Json,
    name: &'static str,
    words: &str,
    presence: Presence,
    last: bool,
) -> Node {
    let (session, id, line, before) = (look.session, asked.id.clone(), asked.line.clone(), known.clone());
    let (_, autocomplete, capitals) = FIELDS.iter().find(|(known, ..)| *known == name).unwrap_or(&FIELDS[0]);
    let optional = presence == Presence::Optional;
    let pointer = [&asked.pointer, "/", name].concat();
    let value = known.get(name).and_then(Json::as_text).unwrap_or_default();
    let input = line_input(look, "text", autocomplete, value, move |event| {
        write(session, line.as_deref(), &id, &before, name, typed(event).trim());
    });
    let input = input.attr("autocapitalize", capitals).flag("required", !optional);
    let input = if last { input } else { input.attr("enterkeyhint", "next") };
    with_fault(look, div("field").child(label(look, &pointer, look.text(words), optional)), input, &pointer)
}

/// All countries by their names in the language shown. The other fields follow it; what stands in them stays.
fn country(look: &Look, asked: &Asked, known: &Json, presence: Presence) -> Node {
    let (session, id, line, before) = (look.session, asked.id.clone(), asked.line.clone(), known.clone());
    let optional = presence == Presence::Optional;
    let pointer = [&asked.pointer, "/country"].concat();
    let label = label(look, &pointer, look.text("field.country"), optional);
    let chosen = known.get("country").and_then(Json::as_text).unwrap_or_default();
    let mut select = el("select").attr("autocomplete", "country").flag("required", !optional);
    select = select.child(el("option").attr("value", "").text(""));
    for (code, name) in look.model.locale.format.countries() {
        let here = code.eq_ignore_ascii_case(chosen);
        select = select.child(el("option").attr("value", &code).flag("selected", here).text(name));
    }
    let change = move |event| {
        let answer = written(session, line.as_deref(), &id, &before, "country", &typed(&event));
        session.answer_anew(line.as_deref(), &id, answer);
    };
    with_fault(look, div("field").child(label), select.on("change", change), &pointer)
}
