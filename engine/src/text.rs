//! Texts: what a key or a label says in a language, with its placeholders filled in. The engine holds no prose of its own.

use crate::config::{Config, Tone};
use crate::day::Day;
use crate::json::Json;
use crate::links::plain;

/// How dates, money and numbers look in a language: `Intl` in the widget, ICU4X in the desk.
pub trait Format {
    /// A civil date in words, with its weekday.
    fn date(&self, day: Day) -> String;
    /// An amount of minor units of an ISO 4217 currency.
    fn money(&self, amount: i64, currency: &str) -> String;
    /// The CLDR plural category of a count: `zero`, `one`, `two`, `few`, `many`, `other`.
    fn plural(&self, count: i64) -> String;
    /// A count.
    fn number(&self, count: i64) -> String;
}

/// A value for a placeholder.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg<'a> {
    /// Text as it stands.
    Text(&'a str),
    /// A count: formatted, and decides the plural.
    Count(i64),
    /// A day: formatted.
    Day(Day),
    /// An amount in minor units and its currency: formatted.
    Money(i64, &'a str),
}

/// The texts of one language: the merchant's first, then the locale file's.
#[derive(Clone, Copy)]
pub struct Texts<'a> {
    /// Overrides and labels.
    pub config: &'a Config,
    /// BCP 47 tag.
    pub locale: &'a str,
    /// The locale file: one flat object, key → string or plural.
    pub messages: &'a Json,
    /// How values look.
    pub format: &'a dyn Format,
}

/// Puts what is said in one country in the place of what is said elsewhere: `withdrawal.review.send@gb` of `withdrawal.review.send`.
pub fn for_country(messages: &mut Json, country: &str) {
    let suffix = ["@", &country.to_ascii_lowercase()].concat();
    let mut own = Vec::new();
    if let Json::Map(map) = &*messages {
        for (key, text) in map.iter() {
            if let Some(key) = key.strip_suffix(&suffix) {
                own.push((key.to_string(), text.clone()));
            }
        }
    }
    if let Json::Map(map) = messages {
        for (key, text) in own {
            map.set(&key, text);
        }
    }
}

/// Puts a merchant's own file of texts above ours. What it says without a tone or a country goes before what we say for one
/// (`key@informal`, `key@gb`), as it does in `messages` of the config.
pub fn lay_over(messages: &mut Json, own: &Json) {
    if let Json::Map(messages) = messages {
        messages.0.retain(|(key, _)| key.split_once('@').is_none_or(|(plain, _)| own.get(plain).is_none()));
    }
    messages.merge(own);
}

impl Texts<'_> {
    /// What `key` says; None if no file has it.
    pub fn find(&self, key: &str, args: &[(&str, Arg)]) -> Option<String> {
        Some(self.fill(self.message(key)?, args))
    }

    /// The merchant's wording before the locale's; of each the informal one first, where the config wishes it.
    fn message(&self, key: &str) -> Option<&Json> {
        let informal = match self.config.tone {
            Tone::Informal => Some([key, "@informal"].concat()),
            Tone::Formal => None,
        };
        let merchants = |key: &str| self.config.messages.get(key).and_then(|text| self.localised(text));
        let locales = |key: &str| self.messages.get(key);
        let first = informal.as_deref();
        first
            .and_then(merchants)
            .or_else(|| merchants(key))
            .or_else(|| first.and_then(locales))
            .or_else(|| locales(key))
    }

    /// What `key` says; the key itself if no file has it, so that a gap is seen and mended.
    pub fn get(&self, key: &str, args: &[(&str, Arg)]) -> String {
        self.find(key, args).unwrap_or_else(|| key.into())
    }

    /// A merchant's own text or, where there is none, what the locale says under `key`.
    pub fn own(&self, text: Option<&Json>, key: &str, args: &[(&str, Arg)]) -> Option<String> {
        match text.and_then(|text| self.localised(text)) {
            Some(text) => Some(self.fill(text, args)),
            None => self.find(key, args),
        }
    }

    /// What a question is called: the merchant's label, else its short name where the language has one, else as it is asked.
    pub fn question(&self, step: &str) -> String {
        let own = self.config.steps.get(step).and_then(|step| step.label.as_ref());
        let key = |part: &str| ["step.", step, part].concat();
        let short = if own.is_none() { self.find(&key(".row"), &[]) } else { None };
        let name = short.or_else(|| self.own(own, &key(".title"), &[]));
        name.map_or_else(|| step.into(), |name| plain(&name))
    }

    /// The text of this language out of a string, a plural, or a map of locales; the shop's language where this one is missing.
    fn localised<'t>(&self, text: &'t Json) -> Option<&'t Json> {
        let Some(map) = text.as_map() else { return Some(text) };
        if map.get("other").is_some() {
            return Some(text);
        }
        let language = self.locale.split('-').next().unwrap_or_default();
        [self.locale, language, self.config.shop_locale()]
            .iter()
            .find_map(|tag| map.get(tag))
            .or_else(|| map.0.first().map(|(_, text)| text))
    }

    fn fill(&self, message: &Json, args: &[(&str, Arg)]) -> String {
        let template = match message {
            Json::Map(plural) => {
                let count =
                    args.iter().find_map(|(_, arg)| if let Arg::Count(count) = arg { Some(*count) } else { None });
                let category = self.format.plural(count.unwrap_or_default());
                plural.get(&category).or_else(|| plural.get("other")).and_then(Json::as_text).unwrap_or_default()
            }
            other => other.as_text().unwrap_or_default(),
        };
        let mut out = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                out.push('{');
                rest = after;
                continue;
            };
            match args.iter().find(|(key, _)| *key == name) {
                Some((_, arg)) => out.push_str(&self.show(arg)),
                // Left as it is, so that a misspelt placeholder is seen.
                None => out.push_str(&["{", name, "}"].concat()),
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    fn show(&self, arg: &Arg) -> String {
        match arg {
            // Isolated (UAX #9), or a right-to-left sentence would turn the groups of an order number or a phone number about.
            Arg::Text(text) if direction(self.locale) == "rtl" => ["\u{2068}", text, "\u{2069}"].concat(),
            Arg::Text(text) => (*text).into(),
            Arg::Count(count) => self.format.number(*count),
            Arg::Day(day) => self.format.date(*day),
            Arg::Money(amount, currency) => self.format.money(*amount, currency),
        }
    }
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
