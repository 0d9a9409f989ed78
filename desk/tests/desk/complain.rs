//! The form without JavaScript: from a link to a receipt, page by page, as a browser without a script sends them; and what nobody's browser
//! would send.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use redress_desk::limits;
use redress_desk::policy::Policy;
use redress_desk::shop::Shop;
use redress_desk::store::Row;
use redress_desk::token::Trust;
use redress_engine::complaint::{Complaint, Signals};
use serde_json::{Value, json};

use crate::multipart::{BOUNDARY, Form};
use crate::samples::photo;
use crate::sign::{NOW, OTHER_SECRET, claims, claims_with, hs256, jws, keys, mac};
use crate::support::{Answer, Bench};

/// A page as a shopper sees it.
struct Page {
    status: u16,
    html: String,
}

impl Page {
    fn of(answer: &Answer) -> Page {
        Page { status: answer.status.as_u16(), html: answer.text().into() }
    }

    /// The hidden field.
    fn draft(&self) -> String {
        let (_, rest) = self.html.split_once("name=\"draft\" value=\"").expect(&self.html);
        let (value, _) = rest.split_once('"').unwrap();
        ["&#34;:\"", "&#38;:&", "&#60;:<", "&#62;:>", "&#39;:'"].iter().fold(value.to_string(), |text, entity| {
            let (entity, sign) = entity.split_once(':').unwrap();
            text.replace(entity, sign)
        })
    }

    fn heading(&self) -> &str {
        let (_, rest) = self.html.split_once("<h1>").expect(&self.html);
        let heading = rest.split_once("</h1>").unwrap().0;
        let heading = heading.split_once("\">").map_or(heading, |(_, label)| label);
        heading.split('<').next().unwrap().trim()
    }

    fn has(&self, words: &str) -> bool {
        self.html.contains(words)
    }
}

async fn bench() -> Bench {
    Bench::with(|desk| desk.policy.keys = keys()).await
}

async fn open(bench: &Bench, query: &str) -> Page {
    Page::of(&bench.get(&format!("/complain?{query}"), &[]).await)
}

/// Presses a button of a page.
async fn press(bench: &Bench, page: &Page, go: &str, fields: &[(&str, &str)]) -> Page {
    with_draft(bench, &page.draft(), go, fields).await
}

async fn with_draft(bench: &Bench, draft: &str, go: &str, fields: &[(&str, &str)]) -> Page {
    let fields: Vec<_> = [("draft", draft), ("go", go)].into_iter().chain(fields.iter().copied()).collect();
    Page::of(&bench.form("/complain", &fields, &[]).await)
}

async fn proceed(bench: &Bench, page: &Page, fields: &[(&str, &str)]) -> Page {
    press(bench, page, "continue", fields).await
}

