//! Reading a policy file: its shapes, and the keys, which are checked as they are read.

use redress_engine::Json;
use redress_engine::condition::Condition;
use redress_engine::read::{Read, Reader};

use super::{Flaw, Instant, NeedsInfo, Policy, Route};
use crate::token::{Key, SECRET_BYTES};

/// The keys that an object may have, by the path of one of its members.
pub fn keys_of(path: &str) -> Option<&'static [&'static str]> {
    let names: Vec<&str> = path.split('/').skip(1).collect();
    match names.as_slice() {
        [_] => Some(&["tokens", "instant", "routing", "needsInfo"]),
        ["tokens", _] => Some(&["hs256", "eddsa"]),
        ["tokens", "hs256", _, _] => Some(&["kid", "secret"]),
        ["tokens", "eddsa", _, _] => Some(&["kid", "publicKey"]),
        ["instant", _, _] => Some(&["remedies", "when"]),
        ["routing", _, _] => Some(&["to", "when", "flag"]),
        ["needsInfo", _, _] => Some(&["when", "ask"]),
        _ => None,
    }
}

/// The policy, as far as it can be read. The reader notes what is of a wrong type, `flaws` gets what is missing or no key.
pub fn policy(json: &Json, reader: &mut Reader, flaws: &mut Vec<Flaw>) -> Policy {
    let mut file = File::default();
    let _ = reader.fill(
        json,
        &mut [
            ("tokens", &mut file.tokens),
            ("instant", &mut file.instant),
            ("routing", &mut file.routing),
            ("needsInfo", &mut file.needs_info),
        ],
    );
    missing(json, flaws);
    Policy {
        keys: keys(file.tokens, flaws),
        instant: file.instant.into_iter().filter_map(InstantFile::rule).collect(),
        routing: file.routing.into_iter().filter_map(RouteFile::rule).collect(),
        needs_info: file.needs_info.into_iter().filter_map(NeedsInfoFile::rule).collect(),
    }
}

#[derive(Default)]
struct File {
    tokens: Tokens,
    instant: Vec<InstantFile>,
    routing: Vec<RouteFile>,
    needs_info: Vec<NeedsInfoFile>,
}

/// Keys in their places: one that cannot be read keeps its own.
#[derive(Default)]
struct Tokens {
    hs256: Vec<Entry<SecretFile>>,
    eddsa: Vec<Entry<PublicFile>>,
}

struct Entry<T>(Option<T>);

#[derive(Default)]
struct SecretFile {
    kid: Option<String>,
    secret: String,
}

#[derive(Default)]
struct PublicFile {
    kid: Option<String>,
    public_key: String,
}

#[derive(Default)]
struct InstantFile {
    remedies: Vec<String>,
    when: Option<Condition>,
}

#[derive(Default)]
struct RouteFile {
    to: String,
    when: Option<Condition>,
    flag: Option<String>,
}

#[derive(Default)]
struct NeedsInfoFile {
    when: Option<Condition>,
    ask: Words,
}

/// A string, or a list of strings.
#[derive(Default)]
struct Words(Vec<String>);

impl InstantFile {
    fn rule(self) -> Option<Instant> {
        Some(Instant { remedies: self.remedies, when: self.when? })
    }
}

impl RouteFile {
    fn rule(self) -> Option<Route> {
        Some(Route { to: self.to, when: self.when?, flag: self.flag })
    }
}

impl NeedsInfoFile {
    fn rule(self) -> Option<NeedsInfo> {
        Some(NeedsInfo { when: self.when?, ask: self.ask.0 })
    }
}

impl<T: Read> Read for Entry<T> {
    fn read(json: &Json, reader: &mut Reader) -> Option<Entry<T>> {
        Some(Entry(T::read(json, reader)))
    }
}

impl Read for Tokens {
    fn read(json: &Json, reader: &mut Reader) -> Option<Tokens> {
        let mut tokens = Tokens::default();
        reader.fill(json, &mut [("hs256", &mut tokens.hs256), ("eddsa", &mut tokens.eddsa)])?;
        Some(tokens)
    }
}

impl Read for SecretFile {
    fn read(json: &Json, reader: &mut Reader) -> Option<SecretFile> {
        let mut key = SecretFile::default();
        reader.fill(json, &mut [("kid", &mut key.kid), ("secret", &mut key.secret)])?;
        Some(key)
    }
}

impl Read for PublicFile {
    fn read(json: &Json, reader: &mut Reader) -> Option<PublicFile> {
        let mut key = PublicFile::default();
        reader.fill(json, &mut [("kid", &mut key.kid), ("publicKey", &mut key.public_key)])?;
        Some(key)
    }
}

