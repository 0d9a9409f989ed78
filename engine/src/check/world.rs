//! Worlds: whether some shopper's case makes given conditions hold. A search over the values that can matter, judged by the engine's own
//! `Condition::evaluate`, so that the checker cannot mean another thing than the widget.
//!
//! Each fact has finitely many values that conditions can tell apart: the literals they name, what lies between, one other, unknown.
//! Facts that hang together are kept together: an answer is there only if its question was asked and the option offered.

use crate::check::Checker;
use crate::condition::{Condition, Fact, Test, Truth};
use crate::config::{Config, Per, Step, StepKind};
use crate::day::Day;
use crate::facts::{self, Sort};
use crate::json::{Json, Map};
use crate::offers::OTHER_REMEDY;

/// Combinations tried in a whole check, and in one question.
pub const EFFORT: usize = 150_000;
const EFFORT_OF_ONE: usize = 5_000;
/// Facts looked at in one question: beyond that, what they depend on is left open.
const MAX_FACTS: usize = 8;
/// Facts of one condition beyond which nothing is said of it.
const MAX_READ: usize = 40;
/// Elements of a list that are combined.
const MAX_ELEMENTS: usize = 5;

/// Which way a doubtful case may fall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// "There is no such case": several order lines count, doubtful ones too.
    Never,
    /// "There is such a case": of one order line; doubtful ones do not count.
    Sometimes,
}

/// Whether a case exists in which all of `holds` hold and none of `fails` does; None where it was not found out.
pub fn possible(checker: &Checker, claim: Claim, holds: &[&Condition], fails: &[&Condition]) -> Option<bool> {
    let mut search = Search {
        config: &checker.config,
        shop: &checker.merged,
        claim,
        holds,
        fails,
        facts: Vec::new(),
        rules: Vec::new(),
        cut: false,
        effort: 0,
    };
    let weight = search.gather()?;
    search.effort = EFFORT_OF_ONE.min(checker.effort.get()) / weight;
    let before = search.effort;
    let found = search.from(0);
    checker.effort.set(checker.effort.get().saturating_sub((before - search.effort) * weight));
    match (claim, found) {
        // With some dependencies left out a case may be one that cannot be.
        (Claim::Sometimes, Some(true)) if search.cut => None,
        (_, found) => found,
    }
}

/// A fact with its possible values and the one being tried.
struct Variable<'a> {
    name: &'a str,
    values: Vec<Fact>,
    now: Option<usize>,
}

/// What ties an answer to other facts.
enum Rule<'a> {
    /// It is there only where its step is asked, and pending where not.
    Asked(usize, &'a Condition),
    /// It is blank only where it need not be given.
    Required(usize, &'a Condition),
    /// It is this option only where the option is offered.
    Offered(usize, &'a str, &'a Condition),
}

struct Search<'a> {
    config: &'a Config,
    shop: &'a Json,
    claim: Claim,
    holds: &'a [&'a Condition],
    fails: &'a [&'a Condition],
    facts: Vec<Variable<'a>>,
    rules: Vec<Rule<'a>>,
    cut: bool,
    effort: usize,
}

impl<'a> Search<'a> {
    /// All facts that the conditions read, what those depend on, and the values of each; says how much work it is to look at one
    /// combination. None: too much.
    fn gather(&mut self) -> Option<usize> {
        let mut literals: Vec<(&'a str, Vec<&'a Test>)> = Vec::new();
        for condition in self.holds.iter().chain(self.fails) {
            collect(condition, &mut literals);
        }
        if literals.len() > MAX_READ {
            return None;
        }
        let mut at = 0;
        while at < literals.len() {
            let name = literals[at].0;
            if let Some((id, None)) =
                name.strip_prefix("answer.").and_then(|path| facts::answer_path(self.config, path))
            {
                self.depend(at, id, &mut literals);
            }
            at += 1;
        }
        for (name, tests) in &literals {
            let values = values(self.config, self.shop, name, tests);
            self.facts.push(Variable { name, values, now: None });
        }
        let tests: usize = literals.iter().flat_map(|(_, tests)| tests).map(|test| 1 + literals_of(test).len()).sum();
        Some(1 + tests / 16)
    }

