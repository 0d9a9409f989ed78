//! Signals: how a form was filled in is told to the shop's people, and refuses nobody.

use redress_desk::policy::Policy;
use redress_engine::complaint::{Complaint, Signals};

use crate::multipart::Form;
use crate::samples::{ID, changed, vase};
use crate::support::Bench;

const FLAG: &str = "Perhaps a program";

async fn with(signals: Option<Signals>) -> Bench {
    let bench = Bench::with(|desk| {
        let policy = r#"{ "routing": [
            { "to": "look twice", "when": { "signal.honeypot": true } }, { "to": "hurried", "when": { "signal.seconds": { "below": 10 } } }] }"#;
        desk.policy = Policy::parse(policy, &[&desk.shop.config]).unwrap();
    })
    .await;
    bench.take(&Complaint { signals, ..vase(&bench.desk, vec![]) }).await;
    bench
}

#[tokio::test]
async fn what_a_program_may_have_filled_in_is_taken_with_a_quiet_word() {
    for (honeypot, seconds, odd) in [
        (true, Some(60), true),
        (true, None, true),
        (false, Some(0), true),
        (false, Some(2), true),
        (false, Some(3), false),
        (false, Some(-5), false),
        (false, None, false),
    ] {
        let bench = with(Some(Signals { honeypot, seconds })).await;
        for page in ["/inbox".to_string(), format!("/inbox/complaints/{ID}")] {
            assert_eq!(bench.inbox(&page).await.text().contains(FLAG), odd, "{honeypot} {seconds:?}");
        }
    }
    assert!(!with(None).await.inbox("/inbox").await.text().contains(FLAG));
}

#[tokio::test]
async fn the_page_says_what_was_noted_and_the_policy_can_sort_by_it() {
    let queues = async |signals| with(signals).await.row(ID).await.queues;
    let named = |names: &[&str]| names.iter().map(|name| ((*name).to_string(), String::new())).collect::<Vec<_>>();
    assert_eq!(queues(Some(Signals { honeypot: true, seconds: Some(1) })).await, named(&["look twice", "hurried"]));
    assert_eq!(queues(Some(Signals { honeypot: false, seconds: Some(40) })).await, named(&[]));
    assert_eq!(queues(None).await, named(&[]), "nobody is suspect for want of a signal");
    let bench = with(Some(Signals { honeypot: true, seconds: Some(1) })).await;
    let page = bench.inbox(&format!("/inbox/complaints/{ID}")).await;
    assert!(
        page.text().contains("the field that people do not see was filled in; 1 second from opening to confirming")
    );
}

#[tokio::test]
async fn what_a_newer_widget_notes_beside_is_taken_too() {
    let bench = Bench::new().await;
    let complaint = Complaint { signals: Some(Signals::default()), ..vase(&bench.desk, vec![]) };
    let body = changed(&complaint, "/signals/pasted", true.into());
    assert_eq!(bench.post(ID, Form::of(&body).bytes()).await.status, 201);
}
