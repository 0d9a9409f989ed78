//! Delivery: what becomes of a mail when the server is down, slow, busy or choosy, and how the inbox tells it.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::SignedDuration;
use redress_desk::outbox::{State, backoff, worker};
use redress_desk::shop::Shop;
use redress_engine::complaint::Complaint;
use serde_json::json;

use crate::mail::{SHOP, assert_has, bench, mailer, pass, signed};
use crate::multipart::Form;
use crate::samples::{ID, OTHER_ID, changed, vase};
use crate::smtp::{Smtp, Temper};
use crate::support::Bench;

#[tokio::test]
async fn one_refused_address_fails_at_once_and_the_others_go_on() {
    let mut smtp = Smtp::start(Temper::Refuses("gone@example.org", "550 5.1.1")).await;
    let bench = bench(&smtp).await;
    let body = changed(&vase(&bench.desk, vec![]), "/contact/email", json!("gone@example.org"));
    assert_eq!(bench.post(ID, Form::of(&body).bytes()).await.status, 201);
    let other = Complaint { id: OTHER_ID.into(), ..vase(&bench.desk, vec![]) };
    bench.take(&other).await;
    let refused = pass(&bench, bench.desk.clock.now()).await.remove(0);
    assert_eq!((refused.state, refused.attempts), (State::Failed, 1));
    assert_eq!(refused.last_error.as_deref(), Some("the mail server answered 550"), "no address in it");
    assert_eq!(smtp.mail().await.to, ["mira@example.org"]);
    let page = bench.inbox("/inbox").await;
    assert_eq!(page.text().matches("Mail not delivered").count(), 1, "{}", page.text());
    let page = bench.inbox(&format!("/inbox/complaints/{ID}")).await;
    assert_has(page.text(), &["Not delivered", "the mail server answered 550", "gone@example.org"]);
}

#[tokio::test]
async fn a_busy_server_a_wrong_password_and_a_refused_connection_are_tried_again() {
    // Bound and not listening: connections are refused, and as long as it is held nobody else gets this port.
    let held = tokio::net::TcpSocket::new_v4().unwrap();
    held.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let down = held.local_addr().unwrap();
    let busy = Smtp::start(Temper::BusyOnce("451 4.3.0")).await;
    let locked = Smtp::start(Temper::RefusesSender("530 5.7.0")).await;
    // Whoever is refused so, it is not this one shopper.
    let sender = Smtp::start(Temper::RefusesSender("550 5.1.8")).await;
    let closed = Smtp::start(Temper::Closed("554 5.7.1")).await;
    for (address, words) in [
        (busy.address, "the mail server answered 451"),
        (locked.address, "the mail server answered 530"),
        (sender.address, "the mail server answered 550"),
        (closed.address, "the mail server answered 554"),
        (down, "there is no connection to the mail server"),
    ] {
        let bench = Bench::with(|desk| {
            desk.shop = Shop::parse(SHOP).unwrap();
            desk.outbox = mailer(desk, &format!("smtp://{address}"));
        });
        let bench = bench.await;
        bench.take(&vase(&bench.desk, vec![])).await;
        let now = bench.desk.clock.now();
        let waiting = pass(&bench, now).await.remove(0);
        assert_eq!((waiting.state, waiting.attempts, waiting.last_error.as_deref()), (State::Waiting, 1, Some(words)));
        let wait = waiting.due_at.duration_since(now).as_secs();
        assert!((8..=12).contains(&wait), "{wait}");
        let page = bench.inbox(&format!("/inbox/complaints/{ID}")).await;
        assert_has(page.text(), &["Next attempt", words]);
        assert_eq!(worker::pass(&bench.desk, now).await.unwrap(), 0, "nothing is due before that");
        if address == busy.address {
            let sent = pass(&bench, waiting.due_at).await.remove(0);
            assert_eq!((sent.state, sent.attempts, sent.last_error), (State::Sent, 2, None));
        }
    }
}

