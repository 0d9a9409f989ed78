//! Deciding: what the policy makes of one complaint. It can approve, ask, and send to a queue; it has no word for refusing.

use redress_engine::complaint::{Complaint, ComplaintItem, Status};
use redress_engine::condition::{Condition, Fact, Truth};
use redress_engine::config::FlowKind;
use redress_engine::read::Write;
use redress_engine::{Case, Json};

use super::{Instant, Policy};
use crate::token::Claims;

/// One complaint, as far as it is known.
pub struct Evidence<'a> {
    /// The complaint, its context being the claims where there are any.
    pub complaint: &'a Complaint,
    /// The case as the desk computes it; None if no config has its flow.
    pub case: Option<&'a Case<'a>>,
    /// What the shop vouches for; None without a token that holds.
    pub claims: Option<&'a Claims>,
    /// Whether all that came agrees with what the desk knows and computes.
    pub sound: bool,
}

/// What comes of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decision {
    /// Whether every line's remedy is granted at once.
    pub approved: bool,
    /// What is to be asked for.
    pub asks: Vec<String>,
    /// Queues, each with a word for the inbox or an empty one.
    pub queues: Vec<(String, String)>,
}

impl Decision {
    /// What the receipt says, and nothing more of the policy.
    pub fn status(&self) -> Status {
        match self {
            Decision { approved: true, .. } => Status::Approved,
            Decision { asks, .. } if !asks.is_empty() => Status::NeedsInfo,
            _ => Status::Received,
        }
    }
}

/// The queue of dangers.
pub const SAFETY: &str = "safety";

/// Applies the policy.
pub fn decide(policy: &Policy, evidence: &Evidence) -> Decision {
    let mut decision = Decision { approved: evidence.is_approved(policy), ..Decision::default() };
    // A danger goes first and apart, whatever the policy says of it (Regulation (EU) 2023/988 Art. 20).
    if evidence.complaint.kind == FlowKind::Safety {
        decision.queues.push((SAFETY.into(), String::new()));
    }
    for route in policy.routing.iter().filter(|route| evidence.holds(&route.when)) {
        let queue = (route.to.clone(), route.flag.clone().unwrap_or_default());
        if !decision.queues.contains(&queue) {
            decision.queues.push(queue);
        }
    }
    for rule in policy.needs_info.iter().filter(|rule| evidence.holds(&rule.when)) {
        decision.asks.extend(rule.ask.iter().filter(|ask| !decision.asks.contains(ask)).cloned().collect::<Vec<_>>());
    }
    decision
}

impl Evidence<'_> {
    /// Whether rules cover the remedy of every line. What a person wrote into "none of these fits" is for a person, and a withdrawal
    /// is nobody's to approve.
    fn is_approved(&self, policy: &Policy) -> bool {
        let vouched = self.claims.is_some() && self.sound && !self.complaint.items.is_empty();
        let withdraws = self.case.is_none_or(|case| case.flow.kind == FlowKind::Withdrawal);
        vouched && !withdraws && self.complaint.items.iter().all(|item| self.covers(policy, item))
    }

    /// Whether a rule covers the remedy of a line. A sound complaint names none that is not on offer.
    fn covers(&self, policy: &Policy, item: &ComplaintItem) -> bool {
        let named = |rule: &&Instant| item.remedy.as_ref().is_some_and(|remedy| rule.remedies.contains(remedy));
        policy.instant.iter().filter(named).any(|rule| self.holds_for(&rule.when, Some(&item.line)))
    }

    /// Whether it holds for one line as a whole, as in a step that is asked once.
    fn holds(&self, when: &Condition) -> bool {
        let lines = self.case.map(Case::lines).unwrap_or_default();
        if lines.is_empty() {
            return self.holds_for(when, None);
        }
        lines.iter().any(|line| self.holds_for(when, Some(line)))
    }

    fn holds_for(&self, when: &Condition, line: Option<&str>) -> bool {
        when.evaluate(&|name| self.fact(name, line).map_or(Fact::Unknown, Fact::Known)) == Truth::Yes
    }

    /// The value of a fact. What the page says of order, items, customer and so of rights is known only where the shop vouches for it;
    /// what the shopper typed in about the order is not.
    fn fact(&self, name: &str, line: Option<&str>) -> Option<Json> {
        let case = self.case?;
        match name.split_once('.').unwrap_or((name, "")) {
            ("flow", "kind") => Some(case.flow.kind.as_str().into()),
            ("signal", key) => self.complaint.signals.as_ref().and_then(|signals| signals.to_json().get(key).cloned()),
            ("history", key) => self.claims?.history.get(key).cloned(),
            ("order", _) => self.claims.and_then(|_| case.known_fact(line, name)),
            // Where the shop names no item, the one in the case stands for the whole order.
            ("item" | "right", _) => {
                self.claims.filter(|claims| !claims.context.items.is_empty()).and_then(|_| case.known_fact(line, name))
            }
            ("customer", key) => {
                let customer = self.claims.filter(|claims| claims.names_customer)?.context.customer.to_json();
                customer.get(key).filter(|value| value.as_text() != Some("")).cloned()
            }
            _ => case.known_fact(line, name),
        }
    }
}
