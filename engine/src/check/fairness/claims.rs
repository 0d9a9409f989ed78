//! Fairness, claims: what a shopper can ask for by law, whatever the engine makes of it.

use super::complaint::options;
use super::judge::remedy_entry;
use crate::config::{Config, Flow, Trouble};
use crate::law::Rights;

/// What a right is to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// `repair`, `refund`, …, `withdrawal`.
    pub to: String,
    /// Article.
    pub source: String,
}

/// What a shopper can ask for.
#[derive(Debug, Default)]
pub struct Claims {
    /// An early right to reject, whatever the stages say.
    pub early: Vec<Claim>,
    /// Stages: those of a later one are owed where nothing of the one before can be had.
    pub stages: Vec<Vec<Claim>>,
}

/// What the law gives for what is wrong; `failed`: the shop had its chance to put it right.
pub fn claims(rights: &Rights, trouble: Trouble, failed: bool) -> Claims {
    let claims = |remedies: &[String], source: &str| -> Vec<Claim> {
        remedies.iter().map(|to| Claim { to: to.clone(), source: source.into() }).collect()
    };
    let mut found = Claims::default();
    match trouble {
        Trouble::NotDelivered if rights.delivery.open => {
            let stages = rights.delivery_order.iter();
            found.stages = stages.map(|to| claims(std::slice::from_ref(to), &rights.delivery.source)).collect();
        }
        _ if trouble.is_nonconformity() => {
            if rights.guarantee.open {
                let stages = rights.remedy_order.iter();
                found.stages = stages.map(|stage| claims(stage, &rights.guarantee.source)).collect();
            }
            if rights.rejection.open {
                found.early = claims(&rights.rejection_remedies, &rights.rejection.source);
            }
        }
        _ => {}
    }
    // A repair that did not help, a delivery that did not come when it was asked for once more: the next stage is open too (Directive
    // 2019/771 Art. 13 (4), Directive 2011/83/EU Art. 18 (2)).
    if failed && found.stages.len() > 1 {
        let second = found.stages.remove(1);
        found.stages.iter_mut().take(1).for_each(|stage| stage.extend(second.iter().cloned()));
    }
    found
}

/// The answers that say so in a flow, question and option, as far as they come before or beside the choice of a remedy.
pub fn cures<'a>(config: &'a Config, flow: &'a Flow) -> Vec<(&'a str, &'a str)> {
    let until = remedy_entry(config, flow).unwrap_or(usize::MAX);
    let asked = flow.steps.iter().enumerate().filter(|(at, _)| *at <= until).flat_map(|(_, entry)| &entry.0);
    let mut found = Vec::new();
    for (id, step) in asked.filter_map(|id| Some((id, config.steps.get(id)?))) {
        found.extend(
            options(step, |trouble| trouble == Trouble::CureFailed).into_iter().map(|option| (id.as_str(), option)),
        );
    }
    found
}
