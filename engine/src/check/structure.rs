//! Rules on the shape of the merchant's file: unknown keys, wrong types, wrong words, ids, nulls that delete nothing. The shape is what
//! the engine's declarations say of themselves (`schema/describe.rs`), so a new key is known here at once.

use crate::check::{Checker, below, codes, private};
use crate::config::{ADDRESS_FIELDS, CONTACT_FIELDS, Config};
use crate::day::Day;
use crate::json::Json;
use crate::schema::{Describe, Record, Shape, Words};

pub fn check(checker: &mut Checker, onto_file: bool) {
    let patch = checker.patch;
    let mut walk = Walk { checker, depth: 0 };
    walk.value(patch, &Config::shape(), "");
    if !onto_file {
        extends(checker);
    }
}

fn extends(checker: &mut Checker) {
    let name = match checker.patch.get("extends") {
        Some(Json::Text(name)) => name.clone(),
        // The shape lets a number pass for a string; a preset has no number.
        Some(Json::Int(number)) => crate::json::digits(*number),
        _ => return,
    };
    let name = name.as_str();
    if checker.library.preset(name).is_some() {
        return;
    }
    let known = checker.library.presets.iter().map(|(known, _)| known.as_str());
    let fix = checker.meant(
        name,
        known,
        "Name a preset (\"default\"); for a file use `redress print` and put its result on the page.",
    );
    checker.add(&codes::UNKNOWN_PRESET, "/extends", format!("there is no preset \"{name}\""), fix);
}

struct Walk<'a, 'b> {
    checker: &'a mut Checker<'b>,
    depth: usize,
}

impl Walk<'_, '_> {
    fn value(&mut self, json: &Json, shape: &Shape, path: &str) {
        self.depth += 1;
        match shape {
            // In a patch null deletes; whether there is something to delete is another question.
            _ if *json == Json::Null && self.depth > 1 && !path.is_empty() => self.deletes(path),
            Shape::Maybe(inner) => self.value(json, inner, path),
            Shape::Record(record) => self.record(json, record, path),
            Shape::Dict(inner) => self.dict(json, inner, path),
            Shape::List(inner) => self.list(json, inner, path),
            Shape::Words(words) => self.word(json, words, path),
            Shape::Custom("Screen") => self.entry(json, path),
            Shape::Custom("DateBound") => self.date_bound(json, path),
            Shape::Custom("Day") => self.day(json, path),
            // Conditions and texts have groups of rules of their own.
            Shape::Custom(_) | Shape::Any => {}
            // As the engine: an id may be written as a number.
            Shape::Text if matches!(json, Json::Text(_) | Json::Int(_)) => {}
            Shape::Text => self.wrong(json, path, "a string"),
            Shape::Flag if matches!(json, Json::Bool(_)) => {}
            Shape::Flag => self.wrong(json, path, "true or false"),
            Shape::Whole if json.as_int().is_some() => {}
            Shape::Whole => self.wrong(json, path, "a whole number"),
        }
        self.depth -= 1;
    }

    fn deletes(&mut self, path: &str) {
        if !self.checker.is_inherited(path) {
            let message = "null deletes, and there is nothing of that name to delete";
            let name = path.rsplit('/').next().unwrap_or_default();
            let parent = &path[..path.len() - name.len() - 1];
            let siblings = self.checker.base.pointer(parent).and_then(Json::as_map);
            let fix = self.checker.meant(
                name,
                siblings.iter().flat_map(|map| map.iter().map(|(key, _)| key)),
                "Take the line out.",
            );
            self.checker.add(&codes::DELETES_NOTHING, path, message, fix);
        }
    }

    fn wrong(&mut self, json: &Json, path: &str, expected: &str) {
        self.checker.flaw(path);
        let found = match json {
            Json::Null => "null",
            Json::Bool(_) => "true or false",
            Json::Int(_) | Json::Float(_) => "a number",
            Json::Text(_) => "a string",
            Json::List(_) => "an array",
            Json::Map(_) => "an object",
        };
        let fix = match (json, expected) {
            (Json::Text(text), "a whole number") if text.parse::<i64>().is_ok() => {
                format!("Write {text}, without quotes.")
            }
            (Json::Text(text), "true or false") if matches!(text.as_str(), "true" | "false") => {
                format!("Write {text}, without quotes.")
            }
            (Json::Text(text), "an array") => format!("Write [\"{text}\"]."),
            (_, "an object") => "Write { … }, with keys and values in it.".into(),
            _ => format!("Write {expected}."),
        };
        self.checker.add(&codes::TYPE, path, format!("expected {expected}, found {found}"), fix);
    }

    fn record(&mut self, json: &Json, record: &'static Record, path: &str) {
        let Some(map) = json.as_map() else { return self.wrong(json, path, "an object") };
        for (key, value) in map.iter() {
            // Notes for editors and people.
            if key.starts_with('$') || key.starts_with("//") {
                continue;
            }
            let inside = below(path, key);
            match record.fields.iter().find(|field| field.key == key) {
                Some(field) => self.value(value, &(field.shape)(), &inside),
                None => self.unknown_key(key, record.fields.iter().map(|field| field.key), path),
            }
        }
        self.forms(map.get("fields"), path);
    }

