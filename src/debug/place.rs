//! Where the panel stands: at the end of the page or, while a widget's dialog is open, in that. A modal dialog makes all around it inert.

use super::panel;
use crate::browser::{call, get};
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement};

/// The widget's frame makes room for the panel where both do not fit beside each other.
const FRAME: &str = "@media (max-width: 1179px) { .frame:has(> redress-debug[open]) { height: 52dvh; margin-block-end: 0; border-radius: 20px 20px 0 0 } }";

/// At the end of the page.
pub fn in_page() {
    if let Some(body) = leptos::prelude::document().body() {
        stand_in(&body);
    }
}

/// In the dialog of a widget, if it has one open.
pub fn into_dialog_of(widget: &Element) {
    let dialog = get(widget, "shadowRoot").dyn_into::<js_sys::Object>().ok();
    let dialog = dialog.and_then(|root| call(&root, "querySelector", &["dialog[open]".into()]).ok());
    if let Some(dialog) = dialog.and_then(|dialog| dialog.dyn_into::<Element>().ok()) {
        stand_in(&dialog);
    }
}

/// Beside what a widget is mounted in.
pub fn with(container: &HtmlElement) {
    let root = container.get_root_node();
    let sheets = Array::from(&get(&root, "adoptedStyleSheets"));
    if let Some(sheet) = sheet(FRAME) {
        sheets.push(&sheet);
        let _ = crate::browser::set(&root, "adoptedStyleSheets", &sheets);
    }
    match get(&root, "host").dyn_into::<Element>() {
        Ok(widget) if container.closest("dialog[open]").is_ok_and(|dialog| dialog.is_some()) => into_dialog_of(&widget),
        _ => in_page(),
    }
}

fn stand_in(parent: &Element) {
    let Some(panel) = panel() else { return };
    if panel.host().parent_element().as_ref() != Some(parent) {
        let _ = parent.append_child(panel.host());
    }
}

/// A constructed style sheet: policies have nothing to say about it.
pub fn sheet(css: &str) -> Option<JsValue> {
    let sheet = crate::browser::make("CSSStyleSheet").ok()?;
    call(&sheet, "replaceSync", &[css.into()]).ok()?;
    Some(sheet)
}
