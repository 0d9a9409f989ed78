//! `size`: what every file of the bundle weighs, and whether what a shopper downloads stays within budgets.json.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{
    bundle::{LATER, debug, files_of},
    project::Project,
};

/// Bytes raw and as sent.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Weight {
    raw: u64,
    gzip: u64,
    brotli: u64,
}

/// A file of dist/embed/, its path without the versioned folder: that one changes with every build.
struct Entry {
    path: String,
    versioned: bool,
    weight: Weight,
}

pub fn run() -> Result<()> {
    let project = Project::find();
    print(&project)?;
    check(&project)
}

/// The table, without judging.
pub fn print(project: &Project) -> Result<()> {
    let entries = entries(project)?;
    println!("{:<34}{:>10}{:>10}{:>10}", "bytes in dist/embed/", "raw", "gzip", "brotli");
    for entry in &entries {
        row(&if entry.versioned { format!("…/{}", entry.path) } else { entry.path.clone() }, entry.weight);
    }
    for (_, title, weight) in sums(&entries)? {
        row(title, weight);
    }
    Ok(())
}

/// An error when a sum is over its budget.
pub fn check(project: &Project) -> Result<()> {
    let path = project.path("budgets.json");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let budgets: Value = serde_json::from_str(&text).context("budgets.json is not JSON")?;
    let mut over = Vec::new();
    for (key, title, weight) in sums(&entries(project)?)? {
        let budget = budgets[key]["brotli"].as_u64().with_context(|| format!("budgets.json lacks /{key}/brotli"))?;
        let share = weight.brotli * 100 / budget.max(1);
        println!("{title}: {} of {budget} bytes brotli ({share} %)", weight.brotli);
        if weight.brotli > budget {
            over.push(format!("{title} is {} bytes over its budget of {budget} bytes brotli", weight.brotli - budget));
        }
    }
    if over.is_empty() { Ok(()) } else { bail!(over.join("; ")) }
}

fn row(name: &str, weight: Weight) {
    println!("{name:<34}{:>10}{:>10}{:>10}", weight.raw, weight.gzip, weight.brotli);
}

/// What a shopper downloads before the click, and until the first step stands; and in all, with the second module and what its screens
/// need, fetched while the shopper reads the first. One locale and one law pack are loaded: the largest of each counts. Last what no
/// shopper downloads: the widget with the panel for developers, which a page gets that says `data-debug`.
fn sums(entries: &[Entry]) -> Result<[(&'static str, &'static str, Weight); 4]> {
    let loader = entries.iter().find(|entry| !entry.versioned && entry.path == "redress.js");
    let loader = loader.context("dist/embed/ has no redress.js")?.weight;
    let mut opening = loader;
    for path in ["redress.js", "redress_bg.wasm", "redress.css", "presets/default.json"] {
        let found = entries.iter().find(|entry| entry.versioned && entry.path == path);
        opening = opening.plus(found.with_context(|| format!("the versioned folder has no {path}"))?.weight);
    }
    let largest = |folder: &str| {
        let weights = entries.iter().filter(|entry| entry.path.starts_with(folder)).map(|entry| entry.weight);
        weights.max_by_key(|weight| weight.brotli).unwrap_or_default()
    };
    opening = opening.plus(largest("locales/"));
    let later = entries.iter().find(|entry| entry.versioned && entry.path == LATER).map(|entry| entry.weight);
    let all = opening.plus(later.unwrap_or_default()).plus(largest("later/")).plus(largest("law/"));
    let mut developers = Weight::default();
    for path in [debug::ENTRY, debug::WASM] {
        let found = entries.iter().find(|entry| entry.versioned && entry.path == path);
        developers = developers.plus(found.with_context(|| format!("the versioned folder has no {path}"))?.weight);
    }
    Ok([
        ("beforeTheClick", "before the click", loader),
        ("onOpening", "on opening", opening),
        ("inAll", "in all, with the second module", all),
        ("forDevelopers", "for developers only", developers),
    ])
}

impl Weight {
    fn plus(self, other: Self) -> Self {
        Self { raw: self.raw + other.raw, gzip: self.gzip + other.gzip, brotli: self.brotli + other.brotli }
    }
}

fn entries(project: &Project) -> Result<Vec<Entry>> {
    let embed = project.path("dist/embed");
    if !embed.is_dir() {
        bail!("dist/embed/ is not there: run `cargo xtask dist` first");
    }
    let mut entries = Vec::new();
    collect(&embed, &embed, &mut entries)?;
    Ok(entries)
}

/// Every file that stands beside its two compressed forms.
fn collect(embed: &Path, folder: &Path, entries: &mut Vec<Entry>) -> Result<()> {
    for path in files_of(folder)? {
        if path.is_dir() {
            collect(embed, &path, entries)?;
            continue;
        }
        let size = |suffix: &str| fs::metadata(format!("{}{suffix}", path.display())).map(|file| file.len());
        let (Ok(raw), Ok(gzip), Ok(brotli)) = (size(""), size(".gz"), size(".br")) else { continue };
        let relative = path.strip_prefix(embed).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let (versioned, path) = match relative.split_once('/') {
            Some((_, rest)) => (true, rest.to_owned()),
            None => (false, relative),
        };
        entries.push(Entry { path, versioned, weight: Weight { raw, gzip, brotli } });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str, versioned: bool, brotli: u64) -> Entry {
        Entry { path: path.to_owned(), versioned, weight: Weight { raw: brotli * 3, gzip: brotli * 2, brotli } }
    }

    fn bundle() -> Vec<Entry> {
        vec![
            entry("redress.js", false, 1),
            entry("redress.js", true, 10),
            entry("redress_bg.wasm", true, 100),
            entry(LATER, true, 10_000_000),
            entry("redress.css", true, 1_000),
            entry("presets/default.json", true, 10_000),
            entry("presets/fashion.json", true, 7),
            entry("locales/de.json", true, 100_000),
            entry("locales/en.json", true, 90_000),
            entry("law/de.json", true, 1_000_000),
            entry("later/de.json", true, 100_000_000),
            entry(debug::ENTRY, true, 3),
            entry(debug::WASM, true, 1_000_000_000),
        ]
    }

    #[test]
    fn before_the_click_only_the_loader_counts() {
        let [(_, _, before), ..] = sums(&bundle()).unwrap();
        assert_eq!(before, Weight { raw: 3, gzip: 2, brotli: 1 });
    }

    #[test]
    fn on_opening_the_largest_locale_counts_and_in_all_the_second_module_with_its_texts_and_one_law_pack() {
        let [_, (_, _, opening), (_, _, all), _] = sums(&bundle()).unwrap();
        assert_eq!(opening.brotli, 111_111);
        assert_eq!(all.brotli, 111_111_111);
    }

    #[test]
    fn what_only_developers_load_is_counted_by_itself() {
        let [.., (key, _, developers)] = sums(&bundle()).unwrap();
        assert_eq!((key, developers.brotli), ("forDevelopers", 1_000_000_003));
    }

    #[test]
    fn a_bundle_without_its_wasm_is_named_as_such() {
        let mut entries = bundle();
        entries.retain(|entry| entry.path != "redress_bg.wasm");
        assert_eq!(sums(&entries).unwrap_err().to_string(), "the versioned folder has no redress_bg.wasm");
    }
}
