//! Agents: what the shop's people do with a case, what the shopper then reads, and that two of them do not talk past each other.

use redress_desk::cases::{By, Kind, State};
use redress_engine::complaint::Complaint;
use serde_json::json;

use crate::samples::{ID, vase};
use crate::support::Bench;

/// A desk with Mira's vase, whose page is English.
async fn with_vase() -> Bench {
    let bench = Bench::new().await;
    let mut complaint = vase(&bench.desk, vec![]);
    complaint.locale = "en".into();
    bench.take(&complaint).await;
    bench
}

async fn state(bench: &Bench) -> State {
    bench.row(ID).await.case.state
}

async fn done(bench: &Bench, fields: &[(&str, &str)]) {
    let answer = bench.act(ID, fields).await;
    assert_eq!(answer.status, 303, "{fields:?} {}", answer.text());
    assert_eq!(answer.header("location"), format!("/inbox/complaints/{ID}#history"));
}

#[tokio::test]
async fn from_question_to_answer_to_approval_to_feedback_each_side_reads_the_other() {
    let bench = with_vase().await;
    done(&bench, &[("action", "asked"), ("text", "Please send a photo of the box.")]).await;
    assert_eq!(state(&bench).await, State::Waiting);
    let page = bench.page(ID).await;
    assert!(page.contains("We need something from you.") && page.contains("Please send a photo of the box."), "{page}");
    assert!(!page.contains("You hear from us"), "the shop has said its part");

    let form = uuid::Uuid::new_v4().to_string();
    assert_eq!(bench.adds(ID, &form, "Here it is.", &[("image/jpeg", &crate::samples::photo(50))]).await.status, 303);
    assert_eq!(state(&bench).await, State::Open);
    assert!(bench.page(ID).await.contains("You hear from us by Monday, November 23, 2026."));

    done(&bench, &[("action", "approved"), ("remedy", "1/replacement"), ("text", "A new one leaves today.")]).await;
    let page = bench.page(ID).await;
    assert!(
        page.contains("It is approved.") && page.contains("A new one leaves today.") && page.contains("Was it solved?"),
        "{page}"
    );
    assert!(page.contains("Stoneware vase: A new one"), "{page}");

    assert_eq!(bench.does(ID, "feedback", &[("solved", "yes"), ("rating", "5"), ("text", "Quick!")]).await.status, 303);
    assert_eq!(state(&bench).await, State::Closed);
    let page = bench.page(ID).await;
    assert!(
        page.contains("The case is closed.") && page.contains("5 of 5") && !page.contains("name=\"solved\""),
        "{page}"
    );
    let kinds: Vec<_> = bench.events(ID).await.iter().map(|event| event.kind).collect();
    assert_eq!(kinds, [Kind::Received, Kind::Asked, Kind::Words, Kind::Approved, Kind::Feedback]);
    let page = bench.inbox(&format!("/inbox/complaints/{ID}")).await.text().to_string();
    for text in [
        "Jana asked for more",
        "Customer wrote",
        "Jana approved it",
        "Customer gave feedback",
        "Rating 5 of 5",
        "Quick!",
    ] {
        assert!(page.contains(text), "{text}\n{page}");
    }
}

#[tokio::test]
async fn an_offer_with_an_amount_is_accepted_as_it_was_read() {
    let bench = with_vase().await;
    done(&bench, &[("action", "offered"), ("text", "Keep it and get money back."), ("amount", "19,20")]).await;
    let page = bench.page(ID).await;
    for text in [
        "Our offer",
        "€19.20",
        "Keep it and get money back.",
        "Your legal rights stay, whatever you choose.",
        "value=\"accept\"",
    ] {
        assert!(page.contains(text), "{text}\n{page}");
    }
    // Meanwhile the shop makes a better one; the page that the shopper has open still shows the first.
    done(&bench, &[("action", "offered"), ("text", "More money."), ("amount", "30")]).await;
    let old = bench.does(ID, "offer", &[("offer", "2"), ("answer", "accept")]).await;
    assert_eq!((old.status.as_u16(), state(&bench).await), (409, State::Waiting));
    assert!(old.text().contains("The case has changed meanwhile") && old.text().contains("€30.00"), "{}", old.text());
    assert_eq!(bench.does(ID, "offer", &[("offer", "3"), ("answer", "perhaps")]).await.status, 422);
    assert_eq!(bench.does(ID, "offer", &[("offer", "3"), ("answer", "accept")]).await.status, 303);
    assert_eq!(state(&bench).await, State::Approved);
    assert!(!bench.page(ID).await.contains("value=\"accept\""));
    let event = bench.events(ID).await.remove(2);
    assert_eq!((event.data.get("amount").unwrap().as_int(), event.fact("currency")), (Some(3_000), "EUR"));
}

