//! What is offered for an item in Germany, in which order, for how much, until when, and why the rest is not to be had.
#![allow(clippy::unwrap_used, reason = "a test may say what it expects")]

mod common;

use common::{CHOCOLATES, KETTLE, VASE, World, day, ids, offer, withheld};
use redress_engine::config::Basis;
use redress_engine::offers::{Gets, ItemOffers};

const REPAIR_FIRST: [(&str, &str); 2] = [("refund", "law.repair-first"), ("price-reduction", "law.repair-first")];

fn all_over(key: &'static str) -> [(&'static str, &'static str); 4] {
    ["replacement", "repair", "refund", "price-reduction"].map(|id| (id, key))
}

/// Remedy, amount, shipping.
fn money(item: &ItemOffers, id: &str) -> (Option<i64>, Option<i64>) {
    let gets = &offer(item, id).gets;
    (gets.amount, gets.shipping)
}

#[test]
fn a_kettle_that_fails_after_five_weeks_is_replaced_or_repaired_at_the_shops_cost() {
    let item = World::new(KETTLE).first("faulty");
    assert_eq!(ids(&item), ["replacement", "repair"]);
    assert_eq!(withheld(&item), REPAIR_FIRST);
    let new = offer(&item, "replacement");
    assert_eq!((new.basis, new.does.as_str(), new.pays.as_str()), (Basis::Statutory, "send-back", "nothing"));
    // Two years after delivery; nothing is promised beyond the law.
    assert_eq!((new.until, new.by), (Some(day("2028-10-17")), None));
    assert_eq!(new.why.key, "law.guarantee");
    assert!(new.why.source.as_ref().unwrap().contains("§§ 437, 439"));
    assert_eq!(new.gets, Gets { kind: "replacement".into(), ..Gets::default() });
}

#[test]
fn a_vase_that_came_broken_this_week_can_also_be_cancelled_and_that_comes_last() {
    let item = World::new(VASE).first("damaged");
    assert_eq!(ids(&item), ["replacement", "withdrawal"]);
    assert_eq!(withheld(&item), REPAIR_FIRST);
    let cancel = offer(&item, "withdrawal");
    assert_eq!(cancel.until, Some(day("2026-12-03")));
    assert_eq!((cancel.does.as_str(), cancel.pays.as_str()), ("send-back", "return"));
    assert_eq!(cancel.gets.amount, Some(4860), "what was paid after the discount, not the price");
    assert_eq!(cancel.gets.to.as_deref(), Some("PayPal"));
    assert_eq!(cancel.why.key, "law.withdrawal");
}

