//! `bundle`, Trunk's post_build hook: the glue, the wasm and our own files become `embed/`, what a shop embeds.
//!
//! `embed/redress.js` keeps its name for ever; all it loads lies in a folder named by its contents, so that it can be
//! cached for ever. The same loader has a second name of that kind, for who pins it. The same input gives the same bytes
//! and names.

mod cases;
mod compress;
pub mod debug;
mod law;
mod loader;
mod locale;
mod minify;
mod order;
mod prune;
mod slim;
mod split;

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

pub use self::minify::OPTIMISERS;
use self::{compress::Effort, minify::Minifier};
use crate::project::Project;

/// Contents by path, relative to the folder they are written to.
type Files = BTreeMap<String, Vec<u8>>;

/// What the loader imports: opening.js, in a release joined with the glue.
const ENTRY: &str = "redress.js";
/// What wasm-bindgen makes for JavaScript, as opening.js imports it.
const GLUE: &str = "glue.js";
const WASM: &str = "redress_bg.wasm";
/// What nobody needs before the first answer (split.rs).
pub const LATER: &str = "redress_later.wasm";
const LOADER: &str = "src/embed/redress.js";
const OPENING: &str = "src/embed/opening.js";

pub fn run() -> Result<()> {
    let project = Project::find();
    let staging = env::var_os("TRUNK_STAGING_DIR").context("`bundle` is Trunk's hook; run `cargo xtask dist`")?;
    let staging = PathBuf::from(staging);
    let release = env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    let minifier = Minifier::new(&project, release);

    let files = assets(&project, &staging, &minifier, release)?;
    let version = project.locked_version("redress")?;
    let assets = format!("{version}-{}", fingerprint(&files));
    let source = read_text(&project.path(LOADER), "the loader")?;
    let script = minifier.script(loader::loader(&source, &version, &assets)?.as_bytes())?;

    let mut embed: Files = files.into_iter().map(|(path, bytes)| (format!("{assets}/{path}"), bytes)).collect();
    embed.insert(pinned(&version, &script), script.clone());
    embed.insert(ENTRY.to_owned(), script);
    write(&staging.join("embed"), &embed, if release { Effort::Best } else { Effort::Quick })?;
    for moved in [ENTRY, WASM] {
        fs::remove_file(staging.join(moved)).with_context(|| format!("cannot remove {moved} from Trunk's output"))?;
    }
    tidy_page(&staging.join("index.html"))?;
    cases::write(&project, &staging)?;
    println!("embed/ holds {} files; the versioned folder is {assets}.", embed.len());
    Ok(())
}

/// The loader's name that no other bytes will have. It ends as the stable one does, because a loader that is a module finds its own tag by that.
fn pinned(version: &str, script: &[u8]) -> String {
    let files = Files::from([(ENTRY.to_owned(), script.to_vec())]);
    format!("{version}-{}-{ENTRY}", fingerprint(&files))
}

/// What the versioned folder holds.
fn assets(project: &Project, staging: &Path, minifier: &Minifier, release: bool) -> Result<Files> {
    let mut files = Files::new();
    files.insert("labels.json".to_owned(), locale::labels(&project.path("locales"))?.into());
    files.insert("redress.css".to_owned(), minifier.style(&style(project)?)?);
    for (source, folder) in [("locales", "locales"), ("law", "law"), ("engine/presets", "presets")] {
        for path in files_of(&project.path(source))?.iter().filter(|path| has_extension(path, "json")) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let name = if folder == "law" { name.to_lowercase() } else { name.into_owned() };
            let json = minify::json(&read_text(path, "a data file")?).with_context(|| path.display().to_string())?;
            if folder == "locales" {
                let parts = locale::apart(&json).with_context(|| path.display().to_string())?;
                files.insert(format!("informal/{name}"), parts.informal.into());
                files.insert(format!("later/{name}"), parts.later.into());
                files.insert(format!("{folder}/{name}"), parts.first.into());
            } else {
                let json = if folder == "law" { law::for_the_widget(&json) } else { Ok(json) };
                files.insert(format!("{folder}/{name}"), json.with_context(|| path.display().to_string())?.into());
            }
        }
    }
    for needed in ["locales/en.json", "presets/default.json"] {
        if !files.contains_key(needed) {
            bail!("the bundle lacks {needed}: locales/ and engine/presets/ must hold it");
        }
    }
    let opening = loader::opening(&read_text(&project.path(OPENING), "opening.js")?, &loader::languages(&files)?)?;
    if let Some(parts) = split::split(project, staging, minifier, &opening)? {
        files.insert(ENTRY.to_owned(), parts.entry);
        files.insert(WASM.to_owned(), parts.first);
        files.insert(LATER.to_owned(), parts.later);
    } else {
        files.insert(ENTRY.to_owned(), minifier.module(opening.as_bytes())?);
        files.insert(GLUE.to_owned(), minifier.module(&read(&staging.join(ENTRY), "Trunk's glue")?)?);
        files.insert(WASM.to_owned(), minifier.wasm(&staging.join(WASM))?);
    }
    files.extend(if release { debug::build(project, staging, minifier, &opening)? } else { debug::same(&opening) });
    Ok(files)
}

