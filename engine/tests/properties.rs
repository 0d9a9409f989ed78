//! Properties: no input panics the engine, no offer gives more than was paid, and nothing depends on what it should not.
//!
//! Past 400 lines because what is generated serves all properties. Fixed samples; `PROPTEST_CASES=20000` draws others, and more of them.
#![allow(clippy::unwrap_used, reason = "a test may say what it expects")]

mod common;

use common::{KETTLE, Plain, VASE, World, config, day, default_preset, germany, json};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;
use redress_engine::answers::{Answers, Chosen};
use redress_engine::complaint::{Complaint, Sending, complaint};
use redress_engine::config::{StepKind, load};
use redress_engine::context::Context;
use redress_engine::flow::{UNABLE, carry, faults, leads_to, next, prefilled, prune, remaining, screens};
use redress_engine::law::Law;
use redress_engine::links::parts;
use redress_engine::offers::{OTHER_REMEDY, offers};
use redress_engine::read::{Read, Reader, Write};
use redress_engine::step::date_bounds;
use redress_engine::text::Texts;
use redress_engine::{Json, Setting};

fn samples() -> ProptestConfig {
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_some() {
        config
    } else {
        ProptestConfig { rng_seed: RngSeed::Fixed(11), ..config }
    }
}

/// Words that mean something somewhere: keys, ids, dates, addresses, and what is none of them.
const WORDS: &str = "order items customer token number placedOn country currency shipping invoice dueOn line quantity price paid \
    deliveredOn repairedOn exclusions inStock kind consumer business goods service email name phone chosen shared reason remedy photos \
    details contact faulty damaged wrong-item missing-part not-delivered other unable replacement repair refund price-reduction \
    withdrawal delivery flows steps remedies messages option options when required not any all exists atLeast below answer.reason \
    item.paid item.daysSinceDelivery right.withdrawal basis percent days sendBack statutory goodwill per item case choice lookup text \
    choices number date rating address consent notice callback default prefill readOnly atLeast atMost minLength pattern format email \
    phone url min max earliest latest from today minFiles fields line1 city text tone low high unit slot flow start theme privacy \
    maxLength maxFiles extends endpoint url locales label EUR JPY CLF DE en 1 2 3 2026-11-21 2024-02-29 0000-01-01 9999-12-31 \
    2026-02-30 mira@example.org a@b { } {count} ~1/ 😀 ß";

fn word() -> impl Strategy<Value = String> {
    let mut words: Vec<String> = WORDS.split_whitespace().map(str::to_string).collect();
    words.extend([String::new(), " ".into(), "\u{0}\u{202e}\"\\".into(), "x".repeat(3000)]);
    select(words)
}

fn leaf() -> impl Strategy<Value = Json> {
    prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        select(vec![i64::MIN, -1, 0, 1, 2, 30, 101, 4860, i64::MAX - 1, i64::MAX]).prop_map(Json::Int),
        any::<i64>().prop_map(Json::Int),
        select(vec![0.5, -1e12, 1e-9, 29.999999, -0.0]).prop_map(Json::Float),
        word().prop_map(Json::Text),
    ]
}

fn tree() -> impl Strategy<Value = Json> {
    leaf().prop_recursive(6, 48, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Json::List),
            vec((word(), inner), 0..6).prop_map(|entries| {
                let mut map = redress_engine::json::Map::default();
                entries.into_iter().for_each(|(key, value)| map.set(&key, value));
                Json::Map(map)
            }),
        ]
    })
}

/// A sound document in which a few values, wherever they stand, are replaced by anything.
fn damaged(sound: Json) -> impl Strategy<Value = Json> {
    let anything = prop_oneof![3 => leaf().boxed(), 1 => tree().boxed()];
    vec((any::<prop::sample::Index>(), anything), 0..6).prop_map(move |changes| {
        let mut document = sound.clone();
        for (at, value) in changes {
            let at = at.index(count(&document));
            replace(&mut document, &mut { at }, value);
        }
        document
    })
}

fn children(json: &Json) -> Vec<&Json> {
    match json {
        Json::List(list) => list.iter().collect(),
        Json::Map(map) => map.iter().map(|(_, value)| value).collect(),
        _ => Vec::new(),
    }
}

fn count(json: &Json) -> usize {
    1 + children(json).into_iter().map(count).sum::<usize>()
}

