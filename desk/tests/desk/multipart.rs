//! Multipart: request bodies as a browser's `FormData` writes them, and as nobody should.

/// Separates the parts.
pub const BOUNDARY: &str = "----redress7MA4YWxkTrZu0gW";

/// A body under way.
#[derive(Default)]
pub struct Form(Vec<u8>);

impl Form {
    /// A body with a complaint.
    pub fn of(complaint: &[u8]) -> Form {
        Form::default().part("name=\"complaint\"; filename=\"blob\"", "application/json", complaint)
    }

    /// Adds a file.
    pub fn file(self, name: &str, mime: &str, bytes: &[u8]) -> Form {
        self.part(&format!("name=\"attachment\"; filename=\"{name}\""), mime, bytes)
    }

    /// Adds any part.
    pub fn part(mut self, disposition: &str, mime: &str, bytes: &[u8]) -> Form {
        let head =
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\nContent-Type: {mime}\r\n\r\n");
        self.0.extend_from_slice(head.as_bytes());
        self.0.extend_from_slice(bytes);
        self.0.extend_from_slice(b"\r\n");
        self
    }

    /// The body without its end.
    pub fn unfinished(self) -> Vec<u8> {
        self.0
    }

    /// The body with its last part still open.
    pub fn opened(mut self) -> Vec<u8> {
        self.0.truncate(self.0.len() - 2);
        self.0
    }

    /// The whole body.
    pub fn bytes(mut self) -> Vec<u8> {
        self.0.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        self.0
    }
}
