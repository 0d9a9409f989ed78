//! Settings: the file of relays (`--relays FILE`) and their secrets, which are in the environment only. All mistakes are told at once.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lettre::Address;
use redress_engine::Json;
use redress_engine::config::{FlowKind, parse};
use redress_engine::read::{Read, Reader};
use reqwest::header::HeaderValue;
use reqwest::redirect::Policy;
use reqwest::{Client, Url};

use super::report::Sort;
use super::{Account, Relay, Target};
use crate::mail::is_loopback;
use crate::policy::{Flaw, Flaws};

/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(10);
/// How long a target may take for one request in all: a photo of 10 MB over a slow line, or a help desk with much to do.
const ANSWER: Duration = Duration::from_secs(60);
/// Where relays may go.
const TARGETS: [Known; 5] = [
    Known {
        to: "zendesk",
        keys: &["url", "email", "requester"],
        secrets: &[("TOKEN", "an API token: Admin Center, Apps and integrations, APIs")],
    },
    Known { to: "freshdesk", keys: &["url", "requester"], secrets: &[("KEY", "an agent's API key: Profile settings")] },
    Known {
        to: "gorgias",
        keys: &["url", "email", "requester"],
        secrets: &[("KEY", "an API key: Settings, REST API")],
    },
    Known {
        to: "woocommerce",
        keys: &["url"],
        secrets: &[
            ("KEY", "a consumer key, ck_…, that reads and writes: WooCommerce, Settings, Advanced, REST API"),
            ("SECRET", "the consumer secret, cs_…, that came with the key"),
        ],
    },
    Known { to: "slack", keys: &["include"], secrets: &[("URL", "the address of an incoming webhook")] },
];
/// What a chat may be told beside the case itself.
const INCLUDE: [(&str, Sort); 3] = [("order", Sort::Order), ("words", Sort::Words), ("contact", Sort::Contact)];
/// Keys by which people write secrets into files.
const SECRET_KEYS: [&str; 8] = ["token", "key", "secret", "password", "apiKey", "apiToken", "api_key", "api_token"];

/// What the settings of one sort of target are.
struct Known {
    to: &'static str,
    /// Keys beside `to`, `name` and `kinds`.
    keys: &'static [&'static str],
    /// How the variables of its secrets end, and what they are set to.
    secrets: &'static [(&'static str, &'static str)],
}

/// Reads a file of relays. `secret` looks a name up in the environment.
pub fn relays(text: &str, secret: &dyn Fn(&str) -> Option<String>) -> Result<Vec<Relay>, Flaws> {
    let mut flaws = Vec::new();
    let json = match parse(text) {
        Ok(json) => json,
        Err(problem) => {
            return Err(Flaws(vec![flaw("relay.syntax", &problem.path, problem.message, "Mend the JSON there.")]));
        }
    };
    let client = client().map_err(|error| {
        Flaws(vec![flaw(
            "relay.tls",
            "",
            error.to_string(),
            "Install the certificates of authorities on this machine.",
        )])
    })?;
    for key in unknown(&json, &["relays"]) {
        flaws.push(flaw(
            "relay.unknown-key",
            &["/", key].concat(),
            "this key is unknown".into(),
            "There is only \"relays\".",
        ));
    }
    let Some(Json::List(entries)) = json.get("relays") else {
        flaws.push(flaw(
            "relay.missing",
            "/relays",
            "there is no list of relays".into(),
            "Write { \"relays\": [ … ] }.",
        ));
        return Err(Flaws(flaws));
    };
    let mut relays: Vec<Relay> = Vec::new();
    for (at, json) in entries.iter().enumerate() {
        let mut entry = Entry { json, path: format!("/relays/{at}"), flaws: &mut flaws };
        let Some(relay) = entry.relay(&client, secret) else { continue };
        if relays.iter().any(|other| other.name == relay.name) {
            let fix = "Give one of them another \"name\": its secrets are then looked for under that.";
            entry.note("relay.name", "/name", format!("two relays are called \"{}\"", relay.name), fix);
        }
        relays.push(relay);
    }
    if flaws.is_empty() { Ok(relays) } else { Err(Flaws(flaws)) }
}

