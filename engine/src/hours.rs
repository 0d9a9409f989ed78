//! Hours: when somebody answers, read from what `shop.hours` says, for the screen that leads to a person.
//!
//! The form is that of schema.org `openingHours`: days (`Mo-Fr`, `Sa,Su`), then times (`09:00-12:00,13:00-17:00`); groups are parted by
//! commas or semicolons. Days without times mean all day. Anything else is no such text, and is shown as it stands.

use crate::json::digits;

/// Minutes of a day.
pub const DAY: i64 = 24 * 60;
/// Days of a week.
const DAYS: i64 = 7;
const NAMES: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

/// Times of a week at which somebody answers, by the clock of the shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    /// As they were written, in order.
    pub spans: Vec<Span>,
}

/// The same time on each of several days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First day, 1 (Monday) to 7.
    pub first: i64,
    /// Last day, 1 to 7; before `first` where it goes over the end of the week.
    pub last: i64,
    /// First minute of the day.
    pub from: i64,
    /// The minute after the last; past [`DAY`] where it goes over midnight.
    pub to: i64,
}

/// Whether somebody answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opens {
    /// Now, until this minute of today; past [`DAY`] where it goes over midnight.
    Open {
        /// The minute after the last.
        until: i64,
    },
    /// Not now.
    Next {
        /// In how many days, 0 (later today) to 7.
        days_ahead: i64,
        /// At which minute of that day.
        minutes: i64,
    },
}

impl Hours {
    /// Reads hours; None where a part of the text is neither days nor times.
    pub fn parse(text: &str) -> Option<Hours> {
        let mut spans = Vec::new();
        let mut days: Vec<(i64, i64)> = Vec::new();
        let mut timed = true;
        for part in parts(text) {
            if let Some(range) = days_of(part) {
                if timed {
                    days.clear();
                }
                timed = false;
                days.push(range);
            } else {
                let (from, to) = times_of(part)?;
                // A time of no day.
                days.first()?;
                timed = true;
                spans.extend(days.iter().map(|(first, last)| Span { first: *first, last: *last, from, to }));
            }
        }
        if !timed {
            spans.extend(days.iter().map(|(first, last)| Span { first: *first, last: *last, from: 0, to: DAY }));
        }
        (!spans.is_empty()).then_some(Hours { spans })
    }

    /// What a text of hours says, with its days by name (1 is Monday): `Mon–Fri 09:00–17:00, Sat 10:00–14:00`. None where it cannot be read.
    pub fn told(text: &str, name: impl Fn(i64) -> String) -> Option<String> {
        Hours::parse(text)?;
        let mut told = String::new();
        let mut after_day = false;
        for part in parts(text) {
            let days = days_of(part);
            if !told.is_empty() {
                told.push_str(if after_day && days.is_none() { " " } else { ", " });
            }
            after_day = days.is_some();
            match days {
                Some((first, last)) if first == last => told.push_str(&name(first)),
                Some((first, last)) => told.push_str(&[&name(first), "–", &name(last)].concat()),
                None => told.push_str(&range(times_of(part)?)),
            }
        }
        Some(told)
    }

    /// Whether somebody answers at some minute of a time of day, on whatever day.
    pub fn overlap(&self, (from, to): (i64, i64)) -> bool {
        // What goes over midnight goes on in the morning.
        self.spans
            .iter()
            .any(|span| [-DAY, 0, DAY].iter().any(|shift| span.from < to + shift && from + shift < span.to))
    }

    /// Whether a text was meant to be read: it has a day and a time as they are written here.
    pub fn is_meant(text: &str) -> bool {
        let is_time =
            |part: &str| part.bytes().any(|byte| byte == b':') && part.bytes().any(|byte| byte.is_ascii_digit());
        parts(text).any(|part| days_of(part).is_some()) && parts(text).any(is_time)
    }

    /// Whether somebody answers on this day of the week (1 is Monday) at this minute of it, and until when, or when next.
    pub fn opens(&self, weekday: i64, minutes: i64) -> Opens {
        let today = (weekday - 1).rem_euclid(DAYS);
        let mut until = minutes;
        // What follows without a gap is one time; nobody looks further than a week.
        while let Some(end) = self.end_at(today, until).filter(|_| until < minutes + DAYS * DAY) {
            until = end;
        }
        if until > minutes {
            return Opens::Open { until };
        }
        let mut next = (DAYS, minutes);
        for (span, day) in self.days() {
            let ahead = (day - today).rem_euclid(DAYS);
            let ahead = if ahead == 0 && span.from <= minutes { DAYS } else { ahead };
            next = next.min((ahead, span.from));
        }
        Opens::Next { days_ahead: next.0, minutes: next.1 }
    }

