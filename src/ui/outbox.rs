//! What waits to be sent, of all orders: how each complaint stands, and what the shopper can do with it.

use super::Look;
use super::node::{Node, button, classed, div, el};
use super::review::{pieces, warning};
use super::shell::Content;
use super::statement;
use crate::i18n::local_time;
use crate::session::{Place, Session, page_of, state};
use redress_engine::kept::{Kept, Waiting};
use redress_engine::text::Arg;

/// How many wait: where a shopper comes in, or sees that something waits. Not on every question.
pub fn count(session: Session) -> Option<Node> {
    let model = session.model();
    let count = match model.place {
        Place::Screen(..) if model.has_before() => 0,
        Place::Screen(..) | Place::Resume | Place::Queued(_) | Place::Failed(_) | Place::Receipt(_) => model.waiting(),
        _ => 0,
    };
    if count == 0 {
        return None;
    }
    let words = model.texts().get("outbox.count", &[("count", Arg::Count(count as i64))]);
    Some(button("quiet", "secondary", move || session.open_outbox()).text(words))
}

pub fn outbox(look: &Look) -> Content {
    let kept = look.model.listed().map(|listed| listed.kept.as_slice()).unwrap_or_default();
    let main = div("main").child(heading(look.text("outbox.title"))).child(list(look, kept, true));
    let session = look.session;
    let back = button("primary", "primary", move || session.back()).text(look.text("nav.back"));
    Content { main, primary: Some(back) }
}

/// Deleting one, asked once more.
pub fn discard(look: &Look) -> Content {
    let session = look.session;
    let discard = button("secondary", "secondary", move || session.discard_waiting());
    let main = div("main")
        .child(heading(look.text("outbox.discard")))
        .child(list(look, look.model.discarding(), false))
        .child(warning(session, "outbox.undeleted", |model| model.listed().is_some_and(|listed| listed.undeleted)))
        .child(discard.text(look.text("failed.discard")));
    let back = button("primary", "primary", move || session.back()).text(look.text("nav.back"));
    Content { main, primary: Some(back) }
}

fn heading(words: String) -> Node {
    el("h2").attr("tabindex", "-1").attr("data-focus", "").text(words)
}

/// Complaints; whether something can be done with them here.
fn list(look: &Look, kept: &[Kept], acts: bool) -> Node {
    let mut list = el("ul").attr("role", "list").attr("class", "cards");
    for kept in kept {
        list = list.child(entry(look, kept, acts));
    }
    list
}

/// A complaint: of which order, about what, since when, how it stands, and where wanted what can be done.
fn entry(look: &Look, kept: &Kept, acts: bool) -> Node {
    let Some(waiting) = &kept.waiting else { return el("li") };
    let (page, model) = (page_of(kept), look.model);
    let of =
        model.case_waiting(kept, &page).map(|case| Look { session: look.session, model, case, texts: model.texts() });
    let name = match &of {
        Some(of) => statement::subject(of),
        _ if kept.order.is_empty() => look.text("order.unnamed"),
        None => look.say("order.number", "number", Arg::Text(&kept.order)),
    };
    let mut words = div("note-text").child(el("b").attr("id", &waiting.id).text(name));
    if let Some(of) = &of {
        for line in of.case.lines() {
            words = words.child(el("span").attr("dir", "auto").text(pieces(of, &line)));
        }
    }
    let at = local_time(&model.locale.format.tag, &waiting.confirmed_at);
    words = words.child(el("small").text(look.say("outbox.at", "time", Arg::Text(&at))));
    let sending = model.listed().is_some_and(|listed| listed.sending.as_ref() == Some(&waiting.id));
    let stands = if sending { look.text("sending.title") } else { state(waiting, &look.texts) };
    words = words.child(el("span").text(stands));
    let stuck = waiting.stopped || waiting.is_refused();
    let (class, icon) = match &waiting.receipt {
        Some(receipt) => {
            words = words.child(classed("b", "code").attr("dir", "ltr").text(&receipt.reference));
            ("note", "check")
        }
        None if stuck => ("note over", "alert"),
        None => ("note info", "clock"),
    };
    if acts && waiting.receipt.is_none() {
        words = words.child(ways(look, of.as_ref(), waiting, sending));
    }
    classed("li", class).icon(icon).child(words)
}

fn ways(look: &Look, of: Option<&Look>, waiting: &Waiting, sending: bool) -> Node {
    let session = look.session;
    let way = |name: &'static str, key: &str, act: fn(Session, &str)| {
        let id = waiting.id.clone();
        // By its name and value it has the focus again once the list is drawn anew.
        let way = button("link", name, move || act(session, &id)).attr("name", name).attr("value", &waiting.id);
        way.attr("aria-describedby", &waiting.id).text(look.text(key))
    };
    let mail = of.filter(|_| waiting.is_refused()).and_then(statement::mail);
    let mut now = way("secondary", "queued.now", Session::send_waiting);
    if sending {
        // Not `disabled`: it would lose the focus.
        now = now.attr("aria-disabled", "true");
    }
    div("links")
        .child(now)
        .opt(of.map(|_| way("download", "failed.download", download)))
        .opt(mail.map(|href| classed("a", "link").attr("href", href).text(look.text("failed.email"))))
        .child(way("discard", "failed.discard", Session::ask_to_discard))
}

/// The statement of one of the list, as a file.
fn download(session: Session, id: &str) {
    let model = session.model();
    let Some(kept) = model.listed().and_then(|listed| listed.kept.iter().find(|kept| kept.key() == id)) else { return };
    let page = page_of(kept);
    if let Some(case) = model.case_waiting(kept, &page) {
        statement::hand_over(&Look { session, model: &model, case, texts: model.texts() }, None);
    }
}
