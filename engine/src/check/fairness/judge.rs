//! Fairness, judgement: what the law gives in a situation, said here once more and apart from the engine, against what the engine shows.

use super::claims::{Claim, claims, cures};
use super::situation::Situation;
use super::trim::ids;
use crate::answers::{Answers, Chosen};
use crate::case::{Case, Setting};
use crate::condition::Truth;
use crate::config::{Basis, Config, Flow, FlowKind, Per, Step, StepKind, Trouble};
use crate::context::Context;
use crate::flow::{carry, leads_to, screens};
use crate::json::Json;
use crate::law::{Law, Rights};
use crate::offers::{Offer, WITHDRAWAL, offers_for, withdrawal_gets};

/// The line that a situation is about.
pub const LINE: &str = "1";

/// One order and what was answered.
#[derive(Debug, Clone)]
pub struct World<'a> {
    pub situation: &'a Situation,
    pub page: Context,
    pub locale: String,
    pub answers: Answers,
}

/// Where a right is lost. The first place on the shopper's way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// No order line can be chosen.
    Items,
    /// The question with the reasons is not asked.
    Reason(String),
    /// An option is not there.
    Option(String, String),
    /// An option leads into a flow in which nothing is offered.
    Lead(String, String),
    /// Nothing is offered: the step is hidden, or not there.
    RemedyStep,
    /// A remedy of the law is not offered.
    Remedy(String),
    /// Cancelling is not offered.
    Cancelling,
}

/// How a right is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loss {
    /// It cannot be chosen.
    Withheld(Place),
    /// This remedy gives this much of what was paid.
    Reduced(String, String),
    /// The shopper pays for sending the goods back: this remedy.
    ReturnCost(String),
    /// The shopper pays for this remedy.
    Priced(String),
}

/// What is asked of a judgement: one option of one question in one flow.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    pub config: &'a Config,
    pub laws: &'a [Law],
    pub flow_id: &'a str,
    pub step: &'a str,
    pub option: &'a str,
    pub trouble: Trouble,
    /// Whether the option has to be there, whatever else is.
    pub always: bool,
    /// Question and option by which the shopper says that the shop had its chance.
    pub said: Option<(&'a str, &'a str)>,
}

impl<'a> Asking<'a> {
    pub fn setting<'w>(&self, flow_id: &'w str, world: &'w World) -> Setting<'w>
    where
        'a: 'w,
    {
        Setting {
            config: self.config,
            flow_id,
            page: &world.page,
            law: self.laws.get(world.situation.law),
            today: world.situation.today,
            locale: &world.locale,
        }
    }

    /// Everything that the shopper loses; None: there is no such case.
    pub fn losses(&self, world: &World) -> Option<Vec<(Loss, Claim)>> {
        let situation = world.situation;
        let least = claims(&situation.rights, self.trouble, false);
        let first = least.stages.iter().chain([&least.early]).flatten().next()?.clone();
        let lost = |place: Place| Some(vec![(Loss::Withheld(place), first.clone())]);
        let flow = self.config.flows.get(self.flow_id)?;
        let per = self.config.steps.get(self.step)?.per;
        let line = (per == Per::Item).then_some(LINE);
        let mut answers = world.answers.clone();
        if has_no_line(&self.setting(self.flow_id, world).case_of(flow, &answers)) {
            return lost(Place::Items);
        }
        choose(&mut answers, &world.page);
        let too_late = entry(flow, self.step) > remedy_entry(self.config, flow).unwrap_or(usize::MAX);
        let mut value = Json::Text(self.option.into());
        if self.config.steps.get(self.step)?.kind == StepKind::Choices {
            value = Json::List(vec![value]);
        }
        if !too_late {
            answers.set(line, self.step, value.clone());
        }
        if let Some((id, option)) = self.said {
            let step = self.config.steps.get(id)?;
            let option = Json::from(option);
            let said = if step.kind == StepKind::Choices { Json::List(vec![option]) } else { option };
            answers.set((step.per == Per::Item).then_some(LINE), id, said);
        }
        let case = self.setting(self.flow_id, world).case_of(flow, &answers);
        let shown = screens(&case);
        let is_asked = |id: &str, line: Option<&str>| {
            shown.iter().flat_map(|screen| &screen.steps).any(|(each, of)| each == id && of.as_deref() == line)
        };
        if !consistent(&case, self.step, &is_asked) {
            return None;
        }
        if !is_asked(self.step, line) {
            return lost(Place::Reason(self.step.into()));
        }
        let step = self.config.steps.get(self.step)?;
        let options = case.options(step, line);
        if !options.contains(&self.option) {
            let serves = |option: &&str| step.option.get(option).is_some_and(|other| other.problem.is_nonconformity());
            let must = self.trouble.is_nonconformity() && (self.always || !options.iter().any(serves));
            return if must { lost(Place::Option(self.step.into(), self.option.into())) } else { None };
        }
        // An answer that cannot be changed is not the shopper's.
        if case.fixed(line, self.step).is_some_and(|fixed| *fixed != value) {
            return lost(Place::Reason(self.step.into()));
        }
        if !too_late && case.trouble(LINE) != self.trouble {
            return None;
        }
        if let Some(other) = leads_to(&case, self.step, &value) {
            let carried = carry(&answers, self.config, other);
            let there = self.setting(other, world).case(&carried)?;
            let lead = || Place::Lead(self.step.into(), self.option.into());
            return match self.offered(&there, situation) {
                Ok(losses) if losses.is_empty() => Some(losses),
                Ok(losses) => Some(losses.into_iter().map(|(_, claim)| (Loss::Withheld(lead()), claim)).collect()),
                Err(_) => lost(lead()),
            };
        }
        match self.offered(&case, situation) {
            Ok(losses) => Some(losses),
            Err(place) => lost(place),
        }
    }