/// Presses the button that sends: texts, then files by the name of their field.
async fn send(bench: &Bench, page: &Page, texts: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Answer {
    post(bench, body(&page.draft(), texts, files).bytes()).await
}

fn body(draft: &str, texts: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Form {
    let mut form = Form::default().part("name=\"draft\"", "text/plain", draft.as_bytes());
    for (name, value) in texts {
        form = form.part(&format!("name=\"{name}\""), "text/plain", value.as_bytes());
    }
    for (name, mime, bytes) in files {
        form = form.part(&format!("name=\"{name}\"; filename=\"../../x.php\""), mime, bytes);
    }
    form
}

async fn post(bench: &Bench, body: Vec<u8>) -> Answer {
    let mime = format!("multipart/form-data; boundary={BOUNDARY}");
    let request = Request::post("/complain/send").header("content-type", mime);
    bench.send(request.body(Body::from(body)).unwrap()).await
}

/// The page that a sent form leads to.
async fn receipt(bench: &Bench, answer: &Answer) -> Page {
    assert_eq!(answer.status, 303, "{}", answer.text());
    let page = Page::of(&bench.get(answer.header("location"), &[]).await);
    assert_eq!(page.status, 200);
    page
}

/// The complaint that a sent form has become: its row and what was sent.
async fn stored(bench: &Bench, answer: &Answer) -> (Row, Complaint) {
    let token = answer.header("location").rsplit('/').next().unwrap();
    let id = bench.desk.store.by_token(token).await.unwrap().unwrap();
    let row = bench.row(&id.to_string()).await;
    let sent = Complaint::from_json(&serde_json::from_str(&row.body).unwrap()).0.unwrap();
    (row, sent)
}

/// Mira's link, with the shop's token.
fn link(claims: &Value) -> String {
    format!("flow=complaint&order=T-20418&token={}", hs256(claims))
}

/// From Mira's link to the last page.
async fn to_review(bench: &Bench, reason: &str) -> Page {
    let page = open(bench, &link(&claims())).await;
    let page = proceed(bench, &page, &[("/items/1/reason", reason)]).await;
    let page = proceed(bench, &page, &[("/items/1/remedy", "replacement"), ("/shared/matters", "apology")]).await;
    let page = proceed(bench, &page, &[("/shared/details", "It was in two pieces.\r\nBoth sharp.")]).await;
    assert_eq!(page.heading(), "Everything right?", "{}", page.html);
    page
}

#[tokio::test]
async fn a_whole_complaint_with_photos_needs_no_script_and_is_stored_like_any_other() {
    let bench = bench().await;
    let page = open(&bench, &link(&claims())).await;
    assert_eq!((page.status, page.heading()), (200, "What went wrong?"));
    assert!(page.has("Stoneware vase") && page.has("Order T-20418") && !page.has("<script"));
    let page = proceed(&bench, &page, &[("/items/1/reason", "damaged")]).await;
    assert_eq!(page.heading(), "We’re sorry it arrived damaged. What would help you most?");
    for said in [
        "Your legal right",
        "A new one",
        "free",
        "You send it back, the shop pays",
        "you get €64.00",
        "Why not something else?",
    ] {
        assert!(page.has(said), "before any effort: {said}");
    }
    let page = proceed(&bench, &page, &[("/items/1/remedy", "replacement")]).await;
    assert!(page.has("Photos can be added at the end"));
    let page = proceed(&bench, &page, &[("/shared/details", "It was in two pieces.\r\nBoth sharp.")]).await;
    for said in
        ["It arrived damaged", "A new one", "Both sharp.", "mira@example.org", "We use this only to solve your case."]
    {
        assert!(page.has(said), "in the review: {said}");
    }
    let photos = [photo(700_000), photo(90_000)];
    let name = "/shared/photos";
    let answer = send(
        &bench,
        &page,
        &[],
        &[(name, "image/jpeg", &photos[0]), (name, "text/html", &photos[1]), (name, "image/png", b"")],
    )
    .await;
    let page = receipt(&bench, &answer).await;
    let (row, sent) = stored(&bench, &answer).await;
    assert!(
        page.has(&row.reference)
            && page.has("Monday, November 23, 2026")
            && page.has(&format!("/cases/{}", row.case.token))
    );
    assert!(page.has("2 photos") && page.has("Your request: A new one"));
    assert_eq!((sent.channel.as_str(), sent.flow.as_str(), sent.locale.as_str()), ("form", "complaint", "en"));
    assert_eq!(
        (row.trust, row.offers_differ, row.context_differs.len(), row.config_named),
        (Trust::Verified, false, 0, true)
    );
    assert_eq!(
        (sent.confirmed_at.as_str(), sent.time_zone.as_deref()),
        ("2026-11-21T20:41:07+01:00", Some("Europe/Berlin"))
    );
    assert_eq!(sent.page, "https://help.ternandtide.example/complain");
    assert_eq!(sent.answers.get(None, "details").unwrap().as_text(), Some("It was in two pieces.\nBoth sharp."));
    let kept: Vec<_> = row.files.iter().map(|file| (file.n, file.mime.as_str(), file.bytes)).collect();
    assert_eq!(
        kept,
        [(1, "image/jpeg", 700_000), (2, "image/jpeg", 90_000)],
        "by their content, whatever they are called"
    );
    assert_eq!(sent.attachments[0].name, "photo-1.jpg");
    for (n, photo) in photos.iter().enumerate() {
        let stored = bench.desk.files.get(row.id, n + 1).await.unwrap().bytes().await.unwrap();
        assert_eq!(&stored, photo);
    }
}

#[tokio::test]
async fn a_field_that_people_do_not_see_and_the_time_it_took_are_told_and_refuse_nobody() {
    for (on_the_way, at_the_end, honeypot) in [("", "", false), ("http://spam.example", "", true), ("", "x", true)] {
        let bench = bench().await;
        let page = open(&bench, &link(&claims())).await;
        assert!(page.has(r#"<input class="away" name="website" tabindex="-1" aria-hidden="true""#));
        let page = proceed(&bench, &page, &[("/items/1/reason", "damaged"), ("website", on_the_way)]).await;
        let page = proceed(&bench, &page, &[("/items/1/remedy", "replacement"), ("website", "")]).await;
        let page = proceed(&bench, &page, &[("/shared/details", "In two pieces.")]).await;
        // A minute later by the desk's clock.
        let bench = bench.at("2026-11-21T19:42:07Z").await;
        let answer = send(&bench, &page, &[("website", at_the_end), ("/shared/photos/unable", "yes")], &[]).await;
        let (_, sent) = stored(&bench, &answer).await;
        assert_eq!(sent.signals, Some(Signals { honeypot, seconds: Some(60) }), "{on_the_way:?} {at_the_end:?}");
    }
}

#[tokio::test]
async fn what_comes_this_way_can_be_approved_at_once_like_what_the_widget_sends() {
    let text = r#"{ "instant": [{ "remedies": ["replacement"], "when": { "item.paid": { "atMost": 10000 } } }] }"#;
    let bench = Bench::with(|desk| {
        desk.policy = Policy::parse(text, &[&desk.shop.config]).unwrap();
        desk.policy.keys = keys();
    })
    .await;
    let page = to_review(&bench, "damaged").await;
    let answer = send(&bench, &page, &[("/shared/photos/unable", "yes")], &[]).await;
    assert_eq!(receipt(&bench, &answer).await.heading(), "Yes, we’ll do that. The next step is below.");
}

#[tokio::test]
async fn a_withdrawal_takes_two_steps_and_its_button_says_what_the_law_says() {
    let bench = bench().await;
    let two = json!([
        { "line": "1", "title": "Stoneware vase", "quantity": 2, "paid": 12800, "deliveredOn": "2026-11-19" },
        { "line": "2", "title": "Candle", "paid": 900, "deliveredOn": "2026-11-19" }
    ]);
    let mut claims = claims_with("/items", two);
    claims["order"]["language"] = json!("de");
    let page = open(&bench, &format!("flow=withdrawal&token={}", hs256(&claims))).await;
    assert_eq!(page.heading(), "What do you want to withdraw from?");
    assert!(page.has("You can withdraw until"));
    let page = proceed(&bench, &page, &[("/chosen", "1"), ("/chosen/1", "1"), ("/chosen/2", "1")]).await;
    assert_eq!(page.heading(), "Do you want to withdraw from this contract?");
    assert!(
        page.has("<button>Confirm withdrawal <small lang=\"de\">Widerruf bestätigen</small></button>"),
        "{}",
        page.html
    );
    assert!(page.has("Stoneware vase, 1 piece") && page.has("you get €64.00"));
    let answer = send(&bench, &page, &[], &[]).await;
    let page = receipt(&bench, &answer).await;
    assert!(page.has("I hereby withdraw from my contract") && page.has("Your withdrawal") && page.has("T-20418"));
    let (row, sent) = stored(&bench, &answer).await;
    assert_eq!((row.kind.as_str(), row.offers_differ), ("withdrawal", false));
    assert_eq!((sent.answers.chosen.len(), sent.answers.quantity("1")), (1, 1));
}

#[tokio::test]
async fn a_withdrawal_can_be_declared_in_any_language_of_the_union_and_without_a_token() {
    let bench = Bench::new().await;
    for (tag, button) in [("fi", "Vahvista peruuttaminen"), ("el", "Επιβεβαίωση υπαναχώρησης")] {
        let page = open(&bench, &format!("flow=withdrawal&lang={tag}")).await;
        assert!(page.has(&format!("<html lang=\"{tag}\" dir=\"ltr\">")));
        let page =
            proceed(&bench, &page, &[("/shared/order/order", "T-1"), ("/shared/order/email", "mira@example.org")])
                .await;
        assert!(page.has(&format!("<button>{button}")), "{}", page.html);
        let answer = send(&bench, &page, &[], &[]).await;
        let page = receipt(&bench, &answer).await;
        assert!(page.has("T-1"));
    }
    assert_eq!(bench.kept().await.0, 2);
}

#[tokio::test]
async fn faults_stand_first_on_the_page_and_at_their_fields_and_everything_typed_is_kept() {
    let bench = Bench::new().await;
    let page = open(&bench, "").await;
    assert_eq!(page.heading(), "Which order is it about?");
    let page = proceed(&bench, &page, &[("/shared/order/order", "T-1"), ("/shared/order/email", "mira@")]).await;
    assert_eq!(page.status, 422);
    let fault = "Check the e-mail address: it should look like name@example.org";
    let id = "q-2f-shared-2f-order-2f-email";
    let summary = page.html.find("role=\"alert\"").unwrap();
    assert!(summary < page.html.find("<h1>").unwrap(), "the summary is first");
    assert!(page.has(&format!("<a href=\"#{id}\">")) && page.has(&format!("id=\"{id}\"")));
    assert!(page.has(&format!("<p class=\"fault\" id=\"{id}-fault\">{fault}</p>")));
    assert!(page.has(&format!("aria-describedby=\"{id}-fault\" aria-invalid=\"true\"")));
    assert!(page.has("value=\"T-1\"") && page.has("value=\"mira@\""));
    assert!(page.has("<title>Please check one thing · Which order is it about? · Tern &#38; Tide</title>"));
    let page =
        proceed(&bench, &page, &[("/shared/order/order", "T-1"), ("/shared/order/email", "mira@example.org")]).await;
    assert_eq!((page.status, page.heading()), (200, "What went wrong?"));
    let page = proceed(&bench, &page, &[]).await;
    assert!(page.has("Choose one of the answers"));
}

#[tokio::test]
async fn back_change_and_another_language_lose_nothing() {
    let bench = bench().await;
    let page = to_review(&bench, "damaged").await;
    let page = press(&bench, &page, "change:/items/1/reason", &[]).await;
    assert_eq!(page.heading(), "What went wrong?");
    assert!(page.has("value=\"damaged\" checked"));
    // The remedy still stands, so the way leads back to the last page.
    let page = proceed(&bench, &page, &[("/items/1/reason", "faulty")]).await;
    assert_eq!(page.heading(), "Everything right?");
    assert!(page.has("It doesn’t work") && page.has("Both sharp."));
    let page = press(&bench, &page, "back", &[]).await;
    assert_eq!(page.heading(), "Anything to add?");
    let page = press(&bench, &page, "lang:de", &[("/shared/details", "<b>typed</b> & not yet taken")]).await;
    assert!(page.has("<html lang=\"de\" dir=\"ltr\">") && page.heading() == "Möchten Sie etwas ergänzen?");
    assert!(page.has("&#60;b&#62;typed&#60;/b&#62; &#38; not yet taken"));
}

#[tokio::test]
async fn the_language_is_the_addresss_else_the_browsers_else_the_shops() {
    let config = r#"{ "endpoint": { "url": "/c" }, "locales": ["de", "fa", "en"] }"#;
    let bench = Bench::with(|desk| desk.shop = Shop::parse(config).unwrap()).await;
    let lang = |answer: &Answer| answer.text().split("<html ").nth(1).unwrap().split('>').next().unwrap().to_string();
    for (query, accept, html) in [
        ("?lang=fa", "en", "lang=\"fa\" dir=\"rtl\""),
        ("", "tr, en-GB;q=0.7, de;q=0.3", "lang=\"en\" dir=\"ltr\""),
        ("?lang=tr", "tr", "lang=\"de\" dir=\"ltr\""),
        ("?lang=%3Cscript%3E", "", "lang=\"de\" dir=\"ltr\""),
    ] {
        let answer = bench.get(&format!("/complain{query}"), &[("accept-language", accept)]).await;
        assert_eq!(lang(&answer), html, "{query} {accept}");
    }
    let page = open(&bench, "lang=en").await;
    assert!(page.has("value=\"lang:fa\" lang=\"fa\">فارسی") && !page.has("value=\"lang:tr\""), "what the shop offers");
}

#[tokio::test]
async fn an_answer_that_leads_into_another_flow_leads_there_and_back() {
    let bench = bench().await;
    let page = open(&bench, &link(&claims())).await;
    let page = proceed(&bench, &page, &[("/items/1/reason", "damaged")]).await;
    let page = proceed(&bench, &page, &[("/items/1/remedy", "withdrawal")]).await;
    assert_eq!(page.heading(), "Do you want to withdraw from this contract?");
    let page = press(&bench, &page, "back", &[]).await;
    assert_eq!(page.heading(), "We’re sorry it arrived damaged. What would help you most?");
    let page = press(&bench, &page, "back", &[]).await;
    let page = proceed(&bench, &page, &[("/items/1/reason", "dangerous")]).await;
    assert_eq!(page.heading(), "Please stop using it");
    // A call back takes along what was said.
    let page = press(&bench, &page, "flow:callback", &[]).await;
    assert_eq!(page.heading(), "When may we call you?");
    assert!(page.has("09:00–12:00 (Europe/Berlin)"));
}

#[tokio::test]
async fn what_is_ticked_beside_the_offers_shows_what_it_opens_before_anybody_goes_on() {
    let bench = bench().await;
    let page = open(&bench, &link(&claims())).await;
    let page = proceed(&bench, &page, &[("/items/1/reason", "damaged")]).await;
    assert!(!page.has("value=\"refund\""));
    let chosen = [("/items/1/remedy", "replacement"), ("/items/1/repaired", "again")];
    let page = proceed(&bench, &page, &chosen).await;
    assert!(page.has("More is open to you now") && page.has("value=\"refund\""));
    assert!(page.has("value=\"replacement\" checked"));
    assert_eq!(proceed(&bench, &page, &chosen).await.heading(), "Anything to add?");
}

#[tokio::test]
async fn one_answer_for_several_items_is_one_box_away() {
    let bench = bench().await;
    let item = |line: &str| json!({ "line": line, "title": format!("Vase {line}"), "price": 6400, "deliveredOn": "2026-11-19" });
    let page = open(&bench, &link(&claims_with("/items", json!([item("1"), item("2"), item("3")])))).await;
    let page = proceed(&bench, &page, &[("/chosen", "1"), ("/chosen", "3")]).await;
    assert!(page.has("Item 1 of 2") && page.has("Same for all 2 items"));
    let page = proceed(&bench, &page, &[("/items/1/reason", "damaged"), ("same", "yes")]).await;
    let page = proceed(&bench, &page, &[("/items/1/remedy", "repair"), ("same", "yes")]).await;
    assert_eq!(page.heading(), "Anything to add?");
}

#[tokio::test]
async fn photos_that_are_needed_are_asked_for_on_the_last_page_and_nobody_is_held_up_for_want_of_a_camera() {
    let bench = bench().await;
    let page = to_review(&bench, "damaged").await;
    assert!(page.has("name=\"/shared/photos/unable\"") && page.has("type=\"file\""));
    assert!(!page.has("Location data is removed"), "nothing is made anew of a photo here");
    let again = Page::of(&send(&bench, &page, &[], &[]).await);
    assert_eq!(again.status, 422);
    assert!(again.has("Add at least one photo, or say that you can’t take one"));
    assert!(again.has("<a href=\"#q-2f-shared-2f-photos\">") && again.has("id=\"q-2f-shared-2f-photos\""));
    let many: Vec<_> = (0..7).map(|_| ("/shared/photos", "image/jpeg", photo(100))).collect();
    let many: Vec<_> = many.iter().map(|(name, mime, bytes)| (*name, *mime, bytes.as_slice())).collect();
    let again = Page::of(&send(&bench, &page, &[], &many).await);
    assert!(again.has("Keep at most 6 photos"));
    assert_eq!(bench.kept().await, (0, 0), "of what was not sent nothing is kept");
    let answer = send(&bench, &page, &[("/shared/photos/unable", "yes")], &[]).await;
    receipt(&bench, &answer).await;
    let (_, sent) = stored(&bench, &answer).await;
    assert_eq!(sent.answers.get(None, "photos").unwrap().as_text(), Some("unable"));
}

#[tokio::test]
async fn files_that_are_too_large_or_of_another_kind_are_refused_in_words_and_leave_nothing() {
    let bench = bench().await;
    let page = to_review(&bench, "damaged").await;
    let large = photo(limits::FILE_BYTES + 1);
    for (file, status, words) in [
        (large.as_slice(), 413, "That was too large. Send at most 12 files, each of at most 10 MB."),
        (b"<html><script>alert(1)</script>".as_slice(), 415, "We can take photos and PDF files, nothing else."),
    ] {
        let answer = send(
            &bench,
            &page,
            &[],
            &[("/shared/photos", "image/jpeg", &photo(500)), ("/shared/photos", "image/jpeg", file)],
        )
        .await;
        let again = Page::of(&answer);
        assert_eq!(again.status, status);
        assert!(again.has(words) && again.has("Both sharp."), "{}", again.html);
        assert_eq!(bench.kept().await, (0, 0));
        assert_eq!(again.draft(), page.draft(), "nothing but the files is to be given again");
    }
    let small = photo(100);
    let many: Vec<_> = (0..13).map(|_| ("/shared/photos", "image/jpeg", small.as_slice())).collect();
    assert_eq!(Page::of(&send(&bench, &page, &[], &many).await).status, 413);
    let broken = body(&page.draft(), &[], &[("/shared/photos", "image/jpeg", &photo(5000))]).opened();
    assert_eq!(post(&bench, broken).await.status, 400);
    assert_eq!(bench.kept().await, (0, 0));
}

#[tokio::test]
async fn pressed_twice_it_is_sent_once_one_after_the_other_or_at_the_same_time() {
    let bench = bench().await;
    let page = to_review(&bench, "damaged").await;
    let files = photo(40_000);
    let files = [("/shared/photos", "image/jpeg", files.as_slice())];
    let (first, second) = tokio::join!(send(&bench, &page, &[], &files), send(&bench, &page, &[], &files));
    let third = send(&bench, &page, &[], &files).await;
    // Chosen after the page was shown, another language says nothing new.
    let german = press(&bench, &page, "lang:de", &[]).await;
    let fourth = send(&bench, &german, &[], &files).await;
    for answer in [&first, &second, &third, &fourth] {
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, first.header("location")));
    }
    assert_eq!(bench.kept().await, (1, 1));
}

#[tokio::test]
async fn changed_after_sending_it_is_another_complaint_and_leads_nobody_to_the_first() {
    let bench = bench().await;
    let page = to_review(&bench, "damaged").await;
    let unable = [("/shared/photos/unable", "yes")];
    let first = send(&bench, &page, &unable, &[]).await;
    let page = press(&bench, &page, "change:/shared/details", &[]).await;
    let page = proceed(&bench, &page, &[("/shared/details", "In three pieces.")]).await;
    let second = send(&bench, &page, &unable, &[]).await;
    assert_eq!((first.status.as_u16(), second.status.as_u16()), (303, 303));
    assert_ne!(first.header("location"), second.header("location"));
    assert_eq!(bench.kept().await.0, 2);
}

#[tokio::test]
async fn a_token_that_nobody_signed_shows_nothing_and_the_shopper_goes_on_all_the_same() {
    let bench = bench().await;
    let forged = jws(&json!({ "alg": "HS256" }), claims().to_string().as_bytes(), mac(OTHER_SECRET.as_bytes()));
    for token in [forged.as_str(), &hs256(&claims())[..60]] {
        let page = open(&bench, &format!("order=T-20418&token={token}")).await;
        assert!(page.has("This link is incomplete or no longer valid"));
        assert!(!page.has("Stoneware vase") && !page.has("Mira"));
        assert_eq!(page.heading(), "What went wrong?", "the order's number stands in the link");
    }
    let page = open(&bench, &format!("token={forged}")).await;
    let page =
        proceed(&bench, &page, &[("/shared/order/order", "T-1"), ("/shared/order/email", "mira@example.org")]).await;
    let page = proceed(&bench, &page, &[("/items/1/reason", "late")]).await;
    let page = proceed(&bench, &page, &[("/items/1/remedy", "other")]).await;
    let page = proceed(&bench, &page, &[]).await;
    let answer = send(&bench, &page, &[], &[]).await;
    receipt(&bench, &answer).await;
    let (row, sent) = stored(&bench, &answer).await;
    assert_eq!((row.trust, sent.order.number.as_str()), (Trust::Forged, "T-1"));
    // What is no token at all is left out: it would only keep the complaint from being read.
    let page = open(&bench, "token=%3Cscript%3E%00").await;
    assert!(page.draft().contains("\"token\":\"\"") && !page.has("incomplete"));
}

#[tokio::test]
async fn an_expired_token_still_fills_the_form_and_is_trusted_no_more_than_it_should_be() {
    let bench = bench().await;
    let mut old = claims();
    (old["iat"], old["exp"]) = (json!(NOW - 90 * 86_400), json!(NOW - 60 * 86_400));
    let page = open(&bench, &link(&old)).await;
    assert!(page.has("Stoneware vase") && !page.has("incomplete"));
    let page = proceed(&bench, &page, &[("/items/1/reason", "late")]).await;
    let page = proceed(&bench, &page, &[("/items/1/remedy", "other")]).await;
    let page = proceed(&bench, &page, &[]).await;
    let answer = send(&bench, &page, &[], &[]).await;
    receipt(&bench, &answer).await;
    assert_eq!(stored(&bench, &answer).await.0.trust, Trust::Expired);
}

#[tokio::test]
async fn a_tampered_field_is_looked_at_anew_and_gets_nobody_what_is_not_offered() {
    let bench = bench().await;
    let page = to_review(&bench, "damaged").await;
    let change = |change: &dyn Fn(&mut Value)| {
        let mut draft: Value = serde_json::from_str(&page.draft()).unwrap();
        change(&mut draft);
        draft.to_string()
    };
    let unable = [("/shared/photos/unable", "yes")];
    // A remedy that the law does not give yet is taken out, and asked for again.
    let draft = change(&|draft| draft["stage"]["answers"]["items"]["1"]["remedy"] = json!("refund"));
    let again = Page::of(&post(&bench, body(&draft, &unable, &[]).bytes()).await);
    assert_eq!((again.status, again.heading()), (200, "We’re sorry it arrived damaged. What would help you most?"));
    // So are answers that nobody asked for, and lines of another order.
    let draft = change(&|draft| {
        draft["stage"]["answers"]["shared"]["rating"] = json!(5);
        draft["stage"]["answers"]["items"]["7"] = json!({ "reason": "faulty" });
        draft["stage"]["answers"]["chosen"] = json!([{ "line": "1", "quantity": 99 }, { "line": "7", "quantity": 1 }]);
        draft["stage"]["place"] = json!(["rating"]);
    });
    let answer = post(&bench, body(&draft, &unable, &[]).bytes()).await;
    receipt(&bench, &answer).await;
    let (row, sent) = stored(&bench, &answer).await;
    assert_eq!((row.offers_differ, sent.items.len(), sent.items[0].quantity), (false, 1, 1));
    assert!(sent.answers.get(None, "rating").is_none());
}

#[tokio::test]
async fn a_field_that_this_form_never_wrote_is_answered_with_the_ways_to_begin_anew() {
    let bench = bench().await;
    let page = to_review(&bench, "damaged").await;
    let good: Value = serde_json::from_str(&page.draft()).unwrap();
    let with = |pointer: &str, value: Value| {
        let mut draft = good.clone();
        *draft.pointer_mut(pointer).unwrap() = value;
        draft.to_string()
    };
    let crowd: serde_json::Map<_, _> = (0..2000).map(|n| (format!("s{n}"), json!(null))).collect();
    let lines: Vec<_> = (0..500).map(|n| json!({ "line": n.to_string(), "quantity": 1 })).collect();
    let before: Vec<_> = (0..50).map(|_| good["stage"].clone()).collect();
    let long = format!("{}{}", " ".repeat(limits::DRAFT_BYTES), page.draft());
    let deep = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
    for draft in [
        "",
        "{",
        "[]",
        "null",
        &deep,
        &long,
        &with("/form", json!("1")),
        &with("/token", json!(7)),
        &with("/stage/flow", json!("no-such-flow")),
        &with("/stage/place", json!(["a", "b", "c"])),
        &with("/stage/answers", json!([])),
        &with("/stage/answers/shared", json!(crowd)),
        &with("/stage/answers/chosen", json!(lines)),
        &with("/before", json!(before)),
        &with("/before", json!([{}])),
    ] {
        let shown: String = draft.chars().take(60).collect();
        for page in [
            with_draft(&bench, draft, "continue", &[]).await,
            Page::of(&post(&bench, body(draft, &[], &[]).bytes()).await),
        ] {
            assert_eq!(page.status, 422, "{shown}");
            assert!(
                page.has("Something was missing on the way.") && page.has("/complain?flow=complaint&amp;lang=en"),
                "{shown}"
            );
            assert!(page.has("Talk to a person"), "{shown}");
        }
    }
    assert_eq!(post(&bench, Form::default().part("name=\"x\"", "text/plain", b"y").bytes()).await.status, 422);
    assert_eq!(bench.form("/complain", &[("draft", &"x".repeat(700_000))], &[]).await.status, 413);
    let other = bench.send(Request::post("/complain/send").body(Body::from("{}")).unwrap()).await;
    assert_eq!((other.status.as_u16(), other.header("content-type")), (415, "text/html; charset=utf-8"));
    assert_eq!(bench.kept().await, (0, 0));
}

#[tokio::test]
async fn a_flow_that_there_is_not_is_answered_with_those_that_there_are() {
    let bench = bench().await;
    let page = open(&bench, "flow=%3Cscript%3Ealert(1)%3C/script%3E&lang=de").await;
    assert_eq!((page.status, page.heading()), (404, "Was möchten Sie tun?"));
    assert!(page.has("href=\"/complain?flow=withdrawal&amp;lang=de\"") && page.has("Vertrag widerrufen"));
    assert!(!page.has("<script"));
    for (flow, _) in bench.desk.shop.config.flows.iter() {
        let page = open(&bench, &format!("flow={flow}")).await;
        assert!(page.status == 200 && !page.has("step.") && !page.has("flow."), "{flow}: {}", page.html);
    }
    // Where the address names none, it is the shop's own first one.
    let config = r#"{ "endpoint": { "url": "/c" }, "start": "start" }"#;
    let bench = Bench::with(|desk| desk.shop = Shop::parse(config).unwrap()).await;
    assert!(open(&bench, "order=T-1").await.has("What would you like to do?"));
}

#[tokio::test]
async fn hostile_words_stay_words_on_every_page_and_in_the_case() {
    let bench = bench().await;
    let evil = "</textarea><script>alert(1)</script>\"'><img src=x onerror=alert(1)> \u{202e} {{7*7}} [x](javascript:alert(1))";
    let mut claims = claims_with("/items/0/title", json!(evil));
    claims["order"]["number"] = json!("\"><svg onload=alert(1)>");
    let page = open(&bench, &format!("token={}", hs256(&claims))).await;
    let mut pages = vec![proceed(&bench, &page, &[("/items/1/reason", evil)]).await];
    pages.push(proceed(&bench, &pages[0], &[("/items/1/reason", "damaged")]).await);
    pages.push(proceed(&bench, &pages[1], &[("/items/1/remedy", "repair")]).await);
    pages.push(press(&bench, &pages[2], evil, &[("/shared/details", evil)]).await);
    pages.push(proceed(&bench, &pages[2], &[("/shared/details", evil)]).await);
    let answer = send(&bench, &pages[4], &[("/shared/photos/unable", "yes"), (evil, evil)], &[]).await;
    pages.push(receipt(&bench, &answer).await);
    for (at, page) in pages.iter().enumerate() {
        for tag in ["<script", "<img", "<svg", "href=\"javascript"] {
            assert!(!page.has(tag), "{tag} on page {at}: {}", page.html);
        }
    }
    assert_eq!(stored(&bench, &answer).await.1.answers.get(None, "details").unwrap().as_text(), Some(evil));
}

#[tokio::test]
async fn its_pages_are_closed_to_scripts_frames_search_engines_and_referrers() {
    let bench = bench().await;
    let answer = bench.get(&format!("/complain?{}", link(&claims())), &[]).await;
    assert!(answer.header("content-security-policy").starts_with("default-src 'none'; style-src 'self'"));
    assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"));
    assert_eq!((answer.header("referrer-policy"), answer.header("x-robots-tag")), ("no-referrer", "noindex, nofollow"));
    assert_eq!((answer.header("cache-control"), answer.header("set-cookie")), ("private, no-cache", ""));
    let style = bench.get("/complain/style.css", &[]).await;
    assert_eq!((style.status.as_u16(), style.header("content-type")), (200, "text/css; charset=utf-8"));
    assert_eq!(bench.get("/complain/sent/0123456789abcdef0123456789abcdef", &[]).await.status, 404);
    let page = to_review(&bench, "damaged").await;
    let sent = send(&bench, &page, &[("/shared/photos/unable", "yes")], &[]).await;
    let receipt = bench.get(sent.header("location"), &[]).await;
    assert_eq!(receipt.header("cache-control"), "no-store");
}

#[tokio::test]
async fn every_kind_of_question_takes_its_answer_from_its_fields() {
    let config = json!({
        "endpoint": { "url": "/c" }, "shop": { "country": "DE" },
        "flows": { "all": { "steps": [["words", "code", "count", "day", "some", "mark", "agree", "where", "call", "read"]] } },
        "steps": {
            "words": { "kind": "text" }, "code": { "kind": "text", "maxLength": 20 }, "count": { "kind": "number", "unit": "km" },
            "day": { "kind": "date", "latest": { "from": "today" } }, "some": { "kind": "choices", "options": ["a", "b", "c"] },
            "mark": { "kind": "rating" }, "agree": { "kind": "consent", "required": true, "label": "[Terms](https://shop.example/t)" },
            "where": { "kind": "address", "required": true, "fields": { "country": "required" } },
            "call": { "kind": "callback", "options": ["morning", "evening"] },
            "read": { "kind": "notice", "text": "First.\nSecond." }
        }
    });
    let bench = Bench::with(|desk| desk.shop = Shop::parse(&config.to_string()).unwrap()).await;
    let page = open(&bench, "flow=all&order=T-1&lang=en").await;
    for shown in [
        "<p>First.</p><p>Second.</p>",
        "max=\"2026-11-21\"",
        "<span class=\"unit\">km</span>",
        "href=\"https://shop.example/t\"",
    ] {
        assert!(page.has(shown), "{shown}: {}", page.html);
    }
    let page =
        proceed(&bench, &page, &[("/shared/day", "2026-11-22"), ("/shared/count", "many"), ("/shared/mark", "9")])
            .await;
    for fault in [
        "Enter a whole number",
        "Enter Saturday, November 21, 2026 or an earlier day",
        "Choose one of the steps",
        "Tick the box",
        "Town or city is missing",
    ] {
        assert!(page.has(fault), "{fault}: {}", page.html);
    }
    assert!(page.has("value=\"many\"") && page.has("value=\"2026-11-22\""));
    let filled = [
        ("/shared/words", "One\r\ntwo"),
        ("/shared/code", " X-7 "),
        ("/shared/count", "12.000"),
        ("/shared/day", "2026-11-20"),
        ("/shared/some", "c"),
        ("/shared/some", "a"),
        ("/shared/some", "zzz"),
        ("/shared/mark", "4"),
        ("/shared/agree", "yes"),
        ("/shared/where/country", "DE"),
        ("/shared/where/line1", "Hafen 1"),
        ("/shared/where/postalCode", "24103"),
        ("/shared/where/city", "Kiel"),
        ("/shared/call/phone", "+49 431 12345"),
        ("/shared/call/slot", "evening"),
        ("/shared/other", "of nobody"),
    ];
    let page = proceed(&bench, &page, &filled).await;
    assert_eq!(page.heading(), "Everything right?", "{}", page.html);
    let draft: Value = serde_json::from_str(&page.draft()).unwrap();
    let expected = json!({
        "words": "One\ntwo", "code": " X-7 ", "count": 12_000, "day": "2026-11-20", "some": ["a", "c"], "mark": 4, "agree": true,
        "where": { "country": "DE", "line1": "Hafen 1", "postalCode": "24103", "city": "Kiel" },
        "call": { "phone": "+49 431 12345", "slot": "evening" }, "read": null
    });
    assert_eq!(draft["stage"]["answers"]["shared"], expected);
}

#[tokio::test]
async fn every_flow_of_every_example_is_asked_and_each_example_is_sent_as_it_is_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let mut bench = bench().await;
    let mut sent = 0;
    for example in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        let name = example.file_name().unwrap().to_string_lossy().into_owned();
        let read = |file: &str| fs::read_to_string(example.join(file)).unwrap();
        // One store for all of them: making one takes longer than all the rest.
        let mut desk = Arc::into_inner(bench.desk).unwrap();
        desk.shop = Shop::parse(&read("config.json")).unwrap();
        desk.begin().await.unwrap();
        bench.desk = Arc::new(desk);
        let mut claims: Value = serde_json::from_str(&read("context.json")).unwrap();
        let known = claims["order"]["number"].is_string() && claims["items"].is_array();
        (claims["iat"], claims["exp"]) = (json!(NOW - 600), json!(NOW + 600));
        let token = if known { hs256(&claims) } else { String::new() };
        let case: Value = serde_json::from_str(&read("case.json")).unwrap();
        let flow = case["flow"].as_str().unwrap_or("complaint");
        // The flows of the preset are the same in all of them.
        let written: Value = serde_json::from_str(&read("config.json")).unwrap();
        let own = written["flows"].as_object().into_iter().flatten().map(|(flow, _)| flow.as_str());
        for flow in own.chain([flow, case["opens"].as_str().unwrap_or(flow)]) {
            let page = open(&bench, &format!("flow={flow}&token={token}&lang=en")).await;
            assert_eq!(page.status, 200, "{name} {flow}");
            assert!(!page.has("step.") && !page.has("incomplete"), "{name} {flow}: {}", page.html);
        }
        // Its answers, from the last page on; photos are given there.
        let page = open(&bench, &format!("flow={flow}&token={token}&lang=en")).await;
        let mut draft: Value = serde_json::from_str(&page.draft()).unwrap();
        let mut answers: Value = serde_json::from_str(&read("answers.json")).unwrap();
        for (key, empty) in [("chosen", json!([])), ("shared", json!({})), ("items", json!({}))] {
            if answers[key].is_null() {
                answers[key] = empty;
            }
        }
        draft["stage"]["answers"] = answers;
        draft["stage"]["place"] = json!([]);
        let page = with_draft(&bench, &draft.to_string(), "lang:en", &[]).await;
        assert!(page.has("action=\"/complain/send\""), "{name}: {}", page.heading());
        let boxes: Vec<String> =
            page.html.split("name=\"").filter_map(|rest| Some(rest.split_once('"')?.0.to_string())).collect();
        let boxes: Vec<_> =
            boxes.iter().filter(|name| name.ends_with("/unable")).map(|name| (name.as_str(), "yes")).collect();
        let answer = send(&bench, &page, &boxes, &[]).await;
        receipt(&bench, &answer).await;
        let (row, _) = stored(&bench, &answer).await;
        assert!(!row.offers_differ, "{name}: made of the same answers, it is what the desk makes of them");
        sent += 1;
    }
    assert!(sent > 30, "{sent} examples were found");
}
