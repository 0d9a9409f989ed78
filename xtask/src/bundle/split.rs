//! The widget in two modules: what the first screen needs, and the rest, which is loaded while the shopper reads that screen.
//!
//! `wasm_split_cli_support` follows the linker's relocations from the split point in `src/ui/later/module.rs`; what only that leads to goes
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
    for module in [&first, &later] {
        prune::expect_no_formatting(&read(module, "a module")?)?;
    }
    let mut bindgen = shell::program(project, "wasm-bindgen");
    bindgen.args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-name", "glue", "--out-dir"]);
    shell::output(bindgen.arg(&folder).arg(first))?;

    let glue = shortened(&read_text(&folder.join(GLUE), "the glue")?)?;
    let (first, later) = (read(&folder.join("glue_bg.wasm"), "the first module")?, read(&later, "the second module")?);
    let paths = slim::Paths::of(&[&first, &later], &linked)?;
    let later = slim::slim(&later, &paths, |_| true)?;
    let shared = slim::imports(&later)?;
    let first =
        slim::slim(&first, &paths, |name| shared.contains(name) || slim::words(&glue).any(|word| word == name))?;
    let (first, later) = (minifier.module_of(&folder, &first)?, minifier.module_of(&folder, &later)?);

    let names = slim::Names::of(&first)?;
    let glue = without_imports(&glue, &slim::imports(&first)?);
    write_file(&folder.join(GLUE), names.in_script(&glue).as_bytes())?;
    write_file(&folder.join(LINK), link().as_bytes())?;
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
let tellCrash;
async function __wbg_init({ module_or_path, crashed }) {
    tellCrash = crashed;
    const { instance, module } = await started(module_or_path, __wbg_get_imports());
    return __wbg_finalize_init(instance, module);
}
function initSync() {
    return wasm;
}
"#;

/// The script that starts the second module (`by_promise` in src/ui/later/module.rs), in the place of the splitter's own: that one has modules
/// behind modules, and copies what the first exports name by name.
fn link() -> String {
    format!(
        r#"import {{ initSync, started }} from "./{GLUE}";
let loading;
export function __wasm_split_load_later() {{
    loading ||= started(fetch(new URL("./{LATER}", import.meta.url)), {{ __wasm_split: initSync() }});
    loading.catch((error) => {{
        console.error(error);
        loading = undefined; // tried again the next time
    }});
    return loading;
}}
"#
    )
}

/// The glue without what no browser that comes this far needs: all of them have constructable style sheets (2023).
fn shortened(glue: &str) -> Result<String> {
    let mut glue = Text(glue.to_owned());
    for class in UNUSED_CLASSES {
        // Their exports then have no caller and go too.
        glue.replace(&format!("export class {class} {{"), &format!("{class}.prototype.free;\n"), "")?;
        glue.replace(&format!("const {class}Finalization ="), ";\n", "")?;
    }
    glue.replace("if (Symbol.dispose)", ";\n", "")?;
    // A handle is always freed by opening.js.
    glue.replace("        HandleFinalization.register(", ";\n", "")?;
    glue.replace("        HandleFinalization.unregister(", ";\n", "")?;
    glue.replace("const HandleFinalization =", ";\n", "")?;
    glue.replace("const CLOSURE_DTORS =", "\n    : ", "const CLOSURE_DTORS = ")?;
    // Without a way to make room larger; every call of ours has one.
    glue.replace("    if (realloc === undefined) {", "    }\n", "")?;
    glue.replace("if (!('encodeInto' in cachedTextEncoder)) {", "\n}\n", "")?;
    // A decoder of Safari's that failed after two gigabytes.
    glue.replace("    numBytesDecoded += bytes.length;", "    }\n", "")?;
    // A page may have a `Window` of its own.
    glue.replace("arg0 instanceof Window", ";\n", "arg0.window === arg0;\n")?;
    // All that the widget does later runs in such tasks. What one throws would leave who waits for it waiting for ever.
    glue.replace(
        "queueMicrotask(arg0)",
        ";\n",
        "queueMicrotask(() => {\ntry {\narg0();\n} catch (error) {\ntellCrash(error);\nthrow error;\n}\n});\n",
    )?;
    glue.replace("async function __wbg_load(", "export {", &[START, "export {"].concat())?;
    Ok(glue.0)
}

/// A script of wasm-bindgen's, which says when it looks otherwise than expected.
struct Text(String);

impl Text {
    /// Puts something in the place of what begins and ends so.
    fn replace(&mut self, from: &str, to: &str, by: &str) -> Result<()> {
        let start = self.0.find(from);
        let end = start.and_then(|start| Some(start + self.0[start..].find(to)? + to.len()));
        let (Some(start), Some(end)) = (start, end) else {
            return Err(anyhow!(
                "wasm-bindgen's glue has no `{from}` … `{to}`: look at `shortened` in bundle/split.rs"
            ));
        };
        self.0.replace_range(start..end, by);
        Ok(())
    }
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
    fn parts_of_the_glue_are_replaced_from_where_they_begin_to_where_they_end() {
        let mut text = Text("let a = 1;\nlet b = { c: 1 };\nlet d;\n".to_owned());
        text.replace("let b =", ";\n", "b;\n").unwrap();
        assert_eq!(text.0, "let a = 1;\nb;\nlet d;\n");
    }

    #[test]
    fn glue_that_looks_otherwise_is_an_error_and_not_a_guess() {
        let error = shortened("export class Handle {}").unwrap_err().to_string();
        assert!(error.contains("IntoUnderlyingByteSource") && error.contains("shortened"), "{error}");
    }
}
