//! Patterns: the same trouble with the same product is seen across cases, each order once, and no longer than it matters.

use serde_json::{Value, json};

use crate::samples::{REPLACEMENT, VASE, made};
use crate::support::Bench;

fn id(n: usize) -> String {
    format!("019a8f3e-6b2c-7d41-9a55-0000000000{n:02}")
}

/// A complaint about one piece of an order.
async fn complain(bench: &Bench, n: usize, order: &str, item: Value, reason: &str) {
    let mut context: Value = serde_json::from_str(VASE).unwrap();
    context["order"]["number"] = order.into();
    for (key, value) in item.as_object().unwrap() {
        context["items"][0][key] = value.clone();
    }
    let answers = REPLACEMENT.replace("damaged", reason);
    bench.take(&made(&bench.desk, &id(n), &context.to_string(), &answers, vec![])).await;
}

fn kettle() -> Value {
    json!({ "sku": "KE-1", "title": "Kettle" })
}

#[tokio::test]
async fn the_same_fault_in_several_orders_is_told_once_with_a_link_to_its_cases() {
    let bench = Bench::new().await;
    for n in 0..3 {
        complain(&bench, n, &format!("T-{n}"), kettle(), "faulty").await;
    }
    // A second complaint about an order that is counted already, another reason, another product.
    complain(&bench, 3, "T-0", kettle(), "faulty").await;
    complain(&bench, 4, "T-4", kettle(), "damaged").await;
    complain(&bench, 5, "T-5", json!({ "sku": "VA-07", "title": "Vase" }), "faulty").await;
    let page = bench.inbox("/inbox/patterns").await.text().to_string();
    assert!(page.contains("3 × Kettle: It doesn’t work") && page.contains("3 this week"), "{page}");
    assert_eq!(page.matches(" × ").count(), 1, "one alone is no pattern\n{page}");
    assert!(bench.inbox("/inbox").await.text().contains("3 × Kettle: It doesn’t work"));
    let link = page.split("href=\"/inbox?").nth(1).unwrap().split('"').next().unwrap().replace("&#38;", "&");
    let list = bench.inbox(&format!("/inbox?{link}")).await.text().to_string();
    assert_eq!(list.matches("class=\"case\"").count(), 4, "every case of it\n{list}");
    assert!(list.contains("about KE-1"));
}

#[tokio::test]
async fn a_product_without_a_number_goes_by_its_title_and_html_in_it_is_text() {
    let bench = Bench::new().await;
    for n in 0..2 {
        complain(&bench, n, &format!("T-{n}"), json!({ "sku": null, "title": "<b>Lamp</b> & \"co\"" }), "damaged")
            .await;
    }
    let page = bench.inbox("/inbox/patterns").await.text().to_string();
    assert!(page.contains("2 × &#60;b&#62;Lamp") && !page.contains("<b>Lamp"), "{page}");
    let link = page.split("href=\"/inbox?").nth(1).unwrap().split('"').next().unwrap().replace("&#38;", "&");
    let list = bench.inbox(&format!("/inbox?{link}")).await;
    assert_eq!(list.text().matches("class=\"case\"").count(), 2, "{link}");
}

#[tokio::test]
async fn what_is_over_or_old_is_no_pattern() {
    let bench = Bench::new().await;
    for n in 0..2 {
        complain(&bench, n, &format!("T-{n}"), kettle(), "faulty").await;
    }
    let told = |page: String| page.contains(" × Kettle");
    for (moment, week, month) in [
        ("2026-11-28T19:41:07Z", true, true),
        ("2026-11-28T19:41:08Z", false, true),
        ("2026-12-21T19:41:07Z", false, true),
        ("2026-12-21T19:41:08Z", false, false),
    ] {
        let page = bench.at(moment).await.inbox("/inbox/patterns").await.text().to_string();
        assert_eq!((page.contains("2 this week"), page.contains("2 in 30 days")), (week, month), "{moment}");
    }
    assert_eq!(bench.act(&id(0), &[("action", "closed")]).await.status, 303);
    assert!(!told(bench.inbox("/inbox/patterns").await.text().into()));
    assert_eq!(bench.get("/inbox/patterns", &[]).await.status, 401);
}

#[tokio::test]
async fn what_a_shopper_did_and_own_words_are_no_fault_of_a_product() {
    let bench = Bench::new().await;
    for n in 0..2 {
        complain(&bench, n, &format!("T-{n}"), kettle(), "other").await;
    }
    assert!(!bench.inbox("/inbox/patterns").await.text().contains(" × "));
}
