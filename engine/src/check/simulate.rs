//! Simulation: walks every path of each flow that a shopper and a config can tell apart, with the engine itself taking each step.
//!
//! A path is one order and customer (`simulate/world.rs`: facts are partitioned by the tests that conditions make) and one answer at each
//! step asked (`simulate/candidates.rs`: every option; texts and pictures given or left out; numbers and dates by the literals that
//! conditions compare them with). The widest order has two lines; their facts are paired. Two ways to the same question with the same
//! answers that can still matter (`simulate/reads.rs`) have the same future, so they are walked once and counted twice: that, and not a
//! smaller partition, is what makes it fast. A pattern is not matched against: own words count as given.
//!
//! What counts as a tap: each order line ticked, each option chosen, each picture taken or "I cannot take one", a consent, a step of a
//! rating, Continue on every screen that does not advance by itself (a lone `choice` or `remedy` that must be answered does, whatever may be
//! read or said beside it), and Send at the end. What is typed counts as a field, not as taps. A path that leads into another flow ends there; that flow is walked from its own start.

mod candidates;
mod reads;
mod report;
mod screen;
mod ways;
mod work;
mod world;

pub use report::{Lead, Simulation, Spread, Stuck, Walked, Without};

use crate::answers::Answers;
use crate::case::{Case, Setting};
use crate::config::{Config, Flow, StepKind};
use crate::context::Context;
use crate::day::Day;
use crate::flow::screens;
use crate::law::Law;
use candidates::{Candidate, Candidates, Said, candidates, label};
use reads::Reads;
use screen::{at, is_alone, is_beside, is_open};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use ways::{Cost, Ways, add, shift, spread, total, whole};
use work::{USUAL_STATE, Weights};
use world::{World, Worlds, worlds};

/// Work after which only some of the paths are walked, in states of the default flow. The largest config ends within seconds.
pub const MAX_STATES: usize = 40_000;
/// Making one order and customer.
const WORLD: u64 = 500;
/// Answers to one question that are tried, however little is left.
const LEAST_TRIES: usize = 4;
/// Stuck paths that are told; the rest is only counted.
const EXAMPLES: usize = 5;

/// What to walk.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// Only this flow; all if absent.
    pub flow: Option<&'a str>,
    /// Only this order and customer; all that can be told apart if absent.
    pub page: Option<&'a Context>,
    /// The day on which it happens.
    pub today: Day,
    /// Work after which only some of the paths are walked, in states of the default flow: for all flows together, and a state of a
    /// larger flow counts for more.
    pub max_states: usize,
}

/// Walks the flows of a config.
pub fn simulate(config: &Config, laws: &[Law], options: &Options) -> Simulation {
    walk(config, laws, options, true)
}

/// `merging`: whether states with the same future are walked once. A test shows that it changes nothing but the time.
fn walk(config: &Config, laws: &[Law], options: &Options, merging: bool) -> Simulation {
    let mut config = config.clone();
    for (_, step) in &mut config.steps.0 {
        step.pattern = None;
    }
    let wanted = |id: &str| options.flow.is_none_or(|flow| flow == id);
    let wanted: Vec<(&str, &Flow)> = config.flows.iter().filter(|(id, _)| wanted(id)).collect();
    let weights = Weights::new(&config);
    let mut left = (options.max_states as u64).saturating_mul(USUAL_STATE);
    // What one flow leaves over goes to those that come after it: the longest has the most.
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by_key(|at| wanted.get(*at).map_or(0, |(_, flow)| flow.steps.iter().map(|entry| entry.0.len()).sum()));
    let mut flows = Vec::new();
    for (done, at) in order.into_iter().enumerate() {
        let Some((id, flow)) = wanted.get(at) else { continue };
        let share = left / (wanted.len() - done) as u64;
        let (walked, over) = Walk::new(&config, &weights, (id, flow), laws, options, merging, share).run();
        left = left - share + over;
        flows.push((at, walked));
    }
    flows.sort_by_key(|(at, _)| *at);
    let flows: Vec<Walked> = flows.into_iter().map(|(_, walked)| walked).collect();
    Simulation { complete: flows.iter().all(|flow| flow.complete), flows }
}

/// Entry of the flow, line, step within the entry: what was answered last.
type Place = (usize, usize, usize);

/// A case on its way, standing for all that have the same future.
struct State {
    answers: Answers,
    /// Whether what was answered last advances by itself.
    advanced: bool,
    ways: Ways,
    trace: Option<Rc<Trace>>,
}

struct Trace {
    said: String,
    before: Option<Rc<Trace>>,
}

