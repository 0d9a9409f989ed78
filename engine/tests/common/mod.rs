//! What every test of the engine starts from: the default preset, Germany's pack, orders of the demo shop, a fixed day.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "each test crate uses its part; a test may say what it expects"
)]

use redress_engine::answers::Answers;
use redress_engine::config::{Config, load};
use redress_engine::context::Context;
use redress_engine::flow::{Next, next, prune, screens};
use redress_engine::law::Law;
use redress_engine::offers::{ItemOffers, Offer, offers};
use redress_engine::read::{Read, Reader, Write};
use redress_engine::text::Format;
use redress_engine::{Case, Day, Json, Setting};

/// The day on which every case happens, a Saturday.
pub const TODAY: &str = "2026-11-21";

/// A kettle that came five weeks ago; the customer is known.
pub const KETTLE: &str = r#"{
    "order": {"number": "TT-10482", "placedOn": "2026-10-13", "country": "DE", "currency": "EUR", "shipping": 0, "paidWith": "PayPal"},
    "items": [{"line": "1", "title": "Kettle", "category": "electronics", "price": 8900, "deliveredOn": "2026-10-17"}],
    "customer": {"name": "Mira Lindqvist", "email": "mira@example.org"}
}"#;

/// Three lines, one of two pieces, a discount; it came two days ago.
pub const VASE: &str = r#"{
    "order": {"number": "TT-10531", "placedOn": "2026-11-15", "country": "DE", "currency": "EUR", "shipping": 490, "paidWith": "PayPal"},
    "items": [
        {"line": "1", "title": "Vase", "category": "decoration", "price": 5400, "paid": 4860, "deliveredOn": "2026-11-19"},
        {"line": "2", "title": "Candles", "category": "decoration", "quantity": 2, "price": 1800, "paid": 3241, "deliveredOn": "2026-11-19"},
        {"line": "3", "title": "Board", "category": "kitchen", "price": 3900, "paid": 3510, "deliveredOn": "2026-11-19"}
    ],
    "customer": {"email": "mira@example.org"}
}"#;

/// Chocolates that never came.
pub const CHOCOLATES: &str = r#"{
    "order": {"number": "TT-10517", "placedOn": "2026-11-09", "country": "DE", "currency": "EUR", "shipping": 690, "paidWith": "Visa"},
    "items": [{"line": "1", "title": "Chocolates", "category": "food", "price": 3200, "deliveredOn": null}],
    "customer": {"email": "mira@example.org"}
}"#;

/// Answers of who asked for the goods once more and has none.
pub const NEVER_CAME: &str = r#"{"reason":"not-delivered","waited":["asked"]}"#;

