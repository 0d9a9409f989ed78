//! Simulation, worlds: the orders and customers that a flow can tell apart, one representative each.
//!
//! A fact that no condition, prefill or bound reads cannot change a path, so it is not varied. One that is read takes one value for each
//! combination of truths of the tests on it: a literal, its neighbours, something else, unknown. What decides over offers without being
//! written in a condition is varied too: when the goods arrived and whether the country has a pack.

use super::reads::{Reads, literals};
use crate::condition::{Fact, Test, Truth};
use crate::config::{Config, Flow, StepKind};
use crate::context::{Context, Delivery};
use crate::day::Day;
use crate::facts::{self, Sort};
use crate::json::{Json, Map};
use crate::law::{Law, rights};
use crate::read::{Read, Reader};
use std::collections::HashSet;

/// One order and customer.
#[derive(Debug, Clone)]
pub struct World {
    /// What the page says.
    pub page: Context,
    /// The language shown.
    pub locale: String,
    /// What sets it apart, for people: `item.arrived = false`.
    pub facts: Vec<String>,
}

/// All of them, unless there were too many.
pub struct Worlds {
    /// Simple ones first.
    pub list: Vec<World>,
    /// Whether none was left out.
    pub complete: bool,
}

/// Facts that follow from one date.
const DELIVERY: [&str; 6] = [
    "item.deliveredOn",
    "item.daysSinceDelivery",
    "item.arrived",
    "right.withdrawal",
    "right.guarantee",
    "right.rejection",
];
/// Orders and customers of one flow at most: more could not be walked in any case.
const MAX_WORLDS: usize = 10_000;
/// Classes that are copied at most to combine them.
const COPIES: usize = 10_000_000;
/// Days since delivery that a law may tell apart: just arrived, past withdrawal, past any guarantee.
const AGES: [i64; 3] = [3, 100, 5000];

/// One class of values of one fact, or of several that go together.
#[derive(Debug, Clone, Default)]
struct Class {
    /// Fact → value.
    sets: Vec<(String, Json)>,
    /// For people; None where it is what one would expect.
    said: Option<String>,
}

/// The orders and customers that this flow tells apart.
pub fn worlds(config: &Config, flow: &Flow, reads: &Reads, laws: &[Law], today: Day, limit: usize) -> Worlds {
    let limit = limit.clamp(1, MAX_WORLDS);
    let maker = Maker { config, flow, reads, laws, today };
    let (around, whole) = product(&maker.around(), limit);
    let (items, whole_items) = product(&maker.item(), limit);
    let mut worlds = Worlds { list: Vec::new(), complete: whole && whole_items };
    let pairs = (0..items.len()).flat_map(|apart| (0..items.len() - apart).map(move |at| (at, at + apart)));
    let none = std::iter::once((Vec::new(), "no order on the page"));
    let one = items.iter().map(|item| (vec![item], ""));
    let two = pairs.map(|(one, other)| (vec![&items[one], &items[other]], "two lines"));
    for (lines, said) in none.chain(one).chain(two) {
        for around in &around {
            if worlds.list.len() >= limit {
                worlds.complete = false;
                return worlds;
            }
            worlds.list.push(maker.world(around, &lines, said));
        }
    }
    worlds
}

struct Maker<'a> {
    config: &'a Config,
    flow: &'a Flow,
    reads: &'a Reads,
    laws: &'a [Law],
    today: Day,
}

