//! A locale file in two: what everybody loads, and what a shop says that is on first-name terms (`tone` in the config).

use anyhow::{Context, Result};
use serde_json::{Map, Value};

const INFORMAL: &str = "@informal";

/// The messages without the informal ones, and those; each as minified JSON, sorted by key.
pub fn apart(json: &str) -> Result<(String, String)> {
    let messages: Map<String, Value> = serde_json::from_str(json).context("a locale is one flat object")?;
    let (informal, formal): (Map<_, _>, Map<_, _>) = messages.into_iter().partition(|(key, _)| key.ends_with(INFORMAL));
    Ok((serde_json::to_string(&formal)?, serde_json::to_string(&informal)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn informal_messages_go_into_a_file_of_their_own() {
        let (formal, informal) = apart(r#"{"b":"Sie","b@informal":"du","a":{"other":"x"}}"#).unwrap();
        assert_eq!(
            (formal.as_str(), informal.as_str()),
            (r#"{"a":{"other":"x"},"b":"Sie"}"#, r#"{"b@informal":"du"}"#)
        );
    }
}
