//! dist/sbom/: what the widget and the desk are made of, as CycloneDX 1.5, for whoever must answer for what runs in a shop.
//!
//! Out of `cargo tree`, which knows the features that are really on, and Cargo.lock. Macros are left out: they run in the compiler. No
//! time and no serial number, so that two builds give the same bytes. The package of npm depends on no other, so its bill is the widget's.

use std::{collections::BTreeMap, fs};

use anyhow::{Context, Result};
use cyclonedx_bom::{
    external_models::{spdx::SpdxExpression, uri::Purl},
    models::{
        bom::{Bom, SpecVersion},
        component::{Classification, Component, Components},
        dependency::{Dependencies, Dependency},
        hash::{Hash, HashAlgorithm, HashValue, Hashes},
        license::{LicenseChoice, Licenses},
        metadata::Metadata,
    },
    validation::Validate,
};

use crate::{project::Project, shell};

const FOLDER: &str = "dist/sbom";

/// Of one program or library.
struct Bill {
    package: &'static str,
    /// What `cargo tree` is to be told.
    build: &'static [&'static str],
    /// As which it is published: the type of its purl.
    published: &'static str,
    kind: Classification,
}

const WIDGET: Bill = Bill {
    package: "redress",
    build: &["--target", "wasm32-unknown-unknown", "--features", "split,debug"],
    published: "npm",
    kind: Classification::Library,
};
const DESK: Bill = Bill {
    package: "redress-desk",
    // Named, so that the bill does not follow the machine that writes it.
    build: &["--target", "x86_64-unknown-linux-gnu"],
    published: "cargo",
    kind: Classification::Application,
};

/// A crate as `cargo tree` prints it.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
struct Crate {
    name: String,
    version: String,
    license: String,
}

