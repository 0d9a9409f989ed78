//! `photos`: pictures. The answer is a list of attachments' ids, or that none can be taken: nobody is held up for want of a camera.

use super::{Asked, Invalid, Kind, count};
use crate::json::Json;
use crate::text::{Arg, Texts};

/// Pictures of one answer where the config sets no limit.
pub const MAX_FILES: i64 = 6;
/// What a `photos` answer says when the shopper cannot take one.
pub const UNABLE: &str = "unable";

/// Pictures.
pub struct Photos;

impl Kind for Photos {
    fn missing(&self, asked: &Asked) -> Vec<Invalid> {
        match least(asked) {
            ..2 => vec![asked.fault("", "error.photos", Json::Null)],
            least => vec![asked.fault("", "error.too-few", count(least))],
        }
    }

    fn wrong(&self, asked: &Asked, answer: &Json) -> Vec<Invalid> {
        if answer.as_text() == Some(UNABLE) {
            return Vec::new();
        }
        let Json::List(list) = answer else { return vec![asked.fault("", "error.photos", Json::Null)] };
        let (given, most) = (list.len() as i64, most(asked));
        if given > most {
            vec![asked.fault("", "error.too-many", count(most))]
        } else if given < least(asked) {
            self.missing(asked)
        } else {
            Vec::new()
        }
    }

    /// There is no picture before one was taken.
    fn begin(&self, _: &Asked, _: Json) -> Option<Json> {
        None
    }

    fn label(&self, _: &Asked, answer: &Json, texts: &Texts) -> Option<String> {
        Some(match answer.as_text() {
            Some(UNABLE) => texts.get("photos.unable.answer", &[]),
            _ => texts.get("photos.count", &[("count", Arg::Count(answer.items().len() as i64))]),
        })
    }
}

fn most(asked: &Asked) -> i64 {
    asked.step.max_files.unwrap_or(MAX_FILES)
}

/// How many are needed, once there is one: never more than there may be.
fn least(asked: &Asked) -> i64 {
    asked.step.min_files.unwrap_or(1).min(most(asked))
}
