//! Rules on remedies: what is never offered, amounts that cannot be, rights that are called favours. What takes a right away is found by
//! `fairness/`.

use crate::check::{Checker, below, codes};
use crate::config::{Basis, Remedy};
use crate::json::Json;
use crate::offers::OTHER_REMEDY;

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
        let is_statutory = checker.library.is_statutory(remedy.legal(id));
        if remedy.basis == Basis::Statutory && !is_statutory && !checker.is_flawed(&path) {
            let known = remedies.iter().map(|(id, _)| id.as_str()).filter(|id| checker.library.is_statutory(id));
            let other = "Write \"basis\": \"goodwill\" (a gesture) or \"commercial\" (your guarantee).";
            let fix = checker.meant(id, known, other);
            checker.add(&codes::REMEDY_NEVER, &path, format!("no law names \"{id}\", so it is never offered"), fix);
        }
        amounts(checker, remedy, &path);
        if is_statutory && checker.is_inherited(&path) {
            called(checker, id, remedy, &path);
        }
    }
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
    let price = below(path, "price");
    let priced = remedy.price.is_some() && checker.is_mine(&price);
    if priced && remedy.price.is_some_and(|price| price <= 0) {
        checker.add(
            &codes::REMEDY_AMOUNT,
            price,
            "a price is more than nothing",
            "Leave \"price\" out of what is free.",
        );
    } else if priced && remedy.refund.is_some() && remedy.basis != Basis::Statutory {
        let message = "who pays for it gets no money back";
        checker.add(&codes::REMEDY_AMOUNT, price, message, "Leave out \"price\" or \"refund\".");
    }
    let days = below(path, "days");
    if let Some(value) = remedy.days.filter(|days| *days < 0)
        && checker.is_mine(&days)
    {
        checker.add(&codes::REMEDY_AMOUNT, days, format!("{value} days are in the past"), "Write 0 or more.");
    }
}

/// What the law gives and the shop calls its own.
fn called(checker: &mut Checker, id: &str, remedy: &Remedy, path: &str) {
    let basis = below(path, "basis");
    let was = checker.base.pointer(&basis).and_then(Json::as_text);
    if remedy.basis != Basis::Statutory && was == Some(Basis::Statutory.as_str()) && checker.is_mine(&basis) {
        let message =
            format!("\"{id}\" is a right of the law; called {}, it reads like a favour", remedy.basis.as_str());
        let fix = "Leave \"basis\" out; what you give beyond the law is a remedy with an id of its own.";
        checker.add(&codes::REMEDY_BASIS, basis, message, fix);
    }
}
