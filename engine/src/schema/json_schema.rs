//! JSON Schema 2020-12 of a document, so that an editor completes and explains while one types.

use crate::DEFAULT_PRESET_TEXT;
use crate::json::{Json, Map};
use crate::schema::describe::{Field, Record, Shape, Words, prose, title};
use crate::schema::hints::{Hints, place};
use crate::schema::{Document, Mode, by_kind, customs, kinds};

/// Keys for editors and people, which the engine skips in every record.
const NOTES: &str = r"^(\$|//)";

/// The schema of a document.
pub fn json_schema(document: &Document) -> Json {
    let mut writer = Writer { mode: document.mode, hints: Hints::load(), defs: Map::default() };
    let mut schema = Json::map([
        ("$schema", "https://json-schema.org/draft/2020-12/schema".into()),
        ("title", document.title.into()),
    ]);
    if let Shape::Record(record) = (document.shape)() {
        schema.merge(&writer.record(record));
        schema.merge(&Json::map([("type", "object".into()), ("title", document.title.into())]));
    }
    if document.mode == Mode::Patch {
        by_kind::steps_of_preset(&mut schema);
    }
    if let Json::Map(map) = &mut schema {
        writer.defs.0.sort_by(|(a, _), (b, _)| a.cmp(b));
        map.push("$defs", Json::Map(writer.defs));
    }
    tell_first(&mut schema);
    schema
}

/// Editors differ in what they make of keys beside `$ref`; behind `allOf` all of them read both.
fn tell_first(schema: &mut Json) {
    match schema {
        Json::Map(map) => {
            if map.0.len() > 1
                && map.get("allOf").is_none()
                && let Some((key, target)) =
                    map.0.iter_mut().find(|(key, target)| key == "$ref" && target.as_text().is_some())
            {
                *target = Json::List(vec![Json::map([("$ref", std::mem::take(target))])]);
                *key = "allOf".into();
            }
            map.0.iter_mut().for_each(|(_, inner)| tell_first(inner));
        }
        Json::List(list) => list.iter_mut().for_each(tell_first),
        _ => {}
    }
}

pub(super) struct Writer {
    mode: Mode,
    pub(super) hints: Hints,
    pub(super) defs: Map,
}

impl Writer {
    /// A shape as it stands in one place.
    fn shape(&mut self, shape: &Shape, nullable: bool) -> Json {
        match shape {
            Shape::Any => Json::Map(Map::default()),
            Shape::Text => typed("string", nullable),
            Shape::Flag => typed("boolean", nullable),
            Shape::Whole => typed("integer", nullable),
            Shape::Maybe(inner) => self.shape(inner, nullable),
            Shape::List(inner) => {
                let items = self.element(inner, false);
                with(typed("array", nullable), "items", items)
            }
            Shape::Dict(inner) => {
                let null = self.mode == Mode::Patch;
                let values = self.element(inner, null);
                with(typed("object", nullable), "additionalProperties", values)
            }
            Shape::Words(words) => one_of(words, nullable),
            Shape::Record(record) => {
                if self.defs.get(record.name).is_none() {
                    // Its own name first: a record may contain itself.
                    self.defs.push(record.name, Json::Null);
                    let schema = self.record(record);
                    self.defs.set(record.name, schema);
                }
                let found = reference(record.name);
                match self.mode {
                    // There every definition may be null, and one in a list may not.
                    Mode::Patch if nullable => found,
                    Mode::Patch => with(found, "type", "object".into()),
                    _ if nullable => or_null(found),
                    _ => found,
                }
            }
            Shape::Custom(name) => self.custom(name, nullable),
        }
    }

    /// A shape inside a list or a map: there no key says what it is.
    fn element(&mut self, shape: &Shape, nullable: bool) -> Json {
        let schema = self.shape(shape, nullable);
        let Shape::Custom(name) = shape else { return schema };
        let about = customs::schema(name);
        about.get("description").map_or(schema.clone(), |about| with(schema, "description", about.clone()))
    }

    fn custom(&mut self, name: &str, nullable: bool) -> Json {
        if name == "Anything" {
            return Json::Map(Map::default());
        }
        if self.defs.get(name).is_none() {
            let mut schema = customs::schema(name);
            if let Json::Map(map) = &mut schema {
                // Editors show it instead of what the key says that it stands under.
                map.remove("title");
                map.remove("description");
            }
            self.defs.push(name, schema);
            for shape in customs::inside(name) {
                self.shape(&shape, self.mode == Mode::Patch);
            }
        }
        // Those of the config admit null themselves.
        let takes_null = matches!(name, "LocalText" | "Condition" | "DateBound" | "Delivery");
        if nullable && !takes_null { or_null(reference(name)) } else { reference(name) }
    }

