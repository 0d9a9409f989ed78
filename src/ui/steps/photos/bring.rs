//! Files that come by drag and drop or by paste. The page's window listens: a file that is dropped beside the question would otherwise
//! open in place of the page, and all answers with it.

use super::Photos;
use crate::browser::{call, get, list, text};
use crate::ui::field::find;
use crate::ui::node::Node;
use wasm_bindgen::JsValue;
use web_sys::Event;

/// Listens as long as the question is shown.
pub fn listening(mut question: Node, photos: &Photos) -> Node {
    for name in ["dragover", "dragleave", "drop", "paste"] {
        let photos = photos.clone();
        question = question.on_window(name, move |event| heard(&photos, name, &event));
    }
    question
}

fn heard(photos: &Photos, name: &str, event: &Event) {
    let carried = get(event, if name == "paste" { "clipboardData" } else { "dataTransfer" });
    let brings = is_for(photos, event) && holds(&carried, "Files");
    if name == "paste" {
        // Words with a picture of them, as office programs copy them, are words where one can write.
        if !brings || (holds(&carried, "text/plain") && is_writing(event)) {
            return;
        }
    } else if name != "dragleave" || !get(event, "relatedTarget").is_truthy() {
        // Between two elements of the page nothing has left it.
        show(photos, brings && name == "dragover");
    }
    if brings {
        event.prevent_default();
    }
    if brings && matches!(name, "drop" | "paste") {
        photos.take(list(&carried, "files"));
    }
}

/// Whether an event is for this question: within it or, where it is within no other, within the dialog or the widget; the first question
/// of a screen gets that.
fn is_for(photos: &Photos, event: &Event) -> bool {
    let model = photos.session.model();
    let (mut inside, container) = (model.dialog, JsValue::from(&model.container));
    for element in path(event) {
        if text(&element, "className") == EVIDENCE {
            return text(&element, "id") == photos.id;
        }
        inside |= element == container;
    }
    inside && !event.default_prevented()
}

/// The class of what `photos` draws for one question.
const EVIDENCE: &str = "field evidence";

/// From the element in which it happened to the window, through shadow roots too.
fn path(event: &Event) -> Vec<JsValue> {
    call(event, "composedPath", &[]).map(|path| js_sys::Array::from(&path).to_vec()).unwrap_or_default()
}

fn is_writing(event: &Event) -> bool {
    let field = |first: &JsValue| matches!(text(first, "tagName").as_str(), "INPUT" | "TEXTAREA");
    path(event).first().is_some_and(|first| field(first) && text(first, "type") != "file")
}

fn holds(carried: &JsValue, sort: &str) -> bool {
    carried.is_object() && list(carried, "types").iter().any(|each| each.as_string().as_deref() == Some(sort))
}

/// Shows that what is held over the page can be dropped, or no longer.
fn show(photos: &Photos, over: bool) {
    let container = photos.session.model().container.clone();
    let Some(all) = find(&container, &photos.id) else { return };
    let _ = if over { all.set_attribute("data-over", "") } else { all.remove_attribute("data-over") };
}
