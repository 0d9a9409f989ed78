//! TypeScript types of all documents, in one file, with the doc comments as JSDoc.

use crate::config::StepKind;
use crate::json::Json;
use crate::schema::describe::{Field, Record, Shape, Words, pascal, prose};
use crate::schema::hints::{Hints, place};
use crate::schema::{DOCUMENTS, Mode, customs, kinds};
use std::collections::BTreeMap;

const HEAD: &str = "\
// The shapes of Redress: config, context, answers, complaint, receipt, offers. Generated from the engine's types by `cargo xtask schema`.
// A `Sent…` type is what a complaint holds: the same as the type without `Sent`, but for what Redress always fills in.

";

/// All types.
pub fn typescript() -> String {
    let mut writer = Writer { hints: Hints::load(), mode: Mode::Input, types: BTreeMap::new() };
    for document in DOCUMENTS {
        writer.mode = document.mode;
        writer.name(&(document.shape)());
    }
    let mut out = String::from(HEAD);
    out.push_str(&writer.types.into_values().collect::<Vec<_>>().join("\n"));
    out
}

struct Writer {
    hints: Hints,
    mode: Mode,
    types: BTreeMap<String, String>,
}

impl Writer {
    /// The type that a shape is called, declaring it if it is new.
    fn name(&mut self, shape: &Shape) -> String {
        match shape {
            Shape::Any => "unknown".into(),
            Shape::Text => "string".into(),
            Shape::Flag => "boolean".into(),
            Shape::Whole => "number".into(),
            Shape::Maybe(inner) => self.name(inner),
            Shape::List(inner) => {
                let inner = self.name(inner);
                if inner.contains(' ') { ["Array<", &inner, ">"].concat() } else { [&inner, "[]"].concat() }
            }
            Shape::Dict(inner) => {
                let null = if self.mode == Mode::Patch { " | null" } else { "" };
                ["{ [id: string]: ", &self.name(inner), null, " }"].concat()
            }
            Shape::Words(words) => self.words(words),
            Shape::Record(record) => self.record(record),
            Shape::Custom(name) => self.custom(name),
        }
    }

    fn custom(&mut self, name: &str) -> String {
        let typescript = customs::typescript(name);
        if matches!(name, "Anything" | "Contact" | "Arguments" | "Id" | "Delivery" | "Told") {
            return typescript.into();
        }
        if !self.types.contains_key(name) {
            let schema = customs::schema(name);
            let about = schema.get("description").and_then(Json::as_text).unwrap_or_default();
            let text = [&comment(about, ""), "export type ", name, " = ", typescript, ";\n"].concat();
            self.types.insert(name.into(), text);
            for shape in customs::inside(name) {
                self.name(&shape);
            }
        }
        name.into()
    }

    fn words(&mut self, words: &Words) -> String {
        let mut text = comment(&prose(words.docs), "");
        text.push_str(&["export type ", words.name, " ="].concat());
        for (word, docs) in words.words {
            text.push('\n');
            text.push_str(comment(&prose(docs), "  ").trim_end());
            text.push_str(&["\n  | \"", word, "\""].concat());
        }
        text.push_str(";\n");
        self.types.insert(words.name.into(), text);
        words.name.into()
    }

    fn record(&mut self, record: &Record) -> String {
        let own = self.own_name(record);
        if self.types.contains_key(&own) {
            return own;
        }
        // Its own name first: a record may contain itself.
        self.types.insert(own.clone(), String::new());
        if kinds::is_by_kind(record) {
            self.by_kind(record, &own);
            return own;
        }
        let mut text = comment(&prose(record.docs), "");
        text.push_str(&["export interface ", &own, " {\n"].concat());
        for field in record.fields {
            let docs = prose(field.docs);
            text.push_str(&self.field(record, field, &docs, None));
        }
        text.push_str(self.notes());
        text.push_str("}\n");
        self.types.insert(own.clone(), text);
        own
    }

    /// In a complaint what is optional elsewhere always stands, so the type differs.
    fn own_name(&self, record: &Record) -> String {
        let differs = self.mode == Mode::Output && self.is_input(record);
        if differs { ["Sent", record.name].concat() } else { record.name.into() }
    }

    fn is_input(&self, record: &Record) -> bool {
        let inputs = DOCUMENTS.iter().filter(|document| document.mode != Mode::Output);
        inputs.into_iter().any(|document| reaches(&(document.shape)(), record.name))
    }

