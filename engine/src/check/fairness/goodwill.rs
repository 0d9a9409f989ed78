//! Fairness, what a remedy's own definition says: gestures without strings, what the law gives without a price, and reasons that keep
//! their meaning.

use super::situation::Situation;
use super::{Court, claims, say};
use crate::check::world::{Claim, collect, possible};
use crate::check::{Checker, below, codes};
use crate::condition::Condition;
use crate::config::{Basis, Config, FlowKind, Payer, Remedy, Step, StepKind, Trouble};
use crate::facts;
use crate::json::Json;
use crate::offers::OTHER_REMEDY;
use crate::read::{Read, Reader};

/// Gestures and steps that are tried with each other.
const MAX_TRIED: usize = 40;

pub fn check(checker: &mut Checker, court: &mut Court, situations: &[Situation]) {
    let config = checker.config.clone();
    for (id, remedy) in config.remedies.iter() {
        let path = below("/remedies", id);
        if !checker.is_mine(&path) || id == OTHER_REMEDY {
            continue;
        }
        if remedy.basis == Basis::Goodwill {
            gesture(checker, court, &config, remedy, &path);
        } else if remedy.basis == Basis::Statutory && checker.library.is_statutory(remedy.legal(id)) {
            statutory(checker, court, situations, (id, remedy), &path);
        }
    }
    strings(checker, court, &config);
    meanings(checker, court, situations);
}

/// What a gesture asks for by itself.
fn gesture(checker: &mut Checker, court: &mut Court, config: &Config, remedy: &Remedy, path: &str) {
    let fix = "A gesture is taken or left: leave this out, or make it a service of yours (\"basis\": \"commercial\").";
    let price = below(path, "price");
    if remedy.price.is_some_and(|price| price > 0) && checker.is_mine(&price) {
        court.tell(checker, &codes::GOODWILL_STRINGS, price, "a gesture that the shopper has to pay for is none", fix);
    }
    let cost = below(path, "returnCost");
    if remedy.return_cost == Some(Payer::Shopper) && remedy.send_back == Some(true) && checker.is_mine(&cost) {
        court.tell(
            checker,
            &codes::GOODWILL_STRINGS,
            cost,
            "for this gesture the shopper has to pay the way back",
            fix,
        );
    }
    let mut read = Vec::new();
    remedy.when.iter().for_each(|when| collect(when, &mut read));
    let asked = read.iter().find_map(|(name, _)| {
        let (id, _) = facts::answer_path(config, name.strip_prefix("answer.")?)?;
        let kind = config.steps.get(id)?.kind;
        matches!(kind, StepKind::Consent | StepKind::Rating).then_some(id)
    });
    let when = below(path, "when");
    if let Some(step) = asked.filter(|_| checker.is_mine(&when)) {
        let message = format!("this gesture is only for who answers \"{step}\" as it should be");
        court.tell(
            checker,
            &codes::GOODWILL_STRINGS,
            when,
            message,
            "Let it hang on what happened, not on what the shopper promises or praises.",
        );
    }
}

/// What a remedy of the law must not say.
fn statutory(
    checker: &mut Checker,
    court: &mut Court,
    situations: &[Situation],
    (id, remedy): (&str, &Remedy),
    path: &str,
) {
    let legal = remedy.legal(id);
    let gives = |claim: &claims::Claim| claim.to == legal;
    let Some(right) = right(situations, &gives) else { return };
    let price = below(path, "price");
    if remedy.price.is_some_and(|price| price > 0) && checker.is_mine(&price) {
        let message = format!("{right}, free, and \"{id}\" has a price");
        let fix = "Take \"price\" out; a repair that the law no longer gives is a remedy of your own (\"basis\": \"commercial\").";
        court.tell(checker, &codes::LAW_PRICED, price, message, fix);
    }
    let impossible = below(path, "impossible");
    let never = matches!(remedy.impossible, None | Some(Condition::Constant(false)));
    if !matches!(legal, "repair" | "replacement") && !never && checker.is_mine(&impossible) {
        let message = format!("{right}, and \"{id}\" is said to be impossible");
        let fix = "Take \"impossible\" out: only a repair or a replacement can be (Directive 2019/771 Art. 13 (2)).";
        court.tell(checker, &codes::LAW_WITHHELD, impossible, message, fix);
    }
}

