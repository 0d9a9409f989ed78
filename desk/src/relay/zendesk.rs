//! Zendesk: a ticket by the Ticketing API, its photos uploaded first (developer.zendesk.com/api-reference/ticketing/tickets/tickets).

use redress_engine::Json;
use redress_engine::config::FlowKind;
use reqwest::Method;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};

use super::Account;
use super::report::Report;
use super::work::{Work, json as with_json};
use super::write::{PLAIN, Style, one_line, write};
use crate::outbox::Attempt;

/// Bytes of a comment: Zendesk takes 64 kB.
const COMMENT_BYTES: usize = 60_000;
/// Characters of a subject.
const SUBJECT_CHARS: usize = 150;
const TICKETS: &str = "/api/v2/tickets.json";

/// Plain text in which nothing is a placeholder: what an agent or the API writes is run through Liquid, so that `{{ticket.requester.email}}`
/// or `{% … %}` in a shopper's words would be filled in. A space of no width after each brace breaks them.
const COMMENT: Style = Style {
    escape: |c, out| {
        out.push(c);
        if c == '{' {
            out.push('\u{200b}');
        }
    },
    ..PLAIN
};

/// Makes a ticket. Zendesk keeps an `Idempotency-Key` for two hours and refuses it with another body, which new upload tokens make; so
/// whoever comes a second time looks for the `external_id` first, which has no end.
pub async fn send(work: &Work<'_>, account: &Account) -> Result<(), Attempt> {
    if work.again && is_there(work, account).await? {
        return Ok(());
    }
    let mut uploads = Vec::new();
    for file in &work.report.files {
        let request = account.request(work, Method::POST, "/api/v2/uploads.json", &[("filename", &file.name)]);
        let request = request.header(CONTENT_TYPE, &file.mime).body(work.file(file).await?);
        let Some(answer) = work.upload(request).await? else {
            uploads.push(None);
            continue;
        };
        let token = answer.pointer("/upload/token").and_then(Json::as_text).ok_or_else(|| work.strange())?;
        uploads.push(Some(token.to_string()));
    }
    let request = account.request(work, Method::POST, TICKETS, &[]);
    let request = request.header("idempotency-key", work.report.id.to_string());
    let answer = work.ask(with_json(request, &ticket(work.report, &uploads))).await?;
    if answer.status.is_success() {
        return work.made(&answer.json, "/ticket/id");
    }
    // The same key with another body: an earlier attempt got through after all, and its ticket is only slow to be found.
    if answer.json.pointer("/error").and_then(Json::as_text) == Some("IdempotentRequestError") {
        return match is_there(work, account).await? {
            true => Ok(()),
            false => Err(Attempt::Later("Zendesk has had it before, and does not find it yet".into())),
        };
    }
    Err(work.refused(&answer))
}

async fn is_there(work: &Work<'_>, account: &Account) -> Result<bool, Attempt> {
    let id = work.report.id.to_string();
    let answer = work.get(account.request(work, Method::GET, TICKETS, &[("external_id", &id)])).await?;
    let tickets = answer.get("tickets").ok_or_else(|| work.strange())?;
    Ok(tickets.items().iter().any(|ticket| ticket.get("external_id").and_then(Json::as_text) == Some(&id)))
}

/// `uploads` are the tokens of the files, None for one that was not taken.
fn ticket(report: &Report, uploads: &[Option<String>]) -> Value {
    let photos = report.photos(|at| matches!(uploads.get(at), Some(Some(_))));
    let mut comment = json!({ "body": write(report.lines.iter().chain(&photos), &COMMENT, COMMENT_BYTES) });
    let tokens: Vec<&String> = uploads.iter().flatten().collect();
    if !tokens.is_empty() {
        comment["uploads"] = json!(tokens);
    }
    let mut ticket = json!({
        "subject": one_line(&report.subject, SUBJECT_CHARS).replace('{', "{\u{200b}"),
        "comment": comment,
        "external_id": report.id.to_string(),
        "tags": super::tags(report, usize::MAX),
    });
    if let Some(email) = &report.email {
        // A name is needed where Zendesk does not know the address yet.
        let name = one_line(&report.name, SUBJECT_CHARS);
        ticket["requester"] = json!({ "email": email, "name": if name.is_empty() { email } else { &name } });
    }
    if report.kind == FlowKind::Safety {
        ticket["priority"] = "urgent".into();
    }
    json!({ "ticket": ticket })
}
