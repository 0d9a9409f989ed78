//! Flow: which screen comes next, which are done, how many remain, what is invalid. No jumps, so no dead end and no loop.

use crate::answers::Answers;
use crate::case::{Case, Setting, contact};
use crate::condition::Truth;
use crate::config::{Entry, Per, Step, StepKind};
use crate::json::{Json, push_token};
use crate::offers::{OTHER_REMEDY, offers_for};
use crate::read::record;

/// Characters of own words where the config sets no limit.
pub const MAX_TEXT: i64 = 2000;
/// Pictures of one answer where the config sets no limit.
pub const MAX_FILES: i64 = 6;
/// What a `photos` answer says when the shopper cannot take one.
pub const UNABLE: &str = "unable";

/// One screen as the shopper meets it.
#[derive(Debug, Clone, PartialEq)]
pub struct Screen {
    /// The steps on it: id, and the line it is asked for (None: once for the case).
    pub steps: Vec<(String, Option<String>)>,
    /// The line the screen is about.
    pub line: Option<String>,
    /// Everything on it is known from the page: not shown, unless to change it.
    pub known: bool,
    /// Everything on it is known or answered well.
    pub done: bool,
    /// Position of its entry in the flow.
    pub entry: usize,
}

impl Screen {
    /// Its first step's id, which names it.
    pub fn id(&self) -> &str {
        self.steps.first().map_or("", |(id, _)| id)
    }
}

record! {
    /// A fault in an answer: where, which message, with which arguments.
    Invalid {
        /// JSON Pointer into the answers.
        "path" => path: String,
        /// Message key.
        "key" => key: String,
        /// Arguments of the message.
        "args" => args: Json,
    }
}

record! {
    /// Where a case stands.
    Next {
        /// First step of the screen to show; absent when only the review is left.
        "step" => step: Option<String>,
        /// Steps that are done, in order; a per-item step when it is done for every line.
        "done" => done: Vec<String>,
        /// How many entries of the flow may still be asked, at most; a per-item step counts once.
        "remaining" => remaining: i64,
        /// Faults in answers already given.
        "invalid" => invalid: Vec<Invalid>,
    }
}

/// All screens of the case that are asked as things stand, known ones included.
pub fn screens(case: &Case) -> Vec<Screen> {
    let mut screens = Vec::new();
    for (at, entry) in case.flow.steps.iter().enumerate() {
        let per_item = entry.0.iter().any(|id| case.step(id).is_some_and(|step| step.per == Per::Item));
        if !per_item {
            push_screen(case, entry, at, None, true, &mut screens);
            continue;
        }
        // A shared step among per-item ones is asked once, the first time its screen shows.
        let mut first = true;
        for line in case.lines() {
            first &= !push_screen(case, entry, at, Some(&line), first, &mut screens);
        }
    }
    screens
}

fn push_screen(
    case: &Case,
    entry: &Entry,
    at: usize,
    line: Option<&str>,
    with_shared: bool,
    screens: &mut Vec<Screen>,
) -> bool {
    let mut shown = Screen { steps: Vec::new(), line: line.map(str::to_string), known: true, done: true, entry: at };
    for id in &entry.0 {
        let Some(step) = case.step(id) else { continue };
        let line = if step.per == Per::Item { line } else { None };
        if (line.is_none() && !with_shared) || case.holds(step.when.as_ref(), line, true) != Truth::Yes {
            continue;
        }
        let known = is_known(case, step);
        let answered = case.answers.get(line, id);
        let complete = match step.kind {
            StepKind::Items => known || !case.lines().is_empty(),
            _ => answered.is_some() || known,
        };
        shown.known &= known;
        shown.done &= complete && faults(case, id, step, line).is_empty();
        shown.steps.push((id.clone(), line.map(str::to_string)));
    }
    let any = !shown.steps.is_empty();
    if any {
        screens.push(shown);
    }
    any
}

/// Whether the page already answers a step.
fn is_known(case: &Case, step: &Step) -> bool {
    match step.kind {
        StepKind::Items => !case.asks_for_items(),
        StepKind::Lookup => !case.page.order.number.is_empty(),
        StepKind::Contact => case.context.customer.email.as_deref().map(str::trim).is_some_and(is_email),
        _ => false,
    }
}

