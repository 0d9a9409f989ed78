//! Closing with something typed: keep it, or delete it.

use super::Look;
use super::node::{button, div, el};
use super::shell::Content;

pub fn leaving(look: &Look) -> Content {
    let session = look.session;
    let discard = button("secondary", "secondary", move || session.leave_for(true)).text(look.text("leave.discard"));
    let main = div("main")
        .child(el("h2").attr("tabindex", "-1").attr("data-focus", "").text(look.text("leave.title")))
        .child(el("p").text(look.text(if look.model.keeps() { "leave.kept" } else { "leave.help" })))
        .child(discard);
    let keep = button("primary", "primary", move || session.leave_for(false)).text(look.text("leave.keep"));
    Content { main, primary: Some(keep) }
}
