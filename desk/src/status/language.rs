//! Language: the shopper's, where the texts of this page are in it; else the shop's, else English.

use redress_engine::config::Config;
use redress_engine::text::{Arg, Texts};
use redress_engine::{Day, Json};

use super::Followed;
use crate::format::IcuFormat;
use crate::limits;
use crate::packs;

/// A text that every language of this page has: some languages have only parts of the interface.
const MARK: &str = "desk.status.title";

/// Written from right to left (CLDR, `characterOrder`).
const RIGHT_TO_LEFT: [&str; 8] = ["ar", "ckb", "dv", "fa", "he", "ps", "ur", "yi"];

/// The language of a page, with how its values look.
pub struct Language {
    /// BCP 47 tag.
    pub tag: &'static str,
    messages: &'static Json,
    /// How its values look.
    pub format: IcuFormat,
}

impl Language {
    /// The language of a case.
    pub fn of(followed: &Followed) -> Language {
        let Followed { sent, shop, .. } = followed;
        let wanted = [&sent.locale].into_iter().chain(&shop.config.locales);
        let found =
            wanted.map(|tag| (tag, packs::locale(std::slice::from_ref(tag)))).find(|(tag, (name, messages))| {
                // For a tag without a file there is English, which is to come after the shop's own.
                language(tag) == language(name) && messages.get(MARK).is_some()
            });
        let (tag, messages) = found.map_or_else(|| packs::locale(&[]), |(_, found)| found);
        // The shopper's own tag where only the region differs: "de-AT" formats as in Austria.
        let region = if language(&sent.locale) == language(tag) { sent.locale.as_str() } else { tag };
        Language { tag, messages, format: IcuFormat::new(region) }
    }

    /// Its direction.
    pub fn dir(&self) -> &'static str {
        if RIGHT_TO_LEFT.contains(&language(self.tag).as_str()) { "rtl" } else { "ltr" }
    }

    /// Its texts, with the shop's own words.
    pub fn texts<'a>(&'a self, config: &'a Config) -> Texts<'a> {
        Texts { config, locale: self.tag, messages: self.messages, format: &self.format }
    }
}

fn language(tag: &str) -> String {
    tag.split('-').next().unwrap_or_default().to_ascii_lowercase()
}

/// What templates say: the texts below `desk.status.`, each with the shop's name.
pub struct Say<'a> {
    /// The texts.
    pub texts: &'a Texts<'a>,
}

impl Say<'_> {
    /// A text of this page.
    pub fn t(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The same with a day.
    pub fn by(&self, key: &str, day: Day) -> String {
        self.with(key, &[("date", Arg::Day(day))])
    }

    /// The same with other values.
    pub fn with(&self, key: &str, args: &[(&str, Arg)]) -> String {
        let shop = self.texts.config.shop.name.trim();
        let named = Some(shop).filter(|shop| !shop.is_empty()).map(str::to_string);
        let shop = named.or_else(|| self.texts.find("desk.status.shop", &[])).unwrap_or_default();
        let mut all = vec![("shop", Arg::Text(&shop))];
        all.extend_from_slice(args);
        self.texts.get(&["desk.status.", key].concat(), &all)
    }

    /// The same with how much can be sent.
    pub fn limits(&self, key: &str) -> String {
        let megabytes = i64::try_from(limits::FILE_BYTES / (1024 * 1024)).unwrap_or_default();
        let files = i64::try_from(limits::FILES).unwrap_or_default();
        self.with(key, &[("megabytes", Arg::Count(megabytes)), ("files", Arg::Count(files))])
    }

    /// A text that the widget has, too.
    pub fn other(&self, key: &str, name: &str, value: &str) -> String {
        self.texts.get(key, &[(name, Arg::Text(value))])
    }

    /// An amount of money.
    pub fn money(&self, amount: i64, currency: &str) -> String {
        self.texts.format.money(amount, currency)
    }
}
