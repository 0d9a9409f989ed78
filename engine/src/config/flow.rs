//! Config, flows: which screens in which order.

use crate::json::Json;
use crate::read::{Read, Reader, record, words};

record! {
    read only /// An ordered list of screens.
    Flow {
        /// What sort of case it makes.
        "kind" => kind: FlowKind,
        /// Its name; by convention `flow.<id>.title`.
        "label" => label: Option<Json>,
        /// Step ids; an array in it is one screen.
        "steps" => steps: Vec<Entry>,
        /// Whether all that was answered in other flows goes along, without being asked here: for a flow that leads to a person.
        "takesAlong" => takes_along: bool,
    }
}

words! {
    /// The legal routes, never conflated.
    FlowKind {
        /// Something is wrong.
        "complaint" => Complaint,
        /// Withdrawal from the contract (Directive 2011/83/EU Art. 9, 11a).
        "withdrawal" => Withdrawal,
        /// Voluntary return under the shop's own policy.
        "return" => Return,
        /// An unpaid invoice.
        "payment" => Payment,
        /// A product that hurt someone or could.
        "safety" => Safety,
        /// After the case.
        "feedback" => Feedback,
    }
}

/// One entry of a flow: the steps of one screen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Entry(pub Vec<String>);

impl Read for Entry {
    fn read(json: &Json, reader: &mut Reader) -> Option<Entry> {
        match json {
            Json::Text(step) => Some(Entry(vec![step.clone()])),
            Json::List(_) => Vec::read(json, reader).map(Entry),
            _ => reader.wrong("a step's id or an array of ids"),
        }
    }
}