pub fn json(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

pub fn read<T: Read>(json: &Json) -> T {
    let mut reader = Reader::default();
    let value = T::read(json, &mut reader);
    assert_eq!(reader.problems, []);
    value.unwrap()
}

pub fn answers(text: &str) -> Answers {
    read(&json(text))
}

pub fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

pub fn default_preset() -> Json {
    json(redress_engine::DEFAULT_PRESET_TEXT)
}

/// Germany's pack as it ships.
pub fn germany() -> Law {
    Law::from_json(&json(include_str!("../../../law/de.json")))
}

/// A shop, an order and a day.
pub struct World {
    pub config: Config,
    pub page: Context,
    pub law: Option<Law>,
    pub today: Day,
    pub flow: &'static str,
}

impl World {
    /// A German shop with the default preset, and this order.
    pub fn new(page: &str) -> World {
        World {
            config: config("{}"),
            page: read(&json(page)),
            law: Some(germany()),
            today: day(TODAY),
            flow: "complaint",
        }
    }

    /// The same with a merchant's patch.
    pub fn with(self, patch: &str) -> World {
        World { config: config(patch), ..self }
    }

    /// The same with other facts of the order's first item. Not a merge patch: null says "not delivered".
    pub fn item(mut self, facts: &str) -> World {
        let mut item = self.page.items[0].to_json();
        if let (Json::Map(map), Some(facts)) = (&mut item, json(facts).as_map()) {
            facts.iter().for_each(|(key, value)| map.set(key, value.clone()));
        }
        self.page.items[0] = read(&item);
        self
    }

    /// The same with a merge patch on the context.
    pub fn page(self, patch: &str) -> World {
        let mut page = self.page.to_json();
        page.merge(&json(patch));
        World { page: read(&page), ..self }
    }

    pub fn on(self, today: &str) -> World {
        World { today: day(today), ..self }
    }

    pub fn setting(&self) -> Setting<'_> {
        Setting {
            config: &self.config,
            flow_id: self.flow,
            page: &self.page,
            law: self.law.as_ref(),
            today: self.today,
            locale: "en",
        }
    }

    pub fn case<'a>(&'a self, answers: &'a Answers) -> Case<'a> {
        self.setting().case(answers).unwrap()
    }

    pub fn next(&self, answers: &Answers) -> Next {
        next(&self.case(answers))
    }

    /// Faults as (path, key).
    pub fn invalid(&self, text: &str) -> Vec<(String, String)> {
        self.next(&answers(text)).invalid.into_iter().map(|fault| (fault.path, fault.key)).collect()
    }

    pub fn prune(&self, text: &str) -> Answers {
        prune(self.setting(), answers(text))
    }

    /// Screens as `step+step@line`, known ones in brackets.
    pub fn screens(&self, answers: &Answers) -> Vec<String> {
        let show = |screen: &redress_engine::flow::Screen| {
            let steps = screen.steps.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>().join("+");
            let line = screen.line.as_ref().map(|line| format!("@{line}")).unwrap_or_default();
            if screen.known { format!("[{steps}{line}]") } else { format!("{steps}{line}") }
        };
        screens(&self.case(answers)).iter().map(show).collect()
    }

    pub fn offers(&self, text: &str) -> Vec<ItemOffers> {
        offers(&self.case(&answers(text))).items
    }

    /// Offers for the first line, where the reason is this.
    pub fn first(&self, reason: &str) -> ItemOffers {
        self.saying(&format!(r#"{{"reason":"{reason}"}}"#))
    }

    /// The same, where this is said of it.
    pub fn saying(&self, said: &str) -> ItemOffers {
        let line = self.page.items.first().map_or("1", |item| &item.line);
        self.offers(&format!(r#"{{"chosen":[{{"line":"{line}","quantity":1}}],"items":{{"{line}":{said}}}}}"#))
            .remove(0)
    }

    /// The same of goods that did not come when they were asked for once more.
    pub fn never_came(&self) -> ItemOffers {
        self.saying(NEVER_CAME)
    }
}

/// The default preset with an endpoint, a German shop and a merchant's patch.
pub fn config(patch: &str) -> Config {
    let mut preset = default_preset();
    preset.merge(&json(r#"{"endpoint":{"url":"/api/complaints"},"shop":{"country":"DE"}}"#));
    let loaded = load(&preset, &json(patch));
    assert_eq!(loaded.problems, []);
    loaded.config
}

/// Ids of what is offered, in order.
pub fn ids(item: &ItemOffers) -> Vec<&str> {
    item.offered.iter().map(|offer| offer.remedy.as_str()).collect()
}

/// What is withheld, with the message key.
pub fn withheld(item: &ItemOffers) -> Vec<(&str, &str)> {
    item.withheld.iter().map(|each| (each.remedy.as_str(), each.why.key.as_str())).collect()
}

pub fn offer<'a>(item: &'a ItemOffers, id: &str) -> &'a Offer {
    item.offered.iter().find(|offer| offer.remedy == id).unwrap_or_else(|| panic!("{id} is not offered: {item:?}"))
}

/// A format without a language: what is formatted is seen by its brackets.
pub struct Plain;

impl Format for Plain {
    fn date(&self, day: Day) -> String {
        format!("<{}>", day.iso())
    }

    fn money(&self, amount: i64, currency: &str) -> String {
        format!("<{} {currency}>", redress_engine::money::decimal(amount, currency))
    }

    fn plural(&self, count: i64) -> String {
        if count == 1 { "one" } else { "other" }.into()
    }

    fn number(&self, count: i64) -> String {
        format!("<{count}>")
    }
}
