//! What is offered for an item in Germany, in which order, for how much, until when, and why the rest is not to be had.
//!
//! Past 400 lines because each case is a test with a name of its own; they are read one at a time.
#![allow(clippy::unwrap_used, reason = "a test may say what it expects")]

mod common;

use common::{CHOCOLATES, KETTLE, VASE, World, day, ids, offer, withheld};
use redress_engine::config::Basis;
use redress_engine::offers::{Gets, ItemOffers};

const REPAIR_FIRST: [(&str, &str); 2] = [("price-reduction", "law.repair-first"), ("refund", "law.repair-first")];
const TOO_LATE_TO_CANCEL: (&str, &str) = ("withdrawal", "law.withdrawal.over");

fn all_over(key: &'static str) -> [(&'static str, &'static str); 4] {
    ["repair", "replacement", "price-reduction", "refund"].map(|id| (id, key))
}

/// Remedy, amount, shipping.
fn money(item: &ItemOffers, id: &str) -> (Option<i64>, Option<i64>) {
    let gets = &offer(item, id).gets;
    (gets.amount, gets.shipping)
}

#[test]
fn a_kettle_that_fails_after_five_weeks_is_replaced_or_repaired_at_the_shops_cost() {
    let item = World::new(KETTLE).first("faulty");
    assert_eq!(ids(&item), ["repair", "replacement"]);
    assert_eq!(withheld(&item)[..2], REPAIR_FIRST);
    assert_eq!(withheld(&item)[2..], [TOO_LATE_TO_CANCEL]);
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
    assert_eq!(ids(&item), ["repair", "replacement", "withdrawal"]);
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
    assert_eq!(ids(&item), ["repair", "replacement", "price-reduction", "refund"]);
    assert_eq!(withheld(&item), [TOO_LATE_TO_CANCEL]);
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
    assert_eq!(withheld(&faulty)[1..3], REPAIR_FIRST);

    let wrong = world.first("wrong-item");
    assert_eq!(ids(&wrong), ["price-reduction", "refund"]);
    let neither = [("repair", "remedy.impossible"), ("replacement", "remedy.out-of-stock"), TOO_LATE_TO_CANCEL];
    assert_eq!(withheld(&wrong), neither);
    assert_eq!(ids(&world.item(r#"{"inStock":true}"#).first("wrong-item")), ["replacement"]);
}

#[test]
fn a_missing_part_is_sent_after_and_nothing_goes_back() {
    let item = World::new(KETTLE).first("missing-part");
    assert_eq!(ids(&item), ["missing-part"]);
    assert_eq!(withheld(&item)[..1], [("repair", "remedy.impossible")]);
    assert_eq!(withheld(&item)[1..3], REPAIR_FIRST);
    assert_eq!(offer(&item, "missing-part").does, "nothing");
}

#[test]
fn what_never_came_is_delivered_or_refunded_with_its_shipping() {
    let item = World::new(CHOCOLATES).never_came();
    assert_eq!(ids(&item), ["delivery", "refund", "withdrawal"]);
    assert_eq!(withheld(&item), []);
    assert_eq!(money(&item, "refund"), (Some(3200), Some(690)));
    assert_eq!(money(&item, "withdrawal"), (Some(3200), Some(690)));
    assert_eq!(offer(&item, "withdrawal").until, None, "the period has not begun");
    for each in &item.offered {
        assert_eq!((each.does.as_str(), each.pays.as_str()), ("nothing", "nothing"), "{}", each.remedy);
    }
}

const DELIVER_FIRST: (&str, &str) = ("refund", "law.deliver-first");

#[test]
fn what_never_came_is_delivered_first_and_paid_back_if_that_fails_or_the_day_was_essential() {
    let world = World::new(CHOCOLATES);
    let first = world.first("not-delivered");
    assert_eq!((ids(&first), withheld(&first)), (vec!["delivery", "withdrawal"], vec![DELIVER_FIRST]));
    let second = world.saying(r#"{"reason":"not-delivered","waited":[]}"#);
    assert_eq!(withheld(&second), [DELIVER_FIRST], "neither was said");
    for said in ["asked", "day"] {
        let item = world.saying(&format!(r#"{{"reason":"not-delivered","waited":["{said}"]}}"#));
        assert_eq!((ids(&item), withheld(&item)), (vec!["delivery", "refund", "withdrawal"], vec![]), "{said}");
    }
    // A repair is another matter.
    let other = world.saying(r#"{"reason":"other","waited":["asked"],"repaired":["again"]}"#);
    assert_eq!(ids(&other), ["withdrawal"]);
}

#[test]
fn where_nobody_is_asked_whether_it_came_after_all_both_are_there_at_once() {
    let both = ["delivery", "refund", "withdrawal"];
    for patch in [
        r#"{"flows":{"complaint":{"steps":["items","reason","remedy","contact"]}}}"#,
        r#"{"flows":{"complaint":{"steps":["items","reason","remedy","waited","contact"]}}}"#,
        r#"{"steps":{"waited":{"when":{"item.paid":{"above":100000}}}}}"#,
        r#"{"steps":{"waited":{"options":[]}}}"#,
        r#"{"steps":{"waited":{"default":["asked"],"readOnly":true,"options":["asked"]}}}"#,
    ] {
        assert_eq!(ids(&World::new(CHOCOLATES).with(patch).first("not-delivered")), both, "{patch}");
    }
    let one = World::new(CHOCOLATES).with(r#"{"steps":{"waited":{"options":["day"]}}}"#);
    assert_eq!(withheld(&one.first("not-delivered")), [DELIVER_FIRST]);
}

#[test]
fn what_was_put_right_before_and_is_wrong_again_opens_the_second_stage_and_keeps_the_first() {
    let world = World::new(KETTLE);
    for reason in ["faulty", "damaged", "not-as-described"] {
        let item = world.saying(&format!(r#"{{"reason":"{reason}","repaired":["again"]}}"#));
        assert_eq!(ids(&item), ["repair", "replacement", "price-reduction", "refund"], "{reason}");
    }
    let wrong = world.saying(r#"{"reason":"wrong-item","repaired":["again"]}"#);
    assert_eq!(ids(&wrong), ["replacement", "price-reduction", "refund"]);
    let over = world.on("2029-01-01").saying(r#"{"reason":"faulty","repaired":["again"]}"#);
    assert_eq!(ids(&over), [""; 0], "it opens no right that is over");
}

#[test]
fn what_the_carrier_says_was_delivered_and_the_shopper_says_never_came_need_not_go_back() {
    let item = World::new(KETTLE).never_came();
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
    let world =
        World::new(KETTLE).page(r#"{"order":{"placedOn":"2024-11-18"}}"#).item(r#"{"deliveredOn":"2024-11-20"}"#);
    let last = world.on("2026-11-20");
    assert_eq!(ids(&last.first("faulty")), ["repair", "replacement"]);
    assert_eq!(offer(&last.first("faulty"), "repair").until, Some(day("2026-11-20")));
    let next = last.on("2026-11-21").first("faulty");
    assert_eq!(ids(&next), [""; 0]);
    assert_eq!(withheld(&next)[..4], all_over("law.guarantee.over"));
    let none = next.no_right.unwrap();
    assert_eq!((none.key.as_str(), none.date), ("law.guarantee.over", Some(day("2026-11-20"))));
}

#[test]
fn a_guarantee_that_ends_on_a_weekend_holds_until_monday() {
    let world =
        World::new(KETTLE).page(r#"{"order":{"placedOn":"2024-11-18"}}"#).item(r#"{"deliveredOn":"2024-11-21"}"#);
    assert_eq!(ids(&world.on("2026-11-23").first("faulty")), ["repair", "replacement"]);
    let world =
        World::new(KETTLE).page(r#"{"order":{"placedOn":"2024-11-18"}}"#).item(r#"{"deliveredOn":"2024-11-21"}"#);
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
    assert_eq!(ids(&item), ["repair", "replacement", "withdrawal"]);
    assert!(item.offered.iter().all(|each| each.until.is_none()));
}

#[test]
fn a_shop_that_did_not_inform_of_the_right_bears_the_return() {
    let item = World::new(KETTLE).page(r#"{"order":{"informedOfWithdrawal":false}}"#).first("faulty");
    let cancel = offer(&item, "withdrawal");
    // The first period ends on Monday 2 November, because 31 October is a Saturday; twelve months more.
    assert_eq!((cancel.pays.as_str(), cancel.until), ("nothing", Some(day("2027-11-02"))));
    // Told after the contract is told late: the period runs from then, and who pays was not told in time.
    let late = World::new(KETTLE).page(r#"{"order":{"informedOfWithdrawal":"2026-11-12"}}"#).first("faulty");
    let cancel = offer(&late, "withdrawal");
    assert_eq!((cancel.pays.as_str(), cancel.until), ("nothing", Some(day("2026-11-26"))));
}

#[test]
fn a_business_a_service_and_a_country_without_a_pack_have_no_offers_of_the_law() {
    let reasons = ["law.business", "law.service", "law.no-pack", "law.no-pack"];
    let business = World::new(VASE).page(r#"{"customer":{"kind":"business"}}"#);
    let service = World::new(KETTLE).item(r#"{"kind":"service","deliveredOn":"2026-11-20"}"#);
    let mut no_pack = World::new(VASE);
    no_pack.law = None;
    let abroad = World::new(VASE).page(r#"{"order":{"country":"CH"}}"#);
    for (world, reason) in [business, service, no_pack, abroad].into_iter().zip(reasons) {
        let item = world.first("damaged");
        assert_eq!((item.offered, item.withheld), (vec![], vec![]));
        assert_eq!(item.no_right.map(|why| why.key).as_deref(), Some(reason));
    }
}

#[test]
fn the_country_of_the_order_goes_before_that_of_the_shop() {
    let abroad = r#"{"shop":{"country":"CH"}}"#;
    assert_eq!(ids(&World::new(KETTLE).with(abroad).first("faulty")), ["repair", "replacement"]);
    let unsaid = World::new(KETTLE).page(r#"{"order":{"country":null}}"#).with(abroad);
    assert_eq!(ids(&unsaid.first("faulty")), [""; 0]);
}

#[test]
fn a_part_of_the_pieces_gets_its_part_of_what_was_paid() {
    let amount = |pieces: i64| {
        let text = format!(
            r#"{{"chosen":[{{"line":"2","quantity":{pieces}}}],"items":{{"2":{{"reason":"not-delivered","waited":["asked"]}}}}}}"#
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
            r#"{{"chosen":[{{"line":"1","quantity":{pieces}}}],"items":{{"1":{{"reason":"not-delivered","waited":["asked"]}}}}}}"#
        );
        money(&two.offers(&text)[0], "refund")
    };
    assert_eq!((refund(1), refund(2)), ((Some(3200), None), (Some(6400), Some(690))));
    let repaired = World::new(KETTLE).page(r#"{"order":{"shipping":490}}"#).item(r#"{"repairedOn":"2026-11-10"}"#);
    assert_eq!(money(&repaired.first("faulty"), "refund"), (Some(8900), None));
}

#[test]
fn lines_that_are_undone_together_share_the_shipping_and_the_order_of_lines_does_not_matter() {
    let all = r#"{"chosen":[{"line":"1","quantity":1},{"line":"2","quantity":2},{"line":"3","quantity":1}],
        "items":{"1":{"reason":"not-delivered","waited":["asked"]},"2":{"reason":"not-delivered","waited":["asked"]},"3":{"reason":"not-delivered","waited":["asked"]}}}"#;
    let world = World::new(VASE);
    let shares: Vec<_> = world.offers(all).iter().map(|item| money(item, "refund").1.unwrap()).collect();
    assert_eq!(shares.iter().sum::<i64>(), 490);
    let mut turned = World::new(VASE);
    turned.page.items.reverse();
    let mut theirs: Vec<_> = turned.offers(all).iter().map(|item| money(item, "refund").1.unwrap()).collect();
    theirs.reverse();
    assert_eq!(shares, theirs);
    // One that is delivered after all leaves the others without: the delivery was not for nothing.
    let one_kept = all.replace(
        r#""3":{"reason":"not-delivered","waited":["asked"]}"#,
        r#""3":{"reason":"not-delivered","waited":["asked"],"remedy":"delivery"}"#,
    );
    assert_eq!(money(&world.offers(&one_kept)[0], "refund"), (Some(4860), None));
    let one_faulty = all.replace(r#""3":{"reason":"not-delivered","waited":["asked"]}"#, r#""3":{"reason":"faulty"}"#);
    assert_eq!(money(&world.offers(&one_faulty)[0], "refund"), (Some(4860), None));
}

#[test]
fn a_discount_on_the_whole_order_is_spread_over_the_lines_that_do_not_say_what_was_paid() {
    let page = r#"{"order":{"number":"1","country":"DE","currency":"EUR","shipping":500,"total":8000},
        "items":[{"line":"1","price":5000,"deliveredOn":null},{"line":"2","price":5000,"deliveredOn":null}]}"#;
    let both = r#"{"chosen":[{"line":"1","quantity":1},{"line":"2","quantity":1}],
        "items":{"1":{"reason":"not-delivered","waited":["asked"]},"2":{"reason":"not-delivered","waited":["asked"]}}}"#;
    let refunds = |page: &str| -> Vec<_> {
        World::new(page).offers(both).iter().map(|item| money(item, "refund").0.unwrap()).collect()
    };
    assert_eq!(refunds(page), [3750, 3750]);
    assert_eq!(refunds(&page.replace(r#""2","price":5000"#, r#""2","price":5000,"paid":4000"#)), [3500, 4000]);
    assert_eq!(refunds(&page.replace("8000", "10500")), [5000, 5000]);
}

#[test]
fn an_early_right_to_reject_gives_the_money_back_at_once_and_only_in_time() {
    let mut world = World::new(KETTLE).item(r#"{"deliveredOn":"2026-10-22"}"#);
    if let Some(law) = &mut world.law {
        law.rejection =
            common::json(r#"[{"from":"2015-10-01","days":30,"remedies":["refund"],"source":"CRA 2015 s 22"}]"#);
    }
    let last = world.first("faulty");
    assert_eq!(ids(&last), ["repair", "replacement", "refund"]);
    let refund = offer(&last, "refund");
    assert_eq!((refund.why.key.as_str(), refund.until), ("law.rejection", Some(day("2026-11-21"))));
    assert_eq!(refund.why.source.as_deref(), Some("CRA 2015 s 22"));
    let next = world.on("2026-11-22").first("faulty");
    assert_eq!(ids(&next), ["repair", "replacement"]);
}

#[test]
fn what_the_shopper_did_themselves_gives_no_right_and_what_the_shop_sells_or_gives_remains() {
    let patch = r#"{"steps":{"reason":{"options":["faulty","my-fault"],"option":{"my-fault":{"problem":"own-doing","label":"My fault"}}}},
        "remedies":{"paid-repair":{"basis":"commercial","gives":"repair","price":2500,"sendBack":true,"returnCost":"shopper","ways":["qr-code","label"]},
                    "call":{"basis":"goodwill"}}}"#;
    let item = World::new(KETTLE).with(patch).first("my-fault");
    assert_eq!(ids(&item), ["paid-repair", "call"]);
    assert_eq!(withheld(&item)[..4], all_over("law.own-doing"));
    let paid = offer(&item, "paid-repair");
    assert_eq!((paid.pays.as_str(), paid.price, paid.ways.as_ref().map(Vec::len)), ("price", Some(2500), Some(2)));
    let none = item.no_right.unwrap();
    assert_eq!((none.key.as_str(), none.source.is_some(), none.date), ("law.own-doing", true, None));
}

#[test]
fn what_cannot_be_repaired_nor_replaced_opens_the_second_stage_and_money_back_is_never_impossible() {
    let patch = r#"{"remedies":{"repair":{"impossible":{"item.category":"electronics"}},"replacement":{"impossible":true},"refund":{"impossible":true}}}"#;
    let item = World::new(KETTLE).with(patch).first("faulty");
    assert_eq!(ids(&item), ["price-reduction", "refund"]);
    assert_eq!(withheld(&item)[..2], [("repair", "remedy.impossible"), ("replacement", "remedy.impossible")]);
}

#[test]
fn two_ways_of_giving_one_remedy_of_the_law_are_both_the_laws() {
    let patch = r#"{"remedies":{"repair-at-home":{"basis":"statutory","fulfils":"repair","sendBack":false}}}"#;
    let item = World::new(KETTLE).with(patch).first("faulty");
    assert_eq!(ids(&item), ["repair", "repair-at-home", "replacement"]);
    assert_eq!(offer(&item, "repair-at-home").basis, Basis::Statutory);
    // A repair makes the guarantee longer, once: the shop says so beforehand.
    assert_eq!(offer(&item, "repair-at-home").extends_months, Some(12));
    let again = World::new(KETTLE).item(r#"{"repairedOn":"2026-11-10"}"#).first("faulty");
    assert_eq!(offer(&again, "repair").extends_months, None);
}

#[test]
fn who_pays_the_return_is_the_laws_to_say_and_the_shops_to_better() {
    let pays = |patch: &str, page: &str| {
        let item = World::new(VASE).with(patch).page(page).first("damaged");
        ["replacement", "withdrawal"].map(|id| offer(&item, id).pays.clone())
    };
    assert_eq!(pays("{}", "{}"), ["nothing", "return"]);
    assert_eq!(pays(r#"{"remedies":{"withdrawal":{"returnCost":"shop"}}}"#, "{}"), ["nothing", "nothing"]);
    let untold = r#"{"order":{"informedOfWithdrawal":false}}"#;
    assert_eq!(pays(r#"{"remedies":{"withdrawal":{"returnCost":"shopper"}}}"#, untold), ["nothing", "nothing"]);
    // What the checker refuses is not hidden from the shopper either.
    assert_eq!(pays(r#"{"remedies":{"replacement":{"returnCost":"shopper"}}}"#, "{}"), ["return", "return"]);
}

#[test]
fn without_a_price_or_a_currency_no_amount_is_named() {
    let nothing = World::new(CHOCOLATES).item(r#"{"price":null}"#).never_came();
    assert_eq!(offer(&nothing, "refund").gets, Gets { kind: "refund".into(), ..Gets::default() });
    let nothing = World::new(CHOCOLATES).page(r#"{"order":{"currency":null}}"#).never_came();
    assert_eq!(offer(&nothing, "refund").gets, Gets { kind: "refund".into(), ..Gets::default() });
}

#[test]
fn what_is_not_paid_yet_is_not_promised_back() {
    let refund = |due: i64| {
        let owing = format!(r#"{{"order":{{"invoice":{{"number":"R-1","due":{due}}}}}}}"#);
        money(&World::new(CHOCOLATES).page(&owing).never_came(), "refund")
    };
    assert_eq!((refund(3890), refund(1), refund(0)), ((None, None), (None, None), (Some(3200), Some(690))));
}

const DISCOUNT: &str = r#"{"remedies":{"keep-and-discount":{"basis":"goodwill","refund":{"percent":30},"sendBack":false,"days":3,
    "when":{"item.paid":{"atMost":5000},"answer.reason":"damaged"}}}}"#;

#[test]
fn a_gesture_comes_after_the_law_and_before_cancelling() {
    let item = World::new(VASE).with(DISCOUNT).first("damaged");
    assert_eq!(ids(&item), ["repair", "replacement", "keep-and-discount", "withdrawal"]);
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
    assert_eq!(ids(&damaged), ["repair", "replacement", "keep-and-discount", "withdrawal"]);
    // Among what the law leaves equal it decides.
    let patch = patch.replace(r#""repair","replacement""#, r#""replacement","repair""#);
    assert_eq!(ids(&World::new(KETTLE).with(&patch).first("faulty")), ["replacement", "repair"]);
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
    let item = World::new(CHOCOLATES).with(&patch).never_came();
    assert_eq!(money(&item, "keep-and-discount"), (Some(960), None));
}

#[test]
fn what_the_law_gives_is_the_laws_and_is_offered_once_whatever_the_config_calls_it() {
    let world =
        World::new(KETTLE).with(r#"{"remedies":{"repair":{"basis":"goodwill"},"withdrawal":{"basis":"commercial"}}}"#);
    let item = world.item(r#"{"deliveredOn":"2026-11-19"}"#).first("faulty");
    assert_eq!(ids(&item), ["repair", "replacement", "withdrawal"]);
    assert!(item.offered.iter().all(|each| each.basis == Basis::Statutory));
    // What the law does not give yet, the shop may give at once; then it is not withheld.
    let item = World::new(KETTLE).with(r#"{"remedies":{"refund":{"basis":"commercial"}}}"#).first("faulty");
    assert_eq!(ids(&item), ["repair", "replacement", "refund"]);
    assert_eq!(offer(&item, "refund").basis, Basis::Commercial);
    assert_eq!(withheld(&item), [("price-reduction", "law.repair-first"), TOO_LATE_TO_CANCEL]);
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
        assert_eq!(ids(&World::new(VASE).with(patch).first("damaged")), ["repair", "replacement"]);
    }
}

#[test]
fn an_exception_closes_withdrawal_and_no_other_right() {
    let item = World::new(VASE).item(r#"{"exclusions":["made-to-order"]}"#).first("damaged");
    assert_eq!(ids(&item), ["repair", "replacement"]);
    assert_eq!(withheld(&item).last(), Some(&("withdrawal", "law.withdrawal.excluded")));
    // "Sale" is no exception of the law.
    let item = World::new(VASE).item(r#"{"exclusions":["sale"]}"#).first("damaged");
    assert_eq!(ids(&item), ["repair", "replacement", "withdrawal"]);
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

#[test]
fn what_cannot_be_true_or_read_takes_no_right_away() {
    let open = |page: &str, item: &str| {
        let item = World::new(VASE).page(page).item(item).first("damaged");
        (ids(&item).contains(&"repair"), ids(&item).contains(&"withdrawal"))
    };
    // It arrived before it was ordered; an evening in UTC is the next day in Berlin; a shop that "no" informed.
    assert_eq!(open("{}", r#"{"deliveredOn":"2026-10-01"}"#), (true, true));
    let page = r#"{"order":{"placedOn":"2026-11-01"},"items":[{"line":"1","title":"Vase","deliveredOn":"2026-11-06T23:00:00.000Z"}]}"#;
    assert_eq!(open(page, "{}"), (true, true));
    assert_eq!(open(&page.replace("23:00", "20:00"), "{}"), (true, false));
    let untold = page.replace(r#""placedOn""#, r#""informedOfWithdrawal":"no","placedOn""#).replace("23:00", "20:00");
    assert_eq!(open(&untold, "{}"), (true, true));
    // What is no country leaves the shop's; other names for two of them are known.
    for (country, there) in [("", true), ("DEU", true), ("de", true), ("UK", true), ("EL", false), ("US", false)] {
        let page = format!(r#"{{"order":{{"country":"{country}"}}}}"#);
        let mut world = World::new(VASE).page(&page).with(r#"{"shop":{"country":"DE"}}"#);
        if country == "UK" {
            world.law.as_mut().unwrap().country = "GB".into();
        }
        assert_eq!(ids(&world.first("damaged")).contains(&"repair"), there, "{country}");
    }
}

#[test]
fn a_fault_goes_before_what_the_shopper_did_in_whatever_order_they_are_told() {
    let patch = r#"{"flows":{"complaint":{"steps":["signs","remedy"]}},"steps":{"signs":{"kind":"choices","per":"item","label":"S","options":["mine","faulty"],
        "option":{"mine":{"label":"M","problem":"own-doing"},"faulty":{"label":"F","problem":"nonconformity"}}}}}"#;
    for signs in [r#"["mine","faulty"]"#, r#"["faulty","mine"]"#] {
        let offers = World::new(KETTLE).with(patch).offers(&format!(r#"{{"items":{{"1":{{"signs":{signs}}}}}}}"#));
        assert_eq!(ids(&offers[0]), ["repair", "replacement"], "{signs}");
    }
}

#[test]
fn shipping_that_was_not_charged_is_neither_given_back_nor_taken_off_the_goods() {
    let page = |total: i64| {
        let page = format!(
            r#"{{"order":{{"number":"1","country":"DE","currency":"EUR","shipping":490,"total":{total}}},
                "items":[{{"line":"1","price":1000,"deliveredOn":null}},{{"line":"2","title":"Gift","deliveredOn":null}}]}}"#
        );
        let both = r#"{"chosen":[{"line":"1","quantity":1},{"line":"2","quantity":1}],
            "items":{"1":{"reason":"not-delivered","waited":["asked"]},"2":{"reason":"not-delivered","waited":["asked"]}}}"#;
        money(&World::new(&page).offers(both)[0], "refund")
    };
    assert_eq!(page(1490), (Some(1000), Some(490)), "a gift without a price is no reason to keep the shipping");
    assert_eq!(page(1000), (Some(1000), None));
    assert_eq!(page(1200), (Some(1000), Some(200)));
    assert_eq!(page(300), (Some(300), None));
}

#[test]
fn cancelling_all_gives_the_shipping_back_whatever_is_wrong_with_each_line() {
    let page = r#"{"order":{"number":"1","placedOn":"2026-11-10","country":"DE","currency":"EUR","shipping":490},
        "items":[{"line":"1","price":1000,"deliveredOn":"2026-11-15"},{"line":"2","price":1000,"deliveredOn":"2026-11-15"}]}"#;
    let said = r#"{"chosen":[{"line":"1","quantity":1},{"line":"2","quantity":1}],
        "items":{"1":{"reason":"faulty"},"2":{"reason":"other"}}}"#;
    assert_eq!(money(&World::new(page).offers(said)[0], "withdrawal"), (Some(1000), Some(245)));
}

#[test]
fn what_is_sold_never_becomes_a_right_and_is_not_offered_without_a_currency() {
    let patch = r#"{"remedies":{"paid":{"basis":"commercial","fulfils":"repair","price":4900}}}"#;
    let item = World::new(KETTLE).with(patch).first("faulty");
    assert_eq!(ids(&item), ["repair", "replacement", "paid"]);
    assert_eq!((offer(&item, "paid").basis, offer(&item, "paid").price), (Basis::Commercial, Some(4900)));
    let item = World::new(KETTLE).with(patch).page(r#"{"order":{"currency":null}}"#).first("faulty");
    assert_eq!(ids(&item), ["repair", "replacement"]);
}
