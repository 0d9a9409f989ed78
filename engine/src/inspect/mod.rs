//! Inspect: why a case is as it is, for developers: where the context came from, why each remedy is offered or not, and the same without
//! what is personal. What `redress rights` and the widget's panel (`src/debug/`) tell; the shopper's build leaves it out, as it does [`crate::check`].

mod format;
mod origin;
mod personal;
mod remedies;

pub use format::Plain;
pub use origin::{Missing, Origin, Source, Traced, Unused};
pub use personal::{personal, without};
pub use remedies::{Verdict, reason, verdicts};
