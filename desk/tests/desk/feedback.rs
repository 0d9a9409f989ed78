//! Feedback: what a shopper says afterwards goes to the case it is about, and only if it is really theirs does it change anything.

use redress_desk::cases::{Kind, State};
use redress_desk::shop::Shop;
use redress_engine::complaint::Complaint;
use serde_json::json;

use crate::samples::{ID, OTHER_ID, VASE, build, vase};
use crate::sign::{claims, claims_with, hs256, keys};
use crate::support::{Bench, CONFIG};

/// A shop with a feedback flow, and Mira's vase.
async fn bench(change: impl FnOnce(&mut redress_desk::Desk)) -> Bench {
    let flow = r#""flows": { "feedback": { "kind": "feedback", "steps": ["solved", "ease", "details"] } },
        "steps": { "solved": { "kind": "choice", "label": "Solved?", "options": ["yes", "no"], "required": true,
            "option": { "yes": { "label": "Yes" }, "no": { "label": "No" } } }, "ease": { "kind": "rating", "label": "How was it?", "max": 5 } }, "endpoint""#;
    let config = CONFIG.replace("\"endpoint\"", flow);
    let bench = Bench::with(|desk| {
        desk.shop = Shop::parse(&config).unwrap();
        desk.policy.keys = keys();
        change(desk);
    })
    .await;
    let mut complaint = vase(&bench.desk, vec![]);
    complaint.locale = "en".into();
    bench.take(&complaint).await;
    bench
}

fn feedback(bench: &Bench, solved: &str, token: Option<String>) -> Complaint {
    let answers = json!({ "items": {}, "shared": { "solved": solved, "ease": 4, "details": "All is well." } });
    let complaint =
        build(&bench.desk, OTHER_ID, "feedback", "2026-11-21T20:41:00+01:00", VASE, &answers.to_string(), vec![]);
    Complaint { token, ..complaint }
}

async fn state(bench: &Bench, id: &str) -> State {
    bench.row(id).await.case.state
}

#[tokio::test]
async fn feedback_that_the_shop_vouches_for_is_an_event_of_the_case_and_ends_or_reopens_it() {
    for (solved, expected) in [("yes", State::Closed), ("no", State::Open)] {
        let bench = bench(|_| {}).await;
        assert_eq!(bench.act(ID, &[("action", "approved"), ("text", "Yes")]).await.status, 303);
        bench.take(&feedback(&bench, solved, Some(hs256(&claims())))).await;
        let event = bench.events(ID).await.pop().unwrap();
        assert_eq!((event.kind, event.text.as_str()), (Kind::Feedback, "All is well."));
        assert_eq!(event.data.get("rating").unwrap().as_int(), Some(4));
        assert!(event.data.get("unsigned").is_none());
        assert_eq!(state(&bench, ID).await, expected, "{solved}");
        assert_eq!(state(&bench, OTHER_ID).await, State::Closed, "it is dealt with where it belongs");
        assert!(bench.page(ID).await.contains("All is well."));
    }
}

#[tokio::test]
async fn what_the_receipt_of_a_feedback_promises_is_seen_to_be_late_in_the_case_that_it_opens() {
    let bench = bench(|_| {}).await;
    assert_eq!(bench.act(ID, &[("action", "approved"), ("text", "Yes")]).await.status, 303);
    let receipt = bench.take(&feedback(&bench, "no", Some(hs256(&claims())))).await.json();
    assert_eq!(receipt["next"][0]["by"], "2026-11-23");
    let promised = bench.row(ID).await.case.answer_by.map(|day| day.iso());
    assert_eq!(promised.as_deref(), Some("2026-11-23"));
    assert!(bench.at("2026-11-24T10:00:00Z").await.inbox("/inbox").await.text().contains("Promised for"));
}

#[tokio::test]
async fn feedback_that_the_shop_vouches_for_is_not_read_by_a_stranger_who_named_the_order() {
    let bench = bench(|_| {}).await;
    let (mine, theirs) = ("019a8f3e-6b2c-7d41-9a55-0c1d2e3f4a50", "019a8f3e-6b2c-7d41-9a55-0c1d2e3f4a51");
    bench.take(&Complaint { id: mine.into(), token: Some(hs256(&claims())), ..vase(&bench.desk, vec![]) }).await;
    bench.take(&Complaint { id: theirs.into(), ..vase(&bench.desk, vec![]) }).await;
    bench.take(&feedback(&bench, "no", Some(hs256(&claims())))).await;
    assert!(bench.page(mine).await.contains("All is well.") && !bench.page(theirs).await.contains("All is well."));
}

