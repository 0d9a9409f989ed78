//! Fields of a form: label, input, its error at the field, and the summary of all errors above.

use super::node::{Node, button, div, el};
use crate::session::Session;
use redress_engine::Json;
use redress_engine::flow::Invalid;
use redress_engine::text::Arg;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlInputElement, HtmlTextAreaElement};

/// The element id of the field that an answer's JSON Pointer names.
pub fn field_id(pointer: &str) -> String {
    ["field", &pointer.replace('/', "-")].concat()
}

/// The text of a fault.
pub fn fault_text(session: Session, fault: &Invalid) -> String {
    let count = fault.args.get("count").and_then(Json::as_int).unwrap_or_default();
    session.read(|model| model.look(|_, texts| texts.get(&fault.key, &[("count", Arg::Count(count))])))
}

/// The summary that takes the focus: how many faults, each a way to its field.
pub fn summary(session: Session) -> Option<Node> {
    let faults = session.read(|model| model.faults.clone());
    if faults.is_empty() {
        return None;
    }
    let count = Arg::Count(faults.len() as i64);
    let title = session.read(|model| model.look(|_, texts| texts.get("error.summary", &[("count", count)])));
    let each = faults.iter().map(|fault| {
        let id = field_id(&fault.path);
        let there = move || focus(session, &id);
        el("li").child(button("link", "link", there).text(fault_text(session, fault)))
    });
    let summary = div("summary").attr("role", "alert").attr("tabindex", "-1").attr("data-focus", "");
    Some(summary.child(el("b").text(title)).child(el("ul").children(each)))
}

fn focus(session: Session, id: &str) {
    session.read(|model| {
        if let Some(target) = model.container.query_selector(&["[id='", id, "']"].concat()).ok().flatten() {
            let _ = target.unchecked_into::<HtmlElement>().focus();
        }
    });
}

/// The fault of one field, if it has one, as the text that the field points to.
pub fn fault_of(session: Session, pointer: &str) -> Option<Node> {
    let fault = session.read(|model| model.faults.iter().find(|fault| fault.path == pointer).cloned())?;
    Some(
        el("p")
            .attr("class", "fault")
            .attr("id", [&field_id(pointer), "-fault"].concat())
            .icon("alert")
            .text(fault_text(session, &fault)),
    )
}

/// Adds what every field says to assistive technology: its id, and its fault if it has one.
pub fn described(node: Node, session: Session, pointer: &str) -> Node {
    let node = node.attr("id", field_id(pointer));
    if session.read(|model| model.faults.iter().any(|fault| fault.path == pointer)) {
        node.attr("aria-invalid", "true").attr("aria-describedby", [&field_id(pointer), "-fault"].concat())
    } else {
        node
    }
}

/// What a one-line field is.
pub struct Input<'a> {
    /// JSON Pointer of its answer.
    pub pointer: String,
    /// Its label.
    pub label: String,
    /// HTML type.
    pub kind: &'static str,
    /// Autocomplete token.
    pub autocomplete: &'static str,
    /// What is in it.
    pub value: &'a str,
    /// Whether it may stay blank.
    pub optional: bool,
}

/// A labelled one-line field.
pub fn input(session: Session, field: Input, write: impl Fn(String) + 'static) -> Node {
    let label = label(session, &field.pointer, field.label, field.optional);
    let input = el("input")
        .attr("type", field.kind)
        .attr("autocomplete", field.autocomplete)
        .attr("enterkeyhint", "next")
        .attr("value", field.value)
        .flag("required", !field.optional)
        .on("input", move |event| write(typed(&event)))
        .on("keydown", move |event| {
            // Enter goes on, as it does in any form.
            if is_enter(&event) {
                event.prevent_default();
                session.proceed();
            }
        });
    // Codes and addresses keep their direction in a right-to-left language.
    let input = if field.kind == "text" { input.attr("dir", "auto") } else { input.attr("dir", "ltr") };
    div("field").child(label).opt(fault_of(session, &field.pointer)).child(described(input, session, &field.pointer))
}

fn is_enter(event: &Event) -> bool {
    let key = js_sys::Reflect::get(event, &"key".into()).ok().and_then(|key| key.as_string());
    let composing = js_sys::Reflect::get(event, &"isComposing".into()).ok().and_then(|value| value.as_bool());
    key.as_deref() == Some("Enter") && composing != Some(true)
}

/// A label, marked where the field may stay blank.
pub fn label(session: Session, pointer: &str, text: String, optional: bool) -> Node {
    let optional =
        optional.then(|| el("span").attr("class", "muted").text([" (", &session.text("field.optional"), ")"].concat()));
    el("label").attr("for", field_id(pointer)).text(text).opt(optional)
}

/// What is in the input or textarea that fired an event.
pub fn typed(event: &Event) -> String {
    let Some(target) = event.target() else { return String::new() };
    match target.dyn_into::<HtmlInputElement>() {
        Ok(input) => input.value(),
        Err(target) => target.dyn_into::<HtmlTextAreaElement>().map(|area| area.value()).unwrap_or_default(),
    }
}
