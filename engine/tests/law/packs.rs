//! Every pack of law/ is whole, dated, sourced, never below the minimum of the Union, and its holidays are where they must be.

use crate::common::{day, read};
use crate::countries::is_country;
use crate::{files, text, words};
use redress_engine::check::Library;
use redress_engine::law::Law;
use redress_engine::{Day, Json};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// Members of the European Union, whose directives set a minimum.
const UNION: &str = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK";

/// The words that a rule may use: what is misspelt would never be found in a context or a config.
const WORDS: [(&str, &[&str]); 5] = [
    ("start", &["last-item"]),
    ("returnCost", &["consumer-if-told", "consumer", "seller"]),
    ("exclusions", &["made-to-order", "perishable", "hygiene-unsealed", "mixed", "media-unsealed", "digital-begun"]),
    ("order", &["repair", "replacement", "price-reduction", "refund", "delivery"]),
    ("remedies", &["repair", "replacement", "price-reduction", "refund"]),
];

/// The words of a list, or of a list of lists.
fn flat(list: &Json) -> Vec<&Json> {
    list.items().iter().flat_map(|each| if each.items().is_empty() { vec![each] } else { flat(each) }).collect()
}

#[test]
fn every_pack_says_only_what_a_pack_may_say() {
    let rule = ["from", "source", "confidence", "url", "note"];
    let lists: [(&str, &[&str]); 5] = [
        (
            "withdrawal",
            &[
                "days",
                "start",
                "endsOnWorkingDay",
                "extensionMonths",
                "refundDays",
                "returnDays",
                "returnCost",
                "exclusions",
            ],
        ),
        ("withdrawalFunction", &[]),
        (
            "guarantee",
            &["months", "endsOnWorkingDay", "presumptionMonths", "repairExtensionMonths", "order", "returnCost"],
        ),
        ("rejection", &["days", "remedies"]),
        ("delivery", &["order"]),
    ];
    let known = ["country", "version", "zone", "holidays"];
    for (file, pack) in files("law") {
        for (key, value) in pack.as_map().unwrap().iter() {
            let Some((_, own)) = lists.iter().find(|(list, _)| *list == key) else {
                assert!(known.contains(&key), "{file}: {key}");
                continue;
            };
            assert!(!value.items().is_empty(), "{file}: {key} is left out where there is nothing to say");
            for (at, one) in value.items().iter().enumerate() {
                let place = format!("law/{file}.json, {key} {at}");
                let keys: Vec<_> = one.as_map().unwrap().iter().map(|(key, _)| key).collect();
                assert!(keys.iter().all(|key| rule.contains(key) || own.contains(key)), "{place}: {keys:?}");
                let needed = own.iter().chain(&rule[..3]).filter(|key| **key != "months");
                needed.for_each(|key| assert!(keys.contains(key), "{place}: no {key}"));
                assert!(!text(one, "source").trim().is_empty(), "{place}: no source");
                assert!(["verified", "secondary", "general"].contains(&text(one, "confidence")), "{place}: confidence");
                assert!(
                    one.get("url").is_none_or(|url| url.as_text().unwrap().starts_with("https://")),
                    "{place}: url"
                );
                assert!(
                    at == 0 || text(&value.items()[at - 1], "from") < text(one, "from"),
                    "{place}: not in order of from"
                );
                day(text(one, "from"));
                for (key, words) in WORDS {
                    let said = one.get(key).map(|said| if said.items().is_empty() { vec![said] } else { flat(said) });
                    let said = said.unwrap_or_default();
                    assert!(said.iter().all(|word| words.contains(&word.as_text().unwrap())), "{place}: {key}");
                }
            }
        }
        for needed in ["withdrawal", "guarantee", "delivery"] {
            assert!(pack.get(needed).is_some(), "{file}: no {needed}");
        }
    }
}

