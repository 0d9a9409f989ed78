//! What the loader must know before its first request, put into its source in place of the placeholders.

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::Files;

pub struct Facts {
    pub version: String,
    /// The versioned folder's name.
    pub assets: String,
    /// Tags of the languages with all texts, English, the last resort, first.
    pub locales: Vec<String>,
    /// Tags of those that have the texts of the withdrawal only.
    pub partial: Vec<String>,
}

impl Facts {
    /// In the source each placeholder is a string literal, so that the file is valid JavaScript before this, too.
    pub fn fill(&self, source: &str) -> Result<String> {
        let values = [
            ("VERSION", text(&self.version)?),
            ("ASSETS", text(&self.assets)?),
            ("LOCALES", text(&self.locales.join(" "))?),
            ("PARTIAL", text(&self.partial.iter().map(|tag| format!(" {tag}")).collect::<String>())?),
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

/// The languages of the bundle: those with all texts, English first, and those that have the texts of the withdrawal only.
pub fn languages(files: &Files) -> Result<(Vec<String>, Vec<String>)> {
    let (mut whole, mut partial) = (Vec::new(), Vec::new());
    for tag in super::stems(files, "locales/") {
        let path = format!("locales/{tag}.json");
        let locale: Value = serde_json::from_slice(&files[&path]).with_context(|| path.clone())?;
        // The loader calls the frame's button by it before the widget is there.
        if !locale["frame.close"].is_string() {
            bail!("{path} lacks the text frame.close");
        }
        if locale["step.reason.title"].is_null() { &mut partial } else { &mut whole }.push(tag);
    }
    whole.sort_by_key(|tag| tag != "en");
    Ok((whole, partial))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = r#"const [v, a, p, l] = ["__REDRESS_VERSION__", "__REDRESS_ASSETS__", "__REDRESS_PARTIAL__", "__REDRESS_LOCALES__"];"#;

    fn facts() -> Facts {
        Facts {
            version: "0.1.0".into(),
            assets: "0.1.0-01234567".into(),
            locales: vec!["en".into(), "de".into()],
            partial: vec!["ga".into(), "mt".into()],
        }
    }

    #[test]
    fn every_placeholder_becomes_a_string_literal() {
        let filled = facts().fill(SOURCE).unwrap();
        assert!(filled.contains(r#"["0.1.0", "0.1.0-01234567","#));
        assert!(filled.contains(r#"" ga mt", "en de""#));
    }

    #[test]
    fn a_loader_without_a_placeholder_is_refused() {
        let error = facts().fill(&SOURCE.replace("LOCALES", "LOCALE")).unwrap_err().to_string();
        assert!(error.contains("__REDRESS_LOCALES__"), "{error}");
    }

    #[test]
    fn a_placeholder_that_nothing_fills_is_refused() {
        let error = facts().fill(&format!("{SOURCE} \"__REDRESS_OTHER__\"")).unwrap_err().to_string();
        assert!(error.contains("__REDRESS_OTHER__"), "{error}");
    }

    #[test]
    fn english_is_the_last_resort_and_a_language_without_the_reasons_is_partial() {
        let files = Files::from([
            ("locales/de.json".into(), r#"{"frame.close":"Schließen","step.reason.title":"Was?"}"#.into()),
            ("locales/en.json".into(), r#"{"frame.close":"Close","step.reason.title":"What?"}"#.into()),
            ("locales/mt.json".into(), r#"{"frame.close":"Agħlaq"}"#.into()),
        ]);
        let (whole, partial) = languages(&files).unwrap();
        assert_eq!(whole, ["en", "de"]);
        assert_eq!(partial, ["mt"]);
    }

    #[test]
    fn a_locale_that_cannot_name_the_frame_s_button_is_refused() {
        let files = Files::from([("locales/fr.json".into(), r#"{"step.reason.title":"Quoi ?"}"#.into())]);
        assert_eq!(languages(&files).unwrap_err().to_string(), "locales/fr.json lacks the text frame.close");
    }
}
