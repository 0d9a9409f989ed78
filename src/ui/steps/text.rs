//! `text`: own words, with a counter only near the limit.

use super::Asked;
use crate::ui::Look;
use crate::ui::field::{line_input, question, typed};
use crate::ui::node::{Node, div, el};
use crate::watched::Watched;
use redress_engine::Json;
use redress_engine::config::TextFormat;
use redress_engine::flow::MAX_TEXT;
use redress_engine::json::characters;
use redress_engine::text::Arg;
use web_sys::Event;

/// Characters left from which on the counter shows.
const COUNTER_FROM: i64 = 100;

/// `heading`: the screen's question is this step's, so that it needs no label of its own.
pub fn text(look: &Look, asked: &Asked, heading: bool) -> Node {
    let Some(step) = look.case.step(&asked.id) else { return div("field") };
    let session = look.session;
    let limit = step.max_length.unwrap_or(MAX_TEXT);
    let value = asked.answer.as_text().unwrap_or_default();
    let left = Watched::new(limit - characters(value) as i64);
    let counted = left.clone();
    let (id, line) = (asked.id.clone(), asked.line.clone());
    let write = move |event: &Event| {
        let words = typed(event);
        counted.set(limit - characters(&words) as i64);
        session.answer(line.as_deref(), &id, if words.trim().is_empty() { Json::Null } else { words.into() });
    };
    let control = if step.is_multiline() {
        el("textarea")
            .attr("rows", "4")
            .attr("dir", "auto")
            .attr("autocomplete", "off")
            .text(value)
            .on("input", move |event| write(&event))
    } else {
        let (kind, autocomplete) = match step.format {
            TextFormat::Email => ("email", "email"),
            TextFormat::Phone => ("tel", "tel"),
            TextFormat::Url => ("url", "url"),
            TextFormat::Plain => ("text", "off"),
        };
        line_input(look, kind, autocomplete, value, write)
    };
    let counter = div("counter").attr("aria-live", "polite").live(move |counter| match left.get() {
        // A short code is counted by eye.
        left if left > COUNTER_FROM || (limit <= COUNTER_FROM && left >= 0) => counter,
        left => counter.text(session.model().texts().get("text.left", &[("count", Arg::Count(left.max(0)))])),
    });
    question(look, asked, heading, control.flag("required", !asked.optional), None).child(counter)
}
