//! The forms a server sends a file in, and the hash that a page may pin it with.

use std::io::{Cursor, Write};

use anyhow::{Context, Result};
use base64::{Engine, prelude::BASE64_STANDARD};
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, GzBuilder};
use sha2::{Digest, Sha384};

#[derive(Clone, Copy)]
pub enum Effort {
    /// While somebody waits for a page to reload.
    Quick,
    /// What ships: as small as the format gets.
    Best,
}

pub fn brotli(bytes: &[u8], effort: Effort) -> Result<Vec<u8>> {
    let quality = match effort {
        Effort::Quick => 4,
        Effort::Best => 11,
    };
    let params = BrotliEncoderParams { quality, size_hint: bytes.len(), ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut Cursor::new(bytes), &mut compressed, &params).context("brotli failed")?;
    Ok(compressed)
}

/// Without a file name or a time, so that the same bytes compress to the same bytes.
pub fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut gzip = GzBuilder::new().write(Vec::new(), Compression::best());
    gzip.write_all(bytes).context("gzip failed")?;
    gzip.finish().context("gzip failed")
}

/// As an `integrity` attribute has it.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integrity_is_that_of_the_sri_specification_s_example() {
        let expected = "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO";
        assert_eq!(integrity(b"alert('Hello, world.');"), expected);
    }

    #[test]
    fn brotli_gives_back_what_went_in() {
        let text = b"redress ".repeat(100);
        let small = brotli(&text, Effort::Best).unwrap();
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut Cursor::new(&small), &mut back).unwrap();
        assert!(small.len() < 40);
        assert_eq!(back, text);
    }
}
