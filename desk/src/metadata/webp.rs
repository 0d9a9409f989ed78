//! WebP: its chunks (RFC 9649, section 2.7), without those that tell of more than the picture.

use super::tiff;

/// What shows the picture, its colours, its frames.
const PICTURE: [&[u8]; 7] = [b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
/// Bits of `VP8X` that announce EXIF and XMP.
const EXIF_BIT: u8 = 0x08;
const XMP_BIT: u8 = 0x04;

/// The picture and which way up it is. None where it is cut off.
pub fn without(bytes: &[u8]) -> Option<Vec<u8>> {
    let end = super::length(bytes, 4, u32::from_le_bytes)?.checked_add(8)?;
    let bytes = bytes.get(..end)?;
    // Only the extended form can say which way up.
    let extended = chunks(bytes).any(|(name, _)| name == b"VP8X");
    let up = exif(bytes).and_then(tiff::orientation).filter(|_| extended);
    let mut clean = b"RIFF\0\0\0\0WEBP".to_vec();
    for (name, data) in chunks(bytes).filter(|(name, _)| PICTURE.contains(name)) {
        let at = clean.len() + 8;
        push(&mut clean, name, data);
        if let Some(flags) = clean.get_mut(at).filter(|_| name == b"VP8X") {
            *flags = *flags & !(EXIF_BIT | XMP_BIT) | if up.is_some() { EXIF_BIT } else { 0 };
        }
    }
    if let Some(value) = up {
        push(&mut clean, b"EXIF", &tiff::of_orientation(value));
    }
    let length = u32::try_from(clean.len() - 8).ok()?.to_le_bytes();
    clean[4..8].copy_from_slice(&length);
    Some(clean)
}

/// The EXIF block, which stands after the picture.
pub fn exif(bytes: &[u8]) -> Option<&[u8]> {
    let (_, data) = chunks(bytes).find(|(name, _)| *name == b"EXIF")?;
    // Some programs write the name that it has in a JPEG before it.
    Some(data.strip_prefix(b"Exif\0\0").unwrap_or(data))
}

fn push(clean: &mut Vec<u8>, name: &[u8], data: &[u8]) {
    clean.extend_from_slice(name);
    clean.extend_from_slice(&u32::try_from(data.len()).unwrap_or_default().to_le_bytes());
    clean.extend_from_slice(data);
    if data.len() % 2 == 1 {
        clean.push(0);
    }
}

/// Name and data of each chunk, as far as there are any.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut at = 12;
    std::iter::from_fn(move || {
        let length = super::length(bytes, at + 4, u32::from_le_bytes)?;
        let (name, data) = (bytes.get(at..at + 4)?, bytes.get(at + 8..at.checked_add(8)?.checked_add(length)?)?);
        at += 8 + length + length % 2;
        Some((name, data))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::tiff::{has_place, tests::of_phone};

    fn file(chunks: &[(&[u8], &[u8])]) -> Vec<u8> {
        let mut file = b"RIFF\0\0\0\0WEBP".to_vec();
        chunks.iter().for_each(|(name, data)| push(&mut file, name, data));
        let length = u32::try_from(file.len() - 8).unwrap().to_le_bytes();
        file[4..8].copy_from_slice(&length);
        file
    }

    #[test]
    fn a_picture_is_what_it_was_without_what_it_tells_and_as_much_up() {
        let (told, plain, up): (&[u8], &[u8], &[u8]) = (&[0x2c, 0, 0, 0], &[0x20, 0, 0, 0], &[0x28, 0, 0, 0]);
        for (value, flags) in [(1, plain), (6, up)] {
            let exif_block = of_phone(value);
            let mut sent = file(&[
                (b"VP8X", told),
                (b"ICCP", b"p3!"),
                (b"VP8 ", &[7; 33]),
                (b"EXIF", &exif_block),
                (b"XMP ", b"<x/>"),
            ]);
            assert!(exif(&sent).is_some_and(has_place));
            sent.extend_from_slice(b"more");
            let own = tiff::of_orientation(value);
            let mut expected: Vec<(&[u8], &[u8])> = vec![(b"VP8X", flags), (b"ICCP", b"p3!"), (b"VP8 ", &[7; 33])];
            if value == 6 {
                expected.push((b"EXIF", &own));
            }
            assert_eq!(without(&sent).unwrap(), file(&expected));
            assert_eq!(without(&sent[..40]), None);
        }
    }
}
