//! The browsers beside Chromium for `test --browsers all`: Firefox, and WebKitGTK with its WebDriver and a screen that nobody sees.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Result, bail};
use clap::ValueEnum;

use super::{browser, named_path};
use crate::{project::Project, shell};

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub enum Browsers {
    /// Chromium alone
    Chromium,
    /// The main journeys in Firefox and WebKitGTK, too
    All,
}

/// A browser that is there: its name as Playwright's project, and what tells the tests where its parts are.
pub struct Engine {
    pub name: &'static str,
    pub parts: Vec<(&'static str, PathBuf)>,
}

/// One of the browsers, by what `find` looks for.
struct Wanted {
    name: &'static str,
    packages: &'static [&'static str],
    find: fn() -> Option<Vec<(&'static str, PathBuf)>>,
}

const WANTED: [Wanted; 2] = [
    Wanted { name: "firefox", packages: &["firefox-esr"], find: firefox },
    Wanted { name: "webkit", packages: &["webkit2gtk-driver", "xvfb"], find: webkit },
];
const FIREFOX_OF_MAC: &str = "/Applications/Firefox.app/Contents/MacOS/firefox";
/// Where systems have it: Debian below the name of the processor, Fedora in libexec.
const WEBKIT_FOLDERS: [&str; 3] = ["/usr/lib", "/usr/libexec", "/usr/lib64"];
const MINI_BROWSERS: [&str; 2] = ["webkit2gtk-4.1/MiniBrowser", "webkitgtk-6.0/MiniBrowser"];

/// The browsers that are there, Chromium first. Debian as root gets what is missing; elsewhere it says why it goes without.
pub fn ensure(project: &Project) -> Result<Vec<Engine>> {
    let missing: Vec<&Wanted> = WANTED.iter().filter(|wanted| (wanted.find)().is_none()).collect();
    let packages: Vec<&str> = missing.iter().flat_map(|wanted| wanted.packages).copied().collect();
    if !packages.is_empty() && browser::may_install(project) {
        println!("Missing: {}; installing takes about 1 minute.", packages.join(", "));
        browser::install_packages(project, &packages)?;
    }
    let mut engines = vec![Engine { name: "chromium", parts: Vec::new() }];
    for wanted in WANTED {
        match (wanted.find)() {
            Some(parts) => engines.push(Engine { name: wanted.name, parts }),
            None if browser::may_install(project) => {
                bail!("{} is installed, and yet {} is not found", wanted.packages.join(" and "), wanted.name)
            }
            None => println!(
                "Skipped: the journeys in {}, because it is not installed; on Debian: apt-get install {}",
                wanted.name,
                wanted.packages.join(" ")
            ),
        }
    }
    Ok(engines)
}

fn firefox() -> Option<Vec<(&'static str, PathBuf)>> {
    let mac = || Some(PathBuf::from(FIREFOX_OF_MAC)).filter(|path| path.is_file());
    let named = named_path("FIREFOX").or_else(|| shell::which("firefox-esr")).or_else(|| shell::which("firefox"));
    Some(vec![("REDRESS_FIREFOX", named.or_else(mac)?)])
}

fn webkit() -> Option<Vec<(&'static str, PathBuf)>> {
    let driver = named_path("WEBKIT_DRIVER").or_else(|| shell::which("WebKitWebDriver"))?;
    let browser = WEBKIT_FOLDERS.iter().find_map(|folder| mini_browser(Path::new(folder)))?;
    Some(vec![
        ("REDRESS_WEBKIT_DRIVER", driver),
        ("REDRESS_WEBKIT", browser),
        ("REDRESS_SCREEN", shell::which("Xvfb")?),
    ])
}

/// In the folder or in one of those in it.
fn mini_browser(folder: &Path) -> Option<PathBuf> {
    let inside = fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path());
    let mut folders = std::iter::once(folder.to_path_buf()).chain(inside);
    folders.find_map(|folder| MINI_BROWSERS.iter().map(|name| folder.join(name)).find(|path| path.is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn webkits_browser_is_found_in_the_folder_of_the_processor() {
        let folder = std::env::temp_dir().join(format!("redress-webkit-{}", std::process::id()));
        let inside = folder.join("x86_64-linux-gnu/webkit2gtk-4.1");
        assert_eq!(mini_browser(&folder), None);
        fs::create_dir_all(&inside).unwrap();
        assert_eq!(mini_browser(&folder), None);
        fs::write(inside.join("MiniBrowser"), "").unwrap();
        assert_eq!(mini_browser(&folder), Some(inside.join("MiniBrowser")));
        fs::remove_dir_all(folder).unwrap();
    }
}
