//! `date`: a day between `earliest` and `latest`, which may count from today or from a day that the case knows.

use super::{Asked, Invalid, Kind};
use crate::config::DateBound;
use crate::day::Day;
use crate::json::Json;
use crate::text::Texts;

/// A day, as ISO 8601.
pub struct Date;

impl Kind for Date {
    fn missing(&self, asked: &Asked) -> Vec<Invalid> {
        vec![asked.fault("", "error.date", Json::Null)]
    }

    fn wrong(&self, asked: &Asked, answer: &Json) -> Vec<Invalid> {
        let Some(day) = parse(answer) else { return self.missing(asked) };
        let [earliest, latest] = bounds(asked);
        let bounded =
            |key: &str, bound: Day| vec![asked.fault("", key, Json::map([("date", Json::Text(bound.iso()))]))];
        if let Some(earliest) = earliest.filter(|earliest| day < *earliest) {
            bounded("error.date.earliest", earliest)
        } else if let Some(latest) = latest.filter(|latest| day > *latest) {
            bounded("error.date.latest", latest)
        } else {
            Vec::new()
        }
    }

    /// A fact may be a timestamp: its day is taken.
    fn begin(&self, asked: &Asked, value: Json) -> Option<Json> {
        // What a later answer can make wrong is not fixed: the question would come back.
        let open = [&asked.step.earliest, &asked.step.latest].into_iter().any(reads_answer);
        if asked.step.read_only && open {
            return None;
        }
        let day = Json::Text(Day::parse(value.as_text()?)?.iso());
        self.wrong(asked, &day).is_empty().then_some(day)
    }

    fn label(&self, _: &Asked, answer: &Json, texts: &Texts) -> Option<String> {
        parse(answer).map(|day| texts.format.date(day))
    }
}

fn reads_answer(bound: &Option<DateBound>) -> bool {
    matches!(bound, Some(DateBound::Relative(relative)) if relative.from.starts_with("answer."))
}

fn parse(answer: &Json) -> Option<Day> {
    // Of a timestamp nobody asked for the time.
    answer.as_text().filter(|text| text.len() == 10).and_then(Day::parse)
}

/// The first and the last day that are possible now. Of two that contradict each other the first stands, so that there is an answer.
pub fn bounds(asked: &Asked) -> [Option<Day>; 2] {
    let earliest = bound(asked, asked.step.earliest.as_ref(), Day::min);
    let latest = bound(asked, asked.step.latest.as_ref(), Day::max);
    [earliest, latest.filter(|latest| earliest.is_none_or(|earliest| earliest <= *latest))]
}

/// Days that many will want to say, each once, as far as they are possible now: message key below `date.`, day. None where days before and
/// after today are possible up to a last one: a best-before date has nothing to do with today.
pub fn shortcuts(asked: &Asked) -> Vec<(&'static str, Day)> {
    let today = asked.case.today;
    let [earliest, latest] = bounds(asked);
    if latest.is_some_and(|latest| latest > today) && earliest.is_none_or(|earliest| earliest < today) {
        return Vec::new();
    }
    let arrived = asked.case.known_fact(asked.line, "item.deliveredOn").and_then(|day| Day::parse(day.as_text()?));
    let mut shortcuts: Vec<(&str, Day)> = Vec::new();
    let days = [("today", Some(today)), ("yesterday", Some(today.plus_days(-1))), ("arrived", arrived)];
    for (key, day) in days.into_iter().filter_map(|(key, day)| Some((key, day?))) {
        let is_new = shortcuts.iter().all(|(_, each)| *each != day);
        if is_new && Date.wrong(asked, &Json::Text(day.iso())).is_empty() {
            shortcuts.push((key, day));
        }
    }
    shortcuts
}

/// A bound as a day. In a shared step the line counts that allows the most; one that is unknown bounds nothing.
fn bound(asked: &Asked, bound: Option<&DateBound>, wider: fn(Day, Day) -> Day) -> Option<Day> {
    let relative = match bound? {
        DateBound::Day(day) => return Some(*day),
        DateBound::Relative(relative) => relative,
    };
    let from = |line: Option<&str>| Day::parse(asked.case.known_fact(line, &relative.from)?.as_text()?);
    let mut day = None;
    if asked.line.is_some() {
        day = from(asked.line);
    } else {
        let lines = asked.case.lines();
        if lines.is_empty() {
            day = from(None);
        }
        for line in &lines {
            let of_line = from(Some(line))?;
            day = Some(day.map_or(of_line, |day| wider(day, of_line)));
        }
    }
    day.map(|day| day.plus_days(relative.days))
}
