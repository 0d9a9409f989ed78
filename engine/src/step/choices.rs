//! `choices`: any of several options. The answer is a list of their ids, in the order of `options`.

use super::{Asked, Invalid, Kind, count};
use crate::json::Json;
use crate::text::Texts;

/// Any of several options.
pub struct Choices;

impl Kind for Choices {
    fn missing(&self, asked: &Asked) -> Vec<Invalid> {
        let offered = asked.options().len() as i64;
        // Where nothing is left to choose from, nobody is held up.
        if offered == 0 { Vec::new() } else { vec![asked.fault("", "error.choices.few", count(least(asked, offered)))] }
    }

    fn wrong(&self, asked: &Asked, answer: &Json) -> Vec<Invalid> {
        let offered = asked.options();
        let Json::List(list) = answer else { return vec![asked.fault("", "error.choice", Json::Null)] };
        for (at, chosen) in list.iter().enumerate() {
            let id = chosen.as_text().unwrap_or_default();
            // The length is bounded by that of `options`, or a repeated one is found before.
            if !offered.contains(&id) || list.iter().take(at).any(|before| before == chosen) {
                return vec![asked.fault("", "error.choice", Json::Null)];
            }
        }
        let (chosen, least) = (list.len() as i64, least(asked, offered.len() as i64));
        let most = asked.step.at_most.filter(|most| *most >= least);
        if chosen < least {
            vec![asked.fault("", "error.choices.few", count(least))]
        } else if let Some(most) = most.filter(|most| chosen > *most) {
            vec![asked.fault("", "error.choices.many", count(most))]
        } else {
            Vec::new()
        }
    }

    fn standing(&self, asked: &Asked, answer: &Json) -> Option<Json> {
        let mut left = Vec::new();
        for option in asked.options() {
            if answer.items().iter().any(|chosen| chosen.as_text() == Some(option)) {
                left.push(Json::from(option));
            }
        }
        let blank = answer.is_blank() && asked.faults().is_empty();
        if left.is_empty() { blank.then(|| answer.clone()) } else { Some(Json::List(left)) }
    }

    fn label(&self, asked: &Asked, answer: &Json, texts: &Texts) -> Option<String> {
        let mut label = String::new();
        for option in answer.items() {
            if !label.is_empty() {
                label.push_str(", ");
            }
            label.push_str(&asked.option_label(option.as_text().unwrap_or_default(), texts));
        }
        Some(label)
    }
}

/// How many must be chosen: never more than are offered.
fn least(asked: &Asked, offered: i64) -> i64 {
    asked.step.at_least.unwrap_or(1).clamp(1, offered.max(1))
}
