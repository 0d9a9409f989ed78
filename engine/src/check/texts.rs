//! Rules on texts: there in every language of the shop, with the same placeholders, and links that become links.

use crate::check::library::language;
use crate::check::references::has_options;
use crate::check::{Checker, below, codes};
use crate::config::{Config, StepKind};
use crate::json::Json;
use crate::links::{Part, parts};
use std::collections::BTreeSet;

/// CLDR plural categories.
const PLURALS: &[&str] = &["zero", "one", "two", "few", "many", "other"];
/// Keys of a step that are texts, and the end of the key that holds by convention.
const STEP_TEXTS: &[&str] = &["label", "help", "error", "unit", "text", "low", "high"];
/// Ends of message keys that a step of any id can have.
const STEP_KEYS: &[&str] = &["title", "help", "row", "error", "unit", "text", "low", "high"];
/// Marks the wording of an informal shop.
const INFORMAL: &str = "@informal";

pub fn check(checker: &mut Checker) {
    for (path, key) in places(checker) {
        if checker.is_mine(&path)
            && let Some(text) = checker.merged.pointer(&path).cloned()
        {
            let allowed = allowed(checker, &key);
            Text { checker: &mut *checker, allowed: &allowed }.check(&text, &path);
        }
    }
    message_keys(checker);
    missing(checker);
}

/// Every text of the config: its place, and the message key that would stand for it.
fn places(checker: &Checker) -> Vec<(String, String)> {
    let mut places =
        vec![("/shop/hours".to_string(), String::new()), ("/privacy/text".to_string(), "review.privacy".to_string())];
    let config = &checker.config;
    for (id, _) in config.flows.iter() {
        places.push((below(&below("/flows", id), "label"), ["flow.", id, ".title"].concat()));
    }
    for (id, step) in config.steps.iter() {
        let path = below("/steps", id);
        for key in STEP_TEXTS {
            let end = if *key == "label" { "title" } else { key };
            places.push((below(&path, key), ["step.", id, ".", end].concat()));
        }
        for (option, _) in step.option.iter() {
            let path = below(&below(&path, "option"), option);
            let key = ["step.", id, ".option.", option].concat();
            places.push((below(&path, "label"), key.clone()));
            places.push((below(&path, "help"), key + ".help"));
        }
    }
    for (id, remedy) in config.remedies.iter() {
        let path = below("/remedies", id);
        let gives = remedy.gives.as_deref().unwrap_or(id);
        places.push((below(&path, "label"), ["remedy.", gives, ".title"].concat()));
        places.push((below(&path, "help"), ["remedy.", gives, ".help"].concat()));
    }
    for (key, _) in config.messages.iter() {
        places.push((below("/messages", key), key.to_string()));
    }
    places
}

/// Placeholders that are filled in a text of this key.
fn allowed(checker: &Checker, key: &str) -> BTreeSet<String> {
    let key = key.strip_suffix(INFORMAL).unwrap_or(key);
    // A flow's own wording has what the general one has: `withdrawal.items.title`, `withdrawal.review.send`.
    let rest = key.split_once('.').map_or("", |(_, rest)| rest);
    let keys = [key.to_string(), rest.to_string(), ["step.", rest].concat()];
    let said = checker.messages.iter().flat_map(|messages| keys.iter().filter_map(|key| messages.get(key)));
    let mut names: BTreeSet<String> = said.flat_map(placeholders).collect();
    if keys.iter().any(|key| (key.starts_with("step.") && !key.contains(".option.")) || key.starts_with("remedy.")) {
        names.insert("item".into());
    }
    names
}

struct Text<'a, 'b> {
    checker: &'a mut Checker<'b>,
    allowed: &'a BTreeSet<String>,
}

