//! Fairness, periods: when a period of the law ends, counted anew from the pack's data. The search sets its deliveries by it, so that a
//! condition which cuts one day off a right meets an order on that day.

use crate::day::Day;
use crate::json::Json;
use crate::law::Law;

/// Deliveries of so many days are looked at: four years hold every weekday, every listed holiday and a leap day.
const SPAN: i64 = 1461;

/// The days of a country on which no period ends.
pub struct Calendar {
    holidays: Vec<Day>,
    years: (i64, i64),
}

/// A period as a rule states it.
#[derive(Clone, Copy)]
pub struct Period {
    pub months: i64,
    pub days: i64,
    pub on_working_day: bool,
}

impl Calendar {
    pub fn new(law: &Law) -> Calendar {
        let mut holidays = law.holidays();
        holidays.sort_unstable();
        let year = |key: &str| law.holidays.get(key).and_then(Json::as_int).unwrap_or_default();
        Calendar { holidays, years: (year("fromYear"), year("toYear")) }
    }

    fn is_listed(&self, day: Day) -> bool {
        (self.years.0..=self.years.1).contains(&i64::from(day.0.year()))
    }

    /// The last day of a period that begins with `start`: moved to the next working day (Reg. 1182/71 Art. 3 (4)); where the holidays of
    /// the year are not known, as late as any list could put it.
    pub fn last_day(&self, start: Day, period: Period) -> Day {
        let plain = start.plus_days(period.days).plus_months(period.months);
        if !period.on_working_day {
            return plain;
        }
        let next = |day: Day| day.or_next_without(|day| self.holidays.binary_search(&day).is_ok());
        let end = next(plain);
        if self.is_listed(plain) && self.is_listed(end) { end } else { next(plain.plus_days(5)) }
    }

    /// One delivery, with the last day of its period, for each number of days that the period can last: from `first` on, the last day
    /// not before `today`.
    pub fn lengths(&self, period: Period, first: Day, last: Day, today: Day) -> Vec<(Day, Day)> {
        let earliest = today.plus_days(-period.days).plus_months(-period.months).plus_days(-7);
        let from = first.max(earliest);
        let mut found: Vec<(Day, Day)> = Vec::new();
        for day in (0..SPAN).map(|days| from.plus_days(days)).take_while(|day| *day <= last) {
            let end = self.last_day(day, period);
            let length = end.days_since(day);
            if end >= today && found.iter().all(|(start, end)| end.days_since(*start) != length) {
                found.push((day, end));
            }
        }
        found
    }
}
