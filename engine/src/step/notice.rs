//! `notice`: something to read. The answer is null, once it was seen.

use super::{Asked, Invalid, Kind};
use crate::json::Json;
use crate::text::Texts;

/// Something to read.
pub struct Notice;

impl Kind for Notice {
    fn faults(&self, _: &Asked) -> Vec<Invalid> {
        Vec::new()
    }

    fn wrong(&self, _: &Asked, _: &Json) -> Vec<Invalid> {
        Vec::new()
    }

    fn begin(&self, _: &Asked, _: Json) -> Option<Json> {
        None
    }

    /// It was seen, whatever else is said about it.
    fn standing(&self, _: &Asked, _: &Json) -> Option<Json> {
        Some(Json::Null)
    }

    fn label(&self, _: &Asked, _: &Json, _: &Texts) -> Option<String> {
        None
    }
}
