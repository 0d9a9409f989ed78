//! `contact`: how to reach the shopper; asked only where the page does not know.

use super::Asked;
use super::form::form;
use crate::ui::Look;
use crate::ui::node::{Node, div};
use redress_engine::case;

pub fn contact(look: &Look, asked: &Asked) -> Node {
    let Some(step) = look.case.step(&asked.id) else { return div("field") };
    let known = case::contact(&look.case.context, Some(&asked.answer));
    // E-mail first: it is what is needed.
    let mut fields = step.form();
    fields.sort_by_key(|(name, _)| *name != "email");
    form(look, asked, &known, &fields)
}
