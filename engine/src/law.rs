//! Law packs: what the law of a country gives a consumer, as dated data with sources, and the rights that follow for one item.

use crate::context::{Context, CustomerKind, Delivery, Item, ItemKind};
use crate::day::Day;
use crate::json::Json;
use crate::read::{Read, Reader, record, words};

record! {
    /// A country's rules. A rule holds for contracts made `from` its day on, until a later rule of the same list begins.
    Law {
        /// ISO 3166-1 alpha-2 code.
        "country" => country: String,
        /// Version of the pack: the day it was last checked.
        "version" => version: String,
        /// IANA zone in which days are counted where the order names none.
        "zone" => zone: String,
        /// Withdrawal from distance contracts.
        "withdrawal" => withdrawal: Vec<WithdrawalRule>,
        /// Liability for goods that do not conform.
        "guarantee" => guarantee: Vec<GuaranteeRule>,
        /// Goods that do not arrive.
        "delivery" => delivery: Vec<DeliveryRule>,
        /// Public holidays of the whole country.
        "holidays" => holidays: Holidays,
    }
}

record! {
    /// Public holidays and the span for which the list is complete.
    Holidays {
        /// First year listed.
        "fromYear" => from_year: i64,
        /// Last year listed.
        "toYear" => to_year: i64,
        /// The days.
        "days" => days: Vec<Day>,
        /// Where the list is from.
        "source" => source: String,
    }
}

words! {
    /// How sure a rule is: who read what.
    Confidence {
        /// Read in a primary source.
        "verified" => Verified,
        /// Agreeing secondary sources.
        "secondary" => Secondary,
        /// General knowledge.
        "general" => General,
    }
}

record! {
    /// The right to withdraw without a reason.
    WithdrawalRule {
        /// Contracts made from this day on.
        "from" => from: Option<Day>,
        /// Days after the day on which the last item arrived.
        "days" => days: i64,
        /// Months added where the shop did not inform of the right.
        "extensionMonths" => extension_months: i64,
        /// Days within which the money comes back.
        "refundDays" => refund_days: i64,
        /// Exceptions that close it.
        "exclusions" => exclusions: Vec<String>,
        /// Where it is written.
        "source" => source: String,
        /// How sure this is.
        "confidence" => confidence: Confidence,
    }
}

record! {
    /// The seller's liability for goods that do not conform to the contract.
    GuaranteeRule {
        /// Contracts made from this day on.
        "from" => from: Option<Day>,
        /// Months from delivery.
        "months" => months: i64,
        /// Months from delivery in which the fault is presumed to have been there.
        "presumptionMonths" => presumption_months: i64,
        /// Months that one repair adds to the liability.
        "repairExtensionMonths" => repair_extension_months: i64,
        /// Stages of remedies; those of one stage are at the consumer's choice, the next opens when a stage failed or is impossible.
        "order" => order: Vec<Vec<String>>,
        /// Where it is written.
        "source" => source: String,
        /// How sure this is.
        "confidence" => confidence: Confidence,
    }
}

record! {
    /// What a consumer may ask when goods do not arrive.
    DeliveryRule {
        /// Contracts made from this day on.
        "from" => from: Option<Day>,
        /// Remedies in order.
        "order" => order: Vec<String>,
        /// Where it is written.
        "source" => source: String,
        /// How sure this is.
        "confidence" => confidence: Confidence,
    }
}

/// One right and where it comes from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Right {
    /// Whether it can be exercised today.
    pub open: bool,
    /// Its last day; None while it cannot be known.
    pub until: Option<Day>,
    /// Message key: why it is open or not (`law.withdrawal`, `law.withdrawal.over`, …).
    pub why: &'static str,
    /// Article.
    pub source: String,
}

/// The rights of one item.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rights {
    /// Withdrawal without a reason.
    pub withdrawal: Right,
    /// Remedies for a lack of conformity.
    pub guarantee: Right,
    /// The fault is presumed to have been there until this day.
    pub presumed_until: Option<Day>,
    /// Stages of remedies for a lack of conformity.
    pub remedy_order: Vec<Vec<String>>,
    /// Remedies where the goods have not arrived.
    pub delivery: Right,
    /// Those remedies in order.
    pub delivery_order: Vec<String>,
    /// Days within which the money comes back after a withdrawal.
    pub withdrawal_refund_days: i64,
}

impl Law {
    /// Reads a pack. Packs are ours: what does not read is left at its default and found by the pack's own test.
    pub fn from_json(json: &Json) -> Law {
        Law::read(json, &mut Reader::default()).unwrap_or_default()
    }

