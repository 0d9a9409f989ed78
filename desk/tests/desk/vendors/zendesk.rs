//! Zendesk: https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/ (create, list by external id), …/ticket-attachments/
//! (upload files), https://developer.zendesk.com/api-reference/ticketing/introduction/#idempotency, …/introduction/security-and-auth/ (API token).

use serde_json::{Value, json};

use super::{Came, Reply, Shelf, has_only, is_email, nothing_there};

pub const SETTINGS: &str = r#"{ "relays": [{ "to": "zendesk", "url": "{url}", "email": "desk@tern.example" }] }"#;

pub fn rules(shelf: &mut Shelf, came: &Came) -> Reply {
    if !came.is_from("desk@tern.example/token:z-token") {
        return (401, json!({ "error": "Couldn't authenticate you" }));
    }
    match came.what.as_str() {
        "POST /api/v2/uploads.json" => upload(shelf, came),
        "POST /api/v2/tickets.json" => create(shelf, came),
        "GET /api/v2/tickets.json" => list(shelf, came),
        _ => nothing_there(),
    }
}

/// `filename` is required, the type must be a MIME type that fits it; 50 MB.
fn upload(shelf: &mut Shelf, came: &Came) -> Reply {
    let Some(name) = came.query.get("filename").filter(|name| !name.is_empty()) else {
        return (400, json!({ "error": "InvalidFilename" }));
    };
    let fits = matches!((came.header("content-type"), name.rsplit('.').next()), ("image/jpeg", Some("jpg")));
    if !fits || came.body.is_empty() || came.body.len() > 50_000_000 {
        return (422, json!({ "error": "AttachmentUnprocessable" }));
    }
    let token = format!("token-{}", shelf.came.len());
    shelf.uploads.insert(token.clone(), name.clone());
    (
        201,
        json!({ "upload": { "token": token, "attachment": { "file_name": name, "content_type": "image/jpeg", "size": came.body.len() } } }),
    )
}

fn invalid(field: &str) -> Reply {
    let details = json!({ field: [{ "error": "InvalidValue", "description": "is not valid" }] });
    (422, json!({ "error": "RecordInvalid", "description": "Record validation errors", "details": details }))
}

fn create(shelf: &mut Shelf, came: &Came) -> Reply {
    let key = came.header("idempotency-key").to_string();
    if key.len() > 255 {
        return (400, json!({ "error": "IdempotentRequestError" }));
    }
    match shelf.keys.get(&key) {
        Some(body) if *body == came.body => return (201, json!({ "ticket": { "id": shelf.made.len() } })),
        Some(_) => {
            let description = "Request parameters don't match the given idempotency key";
            return (400, json!({ "error": "IdempotentRequestError", "description": description }));
        }
        None => {}
    }
    let Some(json) = came.json() else { return (415, json!({ "error": "Unsupported Content-Type" })) };
    let ticket = &json["ticket"];
    if !has_only(&json, &["ticket"])
        || !has_only(ticket, &["subject", "comment", "external_id", "tags", "requester", "priority"])
    {
        return invalid("ticket");
    }
    let (comment, requester) = (&ticket["comment"], &ticket["requester"]);
    let body = comment["body"].as_str().unwrap_or_default();
    if !has_only(comment, &["body", "uploads"]) || body.trim().is_empty() || body.len() > 65_535 {
        return invalid("comment");
    }
    let (name, email) = (requester["name"].as_str(), requester["email"].as_str());
    let is_somebody = name.is_some_and(|name| !name.is_empty()) && email.is_some_and(is_email);
    if !requester.is_null() && !is_somebody {
        return invalid("requester");
    }
    let is_tag = |tag: &Value| tag.as_str().is_some_and(|tag| !tag.is_empty() && !tag.contains([' ', ',', '"']));
    if !ticket["tags"].as_array().is_none_or(|tags| tags.iter().all(is_tag)) {
        return invalid("tags");
    }
    if !matches!(ticket["priority"].as_str(), None | Some("urgent" | "high" | "normal" | "low")) {
        return invalid("priority");
    }
    let mut files = Vec::new();
    for token in comment["uploads"].as_array().into_iter().flatten() {
        // A token is used up by the comment it is attached to.
        let Some(name) = shelf.uploads.remove(token.as_str().unwrap_or_default()) else { return invalid("uploads") };
        files.push(name);
    }
    // What an agent writes is run through Liquid.
    let filled = |text: &str| text.replace("{{ticket.requester.email}}", "FILLED IN");
    let made = json!({ "text": filled(body), "subject": filled(ticket["subject"].as_str().unwrap_or_default()),
        "files": files, "from": requester["email"], "id": ticket["external_id"], "tags": ticket["tags"], "priority": ticket["priority"] });
    shelf.made.push(made);
    if !key.is_empty() {
        shelf.keys.insert(key, came.body.clone());
    }
    (201, json!({ "ticket": { "id": shelf.made.len(), "external_id": ticket["external_id"] } }))
}

fn list(shelf: &mut Shelf, came: &Came) -> Reply {
    let slow = shelf.slow > 0;
    shelf.slow = shelf.slow.saturating_sub(1);
    let wanted = came.query.get("external_id").map(String::as_str);
    let found = shelf.made.iter().filter(|made| !slow && made["id"].as_str() == wanted);
    let tickets: Vec<Value> = found.map(|made| json!({ "id": 1, "external_id": made["id"] })).collect();
    (200, json!({ "count": tickets.len(), "tickets": tickets, "next_page": null, "previous_page": null }))
}
