//! Fairness, withdrawals: as long as the right is open it can be exercised, without a reason, a proof or a promise (Directive 2011/83/EU
//! Art. 9, 11 and 11a).

use super::claims::Claim;
use super::judge::{LINE, World, choose, has_no_line, worse_withdrawal};
use super::search::{Gate, Search, Stand};
use super::situation::Situation;
use super::trim::ids;
use super::{Court, path_of_step, say};
use crate::case::Setting;
use crate::check::{Checker, below, codes};
use crate::condition::Condition;
use crate::config::{Config, Flow, FlowKind, Per, Presence, Step, StepKind, Trouble};
use crate::flow::screens;
use crate::json::Json;
use crate::law::Law;
use crate::offers::WITHDRAWAL;
use std::collections::HashSet;

pub fn check(checker: &mut Checker, court: &mut Court, config: &Config, laws: &[Law], search: &Search) {
    let open = |situation: &&Situation| situation.rights.withdrawal.open;
    let Some(first) = search.situations.iter().find(open) else { return };
    let flow = config.flows.get(WITHDRAWAL).filter(|flow| flow.kind == FlowKind::Withdrawal && !flow.steps.is_empty());
    let Some(flow) = flow else {
        let path = below("/flows", WITHDRAWAL);
        let mut places = vec![path.clone(), "/flows".into()];
        if config.flows.get(WITHDRAWAL).is_some_and(|flow| flow.kind != FlowKind::Withdrawal) {
            places.insert(0, below(&path, "kind"));
        }
        let place = court.place(checker, places);
        let message = format!("{}, and finds no flow \"{WITHDRAWAL}\" here for it", right(first));
        let fix = "Leave the flow \"withdrawal\" in, with \"kind\": \"withdrawal\" and its steps.";
        return court.tell(checker, &codes::LAW_HIDDEN, place, message, fix);
    };
    Withdrawal { config, laws, search, flow }.check(checker, court);
}

/// `In Germany, 5 days after delivery, a shopper has a right to cancel the purchase (§§ 312g BGB)`.
fn right(situation: &Situation) -> String {
    let right = &situation.rights.withdrawal;
    format!("{} a shopper has a right to cancel the purchase ({})", say::where_and_when(situation), right.source)
}

struct Withdrawal<'a, 's> {
    config: &'a Config,
    laws: &'a [Law],
    search: &'s Search<'a>,
    flow: &'a Flow,
}