fn client() -> reqwest::Result<Client> {
    // Only the first call can; all bring the same one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        // A redirect would carry a shopper's data, and our key, to where nobody said.
        .redirect(Policy::none())
        .no_proxy()
        .connect_timeout(CONNECT)
        .timeout(ANSWER)
        .user_agent(concat!("redress-desk/", env!("CARGO_PKG_VERSION")))
        .build()
}

fn flaw(code: &'static str, path: &str, message: String, fix: &str) -> Flaw {
    Flaw { code, path: path.into(), message, fix: fix.into() }
}

fn unknown<'a>(json: &'a Json, known: &'a [&str]) -> impl Iterator<Item = &'a str> {
    let keys = json.as_map().into_iter().flat_map(|map| map.iter()).map(|(key, _)| key);
    keys.filter(|key| !known.contains(key) && !key.starts_with('$') && !key.starts_with("//"))
}

/// One relay of the file.
struct Entry<'a> {
    json: &'a Json,
    path: String,
    flaws: &'a mut Vec<Flaw>,
}

impl Entry<'_> {
    fn note(&mut self, code: &'static str, place: &str, message: String, fix: &str) {
        self.flaws.push(flaw(code, &[&self.path, place].concat(), message, fix));
    }

    /// A relay, or None where something is missing that has been noted.
    fn relay(&mut self, client: &Client, secret: &dyn Fn(&str) -> Option<String>) -> Option<Relay> {
        let to = self.text("to").unwrap_or_default();
        let Some(Known { to, keys, secrets }) = TARGETS.into_iter().find(|known| known.to == to) else {
            let names = TARGETS.map(|known| known.to).join(", ");
            self.note(
                "relay.to",
                "/to",
                format!("there is no relay to \"{to}\""),
                &["Write one of: ", &names, "."].concat(),
            );
            return None;
        };
        self.unknown_keys(keys);
        let name = self.text("name").unwrap_or_else(|| to.into());
        let is_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if name.is_empty() || name.len() > 40 || !name.bytes().all(is_name) {
            self.note("relay.name", "/name", "this is no name".into(), "Write small letters, digits and - only.");
            return None;
        }
        let prefix = ["REDRESS_", &name.to_ascii_uppercase().replace('-', "_"), "_"].concat();
        let variables: Vec<String> = secrets.iter().map(|(suffix, _)| [&prefix, *suffix].concat()).collect();
        let mut found = Vec::new();
        for (variable, (_, what)) in variables.iter().zip(secrets) {
            match secret(variable) {
                Some(value) => found.push(value.trim().to_string()),
                None => {
                    let fix = format!("Set this environment variable to {what}.");
                    self.note("relay.no-secret", "", format!("{variable} is not set"), &fix);
                }
            }
        }
        let kinds = self.kinds();
        let only_vouched = self.only_vouched();
        let target = self.target(to, &found)?;
        let secrets = variables.join(", ");
        Some(Relay { name, kinds, only_vouched, secrets, target, client: client.clone() })
    }

    fn target(&mut self, to: &str, secrets: &[String]) -> Option<Target> {
        if to == "slack" {
            let told = self.included();
            let [url] = secrets else { return None };
            let Some(url) = address(url) else {
                // It is a secret: nothing of it is repeated.
                let fix = "Copy it again; it begins with https://.";
                self.note("relay.url", "", "the webhook's address is no https: address".into(), fix);
                return None;
            };
            return Some(Target::Slack(url, told));
        }
        let url = self.url();
        let email = if matches!(to, "zendesk" | "gorgias") { self.email()? } else { String::new() };
        let (url, auth) = (url?, basic(to, &email, secrets)?);
        let account = Account { url, auth };
        Some(match to {
            "zendesk" => Target::Zendesk(account),
            "freshdesk" => Target::Freshdesk(account),
            "gorgias" => Target::Gorgias(account, email),
            _ => Target::WooCommerce(account),
        })
    }

    fn unknown_keys(&mut self, keys: &[&str]) {
        let known: Vec<&str> = ["to", "name", "kinds"].into_iter().chain(keys.iter().copied()).collect();
        let json = self.json;
        for key in unknown(json, &known) {
            let place = ["/", key].concat();
            if SECRET_KEYS.contains(&key) {
                let fix = "Take it out, make a new one, and put that into the environment (docs/relays.md): files are copied and kept.";
                self.note("relay.secret", &place, "a secret does not belong into a file".into(), fix);
            } else {
                let fix = ["Take it out, or write one of: ", &known.join(", "), "."].concat();
                self.note("relay.unknown-key", &place, "this key is unknown here".into(), &fix);
            }
        }
    }

    fn text(&mut self, key: &str) -> Option<String> {
        let value = self.json.get(key)?;
        if value.as_text().is_none() {
            self.note("relay.type", &["/", key].concat(), "expected a string".into(), "Write what is expected.");
        }
        value.as_text().map(|text| text.trim().to_string())
    }

    fn url(&mut self) -> Option<Url> {
        let text = self.text("url").unwrap_or_default();
        let url = address(&text).filter(|url| url.query().is_none());
        if url.is_none() {
            let fix = "Write it as https://shop.example, with nothing after it but perhaps a folder; http: only to this very machine.";
            self.note("relay.url", "/url", "this is no https: address".into(), fix);
        }
        url
    }

    fn email(&mut self) -> Option<String> {
        let email = self.text("email").filter(|email| email.parse::<Address>().is_ok());
        if email.is_none() {
            let fix = "Write the e-mail address of the user whose key it is.";
            self.note("relay.email", "/email", "this is no e-mail address".into(), fix);
        }
        email
    }

    /// `requester`: whether every address becomes a customer of the help desk, or only those that the shop vouches for.
    fn only_vouched(&mut self) -> bool {
        let requester = self.text("requester").unwrap_or_else(|| "any".into());
        if !matches!(requester.as_str(), "any" | "vouched") {
            self.note(
                "relay.requester",
                "/requester",
                "expected \"any\" or \"vouched\"".into(),
                "Write one of the two.",
            );
        }
        requester == "vouched"
    }

    fn kinds(&mut self) -> Vec<FlowKind> {
        let kind = |word: &Json| FlowKind::read(word, &mut Reader::default());
        let names: Vec<&str> = FlowKind::ALL.iter().map(|(name, _)| *name).collect();
        self.list("kinds", &kind, &names.join(", "))
    }

    fn included(&mut self) -> Vec<Sort> {
        let sort = |word: &Json| INCLUDE.iter().find(|(name, _)| word.as_text() == Some(name)).map(|(_, sort)| *sort);
        self.list("include", &sort, &INCLUDE.map(|(name, _)| name).join(", "))
    }

    fn list<T>(&mut self, key: &str, read: &dyn Fn(&Json) -> Option<T>, names: &str) -> Vec<T> {
        let (json, mut found) = (self.json, Vec::new());
        let fix = ["Write a list of: ", names, "."].concat();
        match json.get(key) {
            None => {}
            Some(Json::List(words)) => {
                for (at, word) in words.iter().enumerate() {
                    match read(word) {
                        Some(word) => found.push(word),
                        None => self.note("relay.word", &format!("/{key}/{at}"), "this word is unknown".into(), &fix),
                    }
                }
            }
            Some(_) => self.note("relay.type", &["/", key].concat(), "expected a list".into(), &fix),
        }
        found
    }
}

/// An encrypted address, or one of this very machine.
fn address(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let plain = url.scheme() == "http" && is_loopback(&url);
    let clean = url.has_host() && url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    (clean && (url.scheme() == "https" || plain)).then_some(url)
}

/// HTTP Basic, as each of them wants it.
fn basic(to: &str, email: &str, secrets: &[String]) -> Option<HeaderValue> {
    let pair = match (to, secrets) {
        // developer.zendesk.com/api-reference/introduction/security-and-auth: the address, "/token", and the token.
        ("zendesk", [token]) => [email, "/token:", token].concat(),
        // developers.freshdesk.com/api/#authentication: the key, and any word as password.
        ("freshdesk", [key]) => [key.as_str(), ":X"].concat(),
        ("gorgias", [key]) => [email, ":", key].concat(),
        ("woocommerce", [key, secret]) => [key.as_str(), ":", secret].concat(),
        _ => return None,
    };
    let mut value = HeaderValue::from_str(&["Basic ", &STANDARD.encode(pair)].concat()).ok()?;
    value.set_sensitive(true);
    Some(value)
}
