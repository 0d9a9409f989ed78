//! Rules on where complaints go: addresses, and whether a format, its parts and what counts as taken go together.

use crate::check::private::{self, is_secret_name};
use crate::check::{Checker, below, codes, placeholders};
use crate::config::{Ack, Endpoint, Files, FlowKind, Format, IdempotencyKey, StepKind};
use crate::delivery::is_header_name;
use crate::json::Json;

/// What a photo comes to on average, in kB (docs/wire-format.md).
const PHOTO: i64 = 500;
/// What services take in one post, in kB: the least of those that have a preset (Make; help.make.com, Webhooks).
const POST: i64 = 5_000;

pub fn check(checker: &mut Checker) {
    lookup(checker);
    let endpoint = checker.config.endpoint();
    preset(checker, &endpoint);
    if !endpoint.url.trim().is_empty() {
        address(checker, &endpoint.url, "/endpoint/url");
    } else if !checker.is_flawed("/endpoint") {
        let fix = "Add \"endpoint\": { \"url\": \"/api/complaints\" } with the address that takes complaints.";
        checker.add(&codes::NO_ENDPOINT, "/endpoint/url", "complaints have nowhere to go", fix);
    }
    let timeout = endpoint.timeout_seconds;
    if let Some(seconds) = timeout.filter(|seconds| *seconds < 1 && checker.is_mine("/endpoint/timeoutSeconds")) {
        let message = format!("after {seconds} seconds every attempt would be given up at once");
        checker.add(
            &codes::ENDPOINT_TIMEOUT,
            "/endpoint/timeoutSeconds",
            message,
            "Write 1 or more; 60 is the default.",
        );
    }
    unconfirmed(checker);
    together(checker, &endpoint);
    headers(checker, &endpoint);
    receipt(checker, &endpoint);
    files(checker, &endpoint);
    placeholders::check(checker, &endpoint);
}

/// A preset by its name, and a service without its preset.
fn preset(checker: &mut Checker, endpoint: &Endpoint) {
    let path = "/endpoint/preset";
    let all = Json::parse(crate::config::ENDPOINT_PRESETS).unwrap_or_default();
    let known: Vec<&str> = all.as_map().into_iter().flat_map(|map| map.iter().map(|(name, _)| name)).collect();
    match &endpoint.preset {
        Some(name) if checker.is_mine(path) && !known.contains(&name.as_str()) => {
            let fix = checker.meant(name, known.iter().copied(), format!("Use one of: {}.", known.join(", ")));
            checker.add(&codes::ENDPOINT_PRESET, path, format!("there is no preset \"{name}\" for an endpoint"), fix);
        }
        None if checker.is_mine("/endpoint/url") => {
            let host = private::host(&endpoint.url);
            let services = [("hooks.zapier.com", "zapier"), (".make.com", "make"), (".zendesk.com", "zendesk")];
            let is_its = |known: &str| host == known || known.starts_with('.') && host.ends_with(known);
            if let Some((_, name)) = services.iter().find(|(known, _)| is_its(known)) {
                let message = format!("{host} does not take a complaint as it is posted without its preset");
                let fix = format!("Add \"preset\": \"{name}\".");
                checker.add(&codes::ENDPOINT_SERVICE, "/endpoint/url", message, fix);
            }
        }
        _ => {}
    }
}

/// Where guests' orders are asked for. What stands in the address goes out as it stands: nothing is put in.
fn lookup(checker: &mut Checker) {
    let (path, url) = ("/lookup/url", checker.config.lookup.url.clone());
    if !checker.is_mine("/lookup") || checker.is_flawed("/lookup") {
        return;
    }
    if url.trim().is_empty() {
        let fix = "Write the address that takes {\"order\", \"email\"}, or take \"lookup\" out.";
        return checker.add(&codes::LOOKUP_URL, path, "nobody can be asked for an order", fix);
    }
    address(checker, &url, path);
    if url.contains('{') {
        let fix = "Take the braces out: order and e-mail address are posted as JSON.";
        checker.add(&codes::LOOKUP_URL, path, format!("\"{url}\" has a placeholder, and nothing is put in"), fix);
    }
}

