//! What the loader hands over: fetched texts, the shopper's wish, and two functions to call back.

use super::host::Host;
use crate::browser::{get, wait};
use js_sys::Promise;
use redress_engine::Json;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// What the loader hands over.
pub struct Start {
    /// Calls back into the page.
    pub host: Host,
    /// URL of the versioned asset folder, ends with `/`.
    pub base: String,
    /// URL of the config, or `#id`.
    pub config_url: String,
    /// Text of the config.
    pub config: String,
    /// Text of the preset that was fetched ahead.
    pub preset: String,
    /// Text of the locale that was guessed.
    pub locale: String,
    /// Its tag.
    pub locale_id: String,
    /// Languages that have all texts: tags with a space between them.
    pub locales: String,
    /// Languages that have the texts of the withdrawal only, likewise.
    pub partial: String,
    /// What was asked for.
    pub wish: Wish,
    /// Whether it is a modal dialog, not part of the page.
    pub dialog: bool,
    /// Whether it is drawn before it is asked for.
    pub ahead: bool,
}

/// What the trigger, the element, the deep link or the JS call asked for.
#[derive(Default)]
pub struct Wish {
    /// The flow's id; empty: the one that the config starts with.
    pub flow: String,
    /// Which of the page's orders.
    pub order: Option<String>,
    /// Which line of it.
    pub item: Option<String>,
    /// Context from the JS call or the element.
    pub context: Json,
    /// Answers to start with: step → value.
    pub prefill: Json,
    /// The shop's token.
    pub token: Option<String>,
    /// The language that the element, the script tag or the call names.
    pub locale: Option<String>,
}

impl Start {
    /// Reads the loader's object. It is ours, so what is missing is empty rather than an error.
    pub fn read(start: &JsValue) -> Start {
        Start {
            host: Host::new(start),
            base: text(start, "base").unwrap_or_default(),
            config_url: text(start, "configUrl").unwrap_or_default(),
            config: text(start, "config").unwrap_or_default(),
            preset: text(start, "preset").unwrap_or_default(),
            locale: text(start, "locale").unwrap_or_default(),
            locale_id: text(start, "localeId").unwrap_or_default(),
            locales: text(start, "locales").unwrap_or_default(),
            partial: text(start, "partial").unwrap_or_default(),
            wish: Wish::of(start),
            ahead: get(start, "ahead").is_truthy(),
            dialog: text(start, "mode").as_deref() != Some("inline"),
        }
    }
}

/// Lets the page have its turn where nobody waits for us.
pub async fn turn(start: &JsValue) {
    let _ = wait(start, "turn", &[]).await;
}

impl Wish {
    /// Reads it from the loader's object.
    pub fn of(start: &JsValue) -> Wish {
        let wish = get(start, "wish");
        Wish {
            flow: text(&wish, "flow").unwrap_or_default(),
            order: text(&wish, "order"),
            item: text(&wish, "item"),
            context: json(get(&wish, "context")),
            prefill: json(get(&wish, "prefill")),
            token: text(&wish, "token"),
            locale: text(&wish, "locale"),
        }
    }
}

fn text(object: &JsValue, key: &str) -> Option<String> {
    get(object, key).as_string().filter(|text| !text.is_empty())
}

/// A value of the page's scripts as JSON; null where it is none (a function, a cycle).
fn json(value: JsValue) -> Json {
    let text = js_sys::JSON::stringify(&value).ok().and_then(|text| text.as_string());
    text.and_then(|text| Json::parse(&text).ok()).unwrap_or_default()
}

/// Fetches a JSON file of the bundle; None if it is not there.
pub async fn fetch_json(url: &str) -> Option<Json> {
    let response = wait(&js_sys::global(), "fetch", &[url.into()]).await.ok()?;
    if !get(&response, "ok").is_truthy() {
        return None;
    }
    Json::parse(&wait(&response, "text", &[]).await.ok()?.as_string()?).ok()
}

/// A file on its way: asked for at once, whatever is waited for first.
pub struct Fetching {
    done: Promise,
    found: Rc<Cell<Option<Json>>>,
}

impl Fetching {
    /// Asks for a file.
    pub fn new(url: String) -> Fetching {
        let found = Rc::new(Cell::new(None));
        let slot = Rc::clone(&found);
        let done = future_to_promise(async move {
            slot.set(fetch_json(&url).await);
            Ok(JsValue::UNDEFINED)
        });
        Fetching { done, found }
    }

    /// What is in it; None if it is not there.
    pub async fn json(self) -> Option<Json> {
        let _ = JsFuture::from(self.done).await;
        self.found.take()
    }
}
