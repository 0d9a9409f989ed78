//! The widget: everything that needs a browser. From the host page to the merchant's endpoint, drawn by Leptos in a shadow root.

mod browser;
mod context;
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
