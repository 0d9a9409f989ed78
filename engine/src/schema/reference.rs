//! The reference of every key of the config, as Markdown: it stands between two markers of docs/configuration.md.

use crate::config::{Config, StepKind};
use crate::facts::FACTS;
use crate::json::Json;
use crate::schema::describe::{Field, Record, Shape, Words, prose};
use crate::schema::hints::{Hints, place};
use crate::schema::json_schema::natural_default;
use crate::schema::{Describe, customs, kinds};

/// Every key, section by section, and every fact.
pub fn reference() -> String {
    let mut writer = Writer { hints: Hints::load(), out: String::new(), later: Vec::new() };
    if let Shape::Record(record) = Config::shape() {
        writer.section("Top level", "", record);
    }
    while !writer.later.is_empty() {
        let (path, record) = writer.later.remove(0);
        let after = std::mem::take(&mut writer.later);
        writer.section(&["`", &path, "`"].concat(), &path, record);
        writer.later.extend(after);
    }
    writer.facts();
    writer.out
}

struct Writer {
    hints: Hints,
    out: String,
    /// Sections to come: a path and the record that stands there.
    later: Vec<(String, &'static Record)>,
}

impl Writer {
    fn section(&mut self, heading: &str, path: &str, record: &'static Record) {
        self.push(&["### ", heading, "\n\n"]);
        if !path.is_empty() {
            self.push(&[&prose(record.docs), "\n\n"]);
        }
        self.head();
        for field in record.fields.iter().filter(|field| !kinds::is_special(field)) {
            self.row(path, record, field, &prose(field.docs), None);
        }
        self.out.push('\n');
        if kinds::is_by_kind(record) {
            self.kinds(path, record);
        }
    }

    fn head(&mut self) {
        self.push(&["| key | value | default | |\n|---|---|---|---|\n"]);
    }

    /// The keys that only some kinds of step have, kind by kind.
    fn kinds(&mut self, path: &str, record: &'static Record) {
        for (kind, docs) in kind_words(record) {
            self.push(&["#### kind `", kind, "`\n\n", &prose(docs), "\n\n"]);
            let special: Vec<_> =
                record.fields.iter().filter_map(|field| Some((field, kinds::meaning(field, kind)?))).collect();
            if special.is_empty() {
                continue;
            }
            self.head();
            for (field, meaning) in special {
                self.row(path, record, field, &meaning, Some(kind));
            }
            self.out.push('\n');
        }
    }

    fn row(&mut self, path: &str, record: &Record, field: &Field, meaning: &str, kind: Option<&str>) {
        let place = place(record, field.key);
        let shape = self.hints.shape(record, field.key, (field.shape)());
        let key = if path.is_empty() || kind.is_some() { field.key.into() } else { [path, ".", field.key].concat() };
        let said = |keyword: &str| self.hints.keyword(&place, kind, keyword).cloned();
        let default = match said("default") {
            Some(value) => code(&value),
            None if self.hints.required(&place) => "**required**".into(),
            None => natural_default(&shape).map(|value| code(&value)).unwrap_or_default(),
        };
        let mut meaning = meaning.to_string();
        // The kinds of a step have a table each.
        let has_tables = field.key == "kind" && kinds::is_by_kind(record);
        if let Shape::Words(words) = inner(&shape)
            && !has_tables
        {
            meaning.push_str(&explained(words));
        }
        if let Some(fields) = kind.and_then(|kind| fields_of(field.key, kind)) {
            meaning.push_str(&fields);
        }
        if let (Some(least), most) = (said("minimum"), said("maximum")) {
            let most = most.map(|most| [" to ", &most.to_text()].concat()).unwrap_or_else(|| " or more".into());
            meaning.push_str(&[" ", &least.to_text(), &most, "."].concat());
        }
        if let Some(example) = said("examples").and_then(|examples| examples.items().first().cloned()) {
            meaning.push_str(&[" Example: ", &code(&example)].concat());
        }
        let kind_of_value = self.value(&shape, path, field.key);
        self.push(&["| `", &key, "` | ", &kind_of_value, " | ", &default, " | ", &meaning, " |\n"]);
        if let Shape::Record(inner) = inner(&shape) {
            // A few keys deeper: in the same table where it is a part, in a section where it stands by itself.
            let path = if path.is_empty() { field.key.into() } else { [path, ".", field.key].concat() };
            if path == field.key {
                self.later.push((path, inner));
            } else {
                for field in inner.fields {
                    self.row(&path, inner, field, &prose(field.docs), None);
                }
            }
        }
    }

