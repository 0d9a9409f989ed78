//! Simulation, ways: how many paths there are to a state, by what they cost.

use super::report::Spread;
use std::collections::BTreeMap;

/// How many ways there are to a state, by what they cost.
pub type Ways = BTreeMap<Cost, u64>;

/// What a path has cost so far, and what it has met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Cost {
    /// Taps.
    pub taps: u32,
    /// Fields typed into.
    pub typed: u32,
    /// A remedy step has offered something.
    pub offered: bool,
    /// A remedy step has offered nothing.
    pub bare: bool,
}

/// Adds so many ways of one cost. Counts stop at the largest number there is.
pub fn add(ways: &mut Ways, cost: Cost, count: u64) {
    let known = ways.entry(cost).or_default();
    *known = known.saturating_add(count);
}

/// Changes the cost of every way.
pub fn shift(ways: &mut Ways, change: &dyn Fn(&mut Cost)) {
    let mut shifted = Ways::new();
    for (mut cost, count) in std::mem::take(ways) {
        change(&mut cost);
        add(&mut shifted, cost, count);
    }
    *ways = shifted;
}

/// How many ways there are.
pub fn total(ways: &Ways) -> u64 {
    ways.values().fold(0, |sum: u64, count| sum.saturating_add(*count))
}

/// A count as JSON holds it.
pub fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The fewest, the median and the most of one sort of cost over all ways.
pub fn spread(ways: &Ways, of: impl Fn(&Cost) -> u32) -> Spread {
    let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
    for (cost, count) in ways {
        let known = counts.entry(of(cost)).or_default();
        *known = known.saturating_add(*count);
    }
    let all = total(ways);
    let mut below = 0_u64;
    let median = counts.iter().find(|(_, count)| {
        below = below.saturating_add(**count);
        below >= all.div_ceil(2)
    });
    let first = counts.first_key_value().map_or(0, |(value, _)| i64::from(*value));
    let last = counts.last_key_value().map_or(0, |(value, _)| i64::from(*value));
    Spread { fewest: first, median: median.map_or(0, |(value, _)| i64::from(*value)), most: last }
}