    /// Whether the shop had its chance, by the page or by the shopper. Who is not asked whether goods came that were asked for once more
    /// may have the money at once.
    fn has_failed(&self, case: &Case, situation: &Situation, is_asked: &dyn Fn(&str, Option<&str>) -> bool) -> bool {
        let line = |step: &Step| (step.per == Per::Item).then_some(LINE);
        let cures = cures(self.config, case.flow);
        let mut cures = cures.iter().filter_map(|(id, option)| Some((*id, self.config.steps.get(id)?, *option)));
        let says = |(id, step, option): (&str, &Step, &str)| {
            let answer = case.answers.get(line(step), id);
            answer.is_some_and(|answer| answer.as_text() == Some(option) || answer.items().contains(&option.into()))
        };
        let can_say = |(id, step, option): (&str, &'a Step, &str)| {
            is_asked(id, line(step))
                && case.fixed(line(step), id).is_none()
                && case.options(step, line(step)).contains(&option)
        };
        match self.trouble {
            Trouble::NotDelivered => cures.clone().any(says) || !cures.any(can_say),
            _ => situation.item().repaired_on.is_some() || cures.any(says),
        }
    }

    /// What the law gives and is not offered, or not as the law gives it; the place where nothing is offered at all.
    fn offered(&self, case: &Case, situation: &Situation) -> Result<Vec<(Loss, Claim)>, Place> {
        let is_remedy = |id: &str| case.step(id).is_some_and(|step| step.kind == StepKind::Remedy);
        let shown = screens(case);
        let fixed = ids(case.flow).any(|id| is_remedy(id) && case.fixed(Some(LINE), id).is_some());
        if fixed
            || !shown
                .iter()
                .flat_map(|screen| &screen.steps)
                .any(|(id, line)| is_remedy(id) && line.as_deref() == Some(LINE))
        {
            return Err(Place::RemedyStep);
        }
        let is_asked = |id: &str, line: Option<&str>| {
            shown.iter().flat_map(|screen| &screen.steps).any(|(each, of)| each == id && of.as_deref() == line)
        };
        let claims = claims(&situation.rights, self.trouble, self.has_failed(case, situation, &is_asked));
        let offers = offers_for(case, LINE).offered;
        let mut losses = Vec::new();
        let ways = |claim: &Claim| -> Vec<&Offer> {
            offers.iter().filter(|offer| is_way(case.config, offer, &claim.to)).collect()
        };
        let early = std::slice::from_ref(&claims.early);
        for (at, stage) in early.iter().chain(&claims.stages).enumerate() {
            let mut any = false;
            for claim in stage {
                let ways = ways(claim);
                any |= at > 0 && !ways.is_empty();
                if ways.is_empty() && !excused(case, situation, &claim.to, self.trouble) {
                    losses.push((Loss::Withheld(Place::Remedy(claim.to.clone())), claim.clone()));
                }
                for offer in ways {
                    losses.extend(worse(case, offer, &claim.to).into_iter().map(|loss| (loss, claim.clone())));
                }
            }
            // What is of a stage can be had, so the next is not open yet; what was withheld without excuse is told already.
            if any || (at > 0 && !losses.is_empty()) {
                break;
            }
        }
        let right = &situation.rights.withdrawal;
        if right.open && case.flow.kind == FlowKind::Complaint {
            let claim = Claim { to: WITHDRAWAL.into(), source: right.source.clone() };
            match offers.iter().find(|offer| offer.remedy == WITHDRAWAL) {
                None => losses.push((Loss::Withheld(Place::Cancelling), claim)),
                Some(offer) => losses.extend(worse_withdrawal(case, offer.pays == "return", &situation.rights, claim)),
            }
        }
        Ok(losses)
    }
}

