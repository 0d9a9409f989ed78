//! `lookup`: order number and e-mail, asked where the page knows no order.

use super::Asked;
use super::form::form;
use crate::ui::Look;
use crate::ui::node::Node;
use redress_engine::config::Presence;

pub fn lookup(look: &Look, asked: &Asked) -> Node {
    form(look, asked, &asked.answer, &[("order", Presence::Required), ("email", Presence::Required)])
}
