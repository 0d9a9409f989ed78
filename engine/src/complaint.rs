//! Complaint and receipt: what goes to the merchant's endpoint, and what comes back.

use crate::answers::Answers;
use crate::case::{Case, contact};
use crate::config::{FlowKind, ReturnWay, StepKind};
use crate::context::{Context, Order};
use crate::day::Day;
use crate::flow::screens;
use crate::json::Json;
use crate::law::Law;
use crate::offers::{ItemOffers, OTHER_REMEDY, offers};
use crate::read::{Read, Reader, record, words};
use crate::step::callback_shop_label;
use crate::text::{Arg, Texts};

/// Version of the complaint's shape.
pub const COMPLAINT_SCHEMA: &str = "redress.complaint/1";
/// What a complaint about an unpaid invoice holds back.
pub const REMINDERS: &str = "reminders";
/// Version of the receipt's shape.
pub const RECEIPT_SCHEMA: &str = "redress.receipt/1";

record! {
    /// What the shopper confirmed, frozen under one id.
    Complaint {
        /// [`COMPLAINT_SCHEMA`].
        "schema" => schema: String,
        /// UUIDv7, also the `Idempotency-Key`.
        "id" => id: String,
        /// Id of the complaint that this one corrects.
        "replaces" => replaces: Option<String>,
        /// Id of the flow.
        "flow" => flow: String,
        /// Kind of the flow.
        "kind" => kind: FlowKind,
        /// How it came: `widget`, or `form` where no script ran (`/complain` of the desk).
        "channel" => channel: String,
        /// ISO 8601 timestamp with offset: the moment the shopper pressed the last button.
        "confirmedAt" => confirmed_at: String,
        /// IANA zone of the shopper.
        "timeZone" => time_zone: Option<String>,
        /// Language shown.
        "locale" => locale: String,
        /// Address of the page, without query and fragment.
        "page" => page: String,
        /// The order as the page gave it.
        "order" => order: Order,
        /// One entry a line.
        "items" => items: Vec<ComplaintItem>,
        /// Answers that hold for the whole case, with their labels.
        "shared" => shared: Vec<Answer>,
        /// The raw answers, for recomputing.
        "answers" => answers: Answers,
        /// The context the offers were computed from, for recomputing.
        "context" => context: Context,
        /// How to reach the shopper: `name`, `email`, `phone`.
        "contact" => contact: Json,
        /// The files that go along.
        "attachments" => attachments: Vec<Attachment>,
        /// What must wait while the case is open: `reminders` of an invoice that is not paid.
        "holds" => holds: Vec<String>,
        /// The config it was made with.
        "config" => config: ConfigVersion,
        /// The law pack, `DE 2026-11-21`.
        "law" => law: Option<String>,
        /// Version of Redress.
        "version" => version: String,
        /// The shop's token, as it came.
        "token" => token: Option<String>,
        /// How it was filled in: to sort by, never to refuse by; absent where nothing was noted.
        "signals" => signals: Option<Signals>,
    }
}

record! {
    /// What tells a program from a person, if weakly: nothing of the person or the device, so that nobody is recognised by it.
    Signals {
        /// Whether a field was filled in that people do not see. A browser may fill it in for a person.
        "honeypot" => honeypot: bool,
        /// Whole seconds from opening the form to confirming it; absent where nobody counted.
        "seconds" => seconds: Option<i64>,
    }
}

record! {
    /// One line of a complaint.
    ComplaintItem {
        /// The line.
        "line" => line: String,
        /// Pieces.
        "quantity" => quantity: i64,
        /// What the shopper knows it by.
        "title" => title: String,
        /// Answers for this line, with their labels.
        "answers" => answers: Vec<Answer>,
        /// The remedy chosen, or `other`.
        "remedy" => remedy: Option<String>,
        /// What was offered when it was chosen.
        "offered" => offered: Option<ItemOffers>,
    }
}

record! {
    /// An answer in words.
    Answer {
        /// The step's id.
        "step" => step: String,
        /// The value as the engine keeps it.
        "value" => value: Json,
        /// What the shopper saw.
        "label" => label: String,
        /// The same in the shop's language.
        "shopLabel" => shop_label: String,
    }
}

