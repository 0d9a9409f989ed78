//! Gorgias: https://developers.gorgias.com/reference/create-ticket, …/docs/create-a-ticket-using-api (channel `api`), …/reference/upload-files,
//! …/reference/list-tickets, …/changelog/limit-ticket-message-body-size-to-1mb.

use serde_json::{Value, json};

use super::{Came, Reply, Shelf, has_only, is_email, nothing_there};

pub const SETTINGS: &str = r#"{ "relays": [{ "to": "gorgias", "url": "{url}", "email": "desk@tern.example" }] }"#;

pub fn rules(shelf: &mut Shelf, came: &Came) -> Reply {
    if !came.is_from("desk@tern.example:g-key") {
        return (401, json!({ "error": { "msg": "Unauthorized" } }));
    }
    match came.what.as_str() {
        "POST /api/upload" => upload(shelf, came),
        "POST /api/tickets" => create(shelf, came),
        "GET /api/tickets" => list(shelf, came),
        _ => nothing_there(),
    }
}

fn invalid(field: &str) -> Reply {
    (400, json!({ "error": { "msg": "Failed to create resource.", "data": { field: ["Not valid."] } } }))
}

/// Each part is a file; its name is what it is called.
fn upload(shelf: &mut Shelf, came: &Came) -> Reply {
    let types = [None, Some("attachment"), Some("public_attachment")];
    if !types.contains(&came.query.get("type").map(String::as_str)) || came.parts.is_empty() {
        return invalid("type");
    }
    let mut files = Vec::new();
    for part in &came.parts {
        if part.file.is_none() || part.bytes.is_empty() {
            return invalid(&part.name);
        }
        let url = format!("https://uploads.gorgias.io/{}/{}", shelf.uploads.len(), part.name);
        shelf.uploads.insert(url.clone(), part.name.clone());
        files.push(json!({ "content_type": part.mime, "name": part.name, "size": part.bytes.len(), "url": url }));
    }
    (201, json!(files))
}

fn create(shelf: &mut Shelf, came: &Came) -> Reply {
    let Some(ticket) = came.json() else { return (415, json!({ "error": { "msg": "Not JSON." } })) };
    let known = ["channel", "via", "from_agent", "external_id", "subject", "customer", "tags", "messages"];
    let of_a_message =
        ["channel", "via", "from_agent", "external_id", "subject", "sender", "body_html", "body_text", "attachments"];
    let messages = ticket["messages"].as_array().cloned().unwrap_or_default();
    let [message] = messages.as_slice() else { return invalid("messages") };
    if !has_only(&ticket, &known) || !has_only(message, &of_a_message) {
        return invalid("unknown");
    }
    // What an incoming ticket of the channel `api` must have.
    for each in [&ticket, message] {
        if each["channel"] != "api" || each["via"] != "api" || each["from_agent"] != false {
            return invalid("channel");
        }
        if each["external_id"].as_str().is_none_or(|id| id.len() > 255) {
            return invalid("external_id");
        }
    }
    if !is_email(message["sender"]["email"].as_str().unwrap_or_default()) {
        return invalid("sender");
    }
    for body in ["body_html", "body_text"] {
        if message[body].as_str().is_none_or(|text| text.is_empty() || text.len() > 1_000_000) {
            return invalid(body);
        }
    }
    if !ticket["tags"].as_array().is_some_and(|tags| tags.iter().all(|tag| tag["name"].is_string())) {
        return invalid("tags");
    }
    let mut files = Vec::new();
    for file in message["attachments"].as_array().into_iter().flatten() {
        let Some(name) = shelf.uploads.get(file["url"].as_str().unwrap_or_default()) else {
            return invalid("attachments");
        };
        if !file["size"].is_u64() || file["content_type"] != "image/jpeg" {
            return invalid("attachments");
        }
        files.push(name.clone());
    }
    shelf.made.push(json!({ "text": message["body_html"], "plain": message["body_text"], "subject": ticket["subject"], "files": files,
        "from": message["sender"]["email"], "id": ticket["external_id"], "tags": ticket["tags"] }));
    (201, json!({ "id": shelf.made.len(), "external_id": ticket["external_id"] }))
}

fn list(shelf: &mut Shelf, came: &Came) -> Reply {
    let wanted = came.query.get("external_id").map(String::as_str);
    let found = shelf.made.iter().filter(|made| made["id"].as_str() == wanted);
    let tickets: Vec<Value> = found.map(|made| json!({ "id": 1, "external_id": made["id"] })).collect();
    (200, json!({ "object": "list", "data": tickets, "meta": { "next_cursor": null, "prev_cursor": null } }))
}
