//! Law packs: what the law of a country gives a consumer, as dated data with sources, and the rights that follow for one item.
//!
//! A pack is read rule by rule when a right is asked for: the widget's first module only hands it on.

use crate::context::{Context, CustomerKind, Delivery, Item, ItemKind};
use crate::day::Day;
use crate::json::Json;
use crate::read::{Read, Reader, record, words};

/// The countries that have a pack: codes of two letters, one after the other. The widget asks for no file that is not there.
pub const PACKS: &str = "atbebgcyczdedkeeesfifrgbgrhrhuieitltlulvmtnlplptrosesisk";

/// Whether a country has a pack; `country` as ISO 3166-1 alpha-2, in any case.
pub fn has_pack(country: &str) -> bool {
    PACKS.as_bytes().chunks(2).any(|known| known.eq_ignore_ascii_case(country.as_bytes()))
}

record! {
    /// A country's rules, `law/<cc>.json`. Each list holds rules in the order of `from`: a rule holds for contracts made from that day
    /// on, until the next of its list begins. What else a pack says (how sure a rule is, notes) is for docs/law.md.
    Law {
        /// ISO 3166-1 alpha-2 code.
        "country" => country: String,
        /// Version of the pack: the day it was last checked.
        "version" => version: String,
        /// IANA zone in which days are counted where the order names none.
        "zone" => zone: String,
        /// [`WithdrawalRule`]s.
        "withdrawal" => withdrawal: Json,
        /// [`GuaranteeRule`]s.
        "guarantee" => guarantee: Json,
        /// [`RejectionRule`]s; absent where there is no such right.
        "rejection" => rejection: Json,
        /// [`DeliveryRule`]s.
        "delivery" => delivery: Json,
        /// Public holidays of the whole country: `fromYear` and `toYear` (the span for which the list is complete) and `days`.
        "holidays" => holidays: Json,
    }
}

words! {
    /// Who bears the cost of sending goods back after a withdrawal.
    ReturnCost {
        /// The consumer, if the seller said so before the contract (Directive 2011/83/EU Art. 14 (1)).
        "consumer-if-told" => ConsumerIfTold,
        /// The consumer.
        "consumer" => Consumer,
        /// The seller.
        "seller" => Seller,
    }
}

record! {
    /// The right to withdraw without a reason.
    WithdrawalRule {
        /// Days after the day on which the last item arrived.
        "days" => days: i64,
        /// Whether a period that would end on a weekend or holiday ends on the next working day.
        "endsOnWorkingDay" => ends_on_working_day: bool,
        /// Months added where the shop did not inform of the right.
        "extensionMonths" => extension_months: i64,
        /// Days within which the money comes back.
        "refundDays" => refund_days: i64,
        /// Who pays for sending it back.
        "returnCost" => return_cost: ReturnCost,
        /// Exceptions that close it.
        "exclusions" => exclusions: Vec<String>,
        /// Where it is written.
        "source" => source: String,
    }
}

record! {
    /// The seller's liability for goods that do not conform to the contract.
    GuaranteeRule {
        /// Months from delivery; no fixed end if absent.
        "months" => months: Option<i64>,
        /// Whether a period that would end on a weekend or holiday ends on the next working day.
        "endsOnWorkingDay" => ends_on_working_day: bool,
        /// Months from delivery in which the fault is presumed to have been there.
        "presumptionMonths" => presumption_months: i64,
        /// Months that one repair adds to the liability.
        "repairExtensionMonths" => repair_extension_months: i64,
        /// Stages of remedies; those of one stage are at the consumer's choice, the next opens when a stage failed or is impossible.
        "order" => order: Vec<Vec<String>>,
        /// Where it is written.
        "source" => source: String,
    }
}

record! {
    /// An early right to reject goods that do not conform, before the seller may repair or replace them.
    RejectionRule {
        /// Days after the day on which the item arrived.
        "days" => days: i64,
        /// What may be had at once.
        "remedies" => remedies: Vec<String>,
        /// Where it is written.
        "source" => source: String,
    }
}

