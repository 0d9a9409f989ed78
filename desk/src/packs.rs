//! Packs: the law of each country and the texts of each language, the same files as the widget's, embedded by build.rs.

use std::sync::LazyLock;

use redress_engine::Json;
use redress_engine::law::Law;
use redress_engine::text::for_country;

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}

static LAWS: LazyLock<Vec<Law>> =
    LazyLock::new(|| parsed(embedded::LAWS).map(|(_, json)| Law::from_json(&json)).collect());
static LOCALES: LazyLock<Vec<(&str, Json)>> = LazyLock::new(|| parsed(embedded::LOCALES).collect());
/// The same, each above the English texts.
static FILLED: LazyLock<Vec<(&str, Json)>> = LazyLock::new(|| {
    let english = locale(&[]).1;
    let filled = |texts: &Json| {
        let mut all = english.clone();
        if let (Json::Map(all), Json::Map(texts)) = (&mut all, texts) {
            texts.iter().for_each(|(key, text)| all.set(key, text.clone()));
        }
        all
    };
    LOCALES.iter().map(|(name, texts)| (*name, filled(texts))).collect()
});

fn parsed(files: &'static [(&str, &str)]) -> impl Iterator<Item = (&'static str, Json)> {
    // A file that is not JSON is left out here and found by the test below.
    files.iter().filter_map(|(name, text)| Some((*name, serde_json::from_str(text).ok()?)))
}

/// The pack of a country (ISO 3166-1 alpha-2), if there is one.
pub fn law(country: &str) -> Option<&'static Law> {
    LAWS.iter().find(|law| law.country.eq_ignore_ascii_case(country))
}

/// All languages there are: tag and texts.
pub fn languages() -> impl Iterator<Item = (&'static str, &'static Json)> {
    LOCALES.iter().map(|(name, texts)| (*name, texts))
}

/// The texts of the first of these languages that there is, with its tag: exact, then by language; else English.
pub fn locale(tags: &[String]) -> (&'static str, &'static Json) {
    static EMPTY: Json = Json::Null;
    let exact = |tag: &String| LOCALES.iter().find(|(name, _)| name.eq_ignore_ascii_case(tag));
    let near = |tag: &String| LOCALES.iter().find(|(name, _)| language(name) == language(tag));
    let found = tags.iter().find_map(|tag| exact(tag).or_else(|| near(tag)));
    let english = || LOCALES.iter().find(|(name, _)| *name == "en");
    found.or_else(english).map_or(("en", &EMPTY), |(name, json)| (*name, json))
}

/// The texts of the first of these languages that has `key`, with its tag; else English. Some languages have only parts of the interface.
pub fn locale_with(tags: &[&String], key: &str) -> (&'static str, &'static Json) {
    let found = tags.iter().map(|tag| (tag, locale(std::slice::from_ref(*tag)))).find(|(tag, (name, messages))| {
        // For a tag without a file there is English, which is to come last.
        language(tag) == language(name) && messages.get(key).is_some()
    });
    found.map_or_else(|| locale(&[]), |(_, found)| found)
}

/// The texts of the language `name`, as they are said in a country: what it lacks is said in English rather than by its key.
pub fn texts(name: &str, country: Option<&str>) -> Json {
    let found = FILLED.iter().find(|(filled, _)| *filled == name);
    let mut texts = found.map(|(_, texts)| texts.clone()).unwrap_or_default();
    if let Some(country) = country {
        for_country(&mut texts, country);
    }
    texts
}

/// The language of a tag: `de` of `de-AT`.
pub fn language(tag: &str) -> String {
    tag.split('-').next().unwrap_or_default().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_law_pack_and_every_language_of_the_project_is_embedded_and_can_be_read() {
        for (folder, embedded, parsed) in
            [("../law", embedded::LAWS, LAWS.len()), ("../locales", embedded::LOCALES, LOCALES.len())]
        {
            let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
            files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
            assert_eq!((embedded.len(), parsed), (files.len(), files.len()), "{folder}");
        }
        assert!(LAWS.iter().all(|law| jiff::tz::TimeZone::get(&law.zone).is_ok()));
    }

    #[test]
    fn a_language_is_found_by_its_tag_or_its_language_and_english_stands_in_for_the_rest() {
        assert_eq!(locale(&["de-AT".into()]).0, "de");
        assert_eq!(locale(&["tlh".into(), "de".into()]).0, "de");
        assert_eq!(locale(&["tlh".into()]).0, "en");
    }

    #[test]
    fn a_text_is_said_as_in_its_country_and_one_that_a_language_lacks_in_english() {
        let said = |name, country, key: &str| texts(name, country).get(key).and_then(Json::as_text).map(str::to_string);
        let button = "withdrawal.review.send";
        assert_eq!(said("en", Some("GB"), button).as_deref(), Some("Confirm cancellation"));
        assert_eq!(said("en", Some("IE"), button).as_deref(), Some("Confirm withdrawal"));
        assert_ne!(said("fr", None, button), said("en", None, button));
        assert!(locale(&["mt".into()]).1.get("desk.mail.approved").is_none(), "else this shows nothing");
        assert_eq!(said("mt", None, "desk.mail.approved"), said("en", None, "desk.mail.approved"));
    }
}
