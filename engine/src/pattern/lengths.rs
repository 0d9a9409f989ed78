//! Patterns, for the checker: whether a text of some length can match at all.

use super::{Pattern, Set, State, Walk};

/// Longer texts than this are not tried: a pattern that needs them is taken to be fine.
const LONGEST: usize = 2000;

impl Pattern {
    /// Whether some text of `least` to `most` characters matches. Classes are taken to have a member.
    pub fn matches_some(&self, least: usize, most: usize) -> bool {
        let mut walk = Walk { states: &self.states, seen: vec![0; self.states.len()], round: 1, steps: 0 };
        let end = self.states.len().saturating_sub(1);
        let mut now = Vec::new();
        walk.enter(0, &mut now);
        for length in 0..=most {
            if (length >= least && now.contains(&end)) || length > LONGEST {
                return true;
            }
            walk.round += 1;
            let mut then = Vec::new();
            for at in &now {
                if matches!(self.states.get(*at), Some(State::One(set)) if !is_empty(set)) {
                    walk.enter(at + 1, &mut then);
                }
            }
            if then.is_empty() {
                return false;
            }
            now = then;
        }
        false
    }
}

fn is_empty(set: &Set) -> bool {
    set.ranges.is_empty() && !set.negated
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    fn some(pattern: &str, least: usize, most: usize) -> bool {
        Pattern::new(pattern).unwrap().matches_some(least, most)
    }

    #[test]
    fn the_lengths_of_what_matches_are_known() {
        assert!(some(r"\d{10}", 0, 10) && !some(r"\d{10}", 0, 9) && !some(r"\d{10}", 11, 2000));
        assert!(some("(ab)+", 0, 2) && !some("(ab)+", 3, 3) && some("(ab)+", 3, 4));
        assert!(some("", 0, 0) && !some("", 1, 5) && some("a*", 5, 5) && some("a|bcd", 2, 3));
    }
}
