//! Check: whether bytes are a complaint that can be stored. Strict about shapes, silent about content: what a shopper says is not refused.

use jiff::Timestamp;
use redress_engine::complaint::{COMPLAINT_SCHEMA, Complaint};
use redress_engine::json::Map;
use redress_engine::{Day, Json};
use uuid::Uuid;

use crate::error::Refusal;
use crate::limits;

/// A UUID in its usual form, with hyphens.
pub fn uuid(text: &str) -> Option<Uuid> {
    Uuid::try_parse(text).ok().filter(|_| text.len() == 36)
}

/// Reads the part `complaint`.
pub fn complaint(bytes: &[u8], id: Uuid) -> Result<Complaint, Refusal> {
    let text = std::str::from_utf8(bytes).map_err(|_| Refusal::Encoding)?;
    // serde_json gives up at a depth of 128.
    let mut json: Json =
        serde_json::from_str(text).map_err(|error| Refusal::Syntax { line: error.line(), column: error.column() })?;
    let token = take_token(&mut json);
    if let Some(path) = nul(&json, &mut String::new()) {
        return Err(Refusal::invalid("complaint.text", path, "a text has the character U+0000"));
    }
    let (complaint, problems) = Complaint::from_json(&json);
    if let Some(problem) = problems.into_iter().find(|problem| !problem.is_warning()) {
        return Err(Refusal::invalid("complaint.type", problem.path, problem.message));
    }
    let complaint = complaint.ok_or_else(|| Refusal::invalid("complaint.type", "", "expected an object"))?;
    envelope(&complaint, id)?;
    lines(&complaint)?;
    attachments(&complaint)?;
    Ok(Complaint { token, ..complaint })
}

/// The token, apart from the rest: whatever stands there, the complaint is taken. What is no text is none that anybody signed.
fn take_token(json: &mut Json) -> Option<String> {
    let Json::Map(Map(map)) = json else { return None };
    if let Some((_, Json::Map(Map(context)))) = map.iter_mut().find(|(key, _)| key == "context") {
        context.retain(|(key, _)| key != "token");
    }
    let at = map.iter().position(|(key, _)| key == "token")?;
    match map.remove(at).1 {
        Json::Null => None,
        Json::Text(text) => Some(text),
        other => Some(other.to_text()),
    }
}

fn envelope(complaint: &Complaint, id: Uuid) -> Result<(), Refusal> {
    if complaint.schema != COMPLAINT_SCHEMA {
        return Err(Refusal::invalid("complaint.schema", "/schema", format!("expected \"{COMPLAINT_SCHEMA}\"")));
    }
    match uuid(&complaint.id) {
        None => return Err(Refusal::invalid("complaint.id", "/id", "expected a UUID")),
        Some(own) if own != id => {
            return Err(Refusal::invalid("idempotency.key", "/id", "the header Idempotency-Key names another id"));
        }
        Some(_) => {}
    }
    // Its date counts as the shopper wrote it: in their own offset.
    if complaint.confirmed_at.parse::<Timestamp>().is_err() || Day::parse(&complaint.confirmed_at).is_none() {
        let message = "expected a timestamp with offset such as \"2026-11-21T20:41:00+01:00\"";
        return Err(Refusal::invalid("complaint.confirmed-at", "/confirmedAt", message));
    }
    Ok(())
}

fn lines(complaint: &Complaint) -> Result<(), Refusal> {
    let most = limits::LINES;
    let Complaint { items, context, answers, .. } = complaint;
    for (count, path) in [
        (items.len(), "/items"),
        (context.items.len(), "/context/items"),
        (answers.chosen.len(), "/answers/chosen"),
        (answers.items.0.len(), "/answers/items"),
    ] {
        if count > most {
            return Err(Refusal::invalid("complaint.lines", path, format!("more than {most} lines")));
        }
    }
    Ok(())
}

fn attachments(complaint: &Complaint) -> Result<(), Refusal> {
    if complaint.attachments.len() > limits::COMPLAINT_FILES {
        let message = format!("more than {} files", limits::COMPLAINT_FILES);
        return Err(Refusal::invalid("attachment.count", "/attachments", message));
    }
    for (at, attachment) in complaint.attachments.iter().enumerate() {
        let path = |key: &str| format!("/attachments/{at}/{key}");
        if attachment.id.is_empty() || complaint.attachments[..at].iter().any(|other| other.id == attachment.id) {
            return Err(Refusal::invalid("attachment.id", path("id"), "ids must be there and differ"));
        }
        if !limits::FILE_TYPES.contains(&attachment.mime.as_str()) {
            return Err(Refusal::FileType { path: path("type"), message: "files of this type are not taken" });
        }
    }
    Ok(())
}

/// Where a text, or a key, has U+0000, which neither databases nor terminals take well.
fn nul(json: &Json, path: &mut String) -> Option<String> {
    let mut inside = |key: &str, value: &Json| {
        let length = path.len();
        path.push('/');
        path.push_str(&key.replace('~', "~0").replace('/', "~1").replace('\0', "\u{fffd}"));
        let found = if key.contains('\0') { Some(path.clone()) } else { nul(value, path) };
        path.truncate(length);
        found
    };
    match json {
        Json::Text(text) if text.contains('\0') => Some(path.clone()),
        Json::List(list) => list.iter().enumerate().find_map(|(at, value)| inside(&at.to_string(), value)),
        Json::Map(map) => map.iter().find_map(|(key, value)| inside(key, value)),
        _ => None,
    }
}
