//! Shapes that are read by hand in the engine and therefore described by hand: conditions, texts, dates, screens of a flow.

use crate::condition::Condition;
use crate::config::{ADDRESS_FIELDS, CONTACT_FIELDS, Config, DateBound, Entry, Presence, RelativeDay, StepKind};
use crate::context::Delivery;
use crate::day::Day;
use crate::facts::{FACTS, FactInfo, Sort, words};
use crate::json::{Json, Map};
use crate::schema::{Describe, Shape};

macro_rules! customs {
    ($($type:ty => $name:literal,)*) => {
        $(impl Describe for $type {
            fn shape() -> Shape {
                Shape::Custom($name)
            }
        })*
    };
}

customs! {
    Condition => "Condition",
    Entry => "Screen",
    DateBound => "DateBound",
    Day => "Day",
    Delivery => "Delivery",
}

/// One shape: its name, its schema, its TypeScript, and what it is in the reference.
struct Custom {
    name: &'static str,
    schema: &'static str,
    typescript: &'static str,
    /// What the reference calls it; empty where it only stands inside others.
    about: &'static str,
}

const CUSTOMS: &[Custom] = &[
    Custom { name: "Anything", schema: "{}", typescript: "unknown", about: "any JSON" },
    Custom {
        name: "Day",
        schema: r#"{"type":"string","format":"date","pattern":"^\\d{4}-\\d{2}-\\d{2}(T.*)?$","description":"An ISO 8601 date.","examples":["2026-11-21"]}"#,
        typescript: "string",
        about: "ISO date",
    },
    Custom {
        name: "Delivery",
        schema: r##"{"anyOf":[{"$ref":"#/$defs/Day"},{"type":"null"}],"description":"An ISO 8601 date; null: not yet; absent: unknown."}"##,
        typescript: "Day | null",
        about: "ISO date or null",
    },
    Custom {
        name: "Told",
        schema: r##"{"anyOf":[{"type":"boolean"},{"$ref":"#/$defs/Day"}],"description":"Whether, or when."}"##,
        typescript: "boolean | Day",
        about: "true, false or an ISO date",
    },
    Custom {
        name: "Id",
        schema: r#"{"type":["string","integer"],"description":"A string; a number is taken as one."}"#,
        typescript: "string | number",
        about: "string",
    },
    Custom {
        name: "Contact",
        schema: r#"{"type":"object","properties":{"name":{"type":"string"},"email":{"type":"string"},"phone":{"type":"string"}},"description":"How the shopper is reached."}"#,
        typescript: "{ name?: string; email?: string; phone?: string }",
        about: "name, e-mail, phone",
    },
    Custom {
        name: "Arguments",
        schema: r#"{"type":"object","description":"What the message's placeholders stand for.","additionalProperties":{"type":["string","integer"]}}"#,
        typescript: "Record<string, string | number>",
        about: "placeholder → value",
    },
    Custom {
        name: "Plural",
        schema: r#"{"type":"object","title":"Plural","description":"One text for each plural category (CLDR) that the language has; `other` always.","properties":{"zero":{"type":"string"},"one":{"type":"string"},"two":{"type":"string"},"few":{"type":"string"},"many":{"type":"string"},"other":{"type":"string"}},"required":["other"],"additionalProperties":false,"examples":[{"one":"{count} day","other":"{count} days"}]}"#,
        typescript: r#"Partial<Record<"zero" | "one" | "two" | "few" | "many", string>> & { other: string }"#,
        about: "",
    },
    Custom {
        name: "LocalText",
        schema: r##"{"title":"Text","description":"A string, a map from language to string, or a plural. Plain text: only [text](https:…), mailto: and tel: become links.","anyOf":[{"type":["string","null"]},{"$ref":"#/$defs/Plural"},{"type":"object","title":"A text for each language","propertyNames":{"pattern":"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$","not":{"enum":["one","two","few"]}},"additionalProperties":{"anyOf":[{"type":["string","null"]},{"$ref":"#/$defs/Plural"}]}}],"examples":["Serial number",{"en":"Serial number","de":"Seriennummer"}]}"##,
        typescript: "string | Plural | { [language: string]: string | Plural | null }",
        about: "[text](#texts)",
    },
    Custom {
        name: "Screen",
        schema: r#"{"description":"A step's id, or several ids that stand on one screen.","anyOf":[{"type":"string","minLength":1},{"type":"array","items":{"type":"string","minLength":1},"minItems":1}],"examples":["reason",["photos","details"]]}"#,
        typescript: "string | string[]",
        about: "id or ids",
    },
    Custom {
        name: "DateBound",
        schema: r##"{"description":"A day, or so many days from today or from a date that is known when it is asked.","anyOf":[{"$ref":"#/$defs/Day"},{"$ref":"#/$defs/RelativeDay"},{"type":"null"}],"examples":["2026-01-01",{"from":"order.placedOn","days":0},{"from":"today","days":-30}]}"##,
        typescript: "Day | RelativeDay",
        about: "ISO date, or `{from, days}`",
    },
    Custom {
        name: "Value",
        schema: r#"{"type":["string","number","boolean"]}"#,
        typescript: "string | number | boolean",
        about: "",
    },
    Custom {
        name: "Test",
        // Made by `test`.
        schema: "{}",
        typescript: "Value | Value[] | { atLeast?: number | string | null; atMost?: number | string | null; above?: number | string | null; below?: number | string | null; not?: Value | Value[] | null; exists?: boolean | null }",
        about: "",
    },
    Custom {
        name: "Facts",
        // Made by `facts`.
        schema: "{}",
        typescript: "{ [fact: string]: Test | Condition | Condition[] | null | undefined; any?: Condition[] | null; all?: Condition[] | null; not?: Condition | null }",
        about: "",
    },
    Custom {
        name: "Condition",
        schema: r##"{"title":"Condition","description":"true, false, or facts and what they must be. All entries must hold; `any`, `all` and `not` combine.","anyOf":[{"type":["boolean","null"]},{"$ref":"#/$defs/Facts"}],"examples":[{"answer.reason":["damaged","wrong-item"]},{"item.paid":{"atMost":2000},"not":{"item.category":"food"}}]}"##,
        typescript: "boolean | Facts",
        about: "[condition](#conditions)",
    },
];

