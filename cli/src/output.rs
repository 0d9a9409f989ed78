//! Output: how every command writes, and how it fails.

use std::io::{self, Write};

use redress_engine::Json;

/// Why a command ended early.
#[derive(Debug)]
pub enum Failure {
    /// Something about the files: exit status 1.
    Problem(String),
    /// Called wrongly: exit status 2.
    Usage(String),
    /// Nobody reads the output any more.
    Closed,
}

/// Whether all was well; what was found is printed already.
pub type Outcome = Result<bool, Failure>;

/// Writes to standard output.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => Failure::Closed,
        _ => Failure::Problem(format!("standard output: {error}")),
    })
}

/// Writes JSON to standard output, indented.
pub fn print_json(json: &Json) -> Result<(), Failure> {
    print(&(pretty(json)? + "\n"))
}

/// JSON, indented.
pub fn pretty(json: &Json) -> Result<String, Failure> {
    serde_json::to_string_pretty(json).map_err(|error| Failure::Problem(error.to_string()))
}
