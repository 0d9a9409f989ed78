//! `address`: a postal address, in fields that the browser can fill in.

use super::Asked;
use super::form::{field, write};
use crate::ui::Look;
use crate::ui::field::{label, typed, with_fault};
use crate::ui::node::{Node, div, el};
use redress_engine::Json;
use redress_engine::config::Presence;

pub fn address(look: &Look, asked: &Asked) -> Node {
    let Some(step) = look.case.step(&asked.id) else { return div("field") };
    let mut form = div("form");
    for (name, presence) in step.form() {
        form = form.child(match name {
            "country" => country(look, asked, presence),
            _ => field(look, asked, &asked.answer, name, presence),
        });
    }
    form
}

/// All countries by their names in the language shown.
fn country(look: &Look, asked: &Asked, presence: Presence) -> Node {
    let (session, id, line, known) = (look.session, asked.id.clone(), asked.line.clone(), asked.answer.clone());
    let optional = presence == Presence::Optional;
    let pointer = [&asked.pointer, "/country"].concat();
    let label = label(look, &pointer, look.text("field.country"), optional);
    let chosen = known.get("country").and_then(Json::as_text).unwrap_or_default().to_string();
    let mut select = el("select").attr("autocomplete", "country").flag("required", !optional);
    select = select.child(el("option").attr("value", "").text(""));
    for (code, name) in look.model.locale.format.countries() {
        select = select.child(el("option").attr("value", &code).flag("selected", code == chosen).text(name));
    }
    let change = move |event| write(session, line.as_deref(), &id, &known, "country", &typed(&event));
    with_fault(look, div("field").child(label), select.on("change", change), &pointer)
}