/// Whether there is such a shape; its name, to keep.
pub fn find(name: &str) -> Option<&'static str> {
    custom(name).map(|custom| custom.name)
}

fn custom(name: &str) -> Option<&'static Custom> {
    CUSTOMS.iter().find(|custom| custom.name == name)
}

/// Shapes that one is made of.
pub fn inside(name: &str) -> Vec<Shape> {
    match name {
        "DateBound" => vec![Shape::Custom("Day"), RelativeDay::shape()],
        "Delivery" | "Told" => vec![Shape::Custom("Day")],
        "LocalText" => vec![Shape::Custom("Plural")],
        "Facts" => vec![Shape::Custom("Test"), Shape::Custom("Value")],
        "Condition" => vec![Shape::Custom("Facts")],
        _ => Vec::new(),
    }
}

/// Its JSON Schema.
pub fn schema(name: &str) -> Json {
    match name {
        "Facts" => facts(),
        "Test" => test(r#"{"type":["string","number","boolean","null"]}"#, true),
        _ => custom(name).and_then(|custom| Json::parse(custom.schema).ok()).unwrap_or_default(),
    }
}

/// Its TypeScript type.
pub fn typescript(name: &str) -> &'static str {
    custom(name).map_or("never", |custom| custom.typescript)
}

/// What it is called in the reference.
pub fn about(name: &str) -> &'static str {
    custom(name).map_or("", |custom| custom.about)
}

/// Every fact by name, so that an editor offers and explains them, each with what it can be compared with.
fn facts() -> Json {
    let many = || {
        Json::map([
            ("type", Json::List(vec!["array".into(), "null".into()])),
            ("items", reference("Condition")),
            ("minItems", 1.into()),
        ])
    };
    let mut properties = Map::default();
    properties.push("any", told(many(), "One of these must hold."));
    properties.push("all", told(many(), "All of these must hold."));
    properties.push("not", told(reference("Condition"), "This must not hold."));
    for fact in FACTS {
        properties.push(fact.name, told(test_of(fact), &about_fact(fact)));
    }
    let answers = told(reference("Test"), "What was answered in this step.");
    Json::map([
        ("type", Json::List(vec!["object".into(), "null".into()])),
        ("properties", Json::Map(properties)),
        ("patternProperties", Json::map([("^answer\\..", answers)])),
        ("additionalProperties", false.into()),
    ])
}

fn reference(name: &str) -> Json {
    Json::map([("$ref", ["#/$defs/", name].concat().into())])
}

fn told(mut schema: Json, description: &str) -> Json {
    schema.merge(&Json::map([("description", description.into())]));
    schema
}

