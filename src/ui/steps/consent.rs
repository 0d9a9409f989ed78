//! `consent`: a box to tick, never ticked beforehand. Its question is what stands beside it.

use super::Asked;
use crate::ui::Look;
use crate::ui::field::{fault_of, is_checked};
use crate::ui::node::{Node, classed, div, el};
use redress_engine::Json;

pub fn consent(look: &Look, asked: &Asked) -> Node {
    let (session, id, line) = (look.session, asked.id.clone(), asked.line.clone());
    let input = el("input")
        .attr("type", "checkbox")
        .flag("checked", asked.answer == Json::Bool(true))
        .flag("required", !asked.optional)
        .on("change", move |event| session.answer(line.as_deref(), &id, Json::Bool(is_checked(&event))));
    let words = classed("span", "card-text").child(el("span").rich(&asked.words));
    let words = words.opt(asked.help.as_ref().map(|help| el("small").rich(help)));
    let (fault, input) = fault_of(look, input, &asked.pointer, "");
    let card = classed("label", "card consent").attr("part", "option").child(input).child(words);
    div("field").opt(fault).child(card)
}
