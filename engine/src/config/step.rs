//! Config, steps: the questions. What each kind means stands in `step/`.

use crate::condition::Condition;
use crate::day::Day;
use crate::json::Json;
use crate::read::{Dict, Read, Reader, record, words};

record! {
    read only /// One question. Keys that do not belong to its kind mean nothing.
    Step {
        /// What sort of question.
        "kind" => kind: StepKind,
        /// Whether it is asked once, or for each chosen order line ("same for all" is one tap away).
        "per" => per: Per,
        /// The question; by convention `step.<id>.title` of the locale.
        "label" => label: Option<Json>,
        /// A line below it; by convention `step.<id>.help`.
        "help" => help: Option<Json>,
        /// When it is asked; always if absent.
        "when" => when: Option<Condition>,
        /// When it must be answered; never if absent. A required photo can always be declined. For `consent`: when it must be given.
        "required" => required: Option<Condition>,
        /// The answer to start with, in the shape of its kind.
        "default" => default: Option<Json>,
        /// Name of a fact (`customer.phone`, `item.sku`): the answer to start with where it is known. Goes before `default`.
        "prefill" => prefill: Option<String>,
        /// The answer to start with is shown and cannot be changed.
        "readOnly" => read_only: bool,
        /// Shown instead of the standard message where the answer is invalid; by convention `step.<id>.error`.
        "error" => error: Option<Json>,
        /// For `choice`, `choices`, `callback`: the ids of the options, in order. For `remedy`: the order of remedies that the law leaves equal.
        "options" => options: Vec<String>,
        /// For `choice`, `choices`, `callback`: option id → definition.
        "option" => option: Dict<StepOption>,
        /// For `choices`: how many at least, if any.
        "atLeast" => at_least: Option<i64>,
        /// For `choices`: how many at most.
        "atMost" => at_most: Option<i64>,
        /// For `text`: characters needed, if any.
        "minLength" => min_length: Option<i64>,
        /// For `text`: characters allowed; 2000 if absent.
        "maxLength" => max_length: Option<i64>,
        /// For `text`: what the whole answer must look like (docs/configuration.md names the subset of regular expressions).
        "pattern" => pattern: Option<String>,
        /// For `text`: what sort of text.
        "format" => format: TextFormat,
        /// For `text`: several lines; if absent, where there is no pattern, no format and more than 120 characters are allowed.
        "multiline" => multiline: Option<bool>,
        /// For `number`: the least.
        "min" => min: Option<i64>,
        /// For `number`: the most. For `rating`: the number of steps, 2 to 10; 5 if absent.
        "max" => max: Option<i64>,
        /// For `number`: what is counted ("km"), shown behind it; by convention `step.<id>.unit`.
        "unit" => unit: Option<Json>,
        /// For `date`: the first day possible.
        "earliest" => earliest: Option<DateBound>,
        /// For `date`: the last day possible.
        "latest" => latest: Option<DateBound>,
        /// For `photos`: how many at least; 1 where it is required.
        "minFiles" => min_files: Option<i64>,
        /// For `photos`: how many; 6 if absent.
        "maxFiles" => max_files: Option<i64>,
        /// For `photos`: PDF files are taken too, as for a receipt that came by e-mail.
        "pdf" => pdf: bool,
        /// For `photos`: pixels of a picture's long side as it is sent; 2048 if absent. A larger one is made smaller in the browser.
        "longSide" => long_side: Option<i64>,
        /// For `photos`: quality of the JPEG that a picture becomes, in per cent; 80 if absent.
        "quality" => quality: Option<i64>,
        /// For `photos`: bytes that a picture may have as it is sent; 500000 if absent. Where it has more, it gets less quality, then fewer pixels.
        "maxBytes" => max_bytes: Option<i64>,
        /// For `photos`: bytes that a PDF file may have; 5000000 if absent. It is sent as it is.
        "maxPdfBytes" => max_pdf_bytes: Option<i64>,
        /// For `contact`, `address`: field → whether it is asked for.
        "fields" => fields: Dict<Presence>,
        /// For `notice`: the words; by convention `step.<id>.text`.
        "text" => text: Option<Json>,
        /// For `notice`: how urgent it is.
        "tone" => tone: NoticeTone,
        /// For `rating`: what the low end means; by convention `step.<id>.low`.
        "low" => low: Option<Json>,
        /// For `rating`: what the high end means; by convention `step.<id>.high`.
        "high" => high: Option<Json>,
    }
}

