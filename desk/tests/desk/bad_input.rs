//! Bad input: each gets a 4xx with a code, and leaves neither row nor file.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::{Body, Bytes};
use axum::http::Request;
use futures_util::{StreamExt, stream};
use redress_desk::limits;
use redress_engine::complaint::Attachment;
use serde_json::{Value, json};

use crate::multipart::{BOUNDARY, Form};
use crate::samples::{ID, attachment, bytes, changed, photo, vase};
use crate::support::{Bench, multipart};

/// Posts a body that must be refused with nothing left.
async fn refused(body: impl Into<Body>) -> (u16, String) {
    let bench = Bench::new().await;
    refused_by(&bench, body).await
}

async fn refused_by(bench: &Bench, body: impl Into<Body>) -> (u16, String) {
    let answer = bench.post(ID, body).await;
    assert_eq!(bench.kept().await, (0, 0), "{}", answer.text());
    answer.refusal()
}

/// A complaint with one photo announced as `file`, and `sent` sent for it.
async fn with_file(change: impl FnOnce(&mut Attachment), mime: &str, sent: &[u8]) -> (u16, String) {
    let bench = Bench::new().await;
    let mut file = attachment("a", "a.jpg", "image/jpeg", sent);
    change(&mut file);
    let body = bytes(&vase(&bench.desk, vec![file]));
    refused_by(&bench, Form::of(&body).file("a", mime, sent).bytes()).await
}

/// A complaint with one value changed.
async fn with_value(pointer: &str, value: Value) -> (u16, String, String) {
    let bench = Bench::new().await;
    let answer = bench.post(ID, Form::of(&changed(&vase(&bench.desk, vec![]), pointer, value)).bytes()).await;
    assert_eq!(bench.kept().await, (0, 0));
    let (status, code) = answer.refusal();
    (status, code, answer.json()["path"].as_str().unwrap().into())
}

#[tokio::test]
async fn a_malformed_multipart_body_is_refused() {
    assert_eq!(refused("").await, (400, "multipart.syntax".into()));
    assert_eq!(refused("not multipart at all").await, (400, "multipart.syntax".into()));
    let bench = Bench::new().await;
    let complaint = bytes(&vase(&bench.desk, vec![]));
    assert_eq!(refused(Form::of(&complaint).unfinished()).await, (400, "multipart.syntax".into()));
    let mut request = multipart(ID, Form::of(&complaint).bytes());
    request.headers_mut().insert("content-type", "multipart/form-data".parse().unwrap());
    assert_eq!(bench.send(request).await.refusal(), (400, "multipart.syntax".into()));
}

#[tokio::test]
async fn the_complaint_must_be_there_and_come_first() {
    assert_eq!(refused(Form::default().bytes()).await, (400, "multipart.complaint".into()));
    let image = photo(100);
    let bench = Bench::new().await;
    let complaint = bytes(&vase(&bench.desk, vec![attachment("a", "a.jpg", "image/jpeg", &image)]));
    let late =
        Form::default().file("a", "image/jpeg", &image).part("name=\"complaint\"", "application/json", &complaint);
    assert_eq!(refused(late.bytes()).await, (400, "multipart.complaint".into()));
    let twice = Form::of(&complaint).part("name=\"complaint\"", "application/json", &complaint);
    assert_eq!(refused(twice.bytes()).await, (400, "multipart.complaint".into()));
    let stranger = Form::of(&complaint).file("a", "image/jpeg", &image).part("name=\"csrf\"", "text/plain", b"1");
    assert_eq!(refused(stranger.bytes()).await, (400, "multipart.unknown-part".into()));
}

#[tokio::test]
async fn other_content_types_are_refused() {
    let bench = Bench::new().await;
    let complaint = bytes(&vase(&bench.desk, vec![]));
    for mime in ["text/plain", "application/x-www-form-urlencoded", "multipart/mixed; boundary=x", "application/json2"]
    {
        let request = Request::post("/api/complaints").header("content-type", mime).header("idempotency-key", ID);
        let answer = bench.send(request.body(Body::from(complaint.clone())).unwrap()).await;
        assert_eq!(answer.refusal(), (415, "request.media-type".into()), "{mime}");
    }
    let part = Form::default().part("name=\"complaint\"", "text/html", &complaint);
    assert_eq!(refused_by(&bench, part.bytes()).await, (415, "request.media-type".into()));
}

#[tokio::test]
async fn ten_thousand_fields_are_refused() {
    let bench = Bench::new().await;
    let mut form = Form::of(&bytes(&vase(&bench.desk, vec![])));
    for field in 0..10_000 {
        form = form.part(&format!("name=\"field{field}\""), "text/plain", b"x");
    }
    assert_eq!(refused(form.bytes()).await, (400, "multipart.unknown-part".into()));
    let mut object = serde_json::Map::new();
    for field in 0..10_000 {
        object.insert(format!("field{field}"), json!(field));
    }
    assert_eq!(
        refused(Form::of(Value::Object(object).to_string().as_bytes()).bytes()).await,
        (422, "complaint.schema".into())
    );
}

