//! What stands in schema/ and in the reference of docs/configuration.md is what the engine's types say, and what stands in that of
//! docs/law.md is what law/ says. `UPDATE_SCHEMA=1` (or `cargo xtask schema`) rewrites them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may say what it expects")]

use redress_engine::Json;
use redress_engine::config::load;
use redress_engine::schema::{DOCUMENTS, json_schema, law_reference, reference, stale_hints, typescript};
use std::fs;
use std::path::{Path, PathBuf};

const GUIDE: &str = "docs/configuration.md";
const LAW: &str = "docs/law.md";
const BEGIN: &str = "<!-- reference: begin (written by `cargo xtask schema`) -->\n";
const END: &str = "<!-- reference: end -->\n";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_default()
}

/// Every generated file as it should be.
fn generated() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for document in DOCUMENTS {
        let text = serde_json::to_string_pretty(&json_schema(document)).unwrap() + "\n";
        files.push((format!("schema/{}.v1.json", document.name), text));
    }
    files.push(("schema/types.d.ts".into(), typescript()));
    files.push((GUIDE.into(), between_markers(GUIDE, &reference())));
    files.push((LAW.into(), between_markers(LAW, &law_reference(&packs()))));
    files
}

/// A guide with this as its generated part.
fn between_markers(path: &str, part: &str) -> String {
    let guide = read(path);
    let (before, rest) = guide.split_once(BEGIN).unwrap_or_else(|| panic!("{path} has no {BEGIN}"));
    let (_, after) = rest.split_once(END).unwrap_or_else(|| panic!("{path} has no {END}"));
    [before, BEGIN, "\n", part, "\n", END, after].concat()
}

/// Every law pack.
fn packs() -> Vec<Json> {
    let entries = fs::read_dir(root().join("law")).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.filter(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.map(|path| Json::parse(&fs::read_to_string(path).unwrap()).unwrap()).collect()
}

#[test]
fn the_generated_files_are_what_the_types_say() {
    let mut stale = Vec::new();
    for (path, wanted) in generated() {
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            fs::create_dir_all(root().join(&path).parent().unwrap()).unwrap();
            fs::write(root().join(&path), &wanted).unwrap();
        }
        if read(&path) != wanted {
            stale.push(path);
        }
    }
    assert!(stale.is_empty(), "`cargo xtask schema` would rewrite {}", stale.join(", "));
}

#[test]
fn every_hint_speaks_of_something_that_is_there() {
    assert_eq!(stale_hints(), Vec::<String>::new());
}

#[test]
fn every_definition_of_a_schema_says_something() {
    for document in DOCUMENTS {
        let schema = json_schema(document);
        for (name, definition) in schema.get("$defs").and_then(Json::as_map).unwrap().iter() {
            assert!(!definition.is_blank(), "{} in {}", name, document.name);
        }
    }
}

/// The snippets of the guide: every block that is called `json`.
fn snippets() -> Vec<String> {
    let guide = read(GUIDE);
    let blocks = guide.split("```json\n").skip(1);
    blocks.map(|block| block.split("\n```").next().unwrap_or_default().to_string()).collect()
}

#[test]
fn every_snippet_of_the_guide_is_a_patch_that_loads_without_a_problem() {
    let preset = Json::parse(redress_engine::DEFAULT_PRESET_TEXT).unwrap();
    assert!(snippets().len() > 15, "the guide shows by example");
    for snippet in snippets() {
        let mut patch = Json::parse(&snippet).unwrap_or_else(|error| panic!("{}\n{snippet}", error.message()));
        if patch.get("endpoint").is_none() {
            patch.merge(&Json::map([("endpoint", Json::map([("url", "/c".into())]))]));
        }
        assert_eq!(load(&preset, &patch).problems, [], "{snippet}");
    }
}

#[cfg(feature = "check")]
#[test]
fn the_checker_finds_nothing_wrong_in_any_snippet_of_the_guide() {
    use redress_engine::check::{Library, Severity, check};
    let library = Library::built_in();
    for snippet in snippets() {
        let mut patch = Json::parse(&snippet).unwrap();
        if patch.get("endpoint").is_none() {
            patch.merge(&Json::map([("endpoint", Json::map([("url", "/c".into())]))]));
        }
        let mut found = check(&patch.to_text(), &library);
        found.retain(|finding| finding.severity == Severity::Error);
        assert_eq!(found, [], "{snippet}");
    }
}
