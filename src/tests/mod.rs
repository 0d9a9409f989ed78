//! What needs a real browser but no whole page: `Intl`, clocks, canvas, the page's scripts. Journeys cover the rest.

mod context;
mod delivery;
mod evidence;
mod i18n;
mod node;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
