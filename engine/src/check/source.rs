//! Source: where in a config's text the value of a JSON Pointer stands, so that a finding can be shown with its line and a caret.
//!
//! One pass over the text, linear; what is no JSON is located as far as it can be read.

use crate::json::push_token;
use std::collections::HashMap;
use std::ops::Range;

/// Nesting that is followed: what the parser itself reads (`parse.rs`).
const MAX_DEPTH: usize = 128;

/// Where one value stands, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Its key in quotes; None for the whole text and for the elements of an array.
    pub key: Option<Range<usize>>,
    /// The value.
    pub value: Range<usize>,
}

/// Where every value of a text stands.
#[derive(Debug, Clone, Default)]
pub struct Source {
    nodes: Vec<Node>,
}

#[derive(Debug, Clone)]
struct Node {
    span: Span,
    /// Key (or index) → node. Of a repeated key the last stands, as in the parser.
    children: HashMap<String, usize>,
}

impl Source {
    /// Reads a text once.
    pub fn new(text: &str) -> Source {
        let mut scan = Scan { bytes: text.as_bytes(), text, at: 0, nodes: Vec::new() };
        if text.starts_with('\u{feff}') {
            scan.at = '\u{feff}'.len_utf8();
        }
        scan.value(None, 0);
        Source { nodes: scan.nodes }
    }

    /// The place of exactly this pointer.
    pub fn find(&self, pointer: &str) -> Option<&Span> {
        let (node, rest) = self.walk(pointer)?;
        rest.is_empty().then_some(&node.span)
    }

    /// The place of this pointer or, where the text does not have it (a key that is missing), of the nearest value around it, with what
    /// of the pointer is missing.
    pub fn nearest<'p>(&self, pointer: &'p str) -> Option<(&Span, &'p str)> {
        self.walk(pointer).map(|(node, rest)| (&node.span, rest))
    }

    /// The last node on the way that exists, and the rest of the way.
    fn walk<'p>(&self, pointer: &'p str) -> Option<(&Node, &'p str)> {
        let mut node = self.nodes.first()?;
        let mut rest = pointer;
        while let Some(inner) = rest.strip_prefix('/') {
            let end = inner.find('/').unwrap_or(inner.len());
            let Some(child) = node.children.get(&inner[..end]).and_then(|at| self.nodes.get(*at)) else { break };
            node = child;
            rest = &inner[end..];
        }
        Some((node, rest))
    }
}

/// The byte at which a line and column (both from 1, columns in characters) begin, as the parser's [`SyntaxError`] counts them.
///
/// [`SyntaxError`]: crate::parse::SyntaxError
pub fn offset(text: &str, line: usize, column: usize) -> usize {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let before: usize = text[start..].split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[start + before..];
    let within = rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at);
    start + before + within
}

struct Scan<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    nodes: Vec<Node>,
}

impl Scan<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8) -> bool {
        self.space();
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// Reads one value and all inside it; None where the text stops being JSON: what was read so far stays.
    fn value(&mut self, key: Option<Range<usize>>, depth: usize) -> Option<usize> {
        self.space();
        let start = self.at;
        let node = self.nodes.len();
        self.nodes.push(Node { span: Span { key, value: start..start }, children: HashMap::new() });
        let whole = if depth > MAX_DEPTH {
            None
        } else {
            match self.peek() {
                Some(b'{') => self.map(node, depth),
                Some(b'[') => self.list(node, depth),
                Some(b'"') => self.string().map(|_| ()),
                _ => self.word(),
            }
        };
        self.nodes[node].span.value.end = self.at;
        whole.map(|()| node)
    }

    fn map(&mut self, node: usize, depth: usize) -> Option<()> {
        self.at += 1;
        if self.take(b'}') {
            return Some(());
        }
        loop {
            self.space();
            let start = self.at;
            let key = self.string()?;
            let range = start..self.at;
            let next = self.nodes.len();
            self.nodes[node].children.insert(key, next);
            if !self.take(b':') {
                // The key is there, its value is not: the key is what can be shown.
                self.nodes
                    .push(Node { span: Span { key: Some(range.clone()), value: range }, children: HashMap::new() });
                return None;
            }
            self.value(Some(range), depth + 1)?;
            if self.take(b'}') {
                return Some(());
            }
            if !self.take(b',') {
                return None;
            }
        }
    }

