//! Rules on what a complaint must lead to: an answer to whoever complains. The law's remedies are looked after by `fairness/`.

use crate::check::{Checker, below, codes};
use crate::condition::Condition;
use crate::config::{FlowKind, Step, StepKind, TextFormat};

pub fn check(checker: &mut Checker) {
    let config = checker.config.clone();
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
    }
}

/// Whether a flow asks how to reach the shopper.
fn answerable(checker: &mut Checker, flow: &str, steps: &[(&String, &Step)]) {
    let reaches = |step: &Step| match step.kind {
        StepKind::Contact => step.form().iter().any(|(field, _)| matches!(*field, "email" | "phone")),
        StepKind::Callback => true,
        StepKind::Text => matches!(step.format, TextFormat::Email | TextFormat::Phone),
        _ => false,
    };
    // A menu from which every way leads into another flow is answered there.
    let leads_on = |step: &Step| step.is_menu() && step.required == Some(Condition::Constant(true));
    if steps.iter().any(|(_, step)| reaches(step) || leads_on(step)) {
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
