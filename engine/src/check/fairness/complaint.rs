//! Fairness, complaints: whoever has a right to a remedy finds it, whole and free, and need not promise or prove anything for it.

use super::claims::{Claim, claims, cures};
use super::judge::{Asking, Loss, Place, World, remedy_entry};
use super::places::{finding, place_of, words};
use super::search::{Found, Gate, PROBLEM, Search, Stand};
use super::situation::Situation;
use super::trim::ids;
use super::{Court, say};
use crate::check::{Checker, below, codes};
use crate::condition::{Condition, Fact, Truth};
use crate::config::{Config, DEFAULT_FLOW, Flow, FlowKind, Step, StepKind, Trouble};
use crate::json::Json;
use crate::law::Law;
use std::cell::RefCell;
use std::collections::HashSet;

/// Options of one question that are looked at one by one.
pub const MAX_OPTIONS: usize = 24;

/// The flow in which a shopper complains: the usual one, the one that opens by itself, or the first of that kind that is more than a menu
/// or the way to a person.
fn main_flow(config: &Config) -> Option<&str> {
    let is_menu = |flow: &Flow| ids(flow).any(|id| config.steps.get(id).is_some_and(Step::is_menu));
    let complaints = || config.flows.iter().filter(|(_, flow)| flow.kind == FlowKind::Complaint && !is_menu(flow));
    let named = [DEFAULT_FLOW, config.start_flow()].into_iter().find(|id| complaints().any(|(each, _)| each == *id));
    named.or_else(|| complaints().find(|(_, flow)| !flow.takes_along).map(|(id, _)| id))
}

pub fn check(checker: &mut Checker, court: &mut Court, config: &Config, laws: &[Law], search: &Search) {
    let whole = checker.config.clone();
    let main = main_flow(&whole);
    for (id, flow) in config.flows.iter().filter(|(_, flow)| flow.kind != FlowKind::Withdrawal) {
        let asks = |wanted: &dyn Fn(&Step) -> bool| ids(flow).filter_map(|id| config.steps.get(id)).any(wanted);
        let gives = asks(&|step| step.kind == StepKind::Remedy);
        let serves = asks(&|step| !options(step, Trouble::is_nonconformity).is_empty());
        if Some(id) == main && !(gives && serves) {
            nothing(checker, court, search, id, gives);
        }
        // Whatever it is called: a flow that asks for a defect and gives remedies gives those of the law.
        let serves = serves || asks(&|step| !options(step, is_undelivered).is_empty());
        if serves && (gives || Some(id) == main) {
            Complaint { config, laws, search, id, flow, reasons: RefCell::default() }.check(checker, court);
        }
    }
}

/// How the shopper of a complaint is spoken of.
pub fn who(trouble: Trouble) -> &'static str {
    if is_undelivered(trouble) { "whose reason is" } else { "whose item is" }
}

/// Whether the goods did not come.
pub fn is_undelivered(trouble: Trouble) -> bool {
    trouble == Trouble::NotDelivered
}

/// The options of a question that mean this to the law.
pub fn options(step: &Step, trouble: fn(Trouble) -> bool) -> Vec<&str> {
    let means = |option: &&String| step.option.get(option).is_some_and(|option| trouble(option.problem));
    if !matches!(step.kind, StepKind::Choice | StepKind::Choices) {
        return Vec::new();
    }
    step.options.iter().filter(means).map(String::as_str).collect()
}

/// A flow for complaints in which nobody can name a defect, or nobody is offered anything.
fn nothing(checker: &mut Checker, court: &mut Court, search: &Search, flow: &str, gives: bool) {
    let concerned = search.situations.iter().find(|each| each.rights.guarantee.open && each.page.items.len() == 1);
    let Some(situation) = concerned else { return };
    let path = below("/flows", flow);
    let mut places = Vec::new();
    if gives {
        let config = checker.config.clone();
        for (id, step) in
            config.flows.get(flow).into_iter().flat_map(ids).filter_map(|id| Some((id, config.steps.get(id)?)))
        {
            if matches!(step.kind, StepKind::Choice | StepKind::Choices) {
                let path = below("/steps", id);
                let inside = [&path, "/"].concat();
                // One that is listed and not defined may be the one.
                if checker
                    .told
                    .iter()
                    .any(|(code, path)| *code == codes::OPTION_UNKNOWN.code && path.starts_with(&inside))
                {
                    return;
                }
                places.extend([below(&path, "options"), below(&path, "option"), path]);
            }
        }
    }
    places.extend([below(&path, "steps"), path, "/flows".into(), "/steps".into(), String::new()]);
    let place = court.place(checker, places);
    let right = &situation.rights.guarantee;
    let stage: Vec<String> =
        situation.rights.remedy_order.iter().take(1).flatten().map(|to| say::right_to(to)).collect();
    let (what, fix) = if gives {
        (
            "finds no reason here that is a defect",
            "Write \"problem\": \"nonconformity\" at the options that are a defect, \"not-delivered\" at what did not arrive.",
        )
    } else {
        ("is offered nothing here", "Add a step of kind \"remedy\" to the flow (the preset has \"remedy\").")
    };
    let message = format!(
        "{} a shopper with a defect has a right to {} ({}), and {what}",
        say::where_and_when(situation),
        stage.join(" or "),
        right.source
    );
    court.tell(checker, &codes::LAW_WITHHELD, place, message, fix);
}

