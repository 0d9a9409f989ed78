//! After the review: sending with its progress, a failure that keeps everything, and the receipt that stays until it is closed.

use super::node::{Node, button, classed, div, el};
use super::shell::{Content, bar};
use super::statement;
use super::{Look, later};
use crate::browser::{get, wait};
use crate::delivery::Outcome;
use crate::i18n::local_time;
use crate::session::{Place, Session, is_offline};
use leptos::prelude::*;
use redress_engine::complaint::{Receipt, ReturnInstructions, Status, answer_label};
use redress_engine::config::{FlowKind, StepKind};
use redress_engine::links::is_link;
use redress_engine::text::Arg;
use redress_engine::{Json, case};
use wasm_bindgen_futures::spawn_local;

fn heading(words: String) -> Node {
    el("h2").attr("tabindex", "-1").attr("data-focus", "").text(words)
}

pub fn sending(look: &Look) -> Content {
    let session = look.session;
    let title = look.text("sending.title");
    let upload = div("upload").live(move |upload| {
        session.watch_part();
        let model = session.model();
        let percent = model.uploaded;
        let words = model.texts().get("sending.percent", &[("percent", Arg::Count(percent.into()))]);
        upload.child(bar(percent as usize).attr("aria-label", &title).attr("aria-valuetext", words))
    });
    let note = classed("p", "help").live(move |note| note.text(session.announced()));
    // Not aria-busy: some screen readers keep silent about all that is busy, the heading with the focus too.
    let main = div("main").child(heading(look.text("sending.title"))).child(upload).child(note);
    let stop = button("secondary", "secondary", move || session.stop_sending()).text(look.text("sending.cancel"));
    Content { main, primary: Some(stop) }
}

/// Not taken yet: it goes out by itself as soon as it can, also while the dialog is closed.
pub fn queued(look: &Look, outcome: &Outcome) -> Content {
    let session = look.session;
    let keeps = look.model.keeps();
    let mut main = div("main");
    if !keeps {
        // In the page's memory nobody else takes care of it.
        main = main.on_window("online", move |_| session.send());
    }
    main = main.child(classed("span", "badge").icon("clock"));
    main = if is_offline() {
        main.child(heading(look.text("queued.title")))
    } else {
        main.child(heading(look.text("queued.waiting")))
            .child(el("p").text(look.text(&outcome.key)))
            .child(code(look, outcome))
    };
    main = main.child(el("p").text(look.text(if keeps { "queued.kept" } else { "queued.help" }))).child(ways(look));
    let now = button("primary", "primary", move || session.send()).text(look.text("queued.now"));
    Content { main, primary: Some(now) }
}

pub fn failed(look: &Look, outcome: &Outcome) -> Content {
    let session = look.session;
    let main = div("main")
        .child(classed("span", "badge bad").icon("alert"))
        .child(heading(look.text("failed.title")))
        .child(el("p").text(look.text(&outcome.key)))
        .child(code(look, outcome))
        .child(ways(look));
    let again = button("primary", "primary", move || session.send()).text(look.text("failed.retry"));
    Content { main, primary: Some(again) }
}

fn code(look: &Look, outcome: &Outcome) -> Node {
    classed("p", "help").text(look.say("failed.code", "code", Arg::Text(&outcome.code)))
}

/// What the shopper can do with what is not taken: change it, keep it as a file, send it by e-mail, or delete it.
fn ways(look: &Look) -> Node {
    let session = look.session;
    let link = |key: &str, part, act: fn(Session)| button("link", part, move || act(session)).text(look.text(key));
    let mail = statement::mail(look);
    div("links")
        .child(link("failed.review", "secondary", |session| session.go(Place::Review)))
        .child(link("failed.download", "download", statement::download))
        .opt(mail.map(|href| classed("a", "link").attr("href", href).text(look.text("failed.email"))))
        .child(link("failed.discard", "secondary", Session::ask_to_leave))
}

pub fn receipt(look: &Look, receipt: &Receipt) -> Content {
    let session = look.session;
    let own = look.texts.find(&[look.case.flow_id, ".receipt.title"].concat(), &[]);
    // An endpoint that gives no receipt has taken it, and nobody has said so.
    let confirmed = !receipt.received_at.is_empty();
    let title = match receipt.next.iter().find_map(|next| next.by) {
        _ if !confirmed => look.text("receipt.sent"),
        _ if own.is_some() => own.unwrap_or_default(),
        _ if receipt.status == Status::Approved => look.text("receipt.approved"),
        _ if receipt.status == Status::NeedsInfo => look.text("receipt.needs-info"),
        Some(by) => look.say("receipt.title.by", "date", Arg::Day(by)),
        None => look.text("receipt.title"),
    };
    let (request, reach) = summary(look);
    let at = if confirmed { &receipt.received_at } else { look.model.confirmed_at() };
    let at = local_time(&look.model.locale.format.tag, at);
    let happened = look.text(if confirmed { "receipt.received" } else { "statement.sent" });
    let mut timeline = classed("ol", "timeline").attr("role", "list").attr("aria-label", look.text("receipt.timeline"));
    timeline = timeline.child(entry("did", happened, at));
    if let Some(request) = request {
        timeline = timeline.child(entry("did", request, String::new()));
    }
    for next in &receipt.next {
        let by = next.by.map(|by| look.say("next.by", "date", Arg::Day(by)));
        // An endpoint of the merchant's own may speak of what we have no words for.
        if let Some(words) = look.texts.find(&["next.", &next.key].concat(), &[]) {
            timeline = timeline.child(entry("", words, by.unwrap_or_default()));
        }
    }
    let main = div("main")
        .child(classed("span", "badge good").icon("check"))
        .child(heading(title))
        .opt((!confirmed).then(|| classed("p", "help").text(look.text("receipt.sent.help"))))
        .child(reference(look, &receipt.reference, confirmed))
        .child(timeline)
        .opt(receipt.returns.as_ref().and_then(|returns| self::returns(look, returns)))
        .child(links(look, receipt))
        .opt(reach.map(|reach| classed("p", "help").text(reach)));
    let done = look
        .model
        .dialog
        .then(|| button("primary", "primary", move || later::leave(session)).text(look.text("nav.done")));
    Content { main, primary: done }
}

