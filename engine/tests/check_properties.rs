//! Properties of the checker: no JSON panics it, nothing takes long, and what it passes leaves no shopper stuck.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may say what it expects")]

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use redress_engine::check::simulate::{self, simulate};
use redress_engine::check::source::Source;
use redress_engine::check::{Library, Severity, check, codes};
use redress_engine::config::load;
use redress_engine::json::Map;
use redress_engine::{Day, Json};
use std::sync::LazyLock;

static LIBRARY: LazyLock<Library> = LazyLock::new(Library::built_in);

/// Keys of the language, and a few that are none.
const KEYS: &[&str] = &[
    "extends",
    "shop",
    "name",
    "country",
    "email",
    "phone",
    "hours",
    "answerWithin",
    "workingDays",
    "endpoint",
    "url",
    "timeoutSeconds",
    "locales",
    "tone",
    "flows",
    "complaint",
    "withdrawal",
    "start",
    "kind",
    "label",
    "steps",
    "order",
    "items",
    "reason",
    "remedy",
    "photos",
    "details",
    "contact",
    "per",
    "help",
    "when",
    "required",
    "default",
    "prefill",
    "readOnly",
    "error",
    "options",
    "option",
    "faulty",
    "other",
    "atLeast",
    "atMost",
    "above",
    "below",
    "not",
    "exists",
    "any",
    "all",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "min",
    "max",
    "unit",
    "earliest",
    "latest",
    "from",
    "days",
    "minFiles",
    "maxFiles",
    "fields",
    "text",
    "low",
    "high",
    "icon",
    "problem",
    "flow",
    "remedies",
    "refund",
    "percent",
    "basis",
    "gives",
    "theme",
    "accent",
    "background",
    "privacy",
    "messages",
    "answer.reason",
    "answer.details",
    "answer.photos",
    "item.paid",
    "item.arrived",
    "item.deliveredOn",
    "item.daysSinceDelivery",
    "item.exclusions",
    "order.placedOn",
    "customer.kind",
    "shop.country",
    "locale",
    "right.withdrawal",
    "en",
    "de",
    "one",
    "token",
    "",
    "a/b",
    "~",
    "$schema",
    "//",
];

/// Values of the language, and a few that are none.
const WORDS: &[&str] = &[
    "default",
    "DE",
    "/c",
    "http://a.example",
    "reason",
    "items",
    "details",
    "faulty",
    "other",
    "choice",
    "choices",
    "text",
    "number",
    "date",
    "photos",
    "contact",
    "address",
    "consent",
    "notice",
    "rating",
    "callback",
    "lookup",
    "item",
    "case",
    "2026-11-22",
    "2026-02-30",
    "today",
    "item.paid",
    "customer.phone",
    "en",
    "de",
    "[A-Z]{2,4}",
    "(a|b)*",
    "(",
    "#fff",
    "{count} {item}",
    "[x](javascript:y)",
    "goodwill",
    "statutory",
    "withdrawal",
    "complaint",
    "sk_live_0123456789",
    "",
    "\u{0}",
    "ß😀",
];

fn value() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        select(WORDS).prop_map(Json::from),
        any::<bool>().prop_map(Json::from),
        select(vec![i64::MIN, -1, 0, 1, 5, 2000, i64::MAX]).prop_map(Json::from),
        select(vec![0.5, -1e300, 19.99]).prop_map(Json::Float),
        Just(Json::Null),
    ];
    leaf.prop_recursive(6, 96, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Json::List),
            vec((select(KEYS), inner), 0..6).prop_map(|entries| {
                let mut map = Map::default();
                entries.into_iter().for_each(|(key, value)| map.set(key, value));
                Json::Map(map)
            }),
        ]
    })
}

/// A value at a place where the language has one, so that it is reached.
fn patch() -> impl Strategy<Value = Json> {
    let places = select(vec![
        "",
        "shop",
        "endpoint",
        "theme",
        "privacy",
        "locales",
        "messages",
        "start",
        "flows",
        "flows.complaint",
        "flows.complaint.steps",
        "flows.safety",
        "steps",
        "steps.reason",
        "steps.details",
        "steps.new",
        "steps.reason.when",
        "steps.photos.when",
        "steps.photos.required",
        "steps.reason.option",
        "steps.reason.option.faulty",
        "steps.reason.option.faulty.when",
        "steps.reason.options",
        "steps.details.label",
        "steps.details.default",
        "steps.details.pattern",
        "steps.details.earliest",
        "remedies",
        "remedies.repair",
        "remedies.refund.when",
        "remedies.new",
    ]);
    vec((places, value()), 1..6).prop_map(|parts| {
        let mut whole = Json::Map(Map::default());
        for (place, value) in parts {
            let mut part = value;
            for key in place.rsplit('.').filter(|key| !key.is_empty()) {
                part = Json::map([(key, part)]);
            }
            // A merge would take nulls out.
            join(&mut whole, part);
        }
        whole
    })
}

