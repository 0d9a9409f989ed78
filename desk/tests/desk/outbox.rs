//! Outbox: messages are written with what they tell of, taken once at a time, and few for addresses that nobody vouches for.

use jiff::{SignedDuration, Timestamp};
use redress_desk::outbox::{Channel, Draft, LEASE, State};
use redress_engine::Json;
use uuid::Uuid;

use crate::samples::{ID, vase};
use crate::support::Bench;

const ALL: [Channel; 3] = Channel::ALL;

fn id() -> Uuid {
    Uuid::parse_str(ID).unwrap()
}

fn notice(recipient: &str, vouched: bool) -> Draft {
    Draft { vouched, payload: Json::Text("x".into()), ..Draft::new(id(), "notice", Channel::Mail, recipient) }
}

async fn bench() -> (Bench, Timestamp) {
    let bench = Bench::new().await;
    bench.take(&vase(&bench.desk, vec![])).await;
    let now = bench.desk.clock.now();
    // What the complaint itself has to tell is another file's.
    while let Some(message) = bench.desk.store.claim_message(&ALL, now).await.unwrap() {
        bench.desk.store.message_sent(message.id, now).await.unwrap();
    }
    (bench, now)
}

#[tokio::test]
async fn a_message_is_taken_once_and_again_when_its_lease_or_the_process_has_ended() {
    let (bench, now) = bench().await;
    let store = &bench.desk.store;
    store.enqueue(&[notice("a@example.org", true)], now).await.unwrap();
    assert_eq!(store.next_message_due(&ALL).await.unwrap(), Some(now));
    let first = store.claim_message(&ALL, now).await.unwrap().unwrap();
    assert_eq!((first.attempts, first.payload), (1, Json::Text("x".into())));
    assert!(store.claim_message(&ALL, now + LEASE - SignedDuration::from_secs(1)).await.unwrap().is_none());
    assert_eq!(store.next_message_due(&ALL).await.unwrap(), Some(now + LEASE));
    let again = store.claim_message(&ALL, now + LEASE).await.unwrap().unwrap();
    assert_eq!((again.id, again.attempts), (first.id, 2), "the same message under the same id");
    // What a start does.
    bench.desk.begin().await.unwrap();
    assert_eq!(store.claim_message(&ALL, now).await.unwrap().unwrap().id, first.id);
    store.message_sent(first.id, now).await.unwrap();
    bench.desk.begin().await.unwrap();
    assert!(store.claim_message(&ALL, now + LEASE).await.unwrap().is_none());
}

#[tokio::test]
async fn a_message_whose_channel_is_not_configured_waits_and_is_given_up_after_three_days() {
    let (bench, now) = bench().await;
    let store = &bench.desk.store;
    store.enqueue(&[notice("a@example.org", true)], now).await.unwrap();
    assert!(store.claim_message(&[Channel::Callback], now).await.unwrap().is_none());
    assert_eq!(store.next_message_due(&[Channel::Callback]).await.unwrap(), None);
    assert_eq!(store.give_up_messages(&[], now).await.unwrap(), 0);
    assert_eq!(store.give_up_messages(&[Channel::Mail], now + LEASE).await.unwrap(), 0);
    assert_eq!(store.give_up_messages(&[], now + LEASE).await.unwrap(), 1);
    let message = store.messages(id()).await.unwrap().pop().unwrap();
    assert_eq!((message.state, message.payload), (State::Failed, Json::Null));
}

#[tokio::test]
async fn an_address_that_nobody_vouches_for_gets_three_an_hour_and_ten_a_day() {
    let (bench, now) = bench().await;
    let store = &bench.desk.store;
    let sent_at = |hours: i64| now + SignedDuration::from_hours(100 + hours) + SignedDuration::from_secs(hours);
    let count = async || {
        let all = store.messages(id()).await.unwrap();
        all.iter().filter(|message| message.kind == "notice" && message.state == State::Waiting).count()
    };
    for address in ["eve@example.net", "EVE@example.net", "eve+1@Example.net", "eve+2@example.net", " eve@example.net"]
    {
        store.enqueue(&[notice(address, false)], sent_at(0)).await.unwrap();
    }
    assert_eq!(count().await, 3);
    // Others are not counted along, and who is vouched for is not counted at all.
    store.enqueue(&[notice("adam@example.net", false), notice("eve@example.net", true)], sent_at(0)).await.unwrap();
    assert_eq!(count().await, 5);
    for hours in 1..8 {
        let four = [(); 4].map(|()| notice("eve@example.net", false));
        store.enqueue(&four, sent_at(hours)).await.unwrap();
    }
    assert_eq!(count().await, 5 + 7, "three, three and one more make ten a day");
    store.enqueue(&[notice("eve@example.net", false)], sent_at(25)).await.unwrap();
    assert_eq!(count().await, 5 + 8, "and after a day there is room again");
}

#[tokio::test]
async fn messages_go_with_their_complaint() {
    let (bench, now) = bench().await;
    bench.desk.store.enqueue(&[notice("a@example.org", true)], now).await.unwrap();
    let mut stranger = notice("a@example.org", true);
    stranger.complaint = Uuid::max();
    assert!(bench.desk.store.enqueue(&[notice("b@example.org", true), stranger], now).await.is_err());
    let waiting = bench.desk.store.messages(id()).await.unwrap();
    assert!(waiting.iter().all(|message| message.recipient != "b@example.org"), "all of a transaction or nothing");
}
