//! Rules on patterns: they can be read, and something within the length matches them.

use crate::check::{Checker, below, codes};
use crate::config::StepKind;
use crate::pattern::Pattern;
use crate::step::MAX_TEXT;

pub fn check(checker: &mut Checker) {
    for (id, step) in checker.steps() {
        let path = below(&below("/steps", &id), "pattern");
        let Some(written) = step.pattern.filter(|_| step.kind == StepKind::Text && checker.is_mine(&path)) else {
            continue;
        };
        match Pattern::new(&written) {
            Err(error) => {
                let message = format!("{} at character {} of the pattern", error.what, error.at + 1);
                let fix =
                    "Use classes, groups, | and bounded repetition; the pattern is anchored at both ends already.";
                checker.add(&codes::PATTERN_SYNTAX, path, message, fix);
            }
            Ok(pattern) => {
                let least = usize::try_from(step.min_length.unwrap_or(0)).unwrap_or(0);
                let most = usize::try_from(step.max_length.unwrap_or(MAX_TEXT)).unwrap_or(0);
                // Contradicting lengths are told by themselves.
                if least <= most && !pattern.matches_some(least, most) {
                    let message = format!("no text of {least} to {most} characters matches this pattern");
                    checker.add(
                        &codes::PATTERN_UNMATCHABLE,
                        path,
                        message,
                        "Change the pattern, minLength or maxLength.",
                    );
                }
            }
        }
    }
}
