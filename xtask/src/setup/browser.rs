//! The real browser of the tests: an installed Chrome or Chromium, or Debian's.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::{is_root, named_path};
use crate::{project::Project, shell};

pub struct Browser {
    pub chrome: PathBuf,
    pub driver: PathBuf,
    /// Chromium without windows: where it is, nearly all journeys run in it, which spares a quarter of the processor's work.
    pub headless_shell: Option<PathBuf>,
}

const NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const HEADLESS_SHELL: &str = "chromium-headless-shell";
const MAC: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
const WANTED: &str = "the tests need Chrome or Chromium (on PATH, or CHROME=its path) and the chromedriver of the same \
                      version (on PATH, or CHROMEDRIVER=its path); on Debian: apt-get install chromium chromium-driver";

pub fn find() -> Result<Browser> {
    let mac = || Some(PathBuf::from(MAC)).filter(|path| path.is_file());
    let chrome = named_path("CHROME").or_else(|| NAMES.iter().find_map(|name| shell::which(name))).or_else(mac);
    let driver = named_path("CHROMEDRIVER").or_else(|| shell::which("chromedriver"));
    // Who names a browser wants that one.
    let headless_shell = if named_path("CHROME").is_some() { None } else { shell::which(HEADLESS_SHELL) };
    Ok(Browser { chrome: chrome.context(WANTED)?, driver: driver.context(WANTED)?, headless_shell })
}

pub fn install(project: &Project) -> Result<()> {
    if !may_install(project) {
        bail!(WANTED);
    }
    install_packages(project, &["chromium", "chromium-driver"])
}

/// Debian builds it with its Chromium; beside another browser, or one that was named, the tests go without.
pub fn misses_headless_shell(project: &Project) -> bool {
    let there = |browser: Browser| browser.headless_shell.is_some() || !browser.chrome.ends_with("chromium");
    may_install(project) && named_path("CHROME").is_none() && !find().is_ok_and(there)
}

/// No failure where it is not to be had: the tests only take longer.
pub fn install_headless_shell(project: &Project) {
    if let Err(error) = install_packages(project, &[HEADLESS_SHELL]) {
        println!("The journeys run in the whole browser, which takes a third longer. ({error:#})");
    }
}

/// Debian as root is how containers and CI come; elsewhere the machine belongs to a person, who is told what to install.
pub fn may_install(project: &Project) -> bool {
    Path::new("/etc/debian_version").exists() && is_root(project)
}

pub fn install_packages(project: &Project, packages: &[&str]) -> Result<()> {
    let mut update = shell::program(project, "apt-get");
    shell::run(update.arg("update").arg("-qq"))?;
    let mut install = shell::program(project, "apt-get");
    install.env("DEBIAN_FRONTEND", "noninteractive").args(["install", "-y", "-qq", "--no-install-recommends"]);
    shell::run(install.args(packages))
}
