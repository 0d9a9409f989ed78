//! Config: what a merchant writes, merged onto a preset (RFC 7396) and read leniently.

mod endpoint;
mod flow;
mod limits;
mod remedy;
mod shop;
mod step;

pub use endpoint::{
    Ack, Credentials, ENDPOINT_PRESETS, Endpoint, EndpointText, Files, Format, IdempotencyKey, Lookup, ReceiptMap,
    Upload, UploadWay, on_endpoint_preset,
};
pub use flow::{Entry, Flow, FlowKind};
pub use limits::{MAX_BYTES, MAX_ENTRIES, MAX_FLOWS, MAX_KEY, MAX_NAMED, parse, too_many};
pub use remedy::{Basis, Payer, Refund, Remedy, ReturnWay};
pub use shop::{
    AnswerWithin, Density, Font, Privacy, Radius, ReturnPolicy, ReturnRefund, Scheme, Shop, Storage, Theme, Tone,
};
pub use step::{
    ADDRESS_FIELDS, CONTACT_FIELDS, DateBound, NoticeTone, Per, Presence, RelativeDay, Step, StepKind, StepOption,
    TextFormat, Trouble,
};

use crate::json::{Json, digits};
use crate::read::{Dict, Problem, Read, Reader, record};

/// The preset a config without `extends` builds on.
pub const DEFAULT_PRESET: &str = "default";

record! {
    read only /// The whole config, after merging.
    Config {
        /// The preset it builds on. The `redress` command also takes a file, by its path relative to this one.
        "extends" => extends: Option<String>,
        /// Who sells.
        "shop" => shop: Shop,
        /// Where complaints go.
        "endpoint" => endpoint: EndpointText,
        /// Where the widget asks for a guest's order, once they have said its number and their e-mail address (a step of kind `lookup`); it then
        /// knows the items. If absent, nobody is asked.
        "lookup" => lookup: Lookup,
        /// Languages offered, the shop's own first (BCP 47). Where it is absent, all that have every text and
        /// those of `localeFiles`, and the shop's own is English.
        "locales" => locales: Vec<String>,
        /// Texts of the merchant's own for a language, as a file like `locales/en.json`: tag → URL. They go before Redress's own, and make
        /// a language that it has none of; what a file lacks is said as Redress says it, else in English.
        "localeFiles" => locale_files: Dict<String>,
        /// How the shopper is addressed.
        "tone" => tone: Tone,
        /// Ways through the widget: flow id → flow.
        "flows" => flows: Dict<Flow>,
        /// Id of the flow that opens where none is named; `complaint` if absent.
        "start" => start: Option<String>,
        /// Questions: step id → step.
        "steps" => steps: Dict<Step>,
        /// What a shopper can get: remedy id → remedy. A statutory one is offered only where the law of the country names it.
        "remedies" => remedies: Dict<Remedy>,
        /// How the widget looks.
        "theme" => theme: Theme,
        /// What the shopper is told about their data.
        "privacy" => privacy: Privacy,
        /// Message key → text: overrides any text of the locale files (`locales/en.json` lists the keys).
        "messages" => messages: Dict<Json>,
    }
}

/// The flow that opens where nothing names another.
pub const DEFAULT_FLOW: &str = "complaint";

impl Config {
    /// Where complaints go.
    pub fn endpoint(&self) -> Endpoint {
        self.endpoint.read().0
    }

    /// The shop's own language.
    pub fn shop_locale(&self) -> &str {
        self.locales.first().map_or("en", String::as_str)
    }

    /// Id of the flow that opens where the page names none: `start`, else `complaint`, else the first there is.
    pub fn start_flow(&self) -> &str {
        let named = self.start.as_deref().filter(|id| self.flows.get(id).is_some());
        let first = self.flows.0.first().map(|(id, _)| id.as_str());
        let usual = Some(DEFAULT_FLOW).filter(|id| self.flows.get(id).is_some());
        named.or(usual).or(first).unwrap_or(DEFAULT_FLOW)
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
        let fatal = |problem: &&Problem| {
            matches!(problem.code, limits::TOO_MANY | limits::TOO_LARGE)
                || (!problem.is_warning() && is_vital(&problem.path))
        };
        self.problems.iter().find(fatal)
    }
}

fn is_vital(path: &str) -> bool {
    let mut parts = path.split('/').skip(1);
    match (parts.next(), parts.next(), parts.next()) {
        (None | Some("extends" | "flows"), ..) => true,
        // Sent in another way than was meant, every complaint would be refused.
        (Some("endpoint"), key, _) => key.is_none_or(|key| matches!(key, "url" | "preset" | "format")),
        // A condition that cannot be read would ask, or offer, what was not meant.
        (Some("steps"), _, key) => {
            key.is_none_or(|key| matches!(key, "kind" | "per" | "when" | "required" | "options" | "option"))
        }
        _ => false,
    }
}

/// Merges a merchant's config onto its preset and reads it.
pub fn load(preset: &Json, patch: &Json) -> Loaded {
    let problems = too_many(patch);
    if !problems.is_empty() {
        return Loaded { config: Config::default(), problems };
    }
    let mut reader = Reader::default();
    let mut merged = preset.clone();
    if patch.as_map().is_some() {
        merged.merge(patch);
    } else {
        reader.wrong::<()>("an object");
    }
    let endpoint = EndpointText::new(preset.get("endpoint"), patch.get("endpoint"));
    let mut config = Config::read(&merged, &mut reader).unwrap_or_default();
    // On a live page all of it is read when something is to be sent.
    #[cfg(not(target_family = "wasm"))]
    // Told below, on a live page too.
    reader.problems.extend(endpoint.read().1.into_iter().filter(|problem| problem.path != "/endpoint/format"));
    config.endpoint = endpoint;
    config.theme.drop_odd_colours(&mut reader.problems);
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
    if config.flows.0.is_empty() {
        reader.problems.push(Problem {
            code: "config.no-flow",
            path: "/flows".into(),
            message: "there is no flow to open".into(),
        });
    }
    if let Some(start) = config.start.as_ref().filter(|start| config.flows.get(start).is_none()) {
        reader.problems.push(Problem {
            code: "config.unknown-flow",
            path: "/start".into(),
            message: ["there is no flow \"", start, "\" in flows"].concat(),
        });
    }
    config.endpoint.look(&mut reader);
    Loaded { config, problems: reader.problems }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Map;

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
                ("config.type", "/flows/complaint/steps/1"),
                ("config.type", "/endpoint/timeoutSeconds"),
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

    #[test]
    fn a_config_without_any_flow_has_nothing_to_open() {
        let preset = crate::default_preset();
        let flows = preset.get("flows").and_then(Json::as_map).unwrap();
        let none = Json::Map(Map(flows.iter().map(|(id, _)| (id.to_string(), Json::Null)).collect()));
        for flows in ["null", &none.to_text()] {
            let loaded = loaded(&format!(r#"{{"endpoint":{{"url":"/c"}},"flows":{flows}}}"#));
            let fatal = loaded.fatal().unwrap();
            assert_eq!((fatal.code, fatal.path.as_str()), ("config.no-flow", "/flows"));
        }
    }
}
