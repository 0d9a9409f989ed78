//! `test`: all that must hold, stage by stage, with what each one took.

use std::{
    fs,
    path::PathBuf,
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use serde_json::json;

use crate::{
    check, demo, dist, fuzz,
    project::Project,
    setup::{
        self, browser,
        engines::{self, Browsers, Engine},
    },
    shell, size, supply,
};

#[derive(Args)]
pub struct Options {
    /// Only this stage; may be given several times
    #[arg(long, value_enum)]
    only: Vec<Stage>,
    /// In which browsers the journeys run
    #[arg(long, value_enum, default_value = "chromium")]
    browsers: Browsers,
    /// Passed on to the runners of the tests, e.g. a part of a test's name
    #[arg(last = true)]
    filter: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
enum Stage {
    /// Format, clippy on both targets, types of the loader
    Style,
    /// Licences, sources and known holes of what comes from outside
    Supply,
    /// Tests of the engine, the desk and these chores
    Native,
    /// Half a minute of fuzzing, guided by coverage, on configs and on answers
    Fuzz,
    /// Tests of the widget's parts in a real browser
    Wasm,
    /// The built bundle against budgets.json
    Size,
    /// What a shopper does, in a real browser against the real desk
    Journeys,
}

pub fn run(options: &Options) -> Result<()> {
    let project = Project::find();
    let started = Instant::now();
    setup::for_tests(&project)?;
    let engines = if options.browsers == Browsers::All { engines::ensure(&project)? } else { Vec::new() };
    let mut times = vec![("setup".to_owned(), started.elapsed())];
    let result = stages(options, &project, &engines, &mut times);
    println!();
    for (name, time) in &times {
        println!("{name:<10}{:>14}", shell::duration(*time));
    }
    println!("{:<10}{:>14}", "in all", shell::duration(started.elapsed()));
    result
}

fn stages(options: &Options, project: &Project, engines: &[Engine], times: &mut Vec<(String, Duration)>) -> Result<()> {
    for stage in Stage::value_variants() {
        if !options.only.is_empty() && !options.only.contains(stage) {
            continue;
        }
        let name = format!("{stage:?}").to_lowercase();
        println!("\n== {name}");
        let started = Instant::now();
        let result = stage.run(project, &options.filter, engines);
        times.push((name.clone(), started.elapsed()));
        result.with_context(|| format!("the stage {name} failed"))?;
    }
    Ok(())
}

impl Stage {
    fn run(self, project: &Project, filter: &[String], engines: &[Engine]) -> Result<()> {
        match self {
            Self::Style => check::style(project),
            Self::Supply => supply::run(project),
            Self::Native => check::native(project, filter),
            Self::Fuzz => fuzz::short(project),
            Self::Wasm => wasm(project, filter),
            Self::Size => {
                dist::build(project)?;
                size::check(project)
            }
            Self::Journeys => journeys(project, filter, engines),
        }
    }
}

fn wasm(project: &Project, filter: &[String]) -> Result<()> {
    let browser = browser::find()?;
    let capabilities = webdriver(project, &browser)?;
    let mut cargo = shell::cargo(project);
    cargo
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
        .env("WASM_BINDGEN_USE_BROWSER", "1")
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities)
        .env("CHROMEDRIVER", &browser.driver);
    shell::run(cargo.arg("test").args(check::WIDGET).arg("--").args(filter))
}

/// How chromedriver is to start the browser; a container's root has no sandbox, and tests need no network of Chrome's own.
fn webdriver(project: &Project, browser: &browser::Browser) -> Result<PathBuf> {
    let switches = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"];
    let silence = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];
    let args = [&switches[..], &silence[..]].concat();
    let capabilities = json!({ "goog:chromeOptions": { "binary": browser.chrome, "args": args } });
    let path = project.target()?.join("webdriver.json");
    fs::write(&path, capabilities.to_string()).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path)
}

fn journeys(project: &Project, filter: &[String], engines: &[Engine]) -> Result<()> {
    let mut playwright = playwright(project)?;
    // For each of them Playwright has a project of this name then.
    playwright.env("REDRESS_BROWSERS", engines.iter().map(|engine| engine.name).collect::<Vec<_>>().join(","));
    playwright.envs(engines.iter().flat_map(|engine| &engine.parts).map(|(variable, path)| (variable, path)));
    shell::run(playwright.args(filter))
}

/// Playwright, told where the browser, the desk and the bundle are, all built from this very source.
pub fn playwright(project: &Project) -> Result<Command> {
    const CONFIG: &str = "tests/playwright.config.ts";
    let Some(playwright) = project.npm_tool("playwright") else { bail!("playwright is not installed: run `npm ci`") };
    dist::build(project)?;
    let browser = browser::find()?;
    let mut command = shell::program(project, playwright);
    command
        .env("REDRESS_CHROME", browser.chrome)
        .env("REDRESS_HEADLESS_SHELL", browser.headless_shell.unwrap_or_default())
        .env("REDRESS_DESK", demo::desk(project)?)
        .env("REDRESS_DIST", project.path("dist"))
        .args(["test", "--config", CONFIG]);
    Ok(command)
}
