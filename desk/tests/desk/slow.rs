//! Slow: a form that comes byte by byte, or not at all, holds nobody's place for long. The time is the test's own.

use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use bytes::Bytes;
use futures_util::stream;
use tokio::time::{Instant, pause, sleep};

use crate::support::Bench;

/// A body that gives a byte after each wait and never ends.
fn dripping(wait: Duration) -> Body {
    Body::from_stream(stream::unfold((), move |()| async move {
        sleep(wait).await;
        Some((Ok::<_, std::io::Error>(Bytes::from_static(b"x")), ()))
    }))
}

#[tokio::test]
async fn a_form_that_does_not_end_is_cut_off_wherever_it_is_sent() {
    let bench = Bench::new().await;
    let case = format!("/cases/{}", "0".repeat(32));
    pause();
    for path in
        ["/inbox/login".to_string(), format!("{case}/offer"), format!("{case}/withdraw"), format!("{case}/person")]
    {
        for wait in [Duration::from_secs(10), Duration::from_secs(3600)] {
            let began = Instant::now();
            let request = Request::post(&path).header("content-type", "application/x-www-form-urlencoded");
            let answer = bench.send(request.body(dripping(wait)).unwrap()).await;
            assert!(answer.status.is_client_error(), "{path} {}", answer.status);
            assert!(began.elapsed() <= Duration::from_secs(61), "{path} {:?}", began.elapsed());
        }
    }
}
