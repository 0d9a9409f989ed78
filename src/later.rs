//! The second module: prototype.

use crate::session::{Place};
use crate::ui::{Later, LATER};
use wasm_split_helpers::SplitLoaderError;
use std::cell::Cell;

thread_local! {
    static LOADED: Cell<Option<&'static Later>> = const { Cell::new(None) };
}

/// The second module, once it is there.
pub fn loaded() -> Option<&'static Later> {
    LOADED.get()
}

/// Loads it.
pub async fn load() -> Result<(), SplitLoaderError> {
    let later = fetch_later().await?;
    LOADED.set(Some(later));
    Ok(())
}

#[wasm_split_helpers::wasm_split(later, fallible)]
fn fetch_later() -> Result<&'static Later, SplitLoaderError> {
    Ok(&LATER)
}
