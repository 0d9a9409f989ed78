//! Embeds what the desk shares with the widget: every law pack of law/ and every language of locales/, so that adding one is adding a file.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    // As Cargo says it now, not as it was when this was compiled: clones may share one target folder.
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("..");
    let mut source = String::new();
    for (folder, name) in [("law", "LAWS"), ("locales", "LOCALES")] {
        let folder = root.join(folder).canonicalize()?;
        println!("cargo::rerun-if-changed={}", folder.display());
        let mut files: Vec<_> =
            fs::read_dir(&folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?;
        files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
        files.sort();
        let _ =
            writeln!(source, "/// Name and text of every file of the folder.\npub const {name}: &[(&str, &str)] = &[");
        for path in files {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            println!("cargo::rerun-if-changed={}", path.display());
            let _ = writeln!(source, "    ({stem:?}, include_str!({path:?})),");
        }
        source.push_str("];\n");
    }
    // `migrate!` reads the folder at compile time; without this line a new migration would not be seen.
    println!("cargo::rerun-if-changed=migrations");
    fs::write(Path::new(&env::var("OUT_DIR").unwrap_or_default()).join("embedded.rs"), source)
}
