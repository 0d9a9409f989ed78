//! `redress`: what a merchant runs before a config goes live. Exit status: 0 all well, 1 problems found, 2 called wrongly.

mod case;
mod check;
mod explain;
mod files;
mod init;
mod options;
mod output;
mod print;
mod rights;
mod schema;
mod show;
mod simulate;

use std::process::ExitCode;

use clap::Parser;
use options::{Command, Options};
use output::Failure;

fn main() -> ExitCode {
    let result = match Options::parse().command {
        Command::Check(check) => check::run(&check),
        Command::Schema(schema) => schema::run(&schema),
        Command::Offers(offers) => case::offers(&offers),
        Command::Rights(rights) => rights::run(&rights),
        Command::Next(next) => case::next(&next),
        Command::Print(print) => print::run(&print),
        Command::Simulate(simulate) => simulate::run(&simulate),
        Command::Init(init) => init::run(&init),
        Command::Explain(explain) => explain::run(&explain),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        // Whoever reads us has read enough (`redress check … | head`): no fault of the config's.
        Err(Failure::Closed) => ExitCode::SUCCESS,
        Err(Failure::Problem(message)) => {
            eprintln!("redress: {message}");
            ExitCode::from(1)
        }
        Err(Failure::Usage(message)) => {
            eprintln!("redress: {message}");
            ExitCode::from(2)
        }
    }
}