impl Text<'_, '_> {
    fn check(&mut self, text: &Json, path: &str) {
        let Some(map) = text.as_map() else { return self.plain(text, path) };
        if map.get("other").is_some() {
            return self.plural(text, path);
        }
        if !map.is_empty() && map.iter().all(|(key, _)| PLURALS.contains(&key)) {
            self.checker.flaw(path);
            return self.checker.add(
                &codes::TEXT_PLURAL,
                path,
                "a plural needs \"other\"",
                "Add \"other\", which every language has.",
            );
        }
        let owned = |tags: Vec<&str>| tags.into_iter().map(str::to_string).collect::<Vec<_>>();
        let (locales, required) = (owned(self.checker.offered()), owned(self.checker.required()));
        for (tag, text) in map.iter() {
            let place = below(path, tag);
            if !is_tag(tag) {
                let fix = self.checker.meant(
                    tag,
                    locales.iter().map(String::as_str),
                    "Write a language tag such as \"en\", or plural categories with \"other\".",
                );
                self.checker.add(&codes::UNKNOWN_KEY, place, format!("\"{tag}\" is not a language"), fix);
                continue;
            }
            if !locales.iter().any(|locale| same(locale, tag)) {
                let other = "Add it to \"locales\", or take the text out.";
                let fix = self.checker.meant(tag, locales.iter().map(String::as_str), other);
                self.checker.add(&codes::TEXT_UNDECLARED, &place, format!("the shop does not offer \"{tag}\""), fix);
            }
            match text {
                Json::Map(plural) if plural.get("other").is_some() => self.plural(text, &place),
                Json::Map(plural) if !plural.is_empty() && plural.iter().all(|(key, _)| PLURALS.contains(&key)) => {
                    self.checker.add(
                        &codes::TEXT_PLURAL,
                        place,
                        "a plural needs \"other\"",
                        "Add \"other\", which every language has.",
                    );
                }
                text => self.plain(text, &place),
            }
        }
        // What is shown in one language alone says nothing of the others.
        let is_whole = |tag: &&String| !self.checker.library.is_partial(tag) || self.checker.has_file(tag);
        let whole = required.iter().filter(is_whole);
        let lacking: Vec<&String> = whole.filter(|locale| !map.iter().any(|(tag, _)| same(locale, tag))).collect();
        if !lacking.is_empty() {
            let names = lacking.iter().map(|tag| tag.as_str()).collect::<Vec<_>>().join(", ");
            let fix = format!("Add {names}.");
            self.checker.add(&codes::TEXT_LOCALE, path, format!("the text is not given in {names}"), fix);
        }
        self.differing(map, path);
    }

    fn differing(&mut self, map: &crate::json::Map, path: &str) {
        // A placeholder that is not filled in is told by itself: what it was meant to be is not missing, it is misspelt.
        let all = map.iter().map(|(tag, text)| (tag, placeholders(text)));
        let mut languages = all.filter(|(_, names)| names.is_subset(self.allowed));
        let Some((first, wanted)) = languages.next() else { return };
        for (tag, names) in languages.filter(|(_, names)| *names != wanted) {
            let show = |names: &BTreeSet<String>| match names.len() {
                0 => "none".to_string(),
                _ => names.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(", "),
            };
            let message = format!("\"{first}\" has the placeholders {}, \"{tag}\" has {}", show(&wanted), show(&names));
            self.checker.add(&codes::TEXT_DIFFERS, below(path, tag), message, "Use the same in both.");
        }
    }

    fn plural(&mut self, text: &Json, path: &str) {
        for (category, text) in text.as_map().map(|map| map.0.as_slice()).unwrap_or_default() {
            let place = below(path, category);
            if PLURALS.contains(&category.as_str()) {
                self.plain(text, &place);
            } else {
                let fix = self.checker.meant(
                    category,
                    PLURALS.iter().copied(),
                    format!("Known here: {}.", PLURALS.join(", ")),
                );
                self.checker.add(&codes::UNKNOWN_KEY, place, format!("\"{category}\" is not a plural category"), fix);
            }
        }
    }

    fn plain(&mut self, text: &Json, path: &str) {
        let Some(said) = text.as_text() else {
            self.checker.flaw(path);
            let fix = "Write a string, a map of language to string, or a plural.";
            return self.checker.add(&codes::TYPE, path, "expected a text", fix);
        };
        for name in placeholders(text).difference(self.allowed) {
            let others = match self.allowed.len() {
                0 => "No placeholder is filled in this text.".into(),
                _ => format!("Known here: {}.", self.allowed.iter().cloned().collect::<Vec<_>>().join(", ")),
            };
            let fix = self.checker.meant(name, self.allowed.iter().map(String::as_str), others);
            self.checker.add(&codes::TEXT_PLACEHOLDER, path, format!("{{{name}}} is not filled in here"), fix);
        }
        if let Some(target) = refused_link(said) {
            let message = format!("\"{target}\" does not become a link");
            self.checker.add(&codes::TEXT_LINK, path, message, "Use https:, mailto: or tel:.");
        }
    }
}

