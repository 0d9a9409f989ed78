//! The second module: what nobody needs to answer the first question. It is loaded while the shopper reads that one.
//!
//! With the feature `split` the release bundle keeps all that only [`LATER`] leads to in a second file, a quarter of the code
//! (docs/size.md); without it everything is one file, and always there.

use super::node::{Node, button, div, el};
use super::shell::Content;
use super::steps::{self, Asked};
use super::{Look, outcome, review};
use crate::session::Place;
use leptos::prelude::*;
use redress_engine::config::StepKind;

/// What the second module draws.
pub struct Later {
    /// A place that is no screen of the flow.
    place: fn(&Look) -> Content,
    /// A step; whether it is the first on its screen.
    step: fn(&Look, &Asked, bool) -> Node,
}

static LATER: Later = Later { place, step: steps::later };

/// Whether the first module draws this kind of step: the ones a flow begins with.
fn is_first(kind: StepKind) -> bool {
    matches!(kind, StepKind::Items | StepKind::Choice | StepKind::Lookup)
}

/// Waits for the second module if the first screen needs it. Where it fails, the screen says so.
pub async fn before_drawing(place: &Place, kind: impl Fn(&str) -> Option<StepKind>) {
    if let Place::Screen(id, _) = place
        && kind(id).is_some_and(is_first)
    {
        return;
    }
    load().await;
}

/// Fetches it while the shopper reads.
pub fn fetch_ahead() {
    leptos::task::spawn_local(async {
        load().await;
    });
}

/// A step as whichever module draws it; None while that is not there.
pub(super) fn step(look: &Look, asked: &Asked, first: bool) -> Option<Node> {
    if is_first(asked.kind) { Some(steps::first(look, asked)) } else { Some((loaded()?.step)(look, asked, first)) }
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
                session.redraw();
            }
        });
    };
    again();
    let main = div("main").live(move || {
        let [loading, sorry, retry] = &texts;
        if failed.get() {
            let heading = el("h2").attr("tabindex", "-1").attr("role", "alert").text(sorry);
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
