//! The merchant's config, read as soon as the panel is there and checked as `redress check` does: also where no widget can start.

use super::note;
use crate::browser::{get, number, text, wait};
use crate::delivery::sha256;
use redress_engine::check::{Finding, Library, check};
use redress_engine::config::{load, parse};
use redress_engine::json::digits;
use std::cell::OnceCell;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::HtmlElement;

/// Milliseconds that checking waits for the first screen: it takes the browser a moment, and the shopper comes first.
const LATER: i32 = 300;

/// A config, and what is wrong with it.
pub struct Checked {
    /// Its URL, or `#id`.
    pub url: String,
    /// Why there is no text.
    pub unreachable: Option<String>,
    /// None until it is checked.
    pub findings: Option<Vec<Finding>>,
    /// Lower-case hex; None until it is there, and outside secure contexts.
    pub sha256: Option<String>,
    text: String,
}

thread_local! {
    static LIBRARY: OnceCell<Library> = const { OnceCell::new() };
}

/// What ships with this version: read once, because that takes a moment.
pub fn with_library<T>(act: impl FnOnce(&Library) -> T) -> T {
    LIBRARY.with(|library| act(library.get_or_init(Library::built_in)))
}

/// Looks at the config that the tag names: what a widget would have read.
pub async fn look(tag: HtmlElement) {
    let url = text(&get(&tag, "dataset"), "config");
    let url = if url.is_empty() { "#data-config".to_string() } else { url };
    match fetch(&url).await {
        Ok(text) => read(&url, &text),
        Err(why) => note(|notes| {
            notes.config = Some(Checked { unreachable: Some(why), ..Checked::new(&url, "") });
        }),
    }
}

async fn fetch(url: &str) -> Result<String, String> {
    if let Some(id) = url.strip_prefix('#') {
        let element = leptos::prelude::document().get_element_by_id(id);
        let missing = if id == "data-config" {
            "the script tag has no `data-config`: name the config's address there".into()
        } else {
            format!("the page has no element with the id `{id}`")
        };
        return element.map(|element| element.text_content().unwrap_or_default()).ok_or(missing);
    }
    let blocked = || {
        "it cannot be fetched: look for a wrong host, a missing CORS header or `connect-src` of a policy".to_string()
    };
    let response = wait(&js_sys::global(), "fetch", &[url.into()]).await.map_err(|_| blocked())?;
    if !get(&response, "ok").is_truthy() {
        return Err(["the server answers HTTP ", &digits(number(&response, "status") as i64)].concat());
    }
    let body = wait(&response, "text", &[]).await.map_err(|_| blocked())?;
    body.as_string().ok_or_else(blocked)
}

/// A config was read; the same again is not checked again.
pub fn read(url: &str, text: &str) {
    let mut fresh = false;
    note(|notes| {
        fresh = notes.config.as_ref().is_none_or(|known| known.unreachable.is_some() || known.text != text);
        if fresh {
            notes.config = Some(Checked::new(url, text));
        } else if let Some(known) = &mut notes.config {
            known.url = url.into();
        }
    });
    if !fresh {
        return;
    }
    let owned = text.to_string();
    wasm_bindgen_futures::spawn_local(async move {
        let hash = sha256(owned.as_bytes()).await;
        change(&owned, |config| config.sha256 = hash);
    });
    // What cannot be mounted waits for nothing, and nobody waits for it.
    let pause = if is_fatal(text) { 0 } else { LATER };
    let owned = text.to_string();
    let look = Closure::once_into_js(move || {
        let findings = with_library(|library| check(&owned, library));
        change(&owned, |config| config.findings = Some(findings));
    });
    let _ =
        leptos::prelude::window().set_timeout_with_callback_and_timeout_and_arguments_0(look.unchecked_ref(), pause);
}

fn is_fatal(text: &str) -> bool {
    with_library(|library| {
        let Ok(patch) = parse(text) else { return true };
        library.preset("default").is_some_and(|preset| load(preset, &patch).fatal().is_some())
    })
}

/// Adds to what is known of a text, if it is still the one in use.
fn change(text: &str, act: impl FnOnce(&mut Checked)) {
    note(|notes| {
        if let Some(config) = notes.config.as_mut().filter(|config| config.text == text) {
            act(config);
        }
    });
}

impl Checked {
    fn new(url: &str, text: &str) -> Checked {
        Checked { url: url.into(), unreachable: None, findings: None, sha256: None, text: text.into() }
    }
}
