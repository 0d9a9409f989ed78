//! What the loader and opening.js must know before they ask for anything, put into their sources in place of the placeholders.

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::Files;

/// The loader, whose assets lie in the folder of this name.
pub fn loader(source: &str, version: &str, assets: &str) -> Result<String> {
    fill(source, &[("VERSION", version), ("ASSETS", assets)])
}

/// opening.js, which chooses the language.
pub fn opening(source: &str, languages: &Languages) -> Result<String> {
    let partial: String = languages.partial.iter().map(|tag| format!(" {tag}")).collect();
    fill(source, &[("LOCALES", &languages.whole.join(" ")), ("PARTIAL", &partial)])
}

/// In the source each placeholder is a string literal, so that the file is valid JavaScript before this, too.
fn fill(source: &str, values: &[(&str, &str)]) -> Result<String> {
    let mut filled = source.to_owned();
    for (name, value) in values {
        let placeholder = format!("\"__REDRESS_{name}__\"");
        if !filled.contains(&placeholder) {
            bail!("the source lacks the placeholder {placeholder}");
        }
        // A JSON string is a JavaScript string literal.
        filled = filled.replace(&placeholder, &serde_json::to_string(value)?);
    }
    match filled.find("__REDRESS_") {
        Some(at) => bail!("the source has an unknown placeholder: {}", filled[at..].lines().next().unwrap_or("")),
        None => Ok(filled),
    }
}

/// Tags of the languages of the bundle.
#[derive(Debug)]
pub struct Languages {
    /// Those with all texts; English, the last resort, first.
    pub whole: Vec<String>,
    /// Those that have the texts of the withdrawal only.
    pub partial: Vec<String>,
}

/// The languages of the locale files.
pub fn languages(files: &Files) -> Result<Languages> {
    let (mut whole, mut partial) = (Vec::new(), Vec::new());
    for tag in super::stems(files, "locales/") {
        let path = format!("locales/{tag}.json");
        let locale: Value = serde_json::from_slice(&files[&path]).with_context(|| path.clone())?;
        // opening.js calls the frame's button by it before the widget is there.
        if !locale["frame.close"].is_string() {
            bail!("{path} lacks the text frame.close");
        }
        if locale["step.reason.title"].is_null() { &mut partial } else { &mut whole }.push(tag);
    }
    whole.sort_by_key(|tag| tag != "en");
    Ok(Languages { whole, partial })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = r#"const [v, a] = ["__REDRESS_VERSION__", "__REDRESS_ASSETS__"];"#;

    #[test]
    fn every_placeholder_becomes_a_string_literal() {
        assert_eq!(
            loader(SOURCE, "0.1.0", "0.1.0-01234567").unwrap(),
            r#"const [v, a] = ["0.1.0", "0.1.0-01234567"];"#
        );
        let languages = Languages { whole: vec!["en".into(), "de".into()], partial: vec!["ga".into(), "mt".into()] };
        let filled = opening(r#"["__REDRESS_PARTIAL__", "__REDRESS_LOCALES__"]"#, &languages).unwrap();
        assert_eq!(filled, r#"[" ga mt", "en de"]"#);
    }

    #[test]
    fn a_source_without_a_placeholder_is_refused() {
        let error = loader(&SOURCE.replace("ASSETS", "ASSET"), "", "").unwrap_err().to_string();
        assert!(error.contains("__REDRESS_ASSETS__"), "{error}");
    }

    #[test]
    fn a_placeholder_that_nothing_fills_is_refused() {
        let error = loader(&format!("{SOURCE} \"__REDRESS_OTHER__\""), "", "").unwrap_err().to_string();
        assert!(error.contains("__REDRESS_OTHER__"), "{error}");
    }

    #[test]
    fn english_is_the_last_resort_and_a_language_without_the_reasons_is_partial() {
        let files = Files::from([
            ("locales/de.json".into(), r#"{"frame.close":"Schließen","step.reason.title":"Was?"}"#.into()),
            ("locales/en.json".into(), r#"{"frame.close":"Close","step.reason.title":"What?"}"#.into()),
            ("locales/mt.json".into(), r#"{"frame.close":"Agħlaq"}"#.into()),
        ]);
        let languages = languages(&files).unwrap();
        assert_eq!(languages.whole, ["en", "de"]);
        assert_eq!(languages.partial, ["mt"]);
    }

    #[test]
    fn a_locale_that_cannot_name_the_frame_s_button_is_refused() {
        let files = Files::from([("locales/fr.json".into(), r#"{"step.reason.title":"Quoi ?"}"#.into())]);
        assert_eq!(languages(&files).unwrap_err().to_string(), "locales/fr.json lacks the text frame.close");
    }
}
