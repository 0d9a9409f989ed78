//! Context: what the shop's page already knows about the order, its items and the customer.

use crate::answers::Answers;
use crate::day::Day;
use crate::json::{Json, digits};
use crate::money;
use crate::read::{Read, Reader, Write, record, words};

record! {
    /// What the page knows. Money in minor units of `order.currency`, dates ISO 8601.
    Context {
        /// The order.
        "order" => order: Order,
        /// Its lines.
        "items" => items: Vec<Item>,
        /// Who bought.
        "customer" => customer: Customer,
        /// A token with which the shop vouches for this context.
        "token" => token: Option<String>,
    }
}

record! {
    /// An order.
    Order {
        /// The number the shop gave it; empty if the page does not say.
        "number" => number: String,
        /// When the contract was made: decides which dated rules apply.
        "placedOn" => placed_on: Option<Day>,
        /// ISO 3166-1 alpha-2 code of the country whose consumer law applies; `shop.country` if absent.
        "country" => country: Option<String>,
        /// IANA name of the zone in which the shopper's days are counted.
        "timeZone" => time_zone: Option<String>,
        /// ISO 4217 code.
        "currency" => currency: String,
        /// Standard delivery cost, minor units.
        "shipping" => shipping: Option<i64>,
        /// All that was charged, minor units.
        "total" => total: Option<i64>,
        /// How it was paid, as the shopper knows it ("PayPal").
        "paidWith" => paid_with: Option<String>,
        /// Whether, or when, the shop informed about the right of withdrawal (Directive 2011/83/EU Art. 10).
        "informedOfWithdrawal" => informed_of_withdrawal: Option<Json>,
        /// An invoice that is to be paid.
        "invoice" => invoice: Option<Invoice>,
        /// BCP 47 tag of the language in which the contract was made: the label that confirms a withdrawal is shown in it too.
        "language" => language: Option<String>,
    }
}

record! {
    /// An invoice.
    Invoice {
        /// Its number.
        "number" => number: String,
        /// When it was or is due.
        "dueOn" => due_on: Option<Day>,
        /// What is still to be paid, minor units.
        "due" => due: Option<i64>,
    }
}

record! {
    /// One line of an order.
    Item {
        /// Identifies the line within the order.
        "line" => line: String,
        /// The shop's article number.
        "sku" => sku: Option<String>,
        /// What the shopper knows it by.
        "title" => title: String,
        /// The shop's own category.
        "category" => category: Option<String>,
        /// Goods, digital content or a service.
        "kind" => kind: ItemKind,
        /// Pieces in this line; 1 if absent.
        "quantity" => quantity: Option<i64>,
        /// Price of one piece, minor units.
        "price" => price: Option<i64>,
        /// What was paid for the whole line after discounts, minor units; `price × quantity` if absent.
        "paid" => paid: Option<i64>,
        /// Address of a picture.
        "image" => image: Option<String>,
        /// When it arrived.
        "deliveredOn" => delivered_on: Delivery,
        /// When it was last repaired under the guarantee.
        "repairedOn" => repaired_on: Option<Day>,
        /// Statutory exceptions from withdrawal that apply (Directive 2011/83/EU Art. 16): `made-to-order`, `perishable`, …
        "exclusions" => exclusions: Vec<String>,
        /// Whether a replacement can be had.
        "inStock" => in_stock: Option<bool>,
    }
}

record! {
    /// Who bought.
    Customer {
        /// Consumer or business: only a consumer has the rights of a law pack.
        "kind" => kind: CustomerKind,
        /// Full name.
        "name" => name: Option<String>,
        /// E-mail address.
        "email" => email: Option<String>,
        /// Telephone number.
        "phone" => phone: Option<String>,
    }
}

words! {
    /// What was bought.
    ItemKind {
        /// A thing.
        "goods" => Goods,
        /// Digital content.
        "digital" => Digital,
        /// A service.
        "service" => Service,
    }
}

words! {
    /// Who bought, in the sense of consumer law.
    CustomerKind {
        /// A natural person outside their trade.
        "consumer" => Consumer,
        /// Anybody else.
        "business" => Business,
    }
}

/// When an item arrived. Absent and `null` say different things: unknown, and not yet.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Delivery {
    /// The page does not say.
    #[default]
    Unknown,
    /// It has not arrived.
    NotYet,
    /// The day on which it arrived.
    On(Day),
}

impl Delivery {
    /// The day, if it is known.
    pub fn day(self) -> Option<Day> {
        if let Delivery::On(day) = self { Some(day) } else { None }
    }
}

impl Read for Delivery {
    fn read(json: &Json, reader: &mut Reader) -> Option<Delivery> {
        if *json == Json::Null { Some(Delivery::NotYet) } else { latest_day(json, reader).map(Delivery::On) }
    }
}

