//! Summary: the complaint in words for the shop's people, as plain text in the shop's language. It is made once, when the shopper confirms, so that
//! it is the same on every attempt.

use crate::case::Case;
use crate::complaint::{Answer, Complaint};
use crate::config::FlowKind;
use crate::text::{Arg, Texts};

/// `texts` are the shop's.
pub fn summary(case: &Case, complaint: &Complaint, texts: &Texts) -> String {
    let mut out = String::new();
    let title = match complaint.kind {
        FlowKind::Withdrawal => texts.find("statement.withdrawal", &[]),
        _ => texts.own(case.flow.label.as_ref(), &["flow.", case.flow_id, ".title"].concat(), &[]),
    };
    push(&mut out, &[&title.unwrap_or_else(|| case.flow_id.into())]);
    row(&mut out, &texts.get("review.order", &[]), &complaint.order.number);
    for item in &complaint.items {
        out.push('\n');
        let pieces = texts.get("item.pieces", &[("count", Arg::Count(item.quantity))]);
        match item.quantity {
            0 | 1 => push(&mut out, &[&item.title]),
            _ => push(&mut out, &[&item.title, ", ", &pieces]),
        }
        answers(&mut out, &item.answers, texts);
    }
    out.push('\n');
    answers(&mut out, &complaint.shared, texts);
    for (field, value) in complaint.contact.as_map().map(|map| map.0.as_slice()).unwrap_or_default() {
        row(&mut out, &texts.get(&["field.", field].concat(), &[]), value.as_text().unwrap_or_default());
    }
    out.truncate(out.trim_end().len());
    out
}

fn answers(out: &mut String, answers: &[Answer], texts: &Texts) {
    for answer in answers {
        row(out, &texts.question(&answer.step), &answer.shop_label);
    }
}

fn row(out: &mut String, name: &str, value: &str) {
    if !value.trim().is_empty() {
        push(out, &[name, ": ", value]);
    }
}

fn push(out: &mut String, parts: &[&str]) {
    parts.iter().for_each(|part| out.push_str(part));
    out.push('\n');
}
