//! Review: everything that will be sent, each with its Change.

use super::Look;
use super::node::{Node, button, classed, div, el};
use super::shell::{Content, PROGRESS};
use super::standing::{return_gets, standing};
use crate::session::{Model, Place, Session};
use redress_engine::complaint::answer_label;
use redress_engine::config::{FlowKind, StepKind};
use redress_engine::flow::Screen;
use redress_engine::links::is_link;
use redress_engine::offers::withdrawal_gets;
use redress_engine::text::Arg;
use redress_engine::{Case, Json, case};

pub fn review(look: &Look) -> Content {
    let session = look.session;
    // A withdrawal has words of its own, which the law gives: `withdrawal.review.send` before `review.send`.
    let worded = |key: &str| {
        let own = look.texts.find(&[look.case.flow_id, ".", key].concat(), &[]);
        own.unwrap_or_else(|| look.text(key))
    };
    let heading = el("h2").attr("tabindex", "-1").attr("data-focus", "").attr("aria-describedby", PROGRESS);
    let main = div("main")
        .child(heading.text(worded("review.title")))
        .opt(standing(look))
        .child(rows(look))
        // A database that does not answer is noticed late.
        .child(warning(session, "review.memory", |model| model.keeping.refused))
        .child(privacy(look));
    let mut send = button("primary", "primary", move || session.send()).text(worded("review.send"));
    if look.case.flow.kind == FlowKind::Withdrawal {
        send = send.child(in_contract_language(session));
    }
    Content { main, primary: Some(send) }
}

/// The label that confirms, in the language of the contract too.
fn in_contract_language(session: Session) -> Node {
    el("span").live(move |label| {
        session.watch_part();
        let model = session.model();
        let Some([tag, confirm]) = &model.contract_label else { return label };
        label.child(classed("small", "also").attr("lang", tag).text(confirm))
    })
}

/// Something about the device that is noticed only once the screen is there, in words.
pub fn warning(session: Session, words: &'static str, holds: fn(&Model) -> bool) -> Node {
    div("memory").live(move |warning| {
        session.watch_part();
        let model = session.model();
        if !holds(&model) {
            return warning;
        }
        warning.child(div("note over").icon("alert").text(model.texts().get(words, &[])))
    })
}

/// What happens with the data, and the shop's privacy notice.
fn privacy(look: &Look) -> Node {
    let privacy = &look.case.config.privacy;
    let words = look.texts.own(privacy.text.as_ref(), "review.privacy", &[]).unwrap_or_default();
    let words = classed("p", "help").rich(words);
    let Some(url) = privacy.url.as_ref().filter(|url| is_link(url) || url.starts_with('/')) else { return words };
    let link = el("a").attr("href", url).attr("target", "_blank").attr("rel", "noopener noreferrer");
    words.text(" ").child(link.text(look.text("review.privacy.link")))
}

fn rows(look: &Look) -> Node {
    let case = &look.case;
    let lines = case.lines();
    let screens = look.model.screens();
    let mut list = classed("dl", "rows");
    if !case.context.order.number.is_empty() {
        let asked = |screen: &&Screen| {
            !screen.known && case.step(screen.id()).is_some_and(|step| step.kind == StepKind::Lookup)
        };
        let change = screens.iter().find(asked).map(place);
        list = list.child(row(look, look.text("review.order"), case.context.order.number.clone(), None, change));
    }
    for screen in screens.iter() {
        for (id, line) in &screen.steps {
            let Some(step) = case.step(id) else { continue };
            let line = line.as_deref();
            let answer = case.answer(line, id).unwrap_or_default();
            let change = case.fixed(line, id).is_none().then(|| place(screen));
            match step.kind {
                StepKind::Lookup | StepKind::Notice => {}
                StepKind::Items => {
                    for line in &lines {
                        list = list.child(item(look, line, (!screen.known).then(|| place(screen))));
                    }
                }
                StepKind::Contact => list = list.child(contact(look, &answer, name(look, id), change)),
                // What may be said beside another answer, and was not: the other answer's Change leads there.
                StepKind::Choices if answer.is_blank() && screen.steps.len() > 1 => {}
                _ => {
                    let blank = if step.kind == StepKind::Photos { "photos.none" } else { "review.blank" };
                    let mut value = in_words(look, id, line, &answer);
                    if answer.is_blank() || value.is_empty() {
                        value = look.text(blank);
                    }
                    let of = line.filter(|_| lines.len() > 1).and_then(|line| case.context.item(line));
                    let below = of.map(|item| item.title.clone());
                    list = list.child(row(look, name(look, id), value, below, change));
                }
            }
        }
    }
    list
}

