//! Patterns, as they are written: text → tree, with the place of the first fault.

use super::{PatternError, Range, Set};

/// Times that a repetition may name.
const MAX_REPEAT: usize = 256;
/// Groups within groups.
const MAX_DEPTH: usize = 32;
/// Characters of a pattern.
const MAX_LENGTH: usize = 1000;

type Parsed<T> = Result<T, PatternError>;

/// What is to be matched.
#[derive(Debug, Clone)]
pub enum Node {
    /// Nothing.
    Empty,
    /// One character.
    One(Set),
    /// One after the other.
    All(Vec<Node>),
    /// One of these.
    Any(Vec<Node>),
    /// At least so often, at most so often; None: without end.
    Repeat(Box<Node>, usize, Option<usize>),
}

/// Reads a pattern.
pub fn parse(pattern: &str) -> Parsed<Node> {
    let mut parser = Parser { text: pattern.chars().collect(), at: 0 };
    if parser.text.len() > MAX_LENGTH {
        parser.at = MAX_LENGTH;
        return parser.error("a pattern has at most 1000 characters");
    }
    // Anchored anyway: who writes ^ and $ around the whole means just that.
    let anchored = parser.take('^');
    let node = parser.any(0)?;
    if (parser.take('$') || anchored)
        && let Node::Any(_) = node
    {
        return parser.error("^ and $ around alternatives: leave them out, a pattern means the whole text");
    }
    if parser.at < parser.text.len() {
        return parser.error(match parser.text.get(parser.at) {
            Some(')') => "this ) has no (",
            _ => "^ and $ stand only at the ends",
        });
    }
    Ok(node)
}

struct Parser {
    text: Vec<char>,
    at: usize,
}

impl Parser {
    fn error<T>(&self, what: &'static str) -> Parsed<T> {
        Err(PatternError { at: self.at, what })
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek();
        self.at += usize::from(c.is_some());
        c
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    /// Alternatives.
    fn any(&mut self, depth: usize) -> Parsed<Node> {
        if depth > MAX_DEPTH {
            return self.error("at most 32 groups within groups");
        }
        let first = self.all(depth)?;
        let mut any = Vec::new();
        while self.take('|') {
            any.push(self.all(depth)?);
        }
        if any.is_empty() {
            return Ok(first);
        }
        any.insert(0, first);
        Ok(Node::Any(any))
    }

    /// One thing after the other.
    fn all(&mut self, depth: usize) -> Parsed<Node> {
        let mut all = Vec::new();
        while !matches!(self.peek(), None | Some('|' | ')' | '^' | '$')) {
            let one = self.one(depth)?;
            all.push(self.repeated(one)?);
        }
        Ok(if all.is_empty() { Node::Empty } else { Node::All(all) })
    }

    fn one(&mut self, depth: usize) -> Parsed<Node> {
        let single = |range| Ok(Node::One(Set { negated: false, ranges: vec![range] }));
        match self.peek() {
            Some('(') => self.group(depth),
            Some('[') => self.class().map(Node::One),
            Some('\\') => self.escape().map(|ranges| Node::One(Set { negated: false, ranges })),
            Some('.') => {
                self.at += 1;
                Ok(Node::One(Set { negated: true, ranges: vec![Range::Chars('\n', '\n')] }))
            }
            Some('*' | '+' | '?' | '{') => self.error("nothing to repeat here"),
            Some('}' | ']') => self.error("write a backslash before it"),
            Some(c) => {
                self.at += 1;
                single(Range::Chars(c, c))
            }
            None => self.error("something is missing here"),
        }
    }

    fn group(&mut self, depth: usize) -> Parsed<Node> {
        self.at += 1;
        if self.take('?') && !self.take(':') {
            return self.error("after (? only : is possible: no look-around, no names, no flags");
        }
        let node = self.any(depth + 1)?;
        match self.peek() {
            Some(')') => {
                self.at += 1;
                Ok(node)
            }
            Some(_) => self.error("^ and $ stand only at the ends"),
            None => self.error("a ) is missing"),
        }
    }

    fn repeated(&mut self, node: Node) -> Parsed<Node> {
        let (least, most) = match self.peek() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => {
                self.at += 1;
                let least = self.count()?;
                let most = if !self.take(',') {
                    Some(least)
                } else if self.peek() == Some('}') {
                    None
                } else {
                    Some(self.count()?)
                };
                if self.peek() != Some('}') {
                    return self.error("a } is missing");
                }
                if most.is_some_and(|most| most < least) {
                    return self.error("at most is less than at least");
                }
                (least, most)
            }
            _ => return Ok(node),
        };
        self.at += 1;
        if matches!(self.peek(), Some('?' | '*' | '+' | '{')) {
            return self.error("one repetition is enough: none is lazy or possessive here");
        }
        Ok(Node::Repeat(Box::new(node), least, most))
    }

    fn count(&mut self) -> Parsed<usize> {
        let start = self.at;
        let mut count = 0;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            count = count * 10 + digit as usize;
            if count > MAX_REPEAT {
                return self.error("at most 256 times");
            }
            self.at += 1;
        }
        if self.at == start { self.error("a number is missing") } else { Ok(count) }
    }

    /// What stands after a backslash, as a set.
    fn escape(&mut self) -> Parsed<Vec<Range>> {
        self.at += 1;
        let one = |c| vec![Range::Chars(c, c)];
        let ranges = match self.peek() {
            Some('d') => vec![Range::Chars('0', '9')],
            Some('w') => {
                vec![Range::Chars('0', '9'), Range::Chars('A', 'Z'), Range::Chars('_', '_'), Range::Chars('a', 'z')]
            }
            Some('s') => vec![Range::Space(true)],
            Some('D') => vec![Range::NotDigit],
            Some('W') => vec![Range::NotWord],
            Some('S') => vec![Range::Space(false)],
            Some('n') => one('\n'),
            Some('t') => one('\t'),
            Some('r') => one('\r'),
            Some(c) if c.is_ascii_punctuation() || c == ' ' => one(c),
            Some('0'..='9') => return self.error("there are no back-references"),
            Some(_) => return self.error("this escape is unknown"),
            None => return self.error("a sign is missing after the backslash"),
        };
        self.at += 1;
        Ok(ranges)
    }

    fn class(&mut self) -> Parsed<Set> {
        self.at += 1;
        let negated = self.take('^');
        let mut ranges = Vec::new();
        while !self.take(']') {
            let first = self.member()?;
            if self.peek() != Some('-') || self.text.get(self.at + 1).is_none_or(|c| *c == ']') {
                ranges.extend(first);
                continue;
            }
            self.at += 1;
            let last = self.member()?;
            match (first.as_slice(), last.as_slice()) {
                (&[Range::Chars(low, a)], &[Range::Chars(b, high)]) if low == a && b == high && low <= high => {
                    ranges.push(Range::Chars(low, high));
                }
                _ => return self.error("a range goes from a sign to a later one"),
            }
        }
        if ranges.is_empty() { self.error("an empty class matches nothing") } else { Ok(Set { negated, ranges }) }
    }

    fn member(&mut self) -> Parsed<Vec<Range>> {
        match self.peek() {
            Some('\\') => self.escape(),
            Some('[') => self.error("write a backslash before it"),
            Some(_) => Ok(self.next().map(|c| Range::Chars(c, c)).into_iter().collect()),
            None => self.error("a ] is missing"),
        }
    }
}