    fn depend(&mut self, at: usize, id: &str, literals: &mut Vec<(&'a str, Vec<&'a Test>)>) {
        let config = self.config;
        let Some(step) = config.steps.get(id) else { return };
        let mut found: Vec<(&'a Condition, Rule<'a>)> = Vec::new();
        if let Some(when) = &step.when {
            found.push((when, Rule::Asked(at, when)));
        }
        if let Some(required) = &step.required {
            found.push((required, Rule::Required(at, required)));
        }
        if step.kind == StepKind::Choice {
            let named: Vec<&Json> = literals[at].1.iter().flat_map(|test| literals_of(test)).collect();
            for (option, definition) in &step.option.0 {
                let matters = named.iter().any(|literal| literal.as_text() == Some(option));
                if let Some(when) = definition.when.as_ref().filter(|_| matters) {
                    found.push((when, Rule::Offered(at, option, when)));
                }
            }
        }
        for (condition, rule) in found {
            // A shared question is asked if any of several lines asks for it: of another line nothing follows.
            if self.claim == Claim::Never && step.per == Per::Case && is_of_item(config, condition) {
                continue;
            }
            let mut more = Vec::new();
            collect(condition, &mut more);
            let new = more.iter().filter(|(name, _)| literals.iter().all(|(known, _)| known != name)).count();
            if literals.len() + new > MAX_FACTS {
                self.cut = true;
                continue;
            }
            collect(condition, literals);
            self.rules.push(rule);
        }
    }

    /// Tries every value of the facts from `at` on.
    fn from(&mut self, at: usize) -> Option<bool> {
        if self.effort == 0 {
            return None;
        }
        self.effort -= 1;
        let last = at == self.facts.len();
        if !self.fits(last) {
            return Some(false);
        }
        if last {
            return Some(true);
        }
        let mut sure = true;
        for value in 0..self.facts[at].values.len() {
            self.facts[at].now = Some(value);
            match self.from(at + 1) {
                Some(true) => {
                    self.facts[at].now = None;
                    return Some(true);
                }
                Some(false) => {}
                None => sure = false,
            }
        }
        self.facts[at].now = None;
        sure.then_some(false)
    }

    /// Whether what is tried so far can still be what is looked for; at the end, whether it is.
    fn fits(&self, last: bool) -> bool {
        let truth = |condition: &Condition| condition.evaluate(&|name| self.look(name));
        let least = if last { Truth::Yes } else { Truth::Pending };
        self.holds.iter().all(|condition| truth(condition) >= least)
            && self.fails.iter().all(|condition| truth(condition) != Truth::Yes)
            && self.arrival_is_one_story()
            && self.rules.iter().all(|rule| self.obeys(rule, last))
    }

    fn look(&self, name: &str) -> Fact {
        let variable = self.facts.iter().find(|variable| variable.name == name);
        variable.and_then(|variable| variable.values.get(variable.now?)).cloned().unwrap_or(Fact::Pending)
    }

    fn obeys(&self, rule: &Rule, last: bool) -> bool {
        let value = |at: usize| self.facts.get(at).and_then(|variable| variable.values.get(variable.now?));
        let truth = |condition: &Condition| condition.evaluate(&|name| self.look(name));
        match rule {
            Rule::Asked(at, when) => match (value(*at), truth(when)) {
                (None, _) => true,
                (Some(Fact::Pending), truth) => truth != Truth::Yes,
                (Some(_), truth) => truth == Truth::Yes || (!last && truth == Truth::Pending),
            },
            Rule::Required(at, required) => value(*at) != Some(&Fact::Unknown) || truth(required) != Truth::Yes,
            Rule::Offered(at, option, when) => {
                value(*at) != Some(&Fact::Known((*option).into()))
                    || truth(when) == Truth::Yes
                    || (!last && truth(when) == Truth::Pending)
            }
        }
    }

