//! `demo`: the demo shop on a running desk, from a fresh clone in one command.

use std::{fs, path::PathBuf, process::Command};

use anyhow::{Context, Result};
use clap::Args;

use crate::{bundle, check, dist, project::Project, shell};

#[derive(Args)]
pub struct Options {
    /// The port on 127.0.0.1
    #[arg(long, default_value_t = 8787)]
    port: u16,
    /// Where the desk keeps complaints and photos [default: .redress/data in the project]
    #[arg(long)]
    data: Option<PathBuf>,
}

pub fn run(options: &Options) -> Result<()> {
    let project = Project::find();
    dist::build(&project)?;
    println!("Building the desk (some minutes the first time, else at once) …");
    let desk = desk(&project)?;
    let data = match &options.data {
        Some(folder) => std::path::absolute(folder)?,
        None => project.path(".redress/data"),
    };
    fs::create_dir_all(&data).with_context(|| format!("cannot create {}", data.display()))?;
    let address = format!("127.0.0.1:{}", options.port);
    let mut command = shell::program(&project, desk);
    command.args(["--listen", &address, "--config", "dist/redress.json", "--widget", "dist", "--data"]);
    command.arg(data);
    // The other shops' cases: the desk recomputes each complaint with the config it was made with.
    for folder in bundle::files_of(&project.path("dist/examples"))?.iter().filter(|path| path.is_dir()) {
        command.arg("--also-config").arg(folder.join("config.json"));
    }
    println!(
        "\nThe demo shop:  http://{address}/\nThe inbox:      http://{address}/inbox (the desk prints its token below)"
    );
    println!("Ctrl-C stops it.\n");
    replace_by(command)
}

/// The desk's development build, with the very features that the tests build it with, so that neither builds anew.
pub fn desk(project: &Project) -> Result<PathBuf> {
    shell::run(shell::cargo(project).arg("build").args(check::NATIVE).args(["--bin", "redress-desk"]))?;
    let name = if cfg!(windows) { "redress-desk.exe" } else { "redress-desk" };
    Ok(project.target()?.join("debug").join(name))
}

/// The desk takes this process over, so that Ctrl-C and signals reach it directly.
#[cfg(unix)]
fn replace_by(mut command: Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(command.exec()).map_err(|error| anyhow::Error::new(error).context("cannot start the desk"))
}

#[cfg(not(unix))]
fn replace_by(mut command: Command) -> Result<()> {
    shell::run(&mut command)
}
