//! The fairness check: each config of `unfair/` is refused with its code, place and smallest counterexample; the law's boundaries are found
//! to the day; no random config takes a right away while the check is silent. Past 400 lines by the strategies that make those configs.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may say what it expects")]

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use redress_engine::answers::Answers;
use redress_engine::check::codes::find;
use redress_engine::check::{Finding, Library, Severity, check};
use redress_engine::config::{Config, Trouble, load};
use redress_engine::context::{Context, Delivery};
use redress_engine::flow::screens;
use redress_engine::json::Map;
use redress_engine::law::{Law, Rights, rights};
use redress_engine::offers::offers_for;
use redress_engine::read::{Read, Reader};
use redress_engine::{Day, Json, Setting};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static LIBRARY: LazyLock<Library> = LazyLock::new(Library::built_in);

/// The same with the pack of one country alone.
fn only(country: &str) -> Library {
    let mut library = Library::built_in();
    library.laws.retain(|law| law.country == country);
    library
}

fn is_about_fairness(finding: &Finding) -> bool {
    finding.code.starts_with("law.") || finding.code.starts_with("goodwill.")
}

/// What the fairness check finds in a patch, as `code path`.
fn found(patch: &str, library: &Library) -> Vec<String> {
    let mut config = Json::parse(r#"{"endpoint":{"url":"/c"},"locales":["en"]}"#).unwrap();
    let patch = Json::parse(patch).unwrap();
    // Not a merge: a null that is to delete must stay.
    if let (Json::Map(config), Some(patch)) = (&mut config, patch.as_map()) {
        patch.iter().for_each(|(key, value)| config.set(key, value.clone()));
    }
    let findings = check(&config.to_text(), library).into_iter().filter(is_about_fairness);
    findings.map(|finding| format!("{} {}", finding.code, finding.path)).collect()
}

fn corpus() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/unfair");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| !path.to_str().unwrap().ends_with(".expected.json"));
    files.sort();
    files
}

/// The findings of a file as they stand beside it.
fn expectation(findings: &[Finding]) -> String {
    let text = |text: &str| Json::from(text).to_text();
    let entries: Vec<String> = findings
        .iter()
        .map(|each| {
            let parts = [("code", each.code), ("path", each.path.as_str()), ("counterexample", each.message.as_str())];
            let parts: Vec<String> =
                parts.iter().map(|(key, value)| format!("      \"{key}\": {}", text(value))).collect();
            format!("    {{\n{}\n    }}", parts.join(",\n"))
        })
        .collect();
    format!("{{\n  \"findings\": [\n{}\n  ]\n}}\n", entries.join(",\n"))
}

#[test]
fn every_unfair_config_is_refused_with_its_code_place_and_smallest_counterexample() {
    let files = corpus();
    assert!(files.len() >= 25);
    let mut differing = Vec::new();
    for path in files {
        let findings = check(&fs::read_to_string(&path).unwrap(), &LIBRARY);
        assert!(
            findings.iter().any(|each| is_about_fairness(each) && each.severity == Severity::Error),
            "{}",
            path.display()
        );
        let expected = path.with_extension("expected.json");
        let text = expectation(&findings);
        if std::env::var_os("UPDATE_UNFAIR").is_some() {
            fs::write(&expected, &text).unwrap();
        }
        if fs::read_to_string(&expected).unwrap_or_default() != text {
            differing.push(format!("{}\n{text}", path.display()));
        }
    }
    assert!(differing.is_empty(), "UPDATE_UNFAIR=1 writes what is found:\n{}", differing.join("\n"));
}

#[test]
fn the_unfair_configs_show_every_code_of_fairness() {
    let mut shown = BTreeSet::new();
    for path in corpus() {
        shown.extend(
            check(&fs::read_to_string(&path).unwrap(), &LIBRARY)
                .iter()
                .filter(|each| is_about_fairness(each))
                .map(|each| each.code),
        );
    }
    let codes = redress_engine::check::codes::CODES.iter().map(|code| code.code);
    // That the search stopped has a test of its own: such a file is not for reading.
    let all = codes
        .filter(|code| (code.starts_with("law.") || code.starts_with("goodwill.")) && *code != "law.search-stopped");
    let all: BTreeSet<_> = all.collect();
    assert_eq!(shown, all);
}

