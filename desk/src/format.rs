//! Format: how dates, money and numbers look in the shop's language, by ICU4X with its compiled-in CLDR data.

use icu_datetime::DateTimeFormatter;
use icu_datetime::fieldsets::{E, YMD, YMDE, YMDT};
use icu_datetime::input::{Date, DateTime, Time};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};
use jiff::civil;
use redress_engine::Day;
use redress_engine::hours::Hours;
use redress_engine::money;
use redress_engine::text::{Format, Texts};

/// The formatters of one language. One that ICU4X cannot make shows ISO dates and plain digits instead.
pub struct IcuFormat {
    language: String,
    day: Option<DateTimeFormatter<YMDE>>,
    moment: Option<DateTimeFormatter<YMDT>>,
    decimal: Option<DecimalFormatter>,
    plurals: Option<PluralRules>,
}

impl IcuFormat {
    /// The formatters of a BCP 47 tag; of English if it is none.
    pub fn new(tag: &str) -> IcuFormat {
        let locale = locale(tag);
        IcuFormat {
            language: locale.id.language.as_str().into(),
            day: DateTimeFormatter::try_new((&locale).into(), YMDE::long()).ok(),
            moment: DateTimeFormatter::try_new((&locale).into(), YMD::medium().with_time_hm()).ok(),
            decimal: DecimalFormatter::try_new((&locale).into(), Default::default()).ok(),
            plurals: PluralRules::try_new_cardinal((&locale).into()).ok(),
        }
    }

    /// A civil date and time of day, to the minute.
    pub fn moment(&self, moment: civil::DateTime) -> String {
        let plain = || moment.strftime("%Y-%m-%d %H:%M").to_string();
        let Some(formatter) = &self.moment else { return plain() };
        let date = Date::try_new_iso(moment.year().into(), moment.month() as u8, moment.day() as u8);
        let time = Time::try_new(moment.hour() as u8, moment.minute() as u8, 0, 0);
        match (date, time) {
            (Ok(date), Ok(time)) => formatter.format(&DateTime { date, time }).to_string(),
            _ => plain(),
        }
    }

    fn decimal(&self, text: &str) -> String {
        match (&self.decimal, Decimal::try_from_str(text)) {
            (Some(formatter), Ok(decimal)) => formatter.format(&decimal).to_string(),
            _ => text.into(),
        }
    }

    /// Where the sign of a currency goes: ICU4X has no stable currency formatter yet (icu4x#275). CLDR puts it before the amount in these
    /// languages, after it and a no-break space in most others.
    fn sign_first(&self) -> bool {
        matches!(
            self.language.as_str(),
            "en" | "fa" | "ga" | "hi" | "id" | "ja" | "ko" | "mt" | "nl" | "th" | "tr" | "zh"
        )
    }
}

fn locale(tag: &str) -> Locale {
    // As the widget has it: our Portuguese is that of Portugal, and one calendar for all, of which Persian has one of its own.
    let regional = if tag == "pt" { "pt-PT" } else { tag };
    Locale::try_from_str(&format!("{regional}-u-ca-gregory"))
        .or_else(|_| Locale::try_from_str(tag))
        .unwrap_or(icu_locale_core::locale!("en"))
}

/// What `shop.hours` says, its days in the texts' language; what cannot be read as times stands as the shop wrote it.
pub fn shop_hours(texts: &Texts) -> Option<String> {
    let text = texts.own(texts.config.shop.hours.as_ref(), "", &[]).filter(|text| !text.trim().is_empty())?;
    Some(hours(&text, texts.locale))
}

fn hours(text: &str, tag: &str) -> String {
    let formatter = DateTimeFormatter::try_new((&locale(tag)).into(), E::short()).ok();
    let name = |weekday: i64| {
        // A week of which the first is a Monday.
        let date = Date::try_new_iso(2001, 1, weekday as u8).ok();
        formatter.as_ref().zip(date).map(|(formatter, date)| formatter.format(&date).to_string()).unwrap_or_default()
    };
    Hours::told(text, name).filter(|_| formatter.is_some()).unwrap_or_else(|| text.into())
}

impl Format for IcuFormat {
    fn date(&self, day: Day) -> String {
        let date = Date::try_new_iso(day.0.year(), day.0.month() as u8, day.0.day());
        match (&self.day, date) {
            (Some(formatter), Ok(date)) => formatter.format(&date).to_string(),
            _ => day.iso(),
        }
    }

    fn money(&self, amount: i64, currency: &str) -> String {
        let number = self.decimal(&money::decimal(amount, currency));
        let sign = match currency {
            "EUR" => "€",
            "USD" => "$",
            "GBP" => "£",
            "JPY" => "¥",
            "PLN" => "zł",
            other => other,
        };
        // A code, unlike a sign, needs a space on either side.
        let gap = if sign == currency || !self.sign_first() { "\u{a0}" } else { "" };
        if self.sign_first() { [sign, gap, &number].concat() } else { [&number, gap, sign].concat() }
    }

    fn plural(&self, count: i64) -> String {
        let category = self.plurals.as_ref().map_or(PluralCategory::Other, |rules| rules.category_for(count));
        match category {
            PluralCategory::Zero => "zero",
            PluralCategory::One => "one",
            PluralCategory::Two => "two",
            PluralCategory::Few => "few",
            PluralCategory::Many => "many",
            PluralCategory::Other => "other",
        }
        .into()
    }

    fn number(&self, count: i64) -> String {
        self.decimal(&count.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_look_as_each_language_writes_them() {
        let day = Day::parse("2026-11-21").unwrap();
        let (en, de) = (IcuFormat::new("en"), IcuFormat::new("de"));
        assert_eq!(en.date(day), "Saturday, November 21, 2026");
        assert_eq!(de.date(day), "Samstag, 21. November 2026");
        assert_eq!(
            (en.money(123_456, "EUR"), de.money(123_456, "EUR")),
            ("€1,234.56".into(), "1.234,56\u{a0}€".into())
        );
        assert_eq!((en.money(500, "JPY"), en.money(1500, "CHF")), ("¥500".into(), "CHF\u{a0}15.00".into()));
        assert_eq!((en.number(12_000), de.number(12_000)), ("12,000".into(), "12.000".into()));
        assert_eq!(de.moment(civil::date(2026, 11, 21).at(20, 41, 0, 0)), "21.11.2026, 20:41");
        assert_eq!(
            (en.plural(1), IcuFormat::new("pl").plural(3), en.plural(0)),
            ("one".into(), "few".into(), "other".into())
        );
    }

    #[test]
    fn hours_are_told_in_the_language() {
        let told = |tag: &str| hours("Mo-Fr 09:00-17:00, Sa 10:00-14:00", tag);
        assert_eq!(told("en"), "Mon–Fri 09:00–17:00, Sat 10:00–14:00");
        assert_eq!(told("de"), "Mo–Fr 09:00–17:00, Sa 10:00–14:00");
        assert_eq!(told("fr"), "lun.–ven. 09:00–17:00, sam. 10:00–14:00");
        assert_eq!(hours("weekdays till five", "fr"), "weekdays till five");
    }

    #[test]
    fn a_tag_that_is_none_is_english() {
        assert_eq!(IcuFormat::new("not a tag").number(1000), "1,000");
    }
}
