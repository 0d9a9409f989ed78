//! The chores of Redress, one module a command: `cargo xtask demo | check | test | soak | bench | schema | dist | size |
//! shots | snapshots | setup | trunk`.

mod bench;
mod bundle;
mod check;
mod demo;
mod dist;
mod fuzz;
mod npm;
mod project;
mod sbom;
mod schema;
mod setup;
mod shell;
mod shots;
mod size;
mod snapshots;
mod supply;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The chores of Redress. Each installs what it misses, says so, then does the job.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the widget, start the desk with the demo shop, print the addresses
    Demo(demo::Options),
    /// The quick loop: format, clippy for both targets, types of the loader, native tests
    Check,
    /// Everything that must hold: check, WASM tests and journeys in a real browser, size budgets
    Test(test::Options),
    /// The long runs: the properties with 5,000 cases, 1,000 complaints to a desk that is killed again and again, every case of law/cases and axe on every look of the gallery in a
    /// browser, the bundle built twice, ten minutes of fuzzing for each target
    Soak,
    /// How long things take, against their budgets; the machine should be idle
    Bench(bench::Options),
    /// Write schema/ and the reference of docs/configuration.md out of the engine's types
    Schema,
    /// The embeddable bundle in dist/embed/, and in dist/npm/ as a package
    Dist(dist::Options),
    /// Raw, gzip and brotli sizes of dist/embed/ against budgets.json
    Size,
    /// Pictures of every screen into docs/screens/
    Shots {
        /// Passed on to Playwright, e.g. `-g dark`
        #[arg(last = true)]
        filter: Vec<String>,
    },
    /// The pictures that tests compare the gallery with, made anew
    Snapshots {
        /// Passed on to Playwright, e.g. `-g Photos`
        #[arg(last = true)]
        filter: Vec<String>,
    },
    /// Install the tools that the other commands need
    Setup,
    /// Run Trunk with our tools on its PATH, e.g. `cargo xtask trunk serve`
    Trunk {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Trunk's post_build hook: turn its output into embed/
    #[command(hide = true)]
    Bundle,
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Demo(options) => demo::run(&options),
        Command::Check => check::run(),
        Command::Test(options) => test::run(&options),
        Command::Soak => fuzz::soak(),
        Command::Bench(options) => bench::run(&options),
        Command::Schema => schema::run(),
        Command::Dist(options) => dist::run(&options),
        Command::Size => size::run(),
        Command::Shots { filter } => shots::run(&filter),
        Command::Snapshots { filter } => snapshots::run(&filter),
        Command::Setup => setup::run(),
        Command::Trunk { args } => dist::trunk(&args),
        Command::Bundle => bundle::run(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The causes in one line each; a backtrace of a chore helps nobody.
            eprintln!("\nerror: {error}");
            error.chain().skip(1).for_each(|cause| eprintln!("  because: {cause}"));
            ExitCode::FAILURE
        }
    }
}
