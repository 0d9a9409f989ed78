//! `remedy`: what the shopper wants, out of the offers; or something else, which is always possible.

use super::{Asked, Invalid, Kind};
use crate::complaint::remedy_label;
use crate::json::Json;
use crate::offers::{OTHER_REMEDY, offers_for};
use crate::text::Texts;

/// What the shopper wants.
pub struct Remedy;

impl Kind for Remedy {
    fn wrong(&self, asked: &Asked, answer: &Json) -> Vec<Invalid> {
        let chosen = answer.as_text().unwrap_or_default();
        let offers = asked.line.filter(|_| chosen != OTHER_REMEDY).map(|line| offers_for(asked.case, line));
        let offered = offers.is_some_and(|item| item.offered.iter().any(|each| each.remedy == chosen));
        if chosen == OTHER_REMEDY || offered { Vec::new() } else { vec![asked.fault("", "error.choice", Json::Null)] }
    }

    fn standing(&self, asked: &Asked, answer: &Json) -> Option<Json> {
        asked.faults().is_empty().then(|| answer.clone())
    }

    fn label(&self, asked: &Asked, answer: &Json, texts: &Texts) -> Option<String> {
        let title = asked.line.and_then(|line| asked.case.context.item(line)).map_or("", |item| &item.title);
        Some(remedy_label(asked.case, answer.as_text()?, title, texts))
    }
}