/// Replaces the value that comes after `skip` others in document order.
fn replace(json: &mut Json, skip: &mut usize, value: Json) -> Option<Json> {
    if *skip == 0 {
        *json = value;
        return None;
    }
    *skip -= 1;
    let mut value = Some(value);
    let inside: Vec<&mut Json> = match json {
        Json::List(list) => list.iter_mut().collect(),
        Json::Map(map) => map.0.iter_mut().map(|(_, value)| value).collect(),
        _ => Vec::new(),
    };
    for child in inside {
        value = replace(child, skip, value?);
    }
    value
}

fn merchant() -> Json {
    json(
        r#"{"endpoint":{"url":"/c"},"shop":{"name":"S","country":"DE","answerWithin":{"workingDays":1}},"locales":["en","de"],
            "flows":{"complaint":{"steps":["order","items",["reason","serial"],"signs","count","bought","remedy",["photos","details"],
                                           "where",["stars","read","agree"],"callback","contact"]}},
            "start":"complaint","tone":"informal","theme":{"accent":"navy","radius":"small"},"privacy":{"url":"/p"},
            "steps":{"signs":{"kind":"choices","per":"item","options":["a","b"],"option":{"b":{"when":{"answer.reason":"faulty"}}},"atLeast":1,"atMost":2},
                     "count":{"kind":"number","min":1,"max":9,"unit":"km","default":3},
                     "bought":{"kind":"date","per":"item","earliest":{"from":"order.placedOn"},"latest":{"from":"today","days":-1},"prefill":"item.deliveredOn"},
                     "where":{"kind":"address","fields":{"country":"required"},"when":{"answer.signs":"a"}},
                     "stars":{"kind":"rating","max":7},"read":{"kind":"notice","text":"[x](https://a.example)"},
                     "agree":{"kind":"consent","required":true},"callback":{"prefill":"customer.phone"},
                     "reason":{"option":{"other":{"flow":"withdrawal"}}},
                     "serial":{"kind":"text","per":"item","label":{"en":"S"},"pattern":"[0-9]{1,4}","prefill":"item.line","readOnly":true,"when":{"any":[{"item.paid":{"atLeast":1}},{"not":{"answer.reason":"faulty"}}]}}},
            "remedies":{"gift":{"basis":"goodwill","days":3,"refund":{"percent":30,"shipping":true},"when":{"item.paid":{"atMost":5000}}}},
            "messages":{"photos.count":{"en":{"one":"{count}","other":"{count}s"}}}}"#,
    )
}

fn said() -> Json {
    json(
        r#"{"chosen":[{"line":"1","quantity":1},{"line":"2","quantity":2},{"line":"3","quantity":1}],
            "shared":{"photos":["a"],"details":"so","count":4,"where":{"line1":"W","postalCode":"1","city":"K","country":"DE"},"stars":3,
                      "read":null,"agree":true,"callback":{"phone":"030 5550","slot":"morning"},"contact":{"email":"a@b.c"},"order":{"order":"7","email":"a@b.c"}},
            "items":{"1":{"reason":"damaged","remedy":"replacement","signs":["a"],"bought":"2026-11-20"},"2":{"reason":"faulty","remedy":"gift","serial":"9"},
                     "3":{"reason":"not-delivered","remedy":"refund"}}}"#,
    )
}

