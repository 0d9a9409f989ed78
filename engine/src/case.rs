//! Case: everything the engine looks at together, and the facts that conditions ask for.

use crate::answers::Answers;
use crate::condition::{Condition, Fact, Truth};
use crate::config::{Config, Flow, Per, Step, StepKind, StepOption, Trouble};
use crate::context::{Context, Delivery, Item, ItemKind};
use crate::day::Day;
use crate::facts::answer_path;
use crate::json::Json;
use crate::law::{Law, Rights};
use crate::read::Write;
use crate::step::{Asked, Parts};
use std::cell::OnceCell;

pub use crate::step::contact;

/// One shopper's case at one moment. Everything the engine says is a function of this.
#[derive(Debug, Clone)]
pub struct Case<'a> {
    /// The merchant's config.
    pub config: &'a Config,
    /// The flow's id.
    pub flow_id: &'a str,
    /// The flow.
    pub flow: &'a Flow,
    /// What the page knows, as it came.
    pub page: &'a Context,
    /// The same with what the shopper told about the order.
    pub context: Context,
    /// What the shopper said.
    pub answers: &'a Answers,
    /// The pack of the country, if there is one.
    pub law: Option<&'a Law>,
    /// The shopper's civil date.
    pub today: Day,
    /// The language shown.
    pub locale: &'a str,
    pub(crate) parts: Parts,
    /// What `order.…`, `customer.…` and `shop.…` name, once a condition asks: most cases are made and asked nothing of that.
    facts: OnceCell<Json>,
    /// Answers that the page or the config gives and nobody can change: line, step, value.
    fixed: Vec<(Option<String>, String, Json)>,
}

/// A case without its answers: what does not change while the shopper answers.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// The merchant's config.
    pub config: &'a Config,
    /// The flow's id.
    pub flow_id: &'a str,
    /// What the page knows.
    pub page: &'a Context,
    /// The pack of the country, if there is one.
    pub law: Option<&'a Law>,
    /// The shopper's civil date.
    pub today: Day,
    /// The language shown.
    pub locale: &'a str,
}

impl<'a> Setting<'a> {
    /// The case with these answers; None if the config has no such flow.
    pub fn case(self, answers: &'a Answers) -> Option<Case<'a>> {
        Some(self.case_of(self.config.flows.get(self.flow_id)?, answers))
    }

    /// The case with these answers in a flow that was looked up before.
    pub fn case_of(self, flow: &'a Flow, answers: &'a Answers) -> Case<'a> {
        self.case_with(Parts::WHOLE, flow, answers)
    }

    /// The same with as many parts of the engine as are there.
    pub fn case_with(self, parts: Parts, flow: &'a Flow, answers: &'a Answers) -> Case<'a> {
        let Setting { config, flow_id, page, law, today, locale } = self;
        let context = page.with_answers(answers);
        // A pack that was fetched on a guess says nothing about an order of another country.
        let country = Case::country(config, &context);
        let fits = |law: &&Law| country.as_ref().is_none_or(|country| country.eq_ignore_ascii_case(&law.country));
        let law = law.filter(fits);
        let (facts, fixed) = (OnceCell::new(), Vec::new());
        let mut case = Case { config, flow_id, flow, page, context, answers, law, today, locale, parts, facts, fixed };
        // They are found while there are none: what is fixed depends on no other that is.
        case.fixed = case.find_fixed();
        case
    }
}

/// A country's code in capital letters; None for what is none. The Union's own codes for Greece and the United Kingdom are known, too.
pub fn country_code(text: &str) -> Option<String> {
    let code = text.to_ascii_uppercase();
    match code.as_str() {
        "EL" => Some("GR".into()),
        "UK" => Some("GB".into()),
        _ if code.len() == 2 => Some(code),
        _ => None,
    }
}

impl<'a> Case<'a> {
    /// The country whose law applies (`order.country`, else `shop.country`), as ISO 3166-1 alpha-2.
    pub fn country(config: &Config, context: &Context) -> Option<String> {
        let order = context.order.country.as_deref().and_then(country_code);
        order.or_else(|| config.shop.country.as_deref().and_then(country_code))
    }

