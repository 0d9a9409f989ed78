//! `lookup`: order number and e-mail, asked where the page knows no order.

use super::Asked;
use super::contact::{EMAIL, Part, form};
use crate::ui::Look;
use crate::ui::node::Node;

const ORDER: Part = Part { key: "order", label: "field.order", kind: "text", autocomplete: "off", optional: false };

pub fn lookup(look: &Look, asked: &Asked) -> Node {
    form(look, asked, asked.answer.clone(), &[ORDER, EMAIL])
}
