//! Report: a stored complaint as a relay tells it to the shop's people, in the shop's language. Each target writes it in its own way.

use jiff::Timestamp;
use lettre::Address;
use redress_engine::complaint::{Answer, Complaint, ComplaintItem, remedy_label};
use redress_engine::config::{FlowKind, StepKind};
use redress_engine::offers::{ItemOffers, Offers};
use redress_engine::read::{Read, Reader};
use redress_engine::text::{Arg, direction};
use redress_engine::{Case, Json};
use uuid::Uuid;

use crate::desk::{Desk, stored_json};
use crate::error::Fault;
use crate::inbox::file_name;
use crate::judge::on_claims;
use crate::mail::Words;
use crate::mail::acknowledgement::is_vouched;
use crate::rebuild::{case, rebuild_in};
use crate::store::{FileRow, Row};
use crate::token::{Claims, Trust};

/// A complaint for the shop's people. All of it is text, and what a shopper wrote stands in it as it came.
#[derive(Debug)]
pub struct Report {
    /// The complaint's id: the same in every attempt.
    pub id: Uuid,
    /// Number for people, unique on this desk.
    pub reference: String,
    /// What sort of case it is.
    pub kind: FlowKind,
    /// Queues and flags of the policy and, where the shop signs, how far to trust it. For the shop's people only.
    pub marks: Vec<String>,
    /// The whole in a line.
    pub subject: String,
    /// The case in the inbox.
    pub url: String,
    /// Direction of the shop's language: `ltr` or `rtl`.
    pub dir: &'static str,
    /// What is told.
    pub lines: Vec<Line>,
    /// Number of the order, as it came.
    pub order: String,
    /// The shopper's name; empty if they gave none.
    pub name: String,
    /// Their e-mail address, if they gave one that is one.
    pub email: Option<String>,
    /// Whether the shop vouches that the address is its customer's.
    pub vouched: bool,
    /// What was sent along with it.
    pub files: Vec<ReportFile>,
}

/// What a line is about: a chat is not told everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// What stands above the next lines.
    Title,
    /// An empty line.
    Gap,
    /// Nothing about a person.
    Case,
    /// An address of this desk's own.
    Link,
    /// Which order it is.
    Order,
    /// What the shopper wrote themselves.
    Words,
    /// How they are reached.
    Contact,
}

/// One line.
#[derive(Debug, Clone)]
pub struct Line {
    /// What it is about.
    pub sort: Sort,
    /// Its name; may be empty.
    pub name: String,
    /// What it says; own words may have line breaks.
    pub value: String,
}

/// A photo or document.
#[derive(Debug, Clone)]
pub struct ReportFile {
    /// Its number in the store.
    pub n: usize,
    /// A name of our own making: `RD-7K2M-9T-1.jpg`.
    pub name: String,
    /// MIME type, checked.
    pub mime: String,
    /// Size.
    pub bytes: usize,
    /// Its address in the inbox.
    pub url: String,
}

fn line(sort: Sort, name: impl Into<String>, value: impl Into<String>) -> Line {
    Line { sort, name: name.into(), value: value.into() }
}

impl Report {
    /// The report of a complaint as it was stored. The same in every attempt, as long as the shop's texts are.
    pub async fn of(desk: &Desk, row: &Row) -> Result<Report, Fault> {
        let sent = Complaint::from_json(&stored_json(&row.body)).0;
        let sent = sent.ok_or(Fault::Stored("a complaint that cannot be read"))?;
        let received = row.received_at.parse().map_err(|_| Fault::Stored("a moment that cannot be read"))?;
        let (shop, _) = desk.shop_of(Some(&row.config_sha256)).await?;
        let shop = desk.as_of_today(shop);
        let config = &shop.config;
        let claims_json = row.claims.as_deref().map(stored_json);
        let claims = claims_json.as_ref().and_then(|json| Claims::read(json).ok());
        let verified = claims.filter(|_| row.trust == Trust::Verified);
        let sent = verified.map(|claims| on_claims(&sent, &claims, config)).unwrap_or(sent);
        // The words of the shop's own language, which is the first of its config.
        let locale = config.locales.first().cloned().unwrap_or_else(|| "en".into());
        let words = Words::of(&Complaint { locale, ..sent.clone() }, &shop);
        let own = rebuild_in(&sent, config, &words.texts()).unwrap_or_default();
        let offers = Offers::read(&stored_json(&row.offers), &mut Reader::default()).unwrap_or_default().items;
        let contact = |key: &str| sent.contact.get(key).and_then(Json::as_text).unwrap_or_default().trim().to_string();
        // What is no address, no help desk takes: it stands in the text.
        let email = Some(contact("email")).filter(|email| email.parse::<Address>().is_ok());
        let case = case(&sent, config);
        let telling = Telling { words: &words, row, sent: &sent, own: &own, case: case.as_ref(), offers: &offers };
        let url = [&desk.public_url, "/inbox/complaints/", &row.id.to_string()].concat();
        Ok(Report {
            id: row.id,
            reference: row.reference.clone(),
            kind: row.kind,
            marks: marks(desk, row),
            subject: telling.subject(),
            dir: direction(words.locale()),
            lines: telling.lines(received, &url),
            order: sent.order.number.trim().into(),
            name: contact("name"),
            vouched: email.as_ref().is_some_and(|email| is_vouched(email, row.trust, claims_json.as_ref())),
            email,
            files: files(row, &url),
            url,
        })
    }

