//! One screen of the flow: its question, its steps, and Continue where a tap does not advance by itself.

mod choice;
mod contact;
mod items;
mod lookup;
mod photos;
mod remedy;
mod text;

use super::field::summary;
use super::node::{Node, button, div, el};
use super::shell::Content;
use crate::session::Session;
use redress_engine::condition::Truth;
use redress_engine::config::{FlowKind, StepKind};
use redress_engine::law::Right;
use redress_engine::text::{Arg, Texts};
use redress_engine::{Case, Json};

/// One step on the screen shown.
pub struct Asked {
    /// The step's id.
    pub id: String,
    /// The line it is asked for.
    pub line: Option<String>,
    /// Its kind.
    pub kind: StepKind,
    /// JSON Pointer of its answer.
    pub pointer: String,
    /// The answer so far.
    pub answer: Json,
    /// The question.
    pub title: String,
    /// The line below it.
    pub help: Option<String>,
    /// Whether it may stay blank.
    pub optional: bool,
    /// Whether other steps share the screen.
    pub shared_screen: bool,
}

/// Draws the screen where the shopper is.
pub fn screen(session: Session) -> Content {
    let steps = session.read(|model| {
        let screen = model.screen();
        model.look(|case, texts| screen.map(|screen| asked(case, texts, &screen.steps)).unwrap_or_default())
    });
    let advances = matches!(steps.as_slice(), [step] if matches!(step.kind, StepKind::Choice | StepKind::Remedy));
    let mut main = el("main").opt(summary(session));
    if let Some(first) = steps.first() {
        let focus = session.read(|model| model.faults.is_empty());
        let heading = el("h2").attr("tabindex", "-1").flag("data-focus", focus).text(first.title.clone());
        let optional = first.optional && matches!(first.kind, StepKind::Photos | StepKind::Text);
        main = main.child(heading.opt(optional.then(|| optional_mark(session)))).opt(help(first));
        main = main.opt(period(session));
    }
    for (at, step) in steps.iter().enumerate() {
        if at > 0 {
            let text = matches!(step.kind, StepKind::Text);
            // A text's question is its label; every other kind needs a heading of its own.
            main =
                main.opt((!text).then(|| el("h3").text(step.title.clone()))).opt((!text).then(|| help(step)).flatten());
        }
        main = main.child(match step.kind {
            StepKind::Items => items::items(session),
            StepKind::Choice => choice::choice(session, step),
            StepKind::Remedy => remedy::remedy(session, step),
            StepKind::Photos => photos::photos(session, step),
            StepKind::Text => text::text(session, step, at == 0),
            StepKind::Contact => contact::contact(session, step),
            StepKind::Lookup => lookup::lookup(session, step),
        });
    }
    let proceed =
        (!advances).then(|| button("primary", "primary", move || session.proceed()).text(session.text("nav.continue")));
    Content { main, primary: proceed }
}

fn optional_mark(session: Session) -> Node {
    el("span").attr("class", "muted").text([" (", &session.text("field.optional"), ")"].concat())
}

fn help(step: &Asked) -> Option<Node> {
    step.help.as_ref().map(|help| el("p").attr("class", "help").text(help.clone()))
}

fn asked(case: &Case, texts: &Texts, steps: &[(String, Option<String>)]) -> Vec<Asked> {
    let each = steps.iter().filter_map(|(id, line)| {
        let step = case.step(id)?;
        let line = line.as_deref();
        let title = line.and_then(|line| case.context.item(line)).map_or("", |item| &item.title);
        let args = [("item", Arg::Text(title))];
        // A flow may word a step its own way: `withdrawal.items.title` before `step.items.title`.
        let text = |own: Option<&Json>, part: &str| {
            let of_flow = texts.find(&[case.flow_id, ".", id, ".", part].concat(), &args);
            if own.is_none() && of_flow.is_some() {
                of_flow
            } else {
                texts.own(own, &["step.", id, ".", part].concat(), &args)
            }
        };
        let pointer = match line {
            Some(line) => ["/items/", line, "/", id].concat(),
            None => ["/shared/", id].concat(),
        };
        let required = case.holds(step.required.as_ref(), line, false) == Truth::Yes;
        Some(Asked {
            kind: step.kind,
            answer: case.answers.get(line, id).cloned().unwrap_or_default(),
            title: text(step.label.as_ref(), "title").unwrap_or_else(|| id.clone()),
            help: text(step.help.as_ref(), "help"),
            optional: !required,
            shared_screen: steps.len() > 1,
            pointer,
            line: line.map(str::to_string),
            id: id.clone(),
        })
    });
    each.collect()
}

/// In a withdrawal: until when it is possible, or that it is over and what else there is.
pub fn period(session: Session) -> Option<Node> {
    let (key, text) = session.read(|model| {
        model.look(|case, texts| {
            if case.flow.kind != FlowKind::Withdrawal {
                return None;
            }
            let rights = case.context.items.iter().map(|item| case.rights(item).withdrawal);
            let rights = rights.filter(|right| !right.source.is_empty()).collect::<Vec<Right>>();
            let open = rights.iter().any(|right| right.open);
            let until = rights.iter().filter(|right| right.open == open).filter_map(|right| right.until).max()?;
            let key = if open { "withdrawal.until" } else { "withdrawal.over" };
            Some((open, texts.get(key, &[("date", Arg::Day(until))])))
        })
    })?;
    let note = div(if key { "note" } else { "note over" });
    Some(note.icon("clock").child(el("span").text(text)))
}
