//! All that is told, as one JSON document: what the panel draws, and what its copy button copies.

use super::Notes;
use super::config::{Checked, with_library};
use crate::delivery::absolute;
use crate::session::{Model, Session};
use redress_engine::check::Finding;
use redress_engine::complaint::Attachment;
use redress_engine::config::{Endpoint, Files};
use redress_engine::delivery::{Body, Part, Request, Sealed, Slot, request};
use redress_engine::inspect::{Plain, Source, personal, verdicts, without};
use redress_engine::json::{Map, digits};
use redress_engine::read::Write;
use redress_engine::text::Texts;
use redress_engine::{Json, VERSION};
use wasm_bindgen::JsValue;

/// What a header's value is shown as, unless it is one of [`PLAIN_HEADERS`]: it may be a key.
const HIDDEN: &str = "(hidden)";
const PLAIN_HEADERS: [&str; 4] = ["Accept", "Accept-Language", "Content-Type", "Idempotency-Key"];

/// Config, context, offers, request, events, versions, each under its name.
pub fn report(notes: &Notes) -> Json {
    let session = open(notes);
    let model = session.map(Session::model);
    let model = model.as_deref();
    let mut report = Map::default();
    report.push("failure", notes.failure.clone().unwrap_or_default());
    report.push("config", notes.config.as_ref().map_or(Json::Null, config));
    report.push("context", model.map_or(Json::Null, |model| context(notes, model)));
    report.push("offers", model.map_or(Json::Null, offers));
    report.push("request", model.map_or(Json::Null, posted));
    report.push("events", Json::List(notes.events.clone()));
    report.push("versions", versions(notes, model));
    Json::Map(report)
}

/// The report without what is about a person.
pub fn without_personal(notes: &Notes, report: &Json) -> Json {
    let Some(session) = open(notes) else { return report.clone() };
    let model = session.model();
    let mut taken_out = personal(&model.case());
    taken_out.extend(model.photos.iter().map(|photo| photo.attachment.name.clone()));
    taken_out.extend(model.page_context().token.clone());
    without(report, &taken_out)
}

/// In lines, for people.
pub fn pretty(json: &Json) -> String {
    let text = json.to_text();
    let parsed = js_sys::JSON::parse(&text).ok();
    let pretty = parsed.and_then(|value| {
        js_sys::JSON::stringify_with_replacer_and_space(&value, &JsValue::NULL, &2.into()).ok()?.as_string()
    });
    pretty.unwrap_or(text)
}

/// The widget that is told of, as long as it is there.
fn open(notes: &Notes) -> Option<Session> {
    notes.session.filter(|session| !session.is_over())
}

fn config(config: &Checked) -> Json {
    let problem = |finding: &Finding| {
        Json::map([
            ("severity", finding.severity.as_str().into()),
            ("code", finding.code.into()),
            ("path", finding.path.as_str().into()),
            ("message", finding.message.as_str().into()),
            ("fix", finding.fix.as_str().into()),
        ])
    };
    let problems = config.findings.as_ref().map(|findings| Json::List(findings.iter().map(problem).collect()));
    Json::map([
        ("url", config.url.as_str().into()),
        ("unreachable", config.unreachable.to_json()),
        ("problems", problems.unwrap_or_default()),
    ])
}

fn context(notes: &Notes, model: &Model) -> Json {
    let mut traced = if model.is_looked_up() { notes.looked_up.clone() } else { notes.page.clone() };
    traced.settle(&model.case().context.to_json(), Source::Shopper);
    Json::map([
        ("used", traced.used.to_json()),
        ("unused", traced.unused.to_json()),
        ("missing", traced.missing().to_json()),
    ])
}

/// For each line of the case every remedy of the config, with the law that it was judged by.
fn offers(model: &Model) -> Json {
    let case = model.case();
    with_library(|library| {
        let none = Json::Null;
        let messages = library.messages("en").unwrap_or(&none);
        let texts = Texts { config: &model.config, locale: "en", messages, format: &Plain };
        let mut lines = Vec::new();
        for line in case.lines() {
            let item = case.context.item(&line);
            lines.push(Json::map([
                ("line", line.as_str().into()),
                ("title", item.map(|item| item.title.as_str()).unwrap_or_default().into()),
                ("pack", item.map(|item| case.rights(item).pack).unwrap_or_default().into()),
                ("remedies", verdicts(&case, &line, &texts).to_json()),
            ]));
        }
        Json::List(lines)
    })
}

