//! Checking a policy's rules: facts, remedies and steps that exist, values of the right sort, and nothing that holds an unknown
//! customer under suspicion.

use redress_engine::config::{Config, FlowKind};
use redress_engine::facts::{self, Sort};
use redress_engine::json::push_token;
use redress_engine::offers::{OTHER_REMEDY, WITHDRAWAL};
use redress_engine::{Day, Json};

use super::Flaw;

/// Notes every mistake in the rules. What is of a wrong shape has been noted by the reader.
pub fn check(json: &Json, configs: &[&Config], flaws: &mut Vec<Flaw>) {
    let mut checker = Checker { configs, flaws };
    for (list, fair) in [("instant", false), ("routing", true), ("needsInfo", true)] {
        for (at, rule) in json.get(list).map(Json::items).unwrap_or_default().iter().enumerate() {
            let path = format!("/{list}/{at}");
            if let Some(when) = rule.get("when") {
                checker.condition(when, &format!("{path}/when"), Place { fair, negated: false });
            }
            for (at, remedy) in rule.get("remedies").map(Json::items).unwrap_or_default().iter().enumerate() {
                checker.remedy(remedy, format!("{path}/remedies/{at}"));
            }
        }
    }
}

/// Where a condition stands.
#[derive(Clone, Copy)]
struct Place {
    /// Whether it must not hold because nothing is known: of a customer who is new, or came without a token.
    fair: bool,
    /// Whether it stands inside `not`.
    negated: bool,
}

struct Checker<'a> {
    /// The desk's own first: only under that one something is approved.
    configs: &'a [&'a Config],
    flaws: &'a mut Vec<Flaw>,
}

impl Checker<'_> {
    fn note(&mut self, code: &'static str, path: String, message: String, fix: impl Into<String>) {
        self.flaws.push(Flaw { code, path, message, fix: fix.into() });
    }

    fn remedy(&mut self, remedy: &Json, path: String) {
        let Some(id) = remedy.as_text() else { return };
        if id == WITHDRAWAL || id == OTHER_REMEDY {
            let message = format!("\"{id}\" is never approved at once");
            return self.note("policy.remedy", path, message, "Take it out.");
        }
        if self.configs.first().is_none_or(|own| own.remedies.get(id).is_none()) {
            let message = format!("the config has no remedy \"{id}\"");
            self.note("policy.remedy", path, message, "Name one that `redress print` shows under remedies.");
        }
    }

    fn condition(&mut self, json: &Json, path: &str, place: Place) {
        let Some(map) = json.as_map() else { return };
        for (key, value) in map.iter() {
            let mut inside = path.to_string();
            push_token(&mut inside, key);
            match key {
                "not" => self.condition(value, &inside, Place { negated: true, ..place }),
                "any" | "all" => {
                    for (at, each) in value.items().iter().enumerate() {
                        self.condition(each, &format!("{inside}/{at}"), place);
                    }
                }
                fact => self.fact(fact, value, inside, place),
            }
        }
    }

    fn fact(&mut self, name: &str, value: &Json, path: String, place: Place) {
        let sorts: Vec<(Sort, Vec<String>)> = self.configs.iter().filter_map(|config| known(config, name)).collect();
        if sorts.is_empty() {
            let fix = "Name a fact that docs/configuration.md lists, history.<name>, flow.kind, signal.honeypot, signal.seconds, or answer.<step> of a step there is.";
            return self.note("policy.fact", path, format!("there is no fact \"{name}\""), fix);
        }
        let group = name.split('.').next().unwrap_or_default();
        let of_the_shop = ["order", "item", "right", "customer", "history"].contains(&group);
        let for_unknown = value.get("exists") == Some(&Json::Bool(false));
        if place.fair && of_the_shop && (place.negated || for_unknown) {
            let message = format!("this would hold for a customer of whom \"{name}\" is not known");
            let fix = "Say what must be known instead, without \"not\": { … } around it (\"not\" may stand inside: { \"not\": \"DE\" }) and without \"exists\": false.";
            self.note("policy.unknown-customer", path.clone(), message, fix);
        }
        let tests: Vec<(&str, &Json, String)> = match value {
            Json::Map(tests) => tests.iter().map(|(test, value)| (test, value, format!("{path}/{test}"))).collect(),
            value => vec![("is", value, path)],
        };
        for (test, value, path) in tests {
            let values = if let Json::List(list) = value { list.as_slice() } else { std::slice::from_ref(value) };
            let fits = |value: &Json| sorts.iter().any(|(sort, words)| fits(test, *sort, words, value));
            if !values.iter().all(fits) {
                let expected = sorts.first().map_or("something else", |(sort, _)| expected(test, *sort));
                let message = format!("\"{name}\" can never be this: expected {expected}");
                self.note("policy.value", path, message, "Write what the fact can be.");
            }
        }
    }
}

/// How the form was filled in: facts of the policy alone, for a page could make them up.
const SIGNALS: [(&str, Sort); 2] = [("signal.honeypot", Sort::Bool), ("signal.seconds", Sort::Number)];

/// The sort of a fact, and its words where there is a closed set of them.
fn known(config: &Config, name: &str) -> Option<(Sort, Vec<String>)> {
    if name == "flow.kind" {
        return Some((Sort::Words, FlowKind::ALL.iter().map(|(word, _)| (*word).to_string()).collect()));
    }
    if let Some((_, sort)) = SIGNALS.iter().find(|(signal, _)| *signal == name) {
        return Some((*sort, Vec::new()));
    }
    if name.strip_prefix("history.").is_some_and(|key| !key.is_empty()) {
        return Some((Sort::Number, Vec::new()));
    }
    facts::sort(config, name).map(|sort| (sort, facts::words(config, name)))
}

fn fits(test: &str, sort: Sort, words: &[String], value: &Json) -> bool {
    let date = || value.as_text().is_some_and(|text| Day::parse(text).is_some() && text.len() == 10);
    let number = || value.as_number().is_some();
    match (test, sort) {
        ("exists", _) => true,
        ("atLeast" | "atMost" | "above" | "below", Sort::Number) => number(),
        ("atLeast" | "atMost" | "above" | "below", Sort::Date | Sort::BoolOrDate) => date(),
        ("atLeast" | "atMost" | "above" | "below", _) => false,
        (_, Sort::Text | Sort::List) => value.as_text().is_some(),
        (_, Sort::Number) => number(),
        (_, Sort::Date) => date(),
        (_, Sort::Bool) => matches!(value, Json::Bool(_)),
        (_, Sort::BoolOrDate) => matches!(value, Json::Bool(_)) || date(),
        (_, Sort::Words | Sort::WordList) => {
            value.as_text().is_some_and(|text| words.is_empty() || words.iter().any(|word| word == text))
        }
        (_, Sort::Parts) => false,
    }
}

fn expected(test: &str, sort: Sort) -> &'static str {
    match (test, sort) {
        (_, Sort::Number) => "a number",
        (_, Sort::Date) => "a date such as \"2026-11-22\"",
        ("atLeast" | "atMost" | "above" | "below", Sort::BoolOrDate) => "a date such as \"2026-11-22\"",
        ("atLeast" | "atMost" | "above" | "below", _) => "another test: this fact has no order",
        (_, Sort::Bool) => "true or false",
        (_, Sort::BoolOrDate) => "true, false or a date",
        (_, Sort::Words | Sort::WordList) => "one of its words",
        (_, Sort::Parts) => "one of its parts, or whether it exists",
        (_, Sort::Text | Sort::List) => "a string",
    }
}
