//! Tests of the simulation.
#![allow(clippy::unwrap_used, reason = "a test may say what it expects")]

use super::*;
use crate::Json;
use crate::config::load;
use crate::read::{Read, Reader, Write};
use proptest::prelude::*;

const TODAY: &str = "2026-11-21";

fn laws() -> Vec<Law> {
    let law: Json = serde_json::from_str(include_str!("../../../../law/de.json")).unwrap();
    vec![Law::read(&law, &mut Reader::default()).unwrap()]
}

fn config(patch: &str) -> Config {
    let mut preset = crate::default_preset();
    preset.merge(&Json::parse(r#"{"endpoint":{"url":"/c"},"shop":{"country":"DE"}}"#).unwrap());
    let loaded = load(&preset, &Json::parse(patch).unwrap());
    assert_eq!(loaded.problems, []);
    loaded.config
}

fn options<'a>() -> Options<'a> {
    Options { flow: None, page: None, today: Day::parse(TODAY).unwrap(), max_states: MAX_STATES }
}

fn walked(patch: &str) -> Simulation {
    simulate(&config(patch), &laws(), &options())
}

/// The flow `own` of these steps, defined by this.
fn own(order: &str, steps: &str) -> Walked {
    let patch = format!(r#"{{"flows":{{"own":{{"steps":{order}}}}},"steps":{steps}}}"#);
    simulate(&config(&patch), &laws(), &Options { flow: Some("own"), ..options() }).flows.remove(0)
}

#[test]
fn the_default_preset_is_walked_completely_and_nobody_is_stuck() {
    let walked = walked("{}");
    assert!(walked.complete && !walked.is_stuck(), "{}", walked.to_json().to_text());
    for flow in &walked.flows {
        assert_eq!(flow.never_seen, Vec::<String>::new(), "{}", flow.flow);
        assert!(flow.paths > 0 && flow.taps.most < 20);
    }
    let complaint = &walked.flows[0];
    assert_eq!(complaint.leads_to.iter().map(|lead| lead.flow.as_str()).collect::<Vec<_>>(), ["safety", "withdrawal"]);
    // "It came late", long after delivery: no law gives anything for it.
    let without = complaint.without_remedy.as_ref().unwrap();
    assert!(
        without.paths > 0 && without.example.iter().any(|said| said.starts_with("reason") && said.ends_with("=late"))
    );
}

#[test]
fn taps_and_typed_fields_are_counted_as_a_shopper_would() {
    let steps = r#"{"a":{"kind":"choice","required":true,"options":["x","y"]},"b":{"kind":"text"},"c":{"kind":"consent","required":true}}"#;
    let flow = own(r#"["a",["b","c"]]"#, steps);
    // No order, one line, two lines: three times two options, words given or not.
    assert_eq!((flow.contexts, flow.paths), (3, 12));
    // The option, the consent, Continue, Send.
    assert_eq!(flow.taps, Spread { fewest: 4, median: 4, most: 4 });
    assert_eq!(flow.typed, Spread { fewest: 0, median: 0, most: 1 });
}

#[test]
fn a_choice_that_shares_its_screen_takes_continue_and_one_alone_does_not() {
    let steps = r#"{"a":{"kind":"choice","required":true,"options":["x"]},"b":{"kind":"notice"},"c":{"kind":"text"}}"#;
    assert_eq!(own(r#"["a"]"#, steps).taps.most, 2);
    assert_eq!(own(r#"[["a","c"]]"#, steps).taps.most, 3);
    assert_eq!(own(r#"[["a","b"]]"#, steps).taps.most, 2, "what is only read takes none");
    assert_eq!(own(r#"["a","b"]"#, steps).taps.most, 3);
}

#[test]
fn what_is_said_beside_a_remedy_opens_others_and_takes_no_continue() {
    let page = r#"{"order":{"number":"1","country":"DE"},"items":[{"line":"1","deliveredOn":"2026-08-10","repairedOn":null}]}"#;
    let page = Context::read(&Json::parse(page).unwrap(), &mut Reader::default()).unwrap();
    let flow = |steps: &str| {
        let patch = format!(
            r#"{{"flows":{{"own":{{"steps":["reason",{steps}]}}}},"steps":{{"reason":{{"options":["faulty"]}}}}}}"#
        );
        let options = Options { flow: Some("own"), page: Some(&page), ..options() };
        simulate(&config(&patch), &laws(), &options).flows.remove(0)
    };
    // Repair, replacement, something else; faulty again, with price reduction and refund too.
    assert_eq!((flow(r#""remedy""#).paths, flow(r#"["remedy","repaired"]"#).paths), (3, 3 + 5));
    // The reason, the remedy, Send; the chip.
    assert_eq!(flow(r#"["remedy","repaired"]"#).taps, Spread { fewest: 3, median: 4, most: 4 });
    assert_eq!(flow(r#"["remedy","repaired","details"]"#).taps.fewest, 4, "own words are another question");
}

#[test]
fn a_question_without_an_answer_is_told_with_the_way_to_it() {
    let steps = r#"{"a":{"kind":"choice","required":true,"options":["x","y"]},
        "b":{"kind":"choice","required":{"answer.a":"y"},"options":["z"],"option":{"z":{"when":{"answer.a":"x"}}}}}"#;
    let flow = own(r#"["a","b"]"#, steps);
    assert_eq!(flow.stuck_paths, 3);
    assert_eq!((flow.stuck[0].step.as_str(), flow.stuck[0].path.as_slice()), ("b", ["a=y".to_string()].as_slice()));
    assert_eq!(flow.paths, 6, "x leads through, with an answer and without");
}

#[test]
fn numbers_and_dates_are_told_apart_where_conditions_compare_them() {
    let steps = r#"{"n":{"kind":"number","required":true,"min":1,"max":9},"more":{"kind":"notice","when":{"answer.n":{"atLeast":5,"below":8}}}}"#;
    // Below 5, from 5 to 7, from 8 on; in three orders.
    assert_eq!(own(r#"["n","more"]"#, steps).paths, 3 * 3);
    let steps = r#"{"d":{"kind":"date","required":true,"latest":{"from":"today","days":0}},
        "more":{"kind":"notice","when":{"answer.d":{"above":"2026-11-01"}}},"never":{"kind":"notice","when":{"answer.d":{"above":"2026-11-21"}}}}"#;
    let flow = own(r#"["d","more","never"]"#, steps);
    assert_eq!((flow.paths, flow.never_seen.as_slice()), (3 * 2, ["never".to_string()].as_slice()));
}

#[test]
fn facts_of_order_item_and_customer_are_told_apart_where_conditions_ask() {
    let seen = |when: &str| {
        let flow = own(r#"["a"]"#, &format!(r#"{{"a":{{"kind":"notice","when":{when}}}}}"#));
        (flow.contexts, flow.never_seen.is_empty())
    };
    assert_eq!(seen(r#"{"item.category":"food"}"#), (1 + 2 + 3, true));
    assert_eq!(seen(r#"{"item.paid":{"atMost":2000},"item.kind":"digital"}"#), (1 + 4 + 10, true));
    assert_eq!(seen(r#"{"order.total":{"above":100000},"customer.kind":"business"}"#), (4 * 3, true));
    assert!(seen(r#"{"item.daysSinceDelivery":{"atMost":30}}"#).1);
    assert!(seen(r#"{"item.exclusions":"perishable","right.withdrawal":false}"#).1);
    assert!(seen(r#"{"locale":"de"}"#).1);
    assert!(seen(r#"{"order.invoice":{"exists":true},"item.exclusions":{"exists":true}}"#).1);
    assert!(seen(r#"{"order.country":"AT"}"#).1);
    assert!(seen(r#"{"item.category":"food","order.currency":"JPY"}"#).1);
    // In a shared step one line must fulfil the whole of it.
    assert!(!seen(r#"{"all":[{"item.category":"food"},{"item.category":"toys"}]}"#).1);
}

#[test]
fn two_lines_may_differ_and_a_shared_step_sees_both() {
    let steps = r#"{"why":{"kind":"choice","per":"item","required":true,"options":["x","y"]},
        "both":{"kind":"notice","when":{"answer.one":{"exists":true}}},
        "one":{"kind":"consent","required":true,"when":{"item.category":"food"}}}"#;
    let flow = own(r#"["items","why","one","both"]"#, steps);
    assert!(flow.complete && flow.never_seen.is_empty());
}

#[test]
fn every_kind_of_step_can_be_walked() {
    let steps = r#"{"a":{"kind":"choices","options":["p","q","r"],"atLeast":1,"required":true},"b":{"kind":"text","required":true,"pattern":"[A-Z]{3}"},
        "c":{"kind":"number","required":true,"min":100},"d":{"kind":"date","required":true,"earliest":"2030-01-01"},
        "e":{"kind":"photos","required":true},"f":{"kind":"address","required":true},"g":{"kind":"consent"},"h":{"kind":"notice"},
        "i":{"kind":"rating","required":true},"j":{"kind":"callback","required":true},"k":{"kind":"text","required":true,"format":"email","minLength":30},
        "l":{"kind":"text","required":true,"format":"phone"},"m":{"kind":"text","required":true,"format":"url","minLength":20},
        "n":{"kind":"callback","required":true,"options":["am","pm"],"option":{}},
        "o":{"kind":"choice","required":true,"options":["y"],"default":"y"}}"#;
    let order =
        r#"["order","items","a","b","c","d","e","f","g","h","i","j","k","l","m","n","o","reason","remedy","contact"]"#;
    let flow = own(order, steps);
    assert!(flow.complete && flow.stuck.is_empty() && flow.never_seen.is_empty(), "{}", flow.to_json().to_text());
    assert!(flow.paths > 1000 && flow.typed.fewest >= 7);
}

#[test]
fn selections_are_told_apart_by_the_options_that_conditions_name() {
    let steps = r#"{"a":{"kind":"choices","options":["p","q","r"],"required":true},"b":{"kind":"notice","when":{"answer.a":"q"}}}"#;
    // Without q and with it; of the rest it does not matter which.
    assert_eq!(own(r#"["a","b"]"#, steps).paths, 3 * 2);
}

#[test]
fn an_answer_that_leads_into_another_flow_ends_the_path_there() {
    let steps = r#"{"a":{"kind":"choice","required":true,"options":["x","y"],"option":{"y":{"flow":"withdrawal"}}},"b":{"kind":"notice"}}"#;
    let flow = own(r#"["a","b"]"#, steps);
    assert_eq!((flow.paths, flow.leads_to[0].paths, flow.leads_to[0].flow.as_str()), (6, 3, "withdrawal"));
    assert_eq!(flow.taps, Spread { fewest: 3, median: 3, most: 3 });
}

#[test]
fn what_the_page_knows_is_walked_with_and_without_and_a_default_costs_continue() {
    let steps = r#"{"a":{"kind":"text","required":true,"prefill":"customer.name"}}"#;
    let flow = own(r#"["a"]"#, steps);
    assert_eq!((flow.typed.fewest, flow.typed.most), (0, 1));
    let steps = r#"{"a":{"kind":"choice","required":true,"options":["x","y"],"default":"x"}}"#;
    assert_eq!(own(r#"["a"]"#, steps).taps, Spread { fewest: 2, median: 2, most: 2 });
}

#[test]
fn too_many_paths_are_given_up_and_said_to_be() {
    let walked = simulate(&config("{}"), &laws(), &Options { max_states: 50, ..options() });
    assert!(!walked.complete && walked.flows.iter().any(|flow| !flow.complete));
    // What is walked is walked to its end.
    for flow in &walked.flows {
        let ends = flow.taps.most > 0 || !flow.leads_to.is_empty();
        assert!(flow.paths > 0 && ends && flow.stuck_paths == 0, "{}", flow.flow);
    }
}

#[test]
fn conditions_on_more_facts_than_can_be_combined_end_and_say_so() {
    let facts = ["item.paid", "item.price", "order.total", "order.shipping", "item.quantity", "order.invoice.due"];
    let each = |at: usize, fact: &&str| {
        let bounds: Vec<String> = (0..8).map(|bound| format!(r#"{{"{fact}":{{"above":{}}}}}"#, 100 * bound)).collect();
        format!(r#""s{at}":{{"kind":"notice","when":{{"any":[{}]}}}}"#, bounds.join(","))
    };
    let steps: Vec<String> = facts.iter().enumerate().map(|(at, fact)| each(at, fact)).collect();
    let order = r#"["s0","s1","s2","s3","s4","s5"]"#;
    let patch = format!(r#"{{"flows":{{"own":{{"steps":{order}}}}},"steps":{{{}}}}}"#, steps.join(","));
    let walked = simulate(&config(&patch), &laws(), &Options { flow: Some("own"), max_states: 500, ..options() });
    assert!(!walked.complete && walked.flows[0].paths > 0);
}

#[test]
fn with_an_order_given_only_that_one_is_walked() {
    let text = r#"{"order":{"number":"1","country":"DE"},"items":[{"line":"1","title":"Kettle","deliveredOn":"2026-11-10"}],"customer":{"email":"a@b.example"}}"#;
    let page = Context::read(&Json::parse(text).unwrap(), &mut Reader::default()).unwrap();
    let walked = simulate(&config("{}"), &laws(), &Options { page: Some(&page), ..options() });
    let complaint = &walked.flows[0];
    assert_eq!((complaint.contexts, complaint.typed.fewest), (1, 0));
    assert!(complaint.complete && complaint.stuck_paths == 0);
}

#[test]
fn a_condition_on_a_later_step_ends_too() {
    let steps =
        r#"{"a":{"kind":"text","when":{"answer.b":"x"}},"b":{"kind":"choice","required":true,"options":["x","y"]}}"#;
    let flow = own(r#"["a","b"]"#, steps);
    assert!(flow.complete && flow.never_seen.is_empty());
}

#[test]
fn an_answer_that_a_later_one_makes_required_after_all_is_told_apart() {
    let steps = r#"{"a":{"kind":"choice","options":["x","y"],"when":{"answer.c":{"exists":true}}},"b":{"kind":"photos","required":{"answer.a":"y"}},
        "c":{"kind":"choice","required":true,"options":["x","y"]}}"#;
    let patch = format!(r#"{{"flows":{{"own":{{"steps":["a","b","c"]}}}},"steps":{steps}}}"#);
    let (config, laws) = (config(&patch), laws());
    let options = Options { flow: Some("own"), ..options() };
    let paths = |merging| walk(&config, &laws, &options, merging).flows[0].paths;
    assert_eq!(paths(true), paths(false));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn walking_equal_states_once_changes_no_result(
        whens in proptest::collection::vec(0_usize..8, 4),
        kinds in proptest::collection::vec(0_usize..6, 4),
        shared in any::<bool>(),
    ) {
        const WHENS: [&str; 8] = ["true", r#"{"answer.reason":"faulty"}"#, r#"{"answer.s0":"x"}"#, r#"{"answer.s1":{"exists":true}}"#,
            r#"{"item.category":"food"}"#, r#"{"not":{"answer.s2":["x","y"]}}"#, r#"{"answer.s0":{"exists":false}}"#, r#"{"right.withdrawal":true}"#];
        const KINDS: [&str; 6] = [r#""kind":"choice","options":["x","y"]"#, r#""kind":"choice","required":true,"options":["x","y"]"#,
            r#""kind":"text""#, r#""kind":"consent""#, r#""kind":"photos","required":{"answer.s0":"y"}"#, r#""kind":"choices","options":["x","y"]"#];
        let steps: Vec<String> = (0..4).map(|at| {
            let per = if at % 2 == 1 { r#","per":"item""# } else { "" };
            format!(r#""s{at}":{{{},"when":{}{per}}}"#, KINDS[kinds[at]], WHENS[whens[at]])
        }).collect();
        let order = if shared { r#"["reason","s0",["s1","s2"],"remedy","s3"]"# } else { r#"["s0","reason",["s2","s3"],"s1"]"# };
        let patch = format!(r#"{{"flows":{{"own":{{"steps":{order}}}}},"steps":{{"reason":{{"options":["faulty","other"]}},{}}}}}"#, steps.join(","));
        let (config, laws) = (config(&patch), laws());
        let options = Options { flow: Some("own"), max_states: 4_000, ..options() };
        let (with, without) = (walk(&config, &laws, &options, true), walk(&config, &laws, &options, false));
        if without.complete {
            let told = |walked: &Simulation| {
                let mut flow = walked.flows[0].clone();
                // Which way stands for its equals is of no account.
                flow.stuck.clear();
                flow.without_remedy.iter_mut().for_each(|without| without.example.clear());
                flow
            };
            prop_assert_eq!(told(&with), told(&without), "{}", patch);
        }
    }
}
