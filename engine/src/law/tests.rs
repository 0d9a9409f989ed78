//! Rights under the German pack: to the day, and under each fact that changes them.

use super::*;

fn germany() -> Law {
    let json = serde_json::from_str(include_str!("../../../law/de.json")).unwrap();
    Law::from_json(&json)
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
fn the_countries_that_the_widget_asks_for_are_those_that_have_a_pack() {
    let mut countries: Vec<String> =
        crate::check::Library::built_in().laws.iter().map(|law| law.country.to_lowercase()).collect();
    countries.sort();
    assert_eq!(PACKS, countries.concat());
    assert!(has_pack("de") && has_pack("DE") && !has_pack("us") && !has_pack("ea"));
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
    let none = rights(&context, &context.items[0], None, day("2026-11-03"));
    assert_eq!((none.pack.as_str(), none.withdrawal.why, none.guarantee.why), ("", "law.no-pack", "law.no-pack"));
    context.customer.kind = CustomerKind::Business;
    let business = rights_on(&context, "2026-11-03");
    assert_eq!((business.pack.as_str(), business.withdrawal.why, business.remedy_order.len()), ("", "law.business", 0));
    let closed = [&none, &business].into_iter().flat_map(|r| [&r.withdrawal, &r.guarantee, &r.rejection, &r.delivery]);
    assert!(closed.into_iter().all(|right| !right.open && right.until.is_none() && right.source.is_empty()));
}
