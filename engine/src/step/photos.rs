//! `photos`: pictures. The answer is a list of attachments' ids, or that none can be taken: nobody is held up for want of a camera.

use super::{Asked, Invalid, Kind, count};
use crate::config::Step;
use crate::json::Json;
use crate::text::{Arg, Texts};
use std::ops::RangeInclusive;

/// Pictures of one answer where the config sets no limit.
pub const MAX_FILES: i64 = 6;
/// Pixels that a long side can be given: below, no type plate can be read; above, Safari has no canvas (16.7 megapixels).
pub const LONG_SIDES: RangeInclusive<i64> = 640..=4096;
/// Per cent that a quality can be given: below, edges dissolve; above, bytes double and nobody sees it.
pub const QUALITIES: RangeInclusive<i64> = 30..=95;
/// The least that a file may be limited to, in bytes: every picture can be made as small as that.
pub const LEAST_BYTES: i64 = 50_000;
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

    fn label(&self, asked: &Asked, answer: &Json, texts: &Texts) -> Option<String> {
        Some(match answer.as_text() {
            Some(UNABLE) => texts.get("photos.unable.answer", &[]),
            _ => {
                let key = if asked.step.pdf { "photos.count.files" } else { "photos.count" };
                texts.get(key, &[("count", Arg::Count(answer.items().len() as i64))])
            }
        })
    }
}

/// What a question takes, with what holds where the config says nothing, or something that cannot be.
#[derive(Debug, Clone, PartialEq)]
pub struct FileLimits {
    /// How many files.
    pub files: i64,
    /// Whether a file may be a PDF.
    pub pdf: bool,
    /// Pixels of a picture's long side.
    pub long_side: i64,
    /// Quality of its JPEG in per cent.
    pub quality: i64,
    /// Bytes of a picture.
    pub bytes: i64,
    /// Bytes of a PDF.
    pub pdf_bytes: i64,
}

impl Step {
    /// What a `photos` question takes. 2048 pixels at 80 per cent leave the small print of a type plate that fills a third of the picture
    /// readable; 500 kB of them are sent in a second by a phone with 4 Mbit/s.
    pub fn file_limits(&self) -> FileLimits {
        let within = |value: Option<i64>, standard: i64, range: RangeInclusive<i64>| {
            value.unwrap_or(standard).max(*range.start()).min(*range.end())
        };
        FileLimits {
            files: self.max_files.unwrap_or(MAX_FILES),
            pdf: self.pdf,
            long_side: within(self.long_side, 2048, LONG_SIDES),
            quality: within(self.quality, 80, QUALITIES),
            bytes: self.max_bytes.unwrap_or(500_000).max(LEAST_BYTES),
            pdf_bytes: self.max_pdf_bytes.unwrap_or(5_000_000).max(LEAST_BYTES),
        }
    }
}

fn most(asked: &Asked) -> i64 {
    asked.step.max_files.unwrap_or(MAX_FILES)
}

/// How many are needed, once there is one: never more than there may be.
fn least(asked: &Asked) -> i64 {
    asked.step.min_files.unwrap_or(1).min(most(asked))
}
