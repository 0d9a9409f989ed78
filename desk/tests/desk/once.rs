//! Exactly once: the same id with the same bytes, with other bytes, and twice at the same time.

use std::convert::Infallible;

use axum::body::{Body, Bytes};
use futures_util::stream;
use redress_desk::router;
use serde_json::json;
use tower::ServiceExt;

use crate::multipart::Form;
use crate::samples::{ID, OTHER_ID, attachment, bytes, changed, photo, vase};
use crate::support::{Bench, multipart, read};

fn with_photo(bench: &Bench, image: &[u8]) -> Vec<u8> {
    let complaint = vase(&bench.desk, vec![attachment("a", "a.jpg", "image/jpeg", image)]);
    Form::of(&bytes(&complaint)).file("a", "image/jpeg", image).bytes()
}

#[tokio::test]
async fn a_replay_gets_the_very_same_receipt_and_nothing_is_stored_twice() {
    let bench = Bench::new().await;
    let body = with_photo(&bench, &photo(50_000));
    let first = bench.post(ID, body.clone()).await;
    assert_eq!(first.status, 201);
    for _ in 0..3 {
        let again = bench.post(ID, body.clone()).await;
        assert_eq!((again.status.as_u16(), &again.bytes), (200, &first.bytes));
    }
    assert_eq!(bench.kept().await, (1, 1));
}

#[tokio::test]
async fn the_same_key_with_other_bytes_is_refused_and_the_first_stays() {
    let bench = Bench::new().await;
    let first = bench.post(ID, with_photo(&bench, &photo(500))).await;
    let complaint = vase(&bench.desk, vec![]);
    for body in [
        Form::of(&changed(&complaint, "/locale", json!("fr"))).bytes(),
        with_photo(&bench, &photo(501)),
        // The complaint is the same, the file is not.
        Form::of(&bytes(&vase(&bench.desk, vec![attachment("a", "a.jpg", "image/jpeg", &photo(500))])))
            .file("a", "image/jpeg", &photo(502))
            .bytes(),
    ] {
        assert_eq!(bench.post(ID, body).await.refusal(), (422, "idempotency.mismatch".into()));
    }
    assert_eq!(bench.kept().await, (1, 1));
    assert_eq!(bench.post(ID, with_photo(&bench, &photo(500))).await.bytes, first.bytes);
}

#[tokio::test]
async fn a_key_that_is_being_received_is_told_to_wait_and_is_free_again_afterwards() {
    let bench = Bench::new().await;
    let body = with_photo(&bench, &photo(2000));
    let (start, rest) = body.split_at(300);
    let (sender, receiver) = tokio::sync::mpsc::channel::<Bytes>(1);
    let chunks = stream::unfold(receiver, |mut receiver| async {
        receiver.recv().await.map(|bytes| (Ok::<_, Infallible>(bytes), receiver))
    });
    let slow = multipart(ID, Body::from_stream(chunks));
    let slow = tokio::spawn(router(bench.desk.clone()).oneshot(slow));
    sender.send(Bytes::copy_from_slice(start)).await.unwrap();
    // The second send returns only when the first chunk was taken: the request is under way.
    sender.send(Bytes::new()).await.unwrap();

    let waiting = bench.post(ID, body.clone()).await;
    assert_eq!(waiting.refusal(), (409, "idempotency.in-flight".into()));
    assert_eq!(waiting.header("retry-after"), "2");

    sender.send(Bytes::copy_from_slice(rest)).await.unwrap();
    drop(sender);
    let first = read(slow.await.unwrap().unwrap()).await;
    assert_eq!(first.status, 201, "{}", first.text());
    assert_eq!(bench.post(ID, body).await.bytes, first.bytes);
}

#[tokio::test]
async fn a_sender_who_goes_away_half_way_leaves_nothing_and_may_come_again() {
    let bench = Bench::new().await;
    let body = with_photo(&bench, &photo(2000));
    let broken =
        stream::iter([Ok(Bytes::copy_from_slice(&body[..body.len() - 900])), Err(std::io::Error::other("gone"))]);
    let answer = bench.post(ID, Body::from_stream(broken)).await;
    assert_eq!(answer.refusal(), (400, "multipart.syntax".into()));
    assert_eq!(bench.kept().await, (0, 0));
    assert_eq!(bench.post(ID, body).await.status, 201);
}

#[tokio::test]
async fn a_refused_complaint_may_be_mended_and_sent_under_the_same_id() {
    let bench = Bench::new().await;
    let image = photo(100);
    let form = Form::of(&bytes(&vase(&bench.desk, vec![attachment("a", "a.jpg", "image/jpeg", &image)])));
    assert_eq!(bench.post(ID, form.bytes()).await.refusal(), (422, "attachment.missing".into()));
    assert_eq!(bench.post(ID, with_photo(&bench, &image)).await.status, 201);
}

#[tokio::test]
async fn the_key_must_be_there_and_be_the_complaints_id() {
    let bench = Bench::new().await;
    let body = Form::of(&bytes(&vase(&bench.desk, vec![]))).bytes();
    for key in ["", "1", "019a8f3e6b2c7d419a550c1d2e3f4a5b", "{019a8f3e-6b2c-7d41-9a55-0c1d2e3f4a5b}"] {
        assert_eq!(bench.post(key, body.clone()).await.refusal(), (400, "idempotency.missing".into()), "{key}");
    }
    let mut keyless = multipart(ID, body.clone());
    keyless.headers_mut().remove("idempotency-key");
    assert_eq!(bench.send(keyless).await.refusal(), (400, "idempotency.missing".into()));
    assert_eq!(bench.post(OTHER_ID, body).await.refusal(), (422, "idempotency.key".into()));
    assert_eq!(bench.kept().await, (0, 0));
}