record! {
    /// What a consumer may ask when goods do not arrive.
    DeliveryRule {
        /// Remedies in order.
        "order" => order: Vec<String>,
        /// Where it is written.
        "source" => source: String,
    }
}

/// One right and where it comes from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Right {
    /// Whether it can be exercised today.
    pub open: bool,
    /// Its last day; None while it cannot be known, and where there is none.
    pub until: Option<Day>,
    /// Message key: why it is open or not (`law.withdrawal`, `law.withdrawal.over`, …).
    pub why: &'static str,
    /// Article; empty where no law gives the right.
    pub source: String,
}

/// The rights of one item.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rights {
    /// The pack they are from, `DE 2026-11-21`; empty where none applies: no pack, a business, a service.
    pub pack: String,
    /// Withdrawal without a reason.
    pub withdrawal: Right,
    /// Days within which the money comes back after a withdrawal.
    pub refund_days: i64,
    /// Who pays for sending it back after a withdrawal.
    pub return_cost: ReturnCost,
    /// Remedies for a lack of conformity.
    pub guarantee: Right,
    /// The fault is presumed to have been there until this day.
    pub presumed_until: Option<Day>,
    /// Stages of remedies for a lack of conformity.
    pub remedy_order: Vec<Vec<String>>,
    /// Months that a repair would add to the guarantee.
    pub repair_extension_months: i64,
    /// An early right to reject what does not conform.
    pub rejection: Right,
    /// What it gives.
    pub rejection_remedies: Vec<String>,
    /// Remedies where the goods have not arrived.
    pub delivery: Right,
    /// Those remedies in order.
    pub delivery_order: Vec<String>,
}

impl Law {
    /// Reads a pack. Packs are ours: what does not read is left at its default and found by the packs' own test.
    pub fn from_json(json: &Json) -> Law {
        Law::read(json, &mut Reader::default()).unwrap_or_default()
    }

    /// Country and version in one: `DE 2026-11-21`.
    pub fn name(&self) -> String {
        [&self.country, " ", &self.version].concat()
    }

    /// Whether some rule of it names this remedy.
    pub fn names(&self, remedy: &str) -> bool {
        let deliveries: Vec<DeliveryRule> = read(&self.delivery).unwrap_or_default();
        let guarantees: Vec<GuaranteeRule> = read(&self.guarantee).unwrap_or_default();
        let stages = guarantees.into_iter().flat_map(|rule| rule.order);
        stages.chain(deliveries.into_iter().map(|rule| rule.order)).flatten().any(|id| id == remedy)
    }

    /// The public holidays listed.
    pub fn holidays(&self) -> Vec<Day> {
        self.holidays.get("days").and_then(read).unwrap_or_default()
    }

    /// Whether a day is listed. Compared as written: reading the whole list each time takes most of what a right takes.
    fn is_holiday(&self, day: Day) -> bool {
        let iso = day.iso();
        let days = self.holidays.get("days").map(Json::items).unwrap_or_default();
        days.iter().any(|listed| listed.as_text() == Some(&iso))
    }

    /// The day on which a period ends that would end on `day`: the first working day on or after it (Reg. 1182/71 Art. 3 (4)). Outside
    /// the years listed the later date wins: no run of weekend and holidays is longer than five days (24 to 28 December in Estonia, Maundy
    /// Thursday to Easter Monday in Denmark).
    fn end(&self, day: Day, on_working_day: bool) -> Day {
        if !on_working_day {
            return day;
        }
        let year = |key: &str| self.holidays.get(key).and_then(Json::as_int).unwrap_or_default();
        let listed = |day: Day| (year("fromYear")..=year("toYear")).contains(&i64::from(day.0.year()));
        let working_day = |day: Day| day.or_next_without(|day| self.is_holiday(day));
        let end = working_day(day);
        // A period can begin to wait in a listed year and end in one that is not (Sunday 31 December).
        if listed(day) && listed(end) { end } else { working_day(day.plus_days(5)) }
    }
}

