//! What the screens rely on when one takes the place of another.

use crate::ui::node::{div, el};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlInputElement};

/// Tachys may reuse an element of the same type; then what was typed into it would turn up in the next screen's field.
#[wasm_bindgen_test]
async fn a_field_of_the_next_screen_is_a_new_element_with_nothing_typed_into_it() {
    let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    let input = || -> HtmlInputElement { root.query_selector("input").unwrap().unwrap().unchecked_into() };
    let screen = RwSignal::new(0);
    let mounted = leptos::mount::mount_to(root.clone(), move || {
        div("app").live(move || el("input").attr("data-screen", screen.get().to_string()).view()).view()
    });
    let first = input();
    first.set_value("typed");
    screen.set(1);
    leptos::task::tick().await;
    let second = input();
    assert_eq!(second.get_attribute("data-screen").as_deref(), Some("1"));
    assert!(!second.is_same_node(Some(&first)));
    assert_eq!(second.value(), "");
    drop(mounted);
    assert_eq!(root.child_element_count(), 0);
}
