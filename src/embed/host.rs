//! The page's side of the contract: events out, closing, one warning about what the config says wrong.

use crate::browser::{get, wait};
use js_sys::Function;
use redress_engine::Json;
use redress_engine::read::Problem;
use wasm_bindgen::{JsCast, JsValue};

/// Calls into the loader. Cloned out of the model before it is used: the page's listeners may come back to the widget.
#[derive(Clone)]
pub struct Host {
    emit: Function,
    close: Function,
    /// What the loader handed over.
    given: JsValue,
}

impl Host {
    /// From what the loader handed over.
    pub fn new(given: &JsValue) -> Host {
        let function = |name| get(given, name).unchecked_into();
        Host { emit: function("emit"), close: function("close"), given: given.clone() }
    }

    /// One that hears nothing.
    pub fn deaf() -> Host {
        // Any function that does nothing with what it is told.
        let deaf = || get(&js_sys::global(), "Boolean").unchecked_into();
        Host { emit: deaf(), close: deaf(), given: JsValue::UNDEFINED }
    }

    /// Waits until the page has nothing to do.
    pub async fn idle(&self) {
        let _ = wait(&self.given, "idle", &[]).await;
    }

    /// Lets what is drawn be seen first.
    pub async fn painted(&self) {
        let _ = wait(&self.given, "painted", &[]).await;
    }

    /// Dispatches `redress:<name>` on the element. A page that throws in its listener is its own problem.
    pub fn emit(&self, name: &str, detail: &Json) {
        let _ = self.emit.call2(&JsValue::NULL, &name.into(), &to_js(detail));
    }

    /// Lets the loader close the dialog and settle the page's promise.
    pub fn close(&self, detail: &Json) {
        let _ = self.close.call1(&JsValue::NULL, &to_js(detail));
    }

    /// One console warning for everything in the config that is ignored.
    pub fn warn(&self, file: &str, problems: &[Problem]) {
        if problems.is_empty() {
            return;
        }
        let mut text = ["[redress] ", file].concat();
        for problem in problems {
            text.push_str(&["\n  ", problem.code, " at ", &problem.path, ": ", &problem.message].concat());
        }
        web_sys::console::warn_1(&text.into());
    }
}

/// As a plain object. By way of its text, because the engine writes that anyway: a serializer of its own weighs 1.6 kB on opening (docs/size.md).
pub fn to_js(json: &Json) -> JsValue {
    js_sys::JSON::parse(&json.to_text()).unwrap_or_default()
}