    /// `item.arrived`, `item.deliveredOn` and `item.daysSinceDelivery` are known together.
    fn arrival_is_one_story(&self) -> bool {
        let arrived = |variable: &Variable| {
            let value = variable.values.get(variable.now?)?;
            match variable.name {
                "item.arrived" => Some(*value == Fact::Known(Json::Bool(true))),
                "item.deliveredOn" | "item.daysSinceDelivery" => Some(matches!(value, Fact::Known(_))),
                _ => None,
            }
        };
        let mut stories = self.facts.iter().filter_map(arrived);
        let first = stories.next();
        stories.all(|story| Some(story) == first)
    }
}

/// Every fact that a condition reads, with its tests.
pub fn collect<'a>(condition: &'a Condition, found: &mut Vec<(&'a str, Vec<&'a Test>)>) {
    match condition {
        Condition::Constant(_) => {}
        Condition::All(all) | Condition::Any(all) => all.iter().for_each(|each| collect(each, found)),
        Condition::Not(not) => collect(not, found),
        Condition::Fact(name, tests) => match found.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => known.extend(tests),
            None => found.push((name, tests.iter().collect())),
        },
    }
}

/// Whether a condition means one order line.
pub fn is_of_item(config: &Config, condition: &Condition) -> bool {
    let mut found = Vec::new();
    collect(condition, &mut found);
    found.iter().any(|(name, _)| match name.strip_prefix("answer.") {
        Some(path) => facts::answer_path(config, path)
            .and_then(|(id, _)| config.steps.get(id))
            .is_some_and(|step| step.per == Per::Item),
        None => name.starts_with("item.") || name.starts_with("right."),
    })
}

pub fn literals_of(test: &Test) -> &[Json] {
    match test {
        Test::OneOf(list) | Test::NotOneOf(list) => list,
        Test::Compare(_, with) => std::slice::from_ref(with),
        Test::Exists(_) => &[],
    }
}

/// The values of a fact that the tests can tell apart.
pub fn values(config: &Config, merged: &Json, name: &str, tests: &[&Test]) -> Vec<Fact> {
    let literals: Vec<&Json> = tests.iter().flat_map(|test| literals_of(test)).collect();
    if name.starts_with("shop.") {
        let known = merged.at(name).filter(|value| **value != Json::Null && value.as_text() != Some(""));
        return vec![known.cloned().map_or(Fact::Unknown, Fact::Known)];
    }
    let answer = name.strip_prefix("answer.").and_then(|path| facts::answer_path(config, path));
    let step = answer.and_then(|(id, _)| config.steps.get(id));
    let mut values: Vec<Fact> = match facts::sort(config, name) {
        None => Vec::new(),
        Some(Sort::Bool) => [true, false].map(|value| Fact::Known(value.into())).into(),
        Some(Sort::Number) => numbers(&literals, bounds(name, step)),
        Some(Sort::Date) => dates(&literals),
        Some(Sort::BoolOrDate) => {
            let mut values = dates(&literals);
            values.extend([true, false].map(|value| Fact::Known(value.into())));
            values
        }
        Some(Sort::Parts) => vec![Fact::Known(Json::Map(Map(vec![("a".into(), "b".into())])))],
        Some(Sort::Words) => words(config, name, step, &literals),
        Some(Sort::List) if answer.is_some() => {
            vec![Fact::Known("unable".into()), Fact::Known(Json::List(vec!["a".into()]))]
        }
        Some(Sort::List) => lists(literals.iter().filter_map(|literal| literal.as_text()).collect(), "\u{1}"),
        Some(Sort::WordList) => {
            let listed = |word: &&str| step.is_none_or(|step| step.options.iter().any(|option| option == word));
            let named: Vec<&str> = literals.iter().filter_map(|literal| literal.as_text()).filter(listed).collect();
            let other = step.and_then(|step| step.options.iter().find(|option| !named.contains(&option.as_str())));
            lists(named, other.map_or("", String::as_str))
                .into_iter()
                .filter(|value| *value != Fact::Known(Json::List(Vec::new())))
                .collect()
        }
        // Without a list of its own a shop offers more languages than are worth telling apart.
        Some(Sort::Text) if name == "locale" && !config.locales.is_empty() => {
            // A regional variant of a language that is offered (`de-AT`) is another value.
            config.locales.iter().map(String::as_str).chain(["\u{1}"]).map(|tag| Fact::Known(tag.into())).collect()
        }
        Some(Sort::Text) => {
            let mut values: Vec<Fact> =
                literals.iter().filter_map(|literal| literal.as_text()).map(|text| Fact::Known(text.into())).collect();
            values.push(Fact::Known("\u{1}".into()));
            values
        }
    };
    // What is always known: the engine has a default for it, or works it out.
    let always =
        matches!(name, "customer.kind" | "item.kind" | "item.quantity" | "item.exclusions" | "item.line" | "locale")
            || name.starts_with("right.");
    if !always {
        values.push(Fact::Unknown);
    }
    if let Some(step) = step
        && step.when.is_some()
    {
        values.push(Fact::Pending);
    }
    values.dedup();
    values
}

