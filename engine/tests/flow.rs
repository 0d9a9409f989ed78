//! The flow as a shopper meets it: screens in order, what is skipped, what is left, what is wrong, what a change takes away.
#![allow(clippy::unwrap_used, reason = "a test may say what it expects")]

mod common;

use common::{CHOCOLATES, KETTLE, VASE, World, answers, json};
use redress_engine::answers::Answers;

/// Gives answers one by one. After each: the step that comes next (`-` at the end) and how many remain, which must never grow.
fn walk(world: &World, mut given: Answers, script: &[(Option<&str>, &str, &str)]) -> Vec<(String, i64)> {
    let mut way = Vec::new();
    let mut script = script.iter();
    loop {
        let next = world.next(&given);
        assert_eq!(next.invalid, []);
        assert_eq!(next.step.is_none(), next.remaining == 0, "remaining is 0 only at the end: {next:?}");
        if let Some((_, before)) = way.last() {
            assert!(next.remaining <= *before, "{} → {} at {:?}", before, next.remaining, next.step);
        }
        way.push((next.step.unwrap_or("-".into()), next.remaining));
        let Some((line, step, value)) = script.next() else { return way };
        given.set(*line, step, json(value));
    }
}

fn way(expected: &[(&str, i64)]) -> Vec<(String, i64)> {
    expected.iter().map(|(step, remaining)| (step.to_string(), *remaining)).collect()
}