    /// When a time ends that runs at a minute counted from the beginning of today.
    fn end_at(&self, today: i64, minute: i64) -> Option<i64> {
        let mut end = None;
        for (span, day) in self.days() {
            // The latest beginning of it that is not after the minute.
            let begins = (day - today) * DAY + span.from;
            let begins = begins + (minute - begins).div_euclid(DAYS * DAY) * DAYS * DAY;
            let ends = begins + span.to - span.from;
            if minute < ends {
                end = end.max(Some(ends));
            }
        }
        end
    }

    /// Every span on each of its days, 0 (Monday) to 6.
    fn days(&self) -> impl Iterator<Item = (Span, i64)> {
        self.spans.iter().flat_map(|span| {
            let count = (span.last - span.first).rem_euclid(DAYS);
            (0..=count).map(|at| (*span, (span.first - 1 + at) % DAYS))
        })
    }
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '\u{a0}', ',', ';']).filter(|part| !part.is_empty())
}

/// The two ends of a range, the same where there is one alone.
fn ends(part: &str) -> (&str, &str) {
    part.split_once(['-', '–']).unwrap_or((part, part))
}

fn days_of(part: &str) -> Option<(i64, i64)> {
    let day = |name: &str| NAMES.iter().position(|each| each.eq_ignore_ascii_case(name)).map(|at| at as i64 + 1);
    let (first, last) = ends(part);
    Some((day(first)?, day(last)?))
}

/// The first minute of a day and the one after the last, of `09:00-12:00`: past [`DAY`] where it goes over midnight.
pub fn times(text: &str) -> Option<(i64, i64)> {
    times_of(text.trim())
}

/// `09:00–12:00`, by a clock of 24 hours.
pub fn range((from, to): (i64, i64)) -> String {
    let clock = |minutes: i64| {
        let minutes = if minutes > DAY { minutes - DAY } else { minutes };
        // A leading 1 keeps the zeros.
        let mut clock = digits(10_000 + minutes.div_euclid(60) * 100 + minutes.rem_euclid(60));
        clock.remove(0);
        clock.insert(2, ':');
        clock
    };
    [&clock(from), "–", &clock(to)].concat()
}

fn times_of(part: &str) -> Option<(i64, i64)> {
    let (from, to) = part.split_once(['-', '–'])?;
    let (from, to) = (minute(from)?, minute(to)?);
    if from >= DAY {
        return None;
    }
    Some((from, if to <= from { to + DAY } else { to }))
}

