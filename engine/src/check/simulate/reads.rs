//! Simulation, reads: which facts a flow's conditions ask for, with which tests, and how late an answer is still read.

use super::world::truths;
use crate::condition::{Condition, Test};
use crate::config::{Config, DateBound, Flow, Step, StepKind, Trouble};
use crate::facts;
use crate::json::Json;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Tests on one fact that are told apart: each is tried with each value that they name.
const MAX_TESTS: usize = 100;
/// Values of one fact's tests that are tried.
const MAX_LITERALS: usize = 100;

/// Everything that one flow reads.
#[derive(Debug, Default)]
pub struct Reads {
    /// Fact → every test on it.
    tests: BTreeMap<String, Vec<Test>>,
    /// Fact → the same with the last entry that makes it, so that each is noted once.
    noted: HashMap<String, HashMap<String, usize>>,
    /// Step → for each test on its answer, the position of the last entry that makes it.
    until: HashMap<String, Vec<usize>>,
    /// Steps whose answer is taken over as it is.
    copied: HashSet<String>,
    /// Position of the last entry that asks what the answers mean to the law.
    law: Option<usize>,
    /// Some facts have more tests than are told apart.
    too_many: bool,
    /// Step → positions of the first and the last of the flow's entries that read its answer.
    readers: HashMap<String, (usize, usize)>,
    /// Some condition reads a step that comes after it, so that the flow can go back.
    goes_back: bool,
    /// Step → position of the entry that asks it.
    asked: HashMap<String, usize>,
}

impl Reads {
    /// Collects from all steps of the flow and, where it has a remedy step, from all remedies.
    pub fn new(config: &Config, flow: &Flow) -> Reads {
        let mut reads = Reads::default();
        for (at, entry) in flow.steps.iter().enumerate() {
            for id in &entry.0 {
                let Some(step) = config.steps.get(id) else { continue };
                reads.asked.entry(id.clone()).or_insert(at);
                reads.step(config, step, at);
            }
        }
        for (fact, tests) in &reads.tests {
            if let Some(id) = fact.strip_prefix("answer.") {
                let last = |test: &Test| reads.noted.get(fact).and_then(|noted| noted.get(&format!("{test:?}")));
                let until = tests.iter().map(|test| last(test).copied().unwrap_or(usize::MAX)).collect();
                reads.until.insert(id.into(), until);
            }
        }
        reads.goes_back =
            reads.readers.iter().any(|(id, range)| reads.asked.get(id).is_some_and(|asked| range.0 < *asked));
        reads
    }

    fn step(&mut self, config: &Config, step: &Step, at: usize) {
        let options = step.option.iter().map(|(_, option)| option.when.as_ref());
        for condition in [step.when.as_ref(), step.required.as_ref()].into_iter().chain(options).flatten() {
            self.condition(config, condition, at);
        }
        if let Some(fact) = &step.prefill {
            self.copied.extend(fact.strip_prefix("answer.").map(str::to_string));
            self.note(config, fact, &[Test::Exists(true)], at);
        }
        for bound in [&step.earliest, &step.latest] {
            if let Some(DateBound::Relative(day)) = bound
                && day.from != "today"
            {
                self.note(config, &day.from, &[Test::Exists(true)], at);
            }
        }
        if step.kind == StepKind::Remedy {
            for (_, remedy) in config.remedies.iter() {
                for condition in [&remedy.when, &remedy.impossible].into_iter().flatten() {
                    self.condition(config, condition, at);
                }
            }
            // What a choice means to the law decides over the offers.
            self.problem(config, at);
        }
    }

    /// What the law makes of the answers depends on every choice that means something to it.
    fn problem(&mut self, config: &Config, at: usize) {
        let means = |step: &Step| step.option.iter().any(|(_, option)| option.problem != Trouble::None);
        for (id, _) in config.steps.iter().filter(|(_, step)| means(step)) {
            self.reader(id, at);
        }
        self.law = self.law.max(Some(at));
    }

