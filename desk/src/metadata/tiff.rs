//! TIFF: the table of an EXIF block (EXIF 2.32, section 4.6): which way up the photo is, and whether a place stands in it.

const ORIENTATION: u16 = 0x0112;
const GPS: u16 = 0x8825;

/// Whether the first table points to one of the place.
pub fn has_place(tiff: &[u8]) -> bool {
    entry(tiff, GPS).is_some()
}

/// Which way up: 2 to 8; None where it is as it should be, or nothing is said.
pub fn orientation(tiff: &[u8]) -> Option<u8> {
    let (value, big) = entry(tiff, ORIENTATION)?;
    // A SHORT stands at the left of the four bytes.
    let value = if big { u16::from_be_bytes([value[0], value[1]]) } else { u16::from_le_bytes([value[0], value[1]]) };
    u8::try_from(value).ok().filter(|value| (2..=8).contains(value))
}

/// An EXIF block that says which way up a photo is, and nothing else.
pub fn of_orientation(value: u8) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01".to_vec();
    tiff.extend_from_slice(&ORIENTATION.to_be_bytes());
    // One SHORT.
    tiff.extend_from_slice(&[0, 3, 0, 0, 0, 1, 0, value, 0, 0, 0, 0, 0, 0]);
    tiff
}

/// The four bytes of an entry of the first table, and whether numbers begin with their big end.
fn entry(tiff: &[u8], wanted: u16) -> Option<([u8; 4], bool)> {
    let big = match tiff.get(..4)? {
        b"MM\0\x2a" => true,
        b"II\x2a\0" => false,
        _ => return None,
    };
    let short = |at: usize| -> Option<u16> {
        let two = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if big { u16::from_be_bytes(two) } else { u16::from_le_bytes(two) })
    };
    let table = super::length(tiff, 4, if big { u32::from_be_bytes } else { u32::from_le_bytes })?;
    let count = usize::from(short(table)?);
    for at in (0..count).map(|nth| table + 2 + nth * 12) {
        if short(at)? == wanted {
            return Some((tiff.get(at + 8..at + 12)?.try_into().ok()?, big));
        }
    }
    None
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// An EXIF block of a phone: which way up, and a table of the place.
    pub fn of_phone(value: u8) -> Vec<u8> {
        let mut tiff = b"II\x2a\0\x08\0\0\0\x02\0".to_vec();
        tiff.extend_from_slice(&[0x12, 0x01, 3, 0, 1, 0, 0, 0, value, 0, 0, 0]);
        tiff.extend_from_slice(&[0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0]);
        tiff.extend_from_slice(&[0; 4]);
        tiff.extend_from_slice(b"\x01\0\x01\0\x02\0\x02\0\0\0N\0\0\0\0\0\0\0 52 31 12 N 13 24 36 E");
        tiff
    }

    #[test]
    fn both_byte_orders_are_read() {
        assert!(has_place(&of_phone(6)) && orientation(&of_phone(6)) == Some(6));
        for value in 2..=8 {
            let own = of_orientation(value);
            assert!(!has_place(&own) && orientation(&own) == Some(value));
        }
        assert_eq!(orientation(&of_phone(1)), None);
        assert_eq!(orientation(&of_phone(9)), None);
    }

    #[test]
    fn a_table_that_is_cut_off_or_points_nowhere_says_nothing() {
        let whole = of_phone(6);
        for end in 0..20 {
            assert_eq!(orientation(&whole[..end]), None);
        }
        assert!(!has_place(b"MM\0\x2a\xff\xff\xff\xff") && !has_place(b"MM\0\x2a\0\0\0\x08\xff\xff"));
    }
}