/// Whether an order line has to be chosen and nobody asks which. Of a case in which none is chosen yet.
pub fn has_no_line(case: &Case) -> bool {
    let is_items = |id: &str| case.step(id).is_some_and(|step| step.kind == StepKind::Items && step.when.is_some());
    case.lines().is_empty()
        && ids(case.flow).any(is_items)
        && !screens(case).iter().flat_map(|screen| &screen.steps).any(|(id, _)| is_items(id))
}

/// Takes one piece of what the situation is about.
pub fn choose(answers: &mut Answers, page: &Context) {
    let quantity = page.items.first().map_or(1, |item| item.pieces());
    answers.chosen = vec![Chosen { line: LINE.into(), quantity }];
}

fn entry(flow: &Flow, id: &str) -> usize {
    flow.steps.iter().position(|entry| entry.0.iter().any(|step| step == id)).unwrap_or(0)
}

/// The entry in which a flow asks for the remedy.
pub fn remedy_entry(config: &Config, flow: &Flow) -> Option<usize> {
    let is_remedy = |id: &String| config.steps.get(id).is_some_and(|step| step.kind == StepKind::Remedy);
    flow.steps.iter().position(|entry| entry.0.iter().any(is_remedy))
}

/// Whether a shopper can have given these answers: to questions that are asked, and as those take them.
pub fn consistent(case: &Case, but: &str, is_asked: &dyn Fn(&str, Option<&str>) -> bool) -> bool {
    let given = |line: Option<&str>, id: &str| {
        id == but || (is_asked(id, line) && case.asked(id, line).is_some_and(|asked| asked.faults().is_empty()))
    };
    let shared = case.answers.shared.iter().all(|(id, _)| given(None, id));
    shared && case.answers.items.iter().all(|(line, answers)| answers.iter().all(|(id, _)| given(Some(line), id)))
}

/// Whether an offer is a way of giving a remedy of the law, as the law's.
fn is_way(config: &Config, offer: &Offer, to: &str) -> bool {
    let remedy = config.remedies.get(&offer.remedy);
    offer.basis == Basis::Statutory
        && offer.remedy != WITHDRAWAL
        && remedy.is_some_and(|remedy| remedy.legal(&offer.remedy) == to)
}

/// A repair or replacement that cannot be had, or only at a cost out of all proportion, is not owed; the next stage is then.
fn excused(case: &Case, situation: &Situation, to: &str, trouble: Trouble) -> bool {
    // What is missing or is another thing is not repaired.
    if to == "repair" && matches!(trouble, Trouble::WrongItem | Trouble::MissingPart) {
        return true;
    }
    let before_last = situation.rights.remedy_order.split_last().map_or(&[][..], |(_, before)| before);
    if !before_last.iter().flatten().any(|legal| legal == to) {
        return false;
    }
    if to == "replacement" && situation.item().in_stock == Some(false) {
        return true;
    }
    let holds = |condition, default| case.holds(condition, Some(LINE), default) == Truth::Yes;
    let mut ways = case.config.remedies.iter().filter(|(id, remedy)| remedy.legal(id) == to);
    ways.any(|(_, remedy)| holds(remedy.when.as_ref(), true) && holds(remedy.impossible.as_ref(), false))
}

