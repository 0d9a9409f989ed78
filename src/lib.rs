//! The widget: everything that needs a browser. From the host page to the merchant's endpoint, drawn by Leptos in a shadow root.

mod context;
mod delivery;
mod embed;
mod evidence;
mod i18n;
mod session;
#[cfg(test)]
mod tests;
mod ui;

pub use embed::{Handle, mount};

/// A small allocator in place of the standard one (docs/size.md): a widget that lives for minutes needs no clever reuse of memory.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
