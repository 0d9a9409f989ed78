//! A person: phone and e-mail of the shop; what was entered stays.

use super::node::{Node, button, el};
use super::shell::Content;
use crate::session::Session;
use redress_engine::text::Arg;

pub fn person(session: Session) -> Content {
    let (title, help, phone, email, hours) = session.read(|model| {
        model.look(|case, texts| {
            let shop = &case.config.shop;
            let help = if shop.name.is_empty() { "person.help.unnamed" } else { "person.help" };
            let subject = match case.context.order.number.as_str() {
                "" => String::new(),
                number => texts.get("person.subject", &[("number", Arg::Text(number))]),
            };
            let phone = shop.phone.as_ref().map(|phone| {
                // Spaces and brackets are for people; tel: takes digits and a plus (RFC 3966).
                let digits = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>();
                (["tel:", &digits].concat(), texts.get("person.call", &[("phone", Arg::Text(phone))]))
            });
            let email = shop.email.as_ref().map(|email| {
                let subject = String::from(js_sys::encode_uri_component(&subject));
                (
                    ["mailto:", email, "?subject=", &subject].concat(),
                    texts.get("person.mail", &[("email", Arg::Text(email))]),
                )
            });
            let hours = texts.own(shop.hours.as_ref(), "", &[]);
            let hours = hours.map(|hours| texts.get("person.hours", &[("hours", Arg::Text(&hours))]));
            let help = texts.get(
                if phone.is_none() && email.is_none() { "person.none" } else { help },
                &[("shop", Arg::Text(&shop.name))],
            );
            (texts.get("person.title", &[]), help, phone, email, hours)
        })
    });
    let main = el("main")
        .child(el("h2").attr("tabindex", "-1").attr("data-focus", "").text(title))
        .child(el("p").attr("class", "help").text(help))
        .opt(phone.map(|phone| link("phone", phone)))
        .opt(hours.map(|hours| el("p").attr("class", "help").text(hours)))
        .opt(email.map(|email| link("mail", email)));
    Content { main, primary: Some(button("primary", "primary", move || session.back()).text(session.text("nav.back"))) }
}

fn link(icon: &str, (address, words): (String, String)) -> Node {
    let words = el("span").attr("class", "card-text").child(el("b").text(words));
    el("a")
        .attr("class", "card")
        .attr("part", "person")
        .attr("href", address)
        .child(el("span").attr("class", "card-icon").icon(icon))
        .child(words)
}