    fn field(&mut self, record: &Record, field: &Field, docs: &str, kind: Option<&str>) -> String {
        let place = place(record, field.key);
        let shape = self.hints.shape(record, field.key, (field.shape)());
        // A free value that is null is left out.
        let maybe = matches!((field.shape)(), Shape::Maybe(_) | Shape::Any | Shape::Custom("Delivery"));
        let (optional, null) = match self.mode {
            Mode::Patch => (!self.hints.required(&place), !self.hints.required(&place)),
            Mode::Input | Mode::Open => (!self.hints.required(&place), maybe),
            Mode::Output => (maybe, false),
        };
        let mut docs = docs.to_string();
        for (keyword, tag) in [("default", " @default "), ("examples", " @example ")] {
            if let Some(value) = self.hints.keyword(&place, kind, keyword) {
                let value = if keyword == "examples" { value.items().first().unwrap_or(value) } else { value };
                docs.push_str(&[tag, &value.to_text()].concat());
            }
        }
        let name = self.name(&shape);
        let null = null && !name.ends_with("null") && name != "unknown";
        let parts = [field.key, if optional { "?: " } else { ": " }, &name, if null { " | null" } else { "" }, ";\n"];
        [&comment(&docs, "  "), "  ", &parts.concat()].concat()
    }

    /// One interface a kind: naming the kind decides which keys there are.
    fn by_kind(&mut self, record: &Record, own: &str) {
        let mut base = comment("What every kind of step has.", "");
        base.push_str(&["export interface ", own, "Base {\n"].concat());
        for field in record.fields.iter().filter(|field| field.key != "kind" && !kinds::is_special(field)) {
            base.push_str(&self.field(record, field, &prose(field.docs), None));
        }
        base.push_str(self.notes());
        base.push_str("}\n");
        self.types.insert([own, "Base"].concat(), base);
        let mut union = Vec::new();
        for (word, kind) in StepKind::ALL {
            let name = [&pascal(word), own].concat();
            let mut text = comment(&about_kind(record, word), "");
            text.push_str(&["export interface ", &name, " extends ", own, "Base {\n"].concat());
            text.push_str(&["  kind?: \"", word, "\" | null;\n"].concat());
            for field in record.fields {
                if let Some(meaning) = kinds::meaning(field, word) {
                    match customs::of_kind(field.key, *kind).and_then(|schema| field_names(&schema)) {
                        Some(fields) => {
                            self.name(&(field.shape)());
                            let map = ["{ [field in ", &fields, "]?: Presence | null } | null;\n"].concat();
                            text.push_str(&[&comment(&meaning, "  "), "  ", field.key, "?: ", &map].concat());
                        }
                        None => text.push_str(&self.field(record, field, &meaning, Some(word))),
                    }
                }
            }
            text.push_str("}\n");
            self.types.insert(name.clone(), text);
            union.push(name);
        }
        let text = [&comment(&prose(record.docs), ""), "export type ", own, " =\n  | ", &union.join("\n  | "), ";\n"];
        self.types.insert(own.into(), text.concat());
    }

    fn notes(&self) -> &'static str {
        if self.mode == Mode::Patch { "  [note: `$${string}` | `//${string}`]: unknown;\n" } else { "" }
    }
}

/// The keys of an object's schema as a union of strings.
fn field_names(schema: &Json) -> Option<String> {
    let keys: Vec<_> = schema.get("properties")?.as_map()?.iter().map(|(key, _)| ["\"", key, "\""].concat()).collect();
    Some(keys.join(" | "))
}

fn about_kind(record: &Record, kind: &str) -> String {
    let field = record.fields.iter().find(|field| field.key == "kind");
    let Some(Shape::Words(words)) = field.map(|field| (field.shape)()) else { return String::new() };
    words.words.iter().find(|(word, _)| *word == kind).map_or_else(String::new, |(_, docs)| prose(docs))
}

fn reaches(shape: &Shape, name: &str) -> bool {
    match shape {
        Shape::Maybe(inner) | Shape::List(inner) | Shape::Dict(inner) => reaches(inner, name),
        // No record of ours contains itself but through a hand-written shape.
        Shape::Record(record) => {
            record.name == name || record.fields.iter().any(|field| reaches(&(field.shape)(), name))
        }
        _ => false,
    }
}

fn comment(text: &str, indent: &str) -> String {
    if text.is_empty() { String::new() } else { [indent, "/** ", &text.replace("*/", "* /"), " */\n"].concat() }
}