#[tokio::test]
async fn a_password_is_said_decoded_and_never_before_the_line_is_encrypted_if_that_is_asked_for() {
    let mut smtp = Smtp::start(Temper::Kind).await;
    let address = smtp.address;
    for (url, state) in [
        (format!("smtp://desk%40tern.example:p%3Ass@{address}?tls=required"), State::Waiting),
        (format!("smtp://desk%40tern.example:p%3Ass@{address}"), State::Sent),
    ] {
        let bench = Bench::with(|desk| {
            desk.shop = Shop::parse(SHOP).unwrap();
            desk.outbox = mailer(desk, &url);
        });
        let bench = bench.await;
        bench.take(&vase(&bench.desk, vec![])).await;
        assert_eq!(pass(&bench, bench.desk.clock.now()).await[0].state, state);
        let said = std::mem::take(&mut *smtp.commands.lock().unwrap());
        let signed_in: Vec<_> = said.iter().filter_map(|line| line.strip_prefix("AUTH PLAIN ")).collect();
        match state {
            State::Sent => {
                assert_eq!(STANDARD.decode(signed_in[0]).unwrap(), b"\0desk@tern.example\0p:ss");
            }
            _ => assert!(signed_in.is_empty() && !said.iter().any(|line| line.starts_with("MAIL")), "{said:?}"),
        }
    }
    assert_eq!(smtp.came().len(), 1);
}

#[tokio::test]
async fn a_slow_server_is_waited_for_only_so_long_and_a_double_has_the_same_id() {
    let mut smtp = Smtp::start(Temper::SilentAtTheEnd).await;
    let url = smtp.url();
    let bench = Bench::with(|desk| {
        desk.shop = Shop::parse(SHOP).unwrap();
        desk.outbox = mailer(desk, &url);
        desk.outbox.patience = Duration::from_millis(300);
    });
    let bench = bench.await;
    bench.take(&vase(&bench.desk, vec![])).await;
    let waiting = pass(&bench, bench.desk.clock.now()).await.remove(0);
    assert_eq!((waiting.state, waiting.last_error.as_deref()), (State::Waiting, Some("it took too long")));
    pass(&bench, waiting.due_at).await;
    let (first, second) = (smtp.mail().await, smtp.mail().await);
    assert_eq!(first.header("Message-ID"), second.header("Message-ID"));
}

#[tokio::test]
async fn after_three_days_a_message_is_given_up_and_the_inbox_says_so() {
    let silent = Smtp::start(Temper::BusyOnce("451")).await;
    let bench = bench(&silent).await;
    bench.take(&vase(&bench.desk, vec![])).await;
    let late = bench.desk.clock.now() + backoff::PATIENCE - SignedDuration::from_secs(1);
    let message = pass(&bench, late).await.remove(0);
    assert_eq!(message.state, State::Failed);
    assert_eq!(message.last_error.as_deref(), Some("given up: the mail server answered 451"));
    assert!(bench.inbox("/inbox").await.text().contains("Mail not delivered"));
}

#[tokio::test]
async fn strangers_are_not_flooded_and_what_is_held_back_stands_in_the_inbox() {
    let mut smtp = Smtp::start(Temper::Kind).await;
    let bench = bench(&smtp).await;
    let ids: Vec<String> = (0..5).map(|n| format!("019a8f3e-6b2c-7d41-9a55-00000000000{n}")).collect();
    for id in &ids {
        bench.take(&Complaint { id: id.clone(), ..vase(&bench.desk, vec![]) }).await;
    }
    // The shop vouches for her: nothing is held back.
    bench.take(&signed(vase(&bench.desk, vec![]))).await;
    assert_eq!(pass(&bench, bench.desk.clock.now()).await[0].state, State::Sent);
    assert_eq!(smtp.came().len(), 3 + 1);
    let page = bench.inbox(&format!("/inbox/complaints/{}", ids[4])).await;
    assert_has(page.text(), &["Held back"]);
    let list = bench.inbox("/inbox").await;
    assert_eq!(list.text().matches("Mail not delivered").count(), 2, "they need another way\n{}", list.text());
}

#[tokio::test]
async fn without_a_mail_server_the_inbox_says_so_on_the_list_and_on_each_complaint() {
    let bench = Bench::new().await;
    bench.take(&vase(&bench.desk, vec![])).await;
    assert_eq!(worker::pass(&bench.desk, bench.desk.clock.now()).await.unwrap(), 0);
    for path in ["/inbox".to_string(), format!("/inbox/complaints/{ID}")] {
        let page = bench.inbox(&path).await;
        assert_has(page.text(), &["Acknowledgements are not being sent: no mail server is configured"]);
    }
    let smtp = Smtp::start(Temper::Kind).await;
    let page = crate::mail::bench(&smtp).await.inbox("/inbox").await;
    assert!(!page.text().contains("Acknowledgements are not being sent"));
}
