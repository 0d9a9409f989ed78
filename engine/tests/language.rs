//! The config language around the steps: options that lead elsewhere, pruning of lists, the entry flow, tone, limits, one line for one change.
#![allow(clippy::unwrap_used, reason = "a test may say what it expects")]

mod common;

use common::{CHOCOLATES, KETTLE, Plain, VASE, World, answers, config, default_preset, json};
use redress_engine::Json;
use redress_engine::answers::Answers;
use redress_engine::config::{DateBound, MAX_BYTES, Presence, Radius, load, parse};
use redress_engine::facts::{FACTS, Sort, sort, words};
use redress_engine::flow::{carry, leads_to, prune};
use redress_engine::read::Write;
use redress_engine::step::remedy_title;
use redress_engine::text::{Texts, lay_over};
use redress_engine::{Case, Setting};

/// What a merchant's patch is told of: code and pointer.
fn problems(patch: &str) -> Vec<(&'static str, String)> {
    let loaded = load(&default_preset(), &json(patch));
    loaded.problems.into_iter().map(|problem| (problem.code, problem.path)).collect()
}

const SAFETY: &str = r#"{
    "flows": {"safety": {"kind": "safety", "steps": ["hurt", "reason", "reply", "where"]}},
    "steps": {
        "reason": {"options": ["faulty", "dangerous"], "option": {"dangerous": {"flow": "safety", "label": "It is dangerous"}}},
        "hurt": {"kind": "consent", "label": "Somebody was hurt"},
        "reply": {"kind": "contact"},
        "where": {"kind": "text", "per": "item"}
    }
}"#;

#[test]
fn an_option_leads_into_another_flow_and_takes_along_what_that_asks() {
    let world = World::new(VASE).with(SAFETY);
    let given = answers(
        r#"{"chosen":[{"line":"1","quantity":1}],"items":{"1":{"reason":"dangerous","remedy":"refund","where":"here"}},
            "shared":{"contact":{"email":"new@b.example"},"details":"it burns"}}"#,
    );
    let case = world.case(&given);
    assert_eq!(leads_to(&case, "reason", &"dangerous".into()), Some("safety"));
    assert_eq!(leads_to(&case, "reason", &"faulty".into()), None);
    assert_eq!(leads_to(&case, "remedy", &"dangerous".into()), None);
    let carried = carry(&given, &world.config, "safety");
    assert_eq!(
        carried.to_json(),
        json(
            r#"{"chosen":[{"line":"1","quantity":1}],"shared":{"reply":{"email":"new@b.example"}},
                "items":{"1":{"reason":"dangerous","where":"here"}}}"#
        )
    );
    let there = Setting { flow_id: "safety", ..world.setting() };
    assert_eq!(prune(there, carried.clone()), carried);
    assert_eq!(leads_to(&there.case(&carried).unwrap(), "reason", &"dangerous".into()), None, "it is there already");
    assert_eq!(carry(&given, &world.config, "nowhere").chosen, given.chosen);
}

