//! Fairness, trimming: the part of a config on which rights depend. What is asked besides cannot take a right away, and a shop with two
//! hundred questions is looked at as fast as one with six.

use crate::check::world::collect;
use crate::condition::Condition;
use crate::config::{Config, Entry, Flow, FlowKind, Step, StepKind, TextFormat, Trouble};
use crate::facts;
use crate::pattern::Pattern;
use std::collections::BTreeSet;

/// The config with the questions that can stand between a shopper and a right, and those that their conditions read.
pub fn trimmed(config: &Config) -> Config {
    let mut kept: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> = Vec::new();
    let withdrawals = config.flows.iter().filter(|(_, flow)| flow.kind == FlowKind::Withdrawal);
    let withdrawing: BTreeSet<&str> = withdrawals.flat_map(|(_, flow)| ids(flow)).collect();
    for (id, step) in config.steps.iter() {
        if withdrawing.contains(id) || matters(step) {
            open.push(id);
        }
    }
    for (_, remedy) in config.remedies.iter() {
        remedy.when.iter().chain(&remedy.impossible).for_each(|each| reads(config, each, &mut open));
    }
    while let Some(id) = open.pop() {
        if kept.insert(id)
            && let Some(step) = config.steps.get(id)
        {
            conditions(step).for_each(|condition| reads(config, condition, &mut open));
        }
    }
    let keep = |id: &&String| kept.contains(id.as_str());
    let mut small = Config {
        shop: config.shop.clone(),
        locales: config.locales.clone(),
        start: config.start.clone(),
        remedies: config.remedies.clone(),
        ..Config::default()
    };
    for (id, flow) in config.flows.iter() {
        let entries = flow.steps.iter().map(|entry| Entry(entry.0.iter().filter(keep).cloned().collect()));
        let steps = entries.filter(|entry| !entry.0.is_empty()).collect();
        small.flows.0.push((id.into(), Flow { kind: flow.kind, label: None, steps, takes_along: flow.takes_along }));
    }
    let steps = config.steps.iter().filter(|(id, _)| kept.contains(id));
    small.steps.0 = steps.map(|(id, step)| (id.to_string(), step.clone())).collect();
    small
}

/// The steps of a flow in order.
pub fn ids(flow: &Flow) -> impl Iterator<Item = &str> {
    flow.steps.iter().flat_map(|entry| &entry.0).map(String::as_str)
}

/// Every condition of a step.
pub fn conditions(step: &Step) -> impl Iterator<Item = &Condition> {
    step.when.iter().chain(&step.required).chain(step.option.iter().filter_map(|(_, option)| option.when.as_ref()))
}

/// Whether a step of a complaint has to do with rights by itself.
fn matters(step: &Step) -> bool {
    match step.kind {
        StepKind::Items | StepKind::Remedy => true,
        StepKind::Choice | StepKind::Choices => step.option.iter().any(|(_, option)| option.problem != Trouble::None),
        _ => is_hurdle(step),
    }
}

/// Whether not everybody can answer a step of a complaint where it is required.
pub fn is_hurdle(step: &Step) -> bool {
    if matches!(step.required, None | Some(Condition::Constant(false))) {
        return false;
    }
    match step.kind {
        StepKind::Consent => true,
        StepKind::Text => {
            step.format == TextFormat::Url || step.pattern.as_deref().is_some_and(|pattern| !lets_off(step, pattern))
        }
        _ => false,
    }
}

/// What people write who do not have what is asked for, or cannot find it.
pub const WAYS_OUT: &[&str] = &[
    "none",
    "None",
    "NONE",
    "no",
    "No",
    "unknown",
    "Unknown",
    "UNKNOWN",
    "n/a",
    "N/A",
    "-",
    "--",
    "?",
    "keine",
    "Keine",
    "unbekannt",
    "nicht vorhanden",
    "aucun",
    "Aucun",
    "inconnu",
    "ninguno",
    "Ninguno",
    "nessuno",
    "Nessuno",
    "geen",
    "Geen",
    "brak",
    "Brak",
    "nic",
    "ingen",
    "Ingen",
    "ei ole",
    "nem",
    "nincs",
    "0",
];

/// Whether a pattern also takes a word for "I have none".
fn lets_off(step: &Step, pattern: &str) -> bool {
    // One that cannot be read holds nobody up.
    let Ok(pattern) = Pattern::new(pattern) else { return true };
    let fits = |word: &&&str| {
        let length = word.chars().count() as i64;
        length >= step.min_length.unwrap_or(0) && length <= step.max_length.unwrap_or(i64::MAX)
    };
    WAYS_OUT.iter().filter(fits).any(|word| pattern.matches(word))
}

/// The steps whose answers a condition reads.
fn reads<'a>(config: &'a Config, condition: &'a Condition, found: &mut Vec<&'a str>) {
    let mut facts = Vec::new();
    collect(condition, &mut facts);
    for (name, _) in facts {
        let answer = name.strip_prefix("answer.").and_then(|path| facts::answer_path(config, path));
        found.extend(answer.map(|(id, _)| id));
    }
}
