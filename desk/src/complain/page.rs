//! Page: one screen of the flow in its frame: what it is about, how far it is, what is wrong, a person, the languages.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use redress_engine::Case;
use redress_engine::config::{Config, Flow, FlowKind};
use redress_engine::flow::{Invalid, Screen};
use redress_engine::links::is_link;
use redress_engine::text::{Arg, Texts, direction};

use super::answer;
use super::control::Control;
use super::draft::Place;
use super::fields::form;
use super::language::{autonym, chosen, offered};
use super::question::{Asking, Question, element_id, is_of};
use super::review::{Brought, name, review};
use super::standing::{Standing, standing, way};
use super::walk::Walk;
use crate::desk::Desk;
use crate::format::shop_hours;
use crate::status::language::{Language, Say};

/// What came of taking a page.
#[derive(Default)]
pub struct Trial {
    /// What is wrong on it.
    pub faults: Vec<Invalid>,
    /// An answer has opened more offers.
    pub more: bool,
    /// What is in the way of the whole, and how that is answered.
    pub alert: Option<(StatusCode, String)>,
}

/// What stands around every page.
pub struct Frame {
    /// BCP 47 tag.
    pub lang: &'static str,
    /// Its direction.
    pub dir: &'static str,
    /// What the page is called.
    pub title: String,
    /// Who sells.
    pub shop: String,
    /// What it is about: item or order.
    pub about: Vec<String>,
    /// How far it is: a sentence, per cent.
    pub progress: Option<(String, usize)>,
    /// The hidden field.
    pub draft: String,
    /// "Back", where there is a page before.
    pub back: Option<String>,
    /// What the list of languages is called, and its languages: tag, name.
    pub languages: (String, Vec<(&'static str, &'static str)>),
    /// How a person is reached.
    pub person: Person,
    /// What is in the way.
    pub alert: Option<(String, String)>,
    /// What is wrong, each with the element that it is about.
    pub summary: Option<(String, Vec<(String, String)>)>,
}

/// How a person is reached.
pub struct Person {
    /// What that is called.
    pub title: String,
    /// Address and words, the phone first.
    pub links: Vec<(String, String)>,
    /// When the phone is answered.
    pub hours: Option<String>,
    /// The flow that asks when to call: id and name.
    pub callback: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "complain/screen.html")]
struct ScreenPage {
    frame: Frame,
    questions: Vec<Question>,
    standing: Standing,
    more: Option<String>,
    same: Option<String>,
    photos_later: Option<String>,
    unvouched: Option<String>,
    proceed: String,
}

#[derive(Template)]
#[template(path = "complain/menu.html")]
struct MenuPage {
    frame: Frame,
    ways: Vec<(String, String)>,
}

/// The page where the shopper is, whichever it is.
pub fn screen(walk: &mut Walk, trial: Trial) -> Response {
    walk.begin();
    let case = walk.case();
    let Some(screen) = walk.screen(&case) else {
        drop(case);
        walk.draft.stage.place = Place::Review;
        return review(walk, trial, &Brought::default());
    };
    let texts = walk.texts();
    let asking = asking(walk, &case, &texts, &screen.steps, &trial.faults);
    let mut questions: Vec<Question> = Vec::new();
    for (id, line) in &screen.steps {
        questions.extend(asking.question(id, line.as_deref()));
    }
    let first = !walk.has_before();
    // Once is enough: on the first page of its flow, and on the last.
    let standing = if walk.before().is_none() { standing(&case, &texts, first) } else { Standing::default() };
    if standing.closed {
        questions.clear();
    }
    let heading = questions.first().map(|question| question.title.clone());
    let heading = heading.or_else(|| way(&case, &texts, case.flow_id).map(|(_, name)| name)).unwrap_or_default();
    let view = ScreenPage {
        frame: Frame { summary: summary(&asking), ..frame(walk, &case, &texts, heading, &trial) },
        same: same_for_all(&case, &texts, &questions, screen.line.as_deref()),
        more: trial.more.then(|| texts.get("offers.more", &[])),
        photos_later: has_photos(walk, &case, &screen).then(|| texts.get("desk.form.photos", &[])),
        unvouched: (walk.unvouched && first).then(|| texts.get("desk.form.token", &[])),
        proceed: texts.get("nav.continue", &[]),
        questions,
        standing,
    };
    answer(trial.status(), &view)
}

/// Whether a page has photos, which are asked for on the last one.
fn has_photos(walk: &Walk, case: &Case, screen: &Screen) -> bool {
    let Some(entry) = case.flow.steps.get(screen.entry) else { return false };
    let here = |(id, line): &(String, Option<String>)| entry.0.contains(id) && (line.is_none() || *line == screen.line);
    walk.photo_steps(case).iter().any(here)
}

