//! Keys: what the shop signs its tokens with, as the policy file gives it. A key knows its algorithm; a token is never asked for it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::VerifyingKey;
use ed25519_dalek::pkcs8::DecodePublicKey;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use redress_engine::Json;

use super::provider;

/// Bytes that a shared secret must have: as many as the hash gives (RFC 7518, section 3.2).
pub const SECRET_BYTES: usize = 32;

/// One key. Its text never appears in a log: `DecodingKey` redacts it.
#[derive(Debug, Clone)]
pub struct Key {
    /// The name by which tokens call it.
    pub kid: Option<String>,
    /// The only algorithm it is good for.
    pub algorithm: Algorithm,
    key: DecodingKey,
}

/// What a signature says.
pub enum Signed {
    /// It is this key's; the claims as JSON, null where they are none.
    Yes(Json),
    /// It is not.
    No,
}

impl Key {
    /// A secret that the shop's server shares with the desk; None if it is too short.
    pub fn hs256(kid: Option<String>, secret: &str) -> Option<Key> {
        let long = secret.len() >= SECRET_BYTES;
        let key = || DecodingKey::from_secret(secret.as_bytes());
        long.then(|| Key { kid, algorithm: Algorithm::HS256, key: key() })
    }

    /// An Ed25519 public key: PEM (SubjectPublicKeyInfo) or its 32 bytes in base64url; None if it is neither.
    pub fn eddsa(kid: Option<String>, public: &str) -> Option<Key> {
        let text = public.trim();
        let key = if text.starts_with("-----BEGIN") {
            VerifyingKey::from_public_key_pem(text).ok().filter(|key| !key.is_weak())
        } else {
            URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok().and_then(|bytes| provider::ed25519(&bytes))
        };
        key.map(|key| Key { kid, algorithm: Algorithm::EdDSA, key: DecodingKey::from_ed_der(key.as_bytes()) })
    }

    /// Its bytes, if it is a secret.
    pub fn secret(&self) -> Option<&[u8]> {
        if self.algorithm == Algorithm::HS256 { self.key.try_get_as_bytes().ok() } else { None }
    }

    /// Whether a token is signed with this key. Nothing else is judged here.
    pub fn signed(&self, token: &str) -> Signed {
        provider::install();
        let mut validation = Validation::new(self.algorithm);
        // Time and audience are judged by the desk's own rules (src/token/mod.rs), and by its own clock.
        (validation.validate_exp, validation.validate_aud) = (false, false);
        validation.required_spec_claims.clear();
        match decode::<Json>(token, &self.key, &validation) {
            Ok(data) => Signed::Yes(data.claims),
            // The claims are read after the signature was found right.
            Err(error) if matches!(error.kind(), ErrorKind::Json(_)) => Signed::Yes(Json::Null),
            Err(_) => Signed::No,
        }
    }
}