/// Names in braces, of every form of a plural.
fn placeholders(text: &Json) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    match text {
        Json::Map(map) => map.iter().for_each(|(_, text)| names.append(&mut placeholders(text))),
        Json::Text(text) => {
            for part in text.split('{').skip(1) {
                if let Some((name, _)) = part.split_once('}') {
                    names.insert(name.to_string());
                }
            }
        }
        _ => {}
    }
    names
}

/// The target of the first `[text](target)` that does not become a link and is shown as it stands.
fn refused_link(text: &str) -> Option<&str> {
    for part in parts(text) {
        let Part::Plain(plain) = part else { continue };
        if let Some((_, rest)) = plain.split_once("](") {
            return Some(rest.split(')').next().unwrap_or(rest));
        }
    }
    None
}

/// Whether this has the form of a language tag (BCP 47): `de`, `pt-BR`.
pub fn is_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let is_language = parts
        .next()
        .is_some_and(|part| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    is_language
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Whether a text in `tag` is shown where `locale` is asked for.
pub fn same(locale: &str, tag: &str) -> bool {
    locale == tag || language(locale) == tag
}

/// Whether a message says something for every language of the shop, by the merchant or by Redress.
pub fn is_said(checker: &Checker, key: &str) -> bool {
    silent(checker, key).is_empty()
}

/// Languages of the shop in which nothing is said under a key. Those without any messages are told by themselves; what a file of the
/// merchant's own says is not known here, and what it lacks is said in English.
fn silent(checker: &Checker, key: &str) -> Vec<String> {
    // The merchant's own text is shown in every language, if not always in that language.
    let keys = [key.to_string(), [key, INFORMAL].concat()];
    if keys.iter().any(|key| checker.config.messages.get(key).is_some()) {
        return Vec::new();
    }
    let lacks = |tag: &&str| {
        if checker.has_file(tag) {
            return false;
        }
        let messages = checker.library.messages(tag).filter(|_| !checker.library.is_partial(tag));
        messages.is_some_and(|messages| keys.iter().all(|key| messages.get(key).is_none()))
    };
    checker.required().into_iter().filter(lacks).map(str::to_string).collect()
}

/// Whether some flow words a step its own way.
fn is_worded_by_flow(checker: &Checker, step: &str) -> bool {
    checker.config.flows.iter().any(|(flow, _)| is_said(checker, &[flow, ".", step, ".title"].concat()))
}

/// Definitions of the merchant's own that nothing names.
fn missing(checker: &mut Checker) {
    for (id, step) in checker.steps() {
        let path = below("/steps", &id);
        if checker.asked.contains(&id)
            && checker.is_mine(&path)
            && !checker.is_inherited(&path)
            && step.label.is_none()
            && !is_worded_by_flow(checker, &id)
        {
            let is_notice = step.kind == StepKind::Notice;
            let has_words = is_notice && (step.text.is_some() || is_said(checker, &["step.", &id, ".text"].concat()));
            if !has_words {
                let key = ["step.", &id, ".title"].concat();
                told(checker, below(&path, if is_notice { "text" } else { "label" }), &id, &key);
            }
        }
        for option in step.options.iter().filter(|_| has_options(step.kind)) {
            let place = below(&below(&path, "option"), option);
            let unnamed = step.option.get(option).is_some_and(|option| option.label.is_none());
            if unnamed && checker.is_mine(&place) && !checker.is_inherited(&place) {
                told(checker, below(&place, "label"), option, &["step.", &id, ".option.", option].concat());
            }
        }
    }
    let remedies = checker.config.remedies.0.clone();
    for (id, remedy) in &remedies {
        let path = below("/remedies", id);
        let fresh = checker.is_mine(&path) && !checker.is_inherited(&path) && !checker.is_flawed(&path);
        if fresh && remedy.label.is_none() && !checker.has(&codes::REMEDY_NEVER, &path) {
            let gives = remedy.gives.as_deref().unwrap_or(id);
            told(checker, below(&path, "label"), id, &["remedy.", gives, ".title"].concat());
        }
    }
}

fn told(checker: &mut Checker, place: String, id: &str, key: &str) {
    let silent = silent(checker, key);
    if silent.is_empty() || checker.is_flawed(&place) {
        return;
    }
    let message = format!("\"{id}\" has no text in {}", silent.join(", "));
    let example = silent.iter().map(|tag| format!("\"{tag}\": \"…\"")).collect::<Vec<_>>().join(", ");
    checker.add(&codes::TEXT_MISSING, place, message, format!("Add {{ {example} }} here, or \"{key}\" in messages."));
}

/// Overridden keys that nobody looks up.
fn message_keys(checker: &mut Checker) {
    let keys: Vec<String> = checker.config.messages.iter().map(|(key, _)| key.to_string()).collect();
    for key in keys {
        let path = below("/messages", &key);
        let bare = key.strip_suffix(INFORMAL).unwrap_or(&key);
        if !checker.is_mine(&path) || (is_known(checker, bare) && of_country(checker, bare).is_none()) {
            continue;
        }
        if let Some(plain) = of_country(checker, bare) {
            let message = format!("\"{plain}\" of the shop stands for every country: \"{key}\" is never looked up");
            checker.add(&codes::MESSAGE_UNKNOWN, path, message, format!("Write \"{plain}\"."));
            continue;
        }
        let known = checker
            .messages
            .iter()
            .flat_map(|messages| messages.as_map())
            .flat_map(|map| map.iter().map(|(key, _)| key));
        let fix = checker.meant(bare, known, "locales/en.json lists every key.");
        checker.add(&codes::MESSAGE_UNKNOWN, path, format!("no text has the key \"{key}\""), fix);
    }
}

/// The key without the country for which the locale files say it another way (`withdrawal.review.send@gb`).
fn of_country<'a>(checker: &Checker, key: &'a str) -> Option<&'a str> {
    let (plain, country) = key.rsplit_once('@')?;
    let is_country = country.bytes().all(|byte| byte.is_ascii_lowercase()) && checker.library.law(country).is_some();
    (is_country && is_known(checker, plain)).then_some(plain)
}

