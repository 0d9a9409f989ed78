//! The frame around every screen: back, what it is about, close, progress, and a person one tap away.

use super::node::{Node, button, div, el};
use super::{Look, later};
use crate::session::Place;
use leptos::prelude::*;
use redress_engine::json::digits;
use redress_engine::text::Arg;
use wasm_bindgen::JsCast;

/// What a screen puts into the frame.
pub struct Content {
    /// The middle.
    pub main: Node,
    /// The primary action below it.
    pub primary: Option<Node>,
}

/// Draws the frame.
pub fn shell(look: &Look, content: Content) -> AnyView {
    let session = look.session;
    let aside = div("aside").opt(person(look)).live(move || {
        // The second module may still be on its way.
        session.part.track();
        later::languages(session)
    });
    div("screen")
        .attr("data-step", look.model.place_id())
        .child(header(look))
        .opt(progress(look))
        .child(content.main.attr("part", "body"))
        .child(div("footer").opt(content.primary).child(aside))
        .view()
}

fn person(look: &Look) -> Option<Node> {
    if matches!(look.model.place, Place::Person(_) | Place::Leaving(_)) {
        return None;
    }
    let session = look.session;
    let there = move || {
        let here = session.model().place.clone();
        session.go(Place::Person(Box::new(here)));
    };
    Some(button("quiet", "secondary", there).text(look.text("nav.person")))
}

fn header(look: &Look) -> Node {
    let session = look.session;
    let mut header = div("header");
    if look.model.has_before() {
        let back = button("icon-button", "back", move || session.back());
        header = header.child(back.attr("aria-label", look.text("nav.back")).icon("back"));
    }
    header = header.child(about(look));
    if look.model.dialog {
        let close = button("icon-button", "close", move || later::leave(session));
        header = header.child(close.attr("aria-label", look.text("frame.close")).icon("close"));
    }
    header
}

/// What the screen is about: the item or the order.
fn about(look: &Look) -> Node {
    let (case, texts) = (&look.case, &look.texts);
    let line = if let Place::Screen(_, line) = &look.model.place { line.as_ref() } else { None };
    let lines = case.lines();
    let only = if lines.len() == 1 { lines.first() } else { None };
    let item = line.or(only).and_then(|line| case.context.item(line)).filter(|item| !item.title.is_empty());
    let number = Arg::Text(&case.context.order.number);
    let order = match case.context.order.placed_on {
        _ if case.context.order.number.is_empty() => look.text("order.unnamed"),
        Some(placed) => {
            let date = look.model.locale.format.short_date(placed);
            texts.get("order.number.on", &[("number", number), ("date", Arg::Text(&date))])
        }
        None => look.say("order.number", "number", number),
    };
    let shop = &case.config.shop.name;
    let (title, below, image) = match (item, line.and_then(|line| lines.iter().position(|each| each == line))) {
        // Of several items, which one of how many: the shopper must never wonder how long this goes on.
        (Some(item), Some(at)) if lines.len() > 1 => {
            let (index, count) = (Arg::Count(at as i64 + 1), Arg::Count(lines.len() as i64));
            (item.title.clone(), texts.get("item.of", &[("index", index), ("count", count)]), item.image.as_ref())
        }
        (Some(item), _) => (item.title.clone(), order, item.image.as_ref()),
        (None, _) if !shop.is_empty() => (shop.clone(), order, None),
        (None, _) => (order, String::new(), None),
    };
    let words = div("about-text").child(el("b").attr("dir", "auto").text(title)).child(el("small").text(below));
    div("about").child(thumbnail(image)).child(words)
}

/// A small picture, or a box where there is none or it cannot be loaded.
pub fn thumbnail(image: Option<&String>) -> Node {
    let thumbnail = el("span").attr("class", "thumbnail").icon("box");
    let Some(image) = image else { return thumbnail };
    thumbnail.child(el("img").attr("src", image).attr("alt", "").on("error", |event| {
        if let Some(target) = event.target() {
            target.unchecked_into::<web_sys::Element>().remove();
        }
    }))
}

/// How far it is: a bar for the eye, a sentence for the ear.
fn progress(look: &Look) -> Option<Node> {
    if !matches!(look.model.place, Place::Screen(..) | Place::Review) {
        return None;
    }
    let (behind, remaining) = look.model.progress();
    let words = match remaining {
        0 => look.text("progress.last"),
        count => look.say("progress", "count", Arg::Count(count as i64)),
    };
    // The review is a step too; what is shown is already begun, and the review almost done.
    let percent = match look.model.place {
        Place::Review => 95,
        _ => (behind * 2 + 1) * 100 / ((behind + remaining + 1) * 2),
    };
    let sentence = el("p").attr("class", "hidden").attr("id", PROGRESS).text(words);
    Some(el("div").child(bar(percent).attr("aria-hidden", "true")).child(sentence))
}

/// The element id of the sentence that says how far it is: it describes the heading, because that has the focus on each new screen.
pub const PROGRESS: &str = "progress";

/// A progress bar.
pub fn bar(percent: usize) -> Node {
    el("progress").attr("class", "bar").attr("max", "100").attr("value", digits(percent as i64))
}
