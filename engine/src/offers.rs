//! Offers: what the shopper may choose for each item, in the order of the law, and why the rest is not to be had.

use crate::case::Case;
use crate::condition::Truth;
use crate::config::{Basis, FlowKind, Remedy, StepKind, Trouble};
use crate::context::{Delivery, Item};
use crate::day::Day;
use crate::json::Json;
use crate::law::{Right, Rights};
use crate::money;
use crate::read::record;

/// The answer that is always possible: none of the offers fits, a person decides.
pub const OTHER_REMEDY: &str = "other";
/// The remedy that leads into the `withdrawal` flow.
pub const WITHDRAWAL: &str = "withdrawal";

record! {
    /// Offers for every chosen item.
    Offers {
        /// One entry a line.
        "items" => items: Vec<ItemOffers>,
    }
}

record! {
    /// Offers for one item.
    ItemOffers {
        /// The line.
        "line" => line: String,
        /// What may be chosen, in order.
        "offered" => offered: Vec<Offer>,
        /// What may not, and why.
        "withheld" => withheld: Vec<Withheld>,
    }
}

record! {
    /// One thing the shopper may choose.
    Offer {
        /// Id of the remedy.
        "remedy" => remedy: String,
        /// The law, the shop's guarantee, or a gesture.
        "basis" => basis: Basis,
        /// What the shopper gets.
        "gets" => gets: Gets,
        /// What the shopper does: `send-back` or `nothing`.
        "does" => does: String,
        /// What the shopper pays: `nothing`, or `return` (the cost of sending it back).
        "pays" => pays: String,
        /// Day by which the merchant promises it.
        "by" => by: Option<Day>,
        /// Last day to decide.
        "until" => until: Option<Day>,
        /// Why it is offered.
        "why" => why: Why,
    }
}

record! {
    /// What the shopper gets. Money in minor units.
    Gets {
        /// `replacement`, `repair`, `missing-part`, `delivery`, `refund`, `price-reduction`, `withdrawal` or a merchant's own.
        "kind" => kind: String,
        /// Money back for the goods; absent where it cannot be known beforehand.
        "amount" => amount: Option<i64>,
        /// Delivery cost back, apart.
        "shipping" => shipping: Option<i64>,
        /// ISO 4217.
        "currency" => currency: Option<String>,
        /// How it comes back: as it was paid.
        "to" => to: Option<String>,
    }
}

record! {
    /// A reason: a message key and the article it rests on.
    Why {
        /// Message key.
        "key" => key: String,
        /// Article; absent for what is not the law's.
        "source" => source: Option<String>,
    }
}

record! {
    /// A remedy that is not to be had now.
    Withheld {
        /// Id of the remedy.
        "remedy" => remedy: String,
        /// Why not.
        "why" => why: Why,
    }
}

/// Offers for every chosen item.
pub fn offers(case: &Case) -> Offers {
    Offers { items: case.lines().iter().map(|line| offers_for(case, line)).collect() }
}

/// Offers for one line: the law's first, in its order; then what the shop adds; last, where it is open, cancelling the purchase.
pub fn offers_for(case: &Case, line: &str) -> ItemOffers {
    let mut found = ItemOffers { line: line.into(), ..ItemOffers::default() };
    let Some(item) = case.context.item(line) else { return found };
    let rights = case.rights(item);
    let desk = Desk { case, item, rights: &rights };
    match case.trouble(line) {
        Trouble::Nonconformity => desk.conformity(&mut found),
        Trouble::NotDelivered => desk.undelivered(&mut found),
        Trouble::None => {}
    }
    desk.beyond_the_law(&mut found);
    desk.withdrawal(&mut found);
    let order = display_order(case);
    // The merchant's order only decides among remedies of one basis; the law's stay first (stable sort).
    let rank = |offer: &Offer| {
        (
            offer.remedy == WITHDRAWAL,
            offer.basis as u8,
            order.iter().position(|id| *id == offer.remedy).unwrap_or(usize::MAX),
        )
    };
    sort(&mut found.offered, rank);
    found
}

/// A stable insertion sort: for a handful of offers, at a tenth of the bytes of the standard library's.
fn sort<K: Ord>(offers: &mut [Offer], rank: impl Fn(&Offer) -> K) {
    for end in 1..offers.len() {
        let mut at = end;
        while at > 0 && rank(&offers[at]) < rank(&offers[at - 1]) {
            offers.swap(at, at - 1);
            at -= 1;
        }
    }
}

/// What a withdrawal from one line gives back, for the flow that has no offers to choose from; None where no money is known.
pub fn withdrawal_gets(case: &Case, line: &str) -> Option<Gets> {
    let item = case.context.item(line)?;
    let rights = case.rights(item);
    let desk = Desk { case, item, rights: &rights };
    Some(desk.gets(WITHDRAWAL, case.config.remedies.get(WITHDRAWAL)?, Basis::Statutory))
        .filter(|gets| gets.amount.is_some())
}

fn display_order<'a>(case: &'a Case) -> &'a [String] {
    let remedy_step = case.config.steps.iter().find(|(_, step)| step.kind == StepKind::Remedy);
    remedy_step.map_or(&[], |(_, step)| step.options.as_slice())
}

/// Works out the offers for one item.
struct Desk<'a> {
    case: &'a Case<'a>,
    item: &'a Item,
    rights: &'a Rights,
}

