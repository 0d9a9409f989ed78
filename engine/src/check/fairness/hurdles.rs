//! Fairness, hurdles: what has to be promised or proved before a complaint can be sent.

use super::claims::{Claim, claims};
use super::complaint::{Complaint, MAX_OPTIONS, is_undelivered, options, who};
use super::judge::{Asking, LINE, World, choose, consistent};
use super::search::{Gate, Stand};
use super::situation::Situation;
use super::trim::{ids, is_hurdle};
use super::{Court, path_of_step, say};
use crate::check::{Checker, codes};
use crate::config::{Per, Step, StepKind, Trouble};
use crate::flow::screens;
use crate::json::Json;

impl Complaint<'_, '_> {
    /// What has to be promised or proved before a complaint can be sent.
    pub fn hurdles(&self, checker: &mut Checker, court: &mut Court) {
        let has_right = |trouble: Trouble| trouble.is_nonconformity() || is_undelivered(trouble);
        let reason = ids(self.flow).find_map(|id| {
            let step = self.config.steps.get(id)?;
            (!options(step, has_right).is_empty()).then_some((id, step))
        });
        let Some((reason, reason_step)) = reason else { return };
        for id in ids(self.flow) {
            let Some(step) = self.config.steps.get(id).filter(|step| is_hurdle(step)) else { continue };
            let code = if step.kind == StepKind::Consent { &codes::LAW_CONSENT } else { &codes::LAW_EVIDENCE };
            let path = path_of_step(checker, court, self.id, id, "required");
            for option in options(reason_step, has_right).into_iter().take(MAX_OPTIONS) {
                if court.is_told(code, &path) {
                    break;
                }
                let problem = reason_step.option.get(option).map(|option| option.problem).unwrap_or_default();
                let stand = Stand {
                    flow: self.flow,
                    until: usize::MAX,
                    answered: Some((reason, option)),
                    problem,
                    said: None,
                    blank: false,
                    no_line: false,
                };
                let gate = Gate::barred(step.when.iter().chain(&step.required));
                let concerns = |situation: &Situation| {
                    let claims = claims(&situation.rights, problem, situation.item().repaired_on.is_some());
                    !claims.early.is_empty() || !claims.stages.is_empty()
                };
                let asking = (reason, reason_step, option);
                let judge = |world: &World| self.is_barred(world, asking, (id, step));
                if let Some(found) = self.search.find(&gate, stand, &concerns, &judge) {
                    let who = who(problem);
                    let must = if step.kind == StepKind::Consent {
                        "has to agree to"
                    } else {
                        "has to have what not everybody has for"
                    };
                    let message = format!(
                        "{} a shopper {who} \"{option}\" has a right to {} ({}), and {must} \"{id}\" first{}",
                        say::where_and_when(found.situation),
                        say::right_to(&found.said.to),
                        found.said.source,
                        say::when(&found.facts),
                    );
                    let fix = if step.kind == StepKind::Consent {
                        "Write \"required\": false; what the shopper should know beforehand is a step of kind \"notice\"."
                    } else {
                        "Write \"required\": false, or let the pattern take a word such as \"none\" too and say so in \"help\"."
                    };
                    court.tell(checker, code, path.clone(), message, fix);
                }
            }
        }
    }

    /// Whether a complaint with a right cannot be sent without answering this step.
    fn is_barred(
        &self,
        world: &World,
        (reason, reason_step, option): (&str, &Step, &str),
        (id, step): (&str, &Step),
    ) -> Option<Claim> {
        let mut answers = world.answers.clone();
        choose(&mut answers, &world.page);
        let line = |step: &Step| (step.per == Per::Item).then_some(LINE);
        let value = if reason_step.kind == StepKind::Choices { Json::List(vec![option.into()]) } else { option.into() };
        answers.set(line(reason_step), reason, value);
        answers.remove(line(step), id);
        let trouble = reason_step.option.get(option)?.problem;
        let (config, laws) = (self.config, self.laws);
        let asking = Asking { config, laws, flow_id: self.id, step: reason, option, trouble, always: true, said: None };
        let case = asking.setting(self.id, world).case(&answers)?;
        let shown = screens(&case);
        let asked = |id: &str, line: Option<&str>| {
            shown.iter().flat_map(|screen| &screen.steps).any(|(each, of)| each == id && of.as_deref() == line)
        };
        if !consistent(&case, "", &asked) || case.trouble(LINE) != trouble || !asked(id, line(step)) {
            return None;
        }
        let faults = case.asked(id, line(step))?.faults();
        let claims = claims(&world.situation.rights, trouble, world.situation.item().repaired_on.is_some());
        let mut open = claims.early.iter().chain(claims.stages.iter().flatten());
        // Where the step asks about one remedy, the right to that one.
        let remedy = case.answers.items.get(LINE).and_then(|answers| {
            answers.iter().find(|(id, _)| self.config.steps.get(id).is_some_and(|step| step.kind == StepKind::Remedy))
        });
        let chosen = remedy.and_then(|(_, chosen)| chosen.as_text());
        let legal = chosen.and_then(|id| Some(self.config.remedies.get(id)?.legal(id)));
        let claim = match chosen {
            Some(_) => open.find(|claim| Some(claim.to.as_str()) == legal),
            None => open.next(),
        };
        claim.filter(|_| !faults.is_empty()).cloned()
    }
}