/// Everything the engine can be asked, over whatever was sent.
fn run(patch: &Json, page: &Json, said: &Json, law: &Json, today: &str) {
    let loaded = load(&default_preset(), patch);
    let _ = loaded.fatal();
    let mut reader = Reader::default();
    let page = Context::read(page, &mut reader).unwrap_or_default();
    let given = Answers::read(said, &mut reader).unwrap_or_default();
    let law = Law::from_json(law);
    for (flow_id, flow) in loaded.config.flows.iter() {
        let (config, today) = (&loaded.config, day(today));
        let setting = Setting { config, flow_id, page: &page, law: Some(&law), today, locale: "en" };
        let case = setting.case(&given).unwrap();
        let _ = (screens(&case), next(&case));
        for (id, step) in config.steps.iter() {
            for line in [None, Some("1")] {
                let found = faults(&case, id, step, line);
                let _ = (found.iter().map(|fault| fault.args().len()).sum::<usize>(), prefilled(&case, id, line));
                let asked = case.asked(id, line).unwrap();
                let _ = (date_bounds(&asked), step.form(), step.is_multiline(), step.rating_steps());
                let answer = case.answer(line, id).unwrap_or_default();
                if let Some(flow) = leads_to(&case, id, &answer) {
                    let there = Setting { flow_id: flow, config, page: &page, law: Some(&law), today, locale: "en" };
                    let _ = prune(there, carry(&given, config, flow));
                }
                for text in [step.label.as_ref(), step.text.as_ref()].into_iter().flatten().filter_map(Json::as_text) {
                    let _ = parts(text);
                }
            }
        }
        assert!(config.flows.get(config.start_flow()).is_some());
        for entry in 0..=flow.steps.len() {
            let most = flow.steps.len() as i64;
            assert!((0..=most).contains(&remaining(&case, entry)));
        }
        for item in offers(&case).items {
            let paid = case.context.item(&item.line).and_then(|item| item.paid_in_all());
            for offer in item.offered {
                let amount = offer.gets.amount.unwrap_or_default();
                assert!(amount >= 0 && amount <= paid.unwrap_or_default());
                assert!(offer.gets.shipping.is_none_or(|cost| cost > 0 && Some(cost) <= case.context.order.shipping));
            }
        }
        let pruned = prune(setting, given.clone());
        assert_eq!(prune(setting, pruned.clone()), pruned, "pruning twice is pruning once");
        let texts = Texts { config, locale: "en", messages: patch, format: &Plain };
        let made = complaint(&case, Sending::default(), &texts, &texts);
        let text = made.to_json().to_text();
        let parsed: Json = serde_json::from_str(&text).unwrap();
        let again = Complaint::from_json(&parsed).0.unwrap();
        assert_eq!(again.to_json().to_text(), text, "what was sent is what is read");
    }
}

fn today() -> impl Strategy<Value = &'static str> {
    select(vec!["2026-11-21", "0000-01-01", "9999-12-31", "2024-02-29"])
}

