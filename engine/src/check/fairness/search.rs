//! Fairness, search: for one gate on the way to a right (a condition, or several of which one must hold), whether some case closes it.
//! Facts that no gate reads cannot close it, so each gate is searched by itself, over every value that its tests can tell apart and every
//! situation of the law; what is found is put before the engine, and made as small as it can be.

use super::judge::{LINE, World};
use super::page::set;
use super::situation::{Situation, Tests, is_of_law};
use super::values::distinct;
use crate::answers::Answers;
use crate::check::world::{collect, literals_of, values};
use crate::condition::{Condition, Fact, Truth};
use crate::config::{Config, Flow, Per, StepKind, Trouble};
use crate::facts;
use crate::json::{Json, Map};
use std::cell::Cell;
use std::collections::HashSet;

/// Combinations looked at in one check, and at one gate.
const EFFORT: usize = 60_000;
const EFFORT_OF_ONE: usize = 12_000;
/// Cases put before the engine in one check, and for one gate.
pub const TRIALS: usize = 900;
const TRIALS_OF_ONE: usize = 80;
/// Facts of one gate beyond which what they hang on is left to the engine.
const MAX_FACTS: usize = 12;

/// What the answers mean to the law.
pub const PROBLEM: &str = "item.problem";

/// What a case has to pass, or must not meet.
pub struct Gate<'a> {
    /// Conditions of which one must hold; None: it always does.
    pub any: Vec<Option<&'a Condition>>,
    /// Turned round: closed where all of them hold.
    pub bars: bool,
    /// Conditions that matter besides.
    pub besides: Vec<&'a Condition>,
}

impl<'a> Gate<'a> {
    /// A gate that is open where one of these holds.
    pub fn open(any: Vec<Option<&'a Condition>>, besides: Vec<&'a Condition>) -> Gate<'a> {
        Gate { any, bars: false, besides }
    }

    /// A gate that is closed where all of these hold.
    pub fn barred(all: impl Iterator<Item = &'a Condition>) -> Gate<'a> {
        Gate { any: all.map(Some).collect(), bars: true, besides: Vec::new() }
    }

    /// Whether it can be closed by a condition at all.
    pub fn may_close(&self) -> bool {
        self.bars || self.any.iter().all(Option::is_some)
    }

    pub fn conditions(&self) -> impl Iterator<Item = &'a Condition> {
        self.any.iter().flatten().copied().chain(self.besides.iter().copied())
    }

    fn is_closed(&self, fact: &dyn Fn(&str) -> Fact) -> bool {
        let holds = |condition: &Option<&Condition>| condition.is_none_or(|each| each.evaluate(fact) == Truth::Yes);
        if self.bars { self.any.iter().all(holds) } else { !self.any.iter().any(holds) }
    }
}

/// Where a gate stands.
#[derive(Clone, Copy)]
pub struct Stand<'a> {
    pub flow: &'a Flow,
    /// Entries up to which the shopper has answered.
    pub until: usize,
    /// A question that is answered already.
    pub answered: Option<(&'a str, &'a str)>,
    /// What that answer means to the law.
    pub problem: Trouble,
    /// A question beside it that is answered: that the shop had its chance.
    pub said: Option<(&'a str, &'a str)>,
    /// Whether every question is left blank: what nobody has to answer.
    pub blank: bool,
    /// Whether no order line is chosen yet: of none anything is known.
    pub no_line: bool,
}

impl<'a> Stand<'a> {
    /// Questions that are answered already, with their options.
    fn answers(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.answered.into_iter().chain(self.said)
    }

    fn knows_nothing_of(&self, fact: &str) -> bool {
        self.no_line && (fact.starts_with("item.") || fact.starts_with("right."))
    }
}

/// A case that closes a gate.
pub struct Found<'a, T> {
    pub situation: &'a Situation,
    /// Facts that matter, with their values.
    pub facts: Vec<(String, Fact)>,
    /// What the engine said of it.
    pub said: T,
}

pub struct Search<'a> {
    pub config: &'a Config,
    pub merged: &'a Json,
    pub situations: &'a [Situation],
    /// Remedies that an answer can name.
    pub remedies: Vec<String>,
    effort: Cell<usize>,
    trials: Cell<usize>,
    cut: Cell<bool>,
}

struct Variable<'a> {
    name: &'a str,
    values: Vec<Fact>,
    /// The condition on which the question is asked.
    asked: Option<&'a Condition>,
}

