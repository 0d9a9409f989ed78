//! `date`: a day, in the browser's own calendar, with the days that many will want to say one tap away.

use super::Asked;
use crate::browser::get;
use crate::session::Session;
use crate::ui::Look;
use crate::ui::field::{field_id, find, line_input, question, typed};
use crate::ui::node::{Node, button, div};
use crate::watched::Watched;
use redress_engine::Json;
use redress_engine::config::StepKind;
use redress_engine::flow::pointer;
use redress_engine::step::{date_bounds, date_shortcuts};

pub fn date(look: &Look, asked: &Asked, heading: bool) -> Node {
    let Some(of_engine) = look.case.asked(&asked.id, asked.line.as_deref()) else { return div("field") };
    let (session, id, line) = (look.session, asked.id.clone(), asked.line.clone());
    let chosen = Watched::new(asked.answer.as_text().unwrap_or_default().to_string());
    let picked = chosen.clone();
    let mut input = line_input(look, "date", "off", asked.answer.as_text().unwrap_or_default(), move |event| {
        let day = typed(event);
        session.answer(line.as_deref(), &id, if day.is_empty() { Json::Null } else { day.as_str().into() });
        picked.set(day);
    });
    for (name, bound) in ["min", "max"].into_iter().zip(date_bounds(&of_engine)) {
        if let Some(day) = bound {
            input = input.attr(name, day.iso());
        }
    }
    let question = question(look, asked, heading, input.flag("required", !asked.optional), None);
    let mut shortcuts = Vec::new();
    for (key, day) in date_shortcuts(&of_engine) {
        shortcuts.push(Shortcut { key, words: look.text(&["date.", key].concat()), day: day.iso() });
    }
    if shortcuts.is_empty() {
        return question;
    }
    let of = Of { session, id: asked.id.clone(), line: asked.line.clone(), pointer: asked.pointer.clone() };
    // Typing changes which of them is pressed; drawn anew with the screen, the field shows what a press has chosen.
    let chips = div("chips").attr("role", "group").attr("aria-label", &asked.title);
    let chips = chips.live(move |chips| drawn(chips, &of, &shortcuts, &chosen.get()));
    // Where the question is the heading the days come first; else they must not come between it and what is above.
    if heading { div("dated").child(chips).child(question) } else { div("dated").child(question).child(chips) }
}

/// Whether a date of the screen is half typed, and says so: a browser calls it empty, and it would go without a word.
pub fn is_half_typed(session: Session) -> bool {
    let mut faults = Vec::new();
    {
        let model = session.model();
        let case = model.case();
        for (id, line) in model.screen().iter().flat_map(|screen| &screen.steps) {
            let Some(asked) = case.asked(id, line.as_deref()).filter(|asked| asked.step.kind == StepKind::Date) else {
                continue;
            };
            let field = find(&model.container, &field_id(&pointer(line.as_deref(), id, "")));
            if field.is_some_and(|field| get(&get(&field, "validity"), "badInput").is_truthy()) {
                faults.extend(asked.kind().missing(&asked));
            }
        }
    }
    let is_half_typed = !faults.is_empty();
    if is_half_typed {
        session.change_view().faults = faults;
        session.redraw();
    }
    is_half_typed
}

struct Shortcut {
    key: &'static str,
    words: String,
    day: String,
}

/// Whose days they are.
struct Of {
    session: Session,
    id: String,
    line: Option<String>,
    pointer: String,
}

fn drawn(chips: Node, of: &Of, shortcuts: &[Shortcut], chosen: &str) -> Node {
    let mut chips = chips;
    for Shortcut { key, words, day } in shortcuts {
        let (session, id, line, answer) = (of.session, of.id.clone(), of.line.clone(), day.clone());
        let press = move || session.answer_anew(line.as_deref(), &id, answer.as_str().into());
        let chip = button("chip", "chip", press)
            // The name and the value by which it has the focus again.
            .attr("name", &of.pointer)
            .attr("value", key)
            .attr("aria-pressed", if day == chosen { "true" } else { "false" })
            .text(words);
        chips = chips.child(chip);
    }
    chips
}
