//! `redress simulate`.

use crate::{Called, SMALLEST, call, call_in, root};

fn simulate(config: &str, more: &[&str]) -> Called {
    let mut args = vec!["simulate", "a.json", "--today", "2026-11-21"];
    args.extend(more);
    call(&[("a.json", config)], &args)
}

#[test]
fn the_default_preset_is_complete_and_nobody_is_stuck() {
    let called = simulate(SMALLEST, &["--json"]);
    let walked = called.json();
    assert_eq!((called.status, walked["complete"].as_bool()), (0, Some(true)), "{}", called.out);
    for flow in walked["flows"].as_array().unwrap() {
        assert_eq!(flow["stuckPaths"], 0);
        assert_eq!(flow["neverSeen"].as_array().unwrap().len(), 0, "{flow}");
        assert!(flow["paths"].as_i64().unwrap() > 0);
        for counts in [&flow["taps"], &flow["typed"]] {
            let [fewest, median, most] = ["fewest", "median", "most"].map(|key| counts[key].as_i64().unwrap());
            assert!(fewest <= median && median <= most);
        }
    }
    let shown = simulate(SMALLEST, &[]).out;
    assert!(shown.contains("all walked") && shown.contains("taps") && shown.contains("without remedy"), "{shown}");
}

/// The trigger's own tap comes on top: browser journeys count it too (tests/journeys, `kettle` and `guest`).
#[test]
fn a_faulty_item_takes_a_known_customer_four_taps_and_no_field_a_guest_two_fields_and_at_most_seven_taps() {
    let walked = |context: &str| {
        let files = [("a.json", SMALLEST), ("context.json", context)];
        let args = ["simulate", "a.json", "--flow", "complaint", "--context", "context.json", "--json"];
        let flow = call(&files, &[&args[..], &["--today", "2026-11-21"]].concat()).json()["flows"][0].clone();
        ["taps", "typed"].map(|count| flow[count]["fewest"].as_i64().unwrap())
    };
    let known = r#"{ "order": { "number": "K-1", "placedOn": "2026-10-20", "country": "DE", "currency": "EUR" },
        "items": [{ "line": "1", "title": "Kettle", "kind": "goods", "quantity": 1, "price": 4900, "deliveredOn": "2026-10-25" }],
        "customer": { "kind": "consumer", "email": "ida@example.org" } }"#;
    assert_eq!(walked(known), [4, 0]);
    let [taps, fields] = walked("{}");
    assert!(taps <= 7 && fields == 2, "{taps} taps, {fields} fields");
}

#[test]
fn the_gate_closes_where_a_path_takes_more_taps() {
    let most =
        simulate(SMALLEST, &["--json", "--flow", "complaint"]).json()["flows"][0]["taps"]["most"].as_i64().unwrap();
    let at = |limit: i64| simulate(SMALLEST, &["--flow", "complaint", "--max-taps", &limit.to_string()]);
    assert_eq!(at(most).status, 0);
    let over = at(most - 1);
    assert_eq!((over.status, over.err.contains(&format!("takes {most} taps"))), (1, true), "{}", over.err);
}

#[test]
fn what_was_not_walked_is_said_and_keeps_the_gate_closed() {
    let called = simulate(SMALLEST, &["--json", "--max-paths", "20"]);
    assert_eq!((called.status, called.json()["complete"].as_bool()), (0, Some(false)));
    assert_eq!(simulate(SMALLEST, &["--max-paths", "20", "--max-taps", "1000"]).status, 1);
    assert!(simulate(SMALLEST, &["--max-paths", "20"]).out.contains("NOT ALL WALKED"));
}

#[test]
fn a_stuck_shopper_is_a_problem_and_the_way_there_is_told() {
    let config = r#"{ "endpoint": { "url": "/c" }, "steps": { "reason": { "options": [] } } }"#;
    let called = simulate(config, &[]);
    assert_eq!(called.status, 1);
    assert!(called.out.contains("STUCK") && called.out.contains("at reason"), "{}", called.out);
}

#[test]
fn an_order_and_a_flow_can_be_given() {
    let args = ["simulate", "examples/kettle/config.json", "--context", "examples/kettle/context.json"];
    let mut args = args.to_vec();
    args.extend(["--flow", "complaint", "--today", "2026-11-21", "--json"]);
    let walked = call_in(&root(), &args, "").json();
    assert_eq!(walked["flows"].as_array().unwrap().len(), 1);
    assert_eq!(walked["flows"][0]["contexts"], 1);
    assert_eq!(simulate(SMALLEST, &["--flow", "nothing"]).status, 2);
}

#[test]
fn a_config_without_flows_is_a_problem() {
    let called = simulate(r#"{ "endpoint": { "url": "/c" }, "flows": null }"#, &[]);
    assert_eq!((called.status, called.out.as_str()), (1, ""));
    assert!(called.err.contains("flow"), "{}", called.err);
}
