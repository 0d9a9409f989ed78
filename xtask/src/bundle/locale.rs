//! A locale file in parts: what the first screen shows, what comes after it, and what a shop says that is on first-name terms (`tone`
//! in the config). What only the desk says stays here.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use serde_json::{Map, Value};

use super::{files_of, has_extension};

const INFORMAL: &str = "@informal";
const DESK: &str = "desk.";

/// What the screens say that the first module draws (`is_first` in src/ui/later.rs), and the frame around them: whole keys, or a
/// beginning that ends with a dot. A screen whose texts are not among these waits for the second module.
const FIRST: [&str; 12] = [
    "failed.retry",
    "field.optional",
    "frame.",
    "item.",
    "items.",
    "later.",
    "nav.",
    "order.",
    "progress",
    "progress.last",
    "same-for-all",
    "step.",
];
/// Of the steps, those with which a complaint begins.
const FIRST_STEPS: [&str; 2] = ["step.items.", "step.reason."];

/// The parts of a locale file, each as minified JSON, sorted by key.
pub struct Parts {
    pub first: String,
    pub later: String,
    pub informal: String,
}

/// Takes a locale file apart.
pub fn apart(json: &str) -> Result<Parts> {
    let messages: Map<String, Value> = serde_json::from_str(json).context("a locale is one flat object")?;
    let messages = messages.into_iter().filter(|(key, _)| !key.starts_with(DESK));
    let (informal, formal): (Map<_, _>, Map<_, _>) = messages.partition(|(key, _)| key.ends_with(INFORMAL));
    let (first, later): (Map<_, _>, Map<_, _>) = formal.into_iter().partition(|(key, _)| is_first(key));
    Ok(Parts {
        first: serde_json::to_string(&first)?,
        later: serde_json::to_string(&later)?,
        informal: serde_json::to_string(&informal)?,
    })
}

/// The label that confirms a withdrawal in every language, `{"de": "Widerruf bestätigen"}`: a contract may be in another than the page.
pub fn labels(folder: &Path) -> Result<String> {
    let mut labels = Map::new();
    // locales/translators/ is for people.
    for path in files_of(folder)?.iter().filter(|path| has_extension(path, "json")) {
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let messages: Map<String, Value> = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
        let label = messages.get("withdrawal.review.send").cloned();
        let label = label.with_context(|| format!("{} lacks withdrawal.review.send", path.display()))?;
        labels.insert(path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), label);
    }
    Ok(serde_json::to_string(&labels)?)
}

fn is_first(key: &str) -> bool {
    let named = |first: &&str| if first.ends_with('.') { key.starts_with(*first) } else { key == *first };
    // What stands in the review comes later.
    FIRST.iter().any(named)
        && (!key.starts_with("step.") || FIRST_STEPS.iter().any(|step| key.starts_with(step)))
        && !key.ends_with(".row")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_message_goes_where_it_is_said() {
        let parts = apart(
            r#"{"nav.back":"Zurück","step.reason.title":"Was?","step.reason.row":"Problem","step.hurt.title":"Wer?","progress":{"other":"x"},
                "review.title":"Richtig?","review.title@informal":"Alles gut?","desk.mail.subject":"Eingang"}"#,
        )
        .unwrap();
        assert_eq!(parts.first, r#"{"nav.back":"Zurück","progress":{"other":"x"},"step.reason.title":"Was?"}"#);
        assert_eq!(parts.later, r#"{"review.title":"Richtig?","step.hurt.title":"Wer?","step.reason.row":"Problem"}"#);
        assert_eq!(parts.informal, r#"{"review.title@informal":"Alles gut?"}"#);
    }
}
