//! Gorgias: a ticket by the REST API, its photos uploaded first (developers.gorgias.com/reference/create-ticket, …/docs/create-a-ticket-using-api).

use redress_engine::Json;
use reqwest::Method;
use reqwest::multipart::Form;
use serde_json::{Value, json};

use super::Account;
use super::report::Report;
use super::work::{Work, json as with_json};
use super::write::{HTML, PLAIN, one_line, write};
use crate::outbox::Attempt;

/// Bytes of a message's text: Gorgias takes 1 MB since 2023.
const BODY_BYTES: usize = 500_000;
/// Characters of a subject.
const SUBJECT_CHARS: usize = 150;
const TICKETS: &str = "/api/tickets";

/// Makes a ticket. Gorgias takes any number of tickets with one `external_id`; so whoever comes a second time looks for it first.
pub async fn send(work: &Work<'_>, account: &Account, user: &str) -> Result<(), Attempt> {
    if work.again && is_there(work, account).await? {
        return Ok(());
    }
    let mut attachments = Vec::new();
    for file in &work.report.files {
        // The part's name is what the file is called there.
        let form = Form::new().part(file.name.clone(), work.part(file).await?);
        let request = account.request(work, Method::POST, "/api/upload", &[("type", "attachment")]).multipart(form);
        let Some(answer) = work.upload(request).await? else {
            attachments.push(None);
            continue;
        };
        let url = answer.pointer("/0/url").and_then(Json::as_text).ok_or_else(|| work.strange())?;
        attachments.push(Some(json!({ "url": url, "name": file.name, "content_type": file.mime, "size": file.bytes })));
    }
    let request = account.request(work, Method::POST, TICKETS, &[]);
    work.make(with_json(request, &ticket(work.report, user, &attachments)), "/id").await
}

async fn is_there(work: &Work<'_>, account: &Account) -> Result<bool, Attempt> {
    let id = work.report.id.to_string();
    let answer = work.get(account.request(work, Method::GET, TICKETS, &[("external_id", &id)])).await?;
    let tickets = answer.get("data").ok_or_else(|| work.strange())?;
    Ok(tickets.items().iter().any(|ticket| ticket.get("external_id").and_then(Json::as_text) == Some(&id)))
}

/// A message that came in by the API, from the shopper. It needs an address: without one it is the user's own, and the text says who it is.
/// `attachments` are the uploaded files, None for one that was not taken.
fn ticket(report: &Report, user: &str, attachments: &[Option<Value>]) -> Value {
    let photos = report.photos(|at| matches!(attachments.get(at), Some(Some(_))));
    let lines = || report.lines.iter().chain(&photos);
    let sender = match &report.email {
        Some(email) => json!({ "email": email, "name": one_line(&report.name, SUBJECT_CHARS) }),
        None => json!({ "email": user }),
    };
    let (id, subject) = (report.id.to_string(), one_line(&report.subject, SUBJECT_CHARS));
    let html = format!("<div dir=\"{}\">{}</div>", report.dir, write(lines(), &HTML, BODY_BYTES));
    let tags: Vec<Value> = super::tags(report, usize::MAX).into_iter().map(|tag| json!({ "name": tag })).collect();
    json!({
        "channel": "api",
        "via": "api",
        "from_agent": false,
        "external_id": id,
        "subject": subject,
        "customer": sender,
        "tags": tags,
        "messages": [{
            "channel": "api",
            "via": "api",
            "from_agent": false,
            "external_id": id,
            "subject": subject,
            "sender": sender,
            "body_html": html,
            "body_text": write(lines(), &PLAIN, BODY_BYTES),
            "attachments": attachments.iter().flatten().collect::<Vec<_>>(),
        }],
    })
}
