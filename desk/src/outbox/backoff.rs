//! Back-off: when a message that failed is tried again, and when it is given up.

use jiff::{SignedDuration, Timestamp};

/// The wait after the first failure; it doubles with each.
const FIRST: SignedDuration = SignedDuration::from_secs(10);
/// The longest wait.
const LONGEST: SignedDuration = SignedDuration::from_hours(6);
/// How long a message is tried: a mail server that broke on Friday is mended on Monday (RFC 5321, section 4.5.4.1, wants 4 to 5 days of a
/// relay; a shopper who hears nothing for three has been told by the receipt's date).
pub const PATIENCE: SignedDuration = SignedDuration::from_hours(72);

/// When to try again after `attempts` failures, the last at `now`; None where it is to be given up. `jitter`, 0 to 1, spreads the waits
/// by a fifth either way, so that what failed together does not come back together.
pub fn next(created_at: Timestamp, attempts: u32, now: Timestamp, jitter: f64) -> Option<Timestamp> {
    let doubled = FIRST.as_secs().saturating_mul(1 << attempts.saturating_sub(1).min(20));
    let wait = doubled.min(LONGEST.as_secs()) as f64 * (0.8 + 0.4 * jitter.clamp(0.0, 1.0));
    let next = now.checked_add(SignedDuration::from_secs(wait as i64)).ok()?;
    (next.duration_since(created_at) <= PATIENCE).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_from_ten_seconds_to_six_hours_and_end_after_three_days() {
        let start = Timestamp::UNIX_EPOCH;
        let (mut now, mut waits) = (start, Vec::new());
        while let Some(next) = next(start, waits.len() as u32 + 1, now, 0.5) {
            waits.push(next.duration_since(now).as_secs());
            now = next;
        }
        assert_eq!(waits[..4], [10, 20, 40, 80]);
        assert_eq!(waits.iter().max(), Some(&21_600));
        assert!(now.duration_since(start) > SignedDuration::from_hours(60), "tried until the third day");
        assert!(waits.len() < 30, "and not too often: {}", waits.len());
    }

    #[test]
    fn jitter_moves_a_wait_by_a_fifth_at_most_and_no_count_of_attempts_overflows() {
        let start = Timestamp::UNIX_EPOCH;
        let wait = |attempts, jitter| next(start, attempts, start, jitter).map(|next| next.as_second());
        assert_eq!((wait(1, 0.0), wait(1, 1.0)), (Some(8), Some(12)));
        assert_eq!(wait(u32::MAX, 0.5), Some(21_600));
    }
}
