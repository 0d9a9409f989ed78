//! The widget: everything that needs a browser. From the host page to the merchant's endpoint, drawn by Leptos in a shadow root.

mod browser;
mod context;
#[cfg(feature = "debug")]
mod debug;
mod delivery;
mod embed;
mod evidence;
mod i18n;
mod session;

mod storage;
#[cfg(test)]
mod tests;
mod ui;
mod watched;

pub use embed::{Handle, mount};

/// The standard library's own (dlmalloc) weighs 2.4 kB more before the first question (docs/size.md).
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