record! {
    /// A file of a complaint.
    Attachment {
        /// Unique within the complaint; also the name of its part's file.
        "id" => id: String,
        /// The line it belongs to; absent if it is for the whole case.
        "line" => line: Option<String>,
        /// Name for people.
        "name" => name: String,
        /// MIME type.
        "type" => mime: String,
        /// Size.
        "bytes" => bytes: i64,
        /// Lower-case hex; absent where the page is not a secure context and the browser cannot compute it.
        "sha256" => sha256: Option<String>,
    }
}

record! {
    /// Which config a complaint was made with.
    ConfigVersion {
        /// SHA-256 of the config file's bytes, lower-case hex; absent where the browser cannot compute it.
        "sha256" => sha256: Option<String>,
        /// Preset it builds on.
        "preset" => preset: String,
    }
}

words! {
    /// What the merchant says about a complaint at once.
    Status {
        /// It has arrived.
        "received" => Received,
        /// The remedy is granted.
        "approved" => Approved,
        /// Something is missing.
        "needs-info" => NeedsInfo,
    }
}

record! {
    /// What the endpoint answers.
    Receipt {
        /// [`RECEIPT_SCHEMA`].
        "schema" => schema: String,
        /// The complaint's id.
        "id" => id: String,
        /// Number for people.
        "reference" => reference: String,
        /// ISO 8601 timestamp.
        "receivedAt" => received_at: String,
        /// Where it stands.
        "status" => status: Status,
        /// What happens next.
        "next" => next: Vec<NextStep>,
        /// How the goods go back; absent where nothing goes back, or nobody has said how yet.
        "return" => returns: Option<ReturnInstructions>,
        /// Where the case can be followed.
        "statusUrl" => status_url: Option<String>,
        /// Compact JWS over id, reference, time and the digest of what was received, so that it can be shown later what was declared when.
        "signature" => signature: Option<String>,
    }
}

record! {
    /// How goods go back, once the shop has said so.
    ReturnInstructions {
        /// Which way: no printer is needed for `qr-code` and `pick-up`. An endpoint that leaves it out has said nothing.
        "way" => way: Option<ReturnWay>,
        /// Where the label or code is, or the pick-up is booked: https.
        "url" => url: Option<String>,
        /// A picture of the code that is shown where it is handed in: https.
        "qr" => qr: Option<String>,
        /// Who carries it, as people know it.
        "carrier" => carrier: Option<String>,
        /// Last day for handing it over.
        "by" => by: Option<Day>,
    }
}

record! {
    /// One thing that happens next.
    NextStep {
        /// Message key below `next.`: `answer`, …
        "key" => key: String,
        /// Promised day; absent if none was promised.
        "by" => by: Option<Day>,
    }
}

/// What the engine cannot know and the session must tell.
#[derive(Debug, Clone, Default)]
pub struct Sending {
    /// UUIDv7.
    pub id: String,
    /// The complaint that this one corrects.
    pub replaces: Option<String>,
    /// ISO 8601 timestamp with offset.
    pub confirmed_at: String,
    /// IANA zone of the shopper.
    pub time_zone: Option<String>,
    /// Address of the page without query and fragment.
    pub page: String,
    /// The files.
    pub attachments: Vec<Attachment>,
    /// SHA-256 of the config file.
    pub config_sha256: Option<String>,
    /// How it was filled in.
    pub signals: Option<Signals>,
}

