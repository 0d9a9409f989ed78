//! Values in a language through the browser's `Intl`: no data of ours to download.

use js_sys::{Array, Date, Function, Object, Reflect};
use redress_engine::text::Format;
use redress_engine::{Day, money};
use wasm_bindgen::JsValue;

/// `Intl` for one language.
pub struct Intl {
    locale: Array,
    year: i32,
}

impl Intl {
    /// For a tag that a locale file of ours has: `Intl` throws on tags it cannot read.
    pub fn new(tag: &str) -> Intl {
        Intl { locale: Array::of1(&tag.into()), year: Date::new_0().get_full_year() as i32 }
    }

    /// A date in words; the year only where it is not this one.
    fn date_options(&self, day: Day) -> Object {
        let mut entries = vec![("weekday", "short"), ("day", "numeric"), ("month", "short"), ("timeZone", "UTC")];
        if day.0.year() != self.year {
            entries.push(("year", "numeric"));
        }
        options(&entries)
    }
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
        let date = Date::new(&[&day.iso(), "T12:00:00Z"].concat().into());
        call(js_sys::Intl::DateTimeFormat::new(&self.locale, &self.date_options(day)).format(), &date)
    }

    fn money(&self, amount: i64, currency: &str) -> String {
        let decimal = money::decimal(amount, currency);
        // Anything but three letters makes Intl throw; then the plain number still tells the amount.
        if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return decimal;
        }
        let style = options(&[("style", "currency"), ("currency", currency)]);
        call(js_sys::Intl::NumberFormat::new(&self.locale, &style).format(), &decimal.into())
    }

    fn plural(&self, count: i64) -> String {
        js_sys::Intl::PluralRules::new(&self.locale, &Object::new()).select(count as f64).into()
    }

    fn number(&self, count: i64) -> String {
        call(js_sys::Intl::NumberFormat::new(&self.locale, &Object::new()).format(), &(count as f64).into())
    }
}