fn join(whole: &mut Json, part: Json) {
    match (whole, part) {
        (Json::Map(whole), Json::Map(part)) => {
            for (key, value) in part.0 {
                match whole.get_mut(&key) {
                    Some(old) => join(old, value),
                    None => whole.set(&key, value),
                }
            }
        }
        (whole, part) => *whole = part,
    }
}

fn sound(text: &str) -> Result<(), TestCaseError> {
    let findings = check(text, &LIBRARY);
    let source = Source::new(text);
    for finding in &findings {
        let code = codes::find(finding.code);
        prop_assert_eq!(code.map(|code| code.severity), Some(finding.severity));
        prop_assert!(finding.path.is_empty() || source.nearest(&finding.path).is_some(), "{:?}", finding);
    }
    // What would stop a live page is never passed.
    if let Ok(json) = Json::parse(text) {
        let loaded = load(LIBRARY.preset("default").unwrap(), &json);
        let errors = findings.iter().any(|finding| finding.severity == Severity::Error);
        prop_assert!(errors || loaded.fatal().is_none(), "{:?}", loaded.fatal());
    }
    Ok(())
}

proptest! {
    #[test]
    fn no_config_panics_the_checker_and_each_finding_can_be_shown(patch in patch()) {
        sound(&patch.to_text())?;
    }

    #[test]
    fn no_text_panics_the_checker(text in any::<String>()) {
        sound(&text)?;
    }
}

/// Pieces that a merchant may add, each right by itself. Together they may contradict each other: then the checker has to say so.
const PIECES: &[&str] = &[
    r#"{"flows":{"complaint":{"steps":["order","items","reason",["photos","details"],"remedy","contact"]}}}"#,
    r#"{"flows":{"complaint":{"steps":["order","items","reason","size","remedy",["photos","details"],"contact"]}}}"#,
    r#"{"flows":{"complaint":{"steps":["order","items","size","reason","remedy",["photos","details"],"stars","contact"]}}}"#,
    r#"{"steps":{"size":{"kind":"choice","per":"item","required":true,"label":"Size","options":["s","l"],"option":{"s":{"label":"S"},"l":{"label":"L"}}}}}"#,
    r#"{"steps":{"size":{"kind":"choice","per":"item","required":true,"label":"Size","options":["s"],"option":{"s":{"label":"S","when":{"item.category":"shirts"}}}}}}"#,
    r#"{"steps":{"size":{"option":{"s":{"when":{"item.arrived":true}},"l":{"when":{"not":{"item.arrived":true}}}}}}}"#,
    r#"{"steps":{"size":{"option":{"s":{"when":{"answer.reason":"faulty"}}}}}}"#,
    r#"{"steps":{"size":{"when":{"item.category":"shirts"}}}}"#,
    r#"{"steps":{"size":{"when":{"answer.reason":["faulty","wrong-item"]}}}}"#,
    r#"{"steps":{"size":{"required":{"item.paid":{"above":5000}}}}}"#,
    r#"{"steps":{"size":{"per":"case"}}}"#,
    r#"{"steps":{"stars":{"kind":"rating","label":"How was it?","required":true}}}"#,
    r#"{"steps":{"stars":{"kind":"choices","label":"Which?","required":true,"atLeast":2,"options":["a","b","c"],"option":{"a":{"label":"A"},"b":{"label":"B"},"c":{"label":"C","when":{"item.category":"shirts"}}}}}}"#,
    r#"{"steps":{"stars":{"option":{"b":{"when":{"answer.reason":"faulty"}}}}}}"#,
    r#"{"steps":{"reason":{"options":["faulty","damaged"]}}}"#,
    r#"{"steps":{"reason":{"options":["damaged","not-delivered","other"]}}}"#,
    r#"{"steps":{"reason":{"option":{"other":{"when":{"item.paid":{"atLeast":1000}}},"not-delivered":{"when":{"item.arrived":false}}}}}}"#,
    r#"{"steps":{"reason":{"when":{"item.kind":"goods"}}}}"#,
    r#"{"steps":{"photos":{"minFiles":2,"maxFiles":3,"required":true}}}"#,
    r#"{"steps":{"details":{"required":true,"minLength":10,"maxLength":40}}}"#,
    r#"{"steps":{"remedy":{"when":{"answer.reason":{"not":"other"}}}}}"#,
];

