//! Fairness, situations: the orders that the law of some country tells apart, and those that the conditions of the config tell apart by a
//! date, a country or another fact that the law reads too. `moments.rs` makes them.

use crate::condition::{Fact, Test, Truth};
use crate::context::{Context, Delivery, Item, ItemKind};
use crate::day::Day;
use crate::json::Json;
use crate::law::Rights;

/// Facts that follow from what the law looks at: they are not varied by themselves.
const OF_LAW: [&str; 15] = [
    "order.placedOn",
    "order.country",
    "order.informedOfWithdrawal",
    "item.deliveredOn",
    "item.daysSinceDelivery",
    "item.arrived",
    "item.repairedOn",
    "item.exclusions",
    "item.inStock",
    "item.kind",
    "customer.kind",
    "today",
    "right.withdrawal",
    "right.guarantee",
    "right.rejection",
];

/// Whether a fact follows from the situation.
pub fn is_of_law(fact: &str) -> bool {
    OF_LAW.contains(&fact)
}

/// The tests that conditions make on each of these facts.
pub type Tests<'a> = Vec<(&'a str, Vec<&'a Test>)>;

/// One order on one day, under the law of one country.
#[derive(Debug, Clone)]
pub struct Situation {
    pub page: Context,
    pub today: Day,
    /// Index into the library's packs.
    pub law: usize,
    pub rights: Rights,
    /// What the law gives in it, without dates and sources: equal keys, equal claims.
    pub key: String,
    /// The same of a complaint alone.
    pub complaint_key: String,
}

impl Situation {
    pub fn item(&self) -> &Item {
        // Every situation is made with one line at least.
        const NONE: &Item = &NO_ITEM;
        self.page.items.first().unwrap_or(NONE)
    }

    /// What it says of a fact.
    pub fn fact(&self, name: &str) -> Fact {
        let item = self.item();
        let day = |day: Option<Day>| day.map(|day| Json::Text(day.iso()));
        let value = match name {
            "order.placedOn" => day(self.page.order.placed_on),
            "order.country" => self.page.order.country.clone().map(Json::Text),
            "order.informedOfWithdrawal" => self.page.order.informed_of_withdrawal.clone(),
            "item.deliveredOn" => day(item.delivered_on.day()),
            "item.daysSinceDelivery" => item.delivered_on.day().map(|day| Json::Int(self.today.days_since(day))),
            "item.arrived" => match item.delivered_on {
                Delivery::Unknown => None,
                delivery => Some(delivery.day().is_some().into()),
            },
            "item.repairedOn" => day(item.repaired_on),
            "item.exclusions" => Some(Json::List(item.exclusions.iter().map(|each| each.as_str().into()).collect())),
            "item.inStock" => item.in_stock.map(Json::Bool),
            "item.kind" => Some(item.kind.as_str().into()),
            "customer.kind" => Some(self.page.customer.kind.as_str().into()),
            "today" => day(Some(self.today)),
            "right.withdrawal" => Some(self.rights.withdrawal.open.into()),
            "right.guarantee" => Some(self.rights.guarantee.open.into()),
            "right.rejection" => Some(self.rights.rejection.open.into()),
            _ => None,
        };
        value.map_or(Fact::Unknown, Fact::Known)
    }

    /// What tests see of it.
    pub fn signature(&self, tests: &Tests) -> String {
        let mut signature = self.key.clone();
        for (name, tests) in tests.iter().filter(|(name, _)| is_of_law(name)) {
            let fact = self.fact(name);
            for test in tests {
                signature.push(match test.passes(&fact) {
                    Truth::No => 'n',
                    Truth::Pending => 'p',
                    Truth::Yes => 'y',
                });
            }
        }
        signature
    }
}

static NO_ITEM: Item = Item {
    line: String::new(),
    sku: None,
    title: String::new(),
    category: None,
    kind: ItemKind::Goods,
    quantity: None,
    price: None,
    paid: None,
    image: None,
    delivered_on: Delivery::Unknown,
    repaired_on: None,
    exclusions: Vec::new(),
    in_stock: None,
};

/// What the law gives, without its dates and sources: in all, and in a complaint.
pub fn keys(page: &Context, rights: &Rights) -> (String, String) {
    let item = page.items.first();
    let repaired = item.is_some_and(|item| item.repaired_on.is_some());
    let out_of_stock = item.is_some_and(|item| item.in_stock == Some(false));
    let told = page.order.informed_of_withdrawal != Some(Json::Bool(false));
    let came = item.is_none_or(|item| item.delivered_on != Delivery::NotYet);
    let mut complaint = format!("{}", rights.withdrawal.open);
    if rights.guarantee.open {
        complaint.push_str(&format!("{repaired}{out_of_stock}{:?}", rights.remedy_order));
    }
    if rights.rejection.open {
        complaint.push_str(&format!("{:?}", rights.rejection_remedies));
    }
    complaint.push_str(&format!("{:?}", rights.delivery_order));
    let cost = if rights.withdrawal.open { rights.return_cost.as_str() } else { "" };
    (format!("{}{told}{came}{cost} {complaint}", page.items.len()), complaint)
}
