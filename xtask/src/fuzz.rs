//! `soak`, and the short fuzzing of `test`: inputs guided by coverage, and the properties with many more cases.

use std::{thread, time::Duration};

use anyhow::{Context, Result, bail};

use crate::{dist, project::Project, setup, shell, test};

/// The targets of fuzz/, each a file in fuzz/src/.
const TARGETS: [&str; 2] = ["config", "answers"];
/// What `soak` gives each target; docs/benchmarks.md keeps the results.
const SOAK: Duration = Duration::from_mins(10);
/// How many cases `soak` gives each property.
const CASES: &str = "5000";
/// What `test` gives each target.
const SHORT: Duration = Duration::from_secs(30);

/// `cargo xtask soak`
pub fn soak() -> Result<()> {
    let project = Project::find();
    let mut properties = shell::cargo(&project);
    properties.env("PROPTEST_CASES", CASES).args(["test", "--release", "--quiet", "--package", "redress-engine"]);
    shell::run(&mut properties)?;
    let mut kills = shell::cargo(&project);
    kills.env("REDRESS_SOAK", "1").args(["test", "--quiet", "--package", "redress-desk", "--test", "desk"]);
    shell::run(kills.args(["--", "--nocapture", "kill::"]))?;
    setup::for_tests(&project)?;
    let mut law = test::playwright(&project)?;
    shell::run(law.env("REDRESS_LAW_CASES", "all").args(["law.spec", "--project", "journeys-phone"]))?;
    let mut faults = test::playwright(&project)?;
    shell::run(faults.env("REDRESS_SOAK", "1").args(["faults.spec", "--project", "journeys-phone"]))?;
    let mut rounds = test::playwright(&project)?;
    shell::run(rounds.env("REDRESS_SOAK", "1").args(["time-and-again.spec", "--project", "hosts"]))?;
    let mut gallery = test::playwright(&project)?;
    shell::run(gallery.env("REDRESS_SOAK", "1").args(["gallery.spec", "--project", "a11y"]))?;
    dist::verify(&project)?;
    fuzz(&project, SOAK)
}

/// Half a minute for each target; skipped, with the reason, where libFuzzer can't be built.
pub fn short(project: &Project) -> Result<()> {
    if ["c++", "g++", "clang++"].iter().all(|compiler| shell::which(compiler).is_none()) {
        println!("Skipped: libFuzzer is C++, and this machine has no C++ compiler (on Debian: apt-get install g++).");
        return Ok(());
    }
    fuzz(project, SHORT)
}

/// All targets side by side.
fn fuzz(project: &Project, time: Duration) -> Result<()> {
    // One after the other first, because Cargo locks its folder.
    for target in TARGETS {
        shell::output(&mut command(project, target, Duration::ZERO))
            .with_context(|| format!("fuzz target {target}"))?;
    }
    let results = thread::scope(|scope| {
        let run = |target| move || shell::output(&mut command(project, target, time));
        let runs = TARGETS.map(|target| (target, scope.spawn(run(target))));
        runs.map(|(target, run)| (target, run.join()))
    });
    let mut failed = Vec::new();
    for (target, result) in results {
        match result {
            Ok(Ok(_)) => println!("{target}: {} without a finding", shell::duration(time)),
            Ok(Err(error)) => failed.push(format!("{target}: {error:#}")),
            Err(_) => failed.push(format!("{target}: the fuzzer's thread panicked")),
        }
    }
    if failed.is_empty() { Ok(()) } else { bail!(failed.join("\n")) }
}

/// No time at all: it is built, and the seeds alone are tried.
fn command(project: &Project, target: &str, time: Duration) -> std::process::Command {
    let mut command = shell::program(project, "sh");
    // Zero means for ever to libFuzzer.
    command.args(["fuzz/run.sh", target, &time.as_secs().max(1).to_string()]);
    command
}
