//! WooCommerce: a private note on the order, by the REST API (woocommerce.github.io/woocommerce-rest-api-docs/#order-notes).

use redress_engine::Json;
use reqwest::Method;
use serde_json::json;

use super::Account;
use super::report::{Line, Sort};
use super::work::{Work, json as with_json};
use super::write::{HTML, one_line, write};
use crate::outbox::Attempt;

/// Bytes of a note: WordPress keeps it in a column of 65,535.
const NOTE_BYTES: usize = 60_000;
/// Characters of the first line.
const SUBJECT_CHARS: usize = 150;
const ORDERS: &str = "/wp-json/wc/v3/orders";

/// Adds a note. WooCommerce knows no idempotency: whoever comes a second time looks through the order's private notes for the reference.
pub async fn send(work: &Work<'_>, account: &Account) -> Result<(), Attempt> {
    let order = order(work, account).await?;
    let path = format!("{ORDERS}/{order}/notes");
    if work.again {
        let query = [("type", "internal"), ("_fields", "note")];
        let answer = work.get(account.request(work, Method::GET, &path, &query)).await?;
        let Json::List(notes) = answer else { return Err(work.strange()) };
        let text = |note: &Json| note.get("note").and_then(Json::as_text).unwrap_or_default().to_string();
        if notes.iter().any(|note| text(note).contains(&work.report.url)) {
            return Ok(());
        }
    }
    let report = work.report;
    // The address of the case comes early, so that it is there however long the rest is.
    let head = |sort, value: String| Line { sort, name: String::new(), value };
    let mut lines = vec![head(Sort::Title, one_line(&report.subject, SUBJECT_CHARS))];
    lines.extend((!report.marks.is_empty()).then(|| head(Sort::Case, report.marks.join(", "))));
    let photos = report.photos(|_| false);
    // WordPress shows notes as HTML, with a line break for each of the text (`wpautop`).
    let note = write(lines.iter().chain(&report.lines).chain(&photos), &HTML, NOTE_BYTES).replace("<br>\n", "\n");
    // Said, though it is the default: a note for the customer would be mailed to them.
    let body = json!({ "note": note, "customer_note": false });
    work.make(with_json(account.request(work, Method::POST, &path, &[]), &body), "/id").await
}

/// The id of the order that has this number. They are the same, unless a plug-in counts orders in its own way.
async fn order(work: &Work<'_>, account: &Account) -> Result<i64, Attempt> {
    let number = work.report.order.trim_start_matches('#').trim();
    if number.is_empty() {
        return Err(Attempt::Never("the complaint names no order".into()));
    }
    if number.len() <= 18 && number.bytes().all(|byte| byte.is_ascii_digit()) {
        let path = format!("{ORDERS}/{number}");
        let answer = work.ask(account.request(work, Method::GET, &path, &[("_fields", "id,number")])).await?;
        match answer.status.as_u16() {
            404 => {}
            200 => {
                if let Some(id) = id_of(&answer.json, number) {
                    return Ok(id);
                }
            }
            _ => return Err(work.refused(&answer)),
        }
    }
    let query = [("search", number), ("per_page", "100"), ("_fields", "id,number")];
    let answer = work.get(account.request(work, Method::GET, ORDERS, &query)).await?;
    let Json::List(found) = answer else { return Err(work.strange()) };
    // The search looks into names and addresses, too.
    let ids: Vec<i64> = found.iter().filter_map(|order| id_of(order, number)).collect();
    match ids.as_slice() {
        [id] => Ok(*id),
        [] => Err(Attempt::Never("WooCommerce has no order of this number".into())),
        _ => Err(Attempt::Never("WooCommerce has several orders of this number".into())),
    }
}

fn id_of(order: &Json, number: &str) -> Option<i64> {
    let named = order.get("number").and_then(Json::as_text)?.trim_start_matches('#');
    order.get("id").and_then(Json::as_int).filter(|_| named == number)
}
