//! Offers: what the shopper may choose for each item, in the order of the law, and why the rest is not to be had.

use crate::case::Case;
use crate::condition::Truth;
use crate::config::{Basis, FlowKind, Payer, Remedy, ReturnWay, Step, StepKind, Trouble};
use crate::context::{Delivery, Item, ItemKind};
use crate::day::Day;
use crate::law::{ReturnCost, Right, Rights, repaired};
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
        /// Why the law gives nothing for what is wrong; absent where it does.
        "noRight" => no_right: Option<Why>,
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
        /// How it can go back; absent where the shop has not said, or nothing goes back.
        "ways" => ways: Option<Vec<ReturnWay>>,
        /// What the shopper pays: `nothing`, `return` (the cost of sending it back) or `price`.
        "pays" => pays: String,
        /// The price, minor units of the order's currency.
        "price" => price: Option<i64>,
        /// Day by which the merchant promises it.
        "by" => by: Option<Day>,
        /// Days that the law gives the shop for paying the money back.
        "withinDays" => within_days: Option<i64>,
        /// Last day to decide.
        "until" => until: Option<Day>,
        /// Months that it adds to the legal guarantee: the shop must say so beforehand (Directive 2019/771 Art. 13 (2a)).
        "extendsMonths" => extends_months: Option<i64>,
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
        /// Delivery cost back, apart; this line's share of it where several lines go back together.
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
        /// The day on which a right ended.
        "date" => date: Option<Day>,
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
    let desk = Desk { case, item, rights: &rights, trouble: case.trouble(line) };
    match desk.trouble {
        Trouble::None => {}
        Trouble::NotDelivered => desk.undelivered(&mut found),
        _ => desk.conformity(&mut found),
    }
    desk.beyond_the_law(&mut found);
    desk.withdrawal(&mut found);
    let order = remedy_step(case).map_or(&[][..], |(_, step)| step.options.as_slice());
    // The merchant's order only decides among remedies of one basis and one stage; the law's stay first (stable sort).
    let rank = |offer: &Offer| {
        let legal = case.config.remedies.get(&offer.remedy).map_or("", |remedy| remedy.legal(&offer.remedy));
        let stage = desk.rights.remedy_order.iter().position(|stage| stage.iter().any(|id| id == legal));
        (
            offer.remedy == WITHDRAWAL,
            offer.basis as u8,
            stage.filter(|_| offer.basis == Basis::Statutory),
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
    let desk = Desk { case, item, rights: &rights, trouble: case.trouble(line) };
    Some(desk.gets(WITHDRAWAL, case.config.remedies.get(WITHDRAWAL)?)).filter(|gets| gets.amount.is_some())
}

fn remedy_step<'a>(case: &'a Case) -> Option<(&'a str, &'a Step)> {
    let mut asked = case.flow.steps.iter().flat_map(|entry| &entry.0);
    asked.find_map(|id| Some((id.as_str(), case.step(id).filter(|step| step.kind == StepKind::Remedy)?)))
}

/// Works out the offers for one item.
struct Desk<'a> {
    case: &'a Case<'a>,
    item: &'a Item,
    rights: &'a Rights,
    trouble: Trouble,
}

