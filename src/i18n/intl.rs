//! Values in a language through the browser's `Intl`: no data of ours to download.

use js_sys::{Array, Date, Function, Object, Reflect};
use redress_engine::json::digits;
use redress_engine::text::Format;
use redress_engine::{Day, money};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};

/// `Intl` for one language. A clone shares what was made.
#[derive(Clone)]
pub struct Intl {
    /// BCP 47 tag, regional where the browser knows the region.
    pub tag: String,
    locale: Array,
    year: i32,
    /// Whether the browser knows the language.
    known: bool,
    /// What was made so far, by what it is for: making one takes a browser ten times as long as using it.
    made: Rc<RefCell<Vec<(String, Function)>>>,
}

impl Intl {
    /// For a tag that a locale file of ours has: `Intl` throws on tags it cannot read.
    pub fn new(tag: &str) -> Intl {
        // Days are counted, and told in letters of the desk, by one calendar; Persian would have its own.
        let mut tag = [&regional(tag), "-u-ca-gregory"].concat();
        let known =
            js_sys::Intl::DateTimeFormat::supported_locales_of(&Array::of1(&tag.as_str().into()), &Object::new());
        let known = known.length() > 0;
        if !known {
            // Chromium has no Albanian, and would write days in the browser's language. Digits as most of the continent has them say it too.
            tag = "de".into();
        }
        let locale = Array::of1(&tag.as_str().into());
        Intl { locale, year: Date::new_0().get_full_year() as i32, tag, known, made: Rc::default() }
    }

    /// A date without its weekday, for a narrow place.
    pub fn short_date(&self, day: Day) -> String {
        self.day(day, &[("day", "numeric"), ("month", "short"), ("timeZone", "UTC"), ("year", "numeric")])
    }

    /// `entries` end with the year, which is told only where it is not this one.
    fn day(&self, day: Day, entries: &[(&str, &str)]) -> String {
        let mut entries = entries;
        if !self.known {
            entries = &[("dateStyle", "medium"), ("timeZone", "UTC")];
        } else if day.0.year() == self.year {
            entries = &entries[..entries.len() - 1];
        }
        let date = Date::new(&[&day.iso(), "T12:00:00Z"].concat().into());
        let make = || js_sys::Intl::DateTimeFormat::new(&self.locale, &options(entries)).format();
        let first = entries.first().map_or("", |(name, _)| *name);
        call(self.made(&[first, &digits(entries.len() as i64)].concat(), &make), &date)
    }

    /// What was made under a name, or is made now.
    fn made(&self, name: &str, make: &dyn Fn() -> Function) -> Function {
        if let Some((_, made)) = self.made.borrow().iter().find(|(known, _)| known == name) {
            return made.clone();
        }
        let new = make();
        self.made.borrow_mut().push((name.into(), new.clone()));
        new
    }
}

impl Intl {
    /// So many bytes in megabytes: "2.5 MB", on one line.
    pub fn megabytes(&self, bytes: i64) -> String {
        let unit = options(&[("style", "unit"), ("unit", "megabyte"), ("maximumFractionDigits", "1")]);
        let format = js_sys::Intl::NumberFormat::new(&self.locale, &unit).format();
        call(format, &(bytes as f64 / 1e6).into()).replace(' ', "\u{a0}")
    }

    /// What the language calls a country; its ISO 3166-1 alpha-2 code where the browser has no name.
    pub fn country(&self, code: &str) -> String {
        self.country_names()(code).unwrap_or_else(|| code.into())
    }

    fn country_names(&self) -> impl Fn(&str) -> Option<String> {
        let kind = options(&[("type", "region")]);
        let names = Reflect::get(&js_sys::global(), &"Intl".into())
            .and_then(|intl| Reflect::get(&intl, &"DisplayNames".into()))
            .and_then(|names| Reflect::construct(names.unchecked_ref::<Function>(), &Array::of2(&self.locale, &kind)));
        move |code| {
            let names = names.as_ref().ok()?;
            let of: Function = Reflect::get(names, &"of".into()).ok()?.dyn_into().ok()?;
            of.call1(names, &code.into()).ok()?.as_string()
        }
    }

    /// ISO 3166-1 alpha-2 codes with their names, in the order of the language.
    pub fn countries(&self) -> Vec<(String, String)> {
        let name = self.country_names();
        let mut countries = Vec::new();
        for code in COUNTRIES.as_bytes().chunks(2) {
            let code = String::from_utf8_lossy(code).into_owned();
            let name = name(&code).unwrap_or_else(|| code.clone());
            countries.push((code, name));
        }
        let collator = js_sys::Intl::Collator::new(&self.locale, &Object::new()).compare();
        let order = |a: &str, b: &str| collator.call2(&JsValue::NULL, &a.into(), &b.into()).ok()?.as_f64();
        countries.sort_by(|(_, a), (_, b)| order(a, b).unwrap_or_default().total_cmp(&0.0));
        countries
    }
}

/// The codes that ISO 3166-1 assigns, two letters each.
const COUNTRIES: &str = "\
    ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDODZ\
    ECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZ\
    LALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARE\
    RORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSYEYTZAZMZW";

/// The shopper's own regional form of a language, as their browser names it: an English file, but `en-GB` dates.
fn regional(tag: &str) -> String {
    let languages = leptos::prelude::window().navigator().languages();
    for own in languages.iter().filter_map(|own| own.as_string()) {
        // A page can put anything into that list, and Intl throws on what is no tag.
        let plain = own.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') && !own.ends_with('-');
        if plain && own.strip_prefix(tag).is_some_and(|rest| rest.starts_with('-')) {
            return own;
        }
    }
    // Without a region the browsers take Brazil's dates; our Portuguese is that of Portugal.
    if tag == "pt" { "pt-PT".into() } else { tag.into() }
}

/// An options object for `Intl`.
pub fn options(entries: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (key, value) in entries {
        let _ = Reflect::set(&object, &(*key).into(), &(*value).into());
    }
    object
}

fn call(format: Function, value: &JsValue) -> String {
    format.call1(&JsValue::NULL, value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

impl Format for Intl {
    fn date(&self, day: Day) -> String {
        let entries =
            [("weekday", "short"), ("day", "numeric"), ("month", "short"), ("timeZone", "UTC"), ("year", "numeric")];
        self.day(day, &entries)
    }

    fn money(&self, amount: i64, currency: &str) -> String {
        let decimal = money::decimal(amount, currency);
        // Anything but three letters makes Intl throw; then the plain number still tells the amount.
        if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return decimal;
        }
        let style = || options(&[("style", "currency"), ("currency", currency)]);
        let make = || js_sys::Intl::NumberFormat::new(&self.locale, &style()).format();
        call(self.made(currency, &make), &decimal.into())
    }

    fn plural(&self, count: i64) -> String {
        let make = || {
            let rules = js_sys::Intl::PluralRules::new(&self.locale, &Object::new());
            let select: Function = Reflect::get(&rules, &"select".into()).unwrap_or_default().unchecked_into();
            select.bind0(&rules)
        };
        call(self.made("plural", &make), &(count as f64).into())
    }

    fn number(&self, count: i64) -> String {
        let make = || js_sys::Intl::NumberFormat::new(&self.locale, &Object::new()).format();
        call(self.made("number", &make), &(count as f64).into())
    }
}