impl<'a> Search<'a> {
    pub fn new(config: &'a Config, merged: &'a Json, situations: &'a [Situation], remedies: Vec<String>) -> Search<'a> {
        let (effort, trials, cut) = (Cell::new(EFFORT), Cell::new(TRIALS), Cell::new(false));
        Search { config, merged, situations, remedies, effort, trials, cut }
    }

    /// Whether something was left unlooked at.
    pub fn was_cut(&self) -> bool {
        self.cut.get()
    }

    /// Notes that something was left out.
    pub fn cut(&self) {
        self.cut.set(true);
    }

    /// Whether another case may be put before the engine.
    pub fn may_try(&self) -> bool {
        let left = self.trials.get();
        self.trials.set(left.saturating_sub(1));
        if left == 0 {
            self.cut();
        }
        left > 0
    }

    /// The case of a situation in which nothing is known beyond it.
    pub fn plain(&self, situation: &'a Situation) -> World<'a> {
        let locale = self.config.shop_locale().to_string();
        World { situation, page: situation.page.clone(), locale, answers: Answers::default() }
    }

    /// The smallest case that closes a gate and in which the engine takes a right away: `judge` says which.
    pub fn find<T>(
        &self,
        gate: &Gate<'a>,
        stand: Stand<'a>,
        concerns: &dyn Fn(&Situation) -> bool,
        judge: &dyn Fn(&World) -> Option<T>,
    ) -> Option<Found<'a, T>> {
        if !gate.may_close() {
            return None;
        }
        let mut tests: Tests<'a> = Vec::new();
        gate.conditions().for_each(|condition| collect(condition, &mut tests));
        let variables = self.variables(stand, &mut tests);
        let weight =
            1 + tests.iter().flat_map(|(_, tests)| tests).map(|test| 1 + literals_of(test).len()).sum::<usize>() / 16;
        let mut seen = HashSet::new();
        let classes: Vec<&'a Situation> =
            self.situations.iter().filter(|each| concerns(each) && seen.insert(each.signature(&tests))).collect();
        let mut effort = EFFORT_OF_ONE.min(self.effort.get()) / weight;
        let granted = effort;
        let mut trials = TRIALS_OF_ONE;
        let mut found = None;
        'search: for (class, situation) in classes.iter().enumerate() {
            let mut at = vec![0_usize; variables.len()];
            loop {
                let Some(left) = effort.checked_sub(1) else {
                    self.cut();
                    break 'search;
                };
                effort = left;
                if self.closes(gate, stand, &variables, &at, situation) {
                    if trials == 0 || !self.may_try() {
                        self.cut();
                        break 'search;
                    }
                    trials -= 1;
                    if let Some(said) = judge(&self.world(&variables, &at, situation)) {
                        found = Some((class, at, said));
                        break 'search;
                    }
                }
                if !advance(&mut at, &variables) {
                    break;
                }
            }
        }
        self.effort.set(self.effort.get().saturating_sub((granted - effort) * weight));
        let (class, at, said) = found?;
        let tried = |at: &[usize], class: usize| {
            let situation = classes.get(class)?;
            let closes = self.closes(gate, stand, &variables, at, situation) && self.may_try();
            if closes { judge(&self.world(&variables, at, situation)) } else { None }
        };
        let (at, said) = shrunk(at, said, &|at| tried(at, class));
        let situation = classes.get(class)?;
        let facts = self.telling(gate, stand, &variables, &at, situation, &tests);
        Some(Found { situation, facts, said })
    }

