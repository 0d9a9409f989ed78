//! Standing: until when a withdrawal or a return is open, what is to be paid, and the other ways where one is closed: as in the widget
//! (`src/ui/standing.rs`).

use redress_engine::config::{FlowKind, ReturnRefund, StepKind};
use redress_engine::context::Item;
use redress_engine::links::is_link;
use redress_engine::offers::WITHDRAWAL;
use redress_engine::text::{Arg, Texts};
use redress_engine::{Case, Day};

/// The flows that a closed route names instead, in the order in which they help.
const WAYS: [&str; 3] = [WITHDRAWAL, "return", "complaint"];

/// How a route stands.
#[derive(Default)]
pub struct Standing {
    /// What is said of it.
    pub notes: Vec<Note>,
    /// Other routes: flow, name.
    pub ways: Vec<(String, String)>,
    /// What stands above those.
    pub ways_title: String,
    /// The route is closed: there is nothing to ask.
    pub closed: bool,
}

/// A note.
pub struct Note {
    /// `good`, `info` or `over`.
    pub tone: &'static str,
    /// What it says.
    pub words: String,
    /// A link: address and words.
    pub link: Option<(String, String)>,
}

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
        let about = case.context.items.iter().filter(|item| chosen.is_empty() || chosen.contains(&item.line));
        about.map(each).fold(Period::default(), |period, (open, until)| Period {
            open: period.open | open,
            until: period.until.max(until),
        })
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

/// What is said of the route; `first` on its first page.
pub fn standing(case: &Case, texts: &Texts, first: bool) -> Standing {
    match case.flow.kind {
        FlowKind::Withdrawal => withdrawing(case, texts),
        FlowKind::Return => returns(case, texts, first),
        FlowKind::Payment => Standing { notes: paying(case, texts).into_iter().collect(), ..Standing::default() },
        _ => Standing::default(),
    }
}

fn withdrawing(case: &Case, texts: &Texts) -> Standing {
    let period = withdrawal(case);
    let words = dated(texts, if period.open { "withdrawal.until" } else { "withdrawal.over" }, period.until);
    let none = || (!period.open).then(|| texts.get("withdrawal.none", &[]));
    let Some(words) = words.or_else(none) else { return Standing::default() };
    let tone = if period.open { "good" } else { "over" };
    let standing = Standing { notes: vec![note(tone, words)], ..Standing::default() };
    if period.open { standing } else { with_ways(standing, case, texts) }
}

fn returns(case: &Case, texts: &Texts, first: bool) -> Standing {
    let period = returning(case);
    let asks = |id: &String| case.step(id).is_some_and(|step| step.kind == StepKind::Remedy);
    // A flow with remedies of its own says by their conditions what is open.
    let own = case.config.shop.returns.is_none() && case.flow.steps.iter().any(|entry| entry.0.iter().any(asks));
    if !own && !period.open {
        let words = dated(texts, "return.over", period.until).unwrap_or_else(|| texts.get("return.none", &[]));
        let standing = Standing { notes: vec![note("over", words)], closed: true, ..Standing::default() };
        return with_ways(standing, case, texts);
    }
    let words = dated(texts, "return.until", period.until).unwrap_or_else(|| texts.get("return.open", &[]));
    // What is relative to the shop's page leads nowhere from here.
    let policy = case.config.shop.returns.as_ref().and_then(|policy| policy.url.clone()).filter(|url| is_link(url));
    let link = policy.map(|url| (url, texts.get("return.policy", &[])));
    let mut standing = Standing { notes: vec![Note { link, ..note("good", words) }], ..Standing::default() };
    // The right that goes further than the shop's policy. Once is enough: on the first page.
    if let Some(way) = way(case, texts, WITHDRAWAL).filter(|_| first && withdrawal(case).open) {
        standing.ways_title = texts.get("return.rights", &[]);
        standing.ways = vec![way];
    }
    standing
}

fn paying(case: &Case, texts: &Texts) -> Option<Note> {
    let order = &case.context.order;
    let invoice = order.invoice.as_ref();
    let due = invoice.and_then(|invoice| invoice.due).filter(|due| *due > 0);
    match (due, invoice.and_then(|invoice| invoice.due_on)) {
        (Some(due), Some(on)) if !order.currency.is_empty() => {
            let args = [("amount", Arg::Money(due, &order.currency)), ("date", Arg::Day(on))];
            Some(note("info", texts.get("payment.open", &args)))
        }
        (Some(_), _) => None,
        // Who comes without an order's data may know better than this page.
        _ if order.number.is_empty() || case.page.items.is_empty() => None,
        _ => Some(note("over", texts.get("payment.none", &[]))),
    }
}

fn dated(texts: &Texts, key: &str, day: Option<Day>) -> Option<String> {
    Some(texts.get(key, &[("date", Arg::Day(day?))]))
}

fn note(tone: &'static str, words: String) -> Note {
    Note { tone, words, link: None }
}

/// The other routes that are open.
fn with_ways(mut standing: Standing, case: &Case, texts: &Texts) -> Standing {
    for id in WAYS {
        let open = match id {
            WITHDRAWAL => withdrawal(case).open,
            "return" => returning(case).open,
            _ => true,
        };
        standing.ways.extend(way(case, texts, id).filter(|_| open && id != case.flow_id));
    }
    standing.ways_title = texts.get("ways.title", &[]);
    standing
}

/// A flow by its name, where the shop has it.
pub fn way(case: &Case, texts: &Texts, id: &str) -> Option<(String, String)> {
    let flow = case.config.flows.get(id)?;
    let name = texts.own(flow.label.as_ref(), &["flow.", id, ".title"].concat(), &[])?;
    Some((id.into(), name))
}

/// What a return under the shop's policy gives back for a line.
pub fn return_gets(case: &Case, texts: &Texts, line: &str) -> Option<String> {
    let policy = case.config.shop.returns.as_ref()?;
    let key = match policy.refund {
        Some(ReturnRefund::Money) => "return.money",
        Some(ReturnRefund::Credit) => "return.credit",
        None => return Some(texts.get("return.terms", &[])),
    };
    let order = &case.context.order;
    let paid = case.context.paid_for(case.context.item(line)?, case.quantity(line))?;
    let told = !order.currency.is_empty() && !case.owes();
    told.then(|| texts.get(key, &[("amount", Arg::Money(paid, &order.currency))]))
}
