//! Body: what a request brings, checked against what it announces; its files are either stored or only digested.

use axum::extract::Request;
use redress_engine::Json;
use redress_engine::complaint::{Attachment, Complaint};
use uuid::Uuid;

use super::check;
use super::parts::{Part, Parts};
use crate::desk::Desk;
use crate::digest::BodyDigest;
use crate::error::Refusal;
use crate::files::{Batch, Seen, family};
use crate::rate::Client;
use crate::shop::Shop;
use crate::store::FileRow;

/// A request that was read, checked, and whose files are written.
pub struct Received {
    /// The complaint.
    pub complaint: Complaint,
    /// Its text, as it came.
    pub text: String,
    /// SHA-256 over its bytes and files.
    pub digest: String,
    /// Its files, in the order of `complaint.attachments`.
    pub files: Vec<FileRow>,
    /// The config it is judged by.
    pub shop: Shop,
    /// Whether it names that config.
    pub config_named: bool,
}

/// Reads a new complaint and writes its files.
pub async fn receive(
    desk: &Desk,
    id: Uuid,
    client: Client,
    request: Request,
    batch: &mut Batch,
) -> Result<Received, Refusal> {
    let mut parts = Parts::open(request).await?;
    let result = receive_parts(desk, id, client, &mut parts, batch).await;
    if result.is_err() {
        parts.drain().await;
    }
    result
}

async fn receive_parts(
    desk: &Desk,
    id: Uuid,
    client: Client,
    parts: &mut Parts,
    batch: &mut Batch,
) -> Result<Received, Refusal> {
    let bytes = parts.complaint().await?;
    let complaint = check::complaint(&bytes, id)?;
    // Before any file is taken. The rest is read and forgotten, so that the browser hears why.
    desk.rates.complaint(client, &complaint, &desk.policy, desk.clock.now())?;
    let (mut shop, mut config_named) = desk.shop_of(complaint.config.sha256.as_deref()).await?;
    // A flow may have come or gone since the page was loaded: the config it was made with decides, else the current one. Where no config
    // of ours has it (published before the desk was told), nothing can be recomputed: that is flagged, and nobody's complaint is lost.
    if shop.config.flows.get(&complaint.flow).is_none() {
        (shop, config_named) = (desk.shop.clone(), false);
    }
    let mut digest = BodyDigest::new(&bytes);
    let mut files: Vec<Option<FileRow>> = vec![None; complaint.attachments.len()];
    while let Some(part) = parts.file().await? {
        let name = part.file_name();
        let at = complaint.attachments.iter().position(|attachment| attachment.id == name);
        let Some(at) = at.filter(|at| files[*at].is_none()) else {
            let message = "a file came that was not announced, or came twice";
            return Err(Refusal::invalid("attachment.undeclared", "/attachments", message));
        };
        let seen = write(at, &complaint.attachments[at], part, batch).await?;
        files[at] = Some(row(at, &complaint.attachments[at], &seen)?);
    }
    if let Some(at) = files.iter().position(Option::is_none) {
        let path = format!("/attachments/{at}");
        return Err(Refusal::invalid("attachment.missing", path, "this file was announced and did not come"));
    }
    for (attachment, file) in complaint.attachments.iter().zip(files.iter().flatten()) {
        digest.add(&attachment.id, &file.sha256);
    }
    Ok(Received {
        text: String::from_utf8(bytes.into()).map_err(|_| Refusal::Encoding)?,
        digest: digest.finish(),
        files: files.into_iter().flatten().collect(),
        complaint,
        shop,
        config_named,
    })
}

/// Writes a file as it comes, never holding more than a chunk of it.
async fn write(at: usize, announced: &Attachment, mut part: Part<'_>, batch: &mut Batch) -> Result<Seen, Refusal> {
    let path = format!("/attachments/{at}");
    if part.content_type().is_some_and(|mime| mime != announced.mime) {
        let path = format!("{path}/type");
        return Err(Refusal::FileType { path, message: "the part is not of the announced type" });
    }
    let mut upload = batch.begin(at + 1).await?;
    while let Some(chunk) = part.file_chunk(upload.bytes(), &path).await? {
        upload.write(chunk).await?;
    }
    Ok(upload.finish().await?)
}

/// Reads a request only to learn whether it is the same as one that was accepted before.
pub async fn digest(request: Request) -> Result<String, Refusal> {
    let mut parts = Parts::open(request).await?;
    let result = digest_parts(&mut parts).await;
    if result.is_err() {
        parts.drain().await;
    }
    result
}

async fn digest_parts(parts: &mut Parts) -> Result<String, Refusal> {
    let bytes = parts.complaint().await?;
    let mut files = Vec::new();
    while let Some(mut part) = parts.file().await? {
        let mut seen = Seen::default();
        while let Some(chunk) = part.file_chunk(seen.bytes, "").await? {
            seen.add(&chunk);
        }
        files.push((part.file_name(), seen.sha256()));
    }
    let json: Json = serde_json::from_slice(&bytes).unwrap_or_default();
    let announced = json.get("attachments").map(Json::items).unwrap_or_default();
    let id = |attachment: &Json| attachment.get("id").and_then(Json::as_text).map(str::to_string);
    files.sort_by_key(|(name, _)| announced.iter().position(|attachment| id(attachment).as_ref() == Some(name)));
    let mut digest = BodyDigest::new(&bytes);
    files.iter().for_each(|(name, sha256)| digest.add(name, sha256));
    Ok(digest.finish())
}

/// Compares a file with what was announced.
fn row(at: usize, announced: &Attachment, seen: &Seen) -> Result<FileRow, Refusal> {
    let path = |key: &str| format!("/attachments/{at}/{key}");
    if seen.mime().map(family) != Some(family(&announced.mime)) {
        return Err(Refusal::FileType { path: path("type"), message: "the content is not of the announced type" });
    }
    if i64::try_from(seen.bytes) != Ok(announced.bytes) {
        return Err(Refusal::invalid("attachment.bytes", path("bytes"), "the file has another size"));
    }
    let sha256 = seen.sha256();
    if announced.sha256.as_ref().is_some_and(|announced| *announced != sha256) {
        return Err(Refusal::invalid("attachment.sha256", path("sha256"), "the file has another digest"));
    }
    Ok(FileRow { n: at + 1, mime: announced.mime.clone(), bytes: seen.bytes, sha256, event: 0 })
}
