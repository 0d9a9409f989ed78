//! What is kept, for how long, and when it is sent again.

use super::*;
use crate::read::{Read, Write};

fn answers() -> Answers {
    let mut answers = Answers::default();
    answers.set(Some("1"), "reason", "faulty".into());
    answers.set(Some("1"), "photos", Json::List(vec!["a".into()]));
    answers.set(None, "details", Json::Null);
    answers
}

fn waiting() -> Waiting {
    Waiting {
        id: "01a".into(),
        body: "{\"id\":\"01a\"}".into(),
        files: vec![Attachment { id: "a".into(), mime: "image/jpeg".into(), ..Attachment::default() }],
        endpoint: Endpoint { url: "/old".into(), ..Endpoint::default() },
        ..Waiting::default()
    }
}

fn kept(waiting: Option<Waiting>) -> Kept {
    let stage = Stage { flow: "complaint".into(), answers: answers(), ..Stage::default() };
    Kept {
        order: "A/1".into(),
        opened: "start".into(),
        saved_at: 1_000,
        stages: vec![stage],
        waiting,
        ..Kept::default()
    }
}

fn failure(code: &str, is_final: bool) -> Failure {
    Failure { key: "failed.server".into(), code: code.into(), is_final, ..Failure::default() }
}

#[test]
fn what_is_kept_comes_back_as_it_was() {
    let failed = Waiting { failure: Some(failure("x", true)), attempts: 3, next_at: 7, stopped: true, ..waiting() };
    for kept in [kept(None), kept(Some(failed)), kept(Some(Waiting { receipt: Some(Receipt::default()), ..waiting() }))]
    {
        let text = kept.to_json().to_text();
        let mut reader = Default::default();
        let read = Kept::read(&Json::parse(&text).unwrap(), &mut reader);
        assert_eq!((read.as_ref(), reader.problems.as_slice()), (Some(&kept), [].as_slice()), "{text}");
    }
}

#[test]
fn there_is_one_draft_for_an_order_and_a_flow_and_each_complaint_stands_for_itself() {
    assert_eq!(kept(None).key(), draft_key("A/1", "start"));
    assert_ne!(draft_key("A", "b"), draft_key("B", "b"));
    assert_ne!(draft_key("A", "b"), draft_key("A", "c"));
    assert_eq!(kept(Some(waiting())).key(), "01a");
}

#[test]
fn a_draft_is_over_after_its_hours_and_a_complaint_that_waits_never() {
    let privacy = Privacy { draft_hours: Some(2), ..Privacy::default() };
    let draft = kept(None);
    assert!(!draft.is_over(1_000 + 2 * HOUR - 1, &privacy));
    assert!(draft.is_over(1_000 + 2 * HOUR, &privacy));
    // A clock that was put back makes nothing older.
    assert!(!draft.is_over(0, &privacy));
    let ages = 1_000 * HOUR;
    assert!(!kept(Some(waiting())).is_over(ages, &privacy));
    assert!(!kept(Some(Waiting { stopped: true, ..waiting() })).is_over(ages, &privacy));
    assert!(!kept(Some(Waiting { failure: Some(failure("x", true)), ..waiting() })).is_over(ages, &privacy));
    assert!(kept(Some(Waiting { receipt: Some(Receipt::default()), ..waiting() })).is_over(ages, &privacy));
}

#[test]
fn where_nothing_may_be_kept_an_older_draft_goes_at_once_and_what_waits_is_still_sent() {
    let privacy = Privacy { storage: Storage::None, ..Privacy::default() };
    assert!(kept(None).is_over(1_001, &privacy));
    assert!(!kept(Some(waiting())).is_over(1_001, &privacy));
}

#[test]
fn hours_out_of_bounds_are_brought_into_them() {
    for (asked, hours) in
        [(None, 72), (Some(0), 1), (Some(-5), 1), (Some(1), 1), (Some(720), 720), (Some(i64::MAX), 720)]
    {
        assert_eq!(draft_hours(&Privacy { draft_hours: asked, ..Privacy::default() }), hours, "{asked:?}");
    }
}

#[test]
fn only_a_confirmed_complaint_that_nobody_stopped_or_refused_goes_out_by_itself() {
    assert!(!kept(None).is_due(9, true));
    assert!(kept(Some(waiting())).is_due(9, false));
    let not = [
        Waiting { stopped: true, ..waiting() },
        Waiting { receipt: Some(Receipt::default()), ..waiting() },
        Waiting { failure: Some(failure("delivery.status-422", true)), ..waiting() },
    ];
    for waiting in not {
        assert!(!kept(Some(waiting.clone())).is_due(i64::MAX, true), "{waiting:?}");
    }
}

#[test]
fn what_was_stopped_or_refused_goes_out_once_the_shopper_says_so_and_what_was_taken_never() {
    let refused = failure("delivery.status-422", true);
    let mut waiting = Waiting { stopped: true, failure: Some(refused), next_at: 99, attempts: 3, ..waiting() };
    waiting.ask_again(7);
    assert!(kept(Some(waiting.clone())).is_due(7, false) && !kept(Some(waiting.clone())).is_due(6, false));
    assert_eq!(waiting.attempts, 3, "pauses go on from there");
    waiting.receipt = Some(Receipt::default());
    waiting.ask_again(8);
    assert!(!kept(Some(waiting)).is_due(8, true));
}

#[test]
fn back_online_only_what_failed_for_want_of_a_network_goes_at_once() {
    let mut lost = waiting();
    lost.failed(failure("delivery.network", false), 100, None, 0.0);
    assert!(!kept(Some(lost.clone())).is_due(101, false) && kept(Some(lost)).is_due(101, true));
    let mut busy = waiting();
    busy.failed(failure("delivery.status-429", false), 100, Some(60), 0.0);
    assert!(!kept(Some(busy.clone())).is_due(60_099, true));
    assert!(kept(Some(busy)).is_due(60_100, false));
}

#[test]
fn pauses_grow_to_an_hour_half_of_each_is_chance_and_a_server_is_heard_for_a_day() {
    let mut last = 0;
    for attempts in 0..100 {
        let (longest, shortest) = (pause(attempts, None, 0.0), pause(attempts, None, 1.0));
        assert!(longest >= last && longest <= LONGEST_PAUSE, "{attempts}: {longest}");
        assert_eq!(shortest, longest - longest / 2);
        last = longest;
    }
    assert_eq!((pause(1, None, 0.0), last), (FIRST_PAUSE, LONGEST_PAUSE));
    for random in [f64::NAN, f64::INFINITY, -1.0, 2.0] {
        assert!((FIRST_PAUSE / 2..=FIRST_PAUSE).contains(&pause(1, None, random)), "{random}");
    }
    assert_eq!(pause(1, Some(60), 0.5), 60_000);
    assert_eq!(pause(1, Some(-60), 0.0), FIRST_PAUSE);
    assert_eq!(pause(1, Some(i64::MAX), 0.5), LONGEST_ASKED);
}
