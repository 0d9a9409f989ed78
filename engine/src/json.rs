//! The value that config, context and answers are read from: JSON with its key order kept.
//!
//! Why not `serde_json::Value`: its number formatting and parser weigh more than the whole of this module in the shopper's download.
//! Text is read in `parse.rs`; native programs may also come and go through serde. Past 400 lines by serde's visitor and the tests,
//! which are of no use apart from the type.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use std::fmt;

/// One JSON value. Whole numbers are kept exactly; others as a double, written with at most six decimals.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Json {
    /// `null`
    #[default]
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object.
    Map(Map),
}

/// An object: keys in the order in which they were written.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Map(pub Vec<(String, Json)>);

impl Map {
    /// The value of `key`.
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.0.iter().find(|(k, _)| k == key).map(|(_, value)| value)
    }

    /// The value of `key`, to be changed.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Json> {
        self.0.iter_mut().find(|(k, _)| k == key).map(|(_, value)| value)
    }

    /// Sets `key`, in its old place if it was there.
    pub fn set(&mut self, key: &str, value: Json) {
        match self.get_mut(key) {
            Some(old) => *old = value,
            None => self.0.push((key.into(), value)),
        }
    }

    /// An object of these entries. Of a repeated key the last value stands, in the place of the first, as `JSON.parse` has it. No
    /// number of keys makes it slow.
    pub fn collect(mut entries: Vec<(String, Json)>) -> Map {
        let mut order: Vec<usize> = (0..entries.len()).collect();
        sort(&mut order, &|a, b| match (entries.get(*a), entries.get(*b)) {
            (Some((one, _)), Some((other, _))) => (one, a) < (other, b),
            _ => false,
        });
        let mut gone = vec![false; entries.len()];
        let mut first = 0;
        for (at, index) in order.iter().enumerate().skip(1) {
            if entries[order[first]].0 != entries[*index].0 {
                first = at;
                continue;
            }
            entries[order[first]].1 = std::mem::take(&mut entries[*index].1);
            gone[*index] = true;
        }
        let mut gone = gone.into_iter();
        entries.retain(|_| gone.next() != Some(true));
        Map(entries)
    }

    /// Adds a key that is not there yet.
    pub fn push(&mut self, key: &str, value: Json) {
        self.0.push((key.into(), value));
    }

    /// Takes `key` out.
    pub fn remove(&mut self, key: &str) -> Option<Json> {
        let at = self.0.iter().position(|(k, _)| k == key)?;
        Some(self.0.remove(at).1)
    }

    /// Keys and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A heap sort: nobody's order of keys makes it slow, at a tenth of the bytes of the standard library's.
fn sort(list: &mut [usize], less: &dyn Fn(&usize, &usize) -> bool) {
    let sift = |list: &mut [usize], mut root: usize, end: usize| {
        while root * 2 + 1 < end {
            let mut child = root * 2 + 1;
            if child + 1 < end && less(&list[child], &list[child + 1]) {
                child += 1;
            }
            if !less(&list[root], &list[child]) {
                break;
            }
            list.swap(root, child);
            root = child;
        }
    };
    for root in (0..list.len() / 2).rev() {
        sift(list, root, list.len());
    }
    for end in (1..list.len()).rev() {
        list.swap(0, end);
        sift(list, 0, end);
    }
}

/// Adds one step to a JSON Pointer, escaped (RFC 6901, section 3).
pub fn push_token(pointer: &mut String, token: &str) {
    pointer.push('/');
    for c in token.chars() {
        match c {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            c => pointer.push(c),
        }
    }
}

impl Json {
    /// An object of these entries.
    pub fn map<const N: usize>(entries: [(&str, Json); N]) -> Json {
        let mut map = Map::default();
        for (key, value) in entries {
            map.push(key, value);
        }
        Json::Map(map)
    }

    /// The object, if it is one.
    pub fn as_map(&self) -> Option<&Map> {
        if let Json::Map(map) = self { Some(map) } else { None }
    }

    /// The elements of an array; of anything else none.
    pub fn items(&self) -> &[Json] {
        if let Json::List(list) = self { list } else { &[] }
    }

