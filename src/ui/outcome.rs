//! After the review: sending with its progress, a failure that keeps everything, and the receipt that stays until it is closed.

use super::node::{Node, button, div, el};
use super::shell::Content;
use crate::delivery::Outcome;
use crate::i18n::local_time;
use crate::session::{Place, Session};
use leptos::prelude::*;
use redress_engine::complaint::{Receipt, Status, answer_label};
use redress_engine::config::{FlowKind, StepKind};
use redress_engine::flow::screens;
use redress_engine::text::Arg;
use redress_engine::{Json, case};
use wasm_bindgen::JsValue;

fn heading(words: String) -> Node {
    el("h2").attr("tabindex", "-1").attr("data-focus", "").text(words)
}

pub fn sending(session: Session) -> Content {
    let bar = div("upload").live(move || {
        session.part.track();
        let percent = session.read(|model| model.uploaded);
        let label = session.read(|model| {
            model.look(|_, texts| texts.get("sending.percent", &[("percent", Arg::Count(percent.into()))]))
        });
        el("progress")
            .attr("class", "bar")
            .attr("max", "100")
            .attr("value", percent.to_string())
            .attr("aria-label", label)
            .view()
    });
    let note = el("p").attr("class", "help").live(move || session.announcement.get().into_any());
    Content {
        main: el("main").attr("aria-busy", "true").child(heading(session.text("sending.title"))).child(bar).child(note),
        primary: None,
    }
}

pub fn failed(session: Session, outcome: &Outcome) -> Content {
    let code =
        session.read(|model| model.look(|_, texts| texts.get("failed.code", &[("code", Arg::Text(&outcome.code))])));
    let main = el("main")
        .child(el("span").attr("class", "badge bad").icon("alert"))
        .child(heading(session.text("failed.title")))
        .child(el("p").text(session.text(outcome.key)))
        .child(el("p").attr("class", "help").text(code))
        .child(button("link", "secondary", move || session.go(Place::Review)).text(session.text("failed.review")));
    Content {
        main,
        primary: Some(button("primary", "primary", move || session.send()).text(session.text("failed.retry"))),
    }
}

pub fn receipt(session: Session, receipt: &Receipt) -> Content {
    let by = receipt.next.iter().find_map(|next| next.by);
    let (title, request, reach, locale) = session.read(|model| {
        model.look(|case, texts| {
            let title = match by {
                _ if receipt.status == Status::Approved => texts.get("receipt.approved", &[]),
                Some(by) => texts.get("receipt.title.by", &[("date", Arg::Day(by))]),
                None => texts.get("receipt.title", &[]),
            };
            let steps = screens(case).into_iter().flat_map(|screen| screen.steps).collect::<Vec<_>>();
            let chosen = steps.iter().filter_map(|(id, line)| {
                let remedy = case.step(id).is_some_and(|step| step.kind == StepKind::Remedy);
                let answer = case.answers.get(line.as_deref(), id).filter(|_| remedy)?;
                Some(answer_label(case, id, line.as_deref(), answer, texts))
            });
            let mut chosen = chosen.collect::<Vec<_>>();
            chosen.dedup();
            let request = match case.flow.kind {
                FlowKind::Withdrawal => Some(texts.get("withdrawal.receipt.request", &[])),
                _ if chosen.is_empty() => None,
                _ => Some(texts.get("receipt.request", &[("remedy", Arg::Text(&chosen.join(", ")))])),
            };
            let contact_step =
                steps.iter().find(|(id, _)| case.step(id).is_some_and(|step| step.kind == StepKind::Contact));
            let contact = case::contact(&case.context, contact_step.and_then(|(id, _)| case.answers.get(None, id)));
            let reach = contact
                .get("email")
                .and_then(Json::as_text)
                .map(|email| texts.get("receipt.reach", &[("contact", Arg::Text(email))]));
            (title, request, reach, case.locale.to_string())
        })
    });
    let next = receipt.next.iter().map(|next| {
        let words = session.text(&["next.", &next.key].concat());
        let by = next
            .by
            .map(|by| session.read(|model| model.look(|_, texts| texts.get("next.by", &[("date", Arg::Day(by))]))));
        entry("", words, by)
    });
    let received = entry("did", session.text("receipt.received"), Some(local_time(&locale, &receipt.received_at)));
    let timeline = el("ol")
        .attr("class", "timeline")
        .attr("role", "list")
        .attr("aria-label", session.text("receipt.timeline"))
        .child(received)
        .opt(request.map(|request| entry("did", request, None)))
        .children(next);
    let main = el("main")
        .child(el("span").attr("class", "badge good").icon("check"))
        .child(heading(title))
        .child(reference(session, &receipt.reference))
        .child(timeline)
        .opt(reach.map(|reach| el("p").attr("class", "help").text(reach)));
    let done = if session.read(|model| model.dialog) {
        Some(button("primary", "primary", move || session.leave()).text(session.text("nav.done")))
    } else {
        None
    };
    Content { main, primary: done }
}

fn entry(class: &'static str, words: String, below: Option<String>) -> Node {
    let below = below.filter(|below| !below.is_empty()).map(|below| el("small").text(below));
    el("li").attr("class", class).child(el("span").text(words).opt(below))
}

fn reference(session: Session, reference: &str) -> Node {
    let copied = reference.to_string();
    let copy = button("link", "copy", move || {
        if copy(&copied).is_some() {
            session.announcement.set(session.text("receipt.copied"));
        }
    });
    let label = el("span").attr("class", "reference-label").text(session.text("receipt.reference"));
    let code = el("b").attr("class", "code").attr("dir", "ltr").text(reference);
    div("reference").child(div("reference-text").child(label).child(code)).child(copy.live(move || {
        let copied = session.announcement.get() == session.text("receipt.copied");
        session.text(if copied { "receipt.copied" } else { "receipt.copy" }).into_any()
    }))
}

/// To the clipboard; None where the browser has none (pages without TLS).
fn copy(text: &str) -> Option<()> {
    let navigator: JsValue = window().navigator().into();
    js_sys::Reflect::get(&navigator, &"clipboard".into()).ok().filter(|clipboard| !clipboard.is_undefined())?;
    let _ = window().navigator().clipboard().write_text(text);
    Some(())
}
