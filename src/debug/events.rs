//! What the widgets of the page fire, in order; and what an event says about where the panel belongs.

use super::{note, place};
use crate::browser::{call, get, text};
use redress_engine::Json;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlElement};

const NAMES: [&str; 8] = ["ready", "open", "step", "offers", "queued", "sent", "close", "error"];
/// Nobody reads more of them.
const LONGEST: usize = 200;

/// Listens as long as the page is there: on the window and first, so that no listener of the page's can keep an event from being told.
pub fn listen() {
    let heard = Closure::<dyn FnMut(Event)>::new(|event: Event| hear(&event)).into_js_value();
    let window = JsValue::from(leptos::prelude::window());
    for name in NAMES {
        let _ = call(&window, "addEventListener", &[["redress:", name].concat().into(), heard.clone(), true.into()]);
    }
}

fn hear(event: &Event) {
    let name = event.type_();
    let detail = get(event, "detail");
    let detail = js_sys::JSON::stringify(&detail).ok().and_then(|text| text.as_string());
    let detail = detail.and_then(|text| Json::parse(&text).ok()).unwrap_or_default();
    note(|notes| {
        if name == "redress:error" && text(&get(event, "detail"), "path") != "/endpoint" {
            notes.failure = Some(detail.clone());
        }
        let now = js_sys::Date::new_0().to_iso_string().as_string().unwrap_or_default();
        let at = now.get(11..19).unwrap_or_default();
        notes.events.push(Json::map([("at", at.into()), ("event", name.as_str().into()), ("detail", detail)]));
        if notes.events.len() > LONGEST {
            notes.events.remove(0);
        }
    });
    match name.as_str() {
        "redress:open" => {
            if let Some(widget) = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) {
                place::into_dialog_of(&widget);
            }
        }
        "redress:close" | "redress:error" => place::in_page(),
        _ => {}
    }
}
