//! `extends` from file to file, and `redress print`.

use crate::{SMALLEST, call, call_in, folder};
use serde_json::Value;

const CHAIN: [(&str, &str); 3] = [
    (
        "shops/de/redress.json",
        r#"{ "extends": "../base.json", "shop": { "country": "DE" }, "remedies": { "gift": null } }"#,
    ),
    (
        "shops/base.json",
        r#"{ "extends": "./brand.json", "endpoint": { "url": "/c" }, "shop": { "country": "AT", "email": "a@b.example" } }"#,
    ),
    (
        "shops/brand.json",
        r#"{ "extends": "default", "shop": { "name": "Brand" }, "steps": { "details": { "maxLength": 300 } },
            "remedies": { "gift": { "basis": "goodwill", "label": "A gift" }, "price-reduction": null } }"#,
    ),
];

#[test]
fn a_chain_of_files_is_merged_down_to_the_preset_each_relative_to_the_one_that_names_it() {
    let dir = folder(&CHAIN);
    let called = call_in(dir.path(), &["print", "shops/de/redress.json"], "");
    assert_eq!(called.status, 0, "{}", called.err);
    let printed = called.json();
    assert_eq!(printed["shop"], serde_json::json!({ "name": "Brand", "country": "DE", "email": "a@b.example" }));
    assert_eq!(printed["steps"]["details"]["maxLength"], 300);
    assert_eq!(printed["steps"]["reason"]["kind"], "choice", "the preset is in it");
    assert_eq!(printed["extends"], "default");
    assert!(printed["remedies"].get("gift").is_none());
    let checked = call_in(dir.path(), &["check", "--json", "shops/de/redress.json"], "");
    // A file further down takes a right away: told, though its line stands elsewhere.
    let problems = &checked.json()["files"][0]["problems"];
    assert_eq!((checked.status, problems.as_array().map(Vec::len)), (1, Some(1)), "{}", checked.out);
    assert_eq!(problems[0]["code"], "law.remedy-withheld");
}

#[test]
fn what_the_preset_of_an_endpoint_says_is_printed_in_its_place() {
    let config =
        r#"{ "endpoint": { "preset": "zapier", "url": "https://hooks.zapier.com/hooks/catch/1/a/", "ack": null } }"#;
    let endpoint = &call_in(folder(&[]).path(), &["print", "-"], config).json()["endpoint"];
    let url = "https://hooks.zapier.com/hooks/catch/1/a/";
    assert_eq!(*endpoint, serde_json::json!({ "format": "form", "attachments": "omit", "url": url }));
}

#[test]
fn what_is_printed_is_a_config_that_comes_to_the_same() {
    let dir = folder(&CHAIN);
    let first = call_in(dir.path(), &["print", "shops/de/redress.json"], "");
    let again = call_in(dir.path(), &["print", "-"], &first.out);
    assert_eq!(first.out, again.out);
    assert_eq!(
        first.json()["remedies"]["price-reduction"],
        Value::Null,
        "what the preset has and the shop took out stays out"
    );
    assert!(first.json()["remedies"].as_object().unwrap().contains_key("price-reduction"));
}

#[test]
fn a_fault_of_the_file_is_told_there_though_its_flow_stands_in_another() {
    let files = [
        ("a.json", r#"{ "extends": "b.json", "flows": { "complaint": { "steps": ["items", "extra", "nothing"] } } }"#),
        ("b.json", r#"{ "endpoint": { "url": "/c" }, "steps": { "extra": { "kind": "text", "label": "More" } } }"#),
    ];
    let found = call(&files, &["check", "--json", "a.json"]).json();
    let problems = found["files"][0]["problems"].as_array().unwrap();
    let unknown: Vec<&str> = problems
        .iter()
        .filter(|problem| problem["code"] == "config.unknown-step")
        .map(|problem| problem["path"].as_str().unwrap())
        .collect();
    assert_eq!(unknown, ["/flows/complaint/steps/2"], "{found}");
}

#[test]
fn files_that_extend_each_other_in_a_circle_are_refused_and_the_circle_is_named() {
    let files = [
        ("a.json", r#"{ "extends": "./b.json" }"#),
        ("b.json", r#"{ "extends": "c.json" }"#),
        ("c.json", r#"{ "extends": "../here/b.json" }"#),
    ];
    let dir = folder(
        &files
            .map(|(name, text)| (["here/", name].concat(), text))
            .each_ref()
            .map(|(name, text)| (name.as_str(), *text)),
    );
    let here = dir.path().join("here");
    let called = call_in(&here, &["check", "--json", "a.json"], "");
    let problem = &called.json()["files"][0]["problems"][0];
    assert_eq!(
        (called.status, problem["code"].as_str(), problem["path"].as_str()),
        (1, Some("extends.cycle"), Some("/extends"))
    );
    assert!(problem["message"].as_str().unwrap().contains("c.json →"), "{problem}");
    let printed = call_in(&here, &["print", "a.json"], "");
    assert_eq!((printed.status, printed.out.as_str()), (1, ""));
    let own = call(&[("a.json", r#"{ "extends": "a.json" }"#)], &["check", "--json", "a.json"]);
    assert_eq!(own.json()["files"][0]["problems"][0]["code"], "extends.cycle");
}

#[test]
fn a_file_that_is_not_there_or_is_broken_is_told_at_extends() {
    for base in [None, Some("{"), Some("{ \"extends\": \"gone.json\" }")] {
        let mut files = vec![("a.json", r#"{ "extends": "base.json" }"#)];
        files.extend(base.map(|text| ("base.json", text)));
        let out = call(&files, &["check", "a.json"]).out;
        assert!(out.contains("error[extends.unreadable]") && out.contains("^^^^^^^^^^^ /extends"), "{out}");
    }
}

#[test]
fn the_smallest_config_prints_the_whole_preset() {
    let printed = call(&[("a.json", SMALLEST)], &["print", "a.json"]).json();
    assert_eq!(printed["endpoint"]["url"], "/api/complaints");
    assert!(printed["flows"]["complaint"]["steps"].as_array().unwrap().len() > 3);
}
