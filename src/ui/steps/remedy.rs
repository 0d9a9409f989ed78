//! `remedy`: what the shopper gets, does, pays and when, before they commit. The law's offers come first; none is preselected.

use super::Asked;
use super::choice::same_for_all;
use crate::session::Session;
use crate::ui::node::{Node, button, div, el};
use redress_engine::Case;
use redress_engine::complaint::remedy_label;
use redress_engine::config::Basis;
use redress_engine::offers::{OTHER_REMEDY, Offer, WITHDRAWAL, Withheld, offers_for};
use redress_engine::text::{Arg, Texts};

struct Card {
    id: String,
    basis: Option<(Basis, String)>,
    title: String,
    amount: String,
    facts: Vec<(&'static str, String)>,
}

pub fn remedy(session: Session, asked: &Asked) -> Node {
    let Some(line) = &asked.line else { return div("field") };
    let (cards, withheld) = session.read(|model| {
        model.look(|case, texts| {
            let found = offers_for(case, line);
            let title = case.context.item(line).map_or("", |item| &item.title);
            let cards = found.offered.iter().map(|offer| card(case, offer, title, texts)).collect::<Vec<_>>();
            let withheld =
                found.withheld.iter().map(|withheld| reason(case, withheld, title, texts)).collect::<Vec<_>>();
            (cards, withheld)
        })
    });
    let other = Card {
        id: OTHER_REMEDY.into(),
        basis: None,
        title: session.text("remedy.other.title"),
        amount: String::new(),
        facts: vec![("person", session.text("remedy.other.help"))],
    };
    let each = cards.into_iter().chain([other]).map(|card| el("li").child(draw(session, asked, card)));
    let cards = el("ul").attr("class", "cards").attr("role", "list").children(each);
    div("field").opt(same_for_all(session, asked)).child(cards).opt(why_not(session, withheld))
}

fn card(case: &Case, offer: &Offer, title: &str, texts: &Texts) -> Card {
    let currency = offer.gets.currency.as_deref().unwrap_or_default();
    let mut facts = Vec::new();
    let help = case.config.remedies.get(&offer.remedy).and_then(|remedy| remedy.help.as_ref());
    if let Some(help) = texts.own(help, &["remedy.", &offer.gets.kind, ".help"].concat(), &[]) {
        facts.push(("check", help));
    }
    if let Some(shipping) = offer.gets.shipping {
        facts.push(("plus", texts.get("offer.shipping", &[("amount", Arg::Money(shipping, currency))])));
    }
    if let Some(to) = &offer.gets.to {
        facts.push(("wallet", texts.get("offer.to", &[("to", Arg::Text(to))])));
    }
    let back = match (offer.does.as_str(), offer.pays.as_str()) {
        ("send-back", "return") => Some("offer.send-back.paid"),
        ("send-back", _) => Some("offer.send-back"),
        // Of what never arrived nobody expects to send anything back.
        _ if matches!(offer.gets.kind.as_str(), "delivery" | "missing-part") || offer.why.key == "law.delivery" => None,
        _ => Some("offer.keep"),
    };
    facts.extend(back.map(|key| ("return", texts.get(key, &[]))));
    if let Some(by) = offer.by {
        facts.push(("clock", texts.get("offer.by", &[("date", Arg::Day(by))])));
    }
    if let Some(until) = offer.until.filter(|_| offer.remedy == WITHDRAWAL) {
        facts.push(("clock", texts.get("offer.until", &[("date", Arg::Day(until))])));
    }
    if offer.basis != Basis::Statutory {
        facts.push(("scales", texts.get("offer.rights-stay", &[])));
    }
    let amount = match offer.gets.amount {
        Some(amount) => texts.get("offer.amount", &[("amount", Arg::Money(amount, currency))]),
        None if offer.gets.kind == "price-reduction" => texts.get("offer.partly", &[]),
        None if matches!(offer.gets.kind.as_str(), "refund" | WITHDRAWAL) => String::new(),
        None => texts.get("offer.free", &[]),
    };
    Card {
        id: offer.remedy.clone(),
        basis: Some((offer.basis, texts.get(&["basis.", offer.basis.as_str()].concat(), &[]))),
        title: remedy_label(case, &offer.remedy, title, texts),
        amount,
        facts,
    }
}

fn draw(session: Session, asked: &Asked, card: Card) -> Node {
    let (id, line, value) = (asked.id.clone(), asked.line.clone(), card.id.clone());
    let chosen = asked.answer.as_text() == Some(&card.id);
    let tag = card.basis.map(|(basis, words)| {
        let class = if basis == Basis::Statutory { "tag" } else { "tag gift" };
        el("span").attr("class", class).text(words)
    });
    let amount = (!card.amount.is_empty()).then(|| el("span").attr("class", "amount").text(card.amount));
    let top = el("span").attr("class", "offer-top").child(el("b").text(card.title)).opt(amount);
    let facts = card
        .facts
        .into_iter()
        .map(|(icon, words)| el("span").attr("class", "fact").icon(icon).child(el("span").text(words)));
    button("card offer", "option", move || session.choose(line.clone(), &id, &value))
        .attr("data-value", card.id)
        .attr("aria-pressed", if chosen { "true" } else { "false" })
        .opt(tag)
        .child(top)
        .children(facts)
}

/// Name of the remedy, why it is not to be had, and the article.
fn reason(case: &Case, withheld: &Withheld, title: &str, texts: &Texts) -> (String, String, Option<String>) {
    let source = withheld.why.source.as_ref().map(|source| texts.get("law.source", &[("source", Arg::Text(source))]));
    (remedy_label(case, &withheld.remedy, title, texts), texts.get(&withheld.why.key, &[]), source)
}

fn why_not(session: Session, withheld: Vec<(String, String, Option<String>)>) -> Option<Node> {
    if withheld.is_empty() {
        return None;
    }
    let each = withheld.into_iter().map(|(remedy, why, source)| {
        let source = source.map(|source| el("small").text(source));
        el("li").child(el("b").text(remedy)).child(el("span").text(why)).opt(source)
    });
    let summary = el("summary").text(session.text("withheld.title"));
    Some(el("details").attr("class", "why-not").child(summary).child(el("ul").children(each)))
}
