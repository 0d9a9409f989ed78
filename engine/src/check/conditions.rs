//! Rules on what conditions say: known facts, steps and options, values of the right sort, and what merging does to them.

use crate::check::{Checker, below, codes, countries, private};
use crate::condition::Condition;
use crate::day::Day;
use crate::facts::{self, FACTS, Sort};
use crate::json::Json;
use crate::read::{Read, Reader};

/// Whose condition it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// A step's.
    Step(String),
    /// An option's: step, option.
    Option(String, String),
    /// A remedy's.
    Remedy(String),
}

/// A condition of the merged config, at its place.
#[derive(Debug, Clone)]
pub struct Site {
    /// Its place.
    pub path: String,
    /// As it is written.
    pub json: Json,
    /// Whose it is.
    pub owner: Owner,
}

impl Site {
    /// The condition; None if it cannot be read.
    pub fn condition(&self) -> Option<Condition> {
        let mut reader = Reader::default();
        Condition::read(&self.json, &mut reader).filter(|_| reader.problems.is_empty())
    }
}

/// Every condition of the config.
pub fn sites(checker: &Checker) -> Vec<Site> {
    let mut sites = Vec::new();
    let mut push = |path: &str, key: &str, definition: &Json, owner: Owner| {
        if let Some(json) = definition.get(key) {
            sites.push(Site { path: below(path, key), json: json.clone(), owner });
        }
    };
    let members = |json: Option<&Json>| -> Vec<(String, Json)> {
        json.and_then(Json::as_map).map(|map| map.0.clone()).unwrap_or_default()
    };
    for (id, step) in members(checker.merged.get("steps")) {
        let path = below("/steps", &id);
        push(&path, "when", &step, Owner::Step(id.clone()));
        push(&path, "required", &step, Owner::Step(id.clone()));
        for (option, definition) in members(step.get("option")) {
            let path = below(&below(&path, "option"), &option);
            push(&path, "when", &definition, Owner::Option(id.clone(), option));
        }
    }
    for (id, remedy) in members(checker.merged.get("remedies")) {
        push(&below("/remedies", &id), "when", &remedy, Owner::Remedy(id.clone()));
    }
    sites
}

pub fn check(checker: &mut Checker) {
    for site in sites(checker) {
        condition(checker, &site.json, &site.path);
        merged(checker, &site.path);
    }
    // What is impossible hides nothing, so whether it can ever hold is the merchant's to know.
    let remedies = checker.merged.get("remedies").and_then(Json::as_map).cloned().unwrap_or_default();
    for (id, remedy) in remedies.iter() {
        if let Some(json) = remedy.get("impossible") {
            let path = below(&below("/remedies", id), "impossible");
            condition(checker, json, &path);
            merged(checker, &path);
        }
    }
}

/// Facts that a condition reads, each with the place where it is named.
pub fn facts_read(json: &Json, path: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (key, value) in json.as_map().map(|map| map.0.as_slice()).unwrap_or_default() {
        let inside = below(path, key);
        match key.as_str() {
            "not" => found.extend(facts_read(value, &inside)),
            "any" | "all" => {
                for (at, each) in value.items().iter().enumerate() {
                    found.extend(facts_read(each, &below(&inside, &at.to_string())));
                }
            }
            fact => found.push((fact.to_string(), inside)),
        }
    }
    found
}

fn condition(checker: &mut Checker, json: &Json, path: &str) {
    let map = match json {
        Json::Bool(_) => return,
        Json::Map(map) => map,
        _ => return wrong(checker, path, "true, false or an object of facts"),
    };
    for (key, value) in map.iter() {
        let inside = below(path, key);
        match (key, value) {
            ("not", value) => condition(checker, value, &inside),
            ("any" | "all", Json::List(list)) => {
                if list.is_empty() && key == "any" {
                    wrong(checker, &inside, "at least one condition");
                }
                for (at, each) in list.iter().enumerate() {
                    condition(checker, each, &below(&inside, &at.to_string()));
                }
            }
            ("any" | "all", _) => wrong(checker, &inside, "an array of conditions"),
            (fact, value) => tests(checker, fact, value, &inside),
        }
    }
}

/// Tells of a value that cannot be read, if the merchant wrote it.
fn wrong(checker: &mut Checker, path: &str, expected: &str) {
    checker.flaw(path);
    if checker.is_mine(path) {
        let fix = match checker.patch.pointer(path) {
            Some(Json::List(list)) if !list.is_empty() && list.iter().all(|each| each.as_map().is_some()) => {
                "One of several conditions is written { \"any\": [ … ] }, all of them { \"all\": [ … ] }.".to_string()
            }
            Some(Json::Text(_)) => {
                "A condition is written { \"item.category\": \"shoes\" }: a fact and its value.".into()
            }
            _ => format!("Write {expected}."),
        };
        checker.add(&codes::TYPE, path, format!("expected {expected}"), fix);
    }
}

