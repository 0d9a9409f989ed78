//! One screen of the flow: its question, its steps, and Continue where a tap does not advance by itself.

mod address;
mod callback;
mod choice;
mod choices;
mod consent;
mod contact;
mod date;
mod form;
mod items;
mod lookup;
mod notice;
mod number;
mod photos;
mod rating;
mod remedy;
mod text;

pub use date::is_half_typed;

use super::Look;
use super::field::{help_id, optional_mark, title_id};
use super::later;
use super::node::{Node, button, classed, div, el};
use super::shell::{Content, PROGRESS};
use redress_engine::Json;
use redress_engine::complaint::answer_label;
use redress_engine::config::StepKind;
use redress_engine::flow::pointer;
use redress_engine::links::plain;
use redress_engine::text::Arg;

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
    /// Whether the answer is given and cannot be changed.
    pub fixed: bool,
    /// The question, as plain text.
    pub title: String,
    /// The question as it was written, with its links.
    pub words: String,
    /// The line below it.
    pub help: Option<String>,
    /// Whether it may stay blank.
    pub optional: bool,
    /// Whether other questions share the screen.
    pub shares: bool,
    /// Whether it stands beside the question of its screen: to be read, or said if one likes.
    pub beside: bool,
}

/// Draws the screen where the shopper is.
pub fn screen(look: &Look) -> Content {
    if let Some(closed) = later::closed(look) {
        return closed;
    }
    let session = look.session;
    let steps = look.model.screen().map(|screen| screen.steps).unwrap_or_default();
    let kind = |id: &String| look.case.step(id).map(|step| step.kind);
    let has_remedy = steps.iter().any(|(id, _)| kind(id) == Some(StepKind::Remedy));
    // What is only read, or may be said beside a remedy, keeps no answer from advancing.
    let beside = |(id, line): &(String, Option<String>)| match kind(id) {
        Some(StepKind::Notice) => true,
        Some(StepKind::Choices) => {
            has_remedy && look.case.asked(id, line.as_deref()).is_none_or(|asked| !asked.required())
        }
        _ => false,
    };
    let alone = steps.iter().filter(|step| !beside(step)).count() == 1;
    let mut main = div("main").opt(later::summary(look));
    let mut advances = false;
    for (at, each) in steps.iter().enumerate() {
        let (id, line) = each;
        let Some(mut asked) = asked(look, id, line.as_deref(), !alone) else { continue };
        asked.beside = beside(each);
        let heading = at == 0;
        if heading {
            main = main.child(self::heading(look, &asked)).opt(help_above(&asked)).opt(later::standing(look));
        } else if !labels_itself(asked.kind) {
            let mark = (asked.beside && asked.kind == StepKind::Choices).then(|| optional_mark(look));
            let title = el("h3").attr("id", title_id(&asked)).text(&asked.title);
            main = main.child(title.opt(mark)).opt(help(&asked));
        }
        advances |= alone && !asked.optional && advances_by_itself(asked.kind);
        let Some(drawn) = later::step(look, &asked, heading) else { return later::waiting(look) };
        main = main.child(drawn);
    }
    let proceed = (!advances).then(|| button("primary", "primary", move || session.proceed()));
    Content { main, primary: proceed.map(|proceed| proceed.text(look.text("nav.continue"))) }
}

/// Whether a tap on an answer is enough, where nothing else is asked and an answer is needed.
fn advances_by_itself(kind: StepKind) -> bool {
    matches!(kind, StepKind::Choice | StepKind::Remedy | StepKind::Rating)
}

/// Whether the question is the label of its control.
fn labels_itself(kind: StepKind) -> bool {
    matches!(kind, StepKind::Text | StepKind::Number | StepKind::Date | StepKind::Consent)
}

/// The kinds of step that the first module draws.
pub fn first(look: &Look, asked: &Asked) -> Node {
    if asked.kind == StepKind::Items { items::items(look, asked) } else { choice::choice(look, asked) }
}

