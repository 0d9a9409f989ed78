//! Rules on what goes along from one flow into another: answers that an option gives beforehand, flows that take everything along.

use crate::check::{Checker, below, codes, limits};
use crate::config::{FlowKind, StepKind, StepOption};
use crate::json::Json;

pub fn check(checker: &mut Checker) {
    for (id, step) in checker.steps() {
        for (option, definition) in step.option.iter() {
            let path = below(&below(&below(&below("/steps", &id), "option"), option), "answers");
            for (answered, value) in definition.answers.iter() {
                let place = below(&path, answered);
                if let Some((message, fix)) =
                    refused(checker, definition, answered, value).filter(|_| checker.is_mine(&place))
                {
                    checker.add(&codes::OPTION_ANSWERS, place, message, fix);
                }
            }
        }
    }
    takes_along(checker);
}

/// Why an answer cannot be given beforehand, and what to do.
fn refused(checker: &Checker, definition: &StepOption, answered: &str, value: &Json) -> Option<(String, String)> {
    let config = &checker.config;
    let Some(flow_id) = &definition.flow else {
        let message = "answers are given in the flow that an option leads into, and this one leads into none";
        return Some((message.into(), "Add \"flow\", or take \"answers\" out.".into()));
    };
    // That the flow is not there is told by itself.
    let flow = config.flows.get(flow_id)?;
    let asked: Vec<&String> = flow.steps.iter().flat_map(|entry| &entry.0).collect();
    if !asked.iter().any(|id| *id == answered) {
        let fix = format!("It asks {}.", asked.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(", "));
        let fix = checker.meant(answered, asked.iter().map(|id| id.as_str()), fix);
        return Some((format!("the flow \"{flow_id}\" does not ask \"{answered}\""), fix));
    }
    let step = config.steps.get(answered)?;
    if matches!(step.kind, StepKind::Remedy | StepKind::Lookup | StepKind::Contact | StepKind::Address) {
        let message = format!("\"{answered}\" is for the shopper alone to answer");
        return Some((message, "Take it out.".into()));
    }
    if let Some(why) = limits::refused(checker, answered, step, value) {
        let message = format!("\"{answered}\" does not take this as an answer ({why})");
        return Some((message, "Write an answer that a shopper could give there.".into()));
    }
    let leads = value.as_text().and_then(|option| step.option.get(option)?.flow.as_ref());
    leads.map(|next| {
        let message = format!("with this answer \"{flow_id}\" leads into \"{next}\" at once");
        (message, format!("Write \"flow\": \"{next}\"."))
    })
}

/// Flows that have to stand by themselves.
fn takes_along(checker: &mut Checker) {
    let flows = checker.config.flows.iter().filter(|(_, flow)| flow.takes_along);
    let alone: Vec<(String, FlowKind)> = flows
        .filter(|(_, flow)| matches!(flow.kind, FlowKind::Withdrawal | FlowKind::Feedback))
        .map(|(id, flow)| (id.to_string(), flow.kind))
        .collect();
    for (id, kind) in alone {
        let path = below("/flows", &id);
        if let Some(place) = checker.first_mine([below(&path, "takesAlong"), below(&path, "kind")]) {
            let message = format!("\"{id}\" is a {}, and would carry all that was told elsewhere", kind.as_str());
            checker.add(
                &codes::FLOW_ALONG,
                place,
                message,
                "Take \"takesAlong\" out: it is for a flow that leads to a person.",
            );
        }
    }
}
