//! The pure engine of Redress: from config, context and answers to screens, offers and the complaint.
//!
//! No DOM, no clock, no randomness, no I/O: everything that varies is passed in, so the widget and the desk say the same.

pub mod answers;
pub mod case;
#[cfg(feature = "check")]
pub mod check;
pub mod complaint;
pub mod condition;
pub mod config;
pub mod context;
pub mod day;
pub mod delivery;
pub mod facts;
pub mod flow;
pub mod hours;
#[cfg(feature = "check")]
pub mod inspect;
pub mod json;
pub mod kept;
pub mod law;
pub mod links;
pub mod money;
pub mod offers;
pub mod parse;
pub mod pattern;
pub mod read;
#[cfg(feature = "schema")]
pub mod schema;
pub mod step;
pub mod text;

pub use case::{Case, Setting};
pub use day::Day;
pub use json::Json;

/// Version of Redress, as it stands in every complaint.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The default preset's text, for whoever has no bundle to fetch it from.
pub const DEFAULT_PRESET_TEXT: &str = include_str!("../presets/default.json");

#[cfg(test)]
pub(crate) fn default_preset() -> Json {
    serde_json::from_str(DEFAULT_PRESET_TEXT).unwrap()
}
