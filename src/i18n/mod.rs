//! Languages: which one is shown, its messages, and how values look in it (by the browser's own `Intl`).

mod clock;
mod intl;

pub use clock::{local_time, minute, now};
pub use intl::{Intl, options};
pub use redress_engine::text::direction;

use crate::embed::{Start, fetch_json};
use leptos::prelude::{document, window};
use redress_engine::Json;
use redress_engine::config::{Config, FlowKind, Tone};

/// A language in use.
pub struct Locale {
    /// BCP 47 tag.
    pub tag: String,
    /// Key → message.
    pub messages: Json,
    /// How values look.
    pub format: Intl,
    /// Whether the texts of later screens are among the messages: the bundle keeps them in a file of their own.
    pub whole: bool,
}

impl Locale {
    fn new(tag: String, messages: Json) -> Locale {
        Locale { format: Intl::new(&tag), tag, messages, whole: false }
    }

    /// Whether it has the texts of the withdrawal only, which the law asks for in every language of the Union.
    pub fn is_partial(&self) -> bool {
        self.messages.get("step.reason.title").is_none()
    }

    /// Adds the texts of later screens.
    pub fn add(&mut self, later: &Json) {
        self.messages.merge(later);
        self.whole = true;
    }
}

/// The language to show: the loader's guess if somebody asked for that language and the merchant offers it, else the merchant's first.
/// A withdrawal is declared in the language of the page, whatever the merchant offers beside it.
pub async fn choose(start: &Start, config: &Config, flow: FlowKind) -> Locale {
    let offered = &config.locales;
    let guess = &start.locale_id;
    let withdraws = flow == FlowKind::Withdrawal;
    let offers = withdraws || offered.is_empty() || offered.iter().any(|tag| language(tag) == language(guess));
    let first = offered.first().filter(|_| !offers || !asked_for(start, language(guess)));
    let mut locale = load(start, first.unwrap_or(guess).clone()).await;
    if locale.is_partial() && !withdraws {
        // The loader guesses languages without all texts for withdrawals only.
        locale = guessed(start);
    }
    add_informal(&start.base, config.tone, &locale.tag, &mut locale.messages).await;
    locale
}

/// The language of the flows that a partial one has no texts for: the first offered, or English, that has them all.
pub async fn beside(base: &str, tone: Tone, offered: &[String]) -> Option<Locale> {
    for tag in offered.iter().map(String::as_str).chain(["en"]) {
        let locale = of_shop(base, tone, tag.into()).await;
        if let Some(locale) = locale.filter(|locale| !locale.is_partial()) {
            return Some(locale);
        }
    }
    None
}

/// The texts of later screens.
pub async fn later(base: &str, tag: &str) -> Option<Json> {
    fetch_json(&[base, "later/", tag, ".json"].concat()).await
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

/// The language of a tag: `de` of `de-AT`.
pub fn language(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}

/// A locale's messages: as fetched ahead, or fetched now; those fetched ahead where there is no such file.
async fn load(start: &Start, tag: String) -> Locale {
    if tag != start.locale_id
        && let Some(messages) = fetch_locale(&start.base, &tag).await
    {
        return Locale::new(tag, messages);
    }
    guessed(start)
}

fn guessed(start: &Start) -> Locale {
    Locale::new(start.locale_id.clone(), Json::parse(&start.locale).unwrap_or_default())
}

/// The file of a locale; None if there is none.
async fn fetch_locale(base: &str, tag: &str) -> Option<Json> {
    fetch_json(&[base, "locales/", tag, ".json"].concat()).await
}

/// The language of the shop; None if there is no file of it.
pub async fn of_shop(base: &str, tone: Tone, tag: String) -> Option<Locale> {
    let mut locale = Locale::new(tag.clone(), fetch_locale(base, &tag).await?);
    locale.add(&later(base, &tag).await?);
    add_informal(base, tone, &tag, &mut locale.messages).await;
    Some(locale)
}

/// Adds what a language says among friends: the bundle keeps it in a file of its own, because few shops speak so.
async fn add_informal(base: &str, tone: Tone, tag: &str, messages: &mut Json) {
    if tone == Tone::Informal
        && let Some(informal) = fetch_json(&[base, "informal/", tag, ".json"].concat()).await
    {
        messages.merge(&informal);
    }
}
