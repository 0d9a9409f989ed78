//! Rules on flows: what a condition reads must have been asked before; no circle; something to ask.

use crate::check::conditions::{Owner, facts_read, sites};
use crate::check::references::has_options;
use crate::check::{Checker, below, codes};
use crate::config::{DEFAULT_FLOW, DateBound, FlowKind, StepKind};
use crate::facts;
use crate::offers::WITHDRAWAL;
use std::collections::{HashMap, HashSet};

pub fn check(checker: &mut Checker) {
    let edges = edges(checker);
    let order = Order::new(checker, &edges);
    for site in sites(checker) {
        let places = order.looked_at(&site.owner);
        for (fact, path) in facts_read(&site.json, &site.path) {
            let read = fact.strip_prefix("answer.").and_then(|name| facts::answer_path(&checker.config, name));
            if let Some(read) = read.map(|(id, _)| id.to_string()) {
                order.judge(checker, &site.owner, &places, &read, &path);
            }
        }
    }
    for (id, step) in checker.steps() {
        let path = below("/steps", &id);
        let bound = |bound: &Option<DateBound>| match bound {
            Some(DateBound::Relative(day)) => Some(day.from.clone()),
            _ => None,
        };
        let read = [
            (step.prefill.clone(), below(&path, "prefill")),
            (bound(&step.earliest), below(&below(&path, "earliest"), "from")),
            (bound(&step.latest), below(&below(&path, "latest"), "from")),
        ];
        let owner = Owner::Step(id);
        let places = order.looked_at(&owner);
        for (fact, path) in read.into_iter().filter_map(|(fact, path)| Some((fact?, path))) {
            let read = fact.strip_prefix("answer.").and_then(|name| facts::answer_path(&checker.config, name));
            if let Some(read) = read.map(|(id, _)| id.to_string()) {
                order.judge(checker, &owner, &places, &read, &path);
            }
        }
    }
    none(checker);
    empty(checker);
    misspelt(checker, &edges);
    circles(checker, edges);
}

/// From which flow into which, and where that is written.
type Edge = (String, String, String);

/// A place in a flow: the flow, the position of the entry, the step.
type Place = (String, usize, String);

/// Which flow asks which step where, and whose answers it has.
struct Order {
    /// Step → where it is asked.
    asked: HashMap<String, Vec<Place>>,
    /// Flow and step → position of the entry that asks it first.
    first: HashMap<(String, String), usize>,
    /// Flow → flows that lead into it, near and far: their answers come along.
    before: HashMap<String, Vec<String>>,
    /// Steps of the kind `remedy`.
    remedy_steps: Vec<String>,
}

impl Order {
    fn new(checker: &Checker, edges: &[Edge]) -> Order {
        let mut order =
            Order { asked: HashMap::new(), first: HashMap::new(), before: HashMap::new(), remedy_steps: Vec::new() };
        for (flow_id, flow) in checker.config.flows.iter() {
            for (at, entry) in flow.steps.iter().enumerate() {
                for id in &entry.0 {
                    order.asked.entry(id.clone()).or_default().push((flow_id.to_string(), at, id.clone()));
                    order.first.entry((flow_id.to_string(), id.clone())).or_insert(at);
                }
            }
            let mut before = vec![flow_id.to_string()];
            if flow.takes_along {
                // A shopper may come from anywhere, and brings everything.
                before.extend(checker.config.flows.iter().map(|(id, _)| id.to_string()).filter(|id| id != flow_id));
            }
            let mut at = 0;
            while at < before.len() {
                let into = edges.iter().filter(|(_, to, _)| *to == before[at]).map(|(from, ..)| from.clone());
                let new: Vec<String> = into.collect();
                for from in new {
                    if !before.contains(&from) {
                        before.push(from);
                    }
                }
                at += 1;
            }
            order.before.insert(flow_id.to_string(), before);
        }
        let remedies = checker.config.steps.iter().filter(|(_, step)| step.kind == StepKind::Remedy);
        order.remedy_steps = remedies.map(|(id, _)| id.to_string()).collect();
        order
    }

