//! What the chores need on the machine: looked for, told with the time it takes, installed once.

pub mod browser;
pub mod engines;

use std::{env, path::Path};

use anyhow::{Result, bail};

use crate::{
    project::{Project, tools_folder},
    shell,
};

/// Newer releases of Trunk ask for a newer Rust than ours.
const TRUNK: &str = "0.21.14";
/// Judges what comes from outside (supply.rs).
const DENY: &str = "0.20.2";
const TARGET: &str = "wasm32-unknown-unknown";
/// Where tests/consumer/ has its application.
const CONSUMER: &str = "tests/consumer/app";
/// Where the bench has other people's forms.
const PEERS: &str = "tests/bench/peers";

#[derive(Clone, Copy, PartialEq)]
enum Tool {
    WasmTarget,
    WasmBindgen,
    Trunk,
    Npm,
    /// The packages of an application that uses ours.
    Consumer,
    /// The packages of other people's forms, for the bench alone.
    Peers,
    Deny,
    Browser,
    /// The same browser without windows.
    HeadlessShell,
}

pub fn run() -> Result<()> {
    let project = Project::find();
    for_tests(&project)?;
    println!("Everything is there. Our tools are in {}.", tools_folder()?.display());
    Ok(())
}

/// What building the widget needs.
pub fn for_build(project: &Project) -> Result<()> {
    ensure(project, &[Tool::WasmTarget, Tool::WasmBindgen, Tool::Trunk])?;
    npm_if_possible(project, "the bundle will work, but unoptimised and larger")
}

/// What the quick loop needs.
pub fn for_check(project: &Project) -> Result<()> {
    ensure(project, &[Tool::WasmTarget])?;
    npm_if_possible(project, "the loader's types stay unchecked")
}

/// Outside the tests, Node makes things better; without it they must work all the same.
fn npm_if_possible(project: &Project, otherwise: &str) -> Result<()> {
    if shell::which("npm").is_none() || shell::which("node").is_none() {
        println!("Node is not installed: {otherwise}.");
    } else if let Err(error) = ensure(project, &[Tool::Npm]) {
        println!("npm could not install its packages: {otherwise}. ({error:#})");
    }
    Ok(())
}

/// What the whole test needs.
pub fn for_tests(project: &Project) -> Result<()> {
    ensure(
        project,
        &[
            Tool::WasmTarget,
            Tool::WasmBindgen,
            Tool::Trunk,
            Tool::Npm,
            Tool::Consumer,
            Tool::Deny,
            Tool::Browser,
            Tool::HeadlessShell,
        ],
    )
}

/// What the bench beside other people's forms needs on top of the tests.
pub fn for_peers(project: &Project) -> Result<()> {
    ensure(project, &[Tool::Peers])
}

fn ensure(project: &Project, tools: &[Tool]) -> Result<()> {
    let mut missing = Vec::new();
    for tool in tools {
        if !tool.is_there(project)? {
            missing.push(*tool);
        }
    }
    for tool in &missing {
        println!("Missing: {}; installing takes about {}.", tool.name(project)?, tool.takes());
    }
    for tool in missing {
        println!("Installing {} …", tool.name(project)?);
        tool.install(project)?;
    }
    Ok(())
}

impl Tool {
    fn name(self, project: &Project) -> Result<String> {
        Ok(match self {
            Self::WasmTarget => format!("Rust's target {TARGET}"),
            Self::WasmBindgen => format!("wasm-bindgen-cli {}", project.locked_version("wasm-bindgen")?),
            Self::Trunk => format!("trunk {TRUNK}"),
            Self::Npm => "the npm packages of package-lock.json".to_owned(),
            Self::Consumer => format!("the npm packages of {CONSUMER}/package-lock.json"),
            Self::Peers => format!("the npm packages of {PEERS}/package-lock.json, 240 MB"),
            Self::Deny => format!("cargo-deny {DENY}"),
            Self::Browser => "Chromium and its WebDriver".to_owned(),
            Self::HeadlessShell => "Chromium without windows".to_owned(),
        })
    }

