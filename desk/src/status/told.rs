//! Told: what the shopper reported and wished for, in their own language, as the desk itself words it.

use redress_engine::complaint::{Answer, Complaint, ComplaintItem, remedy_label};
use redress_engine::config::{Config, StepKind};
use redress_engine::links::plain;
use redress_engine::text::{Arg, Texts};

use crate::rebuild::{case, rebuild_in};

/// One line, or what holds for the whole case.
pub struct Told {
    /// The item; empty: the whole case.
    pub title: String,
    /// Questions and answers.
    pub answers: Vec<(String, String)>,
    /// The remedy that was asked for.
    pub wanted: Option<String>,
}

/// Everything that was told.
pub fn told(sent: &Complaint, config: &Config, texts: &Texts) -> Vec<Told> {
    let own = rebuild_in(sent, config, texts).unwrap_or_default();
    let case = case(sent, config);
    let item = |item: &ComplaintItem| {
        let again = own.items.iter().find(|own| own.line == item.line);
        let remedy = item.remedy.as_deref();
        let title = match item.quantity {
            0 | 1 => item.title.clone(),
            count => {
                let pieces = texts.get("item.pieces", &[("count", Arg::Count(count))]);
                texts.get("item.with-pieces", &[("item", Arg::Text(&item.title)), ("pieces", Arg::Text(&pieces))])
            }
        };
        Told {
            title,
            answers: answers(&item.answers, again.map(|own| own.answers.as_slice()), texts),
            wanted: remedy.map(|remedy| {
                let label = case.as_ref().map(|case| remedy_label(case, remedy, &item.title, texts));
                label.unwrap_or_else(|| remedy.into())
            }),
        }
    };
    let whole = Told { title: String::new(), answers: answers(&sent.shared, Some(&own.shared), texts), wanted: None };
    let told = sent.items.iter().map(item).chain([whole]);
    told.filter(|told| !told.title.is_empty() || !told.answers.is_empty() || told.wanted.is_some()).collect()
}

/// Answers in words: the desk's own where it comes to the same value, else what the shopper read.
fn answers(sent: &[Answer], own: Option<&[Answer]>, texts: &Texts) -> Vec<(String, String)> {
    let kind = |step: &str| texts.config.steps.get(step).map(|step| step.kind);
    let shown = sent.iter().filter(|answer| !matches!(kind(&answer.step), Some(StepKind::Remedy | StepKind::Contact)));
    let words = |answer: &Answer| {
        let again = own.unwrap_or_default().iter().find(|own| own.step == answer.step && own.value == answer.value);
        let label = texts.config.steps.get(&answer.step).and_then(|step| step.label.as_ref());
        let question = texts.own(label, &["step.", &answer.step, ".title"].concat(), &[]);
        let question = question.map_or_else(|| answer.step.clone(), |question| plain(&question));
        (question, again.map_or(&answer.label, |own| &own.label).clone())
    };
    shown.map(words).filter(|(_, answer)| !answer.trim().is_empty()).collect()
}
