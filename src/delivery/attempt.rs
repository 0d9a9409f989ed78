//! One attempt: a multipart POST with its progress. XMLHttpRequest, because fetch tells nothing about uploads.

use super::Frozen;
use crate::session::Session;
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, FormData, ProgressEvent, XmlHttpRequest};

/// What came back.
pub struct Answer {
    /// HTTP status; 0 where nothing came.
    pub status: u16,
    /// Body.
    pub body: String,
    /// Seconds of `Retry-After`.
    pub retry_after: Option<i32>,
}

/// Posts once. `timeout` in seconds.
pub async fn attempt(url: &str, frozen: &Frozen, timeout: u32, session: Session) -> Answer {
    let answer = request(url, frozen, timeout, session).await;
    if !session.is_over() {
        session.change().request = None;
    }
    match answer {
        Ok(answer) => answer,
        Err(_) => Answer { status: 0, body: String::new(), retry_after: None },
    }
}

async fn request(url: &str, frozen: &Frozen, timeout: u32, session: Session) -> Result<Answer, JsValue> {
    let request = XmlHttpRequest::new()?;
    request.open("POST", url)?;
    request.set_timeout(timeout.saturating_mul(1000));
    request.set_request_header("Idempotency-Key", &frozen.id)?;
    request.set_request_header("Accept", "application/json")?;

    let progress = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
        if event.length_computable() && event.total() > 0.0 && !session.is_over() {
            let percent = (event.loaded() / event.total() * 100.0) as u32;
            session.change().uploaded = percent.min(100);
            session.redraw_part();
        }
    });
    request.upload()?.set_onprogress(Some(progress.as_ref().unchecked_ref()));

    let body = form(frozen)?;
    let sent = request.clone();
    // loadend comes after load, error, abort and timeout alike.
    let finished = Promise::new(&mut |resolve, reject| {
        sent.set_onloadend(Some(&resolve));
        if sent.send_with_opt_form_data(Some(&body)).is_err() {
            let _ = reject.call0(&JsValue::NULL);
        }
    });
    if !session.is_over() {
        session.change().request = Some(request.clone());
    }
    JsFuture::from(finished).await?;
    let retry_after = request.get_response_header("Retry-After")?.and_then(|text| text.trim().parse().ok());
    Ok(Answer { status: request.status()?, body: request.response_text()?.unwrap_or_default(), retry_after })
}

fn form(frozen: &Frozen) -> Result<FormData, JsValue> {
    let form = FormData::new()?;
    let settings = BlobPropertyBag::new();
    settings.set_type("application/json");
    let complaint = Blob::new_with_str_sequence_and_options(&Array::of1(&frozen.body.as_str().into()), &settings)?;
    form.append_with_blob_and_filename("complaint", &complaint, "complaint.json")?;
    for (id, blob) in &frozen.files {
        form.append_with_blob_and_filename("attachment", blob, id)?;
    }
    Ok(form)
}
