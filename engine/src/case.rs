//! Case: everything the engine looks at together, and the facts that conditions ask for.

use crate::answers::Answers;
use crate::condition::{Condition, Fact, Truth};
use crate::config::{Config, Flow, Per, Step, StepKind, Trouble};
use crate::context::{Context, Delivery, Item};
use crate::day::Day;
use crate::json::{Json, Map};
use crate::law::{Law, Rights, rights};
use crate::read::Write;

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
    facts: Json,
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
        let Setting { config, flow_id, page, law, today, locale } = self;
        let context = page.with_answers(answers);
        // A pack that was fetched on a guess says nothing about an order of another country.
        let country = Case::country(config, &context);
        let fits = |law: &&Law| country.as_ref().is_none_or(|country| country.eq_ignore_ascii_case(&law.country));
        let law = law.filter(fits);
        let mut facts = context.to_json();
        if let Json::Map(map) = &mut facts {
            map.set("shop", config.shop.to_json());
            map.set("locale", locale.into());
        }
        Case { config, flow_id, flow, page, context, answers, law, today, locale, facts }
    }
}

impl<'a> Case<'a> {
    /// The country whose law applies (`order.country`, else `shop.country`).
    pub fn country(config: &Config, context: &Context) -> Option<String> {
        context.order.country.clone().or_else(|| config.shop.country.clone())
    }

    /// The definition of a step.
    pub fn step(&self, id: &str) -> Option<&'a Step> {
        self.config.steps.get(id)
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
        choice && self.flow.steps.iter().any(|entry| entry.0.iter().any(asks))
    }

    /// What the law gives for an item today.
    pub fn rights(&self, item: &Item) -> Rights {
        rights(&self.context, item, self.law, self.today)
    }

    /// What the shopper's answers for a line mean to the law.
    pub fn trouble(&self, line: &str) -> Trouble {
        let answers =
            self.config.steps.iter().filter(|(_, step)| step.kind == StepKind::Choice).filter_map(|(id, step)| {
                let line = (step.per == Per::Item).then_some(line);
                step.option.get(self.answers.get(line, id)?.as_text()?).map(|option| option.problem)
            });
        answers.into_iter().find(|trouble| *trouble != Trouble::None).unwrap_or_default()
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

    fn fact(&self, line: Option<&str>, name: &str) -> Fact {
        if let Some(step_id) = name.strip_prefix("answer.") {
            return self.answered(line, step_id);
        }
        // What the page left empty is as unknown as what it left out.
        let said = |value: &Json| *value != Json::Null && value.as_text() != Some("");
        let known = |value: Option<Json>| value.filter(said).map_or(Fact::Unknown, Fact::Known);
        let (group, key) = name.split_once('.').unwrap_or((name, ""));
        if group != "item" && group != "right" {
            return known(self.facts.at(name).cloned());
        }
        let Some(item) = line.and_then(|line| self.context.item(line)) else { return Fact::Pending };
        known(match (group, key) {
            ("right", "withdrawal") => Some(self.rights(item).withdrawal.open.into()),
            ("right", "guarantee") => Some(self.rights(item).guarantee.open.into()),
            ("right", _) => None,
            (_, "daysSinceDelivery") => item.delivered_on.day().map(|day| Json::Int(self.today.days_since(day))),
            (_, "arrived") => match item.delivered_on {
                Delivery::Unknown => None,
                delivery => Some(delivery.day().is_some().into()),
            },
            (_, "paid") => item.paid_in_all().map(Json::Int),
            (_, "quantity") => Some(Json::Int(item.pieces())),
            _ => item.to_json().at(key).cloned(),
        })
    }

    fn answered(&self, line: Option<&str>, step_id: &str) -> Fact {
        let Some(step) = self.step(step_id) else { return Fact::Unknown };
        let line = if step.per == Per::Item { line } else { None };
        match self.answers.get(line, step_id) {
            None => Fact::Pending,
            Some(value) if value.is_blank() => Fact::Unknown,
            Some(value) => Fact::Known(value.clone()),
        }
    }

    /// The options of a choice that are offered for a line.
    pub fn options(&self, step: &'a Step, line: Option<&str>) -> Vec<&'a str> {
        let offered = |id: &&String| {
            let when = step.option.get(id).and_then(|option| option.when.as_ref());
            self.holds(when, line, true) == Truth::Yes
        };
        step.options.iter().filter(offered).map(String::as_str).collect()
    }
}

/// The value of a `contact` question: what the shopper said or, until then, what the page knows.
pub fn contact(context: &Context, answer: Option<&Json>) -> Json {
    if let Some(answer) = answer.filter(|answer| !answer.is_blank()) {
        return answer.clone();
    }
    let mut map = Map::default();
    let customer = &context.customer;
    for (key, value) in [("name", &customer.name), ("email", &customer.email), ("phone", &customer.phone)] {
        if let Some(value) = value {
            map.set(key, value.as_str().into());
        }
    }
    Json::Map(map)
}
