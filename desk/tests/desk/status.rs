//! Status: the shopper's page: secret by its address, plain, true about what was promised; and what can be done there, once.

use redress_desk::cases::{Kind, State};
use redress_desk::shop::Shop;
use redress_engine::config::FlowKind;
use uuid::Uuid;

use crate::multipart::Form;
use crate::samples::{ID, OTHER_ID, REPLACEMENT, VASE, attachment, build, bytes, made, photo, vase};
use crate::support::{Bench, CONFIG};

const ATTACK: &str = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}";

/// A desk with Mira's vase, whose page is German.
async fn with_vase() -> Bench {
    let bench = Bench::new().await;
    bench.take(&vase(&bench.desk, vec![])).await;
    bench
}

/// The same in English.
async fn with_english_vase() -> Bench {
    let bench = Bench::new().await;
    let mut complaint = vase(&bench.desk, vec![]);
    complaint.locale = "en".into();
    bench.take(&complaint).await;
    bench
}

fn new_form() -> String {
    Uuid::new_v4().to_string()
}

async fn state(bench: &Bench) -> State {
    bench.row(ID).await.case.state
}

#[tokio::test]
async fn the_receipts_link_opens_a_page_that_says_where_the_case_stands_in_the_shoppers_language_and_time() {
    let bench = Bench::new().await;
    let receipt = bench.take(&vase(&bench.desk, vec![])).await.json();
    let url = receipt["statusUrl"].as_str().unwrap();
    let path = url.strip_prefix("https://help.ternandtide.example").unwrap();
    let answer = bench.get(path, &[]).await;
    assert_eq!(answer.status, 200);
    let page = answer.text();
    for text in [
        "<html lang=\"de\" dir=\"ltr\">",
        receipt["reference"].as_str().unwrap(),
        "Ihre Nachricht ist da, jetzt sind wir an der Reihe.",
        "Sie hören bis Montag, 23. November 2026 von uns.",
        "Liegt bei: Tern &#38; Tide",
        "Stoneware vase",
        "Was ist passiert?",
        "It was in two pieces.",
        "Sie möchten",
        // 19:41 UTC is 20:41 in Berlin.
        "21.11.2026, 20:41",
        "Zeiten wie in Europe/Berlin",
        "Meine Reklamation zurückziehen",
    ] {
        assert!(page.contains(text), "{text}\n{page}");
    }
    assert!(
        !page.contains("mira@example.org") && !page.contains("Lindqvist"),
        "whoever has the link need not read who it is"
    );
    assert!(!page.contains("desk.status."), "every text is there");
    for word in ["<script", "style=", "onclick"] {
        assert!(!page.contains(word), "{word}");
    }
}

#[tokio::test]
async fn every_answer_of_the_status_page_forbids_scripts_frames_referrers_caches_and_search_engines() {
    let bench = with_vase().await;
    let path = bench.case(ID).await;
    for answer in [
        bench.get(&path, &[]).await,
        bench.get("/cases/0", &[]).await,
        bench.get(&format!("{path}/withdraw"), &[]).await,
    ] {
        let policy = answer.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; style-src 'self'; img-src 'self'") && !policy.contains("script")
        );
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("x-robots-tag"), "noindex, nofollow");
        assert_eq!(answer.header("set-cookie"), "");
    }
    let style = bench.get("/cases/style.css", &[]).await;
    assert_eq!((style.status.as_u16(), style.header("content-type")), (200, "text/css; charset=utf-8"));
}

#[tokio::test]
async fn whatever_is_no_token_gets_one_and_the_same_answer() {
    let bench = with_vase().await;
    let token = bench.row(ID).await.case.token;
    let unknown = bench.get(&format!("/cases/{}", "0".repeat(32)), &[]).await;
    assert_eq!(unknown.status, 404);
    let longer = format!("{token}0");
    for path in ["x", &token[..31], &longer, &token.to_uppercase(), "%27%20OR%201=1--", "..%2fredress.db", ID] {
        let answer = bench.get(&format!("/cases/{path}"), &[]).await;
        assert_eq!((answer.status, &answer.bytes), (unknown.status, &unknown.bytes), "{path}");
        let file = bench.get(&format!("/cases/{path}/files/1"), &[]).await;
        assert_eq!((file.status, &file.bytes), (unknown.status, &unknown.bytes), "{path}");
        for what in ["withdraw", "offer", "person", "feedback"] {
            let answer = bench.form(&format!("/cases/{path}/{what}"), &[("form", &new_form())], &[]).await;
            assert_eq!((answer.status, &answer.bytes), (unknown.status, &unknown.bytes), "{path} {what}");
        }
    }
    assert_eq!(bench.events(ID).await.len(), 1);
}

