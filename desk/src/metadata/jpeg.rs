//! JPEG: its segments up to the end of the picture (ITU-T T.81, annex B), without those that tell of more than the picture.

use super::tiff;

const EXIF: &[u8] = b"Exif\0\0";

/// Segments by marker and content, and the rest of a scan after its header.
enum Piece<'a> {
    Segment(u8, &'a [u8]),
    /// Coded picture data, until the next marker.
    Scan(&'a [u8]),
}

/// The picture with its colours and which way up it is. What follows its end goes too: phones put a film there, or a second picture with its own
/// EXIF. None where no picture begins.
pub fn without(bytes: &[u8]) -> Option<Vec<u8>> {
    let (pieces, whole) = pieces(bytes);
    if !whole {
        return None;
    }
    let mut clean = b"\xff\xd8".to_vec();
    if let Some(value) = exif(bytes).and_then(tiff::orientation) {
        push(&mut clean, 0xe1, &[EXIF, &tiff::of_orientation(value)].concat());
    }
    for piece in pieces {
        match piece {
            Piece::Segment(marker, content) if is_picture(marker, content) => push(&mut clean, marker, content),
            Piece::Segment(..) => {}
            Piece::Scan(data) => clean.extend_from_slice(data),
        }
    }
    clean.extend_from_slice(b"\xff\xd9");
    Some(clean)
}

fn push(clean: &mut Vec<u8>, marker: u8, content: &[u8]) {
    // What was read had a length of two bytes, and so has what is written.
    let length = u16::try_from(content.len() + 2).unwrap_or_default();
    clean.extend_from_slice(&[0xff, marker]);
    clean.extend_from_slice(&length.to_be_bytes());
    clean.extend_from_slice(content);
}

/// The EXIF block.
pub fn exif(bytes: &[u8]) -> Option<&[u8]> {
    pieces(bytes).0.into_iter().find_map(|piece| match piece {
        Piece::Segment(0xe1, content) => content.strip_prefix(EXIF),
        _ => None,
    })
}

/// Tables and headers; of the segments for programs those that say how colours are meant: JFIF, an ICC profile, Adobe's.
fn is_picture(marker: u8, content: &[u8]) -> bool {
    match marker {
        0xe0 => content.starts_with(b"JFIF\0"),
        0xe2 => content.starts_with(b"ICC_PROFILE\0"),
        0xee => content.starts_with(b"Adobe"),
        0xe0..=0xef | 0xfe => false,
        _ => true,
    }
}

/// The pieces up to the end of the picture, or as far as there are any, and whether a scan is among them.
fn pieces(bytes: &[u8]) -> (Vec<Piece<'_>>, bool) {
    let (mut found, mut at, mut scanned) = (Vec::new(), 2, false);
    while let Some(&[0xff, marker]) = bytes.get(at..at + 2) {
        match marker {
            // Fill bytes.
            0xff => at += 1,
            0xd9 => break,
            _ => {
                let Some(&[high, low]) = bytes.get(at + 2..at + 4) else { break };
                let end = at + 2 + usize::from(u16::from_be_bytes([high, low]));
                let Some(content) = bytes.get(at + 4..end) else { break };
                found.push(Piece::Segment(marker, content));
                at = end;
                if marker == 0xda {
                    scanned = true;
                    let length = scan(&bytes[at..]);
                    found.push(Piece::Scan(&bytes[at..at + length]));
                    at += length;
                }
            }
        }
    }
    (found, scanned)
}

/// How long the coded data is: up to a marker that is neither a stuffed byte nor a restart.
fn scan(bytes: &[u8]) -> usize {
    let ends = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xff | 0xd0..=0xd7);
    bytes.windows(2).position(ends).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::tiff::tests::of_phone;

    fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker][..], &length, content].concat()
    }

    /// A photo as a phone writes it, from these segments before its picture.
    fn photo(segments: &[Vec<u8>]) -> Vec<u8> {
        let picture = [
            segment(0xdb, &[1; 65]),
            segment(0xc2, &[2; 15]),
            segment(0xda, &[3; 10]),
            b"\x12\xff\x00\x34\xff\xd0\x56".to_vec(),
            segment(0xc4, &[4; 20]),
            segment(0xda, &[5; 10]),
            b"\x78\x9a".to_vec(),
        ];
        [b"\xff\xd8".to_vec(), segments.concat(), picture.concat(), b"\xff\xd9".to_vec()].concat()
    }

    fn phones(value: u8) -> Vec<u8> {
        photo(&[segment(0xe1, &[EXIF, &of_phone(value)].concat())])
    }

    #[test]
    fn a_photo_is_what_it_was_without_place_camera_and_owner() {
        let colours = [
            segment(0xe0, b"JFIF\0\x01\x01"),
            segment(0xe2, b"ICC_PROFILE\0\x01\x01 colours"),
            segment(0xee, b"Adobe\0d"),
        ];
        let told = [
            segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta exif:GPSLatitude='52,31N'/>"),
            segment(0xe1, &[EXIF, &of_phone(1)].concat()),
            segment(0xe2, b"MPF\0 a second picture"),
            segment(0xe7, b"SerialNumber 4711"),
            segment(0xed, b"Photoshop 3.0\0 by Ida"),
            segment(0xfe, b"<script>alert(1)</script>"),
        ];
        let mut sent = photo(&[&colours[..], &told[..]].concat());
        sent.extend_from_slice(b"\0\0\0\x18ftypmp42 a film with its own place");
        assert_eq!(without(&sent).unwrap(), photo(&colours));
    }

    #[test]
    fn which_way_up_it_is_stays_and_nothing_else_of_its_block() {
        for value in 2..=8 {
            let clean = without(&phones(value)).unwrap();
            assert_eq!(exif(&clean).and_then(tiff::orientation), Some(value));
            assert!(!exif(&clean).is_some_and(tiff::has_place));
            assert_eq!(without(&clean).unwrap(), clean, "twice is once");
        }
        assert!(exif(&phones(1)).is_some_and(tiff::has_place) && exif(&without(&phones(1)).unwrap()).is_none());
    }

    #[test]
    fn a_photo_that_is_cut_off_keeps_what_there_is_of_its_picture() {
        let whole = phones(6);
        let cut = &whole[..whole.len() - 3];
        let clean = without(cut).unwrap();
        assert!(!exif(&clean).is_some_and(tiff::has_place) && clean.ends_with(b"\x78\xff\xd9"));
        assert_eq!(without(&whole[..60]), None, "no picture begins");
    }
}
