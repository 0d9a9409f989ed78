//! `notice`: something to read before going on.

use super::Asked;
use crate::ui::Look;
use crate::ui::node::{Node, div, el};
use redress_engine::config::NoticeTone;

pub fn notice(look: &Look, asked: &Asked) -> Node {
    let Some(step) = look.case.step(&asked.id) else { return div("field") };
    let (class, icon) = match step.tone {
        NoticeTone::Info => ("note info", "info"),
        NoticeTone::Warning => ("note over", "alert"),
    };
    let words = look.texts.own(step.text.as_ref(), &["step.", &asked.id, ".text"].concat(), &[]).unwrap_or_default();
    let mut text = div("note-text");
    for paragraph in words.split('\n') {
        if !paragraph.trim().is_empty() {
            text = text.child(el("p").rich(paragraph));
        }
    }
    div(class).icon(icon).child(text)
}
