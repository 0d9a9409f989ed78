//! The checker finds exactly what is wrong: nothing in what ships, and in each file of `broken/` what stands beside it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may say what it expects")]

use redress_engine::Json;
use redress_engine::check::codes::{CODES, find};
use redress_engine::check::{Finding, Library, Severity, check, check_onto};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn findings(text: &str) -> Vec<Finding> {
    check(text, &Library::built_in())
}

/// Findings as `code path`.
fn found(text: &str) -> Vec<String> {
    findings(text).iter().map(|finding| format!("{} {}", finding.code, finding.path)).collect()
}

/// A config with an endpoint and this.
fn with(patch: &str) -> String {
    joined(&Json::parse(patch).unwrap())
}

/// Not a merge: a null that is to delete must stay.
fn joined(patch: &Json) -> String {
    let mut config = patch.as_map().unwrap().clone();
    if config.get("endpoint").is_none() {
        config.set("endpoint", Json::map([("url", "/c".into())]));
    }
    Json::Map(config).to_text()
}

fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.to_str().unwrap().ends_with(end));
    files.sort();
    files
}

#[test]
fn what_ships_has_nothing_to_be_found() {
    let mut configs = vec![root().join("demo/redress.json")];
    for folder in fs::read_dir(root().join("examples")).unwrap().map(|entry| entry.unwrap().path()) {
        configs.extend(Some(folder.join("config.json")).filter(|config| config.exists()));
    }
    assert!(configs.len() > 5);
    for config in configs {
        let text = fs::read_to_string(&config).unwrap();
        assert_eq!(findings(&text), [], "{}", config.display());
    }
}

