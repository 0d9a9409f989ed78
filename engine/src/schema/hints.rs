//! What a type cannot say about a key: examples, limits, defaults, and which of the hand-written shapes a free value has.
//!
//! `hints.json` is keyed by `Type`, `Type.key` or, for a key that means another thing in each kind of step, `Step.key:kind`. An entry
//! is merged over the schema of that place (RFC 7396: null takes a keyword out). Two keywords are ours: `as` names a shape of
//! `customs.rs`, `required` marks what must stand.

use crate::json::{Json, Map};
use crate::schema::describe::{Record, Shape};
use crate::schema::{DOCUMENTS, customs, kinds};
use std::collections::HashSet;

/// All entries.
pub struct Hints(Json);

impl Hints {
    /// The table. It is compiled in, and a test reads it: what is broken there shows as an empty table and fails that test.
    pub fn load() -> Hints {
        Hints(Json::parse(include_str!("hints.json")).unwrap_or_default())
    }

    /// What is said about a place, our own keywords left out.
    pub fn keywords(&self, place: &str) -> Json {
        let mut entry = self.0.get(place).cloned().unwrap_or_else(|| Json::Map(Map::default()));
        if let Json::Map(map) = &mut entry {
            map.remove("as");
            map.remove("required");
        }
        entry
    }

    /// The hand-written shape of a place.
    pub fn custom(&self, place: &str) -> Option<&str> {
        self.0.get(place)?.get("as")?.as_text()
    }

    /// Whether something must stand there.
    pub fn required(&self, place: &str) -> bool {
        self.0.get(place).and_then(|entry| entry.get("required")) == Some(&Json::Bool(true))
    }

    /// A keyword of a place (`default`, `examples`, …): what is said for this kind of step, else for all.
    pub fn keyword(&self, place: &str, kind: Option<&str>, keyword: &str) -> Option<&Json> {
        let own = kind.and_then(|kind| self.0.get(&[place, ":", kind].concat())?.get(keyword));
        own.or_else(|| self.0.get(place)?.get(keyword))
    }

    /// The shape of a record's field, the hand-written one where the table names it.
    pub fn shape(&self, record: &Record, key: &str, own: Shape) -> Shape {
        let Some(custom) = self.custom(&place(record, key)).and_then(customs::find) else { return own };
        replace_any(own, custom)
    }
}

/// `Type.key`.
pub fn place(record: &Record, key: &str) -> String {
    [record.name, ".", key].concat()
}

/// A free value, however wrapped, gets the shape that it really has.
fn replace_any(shape: Shape, custom: &'static str) -> Shape {
    match shape {
        Shape::Any | Shape::Text => Shape::Custom(custom),
        Shape::Maybe(inner) => Shape::Maybe(Box::new(replace_any(*inner, custom))),
        Shape::List(inner) => Shape::List(Box::new(replace_any(*inner, custom))),
        Shape::Dict(inner) => Shape::Dict(Box::new(replace_any(*inner, custom))),
        other => other,
    }
}

/// Entries that speak of nothing that is there, and free values that nothing is said about: both must be empty.
pub fn stale_hints() -> Vec<String> {
    let hints = Hints::load();
    let mut places = HashSet::new();
    let mut untold = Vec::new();
    for document in DOCUMENTS {
        visit(&(document.shape)(), &hints, &mut places, &mut untold);
    }
    let Some(table) = hints.0.as_map() else { return vec!["hints.json is not JSON".into()] };
    let mut stale = untold;
    for (key, entry) in table.iter() {
        if !places.contains(key) {
            stale.push(["hints.json: nothing is called ", key].concat());
        }
        if let Some(name) = entry.get("as").and_then(Json::as_text)
            && customs::find(name).is_none()
        {
            stale.push(["hints.json: no shape is called ", name].concat());
        }
    }
    stale
}

fn visit(shape: &Shape, hints: &Hints, places: &mut HashSet<String>, untold: &mut Vec<String>) {
    match shape {
        Shape::Maybe(inner) | Shape::List(inner) | Shape::Dict(inner) => visit(inner, hints, places, untold),
        Shape::Words(words) => {
            places.insert(words.name.into());
        }
        Shape::Record(record) if places.insert(record.name.into()) => {
            for field in record.fields {
                let place = place(record, field.key);
                for meaning in kinds::meanings(field.docs) {
                    places.extend(meaning.kinds.iter().map(|kind| [&place, ":", kind].concat()));
                }
                if is_any(&(field.shape)()) && hints.custom(&place).is_none() {
                    untold.push(["hints.json: say what ", &place, " is (\"as\")"].concat());
                }
                places.insert(place);
                visit(&(field.shape)(), hints, places, untold);
            }
        }
        Shape::Custom(name) => customs::inside(name).iter().for_each(|shape| visit(shape, hints, places, untold)),
        _ => {}
    }
}

fn is_any(shape: &Shape) -> bool {
    match shape {
        Shape::Any => true,
        Shape::Maybe(inner) | Shape::List(inner) | Shape::Dict(inner) => is_any(inner),
        _ => false,
    }
}
