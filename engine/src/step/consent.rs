//! `consent`: a box to tick. The answer is true or false; where it is required only true passes.

use super::{Asked, Invalid, Kind};
use crate::json::Json;
use crate::text::Texts;

/// A box to tick.
pub struct Consent;

impl Kind for Consent {
    fn missing(&self, asked: &Asked) -> Vec<Invalid> {
        vec![asked.fault("", "error.consent", Json::Null)]
    }

    fn wrong(&self, asked: &Asked, answer: &Json) -> Vec<Invalid> {
        match answer {
            Json::Bool(true) => Vec::new(),
            Json::Bool(false) if !asked.required() => Vec::new(),
            _ => self.missing(asked),
        }
    }

    /// Never ticked beforehand: that would be no consent (CJEU C-673/17, Planet49).
    fn begin(&self, _: &Asked, _: Json) -> Option<Json> {
        None
    }

    fn label(&self, _: &Asked, answer: &Json, texts: &Texts) -> Option<String> {
        match answer {
            Json::Bool(true) => Some(texts.get("consent.yes", &[])),
            Json::Bool(false) => Some(texts.get("consent.no", &[])),
            _ => None,
        }
    }
}