/// `09:30`, up to `24:00`.
fn minute(text: &str) -> Option<i64> {
    let (hours, minutes) = text.split_once(':')?;
    let number = |text: &str, most: i64, digits: std::ops::RangeInclusive<usize>| {
        let is_number = digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i64>().ok().filter(|number| is_number && *number <= most)
    };
    let minute = number(hours, 24, 1..=2)? * 60 + number(minutes, 59, 2..=2)?;
    Some(minute).filter(|minute| *minute <= DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `until 17:00`, or `+1 09:00`.
    fn at(text: &str, weekday: i64, time: &str) -> String {
        let clock = |minutes: i64| format!("{:02}:{:02}", minutes / 60, minutes % 60);
        match Hours::parse(text).unwrap().opens(weekday, minute(time).unwrap()) {
            Opens::Open { until } => format!("until {}", clock(until)),
            Opens::Next { days_ahead, minutes } => format!("+{days_ahead} {}", clock(minutes)),
        }
    }

    #[test]
    fn told_with_days_by_name() {
        let told = |text: &str| Hours::told(text, |day| ["M", "T", "W", "t", "F", "S", "s"][day as usize - 1].into());
        assert_eq!(
            told("Mo-Fr 9:00-12:00,13:00-17:00; Sa,Su 22:00-02:00").as_deref(),
            Some("M–F 09:00–12:00, 13:00–17:00, S, s 22:00–02:00")
        );
        assert_eq!(told("Sa").as_deref(), Some("S"));
        assert_eq!(told("Mo-Fr 9 to 5"), None);
    }

    #[test]
    fn a_minute_opens_and_the_next_closes() {
        let hours = "Mo-Fr 09:00-17:00";
        assert_eq!(at(hours, 1, "08:59"), "+0 09:00");
        assert_eq!(at(hours, 1, "09:00"), "until 17:00");
        assert_eq!(at(hours, 5, "16:59"), "until 17:00");
        assert_eq!(at(hours, 4, "17:00"), "+1 09:00");
        assert_eq!(at(hours, 5, "17:00"), "+3 09:00", "over the weekend");
        assert_eq!(at(hours, 6, "12:00"), "+2 09:00");
        assert_eq!(at(hours, 7, "23:59"), "+1 09:00", "Sunday to Monday");
    }

    #[test]
    fn a_lunch_break_closes_and_what_follows_without_a_gap_does_not() {
        let hours = "Mo-Th 09:00-12:00,13:00-17:00; Fr 9:00-12:00,12:00-15:00";
        assert_eq!(at(hours, 2, "12:00"), "+0 13:00");
        assert_eq!(at(hours, 2, "13:00"), "until 17:00");
        assert_eq!(at(hours, 5, "11:00"), "until 15:00");
    }

    #[test]
    fn groups_lists_and_ranges_over_the_week_are_read() {
        let hours = "Mo-Fr 09:00-17:00, Sa,Su 10:00-14:00";
        assert_eq!((at(hours, 7, "10:00"), at(hours, 5, "18:00")), ("until 14:00".into(), "+1 10:00".into()));
        assert_eq!(at("Sa-Mo 08:00-09:00", 7, "08:30"), "until 09:00");
        assert_eq!(at("Sa-Mo 08:00-09:00", 1, "09:00"), "+5 08:00");
        assert_eq!(at("We 08:00-09:00", 3, "09:00"), "+7 08:00", "a week later");
        assert_eq!(at("mo–fr 09:00–17:00", 3, "10:00"), "until 17:00");
    }

    #[test]
    fn a_night_goes_over_midnight_and_over_the_end_of_the_week() {
        let hours = "Fr,Su 22:00-02:00";
        assert_eq!(at(hours, 5, "23:00"), "until 26:00");
        assert_eq!(at(hours, 6, "01:59"), "until 02:00");
        assert_eq!(at(hours, 1, "01:00"), "until 02:00");
        assert_eq!(at(hours, 1, "02:00"), "+4 22:00");
    }

    #[test]
    fn days_without_times_are_open_all_day_and_a_week_of_them_always() {
        assert_eq!(at("Mo,We", 1, "00:00"), "until 24:00");
        assert_eq!(at("Mo-Tu", 1, "12:00"), "until 48:00");
        assert_eq!(at("Sa 00:00-24:00", 7, "00:00"), "+6 00:00");
        assert!(at("Mo-Su", 3, "12:00").starts_with("until "));
    }

    #[test]
    fn a_time_of_day_overlaps_where_one_minute_of_it_on_any_day_is_served() {
        let overlap = |hours: &str, time: &str| Hours::parse(hours).unwrap().overlap(times(time).unwrap());
        assert!(overlap("Mo-Fr 09:00-17:00", "16:59-20:00") && overlap("Mo-Fr 09:00-17:00", "08:00-09:01"));
        assert!(!overlap("Mo-Fr 09:00-17:00", "17:00-20:00") && !overlap("Mo-Fr 09:00-17:00", "08:00-09:00"));
        assert!(overlap("Mo-Fr 09:00-17:00; Sa 18:00-19:00", "17:00-20:00"), "on one day");
        assert!(overlap("Mo 22:00-02:00", "01:00-03:00") && overlap("Mo 01:00-03:00", "22:00-02:00"), "after midnight");
        assert!(overlap("Mo", "00:00-00:01") && !overlap("Mo 02:00-22:00", "22:00-02:00"));
    }

    #[test]
    fn a_time_of_day_is_read_and_written_by_a_clock_of_24_hours() {
        for (text, written) in
            [("9:00-12:00", "09:00–12:00"), ("00:00–24:00", "00:00–24:00"), (" 22:30-02:05 ", "22:30–02:05")]
        {
            assert_eq!(times(text).map(range).as_deref(), Some(written));
        }
        for odd in ["", "morning", "09:00", "9-12", "09:00-12:00,13:00-17:00", "24:00-25:00", "Mo 09:00-12:00"] {
            assert_eq!(times(odd), None, "{odd}");
        }
    }

    #[test]
    fn what_is_something_else_is_not_read() {
        for text in [
            "",
            " ",
            ",",
            "09:00-17:00",
            "Mo-Fr 9-17",
            "Mon to Fri, 7 to 16",
            "Mo-Fr 09:00",
            "Mo-Fr 09:00-17:0",
            "Mo-Fr 25:00-26:00",
            "Mo-Fr 24:00-25:00",
            "Mo-Fr 24:30-08:00",
            "Mo-Fr 09:60-17:00",
            "Mo-Xx 09:00-17:00",
            "Mo-Fr 09:00-17:00 PH off",
            "Mo - Fr",
        ] {
            assert_eq!(Hours::parse(text), None, "{text}");
        }
        assert!(Hours::is_meant("Mo-Fr 09:00-17:00 PH off") && Hours::is_meant("Mo-Fr 9:00 to 17:00"));
        assert!(
            !Hours::is_meant("Mon to Fri, 7 to 16") && !Hours::is_meant("Mo–Fr 9–17 Uhr") && !Hours::is_meant("24/7")
        );
    }
}
