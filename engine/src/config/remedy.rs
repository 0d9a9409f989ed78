//! Config, remedies: what the shopper can get.

use crate::condition::Condition;
use crate::json::Json;
use crate::read::{record, words};

record! {
    read only /// Something the shopper can get.
    Remedy {
        /// Who gives it, and why.
        "basis" => basis: Basis,
        /// What it is, which names its texts; the remedy's id if absent.
        "gives" => gives: Option<String>,
        /// Its name; by convention `remedy.<gives>.title`.
        "label" => label: Option<Json>,
        /// A line below it; by convention `remedy.<gives>.help`.
        "help" => help: Option<Json>,
        /// When it is offered; always if absent.
        "when" => when: Option<Condition>,
        /// Money back.
        "refund" => refund: Option<Refund>,
        /// Whether the goods go back. If absent: yes for a replacement, repair, refund or withdrawal by law, else no. What never arrived
        /// need not go back.
        "sendBack" => send_back: Option<bool>,
        /// Within how many days the merchant promises it; no date is shown if absent.
        "days" => days: Option<i64>,
    }
}

record! {
    /// Money back.
    Refund {
        /// Of what was paid for the chosen pieces; 100 if absent.
        "percent" => percent: Option<i64>,
        /// Whether the standard delivery cost comes back too, where the whole order is undone.
        "shipping" => shipping: bool,
    }
}

words! {
    /// Why a remedy is given.
    Basis {
        /// The law gives it.
        "statutory" => Statutory,
        /// A guarantee or policy of the shop.
        "commercial" => Commercial,
        /// A gesture; legal rights stay.
        "goodwill" => Goodwill,
    }
}