fn place(screen: &Screen) -> Place {
    Place::Screen(screen.id().into(), screen.line.clone())
}

/// An answer in words; an address, which ends with its country, with that country's name.
pub fn in_words(look: &Look, id: &str, line: Option<&str>, answer: &Json) -> String {
    let words = answer_label(&look.case, id, line, answer, &look.texts);
    let is_address = look.case.step(id).is_some_and(|step| step.kind == StepKind::Address);
    let code = answer.get("country").and_then(Json::as_text).filter(|code| is_address && !code.is_empty());
    match code.and_then(|code| Some((words.strip_suffix(code)?, code))) {
        Some((before, code)) => [before, &look.model.locale.format.country(code)].concat(),
        None => words,
    }
}

/// What a row is called: short where the locale has a short form, else the question.
pub fn name(look: &Look, id: &str) -> String {
    look.texts.question(id)
}

/// Whether a line can still be withdrawn from: of what is over nothing is promised.
fn is_open(case: &Case, line: &str) -> bool {
    case.context.item(line).is_some_and(|item| case.rights(item).withdrawal.open)
}

/// A line by its title, with how many pieces of it where there are several.
pub fn pieces(look: &Look, line: &str) -> String {
    let (case, texts) = (&look.case, &look.texts);
    let Some(item) = case.context.item(line) else { return String::new() };
    let title = if item.title.is_empty() { look.text("order.unnamed") } else { item.title.clone() };
    if item.pieces() < 2 {
        return title;
    }
    let pieces = look.say("item.pieces", "count", Arg::Count(case.quantity(line)));
    texts.get("item.with-pieces", &[("item", Arg::Text(&title)), ("pieces", Arg::Text(&pieces))])
}

fn item(look: &Look, line: &str, change: Option<Place>) -> Node {
    let case = &look.case;
    let value = pieces(look, line);
    // What comes back is said before the shopper commits.
    let below = match case.flow.kind {
        FlowKind::Withdrawal => withdrawal_gets(case, line).filter(|_| is_open(case, line)).map(|gets| {
            let currency = gets.currency.as_deref().unwrap_or_default();
            let amount = gets.amount.unwrap_or_default().saturating_add(gets.shipping.unwrap_or_default());
            look.say("offer.amount", "amount", Arg::Money(amount, currency))
        }),
        FlowKind::Return => return_gets(look, line),
        _ => None,
    };
    row(look, look.text("review.item"), value, below, change)
}

fn contact(look: &Look, answer: &Json, name: String, change: Option<Place>) -> Node {
    let contact = case::contact(&look.case.context, Some(answer));
    let part = |key: &str| contact.get(key).and_then(Json::as_text).unwrap_or_default();
    let mut below = part("name").to_string();
    if !below.is_empty() && !part("phone").is_empty() {
        below.push_str(" · ");
    }
    below.push_str(part("phone"));
    row(look, name, part("email").into(), Some(below).filter(|below| !below.is_empty()), change)
}

fn row(look: &Look, name: String, value: String, below: Option<String>, change: Option<Place>) -> Node {
    let session = look.session;
    let below = below.map(|below| el("small").attr("dir", "auto").text(below));
    let value = el("dd").child(el("span").attr("dir", "auto").text(value)).opt(below);
    let what = look.say("nav.change.what", "what", Arg::Text(&name));
    let row = div("row").child(el("dt").text(name)).child(value);
    let Some(place) = change else { return row };
    let change = button("link", "change", move || session.edit(place.clone())).attr("aria-label", what);
    row.child(classed("dd", "row-change").child(change.text(look.text("nav.change"))))
}
