//! Languages: which one is shown, its messages, and how values look in it (by the browser's own `Intl`).

mod clock;
mod intl;

pub use clock::{local_time, now};
pub use intl::{Intl, options};
pub use redress_engine::text::direction;

use crate::embed::{Start, fetch_json};
use leptos::prelude::{document, window};
use redress_engine::Json;
use redress_engine::config::{Config, Tone};

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

/// The language to show: the loader's guess if somebody asked for that language and the merchant offers it, else the merchant's first.
pub async fn choose(start: &Start, config: &Config) -> Locale {
    let offered = &config.locales;
    let guess = &start.locale_id;
    let offers = offered.is_empty() || offered.iter().any(|tag| language(tag) == language(guess));
    let first = offered.first().filter(|_| !offers || !asked_for(start, language(guess)));
    let mut locale = load(start, first.unwrap_or(guess).clone()).await;
    add_informal(&start.base, config.tone, &locale.tag, &mut locale.messages).await;
    locale
}

/// Whether the page or the browser asks for a language; the loader's last resort is one that nobody asked for.
fn asked_for(start: &Start, wanted: &str) -> bool {
    let asks = |tag: &String| language(tag).eq_ignore_ascii_case(wanted);
    let page = document().document_element().and_then(|root| root.get_attribute("lang"));
    let browser = window().navigator().languages();
    start.wish.locale.as_ref().is_some_and(asks)
        || page.as_ref().is_some_and(asks)
        || browser.iter().any(|tag| tag.as_string().as_ref().is_some_and(asks))
}

fn language(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
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
async fn fetch_locale(base: &str, tag: &str) -> Option<Json> {
    fetch_json(&[base, "locales/", tag, ".json"].concat()).await
}

/// The language of the shop; None if there is no file of it.
pub async fn of_shop(base: &str, tone: Tone, tag: String) -> Option<Locale> {
    let mut messages = fetch_locale(base, &tag).await?;
    add_informal(base, tone, &tag, &mut messages).await;
    Some(Locale::new(tag, messages))
}

/// Adds what a language says among friends: the bundle keeps it in a file of its own, because few shops speak so.
async fn add_informal(base: &str, tone: Tone, tag: &str, messages: &mut Json) {
    if tone == Tone::Informal
        && let Some(informal) = fetch_json(&[base, "informal/", tag, ".json"].concat()).await
    {
        messages.merge(&informal);
    }
}