impl Desk<'_> {
    /// The stages of the law: the next opens when the one before failed (a repair was tried) or has nothing that is possible.
    fn conformity(&self, found: &mut ItemOffers) {
        let right = &self.rights.guarantee;
        let failed = self.item.repaired_on.is_some();
        let mut opened = true;
        for (stage, remedies) in self.rights.remedy_order.iter().enumerate() {
            let possible: Vec<_> = remedies.iter().filter_map(|id| Some((id, self.statutory(id)?))).collect();
            let mut any = false;
            for (id, remedy) in possible {
                let reason = match id.as_str() {
                    _ if !right.open => Some(right.why),
                    _ if !opened => Some("law.repair-first"),
                    "replacement" if self.item.in_stock == Some(false) => Some("remedy.out-of-stock"),
                    _ => None,
                };
                any |= reason.is_none();
                match reason {
                    None => found.offered.push(self.offer(id, remedy, Some(right), "nothing")),
                    Some(key) => found.withheld.push(Withheld { remedy: id.clone(), why: why(key, right) }),
                }
            }
            opened &= !any || (stage == 0 && failed);
        }
    }

    fn undelivered(&self, found: &mut ItemOffers) {
        for id in &self.rights.delivery_order {
            if let Some(remedy) = self.statutory(id) {
                found.offered.push(self.offer(id, remedy, Some(&self.rights.delivery), "nothing"));
            }
        }
    }

    /// What the shop adds of its own. Where the law already gives the same, it stays the law's; where it does not give it yet, the
    /// shop may.
    fn beyond_the_law(&self, found: &mut ItemOffers) {
        let own = |(id, remedy): &(&str, &Remedy)| remedy.basis != Basis::Statutory && *id != WITHDRAWAL;
        for (id, remedy) in self.case.config.remedies.iter().filter(own) {
            if self.fits(remedy) && found.offered.iter().all(|offer| offer.remedy != id) {
                found.withheld.retain(|withheld| withheld.remedy != id);
                found.offered.push(self.offer(id, remedy, None, "nothing"));
            }
        }
    }

    /// Where withdrawal is open, a complaint ends with "cancel the purchase".
    fn withdrawal(&self, found: &mut ItemOffers) {
        let right = &self.rights.withdrawal;
        let offered_here =
            self.case.flow.kind == FlowKind::Complaint && self.case.config.flows.get(WITHDRAWAL).is_some();
        if let Some(remedy) = self.case.config.remedies.get(WITHDRAWAL).filter(|_| right.open && offered_here) {
            // The consumer bears the return only if the shop said so beforehand (Directive 2011/83/EU Art. 14 (1)): one that did not
            // inform of the right did not say so.
            let informed = self.case.context.order.informed_of_withdrawal != Some(Json::Bool(false));
            let pays = if informed { "return" } else { "nothing" };
            found.offered.push(self.offer(WITHDRAWAL, remedy, Some(right), pays));
        }
    }

    /// A remedy of the law as the config describes it, if it fits the case.
    fn statutory(&self, id: &str) -> Option<&Remedy> {
        self.case.config.remedies.get(id).filter(|remedy| self.fits(remedy))
    }

    fn fits(&self, remedy: &Remedy) -> bool {
        self.case.holds(remedy.when.as_ref(), Some(&self.item.line), true) == Truth::Yes
    }

    fn offer(&self, id: &str, remedy: &Remedy, right: Option<&Right>, pays: &str) -> Offer {
        // What the law gives is the law's, whatever the config calls it.
        let basis = if right.is_some() { Basis::Statutory } else { remedy.basis };
        let default_back = !matches!(id, "missing-part" | "delivery" | "price-reduction") && right.is_some();
        // What never came cannot go back, also where the carrier says that it was delivered.
        let has_it =
            self.item.delivered_on != Delivery::NotYet && self.case.trouble(&self.item.line) != Trouble::NotDelivered;
        let sends_back = remedy.send_back.unwrap_or(default_back) && has_it;
        let statutory = |right: &Right| why(right.why, right);
        Offer {
            remedy: id.into(),
            basis,
            gets: self.gets(id, remedy, basis),
            does: if sends_back { "send-back" } else { "nothing" }.into(),
            pays: if sends_back { pays } else { "nothing" }.into(),
            by: remedy.days.map(|days| self.case.today.plus_days(days.max(0))),
            until: right.and_then(|right| right.until),
            why: right.map_or_else(|| Why { key: ["basis.", basis.as_str()].concat(), source: None }, statutory),
        }
    }

    fn gets(&self, id: &str, remedy: &Remedy, basis: Basis) -> Gets {
        let order = &self.case.context.order;
        let quantity = self.case.quantity(&self.item.line);
        let refund = remedy.refund.as_ref();
        // Of an invoice that is still open nothing comes back: it is corrected, and by how much depends on what was paid by then.
        let owing = order.invoice.as_ref().and_then(|invoice| invoice.due).is_some_and(|due| due > 0);
        let amount = refund.and_then(|refund| {
            let paid = self.item.paid_for(quantity).filter(|_| !order.currency.is_empty() && !owing)?;
            Some(money::percent_of(paid, refund.percent.unwrap_or(100)))
        });
        // Delivery cost comes back where the whole order is undone; of a part of it the law gives none.
        let whole = self.case.context.items.len() == 1 && quantity == self.item.pieces();
        let never_came = basis == Basis::Statutory && self.case.trouble(&self.item.line) == Trouble::NotDelivered;
        let undone = never_came || refund.is_some_and(|refund| refund.shipping);
        let shipping = order.shipping.filter(|cost| amount.is_some() && whole && undone && *cost > 0);
        Gets {
            kind: remedy.gives.clone().unwrap_or_else(|| id.into()),
            amount,
            shipping,
            currency: amount.map(|_| order.currency.clone()),
            to: order.paid_with.clone().filter(|_| amount.is_some()),
        }
    }
}

fn why(key: &str, right: &Right) -> Why {
    Why { key: key.into(), source: Some(right.source.clone()).filter(|source| !source.is_empty()) }
}