words! {
    /// Kinds of question.
    StepKind {
        /// Own words: a string.
        "text" => Text,
        /// One of several options; choosing advances. The option's id.
        "choice" => Choice,
        /// Any of several options: a list of their ids.
        "choices" => Choices,
        /// A whole number.
        "number" => Number,
        /// A day: an ISO date.
        "date" => Date,
        /// One of a few steps from bad to good: 1 to `max`.
        "rating" => Rating,
        /// Which order lines, and how many of each.
        "items" => Items,
        /// What the shopper wants, out of the offers.
        "remedy" => Remedy,
        /// Pictures: a list of attachments' ids, or `unable`.
        "photos" => Photos,
        /// Name, e-mail, phone.
        "contact" => Contact,
        /// A postal address.
        "address" => Address,
        /// A box to tick: true or false.
        "consent" => Consent,
        /// Something to read; nothing to answer.
        "notice" => Notice,
        /// When to call, and which number.
        "callback" => Callback,
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

words! {
    /// What sort of text.
    TextFormat {
        /// Anything.
        "plain" => Plain,
        /// An e-mail address.
        "email" => Email,
        /// A telephone number.
        "phone" => Phone,
        /// An address on the web, with https:// or http://.
        "url" => Url,
    }
}

words! {
    /// How urgent a notice is.
    NoticeTone {
        /// Good to know.
        "info" => Info,
        /// Beware.
        "warning" => Warning,
    }
}

words! {
    /// Whether a field of a form is asked for.
    Presence {
        /// It may stay blank.
        "optional" => Optional,
        /// It must be filled in.
        "required" => Required,
        /// It is not there.
        "off" => Off,
    }
}

/// The fields of `contact` in order, and what holds where the config says nothing.
pub const CONTACT_FIELDS: &[(&str, Presence)] =
    &[("name", Presence::Optional), ("email", Presence::Required), ("phone", Presence::Optional)];

/// The fields of `address` in order, and what holds where the config says nothing. `country` is an ISO 3166-1 alpha-2 code.
pub const ADDRESS_FIELDS: &[(&str, Presence)] = &[
    ("name", Presence::Off),
    ("line1", Presence::Required),
    ("line2", Presence::Optional),
    ("postalCode", Presence::Required),
    ("city", Presence::Required),
    ("region", Presence::Off),
    ("country", Presence::Off),
];

/// Characters up to which a text is asked for in one line.
const ONE_LINE: i64 = 120;

impl Step {
    /// Whether it is a menu: a choice of which every option leads into another flow.
    pub fn is_menu(&self) -> bool {
        let leads = |id: &String| self.option.get(id).is_some_and(|option| option.flow.is_some());
        self.kind == StepKind::Choice && !self.options.is_empty() && self.options.iter().all(leads)
    }

    /// Whether a `text` is asked for in a box of several lines.
    pub fn is_multiline(&self) -> bool {
        let short = self.max_length.is_some_and(|most| most <= ONE_LINE);
        self.multiline.unwrap_or(!short && self.pattern.is_none() && self.format == TextFormat::Plain)
    }

    /// The fields of a `contact` or `address` in order, without those that are off.
    pub fn form(&self) -> Vec<(&'static str, Presence)> {
        let fields = match self.kind {
            StepKind::Contact => CONTACT_FIELDS,
            StepKind::Address => ADDRESS_FIELDS,
            _ => &[],
        };
        let mut form = Vec::new();
        for (name, standard) in fields {
            let presence = self.fields.get(name).copied().unwrap_or(*standard);
            if presence != Presence::Off {
                form.push((*name, presence));
            }
        }
        form
    }
}

/// The first or last day possible: fixed, or so many days from one that is known when it is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum DateBound {
    /// This very day.
    Day(Day),
    /// Counted from today or from a fact.
    Relative(RelativeDay),
}

record! {
    read only /// So many days from another day.
    RelativeDay {
        /// `today`, or the name of a fact that is a date (`order.placedOn`, `item.deliveredOn`).
        "from" => from: String,
        /// How many days later; negative: earlier.
        "days" => days: i64,
    }
}

impl Read for DateBound {
    fn read(json: &Json, reader: &mut Reader) -> Option<DateBound> {
        match json {
            Json::Map(_) => RelativeDay::read(json, reader).map(DateBound::Relative),
            _ => Day::read(json, reader).map(DateBound::Day),
        }
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
        /// Id of a flow that choosing it leads into, taking what is known along.
        "flow" => flow: Option<String>,
        /// When that is, by the shop's clock: `09:00-12:00`. Only for a step of kind `callback`.
        "hours" => hours: Option<String>,
        /// Answers that are given with it in the flow that it leads into, so that nobody is asked twice: step id → answer.
        "answers" => answers: Dict<Json>,
    }
}

words! {
    /// What an answer means to the law, whatever the merchant calls it.
    Trouble {
        /// Nothing.
        "none" => None,
        /// The goods do not conform to the contract (Directive 2019/771 Art. 5 to 8).
        "nonconformity" => Nonconformity,
        /// The same, in that another thing came than was bought: no repair makes it the right one.
        "wrong-item" => WrongItem,
        /// The same, in that something is missing that belongs to it.
        "missing-part" => MissingPart,
        /// The goods have not arrived (Directive 2011/83/EU Art. 18).
        "not-delivered" => NotDelivered,
        /// The shopper broke or changed it: it conformed (Directive 2019/771 Art. 10 (1)).
        "own-doing" => OwnDoing,
        /// The shop had its chance: it is faulty again after a repair or replacement (Directive 2019/771 Art. 13 (4) (b)), or did not come in
        /// the time given once more, or by a day that was essential (Directive 2011/83/EU Art. 18 (2)). Said beside what is wrong.
        "cure-failed" => CureFailed,
    }
}

impl Trouble {
    /// Whether the goods do not conform to the contract.
    pub fn is_nonconformity(self) -> bool {
        matches!(self, Trouble::Nonconformity | Trouble::WrongItem | Trouble::MissingPart)
    }
}
