//! Send: the last page, with its photos, made into a complaint that goes the way of all others.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use redress_engine::complaint::{Attachment, Complaint, Receipt, Sending, Signals, complaint};
use redress_engine::flow::{Invalid, UNABLE, faults, pointer};
use redress_engine::read::{Read, Reader, Write};
use redress_engine::{Case, Json};
use sha2::{Digest, Sha256};
use tokio::time::{sleep, timeout};
use tracing::Instrument;
use uuid::{Builder, Uuid};

use super::draft::{Draft, Place};
use super::fields::{HONEYPOT, YES};
use super::language;
use super::page::{self, Trial, screen};
use super::review::{Brought, review};
use super::walk::Walk;
use crate::desk::{Desk, stored_json};
use crate::error::{Fault, Refusal};
use crate::files::Batch;
use crate::limits;
use crate::rate::Client;
use crate::rebuild::{shop_format, shop_texts};
use crate::receive::in_flight::Claim;
use crate::receive::parts::Parts;
use crate::receive::{take_made, undone};
use crate::status::language::Say;
use crate::status::words::write;
use crate::store::FileRow;

/// How a complaint that came by this form is told from one of the widget.
const CHANNEL: &str = "form";
/// How often, and how many times, a second press looks whether the first is done.
const LOOK: (Duration, u32) = (Duration::from_millis(100), 300);

/// A page in the place of what was asked for.
type Page = Box<Response>;

/// What is in the way of storing a complaint.
enum Trouble {
    /// Something is still to be answered.
    Open(Page),
    /// It is refused.
    Refused(Refusal),
}

/// A step that takes photos, as a form names it.
struct Asked {
    name: String,
    step: String,
    line: Option<String>,
}

/// What the last page brought.
#[derive(Default)]
struct Sent {
    /// A photo and the place of its step among those asked.
    files: Vec<(usize, FileRow)>,
    /// The steps of which the shopper says that no photo can be taken.
    unable: Vec<String>,
    /// Whether something filled in what no shopper sees.
    honeypot: bool,
}

/// `POST /complain/send`.
pub async fn post(State(desk): State<Arc<Desk>>, headers: HeaderMap, request: Request) -> Response {
    // A task of its own: when a shopper's connection breaks, this future is dropped, and the files written so far must still be taken away.
    let sending = tokio::spawn(send(desk, headers, request).in_current_span());
    sending.await.unwrap_or_else(|error| Refusal::Internal(Fault::from(error)).into_response())
}

async fn send(desk: Arc<Desk>, headers: HeaderMap, request: Request) -> Response {
    let client = Client::find(&desk, request.extensions(), &headers);
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let lost = |status| page::lost(&desk, &language::accepted(accepted), status);
    let mut parts = match Parts::open(request).await {
        Ok(parts) => parts,
        Err(refusal) => return lost(refusal.into_response().status()),
    };
    let result = match timeout(limits::BODY_TIME, first(&desk, &mut parts)).await.unwrap_or(Err(Refusal::Timeout)) {
        Ok(Some(draft)) => pass(&desk, &draft, client, &mut parts).await,
        Ok(None) => Err(lost(StatusCode::UNPROCESSABLE_ENTITY).into()),
        Err(refusal) => Err(lost(refusal.into_response().status()).into()),
    };
    // A browser shows no answer to a request whose body was not taken.
    let _ = timeout(limits::BODY_TIME, parts.drain()).await;
    match result {
        Ok(token) => {
            (StatusCode::SEE_OTHER, [(header::LOCATION, ["/complain/sent/", &token].concat())]).into_response()
        }
        Err(page) => *page,
    }
}

/// The draft, which is the first field; None for what this form does not write.
async fn first(desk: &Desk, parts: &mut Parts) -> Result<Option<Draft>, Refusal> {
    let Some(mut part) = parts.next().await? else { return Ok(None) };
    // One byte more than may be there: what was cut must not be taken for the whole.
    let text = if part.name() == "draft" { part.text(limits::DRAFT_BYTES + 1).await? } else { String::new() };
    Ok(Draft::read(&text, &desk.shop.config))
}

