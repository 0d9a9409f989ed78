//! Sign: tokens as a shop makes them, and as one who is not the shop would like to.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ed25519_dalek::pkcs8::EncodePublicKey;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::{Signer, SigningKey};
use hmac::{Hmac, KeyInit, Mac};
use redress_desk::token::Key;
use serde_json::{Value, json};
use sha2::Sha256;

use crate::samples::VASE;

/// The shop's secret, of just enough bytes.
pub const SECRET: &str = "0123456789abcdef0123456789abcdef";
/// Another one.
pub const OTHER_SECRET: &str = "fedcba9876543210fedcba9876543210";
/// The desk's moment in these tests, 2026-11-21T19:41:07Z.
pub const NOW: i64 = 1_795_290_067;

/// A compact JWS.
pub fn jws(header: &Value, claims: &[u8], sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
    let signed = [URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(claims)].join(".");
    let signature = URL_SAFE_NO_PAD.encode(sign(signed.as_bytes()));
    [signed, signature].join(".")
}

/// HMAC with SHA-256.
pub fn mac(secret: &[u8]) -> impl Fn(&[u8]) -> Vec<u8> {
    let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(secret).unwrap();
    move |message| {
        let mut mac = mac.clone();
        mac.update(message);
        mac.finalize().into_bytes().to_vec()
    }
}

/// A token of the shop with its secret.
pub fn hs256(claims: &Value) -> String {
    jws(&json!({ "alg": "HS256", "typ": "JWT" }), claims.to_string().as_bytes(), mac(SECRET.as_bytes()))
}

/// A token of the shop with its private key.
pub fn eddsa(claims: &Value) -> String {
    let sign = |message: &[u8]| pair().sign(message).to_bytes().to_vec();
    jws(&json!({ "alg": "EdDSA" }), claims.to_string().as_bytes(), sign)
}

/// The shop's Ed25519 pair.
pub fn pair() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

/// Its private half, as `openssl genpkey -algorithm ed25519` writes it: a fixed head (RFC 8410), then the 32 bytes.
pub fn private_pem() -> String {
    let mut der = vec![0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    der.extend(pair().to_bytes());
    format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(der))
}

/// Its public half.
pub fn public_pem() -> String {
    pair().verifying_key().to_public_key_pem(LineEnding::LF).unwrap()
}

/// Its public half as bare bytes, base64url.
pub fn public_raw() -> String {
    URL_SAFE_NO_PAD.encode(pair().verifying_key().as_bytes())
}

/// The keys of a desk that knows the secret and the public key.
pub fn keys() -> Vec<Key> {
    vec![Key::hs256(None, SECRET).unwrap(), Key::eddsa(None, &public_pem()).unwrap()]
}

/// What the shop says of Mira's order: signed ten minutes ago, for an hour.
pub fn claims() -> Value {
    let mut claims: Value = serde_json::from_str(VASE).unwrap();
    claims["iat"] = json!(NOW - 600);
    claims["exp"] = json!(NOW + 3000);
    claims
}

/// The same after one change; null takes the claim out.
pub fn claims_with(pointer: &str, value: Value) -> Value {
    let mut claims = claims();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = claims.pointer_mut(parent).unwrap();
    match (value, parent) {
        (Value::Null, Value::Object(map)) => drop(map.remove(key)),
        (value, Value::Array(list)) => list[key.parse::<usize>().unwrap()] = value,
        (value, parent) => parent[key] = value,
    }
    claims
}
