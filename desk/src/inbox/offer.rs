//! Offer: one remedy in the words of the shop's people: what the shopper gets, does and pays, and until when.

use redress_engine::Case;
use redress_engine::complaint::remedy_label;
use redress_engine::config::{Basis, Payer, ReturnWay};
use redress_engine::offers::{Gets, ItemOffers, Offer};
use redress_engine::text::Texts;

/// An offer as the page shows it.
pub struct OfferView {
    /// Its name in the shop's language.
    pub title: String,
    /// Why it is given, in words.
    pub basis: &'static str,
    /// The same as a style.
    pub kind: &'static str,
    /// Money back, formatted.
    pub amount: Option<String>,
    /// What else is to be known, in short sentences.
    pub facts: Vec<String>,
    /// Whether the shopper chose it.
    pub chosen: bool,
}

/// The offers of one line.
pub fn offers(case: &Case, texts: &Texts, found: Option<&ItemOffers>, chosen: Option<&str>) -> Vec<OfferView> {
    let Some(found) = found else { return Vec::new() };
    let title = case.context.item(&found.line).map_or("", |item| &item.title);
    let view = |offer: &Offer| {
        let (basis, kind) = match offer.basis {
            Basis::Statutory => ("Legal right", "right"),
            Basis::Commercial => ("Guarantee", "right"),
            Basis::Goodwill => ("Gesture", "gift"),
        };
        OfferView {
            title: remedy_label(case, &offer.remedy, title, texts),
            basis,
            kind,
            amount: money(texts, &offer.gets, offer.gets.amount),
            facts: facts(offer, case, texts),
            chosen: chosen == Some(offer.remedy.as_str()),
        }
    };
    found.offered.iter().map(view).collect()
}

fn facts(offer: &Offer, case: &Case, texts: &Texts) -> Vec<String> {
    let currency = &case.context.order.currency;
    let payer = case.config.remedies.get(&offer.remedy).and_then(|remedy| remedy.return_cost);
    let day = |lead: &str, day| [lead, &texts.format.date(day)].concat();
    let back = match (offer.does.as_str(), offer.pays.as_str()) {
        ("send-back", "return") if payer.is_none() => "Sends it back; the terms say who pays",
        ("send-back", "return") => "Sends it back and pays for that",
        ("send-back", "price") if payer == Some(Payer::Shopper) => "Sends it back and pays for that",
        ("send-back", _) => "Sends it back, the shop pays",
        _ => "Nothing to send back",
    };
    let shipping = money(texts, &offer.gets, offer.gets.shipping).map(|cost| format!("Plus {cost} for delivery"));
    let to = offer.gets.to.as_ref().map(|to| format!("Back to {to}"));
    let ways: Vec<&str> = offer.ways.iter().flatten().map(|way| way_name(*way)).collect();
    let ways = Some(ways.join(", ")).filter(|ways| !ways.is_empty()).map(|ways| ["Goes back by: ", &ways].concat());
    let price = offer.price.filter(|_| !currency.is_empty());
    let price = price.map(|price| ["Pays ", &texts.format.money(price, currency)].concat());
    let within = offer.within_days.map(|days| counted("By law paid back within", days, "day"));
    let extends = offer.extends_months.map(|months| counted("Adds to the guarantee:", months, "month"));
    let by = offer.by.map(|by| day("Promised by ", by));
    let until = offer.until.map(|until| day("Open until ", until));
    let source = offer.why.source.clone();
    let facts = [price, shipping, to, Some(back.into()), ways, by, within, until, extends, source];
    facts.into_iter().flatten().collect()
}

/// What the shop calls a way back.
pub fn way_name(way: ReturnWay) -> &'static str {
    match way {
        ReturnWay::Label => "label",
        ReturnWay::QrCode => "code on the phone",
        ReturnWay::PickUp => "pick-up",
        ReturnWay::DropOff => "drop-off point",
    }
}

fn counted(lead: &str, count: i64, unit: &str) -> String {
    format!("{lead} {count} {unit}{}", if count == 1 { "" } else { "s" })
}

fn money(texts: &Texts, gets: &Gets, amount: Option<i64>) -> Option<String> {
    Some(texts.format.money(amount?, gets.currency.as_deref()?))
}
