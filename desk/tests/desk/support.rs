//! Support: a desk of its own for each test, with files in memory and a clock that stands still.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::Response;
use redress_desk::cases::Event;
use redress_desk::clock::Clock;
use redress_desk::desk::Desk;
use redress_desk::files::Files;
use redress_desk::inbox::session::Key;
use redress_desk::lookup::Orders;
use redress_desk::outbox::Outbox;
use redress_desk::policy::Policy;
use redress_desk::rate::{Proxies, Rates};
use redress_desk::receive::in_flight::InFlight;
use redress_desk::router;
use redress_desk::shop::Shop;
use redress_desk::signing::ReceiptKeys;
use redress_desk::store::{Row, Store};
use redress_engine::complaint::Complaint;
use tempfile::TempDir;
use tower::ServiceExt;
use uuid::Uuid;

use crate::multipart::{BOUNDARY, Form};
use crate::samples::bytes;

/// The demo shop's config.
pub const CONFIG: &str = r#"{ "shop": { "name": "Tern & Tide", "country": "DE", "answerWithin": { "workingDays": 1 } },
    "endpoint": { "url": "/api/complaints" }, "locales": ["en", "de"] }"#;
/// What opens the inbox.
pub const TOKEN: &str = "0123456789abcdef0123456789abcdef";

