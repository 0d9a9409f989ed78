//! `check`, the quick loop: format, lints on both targets, the loader's types, the schemas, native tests.

use anyhow::Result;

use crate::{
    project::Project,
    schema, setup,
    shell::{self, cargo},
};

/// Every crate but the widget, which only builds for the browser.
pub const NATIVE: [&str; 5] = ["--workspace", "--exclude", "redress", "--exclude", "redress-debug"];
/// With the panel for developers: what the shopper gets is the same without it.
pub const WIDGET: [&str; 6] = ["--package", "redress", "--features", "debug", "--target", "wasm32-unknown-unknown"];
/// What the shopper gets.
const LEAN: [&str; 4] = ["--package", "redress", "--target", "wasm32-unknown-unknown"];

pub fn run() -> Result<()> {
    let project = Project::find();
    setup::for_check(&project)?;
    style(&project)?;
    native(&project, &[])
}

pub fn style(project: &Project) -> Result<()> {
    shell::run(cargo(project).args(["fmt", "--all", "--check"]))?;
    let warnings = ["--", "--deny", "warnings"];
    shell::run(cargo(project).args(["clippy", "--quiet", "--all-targets"]).args(NATIVE).args(warnings))?;
    shell::run(cargo(project).args(["clippy", "--quiet", "--all-targets"]).args(WIDGET).args(warnings))?;
    shell::run(cargo(project).args(["clippy", "--quiet"]).args(LEAN).args(warnings))?;
    // Missing only where `check` went on without Node and said so.
    let Some(tsc) = project.npm_tool("tsc") else { return Ok(()) };
    shell::run(shell::program(project, &tsc).args(["--project", "jsconfig.json"]))?;
    schema::check(project, &tsc)
}

/// `filter` goes to the test binaries.
pub fn native(project: &Project, filter: &[String]) -> Result<()> {
    shell::run(cargo(project).args(["test", "--quiet"]).args(NATIVE).arg("--").args(filter))
}