proptest! {
    #![proptest_config(samples())]

    #[test]
    fn no_tree_panics_the_engine(patch in tree(), page in tree(), said in tree(), law in tree(), today in today()) {
        run(&patch, &page, &said, &law, today);
    }

    #[test]
    fn no_damage_to_sound_input_panics_the_engine(
        patch in damaged(merchant()), page in damaged(json(VASE)), said in damaged(said()),
        law in damaged(germany().to_json()), today in today(),
    ) {
        run(&patch, &page, &said, &law, today);
    }

    #[test]
    fn hostile_amounts_and_dates_panic_nothing(
        amounts in vec(leaf(), 4), dates in vec(leaf(), 3), damage in damaged(said()), today in today(),
    ) {
        let mut page = json(VASE);
        if let Some(Json::List(items)) = page.pointer("/items").cloned() {
            let items = items.into_iter().enumerate().map(|(at, mut item)| {
                if let Json::Map(map) = &mut item {
                    for (key, value) in ["quantity", "price", "paid"].iter().zip(amounts.iter().cycle().skip(at)) {
                        map.set(key, value.clone());
                    }
                    map.set("deliveredOn", dates[at].clone());
                    map.set("repairedOn", dates[(at + 1) % 3].clone());
                }
                item
            });
            let items = Json::List(items.collect());
            page.merge(&Json::map([("items", items), ("order", Json::map([("shipping", amounts[3].clone())]))]));
        }
        run(&merchant(), &page, &damage, &germany().to_json(), today);
    }

    #[test]
    fn text_made_of_any_json_is_json(value in tree(), float in any::<f64>()) {
        let text = Json::List(vec![value, Json::Float(float), Json::Float(f64::NAN)]).to_text();
        let parsed: Json = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(parsed.to_text(), text);
    }

    #[test]
    fn the_order_of_the_items_does_not_matter_to_their_offers(
        items in vec((0i64..9000, 1i64..4, select(vec!["2026-11-01", "2026-11-19", "2024-11-20"]), any::<bool>(), any::<bool>()), 2..5),
        reasons in vec(select(vec!["faulty", "damaged", "wrong-item", "missing-part", "not-delivered", "other"]), 4),
        seed in any::<prop::sample::Index>(),
    ) {
        let mut listed: Vec<Json> = items.iter().enumerate().map(|(at, (paid, quantity, delivered, arrived, stocked))| Json::map([
            ("line", at.to_string().as_str().into()), ("paid", Json::Int(*paid)), ("quantity", Json::Int(*quantity)),
            ("deliveredOn", if *arrived { (*delivered).into() } else { Json::Null }), ("inStock", (*stocked).into()),
        ])).collect();
        let page = |items: &[Json]| Json::map([
            ("order", json(r#"{"number":"1","currency":"EUR","shipping":490}"#)), ("items", Json::List(items.to_vec())),
        ]);
        let mut given = Answers::default();
        for (at, (_, quantity, ..)) in items.iter().enumerate() {
            given.chosen.push(Chosen { line: at.to_string(), quantity: *quantity });
            given.set(Some(&at.to_string()), "reason", reasons[at].into());
        }
        let of = |items: &[Json]| {
            let world = World { page: common::read(&page(items)), ..World::new(KETTLE) };
            let mut offers = offers(&world.case(&given)).items;
            offers.sort_by(|a, b| a.line.cmp(&b.line));
            offers
        };
        let before = of(&listed);
        listed.rotate_left(seed.index(items.len()));
        listed.swap(0, items.len() - 1);
        prop_assert_eq!(before, of(&listed));
    }

    #[test]
    fn a_shopper_who_answers_what_is_asked_comes_to_the_end_and_the_rest_never_grows(
        choices in vec(any::<prop::sample::Index>(), 40),
        extra in vec((0usize..7, any::<bool>(), kind(), condition()), 0..5),
        page in select(vec!["{}", KETTLE, VASE]),
    ) {
        let mut world = World::new(page);
        world.config = config(&with_extra_steps(&extra));
        let mut given = Answers::default();
        let mut choices = choices.into_iter();
        let mut before = i64::MAX;
        loop {
            let case = world.case(&given);
            let at = next(&case);
            prop_assert_eq!(at.invalid, vec![]);
            prop_assert!(at.remaining <= before, "{} → {} at {:?} of {:?}", before, at.remaining, at.step, world.config.flows);
            prop_assert_eq!(at.remaining == 0, at.step.is_none());
            before = at.remaining;
            let Some(screen) = screens(&case).into_iter().find(|screen| !screen.done) else { break };
            let unanswered = |(id, line): &&(String, Option<String>)| case.answers.get(line.as_deref(), id).is_none();
            let (id, line) = screen.steps.iter().find(unanswered).unwrap().clone();
            let pick = choices.next().unwrap();
            let step = case.step(&id).unwrap();
            let answer = match step.kind {
                StepKind::Items => {
                    let lines: Vec<_> = case.context.items.iter().map(|item| item.line.clone()).collect();
                    let chosen = lines[..=pick.index(lines.len())].iter();
                    let chosen = chosen.map(|line| Chosen { line: line.clone(), quantity: 1 }).collect();
                    given = Answers { chosen, ..given };
                    continue;
                }
                StepKind::Choice => {
                    let options = case.options(step, line.as_deref());
                    options[pick.index(options.len())].into()
                }
                StepKind::Remedy => {
                    let offered = redress_engine::offers::offers_for(&case, line.as_deref().unwrap()).offered;
                    offered.get(pick.index(offered.len() + 1)).map_or(OTHER_REMEDY, |offer| &offer.remedy).into()
                }
                StepKind::Photos => UNABLE.into(),
                StepKind::Text => if pick.index(3) == 0 && step.required.is_none() { Json::Null } else { "x".into() },
                StepKind::Contact | StepKind::Lookup => json(r#"{"order":"7","email":"a@b.example"}"#),
                _ if pick.index(4) == 0 && step.required.is_none() => Json::Null,
                StepKind::Choices => {
                    let options = case.options(step, line.as_deref());
                    let chosen = options.iter().take(1 + pick.index(3));
                    Json::List(chosen.map(|option| (*option).into()).collect())
                }
                StepKind::Number | StepKind::Rating => Json::Int(1 + pick.index(2) as i64),
                StepKind::Date => "2026-11-20".into(),
                StepKind::Consent => true.into(),
                StepKind::Notice => Json::Null,
                StepKind::Address => json(r#"{"line1":"W","postalCode":"1","city":"K"}"#),
                StepKind::Callback => {
                    let slot = case.options(step, line.as_deref()).first().copied().unwrap_or_default();
                    Json::map([("phone", "030 5550".into()), ("slot", slot.into())])
                }
            };
            given.set(line.as_deref(), &id, answer);
        }
        prop_assert_eq!(before, 0);
    }
}

fn condition() -> impl Strategy<Value = &'static str> {
    select(vec![
        "true",
        r#"{"answer.reason":"faulty"}"#,
        r#"{"answer.reason":{"not":"faulty"},"item.category":"decoration"}"#,
        r#"{"any":[{"answer.remedy":"replacement"},{"answer.extra0":"x"}]}"#,
        r#"{"not":{"answer.extra1":{"exists":true}}}"#,
        r#"{"answer.details":{"exists":false}}"#,
        r#"{"item.paid":{"above":4000},"answer.reason":["damaged","other"]}"#,
        r#"{"right.withdrawal":true}"#,
        r#"{"answer.extra0":["a","b"]}"#,
        r#"{"answer.extra1":{"atLeast":2}}"#,
        r#"{"answer.extra2.slot":"am"}"#,
        r#"{"answer.extra3":{"above":"2026-11-01"},"today":{"atLeast":"2026-11-21"}}"#,
    ])
}

/// A question of any kind that a shopper of any case can answer.
fn kind() -> impl Strategy<Value = &'static str> {
    select(vec![
        r#""kind":"text""#,
        r#""kind":"text","default":"x","readOnly":true"#,
        r#""kind":"text","prefill":"item.category","readOnly":true"#,
        r#""kind":"text","prefill":"answer.reason","readOnly":true"#,
        r#""kind":"choice","options":["a","b"],"required":true"#,
        r#""kind":"choice","options":["a","b"],"default":"a","readOnly":true,"option":{"a":{"when":{"answer.reason":"faulty"}}}"#,
        r#""kind":"choices","options":["a","b","c"],"atMost":3,"required":true"#,
        r#""kind":"number","min":1,"max":2"#,
        r#""kind":"number","prefill":"item.paid","readOnly":true,"required":true"#,
        r#""kind":"date","latest":{"from":"today"},"required":true"#,
        r#""kind":"date","prefill":"item.deliveredOn","readOnly":true,"latest":{"from":"answer.extra0"}"#,
        r#""kind":"rating","required":true"#,
        r#""kind":"consent","required":{"answer.reason":"faulty"}"#,
        r#""kind":"notice""#,
        r#""kind":"address","required":true"#,
        r#""kind":"callback","options":["am","pm"],"option":{"am":{"when":{"item.category":"decoration"}}}"#,
    ])
}

/// The default flow with more questions, each somewhere, some of each item, each on its own condition.
fn with_extra_steps(extra: &[(usize, bool, &str, &str)]) -> String {
    let mut flow =
        vec![r#""order""#, r#""items""#, r#""reason""#, r#""remedy""#, r#"["photos","details"]"#, r#""contact""#]
            .into_iter()
            .map(str::to_string)
            .collect::<Vec<_>>();
    let mut steps = Vec::new();
    for (n, (at, per_item, kind, when)) in extra.iter().enumerate() {
        flow.insert((*at).min(flow.len()), format!(r#""extra{n}""#));
        let per = if *per_item { "item" } else { "case" };
        steps.push(format!(r#""extra{n}":{{{kind},"per":"{per}","when":{when}}}"#));
    }
    format!(r#"{{"flows":{{"complaint":{{"steps":[{}]}}}},"steps":{{{}}}}}"#, flow.join(","), steps.join(","))
}

#[test]
fn deep_nesting_panics_nothing() {
    let nest = |open: &str, inner: &str, close: &str| json(&[&open.repeat(100), inner, &close.repeat(100)].concat());
    let (list, not) = (nest("[", "1", "]"), nest(r#"{"not":"#, r#"{"answer.reason":"faulty"}"#, "}"));
    let patch = Json::map([
        ("steps", Json::map([("photos", Json::map([("when", not.clone()), ("label", list.clone())]))])),
        ("endpoint", json(r#"{"url":"/c"}"#)),
    ]);
    let said = Json::map([("shared", Json::map([("details", list.clone()), ("photos", not.clone())]))]);
    run(&patch, &json(KETTLE), &said, &list, common::TODAY);
    run(&list, &not, &list, &not, common::TODAY);
}

#[test]
fn an_order_of_many_lines_is_answered_in_time() {
    const LINES: usize = 1000;
    let item = r#"{"line":"same","paid":100,"deliveredOn":"2026-11-19"}"#;
    let world = World::new(&format!(
        r#"{{"order":{{"number":"1","currency":"EUR"}},"items":[{}]}}"#,
        vec![item; LINES].join(",")
    ));
    let mut given = Answers::default();
    for item in &world.case(&Answers::default()).context.items {
        given.chosen.push(Chosen { line: item.line.clone(), quantity: 1 });
        given.set(Some(&item.line), "reason", "damaged".into());
    }
    assert_eq!(offers(&world.case(&given)).items.len(), LINES);
    assert_eq!(prune(world.setting(), given.clone()), given);
    assert_eq!(next(&world.case(&given)).step.as_deref(), Some("remedy"));
}
