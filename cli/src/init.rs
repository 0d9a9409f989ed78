//! `redress init`: a small good config to start from, and a README with a line for each of its keys. Nothing is overwritten.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

use crate::options::Init;
use crate::output::{Failure, Outcome, print};

const FILES: [(&str, &str); 2] =
    [("redress.json", include_str!("init/redress.json")), ("README.md", include_str!("init/README.md"))];

/// Runs the command.
pub fn run(options: &Init) -> Outcome {
    let dir = &options.dir;
    let failed = |path: &Path, error: &dyn std::fmt::Display| Failure::Problem(format!("{}: {error}", path.display()));
    // Both or none: half a start would have to be cleared away by hand.
    for (name, _) in FILES {
        let path = dir.join(name);
        if path.symlink_metadata().is_ok() {
            return Err(failed(&path, &"is there already; nothing was written"));
        }
    }
    fs::create_dir_all(dir).map_err(|error| failed(dir, &error))?;
    for (name, text) in FILES {
        let path = dir.join(name);
        let file = OpenOptions::new().write(true).create_new(true).open(&path);
        file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| failed(&path, &error))?;
        print(&format!("wrote {}\n", path.display()))?;
    }
    print(&format!("next: redress check {}\n", dir.join("redress.json").display()))?;
    Ok(true)
}
