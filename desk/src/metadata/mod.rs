//! Metadata: what a photo tells beside its picture (place, camera, owner), taken out of files that no browser of ours has encoded anew.
//!
//! The picture's own bytes stay as they are. What is kept is listed, not what is dropped: a maker's next invention must not slip through.
//! What cannot be read as its type says is left as it came: it shows no picture that anybody could want.

mod heif;
mod jpeg;
mod png;
mod tiff;
mod webp;

/// The file without what it tells beside its picture. GIF and PDF stay as they are.
pub fn without(bytes: Vec<u8>) -> Vec<u8> {
    let clean = match infer::get(&bytes).map(|kind| kind.mime_type()) {
        Some("image/jpeg") => jpeg::without(&bytes),
        Some("image/png") => png::without(&bytes),
        Some("image/webp") => webp::without(&bytes),
        Some("image/heic" | "image/heif" | "image/avif") => heif::without(&bytes),
        _ => None,
    };
    clean.unwrap_or(bytes)
}

/// Whether the beginning of a photo says where it was taken.
pub fn tells_place(head: &[u8]) -> bool {
    match infer::get(head).map(|kind| kind.mime_type()) {
        Some("image/jpeg") => jpeg::exif(head).is_some_and(tiff::has_place),
        Some("image/png") => png::exif(head).is_some_and(tiff::has_place),
        Some("image/webp") => webp::exif(head).is_some_and(tiff::has_place),
        Some("image/heic" | "image/heif" | "image/avif") => heif::exif(head).is_some_and(tiff::has_place),
        _ => false,
    }
}

/// Four bytes as a length.
fn length(bytes: &[u8], at: usize, read: fn([u8; 4]) -> u32) -> Option<usize> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    usize::try_from(read(four.try_into().ok()?)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_comes_is_no_longer_than_before_by_more_than_an_orientation_and_nothing_panics() {
        let heads: [&[u8]; 5] = [
            b"\xff\xd8\xff\xe1",
            b"\x89PNG\r\n\x1a\n",
            b"RIFF\xff\xff\xff\xffWEBPVP8X",
            b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
            b"GIF89a",
        ];
        let mut seed = 1_u64;
        for round in 0..4_000 {
            let mut bytes = heads[round % heads.len()].to_vec();
            for _ in 0..round % 97 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                // Small numbers and markers, so that lengths and names often fit.
                bytes.push([0, 0, 0, 1, 8, 12, 0xff, 0xd9, 0xda, 0xe1, (seed >> 40) as u8][(seed >> 56) as usize % 11]);
            }
            let before = bytes.len();
            tells_place(&bytes);
            assert!(without(bytes).len() <= before + 80);
        }
    }
}
