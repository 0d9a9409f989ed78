//! Patterns: the subset of regular expressions that `pattern` of a text takes, matched in time linear in the text.
//!
//! The subset: literals; `.` (anything but a line break); `\d` `\w` `\s` and their opposites (`\d` and `\w` mean ASCII), `\n` `\t` `\r`,
//! and `\` before any sign; classes `[a-z_]`, `[^…]`; groups `(…)` and `(?:…)`; `|`; repetition `?` `*` `+` `{m}` `{m,}` `{m,n}` up to 256.
//! A pattern always means the whole text. There is no look-around and no back-reference, so a pattern is a set of states walked side
//! by side (Thompson 1968, as Pike wrote it down) and no text can make it slow.

#[cfg(feature = "check")]
mod lengths;
mod parser;

use parser::Node;

/// States of one pattern: what one character can cost.
const MAX_STATES: usize = 4096;

/// Why a pattern cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternError {
    /// Where, in characters from 0.
    pub at: usize,
    /// What is wrong there.
    pub what: &'static str,
}

/// A pattern ready to be matched.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    states: Vec<State>,
}

#[derive(Debug, Clone, PartialEq)]
enum State {
    /// One character of a set, then the next state.
    One(Set),
    /// Both ways at once.
    Split(usize, usize),
    /// Another state, without a character.
    Jump(usize),
    /// The end of the pattern.
    End,
}

/// A set of characters.
#[derive(Debug, Clone, PartialEq)]
struct Set {
    negated: bool,
    ranges: Vec<Range>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Range {
    /// From the first to the last.
    Chars(char, char),
    /// White space as Unicode has it, or everything else.
    Space(bool),
    /// Not a digit.
    NotDigit,
    /// Not a letter, digit or underscore.
    NotWord,
}

impl Pattern {
    /// Reads a pattern.
    pub fn new(pattern: &str) -> Result<Pattern, PatternError> {
        let node = parser::parse(pattern)?;
        let mut states = Compiler { states: Vec::new(), work: 0 };
        if states.add(&node).is_none() {
            return Err(PatternError { at: 0, what: "the pattern is too large: repeat less" });
        }
        states.states.push(State::End);
        Ok(Pattern { states: states.states })
    }

    /// Whether the whole text is as the pattern says.
    pub fn matches(&self, text: &str) -> bool {
        self.run(text).0
    }

    /// The same, and how many states were looked at on the way.
    fn run(&self, text: &str) -> (bool, usize) {
        let mut walk = Walk { states: &self.states, seen: vec![0; self.states.len()], round: 1, steps: 0 };
        let (mut now, mut then) = (Vec::new(), Vec::new());
        walk.enter(0, &mut now);
        for c in text.chars() {
            walk.round += 1;
            then.clear();
            for at in &now {
                if let Some(State::One(set)) = self.states.get(*at)
                    && set.has(c)
                {
                    walk.enter(at + 1, &mut then);
                }
            }
            std::mem::swap(&mut now, &mut then);
            if now.is_empty() {
                break;
            }
        }
        let end = self.states.len() - 1;
        (now.contains(&end), walk.steps)
    }
}

/// One walk over a text: which states were entered at the present character.
struct Walk<'a> {
    states: &'a [State],
    seen: Vec<usize>,
    round: usize,
    steps: usize,
}

impl Walk<'_> {
    /// Enters a state and all that it leads to without a character; each once.
    fn enter(&mut self, at: usize, list: &mut Vec<usize>) {
        let mut open = vec![at];
        while let Some(at) = open.pop() {
            let Some(seen) = self.seen.get_mut(at).filter(|seen| **seen != self.round) else { continue };
            *seen = self.round;
            self.steps += 1;
            match self.states.get(at) {
                Some(State::Split(one, other)) => {
                    open.push(*other);
                    open.push(*one);
                }
                Some(State::Jump(to)) => open.push(*to),
                _ => list.push(at),
            }
        }
    }
}

impl Set {
    fn has(&self, c: char) -> bool {
        let mut found = false;
        for range in &self.ranges {
            found |= match *range {
                Range::Chars(first, last) => first <= c && c <= last,
                Range::Space(is) => c.is_whitespace() == is,
                Range::NotDigit => !c.is_ascii_digit(),
                Range::NotWord => !(c.is_ascii_alphanumeric() || c == '_'),
            };
        }
        found != self.negated
    }
}

struct Compiler {
    states: Vec<State>,
    work: usize,
}

impl Compiler {
    fn push(&mut self, state: State) -> usize {
        self.states.push(state);
        self.states.len() - 1
    }

    fn set(&mut self, at: usize, state: State) {
        if let Some(old) = self.states.get_mut(at) {
            *old = state;
        }
    }

    /// Adds the states of a node; None where there are too many.
    fn add(&mut self, node: &Node) -> Option<()> {
        // Empty groups have no states and could be repeated for ever: what is counted is work.
        self.work += 1;
        if self.work > MAX_STATES || self.states.len() > MAX_STATES {
            return None;
        }
        match node {
            Node::Empty => {}
            Node::One(set) => {
                self.push(State::One(set.clone()));
            }
            Node::All(all) => {
                for node in all {
                    self.add(node)?;
                }
            }
            Node::Any(any) => self.alternatives(any)?,
            Node::Repeat(node, least, most) => {
                for _ in 0..*least {
                    self.add(node)?;
                }
                match most {
                    None => self.again(node)?,
                    Some(most) => self.perhaps(node, most.saturating_sub(*least))?,
                }
            }
        }
        Some(())
    }

    fn alternatives(&mut self, any: &[Node]) -> Option<()> {
        let mut ends = Vec::new();
        for (at, node) in any.iter().enumerate() {
            if at + 1 == any.len() {
                self.add(node)?;
                break;
            }
            let split = self.push(State::End);
            self.add(node)?;
            ends.push(self.push(State::End));
            self.set(split, State::Split(split + 1, self.states.len()));
        }
        for end in ends {
            self.set(end, State::Jump(self.states.len()));
        }
        Some(())
    }

    /// Any number of times.
    fn again(&mut self, node: &Node) -> Option<()> {
        let split = self.push(State::End);
        self.add(node)?;
        self.push(State::Jump(split));
        self.set(split, State::Split(split + 1, self.states.len()));
        Some(())
    }

    /// Up to so many times.
    fn perhaps(&mut self, node: &Node, times: usize) -> Option<()> {
        let mut splits = Vec::new();
        for _ in 0..times {
            splits.push(self.push(State::End));
            self.add(node)?;
        }
        for split in splits {
            self.set(split, State::Split(split + 1, self.states.len()));
        }
        Some(())
    }
}

#[cfg(test)]
mod tests;