impl Trial {
    /// How the page is answered: what was wrong with a form is no success.
    pub fn status(&self) -> StatusCode {
        match &self.alert {
            Some((status, _)) => *status,
            None if self.faults.is_empty() => StatusCode::OK,
            None => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }
}

/// What the questions of a page are worded with.
pub fn asking<'a>(
    walk: &Walk,
    case: &'a Case<'a>,
    texts: &'a Texts<'a>,
    steps: &'a [(String, Option<String>)],
    faults: &'a [Invalid],
) -> Asking<'a> {
    let zone = walk.config().shop.time_zone.clone();
    let zone = zone.or_else(|| walk.desk.shop.law().map(|law| law.zone.clone())).unwrap_or_default();
    Asking { case, texts, steps, faults, zone }
}

/// The summary of what is wrong, each a way to its field.
pub fn summary(asking: &Asking) -> Option<(String, Vec<(String, String)>)> {
    let count = Arg::Count(i64::try_from(asking.faults.len()).unwrap_or(i64::MAX));
    let several = asking.steps.len() > 1;
    let entry = |fault: &Invalid| {
        let of = asking.steps.iter().find(|(id, line)| several && is_of(fault, line.as_deref(), id));
        // The faults of a form name their fields.
        let alone =
            of.filter(|(id, line)| asking.case.asked(id, line.as_deref()).is_none_or(|asked| form(&asked).is_empty()));
        let name = alone.map(|(id, _)| name(asking.case, asking.texts, id)).unwrap_or_default();
        let end = if name.is_empty() || name.ends_with(['?', '؟', '.', '!']) { " " } else { ": " };
        (element_id(&fault.path), [&name, end, &asking.fault_text(fault)].concat())
    };
    let entries: Vec<_> = asking.faults.iter().map(entry).collect();
    (!entries.is_empty()).then(|| (asking.texts.get("error.summary", &[("count", count)]), entries))
}

/// "Same for all", on the first of several lines, where one answer is given to it alone.
fn same_for_all(case: &Case, texts: &Texts, questions: &[Question], line: Option<&str>) -> Option<String> {
    let lines = case.lines();
    let one = matches!(questions.first()?.control, Control::Choice(_) | Control::Offers(_));
    let first = lines.len() > 1 && line.is_some() && line == lines.first().map(String::as_str);
    (one && first)
        .then(|| texts.get("same-for-all", &[("count", Arg::Count(i64::try_from(lines.len()).unwrap_or_default()))]))
}

/// What stands around a page with this heading.
pub fn frame(walk: &Walk, case: &Case, texts: &Texts, heading: String, trial: &Trial) -> Frame {
    let alert = trial.alert.as_ref().map(|(_, words)| (texts.get("desk.status.alert", &[]), words.clone()));
    let offered = offered(walk.config(), walk.flow.kind);
    Frame {
        title: heading,
        about: about(walk, case, texts),
        progress: Some(progress(walk, texts)),
        draft: walk.draft.to_text(),
        back: walk.has_before().then(|| texts.get("nav.back", &[])),
        person: Person { callback: callback(walk, case, texts), ..person(texts, &case.context.order.number) },
        alert,
        ..plain(texts, walk.language.tag, &offered)
    }
}

/// The frame of a page that belongs to no flow.
fn plain(texts: &Texts, tag: &'static str, offered: &[&'static str]) -> Frame {
    let others = offered.iter().filter(|other| **other != tag).map(|tag| (*tag, autonym(tag)));
    Frame {
        lang: tag,
        dir: direction(tag),
        title: String::new(),
        shop: texts.config.shop.name.clone(),
        about: Vec::new(),
        progress: None,
        draft: String::new(),
        back: None,
        languages: (texts.get("nav.language", &[]), others.collect()),
        person: person(texts, ""),
        alert: None,
        summary: None,
    }
}

/// The frame of a page on which nothing is asked.
pub fn bare(texts: &Texts, tag: &'static str, number: &str) -> Frame {
    Frame { person: person(texts, number), ..plain(texts, tag, &[]) }
}

/// The item or the order, and which of how many items.
fn about(walk: &Walk, case: &Case, texts: &Texts) -> Vec<String> {
    let lines = case.lines();
    let line = if let Place::Screen(_, line) = &walk.draft.stage.place { line.as_ref() } else { None };
    let only = if lines.len() == 1 { lines.first() } else { None };
    let item = line.or(only).and_then(|line| case.context.item(line)).filter(|item| !item.title.is_empty());
    let order = &case.context.order;
    let number = Arg::Text(&order.number);
    let order = match order.placed_on {
        _ if order.number.is_empty() => None,
        Some(placed) => Some(texts.get("order.number.on", &[("number", number), ("date", Arg::Day(placed))])),
        None => Some(texts.get("order.number", &[("number", number)])),
    };
    let place = line.filter(|_| lines.len() > 1).and_then(|line| lines.iter().position(|each| each == line));
    let place = place.map(|at| {
        let count = |count: usize| Arg::Count(i64::try_from(count).unwrap_or_default());
        texts.get("item.of", &[("index", count(at + 1)), ("count", count(lines.len()))])
    });
    let below = place.filter(|_| item.is_some()).or(order);
    [item.map(|item| item.title.clone()), below].into_iter().flatten().collect()
}

