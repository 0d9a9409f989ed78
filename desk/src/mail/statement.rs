//! Statement: a complaint in the shopper's own language, as its acknowledgement tells it back.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use redress_engine::complaint::{Answer, Complaint, Receipt, Status, remedy_label};
use redress_engine::config::{FlowKind, StepKind};
use redress_engine::links::plain;
use redress_engine::text::{Arg, Texts, direction};
use redress_engine::{Case, Json};

use crate::format::{IcuFormat, shop_hours};
use crate::packs;
use crate::rebuild::{case, rebuild_in};
use crate::shop::Shop;

/// What letters about one complaint are written with.
pub struct Words<'a> {
    shop: &'a Shop,
    locale: &'static str,
    messages: Json,
    format: IcuFormat,
}

/// A statement and what is said around it. All of it is text.
pub struct Statement {
    /// BCP 47 tag.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Subject of the mail.
    pub subject: String,
    /// What it is: "Your withdrawal".
    pub title: String,
    /// Who got it.
    pub shop: String,
    /// First line of the mail.
    pub greeting: String,
    /// What happened.
    pub intro: String,
    /// The declaration in a sentence, where the law has one.
    pub declared: Option<String>,
    /// Heading above the content.
    pub content: String,
    /// Reference, date and time, order.
    pub facts: Vec<Pair>,
    /// One a line.
    pub items: Vec<Part>,
    /// Answers for the whole, contact details.
    pub parts: Vec<Part>,
    /// What happens next, and by when.
    pub next: Part,
    /// How to reach the shop.
    pub reach: Part,
    /// Where the case can be followed.
    pub status: Option<(String, String)>,
    /// What else is to be said.
    pub closing: Vec<String>,
}

/// A heading and what stands below it.
pub struct Part {
    /// Its heading.
    pub title: String,
    /// What stands below.
    pub pairs: Vec<Pair>,
}

/// A name and a value; the name may be empty.
pub struct Pair {
    /// What it is.
    pub name: String,
    /// What it says.
    pub value: String,
}

impl Pair {
    fn new(name: impl Into<String>, value: impl Into<String>) -> Pair {
        Pair { name: name.into(), value: value.into() }
    }
}

impl<'a> Words<'a> {
    /// The language of a complaint or, where letters of its kind cannot be written in it, the shop's; else English. Some languages have only
    /// what a withdrawal needs. Of the words those that are said in the country.
    pub fn of(sent: &Complaint, shop: &'a Shop) -> Words<'a> {
        let wanted: Vec<&String> = std::iter::once(&sent.locale).chain(&shop.config.locales).collect();
        let (locale, _) = packs::locale_with(&wanted, &["desk.mail.kind.", sent.kind.as_str()].concat());
        let messages = packs::texts(locale, Case::country(&shop.config, &sent.context).as_deref());
        // Britain and Austria write dates in ways of their own.
        let regional = packs::language(&sent.locale) == packs::language(locale);
        Words { shop, locale, messages, format: IcuFormat::new(if regional { &sent.locale } else { locale }) }
    }

    /// As the engine wants them.
    pub fn texts(&self) -> Texts<'_> {
        Texts { config: &self.shop.config, locale: self.locale, messages: &self.messages, format: &self.format }
    }