fn combined(pieces: &[&str]) -> Json {
    let mut config = Json::parse(r#"{"endpoint":{"url":"/c"},"locales":["en"]}"#).unwrap();
    pieces.iter().for_each(|piece| config.merge(&Json::parse(piece).unwrap()));
    config
}

fn stuck(config: &Json) -> Option<String> {
    let loaded = load(LIBRARY.preset("default").unwrap(), config);
    let today = Day::parse("2026-11-21").unwrap();
    let options = simulate::Options { flow: None, page: None, today, max_states: 3000 };
    let walked = simulate(&loaded.config, &LIBRARY.laws, &options);
    walked.is_stuck().then(|| format!("{:?}", walked.flows.iter().flat_map(|flow| &flow.stuck).next()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn what_the_checker_passes_leaves_nobody_stuck(pieces in vec(select(PIECES), 0..7)) {
        let config = combined(&pieces);
        let findings = check(&config.to_text(), &LIBRARY);
        let errors: Vec<_> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
        if errors.is_empty() {
            prop_assert_eq!(stuck(&config), None, "{}", config.to_text());
        }
    }
}

#[test]
fn what_the_checker_calls_a_dead_end_leaves_somebody_stuck() {
    for pieces in [vec![r#"{"steps":{"reason":{"options":["faulty","damaged"]}}}"#], vec![PIECES[1], PIECES[4]]] {
        let config = combined(&pieces);
        let findings = check(&config.to_text(), &LIBRARY);
        assert!(findings.iter().any(|finding| finding.code == "step.dead-end"), "{findings:?}");
        assert!(stuck(&config).is_some(), "{}", config.to_text());
    }
}

/// As much of everything as a config may have. What grows with the square of it would take minutes here.
#[test]
fn the_largest_configs_are_checked_in_time() {
    let list = |count: usize, each: &dyn Fn(usize) -> String| (0..count).map(each).collect::<Vec<_>>().join(",");
    let steps = list(900, &|n| {
        format!(r#""s{n}":{{"kind":"text","label":"S","when":{{"answer.s{}":"x","item.ctegory":"y"}}}}"#, n + 1)
    });
    let ids = list(900, &|n| format!(r#""s{n}""#));
    let many_steps =
        format!(r#"{{"endpoint":{{"url":"/c"}},"flows":{{"complaint":{{"steps":[{ids}]}}}},"steps":{{{steps}}}}}"#);
    let facts = list(900, &|n| format!(r#"{{"any":[{}]}}"#, list(20, &|m| format!(r#"{{"fact.{n}.{m}":[1,2]}}"#))));
    let many_facts = format!(r#"{{"endpoint":{{"url":"/c"}},"steps":{{"details":{{"when":{{"any":[{facts}]}}}}}}}}"#);
    let options = list(900, &|n| format!(r#""o{n}":{{"label":"O","flow":"f{}","when":{{"item.paid":{n}}}}}"#, n % 90));
    let listed = list(900, &|n| format!(r#""o{n}""#));
    let flows = list(90, &|n| format!(r#""f{n}":{{"steps":["reason","details"]}}"#));
    let many_options = format!(
        r#"{{"endpoint":{{"url":"/c"}},"flows":{{{flows}}},"steps":{{"reason":{{"options":[{listed}],"option":{{{options}}}}}}}}}"#
    );
    let words = list(900, &|n| format!(r#""word {n}""#));
    let many_words = format!(
        r#"{{"endpoint":{{"url":"/c"}},"messages":{{{}}},"steps":{{"details":{{"when":{{"item.category":[{words}],"item.sku":[{words}],"not":{{"item.title":[{words}]}}}}}}}}}}"#,
        list(900, &|n| format!(r#""m.{n}":{{"en":"{{a{n}}}","de":"{{b{n}}}"}}"#))
    );
    for text in [many_steps, many_facts, many_options, many_words] {
        assert!(text.len() < 1_000_000);
        assert!(!check(&text, &LIBRARY).is_empty());
    }
}