pub fn write(project: &Project) -> Result<()> {
    let folder = project.path(FOLDER);
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {FOLDER}"))?;
    let lock = fs::read_to_string(project.path("Cargo.lock")).context("cannot read Cargo.lock")?;
    let checksums = checksums(&lock);
    for bill in [WIDGET, DESK] {
        let mut cargo = shell::cargo(project);
        cargo.args(["tree", "--locked", "--quiet", "--edges", "normal,no-proc-macro", "--prefix", "depth"]);
        cargo.args(["--format", "{p}|{l}", "--package", bill.package]).args(bill.build);
        let bom = bom(&bill, &edges(&shell::output(&mut cargo)?)?, &checksums)?;
        let mut json = Vec::new();
        bom.output_as_json_v1_5(&mut json).with_context(|| format!("cannot write the bill of {}", bill.package))?;
        json.push(b'\n');
        let path = folder.join(format!("{}.cdx.json", bill.package));
        fs::write(&path, json).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// `cargo tree`'s lines, each with its depth before it: crate → what it uses. The first is the root.
fn edges(tree: &str) -> Result<Vec<(Crate, Vec<Crate>)>> {
    let mut order: Vec<Crate> = Vec::new();
    let mut uses: BTreeMap<Crate, Vec<Crate>> = BTreeMap::new();
    let mut above: Vec<Crate> = Vec::new();
    for line in tree.lines().filter(|line| !line.is_empty()) {
        let unreadable = || format!("`cargo tree` printed a line of another kind: {line}");
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let depth: usize = line[..digits].parse().with_context(unreadable)?;
        let (package, license) = line[digits..].split_once('|').with_context(unreadable)?;
        let mut words = package.split(' ');
        let (name, version) = words.next().zip(words.next()).with_context(unreadable)?;
        let found = Crate {
            name: name.to_owned(),
            version: version.trim_start_matches('v').to_owned(),
            // "(*)": its own lines stood further up.
            license: license.trim_end_matches(" (*)").to_owned(),
        };
        above.truncate(depth);
        if let Some(parent) = above.last() {
            uses.entry(parent.clone()).or_default().push(found.clone());
        }
        if !uses.contains_key(&found) {
            uses.insert(found.clone(), Vec::new());
            order.push(found.clone());
        }
        above.push(found);
    }
    let with_uses = |found: Crate| {
        let mut used = uses.remove(&found).unwrap_or_default();
        used.sort();
        used.dedup();
        (found, used)
    };
    Ok(order.into_iter().map(with_uses).collect())
}

fn bom(bill: &Bill, edges: &[(Crate, Vec<Crate>)], checksums: &BTreeMap<(&str, &str), &str>) -> Result<Bom> {
    let (root, _) = edges.first().context("`cargo tree` printed nothing")?;
    let purl = |found: &Crate| {
        let kind = if found == root { bill.published } else { "cargo" };
        Purl::new(kind, &found.name, &found.version).with_context(|| format!("no purl for {}", found.name))
    };
    let component = |found: &Crate, kind: Classification| -> Result<Component> {
        let purl = purl(found)?;
        let mut made = Component::new(kind, &found.name, &found.version, Some(purl.to_string()));
        made.purl = Some(purl);
        // What older crates write, and SPDX does not know.
        let license = found.license.replace(" / ", " OR ").replace('/', " OR ");
        made.licenses = Some(Licenses(vec![LicenseChoice::Expression(SpdxExpression::new(&license))]));
        made.hashes = checksums.get(&(&*found.name, &*found.version)).map(|checksum| {
            Hashes(vec![Hash { alg: HashAlgorithm::SHA_256, content: HashValue((*checksum).to_owned()) }])
        });
        Ok(made)
    };
    let mut components = Vec::new();
    let mut dependencies = Vec::new();
    for (at, (found, uses)) in edges.iter().enumerate() {
        if at > 0 {
            components.push(component(found, Classification::Library)?);
        }
        let uses = uses.iter().map(|used| Ok(purl(used)?.to_string())).collect::<Result<_>>()?;
        dependencies.push(Dependency { dependency_ref: purl(found)?.to_string(), dependencies: uses });
    }
    let main = component(root, bill.kind.clone())?;
    let bom = Bom {
        serial_number: None,
        metadata: Some(Metadata { component: Some(main), ..Metadata::default() }),
        components: Some(Components(components)),
        dependencies: Some(Dependencies(dependencies)),
        spec_version: SpecVersion::V1_5,
        ..Bom::default()
    };
    let valid = bom.validate_version(SpecVersion::V1_5);
    anyhow::ensure!(valid.passed(), "the bill of {} is not valid CycloneDX: {valid:?}", bill.package);
    Ok(bom)
}

/// SHA-256 of each crate's archive by name and version; crates of this workspace have none.
fn checksums(lock: &str) -> BTreeMap<(&str, &str), &str> {
    let mut found = BTreeMap::new();
    for block in lock.split("[[package]]") {
        let text = |key: &str| Some(block.split_once(&format!("\n{key} = \""))?.1.split_once('"')?.0);
        if let (Some(name), Some(version), Some(checksum)) = (text("name"), text("version"), text("checksum")) {
            found.insert((name, version), checksum);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const TREE: &str = "0redress v0.1.0 (/home/somebody)|MIT OR Apache-2.0\n1a v1.0.0|MIT/Apache-2.0\n2b v2.0.0|Zlib\n1b v2.0.0|Zlib (*)\n";
    const LOCK: &str = "version = 4\n\n[[package]]\nname = \"b\"\nversion = \"2.0.0\"\nsource = \"x\"\nchecksum = \
                        \"aa5e2ea5ea1fd2dd2ed7b6f2cf1eb0fa8d0ed54ef6b1b1d0c1d1d5bde0a0f5ae\"\n\n[[package]]\nname = \"redress\"\nversion = \"0.1.0\"\n";

    fn made() -> String {
        let mut json = Vec::new();
        bom(&WIDGET, &edges(TREE).unwrap(), &checksums(LOCK)).unwrap().output_as_json_v1_5(&mut json).unwrap();
        String::from_utf8(json).unwrap()
    }

    #[test]
    fn each_crate_stands_once_with_what_it_uses_its_licence_and_its_checksum() {
        let bill: serde_json::Value = serde_json::from_str(&made()).unwrap();
        let refs = |list: &serde_json::Value, key: &str| -> Vec<String> {
            list.as_array().unwrap().iter().map(|entry| entry[key].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(refs(&bill["components"], "purl"), ["pkg:cargo/a@1.0.0", "pkg:cargo/b@2.0.0"]);
        assert_eq!(bill["metadata"]["component"]["purl"], "pkg:npm/redress@0.1.0");
        assert_eq!(bill["components"][0]["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert_eq!(bill["components"][1]["hashes"][0]["alg"], "SHA-256");
        assert_eq!(bill["dependencies"][0]["dependsOn"], serde_json::json!(["pkg:cargo/a@1.0.0", "pkg:cargo/b@2.0.0"]));
        assert_eq!(bill["dependencies"][1]["dependsOn"], serde_json::json!(["pkg:cargo/b@2.0.0"]));
    }

    #[test]
    fn the_bill_tells_neither_the_time_nor_the_folder_it_was_made_in() {
        assert_eq!(made(), made());
        assert!(!made().contains("timestamp") && !made().contains("serialNumber") && !made().contains("/home"));
    }
}
