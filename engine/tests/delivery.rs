//! What is posted in each format and for each preset of docs/delivery.md, what answers mean, how files go first. `UPDATE_BODIES=1` rewrites
//! tests/receivers/bodies.json, which the tests of the receivers post.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may say what it expects")]

mod common;

use common::{KETTLE, Plain, VASE, World, answers, default_preset, json};
use proptest::prelude::*;
use redress_engine::check::{Library, Severity, check};
use redress_engine::complaint::{Attachment, Sending, complaint};
use redress_engine::config::{Credentials, Endpoint, load};
use redress_engine::delivery::{
    Answer, Body, Part, Request, Retry, Sealed, Slot, permission, receipt, request, summary, transfer, uploaded,
};
use redress_engine::json::Map;
use redress_engine::read::Write;
use redress_engine::text::Texts;
use redress_engine::{DEFAULT_PRESET_TEXT, Json};
use std::fs;
use std::path::{Path, PathBuf};

const ID: &str = "019aa8a0-0000-7000-8000-0242ac120002";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn endpoint(text: &str) -> Endpoint {
    let loaded = load(&default_preset(), &json(&format!(r#"{{"endpoint":{text}}}"#)));
    assert_eq!(loaded.problems, []);
    loaded.config.endpoint()
}

fn photo(id: &str) -> Attachment {
    let line = Some("1".into());
    Attachment {
        id: id.into(),
        line,
        name: "kettle & co.jpg".into(),
        mime: "image/jpeg".into(),
        bytes: 3,
        sha256: None,
    }
}

/// The complaint of a case and its summary, in a German shop.
fn made(page: &str, given: &str, flow: &'static str) -> (String, String) {
    let german = json(&fs::read_to_string(root().join("locales/de.json")).unwrap());
    let english = json(&fs::read_to_string(root().join("locales/en.json")).unwrap());
    let world = World { flow, ..World::new(page) };
    let texts = Texts { config: &world.config, locale: "en", messages: &english, format: &Plain };
    let shop_texts = Texts { locale: "de", messages: &german, ..texts };
    let given = answers(given);
    let case = world.case(&given);
    let sending = Sending {
        id: ID.into(),
        confirmed_at: "2026-11-21T10:00:00+01:00".into(),
        page: "https://shop.example/orders".into(),
        attachments: vec![photo("photo-1"), photo("photo-2")],
        ..Sending::default()
    };
    let made = complaint(&case, sending, &texts, &shop_texts);
    (made.to_json().to_text(), summary(&case, &made, &shop_texts))
}

fn kettle(words: &str) -> (String, String) {
    let details = Json::Text(words.into()).to_text();
    let given =
        r#"{"items":{"1":{"reason":"faulty","remedy":"repair"}},"shared":{"photos":["photo-1","photo-2"],"details":"#;
    made(KETTLE, &[given, &details, "}}"].concat(), "complaint")
}

fn sealed<'a>((complaint, summary): &'a (String, String), uploads: &'a [String]) -> Sealed<'a> {
    Sealed { id: ID, complaint, summary, uploads }
}

fn header<'r>(request: &'r Request, name: &str) -> Option<&'r str> {
    request.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// The text of a body, each file as `<n>`, and how many stand in it.
fn text(request: &Request) -> (String, usize) {
    let Body::Text(slots) = &request.body else { panic!("{request:?}") };
    let (mut out, mut files) = (String::new(), 0);
    for slot in slots {
        match slot {
            Slot::Text(text) => out.push_str(text),
            Slot::Base64(at) => {
                files += 1;
                out.push_str(&format!("<{at}>"));
            }
        }
    }
    (out, files)
}

fn posted(endpoint_text: &str, made: &(String, String), uploads: &[String]) -> Json {
    json(&text(&request(&endpoint(endpoint_text), &sealed(made, uploads))).0)
}

#[test]
fn multipart_is_the_confirmed_bytes_and_each_file_under_its_id() {
    let made = kettle("No steam");
    let request = request(&endpoint(r#"{"url":"/c"}"#), &sealed(&made, &[]));
    let file = |at, id: &str| Part::File("attachment".into(), at, id.into());
    assert_eq!(request.body, Body::Form(vec![Part::Complaint(made.0.clone()), file(0, "photo-1"), file(1, "photo-2")]));
    assert_eq!(header(&request, "Idempotency-Key"), Some(ID));
    assert_eq!(header(&request, "Content-Type"), None, "the browser writes it, with the boundary");
    assert!(!request.simple && !request.opaque && request.credentials == Credentials::SameOrigin);
}

#[test]
fn php_gets_all_files_by_a_name_of_its_own() {
    let made = kettle("No steam");
    let request = request(&endpoint(r#"{"url":"/c","attachmentField":"attachment[]"}"#), &sealed(&made, &[]));
    let Body::Form(parts) = request.body else { panic!() };
    assert_eq!(parts[2], Part::File("attachment[]".into(), 1, "photo-2".into()));
}

#[test]
fn json_holds_each_file_as_base64_beside_what_is_known_of_it() {
    let made = kettle("No steam");
    let request = request(&endpoint(r#"{"url":"/c","format":"json"}"#), &sealed(&made, &[]));
    let (body, files) = text(&request);
    let body = json(&body);
    assert_eq!(files, 2);
    assert_eq!(body.pointer("/attachments/1/content"), Some(&"<1>".into()));
    assert_eq!(body.pointer("/attachments/1/id"), Some(&"photo-2".into()));
    assert_eq!((header(&request, "Content-Type"), request.simple), (Some("application/json"), false));
}

#[test]
fn what_is_uploaded_or_left_out_is_told_in_the_complaint() {
    let made = kettle("No steam");
    let urls = ["https://files.example/a".to_string(), "https://files.example/b".to_string()];
    for format in ["json", "text", "multipart"] {
        let upload = format!(r#"{{"url":"/c","format":"{format}","attachments":"upload","upload":{{"url":"/u"}}}}"#);
        let body = match request(&endpoint(&upload), &sealed(&made, &urls)).body {
            Body::Form(parts) => {
                let [Part::Complaint(text)] = parts.as_slice() else { panic!("{parts:?}") };
                json(text)
            }
            Body::Text(_) => posted(&upload, &made, &urls),
        };
        assert_eq!(body.pointer("/attachments/1/url"), Some(&"https://files.example/b".into()), "{format}");
        let omit = format!(r#"{{"url":"/c","format":"{format}","attachments":"omit"}}"#);
        if format != "multipart" {
            assert_eq!(text(&request(&endpoint(&omit), &sealed(&made, &[]))), (made.0.clone(), 0));
        }
    }
}

#[test]
fn text_and_forms_need_no_preflight_until_a_header_of_the_merchants_makes_one() {
    let made = kettle("No steam");
    for format in ["text", "form"] {
        let of = |more: &str| {
            request(&endpoint(&format!(r#"{{"url":"/c","format":"{format}"{more}}}"#)), &sealed(&made, &[]))
        };
        assert!(of("").simple && header(&of(""), "Idempotency-Key").is_none(), "{format}");
        assert!(of(r#","headers":{"Accept-Language":"de"}"#).simple);
        assert!(!of(r#","headers":{"X-Shop":"berlin"}"#).simple);
        assert!(!of(r#","idempotencyKey":"header""#).simple);
    }
    let text = request(&endpoint(r#"{"url":"/c","format":"text"}"#), &sealed(&made, &[]));
    assert_eq!(header(&text, "Content-Type"), Some("text/plain;charset=UTF-8"));
}

#[test]
fn a_form_has_standard_fields_or_those_of_the_merchant_and_files_as_parts() {
    let made = kettle("süß & 1+1=2\nnext {id}");
    let of = |more: &str| request(&endpoint(&format!(r#"{{"url":"/c","format":"form"{more}}}"#)), &sealed(&made, &[]));
    let Body::Form(parts) = of("").body else { panic!() };
    let names: Vec<_> = parts
        .iter()
        .map(|part| match part {
            Part::Field(name, _) | Part::File(name, ..) => name.as_str(),
            Part::Complaint(_) => panic!(),
        })
        .collect();
    let expected = ["id", "flow", "order", "name", "email", "reason", "remedy", "details", "summary", "complaint"];
    assert_eq!(names, [&expected[..], &["attachment", "attachment"]].concat(), "no phone is known: no field");
    assert!(parts.contains(&Part::File("attachment".into(), 1, "kettle & co.jpg".into())), "people read the name");

    let fields = r#","attachments":"omit","fields":{"text":"{order.number}: {answer.details}","kind":"web form","phone":"{contact.phone}"}"#;
    let (body, _) = text(&of(fields));
    assert_eq!(body, "text=TT-10482%3A+s%C3%BC%C3%9F+%26+1%2B1%3D2%0D%0Anext+%7Bid%7D&kind=web+form");
}

#[test]
fn a_placeholder_by_itself_keeps_its_type_and_what_is_not_there_is_left_out() {
    let made = kettle("No steam");
    let template = r#"{"url":"/c","format":"template","attachments":"upload","upload":{"url":"/u"},"template":{
        "order":{"number":"{order.number}","shipping":"{order.shipping}","phone":"{contact.phone}"},
        "items":"{items}","first":"{items.0.title}","tags":["redress","{answer.reason}","{order.invoice.number}"],
        "title":"{order.number}: {items.0.title}{contact.phone}","who":"{contact.phone|contact.name}","files":"{uploads}",
        "literal":"{ not a name } {","yes":true,"number":7}}"#;
    let posted = posted(template, &made, &["a".into(), "b".into()]);
    let order = posted.get("order").unwrap().to_text();
    assert_eq!(order, r#"{"number":"TT-10482","shipping":0}"#);
    assert!(matches!(posted.get("items"), Some(Json::List(items)) if items.len() == 1));
    assert_eq!(posted.get("tags").unwrap().to_text(), r#"["redress","Es funktioniert nicht"]"#);
    let said = |key: &str| posted.get(key).unwrap().to_text();
    assert_eq!((said("title"), said("who")), (r#""TT-10482: Kettle""#.into(), r#""Mira Lindqvist""#.into()));
    assert_eq!((said("files"), said("literal")), (r#"["a","b"]"#.into(), r#""{ not a name } {""#.into()));
    assert_eq!((said("yes"), said("number")), ("true".into(), "7".into()));
}

#[test]
fn a_template_can_hold_the_whole_complaint_with_its_files() {
    let made = kettle("No steam");
    let template = r#"{"url":"/c","format":"template","template":{"data":"{complaint}","files":"{attachments}"}}"#;
    let (body, files) = text(&request(&endpoint(template), &sealed(&made, &[])));
    assert_eq!(files, 4);
    assert_eq!(json(&body).pointer("/data/attachments/1/content"), Some(&"<1>".into()));
    assert_eq!(json(&body).pointer("/files/0/content"), Some(&"<0>".into()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn nothing_that_a_shopper_writes_becomes_a_part_of_the_body(words in "[\\PC\u{0}\"\\\\{}<>0-9\n]{0,40}|[\u{0}<>0\"]{0,8}") {
        let made = kettle(&words);
        for format in [
            r#"{"url":"/c","format":"json"}"#,
            r#"{"url":"/c","format":"template","template":{"t":"{answer.details} {summary}","c":"{complaint}"}}"#,
        ] {
            let (body, files) = text(&request(&endpoint(format), &sealed(&made, &[])));
            prop_assert_eq!(files, 2);
            prop_assert!(Json::parse(&body).is_ok());
            prop_assert_eq!(text(&request(&endpoint(format), &sealed(&made, &[]))).0, body, "the same on every attempt");
        }
    }
}

#[test]
fn who_writes_what_marks_the_place_of_a_file_is_not_taken_at_their_word() {
    for words in ["\u{0}<1>", "\u{0}<2>", "a\"\u{0}<1>", "\u{0}<1", "\"content\":\"\u{0}<1>\""] {
        let made = kettle(words);
        for (files, more) in [(2, ""), (0, r#","attachments":"upload","upload":{"url":"/u"}"#)] {
            let format = format!(r#"{{"url":"/c","format":"json"{more}}}"#);
            let (body, found) = text(&request(&endpoint(&format), &sealed(&made, &[])));
            assert_eq!(
                (found, json(&body).pointer("/answers/shared/details")),
                (files, Some(&words.into())),
                "{words:?}"
            );
        }
    }
}

#[test]
fn without_cors_only_plain_types_leave_and_no_header_that_needs_permission() {
    let made = kettle("No steam");
    let request = request(&endpoint(r#"{"url":"/c","format":"json","ack":"none"}"#), &sealed(&made, &[]));
    assert!(request.opaque && request.simple && header(&request, "Idempotency-Key").is_none());
    assert_eq!(header(&request, "Content-Type"), Some("text/plain;charset=UTF-8"));
}

#[test]
fn headers_that_would_make_a_browser_throw_are_left_out() {
    let made = kettle("No steam");
    let headers = r#"{"url":"/c","headers":{"X Y":"a","X-Line":"a\nb","":"c","X-Shop":"berlin","content-type":"text/csv","ACCEPT":"text/json"}}"#;
    let request = request(&endpoint(headers), &sealed(&made, &[]));
    let names: Vec<_> = request.headers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["X-Shop", "ACCEPT", "Idempotency-Key"]);
}

#[test]
fn a_summary_is_for_the_shops_people_in_their_language() {
    let (_, words) = made(
        VASE,
        r#"{"chosen":[{"line":"1","quantity":1},{"line":"2","quantity":2}],
            "items":{"1":{"reason":"damaged","remedy":"replacement"},"2":{"reason":"faulty","remedy":"other"}},
            "shared":{"photos":["photo-1","photo-2"],"details":"Broken, both.\nSadly."}}"#,
        "complaint",
    );
    assert_eq!(
        words,
        "Problem melden\nBestellung: TT-10531\n\nVase\nProblem: Es kam beschädigt an\nSie möchten: Ersatzlieferung\n\n\
         Candles, <2> Stück\nProblem: Es funktioniert nicht\nSie möchten: Etwas anderes\n\n\
         Fotos: <2> Fotos\nIhre Worte: Broken, both.\nSadly.\nE-Mail: mira@example.org"
    );
    let (_, withdrawal) = made(VASE, r#"{"chosen":[{"line":"1","quantity":1}]}"#, "withdrawal");
    assert!(withdrawal.starts_with("Widerrufserklärung\n"), "{withdrawal}");
}

#[test]
fn answers_mean_a_receipt_another_attempt_or_the_end() {
    let usual = endpoint(r#"{"url":"/c"}"#);
    let code = |answer| receipt(&usual, ID, answer).map_err(|failure| (failure.code, failure.retry)).unwrap_err();
    for (status, retry) in [
        (408, Retry::Later),
        (409, Retry::Later),
        (425, Retry::Later),
        (429, Retry::Later),
        (500, Retry::Later),
        (503, Retry::Later),
        (404, Retry::Elsewhere),
        (410, Retry::Elsewhere),
        (400, Retry::Never),
        (403, Retry::Never),
        (413, Retry::Never),
        (422, Retry::Never),
    ] {
        assert_eq!(code(Answer::Came(status, "")), (format!("delivery.status-{status}"), retry));
    }
    assert_eq!(code(Answer::Nothing), ("delivery.network".into(), Retry::Later));
    assert_eq!(code(Answer::Opaque), ("delivery.network".into(), Retry::Later));
    for body in ["", "{}", "<html>", r#"{"reference":""}"#, r#"{"reference":"R-1","id":"another"}"#] {
        assert_eq!(code(Answer::Came(200, body)), ("delivery.no-receipt".into(), Retry::Later), "{body}");
    }
    let refused = receipt(&usual, ID, Answer::Came(422, r#"{"code":"complaint.order","message":"no such order"}"#));
    let refused = refused.unwrap_err();
    assert_eq!(
        (refused.key, refused.code.as_str(), refused.detail.as_str()),
        ("failed.rejected", "complaint.order", "no such order")
    );
    assert_eq!(receipt(&usual, ID, Answer::Came(201, r#"{"reference":"R-1"}"#)).unwrap().reference, "R-1");
}

#[test]
fn a_receipt_of_another_shape_is_found_by_pointers_and_keys_called_like_ours_mean_nothing() {
    let mapped = endpoint(r#"{"url":"/c","receipt":{"reference":"/ticket/id","statusUrl":"/ticket/links/0"}}"#);
    let body = r#"{"id":33,"status":"new","reference":"no","receivedAt":"2026-11-21T10:00:00Z","ticket":{"id":4711,"links":["https://s.example/4711"]}}"#;
    let receipt_of = |body| receipt(&mapped, ID, Answer::Came(201, body));
    let found = receipt_of(body).unwrap();
    assert_eq!((found.reference.as_str(), found.status_url.as_deref()), ("4711", Some("https://s.example/4711")));
    assert_eq!((found.received_at.as_str(), found.id.as_str()), ("2026-11-21T10:00:00Z", ""));
    assert_eq!(receipt_of(r#"{"reference":"R-1"}"#).unwrap_err().code, "delivery.no-receipt");
}

#[test]
fn an_endpoint_that_confirms_nothing_has_a_number_made_of_the_id() {
    for (ack, answer) in [("status", Answer::Came(204, "")), ("none", Answer::Opaque)] {
        let found = receipt(&endpoint(&format!(r#"{{"url":"/c","ack":"{ack}"}}"#)), ID, answer).unwrap();
        assert_eq!((found.reference.as_str(), found.received_at.as_str()), ("0242AC120002", ""));
    }
    let none = endpoint(r#"{"url":"/c","ack":"none"}"#);
    assert_eq!(receipt(&none, ID, Answer::Nothing).unwrap_err().retry, Retry::Later, "it has not left");
}

#[test]
fn files_go_to_an_address_and_are_called_what_the_answer_says() {
    let endpoint = endpoint(
        r#"{"url":"/c","attachments":"upload","upload":{"url":"/u/{complaint}/{id}?n={name}","result":"/upload/token"}}"#,
    );
    let upload = endpoint.upload.clone().unwrap();
    let file = photo("photo-1");
    assert_eq!(permission(&upload, ID, &file), None);
    let sent = transfer(&endpoint, &upload, ID, &file, Answer::Nothing).unwrap();
    assert_eq!(
        (sent.method, sent.url.as_str()),
        ("POST", "/u/019aa8a0-0000-7000-8000-0242ac120002/photo-1?n=kettle%20%26%20co.jpg")
    );
    assert_eq!(sent.headers, [("Content-Type".to_string(), "image/jpeg".to_string())]);
    assert_eq!(uploaded(&upload, &sent, Answer::Came(201, r#"{"upload":{"token":"abc"}}"#)), Ok("abc".into()));
    let failed = |answer| uploaded(&upload, &sent, answer).unwrap_err().retry;
    assert_eq!(failed(Answer::Came(200, "{}")), Retry::Later);
    assert_eq!(failed(Answer::Nothing), Retry::Later);
    assert_eq!(failed(Answer::Came(413, "")), Retry::Never);
}

#[test]
fn where_no_answer_names_a_file_its_address_does() {
    let endpoint =
        endpoint(r#"{"url":"/c","attachments":"upload","upload":{"way":"put","url":"https://f.example/{id}?k=1"}}"#);
    let upload = endpoint.upload.clone().unwrap();
    let sent = transfer(&endpoint, &upload, ID, &photo("photo-1"), Answer::Nothing).unwrap();
    assert_eq!(
        (sent.method, uploaded(&upload, &sent, Answer::Came(200, ""))),
        ("PUT", Ok("https://f.example/photo-1".into()))
    );
}

#[test]
fn a_pre_signed_address_is_asked_for_used_without_cookies_and_asked_for_anew_when_it_is_too_old() {
    let endpoint = endpoint(
        r#"{"url":"/c","credentials":"include","attachments":"upload","upload":{"way":"presigned","url":"/api/uploads"}}"#,
    );
    let upload = endpoint.upload.clone().unwrap();
    let file = photo("photo-1");
    let asked = permission(&upload, ID, &file).unwrap();
    assert_eq!(asked.url, "/api/uploads");
    assert_eq!(
        asked.body,
        r#"{"complaint":"019aa8a0-0000-7000-8000-0242ac120002","id":"photo-1","line":"1","name":"kettle & co.jpg","type":"image/jpeg","bytes":3}"#
    );
    let granted = |body| transfer(&endpoint, &upload, ID, &file, Answer::Came(200, body));
    let sent =
        granted(r#"{"url":"https://bucket.example/k?X-Amz-Signature=s","headers":{"x-amz-acl":"private"}}"#).unwrap();
    assert_eq!((sent.method, sent.credentials), ("PUT", Credentials::Omit));
    let header = |name: &str, value: &str| (name.to_string(), value.to_string());
    assert_eq!(sent.headers, [header("x-amz-acl", "private"), header("Content-Type", "image/jpeg")]);
    assert_eq!(uploaded(&upload, &sent, Answer::Came(200, "")), Ok("https://bucket.example/k".into()));
    let expired = uploaded(&upload, &sent, Answer::Came(403, "<Error/>")).unwrap_err();
    assert_eq!((expired.retry, expired.code.as_str()), (Retry::Later, "delivery.status-403"));
    let named = granted(
        r#"{"url":"https://b.example/k?s=1","publicUrl":"https://cdn.example/k","headers":{"content-type":"image/jpeg"}}"#,
    );
    let named = named.unwrap();
    assert_eq!(
        (named.headers.len(), uploaded(&upload, &named, Answer::Came(204, ""))),
        (1, Ok("https://cdn.example/k".into()))
    );
    for body in [r#"{"url":"http://bucket.example/k"}"#, r#"{"url":"//bucket.example/k"}"#, "{}", "oops"] {
        assert_eq!(granted(body).unwrap_err().retry, Retry::Later, "{body}");
    }
    let refused = transfer(&endpoint, &upload, ID, &file, Answer::Came(422, "")).unwrap_err();
    assert_eq!(refused.retry, Retry::Never);
}

#[test]
fn a_preset_lies_under_what_the_config_says_of_the_endpoint() {
    let zendesk = |more: &str| {
        endpoint(&format!(r#"{{"preset":"zendesk","url":"https://s.zendesk.com/api/v2/requests.json"{more}}}"#))
    };
    let plain = zendesk("");
    let own = zendesk(
        r#","receipt":{"receivedAt":null},"template":{"request":{"custom_fields":[{"id":1,"value":"{order.number}"}]}}"#,
    );
    assert_eq!(own.receipt.reference, plain.receipt.reference);
    assert_eq!((own.receipt.received_at, plain.receipt.received_at.is_some()), (None, true));
    let template = own.template.unwrap();
    assert!(
        template.pointer("/request/custom_fields/0/id").is_some() && template.pointer("/request/subject").is_some()
    );
    let unknown = load(&default_preset(), &json(r#"{"endpoint":{"preset":"zappier","url":"/c"}}"#));
    let fatal = unknown.fatal().unwrap();
    assert_eq!((fatal.code, fatal.path.as_str()), ("endpoint.unknown-preset", "/endpoint/preset"));
}

/// The configs of docs/delivery.md that name a preset, by its name.
fn documented() -> Vec<(String, String)> {
    let docs = fs::read_to_string(root().join("docs/delivery.md")).unwrap();
    let blocks = docs.split("```json\n").skip(1).filter_map(|rest| rest.split("```").next());
    let named = |block: &str| Some(Json::parse(block).unwrap().at("endpoint.preset")?.as_text()?.to_string());
    blocks.filter_map(|block| Some((named(block)?, block.to_string()))).collect()
}

#[test]
fn every_preset_is_documented_with_a_config_that_the_checker_passes() {
    let presets = json(redress_engine::config::ENDPOINT_PRESETS);
    let known: Vec<_> = presets.as_map().unwrap().iter().map(|(name, _)| name.to_string()).collect();
    let documented = documented();
    assert_eq!(documented.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>(), known);
    for (name, config) in documented {
        let found = check(&config, &Library::built_in());
        // What says nothing of its receipt leaves the acknowledgement of a withdrawal to the merchant; the page says so.
        let told = |code: &str| code != "endpoint.unconfirmed" || !matches!(name.as_str(), "webhook" | "zapier");
        assert!(
            found.iter().all(|finding| finding.severity != Severity::Error && !told(finding.code)),
            "{name}: {found:?}"
        );
    }
}

#[test]
fn what_each_preset_posts_is_what_the_tests_of_the_receivers_post() {
    let made = kettle("No steam.\n\"süß\" <b>& more</b>");
    let mut all = Map::default();
    for (name, config) in documented() {
        let endpoint = load(&json(DEFAULT_PRESET_TEXT), &json(&config)).config.endpoint();
        let uploads = if endpoint.upload.is_some() { vec!["UPLOAD-1".into(), "UPLOAD-2".into()] } else { Vec::new() };
        let request = request(&endpoint, &sealed(&made, &uploads));
        let headers = request.headers.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect();
        let body = match &request.body {
            Body::Text(slots) => slots
                .iter()
                .map(|slot| match slot {
                    Slot::Text(text) => text.as_str().into(),
                    Slot::Base64(at) => Json::Int(*at as i64),
                })
                .collect(),
            Body::Form(parts) => parts
                .iter()
                .map(|part| match part {
                    Part::Field(name, value) => {
                        Json::map([("name", name.as_str().into()), ("value", value.as_str().into())])
                    }
                    Part::Complaint(text) => Json::map([("name", "complaint".into()), ("json", text.as_str().into())]),
                    Part::File(name, at, file) => Json::map([
                        ("name", name.as_str().into()),
                        ("attachment", Json::Int(*at as i64)),
                        ("file", file.as_str().into()),
                    ]),
                })
                .collect(),
        };
        let form = matches!(request.body, Body::Form(_));
        all.push(
            &name,
            Json::map([
                ("headers", Json::Map(Map(headers))),
                ("simple", request.simple.into()),
                ("form", form.into()),
                ("body", Json::List(body)),
            ]),
        );
    }
    let path = root().join("tests/receivers/bodies.json");
    let text = serde_json::to_string_pretty(&Json::Map(all)).unwrap() + "\n";
    if std::env::var_os("UPDATE_BODIES").is_some() {
        fs::write(&path, &text).unwrap();
    }
    assert!(
        fs::read_to_string(&path).unwrap_or_default() == text,
        "UPDATE_BODIES=1 rewrites tests/receivers/bodies.json"
    );
}
