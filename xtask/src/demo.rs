//! `demo`: the demo shop on a running desk, from a fresh clone in one command.

use std::time::{SystemTime, UNIX_EPOCH};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use clap::Args;
use serde_json::Value;
use time::{Date, Month};

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
    command.arg(&data);
    // What a guest of the case "A page that knows no order" can look up.
    let orders = data.with_file_name("orders.json");
    fs::write(&orders, orders_of_today(&project)?).with_context(|| format!("cannot write {}", orders.display()))?;
    make_private(&orders)?;
    command.arg("--orders").arg(orders);
    // Whoever tries the demo out sends the same order's complaint many times.
    command.args(["--limit", "complaints.order=off"]);
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

/// As the desk wants what names customers.
#[cfg(unix)]
fn make_private(file: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    Ok(fs::set_permissions(file, fs::Permissions::from_mode(0o600))?)
}

#[cfg(not(unix))]
fn make_private(_: &Path) -> Result<()> {
    Ok(())
}

/// The orders of the example, their dates moved so that its day is today, as demo/dates.js does in the browser.
fn orders_of_today(project: &Project) -> Result<String> {
    let mut orders: Value =
        serde_json::from_str(&fs::read_to_string(project.path("examples/guest-order/orders.json"))?)?;
    let days = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs() / 86_400;
    let written = Date::from_calendar_date(2026, Month::November, 21)?.to_julian_day();
    let epoch = Date::from_calendar_date(1970, Month::January, 1)?.to_julian_day();
    move_dates(&mut orders, epoch + i32::try_from(days)? - written);
    Ok(serde_json::to_string_pretty(&orders)?)
}

fn move_dates(json: &mut Value, days: i32) {
    match json {
        Value::String(text) => {
            if let Some(moved) = date(text).and_then(|date| Date::from_julian_day(date.to_julian_day() + days).ok()) {
                *text = moved.to_string();
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|each| move_dates(each, days)),
        Value::Object(map) => map.values_mut().for_each(|each| move_dates(each, days)),
        _ => {}
    }
}

/// `2026-11-21`.
fn date(text: &str) -> Option<Date> {
    let [year, month, day] = text.split('-').collect::<Vec<_>>().try_into().ok()?;
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok().filter(|_| text.len() == 10)
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
