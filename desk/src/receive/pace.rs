//! Pace: hands a body to the multipart reader one piece at a time.
//!
//! multer 3.1 (`StreamBuffer::poll_stream`) takes whatever is ready into memory before it looks at any of it, gathers the headers of a
//! part without end, and refuses a good body when its first frames and its end become ready between two looks. A pause after each
//! frame mends the first and the last, counting mends the second.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::{Body, Bytes};
use futures_util::{StreamExt, stream};
use tokio::task::yield_now;

/// Bytes the reader may hold without giving any out.
const UNREAD_BYTES: usize = 256 * 1024;

/// Bytes it is given at once: hyper's frames grow to 400 kB while a sender is fast, and each stage behind keeps a buffer as large as the
/// largest piece it saw.
const PIECE_BYTES: usize = 64 * 1024;

/// What the reader has taken since it last gave something out.
#[derive(Debug, Clone, Default)]
pub struct Pace(Arc<AtomicUsize>);

impl Pace {
    /// The body with its pauses, ending in an error when the reader gets nowhere.
    pub fn slow(&self, body: Body) -> Body {
        let start = (body.into_data_stream(), self.0.clone(), Bytes::new(), false);
        Body::from_stream(stream::unfold(start, |(mut frames, unread, mut rest, pause)| async move {
            if pause {
                yield_now().await;
            }
            if rest.is_empty() {
                match frames.next().await? {
                    Ok(frame) => rest = frame,
                    Err(error) => return Some((Err(io::Error::other(error)), (frames, unread, rest, true))),
                }
            }
            let piece = rest.split_to(rest.len().min(PIECE_BYTES));
            let stuck = unread.fetch_add(piece.len(), Ordering::Relaxed) > UNREAD_BYTES;
            let piece = if stuck { Err(io::Error::other("a part whose headers do not end")) } else { Ok(piece) };
            Some((piece, (frames, unread, rest, true)))
        }))
    }

    /// The reader gave something out.
    pub fn moved(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}
