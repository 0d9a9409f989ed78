//! Check: whether a receipt is one that a desk signed, and says what was signed.

use jsonwebtoken::{Algorithm, decode_header};
use redress_engine::Json;
use redress_engine::complaint::Receipt;
use redress_engine::read::{Read, Reader};

use super::TYPE;
use crate::token::{Key, Signed};

/// What a signature proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The complaint's id.
    pub id: String,
    /// Its number for people.
    pub reference: String,
    /// When it was received, RFC 3339.
    pub received_at: String,
    /// Digest of what was received, lower-case hex.
    pub sha256: String,
}

/// Why a receipt proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unproven {
    /// It is no receipt at all.
    #[error("it is not a receipt: {0}")]
    NotAReceipt(String),
    /// It carries no signature.
    #[error("the receipt is not signed")]
    Unsigned,
    /// Its signature is no JWS of a receipt.
    #[error("its signature is not one of a receipt")]
    Malformed,
    /// The key that it names is not there.
    #[error("it is signed with a key that is not among those given")]
    UnknownKey,
    /// The signature does not fit.
    #[error("the signature does not fit: it was changed, or made by somebody else")]
    Signature,
    /// A field says something else than what was signed.
    #[error("its {0} is not the one that was signed")]
    Changed(&'static str),
}

/// The public keys of a JWK set; those of other kinds are left out. None if it is no such set.
pub fn published(jwks: &Json) -> Option<Vec<Key>> {
    let Some(Json::List(keys)) = jwks.get("keys") else { return None };
    let text = |key: &Json, name: &str| key.get(name).and_then(Json::as_text).map(str::to_string);
    let key = |key: &Json| {
        let ours = text(key, "kty").as_deref() == Some("OKP") && text(key, "crv").as_deref() == Some("Ed25519");
        if ours { Key::eddsa(Some(text(key, "kid")?), &text(key, "x")?) } else { None }
    };
    Some(keys.iter().filter_map(key).collect())
}

/// What a receipt proves, given the keys of the desk that it should be of. Its fields must say what was signed; `status`, `next` and
/// addresses are not signed.
pub fn check(keys: &[Key], receipt: &Json) -> Result<Proof, Unproven> {
    let mut reader = Reader::default();
    let read = Receipt::read(receipt, &mut reader);
    if let Some(problem) = reader.problems.iter().find(|problem| !problem.is_warning()) {
        return Err(Unproven::NotAReceipt([&problem.path, ": ", &problem.message].concat()));
    }
    let receipt = read.ok_or_else(|| Unproven::NotAReceipt("expected an object".into()))?;
    let signature = receipt.signature.as_deref().filter(|text| !text.is_empty()).ok_or(Unproven::Unsigned)?;
    let proof = proof(keys, signature)?;
    for (name, plain, signed) in [
        ("id", &receipt.id, &proof.id),
        ("reference", &receipt.reference, &proof.reference),
        ("receivedAt", &receipt.received_at, &proof.received_at),
    ] {
        if plain != signed {
            return Err(Unproven::Changed(name));
        }
    }
    Ok(proof)
}

fn proof(keys: &[Key], signature: &str) -> Result<Proof, Unproven> {
    let header = decode_header(signature).map_err(|_| Unproven::Malformed)?;
    if header.typ.as_deref() != Some(TYPE) || header.alg != Algorithm::EdDSA || header.crit.is_some() {
        return Err(Unproven::Malformed);
    }
    let key = keys.iter().find(|key| key.kid.is_some() && key.kid == header.kid).ok_or(Unproven::UnknownKey)?;
    let Signed::Yes(payload) = key.signed(signature) else { return Err(Unproven::Signature) };
    let text = |name: &str| payload.get(name).and_then(Json::as_text).map(str::to_string).ok_or(Unproven::Malformed);
    Ok(Proof {
        id: text("id")?,
        reference: text("reference")?,
        received_at: text("receivedAt")?,
        sha256: text("sha256")?,
    })
}
