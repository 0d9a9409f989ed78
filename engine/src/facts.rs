//! Facts: every name that a condition, a `prefill` or a date can read, and what sort of value it has.

use crate::config::{Config, StepKind, Trouble};
use crate::context::{CustomerKind, ItemKind};

/// What sort of value a fact has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A string.
    Text,
    /// A whole number.
    Number,
    /// An ISO date.
    Date,
    /// `true` or `false`.
    Bool,
    /// `true`, `false` or an ISO date.
    BoolOrDate,
    /// A list of strings.
    List,
    /// One word of a closed set; [`words`] names them.
    Words,
    /// Several of a closed set; [`words`] names them.
    WordList,
    /// An object: only whether it exists can be asked, and its parts.
    Parts,
}

/// One fact.
#[derive(Debug, Clone, Copy)]
pub struct FactInfo {
    /// As it is written.
    pub name: &'static str,
    /// Its sort.
    pub sort: Sort,
    /// What it says.
    pub meaning: &'static str,
}

const fn fact(name: &'static str, sort: Sort, meaning: &'static str) -> FactInfo {
    FactInfo { name, sort, meaning }
}

/// Every fact but `answer.<step>`. Money in minor units of `order.currency`.
pub const FACTS: &[FactInfo] = &[
    fact("order.number", Sort::Text, "the order's number"),
    fact("order.placedOn", Sort::Date, "when the contract was made"),
    fact("order.country", Sort::Text, "ISO 3166-1 alpha-2 code of the country whose consumer law applies"),
    fact("order.timeZone", Sort::Text, "IANA name of the zone in which the shopper's days are counted"),
    fact("order.currency", Sort::Text, "ISO 4217 code"),
    fact("order.shipping", Sort::Number, "standard delivery cost, minor units"),
    fact("order.total", Sort::Number, "all that was charged, minor units"),
    fact("order.paidWith", Sort::Text, "how it was paid, as the shopper knows it"),
    fact(
        "order.informedOfWithdrawal",
        Sort::BoolOrDate,
        "whether, or when, the shop informed of the right of withdrawal",
    ),
    fact("order.invoice", Sort::Parts, "an invoice that is to be paid"),
    fact("order.invoice.number", Sort::Text, "the invoice's number"),
    fact("order.invoice.dueOn", Sort::Date, "when the invoice was or is due"),
    fact("order.invoice.due", Sort::Number, "what is still to be paid, minor units"),
    fact("order.language", Sort::Text, "the language in which the contract was made, BCP 47"),
    fact("item.line", Sort::Text, "the line within the order"),
    fact("item.sku", Sort::Text, "the shop's article number"),
    fact("item.title", Sort::Text, "what the shopper knows it by"),
    fact("item.category", Sort::Text, "the shop's own category"),
    fact("item.kind", Sort::Words, "goods, digital content or a service"),
    fact("item.quantity", Sort::Number, "pieces in the line"),
    fact("item.price", Sort::Number, "price of one piece, minor units"),
    fact("item.paid", Sort::Number, "what was paid for the whole line after discounts, minor units"),
    fact("item.image", Sort::Text, "address of a picture"),
    fact("item.deliveredOn", Sort::Date, "when it arrived"),
    fact("item.daysSinceDelivery", Sort::Number, "days since it arrived"),
    fact("item.arrived", Sort::Bool, "whether it arrived; unknown where the page does not say"),
    fact("item.repairedOn", Sort::Date, "when it was last repaired under the guarantee"),
    fact("item.exclusions", Sort::List, "statutory exceptions from withdrawal that apply"),
    fact("item.problem", Sort::Words, "what the answers for it mean to the law: the `problem` of the option chosen"),
    fact("item.inStock", Sort::Bool, "whether a replacement can be had"),
    fact("customer.kind", Sort::Words, "consumer or business"),
    fact("customer.name", Sort::Text, "full name"),
    fact("customer.email", Sort::Text, "e-mail address"),
    fact("customer.phone", Sort::Text, "telephone number"),
    fact("shop.name", Sort::Text, "the shop's name"),
    fact("shop.country", Sort::Text, "ISO 3166-1 alpha-2 code"),
    fact("shop.email", Sort::Text, "the shop's e-mail address"),
    fact("shop.phone", Sort::Text, "the shop's number"),
    fact("shop.answerWithin.workingDays", Sort::Number, "within how many working days the shop answers"),
    fact("item.returnable", Sort::Bool, "whether the shop takes it back today under `shop.returns`"),
    fact("flow", Sort::Text, "id of the flow"),
    fact("today", Sort::Date, "the shopper's civil date"),
    fact("locale", Sort::Text, "the language shown, BCP 47"),
    fact("right.withdrawal", Sort::Bool, "whether the purchase can be cancelled today"),
    fact("right.guarantee", Sort::Bool, "whether the legal guarantee is open today"),
    fact(
        "right.rejection",
        Sort::Bool,
        "whether faulty goods can be rejected at once (an early right that some countries give)",
    ),
];

