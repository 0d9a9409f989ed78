//! Simulation, candidates: the answers that a flow can tell apart at one step, one representative each, and what each costs the shopper.

use super::reads::{Reads, literals};
use super::world::truths;
use crate::answers::Chosen;
use crate::case::{Case, Setting};
use crate::condition::Test;
use crate::config::{Presence, Step, StepKind, TextFormat};
use crate::flow::{MAX_TEXT, UNABLE, faults, leads_to, prefilled};
use crate::json::{Json, Map};
use crate::offers::{OTHER_REMEDY, WITHDRAWAL, offers_for};
use crate::step::{Asked, MOST_STEPS, STEPS, address, address_fields, date_bounds, slots};
use std::collections::HashSet;

/// Order lines of which every selection is tried; of more only each alone, the first two and all.
const ALL_SELECTIONS: usize = 3;
/// Characters of the longest text that is made up.
const LONGEST: i64 = 100_000;
/// Options that conditions name of which every selection is tried.
const NAMED_OPTIONS: usize = 6;

/// One way to answer.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// What is answered.
    pub said: Said,
    /// Taps on the answer itself; Continue is counted when the screen is left.
    pub taps: u32,
    /// Fields that are typed into.
    pub typed: u32,
    /// The flow that it leads into, if it does.
    pub leads: Option<String>,
    /// Nothing needs to be checked: it was taken from what the engine offers.
    pub offered: bool,
}

/// What is answered.
#[derive(Debug, Clone)]
pub enum Said {
    /// A value.
    Value(Json),
    /// Order lines.
    Lines(Vec<Chosen>),
}

/// All that can be answered at a step.
pub struct Candidates {
    /// One for each that the flow can tell apart; none: the shopper is stuck.
    pub list: Vec<Candidate>,
    /// Whether none was left out.
    pub complete: bool,
    /// The step is a remedy step and nothing is offered there.
    pub bare: bool,
}

/// The answers that can be told apart at a step of a case; of those that the engine must try, at most so many.
pub fn candidates(
    setting: Setting,
    case: &Case,
    reads: &Reads,
    id: &str,
    line: Option<&str>,
    tries: usize,
) -> Candidates {
    let mut found = Candidates { list: Vec::new(), complete: true, bare: false };
    let Some(asked) = case.asked(id, line) else { return found };
    let Asked { step, .. } = asked;
    let asking = Asking { setting, case, reads, id, step, line, tries };
    let required = asked.required();
    let begun = prefilled(case, id, line);
    if let Some(begun) = &begun {
        found.list.push(Candidate { offered: false, ..free(begun.clone()) });
    }
    match step.kind {
        StepKind::Items => asking.items(&mut found),
        StepKind::Choice => {
            for option in asked.options() {
                let leads = leads_to(case, id, &option.into()).map(str::to_string);
                found.list.push(Candidate { leads, ..tap(option.into()) });
            }
        }
        StepKind::Choices => asking.choices(&mut found),
        StepKind::Remedy => asking.remedy(&mut found),
        StepKind::Text => asking.typed(&mut found, asking.texts()),
        StepKind::Number => asking.typed(&mut found, asking.numbers()),
        StepKind::Date => asking.typed(&mut found, asking.dates(&asked)),
        StepKind::Rating => {
            let steps = (1..=step.max.unwrap_or(STEPS).clamp(2, MOST_STEPS)).map(Json::Int);
            found.list.extend(asking.distinct(steps.collect()).into_iter().map(tap));
        }
        StepKind::Photos => {
            let count = step.min_files.unwrap_or(1).clamp(1, 100);
            let ids = (0..count).map(|at| at.to_string().into()).collect();
            found.list.push(Candidate { taps: count as u32, ..tap(Json::List(ids)) });
            if required {
                found.list.push(tap(UNABLE.into()));
            }
        }
        StepKind::Contact | StepKind::Address => asking.form(&asked, &mut found),
        StepKind::Consent => {
            found.list.push(tap(true.into()));
            if !required {
                found.list.push(free(false.into()));
            }
        }
        StepKind::Notice => found.list.push(free(Json::Null)),
        StepKind::Callback => asking.callback(&asked, &mut found, begun.as_ref()),
        StepKind::Lookup => asking.lookup(&mut found),
    }
    let may_be_blank = matches!(
        step.kind,
        StepKind::Choice
            | StepKind::Choices
            | StepKind::Remedy
            | StepKind::Text
            | StepKind::Number
            | StepKind::Date
            | StepKind::Rating
            | StepKind::Photos
            | StepKind::Contact
            | StepKind::Address
            | StepKind::Callback
    );
    if may_be_blank && !required {
        // What is left blank has no limits to keep.
        let offered = matches!(step.kind, StepKind::Choice | StepKind::Choices | StepKind::Rating | StepKind::Photos);
        found.list.push(Candidate { offered, ..free(Json::Null) });
    }
    let mut tries = tries;
    let mut untried = false;
    found.list.retain(|candidate| {
        if candidate.offered {
            return true;
        }
        untried |= tries == 0;
        let may = tries > 0;
        tries = tries.saturating_sub(1);
        may && asking.accepts(candidate)
    });
    found.complete &= !untried;
    found
}

