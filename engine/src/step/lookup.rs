//! `lookup`: order number and e-mail, where the page knows no order. What is told here becomes part of the context.

use super::form;
use super::{Asked, Invalid, Kind};
use crate::config::Presence;
use crate::json::Json;
use crate::text::Texts;

/// Which order.
pub struct Lookup;

impl Kind for Lookup {
    /// An order that was looked up is what the shopper said: they can change it.
    fn is_known(&self, asked: &Asked) -> bool {
        !asked.case.page.order.number.is_empty() && asked.answer().is_none_or(|answer| answer.is_blank())
    }

    fn faults(&self, asked: &Asked) -> Vec<Invalid> {
        if self.is_known(asked) { Vec::new() } else { self.wrong(asked, &asked.answer().unwrap_or_default()) }
    }

    fn wrong(&self, asked: &Asked, answer: &Json) -> Vec<Invalid> {
        let mut faults = Vec::new();
        for name in ["order", "email"] {
            faults.extend(form::fault(asked, answer, name, Presence::Required));
        }
        faults
    }

    fn label(&self, _: &Asked, _: &Json, _: &Texts) -> Option<String> {
        None
    }
}
