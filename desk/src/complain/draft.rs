//! Draft: what a shopper has said so far. It travels from page to page in a hidden field: the desk keeps nothing of it and trusts nothing in it.

use redress_engine::Json;
use redress_engine::answers::Answers;
use redress_engine::config::Config;
use redress_engine::json::Map;
use redress_engine::read::{Read, Reader, Write};
use uuid::Uuid;

use crate::limits;

/// Flows that Back can lead through. Whoever went through more comes out where the last of them began.
const STAGES: usize = 8;

/// Everything that one form knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Random id of this form: with the answers it makes the complaint's id.
    pub form: Uuid,
    /// The order's number as the link named it; empty if it did not.
    pub order: String,
    /// The shop's token as the link brought it; empty if it did not.
    pub token: String,
    /// The language wished for, BCP 47.
    pub locale: String,
    /// When the form was opened: seconds since 1970.
    pub opened: i64,
    /// Whether something filled in what no shopper sees.
    pub honeypot: bool,
    /// Where the shopper stands.
    pub stage: Stage,
    /// The flows that led here, the first one first.
    pub before: Vec<Stage>,
}

/// Where the shopper stands in one flow.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stage {
    /// The flow's id.
    pub flow: String,
    /// What was said in it.
    pub answers: Answers,
    /// What an answer gave along when it led into this flow: taken as said wherever it is asked.
    pub given: Map,
    /// The page.
    pub place: Place,
    /// A Change of the last page was followed; Continue leads back there.
    pub changing: bool,
}

/// A page of a flow.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Place {
    /// A screen: its first step and its line.
    Screen(String, Option<String>),
    /// The last page: the answers, to be checked and sent.
    #[default]
    Review,
}

impl Draft {
    /// Nothing said yet.
    pub fn new(flow: &str) -> Draft {
        let stage = Stage { flow: flow.into(), ..Stage::default() };
        let (order, token, locale) = (String::new(), String::new(), String::new());
        Draft { form: Uuid::new_v4(), order, token, locale, opened: 0, honeypot: false, stage, before: Vec::new() }
    }

    /// Reads the hidden field; None for what this form does not write. Whether the answers are any is the engine's to say.
    pub fn read(text: &str, config: &Config) -> Option<Draft> {
        if text.len() > limits::DRAFT_BYTES {
            return None;
        }
        let json: Json = serde_json::from_str(text).ok()?;
        let word = |key: &str| json.get(key).and_then(Json::as_text).map(str::to_string);
        let before: Option<Vec<Stage>> =
            json.get("before")?.items().iter().map(|stage| Stage::read(stage, config)).collect();
        Some(Draft {
            form: Uuid::try_parse(&word("form")?).ok()?,
            order: word("order")?,
            token: word("token")?,
            locale: word("locale")?,
            opened: json.get("opened")?.as_int()?,
            honeypot: json.get("honeypot") == Some(&Json::Bool(true)),
            stage: Stage::read(json.get("stage")?, config)?,
            before: before.filter(|before| before.len() <= STAGES)?,
        })
    }

    /// The hidden field's text. Where it would be too long to be read again, Back leads less far.
    pub fn to_text(&self) -> String {
        let text = self.written(&self.before);
        let fits = |from: &usize| self.written(&self.before[*from..]).len() <= limits::DRAFT_BYTES;
        if text.len() <= limits::DRAFT_BYTES {
            return text;
        }
        self.written(&self.before[(1..self.before.len()).find(fits).unwrap_or(self.before.len())..])
    }

    fn written(&self, before: &[Stage]) -> String {
        let text = |text: &str| Json::from(text);
        Json::map([
            ("form", text(&self.form.to_string())),
            ("order", text(&self.order)),
            ("token", text(&self.token)),
            ("locale", text(&self.locale)),
            ("opened", Json::Int(self.opened)),
            ("honeypot", self.honeypot.into()),
            ("stage", self.stage.to_json()),
            ("before", Json::List(before.iter().map(Stage::to_json).collect())),
        ])
        .to_text()
    }

    /// Leaves a flow for another one, to which Back leads again.
    pub fn enter(&mut self, stage: Stage) {
        self.before.push(std::mem::replace(&mut self.stage, stage));
        if self.before.len() > STAGES {
            self.before.remove(0);
        }
    }
}

impl Stage {
    fn read(json: &Json, config: &Config) -> Option<Stage> {
        let mut reader = Reader::default();
        let answers = Answers::read(json.get("answers")?, &mut reader)?;
        let given = json.get("given")?.as_map()?.clone();
        let flow = json.get("flow")?.as_text()?.to_string();
        let place = match json.get("place")?.items() {
            [] => Place::Review,
            [step] => Place::Screen(step.as_text()?.into(), None),
            [step, line] => Place::Screen(step.as_text()?.into(), Some(line.as_text()?.into())),
            _ => return None,
        };
        // More than there are questions and lines: looking at each of them would take long.
        let most = config.steps.0.len();
        let crowded = answers.chosen.len().max(answers.items.0.len()) > limits::LINES
            || answers.shared.0.len().max(given.0.len()) > most
            || answers.items.iter().any(|(_, answers)| answers.0.len() > most);
        let sound = reader.problems.is_empty() && !crowded && config.flows.get(&flow).is_some();
        sound.then(|| Stage { flow, answers, given, place, changing: json.get("changing") == Some(&Json::Bool(true)) })
    }

    fn to_json(&self) -> Json {
        let place = match &self.place {
            Place::Screen(step, line) => {
                [Some(step), line.as_ref()].into_iter().flatten().map(|part| part.as_str().into()).collect()
            }
            Place::Review => Vec::new(),
        };
        Json::map([
            ("flow", self.flow.as_str().into()),
            ("answers", self.answers.to_json()),
            ("given", Json::Map(self.given.clone())),
            ("place", Json::List(place)),
            ("changing", self.changing.into()),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shop::Shop;

    #[test]
    fn a_draft_is_read_as_it_was_written_and_one_too_long_forgets_how_it_came_there() {
        let config = Shop::parse(r#"{ "endpoint": { "url": "/c" } }"#).unwrap().config;
        let mut draft = Draft::new("complaint");
        draft.stage.place = Place::Screen("reason".into(), Some("a/b".into()));
        draft.stage.answers.set(None, "details", "words".into());
        draft.enter(Stage { flow: "safety".into(), ..Stage::default() });
        assert_eq!(Draft::read(&draft.to_text(), &config), Some(draft.clone()));
        draft.stage.answers.set(None, "happened", "x".repeat(limits::DRAFT_BYTES / 3).into());
        for flow in ["complaint", "safety", "complaint"] {
            draft.enter(Stage { flow: flow.into(), answers: draft.stage.answers.clone(), ..Stage::default() });
        }
        let read = Draft::read(&draft.to_text(), &config).unwrap();
        assert_eq!((read.stage, read.before.len()), (draft.stage, 1));
        assert_eq!(draft.before.len(), 4);
    }
}
