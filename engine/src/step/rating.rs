//! `rating`: one of a few steps from bad to good, counted from 1.

use super::{Asked, Invalid, Kind};
use crate::config::Step;
use crate::json::Json;
use crate::text::Texts;

/// Steps where the config names no number.
pub const STEPS: i64 = 5;
/// The most steps there can be.
pub const MOST_STEPS: i64 = 10;

/// One of a few steps.
pub struct Rating;

impl Step {
    /// How many steps a `rating` has.
    pub fn rating_steps(&self) -> i64 {
        self.max.unwrap_or(STEPS).clamp(2, MOST_STEPS)
    }
}

impl Kind for Rating {
    fn missing(&self, asked: &Asked) -> Vec<Invalid> {
        vec![asked.fault("", "error.rating", Json::Null)]
    }

    fn wrong(&self, asked: &Asked, answer: &Json) -> Vec<Invalid> {
        let fits = answer.as_int().is_some_and(|given| given >= 1 && given <= asked.step.rating_steps());
        if fits { Vec::new() } else { self.missing(asked) }
    }

    fn label(&self, asked: &Asked, answer: &Json, texts: &Texts) -> Option<String> {
        let number = |number| texts.format.number(number);
        Some([&number(answer.as_int()?), " / ", &number(asked.step.rating_steps())].concat())
    }
}
