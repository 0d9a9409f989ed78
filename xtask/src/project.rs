//! Where things lie: the project's folders, the tools in the user's cache folder, versions from Cargo.lock.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use crate::shell;

pub struct Project {
    pub root: PathBuf,
}

impl Project {
    /// `cargo run` names the manifest's folder at run time; the compiled-in one serves a binary started by hand.
    pub fn find() -> Self {
        let manifest =
            env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
        let root = manifest.parent().unwrap_or(&manifest).to_path_buf();
        Self { root }
    }

    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// Cargo's target folder, wherever the user's settings put it.
    pub fn target(&self) -> Result<PathBuf> {
        let mut cargo = shell::cargo(self);
        let json = shell::output(cargo.args(["metadata", "--no-deps", "--format-version", "1"]))?;
        let metadata: serde_json::Value = serde_json::from_str(&json).context("`cargo metadata` printed no JSON")?;
        let folder = metadata["target_directory"].as_str().context("`cargo metadata` names no target folder")?;
        Ok(folder.into())
    }

    /// The version of a package as Cargo.lock has it.
    pub fn locked_version(&self, package: &str) -> Result<String> {
        let path = self.path("Cargo.lock");
        let lock = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        match locked_version(&lock, package) {
            Some(version) => Ok(version),
            None => bail!("Cargo.lock has no package {package}"),
        }
    }

    /// A program of node_modules, if npm has installed it.
    pub fn npm_tool(&self, name: &str) -> Option<PathBuf> {
        let file = if cfg!(windows) { format!("{name}.cmd") } else { name.to_owned() };
        let path = self.path("node_modules/.bin").join(file);
        (path.exists() && shell::which("node").is_some()).then_some(path)
    }

    pub fn relative<'a>(&self, path: &'a Path) -> &'a Path {
        path.strip_prefix(&self.root).unwrap_or(path)
    }
}

/// Our tools live in the user's cache folder, so that every clone finds them there.
pub fn tools_folder() -> Result<PathBuf> {
    let cache = match env::var_os("XDG_CACHE_HOME").filter(|folder| !folder.is_empty()) {
        Some(folder) => PathBuf::from(folder),
        None => env::home_dir().context("this user has no home folder; set XDG_CACHE_HOME")?.join(".cache"),
    };
    Ok(cache.join("redress/tools"))
}

fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.next()?;
    let version = lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.2.1\"\n\n\
                        [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"x\"\n";

    #[test]
    fn the_locked_version_is_that_of_the_package_of_exactly_this_name() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen").as_deref(), Some("0.2.130"));
    }

    #[test]
    fn a_package_that_is_not_locked_has_no_version() {
        assert_eq!(locked_version(LOCK, "wasm"), None);
    }
}
