//! Promises: a day that was promised is kept or seen; what was never promised is never said.

use redress_desk::shop::Shop;

use crate::samples::{ID, OTHER_ID, REPLACEMENT, VASE, made, vase};
use crate::support::{Bench, CONFIG};

const SORRY: &str = "Das tut uns leid. Sie müssen nicht auf uns warten";

async fn with_vase() -> Bench {
    let bench = Bench::new().await;
    bench.take(&vase(&bench.desk, vec![])).await;
    bench
}

/// The references of a list, in its order.
fn order(list: &str) -> Vec<String> {
    list.split("<span class=\"ref\">").skip(1).map(|rest| rest.split('<').next().unwrap().to_string()).collect()
}

#[tokio::test]
async fn a_promised_day_is_late_from_the_first_moment_after_it_where_the_shop_is() {
    let bench = with_vase().await;
    // Promised for Monday; it ends in Berlin at 23:00 UTC.
    for (moment, late) in [
        ("2026-11-23T08:00:00Z", false),
        ("2026-11-23T22:59:59Z", false),
        ("2026-11-23T23:00:00Z", true),
        ("2026-12-01T08:00:00Z", true),
    ] {
        let then = bench.at(moment).await;
        let list = then.inbox("/inbox").await.text().to_string();
        assert_eq!(list.contains("Promised for Monday, November 23, 2026"), late, "{moment}");
        assert_eq!(list.contains("1 answer is late."), late, "{moment}");
        let page = then.page(ID).await;
        assert_eq!((page.contains(SORRY), page.contains("Sie hören bis")), (late, !late), "{moment}");
    }
}

#[tokio::test]
async fn an_answer_keeps_the_promise_and_the_next_question_makes_a_new_one() {
    let bench = with_vase().await;
    let friday = bench.at("2026-11-27T10:00:00Z").await;
    assert!(friday.page(ID).await.contains(SORRY));
    // Writing again neither puts the promise off nor hides that it was broken.
    let form = uuid::Uuid::new_v4().to_string();
    assert_eq!(friday.adds(ID, &form, "Hello?", &[]).await.status, 303);
    assert!(friday.page(ID).await.contains(SORRY));
    assert_eq!(friday.act(ID, &[("action", "answered"), ("text", "We are late, sorry.")]).await.status, 303);
    let page = friday.page(ID).await;
    assert!(!page.contains(SORRY) && !page.contains("Sie hören bis"));
    assert!(!friday.inbox("/inbox").await.text().contains("Promised for"));
    let form = uuid::Uuid::new_v4().to_string();
    assert_eq!(friday.adds(ID, &form, "And now?", &[]).await.status, 303);
    assert!(friday.page(ID).await.contains("Sie hören bis Montag, 30. November 2026 von uns."));
}

