//! Rules on remedies: what is never offered, amounts that cannot be, rights of the law that are narrowed.

use crate::check::world::{Claim, possible};
use crate::check::{Checker, below, codes};
use crate::condition::Condition;
use crate::config::{Basis, Remedy};
use crate::json::Json;
use crate::offers::{OTHER_REMEDY, WITHDRAWAL};
use crate::read::{Read, Reader};

pub fn check(checker: &mut Checker) {
    let remedies: Vec<(String, Remedy)> = checker.config.remedies.0.clone();
    for (id, remedy) in &remedies {
        let path = below("/remedies", id);
        if !checker.is_mine(&path) {
            continue;
        }
        if id == OTHER_REMEDY {
            let message = "\"other\" is what a shopper answers to whom no remedy fits; no remedy can have this id";
            checker.add(&codes::REMEDY_RESERVED, &path, message, "Give it another id.");
            continue;
        }
        let is_statutory = checker.library.is_statutory(id);
        if remedy.basis == Basis::Statutory && !is_statutory && !checker.is_flawed(&path) {
            let known = remedies.iter().map(|(id, _)| id.as_str()).filter(|id| checker.library.is_statutory(id));
            let other = "Write \"basis\": \"goodwill\" (a gesture) or \"commercial\" (your guarantee).";
            let fix = checker.meant(id, known, other);
            checker.add(&codes::REMEDY_NEVER, &path, format!("no law names \"{id}\", so it is never offered"), fix);
        }
        amounts(checker, remedy, &path);
        if is_statutory && checker.is_inherited(&path) {
            narrowed(checker, id, remedy, &path);
        }
    }
    taken_away(checker);
}

fn amounts(checker: &mut Checker, remedy: &Remedy, path: &str) {
    let percent = below(&below(path, "refund"), "percent");
    if let Some(value) = remedy.refund.as_ref().and_then(|refund| refund.percent)
        && !(1..=100).contains(&value)
        && checker.is_mine(&percent)
    {
        checker.add(
            &codes::REMEDY_AMOUNT,
            percent,
            format!("{value} % of what was paid cannot be given back"),
            "Write 1 to 100.",
        );
    }
    let days = below(path, "days");
    if let Some(value) = remedy.days.filter(|days| *days < 0)
        && checker.is_mine(&days)
    {
        checker.add(&codes::REMEDY_AMOUNT, days, format!("{value} days are in the past"), "Write 0 or more.");
    }
}

fn narrowed(checker: &mut Checker, id: &str, remedy: &Remedy, path: &str) {
    let basis = below(path, "basis");
    let was = checker.base.pointer(&basis).and_then(Json::as_text);
    if remedy.basis != Basis::Statutory && was == Some(Basis::Statutory.as_str()) && checker.is_mine(&basis) {
        let message =
            format!("\"{id}\" is a right of the law; called {}, it reads like a favour", remedy.basis.as_str());
        let fix = "Leave \"basis\" out; what you give beyond the law is a remedy with an id of its own.";
        checker.add(&codes::REMEDY_BASIS, basis, message, fix);
    }
    let when = below(path, "when");
    if checker.is_mine(&when) && !checker.is_flawed(&when) {
        let read = |json: Option<&Json>| match json {
            Some(json) => Condition::read(json, &mut Reader::default()),
            None => Some(Condition::Constant(true)),
        };
        let both = (read(checker.base.pointer(&when)), read(checker.merged.pointer(&when)));
        if let (Some(before), Some(now)) = both
            && possible(checker, Claim::Sometimes, &[&before], &[&now]) == Some(true)
        {
            let message = format!("\"{id}\" is a right of the law, and here fewer shoppers are offered it");
            checker.add(&codes::REMEDY_NARROWED, when, message, "Leave \"when\" as the preset has it.");
        }
    }
    let percent = below(&below(path, "refund"), "percent");
    if remedy.refund.as_ref().and_then(|refund| refund.percent).is_some_and(|percent| (1..100).contains(&percent))
        && checker.is_mine(&percent)
    {
        let message = format!("\"{id}\" gives back the whole price by law");
        checker.add(
            &codes::REMEDY_NARROWED,
            percent,
            message,
            "Leave \"percent\" out; for a part of the price add a remedy of your own.",
        );
    }
}

fn taken_away(checker: &mut Checker) {
    let inherited: Vec<String> = checker
        .base
        .get("remedies")
        .and_then(Json::as_map)
        .map(|map| map.0.iter().map(|(id, _)| id.clone()).collect())
        .unwrap_or_default();
    for id in inherited {
        let path = below("/remedies", &id);
        if checker.library.is_statutory(&id)
            && checker.merged.pointer(&path).is_none()
            && let Some(place) = checker.first_mine([path, "/remedies".into()])
        {
            let message = format!("\"{id}\" is a right of the law; taken out here, the shopper still has it");
            checker.add(&codes::REMEDY_NARROWED, place, message, "Leave it in.");
        }
    }
    let flow = below("/flows", WITHDRAWAL);
    if checker.is_inherited(&flow)
        && checker.merged.pointer(&flow).is_none()
        && let Some(place) = checker.first_mine([flow, "/flows".into()])
    {
        let message = "without this flow nobody can withdraw here (in the EU a shop must offer it online: Directive 2011/83/EU Art. 11a)";
        checker.add(&codes::REMEDY_NARROWED, place, message, "Leave it in.");
    }
}
