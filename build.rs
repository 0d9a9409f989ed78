//! The split of the bundle into two modules (xtask/src/bundle/split.rs) follows the linker's relocations, so they must be kept.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        println!("cargo::rustc-link-arg-cdylib=--emit-relocs");
    }
}
