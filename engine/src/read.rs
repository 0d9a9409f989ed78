//! Reading typed shapes from JSON and writing them back: lenient, every problem at once, each with its JSON Pointer.
//!
//! Why not derived serde: it stops at the first fault, loses the path inside tagged enums, and its generated visitors weigh several
//! times as much in the download (16 kB for one tagged enum).

use crate::json::{Json, Map, digits, push_token};

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
        push_token(&mut self.path, key);
        outside
    }

    /// Fills the fields of a record from the object here; keys that it does not have are noted. A field that is absent or of a wrong
    /// type stays as it is. One loop for all records: a copy for each type of field weighs a quarter of this crate (docs/size.md).
    pub fn fill(&mut self, json: &Json, fields: &mut [(&str, &mut dyn Fill)]) -> Option<()> {
        let Some(map) = json.as_map() else { return self.wrong("an object") };
        for (key, _) in &map.0 {
            // "$schema" and "//" help editors and people; they mean nothing to us.
            let known = key.starts_with('$') || key.starts_with("//") || fields.iter().any(|(known, _)| known == key);
            if !known {
                self.problem_inside(key, UNKNOWN_KEY, "this key is unknown and ignored".into());
            }
        }
        for (key, field) in fields {
            if let Some(json) = map.get(key) {
                let outside = self.enter(key);
                field.fill(json, self);
                self.path.truncate(outside);
            }
        }
        Some(())
    }

    /// Reads the elements of an array, each one step deeper.
    fn each(&mut self, json: &Json, read: &mut dyn FnMut(&Json, &mut Reader)) -> Option<()> {
        let Json::List(list) = json else { return self.wrong("an array") };
        for (at, json) in list.iter().enumerate() {
            let outside = self.enter(&digits(at as i64));
            read(json, self);
            self.path.truncate(outside);
        }
        Some(())
    }

    /// Reads the members of an object, each one step deeper.
    fn members(&mut self, json: &Json, read: &mut dyn FnMut(&str, &Json, &mut Reader)) -> Option<()> {
        let Some(map) = json.as_map() else { return self.wrong("an object") };
        for (key, json) in &map.0 {
            let outside = self.enter(key);
            read(key, json, self);
            self.path.truncate(outside);
        }
        Some(())
    }

    /// Which of `words` stands here.
    pub fn word(&mut self, json: &Json, words: &[&str]) -> Option<usize> {
        let found = json.as_text().unwrap_or_default();
        for (at, word) in words.iter().enumerate() {
            if *word == found {
                return Some(at);
            }
        }
        let mut expected = String::from("one of");
        for word in words {
            for part in [" \"", word, "\""] {
                expected.push_str(part);
            }
        }
        self.wrong(&expected)
    }
}

/// A field that is filled from JSON where it stands: what [`Read`] is to a loop over fields of all types.
pub trait Fill {
    /// Takes the value over; keeps its own where `json` is of a wrong type.
    fn fill(&mut self, json: &Json, reader: &mut Reader);
}

impl<T: Read> Fill for T {
    fn fill(&mut self, json: &Json, reader: &mut Reader) {
        if let Some(value) = T::read(json, reader) {
            *self = value;
        }
    }
}

/// A record as JSON, without the fields that say nothing.
pub fn write_fields(fields: &[(&str, &dyn Write)]) -> Json {
    let mut map = Map::default();
    for (key, field) in fields {
        if let Some(value) = field.write() {
            map.0.push(((*key).into(), value));
        }
    }
    Json::Map(map)
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
            Json::Int(int) => Some(digits(*int)),
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
        let mut values = Vec::new();
        reader.each(json, &mut |json, reader| {
            if let Some(value) = T::read(json, reader) {
                values.push(value);
            }
        })?;
        Some(values)
    }
}