    /// The first working day on or after `day`. Outside the years listed the later date wins: no run of weekend and holidays is
    /// longer than four days.
    fn extend_over_holidays(&self, day: Day) -> Day {
        let listed = |day: Day| (self.holidays.from_year..=self.holidays.to_year).contains(&i64::from(day.0.year()));
        let end = day.or_next_working_day(&self.holidays.days);
        // A period can begin to wait in a listed year and end in one that is not (Sunday 31 December).
        if listed(day) && listed(end) { end } else { day.plus_days(4).or_next_working_day(&self.holidays.days) }
    }
}

/// The rule that holds for a contract made on `placed`; the newest where that is unknown.
fn rule<T>(rules: &[T], from: impl Fn(&T) -> Option<Day>, placed: Option<Day>) -> Option<&T> {
    rules.iter().rfind(|rule| placed.is_none_or(|placed| from(rule).is_none_or(|from| from <= placed)))
}

/// What the law gives for `item` today, whatever the shop's config says. Without a pack, for businesses and for services, nothing.
pub fn rights(context: &Context, item: &Item, law: Option<&Law>, today: Day) -> Rights {
    let covered = context.customer.kind == CustomerKind::Consumer && item.kind != ItemKind::Service;
    let Some(law) = law.filter(|_| covered) else { return Rights::default() };
    let placed = context.order.placed_on;
    let mut rights = Rights::default();
    if let Some(rule) = rule(&law.withdrawal, |rule| rule.from, placed) {
        rights.withdrawal = withdrawal(context, item, law, rule, today);
        rights.withdrawal_refund_days = rule.refund_days;
    }
    // For digital content that does not conform there are rules of its own (Directive 2019/770); no pack has them yet.
    if item.kind == ItemKind::Goods {
        if let Some(rule) = rule(&law.guarantee, |rule| rule.from, placed) {
            rights.guarantee = guarantee(item, law, rule, today);
            rights.presumed_until = item.delivered_on.day().map(|day| day.plus_months(rule.presumption_months));
            rights.remedy_order = rule.order.clone();
        }
        if let Some(rule) = rule(&law.delivery, |rule| rule.from, placed) {
            rights.delivery = Right { open: true, until: None, why: "law.delivery", source: rule.source.clone() };
            rights.delivery_order = rule.order.clone();
        }
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
        .or_else(|| item.delivered_on.day().filter(|_| item.kind != ItemKind::Goods))
    else {
        return right(true, None, "law.withdrawal");
    };
    // The day of delivery is not counted (Reg. 1182/71 Art. 3 (1)).
    let regular = last.plus_days(rule.days);
    let end = match &context.order.informed_of_withdrawal {
        Some(Json::Bool(false)) => regular.plus_months(rule.extension_months),
        // Informed late: the period runs from that day, at most as if never informed (Art. 10 (2)).
        Some(Json::Text(date)) => match Day::parse(date) {
            Some(informed) => informed.max(last).plus_days(rule.days).min(regular.plus_months(rule.extension_months)),
            None => regular,
        },
        _ => regular,
    };
    let until = law.extend_over_holidays(end);
    let open = today <= until;
    right(open, Some(until), if open { "law.withdrawal" } else { "law.withdrawal.over" })
}

fn guarantee(item: &Item, law: &Law, rule: &GuaranteeRule, today: Day) -> Right {
    let until = item.delivered_on.day().map(|delivered| {
        let extra = if item.repaired_on.is_some() { rule.repair_extension_months } else { 0 };
        law.extend_over_holidays(delivered.plus_months(rule.months.saturating_add(extra)))
    });
    let open = until.is_none_or(|until| today <= until) && item.delivered_on != Delivery::NotYet;
    let why = match item.delivered_on {
        Delivery::NotYet => "law.guarantee.not-delivered",
        _ if open => "law.guarantee",
        _ => "law.guarantee.over",
    };
    Right { open, until, why, source: rule.source.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Write;

    fn germany() -> Law {
        let json = serde_json::from_str(include_str!("../../law/de.json")).unwrap();
        let mut reader = Reader::default();
        let law = Law::read(&json, &mut reader).unwrap();
        assert_eq!(reader.problems, [], "the pack is read without a problem");
        assert_eq!(Law::from_json(&law.to_json()), law);
        law
    }

    fn context(order: &str, items: &str) -> Context {
        let json = serde_json::from_str(&format!(r#"{{"order":{order},"items":{items}}}"#)).unwrap();
        Context::read(&json, &mut Reader::default()).unwrap()
    }

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn rights_on(context: &Context, today: &str) -> Rights {
        rights(context, &context.items[0], Some(&germany()), day(today))
    }

    #[test]
    fn withdrawal_is_open_on_day_14_and_over_on_day_15() {
        // Delivered on Monday 2 November: day 14 is Monday 16 November.
        let context = context(r#"{"placedOn":"2026-10-30"}"#, r#"[{"line":"1","deliveredOn":"2026-11-02"}]"#);
        for (today, open) in [("2026-11-15", true), ("2026-11-16", true), ("2026-11-17", false)] {
            assert_eq!(rights_on(&context, today).withdrawal.open, open, "{today}");
        }
        assert_eq!(rights_on(&context, "2026-11-17").withdrawal.why, "law.withdrawal.over");
    }

    #[test]
    fn a_period_that_ends_on_a_holiday_or_weekend_runs_to_the_next_working_day() {
        // Day 14 is Friday 25 December; 26 is a holiday too, 27 a Sunday.
        let christmas = context("{}", r#"[{"line":"1","deliveredOn":"2026-12-11"}]"#);
        assert_eq!(rights_on(&christmas, "2026-12-20").withdrawal.until, Some(day("2026-12-28")));
        // No holidays are listed for 2050: the later date wins.
        let far = context("{}", r#"[{"line":"1","deliveredOn":"2050-03-01"}]"#);
        assert!(rights_on(&far, "2050-03-02").withdrawal.until > Some(day("2050-03-15")));
        // Day 14 is the Saturday before Easter 2050: the Monday after is a holiday that no list names.
        let easter = context("{}", r#"[{"line":"1","deliveredOn":"2050-03-26"}]"#);
        assert!(rights_on(&easter, "2050-03-27").withdrawal.until > Some(day("2050-04-11")));
        // Day 14 is Sunday 31 December 2028, the last day listed; 1 January is a holiday.
        let new_year = context("{}", r#"[{"line":"1","deliveredOn":"2028-12-17"}]"#);
        assert!(rights_on(&new_year, "2028-12-20").withdrawal.until > Some(day("2029-01-01")));
    }

    #[test]
    fn a_split_order_counts_from_its_last_item() {
        let items = r#"[{"line":"1","deliveredOn":"2026-11-02"},{"line":"2","deliveredOn":"2026-11-10"}]"#;
        assert_eq!(rights_on(&context("{}", items), "2026-11-20").withdrawal.until, Some(day("2026-11-24")));
        let waiting = r#"[{"line":"1","deliveredOn":"2026-11-02"},{"line":"2","deliveredOn":null}]"#;
        let right = rights_on(&context("{}", waiting), "2027-11-20").withdrawal;
        assert_eq!((right.open, right.until), (true, None));
    }

    #[test]
    fn a_shop_that_did_not_inform_leaves_the_right_open_for_twelve_months_more() {
        let context = context(r#"{"informedOfWithdrawal":false}"#, r#"[{"line":"1","deliveredOn":"2026-11-02"}]"#);
        assert_eq!(rights_on(&context, "2026-12-20").withdrawal.until, Some(day("2027-11-16")));
    }

    #[test]
    fn an_exception_closes_withdrawal_and_leaves_the_guarantee() {
        let context = context("{}", r#"[{"line":"1","deliveredOn":"2026-11-02","exclusions":["perishable"]}]"#);
        let rights = rights_on(&context, "2026-11-03");
        assert_eq!((rights.withdrawal.open, rights.withdrawal.why), (false, "law.withdrawal.excluded"));
        assert!(rights.guarantee.open);
    }

    #[test]
    fn the_guarantee_lasts_two_years_and_a_repair_adds_one_for_contracts_since_31_july_2026() {
        let plain = context(r#"{"placedOn":"2026-08-01"}"#, r#"[{"line":"1","deliveredOn":"2025-08-04"}]"#);
        let repaired = r#"[{"line":"1","deliveredOn":"2025-08-04","repairedOn":"2026-01-10"}]"#;
        assert_eq!(rights_on(&plain, "2027-08-04").guarantee.until, Some(day("2027-08-04")));
        assert!(rights_on(&plain, "2027-08-04").guarantee.open);
        assert!(!rights_on(&plain, "2027-08-05").guarantee.open);
        let after = context(r#"{"placedOn":"2026-07-31"}"#, repaired);
        assert_eq!(rights_on(&after, "2027-08-05").guarantee.until, Some(day("2028-08-04")));
        let before = context(r#"{"placedOn":"2026-07-30"}"#, repaired);
        assert_eq!(rights_on(&before, "2027-08-05").guarantee.until, Some(day("2027-08-04")));
        // 5 August 2028 is a Saturday.
        let weekend = context(r#"{"placedOn":"2026-08-01"}"#, r#"[{"line":"1","deliveredOn":"2026-08-05"}]"#);
        assert_eq!(rights_on(&weekend, "2026-11-21").guarantee.until, Some(day("2028-08-07")));
    }

    #[test]
    fn a_business_and_a_country_without_a_pack_have_no_rights_from_a_pack() {
        let mut context = context("{}", r#"[{"line":"1","deliveredOn":"2026-11-02"}]"#);
        assert_eq!(rights(&context, &context.items[0], None, day("2026-11-03")), Rights::default());
        context.customer.kind = CustomerKind::Business;
        assert_eq!(rights_on(&context, "2026-11-03"), Rights::default());
    }
}
