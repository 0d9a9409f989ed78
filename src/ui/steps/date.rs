//! `date`: a day, in the browser's own calendar.

use super::Asked;
use crate::ui::Look;
use crate::ui::field::{line_input, question, typed};
use crate::ui::node::{Node, div};
use redress_engine::Json;
use redress_engine::step::date_bounds;

pub fn date(look: &Look, asked: &Asked, heading: bool) -> Node {
    let Some(of_engine) = look.case.asked(&asked.id, asked.line.as_deref()) else { return div("field") };
    let (session, id, line) = (look.session, asked.id.clone(), asked.line.clone());
    let mut input = line_input(look, "date", "off", asked.answer.as_text().unwrap_or_default(), move |event| {
        let day = typed(event);
        session.answer(line.as_deref(), &id, if day.is_empty() { Json::Null } else { day.into() });
    });
    for (name, bound) in ["min", "max"].into_iter().zip(date_bounds(&of_engine)) {
        if let Some(day) = bound {
            input = input.attr(name, day.iso());
        }
    }
    question(look, asked, heading, input.flag("required", !asked.optional), None)
}