/// How far it is: a sentence, and per cent. The last page is a step too; what is shown is already begun.
fn progress(walk: &Walk, texts: &Texts) -> (String, usize) {
    let (behind, left) = walk.progress();
    if walk.draft.stage.place == Place::Review || left == 0 {
        return (texts.get("progress.last", &[]), 95);
    }
    let words = texts.get("progress", &[("count", Arg::Count(i64::try_from(left).unwrap_or_default()))]);
    (words, (behind * 2 + 1) * 100 / ((behind + left + 1) * 2))
}

fn person(texts: &Texts, number: &str) -> Person {
    let shop = &texts.config.shop;
    let filled = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let mut links = Vec::new();
    if let Some(phone) = filled(&shop.phone) {
        // Spaces and brackets are for people; tel: takes digits and a plus (RFC 3966).
        let address: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        links.push((["tel:", &address].concat(), texts.get("person.call", &[("phone", Arg::Text(&phone))])));
    }
    if let Some(chat) = shop.chat.clone().filter(|chat| is_link(chat)) {
        links.push((chat, texts.get("person.chat", &[])));
    }
    if let Some(email) = filled(&shop.email) {
        let subject = texts.get("person.subject", &[("number", Arg::Text(number))]);
        let subject =
            if number.is_empty() { String::new() } else { ["?subject=", &crate::inbox::urlencoded(&subject)].concat() };
        // An address has no sign that a link would take for the beginning of something else.
        let plain = |c: char| !matches!(c, '?' | '&' | '#' | '%') && !c.is_whitespace();
        let address: String = email.chars().filter(|c| plain(*c)).collect();
        links.push((
            ["mailto:", &address, &subject].concat(),
            texts.get("person.mail", &[("email", Arg::Text(&email))]),
        ));
    }
    let hours = shop_hours(texts).map(|hours| texts.get("person.hours", &[("hours", Arg::Text(&hours))]));
    Person { title: texts.get("person.title", &[]), links, hours, callback: None }
}

/// A call back at a time of choice: the flow of that name, where the shop has it.
fn callback(walk: &Walk, case: &Case, texts: &Texts) -> Option<(String, String)> {
    const CALLBACK: &str = "callback";
    let flow = walk.config().flows.get(CALLBACK).filter(|_| case.flow_id != CALLBACK)?;
    Some((CALLBACK.into(), texts.own(flow.label.as_ref(), "person.callback", &[])?))
}

/// The page for a flow that there is not: those that there are.
pub fn menu(desk: &Desk, wished: &[&str]) -> Response {
    begin_anew(desk, wished, StatusCode::NOT_FOUND, None)
}

/// The page for a form that cannot be read.
pub fn lost(desk: &Desk, wished: &[&str], status: StatusCode) -> Response {
    let key = if status == StatusCode::PAYLOAD_TOO_LARGE { "error.size" } else { "error.again" };
    begin_anew(desk, wished, status, Some(key))
}

fn begin_anew(desk: &Desk, wished: &[&str], status: StatusCode, alert: Option<&str>) -> Response {
    let config = &desk.shop.config;
    let offered = offered(config, FlowKind::Complaint);
    let (wish, tag) = chosen(wished, &offered, config);
    let spoken = Language::new(tag, &wish, config.shop.country.as_deref());
    let texts = spoken.texts(config);
    let alert = alert.map(|key| (texts.get("desk.status.alert", &[]), Say { texts: &texts }.limits(key)));
    let page = plain(&texts, tag, &[]);
    let ways = ways(config, &texts);
    answer(status, &MenuPage { frame: Frame { title: texts.get("flow.start.title", &[]), alert, ..page }, ways })
}

/// The flows that can be begun from a list: those with a name that asks for nothing told before.
fn ways(config: &Config, texts: &Texts) -> Vec<(String, String)> {
    let named = |(id, flow): (&str, &Flow)| {
        let name = texts.own(flow.label.as_ref(), &["flow.", id, ".title"].concat(), &[])?;
        let start = id == "start" || flow.kind == FlowKind::Feedback;
        (!start).then(|| (id.to_string(), name))
    };
    config.flows.iter().filter_map(named).collect()
}