#[test]
fn a_failed_repair_opens_the_second_stage_and_keeps_the_first() {
    let item = World::new(KETTLE).item(r#"{"repairedOn":"2026-11-10"}"#).first("faulty");
    assert_eq!(ids(&item), ["replacement", "repair", "refund", "price-reduction"]);
    assert_eq!(withheld(&item), []);
    assert_eq!(money(&item, "refund"), (Some(8900), None));
    assert_eq!(offer(&item, "refund").does, "send-back");
    let less = offer(&item, "price-reduction");
    assert_eq!((less.does.as_str(), less.gets.amount), ("nothing", None), "how much less cannot be known beforehand");
}

#[test]
fn what_is_sold_out_can_still_be_repaired_and_where_nothing_is_left_the_second_stage_opens() {
    let world = World::new(KETTLE).item(r#"{"inStock":false}"#);
    let faulty = world.first("faulty");
    assert_eq!(ids(&faulty), ["repair"]);
    assert_eq!(withheld(&faulty)[0], ("replacement", "remedy.out-of-stock"));
    assert_eq!(withheld(&faulty)[1..], REPAIR_FIRST);

    let wrong = world.first("wrong-item");
    assert_eq!(ids(&wrong), ["refund", "price-reduction"]);
    assert_eq!(withheld(&wrong), [("replacement", "remedy.out-of-stock")]);
    assert_eq!(ids(&world.item(r#"{"inStock":true}"#).first("wrong-item")), ["replacement"]);
}

#[test]
fn a_missing_part_is_sent_after_and_nothing_goes_back() {
    let item = World::new(KETTLE).first("missing-part");
    assert_eq!(ids(&item), ["missing-part"]);
    assert_eq!(withheld(&item), REPAIR_FIRST);
    assert_eq!(offer(&item, "missing-part").does, "nothing");
}

#[test]
fn what_never_came_is_delivered_or_refunded_with_its_shipping() {
    let item = World::new(CHOCOLATES).first("not-delivered");
    assert_eq!(ids(&item), ["delivery", "refund", "withdrawal"]);
    assert_eq!(withheld(&item), []);
    assert_eq!(money(&item, "refund"), (Some(3200), Some(690)));
    assert_eq!(money(&item, "withdrawal"), (Some(3200), Some(690)));
    assert_eq!(offer(&item, "withdrawal").until, None, "the period has not begun");
    for each in &item.offered {
        assert_eq!((each.does.as_str(), each.pays.as_str()), ("nothing", "nothing"), "{}", each.remedy);
    }
}

#[test]
fn what_the_carrier_says_was_delivered_and_the_shopper_says_never_came_need_not_go_back() {
    let item = World::new(KETTLE).first("not-delivered");
    assert_eq!(ids(&item), ["delivery", "refund"]);
    for each in &item.offered {
        assert_eq!((each.does.as_str(), each.pays.as_str()), ("nothing", "nothing"), "{}", each.remedy);
    }
}

#[test]
fn what_has_not_come_yet_and_is_cancelled_need_not_go_back() {
    let item = World::new(CHOCOLATES).first("other");
    assert_eq!(ids(&item), ["withdrawal"]);
    assert_eq!(
        (offer(&item, "withdrawal").does.as_str(), offer(&item, "withdrawal").pays.as_str()),
        ("nothing", "nothing")
    );
}

#[test]
fn the_guarantee_holds_on_its_last_day_and_not_on_the_next() {
    // Two years from Wednesday 20 November 2024 end on Friday 20 November 2026.
    let world = World::new(KETTLE).item(r#"{"deliveredOn":"2024-11-20"}"#);
    let last = world.on("2026-11-20");
    assert_eq!(ids(&last.first("faulty")), ["replacement", "repair"]);
    assert_eq!(offer(&last.first("faulty"), "repair").until, Some(day("2026-11-20")));
    let next = last.on("2026-11-21").first("faulty");
    assert_eq!(ids(&next), [""; 0]);
    assert_eq!(withheld(&next), all_over("law.guarantee.over"));
}

#[test]
fn a_guarantee_that_ends_on_a_weekend_holds_until_monday() {
    let world = World::new(KETTLE).item(r#"{"deliveredOn":"2024-11-21"}"#);
    assert_eq!(ids(&world.on("2026-11-23").first("faulty")), ["replacement", "repair"]);
    let world = World::new(KETTLE).item(r#"{"deliveredOn":"2024-11-21"}"#);
    assert_eq!(ids(&world.on("2026-11-24").first("faulty")), [""; 0]);
}

#[test]
fn withdrawal_is_offered_on_its_last_day_and_not_on_the_next() {
    // Delivered on Sunday 15 November: day 14 is Sunday 29 November, so the right runs to Monday.
    for (today, open) in [("2026-11-28", true), ("2026-11-29", true), ("2026-11-30", true), ("2026-12-01", false)] {
        let item = World::new(KETTLE).item(r#"{"deliveredOn":"2026-11-15"}"#).on(today).first("faulty");
        assert_eq!(item.offered.last().unwrap().remedy == "withdrawal", open, "{today}");
    }
}

#[test]
fn an_unknown_day_of_delivery_closes_nothing() {
    let item = World::new(r#"{"order":{"number":"1","currency":"EUR"},"items":[{"line":"1","paid":100}]}"#);
    let item = item.on("2035-01-01").first("faulty");
    assert_eq!(ids(&item), ["replacement", "repair", "withdrawal"]);
    assert!(item.offered.iter().all(|each| each.until.is_none()));
}

#[test]
fn a_shop_that_did_not_inform_of_the_right_bears_the_return() {
    let item = World::new(KETTLE).page(r#"{"order":{"informedOfWithdrawal":false}}"#).first("faulty");
    let cancel = offer(&item, "withdrawal");
    // Twelve months more: Sunday 31 October 2027, and 1 November is no holiday of the whole country.
    assert_eq!((cancel.pays.as_str(), cancel.until), ("nothing", Some(day("2027-11-01"))));
}

#[test]
fn a_business_a_service_and_a_country_without_a_pack_have_no_offers_of_the_law() {
    let business = World::new(VASE).page(r#"{"customer":{"kind":"business"}}"#);
    let service = World::new(KETTLE).item(r#"{"kind":"service","deliveredOn":"2026-11-20"}"#);
    let mut no_pack = World::new(VASE);
    no_pack.law = None;
    let abroad = World::new(VASE).page(r#"{"order":{"country":"CH"}}"#);
    for world in [business, service, no_pack, abroad] {
        let item = world.first("damaged");
        assert_eq!((item.offered, item.withheld), (vec![], vec![]));
    }
}

#[test]
fn the_country_of_the_order_goes_before_that_of_the_shop() {
    let abroad = r#"{"shop":{"country":"CH"}}"#;
    assert_eq!(ids(&World::new(KETTLE).with(abroad).first("faulty")), ["replacement", "repair"]);
    let unsaid = World::new(KETTLE).page(r#"{"order":{"country":null}}"#).with(abroad);
    assert_eq!(ids(&unsaid.first("faulty")), [""; 0]);
}

#[test]
fn a_part_of_the_pieces_gets_its_part_of_what_was_paid() {
    let amount = |pieces: i64| {
        let text = format!(
            r#"{{"chosen":[{{"line":"2","quantity":{pieces}}}],"items":{{"2":{{"reason":"not-delivered"}}}}}}"#
        );
        let item = World::new(VASE).offers(&text).remove(0);
        money(&item, "refund")
    };
    // 3241 for two: the odd cent goes to the first piece.
    assert_eq!(amount(1), (Some(1621), None));
    assert_eq!(amount(2), (Some(3241), None), "the order has other lines: its delivery was not for nothing");
    assert_eq!(amount(99), (Some(3241), None));
}

#[test]
fn shipping_comes_back_only_where_the_whole_order_is_undone() {
    let two = World::new(CHOCOLATES).item(r#"{"quantity":2}"#);
    let refund = |pieces: i64| {
        let text = format!(
            r#"{{"chosen":[{{"line":"1","quantity":{pieces}}}],"items":{{"1":{{"reason":"not-delivered"}}}}}}"#
        );
        money(&two.offers(&text)[0], "refund")
    };
    assert_eq!((refund(1), refund(2)), ((Some(3200), None), (Some(6400), Some(690))));
    let repaired = World::new(KETTLE).page(r#"{"order":{"shipping":490}}"#).item(r#"{"repairedOn":"2026-11-10"}"#);
    assert_eq!(money(&repaired.first("faulty"), "refund"), (Some(8900), None));
}

#[test]
fn without_a_price_or_a_currency_no_amount_is_named() {
    let nothing = World::new(CHOCOLATES).item(r#"{"price":null}"#).first("not-delivered");
    assert_eq!(offer(&nothing, "refund").gets, Gets { kind: "refund".into(), ..Gets::default() });
    let nothing = World::new(CHOCOLATES).page(r#"{"order":{"currency":null}}"#).first("not-delivered");
    assert_eq!(offer(&nothing, "refund").gets, Gets { kind: "refund".into(), ..Gets::default() });
}

#[test]
fn what_is_not_paid_yet_is_not_promised_back() {
    let refund = |due: i64| {
        let owing = format!(r#"{{"order":{{"invoice":{{"number":"R-1","due":{due}}}}}}}"#);
        money(&World::new(CHOCOLATES).page(&owing).first("not-delivered"), "refund")
    };
    assert_eq!((refund(3890), refund(1), refund(0)), ((None, None), (None, None), (Some(3200), Some(690))));
}

const DISCOUNT: &str = r#"{"remedies":{"keep-and-discount":{"basis":"goodwill","refund":{"percent":30},"sendBack":false,"days":3,
    "when":{"item.paid":{"atMost":5000},"answer.reason":"damaged"}}}}"#;

#[test]
fn a_gesture_comes_after_the_law_and_before_cancelling() {
    let item = World::new(VASE).with(DISCOUNT).first("damaged");
    assert_eq!(ids(&item), ["replacement", "keep-and-discount", "withdrawal"]);
    let gesture = offer(&item, "keep-and-discount");
    assert_eq!((gesture.basis, gesture.does.as_str()), (Basis::Goodwill, "nothing"));
    assert_eq!(gesture.gets.amount, Some(1458));
    assert_eq!((gesture.why.key.as_str(), &gesture.why.source, gesture.until), ("basis.goodwill", &None, None));
    assert_eq!(gesture.by, Some(day("2026-11-24")));
    // Its condition is its own: 5000 is at most 5000, 5001 is not.
    for (paid, there) in [(5000, true), (5001, false)] {
        let item = World::new(VASE).with(DISCOUNT).item(&format!(r#"{{"paid":{paid}}}"#)).first("damaged");
        assert_eq!(ids(&item).contains(&"keep-and-discount"), there, "{paid}");
    }
}

#[test]
fn no_order_of_the_merchant_puts_a_gesture_before_the_law() {
    let patch = DISCOUNT.replacen(
        '{',
        r#"{"steps":{"remedy":{"options":["withdrawal","keep-and-discount","repair","replacement"]}},"#,
        1,
    );
    let damaged = World::new(VASE).with(&patch).first("damaged");
    assert_eq!(ids(&damaged), ["replacement", "keep-and-discount", "withdrawal"]);
    // Among what the law leaves equal it decides.
    assert_eq!(ids(&World::new(KETTLE).with(&patch).first("faulty")), ["repair", "replacement"]);
}

#[test]
fn a_percentage_is_rounded_up_and_never_more_than_was_paid() {
    for (percent, amount) in [(i64::MIN, 0), (0, 0), (1, 49), (33, 1604), (100, 4860), (101, 4860), (i64::MAX, 4860)] {
        let patch = DISCOUNT.replace("30", &percent.to_string());
        let item = World::new(VASE).with(&patch).first("damaged");
        assert_eq!(money(&item, "keep-and-discount"), (Some(amount), None), "{percent}");
    }
}

#[test]
fn a_gesture_for_what_never_came_does_not_add_the_shipping() {
    let patch = DISCOUNT.replace("damaged", "not-delivered");
    let item = World::new(CHOCOLATES).with(&patch).first("not-delivered");
    assert_eq!(money(&item, "keep-and-discount"), (Some(960), None));
}

#[test]
fn what_the_law_gives_is_the_laws_and_is_offered_once_whatever_the_config_calls_it() {
    let world =
        World::new(KETTLE).with(r#"{"remedies":{"repair":{"basis":"goodwill"},"withdrawal":{"basis":"commercial"}}}"#);
    let item = world.item(r#"{"deliveredOn":"2026-11-19"}"#).first("faulty");
    assert_eq!(ids(&item), ["replacement", "repair", "withdrawal"]);
    assert!(item.offered.iter().all(|each| each.basis == Basis::Statutory));
    // What the law does not give yet, the shop may give at once; then it is not withheld.
    let item = World::new(KETTLE).with(r#"{"remedies":{"refund":{"basis":"commercial"}}}"#).first("faulty");
    assert_eq!(ids(&item), ["replacement", "repair", "refund"]);
    assert_eq!(offer(&item, "refund").basis, Basis::Commercial);
    assert_eq!(withheld(&item), [("price-reduction", "law.repair-first")]);
}

#[test]
fn only_a_promise_of_the_merchant_puts_a_date_on_an_offer() {
    let plain = World::new(KETTLE).first("faulty");
    assert!(plain.offered.iter().all(|each| each.by.is_none()));
    for (days, by) in [(0, "2026-11-21"), (5, "2026-11-26"), (-5, "2026-11-21"), (i64::MAX, "9999-12-31")] {
        let item =
            World::new(KETTLE).with(&format!(r#"{{"remedies":{{"repair":{{"days":{days}}}}}}}"#)).first("faulty");
        assert_eq!(offer(&item, "repair").by, Some(day(by)), "{days}");
        assert_eq!(offer(&item, "replacement").by, None);
    }
}

#[test]
fn a_shop_without_a_withdrawal_flow_has_no_way_into_it() {
    for patch in [r#"{"flows":{"withdrawal":null}}"#, r#"{"remedies":{"withdrawal":null}}"#] {
        assert_eq!(ids(&World::new(VASE).with(patch).first("damaged")), ["replacement"]);
    }
}

#[test]
fn an_exception_closes_withdrawal_and_no_other_right() {
    let item = World::new(VASE).item(r#"{"exclusions":["made-to-order"]}"#).first("damaged");
    assert_eq!(ids(&item), ["replacement"]);
    // "Sale" is no exception of the law.
    let item = World::new(VASE).item(r#"{"exclusions":["sale"]}"#).first("damaged");
    assert_eq!(ids(&item), ["replacement", "withdrawal"]);
}

#[test]
fn nothing_is_offered_for_a_line_that_is_not_chosen_or_not_there() {
    let world = World::new(VASE);
    assert_eq!(world.offers("{}"), []);
    assert_eq!(world.offers(r#"{"chosen":[{"line":"9","quantity":1}]}"#), []);
    let none = redress_engine::offers::offers_for(&world.case(&common::answers("{}")), "9");
    assert_eq!((none.offered, none.withheld), (vec![], vec![]));
}

#[test]
fn two_items_that_the_page_gave_one_line_are_told_apart() {
    let page = r#"{"order":{"number":"1","currency":"EUR"},"items":[{"line":"2","paid":100},{"paid":200},{"line":"2","paid":300}]}"#;
    let world = World::new(page);
    let given = redress_engine::answers::Answers::default();
    let lines: Vec<_> = world.case(&given).context.items.iter().map(|item| item.line.clone()).collect();
    assert_eq!(lines, ["2", "2+2", "2+3"]);
}

#[test]
fn conditions_tell_what_is_unknown_from_what_is_not_so() {
    let offered = |world: World, when: &str| {
        let patch = format!(r#"{{"remedies":{{"gift":{{"basis":"goodwill","when":{when}}}}}}}"#);
        ids(&world.with(&patch).first("other")).contains(&"gift")
    };
    let kettle = || World::new(KETTLE);
    assert!(offered(kettle(), r#"{"item.daysSinceDelivery":35}"#));
    assert!(offered(kettle(), r#"{"right.guarantee":true,"right.withdrawal":false}"#));
    assert!(offered(kettle(), r#"{"shop.country":"DE","locale":"en","customer.kind":"consumer"}"#));
    assert!(offered(kettle(), r#"{"item.exclusions":{"not":"perishable"}}"#));
    assert!(!offered(kettle(), r#"{"item.sku":{"not":"X"}}"#), "nobody said what it is");
    assert!(offered(kettle(), r#"{"item.sku":{"exists":false},"order.invoice.due":{"exists":false}}"#));
    assert!(offered(World::new("{}"), r#"{"order.number":{"exists":false},"order.currency":{"exists":false}}"#));
    assert!(offered(World::new(CHOCOLATES), r#"{"item.arrived":false,"item.daysSinceDelivery":{"exists":false}}"#));
    assert!(offered(World::new(CHOCOLATES), r#"{"item.deliveredOn":{"exists":false}}"#));
    assert!(!offered(World::new("{}"), r#"{"item.arrived":false}"#));
}