/// The kinds of step that the second module draws; whether the step is the first on its screen.
pub fn later(look: &Look, asked: &Asked, first: bool) -> Node {
    if asked.fixed {
        return fixed(look, asked, first);
    }
    match asked.kind {
        StepKind::Text => text::text(look, asked, first),
        StepKind::Choices => choices::choices(look, asked),
        StepKind::Number => number::number(look, asked, first),
        StepKind::Date => date::date(look, asked, first),
        StepKind::Rating => rating::rating(look, asked),
        StepKind::Remedy => remedy::remedy(look, asked),
        StepKind::Photos => photos::photos(look, asked),
        StepKind::Contact => contact::contact(look, asked),
        StepKind::Address => address::address(look, asked),
        StepKind::Consent => consent::consent(look, asked),
        StepKind::Notice => notice::notice(look, asked),
        StepKind::Callback => callback::callback(look, asked),
        StepKind::Lookup => lookup::lookup(look, asked),
        StepKind::Choice if asked.shares => choice::among_others(look, asked),
        StepKind::Items | StepKind::Choice => self::first(look, asked),
    }
}

/// What is known and cannot be changed, among steps that can.
fn fixed(look: &Look, asked: &Asked, first: bool) -> Node {
    let mut value = answer_label(&look.case, &asked.id, asked.line.as_deref(), &asked.answer, &look.texts);
    // How to reach the shopper has a place of its own in the complaint, and so no label.
    for (_, part) in asked.answer.as_map().filter(|_| value.is_empty()).map(|map| map.0.as_slice()).unwrap_or_default()
    {
        if !value.is_empty() {
            value.push_str(" · ");
        }
        value.push_str(part.as_text().unwrap_or_default());
    }
    let name = (!first && labels_itself(asked.kind)).then(|| el("small").text(&asked.title));
    div("fixed").opt(name).child(el("b").attr("dir", "auto").text(value))
}

fn heading(look: &Look, asked: &Asked) -> Node {
    let heading = el("h2").attr("id", title_id(asked)).attr("aria-describedby", PROGRESS).attr("tabindex", "-1");
    let heading = heading.flag("data-focus", look.model.faults.is_empty());
    match asked.kind {
        // What is agreed to stands beside the box.
        StepKind::Consent => heading.text(look.text("consent.title")),
        // Here it goes without saying, or stands at each field.
        StepKind::Items | StepKind::Notice | StepKind::Remedy | StepKind::Contact | StepKind::Lookup => {
            heading.text(&asked.title)
        }
        _ if asked.optional => heading.text(&asked.title).child(optional_mark(look)),
        _ => heading.text(&asked.title),
    }
}

fn help_above(asked: &Asked) -> Option<Node> {
    if asked.kind == StepKind::Consent { None } else { help(asked) }
}

/// The line below a question.
pub fn help(asked: &Asked) -> Option<Node> {
    let id = help_id(&asked.pointer);
    asked.help.as_ref().map(|help| classed("p", "help").attr("id", id).rich(help))
}

pub fn asked(look: &Look, id: &str, line: Option<&str>, shares: bool) -> Option<Asked> {
    let (case, texts) = (&look.case, &look.texts);
    let step = case.step(id)?;
    let item = line.and_then(|line| case.context.item(line)).map_or("", |item| &item.title);
    let args = [("item", Arg::Text(item))];
    // A flow may word a step its own way: `withdrawal.items.title` before `step.items.title`.
    let text = |own: Option<&Json>, part: &str| {
        let of_flow = if own.is_none() { texts.find(&[case.flow_id, ".", id, part].concat(), &args) } else { None };
        of_flow.or_else(|| texts.own(own, &["step.", id, part].concat(), &args))
    };
    let mut words = text(step.label.as_ref(), ".title").unwrap_or_else(|| id.into());
    if step.kind == StepKind::Remedy && step.label.is_none() {
        words = line.and_then(|line| later::remedy_title(look, id, line)).unwrap_or(words);
    }
    Some(Asked {
        kind: step.kind,
        answer: case.answer(line, id).unwrap_or_default(),
        fixed: case.fixed(line, id).is_some(),
        title: plain(&words),
        words,
        help: text(step.help.as_ref(), ".help"),
        optional: !case
            .asked(id, line)
            .is_some_and(|asked| asked.required() && !asked.kind().missing(&asked).is_empty()),
        shares,
        beside: false,
        pointer: pointer(line, id, ""),
        line: line.map(str::to_string),
        id: id.into(),
    })
}