    /// The string, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        if let Json::Text(text) = self { Some(text) } else { None }
    }

    /// The whole number, if it is one.
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Json::Int(int) => Some(*int),
            // JSON has one kind of number: 5.0 is 5.
            Json::Float(float) if float.fract() == 0.0 && float.abs() < 9e15 => Some(*float as i64),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Json::Int(int) => Some(*int as f64),
            Json::Float(float) => Some(*float),
            _ => None,
        }
    }

    /// The member `key` of an object.
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.as_map()?.get(key)
    }

    /// The value at a path of keys joined by dots, as facts are named (`order.placedOn`).
    pub fn at(&self, path: &str) -> Option<&Json> {
        path.split('.').try_fold(self, |value, key| value.get(key))
    }

    /// The value that a JSON Pointer (RFC 6901) names.
    pub fn pointer(&self, pointer: &str) -> Option<&Json> {
        if pointer.is_empty() {
            return Some(self);
        }
        pointer.strip_prefix('/')?.split('/').try_fold(self, |value, token| {
            let token = token.replace("~1", "/").replace("~0", "~");
            match value {
                Json::Map(map) => map.get(&token),
                Json::List(list) => list.get(token.parse::<usize>().ok()?),
                _ => None,
            }
        })
    }

    /// Whether the value says nothing: null, an empty string, list or object.
    pub fn is_blank(&self) -> bool {
        match self {
            Json::Null => true,
            Json::Text(text) => text.trim().is_empty(),
            Json::List(list) => list.is_empty(),
            Json::Map(map) => map.is_empty(),
            _ => false,
        }
    }

    /// Applies a JSON Merge Patch (RFC 7396, section 2) to this value.
    pub fn merge(&mut self, patch: &Json) {
        let Json::Map(patch) = patch else {
            *self = patch.clone();
            return;
        };
        if !matches!(self, Json::Map(_)) {
            *self = Json::Map(Map::default());
        }
        let Json::Map(target) = self else { return };
        for (key, change) in patch.iter() {
            if *change == Json::Null {
                target.remove(key);
            } else {
                match target.get_mut(key) {
                    Some(value) => value.merge(change),
                    None => {
                        let mut value = Json::Null;
                        value.merge(change);
                        target.push(key, value);
                    }
                }
            }
        }
    }

    /// Compact JSON text, the same on every machine: what is hashed and what is sent.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        match self {
            Json::Null => out.push_str("null"),
            Json::Bool(true) => out.push_str("true"),
            Json::Bool(false) => out.push_str("false"),
            Json::Int(int) => out.push_str(&digits(*int)),
            Json::Float(float) => write_float(*float, out),
            Json::Text(text) => write_text(text, out),
            Json::List(list) => {
                out.push('[');
                for (index, value) in list.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    value.write(out);
                }
                out.push(']');
            }
            Json::Map(map) => {
                out.push('{');
                for (index, (key, value)) in map.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    write_text(key, out);
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }
}

/// A double in millionths; None where it is no number or too large for that.
fn micros(float: f64) -> Option<i64> {
    let micros = (float * 1e6).round();
    (micros.abs() < 9e18).then_some(micros as i64)
}

/// What cannot be written again was not said: a page can hand over NaN, and the answer sent would differ from the one checked.
fn from_float(float: f64) -> Json {
    if micros(float).is_some() { Json::Float(float) } else { Json::Null }
}

/// Formatting doubles costs 14 kB of WebAssembly (measured with twiggy); six decimals by whole numbers cost none.
fn write_float(float: f64, out: &mut String) {
    let Some(micros) = micros(float) else { return out.push_str("null") };
    if micros < 0 {
        out.push('-');
    }
    out.push_str(&digits((micros / 1_000_000).abs()));
    let mut rest = (micros % 1_000_000).abs();
    if rest > 0 {
        out.push('.');
    }
    let mut unit = 100_000;
    while rest > 0 {
        out.push_str(&digits(rest / unit));
        rest %= unit;
        unit /= 10;
    }
}

/// How many characters a text has. `str`'s own counts eight bytes at a time and weighs 300 bytes more (docs/size.md).
pub fn characters(text: &str) -> usize {
    let mut count = 0;
    for byte in text.bytes() {
        // All bytes of a character but its first begin with the bits 10.
        count += usize::from(byte & 0xc0 != 0x80);
    }
    count
}

/// A whole number as text. The formatting of the standard library brings padding and a copy for each width along (docs/size.md).
pub fn digits(number: i64) -> String {
    let mut text = String::new();
    if number < 0 {
        text.push('-');
    }
    push_digits(number.unsigned_abs(), &mut text);
    text
}