/// A value that takes one tap.
fn tap(value: Json) -> Candidate {
    Candidate { said: Said::Value(value), taps: 1, typed: 0, leads: None, offered: true }
}

/// A value that takes nothing.
fn free(value: Json) -> Candidate {
    Candidate { taps: 0, ..tap(value) }
}

struct Asking<'a> {
    setting: Setting<'a>,
    case: &'a Case<'a>,
    reads: &'a Reads,
    id: &'a str,
    step: &'a Step,
    line: Option<&'a str>,
    /// How many answers the engine may try.
    tries: usize,
}

impl Asking<'_> {
    fn tests(&self, part: &str) -> &[Test] {
        self.reads.of(&["answer.", self.id, part].concat())
    }

    /// Whether the engine takes the answer.
    fn accepts(&self, candidate: &Candidate) -> bool {
        let Said::Value(value) = &candidate.said else { return true };
        let mut answers = self.case.answers.clone();
        answers.set(self.line, self.id, value.clone());
        let case = self.setting.case(&answers);
        case.is_some_and(|case| faults(&case, self.id, self.step, self.line).is_empty())
    }

    /// One value for each combination of truths of the tests on this answer.
    fn distinct(&self, values: Vec<Json>) -> Vec<Json> {
        let mut seen = HashSet::new();
        let mut kept = Vec::new();
        for value in values {
            let signature = truths(self.tests(""), Some(value.clone()));
            if seen.insert(signature) {
                kept.push(value);
            }
        }
        kept
    }

    /// Values that are typed: those that the engine takes, one of each class.
    fn typed(&self, found: &mut Candidates, values: Vec<Json>) {
        let candidate = |value| Candidate { taps: 0, typed: 1, ..tap(value) };
        found.complete &= values.len() <= self.tries;
        let valid =
            values.into_iter().take(self.tries).filter(|value| self.accepts(&candidate(value.clone()))).collect();
        found.list.extend(self.distinct(valid).into_iter().map(candidate));
    }

    fn items(&self, found: &mut Candidates) {
        let lines: Vec<Chosen> = self.case.context.items.iter().map(whole_line).collect();
        let mut selections: Vec<Vec<Chosen>> = Vec::new();
        if lines.len() <= ALL_SELECTIONS {
            for mask in 1_usize..1 << lines.len() {
                let chosen =
                    lines.iter().enumerate().filter(|(at, _)| mask >> at & 1 == 1).map(|(_, line)| line.clone());
                selections.push(chosen.collect());
            }
        } else {
            found.complete = false;
            selections.extend(lines.iter().map(|line| vec![line.clone()]));
            selections.push(lines.iter().take(2).cloned().collect());
            selections.push(lines.clone());
        }
        for chosen in selections {
            let taps = chosen.len() as u32;
            found.list.push(Candidate { said: Said::Lines(chosen), taps, ..tap(Json::Null) });
        }
    }

    fn choices(&self, found: &mut Candidates) {
        let options = self.case.options(self.step, self.line);
        let literals = literals(self.tests(""));
        let (mut named, mut others): (Vec<&str>, Vec<&str>) =
            options.iter().partition(|option| literals.iter().any(|literal| literal.as_text() == Some(option)));
        if named.len() > NAMED_OPTIONS {
            found.complete = false;
            others.extend(named.split_off(NAMED_OPTIONS));
        }
        let least = self.step.at_least.unwrap_or(0).max(0) as usize;
        for mask in 0_usize..1 << named.len() {
            let mut chosen: Vec<&str> =
                named.iter().enumerate().filter(|(at, _)| mask >> at & 1 == 1).map(|(_, option)| *option).collect();
            // Nothing at all is the blank answer; a selection of what no condition names is another.
            let padding = least.max(1).saturating_sub(chosen.len());
            chosen.extend(others.iter().take(padding));
            let list = options.iter().filter(|option| chosen.contains(option)).map(|option| (*option).into());
            let taps = chosen.len() as u32;
            let offered = self.step.at_least.is_none() && self.step.at_most.is_none();
            found.list.push(Candidate { taps, offered, ..tap(Json::List(list.collect())) });
        }
    }

    fn remedy(&self, found: &mut Candidates) {
        let offered = self.line.map(|line| offers_for(self.case, line).offered).unwrap_or_default();
        found.bare = offered.is_empty();
        // As the widget has it: cancelling all that the case is about leads into the flow of that name.
        let leads = self.case.config.flows.get(WITHDRAWAL).is_some() && self.case.lines().len() == 1;
        for offer in offered {
            let leads = (leads && offer.remedy == WITHDRAWAL).then(|| WITHDRAWAL.to_string());
            found.list.push(Candidate { leads, ..tap(offer.remedy.into()) });
        }
        found.list.push(tap(OTHER_REMEDY.into()));
    }

    fn texts(&self) -> Vec<Json> {
        let mut texts = Vec::new();
        // Where the limits contradict each other the engine goes by the upper one alone.
        let most = self.step.max_length.unwrap_or(MAX_TEXT);
        let least = self.step.min_length.filter(|least| (1..=most).contains(least)).unwrap_or(0);
        let least = usize::try_from(least.min(LONGEST)).unwrap_or_default();
        let sample = match self.step.format {
            TextFormat::Plain => "a".repeat(least.max(1)),
            TextFormat::Email => "a".repeat(least.saturating_sub(5).max(1)) + "@a.aa",
            TextFormat::Phone => "+49 30 123456".into(),
            TextFormat::Url => "https://a.aa/".to_string() + &"a".repeat(least.saturating_sub(13)),
        };
        texts.push(sample.into());
        texts.extend(literals(self.tests("")));
        texts
    }

    fn numbers(&self) -> Vec<Json> {
        let mut numbers = Vec::new();
        for literal in literals(self.tests("")) {
            let number = literal.as_number().unwrap_or_default() as i64;
            numbers.extend([number.saturating_sub(1), number, number.saturating_add(1)]);
        }
        numbers.extend([self.step.min, self.step.max, Some(1)].into_iter().flatten());
        numbers.into_iter().map(Json::Int).collect()
    }

    fn dates(&self, asked: &Asked) -> Vec<Json> {
        let today = self.case.today;
        let mut days = vec![today];
        for literal in literals(self.tests("")) {
            let day = literal.as_text().and_then(crate::Day::parse);
            days.extend(day.iter().flat_map(|day| [day.plus_days(-1), *day, day.plus_days(1)]));
        }
        days.extend(date_bounds(asked).into_iter().flatten());
        days.extend([-365, -30, -1, 1, 30, 365].map(|apart| today.plus_days(apart)));
        days.into_iter().map(|day| day.iso().into()).collect()
    }

    /// Only what is required, and everything.
    fn form(&self, asked: &Asked, found: &mut Candidates) {
        let is_address = self.step.kind == StepKind::Address;
        let begun = if is_address { address(asked) } else { Json::Null };
        let fields = if is_address { address_fields(asked, &begun) } else { self.step.form() };
        let customer = &self.case.context.customer;
        for all in [false, true] {
            let mut typed = 0;
            let mut map = Map::default();
            for (field, presence) in &fields {
                let known = match *field {
                    "country" => begun.get(field).and_then(Json::as_text).map(str::to_string),
                    _ if is_address => None,
                    "name" => customer.name.clone(),
                    "email" => customer.email.clone(),
                    "phone" => customer.phone.clone(),
                    _ => None,
                };
                if let Some(known) = known {
                    map.set(field, known.into());
                } else if all || *presence == Presence::Required {
                    typed += 1;
                    map.set(field, sample(field).into());
                }
            }
            if !found.list.iter().any(|candidate| candidate.typed == typed) {
                found.list.push(Candidate { taps: 0, typed, offered: false, ..tap(Json::Map(map)) });
            }
        }
    }

    fn callback(&self, asked: &Asked, found: &mut Candidates, begun: Option<&Json>) {
        let known = begun.and_then(|begun| begun.get("phone")).cloned();
        let typed = u32::from(known.is_none());
        let phone = known.unwrap_or_else(|| sample("phone").into());
        let slots = slots(asked);
        for slot in &slots {
            let value = Json::map([("phone", phone.clone()), ("slot", slot.id.into())]);
            found.list.push(Candidate { typed, offered: false, ..tap(value) });
        }
        if slots.is_empty() {
            found.list.push(Candidate { taps: 0, typed, offered: false, ..tap(Json::map([("phone", phone)])) });
        }
    }

    fn lookup(&self, found: &mut Candidates) {
        let known = self.case.page.customer.email.clone();
        let typed = 1 + u32::from(known.is_none());
        let email = known.unwrap_or_else(|| sample("email").into());
        let value = Json::map([("order", "1000".into()), ("email", email.into())]);
        found.list.push(Candidate { taps: 0, typed, offered: false, ..tap(value) });
    }
}

