//! Properties of rights and offers, for every pack there is: nobody gets back more than was paid, the order of the lines does not matter,
//! and a fact more in the shopper's favour never takes a right away.
#![allow(clippy::unwrap_used, reason = "a test may say what it expects")]

mod common;

use common::{World, answers, config, day, json, read};
use proptest::prelude::*;
use redress_engine::check::Library;
use redress_engine::config::Basis;
use redress_engine::context::{Context, Delivery};
use redress_engine::law::{Law, Rights, rights};
use redress_engine::offers::ItemOffers;
use redress_engine::{Day, Json};
use std::sync::LazyLock;

static LAWS: LazyLock<Vec<Law>> = LazyLock::new(|| Library::built_in().laws);

const REASONS: [&str; 6] = ["faulty", "damaged", "wrong-item", "missing-part", "not-delivered", "other"];
const EXCLUSIONS: [&str; 3] = ["perishable", "hygiene-unsealed", "sale"];

/// A gesture and a guarantee of the shop's own, beside the law.
const OWN: &str = r#"{"remedies":{"keep":{"basis":"goodwill","refund":{"percent":40}},
    "bring-back":{"basis":"commercial","refund":{"percent":100,"shipping":true},"sendBack":true}}}"#;

/// What can be said of a line.
#[derive(Debug, Clone)]
struct Line {
    price: Option<i64>,
    paid: Option<i64>,
    pieces: i64,
    chosen: i64,
    reason: usize,
    delivered: Option<i64>,
    repaired: Option<i64>,
    exclusion: Option<usize>,
    in_stock: Option<bool>,
}

#[derive(Debug, Clone)]
struct Order {
    law: usize,
    placed: i64,
    today: i64,
    shipping: Option<i64>,
    total: Option<i64>,
    informed: Option<bool>,
    lines: Vec<Line>,
}

fn line() -> impl Strategy<Value = Line> {
    let money = || prop::option::of(0_i64..100_000);
    let days = || prop::option::of(0_i64..2600);
    (
        money(),
        money(),
        1_i64..4,
        0_i64..5,
        0..REASONS.len(),
        days(),
        days(),
        prop::option::of(0..EXCLUSIONS.len()),
        any::<Option<bool>>(),
    )
        .prop_map(|(price, paid, pieces, chosen, reason, delivered, repaired, exclusion, in_stock)| Line {
            price,
            paid,
            pieces,
            chosen,
            reason,
            delivered,
            repaired: repaired.zip(delivered).map(|(after, delivered)| delivered + after % 900),
            exclusion,
            in_stock,
        })
}

fn order() -> impl Strategy<Value = Order> {
    let some = || prop::option::of(0_i64..300_000);
    let lines = prop::collection::vec(line(), 1..4);
    (0..1000_usize, 0_i64..2600, 0_i64..900, some(), some(), any::<Option<bool>>(), lines).prop_map(
        |(law, placed, after, shipping, total, informed, mut lines)| {
            // Nothing arrives before it is ordered.
            for line in &mut lines {
                line.delivered = line.delivered.map(|days| days.max(placed));
                line.repaired = line.repaired.zip(line.delivered).map(|(repaired, delivered)| repaired.max(delivered));
            }
            Order { law: law % LAWS.len(), placed, today: placed + after, shipping, total, informed, lines }
        },
    )
}

/// So many days after the first day that any of this happens.
fn on(days: i64) -> Day {
    day("2021-06-01").plus_days(days)
}

fn page(order: &Order) -> Context {
    let int = |value: Option<i64>| value.map_or(Json::Null, Json::Int);
    let item = |(at, line): (usize, &Line)| {
        let mut item = Json::map([
            ("line", Json::Text((at + 1).to_string())),
            ("quantity", Json::Int(line.pieces)),
            ("price", int(line.price)),
            ("paid", int(line.paid)),
            ("repairedOn", line.repaired.map_or(Json::Null, |days| Json::Text(on(days).iso()))),
            ("exclusions", Json::List(line.exclusion.iter().map(|at| EXCLUSIONS[*at].into()).collect())),
            ("inStock", line.in_stock.map_or(Json::Null, Json::Bool)),
        ]);
        if let (Some(days), Json::Map(map)) = (line.delivered, &mut item) {
            map.set("deliveredOn", Json::Text(on(days).iso()));
        }
        item
    };
    let context = Json::map([
        (
            "order",
            Json::map([
                ("number", "1".into()),
                ("currency", "EUR".into()),
                ("country", LAWS[order.law].country.as_str().into()),
                ("placedOn", Json::Text(on(order.placed).iso())),
                ("shipping", int(order.shipping)),
                ("total", int(order.total)),
                ("informedOfWithdrawal", order.informed.map_or(Json::Null, Json::Bool)),
            ]),
        ),
        ("items", Json::List(order.lines.iter().enumerate().map(item).collect())),
    ]);
    read(&context)
}

fn world(order: &Order) -> World {
    World {
        config: config(OWN),
        page: page(order),
        law: Some(LAWS[order.law].clone()),
        today: on(order.today),
        flow: "complaint",
    }
}

