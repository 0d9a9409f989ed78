//! Question: one step as the form asks it: its words, what is wrong with its answer, and the control that takes it.

use redress_engine::config::StepKind;
use redress_engine::flow::{Invalid, pointer};
use redress_engine::links::{Part, parts, plain};
use redress_engine::step::{Asked, remedy_title};
use redress_engine::text::{Arg, Texts};
use redress_engine::{Case, Json};

use super::control::Control;
use super::fields::CHOSEN;

/// A step as it is asked.
pub struct Question {
    /// Element id of its first control.
    pub id: String,
    /// Name of its field.
    pub name: String,
    /// The question, as plain text.
    pub title: String,
    /// "optional", where it is to be said.
    pub optional: Option<String>,
    /// The line below it.
    pub help: Vec<Piece>,
    /// What is wrong with the answer.
    pub fault: Option<String>,
    /// Ids of what describes the control: help, then fault.
    pub described: String,
    /// What takes the answer.
    pub control: Control,
}

/// A piece of a merchant's text.
pub struct Piece {
    /// What it says.
    pub text: String,
    /// Where it leads; empty if nowhere.
    pub href: String,
}

/// A merchant's text in pieces, as `links` allows them.
pub fn pieces(text: &str) -> Vec<Piece> {
    let piece = |part: Part| match part {
        Part::Plain(text) => Piece { text: text.into(), href: String::new() },
        Part::Link { text, href } => Piece { text: text.into(), href: href.into() },
    };
    parts(text).into_iter().map(piece).collect()
}

/// The element id of the control that a JSON Pointer names, in letters that may stand in an address.
pub fn element_id(pointer: &str) -> String {
    let mut id = String::from("q");
    for c in pointer.chars() {
        if c.is_ascii_alphanumeric() {
            id.push(c);
        } else {
            id.push_str(&format!("-{:x}-", c as u32));
        }
    }
    id
}

/// What questions are worded with.
pub struct Asking<'a> {
    /// The case.
    pub case: &'a Case<'a>,
    /// The texts.
    pub texts: &'a Texts<'a>,
    /// The steps of the page.
    pub steps: &'a [(String, Option<String>)],
    /// What is wrong on it.
    pub faults: &'a [Invalid],
    /// IANA name of the zone of the shop's hours, to be said beside them.
    pub zone: String,
}

impl Asking<'_> {
    /// A step; None if there is none of that id.
    pub fn question(&self, id: &str, line: Option<&str>) -> Option<Question> {
        let asked = self.case.asked(id, line)?;
        let name = pointer(line, id, "");
        let fault = self.fault(if asked.step.kind == StepKind::Items { CHOSEN } else { &name });
        let words = self.title(&asked);
        let help =
            self.worded(&asked, asked.step.help.as_ref(), ".help").filter(|_| asked.step.kind != StepKind::Consent);
        let element = element_id(if asked.step.kind == StepKind::Items { CHOSEN } else { &name });
        let described = [(help.is_some(), "-help"), (fault.is_some(), "-fault")];
        let described: Vec<String> =
            described.into_iter().filter(|(there, _)| *there).map(|(_, part)| [&element, part].concat()).collect();
        let is_consent = asked.step.kind == StepKind::Consent;
        Some(Question {
            title: if is_consent { self.texts.get("consent.title", &[]) } else { plain(&words) },
            optional: self.optional(&asked),
            help: help.map(|help| pieces(&help)).unwrap_or_default(),
            control: self.control(&asked, &name, &words),
            described: described.join(" "),
            id: element,
            name,
            fault,
        })
    }

    /// The question, as it was written, with its links.
    fn title(&self, asked: &Asked) -> String {
        let own = asked.step.label.as_ref();
        let sorry = asked.line.filter(|_| asked.step.kind == StepKind::Remedy && own.is_none());
        let sorry = sorry.and_then(|line| remedy_title(self.case, asked.id, line, self.texts, &Json::Null));
        sorry.or_else(|| self.worded(asked, own, ".title")).unwrap_or_else(|| asked.id.into())
    }

    /// A text of a step. A flow may word it its own way: `withdrawal.items.title` before `step.items.title`.
    fn worded(&self, asked: &Asked, own: Option<&Json>, part: &str) -> Option<String> {
        let args = [(
            "item",
            Arg::Text(asked.line.and_then(|line| self.case.context.item(line)).map_or("", |item| &item.title)),
        )];
        let of_flow = || self.texts.find(&[self.case.flow_id, ".", asked.id, part].concat(), &args);
        let first = if own.is_none() { of_flow() } else { None };
        first.or_else(|| self.texts.own(own, &["step.", asked.id, part].concat(), &args))
    }

    /// "optional", where it does not go without saying and does not stand at each field.
    fn optional(&self, asked: &Asked) -> Option<String> {
        let silent = matches!(
            asked.step.kind,
            StepKind::Items
                | StepKind::Notice
                | StepKind::Remedy
                | StepKind::Contact
                | StepKind::Lookup
                | StepKind::Consent
        );
        let optional = !asked.required() || asked.kind().missing(asked).is_empty();
        (optional && !silent && self.case.fixed(asked.line, asked.id).is_none())
            .then(|| self.texts.get("field.optional", &[]))
    }

    /// What is wrong with the field that a pointer names.
    pub fn fault(&self, pointer: &str) -> Option<String> {
        let fault = self.faults.iter().find(|fault| fault.path == pointer)?;
        Some(self.fault_text(fault))
    }

    /// The text of a fault: the step's own where something was entered, else the standard one.
    pub fn fault_text(&self, fault: &Invalid) -> String {
        let entered = |id: &str, line| self.case.answers.get(line, id).is_some_and(|answer| !answer.is_blank());
        let here = self.steps.iter().find(|(id, line)| is_of(fault, line.as_deref(), id));
        if let Some((id, _)) = here.filter(|(id, line)| entered(id, line.as_deref())) {
            let own = self.case.step(id).and_then(|step| step.error.as_ref());
            if let Some(words) = self.texts.own(own, &["step.", id, ".error"].concat(), &[]) {
                return words;
            }
        }
        let mut args = fault.args();
        let field = fault.args.get("field").and_then(Json::as_text);
        let field = field.map(|name| self.texts.get(&["field.", name].concat(), &[]));
        for (name, arg) in &mut args {
            if let Some(field) = field.as_ref().filter(|_| *name == "field") {
                *arg = Arg::Text(field);
            }
        }
        self.texts.get(&fault.key, &args)
    }
}

/// Whether a fault is about a question: its pointer is the answer's, or that of a part of it; `pickup` is not the beginning of `pickup-day`.
pub fn is_of(fault: &Invalid, line: Option<&str>, id: &str) -> bool {
    let rest = fault.path.strip_prefix(&pointer(line, id, ""));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
