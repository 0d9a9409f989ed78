//! `snapshots`: the pictures that tests compare the gallery with, made anew into tests/visual/gallery/.

use std::fs;

use anyhow::{Context, Result};

use crate::{project::Project, setup, shell, shots, test};

const FOLDER: &str = "tests/visual/gallery";

pub fn run(filter: &[String]) -> Result<()> {
    let project = Project::find();
    setup::for_tests(&project)?;
    let folder = project.path(FOLDER);
    // A picture whose state is gone would stay for ever; with a filter the others are still needed.
    if filter.is_empty() && folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot empty {FOLDER}"))?;
    }
    let mut command = test::playwright(&project)?;
    command.env("REDRESS_SNAPSHOTS", &folder).args(["gallery.spec", "--project", "a11y"]).args(filter);
    shell::run(&mut command)?;
    shots::tell(&folder, FOLDER)
}
