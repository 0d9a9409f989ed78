//! `text`: own words, with a counter only near the limit.

use super::Asked;
use crate::ui::Look;
use crate::ui::field::{field_id, label, typed, with_fault};
use crate::ui::node::{Node, div, el};
use leptos::prelude::*;
use redress_engine::Json;
use redress_engine::flow::MAX_TEXT;
use redress_engine::text::Arg;

/// Characters left from which on the counter shows.
const COUNTER_FROM: i64 = 100;

/// `heading`: the screen's question is this step's, so that it needs no label of its own.
pub fn text(look: &Look, asked: &Asked, heading: bool) -> Node {
    let session = look.session;
    let limit = look.case.step(&asked.id).and_then(|step| step.max_length).unwrap_or(MAX_TEXT);
    let value = asked.answer.as_text().unwrap_or_default();
    let left = RwSignal::new(limit - value.chars().count() as i64);
    let (id, line) = (asked.id.clone(), asked.line.clone());
    let mut area = el("textarea")
        .attr("rows", "4")
        .attr("dir", "auto")
        .attr("autocomplete", "off")
        .flag("required", !asked.optional)
        .text(value)
        .on("input", move |event| {
            let words = typed(&event);
            left.set(limit - words.chars().count() as i64);
            session.answer(line.as_deref(), &id, if words.trim().is_empty() { Json::Null } else { words.into() });
        });
    let mut field = div("field");
    if heading {
        area = area.attr("aria-label", &asked.title);
    } else {
        field = field.child(label(look, &asked.pointer, asked.title.clone(), asked.optional));
        if let Some(help) = &asked.help {
            let help_id = [&field_id(&asked.pointer), "-help"].concat();
            field = field.child(el("p").attr("class", "help").attr("id", help_id).text(help));
        }
    }
    let counter = div("counter").attr("aria-live", "polite").live(move || match left.get() {
        left if left > COUNTER_FROM => ().into_any(),
        left => session.model().texts().get("text.left", &[("count", Arg::Count(left.max(0)))]).into_any(),
    });
    with_fault(look, field, area, &asked.pointer).child(counter)
}
