//! Fairness, values: of each fact one value of every sort that the tests tell apart, in the order in which they make a good example.

use crate::check::world::literals_of;
use crate::condition::{Fact, Test, Truth};
use crate::json::Json;
use std::collections::HashSet;

/// One value of each sort that the tests tell apart; what no test names first.
pub fn distinct(name: &str, values: &mut Vec<Fact>, tests: &[&Test]) {
    let literals: Vec<f64> = tests.iter().flat_map(|test| literals_of(test)).filter_map(Json::as_number).collect();
    values.sort_by_key(|value| match value {
        // A language that the shop has says more than one that it has not.
        Fact::Known(Json::Text(text)) if text == "\u{1}" => {
            if name == "locale" {
                2
            } else {
                0
            }
        }
        // A case at the border says most.
        Fact::Known(number) if number.as_number().is_some() => {
            let number = number.as_number().unwrap_or_default();
            if literals.iter().any(|literal| (literal - number).abs() <= 1.0) { 1 } else { 2 }
        }
        Fact::Known(_) => 1,
        _ => 3,
    });
    let mut seen = HashSet::new();
    values.retain(|value| {
        let truths: Vec<Truth> = tests.iter().map(|test| test.passes(value)).collect();
        let truths: String = truths
            .iter()
            .map(|truth| match truth {
                Truth::No => 'n',
                Truth::Pending => 'p',
                Truth::Yes => 'y',
            })
            .collect();
        seen.insert((matches!(value, Fact::Pending), truths))
    });
}
