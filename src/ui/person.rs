//! A person: phone and e-mail of the shop; what was entered stays.

use super::Look;
use super::node::{Node, button, div, el};
use super::shell::Content;
use redress_engine::text::Arg;

pub fn person(look: &Look) -> Content {
    let (session, shop) = (look.session, &look.case.config.shop);
    let help = match (&shop.phone, &shop.email) {
        (None, None) => look.text("person.none"),
        _ if shop.name.is_empty() => look.text("person.help.unnamed"),
        _ => look.say("person.help", "shop", Arg::Text(&shop.name)),
    };
    let mut main = div("main")
        .child(el("h2").attr("tabindex", "-1").attr("data-focus", "").text(look.text("person.title")))
        .child(el("p").attr("class", "help").text(help));
    if let Some(phone) = &shop.phone {
        // Spaces and brackets are for people; tel: takes digits and a plus (RFC 3966).
        let mut address = String::from("tel:");
        address.extend(phone.chars().filter(|c| c.is_ascii_digit() || *c == '+'));
        main = main.child(link("phone", address, look.say("person.call", "phone", Arg::Text(phone))));
    }
    if let Some(hours) = look.texts.own(shop.hours.as_ref(), "", &[]) {
        main = main.child(el("p").attr("class", "help").text(look.say("person.hours", "hours", Arg::Text(&hours))));
    }
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

fn link(icon: &str, address: String, words: String) -> Node {
    let words = el("span").attr("class", "card-text").child(el("b").text(words));
    let icon = el("span").attr("class", "card-icon").icon(icon);
    el("a").attr("class", "card").attr("part", "person").attr("href", address).child(icon).child(words)
}
