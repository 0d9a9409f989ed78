//! JSON text → [`Json`] (RFC 8259), with line and column of the first fault: the same words in the widget, the desk and the checker.
//!
//! Why our own: a config's fault must be told with its place in every browser, and `serde_json` or a walk over the browser's own objects
//! brings the formatting of doubles along, 22 kB of WebAssembly (measured with twiggy).

use crate::json::{Json, Map, characters, digits};

/// Nesting that is refused: far beyond any config, far below what a stack holds.
const MAX_DEPTH: usize = 128;

/// Where the text stops being JSON.
#[derive(Debug, Clone, PartialEq)]
pub struct SyntaxError {
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// What was expected there.
    pub expected: &'static str,
}

impl SyntaxError {
    /// In words for a developer.
    pub fn message(&self) -> String {
        ["expected ", self.expected, " at line ", &digits(self.line as i64), ", column ", &digits(self.column as i64)]
            .concat()
    }
}

impl Json {
    /// Reads JSON text. Of a repeated key the last stands, as `JSON.parse` has it.
    pub fn parse(text: &str) -> Result<Json, SyntaxError> {
        // Files from some editors begin with a byte order mark, which RFC 8259 lets a parser pass over.
        let mut parser = Parser { text: text.strip_prefix('\u{feff}').unwrap_or(text), at: 0 };
        let parsed = parser.value(0).and_then(|value| {
            parser.space();
            if parser.at == parser.text.len() { Ok(value) } else { Err("the end of the text") }
        });
        parsed.map_err(|expected| parser.error(expected))
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

type Parsed<T> = Result<T, &'static str>;

impl Parser<'_> {
    fn error(&self, expected: &'static str) -> SyntaxError {
        let before = self.text.get(..self.at).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        SyntaxError {
            line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            column: characters(&before[line_start..]) + 1,
            expected,
        }
    }

    fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or_default()
    }

