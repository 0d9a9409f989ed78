//! Inbox: closed without the token; shows what came, as text.

use axum::body::Body;
use axum::http::Request;
use redress_desk::shop::Shop;
use redress_engine::read::Write;
use serde_json::{Value, json};

use crate::multipart::Form;
use crate::samples::{ID, OTHER_ID, VASE, attachment, bytes, changed, made, photo, vase};
use crate::support::{Answer, Bench, CONFIG, TOKEN};

async fn with_vase() -> Bench {
    let bench = Bench::new().await;
    let image = photo(4000);
    let body = bytes(&vase(&bench.desk, vec![attachment("a", "vase.jpg", "image/jpeg", &image)]));
    assert_eq!(bench.post(ID, Form::of(&body).file("a", "image/jpeg", &image).bytes()).await.status, 201);
    bench
}

async fn shown(bench: &Bench) -> String {
    bench.inbox(&format!("/inbox/complaints/{ID}")).await.text().into()
}

async fn post(bench: &Bench, token: &str) -> Answer {
    let request = Request::post("/inbox/login").header("content-type", "application/x-www-form-urlencoded");
    bench.send(request.body(Body::from(format!("token={token}"))).unwrap()).await
}

#[tokio::test]
async fn without_the_token_every_page_is_closed() {
    let bench = with_vase().await;
    for path in [
        "/inbox",
        &format!("/inbox/complaints/{ID}"),
        &format!("/inbox/complaints/{ID}/files/1"),
        "/inbox/complaints/x",
    ] {
        for cookie in ["", "redress_inbox=1", "redress_inbox=99999999999..00"] {
            let answer = bench.get(path, &[("cookie", cookie)]).await;
            assert_eq!(answer.status, 401, "{path}");
            assert!(answer.text().contains("<form") && !answer.text().contains("vase"), "{path}");
        }
    }
    let wrong = bench.get("/inbox?token=wrong", &[]).await;
    assert_eq!((wrong.status.as_u16(), wrong.header("set-cookie")), (401, ""));
    assert_eq!(post(&bench, "wrong").await.status, 401);
}

#[tokio::test]
async fn the_printed_link_and_the_form_set_a_strict_cookie_and_leave_no_token_in_the_address() {
    let bench = with_vase().await;
    for answer in [bench.get(&format!("/inbox?token={TOKEN}"), &[]).await, post(&bench, TOKEN).await] {
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/inbox"));
        let cookie = answer.header("set-cookie").to_string();
        assert!(cookie.ends_with("; HttpOnly; SameSite=Strict; Path=/inbox") && !cookie.contains(TOKEN), "{cookie}");
        let list = bench.get("/inbox", &[("cookie", cookie.split(';').next().unwrap())]).await;
        assert_eq!(list.status, 200);
        assert!(list.text().contains("Stoneware vase"));
    }
}

#[tokio::test]
async fn at_the_public_address_the_cookie_is_for_https_alone() {
    let bench = with_vase().await;
    let link = format!("/inbox?token={TOKEN}");
    for (host, secure) in [("help.ternandtide.example", true), ("10.0.0.7:8787", false)] {
        let answer = bench.get(&link, &[("host", host)]).await;
        assert_eq!(answer.header("set-cookie").ends_with("; Path=/inbox; Secure"), secure, "{host}");
    }
}

#[tokio::test]
async fn every_answer_of_the_inbox_forbids_scripts_frames_referrers_and_caches() {
    let bench = with_vase().await;
    for answer in [
        bench.inbox("/inbox").await,
        bench.inbox(&format!("/inbox/complaints/{ID}")).await,
        bench.get("/inbox", &[]).await,
    ] {
        assert!(
            answer
                .header("content-security-policy")
                .starts_with("default-src 'none'; style-src 'self'; img-src 'self'")
        );
        assert_eq!(answer.header("referrer-policy"), "same-origin");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert!(!answer.text().contains("<script") && !answer.text().contains("style="));
    }
}

#[tokio::test]
async fn a_complaint_is_shown_in_the_shops_language_with_offers_amounts_and_days() {
    let bench = with_vase().await;
    let page = shown(&bench).await;
    for text in [
        "Stoneware vase",
        "Mira Lindqvist",
        "mailto:mira%40example.org",
        "T-20418",
        "What went wrong?",
        "It arrived damaged",
        "It was in two pieces.",
        "A new one",
        "Chosen",
        "Legal right",
        "€64.00 paid",
        "Thursday, November 19, 2026",
        "Open until ",
        "vase.jpg",
        "/files/1",
    ] {
        assert!(page.contains(text), "{text}\n{page}");
    }
    assert!(page.contains("The customer read: "), "what the German shopper read stands beside it");
    assert!(!page.contains("The offers differ"));
}

#[tokio::test]
async fn where_the_law_gives_nothing_any_more_the_inbox_says_why_and_what_the_shop_offers_instead() {
    let config = CONFIG.replace(
        "\"endpoint\"",
        r#""remedies": { "paid-repair": { "basis": "commercial", "gives": "repair", "price": 3500, "sendBack": true,
            "ways": ["label", "qr-code"], "label": "Repair at our works" } }, "endpoint""#,
    );
    let bench = Bench::with(|desk| desk.shop = Shop::parse(&config).unwrap()).await;
    let context = VASE.replace("2026-11-12", "2023-02-01").replace("2026-11-19", "2023-02-10");
    let answers = r#"{ "items": { "1": { "reason": "faulty", "remedy": "paid-repair" } }, "shared": {} }"#;
    bench.take(&made(&bench.desk, ID, &context, answers, vec![])).await;
    assert!(!bench.row(ID).await.offers_differ);
    let page = shown(&bench).await;
    for text in ["Repair at our works", "Pays €35.00", "Goes back by: label, code on the phone", "February 10, 2025"]
    {
        assert!(page.contains(text), "{text}\n{page}");
    }
    assert!(!page.contains("{date}"), "{page}");
}

