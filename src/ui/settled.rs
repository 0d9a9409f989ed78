//! What the widget asks of the page it stands in: keys typed inside stay inside, and a phone's keyboard covers no field.

use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlElement, VisualViewport};

/// Keys that a shop's shortcuts would hear. A listener that captures on the window hears them all the same; no page can keep it from that.
const KEYS: [&str; 3] = ["keydown", "keypress", "keyup"];
/// CSS pixels that a keyboard covers at least; less is a browser's bar that comes and goes.
const KEYBOARD: f64 = 100.0;

/// Undone when it is dropped.
pub struct Settled {
    viewport: Option<VisualViewport>,
    fit: Closure<dyn FnMut()>,
    _keys: Closure<dyn FnMut(Event)>,
}

impl Settled {
    /// In what the widget is mounted in.
    pub fn new(container: &HtmlElement) -> Settled {
        let keys = Closure::<dyn FnMut(Event)>::new(|event: Event| event.stop_propagation());
        for key in KEYS {
            let _ = container.add_event_listener_with_callback(key, keys.as_ref().unchecked_ref());
        }
        let viewport = leptos::prelude::window().visual_viewport();
        let (seen, inside) = (viewport.clone(), container.clone());
        let fit = Closure::<dyn FnMut()>::new(move || {
            if let Some(seen) = &seen {
                let _ = fit(&inside, seen);
            }
        });
        for event in ["resize", "scroll"] {
            if let Some(viewport) = &viewport {
                let _ = viewport.add_event_listener_with_callback(event, fit.as_ref().unchecked_ref());
            }
        }
        Settled { viewport, fit, _keys: keys }
    }
}

impl Drop for Settled {
    fn drop(&mut self) {
        for event in ["resize", "scroll"] {
            if let Some(viewport) = &self.viewport {
                let _ = viewport.remove_event_listener_with_callback(event, self.fit.as_ref().unchecked_ref());
            }
        }
    }
}

/// Lifts the sheet above the keyboard: phones lay it over the page and tell the visual viewport alone. Not while the page is zoomed in:
/// then a part of it is all that is to be seen.
fn fit(container: &HtmlElement, viewport: &VisualViewport) -> Result<(), JsValue> {
    let Some(frame) = container.closest("dialog")? else { return Ok(()) };
    let style = frame.unchecked_into::<HtmlElement>().style();
    let height = leptos::prelude::window().inner_height()?.as_f64().unwrap_or_default();
    let covered = height - viewport.height() - viewport.offset_top();
    if viewport.scale() > 1.01 || covered < KEYBOARD {
        style.remove_property("margin-bottom")?;
        style.remove_property("max-height")?;
        return Ok(());
    }
    style.set_property("margin-bottom", &[&pixels(covered), "px"].concat())?;
    style.set_property("max-height", &[&pixels(viewport.height()), "px"].concat())?;
    // What is being filled in may be where the keyboard was.
    if let Some(field) = container.query_selector(":focus")? {
        field.scroll_into_view_with_bool(false);
    }
    Ok(())
}

fn pixels(length: f64) -> String {
    redress_engine::json::digits(length as i64)
}