/// The test of a fact: of its sort of value, and compared only where that means something.
fn test_of(fact: &FactInfo) -> Json {
    match fact.sort {
        Sort::Text => test(r#"{"type":["string","null"]}"#, true),
        Sort::Number => test(r#"{"type":["number","null"]}"#, true),
        Sort::Date => test(r#"{"type":["string","null"],"pattern":"^\\d{4}-\\d{2}-\\d{2}"}"#, true),
        Sort::Bool => test(r#"{"type":["boolean","null"]}"#, false),
        Sort::BoolOrDate => test(r#"{"type":["boolean","string","null"],"pattern":"^\\d{4}-\\d{2}-\\d{2}"}"#, true),
        Sort::List => test(r#"{"type":["string","null"]}"#, false),
        Sort::Words | Sort::WordList => {
            let mut all: Vec<Json> = words(&Config::default(), fact.name).into_iter().map(Json::from).collect();
            all.push(Json::Null);
            test(&Json::map([("enum", Json::List(all))]).to_text(), false)
        }
        Sort::Parts => test("false", false),
    }
}

/// A value, several, or an object of comparisons. `value` is the schema of one value as text.
fn test(value: &str, compared: bool) -> Json {
    let one = || Json::parse(value).unwrap_or_default();
    let several = || Json::map([("type", "array".into()), ("items", one()), ("minItems", 1.into())]);
    let mut properties = Map::default();
    if compared {
        let ways = [
            ("atLeast", "This number or date, or more."),
            ("atMost", "This number or date, or less."),
            ("above", "More than this number or date."),
            ("below", "Less than this number or date."),
        ];
        for (key, about) in ways {
            properties.push(key, told(one(), about));
        }
    }
    if value != "false" {
        let not = Json::map([("anyOf", Json::List(vec![one(), several()]))]);
        properties.push("not", told(not, "Neither this nor one of these."));
    }
    let exists = Json::map([("type", Json::List(vec!["boolean".into(), "null".into()]))]);
    properties.push("exists", told(exists, "Whether the fact is known."));
    let object = Json::map([
        ("type", "object".into()),
        ("properties", Json::Map(properties)),
        ("additionalProperties", false.into()),
        ("minProperties", 1.into()),
    ]);
    Json::map([("anyOf", Json::List(vec![one(), several(), object]))])
}

/// A fact in words: what it says, and what it may be.
pub fn about_fact(fact: &FactInfo) -> String {
    let sort = match fact.sort {
        Sort::Text => "text".into(),
        Sort::Number => "whole number".into(),
        Sort::Date => "ISO date".into(),
        Sort::Bool => "true or false".into(),
        Sort::BoolOrDate => "true, false or an ISO date".into(),
        Sort::List | Sort::WordList => "list of texts".into(),
        Sort::Words => ["one of `", &words(&Config::default(), fact.name).join("`, `"), "`"].concat(),
        Sort::Parts => "`exists` only".into(),
    };
    let mut meaning = fact.meaning.to_string();
    if let Some(first) = meaning.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    [&meaning, " (", &sort, ")."].concat()
}

/// What a key of a step looks like in one kind, where that differs from kind to kind.
pub fn of_kind(key: &str, kind: StepKind) -> Option<Json> {
    match (key, kind) {
        ("fields", StepKind::Contact) => Some(fields(CONTACT_FIELDS)),
        ("fields", StepKind::Address) => Some(fields(ADDRESS_FIELDS)),
        ("default", kind) => Json::parse(answer_shape(kind)).ok(),
        _ => None,
    }
}

/// Fields of an address that follow its country (`step/address/country.rs`).
const BY_COUNTRY: [&str; 3] = ["postalCode", "city", "region"];

fn fields(fields: &[(&str, Presence)]) -> Json {
    let mut properties = Map::default();
    for (name, standard) in fields {
        let words = Presence::ALL.iter().map(|(word, _)| Json::from(*word)).chain([Json::Null]);
        let mut field = Map::default();
        if BY_COUNTRY.contains(name) {
            let about = "Whether it is asked for; as addresses of the country have it where nothing is said.";
            field.push("description", about.into());
            field.push("enum", Json::List(words.collect()));
        } else {
            let about = ["Whether it is asked for; `", standard.as_str(), "` where nothing is said."].concat();
            field.push("description", about.into());
            field.push("enum", Json::List(words.collect()));
            field.push("default", standard.as_str().into());
        }
        properties.push(name, Json::Map(field));
    }
    Json::map([("properties", Json::Map(properties)), ("additionalProperties", false.into())])
}

fn answer_shape(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Text | StepKind::Choice | StepKind::Remedy => r#"{"type":["string","null"]}"#,
        StepKind::Choices => r#"{"type":["array","null"],"items":{"type":"string"}}"#,
        StepKind::Number | StepKind::Rating => r#"{"type":["integer","null"]}"#,
        StepKind::Date => r#"{"type":["string","null"],"format":"date","pattern":"^\\d{4}-\\d{2}-\\d{2}$"}"#,
        StepKind::Consent => r#"{"type":["boolean","null"]}"#,
        StepKind::Contact | StepKind::Address | StepKind::Callback | StepKind::Lookup => {
            r#"{"type":["object","null"],"additionalProperties":{"type":["string","null"]}}"#
        }
        StepKind::Items | StepKind::Photos | StepKind::Notice => "{}",
    }
}
