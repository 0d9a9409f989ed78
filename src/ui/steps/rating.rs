//! `rating`: a few steps from bad to good; choosing advances where nothing else is asked.

use super::Asked;
use crate::ui::Look;
use crate::ui::field::group;
use crate::ui::node::{Node, button, div, el};
use redress_engine::Json;
use redress_engine::json::digits;
use redress_engine::text::Arg;

pub fn rating(look: &Look, asked: &Asked) -> Node {
    let Some(step) = look.case.step(&asked.id) else { return div("field") };
    let most = step.rating_steps();
    // Up to five stand in a row; more in two of the same length, or on a phone they would be too narrow to hit.
    let columns = if most > 5 { (most + 1) / 2 } else { most };
    let mut scale = div("scale").attr("data-columns", digits(columns));
    for at in 1..=most {
        let (session, id, line) = (look.session, asked.id.clone(), asked.line.clone());
        let name = look.texts.get("rating.step", &[("index", Arg::Count(at)), ("count", Arg::Count(most))]);
        let shown = el("span").attr("aria-hidden", "true").text(look.texts.format.number(at));
        let chosen = asked.answer.as_int() == Some(at);
        scale = scale.child(if asked.shares {
            let input = el("input")
                .attr("type", "radio")
                .attr("name", &asked.pointer)
                .attr("value", digits(at))
                .attr("aria-label", name)
                .flag("checked", chosen)
                .on("change", move |_| session.answer(line.as_deref(), &id, Json::Int(at)));
            el("label")
                .attr("class", "card")
                .attr("part", "option")
                .attr("data-value", digits(at))
                .child(input)
                .child(shown)
        } else {
            button("card", "option", move || session.choose(line.clone(), &id, Json::Int(at)))
                .attr("data-value", digits(at))
                .attr("aria-label", name)
                .current(chosen)
                .child(shown)
        });
    }
    let end = |own: Option<&Json>, part: &str| {
        let words = look.texts.own(own, &["step.", &asked.id, part].concat(), &[]).unwrap_or_default();
        el("small").text(words)
    };
    let ends = div("ends").child(end(step.low.as_ref(), ".low")).child(end(step.high.as_ref(), ".high"));
    let role = if asked.shares { "radiogroup" } else { "group" };
    group(look, asked, &asked.pointer, role, div("field").child(scale).child(ends))
}