#[test]
fn every_pack_is_named_for_its_country_and_read_as_it_is_written() {
    let library = Library::built_in();
    assert_eq!(library.laws.len(), files("law").len());
    for (file, pack) in files("law") {
        let law: Law = read(&without_docs(&pack));
        assert!(is_country(&law.country) && law.country.to_lowercase() == file, "{file}: {}", law.country);
        assert!(law.zone.contains('/'), "{file}: {}", law.zone);
        day(&law.version);
        assert!(library.laws.iter().any(|built_in| built_in.name() == law.name()), "{file}");
    }
}

/// A pack without what only docs/law.md tells.
fn without_docs(pack: &Json) -> Json {
    let mut pack = pack.clone();
    if let Json::Map(map) = &mut pack {
        map.remove("withdrawalFunction");
    }
    pack
}

#[test]
fn no_pack_of_the_union_gives_less_than_the_directives() {
    let packs: BTreeMap<String, Json> = files("law").into_iter().collect();
    for country in UNION.split(' ') {
        let pack = packs.get(&country.to_lowercase()).unwrap_or_else(|| panic!("no pack for {country}"));
        let int = |rule: &Json, key: &str| rule.get(key).and_then(Json::as_int);
        for rule in pack.get("withdrawal").unwrap().items() {
            let least = [("days", 14), ("extensionMonths", 12)];
            assert!(least.iter().all(|(key, least)| int(rule, key) >= Some(*least)), "{country}: withdrawal");
            let most = [("refundDays", 14), ("returnDays", 14)];
            assert!(most.iter().all(|(key, most)| int(rule, key) == Some(*most)), "{country}: withdrawal");
            assert_eq!(rule.get("endsOnWorkingDay"), Some(&Json::Bool(true)), "{country}: Regulation 1182/71");
            let (_, six) = WORDS[2];
            assert_eq!(
                words(rule.get("exclusions").unwrap()),
                six,
                "{country}: Directive 2011/83/EU Art. 16 leaves no choice"
            );
        }
        let guarantee = pack.get("guarantee").unwrap().items();
        for rule in guarantee {
            let (from, months) = (text(rule, "from"), int(rule, "months"));
            let (presumption, extension) = (int(rule, "presumptionMonths"), int(rule, "repairExtensionMonths"));
            assert!(months.is_none_or(|months| months >= 24), "{country} {from}: the guarantee");
            assert!(presumption >= Some(if from < "2022-01-01" { 6 } else { 12 }), "{country} {from}: the presumption");
            assert!(from < "2026-07-31" || extension >= Some(12), "{country} {from}: a repair adds twelve months");
            assert_eq!(text(rule, "returnCost"), "seller", "{country} {from}: Directive 2019/771 Art. 14");
        }
        for from in ["2022-01-01", "2026-07-31"] {
            assert!(guarantee.iter().any(|rule| text(rule, "from") == from), "{country}: no rule from {from}");
        }
        assert!(pack.get("withdrawalFunction").is_some(), "{country}: Directive 2011/83/EU Art. 11a");
    }
}

/// The years that every pack lists.
const YEARS: RangeInclusive<i64> = 2025..=2028;

/// Easter Sundays of these years, by the Gregorian and by the Julian computus.
const EASTERS: [(&str, &str); 4] = [
    ("2025-04-20", "2025-04-20"),
    ("2026-04-05", "2026-04-12"),
    ("2027-03-28", "2027-05-02"),
    ("2028-04-16", "2028-04-16"),
];

/// Where movable feasts lie: Clean Monday to Corpus Christi, in days from Easter Sunday.
const FEASTS: [i64; 9] = [-48, -3, -2, 0, 1, 39, 49, 50, 60];

/// The holidays of a pack.
struct Holidays {
    file: String,
    days: BTreeSet<Day>,
}

impl Holidays {
    fn all() -> Vec<Holidays> {
        let of = |pack: &Json| words(pack.at("holidays.days").unwrap()).into_iter().map(day).collect();
        files("law").into_iter().map(|(file, pack)| Holidays { days: of(&pack), file }).collect()
    }

