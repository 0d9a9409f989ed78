//! `bench`: how long things take, against their budgets: the command line's work natively, a shopper's steps in a slowed browser.

use anyhow::Result;

use crate::{project::Project, setup, shell, test};

pub fn run(filter: &[String]) -> Result<()> {
    let project = Project::find();
    setup::for_tests(&project)?;
    // One worker, and Playwright's project of this name exists only for us: a test's verdict must not hang on a busy machine.
    let mut widget = test::playwright(&project)?;
    widget.env("REDRESS_BENCH", "1").args(["--workers", "1"]).args(filter);
    shell::run(&mut widget)?;
    shell::run(shell::cargo(&project).args(["bench", "--package", "redress-cli"]))
}
