//! `choice`: a list of buttons that advance; radios only where the screen has more to answer.

use super::Asked;
use crate::ui::Look;
use crate::ui::field::group;
use crate::ui::node::{Node, button, classed, div, el};
use redress_engine::complaint::option_label;
use redress_engine::config::Step;
use redress_engine::text::Arg;

/// Alone on its screen.
pub fn choice(look: &Look, asked: &Asked) -> Node {
    let Some(step) = look.case.step(&asked.id) else { return div("field") };
    let mut list = classed("ul", "cards").attr("role", "list");
    for option in look.case.options(step, asked.line.as_deref()) {
        list = list.child(el("li").child(advance(look, asked, step, option)));
    }
    div("field").opt(same_for_all(look, asked)).child(list)
}

/// Among other questions.
pub fn among_others(look: &Look, asked: &Asked) -> Node {
    let Some(step) = look.case.step(&asked.id) else { return div("field") };
    let mut list = classed("ul", "cards").attr("role", "list");
    for option in look.case.options(step, asked.line.as_deref()) {
        list = list.child(el("li").child(radio(look, asked, step, option)));
    }
    group(look, asked, &asked.pointer, "radiogroup", div("field").child(list))
}

fn advance(look: &Look, asked: &Asked, step: &Step, option: &str) -> Node {
    let session = look.session;
    let (id, line, value) = (asked.id.clone(), asked.line.clone(), option.to_string());
    let card = button("card onward", "option", move || session.choose(line.clone(), &id, value.as_str().into()))
        .attr("data-value", option)
        .current(asked.answer.as_text() == Some(option));
    let icon = step.option.get(option).and_then(|option| option.icon.as_deref());
    let card = match icon {
        Some(name) => card.icon(name),
        None => card,
    };
    card.child(words(look, asked, step, option))
}

fn radio(look: &Look, asked: &Asked, step: &Step, option: &str) -> Node {
    let session = look.session;
    let (id, line, value) = (asked.id.clone(), asked.line.clone(), option.to_string());
    let input = el("input")
        .attr("type", "radio")
        .attr("name", &asked.pointer)
        .attr("value", option)
        .flag("checked", asked.answer.as_text() == Some(option))
        .on("change", move |_| session.answer(line.as_deref(), &id, value.as_str().into()));
    classed("label", "card").attr("part", "option").child(input).child(words(look, asked, step, option))
}

/// The text of an option and the line below it.
pub fn words(look: &Look, asked: &Asked, step: &Step, option: &str) -> Node {
    let own = step.option.get(option).and_then(|option| option.help.as_ref());
    let help = look.texts.own(own, &["step.", &asked.id, ".option.", option, ".help"].concat(), &[]);
    let label = el("b").text(option_label(&look.case, &asked.id, option, &look.texts));
    classed("span", "card-text").child(label).opt(help.map(|help| el("small").text(help)))
}

/// "Same for all": shown on the first of several lines, one tap away.
pub fn same_for_all(look: &Look, asked: &Asked) -> Option<Node> {
    let (lines, session) = (look.case.lines(), look.session);
    if lines.len() < 2 || asked.line.as_ref() != lines.first() {
        return None;
    }
    let toggle = el("input").attr("type", "checkbox").attr("role", "switch").on("change", move |_| {
        let mut model = session.change();
        model.same_for_all = !model.same_for_all;
    });
    let words = look.say("same-for-all", "count", Arg::Count(lines.len() as i64));
    Some(classed("label", "switch").child(toggle).child(el("span").text(words)))
}