#[tokio::test]
async fn an_offer_that_is_declined_is_the_shops_turn_again() {
    let bench = with_vase().await;
    done(&bench, &[("action", "offered"), ("remedy", "1/repair")]).await;
    assert!(!bench.page(ID).await.contains("Your legal rights stay, whatever"), "a remedy of the law is no gesture");
    assert_eq!(bench.does(ID, "offer", &[("offer", "2"), ("answer", "decline")]).await.status, 303);
    let row = bench.row(ID).await;
    assert_eq!((row.case.state, row.case.unanswered, row.case.offer), (State::Open, true, None));
}

#[tokio::test]
async fn how_it_goes_back_is_shown_with_what_is_true_of_it() {
    let bench = with_vase().await;
    let fields = [
        ("action", "approved"),
        ("remedy", "1/replacement"),
        ("way", "qr-code"),
        ("url", "https://parcels.example/c?a=1&b=2"),
        ("carrier", "Gull Post"),
        ("by", "2026-12-05"),
    ];
    done(&bench, &fields).await;
    let page = bench.page(ID).await;
    for text in [
        "Sending it back",
        "Show the code on your phone",
        "No printer needed",
        "https://parcels.example/c?a=1&#38;b=2",
        "Gull Post",
        "By Saturday, December 5, 2026",
    ] {
        assert!(page.contains(text), "{text}\n{page}");
    }
    done(&bench, &[("action", "approved"), ("remedy", "1/replacement"), ("way", "label")]).await;
    let page = bench.page(ID).await;
    assert!(page.contains("Print the label") && !page.contains("No printer needed"), "what was said last counts");
}

#[tokio::test]
async fn what_cannot_be_taken_is_said_with_what_was_typed_kept() {
    let bench = with_vase().await;
    let wrong: [&[(&str, &str)]; 14] = [
        &[("action", "answered"), ("text", " \n ")],
        &[("action", "declined"), ("text", "")],
        &[("action", "withdrawn"), ("text", "x")],
        &[("action", "received"), ("text", "x")],
        &[("action", ""), ("text", "x")],
        &[("action", "offered")],
        &[("action", "approved"), ("remedy", "1/a-car")],
        &[("action", "offered"), ("text", "x"), ("amount", "-5")],
        &[("action", "offered"), ("text", "x"), ("amount", "1.234,50")],
        &[("action", "offered"), ("text", "x"), ("amount", "12.505")],
        &[("action", "approved"), ("text", "x"), ("way", "by-owl")],
        &[("action", "approved"), ("text", "x"), ("carrier", "Gull Post")],
        &[("action", "approved"), ("text", "x"), ("way", "label"), ("url", "javascript:alert(1)")],
        &[("action", "approved"), ("text", "x"), ("way", "label"), ("by", "2026-02-30")],
    ];
    for fields in wrong {
        let answer = bench.act(ID, fields).await;
        assert_eq!(answer.status, 422, "{fields:?} {}", answer.text());
        assert!(answer.text().contains("id=\"alert\""), "{fields:?}");
    }
    let answer = bench.act(ID, &[("action", "offered"), ("text", "Sorry <b>"), ("amount", "much")]).await;
    assert!(answer.text().contains("Sorry &#60;b&#62;</textarea>") && answer.text().contains("value=\"much\""));
    assert_eq!(bench.events(ID).await.len(), 1);
}

