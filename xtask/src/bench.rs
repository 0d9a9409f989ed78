//! `bench`: how long things take, against their budgets: the command line's work natively, a shopper's steps in a slowed browser,
//! the desk under load.

use anyhow::Result;

use crate::{project::Project, setup, shell, test};

pub fn run(filter: &[String]) -> Result<()> {
    let project = Project::find();
    setup::for_tests(&project)?;
    // One worker, and Playwright's project of this name exists only for us: a test's verdict must not hang on a busy machine.
    let mut widget = test::playwright(&project)?;
    widget.env("REDRESS_BENCH", "1").args(["--workers", "1"]).args(filter);
    shell::run(&mut widget)?;
    let mut cargo = shell::cargo(&project);
    // By name: the unit tests would be built for it, too.
    shell::run(cargo.args([
        "bench",
        "--package",
        "redress-cli",
        "--bench",
        "check",
        "--package",
        "redress-desk",
        "--bench",
        "load",
    ]))
}