#[test]
fn a_preset_with_an_endpoint_has_nothing_to_be_found_as_a_file_of_its_own() {
    assert_eq!(found(r#"{"endpoint":{"url":"/c"}}"#), [""; 0]);
    for (name, preset) in Library::built_in().presets {
        let mut config = preset.clone();
        config.merge(&Json::parse(r#"{"endpoint":{"url":"/c"}}"#).unwrap());
        let alone = check_onto(&config.to_text(), &Json::parse("{}").unwrap(), &Library::built_in());
        // A preset may define steps for merchants to use: as a file of its own that is a warning.
        assert!(alone.iter().all(|finding| finding.code == "step.unused"), "{name}: {alone:?}");
        assert_eq!(findings(&config.to_text()), [], "{name} written out onto itself");
    }
}

struct Broken {
    name: String,
    text: String,
    expected: Vec<(String, String, String)>,
}

fn broken() -> Vec<Broken> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken");
    let mut all = Vec::new();
    for path in files(&folder, ".expected.json") {
        let expected = Json::parse(&fs::read_to_string(&path).unwrap()).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap().replace(".expected.json", "");
        let text = fs::read_to_string(folder.join(format!("{name}.json"))).unwrap();
        assert!(matches!(expected.get("schema"), Some(Json::Bool(_))), "{name} says whether a schema can tell");
        let part = |problem: &Json, key: &str| problem.get(key).and_then(Json::as_text).unwrap().to_string();
        let problems = expected.get("problems").unwrap().items().iter();
        let expected = problems.map(|each| (part(each, "code"), part(each, "severity"), part(each, "path"))).collect();
        all.push(Broken { name, text, expected });
    }
    all
}

#[test]
fn every_broken_config_has_the_findings_that_stand_beside_it_no_more_and_no_less() {
    let all = broken();
    assert!(all.len() >= 60);
    let mut differing = Vec::new();
    for Broken { name, text, expected } in all {
        let found: Vec<_> = findings(&text)
            .into_iter()
            .map(|each| (each.code.to_string(), each.severity.as_str().to_string(), each.path))
            .collect();
        if found != expected {
            let show = |list: &[(String, String, String)]| {
                list.iter().map(|(code, _, path)| format!("    {code} {path}\n")).collect::<String>()
            };
            differing.push(format!("{name}\n  found\n{}  expected\n{}", show(&found), show(&expected)));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn every_code_is_shown_by_a_broken_config() {
    let shown: BTreeSet<String> = broken().into_iter().flat_map(|each| each.expected).map(|(code, ..)| code).collect();
    // One needs more problems than a file for reading should have, and has a test of its own; those on rights have files of their own
    // (`unfair/`, fairness.rs).
    let elsewhere = |code: &String| code == "config.more" || code.starts_with("law.") || code.starts_with("goodwill.");
    let shown: BTreeSet<String> = shown.into_iter().filter(|code| !elsewhere(code)).collect();
    let listed = CODES.iter().map(|code| code.code.to_string()).filter(|code| !elsewhere(code));
    let listed: BTreeSet<String> = listed.collect();
    assert_eq!(shown, listed);
}

#[test]
fn an_endpoint_that_confirms_nothing_will_do_where_nobody_withdraws() {
    let config = |more: &str| with(&format!(r#"{{"endpoint":{{"url":"/c","ack":"status"}}{more}}}"#));
    assert_eq!(found(&config("")), ["endpoint.unconfirmed /endpoint/ack"]);
    // Where the law gives the withdrawal, that it is taken out is another finding.
    assert_eq!(found(&config(r#","flows":{"withdrawal":null}"#)), ["law.withdrawal-hidden /flows/withdrawal"]);
}

#[test]
fn a_language_with_a_file_of_the_merchants_own_lacks_no_text() {
    let step = r#""steps":{"serial":{"kind":"text"}},"flows":{"complaint":{"steps":["items","reason","serial","remedy","contact"]}}"#;
    let told = |languages: &str| found(&with(&format!("{{{languages}{step}}}")));
    assert_eq!(told(""), ["text.missing /steps/serial/label"]);
    assert_eq!(told(r#""locales":["de"],"localeFiles":{"de":"/de.json"},"#), [""; 0]);
    assert_eq!(told(r#""locales":["ca"],"localeFiles":{"ca":"/ca.json"},"#), [""; 0]);
}

#[test]
fn the_question_above_the_offers_can_be_said_for_every_answer_before_it() {
    let said = |key: &str| found(&with(&format!(r#"{{"messages":{{"{key}":"What shall we do?"}}}}"#)));
    for key in ["step.remedy.title", "step.remedy.title.faulty", "step.remedy.title.other", "step.remedy.title.nothing"]
    {
        assert_eq!(said(key), [""; 0], "{key}");
    }
    assert_eq!(said("step.remedy.title.fualty"), ["message.unknown /messages/step.remedy.title.fualty"]);
}

#[test]
fn of_very_many_problems_the_errors_are_told_and_how_many_more_there_are() {
    let list = |count: usize, each: &str, value: &str| {
        (0..count).map(|n| format!(r#""{each}{n}":{value}"#)).collect::<Vec<_>>().join(",")
    };
    // Texts that nobody looks up and nulls that delete nothing are warnings.
    let text = |count: usize| {
        let (messages, steps) = (list(600, "m.", r#""x""#), list(count - 600, "s", "null"));
        format!(
            r#"{{"endpoint":{{"url":"/c"}},"messages":{{{messages}}},"steps":{{{steps}}},"shop":{{"country":"UK"}}}}"#
        )
    };
    let told = findings(&text(999));
    assert!(told.len() == 1000 && told.iter().all(|finding| finding.code != "config.more"));
    let told = findings(&text(1200));
    assert_eq!(told.len(), 1001);
    assert!(told.iter().any(|finding| finding.code == "shop.country"));
    let last = told.last().unwrap();
    assert_eq!((last.code, last.message.as_str()), ("config.more", "201 more problems are not listed"));
}

#[test]
fn a_file_of_nothing_but_repeated_keys_is_checked_in_time() {
    let pairs = (0..40_000).map(|n| format!(r#""k{n}":0,"k{n}":0"#)).collect::<Vec<_>>().join(",");
    assert_eq!(findings(&format!(r#"{{"//":{{{pairs}}}}}"#)).last().unwrap().code, "config.more");
}

#[test]
fn every_finding_says_what_is_wrong_and_what_to_do() {
    for Broken { name, text, .. } in broken() {
        for finding in findings(&text) {
            assert_eq!(Some(finding.severity), find(finding.code).map(|code| code.severity), "{name}");
            assert!(!finding.message.is_empty() && !finding.fix.is_empty(), "{name}: {finding:?}");
            assert!(finding.fix.ends_with(['.', '?']), "{name}: {finding:?}");
        }
    }
}

/// `wrong` and `right` of a code as whole configs: a condition stands in a step, a text in a label.
fn as_config(example: &str) -> Option<String> {
    let json = Json::parse(example).ok()?;
    let keys: Vec<&str> = json.as_map()?.iter().map(|(key, _)| key).collect();
    let patch = match keys.as_slice() {
        [key, ..] if key.contains('.') => Json::map([("steps", Json::map([("details", Json::map([("when", json)]))]))]),
        ["one" | "en", ..] => Json::map([("steps", Json::map([("details", Json::map([("label", json)]))]))]),
        _ => json,
    };
    Some(joined(&patch))
}

#[test]
fn what_a_code_calls_right_does_not_have_it() {
    for code in CODES.iter().filter(|code| code.code != "flow.circle") {
        let Some(right) = as_config(code.right) else { continue };
        assert!(findings(&right).iter().all(|finding| finding.code != code.code), "{}: {:?}", code.code, found(&right));
    }
}

#[test]
fn what_a_code_calls_wrong_has_it() {
    // Examples that are cut short for reading.
    let short = [
        "config.duplicate-key",
        "config.too-many",
        "flow.circle",
        "condition.step-elsewhere",
        "text.missing",
        "text.missing-locale",
        "text.undeclared-locale",
        "step.read-only",
        "step.dead-end",
        "step.limit",
        "step.dates",
        "step.default",
        "step.prefill",
        "pattern.syntax",
        "pattern.unmatchable",
        "config.no-endpoint",
        "text.placeholders-differ",
        "condition.later-step",
        "condition.own-step",
    ];
    for code in CODES.iter().filter(|code| !short.contains(&code.code)) {
        let Some(wrong) = as_config(code.wrong) else { continue };
        assert!(findings(&wrong).iter().any(|finding| finding.code == code.code), "{}: {:?}", code.code, found(&wrong));
    }
}

fn fix(patch: &str) -> String {
    let findings = findings(&with(patch));
    assert_eq!(findings.len(), 1, "{findings:?}");
    findings[0].fix.clone()
}

#[test]
fn a_slip_of_the_finger_is_answered_with_what_was_meant() {
    for (patch, meant) in [
        (r#"{"shop":{"nmae":"x"}}"#, "name"),
        (r#"{"steps":{"details":{"kind":"tetx"}}}"#, "text"),
        (r#"{"flows":{"complaint":{"steps":["order","items","reson","contact"]}}}"#, "reason"),
        (r#"{"steps":{"details":{"when":{"answer.reason":"fualty"}}}}"#, "faulty"),
        (r#"{"steps":{"details":{"when":{"reason":"faulty"}}}}"#, "answer.reason"),
        (r#"{"steps":{"details":{"when":{"daysSinceDelivery":{"atMost":14}}}}}"#, "item.daysSinceDelivery"),
        (r#"{"steps":{"details":{"when":{"item.paid":{"atmost":2000}}}}}"#, "atMost"),
        (r#"{"steps":{"detials":{"maxLength":500}}}"#, "details"),
        (r#"{"start":"complaints"}"#, "complaint"),
        (r#"{"shop":{"country":"UK"}}"#, "GB"),
        (r#"{"messages":{"nav.contine":"Next"}}"#, "nav.continue"),
        (r#"{"remedies":{"refnud":{"days":3}}}"#, "refund"),
        (r#"{"remedies":{"repiar":null}}"#, "repair"),
        (r#"{"steps":{"details":{"prefill":"customer.nmae"}}}"#, "customer.name"),
    ] {
        assert_eq!(fix(patch), format!("Did you mean \"{meant}\"?"), "{patch}");
    }
    assert_eq!(fix(r#"{"steps":{"details":{"maxLength":"500"}}}"#), "Write 500, without quotes.");
    let earliest = |bound: &str| {
        fix(&format!(
            r#"{{"flows":{{"feedback":{{"kind":"feedback","steps":["since","contact"]}}}},"locales":["en"],
                "steps":{{"since":{{"kind":"date","label":"Since?","earliest":{bound}}}}}}}"#
        ))
    };
    assert_eq!(earliest(r#"{"days":3}"#), r#"Write { "from": "today", "days": 3 }."#);
    assert_eq!(earliest(r#""today""#), r#"Write { "from": "today", "days": 0 }."#);
    assert_eq!(fix(r#"{"steps":{"reason":{"options":"other"}}}"#), r#"Write ["other"]."#);
    assert!(fix(r#"{"steps":{"details":{"when":[{"item.category":"a"}]}}}"#).contains(r#"{ "any": [ … ] }"#));
    assert!(fix(r#"{"steps":{"photos":{"readOnly":true}}}"#).starts_with(r#"Take "readOnly" out"#));
    assert_eq!(fix(r#"{"steps":{"details":{"when":{"item.paid":{"atMost":19.99}}}}}"#), "Did you mean 1999?");
}

#[test]
fn a_condition_that_is_written_out_replaces_the_presets_without_a_warning() {
    assert_eq!(found(&with(r#"{"steps":{"photos":{"when":{"answer.reason":["damaged","wrong-item"]}}}}"#)), [""; 0]);
    let null_first =
        r#"{"endpoint":{"url":"/c"},"steps":{"photos":{"when":{"answer.reason":null,"item.category":"shoes"}}}}"#;
    assert_eq!(found(null_first), [""; 0]);
}

#[test]
fn what_always_holds_in_one_flow_and_is_open_in_another_is_no_fault() {
    let all = r#"{"answer.reason":["faulty","damaged","wrong-item","missing-part","not-as-described","late","not-delivered","dangerous","service","other"]}"#;
    let patch = |flows: &str| with(&format!(r#"{{{flows}"steps":{{"details":{{"when":{all}}}}}}}"#));
    assert_eq!(found(&patch("")), ["condition.always /steps/details/when"]);
    let feedback = r#""flows":{"feedback":{"kind":"feedback","steps":["details","contact"]}},"#;
    assert_eq!(found(&patch(feedback)), [""; 0]);
}

#[test]
fn a_ground_of_the_shops_own_fits_one_scheme() {
    let theme = |theme: &str| found(&with(&format!(r#"{{"theme":{{{theme}}}}}"#)));
    for fits in [
        r##""background":"#101010""##,
        r##""background":"#fdf6e3""##,
        r##""background":"#101010","scheme":"dark""##,
        r##""text":"#1a1a1a""##,
        r##""text":"#f5f5f5""##,
        r##""text":"#1a1a1a","background":"#ffffff""##,
    ] {
        assert_eq!(theme(fits), [""; 0], "{fits}");
    }
    for (misfit, path) in [
        (r##""background":"#fdf6e3","scheme":"auto""##, "/theme/background"),
        (r##""background":"#101010","scheme":"light""##, "/theme/background"),
        (r##""text":"#1a1a1a","scheme":"auto""##, "/theme/text"),
        (r##""text":"#1a1a1a","background":"#ffffff","scheme":"auto""##, "/theme/scheme"),
    ] {
        assert_eq!(theme(misfit), [format!("theme.contrast {path}")], "{misfit}");
    }
}

#[test]
fn own_vocabulary_of_another_trade_is_no_fault() {
    let patch = r#"{
        "steps": {
            "reason": { "options": ["late", "broken"], "option": {
                "late": { "label": { "en": "Too late", "de": "Zu spät" }, "problem": "not-delivered" },
                "broken": { "label": { "en": "Broken", "de": "Kaputt" }, "problem": "nonconformity" } } },
            "photos": { "when": { "answer.reason": "broken" }, "required": { "answer.reason": ["broken"] } },
            "details": { "required": false }
        }
    }"#;
    // Where a photo is asked for it must be given: the condition says nothing that `when` does not say, but the step is asked once
    // for all lines, and there the two may mean different ones.
    assert_eq!(found(&with(patch)), [""; 0]);
}

#[test]
fn findings_come_in_the_order_of_the_file() {
    let text = r#"{"shop":{"country":"UK","nmae":"x"},"theme":{"accent":"blue"},"endpoint":{"url":"http://a.example"},"locales":["xx"]}"#;
    assert_eq!(
        found(text),
        [
            "shop.country /shop/country",
            "config.unknown-key /shop/nmae",
            "theme.colour /theme/accent",
            "endpoint.insecure /endpoint/url",
            "locale.unknown /locales/0"
        ]
    );
}

#[test]
fn a_file_that_extends_a_file_is_checked_onto_it() {
    let mut base = Library::built_in().preset("default").unwrap().clone();
    base.merge(&Json::parse(r#"{"endpoint":{"url":"/c"},"steps":{"reason":{"options":["faulty","other"]}}}"#).unwrap());
    let text = r#"{"extends":"./base.json","steps":{"details":{"when":{"answer.reason":"damaged"}}}}"#;
    let found: Vec<_> = check_onto(text, &base, &Library::built_in()).into_iter().map(|finding| finding.code).collect();
    assert_eq!(found, ["condition.unknown-option"]);
}

#[test]
fn errors_are_what_hurts_and_warnings_what_is_suspicious() {
    assert!(Severity::Error < Severity::Warning);
    assert_eq!(find("condition.merged").unwrap().severity, Severity::Warning);
    assert_eq!(find("private.secret").unwrap().severity, Severity::Error);
}
