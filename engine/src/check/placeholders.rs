//! Rules on placeholders of an endpoint: each names something that a complaint has.

use crate::check::{Checker, below, codes, private};
use crate::complaint::Complaint;
use crate::config::{Endpoint, Files};
use crate::delivery::{Piece, pieces};
use crate::json::Json;
use crate::schema::{Describe, Shape};

/// What a template can name beside the fields of a complaint.
const NAMES: &[&str] =
    &["summary", "complaint", "uploads", "order.number", "contact.name", "contact.email", "contact.phone"];
/// What the address of an upload can name.
const OF_FILES: &[&str] = &["id", "name", "type", "complaint"];

pub fn check(checker: &mut Checker, endpoint: &Endpoint) {
    for (name, text) in endpoint.fields.iter() {
        let path = below("/endpoint/fields", name);
        secret(checker, name, text, &path);
        look(checker, text, &path, &|checker, name| known(checker, endpoint, name));
    }
    if let Some(template) = &endpoint.template {
        texts(checker, template, "/endpoint/template", &|checker, name| known(checker, endpoint, name));
    }
    if let Some(upload) = &endpoint.upload {
        look(checker, &upload.url, "/endpoint/upload/url", &|_, name| OF_FILES.contains(&name));
    }
}

/// Whether a name is one that stands for something.
type IsKnown<'a> = &'a dyn Fn(&Checker, &str) -> bool;

fn texts(checker: &mut Checker, json: &Json, path: &str, is_known: IsKnown) {
    match json {
        Json::Text(text) => look(checker, text, path, is_known),
        Json::List(list) => {
            for (at, each) in list.iter().enumerate() {
                texts(checker, each, &below(path, &at.to_string()), is_known);
            }
        }
        Json::Map(map) => {
            for (key, value) in map.iter() {
                let inside = below(path, key);
                secret(checker, key, value.as_text().unwrap_or_default(), &inside);
                texts(checker, value, &inside, is_known);
            }
        }
        _ => {}
    }
}

/// A key that is called like a secret and holds a fixed value.
fn secret(checker: &mut Checker, key: &str, text: &str, path: &str) {
    let fixed = !text.is_empty() && pieces(text).iter().all(|piece| matches!(piece, Piece::Text(_)));
    if fixed && checker.is_mine(path) && private::is_secret_name(key) {
        let message = format!("\"{key}\" looks like a secret, and everybody can read this file");
        let fix =
            "Withdraw it where it was issued, post to the desk, and let its relay hold the new one (docs/relays.md).";
        checker.add(&codes::PRIVATE_SECRET, path, message, fix);
    }
}

fn look(checker: &mut Checker, text: &str, path: &str, is_known: IsKnown) {
    if !checker.is_mine(path) {
        return;
    }
    if let Some((_, rest)) = text.split_once("{{") {
        let name = rest.split('}').next().unwrap_or_default().trim();
        let message = "a placeholder stands in one pair of braces";
        return checker.add(&codes::ENDPOINT_PLACEHOLDER, path, message, format!("Write {{{name}}}."));
    }
    let unknown: Vec<String> = pieces(text)
        .into_iter()
        .filter_map(|piece| if let Piece::Names(names) = piece { Some(names) } else { None })
        .flat_map(|names| names.split('|'))
        .filter(|name| !is_known(checker, name))
        .map(str::to_string)
        .collect();
    for name in unknown {
        let message = format!("{{{name}}} stands for nothing: it is left out of everything that is sent");
        let fix = if path == "/endpoint/upload/url" {
            checker.meant(&name, OF_FILES.iter().copied(), format!("Use one of: {}.", OF_FILES.join(", ")))
        } else {
            let steps: Vec<String> = checker.config.steps.iter().map(|(id, _)| ["answer.", id].concat()).collect();
            let words = NAMES.iter().copied().chain(steps.iter().map(String::as_str));
            checker.meant(
                &name,
                words,
                "docs/delivery.md lists what there is, docs/wire-format.md the fields of a complaint.",
            )
        };
        checker.add(&codes::ENDPOINT_PLACEHOLDER, path, message, fix);
    }
}

fn known(checker: &Checker, endpoint: &Endpoint, name: &str) -> bool {
    if let Some(step) = name.strip_prefix("answer.") {
        return checker.config.steps.get(step).is_some();
    }
    match name {
        "summary" | "complaint" => true,
        "uploads" => endpoint.attachments == Files::Upload,
        name => {
            let path: Vec<&str> = name.split('.').collect();
            match path.as_slice() {
                ["contact", field] => matches!(*field, "name" | "email" | "phone"),
                ["attachments", _, "url"] => endpoint.attachments == Files::Upload,
                path => has(&Complaint::shape(), path),
            }
        }
    }
}

/// Whether a shape has something at a path.
fn has(shape: &Shape, path: &[&str]) -> bool {
    let Some((first, rest)) = path.split_first() else { return true };
    match shape {
        Shape::Maybe(inner) => has(inner, path),
        Shape::List(inner) => first.parse::<usize>().is_ok() && has(inner, rest),
        Shape::Dict(inner) => has(inner, rest),
        Shape::Record(record) => {
            record.fields.iter().find(|field| field.key == *first).is_some_and(|field| has(&(field.shape)(), rest))
        }
        Shape::Any | Shape::Custom(_) => true,
        Shape::Text | Shape::Flag | Shape::Whole | Shape::Words(_) => false,
    }
}
