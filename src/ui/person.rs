//! A person: phone, chat and e-mail of the shop, or a call back that takes along what was entered.

use super::Look;
use super::node::{Node, button, classed, div, el};
use super::shell::Content;
use crate::i18n::{minute, now};
use crate::session::Place;
use redress_engine::Day;
use redress_engine::hours::{Hours, Opens};
use redress_engine::links::is_link;
use redress_engine::text::Arg;

/// The flow that asks when to call.
const CALLBACK: &str = "callback";

pub fn person(look: &Look) -> Content {
    let (session, shop) = (look.session, &look.case.config.shop);
    let callback = callback(look);
    let help = match (&shop.phone, &shop.email) {
        (None, None) if shop.chat.is_none() && callback.is_none() => look.text("person.none"),
        _ if shop.name.is_empty() => look.text("person.help.unnamed"),
        _ => look.say("person.help", "shop", Arg::Text(&shop.name)),
    };
    let mut main = div("main")
        .child(el("h2").attr("tabindex", "-1").attr("data-focus", "").text(look.text("person.title")))
        .child(classed("p", "help").text(help));
    if let Some(phone) = &shop.phone {
        // Spaces and brackets are for people; tel: takes digits and a plus (RFC 3966).
        let mut address = String::from("tel:");
        address.extend(phone.chars().filter(|c| c.is_ascii_digit() || *c == '+'));
        main = main.child(link("phone", address, look.say("person.call", "phone", Arg::Text(phone))));
    }
    if let Some(hours) = look.texts.own(shop.hours.as_ref(), "", &[]) {
        main = main.child(classed("p", "help").text(self::hours(look, &hours)));
    }
    if let Some(chat) = shop.chat.as_ref().filter(|chat| is_link(chat) || !chat.contains(':')) {
        main = main.child(
            link("chat", chat.clone(), look.text("person.chat")).attr("target", "_blank").attr("rel", "noopener"),
        );
    }
    main = main.opt(callback);
    if let Some(email) = &shop.email {
        let mut address = ["mailto:", email].concat();
        let number = &look.case.context.order.number;
        if !number.is_empty() {
            let subject = look.say("person.subject", "number", Arg::Text(number));
            address.push_str("?subject=");
            address.push_str(&String::from(js_sys::encode_uri_component(&subject)));
        }
        main = main.child(link("mail", address, look.say("person.mail", "email", Arg::Text(email))));
    }
    let back = button("primary", "primary", move || session.back()).text(look.text("nav.back"));
    Content { main, primary: Some(back) }
}

/// When the phone is answered: whether somebody is there now and until when, or when again, by the shopper's own clock; what cannot be read
/// as times stands as the shop wrote it.
fn hours(look: &Look, hours: &str) -> String {
    let Some(times) = Hours::parse(hours) else { return look.say("person.hours", "hours", Arg::Text(hours)) };
    let there = now(look.model.shop_zone());
    let (Some(day), Some(minutes)) = (Day::parse(&there), clock(there.get(11..16))) else {
        return look.say("person.hours", "hours", Arg::Text(hours));
    };
    let shift = ahead(look.model.shop_zone());
    let tag = &look.model.locale.format.tag;
    match times.opens(day.0.weekday().number_from_monday().into(), minutes) {
        Opens::Open { until } => look.say("person.open", "time", Arg::Text(&minute(tag, day, until + shift, false))),
        Opens::Next { days_ahead, minutes } => {
            let when = minute(tag, day.plus_days(days_ahead), minutes + shift, days_ahead > 0);
            look.say("person.opens", "time", Arg::Text(&when))
        }
    }
}

/// By how many minutes the shopper's clock is ahead of that of a zone now: they may be in another one than the shop.
pub fn ahead(zone: Option<&str>) -> i64 {
    offset(&now(None)).zip(offset(&now(zone))).map_or(0, |(here, there)| here - there)
}

/// The offset of a timestamp in minutes.
fn offset(stamp: &str) -> Option<i64> {
    let size = clock(stamp.get(20..25))?;
    Some(if stamp.get(19..20) == Some("-") { -size } else { size })
}

/// `09:30` in minutes.
fn clock(text: Option<&str>) -> Option<i64> {
    let (hours, minutes) = text?.split_once(':')?;
    Some(hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?)
}

/// A call back at a time of choice: the flow of that name, where the shop has it and nothing was sent yet.
fn callback(look: &Look) -> Option<Node> {
    let flow = look.case.config.flows.get(CALLBACK)?;
    let mut place = &look.model.place;
    while let Place::Person(before) = place {
        place = before;
    }
    if look.case.flow_id == CALLBACK || !matches!(place, Place::Screen(..) | Place::Review) {
        return None;
    }
    let session = look.session;
    let go = move || session.enter_worded(CALLBACK);
    let title = look.texts.own(flow.label.as_ref(), "person.callback", &[]).unwrap_or_default();
    let help = el("small").text(look.text("person.callback.help"));
    let words = classed("span", "card-text").child(el("b").text(title)).child(help);
    Some(button("card onward", "person", go).icon("phone").child(words))
}

fn link(icon: &str, address: String, words: String) -> Node {
    let words = classed("span", "card-text").child(el("b").text(words));
    classed("a", "card").attr("part", "person").attr("href", address).icon(icon).child(words)
}