impl Desk<'_> {
    /// What an early right to reject gives at once; then the stages of the law: the next opens when the one before failed (a repair was
    /// tried) or has nothing that is possible.
    fn conformity(&self, found: &mut ItemOffers) {
        let (right, early) = (&self.rights.guarantee, &self.rights.rejection);
        if right.source.is_empty() {
            found.no_right = Some(why(right.why, right));
            return;
        }
        let closed = if self.trouble == Trouble::OwnDoing { Some("law.own-doing") } else { None };
        let closed = closed.or_else(|| (!right.open).then_some(right.why));
        let failed = repaired(self.item, self.case.today).is_some() || self.case.cure_failed(&self.item.line);
        let mut opened = true;
        for (stage, legal) in self.rights.remedy_order.iter().enumerate() {
            let first = stage + 1 < self.rights.remedy_order.len();
            let mut any = false;
            for legal in legal {
                let at_once = early.open && closed.is_none() && self.rights.rejection_remedies.contains(legal);
                for (id, remedy) in self.ways_of(legal) {
                    let impossible =
                        || self.case.holds(remedy.impossible.as_ref(), Some(&self.item.line), false) == Truth::Yes;
                    let reason = match legal.as_str() {
                        _ if closed.is_some() => closed,
                        "replacement" if first && self.item.in_stock == Some(false) => Some("remedy.out-of-stock"),
                        // No repair makes it what was bought, or puts back what is missing.
                        "repair" if matches!(self.trouble, Trouble::WrongItem | Trouble::MissingPart) => {
                            Some("remedy.impossible")
                        }
                        _ if first && impossible() => Some("remedy.impossible"),
                        _ if !opened && !at_once => Some("law.repair-first"),
                        _ => None,
                    };
                    any |= reason.is_none() && (!at_once || opened);
                    match reason {
                        None => found.offered.push(self.offer(
                            id,
                            remedy,
                            Some(if at_once && !opened { early } else { right }),
                        )),
                        Some(key) => found.withheld.push(Withheld { remedy: id.into(), why: why(key, right) }),
                    }
                }
            }
            opened &= !any || (stage == 0 && failed);
        }
        found.no_right = closed.map(|key| why(key, right));
    }

    /// First the shop may deliver after all, in a time that fits; if that too fails, or the day was essential, the contract can be ended
    /// (Directive 2011/83/EU Art. 18 (2); Consumer Rights Act 2015 s 28 (6)–(8)). Where the flow has nobody say so, both are there at once:
    /// what cannot be asked must not be held against the shopper.
    fn undelivered(&self, found: &mut ItemOffers) {
        let right = &self.rights.delivery;
        let mut opened = true;
        for legal in &self.rights.delivery_order {
            let mut any = false;
            for (id, remedy) in self.ways_of(legal) {
                any = true;
                if opened {
                    found.offered.push(self.offer(id, remedy, Some(right)));
                } else {
                    found.withheld.push(Withheld { remedy: id.into(), why: why("law.deliver-first", right) });
                }
            }
            let line = &self.item.line;
            opened &= !any || self.case.cure_failed(line) || !self.case.asks_for_cure(line);
        }
        if right.source.is_empty() {
            found.no_right = Some(why(right.why, right));
        }
    }

    /// What the shop adds of its own. Where the law already gives the same, it stays the law's; where it does not give it yet, the
    /// shop may.
    fn beyond_the_law(&self, found: &mut ItemOffers) {
        for (id, remedy) in self.case.config.remedies.iter() {
            // A price is of no use to anybody who does not know in what currency.
            let told = remedy.price.is_none() || !self.case.context.order.currency.is_empty();
            let own = remedy.basis != Basis::Statutory && id != WITHDRAWAL && told && self.fits(remedy);
            if own && found.offered.iter().all(|offer| offer.remedy != id) {
                found.withheld.retain(|withheld| withheld.remedy != id);
                found.offered.push(self.offer(id, remedy, None));
            }
        }
    }

    /// Where withdrawal is open, a complaint ends with "cancel the purchase".
    fn withdrawal(&self, found: &mut ItemOffers) {
        let right = &self.rights.withdrawal;
        let offered_here =
            self.case.flow.kind == FlowKind::Complaint && self.case.config.flows.get(WITHDRAWAL).is_some();
        let Some(remedy) = self.case.config.remedies.get(WITHDRAWAL).filter(|_| offered_here) else { return };
        if right.open {
            found.offered.push(self.offer(WITHDRAWAL, remedy, Some(right)));
        } else if !right.source.is_empty() {
            found.withheld.push(Withheld { remedy: WITHDRAWAL.into(), why: why(right.why, right) });
        }
    }

    /// The ways in which the config gives a remedy of the law in this case.
    fn ways_of(&self, legal: &str) -> Vec<(&str, &Remedy)> {
        let mut ways = Vec::new();
        for (id, remedy) in self.case.config.remedies.iter() {
            // What the shop sells is none of the law's, whatever it is a way of giving.
            let sold = remedy.basis != Basis::Statutory && remedy.price.is_some();
            if remedy.legal(id) == legal && !sold && self.fits(remedy) {
                ways.push((id, remedy));
            }
        }
        ways
    }

    fn fits(&self, remedy: &Remedy) -> bool {
        self.case.holds(remedy.when.as_ref(), Some(&self.item.line), true) == Truth::Yes
    }

    fn offer(&self, id: &str, remedy: &Remedy, right: Option<&Right>) -> Offer {
        let withdraws = id == WITHDRAWAL;
        // What the law gives is the law's, whatever the config calls it.
        let basis = if right.is_some() { Basis::Statutory } else { remedy.basis };
        let legal = remedy.legal(id);
        let default_back =
            right.is_some() && !matches!(id, "missing-part") && !matches!(legal, "delivery" | "price-reduction");
        // What never came cannot go back, also where the carrier says that it was delivered; nor what is no thing.
        let came = self.item.delivered_on != Delivery::NotYet && self.trouble != Trouble::NotDelivered;
        let has_it = came && self.item.kind == ItemKind::Goods;
        let sends_back = remedy.send_back.unwrap_or(default_back) && has_it;
        let price = remedy.price.filter(|price| *price > 0 && right.is_none());
        let pays = match price {
            Some(_) => "price",
            None if sends_back && self.pays_return(remedy, withdraws) => "return",
            None => "nothing",
        };
        let statutory = |right: &Right| why(right.why, right);
        Offer {
            remedy: id.into(),
            basis,
            gets: self.gets(id, remedy),
            does: if sends_back { "send-back" } else { "nothing" }.into(),
            ways: Some(remedy.ways.clone()).filter(|ways| sends_back && !ways.is_empty()),
            pays: pays.into(),
            price,
            by: remedy.days.map(|days| self.case.today.plus_days(days.max(0))),
            within_days: Some(self.rights.refund_days).filter(|days| withdraws && *days > 0),
            until: right.and_then(|right| right.until),
            extends_months: Some(self.rights.repair_extension_months)
                .filter(|months| *months > 0 && right.is_some() && legal == "repair"),
            why: right.map_or_else(|| Why { key: ["basis.", basis.as_str()].concat(), ..Why::default() }, statutory),
        }
    }

    fn pays_return(&self, remedy: &Remedy, withdraws: bool) -> bool {
        if !withdraws {
            return remedy.return_cost == Some(Payer::Shopper);
        }
        remedy.return_cost != Some(Payer::Shop) && self.rights.return_cost != ReturnCost::Seller
    }

    fn gets(&self, id: &str, remedy: &Remedy) -> Gets {
        let order = &self.case.context.order;
        let quantity = self.case.quantity(&self.item.line);
        let refund = remedy.refund.as_ref();
        // Of an invoice that is still open nothing comes back: it is corrected, and by how much depends on what was paid by then.
        let owing = self.case.owes();
        let amount = refund.and_then(|refund| {
            let paid = self.case.context.paid_for(self.item, quantity);
            let paid = paid.filter(|_| !order.currency.is_empty() && !owing)?;
            Some(money::percent_of(paid, refund.percent.unwrap_or(100)))
        });
        let never_came = self.trouble == Trouble::NotDelivered && remedy.legal(id) == "refund";
        let undone = amount.is_some() && (never_came || refund.is_some_and(|refund| refund.shipping));
        let shipping = if undone { self.shipping(id) } else { None };
        Gets {
            kind: remedy.gives.clone().unwrap_or_else(|| id.into()),
            amount,
            shipping: shipping.filter(|cost| *cost > 0),
            currency: amount.map(|_| order.currency.clone()),
            to: order.paid_with.clone().filter(|_| amount.is_some()),
        }
    }

    /// This line's share of the delivery cost. It comes back where the whole order is undone in the same way (Directive 2011/83/EU Art. 13
    /// (1), 18 (3)); of a part of it the law gives none.
    fn shipping(&self, id: &str) -> Option<i64> {
        let (case, items) = (self.case, &self.case.context.items);
        let paid_in_all = case.context.shipping_paid().filter(|cost| *cost > 0)?;
        let mut weights = Vec::new();
        for item in items {
            let line = &item.line;
            let Some(paid) = case.context.paid_for(item, item.pieces()).filter(|_| item.kind != ItemKind::Service)
            else {
                continue;
            };
            let chosen = remedy_step(case).filter(|_| case.flow.kind != FlowKind::Withdrawal);
            let chosen = chosen.and_then(|(step, _)| case.answer(Some(line), step));
            let another = *line != self.item.line && chosen.is_some_and(|chosen| chosen.as_text() != Some(id));
            // A withdrawal has no reason.
            let otherwise = id != WITHDRAWAL && case.trouble(line) != self.trouble;
            if another || otherwise || case.quantity(line) < item.pieces() {
                return None;
            }
            if id == WITHDRAWAL && !case.rights(item).withdrawal.open {
                return None;
            }
            weights.push((paid, line.as_str()));
        }
        Some(money::part(paid_in_all, &weights, &self.item.line))
    }
}

fn why(key: &str, right: &Right) -> Why {
    let over = !right.open && key == right.why;
    Why {
        key: key.into(),
        source: Some(right.source.clone()).filter(|source| !source.is_empty()),
        date: right.until.filter(|_| over),
    }
}
