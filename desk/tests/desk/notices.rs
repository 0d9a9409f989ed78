//! Notices: who hears of an event: the shopper by a letter that gives nothing away to strangers, the merchant's system by a signed callback.

use redress_desk::callback::Callback;
use redress_desk::outbox::{Channel, Message, Outbox};
use redress_engine::complaint::Complaint;
use uuid::Uuid;

use crate::samples::{ID, vase};
use crate::sign::{claims, hs256, keys};
use crate::support::Bench;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// A desk with Mira's vase, for which the shop vouches or not, and a merchant's system that wants to be told.
async fn bench(vouched: bool) -> Bench {
    let bench = Bench::with(|desk| {
        desk.policy.keys = keys();
        desk.outbox = Outbox::new(None, Some(Callback::open("https://shop.example/hooks", Some(SECRET)).unwrap()));
    })
    .await;
    let token = vouched.then(|| hs256(&claims()));
    bench.take(&Complaint { token, locale: "en".into(), ..vase(&bench.desk, vec![]) }).await;
    bench
}

async fn messages(bench: &Bench, channel: Channel) -> Vec<Message> {
    let mut messages = bench.desk.store.messages(Uuid::parse_str(ID).unwrap()).await.unwrap();
    // The acknowledgement and `complaint.received` came with the complaint.
    messages.retain(|message| {
        message.channel == channel && !matches!(message.kind.as_str(), "acknowledgement" | "complaint.received")
    });
    messages
}

fn text<'a>(message: &'a Message, key: &str) -> &'a str {
    message.payload.get(key).unwrap().as_text().unwrap()
}

#[tokio::test]
async fn whom_the_shop_vouches_for_gets_the_shops_words_and_the_link() {
    let bench = bench(true).await;
    assert_eq!(bench.act(ID, &[("action", "asked"), ("text", "A photo of the box, please.")]).await.status, 303);
    let [notice] = messages(&bench, Channel::Mail).await.try_into().unwrap();
    assert_eq!((notice.kind.as_str(), notice.recipient.as_str(), notice.vouched), ("notice", "mira@example.org", true));
    let reference = bench.row(ID).await.reference;
    assert_eq!(text(&notice, "subject"), format!("{reference}: news from Tern & Tide"));
    let url = format!("https://help.ternandtide.example{}", bench.case(ID).await);
    assert!(text(&notice, "text").contains("A photo of the box, please.") && text(&notice, "text").contains(&url));
    assert!(text(&notice, "text").starts_with("Tern & Tide asked you"), "{}", text(&notice, "text"));
}

#[tokio::test]
async fn to_an_address_that_nobody_vouches_for_goes_neither_a_word_nor_the_link() {
    let bench = bench(false).await;
    for (action, words) in [("answered", "Your secret answer."), ("closed", "")] {
        assert_eq!(bench.act(ID, &[("action", action), ("text", words)]).await.status, 303);
    }
    let notices = messages(&bench, Channel::Mail).await;
    assert_eq!(notices.len(), 2);
    let token = bench.row(ID).await.case.token;
    for notice in notices {
        assert!(!notice.vouched);
        let text = text(&notice, "text");
        assert!(text.starts_with("There is news about RD-") && !text.contains("http"), "{text}");
        assert!(!text.contains(&token) && !text.contains("secret") && !text.contains("Tern"), "{text}");
    }
}

#[tokio::test]
async fn what_the_shopper_does_and_what_is_the_shops_own_business_is_no_letter() {
    let bench = bench(true).await;
    bench.adds(ID, &Uuid::new_v4().to_string(), "Hello?", &[]).await;
    bench.does(ID, "person", &[]).await;
    assert_eq!(bench.act(ID, &[("action", "owner"), ("owner", "Ben")]).await.status, 303);
    assert_eq!(bench.act(ID, &[("action", "answered"), ("text", "Too late"), ("seen", "1")]).await.status, 409);
    assert_eq!(bench.act(ID, &[("action", "asked"), ("text", "")]).await.status, 422);
    assert!(messages(&bench, Channel::Mail).await.is_empty());
    assert_eq!(messages(&bench, Channel::Callback).await.len(), 3, "what was not done is not told");
}

#[tokio::test]
async fn the_merchants_system_is_told_of_each_event_and_once_that_the_case_is_over() {
    let bench = bench(false).await;
    let form = Uuid::new_v4().to_string();
    for _ in 0..2 {
        bench.adds(ID, &form, "Hello?", &[("image/jpeg", &crate::samples::photo(40))]).await;
    }
    assert_eq!(bench.act(ID, &[("action", "closed")]).await.status, 303);
    assert_eq!(bench.act(ID, &[("action", "answered"), ("text", "Goodbye.")]).await.status, 303);
    let told = messages(&bench, Channel::Callback).await;
    let kinds: Vec<_> = told.iter().map(|message| message.kind.as_str()).collect();
    assert_eq!(kinds, ["case.updated", "case.closed", "case.updated"]);
    let data = told[0].payload.get("data").unwrap();
    let fact = |pointer: &str| data.pointer(pointer).unwrap().as_text().unwrap_or_default().to_string();
    assert_eq!((fact("/complaint"), fact("/state"), fact("/order")), (ID.into(), "open".into(), "T-20418".into()));
    assert_eq!(
        (fact("/event/kind"), fact("/event/by"), fact("/event/text")),
        ("words".into(), "shopper".into(), "Hello?".into())
    );
    assert_eq!((fact("/answerBy"), data.pointer("/event/files").unwrap().as_int()), ("2026-11-23".into(), Some(1)));
    assert!(!told[0].payload.to_text().contains(&bench.row(ID).await.case.token), "the link is the shopper's");
}
