//! History: what was said and done, as the shopper reads it: newest first, in their language and by their clock.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use redress_engine::Case;
use redress_engine::complaint::{ReturnInstructions, remedy_label};
use redress_engine::config::{Basis, ReturnWay};
use redress_engine::read::{Read, Reader};
use redress_engine::text::Arg;

use super::Followed;
use super::language::{Language, Say};
use crate::cases::{By, Event, Kind};
use crate::store::FileRow;

/// Something that was said or done.
pub struct EventView {
    /// Who and what, in a sentence.
    pub title: String,
    /// When.
    pub at: String,
    /// The same for machines, RFC 3339.
    pub stamp: String,
    /// Whose it is: `shopper`, `shop`, `desk`.
    pub by: &'static str,
    /// Own words.
    pub text: String,
    /// What else belongs to it.
    pub facts: Vec<String>,
    /// Its files.
    pub files: Vec<FileView>,
}

/// A file.
pub struct FileView {
    /// Its address.
    pub href: String,
    /// Whether browsers can show it.
    pub picture: bool,
    /// What it is called here.
    pub name: String,
}

/// How the goods go back.
pub struct ReturnView {
    /// The way, in a sentence.
    pub way: String,
    /// Whether no printer is needed.
    pub no_printer: bool,
    /// Where label, code or booking are: https.
    pub url: Option<String>,
    /// Who carries it.
    pub carrier: Option<String>,
    /// Last day, in a sentence.
    pub by: Option<String>,
}

/// What the words of a case are made with.
pub struct Teller<'a> {
    /// The case.
    pub followed: &'a Followed,
    /// The language.
    pub language: &'a Language,
    /// Its texts.
    pub say: Say<'a>,
    /// The case as the engine sees it, if it can still be computed.
    pub case: Option<&'a Case<'a>>,
}

impl Teller<'_> {
    /// The whole history, newest first. Who has the case stands elsewhere.
    pub fn events(&self) -> Vec<EventView> {
        let shown = self.followed.events.iter().filter(|event| event.kind != Kind::Owner);
        shown.rev().map(|event| self.event(event)).collect()
    }

    fn event(&self, event: &Event) -> EventView {
        // "received" by the desk at its beginning carries the complaint's own files.
        let files = if event.kind == Kind::Received { self.first_files() } else { event.files.iter().collect() };
        EventView {
            title: self.say.t(&["event.", event.by.as_str(), ".", event.kind.as_str()].concat()),
            at: self.moment(&event.at),
            stamp: event.at.clone(),
            by: event.by.as_str(),
            text: event.text.clone(),
            facts: self.facts(event),
            files: files.into_iter().map(|file| self.file(file)).collect(),
        }
    }

    fn first_files(&self) -> Vec<&FileRow> {
        self.followed.row.files.iter().filter(|file| file.event == 0).collect()
    }

    fn file(&self, file: &FileRow) -> FileView {
        let place = self.followed.row.files.iter().position(|other| other.n == file.n).unwrap_or_default() + 1;
        FileView {
            href: format!("/cases/{}/files/{}", self.followed.row.case.token, file.n),
            // Chromium and Firefox show no HEIC.
            picture: !matches!(file.mime.as_str(), "application/pdf" | "image/heic" | "image/heif"),
            name: self.say.with("file", &[("index", Arg::Count(i64::try_from(place).unwrap_or_default()))]),
        }
    }

    fn facts(&self, event: &Event) -> Vec<String> {
        let solved = event.data.get("solved").map(|solved| {
            self.say.t(if *solved == true.into() { "feedback.solved.yes" } else { "feedback.solved.no" })
        });
        let rating = event.data.get("rating").and_then(|rating| rating.as_int());
        let rating = rating.map(|rating| self.say.with("rated", &[("rating", Arg::Count(rating))]));
        let phone = Some(event.fact("phone")).filter(|phone| !phone.is_empty());
        let phone = phone.map(|phone| self.say.with("call-back", &[("phone", Arg::Text(phone))]));
        [self.granted(event), solved, rating, phone].into_iter().flatten().collect()
    }

    /// What is offered or granted: the remedy's name, the amount, or both.
    pub fn granted(&self, event: &Event) -> Option<String> {
        let remedy = Some(event.fact("remedy")).filter(|remedy| !remedy.is_empty());
        let label = remedy.map(|remedy| {
            let item = self.case.and_then(|case| case.context.item(event.fact("line")));
            let title = item.map_or("", |item| &item.title);
            let label =
                self.case.map_or_else(|| remedy.into(), |case| remedy_label(case, remedy, title, self.say.texts));
            if title.is_empty() { label } else { [title, ": ", &label].concat() }
        });
        let amount = event.data.get("amount").and_then(|amount| amount.as_int());
        let amount = amount.map(|amount| self.say.money(amount, event.fact("currency")));
        let parts: Vec<String> = [label, amount].into_iter().flatten().collect();
        Some(parts.join(", ")).filter(|text| !text.is_empty())
    }

    /// Whether what is offered is a gesture, beside which legal rights stay: whatever the law does not name.
    pub fn is_gesture(&self, event: &Event) -> bool {
        let remedy = self.case.and_then(|case| case.config.remedies.get(event.fact("remedy")));
        remedy.is_none_or(|remedy| remedy.basis == Basis::Goodwill)
    }

    /// How the goods go back, as the shop said last.
    pub fn returns(&self) -> Option<ReturnView> {
        let approved =
            self.followed.events.iter().rev().find(|event| event.kind == Kind::Approved && event.by == By::Shop)?;
        let returns = ReturnInstructions::read(approved.data.get("return")?, &mut Reader::default())?;
        let way = returns.way?;
        Some(ReturnView {
            way: self.say.t(&["return.", way.as_str()].concat()),
            no_printer: matches!(way, ReturnWay::QrCode | ReturnWay::PickUp),
            url: returns.url.filter(|url| url.starts_with("https://")),
            carrier: returns.carrier,
            by: returns.by.map(|day| self.say.by("return.by", day)),
        })
    }

    /// A stored moment by the shopper's clock.
    pub fn moment(&self, text: &str) -> String {
        let Ok(moment) = text.parse::<Timestamp>() else { return text.into() };
        self.language.format.moment(moment.to_zoned(self.zone()).datetime())
    }

    /// The shopper's zone; the shop's where it is not known.
    pub fn zone(&self) -> TimeZone {
        let own = self.followed.sent.time_zone.as_deref().and_then(|name| TimeZone::get(name).ok());
        own.unwrap_or_else(|| self.followed.shop.zone())
    }
}
