//! The second module of a bundle that has two: loaded once, by the promise of the script that starts it (xtask/src/bundle/split.rs).

use super::{LATER, Later};
use leptos::wasm_split::wasm_split;
use std::cell::Cell;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static LOADED: Cell<Option<&'static Later>> = const { Cell::new(None) };
}

/// The second module, once it is there. All widgets of a page share it.
pub fn loaded() -> Option<&'static Later> {
    LOADED.get()
}

/// Loads it, unless it is there; says whether it is there now. What failed is tried again the next time.
pub async fn load() -> bool {
    if let Ok(later) = later().await {
        LOADED.set(Some(later));
    }
    loaded().is_some()
}

#[wasm_split(later, wasm_split_path = by_promise, fallible)]
fn later() -> Result<&'static Later, by_promise::SplitLoaderError> {
    Ok(&LATER)
}

#[wasm_bindgen(raw_module = "./__wasm_split.js")]
extern "C" {
    /// The splitter's script: it tries again after a failure, and only then.
    #[wasm_bindgen(js_name = __wasm_split_load_later, catch)]
    async fn load_later() -> Result<wasm_bindgen::JsValue, wasm_bindgen::JsValue>;
}

/// What the macro calls, by names of its own, to load the module. Its own calls back by a pointer, into a cell that others wait for:
/// 1.1 kB more on opening than a promise (docs/size.md).
mod by_promise {
    /// It did not come; the script has told the console why.
    pub struct SplitLoaderError;

    pub mod rt {
        use super::super::load_later;
        use super::SplitLoaderError;
        use std::ffi::c_void;
        use std::pin::Pin;

        pub type LoadCallbackFn = extern "C" fn(*const c_void, bool);

        pub struct LazySplitLoader;

        impl LazySplitLoader {
            /// Nothing is done with the function: the promise is the script's.
            pub const fn new<F: Copy>(_load: F) -> LazySplitLoader {
                LazySplitLoader
            }
        }

        pub async fn ensure_loaded(_: Pin<&LazySplitLoader>) -> Result<(), SplitLoaderError> {
            load_later().await.map(drop).map_err(|_| SplitLoaderError)
        }
    }
}
