//! What is kept on the shopper's device, in IndexedDB: records, and the bytes of pictures.
//!
//! Pictures are kept as buffers: WebKit fails to keep blobs ("Error preparing Blob/File data", dexie/Dexie.js issue 1227;
//! GoogleChrome/workbox issue 1908 chose buffers too).

use crate::browser::{call, get, set};
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use redress_engine::Json;
use redress_engine::complaint::Attachment;
use redress_engine::kept::{Kept, Waiting};
use redress_engine::read::{Read, Write};
use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::Blob;

/// Name of the database, of the mark in localStorage, and the beginning of each lock's.
const NAME: &str = "redress";
/// The only store: under [`RECORDS`] all records as one JSON text, which are few and short, and under its id the bytes of each picture.
const STORE: &str = "kept";
const RECORDS: &str = "records";
/// Milliseconds until a database that does not answer is done without: Safari has had versions that hang (WebKit bug 226547).
const PATIENCE: i32 = 3_000;

/// All records.
pub async fn all() -> Result<Vec<Kept>, JsValue> {
    let (database, store) = open("readonly").await?;
    let records = done(&call(&store, "get", &[RECORDS.into()])?, None).await;
    call(&database, "close", &[])?;
    Ok(read(&records?))
}

/// The bytes of pictures, undefined where they are not there.
pub async fn photos(of: &[Attachment]) -> Result<Vec<JsValue>, JsValue> {
    let Some(last) = of.len().checked_sub(1) else { return Ok(Vec::new()) };
    let (database, store) = open("readonly").await?;
    let mut requests = Vec::new();
    for photo in of {
        requests.push(call(&store, "get", &[photo.id.as_str().into()])?);
    }
    // Answers come in the order of requests.
    done(&requests[last], None).await?;
    call(&database, "close", &[])?;
    Ok(requests.iter().map(|request| get(request, "result")).collect())
}

/// Changes the records as a whole or not at all, with no other tab between, and waits until the disk has them. `fresh`: bytes of pictures that
/// they name; what they no longer name goes. An error if nothing was changed, for want of room for example.
pub async fn update(fresh: Vec<(String, JsValue)>, change: &mut dyn FnMut(&mut Vec<Kept>)) -> Result<(), JsValue> {
    let (database, store) = open("readwrite").await?;
    let finished = JsFuture::from(answer(&get(&store, "transaction"), ["oncomplete", "onabort"], None));
    let records = call(&store, "get", &[RECORDS.into()])?;
    let keys = done(&call(&store, "getAllKeys", &[])?, None).await?;
    let mut kept = read(&get(&records, "result"));
    change(&mut kept);
    let named = |id: &str| kept.iter().any(|kept| kept.names(id));
    let mut there = Vec::new();
    for key in Array::from(&keys).iter().filter_map(|key| key.as_string()) {
        if key != RECORDS && !named(&key) {
            call(&store, "delete", &[key.into()])?;
        } else {
            there.push(key);
        }
    }
    for (id, bytes) in fresh.iter().filter(|(id, _)| named(id) && !there.contains(id)) {
        call(&store, "put", &[bytes.clone(), id.into()])?;
    }
    call(&store, "put", &[kept.to_json().to_text().into(), RECORDS.into()])?;
    let finished = finished.await;
    call(&database, "close", &[])?;
    finished?;
    mark(&kept);
    Ok(())
}

/// A database that is to be closed soon (one that stays open keeps pages out of the browser's cache for going back), and its store. Between
/// two requests nothing else may be awaited: then they are two transactions.
async fn open(mode: &str) -> Result<(JsValue, JsValue), JsValue> {
    let factory = get(&js_sys::global(), "indexedDB");
    let request = call(&factory, "open", &[NAME.into(), 1.into()])?;
    let upgrade = Closure::<dyn FnMut(JsValue)>::new(|event| {
        let _ = call(&get(&get(&event, "target"), "result"), "createObjectStore", &[STORE.into()]);
    });
    // Freed with the request, which it therefore does not hold: it may come after we have stopped waiting, and a database without its
    // store would be of no use for ever.
    set(&request, "onupgradeneeded", &upgrade.into_js_value())?;
    let database = done(&request, Some(PATIENCE)).await?;
    let options = Object::new();
    // Written through to the disk: what the shopper is told is kept, is.
    set(&options, "durability", &"strict".into())?;
    let transaction = call(&database, "transaction", &[STORE.into(), mode.into(), options.into()])?;
    let store = call(&transaction, "objectStore", &[STORE.into()])?;
    Ok((database, store))
}

