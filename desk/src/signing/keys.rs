//! Keys: what receipts are signed with: Ed25519, in the data folder, the newest signs, all are published.

use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey};
use ed25519_dalek::{Signer, SigningKey};
use jiff::Timestamp;
use rand::RngExt;
use redress_engine::Json;
use redress_engine::complaint::Receipt;
use sha2::{Digest, Sha256};

use super::TYPE;

/// The keys of a desk, oldest first. There is always one.
#[derive(Clone)]
pub struct ReceiptKeys {
    newest: SigningKey,
    older: Vec<SigningKey>,
}

// Logs must not sign receipts.
impl fmt::Debug for ReceiptKeys {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "ReceiptKeys({} keys)", self.older.len() + 1)
    }
}

impl ReceiptKeys {
    /// One new key.
    pub fn random() -> ReceiptKeys {
        ReceiptKeys { newest: SigningKey::from_bytes(&rand::rng().random()), older: Vec::new() }
    }

    /// The keys in a folder, every `*.pem` (PKCS #8), by their names in order of age; None where there is none.
    pub fn read(folder: &Path) -> io::Result<Option<ReceiptKeys>> {
        let mut keys = files(folder)?.iter().map(|path| read(path)).collect::<io::Result<Vec<_>>>()?;
        Ok(keys.pop().map(|newest| ReceiptKeys { newest, older: keys }))
    }

    /// The same; the first key is made.
    pub fn open(folder: &Path, now: Timestamp) -> io::Result<ReceiptKeys> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        match ReceiptKeys::read(folder)? {
            Some(keys) => Ok(keys),
            None => {
                let keys = ReceiptKeys::random();
                write(&folder.join(format!("{}.pem", now.strftime("%Y-%m-%dT%H%M%SZ"))), &keys.newest)?;
                Ok(keys)
            }
        }
    }

    /// The signature of a receipt; `sha256` is the digest of what was received, lower-case hex.
    pub fn sign(&self, receipt: &Receipt, sha256: &str) -> String {
        let header = Json::map([
            ("alg", "EdDSA".into()),
            ("typ", TYPE.into()),
            ("kid", thumbprint(&self.newest).as_str().into()),
        ]);
        let payload = Json::map([
            ("id", receipt.id.as_str().into()),
            ("reference", receipt.reference.as_str().into()),
            ("receivedAt", receipt.received_at.as_str().into()),
            ("sha256", sha256.into()),
        ]);
        // By hand, for `jsonwebtoken`'s provider signs nothing (src/token/provider.rs): the desk makes no tokens.
        let part = |json: Json| URL_SAFE_NO_PAD.encode(json.to_text());
        let signed = [part(header), part(payload)].join(".");
        let signature = self.newest.sign(signed.as_bytes());
        [signed, URL_SAFE_NO_PAD.encode(signature.to_bytes())].join(".")
    }

    /// The public halves as a JWK set (RFC 7517), the newest first.
    pub fn jwks(&self) -> Json {
        let keys = std::iter::once(&self.newest).chain(self.older.iter().rev());
        let keys = keys.map(|key| {
            Json::map([
                ("kty", "OKP".into()),
                ("crv", "Ed25519".into()),
                ("x", public(key).as_str().into()),
                ("kid", thumbprint(key).as_str().into()),
                ("alg", "EdDSA".into()),
                ("use", "sig".into()),
            ])
        });
        Json::map([("keys", Json::List(keys.collect()))])
    }
}

fn public(key: &SigningKey) -> String {
    URL_SAFE_NO_PAD.encode(key.verifying_key().as_bytes())
}

/// A key's name: RFC 7638, of the members that RFC 8037 names, in their order and without spaces.
fn thumbprint(key: &SigningKey) -> String {
    let members = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, public(key));
    URL_SAFE_NO_PAD.encode(Sha256::digest(members))
}

/// The key files of a folder, by name.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    files.retain(|path| path.extension().is_some_and(|extension| extension == "pem"));
    files.sort();
    Ok(files)
}

fn read(path: &Path) -> io::Result<SigningKey> {
    if fs::metadata(path)?.permissions().mode() & 0o077 != 0 {
        tracing::warn!(path = %path.display(), "others on this machine can read a key that receipts are signed with: chmod 600 it");
    }
    SigningKey::from_pkcs8_pem(&fs::read_to_string(path)?).map_err(|_| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        io::Error::new(io::ErrorKind::InvalidData, name + " is not an Ed25519 private key in PEM (PKCS #8)")
    })
}

fn write(path: &Path, key: &SigningKey) -> io::Result<()> {
    let pem = key.to_pkcs8_pem(LineEnding::LF).map_err(io::Error::other)?;
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(pem.as_bytes())?;
    // A receipt that went out must not outlive its key: neither the bytes nor the name may be lost with the power.
    file.sync_all()?;
    path.parent().map_or(Ok(()), |folder| fs::File::open(folder)?.sync_all())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_named_by_its_thumbprint_as_rfc_8037_computes_it() {
        // Appendix A.
        let secret = URL_SAFE_NO_PAD.decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A").unwrap();
        let key = SigningKey::from_bytes(&secret.try_into().unwrap());
        assert_eq!(public(&key), "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
        assert_eq!(thumbprint(&key), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    #[test]
    fn the_first_key_is_made_private_and_kept_and_a_later_file_signs_while_the_old_stays_published() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("receipt-keys");
        let now = "2026-11-21T19:41:07Z".parse().unwrap();
        let first = ReceiptKeys::open(&folder, now).unwrap();
        let path = folder.join("2026-11-21T194107Z.pem");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
        assert_eq!(ReceiptKeys::open(&folder, now).unwrap().jwks(), first.jwks());
        let second = ReceiptKeys::random();
        write(&folder.join("2027-01-01.pem"), &second.newest).unwrap();
        let both = ReceiptKeys::open(&folder, now).unwrap();
        assert_eq!(both.newest, second.newest);
        assert_eq!(both.jwks().get("keys").unwrap().items().len(), 2);
        fs::write(folder.join("2028-01-01.pem"), "no key").unwrap();
        assert!(ReceiptKeys::open(&folder, now).unwrap_err().to_string().contains("2028-01-01.pem is not"));
    }
}
