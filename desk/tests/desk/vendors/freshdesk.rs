//! Freshdesk: https://developers.freshdesk.com/api/#create_ticket (and `_with_attachment`), …/api/#list_all_tickets, …/api/#authentication,
//! …/api/#error.

use serde_json::{Value, json};

use super::{Came, Reply, Shelf, is_email, nothing_there};

pub const SETTINGS: &str = r#"{ "relays": [{ "to": "freshdesk", "url": "{url}" }] }"#;

const FIELDS: [&str; 10] = [
    "email",
    "unique_external_id",
    "name",
    "subject",
    "description",
    "status",
    "priority",
    "source",
    "tags[]",
    "attachments[]",
];

pub fn rules(shelf: &mut Shelf, came: &Came) -> Reply {
    if !came.is_from("f-key:X") {
        return (
            401,
            json!({ "code": "invalid_credentials", "message": "You have to be logged in to perform this action." }),
        );
    }
    match came.what.as_str() {
        "POST /api/v2/tickets" => create(shelf, came),
        "GET /api/v2/tickets" => list(shelf, came),
        _ => nothing_there(),
    }
}

fn invalid(field: &str) -> Reply {
    let errors = json!([{ "field": field, "message": "It is not what it should be", "code": "invalid_value" }]);
    (400, json!({ "description": "Validation failed", "errors": errors }))
}

fn create(shelf: &mut Shelf, came: &Came) -> Reply {
    if came.parts.is_empty() {
        return (415, json!({ "code": "invalid_content_type" }));
    }
    let field =
        |name: &str| came.parts.iter().find(|part| part.name == name && part.file.is_none()).map(|part| part.text());
    if let Some(odd) = came.parts.iter().find(|part| !FIELDS.contains(&part.name.as_str())) {
        return invalid(&odd.name);
    }
    let (email, external) = (field("email"), field("unique_external_id"));
    if email.is_none_or(|email| !is_email(email)) && external.is_none() {
        return invalid("email");
    }
    for (name, range) in [("status", 2..=5), ("priority", 1..=4), ("source", 1..=10)] {
        if !field(name).and_then(|text| text.parse().ok()).is_some_and(|number: u8| range.contains(&number)) {
            return invalid(name);
        }
    }
    for name in ["subject", "description"] {
        if field(name).is_none_or(|text| text.trim().is_empty()) {
            return invalid(name);
        }
    }
    if field("subject").is_some_and(|subject| subject.chars().count() > 255) {
        return invalid("subject");
    }
    let tags: Vec<&str> = came.parts.iter().filter(|part| part.name == "tags[]").map(|part| part.text()).collect();
    if tags.iter().any(|tag| tag.is_empty() || tag.chars().count() > 32 || tag.contains(',')) {
        return invalid("tags");
    }
    let files = || came.parts.iter().filter(|part| part.name == "attachments[]");
    if files().any(|file| file.file.is_none() || file.mime.as_deref() != Some("image/jpeg")) {
        return invalid("attachments");
    }
    if files().map(|file| file.bytes.len()).sum::<usize>() > 20_000_000 {
        return (413, json!({ "code": "attachments_too_large" }));
    }
    let names: Vec<_> = files().map(|file| file.file.clone()).collect();
    let from = email.or(external);
    shelf.made.push(json!({ "text": field("description"), "subject": field("subject"), "files": names, "from": from,
        "tags": tags, "priority": field("priority") }));
    (201, json!({ "id": shelf.made.len(), "subject": field("subject") }))
}

/// Of one requester; a contact that there is not is an error.
fn list(shelf: &mut Shelf, came: &Came) -> Reply {
    let wanted = came.query.get("email").or_else(|| came.query.get("unique_external_id"));
    if came.query.get("per_page").is_some_and(|most| most.parse::<u8>().is_ok_and(|most| most > 100)) {
        return invalid("per_page");
    }
    let found: Vec<&Value> =
        shelf.made.iter().filter(|made| made["from"].as_str() == wanted.map(String::as_str)).collect();
    if found.is_empty() {
        return invalid("email");
    }
    let tickets: Vec<Value> = found.iter().map(|made| json!({ "id": 1, "subject": made["subject"] })).collect();
    (200, json!(tickets))
}
