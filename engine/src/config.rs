//! Config: what a merchant writes, merged onto a preset (RFC 7396) and read leniently.

use crate::condition::Condition;
use crate::json::{Json, digits};
use crate::read::{Dict, Problem, Read, Reader, record, words};

/// The preset a config without `extends` builds on.
pub const DEFAULT_PRESET: &str = "default";

record! {
    read only /// The whole config, after merging.
    Config {
        /// The preset it builds on.
        "extends" => extends: Option<String>,
        /// Who sells.
        "shop" => shop: Shop,
        /// Where complaints go.
        "endpoint" => endpoint: Endpoint,
        /// Languages offered, the shop's own first (BCP 47).
        "locales" => locales: Vec<String>,
        /// Flow id → flow.
        "flows" => flows: Dict<Flow>,
        /// Step id → step.
        "steps" => steps: Dict<Step>,
        /// Remedy id → remedy.
        "remedies" => remedies: Dict<Remedy>,
        /// Message key → text: overrides any text of the locale files.
        "messages" => messages: Dict<Json>,
    }
}

record! {
    /// Who sells, and how a person there is reached.
    Shop {
        /// Name shown to the shopper.
        "name" => name: String,
        /// ISO 3166-1 alpha-2 code: the law that applies where the order names none.
        "country" => country: Option<String>,
        /// Address for people.
        "email" => email: Option<String>,
        /// Number for people.
        "phone" => phone: Option<String>,
        /// When the phone is answered, shown as it stands.
        "hours" => hours: Option<Json>,
        /// Within which time the shop promises an answer.
        "answerWithin" => answer_within: Option<AnswerWithin>,
    }
}

record! {
    /// A promised time of answer.
    AnswerWithin {
        /// Monday to Friday, without holidays.
        "workingDays" => working_days: i64,
    }
}

record! {
    /// Where complaints go.
    Endpoint {
        /// Absolute or relative to the page.
        "url" => url: String,
        /// After how many seconds without an answer an attempt is given up; 60 if absent.
        "timeoutSeconds" => timeout_seconds: Option<i64>,
    }
}

record! {
    read only /// An ordered list of screens.
    Flow {
        /// What sort of case it makes.
        "kind" => kind: FlowKind,
        /// Step ids; an array in it is one screen.
        "steps" => steps: Vec<Entry>,
    }
}

words! {
    /// The legal routes, never conflated.
    FlowKind {
        /// Something is wrong.
        "complaint" => Complaint,
        /// Withdrawal from the contract (Directive 2011/83/EU Art. 9, 11a).
        "withdrawal" => Withdrawal,
        /// Voluntary return under the shop's own policy.
        "return" => Return,
        /// An unpaid invoice.
        "payment" => Payment,
        /// A product that hurt someone or could.
        "safety" => Safety,
        /// After the case.
        "feedback" => Feedback,
    }
}

/// One entry of a flow: the steps of one screen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Entry(pub Vec<String>);

impl Read for Entry {
    fn read(json: &Json, reader: &mut Reader) -> Option<Entry> {
        match json {
            Json::Text(step) => Some(Entry(vec![step.clone()])),
            Json::List(_) => Vec::read(json, reader).map(Entry),
            _ => reader.wrong("a step's id or an array of ids"),
        }
    }
}

record! {
    read only /// One question.
    Step {
        /// What sort of question.
        "kind" => kind: StepKind,
        /// `item`: asked for each chosen order line.
        "per" => per: Per,
        /// The question; by convention `step.<id>.title` of the locale.
        "label" => label: Option<Json>,
        /// A line below it; by convention `step.<id>.help`.
        "help" => help: Option<Json>,
        /// When it is asked; always if absent.
        "when" => when: Option<Condition>,
        /// When it must be answered; never if absent.
        "required" => required: Option<Condition>,
        /// For `choice`: the ids of the options, in order. For `remedy`: the order of remedies that the law leaves equal.
        "options" => options: Vec<String>,
        /// For `choice`: option id → definition.
        "option" => option: Dict<StepOption>,
        /// For `text`: characters allowed; 2000 if absent.
        "maxLength" => max_length: Option<i64>,
        /// For `photos`: how many; 6 if absent.
        "maxFiles" => max_files: Option<i64>,
    }
}