/// What was asked for, and where the answer goes.
fn summary(look: &Look) -> (Option<String>, Option<String>) {
    let case = &look.case;
    let (mut wishes, mut contact_answer) = (Vec::<String>::new(), None);
    for screen in look.model.screens().iter() {
        for (id, line) in &screen.steps {
            let answer = case.answers.get(line.as_deref(), id);
            match (case.step(id).map(|step| step.kind), answer) {
                (Some(StepKind::Contact), answer) => contact_answer = answer.cloned(),
                (Some(StepKind::Remedy), Some(answer)) => {
                    let wish = answer_label(case, id, line.as_deref(), answer, &look.texts);
                    if !wishes.contains(&wish) {
                        wishes.push(wish);
                    }
                }
                _ => {}
            }
        }
    }
    let own = look.texts.find(&[case.flow_id, ".receipt.request"].concat(), &[]);
    let request = match case.flow.kind {
        _ if own.is_some() => own,
        FlowKind::Withdrawal => Some(look.text("withdrawal.receipt.request")),
        _ if wishes.is_empty() => None,
        _ => Some(look.say("receipt.request", "remedy", Arg::Text(&wishes.join(", ")))),
    };
    let contact = case::contact(&case.context, contact_answer.as_ref());
    let email = contact.get("email").and_then(Json::as_text);
    (request, email.map(|email| look.say("receipt.reach", "contact", Arg::Text(email))))
}

/// How the goods go back, once the shop has said so.
fn returns(look: &Look, returns: &ReturnInstructions) -> Option<Node> {
    let key = ["receipt.return.", returns.way?.as_str()].concat();
    let mut words = div("note-text").child(el("b").text(look.text(&key)));
    let carrier = returns.carrier.as_ref().map(|name| look.say("receipt.return.carrier", "carrier", Arg::Text(name)));
    let by = returns.by.map(|by| look.say("next.by", "date", Arg::Day(by)));
    for line in [carrier, by].into_iter().flatten() {
        words = words.child(el("span").text(line));
    }
    if let Some(qr) = returns.qr.as_ref().filter(|qr| is_link(qr)) {
        words = words.child(classed("img", "code-picture").attr("src", qr).attr("alt", look.text(&key)));
    }
    if let Some(url) = returns.url.as_ref().filter(|url| is_link(url)) {
        words = words.child(away(look, url, "receipt.return.open"));
    }
    Some(div("note info").icon("return").child(words))
}

/// A link out of the widget, in a tab of its own.
fn away(look: &Look, url: &str, key: &str) -> Node {
    let link = el("a").attr("href", url).attr("target", "_blank").attr("rel", "noopener noreferrer");
    link.text(look.text(key))
}

/// Where the case can be followed, and what was sent as a file to keep.
fn links(look: &Look, receipt: &Receipt) -> Node {
    let session = look.session;
    let keep = button("link", "download", move || statement::download(session));
    // A desk on this very machine has no certificate.
    let own = [&window().location().origin().unwrap_or_default(), "/"].concat();
    let status = receipt.status_url.as_ref().filter(|url| is_link(url) || url.starts_with(&own));
    div("links")
        .child(keep.text(look.text("receipt.download")))
        .opt(status.map(|url| away(look, url, "receipt.status").attr("class", "link")))
}

fn entry(class: &'static str, words: String, below: String) -> Node {
    let mut text = el("span").text(words);
    if !below.is_empty() {
        text = text.child(el("small").text(below));
    }
    classed("li", class).child(text)
}

fn reference(look: &Look, reference: &str, confirmed: bool) -> Node {
    let session = look.session;
    let (code, done) = (reference.to_string(), look.text("receipt.copied"));
    let copied = done.clone();
    let copy = button("link", "copy", move || {
        let (code, done) = (code.clone(), done.clone());
        spawn_local(async move {
            let clipboard = get(&window().navigator(), "clipboard");
            // There is none in pages without TLS, and the browser may refuse.
            if wait(&clipboard, "writeText", &[code.into()]).await.is_ok() && !session.is_over() {
                session.announce(done);
            }
        });
    });
    let offer = look.text("receipt.copy");
    let copy = copy.live(move |copy| {
        let now = session.announced();
        copy.text(if now == copied { &now } else { &offer })
    });
    let label = classed("span", "reference-label").text(look.text(if confirmed {
        "receipt.reference"
    } else {
        "receipt.sent.number"
    }));
    let code = classed("b", "code").attr("dir", "ltr").text(reference);
    let words = div("reference-text").attr("id", "reference").child(label).child(code);
    div("reference").child(words).child(copy.attr("aria-describedby", "reference"))
}