#[tokio::test]
async fn what_the_shopper_adds_is_kept_with_its_files_shown_and_given_out_on_a_leash() {
    let bench = with_vase().await;
    let image = photo(700_000);
    let answer = bench
        .adds(ID, &new_form(), "And the box was wet.\r\nSee here.", &[("text/html", &image), ("image/png", &[])])
        .await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, bench.case(ID).await.as_str()));
    let events = bench.events(ID).await;
    let event = events.last().unwrap();
    assert_eq!(
        (event.kind, event.text.as_str(), event.files.len()),
        (Kind::Words, "And the box was wet.\nSee here.", 1)
    );
    assert_eq!(event.files[0].mime, "image/jpeg", "told by its content, whatever it is called");
    let page = bench.page(ID).await;
    let href = page.split(&format!("{}/files/", bench.case(ID).await)).nth(1).unwrap().split('"').next().unwrap();
    assert!(page.contains("And the box was wet.") && page.contains("Sie haben geschrieben"));
    for answer in [
        bench.get(&format!("{}/files/{href}", bench.case(ID).await), &[]).await,
        bench.inbox(&format!("/inbox/complaints/{ID}/files/{href}")).await,
    ] {
        assert_eq!((answer.status.as_u16(), &answer.bytes), (200, &image));
        assert_eq!(answer.header("content-security-policy"), "sandbox; default-src 'none'");
        let name = answer.header("content-disposition");
        assert!(name.starts_with("attachment; filename=\"RD-") && name.ends_with("-1.jpg\""), "{name}");
    }
    let agents = bench.inbox(&format!("/inbox/complaints/{ID}")).await;
    assert!(agents.text().contains("And the box was wet.") && agents.text().contains(&format!("/files/{href}")));
    for n in ["0", "1", "-1", "x", "..%2f1"] {
        assert_eq!(bench.get(&format!("{}/files/{n}", bench.case(ID).await), &[]).await.status, 404, "{n}");
    }
}

#[tokio::test]
async fn photos_alone_are_enough_and_nothing_at_all_is_not() {
    let bench = with_vase().await;
    assert_eq!(bench.adds(ID, &new_form(), "  ", &[("image/jpeg", &photo(20))]).await.status, 303);
    assert_eq!(bench.events(ID).await[1].kind, Kind::Photos);
    let empty = bench.adds(ID, &new_form(), " \r\n ", &[("image/jpeg", &[])]).await;
    assert_eq!(empty.status, 422);
    assert!(empty.text().contains("Schreiben Sie etwas oder fügen Sie eine Datei hinzu."));
    assert_eq!(bench.adds(ID, "no form of ours", "words", &[]).await.status, 422);
    assert_eq!(bench.events(ID).await.len(), 2);
}

#[tokio::test]
async fn a_form_that_comes_twice_is_done_once() {
    let bench = with_vase().await;
    let form = new_form();
    for _ in 0..2 {
        assert_eq!(bench.adds(ID, &form, "Once.", &[("image/jpeg", &photo(50))]).await.status, 303);
    }
    assert_eq!((bench.events(ID).await.len(), bench.kept().await.1), (2, 1), "one event, one file");
    let path = format!("{}/withdraw", bench.case(ID).await);
    let form = new_form();
    for _ in 0..2 {
        assert_eq!(bench.form(&path, &[("form", &form)], &[]).await.status, 303);
    }
    assert_eq!(bench.events(ID).await.len(), 3);
    let (form, path) = (new_form(), format!("{}/person", bench.case(ID).await));
    let fields = [("form", form.as_str())];
    let both = tokio::join!(bench.form(&path, &fields, &[]), bench.form(&path, &fields, &[]));
    assert_eq!((both.0.status.as_u16(), both.1.status.as_u16()), (303, 303));
    assert_eq!(bench.events(ID).await.len(), 4, "at the same time, too");
}

#[tokio::test]
async fn a_file_that_is_none_of_those_taken_is_refused_with_the_words_kept_and_nothing_stored() {
    let bench = with_english_vase().await;
    for bytes in
        [&b"<html><script>alert(1)</script>"[..], b"MZ\x90\x00", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"text"]
    {
        let answer =
            bench.adds(ID, &new_form(), "Look <at> this", &[("image/jpeg", &photo(30)), ("image/jpeg", bytes)]).await;
        assert_eq!(answer.status, 415);
        assert!(
            answer.text().contains("photos and PDF files, nothing else")
                && answer.text().contains("Look &#60;at&#62; this"),
            "{}",
            answer.text()
        );
    }
    assert_eq!((bench.events(ID).await.len(), bench.kept().await.1), (1, 0));
}