#[test]
fn options_that_are_gone_are_taken_out_of_a_list_and_the_rest_stays_in_order() {
    let world = World::new(KETTLE).with(
        r#"{"flows":{"complaint":{"steps":["reason","signs","call"]}},"steps":{
            "signs":{"kind":"choices","options":["smoke","noise","leak"],"option":{"leak":{"when":{"answer.reason":"damaged"}}}},
            "call":{"kind":"callback","options":["now","later"],"option":{"now":{"when":{"answer.reason":"damaged"}}}}}}"#,
    );
    let pruned = |reason: &str, signs: &str| {
        let text = format!(
            r#"{{"items":{{"1":{{"reason":"{reason}"}}}},"shared":{{"signs":{signs},"call":{{"phone":"030 5550","slot":"now"}}}}}}"#
        );
        world.prune(&text).shared.to_json().to_text()
    };
    assert_eq!(
        pruned("damaged", r#"["leak","smoke"]"#),
        r#"{"signs":["smoke","leak"],"call":{"phone":"030 5550","slot":"now"}}"#
    );
    assert_eq!(pruned("faulty", r#"["leak","smoke"]"#), r#"{"signs":["smoke"],"call":{"phone":"030 5550"}}"#);
    assert_eq!(pruned("faulty", r#"["leak"]"#), r#"{"call":{"phone":"030 5550"}}"#, "asked again");
    assert_eq!(pruned("faulty", "[]"), r#"{"signs":[],"call":{"phone":"030 5550"}}"#, "left blank stays left blank");
    assert_eq!(pruned("faulty", r#""smoke""#), r#"{"call":{"phone":"030 5550"}}"#);
}

#[test]
fn a_choice_among_several_tells_the_law_what_it_means() {
    let world = World::new(KETTLE).with(
        r#"{"flows":{"complaint":{"steps":["signs","remedy"]}},"steps":{
            "signs":{"kind":"choices","options":["slow","leak"],"option":{"leak":{"problem":"nonconformity"}}}},
            "remedies":{"repair":{"when":null}}}"#,
    );
    let offered = |signs: &str| world.offers(&format!(r#"{{"shared":{{"signs":{signs}}}}}"#)).remove(0).offered.len();
    assert!(offered(r#"["slow","leak"]"#) > offered(r#"["slow"]"#));
}

#[test]
fn a_part_of_an_answer_is_a_fact_of_its_own() {
    let world = World::new(KETTLE).with(
        r#"{"flows":{"complaint":{"steps":["call","note"]}},"steps":{"call":{"kind":"callback","options":["am","pm"]},
            "note":{"kind":"notice","text":"We call before noon","when":{"answer.call.slot":"am"}}}}"#,
    );
    let screens = |slot: &str| {
        world.screens(&answers(&format!(r#"{{"shared":{{"call":{{"phone":"030 5550","slot":"{slot}"}}}}}}"#)))
    };
    assert_eq!((screens("am"), screens("pm")), (vec!["call".into(), "note".into()], vec!["call".to_string()]));
    let given = Answers::default();
    assert_eq!(world.next(&given).remaining, 2, "not said yet");
}

#[test]
fn a_notice_is_done_once_it_was_seen() {
    let world = World::new(KETTLE)
        .with(r#"{"flows":{"complaint":{"steps":["note"]}},"steps":{"note":{"kind":"notice","required":true}}}"#);
    assert_eq!(world.next(&Answers::default()).step.as_deref(), Some("note"));
    assert_eq!(world.next(&answers(r#"{"shared":{"note":null}}"#)).step, None);
    assert_eq!(world.prune(r#"{"shared":{"note":"odd"}}"#), answers(r#"{"shared":{"note":null}}"#));
}

#[test]
fn the_entry_flow_is_start_or_complaint_or_the_first() {
    assert_eq!(config("{}").start_flow(), "complaint");
    assert_eq!(config(r#"{"start":"withdrawal"}"#).start_flow(), "withdrawal");
    assert_eq!(config(r#"{"flows":{"complaint":null}}"#).start_flow(), "withdrawal");
    assert_eq!(problems(r#"{"endpoint":{"url":"/c"},"start":"nowhere"}"#), [("config.unknown-flow", "/start".into())]);
    let loaded = load(&default_preset(), &json(r#"{"endpoint":{"url":"/c"},"start":"nowhere"}"#));
    assert_eq!((loaded.fatal(), loaded.config.start_flow()), (None, "complaint"), "a live page opens what there is");
}

#[test]
fn one_line_changes_one_thing_whatever_it_is() {
    assert_eq!(config(r#"{"theme":{"radius":"large"}}"#).theme.radius, Some(Radius::Large));
    for odd in ["banana", "#12", "#12345g", "url(https://evil.example)", ""] {
        let odd = format!(r##"{{"endpoint":{{"url":"/c"}},"theme":{{"accent":"{odd}","text":"#123"}}}}"##);
        let loaded = load(&default_preset(), &json(&odd));
        assert_eq!((loaded.config.theme.accent, loaded.config.theme.text), (None, Some("#123".into())), "{odd}");
        assert_eq!(problems(&odd), [("config.type", "/theme/accent".into())]);
    }
    assert_eq!(config(r#"{"privacy":{"url":"/privacy"}}"#).privacy.url.as_deref(), Some("/privacy"));
    assert_eq!(config(r#"{"steps":{"details":{"maxLength":99}}}"#).steps.get("details").unwrap().max_length, Some(99));
    let phone = config(r#"{"steps":{"contact":{"fields":{"phone":"required"}}}}"#);
    assert_eq!(
        phone.steps.get("contact").unwrap().form(),
        [("name", Presence::Optional), ("email", Presence::Required), ("phone", Presence::Required)]
    );
    let slots = config(r#"{"steps":{"callback":{"options":["evening"]}}}"#);
    assert_eq!(slots.steps.get("callback").unwrap().options, ["evening"]);
}

#[test]
fn a_text_of_several_lines_is_told_by_what_is_asked_for() {
    let several = |keys: &str| {
        config(&format!(r#"{{"steps":{{"details":{{{keys}}}}}}}"#)).steps.get("details").unwrap().is_multiline()
    };
    assert!(several("") && several(r#""maxLength":121"#) && several(r#""multiline":true,"maxLength":5"#));
    assert!(!several(r#""maxLength":120"#) && !several(r#""pattern":"a""#) && !several(r#""format":"url""#));
    assert!(!several(r#""multiline":false"#));
}

#[test]
fn a_bound_of_a_date_is_a_day_or_counts_from_one() {
    let bound = |text: &str| {
        let patch = format!(r#"{{"steps":{{"bought":{{"kind":"date","latest":{text}}}}}}}"#);
        let loaded = load(&default_preset(), &json(&patch));
        let found = loaded.problems.into_iter().find(|problem| problem.path.starts_with("/steps"));
        (loaded.config.steps.get("bought").unwrap().latest.clone(), found.map(|problem| problem.path))
    };
    assert_eq!(bound(r#""2026-11-21""#).0, Some(DateBound::Day(common::day("2026-11-21"))));
    let Some(DateBound::Relative(relative)) = bound(r#"{"from":"today","days":-3}"#).0 else { unreachable!() };
    assert_eq!((relative.from.as_str(), relative.days), ("today", -3));
    assert_eq!(bound(r#""tomorrow""#), (None, Some("/steps/bought/latest".into())));
    assert_eq!(bound(r#"{"from":"today","days":"x"}"#).1, Some("/steps/bought/latest/days".into()));
}

#[test]
fn the_informal_wording_comes_first_where_the_config_wishes_it_and_the_merchants_before_the_locales() {
    let messages = json(r#"{"a":"Sie","a@informal":"du","b":"Sie","c":"Sie","c@informal":"du"}"#);
    let say = |patch: &str, key: &str| {
        let config = config(patch);
        Texts { config: &config, locale: "de", messages: &messages, format: &Plain }.get(key, &[])
    };
    let informal = r#"{"tone":"informal","messages":{"c":"Ihr","d":{"de":"ihr"},"d@informal":"ihrs"}}"#;
    assert_eq!((say("{}", "a"), say(informal, "a"), say(informal, "b")), ("Sie".into(), "du".into(), "Sie".into()));
    assert_eq!((say(informal, "c"), say(informal, "d")), ("Ihr".into(), "ihrs".into()));
    // Without `locales` the shop's own language is English.
    assert_eq!(say(r#"{"messages":{"e":{"fr":"vous","en":"you"}}}"#, "e"), "you");
}

#[test]
fn a_merchants_file_goes_before_our_wording_for_a_tone_or_a_country_and_keeps_its_own() {
    let mut messages = json(r#"{"a":"Sie","a@informal":"du","b":"x","b@gb":"y","c":"Sie","c@informal":"du"}"#);
    lay_over(&mut messages, &json(r#"{"a":"wir","b":"z","c":"ihr","c@informal":"euch"}"#));
    assert_eq!(messages, json(r#"{"a":"wir","b":"z","c":"ihr","c@informal":"euch"}"#));
}

/// The question above the offers for a kettle with this answer, under a merchant's patch and with this file of texts of theirs.
fn above_offers(patch: &str, own: &str, answer: &str, page: &str) -> Option<String> {
    let world = World::new(page).with(patch);
    let given = answers(&format!(r#"{{"items":{{"1":{answer}}}}}"#));
    let (case, own) = (world.case(&given), json(own));
    let mut messages = json(include_str!("../../locales/en.json"));
    messages.merge(&own);
    let texts = Texts { config: &world.config, locale: "en", messages: &messages, format: &Plain };
    remedy_title(&case, "remedy", "1", &texts, &own)
}

#[test]
fn the_question_above_the_offers_is_sorry_for_what_was_chosen_before_it() {
    let asked = |reason: &str| above_offers("{}", "{}", &format!(r#"{{"reason":"{reason}"}}"#), KETTLE);
    let about = |words: &str| Some([words, " What would help you most?"].concat());
    assert_eq!(asked("faulty"), about("We’re sorry it doesn’t work."));
    assert_eq!(asked("damaged"), about("We’re sorry it arrived damaged."));
    let late = above_offers("{}", "{}", r#"{"reason":"not-delivered"}"#, CHOCOLATES);
    assert_eq!(late, about("We’re sorry it hasn’t arrived."));
    let old = KETTLE.replace("2026-10-", "2020-10-");
    let nothing = above_offers("{}", "{}", r#"{"reason":"faulty"}"#, &old);
    assert_eq!(nothing, Some("Sorry about that. How can we help?".into()));
}

#[test]
fn an_answer_without_a_question_of_its_own_and_one_given_later_leave_the_general_question() {
    let damp = r#"{"steps":{"reason":{"options":["damp"],"option":{"damp":{"problem":"nonconformity"}}},
        "later":{"kind":"choice","per":"item","options":["late"]}},
        "flows":{"complaint":{"steps":["reason","remedy","later"]}}}"#;
    assert_eq!(above_offers(damp, "{}", r#"{"reason":"damp","later":"late"}"#, KETTLE), None);
    let before = damp.replace(r#""remedy","later"]"#, r#""later","remedy"]"#);
    let late = above_offers(&before, "{}", r#"{"reason":"damp","later":"late"}"#, KETTLE);
    assert_eq!(late, Some("We’re sorry it came too late. What would help you most?".into()));
}

#[test]
fn a_merchants_own_question_above_the_offers_is_not_lost_to_ours() {
    let asked = |patch: &str, own: &str| above_offers(patch, own, r#"{"reason":"faulty"}"#, KETTLE);
    for general in ["step.remedy.title", "step.remedy.title@informal", "complaint.remedy.title"] {
        let text = format!(r#"{{"{general}":"What now?"}}"#);
        assert_eq!(asked(&format!(r#"{{"messages":{text}}}"#), "{}"), None, "{general}");
        assert_eq!(asked("{}", &text), None, "{general}");
    }
    let both = r#"{"step.remedy.title":"What now?","step.remedy.title.faulty":"Is {item} broken?"}"#;
    assert_eq!(asked(&format!(r#"{{"messages":{both}}}"#), "{}"), Some("Is Kettle broken?".into()));
    assert_eq!(asked("{}", both), Some("Is Kettle broken?".into()));
}

#[test]
fn a_wording_for_friends_belongs_to_one_for_strangers_and_says_no_sie() {
    let german = json(include_str!("../../locales/de.json"));
    let mut informal = 0;
    for (key, text) in german.as_map().unwrap().iter() {
        let formal =
            |text: &str| text.split(|c: char| !c.is_alphabetic()).any(|word| matches!(word, "Ihnen" | "Ihre" | "Ihr"));
        if let Some(base) = key.strip_suffix("@informal") {
            assert!(german.get(base).is_some(), "{base}");
            assert!(!formal(&text.to_text()), "{key}");
            informal += 1;
        } else if formal(&text.to_text()) {
            assert!(german.get(&[key, "@informal"].concat()).is_some(), "{key} has no wording for friends");
        }
    }
    assert!(informal > 30);
}

#[test]
fn a_file_beyond_a_megabyte_is_refused_by_its_length() {
    let padded = |length: usize| {
        let head = r#"{"endpoint":{"url":"/c"}}"#;
        [head, &" ".repeat(length - head.len())].concat()
    };
    assert!(parse(&padded(MAX_BYTES)).is_ok());
    assert_eq!(parse(&padded(MAX_BYTES + 1)).unwrap_err().code, "config.too-large");
    assert_eq!(parse(&"[".repeat(10_000_000)).unwrap_err().code, "config.too-large");
    let error = parse("{\n  \"a\" 1}").unwrap_err();
    assert_eq!((error.code, error.message.as_str()), ("config.syntax", "expected a colon at line 2, column 7"));
    assert_eq!(parse(&"[".repeat(900_000)).unwrap_err().code, "config.syntax");
}

#[test]
fn an_id_without_end_is_refused_because_it_would_stand_in_every_path() {
    let found = |length: usize| {
        problems(&format!(r#"{{"endpoint":{{"url":"/c"}},"steps":{{"{}":{{}}}}}}"#, "x".repeat(length)))
    };
    assert_eq!(found(200), []);
    assert_eq!(found(201), [("config.too-large", "/steps".into())]);
}

#[test]
fn too_many_of_anything_are_refused_before_anything_is_made_of_them() {
    let many = |count: usize, entry: &str| {
        let entries: Vec<String> = (0..count).map(|at| format!("\"s{at}\":{entry}")).collect();
        format!("{{{}}}", entries.join(","))
    };
    let list = |count: usize| format!("[{}]", vec!["\"a\""; count].join(","));
    let code = |patch: &str| {
        let loaded = load(&default_preset(), &Json::parse(patch).unwrap());
        let found = loaded.problems.iter().find(|problem| problem.code == "config.too-many");
        assert_eq!(found, loaded.fatal().filter(|problem| problem.code == "config.too-many"));
        found.map(|problem| problem.path.clone()).unwrap_or_default()
    };
    let step = r#"{"kind":"text"}"#;
    assert_eq!(code(&format!(r#"{{"steps":{}}}"#, many(1000, step))), "");
    assert_eq!(code(&format!(r#"{{"steps":{}}}"#, many(1001, step))), "/steps");
    assert_eq!(code(&format!(r#"{{"steps":{}}}"#, many(100_000, "{}"))), "/steps");
    assert_eq!(code(&format!(r#"{{"flows":{}}}"#, many(100, "{}"))), "");
    assert_eq!(code(&format!(r#"{{"flows":{}}}"#, many(101, "{}"))), "/flows");
    assert_eq!(code(&format!(r#"{{"remedies":{}}}"#, many(1001, "{}"))), "/remedies");
    assert_eq!(code(&format!(r#"{{"steps":{{"a/b":{{"options":{}}}}}}}"#, list(1001))), "/steps/a~1b/options");
    assert_eq!(code(&format!(r#"{{"steps":{{"a":{{"option":{}}}}}}}"#, many(1001, "{}"))), "/steps/a/option");
    assert_eq!(code(&format!(r#"{{"flows":{{"complaint":{{"steps":{}}}}}}}"#, list(1001))), "/flows/complaint/steps");
    let screens = format!("[{}]", vec![list(1000); 11].join(","));
    assert_eq!(code(&format!(r#"{{"flows":{{"complaint":{{"steps":{screens}}}}}}}"#)), "/flows");
}

#[test]
fn every_fact_that_is_named_is_known_to_a_case_that_has_it() {
    let page = r#"{"order":{"number":"1","placedOn":"2026-11-01","country":"DE","timeZone":"Europe/Berlin","language":"de","currency":"EUR","shipping":1,
        "total":2,"paidWith":"PayPal","informedOfWithdrawal":true,"invoice":{"number":"7","dueOn":"2026-12-01","due":3}},
        "items":[{"line":"1","sku":"K","title":"Kettle","category":"kitchen","kind":"goods","quantity":1,"price":2,"paid":2,"image":"/k",
        "deliveredOn":"2026-11-19","repairedOn":"2026-11-20","exclusions":["mixed"],"inStock":true}],
        "customer":{"kind":"consumer","name":"M","email":"m@b.example","phone":"030 5550"}}"#;
    let world = World::new(page).with(
        r#"{"shop":{"name":"S","country":"DE","email":"s@b.example","phone":"030 1","answerWithin":{"workingDays":1}}}"#,
    );
    let given = answers(r#"{"items":{"1":{"reason":"faulty"}}}"#);
    let case: Case = world.case(&given);
    for fact in FACTS {
        let value = case.known_fact(Some("1"), fact.name);
        let fits = match (fact.sort, &value) {
            (Sort::Text, Some(Json::Text(_)))
            | (Sort::Number, Some(Json::Int(_)))
            | (Sort::List, Some(Json::List(_))) => true,
            (Sort::Bool | Sort::BoolOrDate, Some(Json::Bool(_))) | (Sort::Parts, Some(Json::Map(_))) => true,
            (Sort::Date, Some(Json::Text(text))) => redress_engine::Day::parse(text).is_some(),
            (Sort::Words, Some(Json::Text(text))) => words(&world.config, fact.name).contains(text),
            _ => false,
        };
        assert!(fits, "{} is {value:?}", fact.name);
    }
}

#[test]
fn every_key_of_order_item_and_customer_is_a_named_fact() {
    let named = |name: &str| FACTS.iter().any(|fact| fact.name == name);
    let declared = include_str!("../src/context.rs");
    for (group, record) in
        [("order", "Order"), ("order.invoice", "Invoice"), ("item", "Item"), ("customer", "Customer")]
    {
        let body = declared.split(&format!("    {record} {{\n")).nth(1).unwrap().split("    }\n").next().unwrap();
        let keys: Vec<_> = body.lines().filter_map(|line| line.trim().strip_prefix('"')?.split('"').next()).collect();
        assert!(!keys.is_empty(), "{record}");
        for key in keys {
            assert!(named(&format!("{group}.{key}")), "{group}.{key}");
        }
    }
}

#[test]
fn the_sort_of_an_answer_follows_the_kind_of_its_step() {
    let config = config(r#"{"steps":{"where":{"kind":"address"},"a.b":{"kind":"number"},"seen":{"kind":"notice"}}}"#);
    for (name, expected) in [
        ("answer.reason", Some(Sort::Words)),
        ("answer.details", Some(Sort::Text)),
        ("answer.where", Some(Sort::Parts)),
        ("answer.where.city", Some(Sort::Text)),
        ("answer.where.country", None),
        ("answer.callback.slot", Some(Sort::Words)),
        ("answer.a.b", Some(Sort::Number)),
        ("answer.seen", None),
        ("answer.nobody", None),
        ("item.paid", Some(Sort::Number)),
        ("item.nobody", None),
    ] {
        assert_eq!(sort(&config, name), expected, "{name}");
    }
    assert_eq!(words(&config, "answer.callback.slot"), ["morning", "afternoon", "evening"]);
    assert!(words(&config, "answer.remedy").contains(&"other".to_string()));
}
