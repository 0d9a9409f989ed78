//! How a legal route stands: until when a withdrawal or a return is open, what is to be paid, and the other ways where one is closed.

use super::Look;
use super::node::{Node, button, classed, div, el};
use super::shell::Content;
use redress_engine::config::{FlowKind, ReturnRefund, StepKind};
use redress_engine::context::Item;
use redress_engine::offers::WITHDRAWAL;
use redress_engine::text::Arg;
use redress_engine::{Case, Day};

/// The flows that a closed route names instead, in the order in which they help.
const WAYS: [&str; 3] = [WITHDRAWAL, "return", "complaint"];

/// A route as it stands for some lines.
#[derive(Default)]
struct Period {
    open: bool,
    until: Option<Day>,
}

impl Period {
    /// Of the lines chosen or, before that, of all.
    fn of(case: &Case, each: impl Fn(&Item) -> (bool, Option<Day>)) -> Period {
        let chosen = case.lines();
        let mut period = Period::default();
        for item in &case.context.items {
            if chosen.is_empty() || chosen.contains(&item.line) {
                let (open, until) = each(item);
                period.open |= open;
                period.until = period.until.max(until);
            }
        }
        period
    }
}

fn withdrawal(case: &Case) -> Period {
    Period::of(case, |item| {
        let right = case.rights(item).withdrawal;
        (right.open, right.until)
    })
}

fn returning(case: &Case) -> Period {
    Period::of(case, |item| (case.is_returnable(item), case.returnable_until(item)))
}

/// What is said of the route on its first screen and in the review.
pub fn standing(look: &Look) -> Option<Node> {
    match look.case.flow.kind {
        FlowKind::Withdrawal => {
            let period = withdrawal(&look.case);
            let words = dated(look, if period.open { "withdrawal.until" } else { "withdrawal.over" }, period.until);
            let words = words.or_else(|| (!period.open).then(|| look.text("withdrawal.none")))?;
            Some(note(period.open, words).opt((!period.open).then(|| ways(look)).flatten()))
        }
        FlowKind::Return => {
            let words = dated(look, "return.until", returning(&look.case).until);
            let mut text = div("note-text").child(el("span").text(words.unwrap_or_else(|| look.text("return.open"))));
            if let Some(url) = &look.case.config.shop.returns.as_ref()?.url {
                let link = el("a").attr("href", url).attr("target", "_blank").attr("rel", "noopener noreferrer");
                text = text.child(link.text(look.text("return.policy")));
            }
            // Once is enough: on the first screen.
            let tell = !look.model.has_before() && withdrawal(&look.case).open;
            let right = tell.then(|| still_by_law(look)).flatten();
            Some(div("standing").child(div("note").icon("clock").child(text)).opt(right))
        }
        FlowKind::Payment => {
            let order = &look.case.context.order;
            let invoice = order.invoice.as_ref();
            let due = invoice.and_then(|invoice| invoice.due).filter(|due| *due > 0);
            match (due, invoice.and_then(|invoice| invoice.due_on)) {
                (Some(due), Some(on)) if !order.currency.is_empty() => {
                    let args = [("amount", Arg::Money(due, &order.currency)), ("date", Arg::Day(on))];
                    Some(div("note info").icon("wallet").child(el("span").text(look.texts.get("payment.open", &args))))
                }
                (Some(_), _) => None,
                // Who comes without an order's data may know better than this page.
                _ => (!order.number.is_empty()).then(|| note(false, look.text("payment.none"))),
            }
        }
        _ => None,
    }
}

/// A return under a policy that the shop does not have, or whose time is over, cannot be asked for: there are other ways.
pub fn closed(look: &Look) -> Option<Content> {
    let case = &look.case;
    let asks = |id: &String| case.step(id).is_some_and(|step| step.kind == StepKind::Remedy);
    // A flow with remedies of its own says by their conditions what is open.
    let own = case.config.shop.returns.is_none() && case.flow.steps.iter().any(|entry| entry.0.iter().any(asks));
    if case.flow.kind != FlowKind::Return || own || returning(case).open {
        return None;
    }
    let words = dated(look, "return.over", returning(&look.case).until).unwrap_or_else(|| look.text("return.none"));
    let heading = el("h2").attr("tabindex", "-1").attr("data-focus", "").text(look.text("flow.return.title"));
    Some(Content { main: div("main").child(heading).child(note(false, words)).opt(ways(look)), primary: None })
}

fn dated(look: &Look, key: &str, day: Option<Day>) -> Option<String> {
    Some(look.say(key, "date", Arg::Day(day?)))
}

fn note(open: bool, words: String) -> Node {
    let note = div(if open { "note" } else { "note over" }).icon(if open { "clock" } else { "info" });
    div("standing").child(note.child(el("span").text(words)))
}

/// The right that goes further than the shop's policy.
fn still_by_law(look: &Look) -> Option<Node> {
    let way = way(look, WITHDRAWAL)?;
    let words = el("span").text(look.text("return.rights"));
    Some(div("note info").icon("scales").child(div("note-text").child(words).child(way)))
}

/// The other routes that are open, one tap away.
fn ways(look: &Look) -> Option<Node> {
    let mut list = classed("ul", "cards").attr("role", "list");
    let mut any = false;
    for id in WAYS {
        let open = match id {
            WITHDRAWAL => withdrawal(&look.case).open,
            "return" => returning(&look.case).open,
            _ => true,
        };
        if let Some(way) = way(look, id).filter(|_| open && id != look.case.flow_id) {
            list = list.child(el("li").child(way));
            any = true;
        }
    }
    any.then(|| div("field").child(el("h3").text(look.text("ways.title"))).child(list))
}

fn way(look: &Look, id: &'static str) -> Option<Node> {
    let flow = look.case.config.flows.get(id)?;
    let name = look.texts.own(flow.label.as_ref(), &["flow.", id, ".title"].concat(), &[])?;
    let session = look.session;
    let go = move || session.enter_worded(id);
    let words = classed("span", "card-text").child(el("b").text(name));
    Some(button("card onward", "option", go).attr("data-value", id).child(words))
}

/// What a return under the shop's policy gives back for a line.
pub fn return_gets(look: &Look, line: &str) -> Option<String> {
    let case = &look.case;
    let policy = case.config.shop.returns.as_ref()?;
    let key = match policy.refund {
        Some(ReturnRefund::Money) => "return.money",
        Some(ReturnRefund::Credit) => "return.credit",
        None => return Some(look.text("return.terms")),
    };
    let order = &case.context.order;
    let paid = case.context.paid_for(case.context.item(line)?, case.quantity(line))?;
    let told = !order.currency.is_empty() && !case.owes();
    told.then(|| look.say(key, "amount", Arg::Money(paid, &order.currency)))
}
