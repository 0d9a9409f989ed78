//! One request and its answer. XMLHttpRequest where the shopper watches, because fetch tells nothing about uploads; fetch where the answer cannot be
//! read or no cookie may go along, because XMLHttpRequest cannot do that.

use crate::browser::{call, get, make, number, set, text, wait};
use crate::i18n::options;
use crate::session::Session;
use js_sys::{Object, Promise};
use redress_engine::config::Credentials;
use redress_engine::delivery::Answer;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::Event;

const RETRY_AFTER: &str = "Retry-After";

/// What is asked.
pub struct Post<'a> {
    /// `POST` or `PUT`.
    pub method: &'static str,
    /// Where.
    pub url: &'a str,
    /// All that are to be set.
    pub headers: &'a [(String, String)],
    /// Whether cookies go along.
    pub credentials: Credentials,
    /// The answer cannot be read.
    pub opaque: bool,
    /// What is sent.
    pub body: JsValue,
    /// Seconds after which it is given up.
    pub timeout: i64,
    /// The widget that shows its progress, if one does.
    pub watched: Option<Session>,
}

/// What came back; the body as text.
#[derive(Default)]
pub struct Came {
    /// 0 where nothing came.
    status: u16,
    body: String,
    /// Whether something came that cannot be read.
    opaque: bool,
    /// Seconds of `Retry-After`.
    pub retry_after: Option<i64>,
}

impl Came {
    /// As the engine judges it.
    pub fn answer(&self) -> Answer<'_> {
        match self.status {
            _ if self.opaque => Answer::Opaque,
            0 => Answer::Nothing,
            status => Answer::Came(status, &self.body),
        }
    }
}

/// Asks once.
pub async fn ask(post: Post<'_>) -> Came {
    let watched = post.watched;
    let asked = if post.opaque || post.watched.is_none() { fetched(post).await } else { watch(post).await };
    if let Some(session) = watched.filter(|session| !session.is_over()) {
        session.change().request = None;
    }
    asked.unwrap_or_default()
}

async fn watch(post: Post<'_>) -> Result<Came, JsValue> {
    let request = make("XMLHttpRequest")?;
    call(&request, "open", &[post.method.into(), post.url.into()])?;
    set(&request, "timeout", &(post.timeout as f64 * 1000.0).into())?;
    set(&request, "withCredentials", &(post.credentials == Credentials::Include).into())?;
    for (name, value) in post.headers {
        call(&request, "setRequestHeader", &[name.into(), value.into()])?;
    }
    let shown = move || post.watched.filter(|session| !session.is_over());
    let progress = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        let total = number(&event, "total");
        if let Some(session) = shown().filter(|_| total > 0.0) {
            let percent = (number(&event, "loaded") / total * 100.0) as u32;
            session.change().uploaded = percent.min(100);
            session.redraw_part();
        }
    });
    set(&get(&request, "upload"), "onprogress", progress.as_ref())?;
    // loadend comes after load, error, abort and timeout alike.
    let finished = Promise::new(&mut |resolve, reject| {
        let sent = set(&request, "onloadend", &resolve);
        if sent.and_then(|()| call(&request, "send", std::slice::from_ref(&post.body))).is_err() {
            let _ = reject.call0(&JsValue::NULL);
        }
    });
    if let Some(session) = shown() {
        session.change().request = Some(request.clone());
    }
    JsFuture::from(finished).await?;
    // Where another origin does not let it be read, Chromium complains on the page's console: asked only where it says something.
    let refused = number(&request, "status") >= 400.0;
    let retry_after =
        if refused { call(&request, "getResponseHeader", &[RETRY_AFTER.into()])?.as_string() } else { None };
    Ok(came(&request, text(&request, "responseText"), retry_after))
}

fn came(answer: &JsValue, body: String, retry_after: Option<String>) -> Came {
    Came {
        status: number(answer, "status") as u16,
        body,
        opaque: text(answer, "type") == "opaque",
        retry_after: retry_after.and_then(|seconds| seconds.trim().parse().ok()),
    }
}

async fn fetched(post: Post<'_>) -> Result<Came, JsValue> {
    let settings: JsValue = options(&[
        ("method", post.method),
        ("mode", if post.opaque { "no-cors" } else { "cors" }),
        ("credentials", post.credentials.as_str()),
    ])
    .into();
    let headers = Object::new();
    for (name, value) in post.headers {
        set(&headers, name, &value.into())?;
    }
    set(&settings, "headers", &headers)?;
    set(&settings, "body", &post.body)?;
    // A browser without it (Safari before 16) waits as long as it likes.
    let window = js_sys::global();
    if let Ok(signal) = call(&get(&window, "AbortSignal"), "timeout", &[(post.timeout as f64 * 1000.0).into()]) {
        set(&settings, "signal", &signal)?;
    }
    let answer = wait(&window, "fetch", &[post.url.into(), settings]).await?;
    let retry_after = call(&get(&answer, "headers"), "get", &[RETRY_AFTER.into()])?.as_string();
    let body = wait(&answer, "text", &[]).await?.as_string().unwrap_or_default();
    Ok(came(&answer, body, retry_after))
}