fn numbers(literals: &[&Json], (least, most): (Option<i64>, Option<i64>)) -> Vec<Fact> {
    let mut numbers: Vec<i64> = least.into_iter().chain(most).collect();
    for literal in literals {
        let Some(number) = literal.as_number() else { continue };
        let floor = number.floor() as i64;
        numbers.extend([floor.saturating_sub(1), floor, floor.saturating_add(1)]);
    }
    numbers.retain(|number| least.is_none_or(|least| *number >= least) && most.is_none_or(|most| *number <= most));
    if numbers.is_empty() {
        numbers.push(least.or(most).unwrap_or(1));
    }
    numbers.sort_unstable();
    numbers.dedup();
    numbers.into_iter().map(|number| Fact::Known(number.into())).collect()
}

/// The least and the most that a number can be.
fn bounds(name: &str, step: Option<&Step>) -> (Option<i64>, Option<i64>) {
    match (name, step) {
        (_, Some(step)) if step.kind == StepKind::Rating => (Some(1), Some(step.max.unwrap_or(5))),
        (_, Some(step)) => (step.min, step.max),
        ("item.quantity", _) => (Some(1), None),
        ("item.paid" | "item.price" | "order.shipping" | "order.total", _) => (Some(0), None),
        _ => (None, None),
    }
}

fn dates(literals: &[&Json]) -> Vec<Fact> {
    let mut days: Vec<Day> = Vec::new();
    for day in literals.iter().filter_map(|literal| literal.as_text()).filter_map(Day::parse) {
        days.extend([day.plus_days(-1), day, day.plus_days(1)]);
    }
    if days.is_empty() {
        days.extend(Day::parse("2026-01-01"));
    }
    days.sort_unstable();
    days.dedup();
    days.into_iter().map(|day| Fact::Known(day.iso().into())).collect()
}

/// Those that are named, and one that is not; all of a question whose options hang on conditions.
fn words(config: &Config, name: &str, step: Option<&Step>, literals: &[&Json]) -> Vec<Fact> {
    let all = facts::words(config, name);
    let free = |word: &String| {
        word == OTHER_REMEDY || step.is_none_or(|step| step.option.get(word).is_none_or(|option| option.when.is_none()))
    };
    let named = |word: &String| literals.iter().any(|literal| literal.as_text() == Some(word));
    let mut values: Vec<Fact> =
        all.iter().filter(|word| named(word)).map(|word| Fact::Known(word.as_str().into())).collect();
    let mut others = all.iter().filter(|word| !named(word));
    if let Some(other) = others.clone().find(|word| free(word)).or_else(|| others.next()) {
        values.push(Fact::Known(other.as_str().into()));
    }
    values
}

/// Every combination of the named elements, each with and without one that is not named.
fn lists<'a>(mut named: Vec<&'a str>, other: &'a str) -> Vec<Fact> {
    named.sort_unstable();
    named.dedup();
    named.truncate(MAX_ELEMENTS);
    if !other.is_empty() {
        named.push(other);
    }
    let combinations = 0..1usize << named.len();
    let list = |bits: usize| {
        let chosen = named.iter().enumerate().filter(|(at, _)| bits & (1 << at) != 0);
        Fact::Known(Json::List(chosen.map(|(_, word)| (*word).into()).collect()))
    };
    combinations.map(list).collect()
}