#[test]
fn every_counterexample_is_a_sentence_that_names_country_right_and_source() {
    for path in corpus() {
        for finding in check(&fs::read_to_string(&path).unwrap(), &LIBRARY) {
            if finding.code.starts_with("law.") && finding.severity == Severity::Error {
                let says =
                    |part: &str| assert!(finding.message.contains(part), "{}: {}", path.display(), finding.message);
                says("In ");
                says(" has a right to ");
                says(" (");
                says(", and ");
                assert!(find(finding.code).is_some() && finding.fix.ends_with('.'), "{finding:?}");
            }
        }
    }
}

/// The most days after delivery on which the guarantee can be open, of contracts of today's rules, by the engine itself.
fn longest(law: &Law, repaired: bool) -> i64 {
    let first = Day::parse("2026-08-03").unwrap();
    let mut longest = 0;
    for delivered in (0..1200).map(|days| first.plus_days(days)) {
        let mut item = redress_engine::context::Item { delivered_on: Delivery::On(delivered), ..Default::default() };
        item.repaired_on = repaired.then_some(delivered);
        let mut context = Context { items: vec![item.clone()], ..Context::default() };
        context.order.placed_on = Some(delivered.plus_days(-3));
        let until = rights(&context, &item, Some(law), delivered).guarantee.until.unwrap();
        longest = longest.max(until.days_since(delivered));
    }
    longest
}