/// Words for what is as good as money only in the shop that gave it.
const NOT_MONEY: &[&str] = &["credit", "voucher", "coupon", "gift", "points", "gutschein", "guthaben"];

fn is_money(kind: &str) -> bool {
    let kind = kind.to_ascii_lowercase();
    NOT_MONEY.iter().all(|word| !kind.contains(word))
}

/// In what an offer is less than the law's.
fn worse(case: &Case, offer: &Offer, to: &str) -> Vec<Loss> {
    let mut losses = Vec::new();
    let id = || offer.remedy.clone();
    if offer.pays == "return" {
        losses.push(Loss::ReturnCost(id()));
    }
    if offer.pays == "price" || offer.price.is_some() {
        losses.push(Loss::Priced(id()));
    }
    let paid = case
        .context
        .item(LINE)
        .and_then(|item| case.context.paid_for(item, case.quantity(LINE)))
        .filter(|_| is_settled(case));
    match to {
        "refund" => {
            if (offer.gets.kind != "refund" && offer.gets.kind != offer.remedy) || !is_money(&offer.gets.kind) {
                losses.push(Loss::Reduced(id(), format!("\"{}\" instead of the money", offer.gets.kind)));
            } else if offer.gets.amount < paid {
                losses.push(Loss::Reduced(id(), part(case, &offer.remedy)));
            }
        }
        // How much less the goods are worth shows in each case; a share fixed beforehand is less than some are owed (Directive 2019/771
        // Art. 15).
        "price-reduction" if offer.gets.amount.is_some() && offer.gets.amount < paid => {
            losses.push(Loss::Reduced(id(), part(case, &offer.remedy)));
        }
        _ => {}
    }
    losses
}

/// Whether the amount can be told beforehand.
fn is_settled(case: &Case) -> bool {
    case.context.order.invoice.as_ref().and_then(|invoice| invoice.due).is_none_or(|due| due <= 0)
        && !case.context.order.currency.is_empty()
}

fn part(case: &Case, id: &str) -> String {
    let refund = case.config.remedies.get(id).and_then(|remedy| remedy.refund.as_ref());
    match refund {
        Some(refund) => format!("{} % of what was paid", refund.percent.unwrap_or(100)),
        None => "no money".into(),
    }
}

/// In what a withdrawal gives less than the law does.
pub fn worse_withdrawal(case: &Case, pays: bool, rights: &Rights, claim: Claim) -> Vec<(Loss, Claim)> {
    let mut losses = Vec::new();
    let id = || WITHDRAWAL.to_string();
    let told = case.context.order.informed_of_withdrawal != Some(Json::Bool(false));
    let shopper_pays = match rights.return_cost.as_str() {
        "seller" => false,
        "consumer" => true,
        _ => told,
    };
    if pays && !shopper_pays {
        losses.push((Loss::ReturnCost(id()), claim.clone()));
    }
    let paid = case.context.item(LINE).and_then(|item| case.context.paid_for(item, case.quantity(LINE)));
    if let Some(paid) = paid.filter(|_| is_settled(case)) {
        let gets = withdrawal_gets(case, LINE);
        let days = case.config.remedies.get(WITHDRAWAL).and_then(|remedy| remedy.days);
        if let Some(days) = days.filter(|days| rights.refund_days > 0 && *days > rights.refund_days) {
            let what = format!("the money only after {days} days, not within {}", rights.refund_days);
            losses.push((Loss::Reduced(id(), what), claim.clone()));
        }
        let amount = gets.as_ref().and_then(|gets| gets.amount);
        let remedy = case.config.remedies.get(WITHDRAWAL);
        let kind = remedy.and_then(|remedy| remedy.gives.as_deref()).unwrap_or(WITHDRAWAL);
        if kind != WITHDRAWAL && kind != "refund" {
            losses.push((Loss::Reduced(id(), format!("\"{kind}\" instead of the money")), claim.clone()));
        } else if amount.is_none_or(|amount| amount < paid) {
            losses.push((Loss::Reduced(id(), part(case, WITHDRAWAL)), claim.clone()));
        } else if case.context.items.len() == 1
            && case.context.order.shipping.is_some_and(|cost| cost > 0)
            && gets.as_ref().and_then(|gets| gets.shipping).is_none()
        {
            losses.push((Loss::Reduced(id(), "the price without the delivery cost".into()), claim));
        }
    }
    losses
}
