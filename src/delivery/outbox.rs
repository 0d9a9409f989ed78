//! The outbox: what was confirmed waits on the device until somebody has taken it. One worker for a page sends what is due: after a pause,
//! back online, and from whichever page of the shop is opened next.

use super::{Failed, Frozen, attempt_once, pause};
use crate::browser::call;
use crate::embed::Host;
use crate::session::{Session, is_offline};
use crate::storage::{self, alone};
use js_sys::{Date, Math};
use redress_engine::Json;
use redress_engine::complaint::Receipt;
use redress_engine::config::Endpoint;
use redress_engine::json::digits;
use redress_engine::kept::{Failure, Kept, Waiting};
use redress_engine::read::Write;
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

/// Milliseconds after which the worker looks again at what another tab is sending, or what is due just now.
const SOON: i64 = 5_000;

/// Milliseconds after which it looks again where the database did not answer.
const LOOK_AGAIN: i64 = 60_000;

/// What the worker of a page knows.
struct Worker {
    /// Where complaints go now: an address that is gone gives way to it.
    endpoint: Endpoint,
    /// Who is told of what was sent while no widget showed it.
    host: Host,
}

thread_local! {
    static WORKER: RefCell<Option<Worker>> = const { RefCell::new(None) };
    /// Widgets that show a complaint that waits, or the list of them.
    static WATCHING: RefCell<Vec<Session>> = const { RefCell::new(Vec::new()) };
    static BUSY: Cell<bool> = const { Cell::new(false) };
    /// Counts the worker's alarms; only the last one counts.
    static ALARM: Cell<u32> = const { Cell::new(0) };
}

/// Milliseconds since 1970.
pub fn now() -> i64 {
    Date::now() as i64
}

/// Starts the worker, unless this page has one.
pub fn start(endpoint: Endpoint, host: Host) {
    let first = WORKER.with_borrow_mut(|worker| worker.replace(Worker { endpoint, host }).is_none());
    if first {
        // For good: they live as long as the page. A phone's page that comes to the front again has slept through its alarms.
        for event in ["online", "visibilitychange"] {
            let heard = Closure::<dyn FnMut()>::new(move || wake(event == "online"));
            let _ = call(&js_sys::global(), "addEventListener", &[event.into(), heard.into_js_value()]);
        }
        wake(false);
    }
}

/// Tells a widget what becomes of the complaint that it shows.
pub fn watch(session: Session) {
    WATCHING.with_borrow_mut(|watching| watching.push(session));
    wake(false);
}

/// Looks what is due.
pub fn wake(back_online: bool) {
    // Not by Leptos: on a page where nothing is mounted it has no executor.
    wasm_bindgen_futures::spawn_local(async move {
        if WORKER.with_borrow(Option::is_none) || BUSY.replace(true) {
            return;
        }
        // A database that did not answer may hold something all the same: look again.
        let next = send_due(back_online).await.unwrap_or_else(|_| Some(now() + LOOK_AGAIN));
        BUSY.set(false);
        if let Some(next) = next {
            let alarm = ALARM.get() + 1;
            ALARM.set(alarm);
            pause((next - now()).clamp(SOON, i32::MAX.into()) as i32).await;
            if ALARM.get() == alarm {
                wake(false);
            }
        }
    });
}

/// Sends what is due; when the next is.
async fn send_due(back_online: bool) -> Result<Option<i64>, JsValue> {
    let mut tried = Vec::new();
    loop {
        let all = storage::all().await?;
        // Without a network an attempt would only lengthen the pauses.
        let due =
            all.iter().find(|kept| !is_offline() && kept.is_due(now(), back_online) && !tried.contains(&kept.key()));
        let Some(due) = due else {
            let pending = all.iter().filter_map(|kept| kept.waiting.as_ref()).filter(|waiting| waiting.is_pending());
            return Ok(pending.map(|waiting| waiting.next_at).min());
        };
        let id = due.key();
        tried.push(id.clone());
        let work = async move {
            let _ = send(&id, back_online).await;
        };
        alone(&due.key(), false, Box::pin(work)).await;
    }
}

/// One attempt with a complaint that is still due.
async fn send(id: &str, back_online: bool) -> Result<(), JsValue> {
    let due = storage::all().await?.into_iter().find(|kept| kept.key() == id && kept.is_due(now(), back_online));
    let Some(waiting) = due.and_then(|kept| kept.waiting) else { return Ok(()) };
    let mut frozen = match frozen(&waiting).await? {
        Ok(frozen) => frozen,
        // Without its pictures it would be another complaint: the shopper is asked when they come back.
        Err(count) => return change(id, &mut |kept| lost(kept, count)).await,
    };
    let mut endpoint = waiting.endpoint;
    let current =
        WORKER.with_borrow(|worker| worker.as_ref().map(|worker| worker.endpoint.clone())).unwrap_or_default();
    let answered = attempt_once(&mut endpoint, &current, &mut frozen, None).await;
    note(id, &endpoint, &answered).await?;
    tell(id, answered);
    Ok(())
}

