//! The widget in two modules: what the first screen needs, and the rest, which is loaded while the shopper reads that screen.
//!
//! `wasm_split_cli_support` follows the linker's relocations from the split point in `src/ui/later.rs`; what only that leads to goes
//! into the second module. Both share one memory. Then wasm-bindgen runs on the first, and everything is made small.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow};
use wasm_split_cli_support::Options;

use super::{ENTRY, GLUE, LATER, minify::Minifier, order, prune, read, read_text, slim, write_file};
use crate::{project::Project, shell};

/// The script in which the splitter loads the second module.
const LINK: &str = "__wasm_split.js";
/// What it calls the second module.
const CHUNK: &str = "split_later.wasm";
/// Classes of `wasm-streams`, which come with Leptos' server functions and which nothing here makes.
const UNUSED_CLASSES: [&str; 3] = ["IntoUnderlyingByteSource", "IntoUnderlyingSink", "IntoUnderlyingSource"];

/// What the loader imports and the two modules, ready to ship.
pub struct Parts {
    pub entry: Vec<u8>,
    pub first: Vec<u8>,
    pub later: Vec<u8>,
}

/// Splits the build and joins `opening`, which imports the glue, with that; None if it was made in one piece (without the feature `split`).
pub fn split(project: &Project, staging: &Path, minifier: &Minifier, opening: &str) -> Result<Option<Parts>> {
    if !read_text(&staging.join(ENTRY), "Trunk's glue")?.contains(LINK.trim_end_matches(".js")) {
        return Ok(None);
    }
    // Trunk has run wasm-bindgen over the whole; the splitter wants what the linker made.
    let linked = project.target()?.join("wasm32-unknown-unknown/widget/redress.wasm");
    let folder = staging.join(".split");
    let linked = read(&linked, "the linked module")?;
    let pruned = prune::prune(&linked, unused_export)?;
    let [first, later] = take_apart(&pruned, &folder)?;
    let mut bindgen = shell::program(project, "wasm-bindgen");
    bindgen.args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-name", "glue", "--out-dir"]);
    shell::output(bindgen.arg(&folder).arg(first))?;

    let glue = short_start(&without_classes(&read_text(&folder.join(GLUE), "the glue")?)?)?;
    let link = one_start(&read_text(&folder.join(LINK), "the splitter's script")?.replace(CHUNK, LATER))?;
    let (first, later) = (read(&folder.join("glue_bg.wasm"), "the first module")?, read(&later, "the second module")?);
    let paths = slim::Paths::of(&[&first, &later], &linked)?;
    let first = slim::slim(&first, &paths, |name| mentions(&[&glue, &link], name))?;
    let later = slim::slim(&later, &paths, |_| true)?;
    let (first, later) = (minifier.module_of(&folder, &first)?, minifier.module_of(&folder, &later)?);

    let names = slim::Names::of(&first)?;
    let glue = by_name(&without_imports(&glue, &slim::imports(&first)?), &link)?;
    write_file(&folder.join(GLUE), names.in_script(&glue).as_bytes())?;
    write_file(&folder.join(LINK), names.in_script(&link).as_bytes())?;
    write_file(&folder.join(ENTRY), opening.as_bytes())?;
    let parts = Parts {
        entry: minifier.joined(&folder.join(ENTRY))?,
        first: order::by_likeness(&names.in_module(&first)?)?,
        later: order::by_likeness(&names.in_module(&later)?)?,
    };
    fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    Ok(Some(parts))
}

/// Whether wasm-bindgen exported it for one of the unused classes (`intounderlyingsource_pull`, `__wbg_intounderlyingsource_free`), or for a
/// way of waiting that nothing here uses (JSPI).
fn unused_export(name: &str) -> bool {
    if name == "__wbg_jspi_task_poll" {
        return true;
    }
    let name = name.strip_prefix("__wbg_").unwrap_or(name);
    UNUSED_CLASSES.iter().any(|class| {
        let rest = name.strip_prefix(&class.to_lowercase());
        rest.is_some_and(|rest| rest.starts_with('_'))
    })
}

/// The linked module in two files.
fn take_apart(linked: &[u8], folder: &Path) -> Result<[PathBuf; 2]> {
    let first = folder.join("first.wasm");
    let mut options = Options::new(linked);
    options.output_dir = folder;
    options.main_out_path = &first;
    options.main_module = "./glue.js";
    wasm_split_cli_support::transform(options).map_err(|error| anyhow!("the module cannot be split: {error:#}"))?;
    Ok([first, folder.join(CHUNK)])
}

/// Whether one of the scripts has the name as a whole word.
fn mentions(scripts: &[&String], name: &str) -> bool {
    scripts.iter().any(|script| slim::words(script).any(|word| word == name))
}

/// The glue without the unused classes; their exports then have no caller and go too.
fn without_classes(glue: &str) -> Result<String> {
    let mut rest = glue.to_owned();
    for class in UNUSED_CLASSES {
        let parts = [
            (format!("export class {class} {{"), format!("{class}.prototype.free;\n")),
            (format!("const {class}Finalization ="), ";\n".to_owned()),
        ];
        for (from, to) in parts {
            let start = rest.find(&from);
            let end = start.and_then(|start| Some(start + rest[start..].find(&to)? + to.len()));
            let (Some(start), Some(end)) = (start, end) else {
                return Err(anyhow!("wasm-bindgen's glue has no `{from}`: look at UNUSED_CLASSES in bundle/split.rs"));
            };
            rest.replace_range(start..end, "");
        }
    }
    Ok(rest)
}