fn tests(checker: &mut Checker, fact: &str, value: &Json, path: &str) {
    let Some(sort) = facts::sort(&checker.config, fact) else { return unknown_fact(checker, fact, path) };
    let Some(map) = value.as_map() else { return literals(checker, fact, sort, value, path, None) };
    if map.is_empty() {
        return wrong(checker, path, "a value, a list or a comparison");
    }
    for (key, value) in map.iter() {
        let inside = below(path, key);
        match key {
            "exists" if matches!(value, Json::Bool(_)) => {}
            "exists" => wrong(checker, &inside, "true or false"),
            "not" => literals(checker, fact, sort, value, &inside, None),
            "atLeast" | "atMost" | "above" | "below" => literals(checker, fact, sort, value, &inside, Some(key)),
            _ => {
                checker.flaw(&inside);
                if checker.is_mine(&inside) {
                    let known = ["atLeast", "atMost", "above", "below", "not", "exists"];
                    let fix = checker.meant(key, known, "Use atLeast, atMost, above, below, not or exists.");
                    checker.add(&codes::CONDITION_TEST, inside, format!("there is no comparison \"{key}\""), fix);
                }
            }
        }
    }
}

fn unknown_fact(checker: &mut Checker, fact: &str, path: &str) {
    checker.flaw(path);
    let guesses = checker.guesses.get() > 0;
    let steps: Vec<String> =
        checker.config.steps.iter().filter(|_| guesses).map(|(id, _)| format!("answer.{id}")).collect();
    if let Some(step) = fact.strip_prefix("answer.") {
        // A step that the merchant took out: the place is where they did.
        let place = if checker.is_mine(path) { path.to_string() } else { below("/steps", step) };
        if !checker.is_mine(&place) || (place != path && checker.is_flawed(&place)) {
            return;
        }
        if checker.config.steps.get(step).is_some() {
            let message = format!("the step \"{step}\" has no answer that a condition could read");
            return checker.add(&codes::CONDITION_STEP, place, message, "Read another step's answer.");
        }
        let message = if place == path {
            format!("there is no step \"{step}\" whose answer could be read")
        } else {
            format!("the condition at {path} reads the answer of \"{step}\", which is taken out here")
        };
        let fix = checker.meant(fact, steps.iter().map(String::as_str), "Define the step, or take the condition out.");
        return checker.add(&codes::CONDITION_STEP, place, message, fix);
    }
    if !checker.is_mine(path) {
        return;
    }
    if let Some((code, message, fix)) = private::fact(fact) {
        return checker.add(code, path, message, fix);
    }
    let names = || FACTS.iter().map(|fact| fact.name);
    // "daysSinceDelivery" for "item.daysSinceDelivery", "reason" for "answer.reason".
    let ending = names().chain(steps.iter().map(String::as_str)).find(|name| name.rsplit('.').next() == Some(fact));
    let all = "Facts are order.…, item.…, customer.…, shop.…, right.withdrawal, right.guarantee, right.rejection, locale and answer.<step>.";
    let fix = match ending {
        Some(name) => format!("Did you mean \"{name}\"?"),
        None => checker.meant(fact, names().chain(steps.iter().map(String::as_str)), all),
    };
    checker.add(&codes::CONDITION_FACT, path, format!("there is no fact \"{fact}\""), fix);
}

fn literals(checker: &mut Checker, fact: &str, sort: Sort, value: &Json, path: &str, comparison: Option<&str>) {
    if !checker.is_mine(path) {
        return;
    }
    if comparison.is_some() && !matches!(sort, Sort::Number | Sort::Date | Sort::BoolOrDate) {
        checker.flaw(path);
        let message = format!("\"{fact}\" is no number and no date: more and less mean nothing");
        return checker.add(&codes::CONDITION_SORT, path, message, "Compare it with a value or a list of values.");
    }
    match value {
        Json::List(_) if comparison.is_some() => wrong(checker, path, "one value to compare with"),
        Json::List(list) if list.is_empty() => wrong(checker, path, "at least one value"),
        Json::List(list) => {
            for (at, each) in list.iter().enumerate() {
                literal(checker, fact, sort, each, &below(path, &at.to_string()), comparison);
            }
        }
        _ => literal(checker, fact, sort, value, path, comparison),
    }
}

