//! Civil dates: ISO 8601 in and out, and the counting of periods.

use crate::json::{Json, digits};
use crate::money::number;
use crate::read::{Read, Reader, Write};
use time::{Date, Duration, Month, Weekday};

/// A day of the calendar, written `2026-11-21`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub Date);

impl Day {
    /// The first day there is: for a machine whose clock gives none.
    pub const FIRST: Day = Day(Date::MIN);

    /// The day that an ISO date, or the date of an ISO timestamp, names.
    pub fn parse(text: &str) -> Option<Day> {
        let (date, rest) = (text.get(..10)?, text.get(10..)?);
        if !rest.is_empty() && !rest.starts_with('T') {
            return None;
        }
        if date.get(4..5)? != "-" || date.get(7..8)? != "-" {
            return None;
        }
        let (year, month, day) = (number(date.get(..4)?)?, number(date.get(5..7)?)?, number(date.get(8..)?)?);
        let month = Month::try_from(month as u8).ok()?;
        Date::from_calendar_date(year as i32, month, day as u8).ok().map(Day)
    }

    /// The day as ISO 8601.
    pub fn iso(self) -> String {
        // One number with all digits, and a leading 1 that keeps the zeros of the year.
        let (year, month, day) = (self.0.year(), self.0.month() as u8, self.0.day());
        let mut text =
            digits(i64::from(year.unsigned_abs() + 10_000) * 10_000 + i64::from(month) * 100 + i64::from(day));
        text.remove(0);
        text.insert(6, '-');
        text.insert(4, '-');
        text
    }

    /// So many days later; at the end of time, the last day there is.
    pub fn plus_days(self, days: i64) -> Day {
        // Beyond this the calendar of `time` ends either way, and Duration::days would overflow.
        let days = days.clamp(-4_000_000, 4_000_000);
        Day(self.0.saturating_add(Duration::days(days)))
    }

    /// So many months later, on the same day of the month or, where that month is shorter, its last (§ 188 (3) BGB, Reg. 1182/71 Art. 3).
    pub fn plus_months(self, months: i64) -> Day {
        let months = months.clamp(-120_000, 120_000);
        let count = i64::from(self.0.year()) * 12 + i64::from(self.0.month() as u8) - 1 + months;
        let Ok(month) = Month::try_from((count.rem_euclid(12) + 1) as u8) else { return self };
        let year = (count.div_euclid(12) as i32).clamp(-9999, 9999);
        let day = self.0.day().min(month.length(year));
        Date::from_calendar_date(year, month, day).map_or(self, Day)
    }

    /// How many days after `earlier` this day is.
    pub fn days_since(self, earlier: Day) -> i64 {
        (self.0 - earlier.0).whole_days()
    }

    /// Whether it is a Saturday or Sunday.
    pub fn is_weekend(self) -> bool {
        matches!(self.0.weekday(), Weekday::Saturday | Weekday::Sunday)
    }

    /// So many working days later (Monday to Friday, without `holidays`).
    pub fn plus_working_days(self, days: i64, holidays: &[Day]) -> Day {
        let mut day = self;
        for _ in 0..days.clamp(0, 1000) {
            day = day.plus_days(1).or_next_working_day(holidays);
        }
        day
    }

    /// This day, or the next that is neither on a weekend nor a holiday (Reg. 1182/71 Art. 3 (4)).
    pub fn or_next_working_day(self, holidays: &[Day]) -> Day {
        self.or_next_without(|day| holidays.contains(&day))
    }

    /// The same, where a list of holidays is asked rather than given.
    pub fn or_next_without(self, is_holiday: impl Fn(Day) -> bool) -> Day {
        let mut day = self;
        // Bounded, because a hostile list of holidays could name every day there is.
        for _ in 0..60 {
            if !day.is_weekend() && !is_holiday(day) {
                break;
            }
            day = day.plus_days(1);
        }
        day
    }
}

impl Read for Day {
    fn read(json: &Json, reader: &mut Reader) -> Option<Day> {
        json.as_text().and_then(Day::parse).or_else(|| reader.wrong("a date such as \"2026-11-21\""))
    }
}

impl Write for Day {
    fn write(&self) -> Option<Json> {
        Some(Json::Text(self.iso()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn a_date_survives_the_way_in_and_out_and_nonsense_does_not() {
        assert_eq!(day("2026-02-28").iso(), "2026-02-28");
        assert_eq!(day("2026-02-28T23:59:00+01:00").iso(), "2026-02-28");
        for bad in ["2026-02-29", "2026-2-8", "20260228", "2026-02-28x", "+026-02-01", "", "2026-13-01", "２０26-01"]
        {
            assert_eq!(Day::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn months_end_on_the_last_day_where_the_month_is_shorter() {
        assert_eq!(day("2024-02-29").plus_months(12).iso(), "2025-02-28");
        assert_eq!(day("2026-01-31").plus_months(1).iso(), "2026-02-28");
        assert_eq!(day("2026-11-30").plus_months(24).iso(), "2028-11-30");
    }

    #[test]
    fn working_days_jump_over_weekends_and_holidays() {
        let friday = day("2026-11-20");
        assert_eq!(friday.plus_working_days(1, &[]).iso(), "2026-11-23");
        assert_eq!(friday.plus_working_days(1, &[day("2026-11-23")]).iso(), "2026-11-24");
        assert_eq!(day("2026-11-21").or_next_working_day(&[]).iso(), "2026-11-23");
    }

    #[test]
    fn no_number_of_days_or_months_panics() {
        for count in [i64::MIN, -1, 0, 1, i64::MAX] {
            day("2026-11-21").plus_days(count);
            day("2026-11-21").plus_months(count);
        }
    }
}