impl<'a> Withdrawal<'a, '_> {
    fn check(&self, checker: &mut Checker, court: &mut Court) {
        let stand = Stand {
            flow: self.flow,
            until: usize::MAX,
            answered: None,
            problem: Trouble::None,
            said: None,
            blank: true,
            no_line: false,
        };
        let concerns = |situation: &Situation| situation.rights.withdrawal.open;
        for id in ids(self.flow) {
            let Some(step) = self.config.steps.get(id) else { continue };
            if step.kind == StepKind::Items {
                let path = path_of_step(checker, court, WITHDRAWAL, id, "when");
                let gate = Gate::open(vec![step.when.as_ref()], Vec::new());
                let stand = Stand { no_line: true, ..stand };
                let judge =
                    |world: &World| has_no_line(&self.setting(world).case_of(self.flow, &world.answers)).then_some(());
                if let Some(found) = self.search.find(&gate, stand, &concerns, &judge) {
                    let message =
                        format!("{}, and cannot choose the item{}", right(found.situation), say::when(&found.facts));
                    let fix = "Leave \"when\" of the step out: without an item nothing is cancelled.";
                    court.tell(checker, &codes::LAW_HIDDEN, path, message, fix);
                }
            } else if let Some((code, fix)) = barrier(step) {
                let path = path_of_step(checker, court, WITHDRAWAL, id, "required");
                let conditions: Vec<&'a Condition> = step.when.iter().chain(&step.required).collect();
                let conditions = if step.required.is_some() { conditions } else { step.when.iter().collect() };
                let gate = Gate::barred(conditions.into_iter());
                let judge = |world: &World| self.must_answer(world, id, step).then_some(());
                if let Some(found) = self.search.find(&gate, stand, &concerns, &judge) {
                    let what = match step.kind {
                        StepKind::Contact => "has to tell more than a name and an e-mail address in",
                        StepKind::Photos => "has to take pictures for",
                        StepKind::Consent => "has to agree to",
                        _ => "has to answer",
                    };
                    let message =
                        format!("{}, and {what} \"{id}\" first{}", right(found.situation), say::when(&found.facts));
                    court.tell(checker, code, path, message, fix);
                }
            }
        }
        self.money(checker, court);
    }

    fn setting<'w>(&'w self, world: &'w World) -> Setting<'w> {
        Setting {
            config: self.config,
            flow_id: WITHDRAWAL,
            page: &world.page,
            law: self.laws.get(world.situation.law),
            today: world.situation.today,
            locale: &world.locale,
        }
    }

    /// Whether it cannot be ended with this step left blank, or with what a form has to have.
    fn must_answer(&self, world: &World, id: &str, step: &Step) -> bool {
        let mut answers = world.answers.clone();
        choose(&mut answers, &world.page);
        let line = (step.per == Per::Item).then_some(LINE);
        if step.kind == StepKind::Contact {
            let given = Json::map([("name", "A Shopper".into()), ("email", "shopper@example.org".into())]);
            answers.set(line, id, given);
        }
        let case = self.setting(world).case_of(self.flow, &answers);
        let screens = screens(&case);
        let asked =
            screens.iter().flat_map(|screen| &screen.steps).any(|(each, of)| each == id && of.as_deref() == line);
        asked && case.asked(id, line).is_some_and(|asked| !asked.is_known() && !asked.faults().is_empty())
    }

    /// What comes back: all that was paid, with the standard delivery cost (Art. 13 (1)).
    fn money(&self, checker: &mut Checker, court: &mut Court) {
        let mut seen = HashSet::new();
        let open = self.search.situations.iter().filter(|each| each.rights.withdrawal.open);
        for situation in open.filter(|each| seen.insert(each.key.as_str())) {
            if self.config.remedies.get(WITHDRAWAL).is_none() || !self.search.may_try() {
                return;
            }
            let world = self.search.plain(situation);
            let mut answers = world.answers.clone();
            choose(&mut answers, &world.page);
            let case = self.setting(&world).case_of(self.flow, &answers);
            let claim = Claim { to: WITHDRAWAL.into(), source: situation.rights.withdrawal.source.clone() };
            for (loss, _) in worse_withdrawal(&case, false, &situation.rights, claim) {
                let super::judge::Loss::Reduced(_, what) = loss else { continue };
                let path = below("/remedies", WITHDRAWAL);
                let refund = below(&path, "refund");
                let days = below(&path, "days");
                if what.contains(" days") && checker.is_mine(&days) {
                    let message = format!("{}, and is offered {what}", right(situation));
                    let fix = "Write no more days than the law gives, or leave \"days\" out: the law's are shown then.";
                    court.tell(checker, &codes::LAW_REDUCED, days, message, fix);
                    continue;
                }
                let keys = [below(&refund, "percent"), below(&refund, "shipping"), refund, below(&path, "gives"), path];
                let place = court.place(checker, keys.into());
                let message = format!("{}, and is offered {what}", right(situation));
                let fix = "A withdrawal gives back all that was paid, with the standard delivery cost: leave the preset's \"refund\".";
                court.tell(checker, &codes::LAW_REDUCED, place, message, fix);
            }
        }
    }
}

/// Code and fix for a step that must not stand in the way of a withdrawal; None for what belongs there.
fn barrier(step: &Step) -> Option<(&'static codes::Code, &'static str)> {
    let may_be = !matches!(step.required, None | Some(Condition::Constant(false)));
    let fields = |may_be: &[&str]| {
        step.form().iter().any(|(field, presence)| *presence == Presence::Required && !may_be.contains(field))
    };
    match step.kind {
        StepKind::Items | StepKind::Lookup | StepKind::Notice => None,
        StepKind::Contact => fields(&["name", "email"]).then_some((
            &codes::LAW_REASON,
            "Give the withdrawal a contact step of its own that asks for a name and an e-mail address.",
        )),
        StepKind::Consent => {
            may_be.then_some((&codes::LAW_CONSENT, "Write \"required\": false, or take the step out of the flow."))
        }
        StepKind::Photos => {
            may_be.then_some((&codes::LAW_EVIDENCE, "Write \"required\": false, or take the step out of the flow."))
        }
        _ => may_be.then_some((
            &codes::LAW_REASON,
            "Write \"required\": false, or take the step out of the flow: nobody has to say why.",
        )),
    }
}
