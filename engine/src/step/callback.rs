//! `callback`: which number to call, and when: `{phone, slot}`. Without options there is no slot to choose.

use super::form::{self, field};
use super::{Asked, Invalid, Kind};
use crate::config::Presence;
use crate::json::{Json, Map};
use crate::text::Texts;

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
        let slots = asked.options();
        if !slots.is_empty() && !slots.contains(&field(answer, "slot")) {
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
        let gone = |slot: &Json| slot.as_text().is_none_or(|slot| !asked.options().contains(&slot));
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
            (_, "") if !asked.options().is_empty() => None,
            (phone, "") => Some(phone.into()),
            (phone, slot) => Some([&asked.option_label(slot, texts), ", ", phone].concat()),
        }
    }
}