#[tokio::test]
async fn too_much_is_refused_clearly_and_leaves_nothing() {
    let bench = with_english_vase().await;
    let large = photo(10 * 1024 * 1024 + 1);
    let answer = bench.adds(ID, &new_form(), "Look", &[("image/jpeg", &large)]).await;
    assert_eq!(answer.status, 413);
    assert!(
        answer.text().contains("at most 12 files, each of at most 10 MB") && answer.text().contains(">Look</textarea>")
    );
    let many: Vec<_> = (0..13).map(|_| photo(30)).collect();
    let many: Vec<_> = many.iter().map(|bytes| ("image/jpeg", bytes.as_slice())).collect();
    assert_eq!(bench.adds(ID, &new_form(), "Look", &many).await.status, 413);
    assert_eq!((bench.events(ID).await.len(), bench.kept().await.1), (1, 0));
    let long = "ä".repeat(5 * 1024 * 1024);
    assert_eq!(bench.adds(ID, &new_form(), &long, &[]).await.status, 303);
    assert_eq!(bench.events(ID).await[1].text.chars().count(), 5_000, "cut, not lost");
    let form = bench.does(ID, "person", &[("text", &long)]).await;
    assert_eq!(form.status, 413, "forms without files are small");
}

#[tokio::test]
async fn a_shopper_who_writes_without_end_is_told_to_call_until_the_shop_has_answered() {
    let bench = with_english_vase().await;
    for n in 0..19 {
        assert_eq!(bench.adds(ID, &new_form(), &format!("{n}"), &[]).await.status, 303);
    }
    let full = bench.adds(ID, &new_form(), "one more", &[("image/jpeg", &photo(40))]).await;
    assert_eq!((full.status.as_u16(), bench.kept().await.1), (429, 0));
    assert!(full.text().contains("This case is full") && full.text().contains("one more"));
    assert_eq!(bench.does(ID, "person", &[]).await.status, 429);
    assert_eq!(bench.act(ID, &[("action", "answered"), ("text", "I have read it all.")]).await.status, 303);
    assert_eq!(bench.adds(ID, &new_form(), "Thank you.", &[]).await.status, 303);
}

#[tokio::test]
async fn html_in_every_word_is_shown_as_text_to_both_sides() {
    let bench = with_vase().await;
    assert_eq!(bench.adds(ID, &new_form(), ATTACK, &[]).await.status, 303);
    bench.does(ID, "person", &[("text", ATTACK)]).await;
    for (action, field) in
        [("answered", "text"), ("owner", "owner"), ("offered", "text"), ("approved", "text"), ("closed", "text")]
    {
        let answer = bench.act(ID, &[("action", action), (field, ATTACK), ("agent", ATTACK), ("carrier", "")]).await;
        assert_eq!(answer.status, 303, "{action} {}", answer.text());
    }
    bench.does(ID, "feedback", &[("solved", "no"), ("text", ATTACK)]).await;
    let agents = bench.inbox(&format!("/inbox/complaints/{ID}")).await.text().to_string();
    for page in [bench.page(ID).await, agents, bench.inbox("/inbox").await.text().into()] {
        assert!(!page.contains("<script") && !page.contains("<img src=x") && !page.contains("'><"), "{page}");
    }
    assert!(bench.page(ID).await.contains("&#60;script&#62;"));
}

#[tokio::test]
async fn a_complaint_is_taken_back_in_two_steps_and_can_be_taken_up_again() {
    let bench = with_english_vase().await;
    assert!(bench.page(ID).await.contains("Take back my complaint"));
    let confirm = bench.get(&format!("{}/withdraw", bench.case(ID).await), &[]).await;
    assert!(confirm.text().contains("Take back your complaint?") && confirm.text().contains("Your legal rights stay"));
    assert_eq!(state(&bench).await, State::Open, "reading is not doing");
    assert_eq!(bench.does(ID, "withdraw", &[("text", "Found the missing part.")]).await.status, 303);
    assert_eq!(state(&bench).await, State::Withdrawn);
    let page = bench.page(ID).await;
    assert!(
        page.contains("You have taken your complaint back")
            && page.contains("Found the missing part.")
            && !page.contains("Take back my")
    );
    assert!(!page.contains("You hear from us by"), "nothing is promised any more");
    assert_eq!(bench.does(ID, "withdraw", &[]).await.status, 422);
    assert_eq!(bench.adds(ID, &new_form(), "It is broken after all.", &[]).await.status, 303);
    assert_eq!(state(&bench).await, State::Open);
}

