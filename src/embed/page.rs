//! The JSON that the host page holds for us: context scripts and schema.org data.

use redress_engine::Json;

/// The parsed contents of all script elements that `selector` finds, a list flattened; what is not JSON is passed over.
pub fn documents(selector: &str) -> Vec<Json> {
    let Some(found) = leptos::prelude::document().query_selector_all(selector).ok() else { return Vec::new() };
    let mut documents = Vec::new();
    for at in 0..found.length() {
        let text = found.get(at).and_then(|script| script.text_content()).unwrap_or_default();
        match Json::parse(&text) {
            Ok(Json::List(mut list)) => documents.append(&mut list),
            Ok(json) => documents.push(json),
            Err(_) => {}
        }
    }
    documents
}
