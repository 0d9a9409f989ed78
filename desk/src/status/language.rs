//! Language: the shopper's, where the texts of this page are in it; else the shop's, else English.

use redress_engine::complaint::Complaint;
use redress_engine::config::Config;
use redress_engine::text::{Arg, Texts, direction};
use redress_engine::{Case, Day, Json};

use crate::format::IcuFormat;
use crate::limits;
use crate::packs::{self, language};
use crate::shop::Shop;

/// A text that every language of this page has: some languages have only parts of the interface.
const MARK: &str = "desk.status.title";

/// The language of a page, with how its values look.
pub struct Language {
    /// BCP 47 tag.
    pub tag: &'static str,
    messages: Json,
    /// How its values look.
    pub format: IcuFormat,
}

impl Language {
    /// The language of a complaint, in the words of its country.
    pub fn of(sent: &Complaint, shop: &Shop) -> Language {
        let wanted: Vec<&String> = [&sent.locale].into_iter().chain(&shop.config.locales).collect();
        let (tag, _) = packs::locale_with(&wanted, MARK);
        Language::new(tag, &sent.locale, Case::country(&shop.config, &sent.context).as_deref())
    }

    /// A language that there is, for who wished for `wish`, in the words of a country.
    pub fn new(tag: &'static str, wish: &str, country: Option<&str>) -> Language {
        // The shopper's own tag where only the region differs: "de-AT" formats as in Austria.
        let region = if language(wish) == language(tag) { wish } else { tag };
        Language { tag, messages: packs::texts(tag, country), format: IcuFormat::new(region) }
    }

    /// Its direction.
    pub fn dir(&self) -> &'static str {
        direction(self.tag)
    }

    /// Its texts, with the shop's own words.
    pub fn texts<'a>(&'a self, config: &'a Config) -> Texts<'a> {
        Texts { config, locale: self.tag, messages: &self.messages, format: &self.format }
    }
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
        let shop = self.shop();
        let mut all = vec![("shop", Arg::Text(&shop))];
        all.extend_from_slice(args);
        self.texts.get(&["desk.status.", key].concat(), &all)
    }

    /// What the shop is called.
    pub fn shop(&self) -> String {
        let shop = self.texts.config.shop.name.trim();
        let named = Some(shop).filter(|shop| !shop.is_empty()).map(str::to_string);
        named.or_else(|| self.texts.find("desk.status.shop", &[])).unwrap_or_default()
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