#[tokio::test]
async fn a_replay_with_more_parts_than_a_complaint_can_have_is_refused_too() {
    let bench = Bench::new().await;
    let complaint = bytes(&vase(&bench.desk, vec![]));
    assert_eq!(bench.post(ID, Form::of(&complaint).bytes()).await.status, 201);
    let mut form = Form::of(&complaint);
    for _ in 0..limits::PARTS {
        form = form.file("a", "image/jpeg", b"x");
    }
    assert_eq!(bench.post(ID, form.bytes()).await.refusal(), (413, "multipart.parts".into()));
}

#[tokio::test]
async fn text_that_is_not_utf_8_or_not_json_is_refused() {
    assert_eq!(refused(Form::of(b"{\"schema\":\"\xff\xfe\"}").bytes()).await, (400, "complaint.encoding".into()));
    for bad in ["", "{", "{\"schema\":}", "nul", "{} {}"] {
        assert_eq!(refused(Form::of(bad.as_bytes()).bytes()).await, (400, "complaint.syntax".into()), "{bad}");
    }
    let deep = "[".repeat(100_000);
    assert_eq!(refused(Form::of(deep.as_bytes()).bytes()).await, (400, "complaint.syntax".into()));
    for shape in ["[]", "7", "\"x\"", "null"] {
        assert_eq!(refused(Form::of(shape.as_bytes()).bytes()).await, (422, "complaint.type".into()), "{shape}");
    }
}

#[tokio::test]
async fn what_is_not_a_complaint_is_refused_with_the_place_of_the_fault() {
    let expect = |code: &str, path: &str| (422, code.to_string(), path.to_string());
    assert_eq!(with_value("/schema", json!("redress.complaint/2")).await, expect("complaint.schema", "/schema"));
    assert_eq!(with_value("/id", json!("1")).await, expect("complaint.id", "/id"));
    assert_eq!(with_value("/items/0/quantity", json!("two")).await, expect("complaint.type", "/items/0/quantity"));
    assert_eq!(
        with_value("/answers/shared/details", json!("a\u{0}b")).await,
        expect("complaint.text", "/answers/shared/details")
    );
    for bad in
        [json!("2026-11-21"), json!("2026-11-21T20:41:00"), json!("2026-13-21T20:41:00Z"), json!(""), json!("now")]
    {
        assert_eq!(with_value("/confirmedAt", bad).await, expect("complaint.confirmed-at", "/confirmedAt"));
    }
    let lines: Vec<_> = (0..=limits::LINES).map(|line| json!({ "line": line.to_string() })).collect();
    assert_eq!(with_value("/context/items", json!(lines)).await, expect("complaint.lines", "/context/items"));
    // Answers about more lines than an order can have: looking for each of them would take seconds.
    assert_eq!(with_value("/answers/chosen", json!(lines)).await, expect("complaint.lines", "/answers/chosen"));
    let answers: serde_json::Map<_, _> = (0..=limits::LINES).map(|line| (line.to_string(), json!({}))).collect();
    assert_eq!(with_value("/answers/items", json!(answers)).await, expect("complaint.lines", "/answers/items"));
}

#[tokio::test]
async fn what_is_too_large_is_refused() {
    let bench = Bench::new().await;
    let long =
        changed(&vase(&bench.desk, vec![]), "/answers/shared/details", json!("x".repeat(limits::COMPLAINT_BYTES)));
    assert_eq!(refused(Form::of(&long).bytes()).await, (413, "complaint.too-large".into()));
    let request =
        Request::post("/api/complaints").header("content-type", "application/json").header("idempotency-key", ID);
    let answer = bench.send(request.body(Body::from(long)).unwrap()).await;
    assert_eq!(answer.refusal(), (413, "complaint.too-large".into()));

    let image = photo(limits::FILE_BYTES + 1);
    assert_eq!(with_file(|_| {}, "image/jpeg", &image).await, (413, "attachment.too-large".into()));

    let mut request = multipart(ID, "");
    request.headers_mut().insert("content-length", (limits::BODY_BYTES + 1).to_string().parse().unwrap());
    assert_eq!(bench.send(request).await.refusal(), (413, "request.too-large".into()));

    let many = (0..=limits::COMPLAINT_FILES).map(|n| attachment(&n.to_string(), "a", "image/jpeg", b"x")).collect();
    assert_eq!(refused(Form::of(&bytes(&vase(&bench.desk, many))).bytes()).await, (422, "attachment.count".into()));
}