/// How a module is started. wasm-bindgen's own takes paths, bytes and modules too, and weighs 390 bytes more.
const START: &str = r#"
export async function started(asked, imports) {
    const response = await asked;
    try {
        return await WebAssembly.instantiateStreaming(response, imports);
    } catch (error) {
        // A server that does not call it application/wasm: slower, but it runs.
        if (response.headers.get("content-type") === "application/wasm") throw error;
        return WebAssembly.instantiate(await response.arrayBuffer(), imports);
    }
}
async function __wbg_init({ module_or_path }) {
    const { instance, module } = await started(module_or_path, __wbg_get_imports());
    return __wbg_finalize_init(instance, module);
}
function initSync() {
    return wasm;
}
"#;

/// The glue with [`START`] in the place of its own, for which opening.js asks once, with a response.
fn short_start(glue: &str) -> Result<String> {
    let start = glue.find("async function __wbg_load(");
    let end = glue.find("export { initSync, __wbg_init as default };");
    let (Some(start), Some(end)) = (start, end) else {
        return Err(anyhow!("wasm-bindgen's glue starts in another way: look at short_start in bundle/split.rs"));
    };
    Ok([&glue[..start], START, &glue[end..]].concat())
}

/// The splitter's script, which starts the second module as the first was started.
fn one_start(link: &str) -> Result<String> {
    let [import, call] = ["import { initSync }", "WebAssembly.instantiateStreaming("];
    if !link.contains(import) || !link.contains(call) {
        return Err(anyhow!("{LINK} starts its module in another way: look at one_start in bundle/split.rs"));
    }
    Ok(link.replace(import, "import { initSync, started }").replace(call, "started("))
}

/// The glue without the functions that the module does not import any more. Each is one entry of an object, at a fixed indentation.
fn without_imports(glue: &str, imported: &std::collections::BTreeSet<String>) -> String {
    let mut out = String::with_capacity(glue.len());
    let mut inside = false;
    for line in glue.split_inclusive('\n') {
        let entry = line.strip_prefix("        ").filter(|rest| rest.starts_with("__wb"));
        if let Some((name, _)) = entry.and_then(|rest| rest.split_once(": ")) {
            inside = !imported.contains(name);
        }
        // The object's end, or that of a function around it.
        if line.starts_with("    }") {
            inside = false;
        }
        if !inside {
            out.push_str(line);
        }
    }
    out
}

/// The glue with the splitter's functions in an object of our own. For a whole namespace esbuild writes a loop over one that inherits
/// from Object, and so meets what a shop's library adds to that: what is no function there stops the widget
/// (`tests/hosts/extended-builtins`).
fn by_name(glue: &str, link: &str) -> Result<String> {
    let line = glue.lines().find(|line| line.starts_with("import * as ") && line.contains(LINK));
    let object = line.and_then(|line| line.split(' ').nth(3));
    let exported = link.lines().filter_map(|line| line.strip_prefix("export const ")?.split(' ').next());
    let names = exported.collect::<Vec<_>>().join(", ");
    let (Some(line), Some(object), false) = (line, object, names.is_empty()) else {
        return Err(anyhow!("wasm-bindgen's glue imports nothing of {LINK}: look at by_name in bundle/split.rs"));
    };
    Ok(glue.replace(line, &format!("import {{ {names} }} from \"./{LINK}\";\nconst {object} = {{ {names} }};")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE_TEXT: &str = "function imports() {\n    const import0 = {\n        __proto__: null,\n        \
        __wbg_a_1: function() {\n            let x = 1;\n        },\n        __wbg_b_2: function() {\n            y();\n        },\n    };\n    \
        return import0;\n}\n";

    #[test]
    fn a_function_that_is_not_imported_any_more_goes_whole() {
        let left = without_imports(GLUE_TEXT, &["__wbg_b_2".to_owned()].into());
        assert!(!left.contains("let x") && left.contains("y();") && left.contains("return import0;"), "{left}");
        assert_eq!(without_imports(GLUE_TEXT, &["__wbg_a_1".to_owned(), "__wbg_b_2".to_owned()].into()), GLUE_TEXT);
    }

    #[test]
    fn both_modules_are_started_in_one_way() {
        let glue = "let wasm;\nasync function __wbg_load(module, imports) {}\nfunction initSync(module) {}\n\
            export { initSync, __wbg_init as default };\n";
        let short = short_start(glue).unwrap();
        assert!(
            short.contains("let wasm;") && short.contains("arrayBuffer") && !short.contains("__wbg_load"),
            "{short}"
        );
        assert!(short.ends_with("export { initSync, __wbg_init as default };\n"));
        assert!(short_start("let wasm;").is_err());
        let link = "import { initSync } from \"./glue.js\";\nawait WebAssembly.instantiateStreaming(r, imports);\n";
        let one = "import { initSync, started } from \"./glue.js\";\nawait started(r, imports);\n";
        assert_eq!(one_start(link).unwrap(), one);
        assert!(one_start("import { initSync } from \"./glue.js\";").is_err());
    }

    #[test]
    fn what_the_splitter_exports_is_imported_by_name() {
        let link = "import { initSync } from \"./glue.js\";\nexport const load_later = wrap(fetch);\n";
        let glue = by_name("import * as import1 from \"./__wasm_split.js\"\nrest(import1);\n", link).unwrap();
        assert_eq!(
            glue,
            "import { load_later } from \"./__wasm_split.js\";\nconst import1 = { load_later };\nrest(import1);\n"
        );
        assert!(by_name("rest();\n", link).is_err());
    }

    #[test]
    fn glue_without_the_expected_classes_is_an_error_and_not_a_guess() {
        assert!(
            without_classes("export class Handle {}").unwrap_err().to_string().contains("IntoUnderlyingByteSource")
        );
    }
}
