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
    /// A JSON object: locale to the frame's texts.
    pub frame: String,
}

impl Facts {
    /// In the source each placeholder is a string literal, so that the file is valid JavaScript before this, too.
    pub fn fill(&self, source: &str) -> Result<String> {
        let values = [
            ("VERSION", self.version.clone()),
            ("ASSETS", self.assets.clone()),
            ("LAWS", self.laws.concat()),
            ("FRAME", self.frame.clone()),
        ];
        let mut filled = source.to_owned();
        for (name, value) in values {
            let placeholder = format!("\"__REDRESS_{name}__\"");
            if !filled.contains(&placeholder) {
                bail!("the loader lacks the placeholder {placeholder}");
            }
            // A JSON string is a JavaScript string literal.
            filled = filled.replace(&placeholder, &serde_json::to_string(&value)?);
        }
        match filled.find("__REDRESS_") {
            Some(at) => bail!("the loader has an unknown placeholder: {}", filled[at..].lines().next().unwrap_or("")),
            None => Ok(filled),
        }
    }
}

/// The frame stands before any locale file is there: its two texts, in every language, travel in the loader.
pub fn frame(files: &Files) -> Result<String> {
    let mut texts = serde_json::Map::new();
    for tag in super::stems(files, "locales/") {
        let path = format!("locales/{tag}.json");
        let locale: Value = serde_json::from_slice(&files[&path]).with_context(|| path.clone())?;
        let text = |key: &str| match &locale[key] {
            Value::String(text) => Ok(Value::from(text.as_str())),
            _ => bail!("{path} lacks the text {key}"),
        };
        texts.insert(tag, vec![text("frame.close")?, text("frame.loading")?].into());
    }
    Ok(serde_json::to_string(&texts)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = r#"const [v, a, l, w, f] = ["__REDRESS_VERSION__", "__REDRESS_ASSETS__",
        "__REDRESS_LAWS__", JSON.parse("__REDRESS_FRAME__")];"#;

    fn facts() -> Facts {
        Facts {
            version: "0.1.0".into(),
            assets: "0.1.0-01234567".into(),
            laws: vec!["at".into(), "de".into()],
            frame: r#"{"en":["Close","Loading"]}"#.into(),
        }
    }

    #[test]
    fn every_placeholder_becomes_a_string_literal() {
        let filled = facts().fill(SOURCE).unwrap();
        assert!(filled.contains(r#"["0.1.0", "0.1.0-01234567","#));
        assert!(filled.contains(r#""atde", JSON.parse("{\"en\":[\"Close\",\"Loading\"]}")"#));
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
    fn the_frame_s_texts_come_from_each_locale() {
        let files = Files::from([
            ("locales/de.json".into(), r#"{"frame.close":"Schließen","frame.loading":"Wird geladen"}"#.into()),
            ("locales/en.json".into(), r#"{"frame.close":"Close","frame.loading":"Loading"}"#.into()),
        ]);
        assert_eq!(frame(&files).unwrap(), r#"{"de":["Schließen","Wird geladen"],"en":["Close","Loading"]}"#);
    }

    #[test]
    fn a_locale_without_the_frame_s_texts_is_named() {
        let files = Files::from([("locales/fr.json".into(), r#"{"frame.close":"Fermer"}"#.into())]);
        assert_eq!(frame(&files).unwrap_err().to_string(), "locales/fr.json lacks the text frame.loading");
    }
}
