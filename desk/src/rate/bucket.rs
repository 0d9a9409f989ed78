//! Buckets: how much each sender has left, in memory, of a bounded size.
//!
//! The token bucket in its form as GCRA (ITU-T I.371): one moment for each sender, at which its bucket will be full again. A full bucket is
//! the same as none, so it is forgotten. Own code rather than the crate `governor`: its keyed store grows without a bound, it spends from
//! one bucket at a time, and a request here must be let in by all of its buckets or cost none of them anything.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Microseconds.
pub type Micros = i64;

/// Senders that are remembered: 16 bytes each and the room of the table, about 4 MB in all.
pub const SENDERS: usize = 100_000;

/// One bucket that a request draws from.
#[derive(Debug, Clone, Copy)]
pub struct Draw {
    /// Whose it is.
    pub key: u64,
    /// Requests it holds when it is full; at least 1.
    pub count: u32,
    /// How long it takes to fill when it is empty.
    pub span: Micros,
}

impl Draw {
    /// How long one request takes to flow back.
    fn each(&self) -> Micros {
        (self.span / i64::from(self.count.max(1))).max(1)
    }
}

/// The buckets that are not full.
#[derive(Debug)]
pub struct Buckets {
    /// When each will be full again.
    full_at: Mutex<HashMap<u64, Micros>>,
    /// How many are remembered.
    most: usize,
}

impl Buckets {
    /// With room for so many senders.
    pub fn new(most: usize) -> Buckets {
        Buckets { full_at: Mutex::default(), most }
    }

    /// Takes one request from every bucket, or from none: then Err says which of them was empty for longest, and for how long it will be.
    pub fn draw(&self, draws: &[Draw], now: Micros) -> Result<(), (usize, Micros)> {
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was set back leaves moments too far ahead: no bucket is emptier than empty.
        let until = |full_at: &HashMap<u64, Micros>, draw: &Draw| {
            full_at.get(&draw.key).map_or(now, |until| (*until).clamp(now, now.saturating_add(draw.span)))
        };
        let waits = draws.iter().map(|draw| until(&full_at, draw) + draw.each() - now - draw.span);
        if let Some((at, wait)) = waits.enumerate().max_by_key(|(_, wait)| *wait).filter(|(_, wait)| *wait > 0) {
            return Err((at, wait));
        }
        if full_at.len() + draws.len() > self.most {
            forget(&mut full_at, self.most / 2, now);
        }
        for draw in draws {
            let until = until(&full_at, draw) + draw.each();
            full_at.insert(draw.key, until);
        }
        Ok(())
    }
}

/// Forgets the buckets that are full; where that is not enough, the half that would be full first.
fn forget(full_at: &mut HashMap<u64, Micros>, enough: usize, now: Micros) {
    full_at.retain(|_, until| *until > now);
    if full_at.len() > enough {
        let mut moments: Vec<Micros> = full_at.values().copied().collect();
        let (_, middle, _) = moments.select_nth_unstable(full_at.len() / 2);
        let middle = *middle;
        full_at.retain(|_, until| *until > middle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Micros = 60_000_000;

    fn draw(key: u64) -> Draw {
        Draw { key, count: 3, span: 3 * MINUTE }
    }

    #[test]
    fn a_full_bucket_gives_what_it_holds_at_once_and_then_one_at_a_time_as_it_fills() {
        let buckets = Buckets::new(100);
        for _ in 0..3 {
            assert_eq!(buckets.draw(&[draw(1)], 0), Ok(()));
        }
        assert_eq!(buckets.draw(&[draw(1)], 0), Err((0, MINUTE)));
        assert_eq!(buckets.draw(&[draw(1)], MINUTE - 1), Err((0, 1)));
        assert_eq!(buckets.draw(&[draw(1)], MINUTE), Ok(()));
        assert_eq!(buckets.draw(&[draw(1)], MINUTE), Err((0, MINUTE)));
        assert_eq!(buckets.draw(&[draw(2)], MINUTE), Ok(()), "another's is its own");
        for _ in 0..3 {
            assert_eq!(buckets.draw(&[draw(1)], 9 * MINUTE), Ok(()), "full again, and no fuller");
        }
        assert!(buckets.draw(&[draw(1)], 9 * MINUTE).is_err());
    }

    #[test]
    fn over_any_stretch_no_more_is_given_than_it_holds_and_what_flowed_in() {
        let buckets = Buckets::new(100);
        let (mut now, mut given, mut seed) = (0, 0_i64, 7_u64);
        for _ in 0..5_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            now += i64::try_from(seed >> 40).unwrap_or_default();
            given += i64::from(buckets.draw(&[draw(1)], now).is_ok());
            assert!(given <= 3 + now / MINUTE, "{given} by {now}");
        }
        assert!(given >= now / MINUTE - 3, "and hardly less where as much is asked for: {given} by {now}");
    }

    #[test]
    fn a_request_that_one_bucket_refuses_costs_the_others_nothing() {
        let buckets = Buckets::new(100);
        let wide = Draw { key: 9, count: 4, span: 4 * MINUTE };
        for _ in 0..3 {
            assert_eq!(buckets.draw(&[wide, draw(1)], 0), Ok(()));
        }
        for _ in 0..50 {
            assert_eq!(buckets.draw(&[wide, draw(1)], 0), Err((1, MINUTE)));
        }
        assert_eq!(buckets.draw(&[wide, draw(2)], 0), Ok(()));
        assert_eq!(buckets.draw(&[wide, draw(3)], 0), Err((0, MINUTE)));
    }

    #[test]
    fn a_clock_that_is_set_back_shuts_nobody_out_for_longer_than_a_bucket_takes_to_fill() {
        let buckets = Buckets::new(100);
        for _ in 0..3 {
            assert_eq!(buckets.draw(&[draw(1)], 1_000_000 * MINUTE), Ok(()));
        }
        assert_eq!(buckets.draw(&[draw(1)], 0), Err((0, MINUTE)));
    }

    #[test]
    fn however_many_come_no_more_are_remembered_than_there_is_room_for_and_the_busiest_longest() {
        let buckets = Buckets::new(100);
        for _ in 0..3 {
            assert_eq!(buckets.draw(&[draw(0)], 0), Ok(()));
        }
        for key in 1..=300 {
            assert_eq!(buckets.draw(&[draw(key)], 0), Ok(()));
        }
        assert!(buckets.full_at.lock().unwrap().len() <= 100);
        assert!(
            buckets.draw(&[draw(0)], 0).is_err(),
            "who used up a bucket cannot have it forgotten by coming as many others"
        );
        let later = 2 * MINUTE;
        for key in 1..=100 {
            assert_eq!(buckets.draw(&[draw(key + 1_000_000)], later), Ok(()));
        }
        assert!(buckets.full_at.lock().unwrap().len() <= 100);
    }
}
