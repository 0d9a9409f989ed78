//! Review: everything that will be sent, each with its Change.

use super::node::{Node, button, div, el};
use super::shell::Content;
use super::steps::period;
use crate::session::{Place, Session};
use redress_engine::complaint::answer_label;
use redress_engine::config::{FlowKind, StepKind};
use redress_engine::flow::screens;
use redress_engine::text::{Arg, Texts};
use redress_engine::{Case, Json, case};

struct Row {
    name: String,
    value: String,
    below: Option<String>,
    place: Option<Place>,
}

pub fn review(session: Session) -> Content {
    let (title, rows, privacy, send) = session.read(|model| {
        model.look(|case, texts| {
            // A withdrawal has words of its own, which the law gives: `withdrawal.review.send` before `review.send`.
            let worded =
                |key: &str| texts.find(&[case.flow_id, ".", key].concat(), &[]).unwrap_or_else(|| texts.get(key, &[]));
            (worded("review.title"), rows(case, texts), texts.get("review.privacy", &[]), worded("review.send"))
        })
    });
    let each = rows.into_iter().map(|row| draw(session, row));
    let main = el("main")
        .child(el("h2").attr("tabindex", "-1").attr("data-focus", "").text(title))
        .opt(period(session))
        .child(el("dl").attr("class", "rows").children(each))
        .child(el("p").attr("class", "help").text(privacy));
    let primary = button("primary", "primary", move || session.send()).text(send);
    Content { main, primary: Some(primary) }
}

fn rows(case: &Case, texts: &Texts) -> Vec<Row> {
    let mut rows = vec![order(case, texts)];
    let lines = case.lines();
    let several = lines.len() > 1;
    for screen in screens(case) {
        let place = Place::Screen(screen.id().to_string(), screen.line.clone());
        for (id, line) in &screen.steps {
            let Some(step) = case.step(id) else { continue };
            let line = line.as_deref();
            let title = line.and_then(|line| case.context.item(line)).map(|item| item.title.clone());
            let row = texts.find(&["step.", id, ".row"].concat(), &[]);
            let name = row
                .or_else(|| texts.own(step.label.as_ref(), &["step.", id, ".title"].concat(), &[]))
                .unwrap_or_else(|| id.clone());
            let answer = case.answers.get(line, id).cloned().unwrap_or_default();
            match step.kind {
                StepKind::Lookup => {}
                StepKind::Items => rows
                    .extend(lines.iter().map(|line| item(case, texts, line, (!screen.known).then(|| place.clone())))),
                StepKind::Contact => rows.push(contact(case, &answer, name, place.clone())),
                _ => {
                    let blank = if step.kind == StepKind::Photos { "photos.none" } else { "review.blank" };
                    let value = if answer.is_blank() {
                        texts.get(blank, &[])
                    } else {
                        answer_label(case, id, line, &answer, texts)
                    };
                    let below = title.filter(|_| several);
                    rows.push(Row { name, value, below, place: Some(place.clone()) });
                }
            }
        }
    }
    rows
}

fn order(case: &Case, texts: &Texts) -> Row {
    let lookup = screens(case).into_iter().find(|screen| {
        !screen.known
            && screen.steps.iter().any(|(id, _)| case.step(id).is_some_and(|step| step.kind == StepKind::Lookup))
    });
    Row {
        name: texts.get("review.order", &[]),
        value: case.context.order.number.clone(),
        below: None,
        place: lookup.map(|screen| Place::Screen(screen.id().to_string(), None)),
    }
}

fn item(case: &Case, texts: &Texts, line: &str, place: Option<Place>) -> Row {
    let item = case.context.item(line);
    let title = item
        .map(|item| item.title.clone())
        .filter(|title| !title.is_empty())
        .unwrap_or_else(|| texts.get("order.unnamed", &[]));
    let quantity = case.quantity(line);
    let pieces = texts.get("item.pieces", &[("count", Arg::Count(quantity))]);
    let several = item.is_some_and(|item| item.pieces() > 1);
    let value = if several {
        texts.get("item.with-pieces", &[("item", Arg::Text(&title)), ("pieces", Arg::Text(&pieces))])
    } else {
        title
    };
    // What comes back is said before the shopper commits.
    let amount = item.and_then(|item| item.paid_for(quantity)).filter(|_| case.flow.kind == FlowKind::Withdrawal);
    let below = amount
        .filter(|_| !case.context.order.currency.is_empty())
        .map(|amount| texts.get("offer.amount", &[("amount", Arg::Money(amount, &case.context.order.currency))]));
    Row { name: texts.get("review.item", &[]), value, below, place }
}

fn contact(case: &Case, answer: &Json, name: String, place: Place) -> Row {
    let contact = case::contact(&case.context, Some(answer));
    let part = |key: &str| contact.get(key).and_then(Json::as_text).map(str::to_string);
    let below = [part("name"), part("phone")].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    Row {
        name,
        value: part("email").unwrap_or_default(),
        below: Some(below).filter(|below| !below.is_empty()),
        place: Some(place),
    }
}

fn draw(session: Session, row: Row) -> Node {
    let name = row.name.clone();
    let change = row.place.map(|place| {
        let what =
            session.read(|model| model.look(|_, texts| texts.get("nav.change.what", &[("what", Arg::Text(&name))])));
        let change = button("link", "change", move || session.edit(place.clone())).attr("aria-label", what);
        el("dd").attr("class", "row-change").child(change.text(session.text("nav.change")))
    });
    let below = row.below.map(|below| el("small").attr("dir", "auto").text(below));
    div("row")
        .child(el("dt").text(row.name))
        .child(el("dd").child(el("span").attr("dir", "auto").text(row.value)).opt(below))
        .opt(change)
}
