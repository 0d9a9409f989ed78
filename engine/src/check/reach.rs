//! Rules on what can happen: conditions that never or always hold, options that are never offered, questions that nobody can answer.

use crate::check::conditions::{Owner, Site, facts_read, sites};
use crate::check::references::has_options;
use crate::check::world::{Claim, is_of_item, possible};
use crate::check::{Checker, below, codes};
use crate::condition::Condition;
use crate::config::{Per, Step, StepKind};
use crate::facts;
use crate::json::Json;

pub fn check(checker: &mut Checker) {
    for site in sites(checker) {
        constant(checker, &site);
    }
    for (id, step) in checker.steps() {
        if has_options(step.kind) {
            options(checker, &id, &step);
        }
    }
}

fn constant(checker: &mut Checker, site: &Site) {
    if !checker.is_mine(&site.path) || checker.is_flawed(&site.path) {
        return;
    }
    let is_required = site.path.ends_with("/required");
    match &site.json {
        Json::Bool(true) if !is_required => {
            return checker.add(&codes::CONDITION_ALWAYS, &site.path, "true says nothing here", "Leave the key out.");
        }
        Json::Bool(false) if !is_required => {
            let (what, fix) = match &site.owner {
                Owner::Step(id) => (id, "Take its id out of the flow instead."),
                Owner::Option(_, option) => (option, "Take its id out of \"options\" instead."),
                Owner::Remedy(id) => (id, "Set the remedy to null instead."),
            };
            return checker.add(&codes::CONDITION_OFF, &site.path, format!("\"{what}\" is never shown"), fix);
        }
        Json::Bool(_) => return,
        _ => {}
    }
    let Some(condition) = site.condition() else { return };
    // Whether something must be answered is only asked where it is shown. In a shared step the two may mean different lines.
    let when = match &site.owner {
        Owner::Step(id) if is_required => {
            checker.config.steps.get(id).filter(|step| may_join(checker, step)).and_then(|step| step.when.clone())
        }
        _ => None,
    };
    let around: Vec<&Condition> = when.iter().collect();
    let both: Vec<&Condition> = around.iter().copied().chain([&condition]).collect();
    if possible(checker, Claim::Never, &both, &[]) == Some(false) {
        let message =
            if around.is_empty() { "this can never hold" } else { "where the step is shown this can never hold" };
        checker.add(
            &codes::CONDITION_NEVER,
            &site.path,
            message,
            "Look for two parts that contradict each other, or for a value that cannot be.",
        );
    } else if possible(checker, Claim::Never, &around, &[&condition]) == Some(false) && is_answered(checker, site) {
        let fix = if is_required { "Write true." } else { "Leave it out." };
        checker.add(&codes::CONDITION_ALWAYS, &site.path, "this always holds", fix);
    }
}

/// Whether every flow that looks at a condition asks all that it reads: an answer that is never given leaves it open.
fn is_answered(checker: &Checker, site: &Site) -> bool {
    let config = &checker.config;
    let read: Vec<String> = facts_read(&site.json, "")
        .into_iter()
        .filter_map(|(fact, _)| {
            let path = fact.strip_prefix("answer.")?;
            facts::answer_path(config, path).map(|(id, _)| id.to_string())
        })
        .collect();
    config.flows.iter().all(|(_, flow)| {
        let asks = |wanted: &dyn Fn(&str) -> bool| flow.steps.iter().flat_map(|entry| &entry.0).any(|id| wanted(id));
        let looks = match &site.owner {
            Owner::Step(step) | Owner::Option(step, _) => asks(&|id| id == step),
            Owner::Remedy(_) => asks(&|id| config.steps.get(id).is_some_and(|step| step.kind == StepKind::Remedy)),
        };
        !looks || read.iter().all(|step| asks(&|id| id == step))
    })
}

/// Whether conditions of a step and of its parts are looked at for one and the same line.
fn may_join(checker: &Checker, step: &Step) -> bool {
    let of_item =
        |condition: Option<&Condition>| condition.is_some_and(|condition| is_of_item(&checker.config, condition));
    step.per == Per::Item || !of_item(step.when.as_ref())
}

fn options(checker: &mut Checker, id: &str, step: &Step) {
    let path = below("/steps", id);
    let list = below(&path, "options");
    if step.options.is_empty() && step.kind == StepKind::Callback {
        // Without slots the number is all that is asked.
        return;
    }
    if step.options.is_empty() {
        if let Some(place) = checker.first_mine([list, path.clone()]) {
            let message = format!("\"{id}\" has no options to choose from");
            checker.add(
                &codes::STEP_UNANSWERABLE,
                place,
                message,
                "List them in \"options\" and define them in \"option\".",
            );
        }
        return;
    }
    let when = |option: &String| step.option.get(option).and_then(|option| option.when.as_ref());
    let around: Vec<&Condition> = step.when.as_ref().filter(|_| may_join(checker, step)).into_iter().collect();
    let mut left = step.options.len();
    for option in &step.options {
        let Some(condition) = when(option) else { continue };
        let both: Vec<&Condition> = around.iter().copied().chain([condition]).collect();
        if possible(checker, Claim::Never, &both, &[]) != Some(false) {
            continue;
        }
        left -= 1;
        let place = below(&below(&below(&path, "option"), option), "when");
        // Told before where it contradicts itself or is switched off.
        let told = [&codes::CONDITION_NEVER, &codes::CONDITION_OFF].iter().any(|code| checker.has(code, &place));
        let around = checker.first_mine([place, below(&path, "when")]);
        if let Some(place) = around.filter(|place| !told && !checker.is_flawed(place)) {
            let message = format!("\"{option}\" is never offered where \"{id}\" is asked");
            checker.add(&codes::OPTION_NEVER, place, message, "Make the two conditions agree, or take the option out.");
        }
    }
    let Some(place) = checker.first_mine([list, below(&path, "when"), below(&path, "required"), path.clone()]) else {
        return;
    };
    if left == 0 {
        let message = format!("no option of \"{id}\" is ever offered");
        return checker.add(&codes::STEP_UNANSWERABLE, place, message, "Give one option without a \"when\".");
    }
    // Of `choices` and `callback` none need be taken where none is offered (`step/`).
    let asked = step.kind == StepKind::Choice && checker.asked.contains(id);
    let Some(required) = step.required.as_ref().filter(|_| asked) else { return };
    let conditions: Vec<&Condition> = step.options.iter().filter_map(when).collect();
    if conditions.len() < step.options.len() || checker.is_flawed(&path) {
        return;
    }
    let asked: Vec<&Condition> = step.when.iter().chain([required]).collect();
    if possible(checker, Claim::Sometimes, &asked, &conditions) == Some(true) {
        let message = format!("some shoppers must answer \"{id}\" and none of its options is offered to them");
        checker.add(&codes::STEP_DEAD_END, place, message, "Give one option without a \"when\".");
    }
}
