//! Flow: which screen comes next, which are done, how many remain, what is invalid. No jumps, so no dead end and no loop.

use crate::answers::Answers;
use crate::case::{Case, Setting};
use crate::condition::Truth;
use crate::config::{Config, Entry, Flow, Per, Step, StepKind, StepOption};
use crate::json::Json;
use crate::read::record;
use crate::step::{Asked, Parts};

pub use crate::step::{Invalid, MAX_FILES, MAX_TEXT, UNABLE, is_email, pointer};

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
    let mut screens = if case.flow.takes_along { (case.parts.along)(case) } else { Vec::new() };
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

/// What was answered in other flows, one screen a step: it is not asked here, but goes along and can be changed.
pub(crate) fn taken_along(case: &Case) -> Vec<Screen> {
    let mut screens: Vec<Screen> = Vec::new();
    let own = |id: &String| case.flow.steps.iter().any(|entry| entry.0.contains(id));
    for (_, flow) in case.config.flows.iter() {
        for id in flow.steps.iter().flat_map(|entry| &entry.0) {
            if own(id) || screens.iter().any(|screen| screen.id() == id) {
                continue;
            }
            let Some(step) = case.step(id) else { continue };
            let lines = if step.per == Per::Item { case.lines().into_iter().map(Some).collect() } else { vec![None] };
            for line in lines {
                let asked = Asked { case, id, step, line: line.as_deref() };
                let answered = step.kind == StepKind::Items || asked.answer().is_some_and(|answer| !answer.is_blank());
                let holds = || case.holds(step.when.as_ref(), line.as_deref(), true) == Truth::Yes;
                if answered && holds() {
                    let steps = vec![(id.clone(), line.clone())];
                    screens.push(Screen { steps, line, known: true, done: true, entry: 0 });
                }
            }
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
        let asked = Asked { case, id, step, line };
        let known = asked.is_known();
        shown.known &= known;
        shown.done &= (known || asked.kind().is_answered(&asked)) && asked.faults().is_empty();
        shown.steps.push((id.clone(), line.map(str::to_string)));
    }
    let any = !shown.steps.is_empty();
    if any {
        screens.push(shown);
    }
    any
}

/// Whether a step need not be asked: of a per-item step, for none of the lines chosen.
fn is_known(case: &Case, id: &str, step: &Step, lines: &[String]) -> bool {
    let known = |line: Option<&str>| Asked { case, id, step, line }.is_known();
    match step.per {
        Per::Case => known(None),
        Per::Item => !lines.is_empty() && lines.iter().all(|line| known(Some(line))),
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
        let Some(step) = case.step(id).filter(|step| !is_known(case, id, step, &lines)) else { return false };
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
            truth != Truth::No && !is_known(case, id, step, &lines)
        })
    };
    case.flow.steps.iter().skip(entry).filter(|entry| entry.0.iter().any(may_show)).count() as i64
}

/// What is wrong with the answer to one step, as it stands: several faults for a form, none if it may pass.
pub fn faults(case: &Case, id: &str, step: &Step, line: Option<&str>) -> Vec<Invalid> {
    Asked { case, id, step, line }.faults()
}

/// The answer that a question starts with when it opens: a known fact or the config's default. None where the shopper has been there.
pub fn prefilled(case: &Case, id: &str, line: Option<&str>) -> Option<Json> {
    if case.answers.get(line, id).is_some() { None } else { case.asked(id, line)?.start() }
}

/// The flow that an answer to a step leads into; None if it goes on in this one.
pub fn leads_to<'a>(case: &Case<'a>, id: &str, answer: &Json) -> Option<&'a str> {
    let flow = leading(case, id, answer)?.flow.as_deref()?;
    let there = flow != case.flow_id && case.config.flows.get(flow).is_some();
    there.then_some(flow)
}

fn leading<'a>(case: &Case<'a>, id: &str, answer: &Json) -> Option<&'a StepOption> {
    let step = case.step(id).filter(|step| step.kind == StepKind::Choice)?;
    step.option.get(answer.as_text()?)
}