    fn condition(&mut self, config: &Config, condition: &Condition, at: usize) {
        match condition {
            Condition::Constant(_) => {}
            Condition::All(all) | Condition::Any(all) => {
                for each in all {
                    self.condition(config, each, at);
                }
            }
            Condition::Not(not) => self.condition(config, not, at),
            Condition::Fact(name, tests) => self.note(config, name, tests, at),
        }
    }

    fn note(&mut self, config: &Config, fact: &str, tests: &[Test], at: usize) {
        let known = self.tests.entry(fact.into()).or_default();
        let noted = self.noted.entry(fact.into()).or_default();
        for test in tests {
            if known.len() >= MAX_TESTS {
                self.too_many = true;
                break;
            }
            // Its text is what can be looked up: a test holds JSON, which has no hash.
            let last = noted.entry(format!("{test:?}")).or_insert_with(|| {
                known.push(test.clone());
                at
            });
            *last = at.max(*last);
        }
        if fact == "item.problem" {
            self.problem(config, at);
        }
        if let Some((id, _)) = fact.strip_prefix("answer.").and_then(|path| facts::answer_path(config, path)) {
            self.reader(id, at);
        }
    }

    fn reader(&mut self, step: &str, at: usize) {
        let range = self.readers.entry(step.into()).or_insert((at, at));
        *range = (range.0.min(at), range.1.max(at));
    }

    /// Whether every test is told apart.
    pub fn complete(&self) -> bool {
        !self.too_many && !self.tests.values().any(|tests| values(tests).count() > MAX_LITERALS)
    }

    /// What telling values of each fact apart costs, as `work.rs` counts: each value with each test.
    pub fn work(&self) -> u64 {
        self.tests.values().map(|tests| 10 + 6 * (tests.len() * values(tests).count().min(MAX_LITERALS)) as u64).sum()
    }

    /// Every fact with its tests.
    pub fn tests(&self) -> impl Iterator<Item = (&str, &[Test])> {
        self.tests.iter().map(|(fact, tests)| (fact.as_str(), tests.as_slice()))
    }

    /// The tests on one fact.
    pub fn of(&self, fact: &str) -> &[Test] {
        self.tests.get(fact).map_or(&[], Vec::as_slice)
    }

    /// Whether the answer to a step can still change what comes at `entry` or later. Where a condition reads a step that comes later
    /// than itself (the checker refuses it) the flow can go back, and every answer matters for good: one that no condition reads may have
    /// to be given after all.
    pub fn matters(&self, step: &str, entry: usize) -> bool {
        self.goes_back || self.readers.get(step).is_some_and(|range| range.1 >= entry)
    }
}

impl Reads {
    /// What conditions at `entry` or later, and the law, see of an answer that was given: answers that look the same have the same future.
    pub fn seen_of(&self, id: &str, step: &Step, answer: &Json, entry: usize) -> String {
        let is_choice = matches!(step.kind, StepKind::Choice | StepKind::Choices);
        if !is_choice || self.goes_back || self.copied.contains(id) {
            return answer.to_text();
        }
        let until = self.until.get(id).map(Vec::as_slice).unwrap_or_default();
        let tests = self.of(&["answer.", id].concat());
        let tests: Vec<&Test> =
            tests.iter().zip(until).filter(|(_, last)| **last >= entry).map(|(test, _)| test).collect();
        let mut seen = truths(&tests, Some(answer.clone()));
        if self.law.is_some_and(|last| last >= entry) {
            let chosen = if let Json::List(list) = answer { list.as_slice() } else { std::slice::from_ref(answer) };
            for option in chosen.iter().filter_map(|option| step.option.get(option.as_text()?)) {
                seen.push_str(option.problem.as_str());
            }
        }
        seen
    }
}

/// The first values that tests compare with: all where [`Reads::complete`] says so.
pub fn literals(tests: &[Test]) -> Vec<Json> {
    values(tests).take(MAX_LITERALS).cloned().collect()
}

fn values(tests: &[Test]) -> impl Iterator<Item = &Json> {
    tests.iter().flat_map(|test| match test {
        Test::OneOf(values) | Test::NotOneOf(values) => values.as_slice(),
        Test::Compare(_, value) => std::slice::from_ref(value),
        Test::Exists(_) => &[],
    })
}
