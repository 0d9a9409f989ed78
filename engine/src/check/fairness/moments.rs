//! Fairness, moments: when things can have happened for some law, or some condition, to tell them apart: the plain ages, the last day of
//! every period of the law under every rule, and the days that conditions name. Past 400 lines, because each sort of moment is made beside the
//! others that it must not miss.

use super::period::{Calendar, Period};
use super::situation::{Situation, Tests, keys};
use crate::check::world::literals_of;
use crate::condition::{Fact, Test, Truth};
use crate::config::Config;
use crate::context::{Context, Delivery, Item, ItemKind, Order};
use crate::day::Day;
use crate::json::Json;
use crate::law::{GuaranteeRule, Law, RejectionRule, WithdrawalRule, rights};
use crate::read::{Read, Reader};
use std::collections::HashSet;

/// Days after delivery in the plain case: no period of days runs any more, every guarantee does.
const PLAIN_AGE: i64 = 200;
/// Days after delivery on which every guarantee that ends has ended.
const OLD_AGE: i64 = 3000;
/// Days after delivery on which longer periods of days run.
const MIDDLE_AGE: i64 = 22;
/// Days after delivery on which everything is open.
const FRESH_AGE: i64 = 5;

/// Combinations of named days that are made.
const MAX_CROSSED: usize = 400;

/// When things happened.
#[derive(Debug, Clone, Default)]
struct Moment {
    placed: Option<Day>,
    delivered: Delivery,
    /// Another line of the order.
    other: Option<Delivery>,
    today: Option<Day>,
    repaired: Option<Day>,
    informed: Option<Json>,
}

/// The situations that some law or some of these tests tell apart. Of packs with the same rules one stands for all, unless a test reads the
/// country or a date: public holidays differ.
pub fn situations(config: &Config, laws: &[Law], tests: &Tests) -> Vec<Situation> {
    let maker = Maker::new(laws, tests);
    let mut order: Vec<usize> = (0..laws.len()).collect();
    let own = config.shop.country.as_deref().unwrap_or("DE");
    order.sort_by_key(|at| laws.get(*at).is_none_or(|law| law.country != own));
    let mut seen = HashSet::new();
    let mut classes = HashSet::new();
    let mut found = Vec::new();
    for at in order {
        let Some(law) = laws.get(at) else { continue };
        let is_new = classes.insert(maker.class(law));
        let mut moments = if is_new { maker.plain(law) } else { Vec::new() };
        if maker.reads_dates() {
            moments.extend(maker.dated(law, is_new, &mut classes));
        }
        for moment in moments {
            for situation in maker.situations(at, law, &moment) {
                if seen.insert(situation.signature(tests)) {
                    found.push(situation);
                }
            }
        }
    }
    found
}

struct Maker<'a, 't> {
    tests: &'t Tests<'a>,
    today: Day,
}

fn read<T: Read>(json: &Json) -> Option<T> {
    T::read(json, &mut Reader::default())
}

/// The rules of a list, each with the first day of its contracts and the last.
fn eras<T: Read>(rules: &Json) -> Vec<(Day, Day, T)> {
    let from = |json: &Json| json.get("from").and_then(read::<Day>);
    let rules = rules.items();
    // The last rule holds until further notice.
    let end = Day::parse("9000-01-01").unwrap_or(Day::FIRST);
    let mut eras = Vec::new();
    for (at, json) in rules.iter().enumerate() {
        let until = rules.get(at + 1).and_then(from).map_or(end, |next| next.plus_days(-1));
        if let (Some(from), Some(rule)) = (from(json), read(json)) {
            eras.push((from, until, rule));
        }
    }
    eras
}

impl<'a, 't> Maker<'a, 't> {
    fn new(laws: &[Law], tests: &'t Tests<'a>) -> Maker<'a, 't> {
        // The packs were right on the day they were checked, and what comes after is what a config will meet.
        let today = laws.iter().filter_map(|law| Day::parse(&law.version)).max();
        Maker { tests, today: today.or_else(|| Day::parse("2026-01-01")).unwrap_or(Day::FIRST) }
    }

    fn of(&self, fact: &str) -> &[&'a Test] {
        self.tests.iter().find(|(name, _)| *name == fact).map_or(&[], |(_, tests)| tests.as_slice())
    }

