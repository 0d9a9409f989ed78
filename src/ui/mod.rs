//! The session drawn: one screen at a time, the same frame around each.

mod field;
mod icon;
mod languages;
pub(crate) mod later;
mod leaving;
pub(crate) mod node;
mod outbox;
mod outcome;
mod pattern;
mod person;
mod rehearsal;
mod resume;
mod review;
mod settled;
mod shell;
mod standing;
mod statement;
mod steps;
mod theme;

use crate::session::{Model, Place, Session};
use leptos::prelude::*;
use node::{Node, div};
use redress_engine::Case;
use redress_engine::text::{Arg, Texts};
use shell::Frame;
use std::any::Any;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;

/// What every part of a screen is drawn from: the case and its texts as they are now, and the session that its buttons talk to.
struct Look<'a> {
    session: Session,
    model: &'a Model,
    case: Case<'a>,
    texts: Texts<'a>,
}

impl Look<'_> {
    /// A message.
    fn text(&self, key: &str) -> String {
        self.texts.get(key, &[])
    }

    /// A message with one placeholder.
    fn say(&self, key: &str, name: &str, value: Arg) -> String {
        self.texts.get(key, &[(name, value)])
    }
}

/// Draws the whole widget into its container, for as long as what comes back is kept: Leptos' unmount handle, whose type names the whole
/// view, which nobody needs to know.
pub fn mount(session: Session) -> Box<dyn Any> {
    let container = session.model().container.clone();
    Box::new(leptos::mount::mount_to_renderer(&container, move || app(session)))
}

fn app(session: Session) -> Node {
    {
        let model = session.model();
        theme::apply(&model.config.theme, &model.container);
    }
    let (screen, mut frame) = Frame::new(session);
    let mode = if session.model().dialog { "dialog" } else { "inline" };
    let screen = screen.effect(Box::new(move || {
        session.watch_screen();
        show(session, &mut frame);
    }));
    div("app").attr("data-mode", mode).child(screen).child(announcer(session))
}

/// Outlives every screen, so that a screen reader hears what changes without a change of screen.
fn announcer(session: Session) -> Node {
    div("hidden").attr("role", "status").live(move |status| status.text(session.announced()))
}

fn show(session: Session, frame: &mut Frame) {
    let keeps = std::mem::take(&mut session.change_view().keeps_focus);
    let model = session.model();
    let active = active(&model.container);
    let kept = active.as_ref().filter(|_| keeps).and_then(selector);
    if let Some(active) = active {
        // Chromium lays the page out anew before it takes away what has the focus: of a step's whole time that was the larger half.
        let _ = active.blur();
    }
    // On what everything stands in, what is announced too: a flow or the shopper may change the language.
    let tag = &model.locale.tag;
    if model.container.get_attribute("lang").as_ref() != Some(tag) {
        let _ = model.container.set_attribute("lang", tag);
        let _ = model.container.set_attribute("dir", crate::i18n::direction(tag));
    }
    let look = &Look { session, model: &model, case: model.case(), texts: model.texts() };
    let content = match &model.place {
        Place::Screen(..) => steps::screen(look),
        _ => later::elsewhere(look),
    };
    frame.show(look, content);
    settle_soon(session, kept);
}

/// What has the focus.
fn active(root: &HtmlElement) -> Option<HtmlElement> {
    let active = js_sys::Reflect::get(&root.get_root_node(), &"activeElement".into()).ok()?;
    active.dyn_into::<HtmlElement>().ok().filter(|active| root.contains(Some(active)))
}

/// A selector for a control, so that it can have the focus again once the screen is drawn anew.
fn selector(active: &HtmlElement) -> Option<String> {
    let mut selector = String::new();
    for name in ["id", "name", "value"] {
        if let Some(value) = active.get_attribute(name)
            && !(name == "value" && selector.starts_with("[id"))
        {
            selector.push_str(&["[", name, "=\"", &field::quoted(&value), "\"]"].concat());
        }
    }
    (!selector.is_empty()).then_some(selector)
}

/// Settles once what is drawn is there.
fn settle_soon(session: Session, kept: Option<String>) {
    soon(session, move || settle(session, kept.as_deref()));
}

/// Does something once what is drawn stands in the page: a task of its own runs after that. Not an effect, which weighs more on opening (docs/size.md).
fn soon(session: Session, act: impl FnOnce() + 'static) {
    spawn_local(async move {
        if !session.is_over() {
            act();
        }
    });
}

/// It is shown from now on: what it fires, where the focus goes and what it fetches waited for that.
pub fn begin(session: Session) {
    {
        let mut model = session.change();
        // What goes on from an earlier visit says nothing of how long it took.
        if model.opened_at > 0.0 {
            model.opened_at = js_sys::Date::now();
        }
    }
    soon(session, move || {
        session.tell_step();
        settle(session, None);
        if let Some(performance) = window().performance() {
            let _ = performance.mark("redress:interactive");
        }
        later::fetch_ahead(session);
    });
}

/// Moves the focus to what is new (the faults, else the question), and names the dialog after it.
fn settle(session: Session, kept: Option<&str>) {
    // Out of the model first: focus runs the page's listeners, and those may come back to us.
    let (root, dialog) = {
        let model = session.model();
        (model.container.clone(), model.dialog)
    };
    let frame = root.closest("dialog").ok().flatten();
    if let (Some(frame), Some(heading)) = (frame, root.query_selector("h2").ok().flatten()) {
        let _ = frame.set_attribute("aria-label", &heading.text_content().unwrap_or_default());
        // Setting it styles the dialog anew, also where it says the same.
        if frame.get_attribute("lang") != root.get_attribute("lang") {
            let _ = frame.set_attribute("lang", &root.lang());
        }
    }
    let first = session.is_new();
    // Inline, the page has the focus and keeps it until the shopper has done something.
    if (dialog || !first)
        && let Some(target) = root.query_selector(kept.unwrap_or("[data-focus]")).ok().flatten()
    {
        // Closed and opened again, the dialog starts here and not at its first button (HTML, "dialog focusing steps").
        if dialog {
            let _ = target.set_attribute("autofocus", "");
        }
        let _ = target.unchecked_into::<HtmlElement>().focus();
    }
}
