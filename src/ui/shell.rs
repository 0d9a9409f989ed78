//! The frame around every screen: back, what it is about, close, progress, and a person one tap away.

use super::node::{Node, button, div, el};
use crate::session::{Model, Place, Session};
use leptos::prelude::*;
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
pub fn shell(session: Session, content: Content) -> AnyView {
    let (place_id, quiet) =
        session.read(|model| (model.place_id(), matches!(model.place, Place::Sending | Place::Person(_))));
    let person = (!quiet).then(|| {
        let there = move || {
            if let Some(here) = session.read(|model| Some(Box::new(model.place.clone()))) {
                session.go(Place::Person(here));
            }
        };
        button("quiet", "secondary", there).text(session.text("nav.person"))
    });
    let footer = (person.is_some() || content.primary.is_some()).then(|| el("footer").opt(content.primary).opt(person));
    div("screen")
        .attr("data-step", place_id)
        .child(header(session))
        .opt(progress(session))
        .child(content.main.attr("part", "body"))
        .opt(footer)
        .view()
}

fn header(session: Session) -> Node {
    let back = session.read(|model| model.before().is_some()).then(|| {
        button("icon-button", "back", move || session.back()).attr("aria-label", session.text("nav.back")).icon("back")
    });
    let close = session.read(|model| model.dialog).then(|| {
        button("icon-button", "close", move || session.leave())
            .attr("aria-label", session.text("frame.close"))
            .icon("close")
    });
    el("header").opt(back).child(about(session)).opt(close)
}

/// What the screen is about: the item or the order.
fn about(session: Session) -> Node {
    let line =
        session.read(|model| if let Place::Screen(_, Some(line)) = &model.place { Some(line.clone()) } else { None });
    let (title, below, image) = session.read(|model| {
        model.look(|case, texts| {
            let lines = case.lines();
            let only = if lines.len() == 1 { lines.first() } else { None };
            let item =
                line.as_ref().or(only).and_then(|line| case.context.item(line)).filter(|item| !item.title.is_empty());
            let number = Arg::Text(&case.context.order.number);
            let order = match case.context.order.placed_on {
                _ if case.context.order.number.is_empty() => texts.get("order.unnamed", &[]),
                Some(placed) => texts.get("order.number.on", &[("number", number), ("date", Arg::Day(placed))]),
                None => texts.get("order.number", &[("number", number)]),
            };
            // Of several items, which one of how many: the shopper must never wonder how long this goes on.
            let of =
                line.as_ref().filter(|_| lines.len() > 1).and_then(|line| lines.iter().position(|each| each == line));
            let of = of.map(|at| {
                texts.get("item.of", &[("index", Arg::Count(at as i64 + 1)), ("count", Arg::Count(lines.len() as i64))])
            });
            match item {
                Some(item) => (item.title.clone(), of.unwrap_or(order), item.image.clone()),
                None if !case.config.shop.name.is_empty() => (case.config.shop.name.clone(), order, None),
                None => (order, String::new(), None),
            }
        })
    });
    div("about")
        .child(thumbnail(image))
        .child(div("about-text").child(el("b").attr("dir", "auto").text(title)).child(el("small").text(below)))
}

/// A small picture, or a box where there is none or it cannot be loaded.
pub fn thumbnail(image: Option<String>) -> Node {
    let thumbnail = el("span").attr("class", "thumbnail").icon("box");
    match image {
        None => thumbnail,
        Some(image) => thumbnail.child(el("img").attr("src", image).attr("alt", "").on("error", |event| {
            if let Some(target) = event.target() {
                target.unchecked_into::<web_sys::Element>().remove();
            }
        })),
    }
}

/// How far it is: a bar for the eye, a sentence for the ear.
fn progress(session: Session) -> Option<Node> {
    let place = session.read(|model| Some(model.place.clone()))?;
    if !matches!(place, Place::Screen(..) | Place::Review) {
        return None;
    }
    let (behind, remaining) = session.read(Model::progress);
    let words = session.read(|model| {
        model.look(|_, texts| match remaining {
            0 => texts.get("progress.last", &[]),
            count => texts.get("progress", &[("count", Arg::Count(count as i64))]),
        })
    });
    // The review is a step too; what is shown is already begun.
    let percent = (behind * 2 + 1) * 100 / ((behind + remaining + 1) * 2);
    let bar = el("progress")
        .attr("class", "bar")
        .attr("max", "100")
        .attr("value", percent.to_string())
        .attr("aria-label", words);
    Some(bar)
}
