//! Back again: go on where an earlier visit ended, or start anew.

use super::Look;
use super::node::{button, div, el};
use super::shell::Content;

pub fn resume(look: &Look) -> Content {
    let session = look.session;
    let again = button("secondary", "secondary", move || session.start_again()).text(look.text("resume.restart"));
    let main = div("main")
        .child(el("h2").attr("tabindex", "-1").attr("data-focus", "").text(look.text("resume.title")))
        .child(el("p").text(look.text("resume.help")))
        .child(again);
    let go_on = button("primary", "primary", move || session.resume()).text(look.text("resume.continue"));
    Content { main, primary: Some(go_on) }
}