    fn space(&mut self) {
        while matches!(self.peek(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8) -> bool {
        self.space();
        let found = self.peek() == byte;
        self.at += usize::from(found);
        found
    }

    fn value(&mut self, depth: usize) -> Parsed<Json> {
        if depth > MAX_DEPTH {
            return Err("at most 128 levels");
        }
        self.space();
        match self.peek() {
            b'{' => self.map(depth),
            b'[' => self.list(depth),
            b'"' => self.string().map(Json::Text),
            b'-' | b'0'..=b'9' => self.number(),
            _ => self.word(),
        }
    }

    fn word(&mut self) -> Parsed<Json> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        for (word, value) in [("true", Json::Bool(true)), ("false", Json::Bool(false)), ("null", Json::Null)] {
            if rest.as_bytes().starts_with(word.as_bytes()) {
                self.at += word.len();
                return Ok(value);
            }
        }
        Err("a value")
    }

    fn map(&mut self, depth: usize) -> Parsed<Json> {
        self.at += 1;
        let mut entries = Vec::new();
        if self.take(b'}') {
            return Ok(Json::Map(Map::default()));
        }
        loop {
            self.space();
            if self.peek() != b'"' {
                return Err("a key in double quotes");
            }
            let key = self.string()?;
            if !self.take(b':') {
                return Err("a colon");
            }
            let value = self.value(depth + 1)?;
            entries.push((key, value));
            if self.take(b'}') {
                return Ok(Json::Map(Map::collect(entries)));
            }
            if !self.take(b',') {
                return Err("a comma or }");
            }
        }
    }

    fn list(&mut self, depth: usize) -> Parsed<Json> {
        self.at += 1;
        let mut list = Vec::new();
        if self.take(b']') {
            return Ok(Json::List(list));
        }
        loop {
            list.push(self.value(depth + 1)?);
            if self.take(b']') {
                return Ok(Json::List(list));
            }
            if !self.take(b',') {
                return Err("a comma or ]");
            }
        }
    }

    fn string(&mut self) -> Parsed<String> {
        self.at += 1;
        let mut out = String::new();
        loop {
            let start = self.at;
            while !matches!(self.peek(), b'"' | b'\\' | 0..=0x1f) {
                self.at += 1;
            }
            out.push_str(self.text.get(start..self.at).unwrap_or_default());
            match self.peek() {
                b'"' => {
                    self.at += 1;
                    return Ok(out);
                }
                b'\\' => out.push(self.escape()?),
                _ => return Err("the end of the string"),
            }
        }
    }

    fn escape(&mut self) -> Parsed<char> {
        self.at += 1;
        let escaped = match self.peek() {
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            byte @ (b'"' | b'\\' | b'/') => char::from(byte),
            b'u' => return self.unicode(),
            _ => return Err("an escape such as \\n"),
        };
        self.at += 1;
        Ok(escaped)
    }

    /// `\uXXXX`, also in pairs. Half a pair stands for nothing in Unicode; it becomes the replacement character.
    fn unicode(&mut self) -> Parsed<char> {
        let first = self.hex()?;
        let pair = self.text.get(self.at..).is_some_and(|rest| rest.as_bytes().starts_with(b"\\u"));
        if (0xd800..0xdc00).contains(&first) && pair {
            let back = self.at;
            self.at += 1;
            let second = self.hex()?;
            if (0xdc00..0xe000).contains(&second) {
                return Ok(char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)).unwrap_or('\u{fffd}'));
            }
            self.at = back;
        }
        Ok(char::from_u32(first).unwrap_or('\u{fffd}'))
    }

    fn hex(&mut self) -> Parsed<u32> {
        self.at += 1;
        let mut code = 0;
        for _ in 0..4 {
            let digit = char::from(self.peek()).to_digit(16).ok_or("four hexadecimal digits")?;
            code = code * 16 + digit;
            self.at += 1;
        }
        Ok(code)
    }

    fn number(&mut self) -> Parsed<Json> {
        let negative = self.peek() == b'-';
        self.at += usize::from(negative);
        let leading_zero = self.peek() == b'0';
        let mut number = Decimal::default();
        let whole = self.digits(&mut number)?;
        if leading_zero && whole > 1 {
            return Err("a number without leading zeros");
        }
        let mut exact = true;
        if self.peek() == b'.' {
            self.at += 1;
            exact = false;
            let scale = self.digits(&mut number)?;
            number.exponent = number.exponent.saturating_sub(i32::try_from(scale).unwrap_or(i32::MAX));
        }
        if matches!(self.peek(), b'e' | b'E') {
            self.at += 1;
            exact = false;
            let down = self.peek() == b'-';
            self.at += usize::from(matches!(self.peek(), b'-' | b'+'));
            let mut power = Decimal::default();
            self.digits(&mut power)?;
            let power = if power.exponent > 0 { i32::MAX } else { i32::try_from(power.digits).unwrap_or(i32::MAX) };
            number.exponent = number.exponent.saturating_add(if down { -power } else { power });
        }
        Ok(number.json(negative, exact))
    }

    /// Reads digits and says how many there were.
    fn digits(&mut self, number: &mut Decimal) -> Parsed<usize> {
        let start = self.at;
        while self.peek().is_ascii_digit() {
            number.push(u64::from(self.peek() - b'0'));
            self.at += 1;
        }
        if self.at == start { Err("a digit") } else { Ok(self.at - start) }
    }
}

/// `digits × 10^exponent`. Digits beyond what 64 bits hold only count towards the exponent.
#[derive(Default)]
struct Decimal {
    digits: u64,
    exponent: i32,
}

impl Decimal {
    fn push(&mut self, digit: u64) {
        match self.digits.checked_mul(10).and_then(|digits| digits.checked_add(digit)).filter(|_| self.exponent == 0) {
            Some(digits) => self.digits = digits,
            None => self.exponent = self.exponent.saturating_add(1),
        }
    }

