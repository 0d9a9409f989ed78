//! The law as data: every case of law/cases/ comes out as it says; `packs` looks at the packs themselves.
//!
//! The expected days were worked out apart from the engine and from the packs (own numbers, another list of holidays): a wrong rule, a
//! wrong holiday and a wrong count are all found here.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may say what it expects")]

#[path = "../common/mod.rs"]
mod common;
#[path = "../../src/check/countries.rs"]
mod countries;
mod packs;

use common::{config, day, ids, json, read, withheld};
use countries::is_country;
use redress_engine::answers::Answers;
use redress_engine::check::Library;
use redress_engine::flow::prune;
use redress_engine::law::{Right, Rights, rights};
use redress_engine::offers::{ItemOffers, Offer, offers};
use redress_engine::{Day, Json, Setting};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What a case may say.
const CASE_KEYS: [&str; 17] = [
    "name",
    "order",
    "items",
    "customer",
    "today",
    "reason",
    "repaired",
    "waited",
    "chosen",
    "rights",
    "offered",
    "withheld",
    "gets",
    "pays",
    "extendsMonths",
    "source",
    "note",
];

/// Name (`de`) and contents of every JSON file of a folder.
fn files(folder: &str) -> Vec<(String, Json)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let stem = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_string();
    paths.iter().map(|path| (stem(path), json(&fs::read_to_string(path).unwrap()))).collect()
}

fn cases() -> Vec<(String, Json)> {
    let of = |(file, json): (String, Json)| {
        let cases = json.get("cases").unwrap().items().to_vec();
        cases.into_iter().map(move |case| (file.clone(), case))
    };
    files("law/cases").into_iter().flat_map(of).collect()
}

fn text<'a>(json: &'a Json, key: &str) -> &'a str {
    json.get(key).and_then(Json::as_text).unwrap_or_default()
}

fn words(json: &Json) -> Vec<&str> {
    json.items().iter().filter_map(Json::as_text).collect()
}

/// What came of a case.
struct Outcome {
    rights: Rights,
    offers: ItemOffers,
}

/// The rights of a case's first line and, in the default preset, the offers for it.
fn run(case: &Json, library: &Library) -> Outcome {
    let country = case.at("order.country").and_then(Json::as_text).unwrap();
    let law = library.laws.iter().find(|law| law.country == country);
    let empty = Json::map([]);
    let part = |key: &str| case.get(key).cloned().unwrap_or_else(|| empty.clone());
    let page = read(&Json::map([("order", part("order")), ("items", part("items")), ("customer", part("customer"))]));
    let answers: Answers = answers(case);
    let config = config("{}");
    let setting = Setting {
        config: &config,
        flow_id: "complaint",
        page: &page,
        law,
        today: day(text(case, "today")),
        locale: "en",
    };
    let asked = setting.case(&answers).unwrap();
    let kept = prune(setting, answers.clone());
    assert_eq!(kept.items.get("1"), answers.items.get("1"), "{}: it is not asked", text(case, "name"));
    let given = rights(&asked.context, &asked.context.items[0], asked.law, asked.today);
    assert_eq!(given, asked.rights(&asked.context.items[0]), "the case asks no other law");
    Outcome { rights: given, offers: offers(&asked).items.remove(0) }
}

