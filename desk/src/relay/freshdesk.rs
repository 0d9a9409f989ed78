//! Freshdesk: a ticket by the API v2, photos and all in one multipart request (developers.freshdesk.com/api/#create_ticket).

use redress_engine::Json;
use redress_engine::config::FlowKind;
use reqwest::Method;
use reqwest::multipart::Form;

use super::Account;
use super::report::{Report, ReportFile};
use super::work::Work;
use super::write::{HTML, one_line, write};
use crate::outbox::Attempt;

/// Bytes of a description; none is documented, and this is as much as its neighbours take.
const DESCRIPTION_BYTES: usize = 60_000;
/// Bytes of all files of a ticket: 20 MB, and 15 MB on older accounts.
const FILES_BYTES: usize = 15_000_000;
/// Characters of a subject.
const SUBJECT_CHARS: usize = 150;
/// Characters of a tag.
const TAG_CHARS: usize = 32;
/// `status` and `source` of a new ticket: open, from the portal.
const OPEN: &str = "2";
const PORTAL: &str = "2";
const TICKETS: &str = "/api/v2/tickets";

/// Makes a ticket. Freshdesk knows no idempotency and no id of ours: whoever comes a second time looks through the newest tickets of this
/// very customer for the reference in the subject. Its list is not promised to be up to date at once.
pub async fn send(work: &Work<'_>, account: &Account) -> Result<(), Attempt> {
    if work.again && is_there(work, account).await? {
        return Ok(());
    }
    let report = work.report;
    let attached = fitting(&report.files);
    let photos = report.photos(|at| at < attached.len());
    let text = write(report.lines.iter().chain(&photos), &HTML, DESCRIPTION_BYTES);
    let priority = if report.kind == FlowKind::Safety { "4" } else { "1" };
    let (key, value) = requester(report);
    let name = one_line(&report.name, SUBJECT_CHARS);
    let mut form = Form::new()
        .text(key, value.clone())
        .text("name", if name.is_empty() { value } else { name })
        .text("subject", one_line(&report.subject, SUBJECT_CHARS))
        .text("description", format!("<div dir=\"{}\">{text}</div>", report.dir))
        .text("status", OPEN)
        .text("priority", priority)
        .text("source", PORTAL);
    for tag in super::tags(report, TAG_CHARS) {
        form = form.text("tags[]", tag);
    }
    for file in attached {
        form = form.part("attachments[]", work.part(file).await?);
    }
    work.make(account.request(work, Method::POST, TICKETS, &[]).multipart(form), "/id").await
}

/// Who it is from. Without an address a contact is made for this one complaint: a phone number alone could be anybody's.
fn requester(report: &Report) -> (&'static str, String) {
    match &report.email {
        Some(email) => ("email", email.clone()),
        None => ("unique_external_id", ["redress-", &report.id.to_string()].concat()),
    }
}

/// The first files, as many as a ticket takes.
fn fitting(files: &[ReportFile]) -> &[ReportFile] {
    let mut bytes = 0_usize;
    let end = files.iter().position(|file| {
        bytes += file.bytes;
        bytes > FILES_BYTES
    });
    &files[..end.unwrap_or(files.len())]
}

async fn is_there(work: &Work<'_>, account: &Account) -> Result<bool, Attempt> {
    let (key, value) = requester(work.report);
    let query = [(key, value.as_str()), ("per_page", "100")];
    let answer = work.ask(account.request(work, Method::GET, TICKETS, &query)).await?;
    if !answer.status.is_success() {
        // A contact that is not known yet has no ticket.
        return if answer.status == 400 || answer.status == 404 { Ok(false) } else { Err(work.refused(&answer)) };
    }
    let Json::List(tickets) = &answer.json else { return Err(work.strange()) };
    let subject = |ticket: &Json| ticket.get("subject").and_then(Json::as_text).unwrap_or_default().to_string();
    Ok(tickets.iter().any(|ticket| subject(ticket).contains(&work.report.reference)))
}
