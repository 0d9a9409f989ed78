//! The session drawn: one screen at a time, the same frame around each.

mod field;
mod icon;
mod node;
mod outcome;
mod person;
mod review;
mod shell;
mod steps;

use crate::session::{Place, Session};
use leptos::prelude::*;
use node::{Node, div};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The whole widget.
pub fn app(session: Session) -> AnyView {
    let (locale, dialog) = session.read(|model| (model.locale.tag.clone(), model.dialog));
    div("app")
        .attr("lang", locale.clone())
        .attr("dir", crate::i18n::direction(&locale))
        .attr("data-mode", if dialog { "dialog" } else { "inline" })
        .live(move || {
            session.screen.track();
            screen(session)
        })
        .child(announcer(session))
        .view()
}

/// Outlives every screen, so that a screen reader hears what changes without a change of screen.
fn announcer(session: Session) -> Node {
    div("hidden").attr("role", "status").live(move || session.announcement.get().into_any())
}

fn screen(session: Session) -> AnyView {
    let place = session.read(|model| Some(model.place.clone())).unwrap_or(Place::Review);
    let content = match place {
        Place::Screen(..) => steps::screen(session),
        Place::Review => review::review(session),
        Place::Person(_) => person::person(session),
        Place::Sending => outcome::sending(session),
        Place::Failed(outcome) => outcome::failed(session, &outcome),
        Place::Receipt(receipt) => outcome::receipt(session, &receipt),
    };
    // After the elements are there: effects run once the view is mounted.
    Effect::new(move |_| settle(session));
    shell::shell(session, content)
}

/// Moves the focus to what is new (the faults, else the question), names the dialog after it, and marks the first screen as ready.
fn settle(session: Session) {
    session.read(|model| {
        let root: &HtmlElement = &model.container;
        let dialog = root.closest("dialog").ok().flatten();
        let heading = root.query_selector("h2").ok().flatten();
        if let (Some(dialog), Some(heading)) = (&dialog, heading) {
            let _ = dialog.set_attribute("aria-label", &heading.text_content().unwrap_or_default());
        }
        let first = session.screen.get_untracked() == 0;
        // Inline, the page has the focus and keeps it until the shopper has done something.
        if (model.dialog || !first)
            && let Some(target) = root.query_selector("[data-focus]").ok().flatten()
        {
            let _ = target.unchecked_into::<HtmlElement>().focus();
        }
        if first && let Some(performance) = window().performance() {
            let _ = performance.mark("redress:interactive");
        }
    });
}
