//! Debug: the panel for developers, on pages whose script tag says `data-debug`. It tells what the widget knows and why it does what it does,
//! and changes nothing of that. Behind the feature `debug`, which no shopper's bundle has (docs/debugging.md, debug/Cargo.toml).

mod config;
mod events;
mod panel;
mod place;
mod report;
mod seen;

pub use seen::Seen;

use crate::embed::Start;
use crate::session::Session;
use config::Checked;
use panel::Panel;
use redress_engine::Json;
use redress_engine::inspect::{Source, Traced};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::HtmlElement;

/// The tag that the loader came by.
const TAG: &str = "script[src*='redress.js'][data-debug]";
/// Milliseconds from a change until it is told: a shopper types faster than a page of facts is drawn.
const PAUSE: i32 = 60;

/// What was noted on this page.
#[derive(Default)]
struct Notes {
    /// URL of the versioned folder, once a widget was opened.
    base: String,
    /// The config as it was read last, and what is wrong with it.
    config: Option<Checked>,
    /// What the page said of the order.
    page: Traced,
    /// What a look-up said of it.
    looked_up: Traced,
    /// The widget that was opened last.
    session: Option<Session>,
    /// What fired, in order.
    events: Vec<Json>,
    /// Why the widget did not start.
    failure: Option<Json>,
}

thread_local! {
    /// The panel, on a page that asks for it.
    static PANEL: RefCell<Option<Rc<Panel>>> = const { RefCell::new(None) };
    static NOTES: RefCell<Notes> = RefCell::default();
    /// Whether it is going to be drawn anew.
    static DUE: Cell<bool> = const { Cell::new(false) };
}

/// The panel, if the page asks for it.
fn panel() -> Option<Rc<Panel>> {
    PANEL.with_borrow(Clone::clone)
}

/// Notes something, and has it told.
fn note(note: impl FnOnce(&mut Notes)) {
    if panel().is_some() {
        NOTES.with_borrow_mut(note);
        changed();
    }
}

/// As soon as the module is there, whether a widget can be mounted or not.
#[cfg_attr(not(test), wasm_bindgen::prelude::wasm_bindgen(start))]
#[cfg_attr(test, allow(dead_code))]
pub fn begin() {
    let Some(tag) = leptos::prelude::document().query_selector(TAG).ok().flatten() else { return };
    PANEL.set(Some(Rc::new(Panel::new())));
    place::in_page();
    events::listen();
    changed();
    wasm_bindgen_futures::spawn_local(config::look(tag.unchecked_into::<HtmlElement>()));
}

/// A widget is about to be mounted.
pub fn opened(start: &Start, container: &HtmlElement) {
    note(|notes| {
        notes.base = start.base.clone();
        notes.failure = None;
        notes.session = None;
        notes.looked_up = Traced::default();
    });
    if panel().is_some() {
        place::with(container);
        config::read(&start.config_url, &start.config);
    }
}

/// It is drawn.
pub fn drawn(session: Session) {
    note(|notes| notes.session = Some(session));
}

/// Who says what is handed over with a wish: the page's scripts or, once a widget is drawn, the shop's look-up.
fn said_by() -> Source {
    NOTES.with_borrow(|notes| if notes.session.is_none() { Source::Call } else { Source::LookUp })
}

/// What the page, or a look-up, says of the order was put together.
fn gathered(traced: Traced) {
    note(|notes| *if notes.session.is_none() { &mut notes.page } else { &mut notes.looked_up } = traced);
}

/// Something may have changed: it is told in a moment, when nobody holds the model any more.
pub fn changed() {
    if panel().is_none() || DUE.replace(true) {
        return;
    }
    let tell = Closure::once_into_js(|| {
        DUE.set(false);
        if let Some(panel) = panel() {
            // Out of the notes first: what is drawn may fire the page's listeners, and those may come back.
            let report = NOTES.with_borrow(report::report);
            panel.show(&report);
        }
    });
    let _ =
        leptos::prelude::window().set_timeout_with_callback_and_timeout_and_arguments_0(tell.unchecked_ref(), PAUSE);
}

/// The report as it is copied: without what is personal, unless that is asked for.
fn to_copy(with_personal: bool) -> String {
    NOTES.with_borrow(|notes| {
        let report = report::report(notes);
        let report = if with_personal { report } else { report::without_personal(notes, &report) };
        report::pretty(&report)
    })
}
