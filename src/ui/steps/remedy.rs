//! `remedy`: what the shopper gets, does, pays and when, before they commit. The law's offers come first; none is preselected.

use super::Asked;
use super::choice::same_for_all;
use crate::ui::Look;
use crate::ui::node::{Node, button, div, el};
use redress_engine::complaint::remedy_label;
use redress_engine::config::Basis;
use redress_engine::offers::{OTHER_REMEDY, Offer, WITHDRAWAL, Withheld, offers_for};
use redress_engine::text::Arg;

pub fn remedy(look: &Look, asked: &Asked) -> Node {
    let Some(line) = &asked.line else { return div("field") };
    let found = offers_for(&look.case, line);
    let mut cards = el("ul").attr("class", "cards").attr("role", "list");
    for offer in &found.offered {
        cards = cards.child(el("li").child(card(look, asked, offer)));
    }
    let other = frame(look, asked, OTHER_REMEDY, String::new()).child(fact("person", look.text("remedy.other.help")));
    cards = cards.child(el("li").child(other));
    div("field").opt(same_for_all(look, asked)).child(cards).opt(why_not(look, asked, &found.withheld))
}

/// The button with the remedy's name and what it is worth.
fn frame(look: &Look, asked: &Asked, remedy: &str, amount: String) -> Node {
    let session = look.session;
    let (id, line, value) = (asked.id.clone(), asked.line.clone(), remedy.to_string());
    let offer = look.case.config.remedies.get(remedy).map(|remedy| remedy.basis);
    let tag = offer.map(|basis| {
        let class = if basis == Basis::Statutory { "tag" } else { "tag gift" };
        el("span").attr("class", class).text(look.text(&["basis.", basis.as_str()].concat()))
    });
    let mut top = el("span").attr("class", "offer-top").child(el("b").text(name(look, asked, remedy)));
    if !amount.is_empty() {
        top = top.child(el("span").attr("class", "amount").text(amount));
    }
    button("card offer", "option", move || session.choose(line.clone(), &id, value.as_str().into()))
        .attr("data-value", remedy)
        .attr("aria-pressed", if asked.answer.as_text() == Some(remedy) { "true" } else { "false" })
        .opt(tag)
        .child(top)
}

fn name(look: &Look, asked: &Asked, remedy: &str) -> String {
    let item = asked.line.as_ref().and_then(|line| look.case.context.item(line)).map_or("", |item| &item.title);
    remedy_label(&look.case, remedy, item, &look.texts)
}

fn fact(icon: &str, words: String) -> Node {
    el("span").attr("class", "fact").icon(icon).child(el("span").text(words))
}

fn card(look: &Look, asked: &Asked, offer: &Offer) -> Node {
    let gets = &offer.gets;
    let currency = gets.currency.as_deref().unwrap_or_default();
    let amount = match gets.amount {
        Some(amount) => look.say("offer.amount", "amount", Arg::Money(amount, currency)),
        None if gets.kind == "price-reduction" => look.text("offer.partly"),
        None if gets.kind == "refund" || gets.kind == WITHDRAWAL => String::new(),
        None => look.text("offer.free"),
    };
    let mut card = frame(look, asked, &offer.remedy, amount);
    let own = look.case.config.remedies.get(&offer.remedy).and_then(|remedy| remedy.help.as_ref());
    if let Some(help) = look.texts.own(own, &["remedy.", &gets.kind, ".help"].concat(), &[]) {
        card = card.child(fact("check", help));
    }
    if let Some(shipping) = gets.shipping {
        card = card.child(fact("plus", look.say("offer.shipping", "amount", Arg::Money(shipping, currency))));
    }
    if let Some(to) = &gets.to {
        card = card.child(fact("wallet", look.say("offer.to", "to", Arg::Text(to))));
    }
    if let Some(back) = back(offer) {
        card = card.child(fact("return", look.text(back)));
    }
    if let Some(by) = offer.by {
        card = card.child(fact("clock", look.say("offer.by", "date", Arg::Day(by))));
    }
    if let Some(until) = offer.until.filter(|_| offer.remedy == WITHDRAWAL) {
        card = card.child(fact("clock", look.say("offer.until", "date", Arg::Day(until))));
    }
    if offer.basis != Basis::Statutory {
        card = card.child(fact("scales", look.text("offer.rights-stay")));
    }
    card
}

/// What the shopper sends back, and who pays for it.
fn back(offer: &Offer) -> Option<&'static str> {
    match (offer.does.as_str(), offer.pays.as_str()) {
        ("send-back", "return") => Some("offer.send-back.paid"),
        ("send-back", _) => Some("offer.send-back"),
        // Of what never arrived nobody expects to send anything back.
        _ if matches!(offer.gets.kind.as_str(), "delivery" | "missing-part") || offer.why.key == "law.delivery" => None,
        _ => Some("offer.keep"),
    }
}

/// Quietly: what is not to be had, why, and the article.
fn why_not(look: &Look, asked: &Asked, withheld: &[Withheld]) -> Option<Node> {
    if withheld.is_empty() {
        return None;
    }
    let mut list = el("ul");
    for each in withheld {
        let why = el("span").text(look.text(&each.why.key));
        let source = each.why.source.as_ref().map(|source| look.say("law.source", "source", Arg::Text(source)));
        let entry = el("li").child(el("b").text(name(look, asked, &each.remedy))).child(why);
        list = list.child(entry.opt(source.map(|source| el("small").text(source))));
    }
    Some(el("details").attr("class", "why-not").child(el("summary").text(look.text("withheld.title"))).child(list))
}
