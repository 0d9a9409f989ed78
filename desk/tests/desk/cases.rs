//! Cases: which event may follow on which, as a table, and what holds whatever happens in whatever order.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use redress_desk::cases::state::{after, next};
use redress_desk::cases::{By, Entry, Event, Kind, Standing, State};
use redress_engine::{Day, Json};

/// What a case becomes, by state: open, waiting, approved, closed, withdrawn. `-` where it cannot happen.
const TABLE: [(By, Kind, Option<bool>, &str); 21] = [
    (By::Shopper, Kind::Words, None, "O O A O O"),
    (By::Shopper, Kind::Photos, None, "O O A O O"),
    (By::Shopper, Kind::PersonWanted, None, "O O A O O"),
    (By::Shopper, Kind::OfferAccepted, None, "A A A - -"),
    (By::Shopper, Kind::OfferDeclined, None, "O O A - -"),
    (By::Shopper, Kind::Withdrawn, None, "T T T - -"),
    (By::Shopper, Kind::Feedback, Some(true), "C C C C -"),
    (By::Shopper, Kind::Feedback, Some(false), "O O O O -"),
    (By::Shopper, Kind::Feedback, None, "O W A C -"),
    (By::Shop, Kind::Answered, None, "O W A C T"),
    (By::Shop, Kind::Owner, None, "O W A C T"),
    (By::Shop, Kind::Asked, None, "W W - - -"),
    (By::Shop, Kind::Offered, None, "W W - - -"),
    (By::Shop, Kind::Approved, None, "A A A - -"),
    (By::Shop, Kind::Declined, None, "C C - - -"),
    (By::Shop, Kind::Closed, None, "C C C - -"),
    (By::Shop, Kind::Reopened, None, "- - - O O"),
    // Nobody speaks for another.
    (By::Shop, Kind::OfferAccepted, None, "- - - - -"),
    (By::Shop, Kind::Withdrawn, None, "- - - - -"),
    (By::Shopper, Kind::Approved, None, "- - - - -"),
    (By::Desk, Kind::Closed, None, "- - - - -"),
];

fn letter(state: Option<State>) -> &'static str {
    match state {
        None => "-",
        Some(State::Open) => "O",
        Some(State::Waiting) => "W",
        Some(State::Approved) => "A",
        Some(State::Closed) => "C",
        Some(State::Withdrawn) => "T",
    }
}

#[test]
fn each_event_leads_from_each_state_where_the_table_says() {
    for (by, kind, solved, expected) in TABLE {
        let found: Vec<_> = State::ALL.iter().map(|state| letter(next(*state, by, kind, solved))).collect();
        assert_eq!(found.join(" "), expected, "{by:?} {kind:?} {solved:?}");
    }
}

fn day(text: &str) -> Option<Day> {
    Day::parse(text)
}

fn entry(by: By, kind: Kind, data: Json, promise: &str) -> Entry {
    Entry { event: Event { by, kind, data, ..Event::default() }, promise: day(promise), ..Entry::default() }
}

#[test]
fn a_promise_is_made_by_what_the_shopper_says_kept_by_what_the_shop_says_and_never_put_off() {
    let words = |promise| entry(By::Shopper, Kind::Words, Json::Null, promise);
    let first = after(&Standing::default(), &words("2026-11-23"), 2).unwrap();
    assert_eq!((first.unanswered, first.answer_by), (true, day("2026-11-23")));
    let again = after(&first, &words("2026-11-30"), 3).unwrap();
    assert_eq!(again.answer_by, day("2026-11-23"), "writing again does not put it off");
    let owner = after(&again, &entry(By::Shop, Kind::Owner, Json::map([("owner", "Ben".into())]), ""), 4).unwrap();
    assert_eq!((owner.answer_by, owner.owner.as_str()), (day("2026-11-23"), "Ben"), "handing on is no answer");
    let answered = after(&owner, &entry(By::Shop, Kind::Answered, Json::Null, ""), 5).unwrap();
    assert_eq!((answered.unanswered, answered.answer_by), (false, None));
    let third = after(&answered, &words("2026-11-30"), 6).unwrap();
    assert_eq!(third.answer_by, day("2026-11-30"));
    let none = after(&answered, &words(""), 6).unwrap();
    assert_eq!((none.unanswered, none.answer_by), (true, None), "a shop that promises nothing has promised nothing");
}

#[test]
fn only_the_offer_that_was_read_can_be_taken() {
    let accept = |seq: i64| entry(By::Shopper, Kind::OfferAccepted, Json::map([("offer", seq.into())]), "");
    let offered = after(&Standing::default(), &entry(By::Shop, Kind::Offered, Json::Null, ""), 2).unwrap();
    assert_eq!((offered.state, offered.offer), (State::Waiting, Some(2)));
    let replaced = after(&offered, &entry(By::Shop, Kind::Offered, Json::Null, ""), 3).unwrap();
    assert!(after(&replaced, &accept(2), 4).is_none());
    assert!(after(&replaced, &entry(By::Shopper, Kind::OfferAccepted, Json::Null, ""), 4).is_none());
    let taken = after(&replaced, &accept(3), 4).unwrap();
    assert_eq!((taken.state, taken.offer), (State::Approved, None));
    assert!(after(&taken, &accept(3), 5).is_none(), "once");
    let closed = after(&replaced, &entry(By::Shop, Kind::Closed, Json::Null, ""), 4).unwrap();
    assert!(after(&closed, &accept(3), 5).is_none());
}

#[test]
fn whatever_happens_the_shopper_can_write_and_what_holds_for_one_state_holds() {
    let mut rng = StdRng::seed_from_u64(5);
    for _ in 0..2_000 {
        let mut standing = Standing { unanswered: true, ..Standing::default() };
        for seq in 2..30 {
            let by = By::ALL[rng.random_range(0..By::ALL.len())];
            let kind = Kind::ALL[rng.random_range(0..Kind::ALL.len())];
            let data = match rng.random_range(0..4) {
                0 => Json::map([("solved", true.into())]),
                1 => Json::map([("solved", false.into()), ("unsigned", true.into())]),
                2 => Json::map([("offer", standing.offer.unwrap_or(1).into())]),
                _ => Json::Null,
            };
            let unsigned = data.get("unsigned").is_some();
            let before = standing.clone();
            let Some(now) = after(&standing, &entry(by, kind, data, "2026-11-23"), seq) else { continue };
            assert!(by != By::Desk, "the desk only begins cases");
            assert!(now.answer_by.is_none() || now.unanswered, "a day is promised only for an answer that is due");
            assert!(now.offer.is_none() || !matches!(now.state, State::Closed | State::Withdrawn), "{kind:?}: {now:?}");
            assert!(
                by == By::Shop
                    || now.state != State::Approved
                    || before.state == State::Approved
                    || kind == Kind::OfferAccepted
            );
            if kind == Kind::Feedback && unsigned {
                assert_eq!(now, before, "what nobody vouches for changes nothing");
            }
            for kind in [Kind::Words, Kind::PersonWanted] {
                let next = after(&now, &entry(By::Shopper, kind, Json::Null, ""), seq + 1).unwrap();
                assert!(next.unanswered && matches!(next.state, State::Open | State::Approved));
            }
            standing = now;
        }
    }
}
