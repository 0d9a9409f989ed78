//! HEIF: HEIC and AVIF, whose pictures lie anywhere in the file (ISO/IEC 14496-12, section 8.11). What tells of more than the picture is
//! overwritten where it lies, so that nothing moves. Which way up it is stands elsewhere in these (`irot`).

use std::ops::Range;

/// An EXIF block that says nothing: four bytes of how far on its table begins (ISO/IEC 23008-12, annex A.2.1), a table without entries. libavif
/// refuses the whole picture where there is no table at all ("Invalid Exif payload").
const NOTHING: &[u8] = b"\0\0\0\0MM\0\x2a\0\0\0\x08\0\0\0\0\0\0";

/// What is not the picture.
#[derive(Clone, Copy, PartialEq)]
enum Told {
    Exif,
    /// XMP, or another text.
    Text,
}

/// The file with nothing in its EXIF and blanks for its XMP. None where its table of contents cannot be read.
pub fn without(bytes: &[u8]) -> Option<Vec<u8>> {
    let ranges = told(bytes)?;
    let mut clean = bytes.to_vec();
    for (told, range) in ranges {
        let block = clean.get_mut(range)?;
        block.fill(if told == Told::Text { b' ' } else { 0 });
        if let Some(start) = block.get_mut(..NOTHING.len()).filter(|_| told == Told::Exif) {
            start.copy_from_slice(NOTHING);
        }
    }
    Some(clean)
}

/// The EXIF block, if all of it is there.
pub fn exif(bytes: &[u8]) -> Option<&[u8]> {
    let blocks = told(bytes)?;
    blocks.into_iter().filter(|(told, _)| *told == Told::Exif).find_map(|(_, range)| {
        let block = bytes.get(range)?;
        block.get(super::length(block, 0, u32::from_be_bytes)?.checked_add(4)?..)
    })
}

/// Where EXIF and XMP lie.
fn told(bytes: &[u8]) -> Option<Vec<(Told, Range<usize>)>> {
    let meta = find(bytes, 0..bytes.len(), b"meta")?;
    // Version and flags.
    let inside = meta.start + 4..meta.end;
    let ids = ids(bytes, find(bytes, inside.clone(), b"iinf")?)?;
    let data = find(bytes, inside.clone(), b"idat").unwrap_or(0..0);
    places(bytes, find(bytes, inside, b"iloc")?, &ids, &data)
}

/// The content of the first box of a name.
fn find(bytes: &[u8], within: Range<usize>, name: &[u8; 4]) -> Option<Range<usize>> {
    boxes(bytes, within).find(|(found, _)| found == name).map(|(_, content)| content)
}

/// Names and contents of boxes that stand one after the other.
fn boxes(bytes: &[u8], within: Range<usize>) -> impl Iterator<Item = ([u8; 4], Range<usize>)> {
    let mut at = within.start;
    std::iter::from_fn(move || {
        let mut cursor = Cursor { bytes: bytes.get(..within.end)?, at };
        let size = cursor.take(4)?;
        let name = u32::try_from(cursor.take(4)?).ok()?.to_be_bytes();
        let size = match size {
            0 => within.end - at,
            1 => cursor.take(8)?,
            size => size,
        };
        let (start, end) = (cursor.at, at.checked_add(size)?);
        if end > within.end || end < start {
            return None;
        }
        at = end;
        Some((name, start..end))
    })
}

/// The items that are EXIF or XMP, out of `iinf`.
fn ids(bytes: &[u8], iinf: Range<usize>) -> Option<Vec<(usize, Told)>> {
    let mut cursor = Cursor { bytes: bytes.get(..iinf.end)?, at: iinf.start };
    let version = cursor.take(4)? >> 24;
    cursor.take(if version == 0 { 2 } else { 4 })?;
    let mut found = Vec::new();
    for (name, content) in boxes(bytes, cursor.at..iinf.end) {
        let mut cursor = Cursor { bytes: bytes.get(..content.end)?, at: content.start };
        let version = cursor.take(4)? >> 24;
        // Older ones have no type.
        if &name != b"infe" || version < 2 {
            continue;
        }
        let id = cursor.take(if version == 2 { 2 } else { 4 })?;
        cursor.take(2)?;
        match bytes.get(cursor.at..cursor.at + 4)? {
            b"Exif" => found.push((id, Told::Exif)),
            b"mime" => found.push((id, Told::Text)),
            _ => {}
        }
    }
    Some(found)
}