    /// On 2 cores with an empty cache.
    fn takes(self) -> &'static str {
        match self {
            Self::WasmTarget | Self::Npm | Self::Consumer | Self::Peers | Self::HeadlessShell => "20 seconds",
            Self::WasmBindgen | Self::Deny => "3 minutes",
            Self::Trunk => "8 minutes",
            Self::Browser => "1 minute",
        }
    }

    fn is_there(self, project: &Project) -> Result<bool> {
        Ok(match self {
            Self::WasmTarget => {
                let sysroot = shell::output(shell::program(project, "rustc").args(["--print", "sysroot"]))?;
                Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).exists()
            }
            Self::WasmBindgen => {
                let version = project.locked_version("wasm-bindgen")?;
                has_version(project, "wasm-bindgen", &version) && shell::which("wasm-bindgen-test-runner").is_some()
            }
            Self::Trunk => has_version(project, "trunk", TRUNK),
            Self::Npm => npm_packages_are_current(&project.root),
            Self::Consumer => npm_packages_are_current(&project.path(CONSUMER)),
            Self::Peers => npm_packages_are_current(&project.path(PEERS)),
            Self::Deny => has_version(project, "cargo-deny", DENY),
            Self::Browser => browser::find().is_ok(),
            Self::HeadlessShell => !browser::misses_headless_shell(project),
        })
    }

    fn install(self, project: &Project) -> Result<()> {
        match self {
            Self::WasmTarget if shell::which("rustup").is_none() => {
                bail!("there is no rustup: install Rust's target {TARGET} the way Rust itself was installed")
            }
            Self::WasmTarget => shell::run(shell::program(project, "rustup").args(["target", "add", TARGET])),
            Self::WasmBindgen => {
                cargo_install(project, "wasm-bindgen-cli", &project.locked_version("wasm-bindgen")?, &[])
            }
            Self::Trunk => cargo_install(project, "trunk", TRUNK, &["--locked"]),
            Self::Npm | Self::Consumer | Self::Peers if shell::which("npm").is_none() => {
                bail!("npm is not installed: this needs Node 20 or newer with npm (https://nodejs.org)")
            }
            Self::Npm => shell::run(shell::program(project, "npm").arg("ci")),
            Self::Consumer => npm_ci(project, CONSUMER),
            Self::Peers => npm_ci(project, PEERS),
            Self::Deny => cargo_install(project, "cargo-deny", DENY, &["--locked"]),
            Self::Browser => browser::install(project),
            Self::HeadlessShell => {
                browser::install_headless_shell(project);
                Ok(())
            }
        }
    }
}

fn npm_ci(project: &Project, folder: &str) -> Result<()> {
    shell::run(shell::program(project, "npm").arg("ci").current_dir(project.path(folder)))
}

fn cargo_install(project: &Project, package: &str, version: &str, flags: &[&str]) -> Result<()> {
    let mut cargo = shell::cargo(project);
    cargo.args(["install", package, "--version", version, "--root"]).arg(tools_folder()?).args(flags);
    shell::run(&mut cargo)
}

fn has_version(project: &Project, tool: &str, version: &str) -> bool {
    let printed = shell::which(tool).map(|path| shell::output(shell::program(project, path).arg("--version")));
    matches!(printed, Some(Ok(text)) if is_version(&text, version))
}

/// "wasm-bindgen 0.2.130", "trunk 0.21.14 (commit)".
fn is_version(printed: &str, version: &str) -> bool {
    printed.split_whitespace().nth(1) == Some(version)
}

fn npm_packages_are_current(folder: &Path) -> bool {
    let modified = |path: &str| folder.join(path).metadata().and_then(|file| file.modified());
    // npm writes this file last; without it the last installation was broken off.
    match (modified("node_modules/.package-lock.json"), modified("package-lock.json")) {
        (Ok(installed), Ok(locked)) => installed >= locked,
        _ => false,
    }
}

/// Whether a tool may be installed with the system's package manager.
fn is_root(project: &Project) -> bool {
    cfg!(unix) && shell::output(shell::program(project, "id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// A path that the environment names, if it leads to something.
fn named_path(variable: &str) -> Option<std::path::PathBuf> {
    env::var_os(variable).map(std::path::PathBuf::from).filter(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_very_version_satisfies() {
        assert!(is_version("wasm-bindgen 0.2.130\n", "0.2.130"));
        assert!(!is_version("wasm-bindgen 0.2.13\n", "0.2.130"));
        assert!(!is_version("", "0.2.130"));
    }
}
