//! `photos`: take or choose pictures, drop or paste them, see them, take them out again; "I can't take one" is always an answer.

mod bring;
mod previews;

use super::Asked;
use crate::browser::list;
use crate::evidence::{PDF, Question, forget, refused, take};
use crate::session::Session;
use crate::ui::Look;
use crate::ui::field::{field_id, group};
use crate::ui::node::{Node, button, classed, div, el};
use leptos::prelude::*;
use redress_engine::config::Step;
use redress_engine::flow::UNABLE;
use redress_engine::step::FileLimits;
use redress_engine::text::Arg;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlInputElement;

/// What every part of the question talks about.
#[derive(Clone)]
struct Photos {
    session: Session,
    question: Question,
    limits: FileLimits,
    /// Element id of the whole question.
    id: String,
}

impl Photos {
    /// Takes files that the shopper has handed over.
    fn take(&self, files: Vec<JsValue>) {
        let files = files.into_iter().map(JsCast::unchecked_into).collect();
        take(self.session, &self.question, files, &self.limits);
    }
}

pub fn photos(look: &Look, asked: &Asked) -> Node {
    let session = look.session;
    let photos = Photos {
        session,
        question: Question { line: asked.line.clone(), step: asked.id.clone() },
        limits: look.case.step(&asked.id).map(Step::file_limits).unwrap_or_else(|| Step::default().file_limits()),
        id: field_id(&asked.pointer),
    };
    let (question, here) = (photos.question.clone(), look.model.place.clone());
    on_cleanup(move || {
        // Drawn anew on the same screen, it says again why.
        if !session.is_over() && session.model().place != here {
            forget(session, &question);
        }
    });
    let shown = photos.clone();
    let grid = div("photos").live(move |grid| {
        session.watch_part();
        grid.child(previews::previews(&shown))
    });
    let choose = if photos.limits.pdf { "photos.choose.files" } else { "photos.choose" };
    let camera = picker(look, &photos, "photos.take", "camera", true);
    let pickers = div("pickers").child(camera).child(picker(look, &photos, choose, "images", false));
    let question = photos.question.clone();
    let notes = div("notes").attr("role", "status").live(move |notes| {
        session.watch_part();
        let mut notes = notes;
        for refusal in refused(session, &question) {
            notes = notes.child(classed("p", "fault").text(refusal));
        }
        notes
    });
    // The same words that the screen reader hears: that a picture is on its way, and that it is there.
    let state = el("p")
        .attr("class", "help state")
        .attr("aria-hidden", "true")
        .live(move |state| state.text(session.announced()));
    let mut content = bring::listening(div("field evidence"), &photos)
        .child(grid)
        .child(pickers)
        .child(limits(look, &photos))
        .child(state);
    content = content.child(notes);
    // Where no photo is asked for, Continue says the same.
    if !asked.optional {
        let Question { line, step } = photos.question;
        let unable = button("link unable", "secondary", move || session.unable(line.as_deref(), &step));
        let chosen = asked.answer.as_text() == Some(UNABLE);
        content = content.child(unable.current(chosen).text(look.text("photos.unable")));
    }
    group(look, asked, &asked.pointer, "group", content)
}

/// How many there may be and of what sort, before anything is chosen; and that there are two more ways, where there is a mouse.
fn limits(look: &Look, photos: &Photos) -> Node {
    let limits = &photos.limits;
    let count = ("count", Arg::Count(limits.files));
    let words = if limits.pdf {
        let size = look.model.locale.format.megabytes(limits.pdf_bytes);
        look.texts.get("photos.limit.files", &[count, ("size", Arg::Text(&size))])
    } else {
        look.texts.get("photos.limit", &[count])
    };
    let ways = classed("span", "ways").text([" ", &look.text("photos.drop")].concat());
    classed("p", "help").attr("id", limit_id(photos)).text(words).child(ways)
}

/// The element id of the line that says so.
fn limit_id(photos: &Photos) -> String {
    [&photos.id, "-limit"].concat()
}

/// A file input that looks like a button. `capture` opens the camera on phones.
fn picker(look: &Look, photos: &Photos, key: &str, icon: &'static str, capture: bool) -> Node {
    // The id, so that the focus is still here when the screen is drawn anew.
    let own = [&photos.id, "-", icon].concat();
    let accept = if photos.limits.pdf && !capture { ["image/*,", PDF].concat() } else { "image/*".into() };
    let input = el("input").attr("type", "file").attr("accept", accept).attr("id", own);
    let input = input.attr("aria-describedby", limit_id(photos));
    let input = if capture { input.attr("capture", "environment") } else { input.flag("multiple", true) };
    let photos = photos.clone();
    let input = input.on("change", move |event| {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
        let files = list(&input, "files");
        // So that the same file can be chosen again after it was removed.
        input.set_value("");
        photos.take(files);
    });
    let class = if capture { "picker take" } else { "picker" };
    classed("label", class).child(input).icon(icon).child(el("span").text(look.text(key)))
}