/// Where the case stands.
pub fn next(case: &Case) -> Next {
    let screens = screens(case);
    let next = screens.iter().find(|screen| !screen.done);
    let mut invalid = Vec::new();
    for (id, line) in screens.iter().flat_map(|screen| &screen.steps) {
        if let (Some(step), Some(_)) = (case.step(id), case.answers.get(line.as_deref(), id)) {
            invalid.append(&mut faults(case, id, step, line.as_deref()));
        }
    }
    Next {
        step: next.map(|screen| screen.id().to_string()),
        done: done(&screens),
        remaining: next.map_or(0, |_| still_open(case, &screens)),
        invalid,
    }
}

/// Steps of which no screen is left to answer, each once, in order.
fn done(screens: &[Screen]) -> Vec<String> {
    let mut done: Vec<String> = Vec::new();
    for (id, _) in screens.iter().flat_map(|screen| &screen.steps) {
        let asks = |screen: &&Screen| screen.steps.iter().any(|(each, _)| each == id);
        if !done.contains(id) && screens.iter().filter(asks).all(|screen| screen.done) {
            done.push(id.clone());
        }
    }
    done
}

/// How many entries have a screen to answer, or may get one: a condition can wait for an answer that comes later in the flow.
fn still_open(case: &Case, screens: &[Screen]) -> i64 {
    let lines = case.lines();
    let may_come = |id: &String| {
        let Some(step) = case.step(id).filter(|step| !is_known(case, step)) else { return false };
        let truth = |line| case.holds(step.when.as_ref(), line, true);
        if step.per == Per::Case {
            return truth(None) == Truth::Pending;
        }
        // Before a line is chosen, a step that will hold has no screen yet.
        lines.iter().any(|line| truth(Some(line)) == Truth::Pending) || (lines.is_empty() && truth(None) != Truth::No)
    };
    let entries = case.flow.steps.iter().enumerate();
    let open = |at: usize| screens.iter().any(|screen| screen.entry == at && !screen.done);
    entries.filter(|(at, entry)| open(*at) || entry.0.iter().any(may_come)).count() as i64
}

/// How many entries from `entry` on may still be asked: those whose `when` does not already say no.
pub fn remaining(case: &Case, entry: usize) -> i64 {
    let may_show = |id: &String| {
        case.step(id).is_some_and(|step| {
            let lines = case.lines();
            let per_line = step.per == Per::Item && !lines.is_empty();
            let truth = if per_line {
                lines.iter().map(|line| case.holds(step.when.as_ref(), Some(line), true)).max().unwrap_or(Truth::No)
            } else {
                case.holds(step.when.as_ref(), None, true)
            };
            truth != Truth::No && !is_known(case, step)
        })
    };
    case.flow.steps.iter().skip(entry).filter(|entry| entry.0.iter().any(may_show)).count() as i64
}

/// What is wrong with the answer to one step, as it stands: several faults for a form, none if it may pass.
pub fn faults(case: &Case, id: &str, step: &Step, line: Option<&str>) -> Vec<Invalid> {
    let answer = case.answers.get(line, id);
    let at = |part: &str, key: &str, args: Json| Invalid { path: pointer(line, id, part), key: key.into(), args };
    let required = case.holds(step.required.as_ref(), line, false) == Truth::Yes;
    let blank = answer.is_none_or(Json::is_blank);
    match step.kind {
        StepKind::Items if case.lines().is_empty() => {
            vec![Invalid { path: "/chosen".into(), key: "error.items".into(), args: Json::Null }]
        }
        StepKind::Items => Vec::new(),
        StepKind::Contact => contact_faults(&contact(&case.context, answer), &at),
        StepKind::Lookup if is_known(case, step) => Vec::new(),
        StepKind::Lookup => {
            let mut faults = contact_faults(answer.unwrap_or(&Json::Null), &at);
            if blank_part(answer, "order") {
                faults.insert(0, at("/order", "error.order", Json::Null));
            }
            faults
        }
        _ if blank && required => vec![at("", required_key(step.kind), Json::Null)],
        _ if blank => Vec::new(),
        StepKind::Choice => {
            let chosen = answer.and_then(Json::as_text).unwrap_or_default();
            if case.options(step, line).contains(&chosen) {
                Vec::new()
            } else {
                vec![at("", "error.choice", Json::Null)]
            }
        }
        StepKind::Remedy => {
            let chosen = answer.and_then(Json::as_text).unwrap_or_default();
            let offered = line
                .map(|line| offers_for(case, line))
                .is_some_and(|item| item.offered.iter().any(|each| each.remedy == chosen));
            if chosen == OTHER_REMEDY || offered { Vec::new() } else { vec![at("", "error.choice", Json::Null)] }
        }
        StepKind::Text => {
            let limit = step.max_length.unwrap_or(MAX_TEXT);
            let Some(text) = answer.and_then(Json::as_text) else { return vec![at("", "error.text", Json::Null)] };
            if text.chars().count() as i64 > limit {
                vec![at("", "error.too-long", Json::map([("count", Json::Int(limit))]))]
            } else {
                Vec::new()
            }
        }
        StepKind::Photos if answer.and_then(Json::as_text) == Some(UNABLE) => Vec::new(),
        StepKind::Photos if !matches!(answer, Some(Json::List(_))) => vec![at("", "error.photos", Json::Null)],
        StepKind::Photos => {
            let limit = step.max_files.unwrap_or(MAX_FILES);
            let count = answer.map_or(0, |answer| answer.items().len()) as i64;
            if count > limit {
                vec![at("", "error.too-many", Json::map([("count", Json::Int(limit))]))]
            } else {
                Vec::new()
            }
        }
    }
}

