//! `lookup`: order number and e-mail, asked where the page knows no order.

use super::Asked;
use super::contact::form;
use crate::session::Session;
use crate::ui::node::Node;
use redress_engine::Json;
use redress_engine::json::Map;

const FIELDS: [(&str, &str, &str, &str, bool); 2] =
    [("order", "field.order", "text", "off", false), ("email", "field.email", "email", "email", false)];

pub fn lookup(session: Session, asked: &Asked) -> Node {
    let known = if asked.answer.as_map().is_some() { asked.answer.clone() } else { Json::Map(Map::default()) };
    form(session, asked, &known, &FIELDS)
}
