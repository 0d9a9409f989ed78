//! Options: the command line of `redress`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Checks a Redress config and shows what shoppers will meet.
///
/// Exit status: 0 all well, 1 problems found, 2 called wrongly.
#[derive(Debug, Parser)]
#[command(name = "redress", version)]
pub struct Options {
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find every problem of a config before shoppers do
    Check(Check),
    /// Print a JSON Schema, for editors and other programs
    Schema(Schema),
    /// Show what a shopper is offered for an order and answers
    Offers(Offers),
    /// Show what the law gives for each item of an order, whatever a shop's config says
    Rights(Rights),
    /// Show where the flow stands for an order and answers, as JSON
    Next(Case),
    /// Print the effective config, merged with all that it extends
    Print(Print),
    /// Walk every path of each flow and count taps
    Simulate(Simulate),
    /// Write a small config to start from, and a README for its keys
    Init(Init),
    /// Explain a problem's code, or list all codes
    Explain(Explain),
}

/// Options of `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Config files; - reads standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Print {"files": [{"file", "problems": [{"code", "severity", "path", "message", "fix"}]}]}
    #[arg(long)]
    pub json: bool,
    /// Let warnings count as problems
    #[arg(long)]
    pub strict: bool,
}

/// Options of `schema`.
#[derive(Debug, Args)]
pub struct Schema {
    /// Which shape
    pub of: Shape,
}

/// The shapes that have a schema.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Shape {
    /// A merchant's file
    Config,
    /// What the shop's page knows
    Context,
    /// What goes to the endpoint
    Complaint,
    /// What the endpoint answers
    Receipt,
    /// What the shopper said
    Answers,
    /// What `redress offers --json` prints
    Offers,
    /// What `redress next` prints
    Next,
}

/// A shopper's case.
#[derive(Debug, Args)]
pub struct Case {
    /// The merchant's file
    #[arg(long, value_name = "FILE")]
    pub config: PathBuf,
    /// What the shop's page knows; nothing if absent
    #[arg(long, value_name = "FILE")]
    pub context: Option<PathBuf>,
    /// What the shopper said; nothing if absent
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
    /// The shopper's date, YYYY-MM-DD; today (UTC) if absent
    #[arg(long, value_name = "DATE")]
    pub today: Option<String>,
    /// The flow; the config's start if absent
    #[arg(long, value_name = "ID")]
    pub flow: Option<String>,
    /// The language shown; the config's first if absent
    #[arg(long, value_name = "TAG")]
    pub locale: Option<String>,
}

/// Options of `offers`.
#[derive(Debug, Args)]
pub struct Offers {
    #[command(flatten)]
    pub case: Case,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Options of `rights`.
#[derive(Debug, Args)]
pub struct Rights {
    /// What the shop's page knows
    #[arg(long, value_name = "FILE")]
    pub context: PathBuf,
    /// The shopper's date, YYYY-MM-DD; today (UTC) if absent
    #[arg(long, value_name = "DATE")]
    pub today: Option<String>,
    /// The country whose law applies, in place of the order's (ISO 3166-1 alpha-2)
    #[arg(long, value_name = "CODE")]
    pub country: Option<String>,
    /// Print {"items": [{"line", "withdrawal", "guarantee", "rejection", "remedyOrder", "pack"}]}
    #[arg(long)]
    pub json: bool,
}

/// Options of `print`.
#[derive(Debug, Args)]
pub struct Print {
    /// Config file; - reads standard input
    pub file: PathBuf,
}

/// Options of `simulate`.
#[derive(Debug, Args)]
pub struct Simulate {
    /// Config file; - reads standard input
    pub file: PathBuf,
    /// Walk only with this order and customer, instead of all that the config tells apart
    #[arg(long, value_name = "FILE")]
    pub context: Option<PathBuf>,
    /// Walk only this flow
    #[arg(long, value_name = "ID")]
    pub flow: Option<String>,
    /// The date on which it happens, YYYY-MM-DD; today (UTC) if absent
    #[arg(long, value_name = "DATE")]
    pub today: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Fail if a path takes more taps
    #[arg(long, value_name = "N")]
    pub max_taps: Option<u32>,
    /// Walk only some of the paths after so much work (in states of the default flow), and say so
    #[arg(long, value_name = "N", default_value_t = redress_engine::check::simulate::MAX_STATES)]
    pub max_paths: usize,
}

/// Options of `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// Folder; made if it is not there
    #[arg(default_value = ".")]
    pub dir: PathBuf,
}

/// Options of `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// A code that `check` printed; all are listed if absent
    pub code: Option<String>,
}
