//! Rehearsal: what comes later is drawn while the shopper reads, and thrown away, so that V8 has compiled it before a tap waits for it
//! (docs/decisions/0013-drawn-ahead.md).

use super::{Look, review, steps};
use crate::session::{Model, Session};
use redress_engine::config::{Per, Trouble};
use redress_engine::step::Parts;

/// Draws a question of the flow, or after the last the review; false where there is none. As it might be: with the first answer to each
/// choice that means something to the law, so that there are remedies to draw.
pub fn rehearsed(model: &Model, session: Session, at: usize) -> bool {
    let mut answers = model.answers.clone();
    let case = model.case();
    let line = case.lines().first().cloned();
    let steps = || case.flow.steps.iter().flat_map(|entry| &entry.0);
    let line_of = |id: &str| line.as_deref().filter(|_| case.step(id).is_some_and(|step| step.per == Per::Item));
    for id in steps() {
        let option =
            case.step(id).and_then(|step| step.option.iter().find(|(_, option)| option.problem != Trouble::None));
        if let (Some((option, _)), None) = (option, answers.get(line_of(id), id)) {
            answers.set(line_of(id), id, option.into());
        }
    }
    let might_be = model.setting().case_with(Parts::WHOLE, case.flow, &answers);
    let look = &Look { session, model, case: might_be, texts: model.texts() };
    match steps().nth(at) {
        Some(id) => {
            if let Some(asked) = steps::asked(look, id, line_of(id), false) {
                drop(steps::later(look, &asked, true));
            }
            true
        }
        None => {
            if steps().count() == at {
                drop(review::review(look));
            }
            false
        }
    }
}