#[tokio::test]
async fn a_difference_is_shown_plainly_with_both_sides() {
    let bench = Bench::new().await;
    let offer = json!([{ "remedy": "refund", "basis": "goodwill", "gets": { "kind": "refund", "amount": 99_900, "currency": "EUR" } }]);
    let body = changed(&vase(&bench.desk, vec![]), "/items/0/offered/offered", offer);
    assert_eq!(bench.post(ID, Form::of(&body).bytes()).await.status, 201);
    let page = shown(&bench).await;
    for text in
        ["The offers differ", "What the browser says it offered", "€999.00", "What this desk computed", "A new one"]
    {
        assert!(page.contains(text), "{text}\n{page}");
    }
    assert!(bench.inbox("/inbox").await.text().contains("Offers differ"));
}

#[tokio::test]
async fn html_in_every_field_is_stored_and_shown_as_text() {
    const ATTACK: &str = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}";
    fn poison(value: &mut Value, key: &str) {
        // What must be of a certain form to be taken at all stays.
        const FIXED: [&str; 12] = [
            "schema",
            "id",
            "confirmedAt",
            "flow",
            "kind",
            "deliveredOn",
            "placedOn",
            "type",
            "sha256",
            "line",
            "basis",
            "until",
        ];
        match value {
            Value::String(text) if !FIXED.contains(&key) => *text = ATTACK.into(),
            Value::Array(list) => list.iter_mut().for_each(|value| poison(value, key)),
            Value::Object(map) => map.iter_mut().for_each(|(key, value)| poison(value, key)),
            _ => {}
        }
    }
    let bench = Bench::new().await;
    let image = photo(100);
    let complaint = vase(&bench.desk, vec![attachment("a", ATTACK, "image/jpeg", &image)]);
    let mut json: Value = serde_json::from_str(&complaint.to_json().to_text()).unwrap();
    poison(&mut json, "");
    json["items"][0]["offered"]["withheld"] = json!([{ "remedy": ATTACK, "why": { "key": ATTACK, "source": ATTACK } }]);
    let form = Form::of(json.to_string().as_bytes()).file("a", "image/jpeg", &image);
    let answer = bench.post(ID, form.bytes()).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    for page in [shown(&bench).await, bench.inbox("/inbox").await.text().into()] {
        assert!(!page.contains("<script") && !page.contains("<img src=x") && !page.contains("'><"), "{page}");
        assert!(page.contains("&#60;script&#62;"), "it is there as text");
    }
}

#[tokio::test]
async fn a_photo_is_handed_out_as_a_download_on_a_leash() {
    let bench = with_vase().await;
    let answer = bench.inbox(&format!("/inbox/complaints/{ID}/files/1")).await;
    assert_eq!((answer.status.as_u16(), answer.bytes), (200, photo(4000)));
    let name = answer.headers["content-disposition"].to_str().unwrap();
    assert!(name.starts_with("attachment; filename=\"RD-") && name.ends_with("-1.jpg\""), "{name}");
    assert_eq!(answer.headers["content-type"], "image/jpeg");
    assert_eq!(answer.headers["content-security-policy"], "sandbox; default-src 'none'");
    assert_eq!(answer.headers["x-content-type-options"], "nosniff");
    for path in ["2", "0", "-1", "x", "1%2f..", "..%2f..%2fredress.db"] {
        assert_eq!(bench.inbox(&format!("/inbox/complaints/{ID}/files/{path}")).await.status, 404, "{path}");
    }
    assert_eq!(bench.inbox(&format!("/inbox/complaints/{OTHER_ID}/files/1")).await.status, 404);
    assert_eq!(bench.inbox("/inbox/complaints/nonsense").await.status, 404);
}

#[tokio::test]
async fn the_list_is_newest_first_and_goes_on_on_further_pages() {
    let bench = Bench::new().await;
    for n in 0..53 {
        let id = format!("019a8f3e-6b2c-7d41-9a55-0000000000{n:02}");
        let context = format!(r#"{{ "items": [{{ "line": "1", "title": "Thing {n:02}" }}] }}"#);
        let body = bytes(&made(&bench.desk, &id, &context, "{}", vec![]));
        assert_eq!(bench.post(&id, Form::of(&body).bytes()).await.status, 201);
    }
    let first = bench.inbox("/inbox").await;
    let first = first.text();
    assert!(
        first.contains("53 cases") && first.find("Thing 52") < first.find("Thing 03") && !first.contains("Thing 02")
    );
    let older = first.split("/inbox?after=").nth(1).unwrap().split('"').next().unwrap();
    let second = bench.inbox(&format!("/inbox?after={older}")).await;
    assert!(
        second.text().contains("Thing 02") && second.text().contains("Thing 00") && !second.text().contains("Thing 03")
    );
    assert!(!second.text().contains("after="));
}

#[tokio::test]
async fn an_empty_inbox_says_so() {
    let bench = Bench::new().await;
    assert!(bench.inbox("/inbox").await.text().contains("Nothing has come in yet"));
    let style = bench.get("/inbox/style.css", &[]).await;
    assert_eq!((style.status.as_u16(), style.header("content-type")), (200, "text/css; charset=utf-8"));
}