#[tokio::test]
async fn a_withdrawal_from_the_contract_cannot_be_taken_back_on_the_page() {
    let bench = Bench::new().await;
    let mut complaint = build(&bench.desk, ID, "withdrawal", "2026-11-21T20:41:00+01:00", VASE, "{}", vec![]);
    complaint.locale = "en".into();
    assert_eq!(complaint.kind, FlowKind::Withdrawal);
    bench.take(&complaint).await;
    let page = bench.page(ID).await;
    assert!(page.contains("Your withdrawal arrived on Nov 21, 2026"), "{page}");
    assert!(!page.contains("Take back") && !page.contains("/withdraw\""), "{page}");
    assert_eq!(bench.get(&format!("{}/withdraw", bench.case(ID).await), &[]).await.status, 303);
    assert_eq!(bench.does(ID, "withdraw", &[]).await.status, 422);
    assert_eq!((state(&bench).await, bench.events(ID).await.len()), (State::Open, 1));
}

#[tokio::test]
async fn a_person_is_asked_for_with_a_number_to_call_back() {
    let config = CONFIG.replace(
        "\"country\"",
        r#""phone": "+49 30 1234", "email": "help@ternandtide.example", "hours": "Mo-Fr 09:00-17:00", "country""#,
    );
    let bench = Bench::with(|desk| desk.shop = Shop::parse(&config).unwrap()).await;
    let mut complaint = vase(&bench.desk, vec![]);
    complaint.locale = "en".into();
    bench.take(&complaint).await;
    let page = bench.page(ID).await;
    for text in [
        "Call +49 30 1234",
        "tel:%2B49%2030%201234",
        "mailto:help%40ternandtide.example?subject=RD-",
        "Phone hours: Mon–Fri 09:00–17:00",
    ] {
        assert!(page.contains(text), "{text}\n{page}");
    }
    let wrong = bench.does(ID, "person", &[("phone", "javascript:alert(1)")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("Check the phone number"), "{}", wrong.text());
    assert_eq!(bench.does(ID, "person", &[("phone", "+49 170 123 45 67"), ("text", "After six")]).await.status, 303);
    let event = bench.events(ID).await.remove(1);
    assert_eq!((event.kind, event.fact("phone")), (Kind::PersonWanted, "+49 170 123 45 67"));
    assert!(bench.page(ID).await.contains("Please call +49 170 123 45 67"));
    assert!(bench.inbox(&format!("/inbox/complaints/{ID}")).await.text().contains("Call back: +49 170 123 45 67"));
}

#[tokio::test]
async fn a_language_without_these_texts_falls_back_to_the_shops_and_rows_of_unknown_zones_to_its_clock() {
    let config = CONFIG.replace(r#"["en", "de"]"#, r#"["de", "en"]"#);
    let bench = Bench::with(|desk| desk.shop = Shop::parse(&config).unwrap()).await;
    let mut complaint = made(&bench.desk, OTHER_ID, VASE, REPLACEMENT, vec![]);
    (complaint.locale, complaint.time_zone) = ("tlh".into(), Some("Qo’noS".into()));
    bench.take(&complaint).await;
    let page = bench.page(OTHER_ID).await;
    assert!(page.contains("<html lang=\"de\"") && page.contains("21.11.2026, 20:41"), "{page}");
}

#[tokio::test]
async fn the_photos_of_the_complaint_itself_are_on_its_page() {
    let bench = Bench::new().await;
    let image = photo(4000);
    let body = bytes(&vase(&bench.desk, vec![attachment("a", "vase.jpg", "image/jpeg", &image)]));
    assert_eq!(bench.post(ID, Form::of(&body).file("a", "image/jpeg", &image).bytes()).await.status, 201);
    assert!(bench.page(ID).await.contains("/files/1\""));
    assert_eq!(bench.get(&format!("{}/files/1", bench.case(ID).await), &[]).await.bytes, image);
}

#[tokio::test]
async fn a_crash_between_file_and_row_leaves_no_file_behind() {
    let bench = with_vase().await;
    assert_eq!(bench.adds(ID, &new_form(), "", &[("image/jpeg", &photo(60))]).await.status, 303);
    let mut batch = bench.desk.files.batch(Uuid::parse_str(ID).unwrap());
    let mut upload = batch.begin(7_000_000).await.unwrap();
    upload.write(photo(80).into()).await.unwrap();
    upload.finish().await.unwrap();
    drop(batch);
    assert_eq!(bench.kept().await.1, 2);
    bench.desk.begin().await.unwrap();
    assert_eq!(bench.kept().await.1, 1);
}
