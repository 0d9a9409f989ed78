//! The languages to choose from: all in a list, and the browser's own one tap away on the first screen.

use super::field::typed;
use super::node::{Node, button, classed, div, el};
use crate::i18n::language;
use crate::session::{Place, Session};
use leptos::prelude::*;

/// What languages call themselves, as they stand in a list. Not by `Intl.DisplayNames`: making sixteen takes a phone longer than drawing a
/// screen, and Chromium knows no Albanian.
const NAMES: &[(&str, &str)] = &[
    ("ar", "العربية"),
    ("de", "Deutsch"),
    ("en", "English"),
    ("es", "Español"),
    ("et", "Eesti"),
    ("fa", "فارسی"),
    ("fr", "Français"),
    ("he", "עברית"),
    ("it", "Italiano"),
    ("nl", "Nederlands"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ru", "Русский"),
    ("sq", "Shqip"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
];

pub fn languages(session: Session) -> Option<Node> {
    let model = session.model();
    let (shown, offered) = (&model.locale.tag, &model.shelf.offered);
    let asked = matches!(model.place, Place::Screen(..) | Place::Review);
    if !asked || !offered.iter().any(|tag| tag != shown) {
        return None;
    }
    // By its id it gets the focus back when the screen is drawn in the other language.
    let mut select = el("select").attr("id", "language").attr("aria-label", session.text("nav.language"));
    let mut listed = offered.clone();
    if !listed.contains(shown) {
        listed.push(shown.clone());
    }
    for tag in &listed {
        let option = el("option").attr("value", tag).attr("lang", tag).flag("selected", tag == shown);
        select = select.child(option.text(autonym(tag)));
    }
    let select = select.on("change", move |event| session.speak(typed(&event)));
    let code = el("span").attr("aria-hidden", "true").text(language(shown));
    let list = classed("label", "language").icon("globe").child(code).child(select);
    let offer = if model.has_before() { None } else { own(session, offered) };
    Some(div("languages").opt(offer).child(list))
}

/// The browser's first language, where it is another than the one shown.
fn own(session: Session, offered: &[String]) -> Option<Node> {
    let own = window().navigator().language()?;
    let shown = session.model().locale.tag.clone();
    let tag = offered.iter().find(|tag| language(tag) == language(&own) && **tag != shown)?.clone();
    let lang = tag.clone();
    let offer = button("quiet", "language", move || session.speak(tag.clone()));
    Some(offer.attr("lang", &lang).text(autonym(&lang)))
}

/// What a language calls itself; its tag where we do not know.
fn autonym(tag: &str) -> &str {
    NAMES.iter().find(|(known, _)| *known == language(tag)).map_or(tag, |(_, name)| name)
}