/// The first line with this reason, and what is said beside it (`repaired`, `waited`): as many pieces as `chosen` says, or one.
fn answers(case: &Json) -> Answers {
    let chosen = case.get("chosen").cloned();
    let chosen = chosen.unwrap_or_else(|| json(r#"[{"line":"1","quantity":1}]"#));
    let reason = case.get("reason").cloned().unwrap_or_else(|| "other".into());
    let mut said = Json::map([("reason", reason)]);
    for beside in ["repaired", "waited"] {
        if let (Json::Map(said), Some(answer)) = (&mut said, case.get(beside)) {
            said.set(beside, answer.clone());
        }
    }
    let items = Json::map([("1", said)]);
    read(&Json::map([("chosen", chosen), ("items", items)]))
}

/// What differs, each as a sentence.
fn differences(case: &Json, outcome: &Outcome) -> Vec<String> {
    let mut found = Vec::new();
    let mut compare = |what: &str, wanted: String, got: String| {
        if wanted != got {
            found.push(format!("{what}: expected {wanted}, came out as {got}"));
        }
    };
    for (key, wanted) in case.get("rights").unwrap().as_map().unwrap().iter() {
        let got = match key {
            "withdrawal" => shown(&outcome.rights.withdrawal, wanted),
            "guarantee" => shown(&outcome.rights.guarantee, wanted),
            "rejection" => shown(&outcome.rights.rejection, wanted),
            "presumedUntil" => date(outcome.rights.presumed_until),
            _ => panic!("no right is called {key}"),
        };
        compare(key, wanted.to_text(), got.to_text());
    }
    let list = |ids: &[&str]| ids.join(", ");
    if let Some(wanted) = case.get("offered") {
        compare("offered", list(&words(wanted)), list(&ids(&outcome.offers)));
    }
    if let Some(wanted) = case.get("withheld") {
        let got: Vec<_> = withheld(&outcome.offers).into_iter().map(|(id, _)| id).collect();
        compare("withheld", list(&words(wanted)), list(&got));
    }
    let offer = |id: &str| -> Offer {
        let found = outcome.offers.offered.iter().find(|offer| offer.remedy == id);
        found.cloned().unwrap_or_else(|| panic!("{}: {id} is not offered", text(case, "name")))
    };
    let each = |key: &str| {
        case.get(key)
            .and_then(Json::as_map)
            .into_iter()
            .flat_map(|map| map.iter().collect::<Vec<_>>())
            .collect::<Vec<_>>()
    };
    let number = |number: Option<i64>| number.map_or(Json::Null, Json::Int);
    for (id, wanted) in each("gets") {
        let gets = offer(id).gets;
        let got = Json::map([("amount", number(gets.amount)), ("shipping", number(gets.shipping))]);
        compare(id, wanted.to_text(), got.to_text());
    }
    for (id, wanted) in each("pays") {
        compare(id, wanted.to_text(), Json::from(offer(id).pays.as_str()).to_text());
    }
    for (id, wanted) in each("extendsMonths") {
        compare(id, wanted.to_text(), number(offer(id).extends_months).to_text());
    }
    found
}

fn date(day: Option<Day>) -> Json {
    day.map_or(Json::Null, |day| Json::Text(day.iso()))
}

/// As much of a right as the case names, in its order.
fn shown(right: &Right, wanted: &Json) -> Json {
    let mut shown = Json::map([]);
    for (key, _) in wanted.as_map().unwrap().iter() {
        let value = match key {
            "open" => Json::Bool(right.open),
            "until" => date(right.until),
            "why" => right.why.into(),
            _ => panic!("a right has no {key}"),
        };
        if let Json::Map(map) = &mut shown {
            map.set(key, value);
        }
    }
    shown
}

#[test]
fn every_case_of_the_law_comes_out_as_it_says() {
    let library = Library::built_in();
    let cases = cases();
    let mut wrong = Vec::new();
    for (file, case) in &cases {
        for difference in differences(case, &run(case, &library)) {
            wrong.push(format!("{file}, {}: {difference}", text(case, "name")));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases differ:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    assert!(cases.len() >= 200, "{} cases", cases.len());
}

#[test]
fn every_case_says_who_says_so_and_has_a_name_of_its_own() {
    let mut names = BTreeSet::new();
    for (file, case) in cases() {
        let name = text(&case, "name").to_string();
        for (key, _) in case.as_map().unwrap().iter() {
            assert!(CASE_KEYS.contains(&key), "{file}, {name}: {key}");
        }
        assert!(!name.is_empty() && !text(&case, "source").is_empty(), "{file}, {name}");
        let country = case.at("order.country").and_then(Json::as_text).unwrap();
        assert!(is_country(country) && (file == "none" || country.eq_ignore_ascii_case(&file)), "{file}, {name}");
        assert!(names.insert((file.clone(), name.clone())), "{file} has {name} twice");
    }
}

#[test]
fn every_pack_has_cases_on_both_sides_of_the_end_of_its_withdrawal() {
    let cases = cases();
    for (file, _) in files("law") {
        let sides: BTreeSet<bool> = cases
            .iter()
            .filter(|(of, case)| {
                *of == file && case.at("rights.withdrawal.until").is_some_and(|until| until.as_text().is_some())
            })
            .filter(|(_, case)| {
                let until = case.at("rights.withdrawal.until").and_then(Json::as_text).map(day).unwrap();
                (0..=1).contains(&day(text(case, "today")).days_since(until))
            })
            .map(|(_, case)| case.at("rights.withdrawal.open") == Some(&Json::Bool(true)))
            .collect();
        assert_eq!(sides.len(), 2, "law/cases/{file}.json: the last day of withdrawal and the day after");
    }
}
