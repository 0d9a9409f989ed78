//! Signing: every receipt is signed, so that shopper and merchant can show months later what was declared when.
//!
//! The signature is a compact JWS (RFC 7515) over id, reference, time and the digest of what was received; anybody checks it with the keys
//! at `/.well-known/jwks.json`.

mod check;
mod keys;

pub use check::{Proof, Unproven, check, published};
pub use keys::ReceiptKeys;

/// What a receipt's signature says it is (`typ`), so that no other JWS of these keys passes for one.
pub const TYPE: &str = "redress-receipt+jws";
