//! Every kind of step: what passes and what does not, at its bounds; what it starts with; what it says in words.
//!
//! Past 400 lines because each kind is told by a table of its own; they are read one at a time.
#![allow(clippy::unwrap_used, reason = "a test may say what it expects")]

mod common;

use common::{KETTLE, Plain, VASE, World, answers, json};
use redress_engine::Json;
use redress_engine::answers::Answers;
use redress_engine::complaint::{Sending, answer_label, complaint};
use redress_engine::config::{Presence, StepKind};
use redress_engine::flow::{faults, prefilled};
use redress_engine::hours::range;
use redress_engine::step::{address, address_fields, date_bounds, date_shortcuts, is_phone, is_url, slots};
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
        r#"{"consent.yes":"Yes","consent.no":"No","step.q.option.morning":"Mornings","step.q.unit":"pieces","photos.count":"{count}","photos.count.files":"{count} files"}"#,
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
fn a_date_has_shortcuts_to_the_days_that_are_possible_each_once() {
    let world = |step: &str, item: &str| asking(&format!(r#"{{"kind":"date"{step}}}"#)).item(item);
    let shortcuts = |step: &str, item: &str| {
        let (world, given) = (world(step, item), Answers::default());
        let case = world.case(&given);
        let found = date_shortcuts(&case.asked("q", None).unwrap());
        found.iter().map(|(key, day)| format!("{key}={}", day.iso().get(8..).unwrap())).collect::<Vec<_>>().join(" ")
    };
    let arrived = r#"{"deliveredOn":"2026-11-19"}"#;
    for (step, expected) in [
        ("", "today=21 yesterday=20 arrived=19"),
        (r#","latest":{"from":"today"}"#, "today=21 yesterday=20 arrived=19"),
        (r#","latest":{"from":"today","days":-1}"#, "yesterday=20 arrived=19"),
        (r#","latest":{"from":"today","days":-2}"#, "arrived=19"),
        (r#","latest":{"from":"today","days":-3}"#, ""),
        (r#","earliest":{"from":"today","days":-1}"#, "today=21 yesterday=20"),
        (r#","earliest":{"from":"today"},"latest":{"from":"today","days":14}"#, "today=21"),
        (r#","earliest":{"from":"today","days":2}"#, ""),
        (r#","earliest":{"from":"today","days":-30},"latest":{"from":"today","days":900}"#, ""),
        (r#","latest":{"from":"today","days":900}"#, ""),
    ] {
        assert_eq!(shortcuts(step, arrived), expected, "{step}");
    }
    for (item, expected) in [
        (r#"{"deliveredOn":"2026-11-20"}"#, "today=21 yesterday=20"),
        (r#"{"deliveredOn":"2026-11-21"}"#, "today=21 yesterday=20"),
        (r#"{"deliveredOn":null}"#, "today=21 yesterday=20"),
    ] {
        assert_eq!(shortcuts("", item), expected, "{item}");
    }
}

#[test]
fn a_shortcut_is_always_an_answer() {
    for from in ["today", "item.deliveredOn", "order.placedOn"] {
        for (first, last) in (-4..4).flat_map(|first| (-4..4).map(move |last| (first, last))) {
            let bound = |days: i64| format!(r#"{{"from":"{from}","days":{days}}}"#);
            let step = format!(r#"{{"kind":"date","earliest":{},"latest":{}}}"#, bound(first), bound(last));
            let (world, given) = (asking(&step), Answers::default());
            for (key, day) in date_shortcuts(&world.case(&given).asked("q", None).unwrap()) {
                assert_eq!(fault(&step, &format!("\"{}\"", day.iso())), "", "{key} {step}");
            }
        }
    }
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
fn what_a_photo_may_weigh_is_as_the_config_says_and_never_what_no_browser_can_do() {
    let limits = |more: &str| {
        let world = asking(&[r#"{"kind":"photos""#, more, "}"].concat());
        let limits = world.config.steps.get("q").unwrap().file_limits();
        (limits.files, limits.pdf, limits.long_side, limits.quality, limits.bytes, limits.pdf_bytes)
    };
    assert_eq!(limits(""), (6, false, 2048, 80, 500_000, 5_000_000));
    let own = r#","maxFiles":2,"pdf":true,"longSide":1600,"quality":70,"maxBytes":300000,"maxPdfBytes":9000000"#;
    assert_eq!(limits(own), (2, true, 1600, 70, 300_000, 9_000_000));
    assert_eq!(
        limits(r#","longSide":1,"quality":0,"maxBytes":1,"maxPdfBytes":-1"#),
        (6, false, 640, 30, 50_000, 50_000)
    );
    assert_eq!(limits(r#","longSide":9999,"quality":100"#), (6, false, 4096, 95, 500_000, 5_000_000));
}

#[test]
fn an_address_once_begun_is_complete_and_its_fields_follow_the_config() {
    let step = r#"{"kind":"address","fields":{"country":"required","line2":"off","postalCode":"optional"}}"#;
    let missing = |field: &str| format!(r#"error.field.missing/{field}{{"field":"{field}"}}"#);
    assert_eq!(
        fault(step, r#"{"city":"Köln"}"#),
        [missing("country"), missing("line1")].join(" "),
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
fn an_address_asks_what_its_country_has_in_its_order() {
    let fields = |step: &str, answer: &str| {
        let (world, given) = (asking(step), Answers::default());
        let case = world.case(&given);
        let fields = address_fields(&case.asked("q", None).unwrap(), &json(answer));
        let mark = |presence: &Presence| if *presence == Presence::Required { "" } else { "?" };
        fields.iter().map(|(name, presence)| [*name, mark(presence)].concat()).collect::<Vec<_>>().join(" ")
    };
    let step = r#"{"kind":"address","fields":{"country":"required","name":"optional","line2":"off"}}"#;
    for (country, expected) in [
        ("", "country name? line1 postalCode city"),
        ("DE", "country name? line1 postalCode city"),
        ("GB", "country name? line1 city postalCode"),
        ("uk", "country name? line1 city postalCode"),
        ("US", "country name? line1 city region postalCode"),
        ("IE", "country name? line1 city region? postalCode?"),
        ("AE", "country name? line1 city"),
        ("SG", "country name? line1 postalCode"),
        ("Germany", "country name? line1 postalCode city"),
    ] {
        assert_eq!(fields(step, &format!(r#"{{"country":"{country}"}}"#)), expected, "{country}");
    }
    let own = r#"{"kind":"address","fields":{"region":"off","postalCode":"optional","city":"optional","line2":"off"}}"#;
    assert_eq!(fields(own, r#"{"country":"US"}"#), "line1 city? postalCode?", "the config's word goes first");
    let own = r#"{"kind":"address","fields":{"region":"required","postalCode":"required","line2":"off"}}"#;
    assert_eq!(fields(own, r#"{"country":"AE"}"#), "line1 postalCode city region");
}

#[test]
fn without_a_country_of_its_own_an_address_is_of_the_orders_and_else_of_the_shops() {
    let step = r#"{"kind":"address"}"#;
    let answer = r#"{"line1":"1 Main St","city":"Springfield","postalCode":"62701"}"#;
    let state = r#"error.field.missing/region{"field":"state"}"#;
    let of_order = asking(step).page(r#"{"order":{"country":"US"}}"#);
    assert_eq!(told(&of_order, answer), [state]);
    let of_shop = World::new("{}")
        .with(r#"{"shop":{"country":"ca"},"flows":{"complaint":{"steps":["q"]}},"steps":{"q":{"kind":"address"}}}"#);
    assert_eq!(told(&of_shop, answer), [state.replace("state", "province")]);
    assert_eq!(told(&asking(step), answer), Vec::<String>::new());
}

#[test]
fn the_country_that_an_address_begins_with_is_no_answer_and_is_not_missed() {
    let fields = r#""kind":"address","fields":{"country":"required"}"#;
    let missing = |field: &str| format!(r#"error.field.missing/{field}{{"field":"{field}"}}"#);
    let others = [missing("line1"), missing("postalCode"), missing("city")].join(" ");
    assert_eq!(fault(&format!(r#"{{{fields},"required":true}}"#), "null"), others);
    assert_eq!(fault(&format!("{{{fields}}}"), r#"{"country":"FR"}"#), "", "it stood there beforehand");
    let only = r#"{"kind":"address","fields":{"country":"required","line1":"off","postalCode":"off","city":"off","line2":"off"}}"#;
    assert_eq!(fault(only, r#"{"country":"FRA"}"#), "error.country/country", "unless it is all that is asked");
    let (world, given) = (asking(&format!("{{{fields}}}")), Answers::default());
    let case = world.case(&given);
    assert_eq!(address(&case.asked("q", None).unwrap()), json(r#"{"country":"DE"}"#));
}

#[test]
fn an_address_is_written_as_its_country_does_and_what_another_country_asked_for_is_left_out() {
    let step = r#"{"kind":"address","fields":{"country":"required"}}"#;
    let of = |country: &str| {
        let answer = r#"{"line1":"1 High St","city":"Leeds","region":"Kent","postalCode":"LS1"}"#.replace('}', "");
        label(step, &format!(r#"{answer},"country":"{country}"}}"#))
    };
    assert_eq!(of("GB"), "1 High St, Leeds, LS1, GB");
    assert_eq!(of("US"), "1 High St, Leeds, Kent, LS1, US");
    assert_eq!(of("DE"), "1 High St, LS1 Leeds, DE");
    assert_eq!(of("HK"), "1 High St, Leeds, HK");
}

#[test]
fn an_answer_that_fits_no_other_country_is_judged_by_its_own_for_every_country_there_is() {
    let step = r#"{"kind":"address","fields":{"country":"required"}}"#;
    let (world, given) = (asking(step), Answers::default());
    let case = world.case(&given);
    let asked = case.asked("q", None).unwrap();
    for (a, b) in ('A'..='Z').flat_map(|a| ('A'..='Z').map(move |b| (a, b))) {
        let mut answer = json(&format!(r#"{{"country":"{a}{b}"}}"#));
        let fields = address_fields(&asked, &answer);
        let required = fields.iter().filter(|(name, presence)| *presence == Presence::Required && *name != "country");
        let wrong = asked.kind().wrong(&asked, &answer).len();
        assert_eq!(wrong, required.clone().count(), "{a}{b}");
        assert!(fields.iter().any(|(name, _)| matches!(*name, "city" | "postalCode")) || wrong == 1, "{a}{b}");
        for (name, _) in required {
            answer.merge(&Json::map([(name, "x".into())]));
        }
        assert_eq!(asked.kind().wrong(&asked, &answer), [], "{a}{b}");
    }
}

#[test]
fn a_slot_says_when_it_is_and_the_usual_ones_are_offered_only_while_the_shop_is_there() {
    let slots = |step: &str, hours: &str| {
        let flow = r#""flows":{"complaint":{"steps":["callback"]}}"#;
        let world =
            World::new(KETTLE).with(&format!(r#"{{"shop":{{"hours":{hours}}},{flow},"steps":{{"callback":{step}}}}}"#));
        let given = Answers::default();
        let case = world.case(&given);
        let found = slots(&case.asked("callback", None).unwrap());
        let time = |times: Option<(i64, i64)>| times.map(|times| ["=", &range(times)].concat()).unwrap_or_default();
        found.iter().map(|slot| [slot.id, &time(slot.times)].concat()).collect::<Vec<_>>().join(" ")
    };
    let usual = "morning=09:00–12:00 afternoon=12:00–17:00 evening=17:00–20:00";
    for (hours, expected) in [
        ("null", usual),
        (r#""ring us""#, usual),
        (r#""Mo-Fr 09:00-17:00""#, "morning=09:00–12:00 afternoon=12:00–17:00"),
        (r#"{"de":"werktags","en":"Mo-Fr 13:00-18:30"}"#, "afternoon=12:00–17:00 evening=17:00–20:00"),
        (r#""Mo-Fr 09:00-12:00; Sa 18:00-22:00""#, "morning=09:00–12:00 evening=17:00–20:00"),
        (r#""Mo-Su 22:00-06:00""#, ""),
    ] {
        assert_eq!(slots("{}", hours), expected, "{hours}");
    }
    let office = r#""Mo-Fr 09:00-17:00""#;
    let own = r#"{"option":{"evening":{"hours":"18:00-21:00"},"morning":{"label":"Between 8 and 10"}}}"#;
    assert_eq!(slots(own, office), "morning afternoon=12:00–17:00 evening=18:00–21:00", "the merchant's word holds");
    assert_eq!(
        slots(r#"{"option":{"morning":{"hours":"soon"}},"options":["morning","late"]}"#, office),
        "morning late"
    );
}

#[test]
fn where_the_shop_is_never_there_a_number_is_enough() {
    let world = |hours: &str| {
        World::new(KETTLE).with(&format!(
            r#"{{"shop":{{"hours":"{hours}"}},"flows":{{"complaint":{{"steps":["q"]}}}},
            "steps":{{"q":{{"kind":"callback","options":["morning"]}}}}}}"#
        ))
    };
    let phone = r#"{"phone":"030 5550 123"}"#;
    assert_eq!(told(&world("Mo-Fr 09:00-17:00"), phone), ["error.slot/slot"]);
    assert_eq!(told(&world("Mo-Fr 13:00-17:00"), phone), Vec::<String>::new());
    let given = answers(r#"{"shared":{"q":{"phone":"030 5550 123","slot":"morning"}}}"#);
    let world = world("Mo-Fr 13:00-17:00");
    let left = redress_engine::flow::prune(world.setting(), given);
    assert_eq!(left.shared.get("q"), Some(&json(phone)), "a slot that is gone is taken out");
}

#[test]
fn the_shop_reads_by_its_own_clock_when_to_call() {
    let said = |option: &str, answer: &str| {
        let world = asking(&format!(r#"{{"kind":"callback","options":["morning"],"option":{{"morning":{option}}}}}"#));
        let given = answers(&format!(r#"{{"shared":{{"q":{answer}}}}}"#));
        let messages = json(r#"{"step.q.option.morning":"Mornings"}"#);
        let texts = Texts { config: &world.config, locale: "en", messages: &messages, format: &Plain };
        let made = complaint(&world.case(&given), Sending::default(), &texts, &texts);
        [made.shared[0].label.clone(), made.shared[0].shop_label.clone()]
    };
    let answer = r#"{"phone":"123 45","slot":"morning"}"#;
    assert_eq!(said("{}", answer), ["Mornings, 123 45", "Mornings, 09:00–12:00, 123 45"]);
    assert_eq!(said(r#"{"hours":"8:00-9:30"}"#, answer)[1], "Mornings, 08:00–09:30, 123 45");
    assert_eq!(said(r#"{"label":"Early"}"#, answer)[1], "Early, 123 45", "nobody has said when that is");
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
        (r#"{"kind":"photos","pdf":true}"#, r#"["a","b"]"#, "<2> files"),
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