    /// Where an owner's condition is looked at.
    fn looked_at(&self, owner: &Owner) -> Vec<Place> {
        let of = |step: &String| self.asked.get(step).cloned().unwrap_or_default();
        match owner {
            Owner::Step(step) | Owner::Option(step, _) => of(step),
            Owner::Remedy(_) => self.remedy_steps.iter().flat_map(of).collect(),
        }
    }

    fn position(&self, flow: &str, step: &str) -> Option<usize> {
        self.first.get(&(flow.to_string(), step.to_string())).copied()
    }

    /// Whether what a condition reads is known when it is looked at.
    fn judge(&self, checker: &mut Checker, owner: &Owner, places: &[Place], read: &str, path: &str) {
        let own = match owner {
            Owner::Step(step) | Owner::Option(step, _) => step == read,
            Owner::Remedy(_) => self.remedy_steps.iter().any(|step| step == read),
        };
        if own {
            checker.flaw(path);
            if checker.is_mine(path) {
                let message = format!("this reads the answer of \"{read}\", the very step it belongs to");
                checker.add(&codes::CONDITION_OWN, path, message, "Read a step that is asked before.");
            }
            return;
        }
        let mut asked_before = false;
        let mut later = None;
        for (flow, at, step) in places {
            match self.position(flow, read) {
                Some(position) if position <= *at => asked_before = true,
                Some(_) => later = later.or(Some((flow, *at, step))),
                None => {
                    let before = self.before.get(flow).map(Vec::as_slice).unwrap_or_default();
                    asked_before |= before.iter().any(|flow| self.position(flow, read).is_some());
                }
            }
        }
        if let Some((flow, at, step)) = later {
            // The order may be the merchant's and the condition the preset's.
            let entry = below(&below(&below("/flows", flow), "steps"), &at.to_string());
            let Some(place) = checker.first_mine([path.into(), entry]) else { return };
            let message =
                format!("in the flow \"{flow}\", \"{step}\" reads the answer of \"{read}\", which is asked later");
            checker.add(&codes::CONDITION_LATER, place, message, format!("Put \"{read}\" before \"{step}\"."));
        } else if !asked_before && !places.is_empty() && checker.is_mine(path) {
            let message = format!("no flow asks \"{read}\" before this is looked at, so the answer is never known");
            checker.add(
                &codes::CONDITION_ELSEWHERE,
                path,
                message,
                format!("Add \"{read}\" to the flow, or read another fact."),
            );
        }
    }
}

/// Which flow leads into which, and where that is written: one place for each two, the merchant's own if there is one.
fn edges(checker: &Checker) -> Vec<Edge> {
    let config = &checker.config;
    let mut ways: HashMap<&str, Vec<(String, String)>> = HashMap::new();
    for (id, step) in config.steps.iter() {
        let listed: HashSet<&String> = step.options.iter().filter(|_| has_options(step.kind)).collect();
        let mut to_flows = Vec::new();
        for (option, definition) in step.option.0.iter().filter(|(option, _)| listed.contains(option)) {
            if let Some(to) = definition.flow.as_ref().filter(|to| config.flows.get(to).is_some()) {
                let path = below(&below(&below(&below("/steps", id), "option"), option), "flow");
                to_flows.push((to.clone(), path));
            }
        }
        to_flows.sort_by_key(|(_, path)| !checker.is_mine(path));
        let mut told = HashSet::new();
        to_flows.retain(|(to, _)| told.insert(to.clone()));
        ways.insert(id, to_flows);
    }
    let cancels = config.remedies.get(WITHDRAWAL).is_some() && config.flows.get(WITHDRAWAL).is_some();
    let mut edges = Vec::new();
    for (flow_id, flow) in config.flows.iter() {
        for id in flow.steps.iter().flat_map(|entry| &entry.0) {
            let is_remedy = || config.steps.get(id).is_some_and(|step| step.kind == StepKind::Remedy);
            if cancels && flow.kind == FlowKind::Complaint && is_remedy() {
                edges.push((flow_id.to_string(), WITHDRAWAL.to_string(), below("/flows", WITHDRAWAL)));
            }
            for (to, path) in ways.get(id.as_str()).map(Vec::as_slice).unwrap_or_default() {
                edges.push((flow_id.to_string(), to.clone(), path.clone()));
            }
        }
    }
    edges.sort_by_key(|(_, _, path)| !checker.is_mine(path));
    let mut told = HashSet::new();
    edges.retain(|(from, to, _)| told.insert((from.clone(), to.clone())));
    edges
}

