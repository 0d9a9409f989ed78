//! Request: what is posted of a complaint, by the endpoint's format.

use super::placeholder::{Facts, add_content};
use crate::config::{Ack, Credentials, Endpoint, Files, Format};
use crate::json::Json;
use crate::read::Dict;

/// What was confirmed: it never changes any more, whatever is done to deliver it.
#[derive(Debug, Clone, Copy)]
pub struct Sealed<'a> {
    /// UUIDv7.
    pub id: &'a str,
    /// The complaint as JSON text.
    pub complaint: &'a str,
    /// The complaint in words ([`super::summary`]).
    pub summary: &'a str,
    /// What stands for each attachment that was uploaded ([`super::uploaded`]), in their order; empty where nothing is uploaded first.
    pub uploads: &'a [String],
}

/// A POST to `endpoint.url`.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// All that are to be set. The type of a form with files is not among them: the browser writes it, with its boundary.
    pub headers: Vec<(String, String)>,
    /// Whether cookies go along.
    pub credentials: Credentials,
    /// `no-cors`: the answer cannot be read.
    pub opaque: bool,
    /// Another origin is not asked for permission first, as long as nobody listens to the progress of the upload (Fetch, "CORS-preflight").
    pub simple: bool,
    /// What is sent.
    pub body: Body,
}

/// What is sent.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// Text, in pieces that follow each other.
    Text(Vec<Slot>),
    /// `multipart/form-data`.
    Form(Vec<Part>),
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Slot {
    /// As it stands.
    Text(String),
    /// The attachment with this index, as base64 (RFC 4648, section 4, on one line).
    Base64(usize),
}

/// A part of a form.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// A field.
    Field(String, String),
    /// The complaint, as the file `complaint.json` of type `application/json`.
    Complaint(String),
    /// The attachment with this index: name of the part, name of the file. Its type is the blob's own.
    File(String, usize, String),
}

/// What the fields of a form are where the config names none.
const FIELDS: &[(&str, &str)] = &[
    ("id", "{id}"),
    ("flow", "{flow}"),
    ("order", "{order.number}"),
    ("name", "{contact.name}"),
    ("email", "{contact.email}"),
    ("phone", "{contact.phone}"),
    ("reason", "{answer.reason}"),
    ("remedy", "{answer.remedy}"),
    ("details", "{answer.details}"),
    ("summary", "{summary}"),
    ("photos", "{uploads}"),
    ("complaint", "{complaint}"),
];

/// What is to be posted.
pub fn request(endpoint: &Endpoint, sealed: &Sealed) -> Request {
    let opaque = endpoint.ack == Ack::None;
    let (kind, body) = body(endpoint, sealed);
    let plain = !matches!(endpoint.format, Format::Json | Format::Template) || opaque;
    let mut headers: Vec<(String, String)> = Vec::new();
    let mut simple = plain;
    for (name, value) in
        endpoint.headers.iter().filter(|(name, value)| is_header_name(name) && !is_ours(name) && is_value(value))
    {
        simple &= is_plain(name);
        headers.push((name.into(), value.clone()));
    }
    let mut add = |name: &str, value: &str| {
        if !headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)) {
            headers.push((name.into(), value.into()));
        }
    };
    add("Accept", "application/json");
    if !kind.is_empty() {
        // Without CORS a browser lets only plain types pass; the bytes are the same.
        add("Content-Type", if opaque && kind == JSON { TEXT } else { kind });
    }
    if endpoint.sends_key() && !opaque {
        add("Idempotency-Key", sealed.id);
        simple = false;
    }
    Request { headers, credentials: endpoint.credentials, opaque, simple, body }
}

const JSON: &str = "application/json";
const TEXT: &str = "text/plain;charset=UTF-8";
const ENCODED: &str = "application/x-www-form-urlencoded;charset=UTF-8";

/// The type of what is posted, empty where the browser knows it, and what it is.
fn body(endpoint: &Endpoint, sealed: &Sealed) -> (&'static str, Body) {
    let inline = endpoint.attachments == Files::Inline;
    match endpoint.format {
        Format::Multipart => return ("", Body::Form(parts(endpoint, sealed))),
        Format::Json | Format::Text if endpoint.attachments == Files::Omit => {
            let kind = if endpoint.format == Format::Json { JSON } else { TEXT };
            return (kind, Body::Text(vec![Slot::Text(sealed.complaint.into())]));
        }
        _ => {}
    }
    let mut complaint = located(sealed);
    let files = if inline { attachments(&complaint).len() } else { 0 };
    match endpoint.format {
        Format::Json | Format::Text => {
            if let (true, Json::Map(map)) = (inline, &mut complaint) {
                map.get_mut("attachments").into_iter().for_each(add_content);
            }
            (if endpoint.format == Format::Json { JSON } else { TEXT }, slots(&complaint.to_text(), files))
        }
        Format::Template => {
            let facts = Facts { complaint, summary: sealed.summary, uploads: sealed.uploads, inline };
            let filled = endpoint.template.as_ref().and_then(|template| facts.fill(template));
            (JSON, slots(&filled.unwrap_or_default().to_text(), files))
        }
        _ => {
            let facts = Facts { complaint, summary: sealed.summary, uploads: sealed.uploads, inline: false };
            let fields = fields(&endpoint.fields, &facts);
            if !inline {
                return (ENCODED, Body::Text(vec![Slot::Text(encoded(&fields))]));
            }
            let mut parts: Vec<Part> = fields.into_iter().map(|(name, value)| Part::Field(name, value)).collect();
            add_files(&mut parts, endpoint, &facts.complaint, "name");
            ("", Body::Form(parts))
        }
    }
}

