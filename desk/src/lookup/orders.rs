//! Orders: what `--orders FILE` tells of, found by number and e-mail address together.

use std::collections::HashMap;

use hmac::{Hmac, KeyInit, Mac};
use rand::RngExt;
use redress_engine::Json;
use redress_engine::context::{Context, Customer};
use redress_engine::read::Reader;
use sha2::Sha256;

use crate::limits;
use crate::policy::{Flaw, Flaws};
use crate::rate::number_of;

/// Every order that can be looked up. The default has none, and answers as one that has others.
#[derive(Debug, Default)]
pub struct Orders {
    by_mac: HashMap<[u8; 32], Context>,
    /// Of this process: nobody outside can tell which entries would be neighbours.
    key: [u8; 32],
}

impl Orders {
    /// Reads the file: a JSON array of contexts, each with `order.number` and `customer.email`. All mistakes are told at once.
    pub fn parse(text: &str) -> Result<Orders, Flaws> {
        let json: Json = serde_json::from_str(text)
            .map_err(|error| one("orders.syntax", "", error.to_string(), "Mend the JSON there."))?;
        let Json::List(list) = &json else {
            return Err(one(
                "orders.type",
                "",
                "expected an array".into(),
                "Write [ … ] around the orders, even around one.",
            ));
        };
        let mut orders = Orders { by_mac: HashMap::new(), key: rand::rng().random() };
        let mut flaws = Vec::new();
        for (at, json) in list.iter().enumerate() {
            let mut reader = Reader::default();
            let context: Context = reader.inside(&at.to_string(), json).unwrap_or_default();
            flaws.extend(reader.problems.into_iter().map(|problem| Flaw {
                code: if problem.is_warning() { "orders.unknown-key" } else { "orders.type" },
                path: problem.path,
                message: problem.message,
                fix: "Orders have the shape of a context (docs/embedding.md).".into(),
            }));
            let before = flaws.len();
            missing(at, &context, &mut flaws);
            if flaws.len() == before && !orders.add(context) {
                let message = "another order has this number and this address".to_string();
                flaws.extend(one("orders.twice", &format!("/{at}"), message, "Take one of them out.").0);
            }
        }
        if flaws.is_empty() { Ok(orders) } else { Err(Flaws(flaws)) }
    }

    /// The order of this number that was placed with this address.
    pub fn find(&self, number: &str, email: &str) -> Option<&Context> {
        self.by_mac.get(&self.mac(number, email))
    }

    /// False where there is one of the same number and address.
    fn add(&mut self, context: Context) -> bool {
        let email = context.customer.email.clone().unwrap_or_default();
        let mac = self.mac(&context.order.number, &email);
        let customer = Customer { kind: context.customer.kind, email: Some(email), ..Customer::default() };
        self.by_mac.insert(mac, Context { customer, token: None, ..context }).is_none()
    }

    /// However either is typed: letters of any case, spaces, a "#" before the number.
    fn mac(&self, number: &str, email: &str) -> [u8; 32] {
        let (number, email) = (number_of(number), email.trim().to_lowercase());
        let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.key) else {
            // HMAC takes keys of any length; this is for the type only.
            return [0; 32];
        };
        // Its length first: no number can end where the address begins.
        mac.update(&(number.len() as u64).to_be_bytes());
        mac.update(number.as_bytes());
        mac.update(email.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

/// What an order cannot be looked up without, and what it must not have.
fn missing(at: usize, context: &Context, flaws: &mut Vec<Flaw>) {
    let mut note = |code, key: &str, message: &str, fix: &str| {
        flaws.extend(one(code, &format!("/{at}{key}"), message.into(), fix).0);
    };
    if number_of(&context.order.number).is_empty() {
        note("orders.number", "/order/number", "an order has no number", "Add the number that the shop gave it.");
    }
    if !context.customer.email.as_deref().is_some_and(|email| email.contains('@')) {
        let message = "there is no e-mail address, by which its customer could be known";
        note(
            "orders.email",
            "/customer/email",
            message,
            "Add the address with which it was placed, or take the order out.",
        );
    }
    if context.items.len() > limits::LINES {
        let message = format!("more than {} lines", limits::LINES);
        note("orders.lines", "/items", &message, "Take the order out: its customer can do without a look-up.");
    }
    if context.token.is_some() {
        note(
            "orders.token",
            "/token",
            "a token does not belong here",
            "Take it out: the desk makes one for each look-up.",
        );
    }
}

fn one(code: &'static str, path: &str, message: String, fix: &str) -> Flaws {
    Flaws(vec![Flaw { code, path: path.into(), message, fix: fix.into() }])
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = r##"[{"order":{"number":"TT-1","currency":"EUR"},"items":[{"line":"1","title":"Kettle"}],
        "customer":{"email":"Ida@Example.org","name":"Ida Kern","phone":"+49 30 1","kind":"consumer"}},
        {"order":{"number":"#1002"},"customer":{"email":"jo@example.org"}}]"##;