/// Where these items lie, out of `iloc`.
fn places(
    bytes: &[u8],
    iloc: Range<usize>,
    ids: &[(usize, Told)],
    data: &Range<usize>,
) -> Option<Vec<(Told, Range<usize>)>> {
    let mut cursor = Cursor { bytes: bytes.get(..iloc.end)?, at: iloc.start };
    let version = cursor.take(4)? >> 24;
    let sizes = cursor.take(2)?;
    let [offset_size, length_size, base_size, index_size] = [12, 8, 4, 0].map(|shift| sizes >> shift & 15);
    let wide = if version < 2 { 2 } else { 4 };
    let mut found = Vec::new();
    for _ in 0..cursor.take(wide)? {
        let id = cursor.take(wide)?;
        let method = if version == 0 { 0 } else { cursor.take(2)? & 15 };
        cursor.take(2)?;
        let base = cursor.take(base_size)?;
        for _ in 0..cursor.take(2)? {
            if version > 0 {
                cursor.take(index_size)?;
            }
            let (offset, length) = (cursor.take(offset_size)?, cursor.take(length_size)?);
            let from = if method == 1 { data.start } else { 0 };
            let start = from.checked_add(base)?.checked_add(offset)?;
            if let Some((_, told)) = ids.iter().find(|(known, _)| *known == id && method < 2) {
                found.push((*told, start..start.checked_add(length)?));
            }
        }
    }
    Some(found)
}

/// Numbers, big end first, one after the other.
struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Cursor<'_> {
    /// The next number of so many bytes, at most eight; 0 of none.
    fn take(&mut self, size: usize) -> Option<usize> {
        let taken = self.bytes.get(self.at..self.at.checked_add(size)?)?;
        self.at += size;
        let number =
            taken.iter().try_fold(0_u64, |number, byte| number.checked_mul(256)?.checked_add(u64::from(*byte)))?;
        usize::try_from(number).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::tiff::{has_place, tests::of_phone};

    fn boxed(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
        [&u32::try_from(content.len() + 8).unwrap().to_be_bytes()[..], name, content].concat()
    }

    fn item(id: u16, kind: &[u8; 4]) -> Vec<u8> {
        boxed(b"infe", &[&[2, 0, 0, 0][..], &id.to_be_bytes(), &[0, 0], kind, b"\0"].concat())
    }

    /// A photo of a phone: the picture, its EXIF and its XMP, one after the other.
    fn photo(picture: &[u8], exif: &[u8], xmp: &[u8]) -> Vec<u8> {
        let head = boxed(b"ftyp", b"heic\0\0\0\0mif1heic");
        let items = [&[0, 0, 0, 0, 0, 3][..], &item(1, b"hvc1"), &item(2, b"Exif"), &item(3, b"mime")].concat();
        let meta = |start: usize| {
            let (mut iloc, mut at) = (vec![1, 0, 0, 0, 0x44, 0x00, 0, 3], start);
            for (id, data) in [(1, picture), (2, exif), (3, xmp)] {
                iloc.extend_from_slice(&[0, id, 0, 0, 0, 0, 0, 1]);
                iloc.extend_from_slice(&u32::try_from(at).unwrap().to_be_bytes());
                iloc.extend_from_slice(&u32::try_from(data.len()).unwrap().to_be_bytes());
                at += data.len();
            }
            boxed(b"meta", &[&[0; 4][..], &boxed(b"iinf", &items), &boxed(b"iloc", &iloc)].concat())
        };
        let start = head.len() + meta(0).len() + 8;
        [head, meta(start), boxed(b"mdat", &[picture, exif, xmp].concat())].concat()
    }

    #[test]
    fn what_it_tells_is_overwritten_and_nothing_moves() {
        let exif_block = [b"\0\0\0\x06Exif\0\0", &of_phone(1)[..]].concat();
        let sent = photo(&[7; 200], &exif_block, b"<x:xmpmeta/>");
        assert_eq!(infer::get(&sent).map(|kind| kind.mime_type()), Some("image/heif"));
        assert!(exif(&sent).is_some_and(has_place));
        let clean = without(&sent).unwrap();
        let nothing = [NOTHING, &vec![0; exif_block.len() - NOTHING.len()]].concat();
        assert_eq!(clean, photo(&[7; 200], &nothing, &[b' '; 12]));
        assert!(exif(&clean).is_some_and(|tiff| tiff.starts_with(b"MM") && !has_place(tiff)));
        for end in 0..sent.len() {
            let _ = without(&sent[..end]);
        }
    }
}
