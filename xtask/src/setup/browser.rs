//! The real browser of the tests: an installed Chrome or Chromium, or Debian's.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::{is_root, named_path};
use crate::{project::Project, shell};

pub struct Browser {
    pub chrome: PathBuf,
    pub driver: PathBuf,
}

const NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const MAC: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
const WANTED: &str = "the tests need Chrome or Chromium (on PATH, or CHROME=its path) and the chromedriver of the same \
                      version (on PATH, or CHROMEDRIVER=its path); on Debian: apt-get install chromium chromium-driver";

pub fn find() -> Result<Browser> {
    let mac = || Some(PathBuf::from(MAC)).filter(|path| path.is_file());
    let chrome = named_path("CHROME").or_else(|| NAMES.iter().find_map(|name| shell::which(name))).or_else(mac);
    let driver = named_path("CHROMEDRIVER").or_else(|| shell::which("chromedriver"));
    Ok(Browser { chrome: chrome.context(WANTED)?, driver: driver.context(WANTED)? })
}

pub fn install(project: &Project) -> Result<()> {
    if !may_install(project) {
        bail!(WANTED);
    }
    install_packages(project, &["chromium", "chromium-driver"])
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
