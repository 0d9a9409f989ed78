//! What a type says about itself: its name, its doc comments, its keys. The declarations of `record!` and `words!` implement it.

use crate::json::Json;
use crate::read::Dict;

/// A type that knows how it looks in JSON.
pub trait Describe {
    /// Its shape. A record's fields give theirs when they are asked, so that a shape may contain itself.
    fn shape() -> Shape;
}

/// How a value looks in JSON.
#[derive(Debug, Clone)]
pub enum Shape {
    /// Anything.
    Any,
    /// A string.
    Text,
    /// True or false.
    Flag,
    /// A whole number.
    Whole,
    /// A value that may be missing.
    Maybe(Box<Shape>),
    /// An array.
    List(Box<Shape>),
    /// An object from ids to values.
    Dict(Box<Shape>),
    /// One of a closed set of words.
    Words(&'static Words),
    /// An object with known keys.
    Record(&'static Record),
    /// A shape that is described by hand in `customs.rs`.
    Custom(&'static str),
}

/// A closed set of words.
#[derive(Debug)]
pub struct Words {
    /// Name of the type.
    pub name: &'static str,
    /// Its doc comment, line by line.
    pub docs: &'static [&'static str],
    /// Each word with its doc comment.
    pub words: &'static [(&'static str, &'static [&'static str])],
}

/// An object with known keys.
#[derive(Debug)]
pub struct Record {
    /// Name of the type.
    pub name: &'static str,
    /// Its doc comment, line by line.
    pub docs: &'static [&'static str],
    /// Its keys in order.
    pub fields: &'static [Field],
}

/// One key of a record.
#[derive(Debug)]
pub struct Field {
    /// The key.
    pub key: &'static str,
    /// Its doc comment, line by line.
    pub docs: &'static [&'static str],
    /// How its value looks.
    pub shape: fn() -> Shape,
}

/// A doc comment as one paragraph for people who read no Rust: links to items become plain code.
pub fn prose(docs: &[&str]) -> String {
    let mut text = String::new();
    for line in docs {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(line.trim());
    }
    text.replace("[`", "`").replace("`]", "`")
}

/// `answerWithin` and `AnswerWithin` as words: `Answer within`.
pub fn title(name: &str) -> String {
    let mut title = String::new();
    for (at, c) in name.chars().enumerate() {
        match c {
            c if at == 0 => title.extend(c.to_uppercase()),
            c if c.is_uppercase() => {
                title.push(' ');
                title.extend(c.to_lowercase());
            }
            c => title.push(c),
        }
    }
    title
}

/// `text` as the name of a type: `Text`.
pub fn pascal(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

macro_rules! plain {
    ($($type:ty => $shape:ident,)*) => {
        $(impl Describe for $type {
            fn shape() -> Shape {
                Shape::$shape
            }
        })*
    };
}

plain! {
    Json => Any,
    String => Text,
    bool => Flag,
    i64 => Whole,
}

impl<T: Describe> Describe for Option<T> {
    fn shape() -> Shape {
        Shape::Maybe(Box::new(T::shape()))
    }
}

impl<T: Describe> Describe for Vec<T> {
    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }
}

impl<T: Describe> Describe for Dict<T> {
    fn shape() -> Shape {
        Shape::Dict(Box::new(T::shape()))
    }
}
