//! Patterns: of each kind of element one that nobody sees, to be copied. A copy is one call into the browser, a new element two to eight, and
//! those calls were most of what drawing a screen took.

use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

/// What names a pattern, by where it stands in the module: comparing it must take less than the call that it saves.
pub type Name = [&'static str; 3];

thread_local! {
    static PATTERNS: RefCell<Vec<([*const str; 3], Element)>> = const { RefCell::new(Vec::new()) };
}

/// A copy of the pattern of this name, which is made where there is none yet.
pub fn copy(name: Name, make: &dyn Fn() -> Element) -> Element {
    let name = name.map(std::ptr::from_ref);
    let known = PATTERNS.with_borrow(|patterns| {
        let pattern = patterns.iter().find(|(known, _)| *known == name);
        pattern.map(|(_, pattern)| pattern.clone())
    });
    // Made outside: a pattern may be made of others.
    let pattern = known.unwrap_or_else(|| {
        let made = make();
        PATTERNS.with_borrow_mut(|patterns| patterns.push((name, made.clone())));
        made
    });
    JsValue::from(pattern.clone_node_with_deep(true).unwrap_or_else(JsCast::unchecked_into)).unchecked_into()
}
