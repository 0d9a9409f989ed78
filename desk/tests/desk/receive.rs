//! Receiving: from a request to a row, files and a receipt; offers are recomputed.

use axum::body::Body;
use axum::http::Request;
use redress_desk::files::Files;
use redress_desk::packs;
use serde_json::json;
use uuid::Uuid;

use crate::multipart::Form;
use crate::samples::{ID, attachment, bytes, changed, photo, sha256, vase};
use crate::support::Bench;

#[tokio::test]
async fn a_complaint_with_photos_becomes_a_row_files_and_a_receipt() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::with(|desk| desk.files = Files::on_disk(folder.path()).unwrap()).await;
    let (first, second) = (photo(700_000), photo(30));
    let files =
        vec![attachment("a", "vase.jpg", "image/jpeg", &first), attachment("b", "shards.jpg", "image/jpeg", &second)];
    let body = bytes(&vase(&bench.desk, files));
    // Files may come in another order than they were announced in.
    let form = Form::of(&body).file("b", "image/jpeg", &second).file("a", "image/jpeg", &first);
    let answer = bench.post(ID, form.bytes()).await;

    assert_eq!(answer.status, 201, "{}", answer.text());
    let mut receipt = answer.json();
    // What it is good for: receipts.rs.
    assert!(receipt.as_object_mut().unwrap().remove("signature").unwrap().is_string());
    let reference = receipt["reference"].as_str().unwrap();
    let row = bench.desk.store.complaint(Uuid::parse_str(ID).unwrap()).await.unwrap().unwrap();
    assert_eq!(
        receipt,
        json!({ "schema": "redress.receipt/1", "id": ID, "reference": reference, "receivedAt": "2026-11-21T19:41:07Z",
                "status": "received", "next": [{ "key": "answer", "by": "2026-11-23" }],
                "statusUrl": format!("https://help.ternandtide.example/cases/{}", row.case.token) })
    );
    assert_eq!(row.body.as_bytes(), body, "kept as it came");
    assert_eq!((row.offers_differ, row.config_named), (false, true));
    let stored: Vec<_> = row.files.iter().map(|file| (file.n, file.bytes, file.sha256.clone())).collect();
    assert_eq!(stored, [(1, 700_000, sha256(&first)), (2, 30, sha256(&second))]);
    assert_eq!(std::fs::read(folder.path().join("complaints").join(ID).join("1")).unwrap(), first);
    assert_eq!(std::fs::read(folder.path().join("complaints").join(ID).join("2")).unwrap(), second);
}

#[tokio::test]
async fn a_complaint_without_files_may_come_as_json() {
    let bench = Bench::new().await;
    let request = Request::post("/api/complaints")
        .header("content-type", "application/json; charset=utf-8")
        .header("idempotency-key", format!("\"{ID}\""))
        .body(Body::from(bytes(&vase(&bench.desk, vec![]))));
    assert_eq!(bench.send(request.unwrap()).await.status, 201);
    assert_eq!(bench.kept().await, (1, 0));
}

#[tokio::test]
async fn an_offer_that_was_tampered_with_is_stored_and_flagged() {
    let tampered = [
        ("/items/0/offered/offered/0/gets", json!({ "kind": "refund", "amount": 999_999, "currency": "EUR" })),
        ("/items/0/offered/offered/0/remedy", json!("money-for-nothing")),
        ("/items/0/offered", json!(null)),
        ("/items/0/quantity", json!(7)),
        ("/items/0/remedy", json!("refund")),
        ("/items/0/line", json!("9")),
        ("/items", json!([])),
        // Published before the desk was told.
        ("/flow", json!("new")),
        ("/answers/items/1/remedy", json!("money-for-nothing")),
    ];
    for (pointer, value) in tampered {
        let bench = Bench::new().await;
        let body = changed(&vase(&bench.desk, vec![]), pointer, value);
        let answer = bench.post(ID, Form::of(&body).bytes()).await;
        assert_eq!(answer.status, 201, "{pointer}: {}", answer.text());
        let row = bench.desk.store.complaint(Uuid::parse_str(ID).unwrap()).await.unwrap().unwrap();
        assert!(row.offers_differ, "{pointer}");
        assert!(!row.offers.contains("999999"), "what the desk computed is kept apart");
    }
}

#[tokio::test]
async fn offers_are_recomputed_with_the_config_that_the_complaint_names() {
    let bench = Bench::new().await;
    let body = bytes(&vase(&bench.desk, vec![]));
    // The merchant changes the config after the page was loaded: no replacements any more.
    let changed = r#"{ "endpoint": { "url": "/c" }, "remedies": { "replacement": null } }"#;
    let new = redress_desk::shop::Shop::parse(changed).unwrap();
    let store = bench.desk.store.clone();
    let later = Bench::with(|desk| {
        desk.shop = new;
        desk.store = store;
    });
    let later = later.await;
    assert_eq!(later.post(ID, Form::of(&body).bytes()).await.status, 201);
    let row = later.desk.store.complaint(Uuid::parse_str(ID).unwrap()).await.unwrap().unwrap();
    assert_eq!((row.offers_differ, row.config_named, row.config_sha256), (false, true, bench.desk.shop.sha256.clone()));
}

#[tokio::test]
async fn a_config_that_nobody_knows_is_judged_by_the_current_one() {
    let bench = Bench::new().await;
    let body = changed(&vase(&bench.desk, vec![]), "/config/sha256", json!("00"));
    assert_eq!(bench.post(ID, Form::of(&body).bytes()).await.status, 201);
    let row = bench.desk.store.complaint(Uuid::parse_str(ID).unwrap()).await.unwrap().unwrap();
    assert_eq!((row.offers_differ, row.config_named), (false, false));
}

#[tokio::test]
async fn unknown_keys_of_a_newer_widget_are_kept_and_do_no_harm() {
    let bench = Bench::new().await;
    let body = changed(&vase(&bench.desk, vec![]), "/mood", json!("calm"));
    assert_eq!(bench.post(ID, Form::of(&body).bytes()).await.status, 201);
    let row = bench.desk.store.complaint(Uuid::parse_str(ID).unwrap()).await.unwrap().unwrap();
    assert!(row.body.contains("calm"));
    assert!(packs::law("DE").is_some());
}

#[tokio::test]
async fn files_that_a_crash_left_without_a_row_are_gone_after_the_next_start() {
    let bench = Bench::new().await;
    let image = photo(100);
    let file = vec![attachment("a", "a.jpg", "image/jpeg", &image)];
    let form = Form::of(&bytes(&vase(&bench.desk, file))).file("a", "image/jpeg", &image);
    assert_eq!(bench.post(ID, form.bytes()).await.status, 201);
    let mut batch = bench.desk.files.batch(Uuid::max());
    let mut upload = batch.begin(1).await.unwrap();
    upload.write(image.into()).await.unwrap();
    upload.finish().await.unwrap();
    assert_eq!(bench.kept().await, (1, 2));
    bench.desk.begin().await.unwrap();
    assert_eq!(bench.desk.files.keys().await.unwrap(), [format!("complaints/{ID}/1")]);
}

#[tokio::test]
async fn health_is_told_while_the_database_answers() {
    let bench = Bench::new().await;
    let answer = bench.get("/healthz", &[]).await;
    assert_eq!((answer.status.as_u16(), answer.json()), (200, json!({ "status": "ok" })));
    bench.desk.store.close().await;
    let answer = bench.get("/healthz", &[]).await;
    assert_eq!(answer.refusal(), (500, "internal".into()));
    assert!(!answer.text().to_lowercase().contains("pool"), "internals stay inside: {}", answer.text());
}
