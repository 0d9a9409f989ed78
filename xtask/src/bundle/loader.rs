//! What the loader must know before its first request, put into its source in place of the placeholders.

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::Files;

pub struct Facts {
    pub version: String,
    /// The versioned folder's name.
    pub assets: String,
    /// Country codes of two letters, lower case.
    pub laws: Vec<String>,
    /// A JSON object: locale to what "Close" is called.
    pub close: String,
    /// Tags of two letters.
    pub partial: Vec<String>,
}

impl Facts {
    /// In the source each placeholder is a string literal, so that the file is valid JavaScript before this, too. What is JSON already goes
    /// in as it is: an object is shorter than a text to parse.
    pub fn fill(&self, source: &str) -> Result<String> {
        let values = [
            ("VERSION", text(&self.version)?),
            ("ASSETS", text(&self.assets)?),
            ("LAWS", text(&self.laws.concat())?),
            ("CLOSE", self.close.clone()),
            ("PARTIAL", text(&self.partial.concat())?),
        ];
        let mut filled = source.to_owned();
        for (name, value) in values {
            let placeholder = format!("\"__REDRESS_{name}__\"");
            if !filled.contains(&placeholder) {
                bail!("the loader lacks the placeholder {placeholder}");
            }
            filled = filled.replace(&placeholder, &value);
        }
        match filled.find("__REDRESS_") {
            Some(at) => bail!("the loader has an unknown placeholder: {}", filled[at..].lines().next().unwrap_or("")),
            None => Ok(filled),
        }
    }
}

/// A JSON string is a JavaScript string literal.
fn text(value: &str) -> Result<String> {
    Ok(serde_json::to_string(value)?)
}

/// The frame stands before any locale file is there: the name of its button travels in the loader. Beside it the languages that have the
/// texts of the withdrawal only: their frame speaks the next best.
pub fn close(files: &Files) -> Result<(String, Vec<String>)> {
    let (mut texts, mut partial) = (serde_json::Map::new(), Vec::new());
    for tag in super::stems(files, "locales/") {
        let path = format!("locales/{tag}.json");
        let locale: Value = serde_json::from_slice(&files[&path]).with_context(|| path.clone())?;
        if locale["step.reason.title"].is_null() {
            if tag.len() != 2 {
                bail!("{path} is partial, and the loader knows partial languages by two letters");
            }
            partial.push(tag);
            continue;
        }
        match &locale["frame.close"] {
            Value::String(close) => texts.insert(tag, close.as_str().into()),
            _ => bail!("{path} lacks the text frame.close"),
        };
    }
    Ok((serde_json::to_string(&texts)?, partial))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = r#"const [v, a, l, w, f] = ["__REDRESS_VERSION__", "__REDRESS_ASSETS__",
        "__REDRESS_LAWS__", "__REDRESS_PARTIAL__", "__REDRESS_CLOSE__"];"#;

    fn facts() -> Facts {
        Facts {
            version: "0.1.0".into(),
            assets: "0.1.0-01234567".into(),
            laws: vec!["at".into(), "de".into()],
            close: r#"{"en":"Close"}"#.into(),
            partial: vec!["fr".into(), "mt".into()],
        }
    }

    #[test]
    fn every_placeholder_becomes_a_string_literal() {
        let filled = facts().fill(SOURCE).unwrap();
        assert!(filled.contains(r#"["0.1.0", "0.1.0-01234567","#));
        assert!(filled.contains(r#""atde", "frmt", {"en":"Close"}"#));
    }

    #[test]
    fn a_loader_without_a_placeholder_is_refused() {
        let error = facts().fill(&SOURCE.replace("LAWS", "LAW")).unwrap_err().to_string();
        assert!(error.contains("__REDRESS_LAWS__"), "{error}");
    }

    #[test]
    fn a_placeholder_that_nothing_fills_is_refused() {
        let error = facts().fill(&format!("{SOURCE} \"__REDRESS_OTHER__\"")).unwrap_err().to_string();
        assert!(error.contains("__REDRESS_OTHER__"), "{error}");
    }

    #[test]
    fn the_name_of_the_frame_s_button_comes_from_each_locale() {
        let files = Files::from([
            ("locales/de.json".into(), r#"{"frame.close":"Schließen","step.reason.title":"Was?"}"#.into()),
            ("locales/en.json".into(), r#"{"frame.close":"Close","step.reason.title":"What?"}"#.into()),
            ("locales/mt.json".into(), r#"{"frame.close":"Agħlaq"}"#.into()),
        ]);
        let (close, partial) = close(&files).unwrap();
        assert_eq!(close, r#"{"de":"Schließen","en":"Close"}"#);
        assert_eq!(partial, ["mt"]);
    }

    #[test]
    fn a_locale_without_that_name_is_named() {
        let files = Files::from([("locales/fr.json".into(), r#"{"step.reason.title":"Quoi ?"}"#.into())]);
        assert_eq!(close(&files).unwrap_err().to_string(), "locales/fr.json lacks the text frame.close");
    }
}
