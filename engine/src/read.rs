//! Reading typed shapes from JSON and writing them back: lenient, every problem at once, each with its JSON Pointer.
//!
//! Why not derived serde: it stops at the first fault, loses the path inside tagged enums, and its generated visitors weigh several
//! times as much in the download (16 kB for one tagged enum).

use crate::json::{Json, Map};

/// Something in the input that could not be used.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// What sort of problem, stable: `config.type`, `config.unknown-key`, …
    pub code: &'static str,
    /// Where: a JSON Pointer into the input.
    pub path: String,
    /// For the developer: what was found and how to mend it.
    pub message: String,
}

impl Problem {
    /// Whether the input can be used in spite of it.
    pub fn is_warning(&self) -> bool {
        self.code == UNKNOWN_KEY
    }
}

const UNKNOWN_KEY: &str = "config.unknown-key";
/// The code of a value of a wrong type.
pub const WRONG_TYPE: &str = "config.type";

/// Where reading stands in the input, and what it has found.
#[derive(Debug, Default)]
pub struct Reader {
    path: String,
    /// All problems so far, in the order of the input.
    pub problems: Vec<Problem>,
}

impl Reader {
    /// Notes that the value here is not what it should be.
    pub fn wrong<T>(&mut self, expected: &str) -> Option<T> {
        self.problem(WRONG_TYPE, ["expected ", expected].concat());
        None
    }

    /// Notes a problem at the present place.
    pub fn problem(&mut self, code: &'static str, message: String) {
        self.problems.push(Problem { code, path: self.path.clone(), message });
    }

    /// Reads a value one step deeper.
    pub fn inside<T: Read>(&mut self, key: &str, json: &Json) -> Option<T> {
        let outside = self.enter(key);
        let value = T::read(json, self);
        self.path.truncate(outside);
        value
    }

    /// Notes a problem one step deeper.
    pub fn problem_inside(&mut self, key: &str, code: &'static str, message: String) {
        let outside = self.enter(key);
        self.problem(code, message);
        self.path.truncate(outside);
    }

    /// Goes one step deeper and says how long the path was before.
    fn enter(&mut self, key: &str) -> usize {
        let outside = self.path.len();
        self.path.push('/');
        for c in key.chars() {
            match c {
                '~' => self.path.push_str("~0"),
                '/' => self.path.push_str("~1"),
                c => self.path.push(c),
            }
        }
        outside
    }

    /// The object here; keys that are not `known` are noted.
    pub fn map<'a>(&mut self, json: &'a Json, known: &[&str]) -> Option<&'a Map> {
        let Some(map) = json.as_map() else { return self.wrong("an object") };
        for (key, _) in map.iter() {
            // "$schema" and "//" help editors and people; they mean nothing to us.
            if !known.contains(&key) && !key.starts_with('$') && !key.starts_with("//") {
                self.problem_inside(key, UNKNOWN_KEY, "this key is unknown and ignored".into());
            }
        }
        Some(map)
    }

    /// The member `key`, or its default when it is absent or of a wrong type.
    pub fn field<T: Read + Default>(&mut self, map: &Map, key: &str) -> T {
        match map.get(key) {
            Some(json) => self.inside(key, json).unwrap_or_default(),
            None => T::default(),
        }
    }
}

/// A shape that is read from JSON. None means: of a wrong type, and the reader has been told.
pub trait Read: Sized {
    /// Reads one value.
    fn read(json: &Json, reader: &mut Reader) -> Option<Self>;
}

/// A shape that is written to JSON. None means: leave the key out.
pub trait Write {
    /// Writes one value.
    fn write(&self) -> Option<Json>;

    /// The value, `null` where there is none.
    fn to_json(&self) -> Json {
        self.write().unwrap_or_default()
    }
}

impl Read for Json {
    fn read(json: &Json, _: &mut Reader) -> Option<Json> {
        Some(json.clone())
    }
}

impl Write for Json {
    fn write(&self) -> Option<Json> {
        (*self != Json::Null).then(|| self.clone())
    }
}

impl Read for String {
    fn read(json: &Json, reader: &mut Reader) -> Option<String> {
        match json {
            Json::Text(text) => Some(text.clone()),
            // Shops number their orders and lines: 77120 is "77120".
            Json::Int(int) => Some(int.to_string()),
            _ => reader.wrong("a string"),
        }
    }
}

impl Write for String {
    fn write(&self) -> Option<Json> {
        Some(Json::Text(self.clone()))
    }
}

impl Read for bool {
    fn read(json: &Json, reader: &mut Reader) -> Option<bool> {
        if let Json::Bool(value) = json { Some(*value) } else { reader.wrong("true or false") }
    }
}

impl Write for bool {
    fn write(&self) -> Option<Json> {
        Some(Json::Bool(*self))
    }
}

impl Read for i64 {
    fn read(json: &Json, reader: &mut Reader) -> Option<i64> {
        json.as_int().or_else(|| reader.wrong("a whole number"))
    }
}

