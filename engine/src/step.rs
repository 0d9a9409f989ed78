//! Steps: what each kind of question means. One variant of [`StepKind`], one file here; everything else in the engine asks through [`Kind`].

mod address;
mod callback;
mod choice;
mod choices;
mod consent;
mod contact;
mod date;
mod form;
mod items;
mod lookup;
mod notice;
mod number;
mod photos;
mod rating;
mod remedy;
mod text;

pub use address::{AddressForm, address, address_form, fields as address_fields, region_name};
pub use callback::{Slot, shop_label as callback_shop_label, slots};
pub use contact::contact;
pub use date::{bounds as date_bounds, shortcuts as date_shortcuts};
pub use form::{FIELD_LENGTH, is_email, is_phone};
pub use photos::{FileLimits, LEAST_BYTES, LONG_SIDES, MAX_FILES, QUALITIES, UNABLE};
pub use rating::{MOST_STEPS, STEPS};
pub use remedy::title as remedy_title;
pub use text::{MAX_TEXT, is_url};

use crate::case::Case;
use crate::condition::Truth;
use crate::config::{Step, StepKind};
use crate::context::{Context, Item};
use crate::day::Day;
use crate::flow::{Screen, taken_along};
use crate::json::{Json, push_token};
use crate::law::{Law, Rights, rights};
use crate::read::record;
use crate::text::{Arg, Texts};

record! {
    /// A fault in an answer: where, which message, with which arguments.
    Invalid {
        /// JSON Pointer into the answers.
        "path" => path: String,
        /// Message key.
        "key" => key: String,
        /// Arguments of the message: numbers, ISO dates (`date`) and names of fields (`field`).
        "args" => args: Json,
    }
}

impl Invalid {
    /// The arguments as its message takes them: numbers as counts, ISO dates as days.
    pub fn args(&self) -> Vec<(&str, Arg<'_>)> {
        let mut args = Vec::new();
        for (name, value) in self.args.as_map().map(|map| map.0.as_slice()).unwrap_or_default() {
            let arg = match value {
                Json::Text(text) => Day::parse(text).map_or(Arg::Text(text), Arg::Day),
                other => Arg::Count(other.as_int().unwrap_or_default()),
            };
            args.push((name.as_str(), arg));
        }
        args
    }
}

/// A step as it is asked: once for the case, or for a line.
#[derive(Clone, Copy)]
pub struct Asked<'c> {
    /// The case.
    pub case: &'c Case<'c>,
    /// The step's id.
    pub id: &'c str,
    /// Its definition.
    pub step: &'c Step,
    /// The line it is asked for.
    pub line: Option<&'c str>,
}

/// What a kind of question means. The defaults are those of a question with one value of its own.
pub trait Kind {
    /// Whether the page already answers it, so that it need not be asked.
    fn is_known(&self, _asked: &Asked) -> bool {
        false
    }

    /// Whether it was answered, well or not.
    fn is_answered(&self, asked: &Asked) -> bool {
        asked.answer().is_some()
    }

    /// Everything that is wrong with the answer as it stands; nothing if it may pass.
    fn faults(&self, asked: &Asked) -> Vec<Invalid> {
        match asked.answer() {
            Some(answer) if !answer.is_blank() => self.wrong(asked, &answer),
            _ if asked.required() => self.missing(asked),
            _ => Vec::new(),
        }
    }

    /// What is missing where a required answer is blank.
    fn missing(&self, asked: &Asked) -> Vec<Invalid> {
        vec![asked.fault("", "error.choice", Json::Null)]
    }

    /// What is wrong with an answer that says something.
    fn wrong(&self, asked: &Asked, answer: &Json) -> Vec<Invalid>;

    /// What to start with, out of the config's `default` or a known fact; None where that does not fit.
    fn begin(&self, asked: &Asked, value: Json) -> Option<Json> {
        self.wrong(asked, &value).is_empty().then_some(value)
    }

    /// What of an answer still stands after a change elsewhere: options that are gone are taken out.
    fn standing(&self, _asked: &Asked, answer: &Json) -> Option<Json> {
        Some(answer.clone())
    }

    /// The answer in words; None where it has a place of its own in the complaint, or says nothing.
    fn label(&self, asked: &Asked, answer: &Json, texts: &Texts) -> Option<String>;
}

/// The meaning of a kind.
pub fn kind(kind: StepKind) -> &'static dyn Kind {
    match kind {
        StepKind::Text => &text::Text,
        StepKind::Choice => &choice::Choice,
        StepKind::Choices => &choices::Choices,
        StepKind::Number => &number::Number,
        StepKind::Date => &date::Date,
        StepKind::Rating => &rating::Rating,
        StepKind::Items => &items::Items,
        StepKind::Remedy => &remedy::Remedy,
        StepKind::Photos => &photos::Photos,
        StepKind::Contact => &contact::Contact,
        StepKind::Address => &address::Address,
        StepKind::Consent => &consent::Consent,
        StepKind::Notice => &notice::Notice,
        StepKind::Callback => &callback::Callback,
        StepKind::Lookup => &lookup::Lookup,
    }
}

