//! `contact`: name, e-mail, phone. What the page knows need not be typed; the complaint has a place of its own for it.

use super::form::{self, field};
use super::{Asked, Invalid, Kind};
use crate::config::Presence;
use crate::context::Context;
use crate::json::{Json, Map};
use crate::text::Texts;

/// How to reach the shopper.
pub struct Contact;

impl Kind for Contact {
    /// Where the page has every required field, and a way to answer.
    fn is_known(&self, asked: &Asked) -> bool {
        let page = contact(&asked.case.context, None);
        let mut reachable = false;
        for (name, presence) in asked.step.form() {
            let fault = form::fault(asked, &page, name, presence);
            if presence == Presence::Required && fault.is_some() {
                return false;
            }
            reachable |= name != "name" && fault.is_none() && !field(&page, name).is_empty();
        }
        reachable
    }

    fn faults(&self, asked: &Asked) -> Vec<Invalid> {
        let answer = contact(&asked.case.context, asked.answer().as_ref());
        let mut faults = form::faults(asked, &answer);
        if self.is_known(asked) && asked.answer().is_none_or(|answer| answer.is_blank()) {
            // What the page says beyond need, and says wrong, holds nobody up who is not asked.
            faults.clear();
        }
        faults
    }

    fn wrong(&self, asked: &Asked, answer: &Json) -> Vec<Invalid> {
        form::faults(asked, answer)
    }

    fn label(&self, _: &Asked, _: &Json, _: &Texts) -> Option<String> {
        None
    }
}

/// The value of a `contact` question: what the shopper said or, until then, what the page knows.
pub fn contact(context: &Context, answer: Option<&Json>) -> Json {
    if let Some(answer) = answer.filter(|answer| !answer.is_blank()) {
        return answer.clone();
    }
    let mut map = Map::default();
    let customer = &context.customer;
    for (key, value) in [("name", &customer.name), ("email", &customer.email), ("phone", &customer.phone)] {
        if let Some(value) = value {
            map.set(key, value.as_str().into());
        }
    }
    Json::Map(map)
}