    fn literals(&self, fact: &str) -> Vec<&'a Json> {
        let tests = self.of(fact).iter();
        tests.flat_map(|test| literals_of(test)).collect()
    }

    /// Each day that conditions compare a fact with, and its neighbours.
    fn days(&self, fact: &str) -> Vec<Day> {
        let days = self.literals(fact).into_iter().filter_map(Json::as_text).filter_map(Day::parse);
        days.flat_map(|day| [day, day.plus_days(1), day.plus_days(-1)]).collect()
    }

    fn reads_dates(&self) -> bool {
        const DATES: [&str; 6] = [
            "order.placedOn",
            "order.informedOfWithdrawal",
            "item.deliveredOn",
            "item.daysSinceDelivery",
            "item.repairedOn",
            "today",
        ];
        // Whether a thing was repaired, or came at all, tells no days apart: the plain moments have both. Contracts of an unknown day they
        // have not.
        let tells = |fact: &str, test: &Test| fact == "order.placedOn" || !matches!(test, Test::Exists(_));
        DATES.iter().any(|fact| self.of(fact).iter().any(|test| tells(fact, test)))
    }

    /// What makes packs alike.
    fn class(&self, law: &Law) -> String {
        let mut class = String::new();
        if !self.of("order.country").is_empty() {
            let fact = Fact::Known(law.country.as_str().into());
            class.extend(
                self.of("order.country").iter().map(|test| if test.passes(&fact) == Truth::Yes { 'y' } else { 'n' }),
            );
        }
        let mut keys = vec!["order", "remedies", "exclusions", "returnCost", "days"];
        if self.reads_dates() {
            keys.extend(["from", "months", "endsOnWorkingDay", "repairExtensionMonths", "extensionMonths"]);
        }
        for rules in [&law.withdrawal, &law.guarantee, &law.rejection, &law.delivery] {
            class.push('|');
            let mut last = String::new();
            for rule in rules.items() {
                let mut text = String::from(if rule.get("months").is_none() { "endless" } else { "" });
                for key in &keys {
                    text.push_str(&rule.get(key).map(Json::to_text).unwrap_or_default());
                }
                if text != last {
                    class.push_str(&text);
                }
                last = text;
            }
        }
        class
    }

    /// What every law is looked at in: long after delivery, soon after, unknown, not yet; after a repair; contracts of earlier rules.
    fn plain(&self, law: &Law) -> Vec<Moment> {
        let ago = |days: i64| self.today.plus_days(-days);
        let at = |age: i64| Moment {
            placed: Some(ago(age + 3)),
            delivered: Delivery::On(ago(age)),
            today: Some(self.today),
            ..Moment::default()
        };
        let placed = Some(ago(10));
        let mut moments = vec![
            at(PLAIN_AGE),
            at(FRESH_AGE),
            Moment { repaired: Some(ago(FRESH_AGE)), ..at(PLAIN_AGE) },
            Moment { placed, today: Some(self.today), ..Moment::default() },
            Moment { placed, today: Some(self.today), delivered: Delivery::NotYet, ..Moment::default() },
            Moment { other: Some(Delivery::On(ago(FRESH_AGE))), ..at(FRESH_AGE) },
            Moment { other: Some(Delivery::On(ago(PLAIN_AGE))), ..at(PLAIN_AGE) },
            // A split order: the period runs from the last item.
            Moment { other: Some(Delivery::On(ago(FRESH_AGE))), ..at(PLAIN_AGE) },
            Moment { other: Some(Delivery::NotYet), ..at(PLAIN_AGE) },
            // The same where the first item's guarantee is over.
            Moment { other: Some(Delivery::On(ago(FRESH_AGE))), ..at(OLD_AGE) },
            Moment { informed: Some(false.into()), ..at(PLAIN_AGE) },
            // A period of thirty days runs, one of fourteen does not.
            at(MIDDLE_AGE),
            Moment { informed: Some(true.into()), ..at(FRESH_AGE) },
            Moment { repaired: Some(ago(1)), ..at(FRESH_AGE) },
        ];
        for (from, until, _) in eras::<GuaranteeRule>(&law.guarantee) {
            let placed = until.min(ago(8)).max(from);
            let delivered = placed.plus_days(3);
            if delivered <= self.today {
                let moment = Moment {
                    placed: Some(placed),
                    delivered: Delivery::On(delivered),
                    today: Some(self.today),
                    ..Moment::default()
                };
                moments.push(Moment { repaired: Some(self.today), ..moment.clone() });
                moments.push(moment);
            }
        }
        moments
    }

    /// The last days of every period, and what the conditions name.
    fn dated(&self, law: &Law, is_new: bool, known: &mut HashSet<String>) -> Vec<Moment> {
        let calendar = Calendar::new(law);
        let far = self.today.plus_days(1461);
        let mut moments = Vec::new();
        let mut last = |name: &str, from: Day, until: Day, period: Period, change: &dyn Fn(&mut Moment)| {
            for (delivered, end) in
                calendar.lengths(period, from.plus_days(3), until.plus_days(30).min(far), self.today)
            {
                // Another country's holidays matter where a period lasts longer by them.
                if !known.insert(format!(
                    "{name} {} {} {}",
                    from.iso(),
                    period.months + period.days,
                    end.days_since(delivered)
                )) {
                    continue;
                }
                let placed = delivered.plus_days(-3).min(until).max(from);
                let mut moment = Moment {
                    placed: Some(placed),
                    delivered: Delivery::On(delivered),
                    today: Some(end),
                    ..Moment::default()
                };
                change(&mut moment);
                moments.push(moment);
            }
        };
        for (from, until, rule) in eras::<GuaranteeRule>(&law.guarantee) {
            let Some(months) = rule.months else { continue };
            let on_working_day = rule.ends_on_working_day;
            last("guarantee", from, until, Period { months, days: 0, on_working_day }, &|_| {});
            let months = months + rule.repair_extension_months;
            last("repaired", from, until, Period { months, days: 0, on_working_day }, &|moment| {
                moment.repaired = moment.delivered.day().map(|day| day.plus_days(30));
            });
        }
        for (from, until, rule) in eras::<RejectionRule>(&law.rejection) {
            let until = until.min(self.today);
            last(
                "rejection",
                from.max(self.today.plus_days(-60)),
                until,
                Period { months: 0, days: rule.days, on_working_day: false },
                &|_| {},
            );
        }
        for (from, until, rule) in eras::<WithdrawalRule>(&law.withdrawal) {
            let (days, on_working_day) = (rule.days, rule.ends_on_working_day);
            last("withdrawal", from, until, Period { months: 0, days, on_working_day }, &|_| {});
            let months = rule.extension_months;
            last("uninformed", from, until, Period { months, days, on_working_day }, &|moment| {
                moment.informed = Some(false.into())
            });
        }
        if is_new {
            moments.extend(self.named(law));
        }
        moments
    }

    /// The ages and dates that conditions name.
    fn named(&self, law: &Law) -> Vec<Moment> {
        let mut moments = Vec::new();
        let mut on = |delivered: Day, placed: Day, today: Day| {
            moments.push(Moment {
                placed: Some(placed),
                delivered: Delivery::On(delivered),
                today: Some(today),
                ..Moment::default()
            });
        };
        for day in self.days("item.deliveredOn") {
            on(day, day.plus_days(-3), self.today.max(day));
        }
        // Where nothing ends, a long time is as good as a short one.
        for (from, until, rule) in eras::<GuaranteeRule>(&law.guarantee) {
            let placed = from.max(self.today.plus_days(-4000)).min(until);
            if rule.months.is_none() && placed.plus_days(3) <= self.today {
                on(placed.plus_days(3), placed, self.today);
            }
        }
        let mut more = self.crossed();
        for day in self.days("item.repairedOn") {
            let delivered = day.plus_days(-60);
            more.push(Moment {
                placed: Some(delivered.plus_days(-3)),
                delivered: Delivery::On(delivered),
                today: Some(self.today.max(day)),
                repaired: Some(day),
                ..Moment::default()
            });
        }
        for day in self.days("order.informedOfWithdrawal") {
            let today = self.today.max(day);
            more.push(Moment {
                placed: Some(today.plus_days(-6)),
                delivered: Delivery::On(today.plus_days(-3)),
                today: Some(today),
                informed: Some(Json::Text(day.iso())),
                ..Moment::default()
            });
        }
        if !self.of("order.placedOn").is_empty() {
            // A page that does not say when the order was made.
            more.push(Moment {
                delivered: Delivery::On(self.today.plus_days(-FRESH_AGE)),
                today: Some(self.today),
                ..Moment::default()
            });
        }
        moments.extend(more);
        // Each of them again after a repair, and in an order whose last item came today: a right that runs from the last item is open for
        // all.
        let plain = moments.clone();
        for each in plain {
            let repaired = each.today.filter(|_| each.repaired.is_none() && each.delivered.day().is_some());
            if repaired.is_some() {
                moments.push(Moment { repaired, ..each.clone() });
            }
            moments.push(Moment { other: each.today.map(Delivery::On), ..each });
        }
        moments
    }

    /// Every age that is named, on every day that is named, of contracts of every day that is named.
    fn crossed(&self) -> Vec<Moment> {
        let mut ages = vec![Some(FRESH_AGE), Some(PLAIN_AGE)];
        for literal in self.literals("item.daysSinceDelivery") {
            let age = literal.as_number().unwrap_or_default().clamp(-1e6, 1e6) as i64;
            ages.extend([age, age + 1, age - 1].into_iter().filter(|age| *age >= 0).map(Some));
        }
        // Nothing has come yet.
        ages.push(None);
        let days = |fact: &str| -> Vec<Option<Day>> {
            std::iter::once(None).chain(self.days(fact).into_iter().map(Some)).collect()
        };
        let (contracts, now) = (days("order.placedOn"), days("today"));
        let mut moments = Vec::new();
        for today in &now {
            for placed in &contracts {
                for age in &ages {
                    let since = age.unwrap_or_default();
                    let earliest = placed.map_or(self.today, |placed| self.today.max(placed.plus_days(3 + since)));
                    let today = today.unwrap_or(earliest);
                    let delivered = today.plus_days(-since);
                    let placed = placed.unwrap_or(delivered.plus_days(-3));
                    if placed > delivered || moments.len() >= MAX_CROSSED {
                        continue;
                    }
                    let moment =
                        |delivered| Moment { placed: Some(placed), delivered, today: Some(today), ..Moment::default() };
                    match age {
                        Some(_) => moments.push(moment(Delivery::On(delivered))),
                        None => moments.extend([moment(Delivery::NotYet), moment(Delivery::Unknown)]),
                    }
                }
            }
        }
        moments
    }

    /// A moment, with what else the law or a condition looks at.
    fn situations(&self, at: usize, law: &Law, moment: &Moment) -> Vec<Situation> {
        let item = |line: &str, delivered| Item {
            line: line.into(),
            price: Some(5000),
            delivered_on: delivered,
            ..Item::default()
        };
        let order = Order {
            number: "1000".into(),
            currency: "EUR".into(),
            country: Some(law.country.clone()),
            placed_on: moment.placed,
            informed_of_withdrawal: moment.informed.clone(),
            shipping: Some(490),
            ..Order::default()
        };
        let first = Item { repaired_on: moment.repaired, ..item("1", moment.delivered) };
        let mut items = vec![first];
        items.extend(moment.other.map(|other| item("2", other)));
        let page = Context { order, items, ..Context::default() };
        let today = moment.today.unwrap_or(self.today);
        let mut pages = vec![page.clone()];
        let mut vary = |change: &dyn Fn(&mut Item)| {
            let mut page = page.clone();
            page.items.iter_mut().take(1).for_each(change);
            pages.push(page);
        };
        for exclusion in self.literals("item.exclusions").into_iter().filter_map(Json::as_text) {
            vary(&|item| item.exclusions = vec![exclusion.into()]);
        }
        if !self.of("item.exclusions").is_empty() {
            vary(&|item| item.exclusions = vec!["mixed".into()]);
        }
        if !self.of("item.kind").is_empty() {
            vary(&|item| item.kind = ItemKind::Digital);
        }
        let mut found = Vec::new();
        for page in pages {
            let Some(item) = page.items.first() else { continue };
            let rights = rights(&page, item, Some(law), today);
            for in_stock in [None, Some(false), Some(true)] {
                if in_stock == Some(true) && self.of("item.inStock").is_empty() {
                    continue;
                }
                let mut page = page.clone();
                page.items.iter_mut().take(1).for_each(|item| item.in_stock = in_stock);
                let (key, complaint_key) = keys(&page, &rights);
                found.push(Situation { page, today, law: at, rights: rights.clone(), key, complaint_key });
            }
        }
        found
    }
}
