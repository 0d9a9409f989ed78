//! Rules on what a complaint must lead to: the law's remedies for what is wrong, and an answer to whoever complains.

use crate::check::references::has_options;
use crate::check::world::{Claim, possible};
use crate::check::{Checker, below, codes};
use crate::condition::Condition;
use crate::config::{FlowKind, Remedy, Step, StepKind, TextFormat, Trouble};
use crate::json::Json;
use crate::read::{Read, Reader};
use std::collections::HashSet;

/// Remedies of the merchant's up to which each is tried with each option; who has written more has thought of them.
const MAX_OWN: usize = 20;

pub fn check(checker: &mut Checker) {
    let config = checker.config.clone();
    let undefined = checker.told.iter().filter(|(code, _)| *code == codes::OPTION_UNKNOWN.code);
    let unknown: HashSet<String> = undefined.filter_map(|(_, path)| path.split('/').nth(2)).map(String::from).collect();
    for (id, flow) in config.flows.iter().filter(|(_, flow)| flow.kind == FlowKind::Complaint && !flow.steps.is_empty())
    {
        let asked: Vec<&String> = flow.steps.iter().flat_map(|entry| &entry.0).collect();
        let steps: Vec<(&String, &Step)> = asked.iter().filter_map(|id| Some((*id, config.steps.get(id)?))).collect();
        // A step that is not there, or not read, may be the one that is missed here.
        if steps.len() < asked.len()
            || checker.is_flawed(&below("/flows", id))
            || asked.iter().any(|step| checker.is_flawed(&below("/steps", step)))
        {
            continue;
        }
        answerable(checker, id, &steps);
        problems(checker, id, &steps, &unknown);
    }
    defects(checker);
}

/// Whether a flow asks how to reach the shopper.
fn answerable(checker: &mut Checker, flow: &str, steps: &[(&String, &Step)]) {
    let reaches = |step: &Step| match step.kind {
        StepKind::Contact => step.form().iter().any(|(field, _)| matches!(*field, "email" | "phone")),
        StepKind::Callback => true,
        StepKind::Text => matches!(step.format, TextFormat::Email | TextFormat::Phone),
        _ => false,
    };
    if steps.iter().any(|(_, step)| reaches(step)) {
        return;
    }
    let contact = steps.iter().find(|(_, step)| step.kind == StepKind::Contact);
    let fields = contact.map(|(id, _)| below(&below("/steps", id), "fields"));
    let path = below("/flows", flow);
    let places = fields.iter().cloned().chain([below(&path, "steps"), path, "/flows".into()]);
    let place = places.into_iter().find(|place| checker.is_mine(place));
    // That every field is off is told already.
    let told = fields.is_some_and(|fields| checker.has(&codes::STEP_UNANSWERABLE, &fields));
    if let Some(place) = place.filter(|_| !told) {
        let message = format!("\"{flow}\" asks for no e-mail address and no telephone number: nobody can be answered");
        let fix = match contact {
            Some((id, _)) => format!("Leave \"email\" or \"phone\" of \"{id}\" on."),
            None => "Add a step of kind \"contact\" (the preset has \"contact\").".into(),
        };
        checker.add(&codes::FLOW_CONTACT, place, message, fix);
    }
}