fn literal(checker: &mut Checker, fact: &str, sort: Sort, value: &Json, path: &str, comparison: Option<&str>) {
    let expected = match sort {
        Sort::Number if value.as_int().is_some() => return unit(checker, fact, value, path, comparison),
        // 19.99 of money is a whole number of cents that was written in another unit.
        Sort::Number if value.as_number().is_some() && is_money(fact) => {
            return unit(checker, fact, value, path, comparison);
        }
        Sort::Number => "a whole number, without quotes",
        Sort::Date if is_date(value) => return,
        Sort::Date => "an ISO date such as \"2026-11-22\"",
        Sort::Bool if matches!(value, Json::Bool(_)) => return,
        Sort::Bool => "true or false, without quotes",
        Sort::BoolOrDate if matches!(value, Json::Bool(_)) || is_date(value) => return,
        Sort::BoolOrDate => "true, false or an ISO date",
        Sort::Parts => "{ \"exists\": true } or { \"exists\": false }",
        Sort::Text | Sort::List if value.as_text().is_some() => return closed_text(checker, fact, value, path),
        Sort::Words | Sort::WordList if value.as_text().is_some() => return word(checker, fact, value, path),
        Sort::Text | Sort::List | Sort::Words | Sort::WordList => "a text in quotes",
    };
    checker.flaw(path);
    let message = match comparison {
        Some(_) => format!("\"{fact}\" cannot be compared with {}", value.to_text()),
        None => format!("{} is never equal to \"{fact}\"", value.to_text()),
    };
    checker.add(&codes::CONDITION_SORT, path, message, format!("Write {expected}."));
}

fn is_date(value: &Json) -> bool {
    value.as_text().is_some_and(|text| text.len() == 10 && Day::parse(text).is_some())
}

fn is_money(fact: &str) -> bool {
    matches!(fact, "item.price" | "item.paid" | "order.shipping" | "order.total" | "order.invoice.due")
}

fn unit(checker: &mut Checker, fact: &str, value: &Json, path: &str, comparison: Option<&str>) {
    let Some(number) = value.as_number().filter(|_| is_money(fact)) else { return };
    let small = comparison.is_some() && number > 0.0 && number < 100.0;
    if small || number.fract() != 0.0 {
        let message = format!("\"{fact}\" is in minor units: {} is less than it looks", value.to_text());
        let meant = Json::Int((number * 100.0).round() as i64).to_text();
        checker.add(&codes::CONDITION_UNIT, path, message, format!("Did you mean {meant}?"));
    }
}

/// Texts that only some values make sense for.
fn closed_text(checker: &mut Checker, fact: &str, value: &Json, path: &str) {
    let text = value.as_text().unwrap_or_default();
    let (fits, known): (bool, Vec<String>) = match fact {
        "order.country" | "shop.country" => {
            (countries::is_country(text), countries::CODES.split(' ').map(str::to_string).collect())
        }
        "locale" => {
            let offered = checker.offered();
            (offered.contains(&text), offered.into_iter().map(str::to_string).collect())
        }
        _ if fact.starts_with("answer.") && facts::sort(&checker.config, fact) == Some(Sort::List) => {
            (text == crate::flow::UNABLE, vec![crate::flow::UNABLE.into()])
        }
        _ => return,
    };
    if !fits {
        never_this(checker, fact, text, known, path);
    }
}

fn word(checker: &mut Checker, fact: &str, value: &Json, path: &str) {
    let text = value.as_text().unwrap_or_default();
    let known = facts::words(&checker.config, fact);
    if !known.iter().any(|word| word == text) {
        never_this(checker, fact, text, known, path);
    }
}

fn never_this(checker: &mut Checker, fact: &str, text: &str, known: Vec<String>, path: &str) {
    checker.flaw(path);
    let meant =
        known.iter().find(|word| word.eq_ignore_ascii_case(text)).map(|word| format!("Did you mean \"{word}\"?"));
    let others = match known.len() {
        0 => "Define the options of that step.".into(),
        1..=12 => format!("It can be: {}.", known.join(", ")),
        _ => "Use one of its values.".into(),
    };
    let fix = meant.unwrap_or_else(|| checker.meant(text, known.iter().map(String::as_str), others));
    checker.add(&codes::CONDITION_OPTION, path, format!("\"{fact}\" is never \"{text}\""), fix);
}

/// A condition that is merged into the preset's, with tests left that nobody wrote here.
fn merged(checker: &mut Checker, path: &str) {
    let (Some(mine), Some(theirs)) = (checker.patch.pointer(path), checker.base.pointer(path)) else { return };
    let mut left = Vec::new();
    surviving(mine, theirs, "", &mut left);
    if !left.is_empty() && mine.as_map().is_some_and(|map| !map.is_empty()) {
        let message = format!("the preset's {} stays: both must hold", left.join(", "));
        let keys = left.join(", ");
        let fix = format!("To replace it, set {keys} to null here; to keep both, write the whole condition out.");
        checker.add(&codes::CONDITION_MERGED, path, message, fix);
    }
}

/// Keys of `theirs` that `mine` does not speak of. Two conditions that agree in a key are one.
fn surviving(mine: &Json, theirs: &Json, before: &str, left: &mut Vec<String>) {
    let (Some(mine), Some(theirs)) = (mine.as_map(), theirs.as_map()) else { return };
    for (key, value) in theirs.iter() {
        let name = if before.is_empty() { format!("\"{key}\"") } else { format!("{before}.\"{key}\"") };
        match mine.get(key) {
            None => left.push(name),
            Some(own) => surviving(own, value, &name, left),
        }
    }
}
