//! dist/npm, ready for `npm publish`: the entry and its types from npm/, the bundle as its folder embed/, the schemas.
//!
//! Made anew by each `dist`, from files alone: the same bundle gives the same package.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::{bundle::files_of, project::Project};

/// What is taken as it is, besides npm/, schema/ and the bundle.
const FILES: [(&str, &str); 4] = [
    ("schema/types.d.ts", "types.d.ts"),
    ("dist/sbom/redress.cdx.json", "sbom.cdx.json"),
    ("LICENSE-MIT", "LICENSE-MIT"),
    ("LICENSE-APACHE", "LICENSE-APACHE"),
];

pub fn write(project: &Project) -> Result<()> {
    let folder = project.path("dist/npm");
    if folder.exists() {
        fs::remove_dir_all(&folder).context("cannot empty dist/npm")?;
    }
    copy_folder(&project.path("npm"), &folder, &|_| true)?;
    for (from, to) in FILES {
        copy(&project.path(from), &folder.join(to))?;
    }
    let element = fs::read_to_string(project.path("src/embed/redress.d.ts"))?;
    fs::write(folder.join("element.d.ts"), element.replace("../../schema/types", "./types.js"))?;
    copy_folder(&project.path("schema"), &folder.join("schema"), &|path| ends_with(path, ".json"))?;
    // A site's own server compresses; a package with three forms of each file would be twice as large.
    let plain = |path: &Path| !ends_with(path, ".br") && !ends_with(path, ".gz");
    copy_folder(&project.path("dist/embed"), &folder.join("embed"), &plain)?;
    let path = folder.join("package.json");
    let manifest = manifest(&fs::read_to_string(&path)?, &project.locked_version("redress")?)?;
    fs::write(&path, manifest).context("cannot write dist/npm/package.json")
}

/// npm/package.json with the version of Cargo.lock; the rest in its order.
fn manifest(source: &str, version: &str) -> Result<String> {
    serde_json::from_str::<Value>(source).context("npm/package.json is not JSON")?;
    let name = "\"name\": \"redress\",\n";
    let (before, after) = source.split_once(name).context("npm/package.json does not begin with its name")?;
    Ok(format!("{before}{name}  \"version\": \"{version}\",\n{after}"))
}

fn copy_folder(from: &Path, to: &Path, wanted: &dyn Fn(&Path) -> bool) -> Result<()> {
    for path in files_of(from)? {
        let target: PathBuf = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy_folder(&path, &target, wanted)?;
        } else if wanted(&path) {
            copy(&path, &target)?;
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    let folder = to.parent().unwrap_or(to);
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    fs::copy(from, to).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

fn ends_with(path: &Path, end: &str) -> bool {
    path.as_os_str().as_encoded_bytes().ends_with(end.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_comes_second_and_the_rest_stays() {
        let made = manifest("{\n  \"name\": \"redress\",\n  \"type\": \"module\"\n}\n", "1.2.3").unwrap();
        assert_eq!(made, "{\n  \"name\": \"redress\",\n  \"version\": \"1.2.3\",\n  \"type\": \"module\"\n}\n");
    }
}
