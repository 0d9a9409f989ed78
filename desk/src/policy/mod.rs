//! Policy: the merchant's private rules (`--policy FILE`): keys of tokens, what is approved at once, where a case goes, what is asked for.
//!
//! It cannot refuse anything. Rules read the language of the public config's `when`, on facts that the shop vouches for: a fact that
//! nobody vouches for is unknown, and an unknown fact makes a comparison false.

mod check;
pub mod decide;
mod read;

use std::fmt;

use redress_engine::condition::Condition;
use redress_engine::config::{Config, parse};
use redress_engine::read::{Problem, Reader};

use crate::token::Key;

/// The private rules. The default has none: everything is received, and no token can be checked.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// What tokens are checked with.
    pub keys: Vec<Key>,
    /// What is approved at once.
    pub instant: Vec<Instant>,
    /// Where cases go.
    pub routing: Vec<Route>,
    /// What is missing.
    pub needs_info: Vec<NeedsInfo>,
}

/// Approves these remedies for a line.
#[derive(Debug, Clone)]
pub struct Instant {
    /// Ids of remedies.
    pub remedies: Vec<String>,
    /// For which lines.
    pub when: Condition,
}

/// Puts a case into a queue of the inbox.
#[derive(Debug, Clone)]
pub struct Route {
    /// The queue's name.
    pub to: String,
    /// Which cases.
    pub when: Condition,
    /// A word for the inbox.
    pub flag: Option<String>,
}

/// Tells the shopper that something is missing.
#[derive(Debug, Clone)]
pub struct NeedsInfo {
    /// In which cases.
    pub when: Condition,
    /// What is to be asked for: ids of steps, or words.
    pub ask: Vec<String>,
}

/// A mistake in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// Stable code.
    pub code: &'static str,
    /// JSON Pointer.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub fix: String,
}

/// Every mistake in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaws(pub Vec<Flaw>);

impl fmt::Display for Flaws {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        let Flaws(flaws) = self;
        write!(formatter, "{} {}", flaws.len(), if flaws.len() == 1 { "mistake" } else { "mistakes" })?;
        for Flaw { code, path, message, fix } in flaws {
            let place = if path.is_empty() { "/" } else { path };
            write!(formatter, "\n  {code} at {place}: {message}. {fix}")?;
        }
        Ok(())
    }
}

impl Policy {
    /// Reads a policy file for shops with these configs, the desk's own first. All mistakes are told at once.
    pub fn parse(text: &str, configs: &[&Config]) -> Result<Policy, Flaws> {
        let json = parse(text).map_err(|problem| Flaws(vec![flaw(problem)]))?;
        let mut reader = Reader::default();
        let mut flaws = Vec::new();
        let policy = read::policy(&json, &mut reader, &mut flaws);
        flaws.extend(reader.problems.into_iter().map(flaw));
        check::check(&json, configs, &mut flaws);
        flaws.sort_by(|a, b| a.path.cmp(&b.path));
        if flaws.is_empty() { Ok(policy) } else { Err(Flaws(flaws)) }
    }
}

/// A problem of the engine's reader, in this file's words.
fn flaw(problem: Problem) -> Flaw {
    let Problem { code, path, message } = problem;
    let (code, message, fix) = match code {
        "config.unknown-key" => {
            ("policy.unknown-key", "this key is unknown".into(), read::keys_of(&path).map_or_else(String::new, known))
        }
        "config.syntax" => ("policy.syntax", message, "Mend the JSON there.".into()),
        "config.too-large" => ("policy.too-large", "a policy has at most 1 MB".into(), "Make it shorter.".into()),
        _ => ("policy.type", message, "Write what is expected.".into()),
    };
    Flaw { code, path, message, fix }
}

fn known(keys: &[&str]) -> String {
    format!("Take it out, or write one of: {}.", keys.join(", "))
}