fn push_digits(number: u64, text: &mut String) {
    if number > 9 {
        push_digits(number / 10, text);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

fn write_text(text: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if (c as u32) < 0x20 => {
                out.push_str("\\u00");
                out.push(HEX[(c as usize) >> 4] as char);
                out.push(HEX[(c as usize) & 15] as char);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

impl From<&str> for Json {
    fn from(text: &str) -> Json {
        Json::Text(text.into())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Json {
        Json::Text(text)
    }
}

impl From<i64> for Json {
    fn from(int: i64) -> Json {
        Json::Int(int)
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Json {
        Json::Bool(value)
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Json::Null => serializer.serialize_unit(),
            Json::Bool(value) => serializer.serialize_bool(*value),
            Json::Int(int) => serializer.serialize_i64(*int),
            Json::Float(float) => serializer.serialize_f64(*float),
            Json::Text(text) => serializer.serialize_str(text),
            Json::List(list) => {
                let mut seq = serializer.serialize_seq(Some(list.len()))?;
                for value in list {
                    seq.serialize_element(value)?;
                }
                seq.end()
            }
            Json::Map(map) => {
                let mut out = serializer.serialize_map(Some(map.0.len()))?;
                for (key, value) in map.iter() {
                    out.serialize_entry(key, value)?;
                }
                out.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, int: i64) -> Result<Json, E> {
        Ok(Json::Int(int))
    }

    fn visit_u64<E>(self, int: u64) -> Result<Json, E> {
        Ok(i64::try_from(int).map_or_else(|_| from_float(int as f64), Json::Int))
    }

    fn visit_f64<E>(self, float: f64) -> Result<Json, E> {
        Ok(from_float(float))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.into()))
    }

    fn visit_string<E>(self, text: String) -> Result<Json, E> {
        Ok(Json::Text(text))
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_none<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        Json::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = seq.next_element()? {
            list.push(value);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry::<String, Json>()? {
            entries.push(entry);
        }
        Ok(Json::Map(Map::collect(entries)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Json {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn characters_are_counted_as_the_standard_library_counts_them() {
        for text in ["", "a", "é", "ß€𝄞", "👨‍👩‍👧", "שלום", "\u{10ffff}\u{7f}\u{80}\u{7ff}\u{800}"]
        {
            assert_eq!(characters(text), text.chars().count(), "{text}");
        }
    }

    #[test]
    fn merging_is_what_the_examples_of_rfc_7396_say() {
        let cases = [
            (r#"{"a":"b"}"#, r#"{"a":"c"}"#, r#"{"a":"c"}"#),
            (r#"{"a":"b"}"#, r#"{"b":"c"}"#, r#"{"a":"b","b":"c"}"#),
            (r#"{"a":"b"}"#, r#"{"a":null}"#, r#"{}"#),
            (r#"{"a":"b","b":"c"}"#, r#"{"a":null}"#, r#"{"b":"c"}"#),
            (r#"{"a":["b"]}"#, r#"{"a":"c"}"#, r#"{"a":"c"}"#),
            (r#"{"a":"c"}"#, r#"{"a":["b"]}"#, r#"{"a":["b"]}"#),
            (r#"{"a":{"b":"c"}}"#, r#"{"a":{"b":"d","c":null}}"#, r#"{"a":{"b":"d"}}"#),
            (r#"{"a":[{"b":"c"}]}"#, r#"{"a":[1]}"#, r#"{"a":[1]}"#),
            (r#"["a","b"]"#, r#"["c","d"]"#, r#"["c","d"]"#),
            (r#"{"a":"b"}"#, r#"["c"]"#, r#"["c"]"#),
            (r#"{"a":"foo"}"#, "null", "null"),
            (r#"{"a":"foo"}"#, r#""bar""#, r#""bar""#),
            (r#"{"e":null}"#, r#"{"a":1}"#, r#"{"e":null,"a":1}"#),
            (r#"[1,2]"#, r#"{"a":"b","c":null}"#, r#"{"a":"b"}"#),
            (r#"{}"#, r#"{"a":{"bb":{"ccc":null}}}"#, r#"{"a":{"bb":{}}}"#),
        ];
        for (target, patch, result) in cases {
            let mut value = json(target);
            value.merge(&json(patch));
            assert_eq!(value, json(result), "{target} + {patch}");
        }
    }

    #[test]
    fn of_a_repeated_key_the_last_value_stands_in_the_place_of_the_first() {
        let keys = ["b", "a", "b", "c", "a", "b"];
        let entries = keys.iter().enumerate().map(|(at, key)| (key.to_string(), Json::Int(at as i64))).collect();
        assert_eq!(Json::Map(Map::collect(entries)).to_text(), r#"{"b":5,"a":4,"c":3}"#);
    }

    #[test]
    fn keys_without_end_are_read_in_time() {
        // A hundred thousand keys, compared each with each, would take minutes.
        let keys = (0..100_000).map(|at| (digits(at % 50_000), Json::Int(at)));
        let map = Map::collect(keys.collect());
        assert_eq!((map.0.len(), map.0[1].clone()), (50_000, ("1".into(), Json::Int(50_001))));
    }

    #[test]
    fn text_survives_the_way_out_and_back() {
        let value = json(r#"{"a":"line\nbreak \"quoted\" \\ \u0001 ß 😀","b":[1,-2.5,0.000001,true,null]}"#);
        assert_eq!(json(&value.to_text()), value);
        assert_eq!(Json::Float(-2.5).to_text(), "-2.5");
        assert_eq!(Json::Float(f64::NAN).to_text(), "null");
    }

    #[test]
    fn a_pointer_finds_escaped_keys_and_indices() {
        let value = json(r#"{"a/b":[{"m~n":7}]}"#);
        assert_eq!(value.pointer("/a~1b/0/m~0n"), Some(&Json::Int(7)));
        assert_eq!(value.pointer("/a~1b/1"), None);
        assert_eq!(value.pointer("a"), None);
    }
}