#[tokio::test]
async fn feedback_for_which_nobody_vouches_is_noted_for_the_agents_and_changes_nothing() {
    let another = claims_with("/order/number", json!("T-1"));
    for token in [None, Some(hs256(&another)), Some("x.y.z".into())] {
        let bench = bench(|_| {}).await;
        bench.take(&feedback(&bench, "yes", token.clone())).await;
        let row = bench.row(ID).await;
        assert_eq!((row.case.state, row.case.unanswered), (State::Open, true));
        assert_eq!(state(&bench, OTHER_ID).await, State::Open, "a person looks at it");
        assert!(
            !bench.page(ID).await.contains("All is well."),
            "a stranger's words are not put into the shopper's mouth"
        );
        let agents = bench.inbox(&format!("/inbox/complaints/{ID}")).await.text().to_string();
        let noted = agents.contains("All is well.") && agents.contains("Nobody vouches");
        // A token for another order speaks for that one.
        assert_eq!(noted, token != Some(hs256(&another)), "{token:?}");
    }
}

#[tokio::test]
async fn strangers_cannot_fill_a_case_with_feedback() {
    let bench = bench(|_| {}).await;
    for n in 0..8 {
        let id = format!("019a8f3e-6b2c-7d41-9a55-0000000000{n:02}");
        bench.take(&Complaint { id, ..feedback(&bench, "no", None) }).await;
    }
    assert_eq!(bench.events(ID).await.len(), 1 + 5);
    let form = uuid::Uuid::new_v4().to_string();
    assert_eq!(bench.adds(ID, &form, "It is me.", &[]).await.status, 303, "the shopper's own room is not theirs");
}

#[tokio::test]
async fn feedback_without_a_case_stands_for_itself() {
    let bench = bench(|_| {}).await;
    bench.does(ID, "withdraw", &[]).await;
    bench.take(&feedback(&bench, "no", Some(hs256(&claims())))).await;
    assert_eq!((state(&bench, OTHER_ID).await, bench.events(ID).await.len()), (State::Open, 2));
}

#[tokio::test]
async fn on_the_page_not_solved_opens_the_case_and_asks_for_a_person() {
    let bench = bench(|_| {}).await;
    assert_eq!(bench.does(ID, "feedback", &[("solved", "yes")]).await.status, 422, "not before anything was decided");
    assert_eq!(bench.act(ID, &[("action", "closed")]).await.status, 303);
    assert_eq!(bench.does(ID, "feedback", &[("rating", "5")]).await.status, 422);
    let answer = bench.does(ID, "feedback", &[("solved", "no"), ("rating", "9"), ("text", "Still broken.")]).await;
    assert_eq!(answer.status, 303);
    let row = bench.row(ID).await;
    assert_eq!((row.case.state, row.case.unanswered, row.case.answer_by.is_some()), (State::Open, true, true));
    let event = bench.events(ID).await.pop().unwrap();
    assert!(event.data.get("rating").is_none(), "9 of 5 is no rating");
    assert!(bench.inbox("/inbox?view=open").await.text().contains("Stoneware vase"));
}

#[tokio::test]
async fn the_page_links_to_the_widgets_feedback_only_where_the_desk_trusts_the_origin() {
    let link = "https://ternandtide.example/orders#redress=feedback&#38;order=T-20418";
    for (allowed, there) in
        [(vec![], false), (vec!["https://other.example"], false), (vec!["https://ternandtide.example"], true)]
    {
        let bench =
            bench(|desk| desk.allow_origin = allowed.iter().map(|origin| origin.parse().unwrap()).collect()).await;
        assert_eq!(bench.act(ID, &[("action", "closed")]).await.status, 303);
        let page = bench.page(ID).await;
        assert_eq!(page.contains(link), there, "{allowed:?}");
        assert!(page.contains("name=\"solved\""), "the form is there in any case");
    }
    let evil = "https://ternandtide.example@evil.example/x";
    let bench = bench(|desk| desk.allow_origin = vec!["https://ternandtide.example".parse().unwrap()]).await;
    let mut complaint = Complaint { page: evil.into(), ..vase(&bench.desk, vec![]) };
    complaint.id = OTHER_ID.into();
    bench.take(&complaint).await;
    assert_eq!(bench.act(OTHER_ID, &[("action", "closed")]).await.status, 303);
    assert!(!bench.page(OTHER_ID).await.contains("evil.example"));
}
