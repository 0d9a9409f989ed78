//! Language: the one asked for by the address, else the browser's, out of those that the shop offers.

use std::cmp::Reverse;

use redress_engine::config::{Config, FlowKind};

use crate::packs::{self, language};

/// A text that every language has that this form can be shown in whole.
const WHOLE: &str = "desk.form.photos";
/// One that every language has in which a withdrawal can be declared.
const WITHDRAWAL: &str = "withdrawal.review.send";

/// What languages call themselves, as they stand in a list: those of `src/ui/languages.rs`, and those that have the texts of a withdrawal.
const NAMES: [(&str, &str); 31] = [
    ("ar", "العربية"),
    ("bg", "Български"),
    ("cs", "Čeština"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("es", "Español"),
    ("et", "Eesti"),
    ("fa", "فارسی"),
    ("fi", "Suomi"),
    ("fr", "Français"),
    ("ga", "Gaeilge"),
    ("he", "עברית"),
    ("hr", "Hrvatski"),
    ("hu", "Magyar"),
    ("it", "Italiano"),
    ("lt", "Lietuvių"),
    ("lv", "Latviešu"),
    ("mt", "Malti"),
    ("nl", "Nederlands"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("sk", "Slovenčina"),
    ("sl", "Slovenščina"),
    ("sq", "Shqip"),
    ("sv", "Svenska"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
];

/// What a language calls itself; its tag where we do not know.
pub fn autonym(tag: &str) -> &str {
    NAMES.iter().find(|(known, _)| *known == language(tag)).map_or(tag, |(_, name)| name)
}

/// The languages in which a flow of this kind is offered, the shop's own first. A withdrawal is declared in any that has the words for it,
/// whatever `locales` says, as in the widget.
pub fn offered(config: &Config, kind: FlowKind) -> Vec<&'static str> {
    let withdraws = kind == FlowKind::Withdrawal;
    let key = if withdraws { WITHDRAWAL } else { WHOLE };
    let mut tags: Vec<&str> =
        packs::languages().filter(|(_, texts)| texts.get(key).is_some()).map(|(tag, _)| tag).collect();
    let place = |tag: &str| config.locales.iter().position(|own| language(own) == language(tag));
    let any = tags.iter().any(|tag| place(tag).is_some());
    if any && !withdraws {
        tags.retain(|tag| place(tag).is_some());
    }
    tags.sort_by_key(|tag| place(tag).unwrap_or(usize::MAX));
    tags
}

/// The first of the wished languages that is offered, as it was wished and as there is a file; else the shop's own, else English.
pub fn chosen(wished: &[&str], offered: &[&'static str], config: &Config) -> (String, &'static str) {
    let find =
        |wish: &&str| offered.iter().find(|tag| language(tag) == language(wish)).map(|tag| ((*wish).to_string(), *tag));
    let own = || offered.iter().find(|tag| language(tag) == language(config.shop_locale()));
    wished.iter().find_map(find).unwrap_or_else(|| {
        let tag =
            own().or_else(|| offered.iter().find(|tag| **tag == "en")).or(offered.first()).copied().unwrap_or("en");
        (tag.into(), tag)
    })
}

/// The languages of an `Accept-Language` (RFC 9110, 12.5.4), the most wished for first; those of weight 0 are not wanted.
pub fn accepted(header: &str) -> Vec<&str> {
    let weight = |rest: &str| -> u16 {
        let q = rest.split(';').find_map(|part| part.trim().strip_prefix("q="));
        q.map_or(1000, |q| q.trim().parse::<f32>().map_or(0, |q| (q.clamp(0.0, 1.0) * 1000.0) as u16))
    };
    let mut found: Vec<(&str, u16)> = Vec::new();
    for part in header.split(',').take(20) {
        let (tag, rest) = part.split_once(';').unwrap_or((part, ""));
        let plain = |tag: &str| !tag.is_empty() && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let tag = tag.trim();
        if plain(tag) && weight(rest) > 0 {
            found.push((tag, weight(rest)));
        }
    }
    found.sort_by_key(|(_, weight)| Reverse(*weight));
    found.into_iter().map(|(tag, _)| tag).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_wish_is_read_by_its_weights() {
        assert_eq!(accepted("de-AT, de;q=0.9, en;q=0.8, tr;q=0"), ["de-AT", "de", "en"]);
        assert_eq!(accepted("en;q=0.2,fa;q=0.7,*;q=0.1"), ["fa", "en"]);
        assert_eq!(accepted("\"><script>, de"), ["de"]);
        assert!(accepted("").is_empty());
    }

    #[test]
    fn every_language_of_the_project_has_a_name_and_the_widget_calls_it_the_same() {
        let widget = include_str!("../../../src/ui/languages.rs");
        for (tag, texts) in packs::languages() {
            assert!(NAMES.iter().any(|(known, _)| *known == tag), "{tag} has no name");
            let same = widget.contains(&format!("(\"{tag}\", \"{}\")", autonym(tag)));
            assert!(same || texts.get(WHOLE).is_none(), "{tag} is called otherwise in the widget");
        }
    }
}
