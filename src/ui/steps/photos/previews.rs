//! What the shopper has handed over: each picture or file with a button that takes it out, and a place for each that is on its way.

use super::Photos;
use crate::evidence::{PDF, Photo, working};
use crate::ui::active;
use crate::ui::field::focus;
use crate::ui::node::{Node, button, classed, el};
use crate::ui::soon;
use redress_engine::text::{Arg, Texts};

pub fn previews(photos: &Photos) -> Node {
    let Photos { session, question, .. } = photos;
    let model = session.model();
    let texts = model.texts();
    // One that is ready must not take the focus from a button of one before it: they are all drawn anew.
    if let Some(id) = active(&model.container).map(|active| active.id()).filter(|id| id.starts_with(REMOVE)) {
        let session = *session;
        soon(session, move || focus(session, &id));
    }
    let mut list = classed("ul", "previews").attr("role", "list");
    for (at, photo) in model.photos_of(question.line.as_deref(), &question.step).into_iter().enumerate() {
        list = list.child(preview(photos, &texts, photo, at as i64 + 1));
    }
    // What a screen reader says of them is the announcement.
    for _ in 0..working(*session, question) {
        list = list.child(classed("li", "photo working").attr("aria-hidden", "true"));
    }
    list
}

/// Beginning of the element ids of the buttons.
const REMOVE: &str = "remove-";

fn preview(photos: &Photos, texts: &Texts, photo: &Photo, index: i64) -> Node {
    let args = [("index", Arg::Count(index)), ("name", Arg::Text(&photo.attachment.name))];
    let (session, pdf) = (photos.session, photo.attachment.mime == PDF);
    let (shown, remove) = if pdf {
        let words = el("span").attr("dir", "auto").text(&photo.attachment.name);
        (el("p").child(el("b").text("PDF")).child(words), texts.get("photos.remove.file", &args))
    } else {
        let shown = el("img").attr("src", &photo.preview).attr("alt", texts.get("photos.nth", &args));
        (shown, texts.get("photos.remove", &args))
    };
    let (photo, question, id) = (photo.clone(), photos.question.clone(), photos.id.clone());
    let own = [REMOVE, &photo.attachment.id].concat();
    let button = button("photo-remove", "remove", move || {
        // Out of the button that is about to go, or the focus would fall to the page.
        focus(session, &id);
        session.remove_photo(question.line.as_deref(), &question.step, &photo.attachment.id);
        photo.release();
        session.announce(session.text(if pdf { "photos.removed.file" } else { "photos.removed" }));
    });
    let button = button.attr("id", own).attr("aria-label", remove).icon("close");
    classed("li", "photo").child(shown).child(button)
}
