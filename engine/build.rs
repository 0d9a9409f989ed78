//! Embeds every law pack of law/ and every language of locales/ into the checker's library, so that adding one is adding a file.

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    // As Cargo says it now, not as it was when this was compiled: clones may share one target folder.
    let root = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    for name in ["law", "locales"] {
        let folder = Path::new(&root).join("..").join(name).canonicalize()?;
        println!("cargo::rerun-if-changed={}", folder.display());
        let entries = fs::read_dir(&folder)?.map(|entry| entry.map(|entry| entry.path()));
        let mut files = entries.collect::<io::Result<Vec<_>>>()?;
        // law/cases/ and locales/translators/ are folders of their own.
        files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
        files.sort();
        let mut source = String::from("&[\n");
        for path in files {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            source.push_str(&format!("    ({stem:?}, include_str!({path:?})),\n"));
        }
        source.push_str("]\n");
        fs::write(Path::new(&env::var("OUT_DIR").unwrap_or_default()).join([name, ".rs"].concat()), source)?;
    }
    Ok(())
}