words! {
    /// Kinds of question.
    StepKind {
        /// Own words.
        "text" => Text,
        /// One of several options; choosing advances.
        "choice" => Choice,
        /// Which order lines, and how many of each.
        "items" => Items,
        /// What the shopper wants, out of the offers.
        "remedy" => Remedy,
        /// Pictures.
        "photos" => Photos,
        /// Name, e-mail, phone.
        "contact" => Contact,
        /// Order number and e-mail, where the page knows no order.
        "lookup" => Lookup,
    }
}

words! {
    /// Whether a step is asked once or for each chosen line.
    Per {
        /// Once.
        "case" => Case,
        /// For each chosen line.
        "item" => Item,
    }
}

record! {
    read only /// One option of a choice.
    StepOption {
        /// Its text; by convention `step.<id>.option.<option>`.
        "label" => label: Option<Json>,
        /// A line below it; by convention `step.<id>.option.<option>.help`.
        "help" => help: Option<Json>,
        /// Name of an icon.
        "icon" => icon: Option<String>,
        /// When it is offered; always if absent.
        "when" => when: Option<Condition>,
        /// What it means to the law.
        "problem" => problem: Trouble,
    }
}

words! {
    /// What an answer means to the law, whatever the merchant calls it.
    Trouble {
        /// Nothing.
        "none" => None,
        /// The goods do not conform to the contract (Directive 2019/771 Art. 5 to 8).
        "nonconformity" => Nonconformity,
        /// The goods have not arrived (Directive 2011/83/EU Art. 18).
        "not-delivered" => NotDelivered,
    }
}

record! {
    read only /// Something the shopper can get.
    Remedy {
        /// Who gives it, and why.
        "basis" => basis: Basis,
        /// What it is; the remedy's id if absent.
        "gives" => gives: Option<String>,
        /// Its name; by convention `remedy.<gives>.title`.
        "label" => label: Option<Json>,
        /// A line below it; by convention `remedy.<gives>.help`.
        "help" => help: Option<Json>,
        /// When it is offered; always if absent.
        "when" => when: Option<Condition>,
        /// Money back.
        "refund" => refund: Option<Refund>,
        /// Whether the goods go back; by the law's default if absent.
        "sendBack" => send_back: Option<bool>,
        /// Within how many days the merchant promises it; no date is shown if absent.
        "days" => days: Option<i64>,
    }
}

record! {
    /// Money back.
    Refund {
        /// Of what was paid for the chosen pieces; 100 if absent.
        "percent" => percent: Option<i64>,
        /// Whether the standard delivery cost comes back too.
        "shipping" => shipping: bool,
    }
}

words! {
    /// Why a remedy is given.
    Basis {
        /// The law gives it.
        "statutory" => Statutory,
        /// A guarantee or policy of the shop.
        "commercial" => Commercial,
        /// A gesture; legal rights stay.
        "goodwill" => Goodwill,
    }
}

/// A config that was read, and what was found on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// The effective config.
    pub config: Config,
    /// Everything that could not be used, warnings included.
    pub problems: Vec<Problem>,
}

impl Loaded {
    /// The first problem that leaves no flow to show: a wrong type in what the flow is built from, a missing step, no endpoint.
    /// Anything else a live page shrugs off: a wrong limit of a text must not take the whole way to complain away.
    pub fn fatal(&self) -> Option<&Problem> {
        self.problems.iter().find(|problem| !problem.is_warning() && is_vital(&problem.path))
    }
}

fn is_vital(path: &str) -> bool {
    let mut parts = path.split('/').skip(1);
    match (parts.next(), parts.next(), parts.next()) {
        (None | Some("extends" | "flows"), ..) => true,
        (Some("endpoint"), key, _) => key.is_none_or(|key| key == "url"),
        // A condition that cannot be read would ask, or offer, what was not meant.
        (Some("steps"), _, key) => {
            key.is_none_or(|key| matches!(key, "kind" | "per" | "when" | "required" | "options" | "option"))
        }
        _ => false,
    }
}

