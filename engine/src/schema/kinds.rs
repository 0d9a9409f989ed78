//! Which key belongs to which kind of step, out of the doc comments: `For "text": …` names the kind that a key is for.

use crate::config::StepKind;
use crate::schema::describe::{Field, Record, prose};

/// What a key means to some kinds of step.
#[derive(Debug)]
pub struct Meaning {
    /// The kinds; none: every kind.
    pub kinds: Vec<String>,
    /// The meaning.
    pub text: String,
}

const FOR: &str = "For `";

/// What a doc comment says, apart for each group of kinds where it begins with ``For `kind`:``.
pub fn meanings(docs: &[&str]) -> Vec<Meaning> {
    let text = prose(docs);
    let Some(rest) = text.strip_prefix(FOR) else { return vec![Meaning { kinds: Vec::new(), text }] };
    let mut meanings = Vec::new();
    for part in rest.split(FOR) {
        let Some((names, text)) = part.split_once(": ") else { continue };
        let kinds = names.split('`').filter(|name| StepKind::ALL.iter().any(|(word, _)| word == name));
        meanings.push(Meaning { kinds: kinds.map(str::to_string).collect(), text: sentence(text.trim()) });
    }
    meanings
}

/// What a key means to one kind; None if it does not belong to it.
pub fn meaning(field: &Field, kind: &str) -> Option<String> {
    meanings(field.docs).into_iter().find(|meaning| meaning.kinds.iter().any(|each| each == kind)).map(|each| each.text)
}

/// Whether a key belongs to some kinds only.
pub fn is_special(field: &Field) -> bool {
    meanings(field.docs).iter().any(|meaning| !meaning.kinds.is_empty())
}

/// Whether the keys of a record depend on its `kind`.
pub fn is_by_kind(record: &Record) -> bool {
    record.fields.iter().any(is_special)
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Step;
    use crate::schema::{Describe, Shape};

    #[test]
    fn a_comment_that_names_kinds_says_something_else_for_each() {
        let found = meanings(&["For `choice`, `choices`: the options. For `remedy`: their", "order."]);
        let found: Vec<_> = found.iter().map(|each| (each.kinds.join("+"), each.text.as_str())).collect();
        assert_eq!(found, [("choice+choices".into(), "The options."), ("remedy".into(), "Their order.")]);
    }

    #[test]
    fn a_comment_that_names_none_is_for_all() {
        let found = meanings(&["When it is asked. For `consent`: when it is given."]);
        assert!(found.len() == 1 && found[0].kinds.is_empty());
    }

    #[test]
    fn every_key_of_a_step_is_for_all_kinds_or_for_kinds_that_there_are() {
        let Shape::Record(step) = Step::shape() else { panic!("a step is a record") };
        for field in step.fields.iter().filter(|field| prose(field.docs).starts_with(FOR)) {
            let meanings = meanings(field.docs);
            assert!(meanings.iter().all(|meaning| !meaning.kinds.is_empty()), "{}: {meanings:?}", field.key);
            assert_eq!(meanings.len(), prose(field.docs).matches(FOR).count(), "{}", field.key);
        }
    }
}