/// The day of a date or timestamp. One in UTC that is late in the evening was the next day where the Union's clocks are ahead: of two
/// possible days the later one, which takes no right away.
fn latest_day(json: &Json, reader: &mut Reader) -> Option<Day> {
    let day = Day::read(json, reader)?;
    let text = json.as_text().unwrap_or_default().as_bytes();
    let evening = matches!(text, [.., b'Z']) && matches!(text.get(11..13), Some([b'2', b'1'..=b'9']));
    Some(if evening { day.plus_days(1) } else { day })
}

impl Write for Delivery {
    fn write(&self) -> Option<Json> {
        match self {
            Delivery::Unknown => None,
            Delivery::NotYet => Some(Json::Null),
            Delivery::On(day) => day.write(),
        }
    }
}

impl Item {
    /// Pieces in the line, at least one.
    pub fn pieces(&self) -> i64 {
        self.quantity.unwrap_or(1).max(1)
    }

    /// What was paid for the whole line, minor units.
    pub fn paid_in_all(&self) -> Option<i64> {
        self.paid.or_else(|| self.price?.checked_mul(self.pieces())).filter(|paid| *paid >= 0)
    }
}

impl Context {
    /// The item of `line`.
    pub fn item(&self, line: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.line == line)
    }

    /// What was paid for `quantity` pieces of a line, minor units. Where the page does not say it of each line and the lines come to more
    /// than was charged in all, a discount on the whole order is spread over them. Never more than was charged in all.
    pub fn paid_for(&self, item: &Item, quantity: i64) -> Option<i64> {
        let mut paid = item.paid_in_all()?;
        if let Some(total) = self.order.total {
            let (mut said, mut priced, mut sum) = (0_i64, Vec::new(), 0_i64);
            for other in &self.items {
                match (other.paid, other.paid_in_all()) {
                    (Some(paid), _) => said = said.saturating_add(paid.max(0)),
                    (None, Some(price)) => {
                        sum = sum.saturating_add(price);
                        priced.push((price, other.line.as_str()));
                    }
                    _ => {}
                }
            }
            if item.paid.is_none() && sum.saturating_add(said) > total {
                let goods = total.saturating_sub(said).max(0);
                let shipping = self.order.shipping.unwrap_or_default().max(0);
                paid = money::part(if shipping < goods { goods - shipping } else { goods }, &priced, &item.line);
            }
            paid = paid.min(total.max(0));
        }
        Some(money::share(paid, quantity, item.pieces()))
    }

    /// The delivery cost that was charged, minor units: no more than is left of the total beside the goods.
    pub fn shipping_paid(&self) -> Option<i64> {
        let mut shipping = self.order.shipping?.max(0);
        if let Some(total) = self.order.total {
            let mut rest = total.max(0);
            for item in &self.items {
                rest = rest.saturating_sub(self.paid_for(item, item.pieces()).unwrap_or_default());
            }
            shipping = shipping.min(rest.max(0));
        }
        Some(shipping)
    }

    /// Gives each item a line of its own, whatever the page wrote: answers and offers are kept by line.
    fn name_lines(&mut self) {
        for at in 0..self.items.len() {
            let (before, rest) = self.items.split_at_mut(at);
            let Some(item) = rest.first_mut() else { return };
            if item.line.is_empty() {
                item.line = digits(at as i64 + 1);
            }
            while before.iter().any(|other| other.line == item.line) {
                item.line.push('+');
                item.line.push_str(&digits(at as i64 + 1));
            }
        }
    }

    /// The context with what the shopper told in a `lookup` step filled in: the order's number, an e-mail address, and, where the page
    /// names no item, one that stands for the whole order.
    pub fn with_answers(&self, answers: &Answers) -> Context {
        let mut context = self.clone();
        let told = answers.shared.iter().find_map(|(_, value)| value.get("order").map(|_| value));
        let text = |key: &str| told?.get(key)?.as_text().filter(|text| !text.trim().is_empty()).map(str::to_string);
        if context.order.number.is_empty() {
            context.order.number = text("order").unwrap_or_default();
        }
        if context.customer.email.is_none() {
            context.customer.email = text("email");
        }
        if context.items.is_empty() {
            context.items.push(Item { line: "1".into(), ..Item::default() });
        }
        context.name_lines();
        for item in &mut context.items {
            // Nothing arrives before it was ordered, nor is repaired before it arrived: such a date closes and opens no right.
            if item.delivered_on.day().is_some_and(|day| context.order.placed_on.is_some_and(|placed| day < placed)) {
                item.delivered_on = Delivery::Unknown;
            }
            item.repaired_on = item.repaired_on.filter(|day| item.delivered_on.day().is_none_or(|from| from <= *day));
        }
        context
    }
}
