//! The second module: what nobody needs to answer the first question. It is loaded while the shopper reads that one.
//!
//! With the feature `split` the release bundle keeps all that only [`LATER`] leads to in a second file, a third of the code
//! (docs/size.md); without it everything is one file, and always there.

use super::node::{Node, button, div, el};
use super::shell::Content;
use super::steps::{self, Asked};
use super::{Look, outcome, review, settle_soon};
use crate::embed::Start;
use crate::session::{Model, Place, Session};
use leptos::prelude::*;
use redress_engine::config::{Config, Flow, FlowKind, StepKind};
use redress_engine::offers::{ItemOffers, offers_for};
use redress_engine::step::Parts;
use redress_engine::{Case, Json};

/// What the second module draws.
pub struct Later {
    /// A place that is no screen of the flow.
    place: fn(&Look) -> Content,
    /// A step; whether it is the first on its screen.
    step: fn(&Look, &Asked, bool) -> Node,
    /// What every kind of question means, and what the law gives.
    parts: Parts,
    /// What may be chosen for a line.
    offers: fn(&Case, &str) -> ItemOffers,
    /// In a withdrawal: until when it is possible.
    period: fn(&Look) -> Option<Node>,
    /// Gets what sending will need.
    make_ready: fn(Session),
}

static LATER: Later = Later {
    place,
    step: steps::later,
    parts: Parts::WHOLE,
    offers: offers_for,
    period: steps::period,
    make_ready: Session::make_ready,
};

/// Whether the first module draws this kind of step: the ones a flow begins with.
fn is_first(kind: StepKind) -> bool {
    matches!(kind, StepKind::Items | StepKind::Choice | StepKind::Lookup)
}

/// Waits for the second module if there are answers from the beginning (those that the page gives, or that nobody can change), or if the
/// first screen may need the law: a withdrawal's says until when, and a condition of the merchant's may ask for a `right.…`.
pub async fn before_answers(start: &Start, config: &Config, flow: &Flow) {
    let fixed = |id: &String| config.steps.get(id).is_some_and(|step| step.read_only);
    let answered = start.wish.prefill != Json::Null || flow.steps.iter().any(|entry| entry.0.iter().any(fixed));
    let asks = |text: &str| text.as_bytes().windows(7).any(|part| part == b"\"right.");
    if answered || flow.kind == FlowKind::Withdrawal || asks(&start.config) || asks(&start.preset) {
        load().await;
    }
}

/// Waits for the second module if the first screen needs it. Where it fails, the screen says so.
pub async fn before_drawing(model: &Model) {
    let first = |id: &String| model.config.steps.get(id).is_some_and(|step| is_first(step.kind));
    if !matches!(&model.place, Place::Screen(id, _) if first(id)) {
        load().await;
    }
}

/// What the kinds of question mean and what the law gives, as far as it is there.
pub fn parts() -> Parts {
    loaded().map_or(Parts::FIRST, |later| later.parts)
}

/// In a withdrawal: until when it is possible.
pub(super) fn period(look: &Look) -> Option<Node> {
    (loaded()?.period)(look)
}

/// Whether it is there.
pub fn is_there() -> bool {
    loaded().is_some()
}

/// What may be chosen for a line; nothing before a screen that asks it can have been shown.
pub fn offers(case: &Case, line: &str) -> ItemOffers {
    loaded().map(|later| (later.offers)(case, line)).unwrap_or_default()
}

/// Fetches it while the shopper reads, and with it what sending will need.
pub fn fetch_ahead(session: Session) {
    leptos::task::spawn_local(async move {
        if load().await && !session.is_over() {
            make_ready(session);
        }
    });
}

/// Gets what sending will need.
pub fn make_ready(session: Session) {
    if let Some(later) = loaded() {
        (later.make_ready)(session);
    }
}

/// A step as whichever module draws it; None while that is not there.
pub(super) fn step(look: &Look, asked: &Asked, first: bool) -> Option<Node> {
    if is_first(asked.kind) && !asked.fixed {
        Some(steps::first(look, asked))
    } else {
        Some((loaded()?.step)(look, asked, first))
    }
}

/// A place that is no screen of the flow.
pub(super) fn elsewhere(look: &Look) -> Content {
    loaded().map_or_else(|| waiting(look), |later| (later.place)(look))
}

fn place(look: &Look) -> Content {
    match &look.model.place {
        Place::Failed(outcome) => outcome::failed(look, outcome),
        Place::Receipt(receipt) => outcome::receipt(look, receipt),
        Place::Sending => outcome::sending(look),
        _ => review::review(look),
    }
}

/// Until it is there: that it is loading or, if that failed, a way to try again.
pub(super) fn waiting(look: &Look) -> Content {
    let session = look.session;
    let failed = RwSignal::new(false);
    let texts = [look.text("frame.loading"), look.text("later.failed"), look.text("failed.retry")];
    let again = move || {
        let _ = failed.try_set(false);
        leptos::task::spawn_local(async move {
            let there = load().await;
            // Elsewhere meanwhile, or closed: nothing is waiting for it here.
            if failed.try_set(!there).is_none() && there {
                session.arrived();
            }
        });
    };
    again();
    let main = div("main").live(move || {
        let [loading, sorry, retry] = &texts;
        if failed.get() {
            // What had the focus is gone.
            settle_soon(session, None);
            let heading = el("h2").attr("tabindex", "-1").attr("data-focus", "").attr("role", "alert").text(sorry);
            div("form").child(heading).child(button("primary", "primary", again).text(retry)).view()
        } else {
            el("h2").attr("tabindex", "-1").attr("data-focus", "").text(loading).view()
        }
    });
    Content { main, primary: None }
}

#[cfg(not(feature = "split"))]
mod module {
    /// Always there.
    pub fn loaded() -> Option<&'static super::Later> {
        Some(&super::LATER)
    }

    /// Nothing to load.
    pub async fn load() -> bool {
        true
    }
}

#[cfg(feature = "split")]
mod module {
    use super::{LATER, Later};
    use leptos::wasm_split::{SplitLoaderError, wasm_split};
    use std::cell::Cell;

    thread_local! {
        static LOADED: Cell<Option<&'static Later>> = const { Cell::new(None) };
    }

    /// The second module, once it is there. All widgets of a page share it.
    pub fn loaded() -> Option<&'static Later> {
        LOADED.get()
    }

    /// Loads it, unless it is there; says whether it is there now. What failed is tried again the next time.
    pub async fn load() -> bool {
        if let Ok(later) = later().await {
            LOADED.set(Some(later));
        }
        loaded().is_some()
    }

    #[wasm_split(later, wasm_split_path = leptos::wasm_split, fallible)]
    fn later() -> Result<&'static Later, SplitLoaderError> {
        Ok(&LATER)
    }
}

use module::{load, loaded};
