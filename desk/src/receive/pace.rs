//! Pace: hands a body to the multipart reader one frame at a time.
//!
//! multer 3.1 (`StreamBuffer::poll_stream`) takes whatever is ready into memory before it looks at any of it, gathers the headers of a
//! part without end, and refuses a good body when its first frames and its end become ready between two looks. A pause after each
//! frame mends the first and the last, counting mends the second.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::Body;
use futures_util::{StreamExt, stream};
use tokio::task::yield_now;

/// Bytes the reader may hold without giving any out.
const UNREAD_BYTES: usize = 256 * 1024;

/// What the reader has taken since it last gave something out.
#[derive(Debug, Clone, Default)]
pub struct Pace(Arc<AtomicUsize>);

impl Pace {
    /// The body with its pauses, ending in an error when the reader gets nowhere.
    pub fn slow(&self, body: Body) -> Body {
        let start = (body.into_data_stream(), self.0.clone(), false);
        Body::from_stream(stream::unfold(start, |(mut frames, unread, pause)| async move {
            if pause {
                yield_now().await;
            }
            let frame = frames.next().await?.map_err(io::Error::other).and_then(|frame| {
                let stuck = unread.fetch_add(frame.len(), Ordering::Relaxed) > UNREAD_BYTES;
                if stuck { Err(io::Error::other("a part whose headers do not end")) } else { Ok(frame) }
            });
            Some((frame, (frames, unread, true)))
        }))
    }

    /// The reader gave something out.
    pub fn moved(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}
