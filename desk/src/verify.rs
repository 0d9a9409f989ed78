//! Verify: `redress-desk verify RECEIPT`: whether a receipt is genuine, and whether files are those that were received.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use redress_engine::Json;
use redress_engine::complaint::Complaint;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::digest::BodyDigest;
use crate::hex::hex;
use crate::signing::{Proof, ReceiptKeys, Unproven, check, published};
use crate::token::Key;

/// Says whether a receipt is one that this shop's desk signed, and whether anything in it was changed
#[derive(Debug, Clone, clap::Args)]
pub struct Verify {
    /// The receipt, as it was downloaded or stored
    #[arg(value_name = "RECEIPT.json")]
    pub receipt: PathBuf,
    /// The desk's public keys, a copy of its /.well-known/jwks.json
    #[arg(long, value_name = "JWKS.json", conflicts_with = "data")]
    pub keys: Option<PathBuf>,
    /// The desk's data folder, with its keys in it
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// The complaint's JSON as it was received, byte for byte: whether it is the one that the receipt is of
    #[arg(long, value_name = "FILE")]
    pub complaint: Option<PathBuf>,
    /// Its files, in the order of its `attachments`
    #[arg(long = "attachment", value_name = "FILE", requires = "complaint")]
    pub attachments: Vec<PathBuf>,
}

/// Why a receipt was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// It is refused.
    #[error("Refused: {0}.")]
    Unproven(#[from] Unproven),
    /// The complaint is another, or its files are.
    #[error("Refused: {0}.")]
    Other(String),
    /// It cannot be said.
    #[error("{path}: {error}", path = path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// There is nothing to check it with.
    #[error("give the desk's keys: --keys with a copy of its /.well-known/jwks.json, or --data with its data folder")]
    NoKeys,
    /// The keys are none.
    #[error("{path}: there is no key to check receipts with", path = .0.display())]
    NotKeys(PathBuf),
}

impl VerifyError {
    /// Whether it was looked at and refused; otherwise it could not be looked at.
    pub fn is_refusal(&self) -> bool {
        matches!(self, VerifyError::Unproven(_) | VerifyError::Other(_))
    }
}

/// A sentence that says what is proved.
pub fn verify(wish: &Verify) -> Result<String, VerifyError> {
    let keys = keys(wish)?;
    let receipt = serde_json::from_slice::<Json>(&read(&wish.receipt)?);
    let receipt = receipt.map_err(|error| Unproven::NotAReceipt(error.to_string()))?;
    let proof = check(&keys, &receipt)?;
    let Proof { reference, received_at, sha256, .. } = &proof;
    let genuine = format!("Genuine: {reference} was received at {received_at}");
    let Some(path) = &wish.complaint else {
        return Ok(format!("{genuine}. What was received then has the digest {sha256}; compare it by --complaint."));
    };
    let bytes = read(path)?;
    if digest(&bytes, &wish.attachments, &proof)? != *sha256 {
        let message = "the complaint or one of its files is not, byte for byte, what was received";
        return Err(VerifyError::Other(message.into()));
    }
    let files = match wish.attachments.len() {
        0 => "this complaint, without files".into(),
        1 => "this complaint with this file".into(),
        several => format!("this complaint with these {several} files"),
    };
    Ok(format!("{genuine}, and what was received is {files}."))
}

fn keys(wish: &Verify) -> Result<Vec<Key>, VerifyError> {
    let (path, jwks) = match (&wish.keys, &wish.data) {
        (Some(path), _) => (path, serde_json::from_slice::<Json>(&read(path)?).ok()),
        (None, Some(data)) => {
            let folder = data.join("receipt-keys");
            let keys = ReceiptKeys::read(&folder).map_err(|error| VerifyError::Io { path: folder, error })?;
            (data, keys.map(|keys| keys.jwks()))
        }
        (None, None) => return Err(VerifyError::NoKeys),
    };
    let keys = jwks.as_ref().and_then(published).filter(|keys| !keys.is_empty());
    keys.ok_or_else(|| VerifyError::NotKeys(path.clone()))
}

/// The digest of a complaint and its files, as the desk computed it when they came.
fn digest(bytes: &[u8], files: &[PathBuf], proof: &Proof) -> Result<String, VerifyError> {
    let json = serde_json::from_slice::<Json>(bytes).unwrap_or_default();
    let complaint = Complaint::from_json(&json).0.filter(|complaint| same_id(&complaint.id, &proof.id));
    let complaint = complaint.ok_or_else(|| VerifyError::Other("the receipt is of another complaint".into()))?;
    if complaint.attachments.len() != files.len() {
        let (named, given) = (complaint.attachments.len(), files.len());
        return Err(VerifyError::Other(format!("the complaint names {named} files, and {given} were given")));
    }
    let mut digest = BodyDigest::new(bytes);
    for (attachment, path) in complaint.attachments.iter().zip(files) {
        digest.add(&attachment.id, &hex(&Sha256::digest(read(path)?)));
    }
    Ok(digest.finish())
}

/// The desk writes ids in lower case, senders as they like.
fn same_id(sent: &str, signed: &str) -> bool {
    Uuid::try_parse(sent).is_ok_and(|sent| Uuid::try_parse(signed) == Ok(sent))
}

fn read(path: &Path) -> Result<Vec<u8>, VerifyError> {
    fs::read(path).map_err(|error| VerifyError::Io { path: path.into(), error })
}
