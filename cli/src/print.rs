//! `redress print`: the effective config. What it prints is a config itself: it loads to the same, wherever the parts came from.

use redress_engine::Json;
use redress_engine::check::Library;
use redress_engine::config::on_endpoint_preset;
use redress_engine::json::Map;

use crate::files;
use crate::options::Print;
use crate::output::{Outcome, print_json};

/// Runs the command.
pub fn run(options: &Print) -> Outcome {
    let library = Library::built_in();
    let (patch, chain) = files::config(&options.file, &library)?;
    let mut merged = on_endpoint_preset(&chain.base, &patch).unwrap_or_else(|base| base);
    merged.merge(&patch);
    // What it says stands there now.
    if let Json::Map(map) = &mut merged
        && let Some(Json::Map(endpoint)) = map.get_mut("endpoint")
    {
        endpoint.remove("preset");
    }
    if let Json::Map(map) = &mut merged {
        map.set("extends", chain.preset.as_str().into());
    }
    if let Some(preset) = library.preset(&chain.preset) {
        delete_what_is_gone(&mut merged, preset);
    }
    print_json(&first(merged, &["$schema", "extends"]))?;
    Ok(true)
}

/// Whoever loads the output merges it onto the preset again: what was taken out must be said to be out, with null.
fn delete_what_is_gone(merged: &mut Json, preset: &Json) {
    let (Json::Map(merged), Some(preset)) = (merged, preset.as_map()) else { return };
    for (key, value) in preset.iter() {
        match merged.get_mut(key) {
            Some(inner) => delete_what_is_gone(inner, value),
            None => merged.push(key, Json::Null),
        }
    }
}

/// The same object with these keys in front.
fn first(json: Json, keys: &[&str]) -> Json {
    let Json::Map(mut map) = json else { return json };
    let mut ordered = Map::default();
    for key in keys {
        if let Some(value) = map.remove(key) {
            ordered.push(key, value);
        }
    }
    ordered.0.append(&mut map.0);
    Json::Map(ordered)
}
