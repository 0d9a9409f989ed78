//! Differences: where a complaint says something else of order, items or customer than the shop's token, as JSON Pointers.

use redress_engine::Json;
use redress_engine::complaint::Complaint;
use redress_engine::json::push_token;
use redress_engine::read::Write;

use crate::token::Claims;

/// As many as are worth telling; a context that is another order's differs everywhere.
const MOST: usize = 50;

/// One place where the two differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Into the complaint.
    pub pointer: String,
    /// What the browser sent; None if it left it out.
    pub sent: Option<Json>,
    /// What the shop signed; None if it left it out.
    pub signed: Option<Json>,
}

/// Every difference, at most [`MOST`]. A customer of whom the token says nothing at all is not compared.
pub fn differences(sent: &Complaint, claims: &Claims) -> Vec<Difference> {
    // What the shopper typed in completes both.
    let signed = claims.context.with_answers(&sent.answers).to_json();
    let context = sent.context.to_json();
    let mut found = Found::default();
    found.compare("/context/order", context.get("order"), signed.get("order"));
    found.items(context.get("items"), signed.get("items"));
    if claims.names_customer {
        found.compare("/context/customer", context.get("customer"), signed.get("customer"));
    }
    // The order stands in a complaint twice; who changes one of them has not changed what the offers were computed from.
    if sent.order != sent.context.order {
        found.compare("/order", Some(&sent.order.to_json()), signed.get("order"));
    }
    // Where answers and goods would go. A shopper may well write another address: then a person looks.
    let signed = claims.context.customer.email.as_deref().map(str::trim).filter(|email| !email.is_empty());
    let sent = sent.contact.get("email").and_then(Json::as_text).map(str::trim).filter(|email| !email.is_empty());
    if let (Some(signed), Some(sent)) = (signed, sent)
        && !signed.eq_ignore_ascii_case(sent)
    {
        found.compare("/contact/email", Some(&sent.into()), Some(&signed.into()));
    }
    found.0
}

#[derive(Default)]
struct Found(Vec<Difference>);

impl Found {
    fn compare(&mut self, pointer: &str, sent: Option<&Json>, signed: Option<&Json>) {
        if sent == signed || self.0.len() >= MOST {
            return;
        }
        let (Some(Json::Map(a)), Some(Json::Map(b))) = (sent, signed) else {
            let (sent, signed) = (sent.cloned(), signed.cloned());
            return self.0.push(Difference { pointer: pointer.into(), sent, signed });
        };
        let only_signed = b.iter().filter(|(key, _)| a.get(key).is_none());
        for (key, _) in a.iter().chain(only_signed) {
            let mut inside = pointer.to_string();
            push_token(&mut inside, key);
            self.compare(&inside, a.get(key), b.get(key));
        }
    }

    /// Items by their line: the page may show them in another order.
    fn items(&mut self, sent: Option<&Json>, signed: Option<&Json>) {
        let (sent, signed) = (sent.map(Json::items).unwrap_or_default(), signed.map(Json::items).unwrap_or_default());
        let same = |item: &Json, line: &Json| item.get("line") == line.get("line");
        for (at, item) in sent.iter().enumerate() {
            let other = signed.iter().find(|other| same(item, other));
            self.compare(&format!("/context/items/{at}"), Some(item), other);
        }
        for item in signed.iter().filter(|item| !sent.iter().any(|other| same(item, other))) {
            self.compare("/context/items/-", None, Some(item));
        }
    }
}
