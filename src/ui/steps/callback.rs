//! `callback`: which number to call, and when, told by the shopper's own clock.

use super::Asked;
use super::choice::words;
use super::form::{field, write};
use crate::i18n::options;
use crate::ui::Look;
use crate::ui::field::with_fault;
use crate::ui::node::{Node, classed, div, el};
use crate::ui::person::ahead;
use js_sys::{Array, Date, Intl::DateTimeFormat};
use redress_engine::Json;
use redress_engine::config::Presence;
use redress_engine::hours::DAY;
use redress_engine::step::{Slot, slots};
use redress_engine::text::Arg;

pub fn callback(look: &Look, asked: &Asked) -> Node {
    let Some(of_engine) = look.case.asked(&asked.id, asked.line.as_deref()) else { return div("field") };
    let presence = if asked.optional { Presence::Optional } else { Presence::Required };
    let form = div("form").child(field(look, asked, &asked.answer, "phone", presence, true));
    let slots = slots(&of_engine);
    if slots.is_empty() {
        return form;
    }
    let pointer = [&asked.pointer, "/slot"].concat();
    let chosen = asked.answer.get("slot").and_then(Json::as_text);
    let mut list = classed("ul", "cards").attr("role", "list");
    for Slot { id: slot, times } in slots {
        let (session, id, line) = (look.session, asked.id.clone(), asked.line.clone());
        let (value, known) = (slot.to_string(), asked.answer.clone());
        let input = el("input")
            .attr("type", "radio")
            .attr("name", &pointer)
            .attr("value", slot)
            .flag("checked", chosen == Some(slot))
            .on("change", move |_| write(session, line.as_deref(), &id, &known, "slot", &value));
        let card = classed("label", "card").attr("part", "option").attr("data-value", slot);
        let words = words(look, asked, of_engine.step, slot);
        let words = words.opt(times.and_then(|times| when(look, times)).map(|when| el("small").text(when)));
        list = list.child(el("li").child(card.child(input).child(words)));
    }
    let group =
        div("field").attr("role", "radiogroup").attr("tabindex", "-1").attr("aria-label", look.text("callback.when"));
    form.child(with_fault(look, div("field"), group.child(list), &pointer))
}

/// From when to when a slot is, by the shopper's clock, which is said where it is another than the shop's now. None where nobody knows the
/// shop's clock, as a wrong time would be worse than none, and for a whole day.
fn when(look: &Look, (from, to): (i64, i64)) -> Option<String> {
    let ahead = ahead(Some(look.model.shop_zone().filter(|_| to - from < DAY)?));
    // Both ends on one day, or Intl would write dates. Over midnight the end comes before the beginning, which V8 takes as it is; where it is
    // refused, nothing is said.
    let minute = |minutes: i64| Date::new(&((minutes + ahead).rem_euclid(DAY) as f64 * 60_000.0).into());
    let settings = options(&[("hour", "2-digit"), ("minute", "2-digit"), ("timeZone", "UTC")]);
    let format = DateTimeFormat::new(&Array::of1(&look.model.locale.format.tag.as_str().into()), &settings);
    let range = String::from(format.format_range(&minute(from), &minute(to)).ok()?);
    Some(if ahead == 0 { range } else { look.say("callback.your-time", "time", Arg::Text(&range)) })
}
