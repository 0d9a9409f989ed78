//! What sort of file it is: by how it begins, because names and types lie.

/// Bytes from the start of a file that tell its sort.
pub const HEAD: usize = 64;

/// What becomes of a file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sort {
    /// The browser may be able to open it.
    Picture,
    /// The same; few browsers can: what an iPhone and some Android phones store.
    Heic,
    /// It is sent as it is, where the question takes it.
    Pdf,
    /// Nothing that is taken.
    Other,
}

/// The sort of a file that begins with `head` and whose sender calls it `mime`.
pub fn sort(head: &[u8], mime: &str) -> Sort {
    if head.starts_with(b"%PDF-") {
        return Sort::Pdf;
    }
    // ISO/IEC 14496-12: a box `ftyp` and its brand; 23008-12 gives HEIF's.
    if head.get(4..8) == Some(b"ftyp") && matches!(head.get(8..11), Some(b"hei" | b"hev" | b"mif" | b"msf")) {
        return Sort::Heic;
    }
    // A drawing can hold scripts, a film is read whole before it is found to be none.
    if is_markup(head) || mime == "image/svg+xml" || mime.starts_with("video/") || mime.starts_with("audio/") {
        return Sort::Other;
    }
    Sort::Picture
}

/// SVG, HTML: `<` after a byte order mark and spaces, in any Unicode encoding.
fn is_markup(head: &[u8]) -> bool {
    head.iter().find(|byte| !matches!(byte, 0 | b' ' | b'\t' | b'\r' | b'\n' | 0xef | 0xbb | 0xbf | 0xfe | 0xff))
        == Some(&b'<')
}
