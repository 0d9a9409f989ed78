//! `redress check`.

use crate::{SMALLEST, call, call_in, folder};
use serde_json::{Value, json};

const BROKEN: &str = r#"{
  "shop": { "nmae": "Kettle & Co", "country": "DE" },
  "endpoint": { "url": "/c" },
  "flows": {
    "complaint": { "steps": ["items", "reson"] }
  }
}
"#;

/// Code and path of every problem of the first file.
fn problems(called: &Value) -> Vec<(String, String)> {
    let text = |problem: &Value, key: &str| problem[key].as_str().unwrap().to_string();
    let problems = called["files"][0]["problems"].as_array().unwrap();
    problems.iter().map(|problem| (text(problem, "code"), text(problem, "path"))).collect()
}

#[test]
fn a_good_config_ends_with_0_and_a_broken_one_with_1_and_a_wrong_call_with_2() {
    assert_eq!(call(&[("a.json", SMALLEST)], &["check", "a.json"]).status, 0);
    assert_eq!(call(&[("a.json", BROKEN)], &["check", "a.json"]).status, 1);
    assert_eq!(call(&[("a.json", SMALLEST), ("b.json", BROKEN)], &["check", "a.json", "b.json"]).status, 1);
    for args in [&["check"][..], &["chekc", "a.json"], &["check", "--jsn", "a.json"], &[]] {
        assert_eq!(call(&[], args).status, 2, "{args:?}");
    }
}

#[test]
fn json_holds_every_problem_of_every_file_with_code_place_and_fix() {
    let called =
        call(&[("good.json", SMALLEST), ("broken.json", BROKEN)], &["check", "--json", "broken.json", "good.json"]);
    let found = called.json();
    assert_eq!(found["files"][1], json!({ "file": "good.json", "problems": [] }));
    assert_eq!(found["files"][0]["file"], "broken.json");
    let found_problems = problems(&found);
    for (code, path) in [("config.unknown-key", "/shop/nmae"), ("config.unknown-step", "/flows/complaint/steps/1")] {
        assert!(found_problems.contains(&(code.into(), path.into())), "{found}");
    }
    for problem in found["files"][0]["problems"].as_array().unwrap() {
        let keys: Vec<&String> = problem.as_object().unwrap().keys().collect();
        assert_eq!(keys.len(), 5);
        for key in ["code", "severity", "path", "message", "fix"] {
            assert!(problem[key].is_string(), "{key} in {problem}");
        }
        assert!(["error", "warning"].contains(&problem["severity"].as_str().unwrap()));
    }
}

#[test]
fn a_person_sees_the_line_and_a_caret_under_what_is_wrong() {
    let out = call(&[("a.json", BROKEN)], &["check", "a.json"]).out;
    let expected = "error[config.unknown-key]: ";
    assert!(out.starts_with(expected), "{out}");
    let place = " --> a.json:2:13
  |
2 |   \"shop\": { \"nmae\": \"Kettle & Co\", \"country\": \"DE\" },
  |             ^^^^^^ /shop/nmae
";
    assert!(out.contains(place), "{out}");
    let step = "5 |     \"complaint\": { \"steps\": [\"items\", \"reson\"] }
  |                                       ^^^^^^^ /flows/complaint/steps/1
";
    assert!(out.contains(step), "{out}");
    assert!(out.contains("= help: Did you mean \"name\"?"), "{out}");
    assert!(!out.contains('\u{1b}'), "no colours outside a terminal");
}

#[test]
fn text_that_is_no_json_is_shown_where_it_stops() {
    let out = call(&[("a.json", "{\n  \"ä\": 1,\n  \"b\": tru\n}")], &["check", "a.json"]).out;
    assert!(out.contains("--> a.json:3:8") && out.contains("3 |   \"b\": tru"), "{out}");
    assert_eq!(call(&[("a.json", "")], &["check", "a.json"]).status, 1);
    assert_eq!(call(&[("a.json", "\u{feff}{ \"endpoint\": { \"url\": \"/c\" } }")], &["check", "a.json"]).status, 0);
}

