//! `remedy`: what the shopper wants, out of the offers; or something else, which is always possible.

use super::{Asked, Invalid, Kind};
use crate::case::Case;
use crate::complaint::remedy_label;
use crate::config::{Per, StepKind};
use crate::json::Json;
use crate::offers::{OTHER_REMEDY, WITHDRAWAL, offers_for};
use crate::text::{Arg, Texts};

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

/// The question above the offers for a line, where the case has one that fits better than `step.<id>.title`: that there is nothing to choose
/// from, else the `step.<id>.title.<option>` of what was chosen before (the last that there is), which can be sorry for just that. `own` is the
/// merchant's file of texts, null where there is none: a question of theirs is not lost to our words.
pub fn title(case: &Case, id: &str, line: &str, texts: &Texts, own: &Json) -> Option<String> {
    // The question would promise too much.
    if offers_for(case, line).offered.iter().all(|offer| offer.remedy == WITHDRAWAL) {
        return Some(texts.get("step.remedy.title.nothing", &[]));
    }
    let item = case.context.item(line).map_or("", |item| &item.title);
    let general = ["step.", id, ".title"].concat();
    let of_flow = [case.flow_id, ".", id, ".title"].concat();
    let says = |key: &str| case.config.messages.get(key).is_some() || own.get(key).is_some();
    let is_own = |key: &str| says(key) || says(&[key, "@informal"].concat());
    let own_only = is_own(&general) || is_own(&of_flow);
    let mut title = None;
    for before in case.flow.steps.iter().flat_map(|entry| &entry.0).take_while(|before| *before != id) {
        let Some(step) = case.step(before).filter(|step| step.kind == StepKind::Choice) else { continue };
        let Some(chosen) = case.answer((step.per == Per::Item).then_some(line), before) else { continue };
        let key = [&general, ".", chosen.as_text().unwrap_or_default()].concat();
        if !own_only || is_own(&key) {
            title = texts.find(&key, &[("item", Arg::Text(item))]).or(title);
        }
    }
    title
}
