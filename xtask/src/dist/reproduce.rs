//! `dist --verify`: builds everything a second time, in a folder of another name, with another home of Cargo's and nothing that was
//! compiled before, and compares what would be published byte for byte.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::{bundle::files_of, project::Project, shell};

/// What is published of dist/; the demo shop is not.
const PUBLISHED: [&str; 3] = ["dist/embed", "dist/npm", "dist/sbom"];

pub fn run(project: &Project) -> Result<()> {
    let started = Instant::now();
    let elsewhere = project.target()?.join("reproduce/elsewhere");
    if elsewhere.exists() {
        fs::remove_dir_all(&elsewhere).with_context(|| format!("cannot empty {}", elsewhere.display()))?;
    }
    let copy = Project { root: elsewhere.join("copy") };
    sources(project, &copy)?;
    let mut second = shell::cargo(&copy);
    second.env("CARGO_HOME", another_home(&elsewhere)?).env("CARGO_TARGET_DIR", elsewhere.join("target"));
    println!("Building a second time in {} (some minutes) …", elsewhere.display());
    shell::run(second.args(["run", "--quiet", "--package", "xtask", "--", "dist"]))?;

    let (here, there) = (hashes(project)?, hashes(&copy)?);
    let paths: BTreeSet<_> = here.keys().chain(there.keys()).collect();
    let differ: Vec<_> = paths.into_iter().filter(|path| here.get(*path) != there.get(*path)).cloned().collect();
    if !differ.is_empty() {
        bail!("two builds differ in {}; the second is kept in {}", differ.join(", "), elsewhere.display());
    }
    fs::remove_dir_all(&elsewhere).with_context(|| format!("cannot remove {}", elsewhere.display()))?;
    println!("Two builds, the same {} files, in {}.", here.len(), shell::duration(started.elapsed()));
    Ok(())
}

/// Every file that Git knows or would take, as it is now.
fn sources(project: &Project, copy: &Project) -> Result<()> {
    let mut git = shell::program(project, "git");
    let listed = shell::output(git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]))?;
    for path in listed.split('\0').filter(|path| !path.is_empty() && project.path(path).is_file()) {
        let target = copy.path(path);
        fs::create_dir_all(target.parent().unwrap_or(&copy.root))?;
        fs::copy(project.path(path), &target).with_context(|| format!("cannot copy {path}"))?;
    }
    Ok(())
}

/// Cargo's home under another name: what it has downloaded is the same, every path in it is not.
fn another_home(folder: &Path) -> Result<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")));
    let home = home.context("this user has no home folder; set CARGO_HOME")?;
    if cfg!(not(unix)) {
        return Ok(home);
    }
    let other = folder.join("cargo-home");
    fs::create_dir_all(&other)?;
    #[cfg(unix)]
    for entry in files_of(&home)? {
        std::os::unix::fs::symlink(&entry, other.join(entry.file_name().unwrap_or_default()))?;
    }
    Ok(other)
}

/// The hash of each published file, by its path.
fn hashes(project: &Project) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    for folder in PUBLISHED {
        collect(project, &project.path(folder), &mut found)?;
    }
    Ok(found)
}

fn collect(project: &Project, folder: &Path, found: &mut BTreeMap<String, String>) -> Result<()> {
    for path in files_of(folder)? {
        if path.is_dir() {
            collect(project, &path, found)?;
        } else {
            let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            found.insert(project.relative(&path).display().to_string(), format!("{:x}", Sha256::digest(bytes)));
        }
    }
    Ok(())
}
