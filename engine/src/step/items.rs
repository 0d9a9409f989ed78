//! `items`: which order lines, and how many of each. The answer stands apart, in `chosen`.

use super::{Asked, Invalid, Kind};
use crate::json::Json;
use crate::text::Texts;

/// Which order lines.
pub struct Items;

impl Kind for Items {
    fn is_known(&self, asked: &Asked) -> bool {
        !asked.case.asks_for_items()
    }

    fn is_answered(&self, asked: &Asked) -> bool {
        self.is_known(asked) || !asked.case.lines().is_empty()
    }

    fn faults(&self, asked: &Asked) -> Vec<Invalid> {
        if !asked.case.lines().is_empty() {
            return Vec::new();
        }
        vec![Invalid { path: "/chosen".into(), key: "error.items".into(), args: Json::Null }]
    }

    fn wrong(&self, _: &Asked, _: &Json) -> Vec<Invalid> {
        Vec::new()
    }

    fn begin(&self, _: &Asked, _: Json) -> Option<Json> {
        None
    }

    fn label(&self, _: &Asked, _: &Json, _: &Texts) -> Option<String> {
        None
    }
}
