//! `choices`: any of several options, as boxes to tick.

use super::Asked;
use super::choice::words;
use crate::ui::Look;
use crate::ui::field::{group, is_checked};
use crate::ui::node::{Node, div, el};
use redress_engine::Json;
use redress_engine::config::Trouble;

pub fn choices(look: &Look, asked: &Asked) -> Node {
    let Some(step) = look.case.step(&asked.id) else { return div("field") };
    let options = look.case.options(step, asked.line.as_deref());
    let mut list = el("ul").attr("class", if asked.beside { "chips" } else { "cards" }).attr("role", "list");
    // Said beside a remedy, it can open others.
    let opens = asked.beside && step.option.iter().any(|(_, option)| option.problem != Trouble::None);
    for option in &options {
        let more = look.text("offers.more");
        let ticked = asked.answer.items().iter().any(|each| each.as_text() == Some(*option));
        let (session, id, line) = (look.session, asked.id.clone(), asked.line.clone());
        let (value, order) =
            ((*option).to_string(), options.iter().map(|each| (*each).to_string()).collect::<Vec<_>>());
        let input = el("input").attr("type", "checkbox").attr("value", option).flag("checked", ticked).on(
            "change",
            move |event| {
                let given = session.model().answers.get(line.as_deref(), &id).cloned().unwrap_or_default();
                let ticked = |each: &String| match *each == value {
                    true => is_checked(&event),
                    false => given.items().iter().any(|given| given.as_text() == Some(each)),
                };
                let mut list = Vec::new();
                for each in &order {
                    if ticked(each) {
                        list.push(each.as_str().into());
                    }
                }
                let answer = if list.is_empty() { Json::Null } else { Json::List(list) };
                if opens {
                    let ticked = answer != Json::Null;
                    session.answer_anew(line.as_deref(), &id, answer);
                    session.announce(if ticked { more.clone() } else { String::new() });
                } else {
                    session.answer(line.as_deref(), &id, answer);
                }
            },
        );
        let card = el("label")
            .attr("class", if asked.beside { "chip" } else { "card" })
            .attr("part", if asked.beside { "chip" } else { "option" })
            .attr("data-value", option);
        list = list.child(el("li").child(card.child(input).child(words(look, asked, step, option))));
    }
    group(look, asked, &asked.pointer, "group", div("field").child(list))
}