/// Takes away, again and again, the edges that cannot be part of a circle; what is left is one.
fn circles(checker: &mut Checker, mut edges: Vec<Edge>) {
    loop {
        let before = edges.len();
        let all = edges.clone();
        edges.retain(|(from, to, _)| {
            all.iter().any(|(next, _, _)| next == to) && all.iter().any(|(_, before, _)| before == from)
        });
        if edges.len() == before {
            break;
        }
    }
    let mut names: Vec<String> = edges.iter().map(|(from, ..)| from.clone()).collect();
    names.sort();
    names.dedup();
    // One place is enough, and it has to be one that the merchant can change.
    if let Some((from, to, path)) = edges.into_iter().find(|(_, _, path)| checker.is_mine(path)) {
        let message = format!("\"{from}\" leads into \"{to}\", and from there back ({})", names.join(", "));
        checker.add(&codes::FLOW_CIRCLE, path, message, "Take \"flow\" out of one of these options.");
    }
}

/// No flow at all, or none under the name that opens by itself.
fn none(checker: &mut Checker) {
    if checker.config.flows.0.is_empty() {
        if !checker.is_flawed("/flows") {
            let fix = "Leave the preset's flows in, or define one: \"flows\": { \"complaint\": { \"steps\": [\"items\", \"reason\", \"contact\"] } }.";
            checker.add(&codes::FLOW_NONE, "/flows", "there is no flow, so nothing can be opened", fix);
        }
        return;
    }
    let usual = below("/flows", DEFAULT_FLOW);
    let gone = checker.config.flows.get(DEFAULT_FLOW).is_none() && checker.is_inherited(&usual);
    if gone
        && !checker.is_flawed(&usual)
        && checker.config.start.is_none()
        && let Some(place) = checker.first_mine([usual, "/flows".into()])
    {
        let other = checker.config.start_flow().to_string();
        let message = format!("\"{DEFAULT_FLOW}\" is taken out: a button that names no flow opens \"{other}\"");
        checker.add(&codes::FLOW_START, place, message, format!("Write \"start\": \"{other}\" if that is meant."));
    }
}

fn empty(checker: &mut Checker) {
    let empty: Vec<String> =
        checker.config.flows.iter().filter(|(_, flow)| flow.steps.is_empty()).map(|(id, _)| id.to_string()).collect();
    for id in empty {
        let path = below("/flows", &id);
        if checker.is_flawed(&path) {
            continue;
        }
        if let Some(place) = checker.first_mine([below(&path, "steps"), path]) {
            checker.add(
                &codes::FLOW_EMPTY,
                place,
                format!("the flow \"{id}\" asks nothing"),
                "List its steps in \"steps\".",
            );
        }
    }
}

fn misspelt(checker: &mut Checker, edges: &[Edge]) {
    let ids: Vec<String> = checker.config.flows.iter().map(|(id, _)| id.to_string()).collect();
    for id in &ids {
        let path = below("/flows", id);
        let led_to = edges.iter().any(|(_, to, _)| to == id) || checker.config.start.as_deref() == Some(id);
        if led_to || !checker.is_mine(&path) || checker.is_inherited(&path) {
            continue;
        }
        let inherited = ids.iter().filter(|other| checker.is_inherited(&below("/flows", other))).map(String::as_str);
        if let Some(meant) = checker.nearest(id, inherited) {
            let message = format!("nothing leads into the new flow \"{id}\"");
            checker.add(&codes::FLOW_UNUSED, path, message, format!("Did you mean \"{meant}\"?"));
        }
    }
}
