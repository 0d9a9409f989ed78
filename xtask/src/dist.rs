//! `dist`: the widget built by Trunk into dist/, skipped when nothing that goes in has changed; and the package made of it.

mod reproduce;

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use clap::Args;
use sha2::{Digest, Sha256};

use crate::{bundle, npm, project::Project, sbom, setup, shell, size};

/// All that a build reads; `dist/.inputs` keeps the hash that the last one read.
const INPUTS: [&str; 16] = [
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    "build.rs",
    "debug",
    "package-lock.json",
    "src",
    "engine",
    "style",
    "locales",
    "law",
    "demo",
    "examples",
    "xtask/src/bundle",
    "xtask/src/bundle.rs",
];
const STAMP: &str = "dist/.inputs";

#[derive(Args)]
pub struct Options {
    /// Build it again in another folder, with another home of Cargo's, and compare every byte (some minutes)
    #[arg(long)]
    verify: bool,
}

pub fn run(options: &Options) -> Result<()> {
    let project = Project::find();
    if options.verify {
        return verify(&project);
    }
    build(&project)?;
    size::print(&project)
}

/// Whether a second build, elsewhere, gives the same bytes.
pub fn verify(project: &Project) -> Result<()> {
    build(project)?;
    reproduce::run(project)
}

/// Builds dist/: the bundle unless it is current, the bills of material and the package.
pub fn build(project: &Project) -> Result<()> {
    setup::for_build(project)?;
    bundle(project)?;
    sbom::write(project)?;
    npm::write(project)
}

fn bundle(project: &Project) -> Result<()> {
    let inputs = inputs(project)?;
    let stamp = project.path(STAMP);
    if fs::read_to_string(&stamp).is_ok_and(|built| built == inputs) {
        println!("dist/ is current.");
        return Ok(());
    }
    println!("Building the widget into dist/ (some minutes the first time) …");
    let mut trunk = trunk_command(project);
    if let Some(flags) = remap_flags(project) {
        trunk.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags);
    }
    // Two modules only where both can be made small and joined to one glue.
    if bundle::OPTIMISERS.iter().all(|tool| project.npm_tool(tool).is_some()) {
        trunk.args(["build", "--release", "--features", "split"]);
    } else {
        // None: Trunk.toml's are for `trunk serve`.
        trunk.args(["build", "--release", "--features", ""]);
    }
    shell::run(&mut trunk)?;
    fs::write(&stamp, inputs).with_context(|| format!("cannot write {STAMP}"))
}

/// `cargo xtask trunk …`
pub fn trunk(args: &[String]) -> Result<()> {
    let project = Project::find();
    setup::for_build(&project)?;
    shell::run(trunk_command(&project).args(args))
}

fn trunk_command(project: &Project) -> std::process::Command {
    let mut trunk = shell::program(project, "trunk");
    // Trunk reads NO_COLOR as a boolean and fails on the usual "1".
    if env::var_os("NO_COLOR").is_some() {
        trunk.env("NO_COLOR", "true");
    }
    trunk.env("TRUNK_SKIP_VERSION_CHECK", "true");
    trunk
}

/// Panic messages name source files: without this the home folder of whoever builds would travel to every shopper, and
/// two machines would build two bundles. Where Rust's own sources are installed, it names those; elsewhere the commit they are of.
/// `RUSTFLAGS` knows no quoting, so a folder with a space stays as it is.
fn remap_flags(project: &Project) -> Option<String> {
    let cargo = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")))?;
    let registries = bundle::files_of(&cargo.join("registry/src")).ok()?;
    let rustc = |arg: &[&str]| shell::output(shell::program(project, "rustc").args(arg)).ok();
    let (sysroot, about) = (rustc(&["--print", "sysroot"])?, rustc(&["--version", "--verbose"])?);
    let commit = about.lines().find_map(|line| line.strip_prefix("commit-hash: "))?;
    let sources = PathBuf::from(sysroot.trim()).join("lib/rustlib/src/rust");
    let mut flags = vec![format!("--remap-path-prefix={}=/rustc/{commit}", sources.display())];
    flags.extend(registries.iter().map(|folder| format!("--remap-path-prefix={}=", folder.display())));
    Some(flags.join(" ")).filter(|joined| joined.split(' ').count() == flags.len())
}

/// One hash over the path and the bytes of every input, and over which optimisers there are.
fn inputs(project: &Project) -> Result<String> {
    let mut hash = Sha256::new();
    for tool in bundle::OPTIMISERS {
        hash.update([project.npm_tool(tool).is_some().into()]);
    }
    for input in INPUTS {
        hash_path(project, &project.path(input), &mut hash)?;
    }
    Ok(format!("{:x}\n", hash.finalize()))
}

fn hash_path(project: &Project, path: &Path, hash: &mut Sha256) -> Result<()> {
    if path.is_dir() {
        for entry in bundle::files_of(path)? {
            hash_path(project, &entry, hash)?;
        }
    } else if path.exists() {
        let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        hash.update(project.relative(path).as_os_str().as_encoded_bytes());
        hash.update(bytes.len().to_le_bytes());
        hash.update(bytes);
    }
    Ok(())
}