impl Write for i64 {
    fn write(&self) -> Option<Json> {
        Some(Json::Int(*self))
    }
}

impl<T: Read> Read for Option<T> {
    fn read(json: &Json, reader: &mut Reader) -> Option<Option<T>> {
        if *json == Json::Null { Some(None) } else { T::read(json, reader).map(Some) }
    }
}

impl<T: Write> Write for Option<T> {
    fn write(&self) -> Option<Json> {
        self.as_ref().and_then(T::write)
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(json: &Json, reader: &mut Reader) -> Option<Vec<T>> {
        let Json::List(list) = json else { return reader.wrong("an array") };
        let mut values = Vec::new();
        for (at, json) in list.iter().enumerate() {
            values.extend(reader.inside(&at.to_string(), json));
        }
        Some(values)
    }
}

impl<T: Write> Write for Vec<T> {
    fn write(&self) -> Option<Json> {
        let mut list = Vec::new();
        for value in self {
            list.extend(value.write());
        }
        Some(Json::List(list))
    }
}

/// A map from ids to definitions, in the order in which it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Dict<T>(pub Vec<(String, T)>);

impl<T> Default for Dict<T> {
    fn default() -> Dict<T> {
        Dict(Vec::new())
    }
}

impl<T> Dict<T> {
    /// The definition of `id`.
    pub fn get(&self, id: &str) -> Option<&T> {
        self.0.iter().find(|(key, _)| key == id).map(|(_, value)| value)
    }

    /// Ids and definitions in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// Sets the definition of `id`, in its old place if it was there.
    pub fn set(&mut self, id: &str, value: T) {
        match self.0.iter_mut().find(|(key, _)| key == id) {
            Some((_, old)) => *old = value,
            None => self.0.push((id.into(), value)),
        }
    }

    /// Takes `id` out and says whether it was there.
    pub fn remove(&mut self, id: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|(key, _)| key != id);
        self.0.len() < before
    }
}

impl<T: Read> Read for Dict<T> {
    fn read(json: &Json, reader: &mut Reader) -> Option<Dict<T>> {
        let Some(map) = json.as_map() else { return reader.wrong("an object") };
        let mut values = Vec::new();
        for (key, json) in map.iter() {
            if let Some(value) = reader.inside(key, json) {
                values.push((key.into(), value));
            }
        }
        Some(Dict(values))
    }
}

impl<T: Write> Write for Dict<T> {
    fn write(&self) -> Option<Json> {
        let mut map = Map::default();
        for (key, value) in self.iter() {
            map.set(key, value.to_json());
        }
        Some(Json::Map(map))
    }
}

/// Declares a shape once: the struct, how it is read, how it is written. With `read only` before it, it is never written.
macro_rules! record {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $key:literal => $field:ident: $type:ty,)* }) => {
        $crate::read::record! { read only $(#[$doc])* $name { $($(#[$field_doc])* $key => $field: $type,)* } }

        impl $crate::read::Write for $name {
            fn write(&self) -> Option<$crate::json::Json> {
                let mut map = $crate::json::Map::default();
                $(if let Some(value) = $crate::read::Write::write(&self.$field) { map.set($key, value); })*
                Some($crate::json::Json::Map(map))
            }
        }
    };
    (read only $(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $key:literal => $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Default)]
        pub struct $name { $($(#[$field_doc])* pub $field: $type,)* }

        impl $crate::read::Read for $name {
            fn read(json: &$crate::json::Json, reader: &mut $crate::read::Reader) -> Option<$name> {
                let map = reader.map(json, &[$($key),*])?;
                Some($name { $($field: reader.field(map, $key),)* })
            }
        }
    };
}

/// Declares a closed set of words once: the enum, how it is read, how it is written. The first is the default.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $word:literal => $variant:ident,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$word_doc])* $variant,)* }

        impl $name {
            /// Every word with its meaning.
            pub const ALL: &[(&str, $name)] = &[$(($word, $name::$variant)),*];

            /// The word as it stands in JSON.
            pub fn as_str(self) -> &'static str {
                $name::ALL.iter().find(|(_, variant)| *variant == self).map_or("", |(word, _)| word)
            }
        }

        impl Default for $name {
            fn default() -> $name {
                $name::ALL[0].1
            }
        }

        impl $crate::read::Read for $name {
            fn read(json: &$crate::json::Json, reader: &mut $crate::read::Reader) -> Option<$name> {
                let word = json.as_text().unwrap_or_default();
                let known = $name::ALL.iter().find(|(each, _)| *each == word).map(|(_, variant)| *variant);
                known.or_else(|| reader.wrong(concat!("one of", $(" \"", $word, "\"",)*)))
            }
        }

        impl $crate::read::Write for $name {
            fn write(&self) -> Option<$crate::json::Json> {
                Some(self.as_str().into())
            }
        }
    };
}

pub(crate) use {record, words};
