//! `contact`: how to reach the shopper; asked only where the page does not know.

use super::Asked;
use super::form::form;
use crate::session::Session;
use crate::ui::Look;
use crate::ui::node::{Node, classed, div};
use redress_engine::case;

pub fn contact(look: &Look, asked: &Asked) -> Node {
    let Some(step) = look.case.step(&asked.id) else { return div("field") };
    let known = case::contact(&look.case.context, Some(&asked.answer));
    // E-mail first: it is what is needed.
    let mut fields = step.form();
    fields.sort_by_key(|(name, _)| *name != "email");
    form(look, asked, &known, &fields).child(honeypot(look.session))
}

/// A field that no shopper sees or reaches: who fills it in is perhaps a program. It is told with the complaint, and refuses nobody.
fn honeypot(session: Session) -> Node {
    let field = classed("input", "hidden").attr("name", "website").attr("tabindex", "-1");
    let field = field.attr("aria-hidden", "true").attr("autocomplete", "off");
    field.on("input", move |_| session.change().honeypot = true)
}