#[test]
fn a_condition_that_cuts_one_day_off_the_guarantee_is_found_and_one_that_cuts_nothing_is_not() {
    for country in ["DE", "AT", "GB", "PL", "ES"] {
        let library = only(country);
        let law = library.laws.first().unwrap();
        let (plain, repaired) = (longest(law, false), longest(law, true));
        let cut = |plain: i64, repaired: i64| {
            let age = |most: i64, is_repaired: bool| {
                format!(
                    r#"{{"item.daysSinceDelivery":{{"atMost":{most}}},"item.repairedOn":{{"exists":{is_repaired}}}}}"#
                )
            };
            let unknown = r#"{"item.daysSinceDelivery":{"exists":false}}"#;
            let when = format!(r#"{{"any":[{},{},{unknown}]}}"#, age(plain, false), age(repaired, true));
            found(
                &format!(r#"{{"shop":{{"country":"{country}"}},"remedies":{{"repair":{{"when":{when}}}}}}}"#),
                &library,
            )
        };
        assert_eq!(cut(plain, repaired), [""; 0], "{country} {plain} {repaired}");
        assert_eq!(cut(plain - 1, repaired), ["law.remedy-withheld /remedies/repair/when"], "{country} {plain}");
        assert_eq!(cut(plain, repaired - 1), ["law.remedy-withheld /remedies/repair/when"], "{country} {repaired}");
    }
}

#[test]
fn a_day_in_the_middle_of_a_right_is_found() {
    let when = |day: &str| format!(r#"{{"remedies":{{"repair":{{"when":{{"not":{{"{day}}}}}}}}}}}"#);
    for day in [
        r#"item.daysSinceDelivery":100"#,
        r#"item.daysSinceDelivery":{"above":20,"below":22}"#,
        r#"order.placedOn":"2026-09-01"#,
        r#"item.deliveredOn":"2026-10-01"#,
        r#"today":"2027-03-01"#,
    ] {
        let patch = when(day).replace(r#"-01}"#, r#"-01"}"#);
        assert_eq!(found(&patch, &LIBRARY), ["law.remedy-withheld /remedies/repair/when"], "{patch}");
    }
}

#[test]
fn the_early_right_to_reject_is_found_to_its_last_day() {
    let library = only("GB");
    // Out of stock, or after a repair, the refund is open as the next stage; that is not what this is about.
    let patch = |most: i64| {
        let others = r#"{"item.daysSinceDelivery":{"above":30}},{"item.inStock":false},{"item.repairedOn":{"exists":true}},{"item.daysSinceDelivery":{"exists":false}}"#;
        format!(
            r#"{{"shop":{{"country":"GB"}},"remedies":{{"refund":{{"when":{{"any":[{{"item.daysSinceDelivery":{{"atMost":{most}}}}},{others}]}}}}}}}}"#
        )
    };
    assert_eq!(found(&patch(30), &library), [""; 0]);
    assert_eq!(found(&patch(29), &library), ["law.remedy-withheld /remedies/refund/when"]);
}

#[test]
fn what_gives_more_or_asks_kindly_is_fair() {
    for patch in [
        // Only what the law allows to be impossible, and the next stage opens then.
        r#"{"remedies":{"repair":{"impossible":true},"replacement":{"impossible":{"item.paid":{"below":2000}}}}}"#,
        r#"{"remedies":{"refund":{"when":{"any":[{"item.paid":{"atLeast":2000}},{"item.paid":{"below":2000}},{"item.paid":{"exists":false}}]}}}}"#,
        // Two ways of one remedy between them leave nobody out.
        r#"{"remedies":{"replacement":{"when":{"item.problem":null,"not":{"item.category":"books"}}},"copy":{"fulfils":"replacement","label":"Another copy","when":{"item.category":"books"}},"missing-part":{"when":{"item.problem":null,"item.problem ":null}}}}"#,
        r#"{"remedies":{"repair":{"when":{"right.guarantee":true}}}}"#,
        r#"{"remedies":{"half":{"basis":"goodwill","label":"Half back","refund":{"percent":50},"when":{"answer.reason":"damaged"}}}}"#,
        r#"{"remedies":{"paid-repair":{"basis":"commercial","label":"A repair","price":4900,"when":{"right.guarantee":false}}}}"#,
        // A reason of the shop's own for one sort of goods.
        r#"{"steps":{"reason":{"options":["gone-off","faulty","damaged","wrong-item","missing-part","not-delivered","other"],"option":{"gone-off":{"label":"Gone off","problem":"nonconformity","when":{"item.category":"food"}}}}}}"#,
        // Other questions, pictures, a number that not everybody has and need not give.
        r#"{"flows":{"complaint":{"steps":["order","items","reason","serial","remedy",["photos","details"],"contact"]}},"steps":{"photos":{"required":true,"minFiles":3},"serial":{"kind":"text","label":"Serial number","required":true,"pattern":"SN\\d{8}|none"}}}"#,
        // A reason may be asked in a withdrawal, and where the parcel is fetched.
        r#"{"flows":{"withdrawal":{"steps":["order","items","why","contact"]}},"steps":{"why":{"kind":"text","label":"Would you tell us why?"}}}"#,
        // Withdrawals alone: complaints are taken elsewhere.
        r#"{"flows":{"complaint":null},"start":"withdrawal"}"#,
        r#"{"remedies":{"withdrawal":{"returnCost":"shopper"}}}"#,
        // Where nobody is asked whether it came after all, the money is there at once; a page may know itself what was repaired.
        r#"{"flows":{"complaint":{"steps":["order","items","reason","remedy",["photos","details"],"contact"]}}}"#,
        r#"{"steps":{"waited":{"when":{"item.paid":{"above":5000}}}}}"#,
        r#"{"steps":{"waited":{"options":["asked"]},"matters":{"options":["call"]}}}"#,
    ] {
        assert_eq!(found(patch, &LIBRARY), [""; 0], "{patch}");
    }
}

#[test]
fn where_there_are_too_many_cases_the_check_says_that_it_stopped() {
    let facts: Vec<String> = (0..24).map(|n| format!(r#"{{"item.sku":["{n}","x{n}"],"item.category":["{n}","y{n}"],"item.title":["{n}"],"order.paidWith":["{n}"],"customer.name":["{n}"],"order.timeZone":"{n}"}}"#)).collect();
    let patch = format!(r#"{{"remedies":{{"repair":{{"when":{{"not":{{"all":[{}]}}}}}}}}}}"#, facts.join(","));
    assert_eq!(found(&patch, &LIBRARY), ["law.search-stopped /remedies"]);
}

#[test]
fn a_shop_of_a_country_without_a_pack_is_told_once_and_searched_with_the_others() {
    let us = r#"{"shop":{"country":"US"}}"#;
    let findings = check(&format!(r#"{{"endpoint":{{"url":"/c"}},{}"#, &us[1..]), &LIBRARY);
    assert_eq!(findings.iter().map(|each| each.code).collect::<Vec<_>>(), ["shop.no-law"]);
    let unfair = r#"{"shop":{"country":"US"},"remedies":{"repair":{"when":{"item.daysSinceDelivery":{"atMost":90}}}}}"#;
    assert_eq!(found(unfair, &LIBRARY), ["law.remedy-withheld /remedies/repair/when"]);
}

// What follows is the property: whatever the config and the case, a right that is lost was reported.

const CATEGORIES: &[&str] = &["sale", "shoes"];
const AMOUNTS: &[i64] = &[0, 1999, 2000, 5000];
const AGES: &[i64] = &[0, 14, 30, 31, 180, 400, 729, 735, 1100];
const REASONS: &[&str] = &["faulty", "damaged", "wrong-item", "missing-part", "not-delivered", "other"];

/// A test of one fact of the language, as JSON.
fn tested() -> impl Strategy<Value = (String, Json)> {
    let numbers = |name: &'static str, values: &'static [i64]| {
        let how = select(vec!["atLeast", "atMost", "above", "below", "not", ""]);
        (how, select(values)).prop_map(move |(how, value)| {
            let value = Json::Int(value);
            (name.to_string(), if how.is_empty() { value } else { Json::map([(how, value)]) })
        })
    };
    let words = |name: &'static str, values: &'static [&'static str]| {
        (vec(select(values), 1..3), any::<bool>()).prop_map(move |(values, not)| {
            let list = Json::List(values.into_iter().map(Json::from).collect());
            (name.to_string(), if not { Json::map([("not", list)]) } else { list })
        })
    };
    let known = select(vec![
        "item.paid",
        "item.category",
        "item.repairedOn",
        "item.inStock",
        "item.daysSinceDelivery",
        "order.placedOn",
        "answer.opened",
    ]);
    let dates = |name: &'static str| {
        let days = select(vec!["2024-06-01", "2026-07-31", "2026-12-01", "2027-06-01"]);
        (select(vec!["atLeast", "below"]), days)
            .prop_map(move |(how, day)| (name.to_string(), Json::map([(how, day.into())])))
    };
    let truth = |name: &'static str| any::<bool>().prop_map(move |value| (name.to_string(), value.into()));
    prop_oneof![
        3 => numbers("item.paid", AMOUNTS),
        3 => numbers("item.daysSinceDelivery", AGES),
        2 => words("item.category", CATEGORIES),
        2 => words("answer.reason", REASONS),
        1 => words("item.problem", &["nonconformity", "wrong-item", "not-delivered"]),
        2 => words("answer.opened", &["yes", "no"]),
        1 => words("answer.repaired", &["again"]),
        1 => words("answer.waited", &["asked", "day"]),
        1 => words("order.country", &["DE", "GB", "SE"]),
        1 => words("item.exclusions", &["mixed", "sale"]),
        1 => dates("order.placedOn"),
        1 => dates("today"),
        1 => truth("item.arrived"),
        1 => truth("item.inStock"),
        1 => truth("right.withdrawal"),
        1 => truth("right.guarantee"),
        1 => truth("right.rejection"),
        1 => (known, any::<bool>()).prop_map(|(name, exists)| (name.to_string(), Json::map([("exists", exists.into())]))),
    ]
}

fn condition() -> impl Strategy<Value = Json> {
    let leaf = vec(tested(), 1..3).prop_map(|tests| {
        let mut map = Map::default();
        tests.into_iter().for_each(|(name, test)| map.set(&name, test));
        Json::Map(map)
    });
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 1..3).prop_map(|all| Json::map([("any", Json::List(all))])),
            vec(inner.clone(), 1..3).prop_map(|all| Json::map([("all", Json::List(all))])),
            inner.prop_map(|not| Json::map([("not", not)])),
        ]
    })
}

/// A config in which rights hang on random conditions.
fn unfair() -> impl Strategy<Value = Json> {
    let places = select(vec![
        "remedies.repair.when",
        "remedies.repair.impossible",
        "remedies.replacement.when",
        "remedies.replacement.impossible",
        "remedies.missing-part.when",
        "remedies.refund.when",
        "remedies.price-reduction.when",
        "remedies.delivery.when",
        "steps.items.when",
        "steps.reason.when",
        "steps.remedy.when",
        "steps.opened.when",
        "steps.repaired.when",
        "steps.waited.when",
        "steps.reason.option.faulty.when",
        "steps.reason.option.damaged.when",
        "steps.reason.option.not-delivered.when",
    ]);
    let broad = (places, condition(), any::<bool>()).prop_map(|(place, condition, wide)| {
        // Half of them leave most cases alone: what they take away is harder to find.
        let condition = if wide {
            Json::map([(
                "any",
                Json::List(vec![condition, Json::map([("item.paid", Json::map([("atLeast", Json::Int(1999))]))])]),
            )])
        } else {
            condition
        };
        (place, condition)
    });
    vec(broad, 1..4).prop_map(|places| {
        let mut config = Json::parse(
            r#"{"endpoint":{"url":"/c"},"locales":["en"],"flows":{"complaint":{"steps":["order","items","reason","opened",["remedy","repaired","waited"],"contact"]}},
                "steps":{"opened":{"kind":"choice","per":"item","label":"Was it opened?","required":true,"options":["yes","no"],
                "option":{"yes":{"label":"Yes"},"no":{"label":"No"}}}}}"#,
        )
        .unwrap();
        for (place, value) in places {
            let part = place.rsplit('.').fold(value, |inner, key| Json::map([(key, inner)]));
            config.merge(&part);
        }
        config
    })
}

/// What the page and the shopper say, and when.
#[derive(Debug, Clone)]
struct Told {
    page: Json,
    today: String,
    reason: &'static str,
    opened: &'static str,
    /// What is said beside the remedy, where it is asked.
    beside: Option<&'static str>,
}

fn told() -> impl Strategy<Value = Told> {
    let delivered = prop_oneof![
        6 => (select(AGES), -1i64..2).prop_map(|(age, apart)| Some((age + apart).max(0))),
        1 => Just(Some(-1)),
        1 => Just(None),
    ];
    let when = (delivered, 0i64..1200, select(vec![1i64, 3, 30]), prop::option::weighted(0.3, 0i64..60));
    let country = prop_oneof![3 => Just("DE"), 1 => Just("GB"), 1 => Just("SE"), 1 => Just("PT"), 1 => Just("FI"), 1 => Just("PL")];
    let item = (
        prop::option::weighted(0.8, select(AMOUNTS)),
        prop::option::of(select(vec!["sale", "shoes", "hats"])),
        prop::option::of(any::<bool>()),
    );
    let beside = select(vec![None, Some("again"), Some("asked"), Some("day")]);
    let answers = (select(REASONS), select(vec!["yes", "no"]), beside);
    let more = (prop::option::of(select(vec!["mixed", "sale"])), any::<bool>(), answers);
    (when, country, item, more).prop_map(
        |(
            (age, later, before, repaired),
            country,
            (paid, category, stock),
            (exclusion, two, (reason, opened, beside)),
        )| {
            let today = Day::parse("2026-11-22").unwrap().plus_days(later);
            let mut item = Json::map([("line", "1".into())]);
            let Json::Map(map) = &mut item else { unreachable!() };
            let day = age.filter(|age| *age >= 0).map(|age| today.plus_days(-age));
            match (age, day) {
                (Some(_), Some(day)) => map.set("deliveredOn", day.iso().into()),
                (Some(_), None) => map.set("deliveredOn", Json::Null),
                _ => {}
            }
            if let Some(repaired) =
                day.zip(repaired).map(|(day, after)| day.plus_days(after)).filter(|repaired| *repaired <= today)
            {
                map.set("repairedOn", repaired.iso().into());
            }
            paid.into_iter().for_each(|paid| map.set("paid", paid.into()));
            category.into_iter().for_each(|category| map.set("category", category.into()));
            stock.into_iter().for_each(|stock| map.set("inStock", stock.into()));
            exclusion.into_iter().for_each(|exclusion| map.set("exclusions", Json::List(vec![exclusion.into()])));
            let placed = day.unwrap_or(today).plus_days(-before);
            let mut items = vec![item];
            if two {
                items.push(Json::map([("line", "2".into()), ("deliveredOn", today.iso().into())]));
            }
            let order = Json::map([
                ("number", "1".into()),
                ("country", country.into()),
                ("placedOn", placed.iso().into()),
                ("currency", "EUR".into()),
            ]);
            Told {
                page: Json::map([("order", order), ("items", Json::List(items))]),
                today: today.iso(),
                reason,
                opened,
                beside,
            }
        },
    )
}

fn read<T: Read + Default>(json: &Json) -> T {
    T::read(json, &mut Reader::default()).unwrap_or_default()
}

/// The right that a shopper loses in this case, if one is lost: said from the rights alone, against what the engine shows.
fn lost(config: &Config, told: &Told) -> Option<String> {
    let page: Context = read(&told.page);
    let country = page.order.country.clone()?;
    let law = LIBRARY.laws.iter().find(|law| law.country == country);
    let today = Day::parse(&told.today)?;
    let setting = Setting { config, flow_id: "complaint", page: &page, law, today, locale: "en" };
    let item = page.items.first()?;
    let rights = rights(&page, item, law, today);
    let problem = config.steps.get("reason")?.option.get(told.reason)?.problem;
    if owed(&rights, problem, false).is_empty() {
        return None;
    }
    let nothing = Answers::default();
    let case = setting.case(&nothing)?;
    if case.lines().is_empty() && screens(&case).iter().all(|screen| screen.id() != "items") {
        return Some("cannot choose the item".into());
    }
    let mut answers: Answers = read(&Json::parse(r#"{"chosen":[{"line":"1","quantity":1}]}"#).unwrap());
    answers.set(Some("1"), "reason", told.reason.into());
    // A question that is asked is answered; one that is not, is not.
    let asks = |answers: &Answers, id: &str| {
        let case = setting.case(answers).unwrap();
        screens(&case)
            .iter()
            .flat_map(|screen| &screen.steps)
            .any(|(each, line)| each == id && line.as_deref() == Some("1"))
    };
    if !asks(&answers, "reason") {
        return Some("is not asked".into());
    }
    if asks(&answers, "opened") {
        answers.set(Some("1"), "opened", told.opened.into());
        if !asks(&answers, "opened") || !asks(&answers, "reason") {
            return None;
        }
    }
    let asks_waited = asks(&answers, "waited");
    let mut failed = if problem == Trouble::NotDelivered { !asks_waited } else { item.repaired_on.is_some() };
    for (step, options) in [("repaired", &["again"][..]), ("waited", &["asked", "day"])] {
        let said = told.beside.filter(|said| options.contains(said) && asks(&answers, step));
        if let Some(said) = said {
            answers.set(Some("1"), step, Json::List(vec![said.into()]));
            failed = true;
            if !asks(&answers, step) || !asks(&answers, "reason") {
                return None;
            }
        }
    }
    let owed = owed(&rights, problem, failed);
    let case = setting.case(&answers)?;
    let options = case.options(config.steps.get("reason")?, Some("1"));
    if !options.contains(&told.reason) {
        return (problem != Trouble::NotDelivered && item.delivered_on != Delivery::NotYet)
            .then(|| "has no reason".into());
    }
    if !asks(&answers, "remedy") {
        return Some("is offered nothing".into());
    }
    let offers = offers_for(&case, "1");
    let excused = |legal: &str| match legal {
        "repair" if problem != Trouble::Nonconformity => true,
        "replacement" if item.in_stock == Some(false) => true,
        // A shop may say of these that they cannot be had.
        "repair" | "replacement" => offers.withheld.iter().any(|withheld| {
            withheld.why.key == "remedy.impossible"
                && config.remedies.get(&withheld.remedy).is_some_and(|remedy| remedy.legal(&withheld.remedy) == legal)
        }),
        _ => false,
    };
    let gives = |legal: &str| {
        offers
            .offered
            .iter()
            .any(|offer| config.remedies.get(&offer.remedy).is_some_and(|remedy| remedy.legal(&offer.remedy) == legal))
    };
    owed.into_iter().find(|legal| !gives(legal) && !excused(legal))
}

/// What is owed at once, whatever else may come of it.
fn owed(rights: &Rights, problem: Trouble, failed: bool) -> Vec<String> {
    let mut owed = Vec::new();
    if problem == Trouble::NotDelivered && rights.delivery.open {
        owed.extend(rights.delivery_order.iter().take(if failed { 2 } else { 1 }).cloned());
    }
    if problem.is_nonconformity() {
        if rights.guarantee.open {
            owed.extend(rights.remedy_order.iter().take(if failed { 2 } else { 1 }).flatten().cloned());
        }
        if rights.rejection.open {
            owed.extend(rights.rejection_remedies.iter().cloned());
        }
    }
    owed
}

fn is_refused(config: &Json) -> bool {
    let findings = check(&config.to_text(), &LIBRARY);
    findings.iter().any(|finding| finding.severity == Severity::Error || finding.code == "law.search-stopped")
}

fn loaded(config: &Json) -> Config {
    load(LIBRARY.preset("default").unwrap(), config).config
}

/// Few for a quick run; PROPTEST_CASES asks for more.
fn cases(few: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(few);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn no_config_takes_a_right_away_while_the_check_is_silent(config in unfair(), told in vec(told(), 40)) {
        let effective = loaded(&config);
        let mut refused = None;
        for told in told {
            if let Some(what) = lost(&effective, &told) {
                let refused = *refused.get_or_insert_with(|| is_refused(&config));
                prop_assert!(refused, "{what}\n{}\n{told:?}", config.to_text());
            }
        }
    }
}

/// A config whose withdrawal asks something more, hung on random conditions.
fn curious() -> impl Strategy<Value = Json> {
    let kinds = select(vec![
        r#""text""#,
        r#""rating""#,
        r#""photos""#,
        r#""consent""#,
        r#""choice","options":["a"],"option":{"a":{"label":"A"}}"#,
    ]);
    let optional = || prop::option::of(condition());
    (kinds, any::<bool>(), optional(), optional(), optional()).prop_map(|(kind, per_item, when, required, items)| {
        let per = if per_item { "item" } else { "case" };
        let mut config = Json::parse(&format!(
            r#"{{"endpoint":{{"url":"/c"}},"locales":["en"],"flows":{{"withdrawal":{{"steps":["order","items","why","contact"]}}}},
                "steps":{{"why":{{"kind":{kind},"per":"{per}","label":"More?"}}}}}}"#
        ))
        .unwrap();
        for (step, key, value) in [("why", "when", when), ("why", "required", required), ("items", "when", items)] {
            if let Some(value) = value {
                config.merge(&Json::map([("steps", Json::map([(step, Json::map([(key, value)]))]))]));
            }
        }
        config
    })
}

/// Whether somebody who may withdraw cannot, or has to say more than who they are and which item it is.
fn is_barred(config: &Config, told: &Told) -> Option<bool> {
    let page: Context = read(&told.page);
    let law = LIBRARY.laws.iter().find(|law| Some(&law.country) == page.order.country.as_ref());
    let today = Day::parse(&told.today)?;
    if !rights(&page, page.items.first()?, law, today).withdrawal.open {
        return None;
    }
    let setting = Setting { config, flow_id: "withdrawal", page: &page, law, today, locale: "en" };
    let nothing = Answers::default();
    let case = setting.case(&nothing)?;
    let asks_items = screens(&case).iter().any(|screen| screen.id() == "items");
    if case.lines().is_empty() && !asks_items {
        return Some(true);
    }
    let given = r#"{"chosen":[{"line":"1","quantity":1}],"shared":{"contact":{"email":"a@b.example"}}}"#;
    let answers: Answers = read(&Json::parse(given).unwrap());
    let case = setting.case(&answers)?;
    // What is left blank must not hold anybody up.
    Some(screens(&case).iter().any(|screen| {
        !screen.done
            && screen.steps.iter().any(|(id, line)| !case.asked(id, line.as_deref()).unwrap().faults().is_empty())
    }))
}

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn no_config_bars_a_withdrawal_while_the_check_is_silent(config in curious(), told in vec(told(), 40)) {
        let effective = loaded(&config);
        if let Some(told) = told.iter().find(|told| is_barred(&effective, told) == Some(true)) {
            prop_assert!(is_refused(&config), "{}\n{told:?}", config.to_text());
        }
    }
}

#[test]
fn the_random_configs_do_take_rights_away() {
    let mut runner = TestRunner::deterministic();
    let mut losing = 0;
    for _ in 0..40 {
        let config = loaded(&unfair().new_tree(&mut runner).unwrap().current());
        let cases = vec(told(), 40).new_tree(&mut runner).unwrap().current();
        losing += usize::from(cases.iter().any(|told| lost(&config, told).is_some()));
    }
    assert!((10..=40).contains(&losing), "{losing}");
    let mut barring = 0;
    for _ in 0..40 {
        let config = loaded(&curious().new_tree(&mut runner).unwrap().current());
        let cases = vec(told(), 40).new_tree(&mut runner).unwrap().current();
        barring += usize::from(cases.iter().any(|told| is_barred(&config, told) == Some(true)));
    }
    assert!((5..=35).contains(&barring), "{barring}");
}
