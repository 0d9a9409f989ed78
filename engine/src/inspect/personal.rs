//! Personal: what in a report is about a person, and the report without it.

use crate::case::Case;
use crate::config::StepKind;
use crate::flow::screens;
use crate::json::{Json, Map};
use crate::read::Write;

/// What stands in the place of what was taken out.
const TAKEN_OUT: &str = "(personal)";
/// Shorter ones stand in too many other words; where they are a whole value they go all the same.
const SHORTEST_WITHIN: usize = 4;

/// All that is personal in a case: who bought, what was typed, the token that names them.
pub fn personal(case: &Case) -> Vec<String> {
    let mut found = Vec::new();
    let customer = &case.context.customer;
    for part in [&customer.name, &customer.email, &customer.phone, &case.context.token] {
        found.extend(part.clone());
    }
    for (id, line) in screens(case).iter().flat_map(|screen| &screen.steps) {
        let typed = case.step(id).is_some_and(|step| {
            matches!(
                step.kind,
                StepKind::Text | StepKind::Contact | StepKind::Address | StepKind::Callback | StepKind::Lookup
            )
        });
        if let Some(answer) = case.answer(line.as_deref(), id).filter(|_| typed) {
            texts(&answer, &mut found);
        }
    }
    found.retain(|text| !text.trim().is_empty());
    // The longest first: a name may stand within an address.
    found.sort_by_key(|text| std::cmp::Reverse(text.len()));
    found.dedup();
    found
}

fn texts(json: &Json, found: &mut Vec<String>) {
    match json {
        Json::Text(text) => found.push(text.clone()),
        Json::List(list) => list.iter().for_each(|each| texts(each, found)),
        Json::Map(map) => map.iter().for_each(|(_, each)| texts(each, found)),
        _ => {}
    }
}

/// A report without these texts, whatever it has them in.
pub fn without(report: &Json, personal: &[String]) -> Json {
    match report {
        Json::Text(text) => Json::Text(cut(text, personal)),
        Json::List(list) => Json::List(list.iter().map(|each| without(each, personal)).collect()),
        Json::Map(map) => {
            let mut out = Map::default();
            map.iter().for_each(|(key, value)| out.push(key, without(value, personal)));
            Json::Map(out)
        }
        other => other.to_json(),
    }
}

fn cut(text: &str, personal: &[String]) -> String {
    if personal.iter().any(|each| each == text) {
        return TAKEN_OUT.into();
    }
    let mut text = text.to_string();
    for each in personal.iter().filter(|each| each.chars().count() >= SHORTEST_WITHIN) {
        text = text.replace(each.as_str(), TAKEN_OUT);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_personal_goes_wherever_it_stands_and_the_rest_stays() {
        let report = Json::parse(
            r#"{"a":["Ida Kern","of Ida Kern, DE"],"b":{"from":"script","country":"DE","total":12},"c":"Ann Annex"}"#,
        );
        let left = without(&report.unwrap(), &["Ida Kern".into(), "DE".into(), "Ann".into()]);
        let wanted = r#"{"a":["(personal)","of (personal), DE"],"b":{"from":"script","country":"(personal)","total":12},"c":"Ann Annex"}"#;
        assert_eq!(left.to_text(), wanted);
    }
}
