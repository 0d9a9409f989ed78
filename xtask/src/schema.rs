//! `schema`: writes schema/ and the reference of docs/configuration.md out of the engine's types, and that of docs/law.md out of law/; its
//! test compares them.

use std::path::Path;

use anyhow::{Context, Result};

use crate::{
    project::Project,
    shell::{self, cargo},
};

/// The test of the engine that knows what the files should be; told to, it writes them first.
const TEST: [&str; 6] = ["test", "--quiet", "--package", "redress-engine", "--test", "schema"];

pub fn run() -> Result<()> {
    let project = Project::find();
    shell::run(cargo(&project).env("UPDATE_SCHEMA", "1").args(TEST))?;
    println!("schema/ and docs/configuration.md are what the engine's types say, docs/law.md is what law/ says");
    Ok(())
}

/// What ajv, the language service of VS Code and tsc say of the files, and whether the Custom Elements Manifest says what the docs say.
pub fn check(project: &Project, tsc: &Path) -> Result<()> {
    let node = shell::which("node").context("node is not installed")?;
    // One dot a test: a failure still tells all.
    let mut test = shell::program(project, node);
    test.args(["--test", "--test-reporter", "dot"]);
    for file in ["schema", "editor", "manifest"] {
        test.arg(format!("tests/schema/{file}.test.mjs"));
    }
    shell::run(&mut test)?;
    shell::run(shell::program(project, tsc).args(["--project", "tests/schema/tsconfig.json"]))
}
