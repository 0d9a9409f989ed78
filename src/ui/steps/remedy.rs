//! `remedy`: what the shopper gets, does, pays and when, before they commit. The law's offers come first; none is preselected.

use super::Asked;
use super::choice::same_for_all;
use crate::ui::Look;
use crate::ui::node::{Node, button, classed, div, el, patterned};
use redress_engine::complaint::remedy_label;
use redress_engine::config::{Basis, Payer};
use redress_engine::offers::{ItemOffers, OTHER_REMEDY, Offer, Why, offers_for};
use redress_engine::text::Arg;

pub fn remedy(look: &Look, asked: &Asked) -> Node {
    let Some(line) = &asked.line else { return div("field") };
    let found = offers_for(&look.case, line);
    let mut cards = classed("ul", "cards").attr("role", "list");
    // Where the law gives something, or we do not know what it gives.
    let rights_stay = found.no_right.as_ref().is_none_or(|why| why.source.is_none());
    for offer in &found.offered {
        cards = cards.child(el("li").child(card(look, asked, offer, rights_stay)));
    }
    let other = frame(look, asked, OTHER_REMEDY, "card offer", None, String::new());
    let other = other.child(fact("person", look.text("remedy.other.help")));
    cards = cards.child(el("li").child(other));
    let field = div("field").opt(found.no_right.as_ref().map(|why| no_right(look, why)));
    field.opt(same_for_all(look, asked)).child(cards).opt(why_not(look, asked, &found))
}

/// The button with the remedy's name and what it is worth.
fn frame(look: &Look, asked: &Asked, remedy: &str, class: &'static str, tag: Option<Node>, amount: String) -> Node {
    let session = look.session;
    let (id, line, value) = (asked.id.clone(), asked.line.clone(), remedy.to_string());
    let mut top = classed("span", "offer-top").child(el("b").text(name(look, asked, remedy)));
    if !amount.is_empty() {
        top = top.child(classed("span", "amount").text(amount));
    }
    button(class, "option", move || session.choose(line.clone(), &id, value.as_str().into()))
        .attr("data-value", remedy)
        .current(asked.answer.as_text() == Some(remedy))
        .opt(tag)
        .child(top)
}

fn name(look: &Look, asked: &Asked, remedy: &str) -> String {
    let item = asked.line.as_ref().and_then(|line| look.case.context.item(line)).map_or("", |item| &item.title);
    remedy_label(&look.case, remedy, item, &look.texts)
}

fn fact(icon: &'static str, words: String) -> Node {
    patterned(["fact", icon, ""], &|| classed("span", "fact").icon(icon)).text(words)
}

/// Who gives it: the law, the shop's guarantee, a gesture; or what it is sold as.
fn tag(look: &Look, offer: &Offer) -> Node {
    let class = if offer.basis == Basis::Statutory { "tag" } else { "tag gift" };
    let basis = if offer.price.is_some() { "paid" } else { offer.basis.as_str() };
    classed("span", class).text(look.text(&["basis.", basis].concat()))
}

