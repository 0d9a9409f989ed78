//! The stage `supply` of `test`: licences, sources and known holes of what comes from outside, of crates (deny.toml) and of npm's packages.
//!
//! Holes are published after the fact, so this asks the RustSec database and npm's registry. Where one cannot be reached that part is
//! skipped and said; all else must hold everywhere.

use std::{path::Path, thread};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{project::Project, shell};

/// Each with a lock file of its own. Not tests/bench/peers: the bench alone installs those, and what is found in other people's forms is theirs to mend.
const NPM: [&str; 2] = [".", "tests/consumer/app"];

pub fn run(project: &Project) -> Result<()> {
    let results = thread::scope(|scope| {
        let mut jobs = vec![scope.spawn(|| crates(project)), scope.spawn(|| advisories(project))];
        jobs.extend(NPM.map(|folder| scope.spawn(move || audit(project, folder))));
        jobs.into_iter().map(thread::ScopedJoinHandle::join).collect::<Vec<_>>()
    });
    let mut failed = Vec::new();
    for result in results {
        match result {
            Ok(Ok(said)) => println!("{said}"),
            Ok(Err(error)) => failed.push(format!("{error:#}")),
            Err(_) => failed.push("a check panicked".to_owned()),
        }
    }
    if failed.is_empty() { Ok(()) } else { bail!(failed.join("\n")) }
}

fn deny(project: &Project, args: &[&str]) -> Result<String> {
    let mut command = shell::program(project, shell::which("cargo-deny").context("cargo-deny is not installed")?);
    shell::output(command.args(["--workspace", "--log-level", "error"]).args(args))
}

fn crates(project: &Project) -> Result<String> {
    deny(project, &["--offline", "check", "licenses", "bans", "sources"])?;
    Ok("crates: licences, bans and sources as deny.toml wants them".to_owned())
}

fn advisories(project: &Project) -> Result<String> {
    if let Err(error) = deny(project, &["fetch", "db"]) {
        let reason = error.to_string().lines().last().unwrap_or_default().to_owned();
        return Ok(format!(
            "Skipped: the advisories of crates, for https://github.com/RustSec/advisory-db cannot be fetched ({reason}). \
             Where it can: cargo xtask test --only supply"
        ));
    }
    deny(project, &["check", "--disable-fetch", "advisories"])?;
    Ok("crates: no advisory".to_owned())
}

fn audit(project: &Project, folder: &str) -> Result<String> {
    let mut npm = shell::program(project, "npm");
    // A registry that does not answer is asked once: the default would take minutes.
    npm.current_dir(project.path(folder)).args(["audit", "--json", "--fetch-retries=0", "--fetch-timeout=10000"]);
    // Its status says both that it found something and that nobody answered; its report tells which.
    let output = npm.output().context("cannot start npm")?;
    verdict(folder, &output.stdout)
}

/// What npm's report says of the packages of a folder.
fn verdict(folder: &str, report: &[u8]) -> Result<String> {
    let report: Value = serde_json::from_slice(report).unwrap_or_default();
    let lock = Path::new(folder).join("package-lock.json");
    let lock = lock.strip_prefix(".").unwrap_or(&lock).display();
    let Some(holes) = report["vulnerabilities"].as_object() else {
        let reason = report["message"].as_str().unwrap_or("no answer");
        return Ok(format!(
            "Skipped: npm audit of {lock}, for the registry did not answer it ({reason}). Where it does: npm audit"
        ));
    };
    if holes.is_empty() {
        return Ok(format!("npm: no advisory for {lock}"));
    }
    let told = holes.iter().map(|(name, hole)| format!("{name} ({})", hole["severity"].as_str().unwrap_or("?")));
    bail!("npm audit of {lock} finds {}: `npm audit` tells more", told.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_npm_finds_fails_by_name_and_nothing_found_passes() {
        let found = br#"{"auditReportVersion":2,"vulnerabilities":{"ws":{"severity":"high"}}}"#;
        let error = verdict(".", found).unwrap_err().to_string();
        assert!(error.starts_with("npm audit of package-lock.json finds ws (high)"), "{error}");
        assert_eq!(verdict("a/b", br#"{"vulnerabilities":{}}"#).unwrap(), "npm: no advisory for a/b/package-lock.json");
    }

    #[test]
    fn a_registry_without_an_answer_is_skipped_with_its_reason() {
        let refused = verdict(".", br#"{"message":"405 Method Not Allowed"}"#).unwrap();
        assert!(refused.starts_with("Skipped") && refused.contains("405 Method Not Allowed"), "{refused}");
        assert!(verdict(".", b"").unwrap().contains("no answer"));
    }

    #[test]
    fn no_crate_of_ours_may_hold_unsafe_code() {
        let project = Project::find();
        let root = fs::read_to_string(project.path("Cargo.toml")).unwrap();
        assert!(root.contains("[workspace.lints.rust]\nunsafe_code = \"forbid\"\n"));
        let members = root.lines().find_map(|line| line.strip_prefix("members = ")).unwrap();
        let members: Vec<String> = serde_json::from_str(members).unwrap();
        assert!(members.len() >= 4);
        for member in members.iter().map(|member| format!("{member}/Cargo.toml")).chain(["Cargo.toml".to_owned()]) {
            let manifest = fs::read_to_string(project.path(&member)).unwrap();
            assert!(manifest.contains("\n[lints]\nworkspace = true\n"), "{member} does not take the lints");
        }
        // fuzz/ stands apart: the macro of libFuzzer is unsafe inside, so the lint cannot be on there.
        for path in crate::bundle::files_of(&project.path("fuzz/src")).unwrap() {
            assert!(!fs::read_to_string(&path).unwrap().contains("unsafe"), "{}", path.display());
        }
    }
}