/// What gives the kinds their meaning: [`kind`], or as much of it as is there.
pub type Kinds = fn(StepKind) -> &'static dyn Kind;

/// What the law gives: [`rights`](crate::law::rights).
pub type RightsOf = fn(&Context, &Item, Option<&Law>, Day) -> Rights;

/// What a case asks of the parts of the engine that the widget has in its second module.
#[derive(Debug, Clone, Copy)]
pub struct Parts {
    /// The meaning of the kinds of question.
    pub kinds: Kinds,
    /// What the law gives.
    pub rights: RightsOf,
    /// What goes along unasked from other flows.
    pub along: fn(&Case) -> Vec<Screen>,
}

impl Parts {
    /// All there is.
    pub const WHOLE: Parts = Parts { kinds: kind, rights, along: taken_along };
    /// What the first screen of most flows needs: nothing of the law.
    pub const FIRST: Parts = Parts { kinds: first_kind, rights: |_, _, _, _| Rights::default(), along: |_| Vec::new() };
}

/// The meaning of the kinds that a flow begins with; of any other, that it is still to be asked. Good until the first of the others is
/// reached: the widget has the rest in its second module.
fn first_kind(kind: StepKind) -> &'static dyn Kind {
    match kind {
        StepKind::Items => &items::Items,
        StepKind::Choice => &choice::Choice,
        StepKind::Contact => &contact::Contact,
        StepKind::Lookup => &lookup::Lookup,
        _ => &Unasked,
    }
}

/// Still to be asked, whatever it means.
struct Unasked;

impl Kind for Unasked {
    fn wrong(&self, _: &Asked, _: &Json) -> Vec<Invalid> {
        Vec::new()
    }

    fn begin(&self, _: &Asked, _: Json) -> Option<Json> {
        None
    }

    fn label(&self, _: &Asked, _: &Json, _: &Texts) -> Option<String> {
        None
    }
}

impl<'c> Asked<'c> {
    /// The meaning of its kind.
    pub fn kind(&self) -> &'static dyn Kind {
        (self.case.parts.kinds)(self.step.kind)
    }

    /// The answer given, or the one that cannot be changed.
    pub fn answer(&self) -> Option<Json> {
        self.case.answer(self.line, self.id)
    }

    /// Whether it must be answered.
    pub fn required(&self) -> bool {
        self.case.holds(self.step.required.as_ref(), self.line, false) == Truth::Yes
    }

    /// Whether it need not be asked: the page answers it, or the answer is fixed.
    pub fn is_known(&self) -> bool {
        self.case.fixed(self.line, self.id).is_some() || self.kind().is_known(self)
    }

    /// Everything that is wrong with the answer as it stands.
    pub fn faults(&self) -> Vec<Invalid> {
        self.kind().faults(self)
    }

    /// The answer to start with: the fact that `prefill` names, else `default`; only where it is an answer to this question.
    pub fn start(&self) -> Option<Json> {
        let fact = self.step.prefill.as_deref().and_then(|name| self.case.known_fact(self.line, name));
        let kind = self.kind();
        fact.and_then(|fact| kind.begin(self, fact)).or_else(|| kind.begin(self, self.step.default.clone()?))
    }

    /// A fault in the answer, or in a `part` of it such as `/email`.
    fn fault(&self, part: &str, key: &str, args: Json) -> Invalid {
        Invalid { path: pointer(self.line, self.id, part), key: key.into(), args }
    }

    /// The options that are offered.
    pub fn options(&self) -> Vec<&'c str> {
        self.case.options(self.step, self.line)
    }

    /// The text of an option.
    pub fn option_label(&self, option: &str, texts: &Texts) -> String {
        let own = self.step.option.get(option).and_then(|option| option.label.as_ref());
        texts.own(own, &["step.", self.id, ".option.", option].concat(), &[]).unwrap_or_else(|| option.into())
    }
}

/// `{count: …}`, the argument of most messages.
fn count(count: i64) -> Json {
    Json::map([("count", Json::Int(count))])
}

/// JSON Pointer to an answer, or to a `part` of it such as `/email`.
pub fn pointer(line: Option<&str>, id: &str, part: &str) -> String {
    let mut pointer = String::from(if line.is_some() { "/items" } else { "/shared" });
    if let Some(line) = line {
        push_token(&mut pointer, line);
    }
    push_token(&mut pointer, id);
    pointer.push_str(part);
    pointer
}
