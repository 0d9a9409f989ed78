//! `callback`: which number to call, and when: `{phone, slot}`. Without options there is no slot to choose.
//!
//! An option says by its `hours` when it is. Those that are called morning, afternoon and evening and have no words of their own say it
//! without, and are not offered where the shop's hours leave nobody to call.

use super::form::{self, field};
use super::{Asked, Invalid, Kind};
use crate::config::Presence;
use crate::hours::{Hours, range, times};
use crate::json::{Json, Map};
use crate::text::Texts;

/// When the preset's options are, where the config says nothing else: minutes of a day of the shop.
const USUAL: [(&str, (i64, i64)); 3] =
    [("morning", (9 * 60, 12 * 60)), ("afternoon", (12 * 60, 17 * 60)), ("evening", (17 * 60, 20 * 60))];

/// A time to call that is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot<'c> {
    /// The option's id.
    pub id: &'c str,
    /// First minute of a day and the one after the last, by the clock of the shop, where that is known; past midnight more than a day.
    pub times: Option<(i64, i64)>,
}

/// The times to call that are offered.
pub fn slots<'c>(asked: &Asked<'c>) -> Vec<Slot<'c>> {
    let hours = shop_hours(asked);
    let mut slots = Vec::new();
    for id in asked.options() {
        let own = own_times(asked, id);
        let usual = if own.is_none() { usual_times(asked, id) } else { None };
        let closed = usual.is_some_and(|times| hours.as_ref().is_some_and(|hours| !hours.overlap(times)));
        if !closed {
            slots.push(Slot { id, times: own.or(usual) });
        }
    }
    slots
}

fn own_times(asked: &Asked, id: &str) -> Option<(i64, i64)> {
    times(asked.step.option.get(id)?.hours.as_deref()?)
}

/// Only where the merchant says nothing else: "Between 8 and 10" is not nine to twelve.
fn usual_times(asked: &Asked, id: &str) -> Option<(i64, i64)> {
    let option = asked.step.option.get(id);
    let reworded =
        option.is_some_and(|option| option.label.is_some() || option.help.is_some() || option.hours.is_some());
    let message = ["step.", asked.id, ".option.", id].concat();
    let said = reworded || asked.case.config.messages.get(&message).is_some();
    USUAL.iter().find(|(usual, _)| *usual == id && !said).map(|(_, times)| *times)
}

/// The hours of the shop, in whatever language they can be read.
fn shop_hours(asked: &Asked) -> Option<Hours> {
    let hours = asked.case.config.shop.hours.as_ref()?;
    let read = |text: &Json| Hours::parse(text.as_text()?);
    match hours.as_map() {
        Some(map) => map.iter().find_map(|(_, text)| read(text)),
        None => read(hours),
    }
}

/// The answer as the shop reads it: with the times, by its own clock.
pub fn shop_label(asked: &Asked, answer: &Json, texts: &Texts) -> Option<String> {
    let id = field(answer, "slot");
    let slot = slots(asked).into_iter().find(|slot| slot.id == id);
    let Some(times) = slot.and_then(|slot| slot.times) else { return Callback.label(asked, answer, texts) };
    let phone = field(answer, "phone");
    let between = if phone.is_empty() { "" } else { ", " };
    Some([asked.option_label(id, texts).as_str(), ", ", &range(times), between, phone].concat())
}

/// When to call, and which number.
pub struct Callback;

impl Kind for Callback {
    fn faults(&self, asked: &Asked) -> Vec<Invalid> {
        let answer = asked.answer().unwrap_or_default();
        // A number that was filled in beforehand is no request yet.
        let begun = match &answer {
            Json::Map(map) => map.iter().any(|(_, value)| !value.is_blank()) && asked.start().as_ref() != Some(&answer),
            other => !other.is_blank(),
        };
        if begun || asked.required() { self.wrong(asked, &answer) } else { Vec::new() }
    }

    fn wrong(&self, asked: &Asked, answer: &Json) -> Vec<Invalid> {
        let mut faults = Vec::new();
        faults.extend(form::fault(asked, answer, "phone", Presence::Required));
        let slots = slots(asked);
        if !slots.is_empty() && slots.iter().all(|slot| slot.id != field(answer, "slot")) {
            faults.push(asked.fault("/slot", "error.slot", Json::Null));
        }
        faults
    }

    /// A fact is the number; the slot is still to be chosen.
    fn begin(&self, asked: &Asked, value: Json) -> Option<Json> {
        let value = if value.as_text().is_some() { Json::map([("phone", value)]) } else { value };
        value.as_map()?;
        (!asked.step.read_only || self.wrong(asked, &value).is_empty()).then_some(value)
    }

    fn standing(&self, asked: &Asked, answer: &Json) -> Option<Json> {
        let gone = |slot: &Json| slot.as_text().is_none_or(|id| slots(asked).iter().all(|slot| slot.id != id));
        if answer.get("slot").is_none_or(|slot| !gone(slot)) {
            return Some(answer.clone());
        }
        let mut left = Map::default();
        for (key, value) in answer.as_map()?.iter().filter(|(key, _)| *key != "slot") {
            left.push(key, value.clone());
        }
        (!left.is_empty()).then_some(Json::Map(left))
    }

    fn label(&self, asked: &Asked, answer: &Json, texts: &Texts) -> Option<String> {
        let (phone, slot) = (field(answer, "phone"), field(answer, "slot"));
        match (phone, slot) {
            ("", "") => None,
            (_, "") if !slots(asked).is_empty() => None,
            (phone, "") => Some(phone.into()),
            (phone, slot) => Some([&asked.option_label(slot, texts), ", ", phone].concat()),
        }
    }
}
