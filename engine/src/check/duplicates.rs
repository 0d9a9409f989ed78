//! Rules on the bare text: keys that stand twice in one object. The parser keeps the last, so only the text tells.

use crate::check::{Checker, codes};
use crate::json::{Json, push_token};
use std::collections::HashSet;

pub fn check(checker: &mut Checker, text: &str) {
    let mut scan = Scan { text, at: 0, path: String::new(), found: Vec::new(), told: HashSet::new() };
    scan.value();
    for (path, key) in scan.found {
        let message = format!("\"{key}\" stands more than once in this object; only the last is used");
        checker.add(&codes::DUPLICATE_KEY, path, message, "Merge the two into one.");
    }
}

/// Walks over text that was read as JSON before: it never has to ask whether a bracket closes. Depth is bounded by the parser.
struct Scan<'a> {
    text: &'a str,
    at: usize,
    path: String,
    found: Vec<(String, String)>,
    /// Places of those, each told once.
    told: HashSet<String>,
}

impl Scan<'_> {
    fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or_default()
    }

    /// Goes to the next byte that means something, past spaces, commas, colons and a byte order mark.
    fn next(&mut self) -> u8 {
        while self.at < self.text.len()
            && !matches!(self.peek(), b'{' | b'}' | b'[' | b']' | b'"' | b'-' | b'0'..=b'9' | b'a'..=b'z')
        {
            self.at += 1;
        }
        self.peek()
    }

    fn value(&mut self) {
        match self.next() {
            b'{' => self.map(),
            b'[' => self.list(),
            b'"' => {
                self.string();
            }
            _ => {
                while matches!(self.peek(), b'-' | b'+' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'E') {
                    self.at += 1;
                }
            }
        }
    }

    fn map(&mut self) {
        self.at += 1;
        let mut keys = HashSet::new();
        let outside = self.path.len();
        while self.next() == b'"' {
            let key = self.string();
            push_token(&mut self.path, &key);
            if !keys.insert(key.clone()) && self.told.insert(self.path.clone()) {
                self.found.push((self.path.clone(), key));
            }
            self.value();
            self.path.truncate(outside);
        }
        self.at += 1;
    }

    fn list(&mut self) {
        self.at += 1;
        let outside = self.path.len();
        let mut index = 0usize;
        while self.at < self.text.len() && self.next() != b']' {
            push_token(&mut self.path, &index.to_string());
            self.value();
            self.path.truncate(outside);
            index += 1;
        }
        self.at += 1;
    }

    /// The string here, unescaped as the parser does it.
    fn string(&mut self) -> String {
        let start = self.at;
        self.at += 1;
        while self.at < self.text.len() && self.peek() != b'"' {
            self.at += if self.peek() == b'\\' { 2 } else { 1 };
        }
        self.at += 1;
        let quoted = self.text.get(start..self.at).unwrap_or_default();
        Json::parse(quoted).ok().and_then(|text| text.as_text().map(str::to_string)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let mut scan = Scan { text, at: 0, path: String::new(), found: Vec::new(), told: HashSet::new() };
        scan.value();
        scan.found.into_iter().map(|(path, _)| path).collect()
    }

    #[test]
    fn a_repeated_key_is_found_at_any_depth_however_it_is_escaped() {
        assert_eq!(found(r#"{"a":1,"b":[{"c":1,"c":-2e5},{"c":true}],"\u0061":null}"#), ["/b/0/c", "/a"]);
        assert_eq!(found("\u{feff} {\"a/b\":{},\"a/b\":[[],\"]\\\"}\"],\"a/b\":0}"), ["/a~1b"]);
        assert!(found(r#"[{"a":1},{"a":1}]"#).is_empty());
    }
}