/// An address that something is sent to.
fn address(checker: &mut Checker, url: &str, path: &str) {
    let url = url.trim();
    if !checker.is_mine(path) {
        return;
    }
    if let Some((message, fix)) = not_an_address(url) {
        checker.add(&codes::ENDPOINT_URL, path, message, fix);
    } else if !is_safe(url) {
        let message = format!("\"{url}\" is neither https nor a path on the page's own server");
        checker.add(&codes::ENDPOINT_INSECURE, path, message, "Write https://… or a path such as /api/complaints.");
    }
    let query = url.split_once('?').map(|(_, query)| query).unwrap_or_default();
    for (key, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        if (is_secret_name(key) || matches!(key, "sig" | "signature" | "code" | "key"))
            && !value.is_empty()
            && !value.contains('{')
        {
            let message = format!("\"{key}\" in the address looks like a secret, and everybody can read this file");
            checker.add(&codes::PRIVATE_SECRET, path, message, TO_A_RELAY);
        }
    }
}

const TO_A_RELAY: &str =
    "Withdraw it where it was issued, post to the desk, and let its relay hold the new one (docs/relays.md).";

/// Whether a withdrawal can be declared to an endpoint that says nothing of its receipt.
fn unconfirmed(checker: &mut Checker) {
    let path = "/endpoint/ack";
    let ack = checker.config.endpoint().ack;
    let withdraws = checker.config.flows.iter().find(|(_, flow)| flow.kind == FlowKind::Withdrawal);
    let flow = withdraws.map(|(id, _)| id.to_string());
    let place = checker.first_mine([path.into(), "/endpoint/preset".into()]);
    let (Some(flow), Some(place)) = (flow, place) else { return };
    match ack {
        Ack::Receipt => {}
        Ack::Status => {
            let message =
                format!("no receipt is asked for, and the law wants one for what the flow \"{flow}\" declares");
            let fix = "Answer with a receipt and set \"ack\": \"receipt\", or send every shopper an e-mail that confirms the withdrawal.";
            checker.add(&codes::ENDPOINT_UNCONFIRMED, place, message, fix);
        }
        Ack::None => {
            let message = format!("nobody would know whether what the flow \"{flow}\" declares has arrived");
            let fix = "Let the endpoint answer with Access-Control-Allow-Origin, and take \"ack\": \"none\" out.";
            checker.add(&codes::ENDPOINT_BLIND, place, message, fix);
        }
    }
}

/// Parts that a format needs, and parts that it does not look at.
fn together(checker: &mut Checker, endpoint: &Endpoint) {
    let format = endpoint.format.as_str();
    let mut unused = |is_used: bool, key: &str, needs: &str| {
        let path = format!("/endpoint/{key}");
        if !is_used && checker.is_mine(&path) {
            let message = format!("\"{key}\" is not looked at without {needs}");
            checker.add(&codes::ENDPOINT_FORMAT, path, message, format!("Take it out, or set {needs}."));
        }
    };
    let in_parts = matches!(endpoint.format, Format::Multipart | Format::Form) && endpoint.attachments == Files::Inline;
    unused(endpoint.format == Format::Template, "template", "\"format\": \"template\"");
    unused(endpoint.format == Format::Form, "fields", "\"format\": \"form\"");
    unused(endpoint.attachments == Files::Upload, "upload", "\"attachments\": \"upload\"");
    unused(in_parts, "attachmentField", "attachments inline in \"multipart\" or \"form\"");
    unused(endpoint.ack != Ack::None, "receipt", "an \"ack\" whose answer is read");
    if endpoint.format == Format::Template
        && endpoint.template.is_none()
        && let Some(place) = checker.first_mine(["/endpoint/format".into(), "/endpoint".into()])
    {
        let message = "the format is \"template\" and there is none";
        let fix = "Add \"template\": { … } with the JSON that is to be posted.";
        checker.add(&codes::ENDPOINT_FORMAT, place, message, fix);
    }
    let lacks = endpoint.upload.as_ref().is_none_or(|upload| upload.url.trim().is_empty());
    if endpoint.attachments == Files::Upload && lacks {
        if let Some(place) =
            checker.first_mine(["/endpoint/upload".into(), "/endpoint/attachments".into(), "/endpoint".into()])
        {
            let message = "attachments are uploaded first, and nothing says where";
            checker.add(&codes::ENDPOINT_FORMAT, place, message, "Add \"upload\": { \"url\": \"/api/uploads\" }.");
        }
    } else if let Some(upload) = &endpoint.upload {
        address(checker, &upload.url, "/endpoint/upload/url");
    }
    let key = "/endpoint/idempotencyKey";
    let wants_key = endpoint.idempotency_key == Some(IdempotencyKey::Header) && checker.is_mine(key);
    if wants_key && (endpoint.ack == Ack::None || matches!(endpoint.format, Format::Text)) {
        let message = match endpoint.ack {
            Ack::None => "without CORS (\"ack\": \"none\") a browser sends no such header".to_string(),
            _ => format!("with it the format \"{format}\" needs a preflight, which is what it is there to avoid"),
        };
        checker.add(&codes::ENDPOINT_FORMAT, key, message, "Take it out; the id stands in the complaint.");
    }
}

