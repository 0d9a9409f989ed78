//! Every kind of step: what passes and what does not, at its bounds; what it starts with; what it says in words.
//!
//! Past 400 lines because each kind is told by a table of its own; they are read one at a time.
#![allow(clippy::unwrap_used, reason = "a test may say what it expects")]

mod common;

use common::{KETTLE, Plain, VASE, World, answers, json};
use redress_engine::Json;
use redress_engine::answers::Answers;
use redress_engine::complaint::answer_label;
use redress_engine::config::StepKind;
use redress_engine::flow::{faults, prefilled};
use redress_engine::step::{date_bounds, is_phone, is_url};
use redress_engine::text::{Arg, Texts};

/// A flow of this one question, `q`, for one kettle delivered on 2026-11-19; today is 2026-11-21.
fn asking(step: &str) -> World {
    World::new(KETTLE)
        .item(r#"{"deliveredOn":"2026-11-19","sku":"K-1","category":"kitchen"}"#)
        .page(r#"{"customer":{"phone":"+49 30 5550 1234"}}"#)
        .with(&format!(r#"{{"flows":{{"complaint":{{"steps":["q"]}}}},"steps":{{"q":{step}}}}}"#))
}

/// The faults of an answer: key, path below the answer, arguments.
fn told(world: &World, answer: &str) -> Vec<String> {
    let given = answers(&format!(r#"{{"shared":{{"q":{answer}}}}}"#));
    let case = world.case(&given);
    let faults = faults(&case, "q", case.step("q").unwrap(), None);
    faults
        .iter()
        .map(|fault| {
            let path = fault.path.strip_prefix("/shared/q").unwrap();
            let args = if fault.args == Json::Null { String::new() } else { fault.args.to_text() };
            [&fault.key, path, &args].concat()
        })
        .collect()
}

fn fault(step: &str, answer: &str) -> String {
    told(&asking(step), answer).join(" ")
}

fn label(step: &str, answer: &str) -> String {
    let world = asking(step);
    let given = Answers::default();
    let messages = json(
        r#"{"consent.yes":"Yes","consent.no":"No","step.q.option.morning":"Mornings","step.q.unit":"pieces","photos.count":"{count}"}"#,
    );
    let texts = Texts { config: &world.config, locale: "en", messages: &messages, format: &Plain };
    answer_label(&world.case(&given), "q", None, &json(answer), &texts)
}

#[test]
fn a_required_question_of_any_kind_says_what_is_missing_and_an_optional_one_may_stay_blank() {
    for (step, key) in [
        (r#""kind":"text""#, "error.text"),
        (r#""kind":"choice","options":["a"]"#, "error.choice"),
        (r#""kind":"choices","options":["a"]"#, r#"error.choices.few{"count":1}"#),
        (r#""kind":"number""#, "error.number"),
        (r#""kind":"date""#, "error.date"),
        (r#""kind":"rating""#, "error.rating"),
        (r#""kind":"photos""#, "error.photos"),
        (r#""kind":"photos","minFiles":2"#, r#"error.too-few{"count":2}"#),
        (r#""kind":"consent""#, "error.consent"),
        (r#""kind":"callback","options":["a"]"#, "error.phone.missing/phone error.slot/slot"),
        (
            r#""kind":"address""#,
            r#"error.field.missing/line1{"field":"line1"} error.field.missing/postalCode{"field":"postalCode"} error.field.missing/city{"field":"city"}"#,
        ),
        (r#""kind":"notice""#, ""),
    ] {
        assert_eq!(fault(&format!(r#"{{{step},"required":true}}"#), "null"), key, "{step}");
        assert_eq!(fault(&format!(r#"{{{step}}}"#), "null"), "", "{step}");
    }
}

#[test]
fn a_text_is_measured_in_characters_and_only_its_upper_limit_counts_the_spaces_around_it() {
    let step = r#"{"kind":"text","minLength":3,"maxLength":5}"#;
    for (text, key) in [
        ("äö", r#"error.too-short{"count":3}"#),
        ("äöü", ""),
        ("äöüßx", ""),
        ("äöüßxy", r#"error.too-long{"count":5}"#),
        (" ab  ", r#"error.too-short{"count":3}"#),
    ] {
        assert_eq!(fault(step, &format!("\"{text}\"")), key, "{text}");
    }
    assert_eq!(fault(r#"{"kind":"text"}"#, "7"), "error.text");
    let contradiction = r#"{"kind":"text","minLength":9,"maxLength":2,"required":true}"#;
    assert_eq!(fault(contradiction, "\"ab\""), "", "limits that contradict each other hold nobody up");
}

#[test]
fn a_pattern_means_the_whole_text_without_the_spaces_around_it() {
    let step = r#"{"kind":"text","pattern":"[A-Z]{2}-\\d{3,4}"}"#;
    let expected = [("AB-123", ""), (" AB-1234 ", ""), ("AB-12", "error.pattern"), ("xAB-123", "error.pattern")];
    for (text, key) in expected {
        assert_eq!(fault(step, &format!("\"{text}\"")), key, "{text}");
    }
    assert_eq!(fault(r#"{"kind":"text","pattern":"(?=x)"}"#, "\"y\""), "", "one that cannot be read holds nobody up");
}

#[test]
fn a_format_is_checked() {
    for (format, text, key) in [
        ("email", "a@b.example", ""),
        ("email", "a@b", "error.email"),
        ("phone", "+49 (0)30 5550-1234", ""),
        ("phone", "call me", "error.phone"),
        ("url", "https://a.example/x?y", ""),
        ("url", "a.example", "error.url"),
        ("plain", "anything", ""),
    ] {
        assert_eq!(fault(&format!(r#"{{"kind":"text","format":"{format}"}}"#), &format!("\"{text}\"")), key, "{text}");
    }
}

#[test]
fn a_telephone_number_has_five_to_fifteen_digits_and_a_plus_only_in_front() {
    for good in ["12345", "123456789012345", "+49 30 5550 1234", "(030) 5550-1234", "030/5550.1234", " 0305550 "] {
        assert!(is_phone(good), "{good}");
    }
    for bad in ["1234", "1234567890123456", "++4930555", "49+30555", "555 1234 ext 5", "", "-----", "١٢٣٤٥"] {
        assert!(!is_phone(bad), "{bad}");
    }
}

#[test]
fn an_address_on_the_web_names_its_scheme_and_a_host() {
    for good in ["https://a.example", "http://a.example:8080/b?c#d"] {
        assert!(is_url(good), "{good}");
    }
    for bad in ["https://", "https://localhost", "https://a..b", "ftp://a.b", "javascript:alert(1)", "https://a.b c"] {
        assert!(!is_url(bad), "{bad}");
    }
}

#[test]
fn a_number_is_whole_and_lies_between_its_limits() {
    let step = r#"{"kind":"number","min":-1,"max":12}"#;
    for (answer, key) in [
        ("-2", r#"error.number.min{"min":-1}"#),
        ("-1", ""),
        ("0", ""),
        ("12", ""),
        ("12.0", ""),
        ("13", r#"error.number.max{"max":12}"#),
        ("1.5", "error.number"),
        ("\"7\"", "error.number"),
        ("9223372036854775807", r#"error.number.max{"max":12}"#),
    ] {
        assert_eq!(fault(step, answer), key, "{answer}");
    }
    assert_eq!(fault(r#"{"kind":"number","min":5,"max":2}"#, "6"), "", "of two that contradict the lower limit stands");
}

#[test]
fn a_date_lies_between_two_days_and_the_days_themselves_belong_to_it() {
    let step = r#"{"kind":"date","earliest":"2026-11-02","latest":"2026-11-05"}"#;
    for (day, key) in [
        ("2026-11-01", r#"error.date.earliest{"date":"2026-11-02"}"#),
        ("2026-11-02", ""),
        ("2026-11-05", ""),
        ("2026-11-06", r#"error.date.latest{"date":"2026-11-05"}"#),
        ("2026-02-29", "error.date"),
        ("2026-11-03T10:00", "error.date"),
        ("soon", "error.date"),
    ] {
        assert_eq!(fault(step, &format!("\"{day}\"")), key, "{day}");
    }
}

#[test]
fn a_date_can_be_bound_to_today_and_to_the_order() {
    for (bound, day, key) in [
        (r#""latest":{"from":"today"}"#, "2026-11-21", ""),
        (r#""latest":{"from":"today"}"#, "2026-11-22", r#"error.date.latest{"date":"2026-11-21"}"#),
        (r#""earliest":{"from":"today","days":1}"#, "2026-11-21", r#"error.date.earliest{"date":"2026-11-22"}"#),
        (r#""earliest":{"from":"today","days":1}"#, "2026-11-22", ""),
        (
            r#""earliest":{"from":"item.deliveredOn","days":-2}"#,
            "2026-11-16",
            r#"error.date.earliest{"date":"2026-11-17"}"#,
        ),
        (r#""earliest":{"from":"item.deliveredOn","days":-2}"#, "2026-11-17", ""),
        (r#""latest":{"from":"item.repairedOn"}"#, "2099-01-01", ""),
        (r#""latest":{"from":"item.title"}"#, "2099-01-01", ""),
        (r#""earliest":{"from":"today","days":9},"latest":{"from":"today"}"#, "2026-12-01", ""),
        (r#""latest":{"from":"today","days":9223372036854775807}"#, "2026-12-01", ""),
    ] {
        assert_eq!(fault(&format!(r#"{{"kind":"date",{bound}}}"#), &format!("\"{day}\"")), key, "{bound} {day}");
    }
}

#[test]
fn in_a_shared_question_the_line_counts_that_allows_the_most() {
    let steps = r#"{"flows":{"complaint":{"steps":["items","q"]}},
        "steps":{"q":{"kind":"date","earliest":{"from":"item.deliveredOn"},"latest":{"from":"item.deliveredOn","days":3}}}}"#;
    let mut page = json(VASE);
    for (at, day) in ["2026-11-16", "2026-11-18"].into_iter().enumerate() {
        if let Json::Map(map) = &mut page
            && let Some(Json::List(items)) = map.get_mut("items")
            && let Json::Map(item) = &mut items[at]
        {
            item.set("deliveredOn", day.into());
        }
    }
    let world = World::new(&page.to_text()).with(steps);
    let bounds = |chosen: &str| {
        let given = answers(&format!(r#"{{"chosen":[{chosen}]}}"#));
        date_bounds(&world.case(&given).asked("q", None).unwrap()).map(|day| day.map_or("-".into(), |day| day.iso()))
    };
    let (one, two) = (r#"{"line":"1","quantity":1}"#, r#"{"line":"2","quantity":1}"#);
    assert_eq!(bounds(one), ["2026-11-16", "2026-11-19"]);
    assert_eq!(bounds(&[one, two].join(",")), ["2026-11-16", "2026-11-21"]);
    assert_eq!(bounds(""), ["-", "-"]);
}

#[test]
fn of_several_options_enough_and_not_too_many_are_chosen_each_once() {
    let step = r#"{"kind":"choices","options":["a","b","c","d"],"atLeast":2,"atMost":3}"#;
    for (answer, key) in [
        (r#"["a"]"#, r#"error.choices.few{"count":2}"#),
        (r#"["a","b"]"#, ""),
        (r#"["c","a","b"]"#, ""),
        (r#"["a","b","c","d"]"#, r#"error.choices.many{"count":3}"#),
        (r#"["a","a"]"#, "error.choice"),
        (r#"["a","x"]"#, "error.choice"),
        (r#""a""#, "error.choice"),
        (r#"[]"#, ""),
    ] {
        assert_eq!(fault(step, answer), key, "{answer}");
    }
    let few = r#"{"kind":"choices","options":["a"],"atLeast":3,"required":true}"#;
    assert_eq!(fault(few, r#"["a"]"#), "", "nobody can choose more than there is");
    let none = r#"{"kind":"choices","options":["a"],"option":{"a":{"when":false}},"required":true}"#;
    assert_eq!(fault(none, "null"), "", "where nothing is left to choose from, nobody is held up");
}

#[test]
fn a_rating_goes_from_one_to_the_number_of_its_steps() {
    for (step, good, bad) in [
        (r#"{"kind":"rating"}"#, 5, 6),
        (r#"{"kind":"rating","max":10}"#, 10, 11),
        (r#"{"kind":"rating","max":99}"#, 10, 11),
        (r#"{"kind":"rating","max":1}"#, 2, 3),
    ] {
        for (given, key) in [(0, "error.rating"), (1, ""), (good, ""), (bad, "error.rating")] {
            assert_eq!(fault(step, &given.to_string()), key, "{step} {given}");
        }
    }
}

#[test]
fn a_required_consent_must_be_given_and_is_never_given_beforehand() {
    let required = r#"{"kind":"consent","required":true,"default":true}"#;
    assert_eq!(fault(required, "false"), "error.consent");
    assert_eq!(fault(required, "true"), "");
    assert_eq!(fault(r#"{"kind":"consent"}"#, "false"), "");
    assert_eq!(fault(r#"{"kind":"consent"}"#, "\"yes\""), "error.consent");
    let world = asking(required);
    assert_eq!(prefilled(&world.case(&Answers::default()), "q", None), None);
}

#[test]
fn photos_are_few_and_many_enough_or_cannot_be_taken() {
    let step = r#"{"kind":"photos","minFiles":2,"maxFiles":3,"required":true}"#;
    for (answer, key) in [
        (r#"["1"]"#, r#"error.too-few{"count":2}"#),
        (r#"["1","2"]"#, ""),
        (r#"["1","2","3"]"#, ""),
        (r#"["1","2","3","4"]"#, r#"error.too-many{"count":3}"#),
        (r#""unable""#, ""),
        ("7", "error.photos"),
    ] {
        assert_eq!(fault(step, answer), key, "{answer}");
    }
    assert_eq!(fault(r#"{"kind":"photos","minFiles":5,"maxFiles":1}"#, r#"["1"]"#), "");
}

#[test]
fn an_address_once_begun_is_complete_and_its_fields_follow_the_config() {
    let step = r#"{"kind":"address","fields":{"country":"required","line2":"off","postalCode":"optional"}}"#;
    let missing = |field: &str| format!(r#"error.field.missing/{field}{{"field":"{field}"}}"#);
    assert_eq!(
        fault(step, r#"{"city":"Köln"}"#),
        [missing("line1"), missing("country")].join(" "),
        "what is optional or off is not missed"
    );
    assert_eq!(fault(step, r#"{"line1":"Weg 1","city":"Köln","country":"DE"}"#), "");
    assert_eq!(fault(step, r#"{"line1":"Weg 1","city":"Köln","country":"Germany"}"#), "error.country/country");
    assert_eq!(fault(step, r#"{"line1":" ","city":""}"#), "", "blank as a whole");
    let long = format!(r#"{{"line1":"{}","city":"Köln","country":"DE"}}"#, "x".repeat(201));
    assert_eq!(fault(step, &long), r#"error.too-long/line1{"count":200}"#);
    assert_eq!(fault(step, "7").split(' ').count(), 3, "what is no address has no field");
}

#[test]
fn a_number_that_was_filled_in_beforehand_asks_for_no_call() {
    let step = r#"{"kind":"callback","options":["morning"],"prefill":"customer.phone"}"#;
    assert_eq!(fault(step, r#"{"phone":"+49 30 5550 1234"}"#), "");
    assert_eq!(fault(step, r#"{"phone":"030 5550 999"}"#), "error.slot/slot", "the shopper wrote another one");
}

#[test]
fn a_callback_needs_a_number_and_a_slot_where_there_are_any() {
    let step = r#"{"kind":"callback","options":["morning","evening"]}"#;
    for (answer, key) in [
        (r#"{"phone":"030 5550 123","slot":"morning"}"#, ""),
        (r#"{"phone":"030 5550 123"}"#, "error.slot/slot"),
        (r#"{"phone":"030 5550 123","slot":"night"}"#, "error.slot/slot"),
        (r#"{"slot":"morning"}"#, "error.phone.missing/phone"),
        (r#"{"phone":"12","slot":"morning"}"#, "error.phone/phone"),
        (r#"{"phone":"","slot":null}"#, ""),
    ] {
        assert_eq!(fault(step, answer), key, "{answer}");
    }
    assert_eq!(fault(r#"{"kind":"callback"}"#, r#"{"phone":"030 5550 123"}"#), "");
}

#[test]
fn a_contact_asks_for_what_the_config_wants_and_is_skipped_where_the_page_has_it() {
    let screens = |fields: &str, customer: &str| {
        let world = World::new("{}").page(&format!(r#"{{"order":{{"number":"1"}},"customer":{customer}}}"#));
        let world = world.with(&format!(
            r#"{{"flows":{{"complaint":{{"steps":["contact"]}}}},"steps":{{"contact":{{"fields":{fields}}}}}}}"#
        ));
        world.screens(&Answers::default()).join(" ")
    };
    let (email, phone) = (r#"{"email":"a@b.example"}"#, r#"{"phone":"030 5550 123"}"#);
    assert_eq!(screens("{}", email), "[contact]");
    assert_eq!(screens("{}", phone), "contact");
    assert_eq!(screens(r#"{"phone":"required"}"#, email), "contact");
    assert_eq!(screens(r#"{"phone":"required","email":"off"}"#, phone), "[contact]");
    assert_eq!(screens(r#"{"email":"optional"}"#, r#"{"name":"Mira"}"#), "contact", "a name is no way to answer");
    assert_eq!(
        screens("{}", r#"{"email":"a@b.example","phone":"?"}"#),
        "[contact]",
        "what nobody needs cannot be wrong"
    );
    let step = r#"{"kind":"contact","fields":{"phone":"required","name":"required"}}"#;
    assert_eq!(
        fault(step, r#"{"email":"x","phone":"1"}"#),
        r#"error.field.missing/name{"field":"name"} error.email/email error.phone/phone"#
    );
}

#[test]
fn a_question_starts_with_the_known_fact_or_else_with_the_default() {
    let start = |step: &str| {
        let world = asking(step);
        prefilled(&world.case(&Answers::default()), "q", None).unwrap_or_default().to_text()
    };
    assert_eq!(start(r#"{"kind":"text","prefill":"item.sku","default":"?"}"#), r#""K-1""#);
    assert_eq!(start(r#"{"kind":"text","prefill":"item.category.x","default":"?"}"#), r#""?""#);
    assert_eq!(start(r#"{"kind":"text","prefill":"answer.other","default":"?"}"#), r#""?""#);
    assert_eq!(start(r#"{"kind":"date","prefill":"item.deliveredOn"}"#), r#""2026-11-19""#);
    assert_eq!(start(r#"{"kind":"date","prefill":"item.deliveredOn","latest":"2026-11-18"}"#), "null");
    assert_eq!(start(r#"{"kind":"date","prefill":"today"}"#), r#""2026-11-21""#);
    assert_eq!(
        start(r#"{"kind":"number","prefill":"item.quantity","max":0}"#),
        "null",
        "what does not fit is not said"
    );
    assert_eq!(start(r#"{"kind":"number","default":3}"#), "3");
    assert_eq!(start(r#"{"kind":"choice","options":["a"],"default":"b"}"#), "null");
    assert_eq!(start(r#"{"kind":"choice","options":["a","kitchen"],"prefill":"item.category"}"#), r#""kitchen""#);
    assert_eq!(start(r#"{"kind":"choices","options":["a","b"],"default":["b"]}"#), r#"["b"]"#);
    assert_eq!(
        start(r#"{"kind":"callback","options":["am"],"prefill":"customer.phone"}"#),
        r#"{"phone":"+49 30 5550 1234"}"#
    );
    assert_eq!(start(r#"{"kind":"photos","default":["a"]}"#), "null");
    assert_eq!(start(r#"{"kind":"text","format":"email","default":"no"}"#), r#""no""#, "the shopper can mend it");
    let world = asking(r#"{"kind":"text","default":"x"}"#);
    let seen = answers(r#"{"shared":{"q":null}}"#);
    assert_eq!(prefilled(&world.case(&seen), "q", None), None, "what was taken out does not come back");
}

#[test]
fn what_is_read_only_and_known_is_not_asked_and_cannot_be_changed() {
    let step = r#"{"kind":"text","prefill":"item.sku","readOnly":true,"pattern":"K-\\d"}"#;
    let world = asking(step);
    assert_eq!(world.screens(&Answers::default()), ["[q]"]);
    let next = world.next(&Answers::default());
    assert_eq!((next.step, next.remaining), (None, 0));
    let forged = answers(r#"{"shared":{"q":"K-9"}}"#);
    assert_eq!(world.case(&forged).answer(None, "q"), Some("K-1".into()), "the page's word stands");

    // What does not fit has to be asked after all.
    let world = asking(step).item(r#"{"sku":"other"}"#);
    assert_eq!(world.screens(&Answers::default()), ["q"]);
    assert_eq!(world.next(&Answers::default()).remaining, 1);
}

#[test]
fn a_read_only_answer_decides_like_any_other_and_goes_into_the_complaint() {
    let world = World::new(VASE).with(
        r#"{"flows":{"complaint":{"steps":["items","sort","more"]}},
            "steps":{"sort":{"kind":"text","per":"item","prefill":"item.category","readOnly":true,"label":"Sort"},
                     "more":{"kind":"text","per":"item","when":{"answer.sort":"kitchen"}}}}"#,
    );
    let given = answers(r#"{"chosen":[{"line":"1","quantity":1},{"line":"3","quantity":1}]}"#);
    assert_eq!(world.screens(&given), ["items", "[sort@1]", "[sort@3]", "more@3"]);
    let messages = json("{}");
    let texts = Texts { config: &world.config, locale: "en", messages: &messages, format: &Plain };
    let made = redress_engine::complaint::complaint(&world.case(&given), Default::default(), &texts, &texts);
    let labels: Vec<_> = made.items.iter().flat_map(|item| &item.answers).map(|a| a.label.as_str()).collect();
    assert_eq!(labels, ["decoration", "kitchen"]);
    assert_eq!(world.next(&given).done, ["items", "sort"]);
}

#[test]
fn answers_that_fix_each_other_end_somewhere() {
    let world = World::new(KETTLE).with(
        r#"{"flows":{"complaint":{"steps":["a","b","c"]}},"steps":{
            "a":{"kind":"choice","options":["x"],"option":{"x":{"when":{"answer.b":"x"}}},"default":"x","readOnly":true},
            "b":{"kind":"choice","options":["x"],"option":{"x":{"when":{"answer.a":"x"}}},"default":"x","readOnly":true},
            "c":{"kind":"text","prefill":"answer.c","readOnly":true}}}"#,
    );
    let given = Answers::default();
    assert_eq!(world.screens(&given), ["a", "b", "c"]);
}

#[test]
fn every_kind_says_its_answer_in_words() {
    for (step, answer, words) in [
        (r#"{"kind":"text"}"#, r#""My words""#, "My words"),
        (r#"{"kind":"choice","options":["morning"]}"#, r#""morning""#, "Mornings"),
        (
            r#"{"kind":"choices","options":["morning","b"],"option":{"b":{"label":{"de":"B!","en":"Bee"}}}}"#,
            r#"["morning","b"]"#,
            "Mornings, Bee",
        ),
        (r#"{"kind":"number"}"#, "12", "<12> pieces"),
        (r#"{"kind":"number","unit":{"en":"km"}}"#, "-3", "<-3> km"),
        (r#"{"kind":"date"}"#, r#""2026-11-02""#, "<2026-11-02>"),
        (r#"{"kind":"rating"}"#, "4", "<4> / <5>"),
        (r#"{"kind":"consent"}"#, "true", "Yes"),
        (r#"{"kind":"consent"}"#, "false", "No"),
        (
            r#"{"kind":"address","fields":{"name":"optional","country":"optional"}}"#,
            r#"{"country":"DE","line1":"Weg 1","postalCode":"50667","city":"Köln","name":"Mira","line2":" "}"#,
            "Mira, Weg 1, 50667 Köln, DE",
        ),
        (r#"{"kind":"address"}"#, r#"{"line1":"Weg 1","city":"Köln"}"#, "Weg 1, Köln"),
        (r#"{"kind":"callback","options":["morning"]}"#, r#"{"phone":"123 45","slot":"morning"}"#, "Mornings, 123 45"),
        (r#"{"kind":"callback"}"#, r#"{"phone":"123 45"}"#, "123 45"),
        (r#"{"kind":"photos"}"#, r#"["a","b"]"#, "<2>"),
        (r#"{"kind":"notice"}"#, "null", ""),
        (r#"{"kind":"contact"}"#, r#"{"email":"a@b.c"}"#, ""),
    ] {
        assert_eq!(label(step, answer), words, "{step}");
    }
}

#[test]
fn no_kind_panics_on_an_answer_of_another() {
    let odd = ["null", "true", "7", "-0.5", r#""x""#, "[]", r#"["x",7,null]"#, "{}", r#"{"phone":7,"slot":[],"x":{}}"#];
    for (word, kind) in StepKind::ALL {
        for extra in ["", r#","required":true"#, r#","readOnly":true,"default":{"a":[]},"options":["x"]"#] {
            let step = format!(r#"{{"kind":"{word}"{extra}}}"#);
            for answer in odd {
                let _ = (fault(&step, answer), label(&step, answer), kind);
            }
        }
    }
}

#[test]
fn a_fault_hands_its_arguments_over_as_its_message_takes_them() {
    let world = asking(r#"{"kind":"date","latest":{"from":"today"}}"#);
    let given = answers(r#"{"shared":{"q":"2026-11-22"}}"#);
    let next = world.next(&given);
    assert_eq!(next.invalid[0].args(), [("date", Arg::Day(common::day("2026-11-21")))]);
    let world = asking(r#"{"kind":"number","min":5}"#);
    let next = world.next(&answers(r#"{"shared":{"q":4}}"#));
    assert_eq!(next.invalid[0].args(), [("min", Arg::Count(5))]);
}