impl Read for InstantFile {
    fn read(json: &Json, reader: &mut Reader) -> Option<InstantFile> {
        let mut rule = InstantFile::default();
        reader.fill(json, &mut [("remedies", &mut rule.remedies), ("when", &mut rule.when)])?;
        Some(rule)
    }
}

impl Read for RouteFile {
    fn read(json: &Json, reader: &mut Reader) -> Option<RouteFile> {
        let mut rule = RouteFile::default();
        reader.fill(json, &mut [("to", &mut rule.to), ("when", &mut rule.when), ("flag", &mut rule.flag)])?;
        Some(rule)
    }
}

impl Read for NeedsInfoFile {
    fn read(json: &Json, reader: &mut Reader) -> Option<NeedsInfoFile> {
        let mut rule = NeedsInfoFile::default();
        reader.fill(json, &mut [("when", &mut rule.when), ("ask", &mut rule.ask)])?;
        Some(rule)
    }
}

impl Read for Words {
    fn read(json: &Json, reader: &mut Reader) -> Option<Words> {
        match json {
            Json::Text(word) => Some(Words(vec![word.clone()])),
            Json::List(_) => Vec::read(json, reader).map(Words),
            _ => reader.wrong("a string or an array of strings"),
        }
    }
}

/// Notes what every rule and key must have, and has not.
fn missing(json: &Json, flaws: &mut Vec<Flaw>) {
    let wanted: [(&str, &[&str]); 5] = [
        ("/tokens/hs256", &["secret"]),
        ("/tokens/eddsa", &["publicKey"]),
        ("/instant", &["remedies", "when"]),
        ("/routing", &["to", "when"]),
        ("/needsInfo", &["when", "ask"]),
    ];
    for (list, keys) in wanted {
        for (at, entry) in json.pointer(list).map(Json::items).unwrap_or_default().iter().enumerate() {
            for key in keys.iter().filter(|key| entry.as_map().is_some() && entry.get(key).is_none_or(Json::is_blank)) {
                // An empty `when` holds always: that is to be said, not left out.
                let fix = if *key == "when" { "Say when; true for always." } else { "Say it." };
                flaws.push(Flaw {
                    code: "policy.missing",
                    path: format!("{list}/{at}/{key}"),
                    message: format!("\"{key}\" is missing or empty"),
                    fix: fix.into(),
                });
            }
        }
    }
}

/// The keys themselves. None of their text is ever repeated in a message.
fn keys(tokens: Tokens, flaws: &mut Vec<Flaw>) -> Vec<Key> {
    let mut keys = Keys { found: Vec::new(), flaws };
    for (at, Entry(file)) in tokens.hs256.into_iter().enumerate() {
        if let Some(SecretFile { kid, secret }) = file.filter(|file| !file.secret.trim().is_empty()) {
            keys.secret(format!("/tokens/hs256/{at}"), kid, &secret);
        }
    }
    for (at, Entry(file)) in tokens.eddsa.into_iter().enumerate() {
        if let Some(PublicFile { kid, public_key }) = file.filter(|file| !file.public_key.trim().is_empty()) {
            keys.public(format!("/tokens/eddsa/{at}"), kid, &public_key);
        }
    }
    keys.found
}

struct Keys<'a> {
    found: Vec<Key>,
    flaws: &'a mut Vec<Flaw>,
}

impl Keys<'_> {
    fn note(&mut self, code: &'static str, path: String, message: String, fix: &str) {
        self.flaws.push(Flaw { code, path, message, fix: fix.into() });
    }

    fn secret(&mut self, path: String, kid: Option<String>, secret: &str) {
        match Key::hs256(kid, secret) {
            Some(key) => self.add(path, key),
            None => {
                let message = format!("the secret has {} bytes, and needs {SECRET_BYTES}", secret.len());
                self.note("policy.secret", path + "/secret", message, "Make one with `openssl rand -base64 48`.");
            }
        }
    }

    fn public(&mut self, path: String, kid: Option<String>, public: &str) {
        let place = format!("{path}/publicKey");
        match Key::eddsa(kid, public) {
            Some(key) => self.add(path, key),
            None if public.contains("PRIVATE KEY") => {
                let fix = "Make a new pair, for this one has been written down here, and give its public key.";
                self.note("policy.private-key", place, "this is a private key, and the desk needs none".into(), fix);
            }
            None => {
                let fix = "Write it as PEM (-----BEGIN PUBLIC KEY-----) or its 32 bytes in base64url.";
                self.note("policy.public-key", place, "this is no Ed25519 public key".into(), fix);
            }
        }
    }

    fn add(&mut self, path: String, key: Key) {
        if key.kid.is_some() && self.found.iter().any(|other| other.kid == key.kid) {
            let message = "another key has this kid".into();
            self.note("policy.kid", path + "/kid", message, "Give each key a name of its own.");
        }
        self.found.push(key);
    }
}