#[tokio::test]
async fn a_shop_that_promises_nothing_has_promised_nothing() {
    let config = CONFIG.replace(r#", "answerWithin": { "workingDays": 1 }"#, "");
    let bench = Bench::with(|desk| desk.shop = Shop::parse(&config).unwrap()).await;
    bench.take(&vase(&bench.desk, vec![])).await;
    let form = uuid::Uuid::new_v4().to_string();
    assert_eq!(bench.adds(ID, &form, "Hello?", &[]).await.status, 303);
    let later = bench.at("2027-11-27T10:00:00Z").await;
    let page = later.page(ID).await;
    assert!(!page.contains("hören bis") && !page.contains(SORRY), "{page}");
    assert!(!later.inbox("/inbox").await.text().contains("Promised for"));
}

#[tokio::test]
async fn a_page_with_a_config_of_before_makes_no_promise_that_the_shop_makes_no_more() {
    let bench = Bench::with(|desk| {
        desk.shop = Shop::parse(&CONFIG.replace(r#", "answerWithin": { "workingDays": 1 }"#, "")).unwrap();
    })
    .await;
    let before = Shop::parse(CONFIG).unwrap();
    bench.desk.store.remember(&before, "2026-11-01T00:00:00Z").await.unwrap();
    let mut complaint = vase(&bench.desk, vec![]);
    complaint.config.sha256 = Some(before.sha256);
    let receipt = bench.take(&complaint).await.json();
    assert!(receipt["next"][0]["key"] == "answer" && receipt["next"][0]["by"].is_null(), "{receipt}");
    let row = bench.row(ID).await;
    assert!(row.config_named && row.config_sha256 != bench.desk.shop.sha256 && row.case.answer_by.is_none());
}

#[tokio::test]
async fn the_list_begins_with_what_is_late_then_what_the_shop_owes_and_ends_with_what_is_over() {
    let bench = Bench::new().await;
    let id = |n: usize| format!("019a8f3e-6b2c-7d41-9a55-0000000000{n:02}");
    let mut references = Vec::new();
    for n in 0..5 {
        let receipt = bench.take(&made(&bench.desk, &id(n), VASE, REPLACEMENT, vec![])).await.json();
        references.push(receipt["reference"].as_str().unwrap().to_string());
    }
    // 0 stays unanswered and late, 1 is closed, 2 waits, 3 is approved; 4 is answered and asked again on Friday.
    for (n, action) in [(1, "closed"), (2, "asked"), (3, "approved"), (4, "answered")] {
        assert_eq!(bench.act(&id(n), &[("action", action), ("text", "x")]).await.status, 303);
    }
    let friday = bench.at("2026-11-27T10:00:00Z").await;
    let form = uuid::Uuid::new_v4().to_string();
    assert_eq!(friday.adds(&id(4), &form, "And now?", &[]).await.status, 303);
    let expected: Vec<_> = [0, 4, 3, 2, 1].map(|n| references[n].clone()).into();
    assert_eq!(order(friday.inbox("/inbox").await.text()), expected);
    for (view, shown) in [
        ("open", vec![0, 4]),
        ("waiting", vec![2]),
        ("approved", vec![3]),
        ("closed", vec![1]),
        ("current", vec![0, 4, 3, 2]),
        ("nonsense", vec![0, 4, 3, 2, 1]),
    ] {
        let list = friday.inbox(&format!("/inbox?view={view}")).await;
        let shown: Vec<_> = shown.into_iter().map(|n: usize| references[n].clone()).collect();
        assert_eq!(order(list.text()), shown, "{view}");
    }
    let list = friday.inbox("/inbox").await.text().to_string();
    for tab in [
        "All <span>5</span>",
        "Open <span>2</span>",
        "Waiting <span>1</span>",
        "Approved <span>1</span>",
        "Closed <span>1</span>",
    ] {
        assert!(list.contains(tab), "{tab}\n{list}");
    }
}

#[tokio::test]
async fn pages_of_the_list_neither_lose_nor_repeat_a_case_across_ranks() {
    let bench = Bench::new().await;
    for n in 0..60 {
        let id = format!("019a8f3e-6b2c-7d41-9a55-0000000000{n:02}");
        bench.take(&made(&bench.desk, &id, VASE, REPLACEMENT, vec![])).await;
        if n % 2 == 0 {
            assert_eq!(bench.act(&id, &[("action", "answered"), ("text", "x")]).await.status, 303);
        }
    }
    let first = bench.inbox("/inbox").await.text().to_string();
    let more = first.split("/inbox?after=").nth(1).unwrap().split('"').next().unwrap();
    let second = bench.inbox(&format!("/inbox?after={more}")).await.text().to_string();
    let mut all = order(&first);
    all.extend(order(&second));
    assert_eq!((order(&first).len(), all.len()), (50, 60));
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 60);
    for odd in ["after=x", "after=1", "after=9.9.9", "days=-1", "days=99999999999", "view=%00"] {
        assert_ne!(bench.inbox(&format!("/inbox?{odd}")).await.status, 500, "{odd}");
    }
}

#[tokio::test]
async fn another_complaint_has_another_link() {
    let bench = with_vase().await;
    bench.take(&made(&bench.desk, OTHER_ID, VASE, REPLACEMENT, vec![])).await;
    assert_ne!(bench.case(ID).await, bench.case(OTHER_ID).await);
}