/// What would be posted now, or was.
fn posted(model: &Model) -> Json {
    let endpoint = model.config.endpoint();
    let frozen = model.preview();
    let files: Vec<_> = frozen.files.iter().map(|(file, _)| file).collect();
    let mut uploads = frozen.uploads.clone();
    let first = endpoint.upload.as_ref().filter(|_| endpoint.attachments == Files::Upload);
    if first.is_some() && uploads.is_empty() {
        uploads.extend(files.iter().map(|file| ["(where ", &file.name, " was uploaded)"].concat()));
    }
    let (id, complaint, summary) = (&frozen.id, &frozen.body, &frozen.summary);
    let Request { headers, body, credentials, opaque, .. } =
        request(&endpoint, &Sealed { id, complaint, summary, uploads: &uploads });
    let mut told = Map::default();
    told.push("method", "POST".into());
    told.push("url", address(&endpoint));
    told.push("headers", Json::List(headers.iter().map(header).collect()));
    told.push("cookies", credentials.as_str().into());
    if opaque {
        told.push("answer", "cannot be read (`ack` is `none`)".into());
    }
    if let Some(upload) = first.filter(|_| !files.is_empty()) {
        told.push("before", ["each file is uploaded first: ", &upload.to_json().to_text()].concat().into());
    }
    told.push("body", body_of(&body, &files));
    Json::Map(told)
}

fn address(endpoint: &Endpoint) -> Json {
    let page = leptos::prelude::document().base_uri().ok().flatten().unwrap_or_default();
    absolute(&endpoint.url, &page).into()
}

fn header((name, value): &(String, String)) -> Json {
    let plain = PLAIN_HEADERS.iter().any(|plain| plain.eq_ignore_ascii_case(name));
    Json::map([("name", name.as_str().into()), ("value", if plain { value.as_str() } else { HIDDEN }.into())])
}

/// A body as it is: JSON where it is that, a form part by part. The bytes of files are left out.
fn body_of(body: &Body, files: &[&Attachment]) -> Json {
    let file = |at: usize| {
        let name = files.get(at).map(|file| file.name.as_str()).unwrap_or_default();
        ["(the bytes of file ", &digits(at as i64 + 1), ", ", name, ")"].concat()
    };
    let parsed = |text: String| Json::parse(&text).unwrap_or(Json::Text(text));
    match body {
        Body::Text(slots) => {
            let mut text = String::new();
            for slot in slots {
                match slot {
                    Slot::Text(part) => text.push_str(part),
                    Slot::Base64(at) => text.push_str(&file(*at).replace(['"', '\\'], "'")),
                }
            }
            parsed(text)
        }
        Body::Form(parts) => Json::List(
            parts
                .iter()
                .map(|part| match part {
                    Part::Field(name, value) => {
                        Json::map([("part", name.as_str().into()), ("value", value.as_str().into())])
                    }
                    Part::Complaint(text) => Json::map([
                        ("part", "complaint".into()),
                        ("file", "complaint.json".into()),
                        ("value", parsed(text.clone())),
                    ]),
                    Part::File(name, at, called) => Json::map([
                        ("part", name.as_str().into()),
                        ("file", called.as_str().into()),
                        ("value", file(*at).into()),
                    ]),
                })
                .collect(),
        ),
    }
}

fn versions(notes: &Notes, model: Option<&Model>) -> Json {
    let mut versions = Map::default();
    versions.push("redress", VERSION.into());
    if let Some(folder) = notes.base.trim_end_matches('/').rsplit('/').next().filter(|folder| !folder.is_empty()) {
        versions.push("bundle", folder.into());
    }
    if let Some(hash) = notes.config.as_ref().and_then(|config| config.sha256.clone()) {
        versions.push("config SHA-256", hash.into());
    }
    if let Some(model) = model {
        versions.push("preset", model.config.extends.as_deref().unwrap_or("default").into());
        let law = model.law().map(|law| [&law.country, " ", &law.version].concat());
        versions.push("law pack", law.unwrap_or_else(|| "none: the shop's own policy applies".into()).into());
        versions.push("flow", model.flow_id.as_str().into());
        versions.push("language", model.locale.tag.as_str().into());
    }
    versions.push("browser", leptos::prelude::window().navigator().user_agent().unwrap_or_default().into());
    Json::Map(versions)
}