fn offers(order: &Order, world: &World) -> Vec<ItemOffers> {
    let lines = || order.lines.iter().enumerate().filter(|(_, line)| line.chosen > 0);
    let chosen: Vec<_> =
        lines().map(|(at, line)| format!(r#"{{"line":"{}","quantity":{}}}"#, at + 1, line.chosen)).collect();
    let said: Vec<_> =
        lines().map(|(at, line)| format!(r#""{}":{{"reason":"{}"}}"#, at + 1, REASONS[line.reason])).collect();
    let text = format!(r#"{{"chosen":[{}],"items":{{{}}}}}"#, chosen.join(","), said.join(","));
    drop(json(&text));
    drop(answers(&text));
    world.offers(&text)
}

/// The rights of the first line that are open, by name, with the stages that they lead to.
fn open(context: &Context, law: &Law, today: Day) -> Vec<&'static str> {
    let Rights { withdrawal, guarantee, rejection, delivery, .. } =
        rights(context, &context.items[0], Some(law), today);
    let all = [("withdrawal", withdrawal), ("guarantee", guarantee), ("rejection", rejection), ("delivery", delivery)];
    all.into_iter().filter(|(_, right)| right.open).map(|(name, _)| name).collect()
}

/// What the law gives of the first line's offers.
fn statutory(order: &Order, world: &World) -> Vec<String> {
    let offers = offers(order, world);
    let offered = offers.iter().find(|item| item.line == "1").map(|item| item.offered.clone()).unwrap_or_default();
    offered.into_iter().filter(|offer| offer.basis == Basis::Statutory).map(|offer| offer.remedy).collect()
}

proptest! {
    #[test]
    fn nobody_is_offered_more_than_was_paid_and_the_shipping(order in order()) {
        let world = world(&order);
        let mut shipping = 0;
        for item in offers(&order, &world) {
            let line = world.page.item(&item.line).unwrap();
            let quantity = order.lines[item.line.parse::<usize>().unwrap() - 1].chosen.clamp(1, line.pieces());
            let paid = world.page.paid_for(line, quantity);
            for offer in &item.offered {
                prop_assert!(offer.gets.amount <= paid, "{offer:?} of {paid:?}");
                prop_assert!(offer.gets.amount.is_none_or(|amount| amount >= 0));
                prop_assert!(offer.gets.shipping <= order.shipping);
            }
            shipping += item.offered.iter().filter_map(|offer| offer.gets.shipping).max().unwrap_or_default();
        }
        prop_assert!(shipping <= order.shipping.unwrap_or_default(), "whichever of its offers is taken for each line");
        // What all lines cost together is never more than what was charged, where that is known and no line says otherwise.
        if let Some(total) = order.total.filter(|_| order.lines.iter().all(|line| line.paid.is_none())) {
            let sum: i64 = world.page.items.iter().filter_map(|item| world.page.paid_for(item, item.pieces())).sum();
            prop_assert!(sum <= total);
        }
    }

    #[test]
    fn the_order_of_the_lines_does_not_matter(order in order()) {
        let world = world(&order);
        let mut turned = World { page: world.page.clone(), config: world.config.clone(), law: world.law.clone(), ..world };
        turned.page.items.reverse();
        let (mut ours, mut theirs) = (offers(&order, &world), offers(&order, &turned));
        for list in [&mut ours, &mut theirs] {
            list.sort_by(|one, other| one.line.cmp(&other.line));
        }
        prop_assert_eq!(ours, theirs);
    }

    #[test]
    fn a_fact_more_in_the_shoppers_favour_takes_no_right_away(order in order(), later in 0_i64..900) {
        let mut order = order;
        order.lines.truncate(1);
        order.lines[0].chosen = 1;
        let law = &LAWS[order.law];
        let plain = world(&order);
        let rights_before = open(&plain.page, law, plain.today);
        let offers_before = statutory(&order, &plain);
        let delivered = |delivery: Delivery| {
            let mut better = world(&order);
            better.page.items[0].delivered_on = delivery;
            better
        };
        let changed = |change: &dyn Fn(&mut Order)| {
            let mut better = order.clone();
            change(&mut better);
            world(&better)
        };
        // Not later than it was repaired.
        let last = order.lines[0].repaired.unwrap_or(i64::MAX);
        let later_day = |days: i64| Delivery::On(on((days + later).min(last)));
        let arrived_later = order.lines[0].delivered.map_or(Delivery::Unknown, later_day);
        let mut sooner = world(&order);
        // Not sooner than it was repaired.
        let repaired = order.lines[0].repaired.map(on).filter(|day| *day <= plain.today);
        sooner.today = plain.today.plus_days(-later).max(repaired.unwrap_or(Day::FIRST));
        let repaired = order.lines[0].delivered.map(|days| days + later);
        for (fact, better) in [
            ("it arrived later", delivered(arrived_later)),
            ("nobody knows when it arrived", delivered(Delivery::Unknown)),
            ("the shopper complains sooner", sooner),
            ("the shop did not inform", changed(&|order| order.informed = Some(false))),
            ("no exception applies", changed(&|order| order.lines[0].exclusion = None)),
            ("it was repaired already", changed(&|order| order.lines[0].repaired = order.lines[0].repaired.or(repaired))),
        ] {
            let rights_after = open(&better.page, law, better.today);
            prop_assert!(rights_before.iter().all(|right| rights_after.contains(right)), "{fact}: {rights_before:?} → {rights_after:?}");
            let offers_after = statutory(&order, &better);
            prop_assert!(offers_before.iter().all(|id| offers_after.contains(id)), "{fact}: {offers_before:?} → {offers_after:?}");
        }
    }
}
