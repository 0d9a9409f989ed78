//! Config, who sells: the shop, its look, what it says about privacy.

use super::remedy::Payer;
use crate::json::Json;
use crate::read::{Problem, WRONG_TYPE, record, words};

record! {
    /// Who sells, and how a person there is reached.
    Shop {
        /// Name shown to the shopper.
        "name" => name: String,
        /// ISO 3166-1 alpha-2 code: the law that applies where the order names none.
        "country" => country: Option<String>,
        /// Address for people.
        "email" => email: Option<String>,
        /// Number for people.
        "phone" => phone: Option<String>,
        /// When the phone is answered: `Mo-Fr 09:00-17:00, Sa 10:00-14:00` (schema.org `openingHours`) is told in the language shown, and whether
        /// somebody is there now; anything else is shown as it stands.
        "hours" => hours: Option<Json>,
        /// Within which time the shop promises an answer; the desk writes it into the receipt.
        "answerWithin" => answer_within: Option<AnswerWithin>,
        /// Where a person answers in a chat: absolute (https), or relative to the page.
        "chat" => chat: Option<String>,
        /// IANA zone of the hours; that of the law pack of `country` if absent.
        "timeZone" => time_zone: Option<String>,
        /// The shop's own policy for what is sent back without a fault; without it there is no `return` flow.
        "returns" => returns: Option<ReturnPolicy>,
    }
}

record! {
    /// What a shop lets its customers do beyond the law: give back what they do not want.
    ReturnPolicy {
        /// Until how many days after it arrived.
        "days" => days: i64,
        /// Who pays for sending it back; told as "see the terms" if absent.
        "returnCost" => return_cost: Option<Payer>,
        /// What comes back: `money`, `credit`, or what the terms say if absent.
        "refund" => refund: Option<ReturnRefund>,
        /// Where the policy stands: absolute (https), or relative to the page.
        "url" => url: Option<String>,
    }
}

words! {
    /// What comes back under a return policy.
    ReturnRefund {
        /// What was paid for the goods.
        "money" => Money,
        /// A credit with the shop.
        "credit" => Credit,
    }
}

record! {
    /// A promised time of answer.
    AnswerWithin {
        /// Monday to Friday, without holidays.
        "workingDays" => working_days: i64,
    }
}

record! {
    read only /// How the widget looks. What is absent is the widget's own.
    Theme {
        /// Colour of buttons and of what is chosen, `#rrggbb`.
        "accent" => accent: Option<String>,
        /// Colour of text on it; black or white, whichever is read better, if absent.
        "onAccent" => on_accent: Option<String>,
        /// Colour behind everything.
        "background" => background: Option<String>,
        /// Colour of text.
        "text" => text: Option<String>,
        /// How round corners are.
        "radius" => radius: Option<Radius>,
        /// The page's typeface or the system's.
        "font" => font: Option<Font>,
        /// Light, dark, or as the shopper's system has it.
        "scheme" => scheme: Option<Scheme>,
        /// How much room there is between things. Targets stay as large as a thumb in both.
        "density" => density: Option<Density>,
    }
}

impl Theme {
    /// Leaves out what is no colour `#rgb` or `#rrggbb`: in a style sheet it would take the fallback away too, and with it whole buttons.
    pub fn drop_odd_colours(&mut self, problems: &mut Vec<Problem>) {
        let colours = [
            ("accent", &mut self.accent),
            ("onAccent", &mut self.on_accent),
            ("background", &mut self.background),
            ("text", &mut self.text),
        ];
        for (key, colour) in colours {
            if colour.as_deref().is_some_and(|colour| !is_colour(colour)) {
                *colour = None;
                let path = ["/theme/", key].concat();
                problems.push(Problem { code: WRONG_TYPE, path, message: "expected a colour such as #2451b7".into() });
            }
        }
    }
}

fn is_colour(text: &str) -> bool {
    let hex = text.strip_prefix('#').unwrap_or_default();
    matches!(hex.len(), 3 | 6) && hex.bytes().all(|byte| byte.is_ascii_hexdigit())
}

words! {
    /// How much room there is between things.
    Density {
        /// As much as a thumb and a tired eye like.
        "comfortable" => Comfortable,
        /// Less, where a page has little.
        "compact" => Compact,
    }
}

words! {
    /// How round corners are.
    Radius {
        /// Square.
        "none" => None,
        /// A little.
        "small" => Small,
        /// Much.
        "large" => Large,
    }
}

words! {
    /// Whose typeface.
    Font {
        /// The page's.
        "page" => Page,
        /// The system's.
        "system" => System,
    }
}

words! {
    /// Light or dark.
    Scheme {
        /// As the shopper's system has it.
        "auto" => Auto,
        /// Light.
        "light" => Light,
        /// Dark.
        "dark" => Dark,
    }
}

record! {
    read only /// What the shopper is told about their data.
    Privacy {
        /// The shop's privacy notice, linked in the review.
        "url" => url: Option<String>,
        /// The sentence in the review; by convention `review.privacy`.
        "text" => text: Option<Json>,
        /// Where what the shopper enters is kept until it is sent.
        "storage" => storage: Storage,
        /// How many hours a draft is kept on the shopper's device, from 1 to 720; 72 if absent.
        "draftHours" => draft_hours: Option<i64>,
    }
}

words! {
    /// Where what the shopper enters is kept until it is sent.
    Storage {
        /// On the shopper's device (IndexedDB): it survives a reload, a crash and a closed tab.
        "device" => Device,
        /// In the page's memory: it is gone with the page, and so is a complaint that is not sent yet.
        "none" => None,
    }
}

words! {
    /// How the shopper is addressed, where a language has both.
    Tone {
        /// With distance: "Sie".
        "formal" => Formal,
        /// Among friends: "du".
        "informal" => Informal,
    }
}
