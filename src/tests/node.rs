//! What the screens rely on when one takes the place of another.

use crate::ui::node::{div, el};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlInputElement};

/// Else what was typed into it would turn up in the next screen's field.
#[wasm_bindgen_test]
async fn a_field_of_the_next_screen_is_a_new_element_with_nothing_typed_into_it() {
    let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    let input = || -> HtmlInputElement { root.query_selector("input").unwrap().unwrap().unchecked_into() };
    let screen = RwSignal::new(0);
    let mounted = leptos::mount::mount_to_renderer(&root, move || {
        div("app").live(move |app| app.child(el("input").attr("data-screen", screen.get().to_string())))
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

/// What has gone may still fire, such as a picture that fails to load: a closure that was freed would throw in the page.
#[wasm_bindgen_test]
async fn what_has_gone_is_heard_no_more_and_throws_nothing() {
    let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    let (screen, heard, thrown) = (RwSignal::new(0), RwSignal::new(0), RwSignal::new(0));
    let errors = window_event_listener_untyped("error", move |event| {
        event.prevent_default();
        thrown.update(|thrown| *thrown += 1);
    });
    let mounted = leptos::mount::mount_to_renderer(&root, move || {
        div("app").live(move |app| {
            screen.track();
            app.child(el("input").on("change", move |_| heard.update(|heard| *heard += 1)))
        })
    });
    let input: HtmlInputElement = root.query_selector("input").unwrap().unwrap().unchecked_into();
    let change = || input.dispatch_event(&web_sys::Event::new("change").unwrap()).unwrap();
    change();
    screen.set(1);
    leptos::task::tick().await;
    change();
    assert_eq!((heard.get_untracked(), thrown.get_untracked()), (1, 0));
    errors.remove();
    drop(mounted);
}