/// What is taken along into another flow: the lines, and the answers to its own steps; all of them into one that takes them along. How
/// to reach the shopper, their address and their order go along whatever the step is called there.
pub fn carry(answers: &Answers, config: &Config, to: &str) -> Answers {
    let mut carried = Answers { chosen: answers.chosen.clone(), ..Answers::default() };
    let Some(flow) = config.flows.get(to) else { return carried };
    if flow.takes_along {
        carried = answers.clone();
    }
    for id in flow.steps.iter().flat_map(|entry| &entry.0) {
        let Some(step) = config.steps.get(id) else { continue };
        if step.per == Per::Item {
            for (line, given) in answers.items.iter() {
                if let Some(answer) = given.get(id) {
                    carried.set(Some(line), id, answer.clone());
                }
            }
            continue;
        }
        let same_kind = |(other, _): &(&str, &Json)| {
            matches!(step.kind, StepKind::Contact | StepKind::Address | StepKind::Lookup)
                && config.steps.get(other).is_some_and(|other| other.kind == step.kind && other.per == Per::Case)
        };
        let known = answers.shared.get(id).or_else(|| answers.shared.iter().find(same_kind).map(|(_, answer)| answer));
        if let Some(answer) = known {
            carried.set(None, id, answer.clone());
        }
    }
    carried
}

/// What the answers that lead out of a flow say beside that: step → answer, for whatever line it is asked.
pub fn given_along(case: &Case) -> Vec<(String, Json)> {
    let mut given = Vec::new();
    for (id, line) in screens(case).iter().flat_map(|screen| &screen.steps) {
        let answer = case.answer(line.as_deref(), id);
        if let Some(option) = answer.and_then(|answer| leading(case, id, &answer)) {
            given.extend(option.answers.iter().map(|(step, answer)| (step.to_string(), answer.clone())));
        }
    }
    given
}

/// Takes out what no longer stands after a change: answers to steps that are not asked any more, options and remedies that are not
/// offered any more, lines that are not in the order. Everything else stays.
pub fn prune(setting: Setting, answers: Answers) -> Answers {
    match setting.config.flows.get(setting.flow_id) {
        Some(flow) => prune_with(Parts::WHOLE, setting, flow, answers),
        None => answers,
    }
}

/// The same in a flow that was looked up before, with as many parts of the engine as are there.
pub fn prune_with(parts: Parts, setting: Setting, flow: &Flow, mut answers: Answers) -> Answers {
    let order = setting.case_with(parts, flow, &answers).context;
    answers.chosen.retain(|chosen| order.item(&chosen.line).is_some());
    // Each round takes something out or puts a list into order, so it ends.
    loop {
        let gone = outdated(&setting.case_with(parts, flow, &answers));
        if gone.is_empty() {
            answers.items.0.retain(|(_, answers)| !answers.0.is_empty());
            return answers;
        }
        for (line, id, left) in gone {
            match left {
                Some(left) => answers.set(line.as_deref(), &id, left),
                None => answers.remove(line.as_deref(), &id),
            }
        }
    }
}

/// The answers that no longer stand as they are, each with what is left of it.
fn outdated(case: &Case) -> Vec<(Option<String>, String, Option<Json>)> {
    let screens = screens(case);
    let mut outdated = Vec::new();
    let mut look = |line: Option<&str>, id: &str, answer: &Json| {
        let asks = |(each, of): &(String, Option<String>)| each == id && of.as_deref() == line;
        let asked = case.asked(id, line).filter(|_| screens.iter().flat_map(|screen| &screen.steps).any(asks));
        let left = asked.and_then(|asked| asked.kind().standing(&asked, answer));
        if left.as_ref() != Some(answer) {
            outdated.push((line.map(str::to_string), id.to_string(), left));
        }
    };
    for (id, answer) in case.answers.shared.iter() {
        look(None, id, answer);
    }
    for (line, answers) in case.answers.items.iter() {
        for (id, answer) in answers.iter() {
            look(Some(line), id, answer);
        }
    }
    outdated
}