/// What a reason means, and what is said beside it.
type Looked<'a> = (&'static str, Option<(&'a str, &'a str)>);

/// One flow for complaints.
pub struct Complaint<'a, 's> {
    pub config: &'a Config,
    pub laws: &'a [Law],
    pub search: &'s Search<'a>,
    pub id: &'a str,
    pub flow: &'a Flow,
    /// What reasons mean that were looked at in full.
    reasons: RefCell<HashSet<Looked<'a>>>,
}

impl<'a> Complaint<'a, '_> {
    fn check(&self, checker: &mut Checker, court: &mut Court) {
        let mut count = 0;
        for step_id in ids(self.flow) {
            let Some(step) = self.config.steps.get(step_id) else { continue };
            for means in [Trouble::is_nonconformity, is_undelivered] {
                for option in options(step, means) {
                    let trouble = step.option.get(option).map(|option| option.problem).unwrap_or_default();
                    count += 1;
                    if count > MAX_OPTIONS {
                        return self.search.cut();
                    }
                    let inherited = below(&below(&below("/steps", step_id), "option"), option);
                    let was = checker.base.pointer(&below(&inherited, "problem")).and_then(Json::as_text);
                    let always = was.is_some_and(|was| was != "none" && was != "own-doing");
                    let asking = Asking {
                        config: self.config,
                        laws: self.laws,
                        flow_id: self.id,
                        step: step_id,
                        option,
                        trouble,
                        always,
                        said: None,
                    };
                    self.option(checker, court, step, asking);
                    for said in cures(self.config, self.flow).into_iter().filter(|(id, _)| self.may_ask(id, trouble)) {
                        self.option(checker, court, step, Asking { said: Some(said), ..asking });
                    }
                }
            }
        }
        self.hurdles(checker, court);
    }

    /// Whether a step can be asked of what means this to the law, as far as its condition says.
    fn may_ask(&self, id: &str, trouble: Trouble) -> bool {
        let when = self.config.steps.get(id).and_then(|step| step.when.as_ref());
        let known = |fact: &str| match fact {
            PROBLEM => Fact::Known(trouble.as_str().into()),
            _ => Fact::Pending,
        };
        when.is_none_or(|when| when.evaluate(&known) != Truth::No)
    }

    /// One reason: every gate on its way, then what no condition has to do with. Where the shop had its chance, the gates of remedies.
    fn option(&self, checker: &mut Checker, court: &mut Court, step: &'a Step, asking: Asking<'a>) {
        let concerns = |situation: &Situation| {
            let claims = claims(&situation.rights, asking.trouble, false);
            match asking.said {
                Some(_) => claims.stages.len() > 1,
                None => !claims.early.is_empty() || !claims.stages.is_empty(),
            }
        };
        let until = remedy_entry(self.config, self.flow).unwrap_or(usize::MAX);
        let option = asking.option;
        let stand = Stand {
            flow: self.flow,
            until,
            answered: Some((asking.step, option)),
            problem: asking.trouble,
            said: asking.said,
            blank: false,
            no_line: false,
        };
        for (place, gate) in self.gates(step, asking) {
            if asking.said.is_some() && !matches!(place, Place::Remedy(_)) {
                continue;
            }
            if court.is_told(&codes::LAW_WITHHELD, &place_of(checker, court, self.id, &place)) {
                continue;
            }
            let untold = |world: &World| self.untold(checker, court, asking, world);
            let stand = Stand { no_line: place == Place::Items, ..stand };
            if let Some(found) = self.search.find(&gate, stand, &concerns, &untold) {
                self.tell(checker, court, asking, found);
            }
        }
        // What stands in the way besides is no condition: of situations with the same claims one is enough, and of reasons that mean the
        // same one case of each but the first.
        let mut seen = HashSet::new();
        let is_first = self.reasons.borrow_mut().insert((asking.trouble.as_str(), asking.said));
        // What the next stage gives hangs on no period, and where the page knows of a repair it is open already.
        let key = |each: &Situation| match asking.said {
            None => each.complaint_key.clone(),
            Some(_) => format!("{:?}{:?}", each.rights.remedy_order, each.rights.delivery_order),
        };
        let is_new = |each: &&Situation| {
            let is_open = asking.said.is_some() && each.item().repaired_on.is_some();
            concerns(each) && !is_open && seen.insert(key(each))
        };
        let concerned = self.search.situations.iter().filter(is_new);
        for situation in concerned.take(if is_first { usize::MAX } else { 1 }) {
            if !self.search.may_try() {
                return;
            }
            let world = self.search.plain(situation);
            while let Some(said) = self.untold(checker, court, asking, &world) {
                self.tell(checker, court, asking, Found { situation, facts: Vec::new(), said });
            }
        }
    }

    /// The first loss that is not told yet.
    fn untold(&self, checker: &Checker, court: &Court, asking: Asking, world: &World) -> Option<(Loss, Claim)> {
        let losses = asking.losses(world)?;
        losses.into_iter().find(|(loss, _)| {
            let (code, path) = finding(checker, court, self.id, loss);
            !court.is_told(code, &path)
        })
    }

    fn gates(&self, step: &'a Step, asking: Asking<'a>) -> Vec<(Place, Gate<'a>)> {
        let config = self.config;
        let of_kind = |kind: StepKind| {
            let steps = ids(self.flow).filter_map(|id| config.steps.get(id));
            steps.filter(|step| step.kind == kind).collect::<Vec<&'a Step>>()
        };
        let mut gates = Vec::new();
        let items = of_kind(StepKind::Items);
        if !items.is_empty() {
            gates.push((Place::Items, Gate::open(items.iter().map(|step| step.when.as_ref()).collect(), Vec::new())));
        }
        gates.push((Place::Reason(asking.step.into()), Gate::open(vec![step.when.as_ref()], Vec::new())));
        let option = step.option.get(asking.option);
        gates.push((
            Place::Option(asking.step.into(), asking.option.into()),
            Gate::open(vec![option.and_then(|option| option.when.as_ref())], Vec::new()),
        ));
        let remedy = of_kind(StepKind::Remedy);
        if !remedy.is_empty() {
            gates.push((
                Place::RemedyStep,
                Gate::open(remedy.iter().map(|step| step.when.as_ref()).collect(), Vec::new()),
            ));
        }
        let mut legal: Vec<&str> = Vec::new();
        for remedy in self.search.situations.iter().flat_map(|each| remedies(each, asking.trouble)) {
            if !legal.contains(&remedy) {
                legal.push(remedy);
            }
        }
        let impossible: Vec<&Condition> =
            config.remedies.iter().filter_map(|(_, remedy)| remedy.impossible.as_ref()).collect();
        for to in legal {
            let ways = config.remedies.iter().filter(|(id, remedy)| remedy.legal(id) == to);
            let ways: Vec<Option<&Condition>> = ways.map(|(_, remedy)| remedy.when.as_ref()).collect();
            if !ways.is_empty() {
                gates.push((Place::Remedy(to.into()), Gate::open(ways, impossible.clone())));
            }
        }
        gates
    }

    fn tell(&self, checker: &mut Checker, court: &mut Court, asking: Asking, found: Found<(Loss, Claim)>) {
        let Found { situation, facts, said: (loss, claim) } = found;
        let (code, path) = finding(checker, court, self.id, &loss);
        let (verb, what, fix) = words(asking, &loss, &claim);
        let who = who(asking.trouble);
        let says = asking.said.map(|(_, option)| format!(" and who says \"{option}\"")).unwrap_or_default();
        let message = format!(
            "{} a shopper {who} \"{}\"{says} has a right to {verb} ({}), and {what}{}",
            say::where_and_when(situation),
            asking.option,
            claim.source,
            say::when(&facts),
        );
        court.tell(checker, code, path, message, fix);
    }
}

/// The remedies that a situation may give for this.
fn remedies(situation: &Situation, trouble: Trouble) -> Vec<&str> {
    let rights = &situation.rights;
    match trouble {
        Trouble::NotDelivered => rights.delivery_order.iter().map(String::as_str).collect(),
        _ => rights.remedy_order.iter().flatten().chain(&rights.rejection_remedies).map(String::as_str).collect(),
    }
}