    /// The definition of a step.
    pub fn step(&self, id: &str) -> Option<&'a Step> {
        self.config.steps.get(id)
    }

    /// A step as it is asked for a line.
    pub fn asked<'c>(&'c self, id: &'c str, line: Option<&'c str>) -> Option<Asked<'c>> {
        self.step(id).map(|step| Asked { case: self, id, step, line })
    }

    fn find_fixed(&self) -> Vec<(Option<String>, String, Json)> {
        let mut fixed = Vec::new();
        let steps = self.flow.steps.iter().flat_map(|entry| &entry.0);
        for (id, step) in steps.filter_map(|id| Some((id, self.step(id).filter(|step| step.read_only)?))) {
            let mut find = |line: Option<&str>| {
                if let Some(value) = (Asked { case: self, id, step, line }).start() {
                    fixed.push((line.map(str::to_string), id.clone(), value));
                }
            };
            match step.per {
                Per::Case => find(None),
                Per::Item => self.context.items.iter().for_each(|item| find(Some(&item.line))),
            }
        }
        fixed
    }

    /// The answer to a `readOnly` step whose value is known.
    pub fn fixed(&self, line: Option<&str>, step: &str) -> Option<&Json> {
        self.fixed.iter().find(|(of, id, _)| id == step && of.as_deref() == line).map(|(.., value)| value)
    }

    /// The answer to a step: the one that cannot be changed or, where there is none, what the shopper said.
    pub fn answer(&self, line: Option<&str>, step: &str) -> Option<Json> {
        self.fixed(line, step).or_else(|| self.answers.get(line, step)).cloned()
    }

    /// The lines the case is about, in the order of the order. Where there is nothing to choose, all.
    pub fn lines(&self) -> Vec<String> {
        let every = !self.asks_for_items();
        let chosen = |item: &&Item| every || self.answers.quantity(&item.line) > 0;
        self.context.items.iter().filter(chosen).map(|item| item.line.clone()).collect()
    }

    /// How many pieces of a line the case is about.
    pub fn quantity(&self, line: &str) -> i64 {
        let pieces = self.context.item(line).map_or(0, Item::pieces);
        let chosen = self.answers.quantity(line);
        if chosen == 0 && !self.asks_for_items() { pieces } else { chosen.clamp(0, pieces) }
    }

    /// Whether the flow lets the shopper choose among lines or pieces. With one piece of one line there is nothing to choose.
    pub fn asks_for_items(&self) -> bool {
        let asks = |id: &String| self.step(id).is_some_and(|step| step.kind == StepKind::Items);
        let choice = self.context.items.len() > 1 || self.context.items.iter().any(|item| item.pieces() > 1);
        choice && (self.flow.takes_along || self.flow.steps.iter().any(|entry| entry.0.iter().any(asks)))
    }

    /// What the law gives for an item today.
    pub fn rights(&self, item: &Item) -> Rights {
        (self.parts.rights)(&self.context, item, self.law, self.today)
    }

    /// What the shopper's answers for a line mean to the law.
    pub fn trouble(&self, line: &str) -> Trouble {
        self.told_trouble(line).unwrap_or_default()
    }

    /// The same; None where nothing was answered that could mean anything. What is wrong goes before the shopper's own doing: a thing may
    /// have been changed and be faulty all the same.
    fn told_trouble(&self, line: &str) -> Option<Trouble> {
        let mut told = None;
        for (id, step) in self.config.steps.iter() {
            if !matches!(step.kind, StepKind::Choice | StepKind::Choices) {
                continue;
            }
            let Some(answer) = self.answer((step.per == Per::Item).then_some(line), id) else { continue };
            if step.option.iter().any(|(_, option)| option.problem != Trouble::None) {
                told = told.or(Some(Trouble::None));
            }
            let chosen = if let Json::List(list) = &answer { list.as_slice() } else { std::slice::from_ref(&answer) };
            for option in chosen {
                let option = option.as_text().and_then(|option| step.option.get(option));
                match option.map_or(Trouble::None, |option| option.problem) {
                    Trouble::None | Trouble::CureFailed => {}
                    Trouble::OwnDoing => told = Some(Trouble::OwnDoing),
                    problem => return Some(problem),
                }
            }
        }
        told
    }

    /// Whether the shopper says that the shop had its chance to put a line right.
    pub fn cure_failed(&self, line: &str) -> bool {
        let says = |(id, step): (&str, &Step)| {
            let answer = self.answer((step.per == Per::Item).then_some(line), id).unwrap_or_default();
            let chosen = if let Json::List(list) = &answer { list.as_slice() } else { std::slice::from_ref(&answer) };
            let failed = |option: &StepOption| option.problem == Trouble::CureFailed;
            chosen.iter().any(|option| option.as_text().and_then(|id| step.option.get(id)).is_some_and(failed))
        };
        self.config.steps.iter().any(says)
    }

    /// Whether the shopper can say so for a line, before or beside the choice of a remedy.
    pub fn asks_for_cure(&self, line: &str) -> bool {
        let can_say = |id: &str, step: &'a Step| {
            let line = (step.per == Per::Item).then_some(line);
            let failed =
                |option: &&str| step.option.get(option).is_some_and(|each| each.problem == Trouble::CureFailed);
            self.holds(step.when.as_ref(), line, true) == Truth::Yes
                && self.fixed(line, id).is_none()
                && self.options(step, line).iter().any(failed)
        };
        for entry in &self.flow.steps {
            let mut chosen_here = false;
            for (id, step) in entry.0.iter().filter_map(|id| Some((id, self.step(id)?))) {
                if can_say(id, step) {
                    return true;
                }
                chosen_here |= step.kind == StepKind::Remedy;
            }
            if chosen_here {
                break;
            }
        }
        false
    }

    /// The last day on which the shop takes a line back under its own policy; None where there is no end yet.
    pub fn returnable_until(&self, item: &Item) -> Option<Day> {
        Some(item.delivered_on.day()?.plus_days(self.config.shop.returns.as_ref()?.days))
    }

    /// Whether the shop takes a line back today under its own policy.
    pub fn is_returnable(&self, item: &Item) -> bool {
        self.config.shop.returns.is_some()
            && item.kind != ItemKind::Service
            && self.returnable_until(item).is_none_or(|until| self.today <= until)
    }

    /// Whether something is still to be paid of the order.
    pub fn owes(&self) -> bool {
        self.context.order.invoice.as_ref().and_then(|invoice| invoice.due).is_some_and(|due| due > 0)
    }

    /// Whether a condition holds: for one line, or, in a shared step, for one chosen line as a whole.
    pub fn holds(&self, condition: Option<&Condition>, line: Option<&str>, default: bool) -> Truth {
        let Some(condition) = condition else { return default.into() };
        if line.is_some() {
            return condition.evaluate(&|name| self.fact(line, name));
        }
        let lines = self.lines();
        let each = lines.iter().map(|line| condition.evaluate(&|name| self.fact(Some(line), name)));
        each.max().unwrap_or_else(|| condition.evaluate(&|name| self.fact(None, name)))
    }

    fn facts(&self) -> &Json {
        self.facts.get_or_init(|| {
            let mut facts = self.context.to_json();
            if let Json::Map(map) = &mut facts {
                map.set("shop", self.config.shop.to_json());
                map.set("locale", self.locale.into());
                map.set("flow", self.flow_id.into());
            }
            facts
        })
    }

    fn fact(&self, line: Option<&str>, name: &str) -> Fact {
        if let Some(path) = name.strip_prefix("answer.") {
            return self.answered(line, path);
        }
        // What the page left empty is as unknown as what it left out.
        let said = |value: &Json| *value != Json::Null && value.as_text() != Some("");
        let known = |value: Option<Json>| value.filter(said).map_or(Fact::Unknown, Fact::Known);
        let (group, key) = name.split_once('.').unwrap_or((name, ""));
        if name == "today" {
            return Fact::Known(Json::Text(self.today.iso()));
        }
        if group != "item" && group != "right" {
            return known(self.facts().at(name).cloned());
        }
        let Some(item) = line.and_then(|line| self.context.item(line)) else { return Fact::Pending };
        if name == "item.problem" {
            return self.told_trouble(&item.line).map_or(Fact::Pending, |problem| Fact::Known(problem.as_str().into()));
        }
        known(match (group, key) {
            ("right", "withdrawal") => Some(self.rights(item).withdrawal.open.into()),
            ("right", "guarantee") => Some(self.rights(item).guarantee.open.into()),
            ("right", "rejection") => Some(self.rights(item).rejection.open.into()),
            ("right", _) => None,
            (_, "daysSinceDelivery") => item.delivered_on.day().map(|day| Json::Int(self.today.days_since(day))),
            (_, "arrived") => match item.delivered_on {
                Delivery::Unknown => None,
                delivery => Some(delivery.day().is_some().into()),
            },
            (_, "paid") => item.paid_in_all().map(Json::Int),
            (_, "quantity") => Some(Json::Int(item.pieces())),
            (_, "returnable") => Some(self.is_returnable(item).into()),
            _ => item.to_json().at(key).cloned(),
        })
    }

    /// `answer.<step>`, or a part of it such as `answer.callback.slot`.
    fn answered(&self, line: Option<&str>, path: &str) -> Fact {
        let Some((id, part)) = answer_path(self.config, path) else { return Fact::Unknown };
        let per_item = self.step(id).is_some_and(|step| step.per == Per::Item);
        let Some(answer) = self.answer(line.filter(|_| per_item), id) else { return Fact::Pending };
        let value = match part {
            Some(part) => answer.get(part).cloned().unwrap_or_default(),
            None => answer,
        };
        if value.is_blank() { Fact::Unknown } else { Fact::Known(value) }
    }

    /// The value of a fact, where it is known. In a shared step `item.*` is known where the case is about one line.
    pub fn known_fact(&self, line: Option<&str>, name: &str) -> Option<Json> {
        let lines = if line.is_none() { self.lines() } else { Vec::new() };
        let only = || if let [line] = lines.as_slice() { Some(line.as_str()) } else { None };
        if let Fact::Known(value) = self.fact(line.or_else(only), name) { Some(value) } else { None }
    }

    /// The options of a choice that are offered for a line. One that leads into a flow that the shop has not is an answer like the others;
    /// only where there is nothing but ways into flows it is left out.
    pub fn options(&self, step: &'a Step, line: Option<&str>) -> Vec<&'a str> {
        let is_menu = step.is_menu();
        let offered = |id: &&String| {
            let option = step.option.get(id);
            let leads = || option.and_then(|option| self.config.flows.get(option.flow.as_deref()?)).is_some();
            self.holds(option.and_then(|option| option.when.as_ref()), line, true) == Truth::Yes
                && (!is_menu || leads())
        };
        step.options.iter().filter(offered).map(String::as_str).collect()
    }
}
