//! Reasons: what is wrong with what, kept beside a complaint so that the same fault is found in many cases.

use redress_engine::Case;
use redress_engine::complaint::option_label;
use redress_engine::config::{StepKind, Trouble};
use redress_engine::text::Texts;

/// What is wrong with one product, as one shopper says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Article number, or the title where there is none.
    pub product: String,
    /// What people call it.
    pub title: String,
    /// `<step>.<option>`.
    pub reason: String,
    /// The option in the shop's language.
    pub label: String,
}

/// What is wrong with each line: the options chosen that mean something to the law. What a shop calls them is its own business, so the
/// `problem` of an option tells, not its id.
pub fn reasons(case: &Case, texts: &Texts) -> Vec<Reason> {
    let mut found: Vec<Reason> = Vec::new();
    for line in case.lines() {
        let Some(item) = case.context.item(&line) else { continue };
        let title = item.title.trim();
        let sku = item.sku.as_deref().map(str::trim).filter(|sku| !sku.is_empty());
        let product = sku.unwrap_or(title);
        if product.is_empty() {
            continue;
        }
        for (step, option) in troubles(case, &line) {
            let reason = Reason {
                product: product.into(),
                title: if title.is_empty() { product.into() } else { title.into() },
                reason: [&step, ".", &option].concat(),
                label: option_label(case, &step, &option, texts),
            };
            if !found.iter().any(|other| (&other.product, &other.reason) == (&reason.product, &reason.reason)) {
                found.push(reason);
            }
        }
    }
    found
}

/// Step and option of every answer about a line that names a trouble.
fn troubles(case: &Case, line: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (id, step) in case.config.steps.iter() {
        if !matches!(step.kind, StepKind::Choice | StepKind::Choices) {
            continue;
        }
        let Some(answer) = case.answer(Some(line), id).or_else(|| case.answer(None, id)) else { continue };
        let chosen = if answer.items().is_empty() { std::slice::from_ref(&answer) } else { answer.items() };
        for option in chosen.iter().filter_map(|option| option.as_text()) {
            let means = step.option.get(option).map_or(Trouble::None, |option| option.problem);
            // What the shopper did is no fault of the product.
            if !matches!(means, Trouble::None | Trouble::OwnDoing) {
                found.push((id.to_string(), option.to_string()));
            }
        }
    }
    found
}