/// Whether some option of a flow that ends in remedies says what it means to the law.
fn problems(checker: &mut Checker, flow: &str, steps: &[(&String, &Step)], unknown: &HashSet<String>) {
    let says = |step: &Step| {
        let problem = |option: &String| step.option.get(option).is_some_and(|option| option.problem != Trouble::None);
        matches!(step.kind, StepKind::Choice | StepKind::Choices) && step.options.iter().any(problem)
    };
    let ends_in_remedies = steps.iter().any(|(_, step)| step.kind == StepKind::Remedy);
    // An answer may come along from a flow that leads here.
    let leads_here = |step: &Step| {
        has_options(step.kind) && step.option.iter().any(|(_, option)| option.flow.as_deref() == Some(flow))
    };
    let elsewhere = checker.config.steps.iter().any(|(_, step)| leads_here(step));
    // One that is listed and not defined may be the one.
    let unknown = steps.iter().any(|(id, _)| unknown.contains(*id));
    if !ends_in_remedies || elsewhere || unknown || steps.iter().any(|(_, step)| says(step)) {
        return;
    }
    let choices = steps.iter().filter(|(_, step)| matches!(step.kind, StepKind::Choice | StepKind::Choices));
    let mut places = Vec::new();
    for (id, _) in choices {
        let path = below("/steps", id);
        places.extend([below(&path, "options"), below(&path, "option")]);
    }
    let path = below("/flows", flow);
    places.extend([below(&path, "steps"), path]);
    if let Some(place) = places.into_iter().find(|place| checker.is_mine(place)) {
        let message = format!("no option in \"{flow}\" has a \"problem\": the law's remedies are never offered");
        let fix = "Write \"problem\": \"nonconformity\" at the options that are a defect, \"not-delivered\" at what did not arrive.";
        checker.add(&codes::OPTION_PROBLEM, place, message, fix);
    }
}

/// Options of the merchant's own that are a defect, and for which no remedy of the law's first stage can be offered.
fn defects(checker: &mut Checker) {
    let mut stage: Vec<String> = Vec::new();
    for id in
        checker.library.laws.iter().flat_map(|law| &law.guarantee).flat_map(|rule| rule.order.iter().take(1)).flatten()
    {
        if !stage.contains(id) && checker.config.remedies.get(id).is_some() {
            stage.push(id.clone());
        }
    }
    let remedy_is_asked =
        checker.config.steps.iter().any(|(id, step)| step.kind == StepKind::Remedy && checker.asked.contains(id));
    // What cannot be read is told; and one that is always offered is never lost.
    let conditions: Option<Vec<Condition>> =
        stage.iter().map(|id| checker.config.remedies.get(id).and_then(|remedy| remedy.when.clone())).collect();
    let Some(conditions) = conditions.filter(|all| remedy_is_asked && !all.is_empty()) else { return };
    if stage.iter().any(|id| checker.is_flawed(&below("/remedies", id))) {
        return;
    }
    let mine = |(id, _): &(&str, &Remedy)| checker.is_mine(&below("/remedies", id));
    let own: Option<Vec<Condition>> =
        checker.config.remedies.iter().filter(mine).map(|(_, remedy)| remedy.when.clone()).collect();
    let Some(own) = own.filter(|own| own.len() <= MAX_OWN) else { return };
    for (id, step) in checker.steps() {
        if step.kind != StepKind::Choice || !checker.asked.contains(&id) {
            continue;
        }
        for option in &step.options {
            let path = below(&below(&below("/steps", &id), "option"), option);
            let is_defect = step.option.get(option).is_some_and(|option| option.problem == Trouble::Nonconformity);
            if !is_defect || checker.effort.get() == 0 || !checker.is_mine(&path) || checker.is_inherited(&path) {
                continue;
            }
            let name = ["answer.", &id].concat();
            let chosen = Json::map([(name.as_str(), option.as_str().into())]);
            let Some(chosen) = Condition::read(&chosen, &mut Reader::default()) else { continue };
            let lost = |when: &Condition| possible(checker, Claim::Never, &[when, &chosen], &[]) == Some(false);
            // Where the file says of some remedy that it fits this option, what it gives was thought of.
            if conditions.iter().all(lost) && own.iter().all(lost) {
                let message =
                    format!("\"{option}\" is a defect, and its shoppers are never offered {}", stage.join(", "));
                let first = stage.first().map(String::as_str).unwrap_or_default();
                let fix = format!(
                    "Repeat the condition of one with it: \"remedies\": {{ \"{first}\": {{ \"when\": {{ \"{name}\": [\"{option}\"] }} }} }}."
                );
                checker.add(&codes::OPTION_REMEDIES, path, message, fix);
            }
        }
    }
}
