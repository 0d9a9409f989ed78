//! `bench`: how long things take, against their budgets: a shopper's steps in a slowed browser, the widget beside other people's forms,
//! the command line's work natively, the desk under load.

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use crate::{
    project::Project,
    setup,
    shell::{self, cargo},
    test,
};

#[derive(Args)]
pub struct Options {
    /// Only this one; may be given several times
    #[arg(long, value_enum)]
    only: Vec<Bench>,
    /// How often each form is visited in each mode, beside its peers
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    visits: u32,
    /// The result beside its peers is written into docs/benchmarks.md and docs/peers.svg
    #[arg(long)]
    write: bool,
    /// Passed on to Playwright for `widget`, e.g. `-g step`
    #[arg(last = true)]
    filter: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
enum Bench {
    /// A shopper's steps and photos
    Widget,
    /// The widget beside other people's forms, on an emulated phone; about 12 minutes
    Peers,
    /// What `redress check` and `simulate` take
    Cli,
    /// The desk under load
    Desk,
}

/// All of them, even where one does not keep its budget: the others are worth knowing.
pub fn run(options: &Options) -> Result<()> {
    let project = Project::find();
    let chosen = |bench: &Bench| options.only.is_empty() || options.only.contains(bench);
    setup::for_tests(&project)?;
    let mut failed = Vec::new();
    for bench in Bench::value_variants().iter().filter(|bench| chosen(bench)) {
        if let Err(error) = bench.run(&project, options) {
            failed.push(format!("{}: {error:#}", format!("{bench:?}").to_lowercase()));
        }
    }
    if failed.is_empty() { Ok(()) } else { bail!(failed.join("\n")) }
}

impl Bench {
    fn run(self, project: &Project, options: &Options) -> Result<()> {
        match self {
            Self::Widget => widget(project, "bench", &options.filter, &[]),
            Self::Peers => {
                setup::for_peers(project)?;
                let visits = options.visits.to_string();
                let write = u8::from(options.write).to_string();
                widget(project, "peers", &[], &[("REDRESS_PEERS_VISITS", visits), ("REDRESS_PEERS_WRITE", write)])
            }
            Self::Cli => native(project, "redress-cli", "check"),
            Self::Desk => native(project, "redress-desk", "load"),
        }
    }
}

/// One worker, and Playwright's projects of these names exist only for us: a test's verdict must not hang on a busy machine.
fn widget(project: &Project, name: &str, filter: &[String], settings: &[(&str, String)]) -> Result<()> {
    let mut playwright = test::playwright(project)?;
    playwright.env("REDRESS_BENCH", "1").envs(settings.iter().map(|(key, value)| (key, value)));
    shell::run(playwright.args(["--workers", "1", "--project", name]).args(filter))
}

/// By name: the unit tests would be built for it, too.
fn native(project: &Project, package: &str, bench: &str) -> Result<()> {
    shell::run(cargo(project).args(["bench", "--package", package, "--bench", bench]))
}
