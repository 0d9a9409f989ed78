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
    for name in ["kettle", "vase-order", "chocolates", "coat", "unpaid-invoice", "paid-repair", "british-order"] {
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
    assert!(out.starts_with("line 1: Gooseneck kettle\n  + repair "), "{out}");
    assert!(out.contains("until 2028-10-17") && out.contains("  - refund "), "{out}");
    let german = example(&["offers"], "kettle", &["--locale", "de"]).out;
    assert_ne!(out, german);
}

#[test]
fn where_no_right_remains_offers_say_so_once_and_why() {
    let out = example(&["offers"], "paid-repair", &[]).out;
    assert_eq!(out.matches("The law covers what was wrong from the start").count(), 1, "{out}");
    assert!(out.contains("costs 35.00 EUR"), "{out}");
}

#[test]
fn rights_are_told_whatever_a_shop_says_and_why_one_is_not_given() {
    let context = r#"{"order":{"placedOn":"2026-10-30","country":"GB"},"items":[
        {"line":"a","deliveredOn":"2026-11-02"},{"deliveredOn":"2026-11-02","exclusions":["perishable"]},{"line":"c","deliveredOn":null}]}"#;
    let rights = |today: &str, more: &[&str]| {
        let args = [&["rights", "--context", "c.json", "--today", today, "--json"], more].concat();
        let called = call(&[("c.json", context)], &args);
        assert_eq!((called.status, called.err.as_str()), (0, ""));
        called.json()["items"].clone()
    };
    let british = rights("2026-11-16", &[]);
    // One line has not come yet, so the period of none has begun.
    assert_eq!(british[0]["withdrawal"]["until"], Value::Null);
    assert_eq!(british[0]["rejection"]["until"], "2026-12-02");
    assert_eq!(british[0]["guarantee"]["presumedUntil"], "2027-05-02");
    assert_eq!(
        british[0]["remedyOrder"],
        serde_json::json!([["repair", "replacement"], ["price-reduction", "refund"]])
    );
    assert_eq!(british[0]["pack"].as_str().map(|pack| &pack[..2]), Some("GB"));
    assert_eq!(british[1]["withdrawal"]["open"], false);
    assert_eq!(british[1]["withdrawal"]["why"], "law.withdrawal.excluded");
    assert_eq!((&british[1]["line"], &british[2]["guarantee"]["open"]), (&"2".into(), &false.into()));
    assert_eq!((&british[0]["delivery"], &british[2]["delivery"]["open"]), (&Value::Null, &true.into()));

    let german = rights("2026-11-16", &["--country", "DE"]);
    assert_eq!((&german[0]["rejection"]["open"], &german[0]["rejection"]["source"]), (&false.into(), &Value::Null));
    let none = rights("2026-11-16", &["--country", "US"]);
    assert_eq!((&none[0]["pack"], &none[0]["withdrawal"]["why"]), (&Value::Null, &"law.no-pack".into()));

    let people = call(&[("c.json", context)], &["rights", "--context", "c.json", "--today", "2026-11-16"]).out;
    assert!(people.contains("not given: The law makes an exception for this kind of product."), "{people}");
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
