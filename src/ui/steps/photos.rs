//! `photos`: take or choose pictures, see them at once, take them out again; "I can't take one" is always an answer.

use super::Asked;
use crate::evidence::{Photo, Refusal, prepare};
use crate::session::Session;
use crate::ui::field::{described, fault_of};
use crate::ui::node::{Node, button, div, el};
use leptos::prelude::*;
use redress_engine::Json;
use redress_engine::flow::UNABLE;
use redress_engine::text::Arg;
use wasm_bindgen::JsCast;
use web_sys::{File, HtmlInputElement};

pub fn photos(session: Session, asked: &Asked) -> Node {
    let (id, line) = (asked.id.clone(), asked.line.clone());
    // What happened to the last files: refusals in words, or that one is being prepared.
    let notes = RwSignal::new(Vec::<String>::new());
    let grid = {
        let (id, line) = (id.clone(), line.clone());
        div("photos").live(move || {
            session.part.track();
            previews(session, line.as_deref(), &id)
        })
    };
    let pickers = div("pickers").child(picker(session, asked, notes, "photos.take", "camera", true)).child(picker(
        session,
        asked,
        notes,
        "photos.choose",
        "images",
        false,
    ));
    let refusals = div("notes").attr("role", "status").live(move || {
        let each = notes.get().into_iter().map(|note| el("p").attr("class", "fault").text(note));
        div("").children(each).view()
    });
    let unable = {
        let chosen = asked.answer.as_text() == Some(UNABLE);
        button("link", "secondary", move || session.unable(line.as_deref(), &id))
            .attr("aria-pressed", if chosen { "true" } else { "false" })
            .text(session.text("photos.unable"))
    };
    let group = div("field").attr("role", "group").attr("tabindex", "-1").attr("aria-label", asked.title.clone());
    let group = described(group, session, &asked.pointer)
        .opt(fault_of(session, &asked.pointer))
        .child(grid)
        .child(pickers)
        .child(refusals);
    // Where no photo is asked for, Continue says the same.
    group.opt((!asked.optional).then_some(unable))
}

/// A file input that looks like a button. `capture` opens the camera on phones.
fn picker(session: Session, asked: &Asked, notes: RwSignal<Vec<String>>, key: &str, icon: &str, capture: bool) -> Node {
    let (id, line) = (asked.id.clone(), asked.line.clone());
    let input = el("input").attr("type", "file").attr("accept", "image/*");
    let input = if capture { input.attr("capture", "environment") } else { input.flag("multiple", true) };
    let input = input.on("change", move |event| {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
        let files = chosen(&input);
        // So that the same file can be chosen again after it was removed.
        input.set_value("");
        let (id, line) = (id.clone(), line.clone());
        leptos::task::spawn_local(async move { add(session, line, id, files, notes).await });
    });
    el("label").attr("class", "picker").child(input).icon(icon).child(el("span").text(session.text(key)))
}

fn chosen(input: &HtmlInputElement) -> Vec<File> {
    let Some(list) = input.files() else { return Vec::new() };
    (0..list.length()).filter_map(|at| list.get(at)).collect()
}

/// One picture at a time, so that memory holds one at a time.
async fn add(session: Session, line: Option<String>, step: String, files: Vec<File>, notes: RwSignal<Vec<String>>) {
    let count = files.len();
    notes.set(Vec::new());
    session.announcement.set(session.text("photos.working"));
    let mut refusals = Vec::new();
    for file in files {
        match prepare(&file).await {
            Ok(photo) => session.add_photos(line.as_deref(), &step, vec![photo]),
            Err(refusal) => {
                let key = if matches!(refusal, Refusal::TooBig) { "photos.too-big" } else { "photos.unreadable" };
                let name = file.name();
                refusals
                    .push(session.read(|model| model.look(|_, texts| texts.get(key, &[("name", Arg::Text(&name))]))));
            }
        }
    }
    let added = Arg::Count((count - refusals.len()) as i64);
    if count > refusals.len() {
        session
            .announcement
            .set(session.read(|model| model.look(|_, texts| texts.get("photos.added", &[("count", added)]))));
    } else {
        session.announcement.set(String::new());
    }
    notes.try_set(refusals);
}

fn previews(session: Session, line: Option<&str>, step: &str) -> AnyView {
    let photos = session.read(|model| {
        let named = model.answers.get(line, step).map(Json::items).unwrap_or_default();
        named.iter().filter_map(|id| model.photo(id.as_text()?)).cloned().collect::<Vec<Photo>>()
    });
    let each = photos.into_iter().enumerate().map(|(at, photo)| {
        let count = [("index", Arg::Count(at as i64 + 1))];
        let (alt, remove) = session
            .read(|model| model.look(|_, texts| (texts.get("photos.nth", &count), texts.get("photos.remove", &count))));
        let (line, step, id, preview) =
            (line.map(str::to_string), step.to_string(), photo.attachment.id.clone(), photo.clone());
        let take_out = button("photo-remove", "remove", move || {
            session.remove_photo(line.as_deref(), &step, &id);
            preview.release();
            session.announcement.set(session.text("photos.removed"));
        });
        el("li")
            .attr("class", "photo")
            .child(el("img").attr("src", photo.preview.clone()).attr("alt", alt))
            .child(take_out.attr("aria-label", remove).icon("close"))
    });
    el("ul").attr("class", "previews").attr("role", "list").children(each).view()
}