/// `In Germany, 200 days after delivery, a shopper with a defect has a right to a repair (§ 439 BGB)`, of the first case that has such a right.
fn right(situations: &[Situation], wanted: &dyn Fn(&claims::Claim) -> bool) -> Option<String> {
    for (trouble, who) in [(Trouble::Nonconformity, "with a defect"), (Trouble::NotDelivered, "whose goods never came")]
    {
        for situation in situations {
            let claims = claims::claims(&situation.rights, trouble, situation.item().repaired_on.is_some());
            let mut open = claims.early.iter().chain(claims.stages.iter().take(1).flatten());
            if let Some(claim) = open.find(|claim| wanted(claim)) {
                let (when, to) = (say::where_and_when(situation), say::right_to(&claim.to));
                return Some(format!("{when} a shopper {who} has a right to {to} ({})", claim.source));
            }
        }
    }
    None
}

/// Steps that must be answered because a gesture was chosen.
fn strings(checker: &mut Checker, court: &mut Court, config: &Config) {
    let complaints = config.flows.iter().filter(|(_, flow)| flow.kind == FlowKind::Complaint);
    let steps: Vec<&str> = complaints.flat_map(|(_, flow)| super::trim::ids(flow)).collect();
    let asks =
        |step: &Step| matches!(step.kind, StepKind::Consent | StepKind::Rating | StepKind::Text | StepKind::Photos);
    let Some(remedy_step) =
        steps.iter().find(|id| config.steps.get(id).is_some_and(|step| step.kind == StepKind::Remedy))
    else {
        return;
    };
    let fact = ["answer.", remedy_step].concat();
    let is = |remedy: &str| Condition::read(&Json::map([(fact.as_str(), remedy.into())]), &mut Reader::default());
    let gestures = config.remedies.iter().filter(|(_, remedy)| remedy.basis == Basis::Goodwill).take(MAX_TRIED);
    let gestures: Vec<&str> = gestures.map(|(id, _)| id).collect();
    for id in steps.iter().take(1000) {
        let Some(step) = config.steps.get(id).filter(|step| asks(step)) else { continue };
        let path = below("/steps", id);
        if checker.is_flawed(&path) {
            continue;
        }
        let Some(required) = &step.required else { continue };
        let conditions: Vec<&Condition> = step.when.iter().chain([required]).collect();
        let mut read = Vec::new();
        conditions.iter().for_each(|condition| collect(condition, &mut read));
        if !read.iter().any(|(name, _)| *name == fact) {
            continue;
        }
        let asked = |remedy: &str| {
            let chosen = is(remedy)?;
            let holds: Vec<&Condition> = conditions.iter().copied().chain([&chosen]).collect();
            possible(checker, Claim::Sometimes, &holds, &[])
        };
        let others = config.remedies.iter().filter(|(_, remedy)| remedy.basis != Basis::Goodwill).map(|(id, _)| id);
        let Some(gesture) = gestures.iter().find(|id| asked(id) == Some(true)) else { continue };
        if others.chain([OTHER_REMEDY]).all(|id| asked(id) == Some(false)) {
            let place = court.place(checker, vec![below(&path, "required"), below(&path, "when"), path]);
            let message = format!("whoever takes \"{gesture}\" must answer \"{id}\", and nobody else must");
            court.tell(
                checker,
                &codes::GOODWILL_STRINGS,
                place,
                message,
                "Write \"required\": false: a gesture asks for nothing in return.",
            );
        }
    }
}

/// Options of the preset that were a defect and are called something else.
fn meanings(checker: &mut Checker, court: &mut Court, situations: &[Situation]) {
    for (id, step) in checker.steps() {
        for (option, definition) in step.option.iter() {
            let path = below(&below(&below(&below("/steps", &id), "option"), option), "problem");
            let was = checker.base.pointer(&path).and_then(Json::as_text).unwrap_or("none").to_string();
            let is_defect = !matches!(was.as_str(), "none" | "own-doing");
            let is_still = match definition.problem {
                Trouble::CureFailed => was == Trouble::CureFailed.as_str(),
                problem if was == Trouble::CureFailed.as_str() => problem == Trouble::CureFailed,
                problem => problem == Trouble::NotDelivered || problem.is_nonconformity(),
            };
            let wanted = |claim: &claims::Claim| was != Trouble::CureFailed.as_str() || claim.to == "refund";
            let listed = step.options.iter().any(|each| each == option);
            if is_defect && listed && !is_still && checker.is_mine(&path) {
                let Some(right) = right(situations, &wanted) else { return };
                let word = definition.problem.as_str();
                let message = format!("{right}, and \"{option}\" is said to be \"{word}\", for which there is none");
                court.tell(
                    checker,
                    &codes::LAW_WITHHELD,
                    path,
                    message,
                    "Leave \"problem\" as the preset has it; another reason is an option of your own.",
                );
            }
        }
    }
}
