//! `redress offers` and `redress next`.

use crate::{Called, SMALLEST, call, call_in, root};
use serde_json::Value;

fn example(command: &[&str], name: &str, more: &[&str]) -> Called {
    let file = |file: &str| format!("examples/{name}/{file}");
    let (config, context, answers) = (file("config.json"), file("context.json"), file("answers.json"));
    let mut args = command.to_vec();
    args.extend(["--config", &config, "--context", &context, "--answers", &answers, "--today", "2026-11-21"]);
    args.extend(more);
    call_in(&root(), &args, "")
}

#[test]
fn offers_and_next_say_what_the_examples_expect() {
    for name in ["kettle", "vase-order", "chocolates", "coat", "unpaid-invoice"] {
        let text = std::fs::read_to_string(root().join("examples").join(name).join("expected.json")).unwrap();
        let expected: Value = serde_json::from_str(&text).unwrap();
        let flow = ["--flow", "complaint"];
        assert_eq!(example(&["offers", "--json"], name, &flow).json(), expected["offers"], "{name}");
        assert_eq!(example(&["next"], name, &flow).json(), expected["next"], "{name}");
    }
}

#[test]
fn offers_for_people_name_what_is_had_and_why_the_rest_is_not() {
    let out = example(&["offers"], "kettle", &[]).out;
    assert!(out.starts_with("line 1: Gooseneck kettle\n  + replacement "), "{out}");
    assert!(out.contains("until 2028-10-17") && out.contains("  - refund "), "{out}");
    let german = example(&["offers"], "kettle", &["--locale", "de"]).out;
    assert_ne!(out, german);
}

#[test]
fn without_context_and_answers_the_flow_stands_at_its_beginning() {
    let called = call(&[("a.json", SMALLEST)], &["next", "--config", "a.json"]);
    assert_eq!((called.status, called.json()["step"].as_str()), (0, Some("order")), "{}", called.err);
}

#[test]
fn a_flow_or_a_date_that_is_none_is_a_wrong_call() {
    let files = [("a.json", SMALLEST)];
    let flow = call(&files, &["next", "--config", "a.json", "--flow", "complain"]);
    assert_eq!((flow.status, flow.err.contains("complaint")), (2, true), "{}", flow.err);
    assert_eq!(call(&files, &["offers", "--config", "a.json", "--today", "21.11.2026"]).status, 2);
    assert_eq!(call(&files, &["offers"]).status, 2);
}

#[test]
fn a_config_from_which_no_flow_can_be_built_is_a_problem() {
    let called = call(&[("a.json", "{}")], &["next", "--config", "a.json"]);
    assert_eq!((called.status, called.out.as_str()), (1, ""));
    assert!(called.err.contains("endpoint"), "{}", called.err);
}

#[test]
fn what_cannot_be_read_of_a_context_is_said_and_left_out() {
    let files = [("a.json", SMALLEST), ("context.json", r#"{ "order": { "number": "1", "placedOn": "soon" } }"#)];
    let called = call(&files, &["next", "--config", "a.json", "--context", "context.json"]);
    assert_eq!(called.status, 0);
    assert!(called.err.contains("/order/placedOn"), "{}", called.err);
}

#[test]
fn answers_that_cannot_be_read_are_a_wrong_call_and_nothing_is_printed() {
    for answers in ["[]", "{ no", r#"{ "chosen": 1 }"#] {
        for command in ["next", "offers"] {
            let files = [("a.json", SMALLEST), ("answers.json", answers)];
            let called = call(&files, &[command, "--config", "a.json", "--answers", "answers.json"]);
            assert_eq!((called.status, called.out.as_str()), (2, ""), "{command} {answers}");
            assert!(called.err.contains("answers.json"), "{}", called.err);
        }
    }
}
