//! Placeholders: what `{order.number}` stands for in a form's field or a template's text. They go into values that are parsed already, so
//! nothing that a shopper writes can become a part of the JSON around it.

use crate::json::{Json, Map};

/// A piece of a text with placeholders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// As it stands.
    Text(&'a str),
    /// A placeholder: names of facts joined by `|`; the first that has a value is taken.
    Names(&'a str),
}

/// Takes a text apart. Braces around anything but names are text.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut done, mut at) = (0, 0);
    while let Some(open) = text[at..].find('{').map(|open| at + open) {
        at = open + 1;
        let length = text.as_bytes()[at..].iter().take_while(|byte| is_name(**byte)).count();
        if length > 0 && text[at + length..].starts_with('}') {
            if open > done {
                pieces.push(Piece::Text(&text[done..open]));
            }
            pieces.push(Piece::Names(&text[at..at + length]));
            at += length + 1;
            done = at;
        }
    }
    if done < text.len() {
        pieces.push(Piece::Text(&text[done..]));
    }
    pieces
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'|')
}

/// What the placeholders of one complaint stand for.
pub(super) struct Facts<'a> {
    pub complaint: Json,
    pub summary: &'a str,
    pub uploads: &'a [String],
    /// Whether files go into the JSON: then each of `attachments` has its `content`.
    pub inline: bool,
}

impl Facts<'_> {
    /// A template filled in. None: it stands for something that is not there, and its key is left out.
    pub fn fill(&self, template: &Json) -> Option<Json> {
        Some(match template {
            Json::Text(text) => return self.fill_text(text),
            Json::List(list) => Json::List(list.iter().filter_map(|each| self.fill(each)).collect()),
            Json::Map(map) => {
                let mut filled = Map::default();
                for (key, value) in &map.0 {
                    if let Some(value) = self.fill(value) {
                        filled.push(key, value);
                    }
                }
                Json::Map(filled)
            }
            other => other.clone(),
        })
    }

    /// A placeholder by itself keeps the type of what it stands for; inside a longer text it becomes text.
    fn fill_text(&self, text: &str) -> Option<Json> {
        let pieces = pieces(text);
        if let [Piece::Names(names)] = pieces[..] {
            return self.first(names).map(|value| self.with_content(names, value));
        }
        let mut out = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Names(names) => out.push_str(&words(&self.first(names).unwrap_or_default())),
            }
        }
        Some(Json::Text(out))
    }

    /// The same as text, for a field of a form.
    pub fn fill_field(&self, text: &str) -> Option<String> {
        self.fill_text(text).map(|value| words(&value))
    }

    fn first(&self, names: &str) -> Option<Json> {
        names.split('|').find_map(|name| self.value(name).filter(|value| !value.is_blank()))
    }

    fn value(&self, name: &str) -> Option<Json> {
        if let Some(step) = name.strip_prefix("answer.") {
            return Some(self.answer(step).into());
        }
        match name {
            "summary" => Some(self.summary.into()),
            "complaint" => Some(self.complaint.clone()),
            "uploads" => Some(Json::List(self.uploads.iter().map(|each| each.as_str().into()).collect())),
            path => self.complaint.pointer(&["/", &path.replace('.', "/")].concat()).cloned(),
        }
    }

    /// What was answered in a step, in the shop's language; of several items what differs.
    fn answer(&self, step: &str) -> String {
        let mut said: Vec<&str> = Vec::new();
        let items = self.complaint.get("items").map(Json::items).unwrap_or_default();
        let lists = items.iter().map(|item| item.get("answers")).chain([self.complaint.get("shared")]);
        for answer in lists.flatten().flat_map(Json::items) {
            let text = |key: &str| answer.get(key).and_then(Json::as_text).unwrap_or_default();
            if text("step") == step && !said.contains(&text("shopLabel")) {
                said.push(text("shopLabel"));
            }
        }
        said.join(", ")
    }

    fn with_content(&self, name: &str, mut value: Json) -> Json {
        if self.inline {
            match (name, &mut value) {
                ("complaint", Json::Map(map)) => map.get_mut("attachments").into_iter().for_each(add_content),
                ("attachments", list) => add_content(list),
                _ => {}
            }
        }
        value
    }
}

/// Gives each attachment a `content` that [`super::request`] cuts out again, for the file to stand there.
pub(super) fn add_content(attachments: &mut Json) {
    if let Json::List(list) = attachments {
        for (at, each) in list.iter_mut().enumerate() {
            if let Json::Map(map) = each {
                map.set("content", ["\u{0}<", &crate::json::digits(at as i64), ">"].concat().into());
            }
        }
    }
}

/// A value as people or a form read it.
fn words(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::Text(text) => text.clone(),
        Json::List(list) => list.iter().map(words).collect::<Vec<_>>().join(", "),
        other => other.to_text(),
    }
}
