//! Making files smaller without changing what they do: esbuild and wasm-opt when npm has installed them, else as they are.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use serde::de::IgnoredAny;

use crate::{project::Project, shell};

/// The programs of node_modules that a release build uses.
pub const OPTIMISERS: [&str; 2] = ["esbuild", "wasm-opt"];

/// Every browser that runs the widget has these; without them wasm-opt refuses what today's Rust emits.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Rust keeps its stack's last kilobyte where the first one of memory is, and nothing else there; the linker defines the
/// memory, so it starts zeroed. Together 1.3 % after brotli. Functions with one caller stay apart unless they are tiny: merged
/// into it they are fewer bytes but compress worse (6 % after brotli; 0, 10, 20 and 50 were tried). The tiniest are merged into all callers:
/// V8 compiles each function when it is first called, on the page's own thread, and that takes 0.1 ms on a phone four times slower than a
/// laptop however small it is. Of 3,433 functions 2,900 are left, for no more bytes.
const WASM_FACTS: [&str; 4] = [
    "--low-memory-unused",
    "--zero-filled-memory",
    "--one-caller-inline-max-function-size=20",
    "--always-inline-max-function-size=6",
];

pub struct Minifier<'a> {
    project: &'a Project,
    esbuild: Option<PathBuf>,
    wasm_opt: Option<PathBuf>,
}

impl<'a> Minifier<'a> {
    /// A debug build stays as it is: it is read in the browser's developer tools and built often.
    pub fn new(project: &'a Project, release: bool) -> Self {
        let [esbuild, wasm_opt] = OPTIMISERS.map(|tool| project.npm_tool(tool).filter(|_| release));
        if release && (esbuild.is_none() || wasm_opt.is_none()) {
            println!("Without esbuild and wasm-opt (npm ci) the bundle is unoptimised and larger.");
        }
        Self { project, esbuild, wasm_opt }
    }

    /// A classic script, as the loader is.
    pub fn script(&self, source: &[u8]) -> Result<Vec<u8>> {
        self.esbuild(source, &["--loader=js", "--target=es2022"])
    }

    pub fn module(&self, source: &[u8]) -> Result<Vec<u8>> {
        self.esbuild(source, &["--loader=js", "--format=esm"])
    }

    /// Whether it can put a module and what that imports in one file.
    pub fn joins(&self) -> bool {
        self.esbuild.is_some()
    }

    /// A module and what it imports, in one file.
    pub fn joined(&self, entry: &Path) -> Result<Vec<u8>> {
        let esbuild = self.esbuild.as_ref().context("a bundle in two modules needs esbuild: run `npm ci`")?;
        let mut command = shell::program(self.project, esbuild);
        command.arg(entry).args([
            "--bundle",
            "--format=esm",
            "--minify",
            "--legal-comments=none",
            "--log-level=warning",
        ]);
        Ok(shell::output(&mut command)?.into_bytes())
    }

    /// The bytes of a module, made small in `folder`.
    pub fn module_of(&self, folder: &Path, wasm: &[u8]) -> Result<Vec<u8>> {
        let path = folder.join("module.wasm");
        fs::write(&path, wasm).with_context(|| format!("cannot write {}", path.display()))?;
        self.wasm(&path)
    }

    pub fn style(&self, source: &[u8]) -> Result<Vec<u8>> {
        self.esbuild(source, &["--loader=css", "--charset=utf8"])
    }

    fn esbuild(&self, source: &[u8], options: &[&str]) -> Result<Vec<u8>> {
        let Some(esbuild) = &self.esbuild else { return Ok(source.to_vec()) };
        let mut command = shell::program(self.project, esbuild);
        command.args(["--minify", "--legal-comments=none", "--log-level=warning"]).args(options);
        shell::filter(&mut command, source)
    }

    pub fn wasm(&self, path: &Path) -> Result<Vec<u8>> {
        self.optimised(path, &["-Oz", "--converge"])
    }

    /// Without much effort: for what nobody waits for on a phone.
    pub fn quickly(&self, path: &Path) -> Result<Vec<u8>> {
        self.optimised(path, &["-O1"])
    }

    fn optimised(&self, path: &Path, effort: &[&str]) -> Result<Vec<u8>> {
        let read = |path: &Path| fs::read(path).with_context(|| format!("cannot read {}", path.display()));
        let Some(wasm_opt) = &self.wasm_opt else { return read(path) };
        let small = path.with_extension("small.wasm");
        let mut command: Command = shell::program(self.project, wasm_opt);
        command.args(effort).args(["--strip-debug", "--strip-producers", "--strip-target-features"]);
        command.args(WASM_FEATURES).args(WASM_FACTS);
        shell::output(command.arg(path).arg("-o").arg(&small))?;
        let bytes = read(&small)?;
        fs::remove_file(&small).with_context(|| format!("cannot remove {}", small.display()))?;
        Ok(bytes)
    }
}

/// Without the white space between its tokens; order and numbers stay as they were written.
pub fn json(source: &str) -> Result<String> {
    serde_json::from_str::<IgnoredAny>(source).context("is not JSON")?;
    let (mut in_string, mut escaped) = (false, false);
    let keep = |c: &char| {
        let kept = in_string || !c.is_ascii_whitespace();
        in_string ^= *c == '"' && !escaped;
        escaped = in_string && *c == '\\' && !escaped;
        kept
    };
    Ok(source.chars().filter(keep).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_loses_white_space_between_tokens_only() {
        let source = "{\n  \"b\": \"a \\\" b \\\\\",\n  \"a\": [ 1.50, \"x y\" ]\n}\n";
        assert_eq!(json(source).unwrap(), r#"{"b":"a \" b \\","a":[1.50,"x y"]}"#);
    }

    #[test]
    fn what_is_not_json_is_refused() {
        assert!(json("{ \"a\": }").is_err());
    }
}