    /// The language's tag.
    pub fn locale(&self) -> &'static str {
        self.locale
    }

    /// What `desk.mail.<key>` says.
    pub fn say(&self, key: &str, args: &[(&str, Arg)]) -> String {
        self.texts().get(&["desk.mail.", key].concat(), args)
    }

    /// The same, in the words for this kind of flow if it has some of its own.
    pub fn say_of(&self, key: &str, kind: FlowKind, args: &[(&str, Arg)]) -> String {
        let own = self.texts().find(&["desk.mail.", key, ".", kind.as_str()].concat(), args);
        own.unwrap_or_else(|| self.say(key, args))
    }

    /// "Your withdrawal".
    pub fn title(&self, kind: FlowKind) -> String {
        self.say(&["kind.", kind.as_str()].concat(), &[])
    }

    /// Subject of a letter about it.
    pub fn subject(&self, kind: FlowKind, reference: &str) -> String {
        let title = self.title(kind);
        self.say("subject", &[("kind", Arg::Text(&title)), ("reference", Arg::Text(reference))])
    }

    /// A moment as the shopper's clock showed it, with the name of its zone; as the shop's where nobody knows the shopper's.
    pub fn moment(&self, moment: Timestamp, zone: Option<&str>) -> String {
        let zone = zone.and_then(|name| TimeZone::get(name).ok()).unwrap_or_else(|| self.shop.zone());
        let zoned = moment.to_zoned(zone);
        let offset = zoned.strftime("%:z").to_string();
        let name = zoned.time_zone().iana_name().unwrap_or("UTC");
        format!("{} ({name}, UTC{offset})", self.format.moment(zoned.datetime()))
    }

    /// What happens next, and by when if that was promised.
    pub fn next(&self, receipt: &Receipt) -> Part {
        let texts = self.texts();
        let standing = match receipt.status {
            Status::Received => None,
            Status::Approved => Some(self.say("approved", &[])),
            Status::NeedsInfo => Some(self.say("needs-info", &[])),
        };
        let step = |step: &redress_engine::complaint::NextStep| {
            let by = step.by.map(|day| texts.get("next.by", &[("date", Arg::Day(day))])).unwrap_or_default();
            Some(Pair::new(texts.find(&["next.", &step.key].concat(), &[])?, by))
        };
        let standing = standing.map(|text| Pair::new("", text));
        let pairs = standing.into_iter().chain(receipt.next.iter().filter_map(step)).collect();
        Part { title: self.say("next", &[]), pairs }
    }

    /// How to reach the shop: what its config says.
    pub fn reach(&self) -> Part {
        let (shop, texts) = (&self.shop.config.shop, self.texts());
        let hours = shop_hours(&texts).map(|hours| plain(&hours));
        let pairs = [
            (String::new(), Some(shop.name.clone())),
            (texts.get("field.email", &[]), shop.email.clone()),
            (texts.get("field.phone", &[]), shop.phone.clone()),
            (self.say("hours", &[]), hours),
        ];
        let said =
            |(name, value): (String, Option<String>)| Some(Pair::new(name, value.filter(|value| !value.is_empty())?));
        Part { title: self.say("reach", &[]), pairs: pairs.into_iter().filter_map(said).collect() }
    }

    /// What a question is called: short where the language has a short form, else as it was asked.
    pub fn question(&self, step: &str) -> String {
        self.texts().question(step)
    }
}

impl Statement {
    /// The statement of a complaint that somebody vouches for.
    pub fn of(words: &Words, sent: &Complaint, receipt: &Receipt, received: Timestamp) -> Statement {
        let (texts, config) = (words.texts(), &words.shop.config);
        let own = rebuild_in(sent, config, &texts).unwrap_or_default();
        let case = case(sent, config);
        let telling = Telling { words, sent, own: &own, case: case.as_ref() };
        let contact = |key: &str| sent.contact.get(key).and_then(Json::as_text).unwrap_or_default().trim().to_string();
        let name = contact("name");
        let greeting = if name.is_empty() {
            words.say("greeting.unnamed", &[])
        } else {
            words.say("greeting", &[("name", Arg::Text(&name))])
        };
        let shop = config.shop.name.clone();
        Statement {
            lang: words.locale.into(),
            dir: direction(words.locale),
            subject: words.subject(sent.kind, &receipt.reference),
            title: words.title(sent.kind),
            greeting,
            intro: words.say_of("intro", sent.kind, &[("shop", Arg::Text(&shop))]),
            shop,
            declared: (sent.kind == FlowKind::Withdrawal).then(|| words.say("declared", &[])),
            content: words.say("content", &[]),
            facts: telling.facts(receipt, received),
            items: telling.items(),
            parts: telling.parts(),
            next: words.next(receipt),
            reach: words.reach(),
            status: receipt.status_url.clone().filter(|url| is_web(url)).map(|url| (words.say("status", &[]), url)),
            closing: vec![words.say("attached", &[]), words.say("automatic", &[])],
        }
    }
}

fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// What a statement is made from.
struct Telling<'a> {
    words: &'a Words<'a>,
    sent: &'a Complaint,
    /// The same as the desk makes it.
    own: &'a Complaint,
    case: Option<&'a Case<'a>>,
}

impl Telling<'_> {
    fn facts(&self, receipt: &Receipt, received: Timestamp) -> Vec<Pair> {
        let (words, texts, order) = (self.words, self.words.texts(), &self.sent.order);
        let mut facts = vec![
            Pair::new(words.say("reference", &[]), receipt.reference.clone()),
            Pair::new(words.say("received", &[]), words.moment(received, self.sent.time_zone.as_deref())),
        ];
        if !order.number.trim().is_empty() {
            let placed = order.placed_on.map(|day| [", ", &texts.format.date(day)].concat()).unwrap_or_default();
            facts.push(Pair::new(texts.get("review.order", &[]), [order.number.as_str(), &placed].concat()));
        }
        facts
    }

    fn items(&self) -> Vec<Part> {
        let texts = self.words.texts();
        let item = |item: &redress_engine::complaint::ComplaintItem| {
            let own = self.own.items.iter().find(|own| own.line == item.line);
            let pieces = texts.get("item.pieces", &[("count", Arg::Count(item.quantity))]);
            let mut pairs = vec![Pair::new("", pieces)];
            pairs.extend(self.answers(&item.answers, own.map(|own| own.answers.as_slice())));
            if let Some(remedy) = &item.remedy {
                let label = self.case.map(|case| remedy_label(case, remedy, &item.title, &texts));
                pairs.push(Pair::new(texts.get("step.remedy.row", &[]), label.unwrap_or_else(|| remedy.clone())));
            }
            let title = own.map_or(&item.title, |own| &own.title).trim();
            let title = Some(title).filter(|title| !title.is_empty());
            Part { title: title.map_or_else(|| texts.get("order.unnamed", &[]), str::to_string), pairs }
        };
        self.sent.items.iter().map(item).collect()
    }

    /// What was said of the whole, and how the shopper wants to be reached.
    fn parts(&self) -> Vec<Part> {
        let texts = self.words.texts();
        let shared = self.answers(&self.sent.shared, Some(&self.own.shared));
        let contact = ["name", "email", "phone"].into_iter().filter_map(|key| {
            let value =
                self.sent.contact.get(key).and_then(Json::as_text).map(str::trim).filter(|text| !text.is_empty())?;
            Some(Pair::new(texts.get(&["field.", key].concat(), &[]), value))
        });
        let parts = [
            Part { title: self.words.say("answers", &[]), pairs: shared },
            Part { title: self.words.say("contact", &[]), pairs: contact.collect() },
        ];
        parts.into_iter().filter(|part| !part.pairs.is_empty()).collect()
    }

    /// Answers in the shopper's language, named anew where the desk comes to the same value. The remedy has a place of its own.
    fn answers(&self, sent: &[Answer], own: Option<&[Answer]>) -> Vec<Pair> {
        let config = &self.words.shop.config;
        let is_remedy =
            |answer: &&Answer| config.steps.get(&answer.step).is_some_and(|step| step.kind == StepKind::Remedy);
        let pair = |answer: &Answer| {
            let again = own.unwrap_or_default().iter().find(|own| own.step == answer.step && own.value == answer.value);
            Pair::new(self.words.question(&answer.step), again.map_or(&answer.label, |own| &own.label).as_str())
        };
        sent.iter().filter(|answer| !is_remedy(answer)).map(pair).collect()
    }
}