    #[test]
    fn an_order_is_found_by_number_and_address_however_they_are_typed() {
        let orders = Orders::parse(TWO).unwrap();
        for (number, email) in
            [("TT-1", "Ida@Example.org"), (" #tt-1 ", " ida@example.ORG"), ("TT -1", "ida@example.org")]
        {
            assert_eq!(orders.find(number, email).unwrap().items[0].title, "Kettle", "{number} {email}");
        }
        assert!(orders.find("1002", "jo@example.org").is_some());
    }

    #[test]
    fn nothing_else_finds_one() {
        let orders = Orders::parse(TWO).unwrap();
        for (number, email) in [
            ("TT-1", "jo@example.org"),
            ("1002", "ida@example.org"),
            ("TT-2", "ida@example.org"),
            ("TT-1", ""),
            ("", "ida@example.org"),
            ("TT-1ida@example.org", ""),
            ("TT-", "1ida@example.org"),
            ("TT-1\0ida@example.org", ""),
            ("", ""),
        ] {
            assert!(orders.find(number, email).is_none(), "{number} {email}");
            assert!(Orders::default().find(number, email).is_none(), "{number} {email}");
        }
    }

    #[test]
    fn of_the_customer_only_the_address_is_told_that_was_typed() {
        let orders = Orders::parse(TWO).unwrap();
        let customer = &orders.find("TT-1", "ida@example.org").unwrap().customer;
        assert_eq!((customer.name.as_ref(), customer.phone.as_ref()), (None, None));
        assert_eq!(customer.email.as_deref(), Some("Ida@Example.org"));
    }

    #[test]
    fn all_mistakes_of_the_file_are_told_at_once_with_their_place() {
        let text = r##"[{"order":{"number":" "},"items":"none","token":"x"}, 7, {"order":{"number":"A","nmbr":1},"customer":{"email":"a@b"}},
            {"order":{"number":"B"},"customer":{"email":"b@b"}}, {"order":{"number":"#b"},"customer":{"email":"B@B"}}]"##;
        let Flaws(flaws) = Orders::parse(text).unwrap_err();
        let found: Vec<_> = flaws.iter().map(|flaw| (flaw.code, flaw.path.as_str())).collect();
        assert_eq!(
            found,
            [
                ("orders.type", "/0/items"),
                ("orders.number", "/0/order/number"),
                ("orders.email", "/0/customer/email"),
                ("orders.token", "/0/token"),
                ("orders.type", "/1"),
                ("orders.number", "/1/order/number"),
                ("orders.email", "/1/customer/email"),
                ("orders.unknown-key", "/2/order/nmbr"),
                ("orders.twice", "/4"),
            ]
        );
        assert!(Orders::parse("[").unwrap_err().to_string().contains("line 1"));
        assert!(Orders::parse("{}").unwrap_err().to_string().contains("expected an array"));
    }
}
