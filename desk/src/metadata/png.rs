//! PNG: its chunks up to the end of the picture (PNG, third edition, section 11), without those that tell of more than the picture.

use super::tiff;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Chunks beside the critical ones (whose names begin with a capital) that say how the picture is meant to look.
const LOOK: [&[u8]; 14] = [
    b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs", b"cICP", b"mDCV", b"cLLI", b"acTL",
    b"fcTL", b"fdAT",
];

/// The picture, its colours, its frames, and which way up it is. None where it is cut off.
pub fn without(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut clean = SIGNATURE.to_vec();
    let up = exif(bytes).and_then(tiff::orientation).map(|value| chunk(b"eXIf", &tiff::of_orientation(value)));
    for (name, _, whole) in chunks(bytes) {
        match name {
            b"IEND" => {
                clean.extend_from_slice(whole);
                return Some(clean);
            }
            b"eXIf" => clean.extend_from_slice(up.as_deref().unwrap_or_default()),
            _ if name[0].is_ascii_uppercase() || LOOK.contains(&name) => clean.extend_from_slice(whole),
            _ => {}
        }
    }
    None
}

fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).unwrap_or_default().to_be_bytes();
    let checked = [name, data].concat();
    [&length[..], &checked, &checksum(&checked).to_be_bytes()].concat()
}

/// CRC-32 (PNG, annex D); of thirty bytes, so bit by bit.
fn checksum(bytes: &[u8]) -> u32 {
    let next = |sum: u32| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 };
    !bytes.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), |sum, _| next(sum)))
}

/// The EXIF block.
pub fn exif(bytes: &[u8]) -> Option<&[u8]> {
    chunks(bytes).find(|(name, ..)| *name == b"eXIf").map(|(_, data, _)| data)
}

/// Name, data and the whole of each chunk, as far as there are any.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8], &[u8])> {
    let mut at = SIGNATURE.len();
    std::iter::from_fn(move || {
        let data = super::length(bytes, at, u32::from_be_bytes)?;
        // Length, name and checksum take four bytes each.
        let whole = bytes.get(at..at.checked_add(data)?.checked_add(12)?)?;
        at += whole.len();
        Some((&whole[4..8], &whole[8..8 + data], whole))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::tiff::has_place;
    use crate::metadata::tiff::tests::of_phone;

    #[test]
    fn a_picture_is_what_it_was_without_what_it_tells() {
        let [head, colours, data, end] =
            [chunk(b"IHDR", &[1; 13]), chunk(b"iCCP", b"p3"), chunk(b"IDAT", &[7; 40]), chunk(b"IEND", b"")];
        let told = [
            chunk(b"eXIf", &of_phone(6)),
            chunk(b"tEXt", b"Author\0Ida"),
            chunk(b"iTXt", b"XML:com.adobe.xmp"),
            chunk(b"tIME", &[0; 7]),
            chunk(b"caBX", b"c2pa"),
        ];
        let sent = [SIGNATURE, &head, &told.concat(), &colours, &data, &end, b"PK\x03\x04 an archive"].concat();
        assert!(exif(&sent).is_some_and(has_place));
        let up = chunk(b"eXIf", &tiff::of_orientation(6));
        assert_eq!(without(&sent).unwrap(), [SIGNATURE, &head, &up, &colours, &data, &end].concat());
        assert_eq!(end, b"\0\0\0\0IEND\xae\x42\x60\x82", "as every PNG ends");
        assert_eq!(without(&sent[..120]), None);
    }
}