fn read<T: Read>(json: &Json) -> Option<T> {
    T::read(json, &mut Reader::default())
}

/// The rule that holds for a contract made on `placed`; the newest where that is unknown.
fn rule<T: Read>(rules: &Json, placed: Option<Day>) -> Option<T> {
    let mut holds = None;
    for rule in rules.items() {
        let from: Option<Day> = rule.get("from").and_then(read);
        if placed.is_none() || from <= placed {
            holds = Some(rule);
        }
    }
    holds.and_then(read)
}

/// Whether, and when, the shop informed of the right of withdrawal. What cannot be read does not count as informed.
fn informed(context: &Context) -> Informed {
    match &context.order.informed_of_withdrawal {
        None | Some(Json::Null | Json::Bool(true)) => Informed::InTime,
        Some(Json::Text(text)) if text.is_empty() || text == "true" => Informed::InTime,
        Some(Json::Text(text)) => match Day::parse(text) {
            // Told after the contract is told late: the period runs from then (Directive 2011/83/EU Art. 10 (2)).
            Some(day) if context.order.placed_on.is_none_or(|placed| placed < day) => Informed::On(day),
            Some(_) => Informed::InTime,
            None => Informed::Never,
        },
        Some(_) => Informed::Never,
    }
}

enum Informed {
    InTime,
    On(Day),
    Never,
}

/// When an item was repaired, if that has happened.
pub fn repaired(item: &Item, today: Day) -> Option<Day> {
    item.repaired_on.filter(|day| *day <= today)
}

/// What the law gives for `item` today, whatever the shop's config says. Without a pack, for businesses and for services, nothing.
pub fn rights(context: &Context, item: &Item, law: Option<&Law>, today: Day) -> Rights {
    let mut rights = Rights::default();
    let none = match law {
        None => "law.no-pack",
        _ if context.customer.kind == CustomerKind::Business => "law.business",
        _ if item.kind == ItemKind::Service => "law.service",
        _ => "",
    };
    for right in [&mut rights.withdrawal, &mut rights.guarantee, &mut rights.rejection, &mut rights.delivery] {
        right.why = none;
    }
    let Some(law) = law.filter(|_| none.is_empty()) else { return rights };
    rights.pack = law.name();
    let placed = context.order.placed_on;
    rights.withdrawal.why = "law.none";
    if let Some(rule) = rule::<WithdrawalRule>(&law.withdrawal, placed) {
        rights.withdrawal = withdrawal(context, item, law, &rule, today);
        rights.refund_days = rule.refund_days;
        // A shop that did not inform in time did not say in time either who pays (Art. 6 (6), 14 (1)).
        let untold = rule.return_cost == ReturnCost::ConsumerIfTold && !matches!(informed(context), Informed::InTime);
        rights.return_cost = if untold { ReturnCost::Seller } else { rule.return_cost };
    }
    // For digital content that does not conform there are rules of its own (Directive 2019/770); no pack has them yet.
    let none = if item.kind == ItemKind::Goods { "law.none" } else { "law.digital" };
    for right in [&mut rights.guarantee, &mut rights.rejection, &mut rights.delivery] {
        right.why = none;
    }
    if item.kind != ItemKind::Goods {
        return rights;
    }
    rights.rejection.why = "law.rejection.none";
    if let Some(rule) = rule::<GuaranteeRule>(&law.guarantee, placed) {
        rights.guarantee = guarantee(item, law, &rule, today);
        let once = repaired(item, today).is_none() && rule.months.is_some();
        rights.presumed_until = item.delivered_on.day().map(|day| day.plus_months(rule.presumption_months));
        rights.repair_extension_months = if once { rule.repair_extension_months } else { 0 };
        rights.remedy_order = rule.order;
    }
    if let Some(rule) = rule::<RejectionRule>(&law.rejection, placed) {
        rights.rejection = rejection(item, &rule, today);
        rights.rejection_remedies = rule.remedies;
    }
    if let Some(rule) = rule::<DeliveryRule>(&law.delivery, placed) {
        rights.delivery = Right { open: true, until: None, why: "law.delivery", source: rule.source };
        rights.delivery_order = rule.order;
    }
    rights
}