    /// What sort of value it is; a definition by id gets a section of its own.
    fn value(&mut self, shape: &Shape, path: &str, key: &str) -> String {
        match shape {
            Shape::Any => "any JSON".into(),
            Shape::Text => "string".into(),
            Shape::Flag => "`true`, `false`".into(),
            Shape::Whole => "whole number".into(),
            Shape::Maybe(inner) => self.value(inner, path, key),
            Shape::List(inner) => ["list of ", &self.value(inner, path, key)].concat(),
            Shape::Dict(inner) => {
                let path = if path.is_empty() { key.into() } else { [path, ".", key].concat() };
                if let Shape::Record(record) = &**inner {
                    let path = [&path, ".<id>"].concat();
                    if !self.later.iter().any(|(each, _)| *each == path) {
                        self.later.push((path, record));
                    }
                    return "id → definition".into();
                }
                ["key → ", &self.value(inner, "", "")].concat()
            }
            Shape::Words(words) => {
                words.words.iter().map(|(word, _)| code(&Json::from(*word))).collect::<Vec<_>>().join(", ")
            }
            Shape::Record(_) => "object".into(),
            Shape::Custom(name) => customs::about(name).into(),
        }
    }

    fn facts(&mut self) {
        self.push(&["### Facts\n\n| fact | |\n|---|---|\n"]);
        for fact in FACTS {
            let about = customs::about_fact(fact);
            self.push(&["| `", fact.name, "` | ", &about, " |\n"]);
        }
        self.push(&["| `answer.<step>` | What was answered in this step; of a form also its parts (`answer.address.country`). |\n"]);
    }

    fn push(&mut self, parts: &[&str]) {
        parts.iter().for_each(|part| self.out.push_str(part));
    }
}

fn inner(shape: &Shape) -> &Shape {
    if let Shape::Maybe(inner) = shape { inner } else { shape }
}

fn kind_words(record: &Record) -> &'static [(&'static str, &'static [&'static str])] {
    let field = record.fields.iter().find(|field| field.key == "kind");
    if let Some(Shape::Words(words)) = field.map(|field| (field.shape)()) { words.words } else { &[] }
}

/// ` "word": what it means.` for each word.
fn explained(words: &Words) -> String {
    let one = |(word, docs): &(&str, &[&str])| [" `", word, "`: ", prose(docs).trim_end_matches('.')].concat();
    let all: Vec<_> = words.words.iter().map(one).collect();
    [&all.join(";"), "."].concat()
}

/// The parts of a form, each with what holds where nothing is said.
fn fields_of(key: &str, kind: &str) -> Option<String> {
    let kind = StepKind::ALL.iter().find(|(word, _)| *word == kind)?.1;
    let schema = customs::of_kind(key, kind).filter(|_| key == "fields")?;
    let all: Vec<_> = schema
        .get("properties")?
        .as_map()?
        .iter()
        .map(|(name, field)| {
            [" `", name, "` (", field.get("default").and_then(Json::as_text).unwrap_or("by country"), ")"].concat()
        })
        .collect();
    Some([" Fields:", &all.join(","), "."].concat())
}

fn code(value: &Json) -> String {
    let text = value.as_text().map_or_else(|| value.to_text(), str::to_string);
    ["`", &text.replace('|', "\\|"), "`"].concat()
}