fn parts(endpoint: &Endpoint, sealed: &Sealed) -> Vec<Part> {
    let mut parts = Vec::new();
    if endpoint.attachments == Files::Upload {
        parts.push(Part::Complaint(located(sealed).to_text()));
    } else {
        parts.push(Part::Complaint(sealed.complaint.into()));
        if endpoint.attachments == Files::Inline {
            add_files(&mut parts, endpoint, &parsed(sealed), "id");
        }
    }
    parts
}

/// Every attachment as a part; `named` is the key of the attachment that names its file.
fn add_files(parts: &mut Vec<Part>, endpoint: &Endpoint, complaint: &Json, named: &str) {
    let part = endpoint.attachment_field.as_deref().filter(|name| !name.is_empty()).unwrap_or("attachment");
    for (at, each) in attachments(complaint).iter().enumerate() {
        // A part without a name of its file would be a field.
        let text = |key: &str| each.get(key).and_then(Json::as_text).filter(|text| !text.is_empty());
        let name = text(named).or_else(|| text("id")).unwrap_or("file");
        parts.push(Part::File(part.into(), at, name.into()));
    }
}

fn attachments(complaint: &Json) -> &[Json] {
    complaint.get("attachments").map(Json::items).unwrap_or_default()
}

fn parsed(sealed: &Sealed) -> Json {
    Json::parse(sealed.complaint).unwrap_or_default()
}

/// The complaint, each attachment with the `url` where it was uploaded.
fn located(sealed: &Sealed) -> Json {
    let mut complaint = parsed(sealed);
    if let Json::Map(map) = &mut complaint
        && let Some(Json::List(list)) = map.get_mut("attachments")
    {
        for (each, url) in list.iter_mut().zip(sealed.uploads) {
            if let Json::Map(map) = each {
                map.set("url", url.as_str().into());
            }
        }
    }
    complaint
}

/// Cuts a text where one of so many files stands in it.
fn slots(text: &str, files: usize) -> Body {
    // As `add_content` is written in JSON. A text holds no quote without a backslash, so it cannot look like this.
    const KEY: &str = "\"content\":\"";
    let marker = [KEY, "\\u0000<"].concat();
    let mut slots = Vec::new();
    let (mut done, mut at) = (0, 0);
    while let Some(found) = text[at..].find(&marker).map(|found| at + found) {
        at = found + marker.len();
        let Some((index, _)) = text[at..].split_once(">\"") else { break };
        if let Some(file) = index.parse().ok().filter(|file| *file < files) {
            // The quotes stay outside.
            slots.push(Slot::Text(text[done..found + KEY.len()].into()));
            slots.push(Slot::Base64(file));
            done = at + index.len() + 1;
            at = done;
        }
    }
    slots.push(Slot::Text(text[done..].into()));
    Body::Text(slots)
}

fn fields(own: &Dict<String>, facts: &Facts) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let mut add = |name: &str, text: &str| {
        if let Some(value) = facts.fill_field(text).filter(|value| !value.is_empty()) {
            fields.push((name.to_string(), value));
        }
    };
    if own.0.is_empty() {
        FIELDS.iter().for_each(|(name, text)| add(name, text));
    } else {
        own.iter().for_each(|(name, text)| add(name, text));
    }
    fields
}

/// `application/x-www-form-urlencoded` (WHATWG URL, section 5.2), with the line ends of a form.
fn encoded(fields: &[(String, String)]) -> String {
    let mut out = String::new();
    for (name, value) in fields {
        if !out.is_empty() {
            out.push('&');
        }
        push_encoded(name, true, &mut out);
        out.push('=');
        push_encoded(&value.replace("\r\n", "\n").replace('\n', "\r\n"), true, &mut out);
    }
    out
}

/// Adds a text to an address or a form. `plus`: a space is `+`.
pub(super) fn push_encoded(text: &str, plus: bool, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        match byte {
            b' ' if plus => out.push('+'),
            b'-' | b'.' | b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => out.push(char::from(byte)),
            byte => {
                out.push('%');
                out.push(char::from(HEX[usize::from(byte >> 4)]));
                out.push(char::from(HEX[usize::from(byte & 15)]));
            }
        }
    }
}

/// Whether a text can name a header (RFC 9110, section 5.6.2): anything else makes a browser throw.
pub fn is_header_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

fn is_value(value: &str) -> bool {
    value.chars().all(|c| (' '..='\u{ff}').contains(&c) && c != '\u{7f}')
}

/// Headers that the format decides.
fn is_ours(name: &str) -> bool {
    name.eq_ignore_ascii_case("Content-Type") || name.eq_ignore_ascii_case("Idempotency-Key")
}

/// Headers that another origin need not allow (Fetch, "CORS-safelisted request-header").
fn is_plain(name: &str) -> bool {
    ["Accept", "Accept-Language", "Content-Language"].iter().any(|plain| name.eq_ignore_ascii_case(plain))
}