/// All of style/: the variables first, then the base, then the parts by name.
fn style(project: &Project) -> Result<Vec<u8>> {
    let rank = |path: &Path| match path.file_name().and_then(|name| name.to_str()) {
        Some("tokens.css") => 0,
        Some("base.css") => 1,
        _ => 2,
    };
    let mut sheets = files_of(&project.path("style"))?;
    sheets.retain(|path| has_extension(path, "css"));
    sheets.sort_by_key(|path| (rank(path), path.clone()));
    if sheets.is_empty() {
        bail!("style/ holds no CSS file");
    }
    let mut joined = Vec::new();
    for sheet in sheets {
        joined.extend(read(&sheet, "a style sheet")?);
        joined.push(b'\n');
    }
    Ok(joined)
}

fn write(folder: &Path, files: &Files, effort: Effort) -> Result<()> {
    let mut integrity = serde_json::Map::new();
    for (path, bytes) in files {
        write_file(&folder.join(path), bytes)?;
        write_file(&folder.join(format!("{path}.br")), &compress::brotli(bytes, effort)?)?;
        write_file(&folder.join(format!("{path}.gz")), &compress::gzip(bytes)?)?;
        integrity.insert(path.clone(), compress::integrity(bytes).into());
    }
    write_file(&folder.join("integrity.json"), &serde_json::to_vec_pretty(&integrity)?)
}

/// Trunk leaves its own link in the page; a merchant's page has none.
fn tidy_page(path: &Path) -> Result<()> {
    let page = read_text(path, "the built page")?;
    let lines = page.lines().filter(|line| !line.trim_start().starts_with("<link data-trunk"));
    write_file(path, (lines.collect::<Vec<_>>().join("\n") + "\n").as_bytes())
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

/// The first 8 hex digits of a SHA-256 over every path and its bytes.
fn fingerprint(files: &Files) -> String {
    let mut hash = Sha256::new();
    for (path, bytes) in files {
        hash.update((path.len() as u64).to_le_bytes());
        hash.update(path);
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    }
    format!("{:x}", hash.finalize())[..8].to_owned()
}

/// `locales/en.json` → `en`.
fn stems(files: &Files, folder: &str) -> Vec<String> {
    let stem = |path: &String| Some(path.strip_prefix(folder)?.strip_suffix(".json")?.to_owned());
    files.keys().filter_map(stem).collect()
}

/// The entries of a folder by name, so that no file system's order shows in a build.
pub fn files_of(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found == extension)
}

fn read(path: &Path, what: &str) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {what}: {}", path.display()))
}

fn read_text(path: &Path, what: &str) -> Result<String> {
    let bytes = read(path, what)?;
    String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(entries: &[(&str, &str)]) -> Files {
        entries.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn the_folder_s_name_follows_every_byte_and_every_path() {
        let name = fingerprint(&files(&[("a", "1"), ("b", "2")]));
        assert_eq!(name.len(), 8);
        assert_eq!(name, fingerprint(&files(&[("b", "2"), ("a", "1")])));
        assert_ne!(name, fingerprint(&files(&[("a", "1"), ("b", "3")])));
        assert_ne!(name, fingerprint(&files(&[("a", "1b"), ("", "2")])));
    }

    #[test]
    fn the_loader_s_second_name_follows_its_bytes() {
        let name = pinned("0.1.0", b"1");
        assert!(name.starts_with("0.1.0-") && name.ends_with("-redress.js"), "{name}");
        assert_ne!(name, pinned("0.1.0", b"2"));
    }

    #[test]
    fn the_tags_of_a_folder_are_the_names_of_its_files() {
        let files = files(&[("law/de.json", ""), ("locales/de.json", ""), ("locales/pt-BR.json", "")]);
        assert_eq!(stems(&files, "locales/"), ["de", "pt-BR"]);
    }
}