fn path(trace: Option<&Rc<Trace>>) -> Vec<String> {
    let mut path = Vec::new();
    let mut at = trace;
    while let Some(trace) = at {
        path.push(trace.said.clone());
        at = trace.before.as_ref();
    }
    path.reverse();
    path
}

/// States that wait to be walked: earliest place first, so that all ways to a state have come together before it goes on.
#[derive(Default)]
struct Queue(BTreeMap<Place, BTreeMap<String, State>>);

impl Queue {
    fn add(&mut self, place: Place, key: String, state: State) {
        let waiting = self.0.entry(place).or_default();
        match waiting.get_mut(&key) {
            Some(same) => {
                for (cost, count) in state.ways {
                    add(&mut same.ways, cost, count);
                }
            }
            None => {
                waiting.insert(key, state);
            }
        }
    }
}

struct Walk<'a> {
    config: &'a Config,
    id: &'a str,
    flow: &'a Flow,
    laws: &'a [Law],
    today: Day,
    weights: &'a Weights,
    cost: work::Cost,
    reads: Reads,
    worlds: Vec<World>,
    merging: bool,
    /// Work that is left for this flow.
    left: u64,
    complete: bool,
    seen: BTreeSet<String>,
    leads: BTreeMap<String, Ways>,
    ended: Ways,
    stuck: Vec<Stuck>,
    stuck_paths: u64,
    bare: Option<Without>,
}