#[tokio::test]
async fn two_agents_at_once_do_not_talk_past_each_other() {
    let bench = with_vase().await;
    done(&bench, &[("action", "answered"), ("text", "We send a new one."), ("agent", "Ben")]).await;
    let stale = bench.act(ID, &[("action", "declined"), ("text", "No, because."), ("seen", "1")]).await;
    assert_eq!(stale.status, 409);
    let page = stale.text();
    assert!(page.contains("Meanwhile something else happened") && page.contains("No, because.</textarea>"), "{page}");
    let new = page.split("class=\"shop new\"").nth(1).unwrap();
    assert!(new.contains("Ben answered") && new.contains("We send a new one."), "what is new is marked");
    assert!(page.contains("name=\"seen\" value=\"2\""), "sending it again takes it as it is");
    assert_eq!(bench.events(ID).await.len(), 2);
    // The same for what the shopper wrote meanwhile.
    let form = uuid::Uuid::new_v4().to_string();
    bench.adds(ID, &form, "It cut my hand!", &[]).await;
    let stale = bench.act(ID, &[("action", "closed"), ("seen", "2")]).await;
    assert!(stale.status == 409 && stale.text().contains("It cut my hand!"));
    // Both at the same time: one of them.
    let fields = [("action", "answered"), ("text", "Me."), ("seen", "3")];
    let both = tokio::join!(bench.act(ID, &fields), bench.act(ID, &fields));
    let mut statuses = [both.0.status.as_u16(), both.1.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!((statuses, bench.events(ID).await.len()), ([303, 409], 4));
}

#[tokio::test]
async fn only_a_form_of_the_inbox_itself_by_somebody_who_has_logged_in_does_anything() {
    let bench = with_vase().await;
    let cookie = bench.desk.inbox.cookie(bench.desk.clock.now(), "Jana", false);
    let cookie = cookie.split(';').next().unwrap();
    let path = format!("/inbox/complaints/{ID}/events");
    let fields = [("action", "closed"), ("seen", "1")];
    let refused: [&[(&str, &str)]; 8] = [
        &[("sec-fetch-site", "same-origin")],
        &[("cookie", "redress_inbox=9.9.9"), ("sec-fetch-site", "same-origin")],
        &[("cookie", cookie)],
        &[("cookie", cookie), ("sec-fetch-site", "cross-site")],
        &[
            ("cookie", cookie),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://desk.example"),
            ("host", "desk.example"),
        ],
        &[("cookie", cookie), ("sec-fetch-site", "none")],
        &[("cookie", cookie), ("origin", "null"), ("host", "desk.example")],
        &[("cookie", cookie), ("origin", "https://desk.example.evil.example"), ("host", "desk.example")],
    ];
    for headers in refused {
        let answer = bench.form(&path, &fields, headers).await;
        assert!(matches!(answer.status.as_u16(), 401 | 403), "{headers:?}");
    }
    assert_eq!(bench.events(ID).await.len(), 1);
    let plain_http = [("cookie", cookie), ("origin", "http://desk.example:8787"), ("host", "desk.example:8787")];
    assert_eq!(bench.form(&path, &fields, &plain_http).await.status, 303);
}

#[tokio::test]
async fn who_did_it_is_remembered_and_only_the_shop_reads_it() {
    let bench = with_vase().await;
    let answer = bench.act(ID, &[("action", "answered"), ("text", "Hello."), ("agent", "Zoë")]).await;
    let cookie = answer.header("set-cookie").split(';').next().unwrap().to_string();
    let page = bench.get(&format!("/inbox/complaints/{ID}"), &[("cookie", &cookie)]).await;
    assert!(page.text().contains("value=\"Zoë\"") && page.text().contains("Zoë answered"));
    assert!(!bench.page(ID).await.contains("Zoë"));
    assert!(bench.page(ID).await.contains("Tern &#38; Tide answered"));
    let login = bench.form("/inbox/login", &[("token", crate::support::TOKEN), ("name", "Ben")], &[]).await;
    let cookie = login.header("set-cookie").split(';').next().unwrap().to_string();
    assert!(
        bench.get(&format!("/inbox/complaints/{ID}"), &[("cookie", &cookie)]).await.text().contains("value=\"Ben\"")
    );
}

#[tokio::test]
async fn who_has_the_case_is_told_to_the_shopper() {
    let bench = with_vase().await;
    assert!(bench.page(ID).await.contains("With: Tern &#38; Tide"));
    done(&bench, &[("action", "owner"), ("owner", "The glass workshop")]).await;
    let page = bench.page(ID).await;
    assert!(
        page.contains("With: The glass workshop") && page.contains("You hear from us by"),
        "handing on answers nothing"
    );
    done(&bench, &[("action", "owner"), ("owner", "")]).await;
    assert!(bench.page(ID).await.contains("With: Tern &#38; Tide"));
}

#[tokio::test]
async fn what_the_policy_calls_its_queues_is_not_told_to_the_shopper() {
    use redress_desk::policy::Policy;
    let rules = serde_json::json!({ "routing": [{ "to": "suspected fraud", "when": true, "flag": "look twice" }] });
    let bench =
        Bench::with(|desk| desk.policy = Policy::parse(&rules.to_string(), &[&desk.shop.config]).unwrap()).await;
    bench.take(&Complaint { locale: "en".into(), ..vase(&bench.desk, vec![]) }).await;
    let page = bench.page(ID).await;
    assert!(page.contains("With: Tern &#38; Tide") && !page.contains("fraud") && !page.contains("twice"), "{page}");
    assert!(bench.inbox("/inbox").await.text().contains("suspected fraud"));
}

#[tokio::test]
async fn a_full_case_can_still_be_ended_by_the_shopper() {
    let bench = with_vase().await;
    for n in 0..199 {
        let form = uuid::Uuid::new_v4().to_string();
        assert_eq!(bench.adds(ID, &form, &format!("{n}"), &[]).await.status, 303, "{n}");
        if n % 15 == 0 {
            done(&bench, &[("action", "answered"), ("text", "Read.")]).await;
        }
    }
    assert_eq!(bench.does(ID, "person", &[]).await.status, 429);
    done(&bench, &[("action", "offered"), ("text", "Another vase.")]).await;
    let offer = bench.events(ID).await.len().to_string();
    assert_eq!(bench.does(ID, "offer", &[("offer", &offer), ("answer", "accept")]).await.status, 303);
    assert_eq!(state(&bench).await, State::Approved);
    assert_eq!(bench.does(ID, "withdraw", &[]).await.status, 303);
    assert_eq!(state(&bench).await, State::Withdrawn);
}

#[tokio::test]
async fn a_case_is_declined_with_a_reason_and_can_be_opened_again() {
    let bench = with_vase().await;
    done(&bench, &[("action", "declined"), ("text", "The vase was sold as a second.")]).await;
    assert_eq!(state(&bench).await, State::Closed);
    let page = bench.page(ID).await;
    assert!(
        page.contains("We can’t do what you asked for.")
            && page.contains("sold as a second")
            && page.contains("Talk to a person")
    );
    assert_eq!(bench.act(ID, &[("action", "approved"), ("text", "x")]).await.status, 409, "over is over");
    done(&bench, &[("action", "reopened"), ("text", "We looked again.")]).await;
    assert_eq!(state(&bench).await, State::Open);
    let row = bench.row(ID).await;
    assert_eq!((row.case.unanswered, row.case.answer_by), (true, None), "no day is made up");
    done(&bench, &[("action", "closed")]).await;
    assert_eq!(state(&bench).await, State::Closed);
}

#[tokio::test]
async fn what_is_in_the_history_stays_as_it_is() {
    let bench = with_vase().await;
    done(&bench, &[("action", "answered"), ("text", "Yes.")]).await;
    let path = bench.folder.path().join("redress.db");
    let pool = sqlx::SqlitePool::connect(&format!("sqlite:{}", path.display())).await.unwrap();
    for change in ["UPDATE events SET text = 'No.'", "DELETE FROM events WHERE seq = 2"] {
        let error = sqlx::query(sqlx::AssertSqlSafe(change)).execute(&pool).await.unwrap_err();
        assert!(error.to_string().contains("what was said and done is never"), "{error}");
    }
    // Whoever must erase a customer's data erases the complaint.
    sqlx::query("PRAGMA foreign_keys = ON").execute(&pool).await.unwrap();
    sqlx::query("DELETE FROM complaints").execute(&pool).await.unwrap();
    assert_eq!(bench.events(ID).await.len(), 0);
}

#[tokio::test]
async fn what_a_rule_approved_at_once_begins_approved_and_waits_to_be_seen() {
    use crate::sign::{claims, hs256, keys};
    use redress_desk::policy::Policy;
    let rules = json!({ "instant": [{ "remedies": ["replacement"], "when": true }] });
    let bench = Bench::with(|desk| {
        desk.policy = Policy::parse(&rules.to_string(), &[&desk.shop.config]).unwrap();
        desk.policy.keys = keys();
    })
    .await;
    let mut complaint = vase(&bench.desk, vec![]);
    complaint.token = Some(hs256(&claims()));
    bench.take(&complaint).await;
    let row = bench.row(ID).await;
    assert_eq!((row.case.state, row.case.unanswered, row.case.answer_by), (State::Approved, true, None));
    let events = bench.events(ID).await;
    assert_eq!((events[1].kind, events[1].by), (Kind::Approved, By::Desk));
    assert!(bench.page(ID).await.contains("Es wurde sofort genehmigt"));
    assert!(bench.inbox("/inbox?view=open").await.text().contains("Stoneware vase"), "somebody is to send the new one");
}