/// Headers that a page may not set (Fetch, "forbidden request-header"), beside those that begin with `proxy-` or `sec-`.
#[rustfmt::skip]
const FORBIDDEN: &[&str] = &[
    "accept-charset", "accept-encoding", "access-control-request-headers", "access-control-request-method",
    "access-control-request-private-network", "connection", "content-length", "cookie", "cookie2", "date", "dnt", "expect", "host",
    "keep-alive", "origin", "referer", "set-cookie", "te", "trailer", "transfer-encoding", "upgrade", "via", "x-http-method",
    "x-http-method-override", "x-method-override",
];

fn headers(checker: &mut Checker, endpoint: &Endpoint) {
    for (name, value) in endpoint.headers.iter() {
        let path = below("/endpoint/headers", name);
        if !checker.is_mine(&path) {
            continue;
        }
        let lower = name.to_ascii_lowercase();
        if !matches!(lower.as_str(), "idempotency-key") && (is_secret_name(name) || lower.ends_with("-key")) {
            let message = format!("the header \"{name}\" carries a secret, and everybody can read this file");
            checker.add(&codes::PRIVATE_SECRET, path, message, TO_A_RELAY);
            continue;
        }
        let wrong = if !is_header_name(name) {
            Some("cannot be the name of a header")
        } else if value.chars().any(|c| c.is_control() || c > '\u{ff}') {
            Some("has a value with a line end, or with letters that a header cannot hold")
        } else if FORBIDDEN.contains(&lower.as_str()) || lower.starts_with("proxy-") || lower.starts_with("sec-") {
            Some("is for the browser alone: a page that sets it is not heard")
        } else if matches!(lower.as_str(), "content-type" | "idempotency-key") {
            Some("follows from \"format\" and \"idempotencyKey\"")
        } else if endpoint.ack == Ack::None {
            Some("is not sent without CORS (\"ack\": \"none\")")
        } else {
            None
        };
        if let Some(wrong) = wrong {
            checker.add(&codes::ENDPOINT_HEADER, path, format!("\"{name}\" {wrong}"), "Take it out.");
        }
    }
}

fn receipt(checker: &mut Checker, endpoint: &Endpoint) {
    let map = &endpoint.receipt;
    let upload = endpoint.upload.as_ref().and_then(|upload| upload.result.clone());
    let pointers = [
        ("/endpoint/receipt/reference", map.reference.clone()),
        ("/endpoint/receipt/statusUrl", map.status_url.clone()),
        ("/endpoint/receipt/receivedAt", map.received_at.clone()),
        ("/endpoint/upload/result", upload),
    ];
    for (path, pointer) in pointers {
        let Some(pointer) = pointer.filter(|_| checker.is_mine(path)) else { continue };
        let escapes = pointer.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
        if !pointer.starts_with('/') || !escapes {
            let meant = ["/", &pointer.trim_start_matches(['$', '.', '/']).replace('.', "/")].concat();
            let message = format!("\"{pointer}\" is not a JSON Pointer (RFC 6901)");
            checker.add(&codes::ENDPOINT_POINTER, path, message, format!("Did you mean \"{meant}\"?"));
        }
    }
}

/// Whether the pictures that shoppers are asked for arrive.
fn files(checker: &mut Checker, endpoint: &Endpoint) {
    let config = &checker.config;
    let mut most = 0;
    for (_, flow) in config.flows.iter() {
        let steps = flow.steps.iter().flat_map(|entry| &entry.0).filter_map(|id| config.steps.get(id));
        let photos = steps.filter(|step| step.kind == StepKind::Photos);
        most = most.max(photos.map(|step| step.max_files.unwrap_or(6).max(0)).sum());
    }
    let places = ["attachments", "template", "format", "preset"].map(|key| format!("/endpoint/{key}"));
    let is_missing = endpoint.format == Format::Template && endpoint.template.is_none();
    let Some(place) = checker.first_mine(places).filter(|_| most > 0 && !is_missing) else { return };
    let in_template = |names: &[&str]| {
        let text = endpoint.template.as_ref().map(Json::to_text).unwrap_or_default();
        names.iter().any(|name| text.contains(&["{", name].concat()))
    };
    let is_template = endpoint.format == Format::Template;
    let goes = match endpoint.attachments {
        Files::Omit => false,
        Files::Inline => !is_template || in_template(&["complaint}", "attachments}"]),
        Files::Upload => !is_template || in_template(&["complaint}", "attachments", "uploads"]),
    };
    if !goes {
        let fix = match (endpoint.attachments, is_template) {
            (Files::Omit, _) => "Set \"attachments\": \"upload\" with an address, or take the photos out of the flows.",
            _ => "Name \"{attachments}\" in the template, or take the photos out of the flows.",
        };
        checker.add(&codes::ENDPOINT_FILES, place, "shoppers are asked for photos, and these do not go along", fix);
    } else if endpoint.attachments == Files::Inline
        && !matches!(endpoint.format, Format::Multipart | Format::Form)
        && most.saturating_mul(PHOTO * 4 / 3) > POST
    {
        let message = format!("{most} photos in base64 come to more than many services take (5 MB)");
        let fix = "Set \"attachments\": \"upload\", use \"multipart\" or \"form\", or ask for fewer photos (maxFiles).";
        checker.add(&codes::ENDPOINT_FILES, place, message, fix);
    }
}

