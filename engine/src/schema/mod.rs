//! Schema: what config, context, complaint and receipt look like, told by the very declarations that read and write them.
//!
//! `record!` and `words!` ([`crate::read`]) describe themselves through [`Describe`]; `hints.json` adds what a type cannot say
//! (examples, limits, defaults, which kind of step has which key). Out of the two come JSON Schema ([`json_schema`]), TypeScript
//! types ([`typescript`]) and the reference of the configuration guide ([`reference`](mod@reference)). The law packs, which are data, are
//! told as they stand ([`law_reference`]). Feature `schema`; native only.

mod by_kind;
mod customs;
mod describe;
mod hints;
mod json_schema;
pub(crate) mod kinds;
pub(crate) mod law;
mod reference;
mod typescript;

pub use describe::{Describe, Field, Record, Shape, Words, prose};
pub use hints::stale_hints;
pub use json_schema::json_schema;
pub use law::law_reference;
pub use reference::reference;
pub use typescript::typescript;

use crate::answers::Answers;
use crate::complaint::{Complaint, Receipt};
use crate::config::Config;
use crate::context::Context;
use crate::flow::Next;
use crate::offers::Offers;

/// A document that has a schema of its own.
pub struct Document {
    /// Its file: `<name>.v1.json`.
    pub name: &'static str,
    /// Its title.
    pub title: &'static str,
    /// Its outermost shape.
    pub shape: fn() -> Shape,
    /// Who writes it, and so how strict it is.
    pub mode: Mode,
}

/// Who writes a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A merchant, as a merge patch onto a preset: every key may be absent, or null to take something out.
    Patch,
    /// A page or a person: what is optional may be absent or null.
    Input,
    /// Another server: as `Input`, and keys that are not known here are let be.
    Open,
    /// Redress itself: what always stands is required, and a newer version may say more.
    Output,
}

/// Every document with a schema.
pub const DOCUMENTS: &[Document] = &[
    Document { name: "config", title: "Redress config", shape: Config::shape, mode: Mode::Patch },
    Document { name: "context", title: "Redress context", shape: Context::shape, mode: Mode::Input },
    Document { name: "answers", title: "Redress answers", shape: Answers::shape, mode: Mode::Input },
    Document { name: "receipt", title: "Redress receipt", shape: Receipt::shape, mode: Mode::Open },
    Document { name: "complaint", title: "Redress complaint", shape: Complaint::shape, mode: Mode::Output },
    Document { name: "offers", title: "Redress offers", shape: Offers::shape, mode: Mode::Output },
    Document { name: "next", title: "Where a case stands", shape: Next::shape, mode: Mode::Output },
];

/// The document of this name.
pub fn document(name: &str) -> Option<&'static Document> {
    DOCUMENTS.iter().find(|document| document.name == name)
}