    fn json(&self, negative: bool, exact: bool) -> Json {
        let whole = i64::try_from(self.digits).ok().filter(|_| exact && self.exponent == 0);
        if let Some(whole) = whole {
            return Json::Int(if negative { -whole } else { whole });
        }
        // One multiplication or division by a power of ten is exactly rounded up to 10^22; beyond it a config's numbers need no last digit.
        let mut float = self.digits as f64;
        let mut left = self.exponent.clamp(-400, 400);
        while left != 0 && float != 0.0 {
            let part = left.clamp(-22, 22);
            let power = (0..part.unsigned_abs()).fold(1.0, |power: f64, _| power * 10.0);
            float = if part > 0 { float * power } else { float / power };
            left -= part;
        }
        let float = if negative { -float } else { float };
        if float.is_finite() { Json::Float(float) } else { Json::Null }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn error(text: &str) -> (usize, usize, &'static str) {
        let error = Json::parse(text).unwrap_err();
        (error.line, error.column, error.expected)
    }

    #[test]
    fn a_fault_is_told_with_its_line_and_column() {
        assert_eq!(error("{\n  \"a\": 1,\n}"), (3, 1, "a key in double quotes"));
        assert_eq!(error("{\"ä\": tru}"), (1, 7, "a value"));
        assert_eq!(error("[1 2]"), (1, 4, "a comma or ]"));
        assert_eq!(error(""), (1, 1, "a value"));
        assert_eq!(error("{} x"), (1, 4, "the end of the text"));
        assert_eq!(error("\"a\nb\""), (1, 3, "the end of the string"));
        assert_eq!(error("[01]").2, "a number without leading zeros");
        assert_eq!(error("[1.]").2, "a digit");
        assert_eq!(error(&"[".repeat(100_000)).2, "at most 128 levels");
    }

    #[test]
    fn strings_are_unescaped_and_half_a_surrogate_pair_hurts_nobody() {
        assert_eq!(Json::parse(r#""\u0041\n\/\ud83d\ude00ß""#), Ok("A\n/😀ß".into()));
        assert_eq!(Json::parse(r#""\ud83d!\ud83dA""#), Ok("\u{fffd}!\u{fffd}A".into()));
        assert_eq!(Json::parse("\u{feff}[]"), Ok(Json::List(Vec::new())));
    }

    #[test]
    fn numbers_keep_their_value() {
        for (text, value) in [
            ("0", 0.0),
            ("-2.5", -2.5),
            ("1e3", 1000.0),
            ("12.345e-2", 0.12345),
            ("1e400", f64::NAN),
            ("99999999999999999999", 1e20),
        ] {
            let found = Json::parse(text).unwrap();
            let same = found.as_number().map_or(value.is_nan(), |number| (number - value).abs() <= value.abs() * 1e-15);
            assert!(same, "{text}: {found:?}");
        }
        assert_eq!(Json::parse("9007199254740993"), Ok(Json::Int(9_007_199_254_740_993)));
    }

    proptest! {
        #[test]
        fn it_reads_what_serde_json_reads_and_refuses_what_serde_json_refuses(text in r#"[\[\]{}",:0-9eE.+\-truefalsn \\u]{0,24}"#) {
            let theirs = serde_json::from_str::<serde_json::Value>(&text);
            let ours = Json::parse(&text);
            // Theirs refuses numbers beyond a double and half surrogate pairs; ours reads both leniently.
            if let Ok(theirs) = &theirs {
                prop_assert!(ours.is_ok(), "{text}: {theirs}");
            }
            if ours.is_err() {
                prop_assert!(theirs.is_err());
            }
        }

        #[test]
        fn what_is_written_is_read_back(text in "\\PC{0,40}", number in any::<i64>()) {
            let value = Json::List(vec![text.as_str().into(), number.into()]);
            prop_assert_eq!(Json::parse(&value.to_text()), Ok(value));
        }

        #[test]
        fn no_text_panics_it(text in any::<String>()) {
            let _ = Json::parse(&text);
        }
    }
}