    /// The fields of `contact` and `address` are a map for the engine and a closed set for people.
    fn forms(&mut self, fields: Option<&Json>, path: &str) {
        // Those of an endpoint are a merchant's own.
        let Some(fields) = fields.and_then(Json::as_map).filter(|_| path.starts_with("/steps/")) else { return };
        let path = below(path, "fields");
        let known = || CONTACT_FIELDS.iter().chain(ADDRESS_FIELDS).map(|(name, _)| *name);
        for (key, _) in fields.iter() {
            if !known().any(|name| name == key) {
                self.unknown_key(key, known(), &path);
            }
        }
    }

    fn unknown_key(&mut self, key: &str, known: impl Iterator<Item = &'static str>, path: &str) {
        let known: Vec<_> = known.collect();
        let inside = below(path, key);
        let meant = self.checker.nearest(key, known.iter().copied());
        if let Some((code, message, fix)) = private::rule(key) {
            return self.checker.add(code, inside, message, fix);
        }
        if let Some(meant) = meant {
            // What was meant is not missing, it is misspelt: one finding is enough.
            self.checker.flaw(&below(path, meant));
        }
        let fix = match meant {
            Some(meant) => format!("Did you mean \"{meant}\"?"),
            None if known.len() <= 12 => format!("Known here: {}.", known.join(", ")),
            None => "Take it out, or begin it with // if it is a note.".into(),
        };
        self.checker.add(&codes::UNKNOWN_KEY, inside, format!("the key \"{key}\" is unknown and ignored"), fix);
    }

    fn dict(&mut self, json: &Json, inner: &Shape, path: &str) {
        let Some(map) = json.as_map() else { return self.wrong(json, path, "an object") };
        for (id, value) in map.iter() {
            let inside = below(path, id);
            // Message keys are not ids, nor are names of fields and headers.
            if path != "/messages" && !is_id(id) && !path.ends_with("/fields") && path != "/endpoint/headers" {
                let message = format!("\"{id}\" cannot be an id");
                self.checker.add(&codes::ID, &inside, message, "Use letters, digits, - and _, at most 64.");
            }
            self.value(value, inner, &inside);
        }
    }

    fn list(&mut self, json: &Json, inner: &Shape, path: &str) {
        let Json::List(list) = json else { return self.wrong(json, path, "an array") };
        for (at, value) in list.iter().enumerate() {
            let inside = below(path, &at.to_string());
            if *value == Json::Null {
                self.wrong(value, &inside, "a value");
            } else {
                self.value(value, inner, &inside);
            }
        }
    }

    fn word(&mut self, json: &Json, words: &'static Words, path: &str) {
        let known = || words.words.iter().map(|(word, _)| *word);
        let Some(text) = json.as_text() else {
            return self.wrong(json, path, &format!("one of {}", known().collect::<Vec<_>>().join(", ")));
        };
        if known().any(|word| word == text) {
            return;
        }
        self.checker.flaw(path);
        let fix = self.checker.meant(text, known(), format!("Use one of: {}.", known().collect::<Vec<_>>().join(", ")));
        self.checker.add(&codes::WORD, path, format!("\"{text}\" is not one of the words possible here"), fix);
    }

    /// One screen of a flow.
    fn entry(&mut self, json: &Json, path: &str) {
        match json {
            Json::Text(_) => {}
            Json::List(list) if list.is_empty() => self.wrong(json, path, "at least one step's id"),
            Json::List(list) => {
                for (at, step) in list.iter().enumerate() {
                    if !matches!(step, Json::Text(_) | Json::Int(_)) {
                        self.wrong(step, &below(path, &at.to_string()), "a step's id");
                    }
                }
            }
            _ => self.wrong(json, path, "a step's id or an array of ids"),
        }
    }

    fn date_bound(&mut self, json: &Json, path: &str) {
        match json {
            Json::Map(_) => self.value(json, &crate::config::RelativeDay::shape(), path),
            _ => self.day(json, path),
        }
    }

    fn day(&mut self, json: &Json, path: &str) {
        if json.as_text().and_then(Day::parse).is_some() {
            return;
        }
        let expected = "an ISO date such as 2026-11-22";
        let is_fact = |text: &str| text == "today" || crate::facts::FACTS.iter().any(|fact| fact.name == text);
        if let Some(text) = json.as_text().filter(|text| is_fact(text)) {
            self.checker.flaw(path);
            let fix = format!("Write {{ \"from\": \"{text}\", \"days\": 0 }}.");
            return self.checker.add(&codes::TYPE, path, format!("expected {expected}, found \"{text}\""), fix);
        }
        self.wrong(json, path, expected);
    }
}

/// Whether a text can be an id.
pub fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}