/// Sends a complaint now, because the shopper says so; what came of it stands in its record.
pub async fn send_now(id: String) -> Result<(), JsValue> {
    let mut again = |kept: &mut Kept| {
        if let Some(waiting) = &mut kept.waiting {
            waiting.ask_again(now());
        }
    };
    change(&id, &mut again).await?;
    let key = id.clone();
    let work = async move {
        let _ = send(&id, true).await;
    };
    alone(&key, true, Box::pin(work)).await;
    Ok(())
}

/// Takes a complaint out, because the shopper says so.
pub async fn discard(id: &str) -> Result<(), JsValue> {
    let mut discard = |all: &mut Vec<Kept>| all.retain(|kept| kept.key() != id);
    storage::update(Vec::new(), &mut discard).await
}

/// Tells whoever shows it, else the page.
fn tell(id: &str, answered: Result<Receipt, Failed>) {
    let watching = WATCHING.take();
    let shows = |session: &Session| !session.is_over() && session.model().waits_for(id, answered.is_ok());
    let mut shown = false;
    for session in watching {
        if shows(&session) {
            shown = true;
            session.settle(answered.clone());
        } else if !session.is_over() {
            session.relist();
        }
        if !session.is_over() {
            WATCHING.with_borrow_mut(|watching| watching.push(session));
        }
    }
    if let (false, Ok(receipt)) = (shown, &answered) {
        let host = WORKER.with_borrow(|worker| worker.as_ref().map(|worker| worker.host.clone()));
        if let Some(host) = host {
            host.emit("sent", &Json::map([("receipt", receipt.to_json())]));
        }
    }
}

/// Writes down what came of an attempt.
pub async fn note(id: &str, endpoint: &Endpoint, answered: &Result<Receipt, Failed>) -> Result<(), JsValue> {
    change(id, &mut |kept| match (answered, &mut kept.waiting) {
        (Ok(receipt), _) => kept.taken(receipt.clone(), now()),
        (Err(failed), Some(waiting)) => {
            waiting.endpoint = endpoint.clone();
            waiting.failed(failed.to_keep(), now(), failed.retry_after, Math::random());
        }
        _ => {}
    })
    .await
}

/// Leaves a complaint to the shopper that lacks so many pictures.
fn lost(kept: &mut Kept, count: i64) {
    stop(kept);
    if let Some(waiting) = &mut kept.waiting {
        let (key, detail) = ("resume.lost".into(), digits(count));
        waiting.failure = Some(Failure { key, detail, is_final: true, ..Failure::default() });
    }
}

/// Leaves a complaint to the shopper.
pub fn stop(kept: &mut Kept) {
    if let Some(waiting) = &mut kept.waiting {
        waiting.stopped = true;
    }
}

/// What has become of a complaint, in whichever tab.
pub async fn found(id: &str) -> Option<Waiting> {
    storage::all().await.ok()?.into_iter().find(|kept| kept.key() == id)?.waiting
}

/// Changes the record of a complaint.
pub async fn change(id: &str, change: &mut dyn FnMut(&mut Kept)) -> Result<(), JsValue> {
    let mut all = |all: &mut Vec<Kept>| {
        if let Some(kept) = all.iter_mut().find(|kept| kept.key() == id) {
            change(kept);
        }
    };
    storage::update(Vec::new(), &mut all).await
}

/// What is sent on every attempt, as it was frozen; or of how many pictures the bytes are gone.
pub async fn frozen(waiting: &Waiting) -> Result<Result<Frozen, i64>, JsValue> {
    let bytes = storage::photos(&waiting.files).await?;
    let (mut files, mut lost) = (Vec::new(), 0);
    for (file, bytes) in waiting.files.iter().zip(&bytes) {
        match storage::blob(bytes, &file.mime) {
            Some(blob) => files.push((file.clone(), blob)),
            None => lost += 1,
        }
    }
    if lost > 0 {
        return Ok(Err(lost));
    }
    let Waiting { id, confirmed_at, body, summary, .. } = waiting.clone();
    Ok(Ok(Frozen { id, confirmed_at, body, summary, files, ..Frozen::default() }))
}
