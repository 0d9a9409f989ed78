//! Fields of a form: label, input, its error at the field, and the summary of all errors above.

use super::Look;
use super::node::{Node, button, div, el};
use crate::session::Session;
use redress_engine::Json;
use redress_engine::flow::Invalid;
use redress_engine::text::Arg;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlInputElement, HtmlTextAreaElement};

/// The element id of the field that an answer's JSON Pointer names.
pub fn field_id(pointer: &str) -> String {
    // Without spaces, or aria-describedby would read it as several ids.
    ["field", &pointer.replace(['/', ' '], "-")].concat()
}

/// The text of a fault.
fn fault_text(look: &Look, fault: &Invalid) -> String {
    let count = fault.args.get("count").and_then(Json::as_int).unwrap_or_default();
    look.say(&fault.key, "count", Arg::Count(count))
}

/// The summary that takes the focus: how many faults, each a way to its field.
pub fn summary(look: &Look) -> Option<Node> {
    let (faults, session) = (&look.model.faults, look.session);
    if faults.is_empty() {
        return None;
    }
    let mut list = el("ul");
    for fault in faults {
        let id = field_id(&fault.path);
        let there = button("link", "link", move || focus(session, &id));
        list = list.child(el("li").child(there.text(fault_text(look, fault))));
    }
    let title = look.say("error.summary", "count", Arg::Count(faults.len() as i64));
    let summary = div("summary").attr("role", "alert").attr("tabindex", "-1").attr("data-focus", "");
    Some(summary.child(el("b").text(title)).child(list))
}

/// Moves the focus to the element of an id.
pub fn focus(session: Session, id: &str) {
    let root = session.model().container.clone();
    // Ids come from the merchant's step ids: quoted, so that none can break the selector.
    let selector = ["[id=\"", &id.replace('\\', "\\\\").replace('"', "\\\""), "\"]"].concat();
    if let Some(target) = root.query_selector(&selector).ok().flatten() {
        let _ = target.unchecked_into::<HtmlElement>().focus();
    }
}

/// Wraps a field: its fault if it has one, then the field itself, which points to the fault.
pub fn with_fault(look: &Look, field: Node, control: Node, pointer: &str) -> Node {
    let id = field_id(pointer);
    let control = control.attr("id", &id);
    let Some(fault) = look.model.faults.iter().find(|fault| fault.path == pointer) else { return field.child(control) };
    let fault_id = [&id, "-fault"].concat();
    let words = el("p").attr("class", "fault").attr("id", &fault_id).icon("alert").text(fault_text(look, fault));
    field.child(words).child(control.attr("aria-invalid", "true").attr("aria-describedby", fault_id))
}

/// What a one-line field is.
pub struct Input {
    /// JSON Pointer of its answer.
    pub pointer: String,
    /// Its label.
    pub label: String,
    /// HTML type.
    pub kind: &'static str,
    /// Autocomplete token.
    pub autocomplete: &'static str,
    /// What is in it.
    pub value: String,
    /// Whether it may stay blank.
    pub optional: bool,
}

/// A labelled one-line field.
pub fn input(look: &Look, field: Input, write: impl Fn(String) + 'static) -> Node {
    let session = look.session;
    let label = label(look, &field.pointer, field.label, field.optional);
    let input = el("input")
        .attr("type", field.kind)
        .attr("autocomplete", field.autocomplete)
        .attr("enterkeyhint", "next")
        .attr("value", field.value)
        // Codes and addresses keep their direction in a right-to-left language.
        .attr("dir", if field.kind == "text" { "auto" } else { "ltr" })
        .flag("required", !field.optional)
        .on("input", move |event| write(typed(&event)))
        .on("keydown", move |event| {
            // Enter goes on, as it does in any form.
            if is_enter(&event) {
                event.prevent_default();
                session.proceed();
            }
        });
    with_fault(look, div("field").child(label), input, &field.pointer)
}

fn is_enter(event: &Event) -> bool {
    let get = |key: &str| js_sys::Reflect::get(event, &key.into()).unwrap_or_default();
    get("key").as_string().as_deref() == Some("Enter") && !get("isComposing").is_truthy()
}

/// A label, marked where the field may stay blank.
pub fn label(look: &Look, pointer: &str, text: String, optional: bool) -> Node {
    let label = el("label").attr("for", field_id(pointer)).text(text);
    if optional { label.child(optional_mark(look)) } else { label }
}

/// "(optional)"
pub fn optional_mark(look: &Look) -> Node {
    el("span").attr("class", "muted").text([" (", &look.text("field.optional"), ")"].concat())
}

/// What is in the input or textarea that fired an event.
pub fn typed(event: &Event) -> String {
    let Some(target) = event.target() else { return String::new() };
    match target.dyn_into::<HtmlInputElement>() {
        Ok(input) => input.value(),
        Err(target) => target.dyn_into::<HtmlTextAreaElement>().map(|area| area.value()).unwrap_or_default(),
    }
}