#[test]
fn a_known_customer_with_one_faulty_item_needs_five_taps() {
    let world = World::new(KETTLE);
    let given = Answers::default();
    assert_eq!(world.screens(&given), ["[order]", "[items]", "reason@1", "remedy+matters@1", "details", "[contact]"]);
    // Whoever takes a remedy leaves the chips beside it blank.
    let script = [
        (Some("1"), "reason", r#""faulty""#),
        (Some("1"), "remedy", r#""replacement""#),
        (Some("1"), "repaired", "null"),
        (None, "matters", "null"),
        (None, "photos", "null"),
    ];
    let expected = way(&[("reason", 3), ("remedy", 2), ("remedy", 2), ("remedy", 2), ("photos", 1), ("photos", 1)]);
    assert_eq!(walk(&world, given, &script), expected);

    // "Continue" leaves both blank. The trigger, two choices, "Continue", "Send": five.
    let all = answers(
        r#"{"items":{"1":{"reason":"faulty","remedy":"replacement","repaired":null}},"shared":{"matters":null,"photos":null,"details":null}}"#,
    );
    let asked = world.screens(&all).iter().filter(|screen| !screen.starts_with('[')).count();
    assert_eq!(asked + 2, 5);
    let next = world.next(&all);
    assert_eq!((next.step, next.remaining), (None, 0));
    let done = ["order", "items", "reason", "remedy", "repaired", "matters", "photos", "details", "contact"];
    assert_eq!(next.done, done);
}

#[test]
fn a_guest_is_asked_for_order_and_email_and_then_for_neither_again() {
    let world = World::new("{}");
    let script = [
        (None, "order", r#"{"order":"TT-1","email":"mira@example.org"}"#),
        (Some("1"), "reason", r#""faulty""#),
        (Some("1"), "remedy", r#""repair""#),
        (Some("1"), "repaired", "null"),
        (None, "matters", r#"["apology"]"#),
        (None, "photos", "null"),
        (None, "details", "null"),
    ];
    let expected = [
        ("order", 5),
        ("reason", 3),
        ("remedy", 2),
        ("remedy", 2),
        ("remedy", 2),
        ("photos", 1),
        ("photos", 1),
        ("-", 0),
    ];
    let expected = way(&expected);
    assert_eq!(walk(&world, Answers::default(), &script), expected);
    let told = answers(r#"{"shared":{"order":{"order":"TT-1","email":"mira@example.org"}}}"#);
    let case = world.case(&told);
    assert_eq!(case.context.order.number, "TT-1");
    assert_eq!(case.context.customer.email.as_deref(), Some("mira@example.org"));
    assert_eq!(case.lines(), ["1"], "one line stands for the whole order");
}

#[test]
fn what_the_page_says_wins_over_what_the_shopper_tells_of_the_order() {
    let world = World::new(KETTLE);
    let told = answers(r#"{"shared":{"order":{"order":"X","email":"x@example.org"}}}"#);
    let case = world.case(&told);
    assert_eq!(case.context.order.number, "TT-10482");
    assert_eq!(case.context.customer.email.as_deref(), Some("mira@example.org"));
}

#[test]
fn an_email_address_of_the_page_that_cannot_be_one_is_asked_for_again() {
    let world = World::new(KETTLE).page(r#"{"customer":{"email":"mira"}}"#);
    let all = answers(
        r#"{"items":{"1":{"reason":"faulty","remedy":"repair","repaired":null}},"shared":{"matters":null,"photos":null,"details":null}}"#,
    );
    let next = world.next(&all);
    assert_eq!((next.step.as_deref(), next.remaining), (Some("contact"), 1));
    assert_eq!(world.screens(&all).last().unwrap(), "contact", "it is not skipped as known");
}

#[test]
fn several_lines_have_their_own_reasons_and_remedies_and_a_per_item_step_counts_once() {
    let world = World::new(VASE);
    assert_eq!(world.next(&Answers::default()).remaining, 4);
    assert_eq!(world.next(&Answers::default()).step.as_deref(), Some("items"));
    let given = answers(r#"{"chosen":[{"line":"1","quantity":1},{"line":"2","quantity":1}]}"#);
    let script = [
        (Some("1"), "reason", r#""damaged""#),
        (Some("2"), "reason", r#""missing-part""#),
        (Some("1"), "remedy", r#""replacement""#),
        (Some("1"), "repaired", "null"),
        (None, "matters", "null"),
        (Some("2"), "remedy", r#""missing-part""#),
        (Some("2"), "repaired", "null"),
        (None, "photos", r#"["a"]"#),
        (None, "details", "null"),
    ];
    let expected =
        [[("reason", 3)].repeat(2), [("remedy", 2)].repeat(5), [("photos", 1)].repeat(2), vec![("-", 0)]].concat();
    assert_eq!(walk(&world, given.clone(), &script), way(&expected));
    let case = world.case(&given);
    assert_eq!((case.quantity("1"), case.quantity("2"), case.quantity("3")), (1, 1, 0));
    let mut half = given.clone();
    half.set(Some("1"), "reason", "damaged".into());
    assert_eq!(world.next(&half).done, ["order", "items", "contact"], "a per-item step is done with its last line");
    assert_eq!(
        world.screens(&given),
        ["[order]", "items", "reason@1", "reason@2", "remedy+matters@1", "remedy@2", "details", "[contact]"]
    );
}

#[test]
fn a_quantity_is_kept_between_one_and_the_pieces_of_the_line() {
    let world = World::new(VASE);
    for (asked, counted, chosen) in [(i64::MIN, 0, false), (0, 0, false), (1, 1, true), (2, 2, true), (3, 2, true)] {
        let given = answers(&format!(r#"{{"chosen":[{{"line":"2","quantity":{asked}}}]}}"#));
        let case = world.case(&given);
        assert_eq!((case.quantity("2"), case.lines().len()), (counted, usize::from(chosen)), "{asked}");
    }
}

#[test]
fn one_line_of_several_pieces_is_still_a_choice() {
    let world = World::new(KETTLE).item(r#"{"quantity":2}"#);
    assert_eq!(world.next(&Answers::default()).step.as_deref(), Some("items"));
}

const EVERY_REASON: &str =
    "faulty damaged wrong-item missing-part not-as-described late not-delivered dangerous service other";

#[test]
fn what_has_not_arrived_can_only_be_missing() {
    let given = Answers::default();
    let offered = |world: &World| {
        let case = world.case(&given);
        case.options(world.config.steps.get("reason").unwrap(), Some("1")).join(" ")
    };
    assert_eq!(offered(&World::new(CHOCOLATES)), "not-delivered service other");
    assert_eq!(offered(&World::new(KETTLE)), EVERY_REASON);
    // Nobody knows: everything may have happened.
    assert_eq!(offered(&World::new("{}")), EVERY_REASON);
}

const SERIAL: &str = r#"{
    "flows": {"complaint": {"steps": ["items", "reason", "serial", "contact"]}},
    "steps": {"serial": {"kind": "text", "when": {"answer.reason": "faulty", "item.category": "kitchen"},
                         "required": {"answer.reason": "faulty", "item.paid": {"below": 4000}}}}
}"#;

fn chosen(first: &str, third: &str) -> Answers {
    answers(&format!(
        r#"{{"chosen":[{{"line":"1","quantity":1}},{{"line":"3","quantity":1}}],
             "items":{{"1":{{"reason":"{first}"}},"3":{{"reason":"{third}"}}}}}}"#
    ))
}

#[test]
fn a_shared_step_is_asked_if_one_chosen_line_satisfies_the_whole_of_its_condition() {
    let world = World::new(VASE).with(SERIAL);
    let asks = |given: &Answers| world.screens(given).contains(&"serial".to_string());
    assert!(!asks(&chosen("faulty", "damaged")), "half by the vase and half by the board is not enough");
    assert!(asks(&chosen("damaged", "faulty")), "the board is faulty and of the kitchen");
    assert_eq!(world.next(&chosen("faulty", "damaged")).step, None);
}

#[test]
fn a_shared_step_is_required_if_one_chosen_line_satisfies_the_whole_of_its_condition() {
    let world = World::new(VASE).with(SERIAL);
    let mut given = chosen("damaged", "faulty");
    given.set(None, "serial", json("null"));
    let next = world.next(&given);
    assert_eq!(next.step.as_deref(), Some("serial"));
    assert_eq!((next.invalid[0].path.as_str(), next.invalid[0].key.as_str()), ("/shared/serial", "error.text"));

    let always = world.with(&SERIAL.replace(r#""item.category": "kitchen""#, r#""item.paid": {"above": 0}"#));
    let mut given = chosen("faulty", "damaged");
    given.set(None, "serial", json("null"));
    assert_eq!(always.next(&given).step, None, "the faulty vase is dear, the cheap board is not faulty");
}

#[test]
fn a_per_item_step_is_asked_for_the_lines_it_concerns() {
    let world = World::new(VASE).with(&SERIAL.replace(r#""kind": "text""#, r#""kind": "text", "per": "item""#));
    let screens = world.screens(&chosen("faulty", "faulty"));
    assert_eq!(screens, ["items", "reason@1", "reason@3", "serial@3", "[contact]"]);
}

#[test]
fn a_shared_step_on_a_per_item_screen_is_asked_once() {
    let world = World::new(VASE).with(r#"{"flows":{"complaint":{"steps":["items",["reason","details"]]}}}"#);
    assert_eq!(world.screens(&chosen("faulty", "faulty")), ["items", "reason+details@1", "reason@3"]);
}

#[test]
fn a_step_that_waits_for_a_later_answer_is_counted_before_it_appears() {
    let world = World::new(KETTLE).with(
        r#"{"flows":{"complaint":{"steps":["serial","reason","details"]}},
            "steps":{"serial":{"kind":"text","when":{"answer.reason":"faulty"}}}}"#,
    );
    let script = [(Some("1"), "reason", r#""faulty""#), (None, "serial", "null"), (None, "details", "null")];
    let expected = way(&[("reason", 3), ("serial", 2), ("details", 1), ("-", 0)]);
    assert_eq!(walk(&world, Answers::default(), &script), expected);
}

#[test]
fn a_required_photo_can_always_be_declined() {
    let world = World::new(VASE);
    let photos = |value: &str| {
        let mut given = answers(
            r#"{"chosen":[{"line":"1","quantity":1}],"shared":{"details":null,"matters":null},
                "items":{"1":{"reason":"damaged","remedy":"replacement","repaired":null}}}"#,
        );
        given.set(None, "photos", json(value));
        let next = world.next(&given);
        (next.step, next.invalid.first().map(|fault| (fault.path.clone(), fault.key.clone())))
    };
    let fault = |key: &str| (Some("photos".to_string()), Some(("/shared/photos".to_string(), key.to_string())));
    assert_eq!(photos("null"), fault("error.photos"));
    assert_eq!(photos("[]"), fault("error.photos"));
    assert_eq!(photos(r#""unable""#), (None, None));
    assert_eq!(photos(r#"["a","b"]"#), (None, None));
    assert_eq!(photos(r#"["1","2","3","4","5","6"]"#), (None, None));
    assert_eq!(photos(r#"["1","2","3","4","5","6","7"]"#), fault("error.too-many"));
    assert_eq!(photos(r#""a picture""#), fault("error.photos"));
}

#[test]
fn a_null_was_asked_and_left_blank_and_a_missing_answer_is_still_to_come() {
    let world = World::new(KETTLE);
    let text = r#"{"items":{"1":{"reason":"faulty","remedy":"repair","repaired":null}},"shared":{"matters":null,"photos":null}}"#;
    assert_eq!(world.next(&answers(text)).step.as_deref(), Some("photos"), "details were never asked");
    let asked = text.replace(r#""photos":null"#, r#""photos":null,"details":null"#);
    assert_eq!(world.next(&answers(&asked)).step, None);
    // A required answer left blank is a fault, not done.
    let blank = r#"{"items":{"1":{"reason":null}}}"#;
    assert_eq!(world.invalid(blank), [("/items/1/reason".into(), "error.choice".into())]);
    assert_eq!(world.next(&answers(blank)).step.as_deref(), Some("reason"));
}

#[test]
fn a_faulty_answer_is_told_with_its_pointer_and_message() {
    let long = format!(r#"{{"shared":{{"details":"{}"}}}}"#, "ü".repeat(2001));
    let world = World::new(KETTLE).page(r#"{"customer":null}"#);
    let guest = World::new("{}");
    type Faults = &'static [(&'static str, &'static str)];
    let cases: [(&World, &str, Faults); 13] = [
        (&world, r#"{"items":{"1":{"reason":"bored"}}}"#, &[("/items/1/reason", "error.choice")]),
        (&world, r#"{"items":{"1":{"reason":["faulty"]}}}"#, &[("/items/1/reason", "error.choice")]),
        (&world, r#"{"items":{"1":{"reason":"faulty","remedy":"refund"}}}"#, &[("/items/1/remedy", "error.choice")]),
        (&world, r#"{"items":{"1":{"reason":"faulty","remedy":"other"}}}"#, &[]),
        (
            &world,
            r#"{"items":{"1":{"reason":"other"}},"shared":{"details":" "}}"#,
            &[("/shared/details", "error.text")],
        ),
        (&world, r#"{"shared":{"details":7}}"#, &[("/shared/details", "error.text")]),
        (&world, &long, &[("/shared/details", "error.too-long")]),
        (&world, r#"{"shared":{"contact":{}}}"#, &[("/shared/contact/email", "error.email.missing")]),
        (&world, r#"{"shared":{"contact":{"email":"mira@"}}}"#, &[("/shared/contact/email", "error.email")]),
        (&world, r#"{"shared":{"contact":{"email":" mira@example.org "}}}"#, &[]),
        (
            &guest,
            r#"{"shared":{"order":null}}"#,
            &[("/shared/order/order", "error.order"), ("/shared/order/email", "error.email.missing")],
        ),
        (
            &guest,
            r#"{"shared":{"order":{"order":" ","email":"mira@example.org"}}}"#,
            &[("/shared/order/order", "error.order")],
        ),
        (
            &guest,
            r#"{"shared":{"order":{"order":"1","email":"mira@example"}}}"#,
            &[("/shared/order/email", "error.email")],
        ),
    ];
    for (world, text, expected) in cases {
        let expected: Vec<_> = expected.iter().map(|(path, key)| (path.to_string(), key.to_string())).collect();
        assert_eq!(world.invalid(text), expected, "{text}");
    }
    // One character less is not too long.
    assert_eq!(world.invalid(&long.replacen('ü', "", 1)), []);
}

#[test]
fn a_pointer_escapes_the_names_of_lines_and_steps() {
    let world = World::new(KETTLE).item(r#"{"line":"a/b~c"}"#);
    let faults = world.invalid(r#"{"items":{"a/b~c":{"reason":"bored"}}}"#);
    assert_eq!(faults[0].0, "/items/a~1b~0c/reason");
}

#[test]
fn an_email_address_has_one_at_sign_and_a_domain_with_a_dot() {
    use redress_engine::flow::is_email;
    for good in ["a@b.c", "mira+shop@mail.example.org", "ü@bücher.example"] {
        assert!(is_email(good), "{good}");
    }
    let long = format!("{}@example.org", "a".repeat(250));
    for bad in ["", "@", "a@b", "@b.c", "a@b@c.d", "a b@c.d", "a@.c", "a@b.", "a@b..c", "a@b.c\n", &long] {
        assert!(!is_email(bad), "{bad}");
    }
}

#[test]
fn a_changed_reason_keeps_the_remedy_that_is_still_offered_and_takes_out_the_one_that_is_not() {
    let world = World::new(KETTLE);
    let after = |reason: &str, remedy: &str| {
        let text = format!(
            r#"{{"items":{{"1":{{"reason":"{reason}","remedy":"{remedy}"}}}},"shared":{{"photos":["a"],"details":"so"}}}}"#
        );
        world.prune(&text)
    };
    for (reason, remedy, kept) in [
        ("faulty", "replacement", true),
        ("damaged", "replacement", true),
        ("damaged", "repair", true),
        ("wrong-item", "repair", false),
        ("missing-part", "replacement", false),
        ("other", "replacement", false),
        ("other", "other", true),
    ] {
        let left = after(reason, remedy);
        assert_eq!(left.get(Some("1"), "remedy").is_some(), kept, "{reason}, {remedy}");
        assert_eq!(left.get(Some("1"), "reason"), Some(&reason.into()));
        assert_eq!(left.get(None, "details"), Some(&"so".into()), "nothing else goes");
        assert_eq!(left.get(None, "photos"), Some(&json(r#"["a"]"#)), "nothing else goes");
    }
    // What never came cannot be photographed: the step is not asked any more.
    assert_eq!(after("not-delivered", "delivery").get(None, "photos"), None);
}

#[test]
fn a_line_that_is_not_chosen_any_more_loses_its_answers_and_no_other_does() {
    let world = World::new(VASE);
    let left = world.prune(
        r#"{"chosen":[{"line":"1","quantity":1},{"line":"9","quantity":1}],
            "items":{"1":{"reason":"damaged","remedy":"replacement"},"2":{"reason":"faulty"},"9":{"reason":"faulty"}},
            "shared":{"photos":["a"],"details":null,"contact":{"email":"new@example.org"}}}"#,
    );
    let expected = answers(
        r#"{"chosen":[{"line":"1","quantity":1}],"items":{"1":{"reason":"damaged","remedy":"replacement"}},
            "shared":{"photos":["a"],"details":null,"contact":{"email":"new@example.org"}}}"#,
    );
    assert_eq!(left, expected);
}

#[test]
fn what_hangs_on_a_pruned_answer_goes_with_it() {
    // The remedy goes with its reason, the question about the remedy goes with the remedy.
    let world = World::new(KETTLE).with(
        r#"{"flows":{"complaint":{"steps":["reason","remedy","colour"]}},
            "steps":{"colour":{"kind":"text","per":"item","when":{"answer.remedy":"replacement"}}}}"#,
    );
    let left = world.prune(r#"{"items":{"1":{"reason":"missing-part","remedy":"replacement","colour":"blue"}}}"#);
    assert_eq!(left, answers(r#"{"items":{"1":{"reason":"missing-part"}}}"#));
}

#[test]
fn a_flow_that_is_not_there_makes_no_case() {
    let mut world = World::new(KETTLE);
    world.flow = "nowhere";
    assert!(world.setting().case(&Answers::default()).is_none());
    let given = answers(r#"{"shared":{"details":"so"}}"#);
    assert_eq!(redress_engine::flow::prune(world.setting(), given.clone()), given);
}