fn whole_line(item: &crate::context::Item) -> Chosen {
    Chosen { line: item.line.clone(), quantity: item.pieces() }
}

/// Something valid in a field of a form.
fn sample(field: &str) -> &'static str {
    match field {
        "email" => "simulated@example.org",
        "phone" => "+49 30 123456",
        "country" => "DE",
        _ => "simulated",
    }
}

/// An answer in short: `reason(1)=faulty`, `details skipped`.
pub fn label(id: &str, line: Option<&str>, said: &Said) -> String {
    let of = line.map(|line| format!("({line})")).unwrap_or_default();
    match said {
        Said::Lines(lines) => {
            let lines: Vec<&str> = lines.iter().map(|chosen| chosen.line.as_str()).collect();
            format!("{id}={}", lines.join("+"))
        }
        Said::Value(value) if value.is_blank() => format!("{id}{of} skipped"),
        Said::Value(Json::Text(text)) => format!("{id}{of}={text}"),
        Said::Value(Json::Map(_)) => format!("{id}{of} filled in"),
        Said::Value(Json::List(list)) => {
            let list: Vec<&str> = list.iter().filter_map(Json::as_text).collect();
            format!("{id}{of}={}", list.join("+"))
        }
        Said::Value(value) => format!("{id}{of}={}", value.to_text()),
    }
}