fn read(text: &JsValue) -> Vec<Kept> {
    let json = Json::parse(&text.as_string().unwrap_or_default()).unwrap_or_default();
    Read::read(&json, &mut Default::default()).unwrap_or_default()
}

/// The bytes of a picture, read before a transaction begins: it would not wait for them.
pub async fn bytes(blob: &Blob) -> Result<JsValue, JsValue> {
    JsFuture::from(blob.array_buffer()).await
}

/// A picture out of its bytes.
pub fn blob(bytes: &JsValue, mime: &str) -> Option<Blob> {
    let settings = web_sys::BlobPropertyBag::new();
    settings.set_type(mime);
    if bytes.is_undefined() {
        return None;
    }
    Blob::new_with_u8_array_sequence_and_options(&Array::of1(&Uint8Array::new(bytes)), &settings).ok()
}

/// What a request brings, within so many milliseconds.
async fn done(request: &JsValue, patience: Option<i32>) -> Result<JsValue, JsValue> {
    JsFuture::from(answer(request, ["onsuccess", "onerror"], patience)).await?;
    Ok(get(request, "result"))
}

/// Which of two events comes.
fn answer(target: &JsValue, [good, bad]: [&str; 2], patience: Option<i32>) -> Promise {
    Promise::new(&mut |resolve, reject| {
        let _ = set(target, good, &resolve);
        let _ = set(target, bad, &reject);
        if let Some(patience) = patience {
            let _ = leptos::prelude::window().set_timeout_with_callback_and_timeout_and_arguments_0(&reject, patience);
        }
    })
}

/// Marks whether anything is kept, and how many complaints wait, where a page can see it without a database: the loader brings the widget
/// in for what waits, and a first screen waits for what is kept.
fn mark(kept: &[Kept]) {
    let storage = get(&js_sys::global(), "localStorage");
    let waiting = kept.iter().filter(|kept| kept.waiting.as_ref().is_some_and(Waiting::is_pending)).count();
    let _ = if kept.is_empty() {
        call(&storage, "removeItem", &[NAME.into()])
    } else {
        call(&storage, "setItem", &[NAME.into(), (waiting as u32).into()])
    };
}

/// Whether something is kept, as far as a page can see it without a database.
pub fn is_marked() -> bool {
    let storage = get(&js_sys::global(), "localStorage");
    Reflect::get(&storage, &NAME.into()).is_ok_and(|mark| !mark.is_undefined())
}

/// Works while no other tab works under the same name (Web Locks). `wait`: until the other one is done; else it is not begun. Where the
/// browser has no locks, as in pages without TLS, it is begun at once: an endpoint that honours the id takes it once all the same.
pub async fn alone(name: &str, wait: bool, work: Pin<Box<dyn Future<Output = ()>>>) {
    let work = Rc::new(Cell::new(Some(work)));
    let begun = Rc::clone(&work);
    let callback = Closure::once(move |lock: JsValue| -> Promise {
        let work = if lock.is_null() { None } else { begun.take() };
        if lock.is_null() {
            // Somebody else has it.
            begun.set(None);
        }
        future_to_promise(async move {
            if let Some(work) = work {
                work.await;
            }
            Ok(JsValue::UNDEFINED)
        })
    });
    let request = || -> Result<Promise, JsValue> {
        let locks = get(&get(&js_sys::global(), "navigator"), "locks");
        let options = Object::new();
        set(&options, "ifAvailable", &(!wait).into())?;
        let name = [NAME, " ", name].concat();
        call(&locks, "request", &[name.into(), options.into(), callback.as_ref().clone()])?.dyn_into()
    };
    if let Ok(request) = request() {
        let _ = JsFuture::from(request).await;
    }
    // Not begun: there are no locks, or none for this page.
    if let Some(work) = work.take() {
        work.await;
    }
}