/// Whether a step lets one option of this id be chosen.
fn chooses(config: &Config, option: &str) -> bool {
    let choices = config.steps.iter().filter(|(_, step)| step.kind == StepKind::Choice);
    choices.flat_map(|(_, step)| &step.options).any(|listed| listed == option)
}

fn is_known(checker: &Checker, key: &str) -> bool {
    let shipped = |key: &str| checker.messages.iter().any(|messages| messages.get(key).is_some());
    let config = &checker.config;
    if shipped(key) {
        return true;
    }
    let (group, rest) = key.split_once('.').unwrap_or((key, ""));
    let of_step = |rest: &str| {
        config.steps.iter().any(|(id, step)| {
            let Some(part) = rest.strip_prefix(id).and_then(|rest| rest.strip_prefix('.')) else { return false };
            let option = part.strip_prefix("option.").map(|option| option.strip_suffix(".help").unwrap_or(option));
            // A wish is asked for in other words where something was chosen before (`step.remedy.title.faulty`).
            let titles = |chosen: &str| chosen == "nothing" || chooses(config, chosen);
            let title =
                part.strip_prefix("title.").is_some_and(|chosen| step.kind == StepKind::Remedy && titles(chosen));
            STEP_KEYS.contains(&part)
                || title
                || option.is_some_and(|option| step.options.iter().any(|listed| listed == option))
        })
    };
    match group {
        "step" => of_step(rest),
        "remedy" => config.remedies.iter().any(|(id, remedy)| {
            let gives = remedy.gives.as_deref().unwrap_or(id);
            rest.strip_prefix(gives).is_some_and(|end| matches!(end, ".title" | ".help"))
        }),
        "flow" => rest.strip_suffix(".title").is_some_and(|id| config.flows.get(id).is_some()),
        flow => config.flows.get(flow).is_some() && (shipped(rest) || of_step(rest)),
    }
}
