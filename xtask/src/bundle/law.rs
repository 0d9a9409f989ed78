//! A law pack as the widget gets it: what only docs/law.md and the checks of a pack read stays here.

use anyhow::{Context, Result};
use serde_json::Value;

/// Of a rule, or of the holidays: who says so, and how sure that is, is told in docs/law.md. A rule's `source` stays: the shopper reads it.
const OF_RULES: [&str; 3] = ["confidence", "url", "note"];
/// What is the same in every pack there is, or not yet shown to anybody but the readers of docs/law.md.
const UNREAD: [(&str, &str); 3] = [("withdrawal", "start"), ("withdrawal", "returnDays"), ("guarantee", "returnCost")];

/// The pack without what the widget does not read, as minified JSON.
pub fn for_the_widget(json: &str) -> Result<String> {
    let mut pack: Value = serde_json::from_str(json).context("a law pack is JSON")?;
    let lists = pack.as_object_mut().context("a law pack is an object")?;
    lists.remove("withdrawalFunction");
    for (key, list) in lists.iter_mut() {
        let rules = match list {
            Value::Array(rules) => rules.iter_mut().collect(),
            other => vec![other],
        };
        for rule in rules.into_iter().filter_map(Value::as_object_mut) {
            OF_RULES.iter().for_each(|key| drop(rule.remove(*key)));
            UNREAD.iter().filter(|(list, _)| list == key).for_each(|(_, unread)| drop(rule.remove(*unread)));
            if key == "holidays" {
                rule.remove("source");
            }
        }
    }
    Ok(serde_json::to_string(&pack)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widget_gets_the_rules_and_their_sources_without_confidence_notes_and_addresses() {
        let pack = r#"{
            "country": "DE", "version": "2026-11-22", "zone": "Europe/Berlin",
            "withdrawal": [{"from": "2014-06-13", "days": 14, "start": "last-item", "returnDays": 14, "source": "§ 355", "confidence": "verified", "url": "https://x", "note": "n"}],
            "withdrawalFunction": [{"from": "2026-06-19", "source": "§ 356a", "confidence": "secondary"}],
            "holidays": {"fromYear": 2025, "toYear": 2028, "source": "s", "note": "n", "days": ["2025-01-01"]}
        }"#;
        let kept: Value = serde_json::from_str(&for_the_widget(pack).unwrap()).unwrap();
        let wanted = serde_json::json!({
            "country": "DE", "version": "2026-11-22", "zone": "Europe/Berlin",
            "withdrawal": [{"from": "2014-06-13", "days": 14, "source": "§ 355"}],
            "holidays": {"fromYear": 2025, "toYear": 2028, "days": ["2025-01-01"]}
        });
        assert_eq!(kept, wanted);
    }

    #[test]
    fn what_is_no_pack_is_named_as_such() {
        for bad in ["[]", "{", "1"] {
            assert!(for_the_widget(bad).is_err(), "{bad}");
        }
    }
}