/// From a draft to the token of its case; or the page that says what is in the way.
async fn pass(desk: &Arc<Desk>, draft: &Draft, client: Client, parts: &mut Parts) -> Result<String, Page> {
    let (draft, asked) = ready(desk, draft)?;
    let id = complaint_id(&draft);
    let _claim = claim(desk, id).await.ok_or_else(|| refused(desk, &draft, Refusal::InFlight))?;
    let failed = |refusal| refused(desk, &draft, refusal);
    // Pressed twice, or sent again by the browser: there is one, and this is where it leads.
    if let Some(row) = desk.store.complaint(id).await.map_err(|error| failed(error.into()))? {
        return Ok(row.case.token);
    }
    let mut batch = desk.files.batch(id);
    let result = match timeout(limits::BODY_TIME, read(&asked, parts, &mut batch)).await {
        Ok(Ok(sent)) => store(desk, id, &draft, client, &asked, sent).await,
        Ok(Err(refusal)) => Err(Trouble::Refused(refusal)),
        Err(_) => Err(Trouble::Refused(Refusal::Timeout)),
    };
    match result {
        Ok(token) => Ok(token),
        Err(Trouble::Open(page)) => {
            batch.discard().await;
            Err(page)
        }
        Err(Trouble::Refused(refusal)) => Err(failed(undone(desk, refusal, batch).await)),
    }
}

/// The id of the complaint that this form makes of these answers, the same whenever they are sent again: a UUID of version 8 (RFC 9562)
/// over the form's random id and what was said. Changed answers make another complaint. Who only knows the id cannot make it again,
/// so it leads nobody to the case.
fn complaint_id(draft: &Draft) -> Uuid {
    let said = Draft { locale: String::new(), honeypot: false, before: Vec::new(), ..draft.clone() }.to_text();
    let digest = Sha256::digest(said);
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest).for_each(|(byte, from)| *byte = from);
    Builder::from_custom_bytes(bytes).into_uuid()
}

/// Claims an id; where it is being worked on, once that is done. None if that takes too long.
async fn claim(desk: &Desk, id: Uuid) -> Option<Claim> {
    for _ in 0..LOOK.1 {
        if let Some(claim) = desk.in_flight.claim(id) {
            return Some(claim);
        }
        sleep(LOOK.0).await;
    }
    None
}

/// Whether everything but the photos is answered; or the page that is still open. The draft comes back as the engine sees it.
fn ready(desk: &Desk, draft: &Draft) -> Result<(Draft, Vec<Asked>), Page> {
    let Some(mut walk) = Walk::open(desk, draft.clone()) else {
        return Err(page::lost(desk, &[&draft.locale], StatusCode::UNPROCESSABLE_ENTITY).into());
    };
    let leads = walk.leads_away();
    let open = walk.first_open();
    if leads || open != Place::Review {
        walk.draft.stage.place = open;
        return Err(screen(&mut walk, Trial::default()).into());
    }
    (walk.draft.stage.place, walk.draft.stage.changing) = (Place::Review, false);
    let case = walk.case();
    let asked = walk.photo_steps(&case).into_iter().map(|(step, line)| Asked {
        name: pointer(line.as_deref(), &step, ""),
        step,
        line,
    });
    let asked = asked.collect();
    drop(case);
    Ok((walk.draft, asked))
}

/// Reads what follows the draft, and writes the photos as they come.
async fn read(asked: &[Asked], parts: &mut Parts, batch: &mut Batch) -> Result<Sent, Refusal> {
    let mut sent = Sent::default();
    while let Some(mut part) = parts.next().await? {
        let name = part.name().to_string();
        if let Some(at) = asked.iter().position(|asked| asked.name == name) {
            let n = sent.files.len() + 1;
            let Some(file) = write(part, n, batch, &name).await? else { continue };
            if n > limits::FILES {
                return Err(Refusal::TooManyParts { most: limits::FILES });
            }
            sent.files.push((at, file));
        } else if let Some(asked) = name.strip_suffix("/unable")
            && part.text(limits::NAME).await? == YES
        {
            sent.unable.push(asked.into());
        } else if name == HONEYPOT {
            sent.honeypot |= !part.text(limits::NAME).await?.is_empty();
        }
        // Any other field is left alone: a form may carry more than this one asks for.
    }
    Ok(sent)
}

/// Makes the complaint and hands it over.
async fn store(
    desk: &Arc<Desk>,
    id: Uuid,
    draft: &Draft,
    client: Client,
    asked: &[Asked],
    sent: Sent,
) -> Result<String, Trouble> {
    let text = made(desk, id, draft, asked, &sent).map_err(Trouble::Open)?;
    let files = sent.files.into_iter().map(|(_, file)| file).collect();
    let receipt = take_made(desk.clone(), id, client, text.into_bytes(), files).await.map_err(Trouble::Refused)?;
    // Out of the receipt: once it is stored, nothing may fail any more, or its files would be taken away.
    let receipt = Receipt::read(&stored_json(&receipt), &mut Reader::default()).unwrap_or_default();
    let status = receipt.status_url.unwrap_or_default();
    Ok(status.rsplit('/').next().unwrap_or_default().into())
}