    /// The lines that name the files: those that go along by their name, the others by their address.
    pub fn photos(&self, goes_along: impl Fn(usize) -> bool) -> Vec<Line> {
        let told = |(at, file): (usize, &ReportFile)| match goes_along(at) {
            true => line(Sort::Case, "", file.name.as_str()),
            false => line(Sort::Link, "", file.url.as_str()),
        };
        let files = self.files.iter().enumerate().map(told);
        self.files.first().map(|_| line(Sort::Gap, "", "")).into_iter().chain(files).collect()
    }
}

/// What came with the complaint itself; what was added to the case later is not part of it.
fn files(row: &Row, url: &str) -> Vec<ReportFile> {
    let own = row.files.iter().enumerate().filter(|(_, file)| file.event == 0);
    let view = |(at, file): (usize, &FileRow)| ReportFile {
        n: file.n,
        name: file_name(&row.reference, at, &file.mime),
        mime: file.mime.clone(),
        bytes: file.bytes,
        url: format!("{url}/files/{}", file.n),
    };
    own.map(view).collect()
}

/// Where the shop signs nothing, nothing is said of trust, as in the inbox.
fn marks(desk: &Desk, row: &Row) -> Vec<String> {
    let trust = (!desk.policy.keys.is_empty()).then(|| row.trust.as_str().to_string());
    let queues = row.queues.iter().flat_map(|(queue, flag)| [queue.clone(), flag.clone()]);
    trust.into_iter().chain(queues).filter(|mark| !mark.trim().is_empty()).collect()
}

/// What a report is made from.
struct Telling<'a> {
    words: &'a Words<'a>,
    row: &'a Row,
    sent: &'a Complaint,
    /// The same as the desk makes it.
    own: &'a Complaint,
    /// The case, if it can still be computed.
    case: Option<&'a Case<'a>>,
    /// What the desk computed when it came.
    offers: &'a [ItemOffers],
}