/// Builds the complaint of a case. `texts` are the shopper's, `shop_texts` the shop's.
pub fn complaint(case: &Case, sending: Sending, texts: &Texts, shop_texts: &Texts) -> Complaint {
    let screens = screens(case);
    let labelled = |line: Option<&str>| -> Vec<Answer> {
        let mut answers = Vec::new();
        for (id, of) in screens.iter().flat_map(|screen| &screen.steps) {
            if of.as_deref() == line
                && let Some(answer) = answer(case, id, line, texts, shop_texts)
            {
                answers.push(answer);
            }
        }
        answers
    };
    let offered = offers(case);
    let item = |line: &String| {
        let item = case.context.item(line);
        let remedy_step = screens.iter().flat_map(|screen| &screen.steps).find(|(id, of)| {
            of.as_ref() == Some(line) && case.step(id).is_some_and(|step| step.kind == StepKind::Remedy)
        });
        let remedy = remedy_step.and_then(|(id, _)| case.answer(Some(line), id)?.as_text().map(str::to_string));
        ComplaintItem {
            line: line.clone(),
            quantity: case.quantity(line),
            title: item.map(|item| item.title.clone()).unwrap_or_default(),
            answers: labelled(Some(line)),
            offered: offered.items.iter().find(|item| item.line == *line).filter(|_| remedy_step.is_some()).cloned(),
            remedy,
        }
    };
    let contact_step = screens
        .iter()
        .flat_map(|screen| &screen.steps)
        .find(|(id, _)| case.step(id).is_some_and(|step| step.kind == StepKind::Contact));
    Complaint {
        schema: COMPLAINT_SCHEMA.into(),
        id: sending.id,
        replaces: sending.replaces,
        flow: case.flow_id.into(),
        kind: case.flow.kind,
        channel: "widget".into(),
        confirmed_at: sending.confirmed_at,
        time_zone: sending.time_zone,
        locale: case.locale.into(),
        page: sending.page,
        order: case.context.order.clone(),
        items: case.lines().iter().map(item).collect(),
        shared: labelled(None),
        answers: case.answers.clone(),
        context: Context { token: None, ..case.context.clone() },
        contact: contact(&case.context, contact_step.and_then(|(id, _)| case.answer(None, id)).as_ref()),
        attachments: sending.attachments,
        holds: holds(case),
        config: ConfigVersion {
            sha256: sending.config_sha256,
            preset: case.config.extends.clone().unwrap_or_else(|| crate::config::DEFAULT_PRESET.into()),
        },
        law: case.law.map(Law::name),
        version: crate::VERSION.into(),
        token: case.context.token.clone(),
        signals: sending.signals,
    }
}

/// Nobody is reminded to pay for what they complain about.
fn holds(case: &Case) -> Vec<String> {
    let disputes = case.flow.kind != FlowKind::Feedback && (case.owes() || case.flow.kind == FlowKind::Payment);
    if disputes { vec![REMINDERS.into()] } else { Vec::new() }
}

/// An answer with its labels. Contact, lines and order have places of their own.
fn answer(case: &Case, id: &str, line: Option<&str>, texts: &Texts, shop_texts: &Texts) -> Option<Answer> {
    let asked = case.asked(id, line)?;
    let value = asked.answer().filter(|value| !value.is_blank())?;
    let label = asked.kind().label(&asked, &value, texts)?;
    let shop_label = match asked.step.kind {
        // Whoever calls must know by which clock.
        StepKind::Callback => callback_shop_label(&asked, &value, shop_texts),
        _ => asked.kind().label(&asked, &value, shop_texts),
    }?;
    Some(Answer { step: id.into(), value, label, shop_label })
}

/// An answer in words: what review, inbox and mail show.
pub fn answer_label(case: &Case, id: &str, line: Option<&str>, value: &Json, texts: &Texts) -> String {
    case.asked(id, line).and_then(|asked| asked.kind().label(&asked, value, texts)).unwrap_or_default()
}

/// The text of an option.
pub fn option_label(case: &Case, step_id: &str, option: &str, texts: &Texts) -> String {
    case.asked(step_id, None).map_or_else(|| option.into(), |asked| asked.option_label(option, texts))
}

/// The name of a remedy.
pub fn remedy_label(case: &Case, id: &str, item_title: &str, texts: &Texts) -> String {
    let remedy = case.config.remedies.get(id);
    let gives =
        remedy.and_then(|remedy| remedy.gives.as_deref()).unwrap_or(if id == OTHER_REMEDY { OTHER_REMEDY } else { id });
    let own = remedy.and_then(|remedy| remedy.label.as_ref());
    texts
        .own(own, &["remedy.", gives, ".title"].concat(), &[("item", Arg::Text(item_title))])
        .unwrap_or_else(|| id.into())
}

/// Below this nobody has read what they confirm, not even the two taps of a withdrawal.
const READING_SECONDS: i64 = 3;

impl Signals {
    /// Whether a program may have filled it in. Clocks are set back at times: what took less than nothing says nothing.
    pub fn is_odd(&self) -> bool {
        self.honeypot || self.seconds.is_some_and(|seconds| (0..READING_SECONDS).contains(&seconds))
    }
}

impl Complaint {
    /// Reads a complaint strictly enough to store it: the problems say what is wrong with it.
    pub fn from_json(json: &Json) -> (Option<Complaint>, Vec<crate::read::Problem>) {
        let mut reader = Reader::default();
        let complaint = Complaint::read(json, &mut reader);
        (complaint, reader.problems)
    }
}