    fn list(&mut self, node: usize, depth: usize) -> Option<()> {
        self.at += 1;
        if self.take(b']') {
            return Some(());
        }
        for index in 0.. {
            let next = self.nodes.len();
            self.nodes[node].children.insert(index.to_string(), next);
            self.value(None, depth + 1)?;
            if self.take(b']') {
                return Some(());
            }
            if !self.take(b',') {
                return None;
            }
        }
        None
    }

    fn word(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.')) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    /// Reads a string and gives it as one step of a pointer: unescaped from JSON, escaped for RFC 6901.
    fn string(&mut self) -> Option<String> {
        if self.peek() != Some(b'"') {
            return None;
        }
        let start = self.at;
        self.at += 1;
        loop {
            match self.peek()? {
                b'"' => break,
                b'\\' => self.at = (self.at + 2).min(self.bytes.len()),
                _ => self.at += 1,
            }
        }
        self.at += 1;
        let raw = self.text.get(start..self.at)?;
        let plain = crate::Json::parse(raw).ok();
        let mut token = String::new();
        push_token(&mut token, plain.as_ref().and_then(|text| text.as_text()).unwrap_or(raw));
        token.remove(0);
        Some(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "{\n  \"a/b\": [1, {\"m~n\": \"ß\\\"x\"}],\n  \"c\": {}\n}";

    fn at(pointer: &str) -> (Option<&'static str>, &'static str) {
        let source = Source::new(TEXT);
        let span = source.find(pointer).unwrap();
        (span.key.clone().map(|range| &TEXT[range]), &TEXT[span.value.clone()])
    }

    #[test]
    fn a_pointer_finds_the_bytes_of_its_key_and_of_its_value() {
        assert_eq!(at(""), (None, TEXT));
        assert_eq!(at("/a~1b"), (Some("\"a/b\""), "[1, {\"m~n\": \"ß\\\"x\"}]"));
        assert_eq!(at("/a~1b/0"), (None, "1"));
        assert_eq!(at("/a~1b/1/m~0n"), (Some("\"m~n\""), "\"ß\\\"x\""));
        assert_eq!(at("/c"), (Some("\"c\""), "{}"));
        assert_eq!(Source::new(TEXT).find("/c/d"), None);
    }

    #[test]
    fn what_is_missing_is_shown_at_the_nearest_value_around_it() {
        let source = Source::new(TEXT);
        let (span, rest) = source.nearest("/c/d/e").unwrap();
        assert_eq!((&TEXT[span.value.clone()], rest), ("{}", "/d/e"));
        assert_eq!(source.nearest("/zz").unwrap().1, "/zz");
    }

    #[test]
    fn of_a_repeated_key_the_last_is_found_and_escapes_in_keys_are_read() {
        let text = r#"{"a": 1, "\u0061": 2}"#;
        assert_eq!(&text[Source::new(text).find("/a").unwrap().value.clone()], "2");
    }

    #[test]
    fn broken_text_is_located_as_far_as_it_can_be_read() {
        let text = r#"{"a": {"b": tru, "c": 1 "d": 2"#;
        let source = Source::new(text);
        assert_eq!(&text[source.find("/a/b").unwrap().value.clone()], "tru");
        assert_eq!(&text[source.find("/a/c").unwrap().value.clone()], "1");
        assert_eq!(source.find("/a/d"), None);
        assert!(Source::new("").find("").is_some());
        Source::new(&"[".repeat(100_000));
    }

    #[test]
    fn line_and_column_name_a_byte() {
        let text = "{\n  \"ä\": x\n}";
        assert_eq!(&text[offset(text, 2, 8)..=offset(text, 2, 8)], "x");
        assert_eq!(offset(text, 99, 1), text.len());
        assert_eq!(offset("\u{feff}[", 1, 1), 3);
    }

    proptest! {
        #[test]
        fn no_text_panics_it_and_every_span_lies_within(text in r#"[\[\]{}",:0-9a\\ \nß]{0,40}"#, pointer in "[/a0~1]{0,8}") {
            let source = Source::new(&text);
            if let Some((span, _)) = source.nearest(&pointer) {
                prop_assert!(text.get(span.value.clone()).is_some());
                prop_assert!(span.key.clone().is_none_or(|key| text.get(key).is_some()));
            }
            let _ = offset(&text, 2, 3);
        }
    }
}
