//! Fields of a form: label, input, its error at the field, and the summary of all errors above.

use super::Look;
use super::node::{Node, button, div, el};
use super::steps::{Asked, help};
use crate::session::Session;
use redress_engine::Json;
use redress_engine::flow::{Invalid, pointer};
use redress_engine::text::Arg;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlElement};

/// The element id of the field that an answer's JSON Pointer names.
pub fn field_id(pointer: &str) -> String {
    let mut id = String::from("field");
    for c in pointer.chars() {
        // Without spaces, or aria-describedby would read it as several ids.
        id.push(if matches!(c, '/' | ' ') { '-' } else { c });
    }
    id
}

/// The text of a fault: the step's own where something was entered, else the standard one.
fn fault_text(look: &Look, fault: &Invalid) -> String {
    let steps = look.model.screen(&look.case).map(|screen| screen.steps).unwrap_or_default();
    for (id, line) in &steps {
        let entered = look.case.answers.get(line.as_deref(), id).is_some_and(|answer| !answer.is_blank());
        if entered && fault.path.starts_with(&pointer(line.as_deref(), id, "")) {
            let own = look.case.step(id).and_then(|step| step.error.as_ref());
            if let Some(words) = look.texts.own(own, &["step.", id, ".error"].concat(), &[]) {
                return words;
            }
        }
    }
    let mut args = fault.args();
    let field = fault.args.get("field").and_then(Json::as_text).map(|name| look.text(&["field.", name].concat()));
    for (name, arg) in &mut args {
        if let Some(field) = field.as_ref().filter(|_| *name == "field") {
            *arg = Arg::Text(field);
        }
    }
    look.texts.get(&fault.key, &args)
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
    let selector = ["[id=\"", &quoted(id), "\"]"].concat();
    if let Some(target) = root.query_selector(&selector).ok().flatten() {
        let _ = target.unchecked_into::<HtmlElement>().focus();
    }
}

/// A value as it stands in the quotes of a selector: ids come from the merchant's step ids, and none may break it.
pub fn quoted(value: &str) -> String {
    let mut quoted = String::new();
    for c in value.chars() {
        if matches!(c, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted
}

/// Wraps a field: its fault if it has one, then the field itself, which points to the fault.
pub fn with_fault(look: &Look, field: Node, control: Node, pointer: &str) -> Node {
    let (fault, control) = fault_of(look, control, pointer, "");
    field.opt(fault).child(control)
}

/// The fault of a field, if it has one, and the control that points to it and to what else describes it.
pub fn fault_of(look: &Look, control: Node, pointer: &str, described: &str) -> (Option<Node>, Node) {
    let id = field_id(pointer);
    let mut control = control.attr("id", &id);
    let mut described = described.to_string();
    let mut words = None;
    if let Some(fault) = look.model.faults.iter().find(|fault| fault.path == pointer) {
        let fault_id = [&id, "-fault"].concat();
        words = Some(el("p").attr("class", "fault").attr("id", &fault_id).icon("alert").text(fault_text(look, fault)));
        control = control.attr("aria-invalid", "true");
        described = [&fault_id, " ", &described].concat();
    }
    if !described.is_empty() {
        control = control.attr("aria-describedby", described.trim());
    }
    (words, control)
}

/// The element id of the line below a question.
pub fn help_id(pointer: &str) -> String {
    [&field_id(pointer), "-help"].concat()
}

/// A question with one control: labelled by the screen's heading if that asks it, else by a label of its own.
pub fn question(look: &Look, asked: &Asked, heading: bool, control: Node, unit: Option<String>) -> Node {
    let mut field = div("field");
    let mut control = control;
    if heading {
        control = control.attr("aria-label", &asked.title);
    } else {
        field = field.child(label(look, &asked.pointer, asked.title.clone(), asked.optional)).opt(help(asked));
    }
    let unit_id = [&field_id(&asked.pointer), "-unit"].concat();
    let mut described = if asked.help.is_some() { help_id(&asked.pointer) } else { String::new() };
    if unit.is_some() {
        described = [&unit_id, " ", &described].concat();
    }
    let (fault, control) = fault_of(look, control, &asked.pointer, &described);
    let control = match unit {
        Some(unit) => {
            div("with-unit").child(control).child(el("span").attr("class", "unit").attr("id", unit_id).text(unit))
        }
        None => control,
    };
    field.opt(fault).child(control)
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
    let label = label(look, &field.pointer, field.label, field.optional);
    let input = line_input(look, field.kind, field.autocomplete, &field.value, move |event| write(typed(event)));
    with_fault(look, div("field").child(label), input.flag("required", !field.optional), &field.pointer)
}

/// A one-line input on its own.
pub fn line_input(
    look: &Look,
    kind: &'static str,
    autocomplete: &'static str,
    value: &str,
    write: impl Fn(&Event) + 'static,
) -> Node {
    let session = look.session;
    el("input")
        .attr("type", kind)
        .attr("autocomplete", autocomplete)
        .attr("enterkeyhint", "next")
        .attr("value", value)
        // Codes and addresses keep their direction in a right-to-left language.
        .attr("dir", if kind == "text" { "auto" } else { "ltr" })
        .on("input", move |event| write(&event))
        .on("keydown", move |event| {
            // Enter goes on, as it does in any form.
            if is_enter(&event) {
                event.prevent_default();
                session.proceed();
            }
        })
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

/// What is in the field that fired an event.
pub fn typed(event: &Event) -> String {
    of_target(event, "value").as_string().unwrap_or_default()
}

/// Whether the box that fired an event is ticked.
pub fn is_checked(event: &Event) -> bool {
    of_target(event, "checked").is_truthy()
}

fn of_target(event: &Event, property: &str) -> JsValue {
    let target = event.target().map(JsValue::from).unwrap_or_default();
    js_sys::Reflect::get(&target, &property.into()).unwrap_or_default()
}
