//! `choice`: a list of buttons that advance; radios only where the screen has more to answer.

use super::Asked;
use crate::session::Session;
use crate::ui::field::{described, fault_of};
use crate::ui::node::{Node, button, div, el};
use redress_engine::Json;
use redress_engine::complaint::option_label;
use redress_engine::text::Arg;

struct Choosable {
    id: String,
    label: String,
    help: Option<String>,
    icon: Option<String>,
}

pub fn choice(session: Session, asked: &Asked) -> Node {
    let options = session.read(|model| {
        model.look(|case, texts| {
            let Some(step) = case.step(&asked.id) else { return Vec::new() };
            let each = case.options(step, asked.line.as_deref()).into_iter().map(|id| {
                let option = step.option.get(id);
                let key = ["step.", &asked.id, ".option.", id, ".help"].concat();
                Choosable {
                    id: id.into(),
                    label: option_label(case, &asked.id, id, texts),
                    help: texts.own(option.and_then(|option| option.help.as_ref()), &key, &[]),
                    icon: option.and_then(|option| option.icon.clone()),
                }
            });
            each.collect()
        })
    });
    let list = el("ul").attr("class", "cards").attr("role", "list");
    if asked.shared_screen {
        let radios = options.into_iter().map(|option| el("li").child(radio(session, asked, option)));
        let group = described(
            div("field").attr("role", "radiogroup").attr("tabindex", "-1").attr("aria-label", asked.title.clone()),
            session,
            &asked.pointer,
        );
        return group.opt(fault_of(session, &asked.pointer)).child(list.children(radios));
    }
    let buttons = options.into_iter().map(|option| el("li").child(advance(session, asked, option)));
    div("field").opt(same_for_all(session, asked)).child(list.children(buttons))
}

fn advance(session: Session, asked: &Asked, option: Choosable) -> Node {
    let (id, line, value) = (asked.id.clone(), asked.line.clone(), option.id.clone());
    let chosen = asked.answer.as_text() == Some(&option.id);
    button("card", "option", move || session.choose(line.clone(), &id, &value))
        .attr("data-value", option.id.clone())
        .attr("aria-pressed", if chosen { "true" } else { "false" })
        .children(option.icon.as_deref().map(|name| el("span").attr("class", "card-icon").icon(name)))
        .child(words(&option))
        .child(el("span").attr("class", "card-go").icon("next"))
}

fn radio(session: Session, asked: &Asked, option: Choosable) -> Node {
    let (id, line, value) = (asked.id.clone(), asked.line.clone(), option.id.clone());
    let input = el("input")
        .attr("type", "radio")
        .attr("name", asked.pointer.clone())
        .attr("value", option.id.clone())
        .flag("checked", asked.answer.as_text() == Some(&option.id))
        .on("change", move |_| session.answer(line.as_deref(), &id, Json::from(value.as_str())));
    el("label").attr("class", "card").attr("part", "option").child(input).child(words(&option))
}

fn words(option: &Choosable) -> Node {
    let help = option.help.as_ref().map(|help| el("small").text(help.clone()));
    el("span").attr("class", "card-text").child(el("b").text(option.label.clone())).opt(help)
}

/// "Same for all": shown on the first of several lines, one tap away.
pub fn same_for_all(session: Session, asked: &Asked) -> Option<Node> {
    let lines = session.read(|model| model.look(|case, _| case.lines()));
    if lines.len() < 2 || asked.line.as_ref() != lines.first() {
        return None;
    }
    let count = Arg::Count(lines.len() as i64);
    let words = session.read(|model| model.look(|_, texts| texts.get("same-for-all", &[("count", count)])));
    let toggle = el("input").attr("type", "checkbox").attr("role", "switch").on("change", move |_| {
        session.change(|model| model.same_for_all = !model.same_for_all);
    });
    Some(el("label").attr("class", "switch").child(toggle).child(el("span").text(words)))
}
