//! Delivery: complaint → what is posted, and an answer → receipt. Pure: the widget adds the network and the bytes of the files.
//!
//! The same complaint, summary and uploads give the same request, byte for byte, on every attempt and after a reload.

mod placeholder;
mod receipt;
mod request;
mod summary;
mod upload;

pub use placeholder::{Piece, pieces};
pub use receipt::{Answer, Failure, Retry, receipt, refused};
pub use request::{Body, Part, Request, Sealed, Slot, is_header_name, request};
pub use summary::summary;
pub use upload::{Permission, Transfer, UPLOADS_HOLD_SECONDS, permission, transfer, uploaded};