    /// Easter Sundays, as this country reckons them.
    fn easters(&self) -> Vec<Day> {
        let orthodox = ["bg", "cy", "gr", "ro"].contains(&self.file.as_str());
        EASTERS.iter().map(|(west, east)| day(if orthodox { east } else { west })).collect()
    }

    /// In how many of the four years the day is kept that lies so many days from Easter.
    fn kept(&self, feast: i64) -> usize {
        self.easters().iter().filter(|easter| self.days.contains(&easter.plus_days(feast))).count()
    }

    /// The date of `day` in each year.
    fn each_year(day: Day) -> Vec<Day> {
        let date = &day.iso()[4..];
        YEARS.filter_map(|year| Day::parse(&format!("{year}{date}"))).collect()
    }

    /// Why a day is a holiday: it is a date of at least two years, a feast of all, the same weekday at about the same time of each year
    /// (the first Monday of May), or stands in for a weekend beside it.
    fn is_explained(&self, day: Day) -> bool {
        let date = Holidays::each_year(day);
        let feast =
            |feast: &i64| self.kept(*feast) == 4 && self.easters().iter().any(|easter| easter.plus_days(*feast) == day);
        let near = |there: &Day| {
            let same = |other: &Day| other.0.weekday() == day.0.weekday() && other.days_since(*there).abs() <= 6;
            self.days.iter().any(same)
        };
        let beside = |step: i64| self.days.contains(&day.plus_days(step)) || day.plus_days(step).is_weekend();
        date.iter().filter(|day| self.days.contains(day)).count() >= 2
            || FEASTS.iter().any(feast)
            || date.iter().all(near)
            || beside(-1)
            || beside(1)
    }
}

#[test]
fn holidays_are_sourced_sorted_and_within_their_years() {
    for (file, pack) in files("law") {
        let holidays = pack.get("holidays").unwrap();
        let keys: Vec<_> = holidays.as_map().unwrap().iter().map(|(key, _)| key).filter(|key| *key != "note").collect();
        assert_eq!(keys, ["fromYear", "toYear", "source", "days"], "{file}");
        assert!(!text(holidays, "source").is_empty(), "{file}");
        let year = |key: &str| holidays.get(key).and_then(Json::as_int).unwrap();
        assert_eq!(year("fromYear")..=year("toYear"), YEARS, "{file}: EASTERS lists these years");
        let days = words(holidays.get("days").unwrap());
        assert!(days.windows(2).all(|pair| pair[0] < pair[1]), "{file}: sorted, and none twice");
        let within = |text: &&str| YEARS.contains(&i64::from(day(text).0.year()));
        assert!(days.iter().all(within) && days.len() >= 4 * 8, "{file}: {} days", days.len());
    }
}

#[test]
fn movable_holidays_move_with_easter() {
    for holidays in Holidays::all() {
        let file = &holidays.file;
        let good_friday_or_monday = holidays.kept(-2) == 4 || holidays.kept(1) == 4;
        assert!(good_friday_or_monday, "{file}: neither Good Friday nor Easter Monday in every year");
        // What is kept twice is no accident of another holiday: then it is kept every year.
        for feast in FEASTS {
            let kept = holidays.kept(feast);
            assert!(kept < 2 || kept == 4, "{file}: {feast} days from Easter in {kept} of 4 years");
        }
    }
}

#[test]
fn no_holiday_is_missing_from_one_year_or_slips_into_one() {
    for holidays in Holidays::all() {
        let file = &holidays.file;
        for day in &holidays.days {
            // A date of three years is one of the fourth, unless it is moved off a weekend or begins later.
            let missing: Vec<Day> =
                Holidays::each_year(*day).into_iter().filter(|day| !holidays.days.contains(day)).collect();
            let understood = |day: &Day| day.is_weekend() || day.iso().starts_with("2025");
            assert!(missing.len() != 1 || missing.iter().all(understood), "{file}: {} is missing", missing[0].iso());
            assert!(holidays.is_explained(*day), "{file}: what is {}?", day.iso());
        }
    }
}
