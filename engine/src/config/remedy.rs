//! Config, remedies: what the shopper can get.

use crate::condition::Condition;
use crate::json::Json;
use crate::read::{record, words};

record! {
    read only /// Something the shopper can get.
    Remedy {
        /// Who gives it, and why.
        "basis" => basis: Basis,
        /// Which remedy of the law this is a way of giving: `repair`, `replacement`, `price-reduction`, `refund` or `delivery`. Its own id
        /// if absent.
        "fulfils" => fulfils: Option<String>,
        /// What it is, which names its texts; the remedy's id if absent.
        "gives" => gives: Option<String>,
        /// Its name; by convention `remedy.<gives>.title`.
        "label" => label: Option<Json>,
        /// A line below it; by convention `remedy.<gives>.help`.
        "help" => help: Option<Json>,
        /// When it is offered; always if absent.
        "when" => when: Option<Condition>,
        /// When a repair or replacement cannot be had, or only at a cost out of all proportion (Directive 2019/771 Art. 13 (2)). The
        /// shopper is told; where neither can be had, price reduction and refund are open at once.
        "impossible" => impossible: Option<Condition>,
        /// Money back.
        "refund" => refund: Option<Refund>,
        /// Whether the goods go back. If absent: yes for a replacement, repair, refund or withdrawal by law, else no. What never arrived
        /// need not go back.
        "sendBack" => send_back: Option<bool>,
        /// How it can go back: the shopper is told.
        "ways" => ways: Vec<ReturnWay>,
        /// Who pays for sending it back; by law if absent: the shop for what is faulty, after a withdrawal the shopper if told before the
        /// contract.
        "returnCost" => return_cost: Option<Payer>,
        /// What the shopper pays for it, minor units of the order's currency: a repair out of the guarantee. Nothing if absent.
        "price" => price: Option<i64>,
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
    /// A way for goods to go back.
    ReturnWay {
        /// With a label to print.
        "label" => Label,
        /// With a code on the phone: no printer is needed.
        "qr-code" => QrCode,
        /// Somebody comes and fetches it.
        "pick-up" => PickUp,
        /// Handed in at a shop or parcel point.
        "drop-off" => DropOff,
    }
}

words! {
    /// Who pays for something.
    Payer {
        /// The shop.
        "shop" => Shop,
        /// The shopper.
        "shopper" => Shopper,
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

impl Remedy {
    /// The remedy of the law that this one, called `id`, is a way of giving.
    pub fn legal<'a>(&'a self, id: &'a str) -> &'a str {
        self.fulfils.as_deref().unwrap_or(id)
    }
}