    /// The facts that matter, with what their questions hang on, and their values.
    fn variables(&self, stand: Stand<'a>, tests: &mut Tests<'a>) -> Vec<Variable<'a>> {
        let config = self.config;
        let mut at = 0;
        while let Some((name, _)) = tests.get(at) {
            let answer = name.strip_prefix("answer.").and_then(|path| facts::answer_path(config, path));
            if let Some(step) = answer.and_then(|(id, _)| config.steps.get(id)).filter(|_| tests.len() < MAX_FACTS) {
                super::trim::conditions(step).for_each(|condition| collect(condition, tests));
            }
            at += 1;
        }
        let mut variables = Vec::new();
        for (name, tests) in tests.iter() {
            if stand.knows_nothing_of(name) || is_of_law(name) || name.starts_with("shop.") || *name == PROBLEM {
                continue;
            }
            let answer = name.strip_prefix("answer.").and_then(|path| facts::answer_path(config, path));
            let step = answer.and_then(|(id, part)| Some((id, part, config.steps.get(id)?)));
            if answer.is_some_and(|(id, _)| stand.answers().any(|(answered, _)| answered == id)) {
                continue;
            }
            let mut list = match step {
                Some((id, _, step)) => {
                    let entry = stand.flow.steps.iter().position(|entry| entry.0.iter().any(|each| each == id));
                    let of_line = stand.no_line && step.per == Per::Item;
                    if of_line || entry.is_none_or(|entry| entry > stand.until) {
                        vec![Fact::Pending]
                    } else if stand.blank {
                        vec![Fact::Unknown, Fact::Pending]
                    } else if step.kind == StepKind::Remedy {
                        self.remedies.iter().map(|id| Fact::Known(id.as_str().into())).collect()
                    } else {
                        values(config, self.merged, name, tests)
                    }
                }
                None => values(config, self.merged, name, tests),
            };
            // Of options with conditions of their own one may be there where another is not.
            if step.is_none_or(|(_, _, step)| step.option.iter().all(|(_, option)| option.when.is_none())) {
                distinct(name, &mut list, tests);
            }
            let asked = step.and_then(|(_, _, step)| step.when.as_ref());
            variables.push(Variable { name, values: list, asked });
        }
        variables
    }

    fn look(&self, stand: Stand, variables: &[Variable], at: &[usize], situation: &Situation, name: &str) -> Fact {
        if stand.knows_nothing_of(name) {
            return Fact::Pending;
        }
        if let Some(variable) = variables.iter().position(|variable| variable.name == name) {
            let value = at.get(variable).and_then(|value| variables.get(variable)?.values.get(*value));
            return value.cloned().unwrap_or(Fact::Unknown);
        }
        if is_of_law(name) {
            return situation.fact(name);
        }
        if name == PROBLEM {
            return stand.answered.map_or(Fact::Pending, |_| Fact::Known(stand.problem.as_str().into()));
        }
        if name.starts_with("shop.") {
            let known = self.merged.at(name).filter(|value| **value != Json::Null && value.as_text() != Some(""));
            return known.cloned().map_or(Fact::Unknown, Fact::Known);
        }
        match stand.answers().find(|(step, _)| name.strip_prefix("answer.") == Some(step)) {
            Some((_, option)) => Fact::Known(option.into()),
            None => Fact::Unknown,
        }
    }

    fn closes(&self, gate: &Gate, stand: Stand, variables: &[Variable], at: &[usize], situation: &Situation) -> bool {
        let look = |name: &str| self.look(stand, variables, at, situation, name);
        gate.is_closed(&look)
            && variables.iter().zip(at).all(|(variable, value)| {
                let Some(asked) = variable.asked else { return true };
                let is_asked = asked.evaluate(&look) == Truth::Yes;
                is_asked == (variable.values.get(*value) != Some(&Fact::Pending)) || variable.values.len() == 1
            })
    }

    fn world(&self, variables: &[Variable], at: &[usize], situation: &'a Situation) -> World<'a> {
        let mut world = self.plain(situation);
        for (variable, value) in variables.iter().zip(at) {
            let Some(fact) = variable.values.get(*value) else { continue };
            match variable.name.strip_prefix("answer.").and_then(|path| facts::answer_path(self.config, path)) {
                Some((id, part)) => self.answer(&mut world.answers, id, part, fact),
                None if variable.name == "locale" => {
                    if let Fact::Known(Json::Text(locale)) = fact {
                        world.locale = locale.clone();
                    }
                }
                None => {
                    set(&mut world.page, variable.name, fact);
                }
            }
        }
        world
    }

    fn answer(&self, answers: &mut Answers, id: &str, part: Option<&str>, fact: &Fact) {
        let value = match fact {
            Fact::Pending => return,
            Fact::Unknown => Json::Null,
            Fact::Known(value) => value.clone(),
        };
        let Some(step) = self.config.steps.get(id) else { return };
        let line = (step.per == Per::Item).then_some(LINE);
        let Some(part) = part else { return answers.set(line, id, value) };
        let mut whole = answers.get(line, id).and_then(Json::as_map).cloned().unwrap_or_else(|| contact(step.kind));
        whole.set(part, value);
        answers.set(line, id, Json::Map(whole));
    }

    /// The facts without which the gate would be open.
    fn telling(
        &self,
        gate: &Gate,
        stand: Stand,
        variables: &[Variable],
        at: &[usize],
        situation: &Situation,
        tests: &Tests,
    ) -> Vec<(String, Fact)> {
        let mut telling = Vec::new();
        for (index, variable) in variables.iter().enumerate() {
            let mut other = at.to_vec();
            let opens = (0..variable.values.len()).any(|value| {
                if let Some(slot) = other.get_mut(index) {
                    *slot = value;
                }
                !gate.is_closed(&|name: &str| self.look(stand, variables, &other, situation, name))
            });
            if let Some(fact) = at.get(index).and_then(|value| variable.values.get(*value)).filter(|_| opens) {
                telling.push((variable.name.to_string(), fact.clone()));
            }
        }
        let mut read = Vec::new();
        gate.conditions().for_each(|condition| collect(condition, &mut read));
        let of_law =
            tests.iter().map(|(name, _)| *name).filter(|name| is_of_law(name) && !stand.knows_nothing_of(name));
        for name in of_law.filter(|name| read.iter().any(|(each, _)| each == name)) {
            telling.push((name.to_string(), situation.fact(name)));
        }
        telling
    }
}

fn contact(kind: StepKind) -> Map {
    let mut map = Map::default();
    if kind == StepKind::Contact {
        map.set("email", "shopper@example.org".into());
    }
    map
}

/// The next combination; false after the last.
fn advance(at: &mut [usize], variables: &[Variable]) -> bool {
    for (value, variable) in at.iter_mut().zip(variables) {
        *value += 1;
        if *value < variable.values.len() {
            return true;
        }
        *value = 0;
    }
    false
}

/// With as many facts at their plain value as can be.
fn shrunk<T>(mut at: Vec<usize>, mut said: T, tried: &dyn Fn(&[usize]) -> Option<T>) -> (Vec<usize>, T) {
    for index in 0..at.len() {
        let now = at.get(index).copied().unwrap_or_default();
        for value in 0..now {
            let mut smaller = at.clone();
            if let Some(slot) = smaller.get_mut(index) {
                *slot = value;
            }
            if let Some(still) = tried(&smaller) {
                (at, said) = (smaller, still);
                break;
            }
        }
    }
    (at, said)
}
