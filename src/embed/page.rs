//! The JSON that the host page holds for us: context scripts and schema.org data.

use redress_engine::Json;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// The parsed contents of all script elements that `selector` finds, a list flattened; what is not JSON is passed over.
pub fn documents(selector: &str) -> Vec<Json> {
    let Some(found) = leptos::prelude::document().query_selector_all(selector).ok() else { return Vec::new() };
    let each = (0..found.length()).filter_map(|at| found.get(at)?.dyn_into::<Element>().ok()?.text_content());
    let parsed = each.filter_map(|text| Json::parse(&text).ok());
    parsed.flat_map(|json| if let Json::List(list) = json { list } else { vec![json] }).collect()
}
