//! `callback`: which number to call, and when.

use super::Asked;
use super::choice::words;
use super::form::{field, write};
use crate::ui::Look;
use crate::ui::field::with_fault;
use crate::ui::node::{Node, div, el};
use redress_engine::Json;
use redress_engine::config::Presence;

pub fn callback(look: &Look, asked: &Asked) -> Node {
    let Some(step) = look.case.step(&asked.id) else { return div("field") };
    let presence = if asked.optional { Presence::Optional } else { Presence::Required };
    let form = div("form").child(field(look, asked, &asked.answer, "phone", presence));
    let slots = look.case.options(step, asked.line.as_deref());
    if slots.is_empty() {
        return form;
    }
    let pointer = [&asked.pointer, "/slot"].concat();
    let chosen = asked.answer.get("slot").and_then(Json::as_text);
    let mut list = el("ul").attr("class", "cards").attr("role", "list");
    for slot in slots {
        let (session, id, line) = (look.session, asked.id.clone(), asked.line.clone());
        let (value, known) = (slot.to_string(), asked.answer.clone());
        let input = el("input")
            .attr("type", "radio")
            .attr("name", &pointer)
            .attr("value", slot)
            .flag("checked", chosen == Some(slot))
            .on("change", move |_| write(session, line.as_deref(), &id, &known, "slot", &value));
        let card = el("label").attr("class", "card").attr("part", "option").attr("data-value", slot);
        list = list.child(el("li").child(card.child(input).child(words(look, asked, step, slot))));
    }
    let group =
        div("field").attr("role", "radiogroup").attr("tabindex", "-1").attr("aria-label", look.text("callback.when"));
    form.child(with_fault(look, div("field"), group.child(list), &pointer))
}