impl Maker<'_> {
    fn has(&self, kinds: &[StepKind]) -> bool {
        let steps = self.flow.steps.iter().flat_map(|entry| &entry.0);
        steps.filter_map(|id| self.config.steps.get(id)).any(|step| kinds.contains(&step.kind))
    }

    /// The order and customer of these classes, with these lines.
    fn world(&self, around: &[Class], items: &[&Vec<Class>], said: &str) -> World {
        let known = !items.is_empty();
        let mut page = Json::map([("order", Json::Map(Map::default())), ("customer", Json::Map(Map::default()))]);
        let mut facts: Vec<String> = if said.is_empty() { Vec::new() } else { vec![said.into()] };
        let mut locale = self.config.shop_locale().to_string();
        if known {
            set(&mut page, "order.number", "1000".into());
            set(&mut page, "order.currency", "EUR".into());
        }
        for class in around {
            for (fact, value) in &class.sets {
                match fact.as_str() {
                    "locale" => locale = value.as_text().unwrap_or_default().into(),
                    // Of an order that the page does not know only the country can be guessed.
                    order if order.starts_with("order.") && order != "order.country" && !known => {}
                    _ => set(&mut page, fact, value.clone()),
                }
            }
            facts.extend(class.said.clone());
        }
        let mut list = Vec::new();
        for (at, classes) in items.iter().enumerate() {
            let line = (at + 1).to_string();
            let mut item =
                Json::map([("line", line.as_str().into()), ("title", "…".into()), ("price", Json::Int(5000))]);
            for class in *classes {
                for (fact, value) in &class.sets {
                    set(&mut item, fact.strip_prefix("item.").unwrap_or(fact), value.clone());
                }
                let of = if items.len() > 1 { format!("line {line}: ") } else { String::new() };
                facts.extend(class.said.as_ref().map(|said| of + said));
            }
            list.push(item);
        }
        set(&mut page, "items", Json::List(list));
        let page = Context::read(&page, &mut Reader::default()).unwrap_or_default();
        World { page, locale, facts }
    }

    /// Facts of order, customer and page.
    fn around(&self) -> Vec<Vec<Class>> {
        let mut dims = vec![self.countries(), self.customers()];
        for (fact, tests) in self.reads.tests() {
            let of_customer = fact.starts_with("customer.");
            let of_order = fact.starts_with("order.") && fact != "order.country" && fact != "order.number";
            if of_customer || of_order {
                dims.push(self.values(fact, tests));
            }
        }
        if self.reads.tests().any(|(fact, _)| fact == "locale") {
            let locales = self.locales();
            let class = |locale: &String| Class {
                sets: vec![("locale".into(), locale.as_str().into())],
                said: Some(format!("locale = {locale}")),
            };
            dims.extend((locales.len() > 1).then(|| locales.iter().map(class).collect()));
        }
        dims
    }

    /// Languages: those the shop declares, else its own and those that conditions name.
    fn locales(&self) -> Vec<String> {
        if !self.config.locales.is_empty() {
            return self.config.locales.clone();
        }
        let mut locales = vec![self.config.shop_locale().to_string()];
        for named in literals(self.reads.of("locale")) {
            let named = named.as_text().filter(|named| locales.iter().all(|known| known != named)).map(str::to_string);
            locales.extend(named);
        }
        locales
    }

    /// Countries: the shop's (or one that has a pack), those that conditions name, and one without a pack.
    fn countries(&self) -> Vec<Class> {
        let tests = self.reads.of("order.country");
        let own = self.config.shop.country.as_deref();
        let mut codes: Vec<Option<String>> = vec![match own {
            Some(_) => None,
            None => self.laws.first().map(|law| law.country.clone()),
        }];
        codes.extend(literals(tests).iter().filter_map(Json::as_text).map(|code| Some(code.to_string())));
        if own.is_none() || !tests.is_empty() {
            codes.push(Some("ZZ".into()));
        }
        codes.dedup();
        let class = |(at, code): (usize, &Option<String>)| Class {
            sets: code.iter().map(|code| ("order.country".to_string(), code.as_str().into())).collect(),
            said: code.as_ref().filter(|_| at > 0).map(|code| format!("order.country = {code}")),
        };
        codes.iter().enumerate().map(class).collect()
    }

    /// A customer whom the page knows, and one whom it does not; what conditions read is varied apart.
    fn customers(&self) -> Vec<Class> {
        let asks = [StepKind::Contact, StepKind::Lookup, StepKind::Callback];
        if !self.has(&asks) {
            return vec![Class::default()];
        }
        let mut known = Class::default();
        for fact in ["customer.name", "customer.email", "customer.phone"] {
            if self.reads.of(fact).is_empty() {
                known.sets.push((fact.into(), sample(fact)));
            }
        }
        vec![known, Class { sets: Vec::new(), said: Some("customer unknown".into()) }]
    }

    /// Facts of one line.
    fn item(&self) -> Vec<Vec<Class>> {
        let mut dims = vec![self.deliveries()];
        for (fact, tests) in self.reads.tests() {
            if fact.starts_with("item.") && !["item.line", "item.problem"].contains(&fact) && !DELIVERY.contains(&fact)
            {
                dims.push(self.values(fact, tests));
            }
        }
        dims
    }

    /// When it arrived: unknown, not yet, and days that conditions or the law tell apart.
    fn deliveries(&self) -> Vec<Class> {
        let used = DELIVERY.iter().any(|fact| !self.reads.of(fact).is_empty());
        if !used && !self.has(&[StepKind::Remedy]) {
            return vec![Class::default()];
        }
        let mut days: Vec<Day> = AGES.iter().map(|age| self.today.plus_days(-age)).collect();
        for literal in literals(self.reads.of("item.daysSinceDelivery")) {
            let age = literal.as_number().unwrap_or_default() as i64;
            days.extend([age - 1, age, age + 1].iter().filter(|age| **age >= 0).map(|age| self.today.plus_days(-age)));
        }
        for literal in literals(self.reads.of("item.deliveredOn")) {
            let day = literal.as_text().and_then(Day::parse);
            days.extend(day.iter().flat_map(|day| [day.plus_days(-1), *day, day.plus_days(1)]));
        }
        let country = self.config.shop.country.as_deref();
        let law = self.laws.iter().find(|law| country.is_none_or(|country| law.country.eq_ignore_ascii_case(country)));
        let mut classes = Vec::new();
        let mut seen = HashSet::new();
        for day in [None, Some(Json::Null)].into_iter().chain(days.into_iter().map(|day| Some(day.iso().into()))) {
            let signature = self.delivery_signature(day.as_ref(), law);
            if seen.insert(signature) {
                let said = match &day {
                    None => "item.arrived unknown".to_string(),
                    Some(Json::Text(day)) => format!("item.deliveredOn = {day}"),
                    Some(_) => "item.arrived = false".to_string(),
                };
                let sets = day.into_iter().map(|day| ("item.deliveredOn".to_string(), day)).collect();
                classes.push(Class { sets, said: Some(said) });
            }
        }
        classes
    }

    /// What conditions and the law see of a day of delivery.
    fn delivery_signature(&self, day: Option<&Json>, law: Option<&Law>) -> String {
        let mut item = Json::map([("line", "1".into())]);
        if let (Json::Map(map), Some(day)) = (&mut item, day) {
            map.set("deliveredOn", day.clone());
        }
        let page = Json::map([("items", Json::List(vec![item]))]);
        let page = Context::read(&page, &mut Reader::default()).unwrap_or_default();
        let Some(item) = page.items.first() else { return String::new() };
        let rights = rights(&page, item, law, self.today);
        let day = item.delivered_on.day();
        let law = [rights.withdrawal.open, rights.guarantee.open, rights.rejection.open, day.is_some()];
        let law = law.into_iter().chain([item.delivered_on == Delivery::NotYet]);
        let mut signature: String = law.map(|holds| if holds { 'y' } else { 'n' }).collect();
        let age = day.map(|day| Json::Int(self.today.days_since(day)));
        signature.push_str(&truths(self.reads.of("item.daysSinceDelivery"), age));
        signature.push_str(&truths(self.reads.of("item.deliveredOn"), day.map(|day| day.iso().into())));
        signature
    }

    /// One value of a fact for each combination of truths of its tests.
    fn values(&self, fact: &str, tests: &[Test]) -> Vec<Class> {
        let sort = facts::sort(self.config, fact);
        let mut candidates: Vec<Option<Json>> = vec![None];
        for literal in literals(tests) {
            candidates.extend(around_literal(&literal, sort).into_iter().map(Some));
        }
        match sort {
            Some(Sort::Words) => {
                candidates = facts::words(self.config, fact).into_iter().map(|w| Some(w.into())).collect()
            }
            Some(Sort::Bool | Sort::BoolOrDate) => candidates.extend([Some(true.into()), Some(false.into())]),
            Some(Sort::Text) => candidates.push(Some(sample(fact))),
            Some(Sort::Number) => candidates.push(Some(Json::Int(1))),
            Some(Sort::Date) => candidates.push(Some(self.today.plus_days(-40).iso().into())),
            Some(Sort::List) => candidates.push(Some(Json::List(vec![sample(fact)]))),
            Some(Sort::Parts) => candidates.push(Some(Json::map([("number", sample(fact))]))),
            _ => {}
        }
        let mut classes = Vec::new();
        let mut seen = HashSet::new();
        for value in candidates {
            let signature = truths(tests, value.clone());
            if !seen.insert(signature) {
                continue;
            }
            let said = match &value {
                Some(value) => format!("{fact} = {}", value.to_text()),
                None => format!("{fact} unknown"),
            };
            classes.push(Class {
                sets: value.into_iter().map(|value| (fact.to_string(), value)).collect(),
                said: Some(said),
            });
        }
        classes
    }
}

