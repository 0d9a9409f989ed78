//! `address`: a postal address. It may stay blank as a whole unless the step is required; once begun, its required fields are.

use super::form::{self, field};
use super::{Asked, Invalid, Kind};
use crate::json::Json;
use crate::text::Texts;

/// A postal address.
pub struct Address;

impl Kind for Address {
    fn faults(&self, asked: &Asked) -> Vec<Invalid> {
        let answer = asked.answer().unwrap_or_default();
        let begun = !answer.is_blank() && (answer.as_map().is_none() || fields(asked, &answer));
        if begun || asked.required() { form::faults(asked, &answer) } else { Vec::new() }
    }

    fn wrong(&self, asked: &Asked, answer: &Json) -> Vec<Invalid> {
        form::faults(asked, answer)
    }

    fn label(&self, asked: &Asked, answer: &Json, _: &Texts) -> Option<String> {
        let mut label = String::new();
        for (name, _) in asked.step.form() {
            let text = field(answer, name);
            if text.is_empty() {
                continue;
            }
            if !label.is_empty() {
                // Postal code and city are one line.
                let one_line = name == "city" && !field(answer, "postalCode").is_empty();
                label.push_str(if one_line { " " } else { ", " });
            }
            label.push_str(text);
        }
        (!label.is_empty()).then_some(label)
    }
}

/// Whether any field says something.
fn fields(asked: &Asked, answer: &Json) -> bool {
    asked.step.form().iter().any(|(name, _)| answer.get(name).is_some_and(|value| !value.is_blank()))
}