impl<'a> Walk<'a> {
    fn new(
        config: &'a Config,
        weights: &'a Weights,
        (id, flow): (&'a str, &'a Flow),
        laws: &'a [Law],
        options: &Options,
        merging: bool,
        share: u64,
    ) -> Walk<'a> {
        let cost = work::Cost::new(weights, flow);
        let affordable = cost.reads() <= share;
        let reads = if affordable { Reads::new(config, flow) } else { Reads::default() };
        let mut left = share.saturating_sub(cost.reads());
        let locale = config.shop_locale().to_string();
        let worlds = match options.page {
            Some(page) => {
                let only = World { page: page.clone(), locale, facts: Vec::new() };
                Worlds { list: vec![only], complete: true }
            }
            None if !affordable => Worlds { list: Vec::new(), complete: false },
            None => {
                let limit = usize::try_from(left / USUAL_STATE).unwrap_or(usize::MAX);
                worlds(config, flow, &reads, laws, options.today, limit)
            }
        };
        left = left.saturating_sub(reads.work() + worlds.list.len() as u64 * WORLD);
        Walk {
            config,
            id,
            flow,
            laws,
            today: options.today,
            complete: worlds.complete && affordable && reads.complete(),
            weights,
            cost,
            reads,
            worlds: worlds.list,
            merging,
            left,
            seen: BTreeSet::new(),
            leads: BTreeMap::new(),
            ended: Ways::new(),
            stuck: Vec::new(),
            stuck_paths: 0,
            bare: None,
        }
    }

    /// Walks it, and gives back the work that was not needed.
    fn run(mut self) -> (Walked, u64) {
        let worlds = std::mem::take(&mut self.worlds);
        let steps: usize = self.flow.steps.iter().map(|entry| entry.0.len()).sum();
        // What one way through takes, with two lines and a state to begin with.
        let least = (2 * steps as u64 + 1).saturating_mul(2 * self.cost.state(2));
        let affordable = usize::try_from(self.left / least).unwrap_or(usize::MAX);
        let walked = worlds.len().min(affordable.max(1));
        self.complete &= walked == worlds.len();
        for at in 0..walked {
            // Where there are too many, some of every sort.
            if let Some(world) = worlds.get(at * worlds.len() / walked) {
                let others = least.saturating_mul((walked - at - 1) as u64);
                self.world(world, self.left.saturating_sub(others));
            }
        }
        self.worlds = worlds;
        let steps = || self.flow.steps.iter().flat_map(|entry| &entry.0);
        let never_seen = steps().filter(|id| self.config.steps.get(id).is_some() && !self.seen.contains(*id));
        let asks_remedy = steps().any(|id| self.config.steps.get(id).is_some_and(|step| step.kind == StepKind::Remedy));
        let led = self.leads.values().flatten();
        let without = self.ended.iter().chain(led).filter(|(cost, _)| cost.bare || !cost.offered);
        let without = without.fold(0_u64, |sum, (_, count)| sum.saturating_add(*count));
        let led: u64 = self.leads.values().fold(0, |sum: u64, ways| sum.saturating_add(total(ways)));
        let leads_to = self.leads.iter().map(|(flow, ways)| Lead { flow: flow.clone(), paths: whole(total(ways)) });
        let bare = self.bare.unwrap_or_default();
        let walked = Walked {
            flow: self.id.into(),
            complete: self.complete,
            contexts: self.worlds.len() as i64,
            paths: whole(total(&self.ended).saturating_add(led)),
            taps: spread(&self.ended, |cost| cost.taps),
            typed: spread(&self.ended, |cost| cost.typed),
            never_seen: never_seen.cloned().collect(),
            without_remedy: asks_remedy.then(|| Without { paths: whole(without), ..bare }),
            leads_to: leads_to.collect(),
            stuck_paths: whole(self.stuck_paths),
            stuck: self.stuck,
        };
        (walked, self.left)
    }

    /// Walks the paths of one order and customer; where they take more than the budget, one to its end if anything is left for it.
    fn world(&mut self, world: &World, mut budget: u64) {
        let each = self.cost.state(world.page.items.len());
        let country = Case::country(self.config, &world.page).unwrap_or_default();
        let law = self.laws.iter().find(|law| law.country.eq_ignore_ascii_case(&country));
        let setting = Setting {
            config: self.config,
            flow_id: self.id,
            page: &world.page,
            law,
            today: self.today,
            locale: &world.locale,
        };
        let mut queue = Queue::default();
        let ways = Ways::from([(Cost::default(), 1)]);
        queue.add((0, 0, 0), String::new(), State { answers: Answers::default(), advanced: true, ways, trace: None });
        while let Some((place, states)) = queue.0.pop_first() {
            let count = if budget < each.saturating_mul(states.len() as u64) { 1 } else { states.len() };
            self.complete &= count == states.len();
            // Of those that cannot all be walked now this one, now that.
            let first = if count == 1 { (self.left % states.len().max(1) as u64) as usize } else { 0 };
            for (_, state) in states.into_iter().skip(first).take(count) {
                if self.left < each {
                    self.complete = false;
                    return;
                }
                let before = self.left;
                self.left -= each;
                self.state(setting, world, place, state, &mut queue);
                budget = budget.saturating_sub(before - self.left);
            }
        }
    }

    /// Walks one state one answer further.
    fn state(&mut self, setting: Setting, world: &World, place: Place, mut state: State, queue: &mut Queue) {
        let answers = std::mem::take(&mut state.answers);
        let Some(case) = setting.case(&answers) else { return };
        let screens = screens(&case);
        for (id, _) in screens.iter().flat_map(|screen| &screen.steps) {
            if !self.seen.contains(id) {
                self.seen.insert(id.clone());
            }
        }
        let lines = case.lines();
        let next = screens.iter().find(|screen| !screen.done);
        let left =
            state.trace.is_some() && next.is_none_or(|next| (next.entry, at(&lines, next)) != (place.0, place.1));
        if left {
            let before = screens.iter().find(|screen| (screen.entry, at(&lines, screen)) == (place.0, place.1));
            let alone = before.is_none_or(|screen| is_alone(&case, screen));
            if !(state.advanced && alone) {
                shift(&mut state.ways, &|cost| cost.taps += 1);
            }
        }
        let Some(screen) = next else { return self.end(state, None) };
        let waits = |(id, line): &&(String, Option<String>)| is_open(&case, id, line.as_deref());
        // What may be said beside an answer that advances, and what the offers hang on, is said before one is taken.
        let first = |wanted: &dyn Fn(&str) -> bool| screen.steps.iter().filter(waits).find(|(id, _)| wanted(id));
        let open = first(&|id| is_beside(&case, screen, id))
            .or_else(|| first(&|id| case.step(id).is_some_and(|step| step.kind != StepKind::Remedy)))
            .or_else(|| first(&|_| true));
        let Some((id, line)) = open else {
            // Everything on the screen is answered, and still it will not let the shopper pass.
            return self.block(world, &state, screen.steps.first());
        };
        let accept = self.cost.accept(self.weights, id, lines.len());
        let tries = usize::try_from(self.left / 2 / accept).unwrap_or(usize::MAX).max(LEAST_TRIES);
        let found = candidates(setting, &case, &self.reads, id, line.as_deref(), tries);
        let tried = found.list.iter().filter(|candidate| !candidate.offered || candidate.typed > 0).count() as u64;
        self.spend(tried * accept + found.list.len() as u64 * self.cost.keep(state.ways.len()));
        self.complete &= found.complete;
        if found.list.is_empty() {
            // Of answers that were not all tried none is known to fit: that is no dead end.
            if !found.complete {
                return;
            }
            return self.block(world, &state, Some(&(id.clone(), line.clone())));
        }
        let is_remedy = case.step(id).is_some_and(|step| step.kind == StepKind::Remedy);
        if is_remedy {
            self.spend(self.cost.offers());
            self.remedy(world, &mut state, &found, id, line.as_deref());
        }
        let step_at = self.flow.steps.get(screen.entry).and_then(|entry| entry.0.iter().position(|step| step == id));
        let place = (screen.entry, at(&lines, screen), step_at.unwrap_or_default());
        let kind = case.step(id).map(|step| step.kind).unwrap_or_default();
        let required = case.asked(id, line.as_deref()).is_some_and(|asked| asked.required());
        let alone = required && is_alone(&case, screen) && matches!(kind, StepKind::Choice | StepKind::Remedy);
        for candidate in &found.list {
            let next = answered(&answers, &state, candidate, id, line.as_deref(), alone);
            match &candidate.leads {
                Some(flow) => self.end(next, Some(flow)),
                None => {
                    let key = self.key(&next, place.0);
                    queue.add(place, key, next);
                }
            }
        }
    }

    fn spend(&mut self, work: u64) {
        self.left = self.left.saturating_sub(work);
    }

    /// What of a state the rest of the flow can tell from others that have answered the same step.
    fn key(&self, state: &State, entry: usize) -> String {
        let mut key = String::from(if state.advanced { "!" } else { "" });
        for chosen in &state.answers.chosen {
            key.push_str(&chosen.line);
            key.push('\n');
        }
        let shared = state.answers.shared.iter().map(|(id, value)| ("", id, value));
        let per_line = state.answers.items.iter();
        let per_line = per_line.flat_map(|(line, answers)| answers.iter().map(move |(id, value)| (line, id, value)));
        for (line, id, value) in shared.chain(per_line) {
            let seen = match self.config.steps.get(id) {
                Some(step) if self.merging && self.reads.matters(id, entry) => {
                    self.reads.seen_of(id, step, value, entry)
                }
                _ if self.merging => continue,
                _ => value.to_text(),
            };
            for part in [line, "\n", id, "\n", &seen, "\n"] {
                key.push_str(part);
            }
        }
        key
    }

    fn remedy(&mut self, world: &World, state: &mut State, found: &Candidates, id: &str, line: Option<&str>) {
        shift(&mut state.ways, &|cost| {
            cost.bare |= found.bare;
            cost.offered |= !found.bare;
        });
        if found.bare && self.bare.is_none() {
            let mut example = path(state.trace.as_ref());
            example.push(line.map_or_else(|| id.to_string(), |line| format!("{id}({line})")));
            self.bare = Some(Without { paths: 0, example, context: world.facts.clone() });
        }
    }

    fn end(&mut self, state: State, leads: Option<&String>) {
        for (mut cost, count) in state.ways {
            match leads {
                Some(flow) => add(self.leads.entry(flow.clone()).or_default(), cost, count),
                None => {
                    // Send.
                    cost.taps += 1;
                    add(&mut self.ended, cost, count);
                }
            }
        }
    }

    fn block(&mut self, world: &World, state: &State, at: Option<&(String, Option<String>)>) {
        self.stuck_paths = self.stuck_paths.saturating_add(total(&state.ways));
        let (step, line) = at.cloned().unwrap_or_default();
        let told = self.stuck.iter().any(|stuck| stuck.step == step);
        if self.stuck.len() < EXAMPLES && !told {
            let path = path(state.trace.as_ref());
            self.stuck.push(Stuck { step, line, path, context: world.facts.clone() });
        }
    }
}

/// The state after an answer.
fn answered(
    answers: &Answers,
    state: &State,
    candidate: &Candidate,
    id: &str,
    line: Option<&str>,
    alone: bool,
) -> State {
    let mut answers = answers.clone();
    let mut advanced = false;
    match &candidate.said {
        Said::Value(value) => {
            // A default that was left as it is takes Continue.
            advanced = alone && candidate.taps > 0;
            answers.set(line, id, value.clone());
        }
        Said::Lines(lines) => answers.chosen = lines.clone(),
    }
    let mut ways = state.ways.clone();
    if candidate.taps > 0 || candidate.typed > 0 {
        shift(&mut ways, &|cost| {
            cost.taps += candidate.taps;
            cost.typed += candidate.typed;
        });
    }
    let said = label(id, line, &candidate.said);
    State { answers, advanced, ways, trace: Some(Rc::new(Trace { said, before: state.trace.clone() })) }
}

#[cfg(test)]
mod tests;
