//! Vendors: servers that take and refuse what the targets of relays do, written from their public documentation and not from our code.

pub mod freshdesk;
pub mod gorgias;
pub mod slack;
pub mod woocommerce;
pub mod zendesk;

use std::collections::{HashMap, VecDeque};
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::stream;
use redress_desk::relay::settings::relays;
use reqwest::Url;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::support::Bench;

/// A request as it came.
pub struct Came {
    /// `POST /api/tickets`, without the query.
    pub what: String,
    pub query: HashMap<String, String>,
    pub headers: HeaderMap,
    pub body: Bytes,
    /// The parts of a multipart body.
    pub parts: Vec<Part>,
}

pub struct Part {
    pub name: String,
    pub file: Option<String>,
    pub mime: Option<String>,
    pub bytes: Bytes,
}

/// Status and body.
pub type Reply = (u16, Value);

/// What a server has, and what it is going to do.
#[derive(Default)]
pub struct Shelf {
    pub came: Vec<Came>,
    /// Tickets, notes, messages: `{subject?, text, files, …}`.
    pub made: Vec<Value>,
    /// Files that were uploaded, under a token or an address.
    pub uploads: HashMap<String, String>,
    /// Idempotency keys and the bodies they came with.
    pub keys: HashMap<String, Bytes>,
    /// How many searches find nothing yet.
    pub slow: usize,
    tempers: VecDeque<(&'static str, Temper)>,
}

/// What a server does instead of what it should.
pub enum Temper {
    /// Answers without doing anything: status, `Retry-After`, body.
    Answers(u16, Option<&'static str>, &'static str),
    /// Does it, and breaks the connection before its answer is complete.
    BreaksAfter,
}

/// The documented behaviour.
pub type Rules = fn(&mut Shelf, &Came) -> Reply;

/// A server that runs.
pub struct Vendor {
    shelf: Arc<Mutex<Shelf>>,
    pub address: SocketAddr,
}

impl Vendor {
    pub async fn start(rules: Rules) -> Vendor {
        let shelf = Arc::<Mutex<Shelf>>::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().fallback(answer).with_state((shelf.clone(), rules));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Vendor { shelf, address }
    }

    pub fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap()
    }

    /// What it does at the next request that begins so: `POST /api/tickets`.
    pub fn will(&self, at: &'static str, temper: Temper) {
        self.shelf().tempers.push_back((at, temper));
    }

    /// A desk with this relay; `{url}` in its settings is this server.
    pub async fn bench(&self, settings: &str) -> Bench {
        let text = settings.replace("{url}", &format!("http://{}", self.address));
        let hook = format!("http://{}/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX", self.address);
        let found = relays(&text, &|name| secret(name, &hook)).unwrap();
        Bench::with(|desk| desk.outbox.relays = found).await
    }
}

/// The environment.
pub fn secret(name: &str, hook: &str) -> Option<String> {
    let value = match name {
        "REDRESS_ZENDESK_TOKEN" => "z-token",
        "REDRESS_FRESHDESK_KEY" => "f-key",
        "REDRESS_GORGIAS_KEY" => "g-key",
        "REDRESS_WOOCOMMERCE_KEY" => "ck_key",
        "REDRESS_WOOCOMMERCE_SECRET" => "cs_secret",
        "REDRESS_SLACK_URL" => hook,
        _ => return None,
    };
    Some(value.into())
}

async fn answer(State((shelf, rules)): State<(Arc<Mutex<Shelf>>, Rules)>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let url = Url::parse(&format!("http://vendor{}", parts.uri)).unwrap();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let came = Came {
        what: format!("{} {}", parts.method, url.path()),
        query: url.query_pairs().into_owned().collect(),
        parts: multipart(&parts.headers, body.clone()).await,
        headers: parts.headers,
        body,
    };
    let mut shelf = shelf.lock().unwrap();
    let due = shelf.tempers.front().is_some_and(|(at, _)| came.what.starts_with(at));
    let temper = if due { shelf.tempers.pop_front().map(|(_, temper)| temper) } else { None };
    let response = match temper {
        Some(Temper::Answers(status, wait, body)) => {
            let response = Response::builder().status(status);
            let response = wait.into_iter().fold(response, |response, wait| response.header(header::RETRY_AFTER, wait));
            response.body(body.into())
        }
        Some(Temper::BreaksAfter) => {
            rules(&mut shelf, &came);
            let broken = stream::iter([Ok(Bytes::from_static(b"{")), Err(io::Error::other("broken"))]);
            Response::builder().status(201).body(Body::from_stream(broken))
        }
        None => {
            let (status, body) = rules(&mut shelf, &came);
            // Slack's answers are words.
            let body = body.as_str().map_or_else(|| body.to_string(), str::to_string);
            Response::builder().status(status).body(body.into())
        }
    };
    shelf.came.push(came);
    response.unwrap()
}

async fn multipart(headers: &HeaderMap, body: Bytes) -> Vec<Part> {
    let mime = headers.get(header::CONTENT_TYPE).map_or("", |mime| mime.to_str().unwrap()).to_string();
    if !mime.starts_with("multipart/form-data;") {
        return Vec::new();
    }
    let request = Request::builder().header(header::CONTENT_TYPE, mime).body(Body::from(body)).unwrap();
    let mut parts = Vec::new();
    let mut form = Multipart::from_request(request, &()).await.unwrap();
    while let Some(field) = form.next_field().await.unwrap() {
        parts.push(Part {
            name: field.name().unwrap().into(),
            file: field.file_name().map(str::to_string),
            mime: field.content_type().map(str::to_string),
            bytes: field.bytes().await.unwrap(),
        });
    }
    parts
}

impl Came {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Whether it is signed in with HTTP Basic as this pair.
    pub fn is_from(&self, pair: &str) -> bool {
        self.header("authorization") == format!("Basic {}", STANDARD.encode(pair))
    }

    /// The JSON of a body that says it is JSON.
    pub fn json(&self) -> Option<Value> {
        let is_json = self.header("content-type").starts_with("application/json");
        is_json.then(|| serde_json::from_slice(&self.body).ok()).flatten()
    }
}

impl Part {
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }
}

/// Whether an object has no keys but these.
pub fn has_only(json: &Value, keys: &[&str]) -> bool {
    json.as_object().is_some_and(|map| map.keys().all(|key| keys.contains(&key.as_str())))
}

pub fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.')) && !text.contains(' ')
}

pub fn nothing_there() -> Reply {
    (404, json!({ "error": "not found" }))
}
