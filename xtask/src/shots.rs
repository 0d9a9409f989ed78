//! `shots`: pictures of every screen into docs/screens/, of the real widget on the real shop with the real desk.

use std::{fs, path::Path};

use anyhow::{Context, Result};

use crate::{project::Project, setup, shell, test};

const FOLDER: &str = "docs/screens";

pub fn run(filter: &[String]) -> Result<()> {
    let project = Project::find();
    setup::for_tests(&project)?;
    let folder = project.path(FOLDER);
    // Playwright's project of this name exists only for us: tests draw nothing.
    shell::run(test::playwright(&project)?.env("REDRESS_SHOTS", &folder).args(filter))?;
    tell(&folder, FOLDER)
}

/// Says how many pictures a folder has, and how large they are together.
pub fn tell(folder: &Path, name: &str) -> Result<()> {
    let pictures = fs::read_dir(folder).with_context(|| format!("cannot read {name}"))?;
    let sizes = pictures.map(|entry| Ok(entry?.metadata()?.len())).collect::<Result<Vec<u64>>>()?;
    println!("{name}: {} pictures, {} kB", sizes.len(), sizes.iter().sum::<u64>() / 1000);
    Ok(())
}
