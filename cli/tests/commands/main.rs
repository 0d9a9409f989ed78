//! The command as it is called: arguments and files in, output and exit status out.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may say what it expects")]

mod case;
mod check;
mod extends;
mod init;
mod simulate;
mod words;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// What a call gave.
struct Called {
    status: i32,
    out: String,
    err: String,
}

impl Called {
    /// Standard output as JSON.
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error} in {}{}", self.out, self.err))
    }
}

/// Calls `redress` in a folder.
fn call_in(dir: &Path, args: &[&str], input: &str) -> Called {
    let mut child = Command::new(env!("CARGO_BIN_EXE_redress"))
        .args(args)
        .current_dir(dir)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that reads no input may be gone before it is written.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Called {
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Calls `redress` in a folder with these files.
fn call(files: &[(&str, &str)], args: &[&str]) -> Called {
    let dir = folder(files);
    call_in(dir.path(), args, "")
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = TempDir::new().unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

/// The repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The smallest config there is.
const SMALLEST: &str = r#"{ "endpoint": { "url": "/api/complaints" } }"#;