/// The complaint's text; or the last page with what is wrong with the photos.
fn made(desk: &Desk, id: Uuid, draft: &Draft, asked: &[Asked], sent: &Sent) -> Result<String, Page> {
    let lost = || page::lost(desk, &[&draft.locale], StatusCode::UNPROCESSABLE_ENTITY);
    let mut walk = Walk::open(desk, draft.clone()).ok_or_else(lost)?;
    let attachments = attach(&mut walk, asked, sent);
    let found = faults_of(&walk.case(), asked);
    if !found.is_empty() {
        // The browser forgets the files; the page must not count them.
        let mut walk = Walk::open(desk, draft.clone()).ok_or_else(lost)?;
        walk.draft.stage.place = Place::Review;
        return Err(review(
            &walk,
            Trial { faults: found, ..Trial::default() },
            &Brought { unable: sent.unable.clone() },
        )
        .into());
    }
    let format = shop_format(walk.config());
    let shop_texts = shop_texts(walk.config(), &format);
    let sending = Sending {
        id: id.to_string(),
        confirmed_at: walk.stamp(),
        time_zone: walk.zone().and_then(|zone| zone.iana_name().map(str::to_string)),
        page: [&desk.public_url, "/complain"].concat(),
        attachments,
        config_sha256: Some(desk.shop.sha256.clone()),
        signals: Some(Signals { honeypot: draft.honeypot || sent.honeypot, seconds: walk.seconds() }),
        ..Sending::default()
    };
    let complaint = complaint(&walk.case(), sending, &walk.texts(), &shop_texts);
    Ok(Complaint { channel: CHANNEL.into(), ..complaint }.to_json().to_text())
}

/// Answers the questions for photos, and names the files.
fn attach(walk: &mut Walk, asked: &[Asked], sent: &Sent) -> Vec<Attachment> {
    let mut attachments = Vec::new();
    for (at, Asked { name, step, line }) in asked.iter().enumerate() {
        let mut named = Vec::new();
        for (_, file) in sent.files.iter().filter(|(of, _)| *of == at) {
            let id = Uuid::new_v4().to_string();
            named.push(Json::from(id.as_str()));
            // What its sender calls it is their business.
            let kind = file.mime.rsplit('/').next().unwrap_or_default();
            attachments.push((
                file.n,
                Attachment {
                    id,
                    line: line.clone(),
                    name: format!("photo-{}.{}", file.n, if kind == "jpeg" { "jpg" } else { kind }),
                    mime: file.mime.clone(),
                    bytes: i64::try_from(file.bytes).unwrap_or(i64::MAX),
                    sha256: Some(file.sha256.clone()),
                },
            ));
        }
        let answer = match named.is_empty() {
            false => Json::List(named),
            true if sent.unable.contains(name) => UNABLE.into(),
            true => Json::Null,
        };
        walk.draft.stage.answers.set(line.as_deref(), step, answer);
    }
    // In the order of the stored files, whose numbers count from one.
    attachments.sort_by_key(|(n, _)| *n);
    attachments.into_iter().map(|(_, attachment)| attachment).collect()
}

/// What is wrong with the photos.
fn faults_of(case: &Case, asked: &[Asked]) -> Vec<Invalid> {
    let of = |asked: &Asked| case.step(&asked.step).map(|step| faults(case, &asked.step, step, asked.line.as_deref()));
    asked.iter().filter_map(of).flatten().collect()
}

/// The last page with what is in the way. Everything but the photos is still there.
fn refused(desk: &Desk, draft: &Draft, refusal: Refusal) -> Page {
    // It also writes the log.
    let response = refusal.into_response();
    let status = response.status();
    let Some(walk) = Walk::open(desk, draft.clone()) else { return response.into() };
    let texts = walk.texts();
    let say = Say { texts: &texts };
    let words = match status {
        StatusCode::PAYLOAD_TOO_LARGE => say.limits("error.size"),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => say.limits("error.type"),
        status if status.is_server_error() => texts.get("failed.server", &[]),
        _ => say.limits("error.again"),
    };
    let mut page = review(&walk, Trial { alert: Some((status, words)), ..Trial::default() }, &Brought::default());
    if let Some(wait) = response.headers().get(header::RETRY_AFTER) {
        page.headers_mut().insert(header::RETRY_AFTER, wait.clone());
    }
    page.into()
}
