//! Digest: one SHA-256 over all that a complaint brought; a receipt's signature holds it, and a replay is told from a key used twice by it.

use sha2::{Digest, Sha256};

use crate::hex::hex;

/// SHA-256 over SHA-256 of the complaint's bytes (32 bytes), then, in the order of its `attachments`, however they came, for each file SHA-256
/// of its name, which is the attachment's `id` (32 bytes), and SHA-256 of its content as lower-case hex (64 bytes of ASCII).
/// docs/wire-format.md has it for whoever wants to compute it again.
pub struct BodyDigest(Sha256);

impl BodyDigest {
    /// Of the part `complaint`.
    pub fn new(complaint: &[u8]) -> BodyDigest {
        BodyDigest(Sha256::new().chain_update(Sha256::digest(complaint)))
    }

    /// And of a file; `sha256` is its content's, lower-case hex.
    pub fn add(&mut self, name: &str, sha256: &str) {
        self.0.update(Sha256::digest(name));
        self.0.update(sha256);
    }

    /// Lower-case hex.
    pub fn finish(self) -> String {
        hex(&self.0.finalize())
    }
}