/// A desk and the folder it lives in.
pub struct Bench {
    pub desk: Arc<Desk>,
    pub folder: TempDir,
}

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap()
    }

    /// Status and code of a refusal.
    pub fn refusal(&self) -> (u16, String) {
        let json = self.json();
        assert!(json["path"].is_string() && json["message"].is_string(), "{json}");
        (self.status.as_u16(), json["code"].as_str().unwrap().into())
    }

    pub fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Bench {
    /// A desk with nothing in it.
    pub async fn new() -> Bench {
        Bench::with(|_| {}).await
    }

    /// The same after a change.
    pub async fn with(change: impl FnOnce(&mut Desk)) -> Bench {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Desk {
            store: Store::sqlite(&folder.path().join("redress.db")).await.unwrap(),
            files: Files::in_memory(),
            shop: Shop::parse(CONFIG).unwrap(),
            policy: Policy::default(),
            orders: Orders::default(),
            in_flight: InFlight::default(),
            // The tests of limits set their own.
            rates: Rates::new(&["off".parse().unwrap()]),
            proxies: Proxies::default(),
            inbox: Key::of(TOKEN),
            receipt_keys: ReceiptKeys::random(),
            outbox: Outbox::default(),
            // Saturday evening in Berlin.
            clock: Clock::Fixed("2026-11-21T19:41:07Z".parse().unwrap()),
            widget: None,
            public_url: "https://help.ternandtide.example".into(),
            allow_origin: Vec::new(),
            lock: None,
        };
        change(&mut desk);
        desk.begin().await.unwrap();
        Bench { desk: Arc::new(desk), folder }
    }

    /// Sends any request.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        read(router(self.desk.clone()).oneshot(request).await.unwrap()).await
    }

    /// Gets a page, with these headers.
    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Posts a multipart body under a key.
    pub async fn post(&self, key: &str, body: impl Into<Body>) -> Answer {
        self.send(multipart(key, body)).await
    }

    /// Gets a page of the inbox as someone who has logged in.
    pub async fn inbox(&self, path: &str) -> Answer {
        let cookie = self.desk.inbox.cookie(self.desk.clock.now(), "Jana", false);
        self.get(path, &[("cookie", cookie.split(';').next().unwrap())]).await
    }

    /// Sends a form, with these headers.
    pub async fn form(&self, path: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Answer {
        let plain = |byte: u8| byte.is_ascii_alphanumeric();
        let encode = |text: &str| -> String {
            text.bytes()
                .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
                .collect()
        };
        let body: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        let mut request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body.join("&"))).unwrap()).await
    }

    /// Does something with a case as an agent who has logged in and sees all that has happened.
    pub async fn act(&self, id: &str, fields: &[(&str, &str)]) -> Answer {
        let seen = self.events(id).await.len().to_string();
        let mut fields = fields.to_vec();
        for (name, value) in [("seen", seen.as_str()), ("agent", "Jana")] {
            if !fields.iter().any(|(given, _)| *given == name) {
                fields.push((name, value));
            }
        }
        let cookie = self.desk.inbox.cookie(self.desk.clock.now(), "Jana", false);
        let headers = [("cookie", cookie.split(';').next().unwrap()), ("sec-fetch-site", "same-origin")];
        self.form(&format!("/inbox/complaints/{id}/events"), &fields, &headers).await
    }

    /// The address of a shopper's page.
    pub async fn case(&self, id: &str) -> String {
        format!("/cases/{}", self.row(id).await.case.token)
    }

    /// A shopper's page.
    pub async fn page(&self, id: &str) -> String {
        let answer = self.get(&self.case(id).await, &[]).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.text().into()
    }

    /// What the shopper does on their page: a form of it under a new id.
    pub async fn does(&self, id: &str, what: &str, fields: &[(&str, &str)]) -> Answer {
        let form = Uuid::new_v4().to_string();
        let fields: Vec<_> = fields.iter().copied().chain([("form", form.as_str())]).collect();
        self.form(&format!("{}/{what}", self.case(id).await), &fields, &[]).await
    }

    /// What the shopper adds on their page, as a browser sends it.
    pub async fn adds(&self, id: &str, form: &str, text: &str, files: &[(&str, &[u8])]) -> Answer {
        let mut body = Form::default().part("name=\"form\"", "text/plain", form.as_bytes());
        body = body.part("name=\"text\"", "text/plain", text.as_bytes());
        for (mime, bytes) in files {
            body = body.part("name=\"photos\"; filename=\"../../x.php\"", mime, bytes);
        }
        let mime = format!("multipart/form-data; boundary={BOUNDARY}");
        let request = Request::post(format!("{}/words", self.case(id).await)).header("content-type", mime);
        self.send(request.body(Body::from(body.bytes())).unwrap()).await
    }

    /// The history of a case.
    pub async fn events(&self, id: &str) -> Vec<Event> {
        self.desk.store.events(Uuid::parse_str(id).unwrap()).await.unwrap()
    }

    /// The same desk at another moment.
    pub async fn at(&self, moment: &str) -> Bench {
        let (store, files, shop) = (self.desk.store.clone(), self.desk.files.clone(), self.desk.shop.clone());
        let keys = self.desk.policy.keys.clone();
        Bench::with(|desk| {
            (desk.store, desk.files, desk.shop, desk.policy.keys) = (store, files, shop, keys);
            desk.clock = Clock::Fixed(moment.parse().unwrap());
        })
        .await
    }

    /// Sends a complaint without files under its own id; it is stored whatever is wrong with its token.
    pub async fn take(&self, complaint: &Complaint) -> Answer {
        let answer = self.post(&complaint.id, Form::of(&bytes(complaint)).bytes()).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer
    }

    /// What is stored of a complaint.
    pub async fn row(&self, id: &str) -> Row {
        self.desk.store.complaint(Uuid::parse_str(id).unwrap()).await.unwrap().unwrap()
    }

    /// How many complaints and files there are.
    pub async fn kept(&self) -> (usize, usize) {
        (self.desk.store.count().await.unwrap(), self.desk.files.keys().await.unwrap().len())
    }
}

/// Seconds from confirming to arriving.
pub fn gap(row: &Row) -> i64 {
    let complaint = Complaint::from_json(&serde_json::from_str(&row.body).unwrap()).0.unwrap();
    redress_desk::judge::gap(&complaint, &row.received_at).as_secs()
}

/// A complaint's request.
pub fn multipart(key: &str, body: impl Into<Body>) -> Request<Body> {
    let mime = format!("multipart/form-data; boundary={BOUNDARY}");
    Request::post("/api/complaints")
        .header("content-type", mime)
        .header("idempotency-key", key)
        .body(body.into())
        .unwrap()
}

/// Reads an answer.
pub async fn read(response: Response) -> Answer {
    let (parts, body) = response.into_parts();
    Answer { status: parts.status, headers: parts.headers, bytes: to_bytes(body, usize::MAX).await.unwrap().to_vec() }
}

/// Writes a file and the folders above it.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}
