//! JSON Schema of a step: only the keys of its kind are offered and taken. A patch that does not name the kind may change any key, but
//! for the steps of the preset, whose kind is known.

use crate::DEFAULT_PRESET_TEXT;
use crate::config::StepKind;
use crate::json::{Json, Map};
use crate::schema::describe::{Record, pascal, prose};
use crate::schema::hints::place;
use crate::schema::json_schema::{Writer, about, is_there, reference, typed, with};
use crate::schema::{customs, kinds};

/// What every kind has.
const COMMON: &str = "StepCommon";
/// What some kinds have: all of it.
const EVERY: &str = "StepKeys";

impl Writer {
    /// The schema of a record whose keys depend on its kind, from the one that says the rest of it.
    pub(super) fn by_kind(&mut self, record: &Record, schema: Json) -> Json {
        let mut common = Map::default();
        let mut step = Map::default();
        for (key, value) in schema.as_map().map(|map| map.0.as_slice()).unwrap_or_default() {
            match key.as_str() {
                "properties" | "patternProperties" => common.push(key, value.clone()),
                "additionalProperties" => step.push("unevaluatedProperties", value.clone()),
                _ => step.push(key, value.clone()),
            }
        }
        self.defs.push(COMMON, Json::Map(common));
        self.every_key(record);
        let mut cases = vec![reference(COMMON)];
        for (word, kind) in StepKind::ALL {
            let keys = self.keys_of(record, word, *kind);
            self.defs.push(&own_name(word), Json::map([("properties", Json::Map(keys))]));
            cases.push(Json::map([
                ("if", names_kind(Json::map([("const", (*word).into())]))),
                ("then", reference(&own_name(word))),
            ]));
        }
        cases.push(Json::map([("if", names_kind(typed("string", false))), ("else", reference(EVERY))]));
        step.push("allOf", Json::List(cases));
        Json::Map(step)
    }

    /// Every key that only some kinds have; its shape apart, so that each kind can explain it in its own way.
    fn every_key(&mut self, record: &Record) {
        let (mut properties, mut shapes) = (Map::default(), Map::default());
        for field in record.fields.iter().filter(|field| kinds::is_special(field)) {
            shapes.push(field.key, self.field(record, field));
            properties.push(field.key, with(shape_of(field.key), "description", prose(field.docs).into()));
        }
        let every = [("properties", Json::Map(properties)), ("$defs", Json::Map(shapes))];
        self.defs.push(EVERY, Json::map(every));
    }

    /// The keys of one kind, and those of all kinds that look otherwise in this one.
    fn keys_of(&self, record: &Record, word: &str, kind: StepKind) -> Map {
        let mut properties = Map::default();
        for field in record.fields {
            let place = [&place(record, field.key), ":", word].concat();
            let special = customs::of_kind(field.key, kind);
            if let Some(meaning) = kinds::meaning(field, word) {
                let mut schema = with(shape_of(field.key), "description", meaning.into());
                schema.merge(&special.unwrap_or_else(|| Json::Map(Map::default())));
                schema.merge(&self.hints.keywords(&place));
                properties.push(field.key, schema);
            } else if let Some(special) = special.filter(|_| !kinds::is_special(field)) {
                properties.push(field.key, special);
            }
        }
        properties
    }
}

/// The steps of the default preset are of a known kind, unless the file extends another one.
pub(super) fn steps_of_preset(config: &mut Json) {
    let preset = Json::parse(DEFAULT_PRESET_TEXT).unwrap_or_default();
    let mut steps = Map::default();
    for (id, entry) in preset.get("steps").and_then(Json::as_map).map(|map| map.0.as_slice()).unwrap_or_default() {
        let kind = entry.get("kind").and_then(Json::as_text).unwrap_or_default();
        let known = Json::map([
            ("type", Json::List(vec!["object".into(), "null".into()])),
            ("allOf", Json::List(vec![reference(COMMON), reference(&own_name(kind))])),
            ("unevaluatedProperties", false.into()),
        ]);
        steps.push(
            id,
            Json::map([
                ("description", about(entry).into()),
                ("if", names_kind(typed("string", false))),
                ("then", reference("Step")),
                ("else", known),
            ]),
        );
    }
    let any = || ("additionalProperties", reference("Step"));
    let under_steps = |schema: Json| Json::map([("properties", Json::map([("steps", schema)]))]);
    config.merge(&Json::map([
        // Which steps there are depends on what the file extends: `if` in hints.json says which case this is.
        (
            "properties",
            Json::map([("steps", Json::map([("additionalProperties", Json::Null), ("properties", Json::Null)]))]),
        ),
        ("then", under_steps(Json::map([any()]))),
        ("else", under_steps(Json::map([("properties", Json::Map(steps)), any()]))),
    ]));
}

fn own_name(kind: &str) -> String {
    [&pascal(kind), "Step"].concat()
}

fn shape_of(key: &str) -> Json {
    reference(&[EVERY, "/$defs/", key].concat())
}

fn names_kind(kind: Json) -> Json {
    Json::map([("properties", Json::map([("kind", kind)])), is_there("kind")])
}
