//! The shopper's time: a timestamp in the zone in which their days are counted.

use super::intl::options;
use js_sys::{Array, Date, Function, Reflect};
use redress_engine::Day;
use redress_engine::hours::DAY;
use wasm_bindgen::{JsCast, JsValue};

/// Now, as ISO 8601 with offset (`2026-11-21T20:41:05+01:00`), in `zone` or, where that is unknown to the browser, the browser's own.
/// Its first ten characters are the civil date there.
pub fn now(zone: Option<&str>) -> String {
    let date = Date::new_0();
    // Swedish writes ISO dates; longOffset writes GMT+01:00, and plain GMT at zero.
    let stamp = format("sv-SE", zone, &[("dateStyle", "short"), ("timeStyle", "medium")], &date);
    let offset = format("en-US", zone, &[("timeZoneName", "longOffset")], &date);
    match (stamp, offset) {
        (Some(stamp), Some(offset)) => {
            let offset = offset.rsplit_once('T').map_or("", |(_, offset)| offset);
            let offset = if offset.is_empty() { "+00:00" } else { offset };
            [&stamp.replace(' ', "T"), offset].concat()
        }
        _ if zone.is_some() => now(None),
        _ => String::from(date.to_iso_string()),
    }
}

/// The civil day in `zone` or, where that is unknown to the browser, in the browser's own.
pub fn today(zone: Option<&str>) -> Day {
    let day = |zone| Day::parse(&format("sv-SE", zone, &[("dateStyle", "short")], &Date::new_0())?);
    day(zone).or_else(|| day(None)).unwrap_or(Day::FIRST)
}

/// The time of day of a timestamp, in the browser's zone and the language's way.
pub fn local_time(locale: &str, timestamp: &str) -> String {
    let date = Date::new(&timestamp.into());
    if date.get_time().is_nan() {
        return String::new();
    }
    format(locale, None, &[("dateStyle", "medium"), ("timeStyle", "short")], &date).unwrap_or_default()
}

/// A minute of a civil day (past 1440: of the next) in the language's way, with the day's name where `named`.
pub fn minute(locale: &str, day: Day, minutes: i64, named: bool) -> String {
    let day = day.plus_days(minutes.div_euclid(DAY));
    let date = Date::new(&[&day.iso(), "T00:00:00Z"].concat().into());
    date.set_time(date.get_time() + minutes.rem_euclid(DAY) as f64 * 60_000.0);
    let time: &[_] = &[("hour", "2-digit"), ("minute", "2-digit"), ("weekday", "long")];
    format(locale, Some("UTC"), if named { time } else { &time[..2] }, &date).unwrap_or_default()
}

/// `Intl.DateTimeFormat` through Reflect, because it throws on zones it does not know and js-sys declares it as one that never does.
fn format(locale: &str, zone: Option<&str>, entries: &[(&str, &str)], date: &Date) -> Option<String> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let constructor = Reflect::get(&intl, &"DateTimeFormat".into()).ok()?.dyn_into::<Function>().ok()?;
    let settings = options(entries);
    if let Some(zone) = zone {
        Reflect::set(&settings, &"timeZone".into(), &zone.into()).ok()?;
    }
    let formatter = Reflect::construct(&constructor, &Array::of2(&locale.into(), &settings)).ok()?;
    let format = Reflect::get(&formatter, &"format".into()).ok()?.dyn_into::<Function>().ok()?;
    format.call1(&JsValue::NULL, date).ok()?.as_string()
}
