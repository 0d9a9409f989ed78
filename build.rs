//! What the linker is told for the bundle. Its split into two modules (xtask/src/bundle/split.rs) follows the relocations, so they must be kept.
//! And the stack: Rust's megabyte is most of the memory that an open widget holds. What goes deepest is a condition within conditions, of which
//! the reader takes 128, and those need less than half of this (tests/journeys/config.spec.ts).

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        println!("cargo::rustc-link-arg-cdylib=--emit-relocs");
        println!("cargo::rustc-link-arg-cdylib=-zstack-size=262144");
    }
}