/// Merges a merchant's config onto its preset and reads it.
pub fn load(preset: &Json, patch: &Json) -> Loaded {
    let mut merged = preset.clone();
    let mut reader = Reader::default();
    if patch.as_map().is_some() {
        merged.merge(patch);
    } else {
        reader.wrong::<()>("an object");
    }
    let mut config = Config::read(&merged, &mut reader).unwrap_or_default();
    // A gesture that cannot be read as it was meant is not made: its condition would let in everybody, its refund would be the whole
    // price. What the law gives stays: there a config only adds to a duty.
    config.remedies.0.retain(|(id, remedy)| {
        let path = ["/remedies/", id, "/"].concat();
        let wrong = |problem: &Problem| !problem.is_warning() && problem.path.starts_with(&path);
        remedy.basis == Basis::Statutory || !reader.problems.iter().any(wrong)
    });
    for (flow_id, flow) in config.flows.iter() {
        for (at, entry) in flow.steps.iter().enumerate() {
            for step in &entry.0 {
                if config.steps.get(step).is_none() {
                    reader.problems.push(Problem {
                        code: "config.unknown-step",
                        path: ["/flows/", flow_id, "/steps/", &digits(at as i64)].concat(),
                        message: ["there is no step \"", step, "\" in steps"].concat(),
                    });
                }
            }
        }
    }
    if config.endpoint.url.is_empty() {
        reader.problems.push(Problem {
            code: "config.no-endpoint",
            path: "/endpoint/url".into(),
            message: "complaints have nowhere to go: set endpoint.url".into(),
        });
    }
    Loaded { config, problems: reader.problems }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loaded(patch: &str) -> Loaded {
        load(&crate::default_preset(), &serde_json::from_str(patch).unwrap())
    }

    #[test]
    fn the_smallest_config_names_an_endpoint_and_nothing_else() {
        let loaded = loaded(r#"{"endpoint":{"url":"/api/complaints"}}"#);
        assert_eq!(loaded.problems, []);
        assert!(loaded.config.flows.get("complaint").is_some());
    }

    #[test]
    fn one_line_changes_one_thing() {
        let loaded = loaded(r#"{"endpoint":{"url":"/c"},"steps":{"reason":{"option":{"faulty":{"label":"Broken"}}}}}"#);
        let reason = loaded.config.steps.get("reason").unwrap();
        assert_eq!(reason.option.get("faulty").unwrap().label, Some("Broken".into()));
        assert!(reason.options.len() > 3);
    }

    #[test]
    fn all_problems_are_told_at_once_each_with_its_pointer() {
        let loaded = loaded(
            r#"{"endpoint":{"url":7,"timeoutSeconds":"soon"},"shop":{"nmae":"x"},"flows":{"complaint":{"steps":["reason",5,"typo"]}}}"#,
        );
        let found: Vec<_> = loaded.problems.iter().map(|p| (p.code, p.path.as_str())).collect();
        assert_eq!(
            found,
            [
                ("config.unknown-key", "/shop/nmae"),
                ("config.type", "/endpoint/timeoutSeconds"),
                ("config.type", "/flows/complaint/steps/1"),
                ("config.unknown-step", "/flows/complaint/steps/1"),
            ]
        );
        assert_eq!(loaded.fatal().unwrap().path, "/flows/complaint/steps/1");
    }

    #[test]
    fn a_gesture_that_cannot_be_read_is_left_out_and_a_right_is_not() {
        let remedies = r#"{"gift":{"basis":"goodwill","when":{"item.paid":{"atmost":1}}},"repair":{"when":{"item.paid":{"atmost":1}}},
            "bonus":{"basis":"goodwill","refund":{"percent":"30"}},"thanks":{"basis":"goodwill","colour":"red"}}"#;
        let config = loaded(&format!(r#"{{"endpoint":{{"url":"/c"}},"remedies":{remedies}}}"#)).config;
        assert!(config.remedies.get("gift").is_none() && config.remedies.get("repair").is_some());
        assert!(config.remedies.get("bonus").is_none() && config.remedies.get("thanks").is_some());
    }

    #[test]
    fn a_wrong_limit_is_shrugged_off_and_a_wrong_kind_is_not() {
        let with = |step: &str| loaded(&format!(r#"{{"endpoint":{{"url":"/c"}},"steps":{{"details":{step}}}}}"#));
        assert_eq!(with(r#"{"maxLength":"long"}"#).fatal(), None);
        assert_eq!(with(r#"{"kind":"novel"}"#).fatal().unwrap().path, "/steps/details/kind");
        assert_eq!(
            with(r#"{"when":{"item.paid":{"atmost":1}}}"#).fatal().unwrap().path,
            "/steps/details/when/item.paid/atmost"
        );
    }

    #[test]
    fn unknown_keys_and_odd_shops_do_not_stop_a_live_page_but_a_missing_endpoint_does() {
        assert_eq!(
            loaded(r#"{"endpoint":{"url":"/c"},"colour":"red","shop":{"hours":false,"name":[]}}"#).fatal(),
            None
        );
        assert_eq!(loaded("{}").fatal().unwrap().code, "config.no-endpoint");
        assert_eq!(loaded("[]").fatal().unwrap().path, "");
    }
}