/// A body of this start and then zeros without end, and how much of it was taken.
fn endless(start: Vec<u8>) -> (Body, Arc<AtomicUsize>) {
    let taken = Arc::new(AtomicUsize::new(0));
    let (count, chunk) = (taken.clone(), Bytes::from(vec![0; 64 * 1024]));
    let chunks = stream::iter([Bytes::from(start)]).chain(stream::repeat(chunk)).map(move |chunk| {
        count.fetch_add(chunk.len(), Ordering::Relaxed);
        Ok::<_, Infallible>(chunk)
    });
    (Body::from_stream(chunks), taken)
}

#[tokio::test]
async fn a_body_that_never_ends_is_cut_off_though_its_length_was_not_told() {
    let bench = Bench::new().await;
    let complaint = bytes(&vase(&bench.desk, vec![attachment("a", "a.jpg", "image/jpeg", b"x")]));
    let (body, taken) = endless(Form::of(&complaint).file("a", "image/jpeg", b"").opened());
    assert_eq!(refused_by(&bench, body).await, (413, "attachment.too-large".into()));
    let most = limits::BODY_BYTES + 256 * 1024;
    assert!(taken.load(Ordering::Relaxed) <= most, "the rest is read and forgotten, but not for ever");

    let (body, taken) = endless(format!("--{BOUNDARY}\r\nX-Endless: ").into_bytes());
    assert_eq!(refused_by(&bench, body).await, (400, "multipart.syntax".into()));
    assert!(taken.load(Ordering::Relaxed) < 1024 * 1024, "headers without end are not gathered");
}

#[tokio::test]
async fn a_file_of_the_largest_size_is_taken() {
    let bench = Bench::new().await;
    let image = photo(limits::FILE_BYTES);
    let body = bytes(&vase(&bench.desk, vec![attachment("a", "a.jpg", "image/jpeg", &image)]));
    assert_eq!(bench.post(ID, Form::of(&body).file("a", "image/jpeg", &image).bytes()).await.status, 201);
}

#[tokio::test]
async fn files_must_be_what_was_announced() {
    let image = photo(500);
    assert_eq!(with_file(|file| file.bytes = 499, "image/jpeg", &image).await, (422, "attachment.bytes".into()));
    let other = |file: &mut Attachment| file.sha256 = Some("00".repeat(32));
    assert_eq!(with_file(other, "image/jpeg", &image).await, (422, "attachment.sha256".into()));
    assert_eq!(
        with_file(|file| file.id = "b".into(), "image/jpeg", &image).await,
        (422, "attachment.undeclared".into())
    );
    assert_eq!(with_file(|file| file.id = String::new(), "image/jpeg", &image).await, (422, "attachment.id".into()));

    let bench = Bench::new().await;
    let one = attachment("a", "a.jpg", "image/jpeg", &image);
    let body = bytes(&vase(&bench.desk, vec![one.clone()]));
    let twice = Form::of(&body).file("a", "image/jpeg", &image).file("a", "image/jpeg", &image);
    assert_eq!(refused(twice.bytes()).await, (422, "attachment.undeclared".into()));
    let same_id = bytes(&vase(&bench.desk, vec![one.clone(), one]));
    assert_eq!(refused(Form::of(&same_id).bytes()).await, (422, "attachment.id".into()));
    let none = bytes(&vase(&bench.desk, vec![]));
    assert_eq!(
        refused(Form::of(&none).file("a", "image/jpeg", &image).bytes()).await,
        (422, "attachment.undeclared".into())
    );
}

#[tokio::test]
async fn types_that_are_not_taken_and_disguises_are_refused() {
    let html = b"<!doctype html><script>alert(1)</script>".as_slice();
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>"#.as_slice();
    let png = b"\x89PNG\r\n\x1a\n0123456789".as_slice();
    let types = |mime: &'static str| move |file: &mut Attachment| file.mime = mime.into();
    for mime in ["text/html", "image/svg+xml", "application/octet-stream", "", "image/jpeg; charset=x", "IMAGE/JPEG"] {
        assert_eq!(with_file(types(mime), mime, html).await, (415, "attachment.type".into()), "{mime}");
    }
    for disguised in [html, svg, png, b""] {
        assert_eq!(with_file(|_| {}, "image/jpeg", disguised).await, (415, "attachment.type".into()));
    }
    assert_eq!(with_file(|_| {}, "text/html", &photo(100)).await, (415, "attachment.type".into()));
}

#[tokio::test]
async fn a_path_in_a_file_name_is_only_text() {
    let bench = Bench::new().await;
    let image = photo(100);
    let path = "../../../../etc/cron.d/x";
    let body = bytes(&vase(&bench.desk, vec![attachment(path, path, "image/jpeg", &image)]));
    assert_eq!(bench.post(ID, Form::of(&body).file(path, "image/jpeg", &image).bytes()).await.status, 201);
    assert_eq!(bench.desk.files.keys().await.unwrap(), [format!("complaints/{ID}/1")]);
}