/// A literal and what lies next to it.
fn around_literal(literal: &Json, sort: Option<Sort>) -> Vec<Json> {
    match (sort, literal) {
        (Some(Sort::Number), _) => {
            let number = literal.as_number().unwrap_or_default() as i64;
            let near = [number.saturating_sub(1), number, number.saturating_add(1)];
            near.into_iter().filter(|number| *number >= 0).map(Json::Int).collect()
        }
        (Some(Sort::Date | Sort::BoolOrDate), Json::Text(text)) => match Day::parse(text) {
            Some(day) => [-1, 0, 1].iter().map(|days| day.plus_days(*days).iso().into()).collect(),
            None => Vec::new(),
        },
        (Some(Sort::List), literal) => vec![Json::List(vec![literal.clone()])],
        _ => vec![literal.clone()],
    }
}

/// Something that no condition names.
fn sample(fact: &str) -> Json {
    match fact {
        "customer.email" => "simulated@example.org",
        "customer.phone" => "+49 30 123456",
        "order.currency" => "EUR",
        _ => "simulated",
    }
    .into()
}

/// What each test says of a value, a letter each; None: unknown.
pub fn truths<T: std::borrow::Borrow<Test>>(tests: &[T], value: Option<Json>) -> String {
    let fact = value.filter(|value| !value.is_blank()).map_or(Fact::Unknown, Fact::Known);
    let letter = |test: &T| match test.borrow().passes(&fact) {
        Truth::No => 'n',
        Truth::Pending => 'p',
        Truth::Yes => 'y',
    };
    tests.iter().map(letter).collect()
}

/// Sets a value at a path of keys joined by dots.
fn set(json: &mut Json, path: &str, value: Json) {
    let Json::Map(map) = json else { return };
    match path.split_once('.') {
        None => map.set(path, value),
        Some((key, rest)) => {
            if map.get(key).is_none() {
                map.set(key, Json::Map(Map::default()));
            }
            if let Some(inner) = map.get_mut(key) {
                set(inner, rest, value);
            }
        }
    }
}

/// Every combination of one class of each, as many as `limit`; and whether that is all.
fn product(dims: &[Vec<Class>], limit: usize) -> (Vec<Vec<Class>>, bool) {
    // With each fact all combinations so far are copied: very many facts make few of them.
    let limit = limit.min(COPIES / (dims.len() * dims.len()).max(1)).max(1);
    let mut combinations: Vec<Vec<Class>> = vec![Vec::new()];
    let mut whole = true;
    for dim in dims {
        let mut next = Vec::new();
        for before in &combinations {
            for class in dim {
                if next.len() >= limit {
                    whole = false;
                    break;
                }
                next.push(before.iter().chain([class]).cloned().collect());
            }
        }
        combinations = next;
    }
    (combinations, whole)
}
