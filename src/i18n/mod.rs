//! Languages: which one is shown, its messages, and how values look in it (by the browser's own `Intl`).

mod clock;
mod intl;

pub use clock::{local_time, minute, now, today};
pub use intl::{Intl, options};
pub use redress_engine::text::direction;

use crate::embed::{Start, fetch_json};
use leptos::prelude::{document, window};
use redress_engine::Json;
use redress_engine::config::{Config, FlowKind, Tone};
use redress_engine::read::Dict;
use redress_engine::text::lay_over;

/// A language in use.
#[derive(Clone)]
pub struct Locale {
    /// BCP 47 tag.
    pub tag: String,
    /// Key → message.
    pub messages: Json,
    /// How values look.
    pub format: Intl,
    /// Whether the texts of later screens are among the messages: the bundle keeps them in a file of their own.
    pub whole: bool,
    /// What the merchant's own file says: it goes before ours.
    pub own: Option<Json>,
}

impl Locale {
    fn new(tag: String, messages: Json, own: Option<Json>) -> Locale {
        let mut locale = Locale { format: Intl::new(&tag), tag, messages, whole: false, own };
        locale.add_own();
        locale
    }

    fn add_own(&mut self) {
        if let Some(own) = &self.own {
            lay_over(&mut self.messages, own);
        }
    }

    /// Whether it has the texts of the withdrawal only, which the law asks for in every language of the Union.
    pub fn is_partial(&self) -> bool {
        self.messages.get("step.reason.title").is_none()
    }

    /// Adds the texts of later screens.
    pub fn add(&mut self, later: &Json) {
        self.messages.merge(later);
        self.add_own();
        self.whole = true;
    }
}

/// Where texts come from.
#[derive(Clone)]
pub struct Shelf {
    /// URL of the bundle's folder.
    pub base: String,
    /// Languages that have a file there: tags with a space between them.
    bundled: String,
    /// Files of the merchant's own: tag → URL.
    files: Dict<String>,
    /// How the shopper is addressed.
    tone: Tone,
    /// The languages that a shopper can choose from, as there are files of them: those that the merchant offers, else all that have all texts,
    /// ours or the merchant's.
    pub offered: Vec<String>,
}

impl Shelf {
    /// As the loader and the config say.
    pub fn new(start: &Start, config: &Config) -> Shelf {
        let mut shelf = Shelf {
            base: start.base.clone(),
            bundled: [&start.locales, " ", &start.partial].concat(),
            files: config.locale_files.clone(),
            tone: config.tone,
            offered: Vec::new(),
        };
        for tag in &config.locales {
            for tag in [tag.as_str(), language(tag)] {
                if shelf.files.get(tag).is_some() || shelf.is_bundled(tag) {
                    shelf.offered.push(tag.into());
                    break;
                }
            }
        }
        if shelf.offered.is_empty() {
            shelf.offered.extend(start.locales.split(' ').map(str::to_string));
            for (tag, _) in shelf.files.iter() {
                if !shelf.offered.iter().any(|offered| offered == tag) {
                    shelf.offered.push(tag.into());
                }
            }
        }
        shelf
    }

    fn is_bundled(&self, tag: &str) -> bool {
        self.bundled.split(' ').any(|known| known == tag)
    }

    /// The file of the bundle that has the texts of a language; what a merchant's own language does not say is said in English.
    fn file<'a>(&self, tag: &'a str) -> &'a str {
        if self.is_bundled(tag) { tag } else { "en" }
    }

    /// A language with all its texts; None if its files cannot be had.
    pub async fn whole(&self, tag: String) -> Option<Locale> {
        let messages = self.fetch("locales/", &tag).await?;
        let mut locale = self.locale(tag, messages).await;
        let later = self.fetch("later/", &locale.tag).await?;
        locale.add(&later);
        Some(locale)
    }

    /// A file of the bundle; None if it cannot be had.
    async fn fetch(&self, folder: &str, tag: &str) -> Option<Json> {
        fetch_json(&self.url(folder, tag)).await
    }

    /// Where a file of the bundle is.
    pub fn url(&self, folder: &str, tag: &str) -> String {
        [&self.base, folder, self.file(tag), ".json"].concat()
    }

    /// A language with the texts of its first screens. What is said among friends the bundle keeps in a file of its own, because few shops
    /// speak so.
    async fn locale(&self, tag: String, messages: Json) -> Locale {
        let own = match self.files.get(&tag) {
            Some(url) => fetch_json(url).await,
            None => None,
        };
        let mut locale = Locale::new(tag, messages, own);
        if self.tone == Tone::Informal
            && let Some(informal) = self.fetch("informal/", &locale.tag).await
        {
            locale.messages.merge(&informal);
            locale.add_own();
        }
        locale
    }
}

/// The language to show: the first that the element, the page or the browser asks for and that there is; else the merchant's first.
/// A withdrawal is declared in the language of the page, whatever the merchant offers beside it.
pub async fn choose(shelf: &Shelf, start: &Start, flow: FlowKind) -> Locale {
    let guess = &start.locale_id;
    let ahead = || Json::parse(&start.locale).unwrap_or_default();
    let withdraws = flow == FlowKind::Withdrawal;
    let mut languages = shelf.offered.clone();
    if withdraws && !languages.contains(guess) {
        languages.push(guess.clone());
    }
    let tag = asked_for(start, &languages).or(languages.first()).unwrap_or(guess);
    let fetched = if shelf.file(tag) == guess { Some(ahead()) } else { shelf.fetch("locales/", tag).await };
    // What cannot be had now is shown in the language that came with the loader, and called so.
    let (tag, messages) = fetched.map_or_else(|| (guess, ahead()), |messages| (tag, messages));
    let locale = shelf.locale(tag.clone(), messages).await;
    if locale.is_partial() && !withdraws {
        // The loader guesses languages without all texts for withdrawals only.
        return shelf.locale(guess.clone(), ahead()).await;
    }
    locale
}

/// The language of the flows that a partial one has no texts for: the first offered, or English, that has them all.
pub async fn beside(shelf: &Shelf) -> Option<Locale> {
    for tag in shelf.offered.iter().map(String::as_str).chain(["en"]) {
        let locale = shelf.whole(tag.into()).await;
        if let Some(locale) = locale.filter(|locale| !locale.is_partial()) {
            return Some(locale);
        }
    }
    None
}

/// The first of these that somebody asks for: the element or the call, then the page, then the browser.
fn asked_for<'a>(start: &Start, languages: &'a [String]) -> Option<&'a String> {
    let page = document().document_element().and_then(|root| root.get_attribute("lang"));
    for wished in start.wish.locale.iter().chain(&page) {
        if let Some(found) = fitting(wished, languages) {
            return Some(found);
        }
    }
    window().navigator().languages().iter().find_map(|tag| fitting(&tag.as_string()?, languages))
}

/// The tag itself, else one of the same language.
fn fitting<'a>(wished: &str, languages: &'a [String]) -> Option<&'a String> {
    let same = |tag: &&String| tag.eq_ignore_ascii_case(wished);
    let like = |tag: &&String| language(tag).eq_ignore_ascii_case(language(wished));
    languages.iter().find(same).or_else(|| languages.iter().find(like))
}

/// The language of a tag: `de` of `de-AT`.
pub fn language(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}