fn withdrawal(context: &Context, item: &Item, law: &Law, rule: &WithdrawalRule, today: Day) -> Right {
    let right = |open, until, why| Right { open, until, why, source: rule.source.clone() };
    if item.exclusions.iter().any(|exclusion| rule.exclusions.contains(exclusion)) {
        return right(false, None, "law.withdrawal.excluded");
    }
    // A split order counts from its last item (Directive 2011/83/EU Art. 9 (2) (b) (i)); one that is still to come leaves the end open.
    let goods = context.items.iter().filter(|item| item.kind == ItemKind::Goods);
    let arrived: Option<Vec<Day>> = goods.map(|item| item.delivered_on.day()).collect();
    let Some(last) = arrived
        .and_then(|days| days.into_iter().max())
        // Of what is no thing from the contract on (Art. 9 (2) (c)), where the page does not say when it came.
        .or_else(|| item.delivered_on.day().or(context.order.placed_on).filter(|_| item.kind != ItemKind::Goods))
    else {
        return right(true, None, "law.withdrawal");
    };
    // The day of delivery is not counted (Reg. 1182/71 Art. 3 (1)).
    let end = |day| law.end(day, rule.ends_on_working_day);
    let regular = end(last.plus_days(rule.days));
    // The months follow the end of the first period (Art. 10 (1)).
    let extended = end(regular.plus_months(rule.extension_months));
    let until = match informed(context) {
        Informed::InTime => regular,
        Informed::On(day) => end(day.max(last).plus_days(rule.days)).min(extended),
        Informed::Never => extended,
    };
    let open = today <= until;
    right(open, Some(until), if open { "law.withdrawal" } else { "law.withdrawal.over" })
}

fn guarantee(item: &Item, law: &Law, rule: &GuaranteeRule, today: Day) -> Right {
    let extra = if repaired(item, today).is_some() { rule.repair_extension_months } else { 0 };
    let until = match (item.delivered_on, rule.months) {
        (Delivery::On(day), Some(months)) => {
            Some(law.end(day.plus_months(months.saturating_add(extra)), rule.ends_on_working_day))
        }
        _ => None,
    };
    let over = until.is_some_and(|until| until < today);
    let why = match item.delivered_on {
        Delivery::NotYet => "law.guarantee.not-delivered",
        _ if over => "law.guarantee.over",
        _ => "law.guarantee",
    };
    Right { open: !over && item.delivered_on != Delivery::NotYet, until, why, source: rule.source.clone() }
}

/// Counted in calendar days. The clock stands still during a repair or replacement (Consumer Rights Act 2015 s 22 (6)–(8)); how long that
/// took nobody tells us, so a repair that ended within the period is taken to have used up none of it. One that ended later and failed opens
/// the final right to reject (s 24) in any case.
fn rejection(item: &Item, rule: &RejectionRule, today: Day) -> Right {
    let until = item.delivered_on.day().map(|delivered| {
        let regular = delivered.plus_days(rule.days);
        let repaired = repaired(item, today).filter(|repaired| *repaired <= regular);
        repaired.map_or(regular, |repaired| repaired.plus_days(rule.days))
    });
    let over = until.is_some_and(|until| until < today);
    let why = match item.delivered_on {
        Delivery::NotYet => "law.guarantee.not-delivered",
        _ if over => "law.rejection.over",
        _ => "law.rejection",
    };
    Right { open: !over && item.delivered_on != Delivery::NotYet, until, why, source: rule.source.clone() }
}

#[cfg(test)]
mod tests;
