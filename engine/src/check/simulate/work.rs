//! Simulation, work: an estimate of what the engine's calls cost, so that the whole simulation ends in bounded time on any machine and
//! always with the same result. A unit is about a tenth of a microsecond.

use crate::condition::{Condition, Test};
use crate::config::{Config, Flow, Step};
use std::collections::HashMap;

/// What a state of the default flow costs, with the answers tried at it.
pub const USUAL_STATE: u64 = 4_000;
/// A case before any of its steps is looked at.
const CASE: u64 = 150;
/// Entries of a map that are passed over in one unit.
const PASSED: u64 = 32;

/// What each step of a config costs to evaluate for one line.
pub struct Weights {
    lookup: u64,
    steps: HashMap<String, u64>,
    remedies: u64,
}

impl Weights {
    /// Weighs every step and remedy once.
    pub fn new(config: &Config) -> Weights {
        let count = config.steps.iter().count() as u64;
        let lookup = 1 + count / PASSED;
        let steps = config.steps.iter().map(|(id, each)| (id.to_string(), step(each, lookup))).collect();
        let remedies = config.remedies.iter().count() as u64;
        let conditions: u64 = config
            .remedies
            .iter()
            .filter_map(|(_, remedy)| remedy.when.as_ref())
            .map(|when| condition(when, lookup))
            .sum();
        // Each remedy is looked up, and what is wrong with the goods is read from every choice.
        let remedies = conditions + remedies * (10 + remedies / PASSED) + count;
        Weights { lookup, steps, remedies }
    }
}

/// What the calls for one flow cost.
pub struct Cost {
    /// A case without its screens.
    case: u64,
    /// Its screens, for one line.
    screens: u64,
    /// Offers for one line.
    offers: u64,
    /// How many steps the flow has.
    length: u64,
}

impl Cost {
    /// Of one flow.
    pub fn new(weights: &Weights, flow: &Flow) -> Cost {
        let steps = || flow.steps.iter().flat_map(|entry| &entry.0);
        let length = steps().count() as u64;
        let each = |id: &String| 10 + 4 * weights.lookup + weights.steps.get(id).copied().unwrap_or_default();
        let screens = steps().map(each).sum();
        Cost { case: CASE + length * weights.lookup, screens, offers: weights.remedies, length }
    }

    /// Looking at a state of so many lines.
    pub fn state(&self, lines: usize) -> u64 {
        self.case + self.screens * lines.max(1) as u64
    }

    /// Trying one answer to a step.
    pub fn accept(&self, weights: &Weights, step: &str, lines: usize) -> u64 {
        self.case + weights.steps.get(step).copied().unwrap_or_default() * lines.max(1) as u64
    }

    /// What a remedy step adds.
    pub fn offers(&self) -> u64 {
        self.offers
    }

    /// Keeping a state for later, with so many sums of costs.
    pub fn keep(&self, ways: usize) -> u64 {
        20 + self.length + ways as u64
    }

    /// Collecting what the flow reads.
    pub fn reads(&self) -> u64 {
        self.screens + self.offers
    }
}

fn step(step: &Step, lookup: u64) -> u64 {
    let options = step.options.len() as u64;
    let own = [step.when.as_ref(), step.required.as_ref()].into_iter().flatten();
    let of_options = step.option.iter().filter_map(|(_, option)| option.when.as_ref());
    let conditions: u64 = own.chain(of_options).map(|when| condition(when, lookup)).sum();
    conditions + options * (3 + options / PASSED)
}

fn condition(when: &Condition, lookup: u64) -> u64 {
    match when {
        Condition::Constant(_) => 1,
        Condition::All(all) | Condition::Any(all) => all.iter().map(|each| condition(each, lookup)).sum::<u64>() + 1,
        Condition::Not(not) => condition(not, lookup) + 1,
        Condition::Fact(name, tests) => {
            let values = |test: &Test| match test {
                Test::OneOf(values) | Test::NotOneOf(values) => 1 + values.len() as u64 / PASSED,
                Test::Compare(..) | Test::Exists(_) => 1,
            };
            let fact = match name.split_once('.') {
                Some(("answer", _)) => 2 + 3 * lookup,
                Some(("item" | "right", _)) => 25,
                _ => 4,
            };
            fact + tests.iter().map(values).sum::<u64>()
        }
    }
}