#[test]
fn warnings_let_it_pass_unless_strict() {
    let warned = r#"{ "endpoint": { "url": "/c" }, "steps": { "serial": { "kind": "text", "label": { "en": "Serial", "de": "Nummer" } } } }"#;
    let files = [("a.json", warned)];
    let called = call(&files, &["check", "a.json"]);
    assert_eq!((called.status, called.out.contains("1 warning")), (0, true), "{}", called.out);
    assert_eq!(call(&files, &["check", "--strict", "a.json"]).status, 1);
}

#[test]
fn a_dash_reads_standard_input() {
    let dir = folder(&[]);
    assert_eq!(call_in(dir.path(), &["check", "-"], SMALLEST).status, 0);
    let called = call_in(dir.path(), &["check", "--json", "-"], BROKEN);
    assert_eq!((called.status, called.json()["files"][0]["file"].as_str()), (1, Some("<stdin>")));
}

#[test]
fn a_file_that_cannot_be_read_is_a_problem_of_that_file_alone() {
    let dir = folder(&[("good.json", SMALLEST)]);
    std::fs::write(dir.path().join("latin.json"), b"{\"a\": \"\xe4\"}").unwrap();
    let called = call_in(dir.path(), &["check", "--json", "none.json", ".", "latin.json", "good.json"], "");
    let found = called.json();
    assert_eq!(called.status, 1);
    for at in 0..3 {
        assert_eq!(found["files"][at]["problems"][0]["code"], "file.unreadable", "{found}");
    }
    assert_eq!(found["files"][3]["problems"], json!([]));
    let shown = call_in(dir.path(), &["check", "none.json"], "").out;
    assert!(shown.contains("error[file.unreadable]") && shown.contains("none.json"), "{shown}");
}

#[test]
fn too_large_a_file_is_refused_with_a_code() {
    let large = format!("{{ \"//\": \"{}\" }}", "x".repeat(10 << 20));
    let called = call(&[("a.json", &large)], &["check", "--json", "a.json"]);
    assert_eq!(problems(&called.json()), [("config.too-large".to_string(), String::new())]);
    let deep = "[".repeat(200_000);
    assert_eq!(problems(&call(&[("a.json", &deep)], &["check", "--json", "a.json"]).json())[0].0, "config.syntax");
}

#[test]
fn every_example_passes() {
    let mut files: Vec<String> = vec!["demo/redress.json".into()];
    for entry in std::fs::read_dir(crate::root().join("examples")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.push(path.join("config.json").to_str().unwrap().into());
        }
    }
    let mut args = vec!["check"];
    args.extend(files.iter().map(String::as_str));
    let called = call_in(&crate::root(), &args, "");
    assert_eq!(called.status, 0, "{}", called.out);
}

#[test]
fn thousands_of_findings_on_one_long_line_are_shown_in_short_and_json_has_all() {
    let typos: Vec<String> = (0..4).map(|at| format!(r#""typö{at}": "{}""#, "ü".repeat(45))).collect();
    let steps: Vec<String> =
        (0..750).map(|at| format!(r#""s{at}": {{ "kind": "text", {} }}"#, typos.join(", "))).collect();
    let config = format!(r#"{{ "endpoint": {{ "url": "/c" }}, "steps": {{ {} }} }}"#, steps.join(", "));
    assert!(config.len() > 300_000 && !config.contains('\n'));
    let files = [("a.json", config.as_str())];
    let all = problems(&call(&files, &["check", "--json", "a.json"]).json()).len();
    assert!(all > 500, "{all}");
    let shown = call(&files, &["check", "a.json"]).out;
    assert_eq!(shown.matches(" --> a.json:1:").count(), 100);
    assert!(shown.contains(&format!("and {} more; --json has all", all - 100)), "{}", &shown[shown.len() - 300..]);
    assert!(shown.contains("^ /steps/s1/typö2") && shown.contains('…'));
    assert!(shown.lines().all(|line| line.len() < 600) && shown.len() < 200_000, "{}", shown.len());
}
