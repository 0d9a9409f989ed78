//! Fairness: whether a config withholds a right. It looks for a case in which a shopper with a right is not offered it, gets less than the
//! law gives, pays for what is free, or must answer more than the law allows; each cause is told once, with the smallest case that shows it.
//!
//! What is shown is asked of the engine itself (`screens`, `offers_for`, what is required); what ought to be shown is said here once more,
//! from the rights (`judge.rs`). The orders that matter: those that some law tells apart, each period to its last day (`moments.rs`, `situation.rs`), by
//! every value that the tests of a condition tell apart (`search.rs`). A right hangs on `order.country`, so every pack counts whatever the
//! shop's own country is, its own first. A shop that takes no complaints here (it has no flow of that kind) withholds none.

mod claims;
mod complaint;
mod goodwill;
mod hurdles;
mod judge;
mod moments;
mod page;
mod period;
mod places;
mod say;
mod search;
mod situation;
mod trim;
mod values;
mod withdrawal;

use crate::check::{Checker, Code, Severity, below, codes, world};
use crate::config::{Flow, FlowKind};
use std::collections::HashSet;

pub fn check(checker: &mut Checker) {
    let mut court = Court::default();
    let laws = &checker.library.laws;
    let merged = checker.merged.clone();
    let config = trim::trimmed(&checker.config);
    let mut tests = Vec::new();
    let steps = config.steps.iter().flat_map(|(_, step)| trim::conditions(step));
    let remedies = config.remedies.iter().flat_map(|(_, remedy)| remedy.when.iter().chain(&remedy.impossible));
    steps.chain(remedies).for_each(|condition| world::collect(condition, &mut tests));
    let situations = moments::situations(&config, laws, &tests);
    goodwill::check(checker, &mut court, &situations);
    if is_unsound(checker) {
        return;
    }
    let legal = config.remedies.iter().filter(|(id, remedy)| checker.library.is_statutory(remedy.legal(id)));
    let remedies = legal.map(|(id, _)| id.to_string()).filter(|id| id != crate::offers::WITHDRAWAL).collect();
    let search = search::Search::new(&config, &merged, &situations, remedies);
    complaint::check(checker, &mut court, &config, laws, &search);
    withdrawal::check(checker, &mut court, &config, laws, &search);
    if search.was_cut() {
        let place = court.place(checker, vec!["/remedies".into(), "/steps".into()]);
        let message = "there are more cases than were looked at: a right may be withheld that is not told of here";
        let fix = "Let remedies, reasons and what is required hang on fewer facts.";
        court.tell(checker, &codes::LAW_UNSEARCHED, place, message, fix);
    }
}

/// Whether something that rights hang on cannot be read: that is told, and what would follow from it is not what was meant.
fn is_unsound(checker: &Checker) -> bool {
    let concerns = |flow: &Flow| matches!(flow.kind, FlowKind::Complaint | FlowKind::Withdrawal);
    let flows: Vec<(&str, &Flow)> = checker.config.flows.iter().filter(|(_, flow)| concerns(flow)).collect();
    let mut steps = flows.iter().flat_map(|(_, flow)| trim::ids(flow));
    let is_asked_otherwise = checker.told.iter().any(|(code, _)| *code == codes::STEP_PER.code);
    checker.flawed.contains("/flows")
        || is_asked_otherwise
        || flows.iter().any(|(id, _)| checker.is_flawed(&below("/flows", id)))
        || steps.any(|id| checker.config.steps.get(id).is_none() || checker.is_flawed(&below("/steps", id)))
        || checker.is_flawed("/remedies")
}

/// `when` or `required` of a step, or the flow that asks it: what of them the merchant wrote.
fn path_of_step(checker: &Checker, court: &Court, flow: &str, step: &str, key: &str) -> String {
    let path = below("/steps", step);
    let flow = below("/flows", flow);
    court.place(
        checker,
        vec![below(&path, key), below(&path, "fields"), below(&flow, "steps"), flow, path, "/flows".into()],
    )
}

/// What was found: one finding a cause.
#[derive(Default)]
struct Court {
    told: HashSet<(&'static str, String)>,
}

impl Court {
    fn is_told(&self, code: &Code, path: &str) -> bool {
        self.told.contains(&(code.code, path.to_string()))
    }

    /// The first of these places that the merchant wrote, else the whole file: nothing is passed over.
    fn place(&self, checker: &Checker, places: Vec<String>) -> String {
        places.into_iter().find(|path| checker.is_mine(path)).unwrap_or_default()
    }

    fn tell(
        &mut self,
        checker: &mut Checker,
        code: &'static Code,
        path: String,
        message: impl Into<String>,
        fix: &str,
    ) {
        if !self.told.insert((code.code, path.clone())) {
            return;
        }
        // What is wrong at that very place, or in that very condition, already has its finding: this one would follow from it.
        let inside = [path.as_str(), "/"].concat();
        let is_condition = ["/when", "/required", "/impossible"].iter().any(|end| path.ends_with(end));
        let is_known = checker.findings.iter().any(|finding| {
            let is_here = finding.path == path || (is_condition && finding.path.starts_with(&inside));
            finding.severity == Severity::Error && is_here && !finding.code.starts_with("law.")
        });
        if !is_known {
            checker.add(code, path, message, fix);
        }
    }
}
