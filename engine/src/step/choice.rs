//! `choice`: one of several options. The answer is its id.

use super::{Asked, Invalid, Kind};
use crate::json::Json;
use crate::text::Texts;

/// One of several options.
pub struct Choice;

impl Kind for Choice {
    fn missing(&self, asked: &Asked) -> Vec<Invalid> {
        // Where nothing is left to choose from, nobody is held up.
        if asked.options().is_empty() { Vec::new() } else { vec![asked.fault("", "error.choice", Json::Null)] }
    }

    fn wrong(&self, asked: &Asked, answer: &Json) -> Vec<Invalid> {
        let chosen = answer.as_text().unwrap_or_default();
        if asked.options().contains(&chosen) { Vec::new() } else { vec![asked.fault("", "error.choice", Json::Null)] }
    }

    fn standing(&self, asked: &Asked, answer: &Json) -> Option<Json> {
        asked.faults().is_empty().then(|| answer.clone())
    }

    fn label(&self, asked: &Asked, answer: &Json, texts: &Texts) -> Option<String> {
        Some(asked.option_label(answer.as_text()?, texts))
    }
}
