//! `text`: own words. The answer is a string. Spaces around it count towards its length and for nothing else.

use super::{Asked, Invalid, Kind, count, is_email, is_phone};
use crate::config::TextFormat;
use crate::json::{Json, characters};
use crate::pattern::Pattern;
use crate::text::Texts;

/// Characters of own words where the config sets no limit.
pub const MAX_TEXT: i64 = 2000;

/// Own words.
pub struct Text;

impl Kind for Text {
    fn missing(&self, asked: &Asked) -> Vec<Invalid> {
        vec![asked.fault("", "error.text", Json::Null)]
    }

    fn wrong(&self, asked: &Asked, answer: &Json) -> Vec<Invalid> {
        let Some(text) = answer.as_text() else { return self.missing(asked) };
        let step = asked.step;
        let most = step.max_length.unwrap_or(MAX_TEXT);
        if characters(text) as i64 > most {
            return vec![asked.fault("", "error.too-long", count(most))];
        }
        let text = text.trim();
        // A limit that contradicts the other is the merchant's mistake, not the shopper's.
        if let Some(least) = step.min_length.filter(|least| *least <= most && (characters(text) as i64) < *least) {
            return vec![asked.fault("", "error.too-short", count(least))];
        }
        let key = match step.format {
            TextFormat::Email if !is_email(text) => "error.email",
            TextFormat::Phone if !is_phone(text) => "error.phone",
            TextFormat::Url if !is_url(text) => "error.url",
            _ if !fits(step.pattern.as_deref(), text) => "error.pattern",
            _ => return Vec::new(),
        };
        vec![asked.fault("", key, Json::Null)]
    }

    /// Also what is not quite right: the shopper sees it and can mend it. What cannot be changed must be right.
    fn begin(&self, asked: &Asked, value: Json) -> Option<Json> {
        let fits = value.as_text().is_some() && (!asked.step.read_only || self.wrong(asked, &value).is_empty());
        fits.then_some(value)
    }

    fn label(&self, _: &Asked, answer: &Json, _: &Texts) -> Option<String> {
        answer.as_text().map(str::to_string)
    }
}

/// A pattern that cannot be read holds nobody up; the checker tells of it.
fn fits(pattern: Option<&str>, text: &str) -> bool {
    let pattern = pattern.and_then(|pattern| Pattern::new(pattern).ok());
    pattern.is_none_or(|pattern| pattern.matches(text))
}

/// Whether a text can be an address on the web: http or https, a host with a dot, no spaces.
pub fn is_url(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    host.contains('.')
        && host.split('.').all(|label| !label.is_empty())
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}