/// The fact that `name` names, `answer.<step>` and its parts (`answer.callback.slot`) included; None if there is none.
pub fn sort(config: &Config, name: &str) -> Option<Sort> {
    match name.strip_prefix("answer.") {
        Some(path) => answer_sort(config, path),
        None => FACTS.iter().find(|fact| fact.name == name).map(|fact| fact.sort),
    }
}

/// The step, and the part of its answer, that the rest of `answer.…` names. A step's id may hold dots itself.
pub fn answer_path<'a>(config: &Config, path: &'a str) -> Option<(&'a str, Option<&'a str>)> {
    if config.steps.get(path).is_some() {
        return Some((path, None));
    }
    let (step, part) = path.rsplit_once('.')?;
    config.steps.get(step).map(|_| (step, Some(part)))
}

fn answer_sort(config: &Config, path: &str) -> Option<Sort> {
    let (id, part) = answer_path(config, path)?;
    let kind = config.steps.get(id)?.kind;
    if let Some(part) = part {
        return part_sort(config, id, part);
    }
    match kind {
        StepKind::Choice | StepKind::Remedy => Some(Sort::Words),
        StepKind::Choices => Some(Sort::WordList),
        StepKind::Text => Some(Sort::Text),
        StepKind::Number | StepKind::Rating => Some(Sort::Number),
        StepKind::Date => Some(Sort::Date),
        StepKind::Consent => Some(Sort::Bool),
        StepKind::Photos => Some(Sort::List),
        StepKind::Contact | StepKind::Address | StepKind::Callback | StepKind::Lookup => Some(Sort::Parts),
        StepKind::Items | StepKind::Notice => None,
    }
}

fn part_sort(config: &Config, id: &str, part: &str) -> Option<Sort> {
    let step = config.steps.get(id)?;
    match (step.kind, part) {
        // Whether it is asked depends on the country.
        (StepKind::Address, "region") if step.fields.get(part).is_none() => Some(Sort::Text),
        (StepKind::Contact | StepKind::Address, _) => {
            step.form().iter().any(|(field, _)| *field == part).then_some(Sort::Text)
        }
        (StepKind::Callback, "slot") => Some(Sort::Words),
        (StepKind::Callback, "phone") | (StepKind::Lookup, "order" | "email") => Some(Sort::Text),
        _ => None,
    }
}

/// The words that a fact of the sorts `Words` and `WordList` can be; empty for any other.
pub fn words(config: &Config, name: &str) -> Vec<String> {
    let of = |words: &[&str]| words.iter().map(|word| (*word).to_string()).collect();
    match name {
        "item.kind" => return of(&ItemKind::ALL.iter().map(|(word, _)| *word).collect::<Vec<_>>()),
        // Said beside what is wrong, it is never what is wrong.
        "item.problem" => {
            let wrong = Trouble::ALL.iter().filter(|(_, trouble)| *trouble != Trouble::CureFailed);
            return of(&wrong.map(|(word, _)| *word).collect::<Vec<_>>());
        }
        "customer.kind" => return of(&CustomerKind::ALL.iter().map(|(word, _)| *word).collect::<Vec<_>>()),
        _ => {}
    }
    let path = name.strip_prefix("answer.").and_then(|path| answer_path(config, path));
    let Some((id, part)) = path else { return Vec::new() };
    let Some(step) = config.steps.get(id) else { return Vec::new() };
    match (step.kind, part) {
        (StepKind::Choice | StepKind::Choices, None) | (StepKind::Callback, Some("slot")) => step.options.clone(),
        (StepKind::Remedy, None) => {
            let mut words: Vec<String> = config.remedies.iter().map(|(id, _)| id.to_string()).collect();
            words.push(crate::offers::OTHER_REMEDY.into());
            words
        }
        _ => Vec::new(),
    }
}