fn required_key(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Photos => "error.photos",
        StepKind::Text => "error.text",
        _ => "error.choice",
    }
}

fn blank_part(answer: Option<&Json>, part: &str) -> bool {
    answer.and_then(|answer| answer.get(part)).is_none_or(Json::is_blank)
}

fn contact_faults(answer: &Json, at: &dyn Fn(&str, &str, Json) -> Invalid) -> Vec<Invalid> {
    let email = answer.get("email").and_then(Json::as_text).unwrap_or_default().trim();
    if email.is_empty() {
        return vec![at("/email", "error.email.missing", Json::Null)];
    }
    if is_email(email) { Vec::new() } else { vec![at("/email", "error.email", Json::Null)] }
}

/// Whether a text can be an e-mail address: something, one @ that is not the first character, a domain with a dot, no spaces. More
/// than that only the mail itself can tell.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let labels = domain.split('.').all(|label| !label.is_empty());
    !local.is_empty()
        && !local.contains('@')
        && domain.contains('.')
        && labels
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
        && text.len() <= 254
}

/// JSON Pointer to an answer, or to a `part` of it such as `/email`.
pub fn pointer(line: Option<&str>, id: &str, part: &str) -> String {
    let mut pointer = String::from(if line.is_some() { "/items" } else { "/shared" });
    if let Some(line) = line {
        push_token(&mut pointer, line);
    }
    push_token(&mut pointer, id);
    pointer.push_str(part);
    pointer
}

/// Takes out what no longer stands after a change: answers to steps that are not asked any more, options and remedies that are not
/// offered any more, lines that are not in the order. Everything else stays.
pub fn prune(setting: Setting, mut answers: Answers) -> Answers {
    if let Some(order) = setting.case(&answers).map(|case| case.context) {
        answers.chosen.retain(|chosen| order.item(&chosen.line).is_some());
    }
    // Each round takes at least one answer out, so it ends.
    loop {
        let gone = setting.case(&answers).map(|case| outdated(&case)).unwrap_or_default();
        if gone.is_empty() {
            answers.items.0.retain(|(_, answers)| !answers.0.is_empty());
            return answers;
        }
        for (line, id) in gone {
            answers.remove(line.as_deref(), &id);
        }
    }
}

fn outdated(case: &Case) -> Vec<(Option<String>, String)> {
    let screens = screens(case);
    let asked = |line: Option<&str>, id: &str| {
        screens.iter().flat_map(|screen| &screen.steps).any(|(each, of)| each == id && of.as_deref() == line)
    };
    let stale = |line: Option<&str>, id: &str| {
        let Some(step) = case.step(id) else { return true };
        let elective = matches!(step.kind, StepKind::Choice | StepKind::Remedy);
        !asked(line, id) || (elective && !faults(case, id, step, line).is_empty())
    };
    let mut outdated = Vec::new();
    for (id, _) in &case.answers.shared.0 {
        if stale(None, id) {
            outdated.push((None, id.clone()));
        }
    }
    for (line, answers) in &case.answers.items.0 {
        for (id, _) in &answers.0 {
            if stale(Some(line), id) {
                outdated.push((Some(line.clone()), id.clone()));
            }
        }
    }
    outdated
}