impl Telling<'_> {
    /// Reference, what is asked for, the first item and how many more there are.
    fn subject(&self) -> String {
        let key = match self.row.kind {
            FlowKind::Withdrawal => "statement.withdrawal".into(),
            kind => ["flow.", kind.as_str(), ".title"].concat(),
        };
        let mut parts = vec![self.row.reference.clone()];
        parts.extend(self.words.texts().find(&key, &[]));
        let more = self.sent.items.len().saturating_sub(1);
        parts.extend(self.sent.items.first().map(|item| match more {
            0 => self.title(item),
            more => format!("{} +{more}", self.title(item)),
        }));
        parts.join(" · ")
    }

    fn lines(&self, received: Timestamp, url: &str) -> Vec<Line> {
        let (words, texts) = (self.words, self.words.texts());
        let mut lines = vec![
            line(Sort::Case, words.say("reference", &[]), self.row.reference.as_str()),
            line(Sort::Case, words.say("received", &[]), words.moment(received, None)),
        ];
        let order = self.order();
        if !order.is_empty() {
            lines.push(line(Sort::Order, texts.get("review.order", &[]), order));
        }
        lines.push(line(Sort::Link, "", url));
        for item in &self.sent.items {
            self.item(item, &mut lines);
        }
        let shared = self.answers(&self.sent.shared, Some(&self.own.shared));
        lines.extend(shared.first().map(|_| line(Sort::Gap, "", "")));
        lines.extend(shared);
        let contact = ["name", "email", "phone"].into_iter().filter_map(|key| {
            let value = self.sent.contact.get(key).and_then(Json::as_text).map(str::trim)?;
            let name = texts.get(&["field.", key].concat(), &[]);
            (!value.is_empty()).then(|| line(Sort::Contact, name, value))
        });
        let contact: Vec<Line> = contact.collect();
        lines.extend(contact.first().map(|_| line(Sort::Gap, "", "")));
        lines.extend(contact);
        lines
    }

    /// Number, day and total of the order, number and amount of an unpaid invoice.
    fn order(&self) -> String {
        let (order, format) = (&self.sent.order, self.words.texts().format);
        let money =
            |amount: Option<i64>| Some(format.money(amount.filter(|_| !order.currency.is_empty())?, &order.currency));
        let invoice = order.invoice.as_ref();
        let parts = [
            Some(order.number.trim().to_string()),
            order.placed_on.map(|day| format.date(day)),
            money(order.total),
            invoice.map(|invoice| invoice.number.trim().to_string()),
            money(invoice.and_then(|invoice| invoice.due)),
        ];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    fn title(&self, item: &ComplaintItem) -> String {
        let own = self.own.items.iter().find(|own| own.line == item.line);
        let title = own.map_or(&item.title, |own| &own.title).trim();
        if title.is_empty() { self.words.texts().get("order.unnamed", &[]) } else { title.into() }
    }

    /// A line of the order: what it is, what was paid for it, what is wrong, what is wanted and how much that is.
    fn item(&self, item: &ComplaintItem, lines: &mut Vec<Line>) {
        let texts = self.words.texts();
        let own = self.own.items.iter().find(|own| own.line == item.line);
        let title = self.title(item);
        let pieces = texts.get("item.pieces", &[("count", Arg::Count(item.quantity))]);
        let mut named = texts.get("item.with-pieces", &[("item", Arg::Text(&title)), ("pieces", Arg::Text(&pieces))]);
        let currency = &self.sent.context.order.currency;
        let paid = self.sent.context.item(&item.line).and_then(|bought| bought.paid_in_all());
        if let Some(paid) = paid.filter(|_| !currency.is_empty()) {
            named.extend([" · ", &texts.format.money(paid, currency)]);
        }
        lines.extend([line(Sort::Gap, "", ""), line(Sort::Title, "", named)]);
        lines.extend(self.answers(&item.answers, own.map(|own| own.answers.as_slice())));
        if let Some(remedy) = &item.remedy {
            let label = self.case.map(|case| remedy_label(case, remedy, &title, &texts));
            let mut wanted = label.unwrap_or_else(|| remedy.clone());
            wanted.extend(self.amount(item, remedy).iter().flat_map(|amount| [" · ", amount.as_str()]));
            lines.push(line(Sort::Case, texts.get("step.remedy.row", &[]), wanted));
        }
    }

    /// What the remedy gives back, as the desk computed it.
    fn amount(&self, item: &ComplaintItem, remedy: &str) -> Option<String> {
        let offers = self.offers.iter().find(|offers| offers.line == item.line)?;
        let gets = &offers.offered.iter().find(|offer| offer.remedy == remedy)?.gets;
        Some(self.words.texts().format.money(gets.amount?, gets.currency.as_deref()?))
    }

    /// Answers in the shop's language, labelled anew where the desk comes to the same value. The remedy has a line of its own.
    fn answers(&self, sent: &[Answer], own: Option<&[Answer]>) -> Vec<Line> {
        let kind = |step: &str| self.words.texts().config.steps.get(step).map(|step| step.kind);
        let told = |answer: &Answer| {
            let sort = match kind(&answer.step) {
                Some(StepKind::Remedy | StepKind::Photos) => return None,
                Some(StepKind::Text | StepKind::Lookup) | None => Sort::Words,
                Some(StepKind::Contact | StepKind::Address | StepKind::Callback) => Sort::Contact,
                Some(_) => Sort::Case,
            };
            let again = own.unwrap_or_default().iter().find(|own| own.step == answer.step && own.value == answer.value);
            Some(line(sort, self.words.question(&answer.step), again.unwrap_or(answer).shop_label.as_str()))
        };
        sent.iter().filter_map(told).collect()
    }
}