/// Ends of file names that are no top-level domain, for `complaints.php`.
const FILES: &[&str] = &["php", "html", "htm", "json", "cgi", "asp", "aspx", "jsp", "js", "py", "rb", "pl", "do"];

/// What is wrong with something that no browser takes for the address it was meant to be, and what to do.
fn not_an_address(url: &str) -> Option<(String, String)> {
    if url.contains(char::is_whitespace) {
        return Some((format!("\"{url}\" has spaces in it"), "Take the spaces out, or write them as %20.".into()));
    }
    let lower = url.to_ascii_lowercase();
    if lower.strip_prefix("https://").is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#', ':'])) {
        return Some((format!("\"{url}\" names no server"), "Write https:// and the server's name.".into()));
    }
    let host = url.split(['/', '?', '#']).next().unwrap_or_default();
    let (name, end) = host.rsplit_once('.')?;
    let is_name = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'));
    let is_host = !name.is_empty()
        && !name.starts_with('.')
        && is_name(name)
        && end.len() >= 2
        && end.bytes().all(|byte| byte.is_ascii_alphabetic())
        && !FILES.contains(&end.to_ascii_lowercase().as_str());
    is_host.then(|| {
        let message = format!("\"{url}\" is a path on the page's own server, and looks like another server's name");
        (message, format!("Write https://{url}, or ./{url} if the path is meant."))
    })
}

/// https, the page's own server, or http to this very machine.
fn is_safe(url: &str) -> bool {
    if url.starts_with("//") || url.starts_with('\\') {
        return false;
    }
    let Some((scheme, rest)) = url.split_once(':').filter(|(scheme, _)| !scheme.contains(['/', '?', '#'])) else {
        return true;
    };
    let host = rest.trim_start_matches('/').split(['/', '?', '#']).next().unwrap_or_default();
    let name = if host.starts_with('[') {
        host.split(']').next().unwrap_or_default()
    } else {
        host.split(':').next().unwrap_or_default()
    };
    match scheme.to_ascii_lowercase().as_str() {
        "https" => rest.starts_with("//") && !host.is_empty(),
        "http" => {
            rest.starts_with("//")
                && (matches!(name, "localhost" | "127.0.0.1" | "[::1") || name.ends_with(".localhost"))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_https_or_our_own_server_or_this_machine() {
        for url in [
            "https://a.example/c",
            "/c",
            "c",
            "./c?x=a:b",
            "http://localhost:8080/c",
            "http://127.0.0.1",
            "http://[::1]:1/c",
            "HTTPS://a.example",
        ] {
            assert!(is_safe(url), "{url}");
        }
        for url in [
            "http://a.example/c",
            "//a.example/c",
            "ftp://a.example",
            "mailto:a@b.example",
            "https:/a",
            "https://",
            "http://localhost.evil.example",
            "javascript:alert(1)",
        ] {
            assert!(!is_safe(url), "{url}");
        }
    }

    #[test]
    fn a_server_without_a_scheme_is_recognised_and_a_file_is_not_taken_for_one() {
        for url in ["shop.example/c", "api.shop.example", "https:///c", "https://", "/our complaints"] {
            assert!(not_an_address(url).is_some(), "{url}");
        }
        for url in
            ["/c", "c", "./shop.example/c", "complaints.php?x=1", "api.v2/c", "../c.d/e", "https://a.example/c.d"]
        {
            assert_eq!(not_an_address(url), None, "{url}");
        }
    }
}
