//! Languages: which one is shown, its messages, and how values look in it (by the browser's own `Intl`).

mod clock;
mod intl;

pub use clock::{local_time, now};
pub use intl::{Intl, options};

use crate::embed::{Start, fetch_json};
use redress_engine::Json;

/// A language in use.
pub struct Locale {
    /// BCP 47 tag.
    pub tag: String,
    /// Key → message.
    pub messages: Json,
    /// How values look.
    pub format: Intl,
}

impl Locale {
    /// A language with its messages.
    pub fn new(tag: String, messages: Json) -> Locale {
        Locale { format: Intl::new(&tag), tag, messages }
    }
}

/// The language to show: the loader's guess if the merchant offers it, else the merchant's first.
pub async fn choose(start: &Start, offered: &[String]) -> Locale {
    let guess = &start.locale_id;
    let language = |tag: &str| tag.split('-').next().unwrap_or_default().to_string();
    let fits = offered.is_empty() || offered.iter().any(|tag| tag == guess || language(tag) == language(guess));
    let tag = if fits { guess.clone() } else { offered.first().cloned().unwrap_or_default() };
    load(start, tag).await
}

/// A locale's messages: as fetched ahead, or fetched now; those fetched ahead where there is no such file.
pub async fn load(start: &Start, tag: String) -> Locale {
    if tag != start.locale_id
        && let Some(messages) = fetch_locale(&start.base, &tag).await
    {
        return Locale::new(tag, messages);
    }
    Locale::new(start.locale_id.clone(), Json::parse(&start.locale).unwrap_or_default())
}

/// The file of a locale; None if there is none.
pub async fn fetch_locale(base: &str, tag: &str) -> Option<Json> {
    fetch_json(&[base, "locales/", tag, ".json"].concat()).await
}

/// The direction in which a language is written, by its ISO 15924 script or, without one, its language.
pub fn direction(tag: &str) -> &'static str {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    let script = parts.find(|part| part.len() == 4);
    let rtl = match script {
        Some(script) => matches!(script, "Arab" | "Hebr" | "Thaa" | "Syrc" | "Nkoo" | "Adlm"),
        None => matches!(language, "ar" | "fa" | "he" | "ur" | "ps" | "ckb" | "dv" | "yi" | "sd" | "ug"),
    };
    if rtl { "rtl" } else { "ltr" }
}