impl<T: Write> Write for Vec<T> {
    fn write(&self) -> Option<Json> {
        let mut list = Vec::new();
        for value in self {
            if let Some(value) = value.write() {
                list.push(value);
            }
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
        let mut values = Vec::new();
        reader.members(json, &mut |key, json, reader| {
            if let Some(value) = T::read(json, reader) {
                values.push((key.into(), value));
            }
        })?;
        Some(Dict(values))
    }
}

impl<T: Write> Write for Dict<T> {
    fn write(&self) -> Option<Json> {
        let mut map = Map::default();
        for (key, value) in &self.0 {
            map.0.push((key.clone(), value.to_json()));
        }
        Some(Json::Map(map))
    }
}

/// Declares a shape once: the struct, how it is read, how it is written. With `read only` before it, it is never written. With the
/// feature `schema`, which the widget leaves out, it also describes itself: the doc comments are what an editor explains.
macro_rules! record {
    ($(#[doc = $doc:literal])* $name:ident { $($(#[doc = $field_doc:literal])* $key:literal => $field:ident: $type:ty,)* }) => {
        $crate::read::record! { read only $(#[doc = $doc])* $name { $($(#[doc = $field_doc])* $key => $field: $type,)* } }

        impl $crate::read::Write for $name {
            fn write(&self) -> Option<$crate::json::Json> {
                Some($crate::read::write_fields(&[$(($key, &self.$field)),*]))
            }
        }
    };
    (read only $(#[doc = $doc:literal])* $name:ident {
        $($(#[doc = $field_doc:literal])* $key:literal => $field:ident: $type:ty,)*
    }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, Default)]
        pub struct $name { $($(#[doc = $field_doc])* pub $field: $type,)* }

        impl $crate::read::Read for $name {
            fn read(json: &$crate::json::Json, reader: &mut $crate::read::Reader) -> Option<$name> {
                let mut record = $name::default();
                reader.fill(json, &mut [$(($key, &mut record.$field)),*])?;
                Some(record)
            }
        }

        #[cfg(feature = "schema")]
        impl $crate::schema::Describe for $name {
            fn shape() -> $crate::schema::Shape {
                const RECORD: $crate::schema::Record = $crate::schema::Record {
                    name: stringify!($name),
                    docs: &[$($doc),*],
                    fields: &[$($crate::schema::Field {
                        key: $key,
                        docs: &[$($field_doc),*],
                        shape: <$type as $crate::schema::Describe>::shape,
                    }),*],
                };
                $crate::schema::Shape::Record(&RECORD)
            }
        }
    };
}

/// Declares a closed set of words once: the enum, how it is read, how it is written. The first is the default.
macro_rules! words {
    ($(#[doc = $doc:literal])* $name:ident { $($(#[doc = $word_doc:literal])* $word:literal => $variant:ident,)* }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[doc = $word_doc])* $variant,)* }

        impl $name {
            /// Every word with its meaning.
            pub const ALL: &[(&str, $name)] = &[$(($word, $name::$variant)),*];

            /// The word as it stands in JSON.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }
        }

        impl Default for $name {
            fn default() -> $name {
                $name::ALL[0].1
            }
        }

        impl $crate::read::Read for $name {
            fn read(json: &$crate::json::Json, reader: &mut $crate::read::Reader) -> Option<$name> {
                let at = reader.word(json, &[$($word),*])?;
                $name::ALL.get(at).map(|(_, variant)| *variant)
            }
        }

        impl $crate::read::Write for $name {
            fn write(&self) -> Option<$crate::json::Json> {
                Some(self.as_str().into())
            }
        }

        #[cfg(feature = "schema")]
        impl $crate::schema::Describe for $name {
            fn shape() -> $crate::schema::Shape {
                const WORDS: $crate::schema::Words = $crate::schema::Words {
                    name: stringify!($name),
                    docs: &[$($doc),*],
                    words: &[$(($word, &[$($word_doc),*])),*],
                };
                $crate::schema::Shape::Words(&WORDS)
            }
        }
    };
}

pub(crate) use {record, words};
