//! What the widget asks of the device it stands on: a phone's keyboard covers no field.

use crate::browser::{call, get, number};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;
use web_sys::HtmlElement;

/// CSS pixels that a keyboard covers at least; less is a browser's bar that comes and goes.
const KEYBOARD: f64 = 100.0;

/// Undone when it is dropped.
pub struct Settled {
    viewport: JsValue,
    fit: Closure<dyn FnMut()>,
}

impl Settled {
    /// In what the widget is mounted in.
    pub fn new(container: &HtmlElement) -> Settled {
        // Undefined where a browser has none.
        let viewport = get(&js_sys::global(), "visualViewport");
        let (seen, inside) = (viewport.clone(), container.clone());
        let fit = Closure::<dyn FnMut()>::new(move || {
            let _ = fit(&inside, &seen);
        });
        let settled = Settled { viewport, fit };
        settled.listen("addEventListener");
        settled
    }

    fn listen(&self, method: &str) {
        for event in ["resize", "scroll"] {
            let _ = call(&self.viewport, method, &[event.into(), self.fit.as_ref().clone()]);
        }
    }
}

impl Drop for Settled {
    fn drop(&mut self) {
        self.listen("removeEventListener");
    }
}

/// Lifts the sheet above the keyboard: phones lay it over the page and tell the visual viewport alone. Not while the page is zoomed in:
/// then a part of it is all that is to be seen.
fn fit(container: &HtmlElement, viewport: &JsValue) -> Result<(), JsValue> {
    let Some(frame) = container.closest("dialog")? else { return Ok(()) };
    let style = get(&frame, "style");
    let window = number(&js_sys::global(), "innerHeight");
    let height = number(viewport, "height");
    let covered = window - height - number(viewport, "offsetTop");
    if number(viewport, "scale") > 1.01 || covered < KEYBOARD {
        for name in ["margin-bottom", "max-height"] {
            call(&style, "removeProperty", &[name.into()])?;
        }
        return Ok(());
    }
    for (name, length) in [("margin-bottom", covered), ("max-height", height)] {
        call(&style, "setProperty", &[name.into(), [&pixels(length), "px"].concat().into()])?;
    }
    // What is being filled in may be where the keyboard was.
    if let Some(field) = container.query_selector(":focus")? {
        call(&field, "scrollIntoView", &[false.into()])?;
    }
    Ok(())
}

fn pixels(length: f64) -> String {
    redress_engine::json::digits(length as i64)
}