    fn record(&mut self, record: &Record) -> Json {
        let null = self.mode == Mode::Patch;
        let mut schema = typed("object", null);
        let mut put = |key: &str, value: Json| {
            if let Json::Map(map) = &mut schema {
                map.set(key, value);
            }
        };
        put("title", title(record.name).into());
        put("description", prose(record.docs).into());
        let mut properties = Map::default();
        let mut required = Vec::new();
        for field in record.fields {
            if !kinds::is_special(field) {
                properties.push(field.key, self.field(record, field));
            }
            if self.is_required(record, field) {
                required.push(Json::from(field.key));
            }
        }
        put("properties", Json::Map(properties));
        if !required.is_empty() {
            put("required", Json::List(required));
        }
        if matches!(self.mode, Mode::Patch | Mode::Input) {
            put("patternProperties", Json::map([(NOTES, Json::Map(Map::default()))]));
            put("additionalProperties", false.into());
        }
        if kinds::is_by_kind(record) {
            schema = self.by_kind(record, schema);
        }
        schema.merge(&self.hints.keywords(record.name));
        schema
    }

    fn is_required(&self, record: &Record, field: &Field) -> bool {
        match self.mode {
            // A patch may hold anything; what it must hold depends on what it extends (see `Config` in hints.json).
            Mode::Patch => false,
            Mode::Input | Mode::Open => self.hints.required(&place(record, field.key)),
            Mode::Output => !matches!((field.shape)(), Shape::Maybe(_) | Shape::Any | Shape::Custom("Delivery")),
        }
    }

    pub(super) fn field(&mut self, record: &Record, field: &Field) -> Json {
        let shape = self.hints.shape(record, field.key, (field.shape)());
        let nullable = match self.mode {
            Mode::Patch => true,
            Mode::Input | Mode::Open => matches!(shape, Shape::Maybe(_)),
            Mode::Output => false,
        };
        let mut schema = Json::map([("title", title(field.key).into())]);
        if !kinds::is_special(field) {
            schema.merge(&Json::map([("description", prose(field.docs).into())]));
        }
        schema.merge(&self.shape(&shape, nullable));
        if let (Some(default), true) = (natural_default(&shape), self.mode != Mode::Output) {
            schema.merge(&Json::map([("default", default)]));
        }
        if self.mode == Mode::Patch
            && let Some(ids) = preset_ids(record, field.key, schema.get("additionalProperties"))
        {
            schema.merge(&Json::map([("properties", ids)]));
        }
        schema.merge(&self.hints.keywords(&place(record, field.key)));
        schema
    }
}

/// The ids that the default preset defines under a key of the config, so that an editor offers them.
fn preset_ids(record: &Record, key: &str, definition: Option<&Json>) -> Option<Json> {
    let preset = Json::parse(DEFAULT_PRESET_TEXT).ok().filter(|_| record.name == "Config")?;
    let mut ids = Map::default();
    for (id, entry) in preset.get(key)?.as_map()?.iter() {
        ids.push(id, with(definition?.clone(), "description", about(entry).into()));
    }
    Some(Json::Map(ids))
}

/// A definition of the default preset in words.
pub(super) fn about(entry: &Json) -> String {
    let kind = entry.get("kind").or(entry.get("basis")).and_then(Json::as_text).unwrap_or_default();
    ["In the preset `default`: ", kind, "."].concat()
}

pub(super) fn is_there(key: &str) -> (&'static str, Json) {
    ("required", Json::List(vec![key.into()]))
}

pub(super) fn typed(name: &str, nullable: bool) -> Json {
    let kind = if nullable { Json::List(vec![name.into(), "null".into()]) } else { name.into() };
    Json::map([("type", kind)])
}

pub(super) fn with(schema: Json, key: &str, value: Json) -> Json {
    let mut schema = schema;
    if let Json::Map(map) = &mut schema {
        map.set(key, value);
    }
    schema
}

pub(super) fn reference(name: &str) -> Json {
    Json::map([("$ref", ["#/$defs/", name].concat().into())])
}

fn or_null(schema: Json) -> Json {
    Json::map([("anyOf", Json::List(vec![schema, typed("null", false)]))])
}

/// A closed set of words, each explained. `oneOf` and not `enum`, because only so can each have its description.
fn one_of(words: &Words, nullable: bool) -> Json {
    let word =
        |(word, docs): &(&str, &[&str])| Json::map([("const", (*word).into()), ("description", prose(docs).into())]);
    let mut words: Vec<_> = words.words.iter().map(word).collect();
    if nullable {
        words.push(typed("null", false));
    }
    Json::map([("oneOf", Json::List(words))])
}

/// What holds where nothing is said, as far as the type knows: the first word, false.
pub(super) fn natural_default(shape: &Shape) -> Option<Json> {
    match shape {
        Shape::Words(words) => words.words.first().map(|(word, _)| (*word).into()),
        Shape::Flag => Some(false.into()),
        _ => None,
    }
}
