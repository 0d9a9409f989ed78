//! The widget once more, with the panel for developers (src/debug/), in one module: what the loader takes where the page says `data-debug`.
//! No shopper loads it, so that it may weigh what it likes.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};

use super::{Files, minify::Minifier, read, read_text, write_file};
use crate::{project::Project, shell};

/// What the loader imports: opening.js, joined with the glue where that can be done.
pub const ENTRY: &str = "debug.js";
/// What its glue loads.
pub const WASM: &str = "debug_bg.wasm";
/// The glue, where nothing joins it.
const GLUE: &str = "debug_glue.js";
const PACKAGE: &str = "redress-debug";
const LINKED: &str = "wasm32-unknown-unknown/widget/redress_debug.wasm";
/// How wasm-bindgen exports what loads the module.
const EXPORT: &str = "__wbg_init as default";

/// Builds it for a release. What the widget needs is compiled already: this is its own crate, the engine with the checker, and the linker.
pub fn build(project: &Project, staging: &Path, minifier: &Minifier, opening: &str) -> Result<Files> {
    let mut cargo = shell::cargo(project);
    cargo.args(["build", "--quiet", "--package", PACKAGE, "--lib", "--profile", "widget"]);
    shell::run(cargo.args(["--target", "wasm32-unknown-unknown"]))?;
    let folder = staging.join(".debug");
    let mut bindgen = shell::program(project, "wasm-bindgen");
    bindgen.args(["--target", "web", "--no-typescript", "--out-name", "debug", "--out-dir"]);
    shell::output(bindgen.arg(&folder).arg(project.target()?.join(LINKED)))?;

    let glue = by_itself(&read_text(&folder.join(ENTRY), "the glue with the panel")?)?;
    let mut wasm = minifier.quickly(&folder.join(WASM))?;
    forget_marker(&mut wasm);
    let mut files = Files::from([(WASM.to_owned(), wasm)]);
    let opening = opening.replace(super::GLUE, GLUE);
    write_file(&folder.join(GLUE), glue.as_bytes())?;
    write_file(&folder.join(ENTRY), opening.as_bytes())?;
    if minifier.joins() {
        files.insert(ENTRY.to_owned(), minifier.joined(&folder.join(ENTRY))?);
    } else {
        files.insert(ENTRY.to_owned(), opening.into());
        files.insert(GLUE.to_owned(), read(&folder.join(GLUE), "the glue with the panel")?);
    }
    fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    Ok(files)
}

/// While somebody works on it, the widget itself has the panel (Trunk.toml): the same under another name.
pub fn same(opening: &str) -> Files {
    Files::from([(ENTRY.to_owned(), opening.into())])
}

/// Leptos brings an export that only the splitter of modules reads. Its name ends with a hash that follows the folder it was compiled in.
fn forget_marker(wasm: &mut [u8]) {
    const MARKER: &[u8] = b"_WASM_SPLIT_MARKER_";
    const DIGITS: usize = 16;
    let starts: Vec<_> = (0..wasm.len()).filter(|at| wasm[*at..].starts_with(MARKER)).collect();
    for start in starts {
        let digits = wasm.iter_mut().skip(start + MARKER.len()).take(DIGITS);
        digits.filter(|byte| byte.is_ascii_hexdigit()).for_each(|digit| *digit = b'0');
    }
}

/// The loader hands over the shopper's module, whatever it imports: this glue loads its own.
fn by_itself(glue: &str) -> Result<String> {
    if !glue.contains(EXPORT) {
        bail!("wasm-bindgen's glue has no `{EXPORT}`: look at by_itself in bundle/debug.rs");
    }
    Ok(glue.replace(EXPORT, "own as default") + "\nfunction own() {\n    return __wbg_init();\n}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_splitter_s_marker_tells_no_folder_and_nothing_else_changes() {
        let mut wasm = b"\0asm*_WASM_SPLIT_MARKER_732e786d2a082da8version\x03abc".to_vec();
        forget_marker(&mut wasm);
        assert_eq!(wasm, b"\0asm*_WASM_SPLIT_MARKER_0000000000000000version\x03abc");
    }

    #[test]
    fn the_glue_loads_its_own_module_whatever_it_is_handed() {
        let glue = by_itself("export { initSync, __wbg_init as default };\n").unwrap();
        assert!(
            glue.starts_with("export { initSync, own as default };") && glue.contains("return __wbg_init();"),
            "{glue}"
        );
        assert!(by_itself("export default init;").unwrap_err().to_string().contains("by_itself"));
    }
}