fn card(look: &Look, asked: &Asked, offer: &Offer, rights_stay: bool) -> Node {
    let gets = &offer.gets;
    let currency = gets.currency.as_deref().unwrap_or_default();
    let amount = match (offer.price, gets.amount) {
        (Some(price), _) => look.say("offer.price", "amount", Arg::Money(price, &look.case.context.order.currency)),
        (_, Some(amount)) => look.say("offer.amount", "amount", Arg::Money(amount, currency)),
        _ if gets.kind == "price-reduction" => look.text("offer.partly"),
        _ if matches!(gets.kind.as_str(), "repair" | "replacement" | "missing-part" | "delivery") => {
            look.text("offer.free")
        }
        _ => String::new(),
    };
    let class = if offer.basis == Basis::Statutory { "card offer" } else { "card offer extra" };
    let mut card = frame(look, asked, &offer.remedy, class, Some(tag(look, offer)), amount);
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
    if let Some(back) = back(look, offer) {
        let mut words = look.text(back);
        for way in offer.ways.iter().flatten() {
            words.push_str(" · ");
            words.push_str(&look.text(&["offer.way.", way.as_str()].concat()));
        }
        card = card.child(fact("return", words));
    }
    if let Some(months) = offer.extends_months {
        card = card.child(fact("scales", look.say("offer.extends", "count", Arg::Count(months))));
    }
    if let Some(by) = offer.by {
        card = card.child(fact("clock", look.say("offer.by", "date", Arg::Day(by))));
    }
    if let Some(days) = offer.within_days {
        card = card.child(fact("clock", look.say("offer.within", "count", Arg::Count(days))));
    }
    if offer.by.is_none() && offer.within_days.is_none() {
        // Directive (EU) 2019/771, Article 14(1)(b): repair and replacement within a reasonable time; of the rest the shop must speak.
        let cures =
            offer.basis == Basis::Statutory && matches!(gets.kind.as_str(), "repair" | "replacement" | "missing-part");
        card = card.child(fact("clock", look.text(if cures { "offer.reasonable" } else { "offer.told" })));
    }
    if let Some(until) = offer.until.filter(|_| matches!(offer.why.key.as_str(), "law.withdrawal" | "law.rejection")) {
        card = card.child(fact("clock", look.say("offer.until", "date", Arg::Day(until))));
    }
    if offer.basis != Basis::Statutory && rights_stay {
        card = card.child(fact("scales", look.text("offer.rights-stay")));
    }
    card
}

/// What the shopper sends back, and who pays for it.
fn back(look: &Look, offer: &Offer) -> Option<&'static str> {
    let said = look.case.config.remedies.get(&offer.remedy).and_then(|remedy| remedy.return_cost);
    match (offer.does.as_str(), offer.pays.as_str()) {
        ("send-back", "return") if said.is_some() => Some("offer.send-back.shopper"),
        // The config does not know what the terms say.
        ("send-back", "return") => Some("offer.send-back.terms"),
        ("send-back", "price") if said == Some(Payer::Shopper) => Some("offer.send-back.shopper"),
        ("send-back", _) => Some("offer.send-back"),
        // Of what never arrived nobody expects to send anything back.
        _ if matches!(offer.gets.kind.as_str(), "delivery" | "missing-part") || offer.why.key == "law.delivery" => None,
        _ => Some("offer.keep"),
    }
}

/// Kindly: that the law gives nothing for it, why, and the article.
fn no_right(look: &Look, why: &Why) -> Node {
    let words = div("note-text").child(el("span").text(reason(look, why))).opt(source(look, why));
    div("note info").icon("scales").child(words)
}

/// A reason in words.
fn reason(look: &Look, why: &Why) -> String {
    let date = why.date.map(|date| ("date", Arg::Day(date)));
    look.texts.find(&why.key, date.as_slice()).unwrap_or_else(|| look.text("law.unknown"))
}

fn source(look: &Look, why: &Why) -> Option<Node> {
    Some(el("small").text(look.say("law.source", "source", Arg::Text(why.source.as_ref()?))))
}

/// Quietly: what is not to be had, why, and the article. What was said above all is not said again of each.
fn why_not(look: &Look, asked: &Asked, found: &ItemOffers) -> Option<Node> {
    let mut list = el("ul");
    let mut any = false;
    for each in &found.withheld {
        if found.no_right.as_ref() != Some(&each.why) {
            let entry = el("li").child(el("b").text(name(look, asked, &each.remedy)));
            list = list.child(entry.child(el("span").text(reason(look, &each.why))).opt(source(look, &each.why)));
            any = true;
        }
    }
    if !any {
        return None;
    }
    Some(classed("details", "why-not").child(el("summary").text(look.text("withheld.title"))).child(list))
}
