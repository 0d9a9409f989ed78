//! CORS: the allowed shop may, nobody else learns anything.

use axum::body::Body;
use axum::http::Request;

use crate::multipart::Form;
use crate::samples::{ID, bytes, vase};
use crate::support::{Answer, Bench, multipart};

const SHOP: &str = "https://shop.example";

async fn bench() -> Bench {
    Bench::with(|desk| desk.allow_origin = vec![SHOP.parse().unwrap()]).await
}

fn cors_headers(answer: &Answer) -> Vec<&str> {
    answer.headers.keys().map(|name| name.as_str()).filter(|name| name.starts_with("access-control-")).collect()
}

async fn preflight(bench: &Bench, origin: &str) -> Answer {
    let request = Request::options("/api/complaints")
        .header("origin", origin)
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "content-type,idempotency-key");
    bench.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn the_allowed_origin_may_send_and_read_the_receipt() {
    let bench = bench().await;
    let answer = preflight(&bench, SHOP).await;
    assert_eq!((answer.status.as_u16(), answer.header("access-control-allow-origin")), (200, SHOP));
    assert_eq!(answer.header("access-control-allow-headers"), "content-type,idempotency-key");
    assert_eq!(answer.header("access-control-allow-methods"), "POST");
    let mut request = multipart(ID, Form::of(&bytes(&vase(&bench.desk, vec![]))).bytes());
    request.headers_mut().insert("origin", SHOP.parse().unwrap());
    let answer = bench.send(request).await;
    assert_eq!((answer.status.as_u16(), answer.header("access-control-allow-origin")), (201, SHOP));
    assert!(answer.header("vary").contains("origin"));
}

#[tokio::test]
async fn other_origins_get_no_cors_header_at_all() {
    let bench = bench().await;
    for origin in ["https://evil.example", "https://shop.example.evil.example", "http://shop.example", "null"] {
        assert_eq!(cors_headers(&preflight(&bench, origin).await), [""; 0], "{origin}");
        let mut request = multipart(ID, "");
        request.headers_mut().insert("origin", origin.parse().unwrap());
        assert_eq!(cors_headers(&bench.send(request).await), [""; 0], "{origin}");
    }
    let nobody = Bench::new().await;
    assert_eq!(cors_headers(&preflight(&nobody, SHOP).await), [""; 0]);
}

#[tokio::test]
async fn a_refusal_can_be_read_by_the_allowed_origin_and_the_inbox_by_none() {
    let bench = bench().await;
    let mut request = multipart("", "");
    request.headers_mut().insert("origin", SHOP.parse().unwrap());
    let answer = bench.send(request).await;
    assert_eq!(
        (answer.refusal().1.as_str(), answer.header("access-control-allow-origin")),
        ("idempotency.missing", SHOP)
    );
    assert_eq!(cors_headers(&bench.get("/inbox", &[("origin", SHOP)]).await), [""; 0]);
}
