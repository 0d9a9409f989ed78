//! One screen of the flow: its question, its steps, and Continue where a tap does not advance by itself.

mod choice;
mod contact;
mod items;
mod lookup;
mod photos;
mod remedy;
mod text;

use super::Look;
use super::field::{optional_mark, summary};
use super::later;
use super::node::{Node, button, div, el};
use super::shell::Content;
use redress_engine::condition::Truth;
use redress_engine::config::{FlowKind, StepKind};
use redress_engine::flow::pointer;
use redress_engine::offers::{WITHDRAWAL, offers_for};
use redress_engine::text::Arg;
use redress_engine::{Case, Json};

/// One step on the screen shown.
pub struct Asked {
    /// The step's id.
    id: String,
    /// The line it is asked for.
    line: Option<String>,
    /// Its kind.
    pub kind: StepKind,
    /// JSON Pointer of its answer.
    pointer: String,
    /// The answer so far.
    answer: Json,
    /// The question.
    title: String,
    /// The line below it.
    help: Option<String>,
    /// Whether it may stay blank.
    optional: bool,
    /// Whether other steps share the screen.
    shares: bool,
}

/// Draws the screen where the shopper is.
pub fn screen(look: &Look) -> Content {
    let session = look.session;
    let steps = look.model.screen(&look.case).map(|screen| screen.steps).unwrap_or_default();
    let mut main = div("main").opt(summary(look));
    let mut advances = false;
    for (at, (id, line)) in steps.iter().enumerate() {
        let Some(asked) = asked(look, id, line.as_deref(), steps.len() > 1) else { continue };
        // A text's question is its label, unless it is the question of the whole screen.
        if at == 0 {
            main = main.child(heading(look, &asked)).opt(help(&asked)).opt(period(look));
        } else if asked.kind != StepKind::Text {
            main = main.child(el("h3").text(&asked.title)).opt(help(&asked));
        }
        advances = steps.len() == 1 && matches!(asked.kind, StepKind::Choice | StepKind::Remedy);
        let Some(drawn) = later::step(look, &asked, at == 0) else { return later::waiting(look) };
        main = main.child(drawn);
    }
    let proceed = (!advances).then(|| button("primary", "primary", move || session.proceed()));
    Content { main, primary: proceed.map(|proceed| proceed.text(look.text("nav.continue"))) }
}

/// The kinds of step that the first module draws.
pub fn first(look: &Look, asked: &Asked) -> Node {
    match asked.kind {
        StepKind::Items => items::items(look, asked),
        StepKind::Lookup => lookup::lookup(look, asked),
        _ => choice::choice(look, asked),
    }
}

/// The kinds of step that the second module draws; whether the step is the first on its screen.
pub fn later(look: &Look, asked: &Asked, first: bool) -> Node {
    match asked.kind {
        StepKind::Remedy => remedy::remedy(look, asked),
        StepKind::Photos => photos::photos(look, asked),
        StepKind::Text => text::text(look, asked, first),
        _ => contact::contact(look, asked),
    }
}

fn heading(look: &Look, asked: &Asked) -> Node {
    let heading = el("h2").attr("tabindex", "-1").flag("data-focus", look.model.faults.is_empty()).text(&asked.title);
    let optional = asked.optional && matches!(asked.kind, StepKind::Photos | StepKind::Text);
    if optional { heading.child(optional_mark(look)) } else { heading }
}

fn help(asked: &Asked) -> Option<Node> {
    asked.help.as_ref().map(|help| el("p").attr("class", "help").text(help))
}

fn asked(look: &Look, id: &str, line: Option<&str>, shares: bool) -> Option<Asked> {
    let (case, texts) = (&look.case, &look.texts);
    let step = case.step(id)?;
    let item = line.and_then(|line| case.context.item(line)).map_or("", |item| &item.title);
    let args = [("item", Arg::Text(item))];
    // A flow may word a step its own way: `withdrawal.items.title` before `step.items.title`.
    let text = |own: Option<&Json>, part: &str| {
        let of_flow = if own.is_none() { texts.find(&[case.flow_id, ".", id, part].concat(), &args) } else { None };
        of_flow.or_else(|| texts.own(own, &["step.", id, part].concat(), &args))
    };
    let mut title = text(step.label.as_ref(), ".title").unwrap_or_else(|| id.into());
    // Where there is nothing to choose from, the question would promise too much.
    if step.kind == StepKind::Remedy && step.label.is_none() && nothing_but_cancelling(case, line) {
        title = look.text("step.remedy.title.nothing");
    }
    Some(Asked {
        kind: step.kind,
        answer: case.answers.get(line, id).cloned().unwrap_or_default(),
        title,
        help: text(step.help.as_ref(), ".help"),
        optional: case.holds(step.required.as_ref(), line, false) != Truth::Yes,
        shares,
        pointer: pointer(line, id, ""),
        line: line.map(str::to_string),
        id: id.into(),
    })
}

fn nothing_but_cancelling(case: &Case, line: Option<&str>) -> bool {
    line.is_some_and(|line| offers_for(case, line).offered.iter().all(|offer| offer.remedy == WITHDRAWAL))
}

/// In a withdrawal: until when it is possible, or that it is over and what else there is.
pub fn period(look: &Look) -> Option<Node> {
    if look.case.flow.kind != FlowKind::Withdrawal {
        return None;
    }
    let (mut open, mut until) = (false, None);
    // Of the lines chosen; before that, of all.
    let chosen = look.case.lines();
    for item in &look.case.context.items {
        if chosen.is_empty() || chosen.contains(&item.line) {
            let right = look.case.rights(item).withdrawal;
            open |= right.open;
            until = until.max(right.until);
        }
    }
    let key = if open { "withdrawal.until" } else { "withdrawal.over" };
    let words = look.say(key, "date", Arg::Day(until?));
    Some(div(if open { "note" } else { "note over" }).icon("clock").child(el("span").text(words)))
}
