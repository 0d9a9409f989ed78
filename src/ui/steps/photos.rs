//! `photos`: take or choose pictures, see them at once, take them out again; "I can't take one" is always an answer.

use super::Asked;
use crate::evidence::{Refusal, prepare};
use crate::session::Session;
use crate::ui::Look;
use crate::ui::field::{field_id, focus, group};
use crate::ui::node::{Node, button, div, el};
use leptos::prelude::*;
use redress_engine::flow::UNABLE;
use redress_engine::text::Arg;
use wasm_bindgen::JsCast;
use web_sys::{File, HtmlInputElement};

pub fn photos(look: &Look, asked: &Asked) -> Node {
    let session = look.session;
    let (id, line) = (asked.id.clone(), asked.line.clone());
    // Refusals of the last files, in words.
    let refusals = RwSignal::new(Vec::<String>::new());
    let group_id = field_id(&asked.pointer);
    let grid = div("photos").live(move || {
        session.part.track();
        previews(session, line.as_deref(), &id, &group_id)
    });
    let pickers = div("pickers").child(picker(look, asked, refusals, "photos.take", "camera", true)).child(picker(
        look,
        asked,
        refusals,
        "photos.choose",
        "images",
        false,
    ));
    let notes = div("notes").attr("role", "status").live(move || {
        let mut notes = div("");
        for refusal in refusals.get() {
            notes = notes.child(el("p").attr("class", "fault").text(refusal));
        }
        notes.view()
    });
    // The same words that the screen reader hears: that a picture is on its way, and that it is there.
    let state = el("p")
        .attr("class", "help state")
        .attr("aria-hidden", "true")
        .live(move || session.announcement.get().into_any());
    let mut content = div("field").child(grid).child(pickers).child(state).child(notes);
    // Where no photo is asked for, Continue says the same.
    if !asked.optional {
        let (id, line) = (asked.id.clone(), asked.line.clone());
        let unable = button("link unable", "secondary", move || session.unable(line.as_deref(), &id));
        let chosen = asked.answer.as_text() == Some(UNABLE);
        content = content.child(unable.current(chosen).text(look.text("photos.unable")));
    }
    group(look, asked, &asked.pointer, "group", content)
}

/// A file input that looks like a button. `capture` opens the camera on phones.
fn picker(look: &Look, asked: &Asked, refusals: RwSignal<Vec<String>>, key: &str, icon: &str, capture: bool) -> Node {
    let session = look.session;
    let (id, line) = (asked.id.clone(), asked.line.clone());
    // The id, so that the focus is still here when the screen is drawn anew.
    let own = [&field_id(&asked.pointer), "-", icon].concat();
    let input = el("input").attr("type", "file").attr("accept", "image/*").attr("id", own);
    let input = if capture { input.attr("capture", "environment") } else { input.flag("multiple", true) };
    let input = input.on("change", move |event| {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
        let files = chosen(&input);
        // So that the same file can be chosen again after it was removed.
        input.set_value("");
        leptos::task::spawn_local(add(session, line.clone(), id.clone(), files, refusals));
    });
    el("label").attr("class", "picker").child(input).icon(icon).child(el("span").text(look.text(key)))
}

fn chosen(input: &HtmlInputElement) -> Vec<File> {
    let Some(list) = input.files() else { return Vec::new() };
    (0..list.length()).filter_map(|at| list.get(at)).collect()
}

/// One picture at a time, so that memory holds one at a time.
async fn add(session: Session, line: Option<String>, step: String, files: Vec<File>, refusals: RwSignal<Vec<String>>) {
    let _ = refusals.try_set(Vec::new());
    session.preparing(files.len());
    session.announcement.set(session.text("photos.working"));
    let mut refused = Vec::new();
    let mut added = 0;
    for file in files {
        let prepared = prepare(&file).await;
        if session.is_over() {
            return;
        }
        let key = match prepared {
            Ok(photo) => {
                session.add_photo(line.as_deref(), &step, photo);
                added += 1;
                ""
            }
            Err(Refusal::TooBig) => "photos.too-big",
            Err(Refusal::Unreadable) => "photos.unreadable",
        };
        if !key.is_empty() {
            refused.push(session.model().texts().get(key, &[("name", Arg::Text(&file.name()))]));
            // A refusal must be read before anything goes on.
            session.change().proceed_later = false;
        }
        let words = session.model().texts().get("photos.added", &[("count", Arg::Count(added))]);
        session.announcement.set(if added > 0 { words } else { String::new() });
        let _ = refusals.try_set(refused.clone());
        session.prepared();
    }
}

/// `group`: element id of the whole question.
fn previews(session: Session, line: Option<&str>, step: &str, group: &str) -> AnyView {
    let model = session.model();
    let texts = model.texts();
    let mut list = el("ul").attr("class", "previews").attr("role", "list");
    for (at, photo) in model.photos_of(line, step).into_iter().enumerate() {
        let index = [("index", Arg::Count(at as i64 + 1))];
        let (line, step, photo, group) = (line.map(str::to_string), step.to_string(), photo.clone(), group.to_string());
        let picture = el("img").attr("src", &photo.preview).attr("alt", texts.get("photos.nth", &index));
        let remove = button("photo-remove", "remove", move || {
            // Out of the button that is about to go, or the focus would fall to the page.
            focus(session, &group);
            session.remove_photo(line.as_deref(), &step, &photo.attachment.id);
            photo.release();
            session.announcement.set(session.text("photos.removed"));
        });
        let remove = remove.attr("aria-label", texts.get("photos.remove", &index)).icon("close");
        list = list.child(el("li").attr("class", "photo").child(picture).child(remove));
    }
    list.view()
}
