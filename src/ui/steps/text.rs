//! `text`: own words, with a counter only near the limit.

use super::Asked;
use crate::session::Session;
use crate::ui::field::{described, fault_of, field_id, label, typed};
use crate::ui::node::{Node, div, el};
use leptos::prelude::*;
use redress_engine::Json;
use redress_engine::flow::MAX_TEXT;
use redress_engine::text::Arg;

/// Characters left from which on the counter shows.
const COUNTER_FROM: i64 = 100;

/// `heading`: the screen's question is this step's, so that it needs no label of its own.
pub fn text(session: Session, asked: &Asked, heading: bool) -> Node {
    let limit =
        session.read(|model| model.config.steps.get(&asked.id).and_then(|step| step.max_length)).unwrap_or(MAX_TEXT);
    let value = asked.answer.as_text().unwrap_or_default().to_string();
    let left = RwSignal::new(limit - value.chars().count() as i64);
    let (id, line) = (asked.id.clone(), asked.line.clone());
    let area = el("textarea")
        .attr("rows", "4")
        .attr("dir", "auto")
        .attr("autocomplete", "off")
        .flag("required", !asked.optional)
        .text(value)
        .on("input", move |event| {
            let words = typed(&event);
            left.set(limit - words.chars().count() as i64);
            let value = if words.trim().is_empty() { Json::Null } else { Json::Text(words) };
            session.answer(line.as_deref(), &id, value);
        });
    let area = if heading { area.attr("aria-label", asked.title.clone()) } else { area };
    let counter = div("counter").attr("aria-live", "polite").live(move || {
        let left = left.get();
        if left > COUNTER_FROM {
            return ().into_any();
        }
        session
            .read(|model| model.look(|_, texts| texts.get("text.left", &[("count", Arg::Count(left.max(0)))])))
            .into_any()
    });
    let hint = (!heading).then(|| asked.help.clone()).flatten();
    let hint = hint
        .map(|hint| el("p").attr("class", "help").attr("id", [&field_id(&asked.pointer), "-help"].concat()).text(hint));
    div("field")
        .opt((!heading).then(|| label(session, &asked.pointer, asked.title.clone(), asked.optional)))
        .opt(hint)
        .opt(fault_of(session, &asked.pointer))
        .child(described(area, session, &asked.pointer))
        .child(counter)
}
