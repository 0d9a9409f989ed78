//! Fields of a form: label, input, its error at the field, and the summary of all errors above.

use super::node::{Node, button, classed, div, el};
use super::review::name;
use super::steps::{Asked, help};
use super::{Look, later};
use crate::browser::get;
use crate::session::Session;
use redress_engine::Json;
use redress_engine::config::StepKind;
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

/// What is wrong with the field that a pointer names.
pub fn fault(look: &Look, pointer: &str) -> Option<String> {
    let fault = look.model.faults.iter().find(|fault| fault.path == pointer)?;
    Some(fault_text(look, fault))
}

/// The text of a fault: the step's own where something was entered, else the standard one.
fn fault_text(look: &Look, fault: &Invalid) -> String {
    let steps = look.model.screen().map(|screen| screen.steps).unwrap_or_default();
    for (id, line) in &steps {
        let entered = look.case.answers.get(line.as_deref(), id).is_some_and(|answer| !answer.is_blank());
        if entered && is_of(fault, line.as_deref(), id) {
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
        list = list.child(el("li").child(there.opt(question_of(look, fault)).text(fault_text(look, fault))));
    }
    let title = look.say("error.summary", "count", Arg::Count(faults.len() as i64));
    let summary = div("summary").attr("role", "alert").attr("tabindex", "-1").attr("data-focus", "");
    Some(summary.child(el("b").text(title)).child(list))
}

/// Whether a fault is about a question: its pointer is the answer's, or that of a part of it; `pickup` is not the beginning of `pickup-day`.
fn is_of(fault: &Invalid, line: Option<&str>, id: &str) -> bool {
    let rest = fault.path.strip_prefix(&pointer(line, id, ""));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Which question a fault is about, where the screen asks several.
fn question_of(look: &Look, fault: &Invalid) -> Option<Node> {
    let steps = look.model.screen().map(|screen| screen.steps).filter(|steps| steps.len() > 1)?;
    let of = |(id, line): &&(String, Option<String>)| is_of(fault, line.as_deref(), id);
    let (id, _) = steps.iter().find(of)?;
    // The faults of a form name their fields.
    let step = look.case.step(id)?;
    if matches!(step.kind, StepKind::Contact | StepKind::Address | StepKind::Callback | StepKind::Lookup) {
        return None;
    }
    let name = name(look, id);
    let end = if name.ends_with(['?', '؟', '.', '!']) { " " } else { ": " };
    Some(el("span").text([&name, end].concat()))
}

/// Moves the focus to the element of an id.
pub fn focus(session: Session, id: &str) {
    let root = session.model().container.clone();
    if let Some(target) = find(&root, id) {
        let _ = target.focus();
    }
}

/// The element of an id.
pub fn find(root: &HtmlElement, id: &str) -> Option<HtmlElement> {
    let selector = ["[id=\"", &quoted(id), "\"]"].concat();
    root.query_selector(&selector).ok()?.map(JsCast::unchecked_into)
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
    if let Some(text) = later::fault(look, pointer) {
        let fault_id = [&id, "-fault"].concat();
        words = Some(classed("p", "fault").attr("id", &fault_id).icon("alert").text(text));
        control = control.attr("aria-invalid", "true");
        described = [&fault_id, " ", &described].concat();
    }
    if !described.is_empty() {
        control = control.attr("aria-describedby", described.trim());
    }
    (words, control)
}

/// A question that several controls answer: a group named and described by what stands above it. `role`: `group` or, where one of them is
/// chosen, `radiogroup`, which alone may say that it is required (ARIA 1.2); `content`: the `field` around them.
pub fn group(look: &Look, asked: &Asked, pointer: &str, role: &'static str, content: Node) -> Node {
    let mut group = content.attr("role", role).attr("tabindex", "-1").attr("aria-labelledby", title_id(asked));
    if role == "radiogroup" && !asked.optional {
        group = group.attr("aria-required", "true");
    }
    let help = if asked.help.is_some() { help_id(&asked.pointer) } else { String::new() };
    let (fault, group) = fault_of(look, group, pointer, &help);
    div("field").opt(fault).child(group)
}

/// The element id of a question.
pub fn title_id(asked: &Asked) -> String {
    [&field_id(&asked.pointer), "-title"].concat()
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
        control = control.attr("aria-labelledby", title_id(asked));
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
        Some(unit) => div("with-unit").child(control).child(classed("span", "unit").attr("id", unit_id).text(unit)),
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
    /// Whether no other follows in its form.
    pub last: bool,
}

/// A labelled one-line field.
pub fn input(look: &Look, field: Input, write: impl Fn(String) + 'static) -> Node {
    let label = label(look, &field.pointer, field.label, field.optional);
    let input = line_input(look, field.kind, field.autocomplete, &field.value, move |event| write(typed(event)));
    let input = if field.last { input } else { input.attr("enterkeyhint", "next") };
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
        .attr("enterkeyhint", "done")
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
    get(event, "key").as_string().as_deref() == Some("Enter") && !get(event, "isComposing").is_truthy()
}

/// A label, marked where the field may stay blank.
pub fn label(look: &Look, pointer: &str, text: String, optional: bool) -> Node {
    let label = el("label").attr("for", field_id(pointer)).text(text);
    if optional { label.child(optional_mark(look)) } else { label }
}

/// "(optional)"
pub fn optional_mark(look: &Look) -> Node {
    classed("span", "muted").text([" (", &look.text("field.optional"), ")"].concat())
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
    get(&target, property)
}
