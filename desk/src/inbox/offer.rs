//! Offer: one remedy in the words of the shop's people: what the shopper gets, does and pays, and until when.

use redress_engine::Case;
use redress_engine::complaint::remedy_label;
use redress_engine::config::Basis;
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
            facts: facts(offer, texts),
            chosen: chosen == Some(offer.remedy.as_str()),
        }
    };
    found.offered.iter().map(view).collect()
}

fn facts(offer: &Offer, texts: &Texts) -> Vec<String> {
    let day = |lead: &str, day| [lead, &texts.format.date(day)].concat();
    let back = match (offer.does.as_str(), offer.pays.as_str()) {
        ("send-back", "return") => "Sends it back; the terms say who pays",
        ("send-back", _) => "Sends it back, the shop pays",
        _ => "Nothing to send back",
    };
    let shipping = money(texts, &offer.gets, offer.gets.shipping).map(|cost| format!("Plus {cost} for delivery"));
    let to = offer.gets.to.as_ref().map(|to| format!("Back to {to}"));
    let by = offer.by.map(|by| day("Promised by ", by));
    let until = offer.until.map(|until| day("Open until ", until));
    let source = offer.why.source.clone();
    [shipping, to, Some(back.into()), by, until, source].into_iter().flatten().collect()
}

fn money(texts: &Texts, gets: &Gets, amount: Option<i64>) -> Option<String> {
    Some(texts.format.money(amount?, gets.currency.as_deref()?))
}
