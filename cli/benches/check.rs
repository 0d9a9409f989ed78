//! How long the checker takes for a config of 200 steps, and the simulation for the default preset. docs/benchmarks.md keeps the figures.

use redress_engine::Day;
use redress_engine::Json;
use redress_engine::check::simulate::{MAX_STATES, Options, simulate};
use redress_engine::check::{Library, check};
use redress_engine::config::{Config, load};

fn main() {
    divan::main();
}

/// A config with 200 steps of its own, of seven kinds, half of them with a condition on an earlier answer.
fn two_hundred_steps() -> String {
    let mut steps = Vec::new();
    let mut order = Vec::new();
    for at in 0..200 {
        let when = match at % 2 {
            1 => format!(
                r#""when": {{ "answer.s{}": ["a", "b"], "item.paid": {{ "atLeast": {} }} }},"#,
                at / 8 * 8,
                100 + at
            ),
            _ => String::new(),
        };
        let label = format!(r#""label": {{ "en": "Question {at}", "de": "Frage {at}" }}"#);
        let own = match at % 8 {
            0 => {
                let option = |id: &str| format!(r#""{id}": {{ "label": {{ "en": "{id} {at}", "de": "{id} {at}" }} }}"#);
                let options: Vec<String> = ["a", "b", "c"].iter().map(|id| option(id)).collect();
                format!(r#""kind": "choice", "required": true, "options": ["a", "b", "c"], "option": {{ {} }}"#, options.join(", "))
            }
            1 => r#""kind": "text", "pattern": "[A-Z]{2}[0-9]{4,8}", "maxLength": 12"#.into(),
            2 => r#""kind": "number", "min": 1, "max": 99"#.into(),
            3 => r#""kind": "date", "earliest": { "from": "order.placedOn", "days": 0 }, "latest": { "from": "today", "days": 0 }"#.into(),
            4 => r#""kind": "photos", "maxFiles": 3"#.into(),
            5 => r#""kind": "consent""#.into(),
            6 => r#""kind": "rating", "max": 5"#.into(),
            _ => r#""kind": "text", "format": "url""#.into(),
        };
        steps.push(format!(r#""s{at}": {{ {when} {label}, {own} }}"#));
        order.push(format!(r#""s{at}""#));
    }
    format!(
        r#"{{ "shop": {{ "name": "Bench", "country": "DE" }}, "endpoint": {{ "url": "/c" }}, "locales": ["en", "de"],
        "flows": {{ "complaint": {{ "steps": ["items", "reason", "remedy", {}, "contact"] }} }},
        "steps": {{ {} }} }}"#,
        order.join(", "),
        steps.join(",\n")
    )
}

/// The default preset in a German shop, or in one that names no country.
fn default_config(library: &Library, shop: &str) -> Config {
    let patch = Json::parse(&format!(r#"{{ "shop": {shop}, "endpoint": {{ "url": "/c" }} }}"#)).unwrap_or_default();
    library.preset("default").map(|preset| load(preset, &patch).config).unwrap_or_default()
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn check_200_steps(bencher: divan::Bencher) {
    let (text, library) = (two_hundred_steps(), Library::built_in());
    let found = check(&text, &library);
    assert!(found.is_empty(), "what is measured is a good config: {found:?}");
    bencher.bench(|| check(&text, &library));
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn check_the_smallest(bencher: divan::Bencher) {
    let library = Library::built_in();
    bencher.bench(|| check(r#"{ "endpoint": { "url": "/c" } }"#, &library));
}

#[divan::bench(args = [r#"{ "country": "DE" }"#, "{}"], sample_count = 10, sample_size = 1)]
fn simulate_default(bencher: divan::Bencher, shop: &str) {
    let library = Library::built_in();
    let config = default_config(&library, shop);
    let today = Day::parse("2026-11-21").unwrap_or(Day::FIRST);
    let options = Options { flow: None, page: None, today, max_states: MAX_STATES };
    assert!(simulate(&config, &library.laws, &options).complete);
    bencher.bench(|| simulate(&config, &library.laws, &options));
}
