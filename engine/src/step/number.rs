//! `number`: a whole number between `min` and `max`.

use super::{Asked, Invalid, Kind};
use crate::json::Json;
use crate::text::Texts;

/// A whole number.
pub struct Number;

impl Kind for Number {
    fn missing(&self, asked: &Asked) -> Vec<Invalid> {
        vec![asked.fault("", "error.number", Json::Null)]
    }

    fn wrong(&self, asked: &Asked, answer: &Json) -> Vec<Invalid> {
        let Some(number) = answer.as_int() else { return self.missing(asked) };
        let (min, max) = (asked.step.min, asked.step.max);
        // Of two limits that contradict each other the lower one stands, so that there is an answer.
        let max = max.filter(|max| min.is_none_or(|min| min <= *max));
        if let Some(min) = min.filter(|min| number < *min) {
            vec![asked.fault("", "error.number.min", Json::map([("min", Json::Int(min))]))]
        } else if let Some(max) = max.filter(|max| number > *max) {
            vec![asked.fault("", "error.number.max", Json::map([("max", Json::Int(max))]))]
        } else {
            Vec::new()
        }
    }

    fn label(&self, asked: &Asked, answer: &Json, texts: &Texts) -> Option<String> {
        let number = texts.format.number(answer.as_int()?);
        let unit = texts.own(asked.step.unit.as_ref(), &["step.", asked.id, ".unit"].concat(), &[]);
        Some(match unit {
            Some(unit) => [&number, " ", &unit].concat(),
            None => number,
        })
    }
}
