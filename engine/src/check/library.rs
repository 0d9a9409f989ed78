//! Library: what ships with Redress and a config is checked against: presets, texts of each language, laws.

use crate::json::Json;
use crate::law::Law;

/// What ships with Redress.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// Name → preset.
    pub presets: Vec<(String, Json)>,
    /// BCP 47 tag → messages.
    pub locales: Vec<(String, Json)>,
    /// Law packs.
    pub laws: Vec<Law>,
}

/// The files, compiled in. A test compares the list with the folder.
const PRESETS: &[(&str, &str)] = &[("default", include_str!("../../presets/default.json"))];
/// Written by build.rs: every file of locales/ and of law/.
const LOCALES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/locales.rs"));
const LAWS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/law.rs"));

impl Library {
    /// What this version of Redress ships.
    pub fn built_in() -> Library {
        // They are ours, and a test reads each; what did not read would be missed there.
        let read = |(name, text): &(&str, &str)| Some(((*name).to_string(), Json::parse(text).ok()?));
        Library {
            presets: PRESETS.iter().filter_map(read).collect(),
            locales: LOCALES.iter().filter_map(read).collect(),
            laws: LAWS.iter().filter_map(read).map(|(_, json)| Law::from_json(&json)).collect(),
        }
    }

    /// The preset of a name.
    pub fn preset(&self, name: &str) -> Option<&Json> {
        self.presets.iter().find(|(known, _)| known == name).map(|(_, preset)| preset)
    }

    /// The messages for a tag: its own or its language's.
    pub fn messages(&self, tag: &str) -> Option<&Json> {
        let find = |tag: &str| self.locales.iter().find(|(known, _)| known.eq_ignore_ascii_case(tag));
        find(tag).or_else(|| find(language(tag))).map(|(_, messages)| messages)
    }

    /// Whether only the withdrawal can be shown in a language: the texts of all else are missing.
    pub fn is_partial(&self, tag: &str) -> bool {
        self.messages(tag).is_some_and(|messages| messages.get("step.reason.title").is_none())
    }

    /// The languages in which everything can be shown: tag and messages.
    pub fn whole(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.locales.iter().filter(|(tag, _)| !self.is_partial(tag)).map(|(tag, messages)| (tag.as_str(), messages))
    }

    /// The pack of a country.
    pub fn law(&self, country: &str) -> Option<&Law> {
        self.laws.iter().find(|law| law.country.eq_ignore_ascii_case(country))
    }

    /// Whether a law names a remedy.
    pub fn is_statutory(&self, remedy: &str) -> bool {
        remedy == crate::offers::WITHDRAWAL || self.laws.iter().any(|law| law.names(remedy))
    }
}

/// `de` of `de-AT`.
pub fn language(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn files(folder: &str) -> Vec<String> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let names = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.filter_map(|name| name.strip_suffix(".json").map(str::to_string)).collect();
        names.sort();
        names
    }

    #[test]
    fn every_preset_language_and_law_of_the_folders_is_built_in() {
        let library = Library::built_in();
        let names = |list: &[(String, Json)]| list.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&library.presets), files("presets"));
        assert_eq!(names(&library.locales), files("../locales"));
        let laws: Vec<_> = library.laws.iter().map(|law| law.country.to_lowercase()).collect();
        assert_eq!(laws, files("../law"));
    }

    #[test]
    fn a_region_has_its_languages_messages() {
        let library = Library::built_in();
        assert!(library.messages("de-AT").is_some() && library.messages("dk").is_none());
        assert!(library.is_partial("mt") && !library.is_partial("de-AT") && !library.is_partial("dk"));
        assert!(library.is_statutory("repair") && !library.is_statutory("coupon"));
    }
}
