//! Item: one line of a complaint as its page shows it: answers, offers, the choice, photos.

use redress_engine::Case;
use redress_engine::complaint::{Answer, Attachment, Complaint, ComplaintItem, remedy_label};
use redress_engine::config::StepKind;
use redress_engine::context::Delivery;
use redress_engine::links::plain;
use redress_engine::offers::{ItemOffers, Why, Withheld};
use redress_engine::text::{Arg, Texts};

use super::offer::{OfferView, offers};
use super::words::{kind_of_file, size};
use crate::store::Row;

/// Everything a view is made from.
pub struct Stand<'a> {
    /// The row.
    pub row: &'a Row,
    /// What came; of order, items and customer what the token says, if one vouches for them.
    pub sent: &'a Complaint,
    /// The same as the desk makes it now.
    pub own: &'a Complaint,
    /// The case, if it can still be computed.
    pub case: Option<&'a Case<'a>>,
    /// The shop's texts.
    pub texts: &'a Texts<'a>,
    /// Numbers of the files that say where they were taken.
    pub places: &'a [usize],
    /// The offers as the desk computed them when it came.
    pub offers: &'a [ItemOffers],
}

/// A line.
pub struct ItemView {
    /// Its title.
    pub title: String,
    /// Pieces.
    pub quantity: i64,
    /// What else is known: article number, price, delivery.
    pub about: Vec<String>,
    /// Questions and answers.
    pub answers: Vec<AnswerView>,
    /// The remedy chosen.
    pub wanted: Option<String>,
    /// What the desk computed.
    pub offered: Vec<OfferView>,
    /// What the browser says it showed, where that is something else.
    pub shown: Option<Vec<OfferView>>,
    /// Why the law gives nothing for what is wrong, where it does not.
    pub no_right: Option<String>,
    /// What was not to be had, and why.
    pub withheld: Vec<(String, String)>,
    /// Its files.
    pub files: Vec<FileView>,
}

/// A question and its answer.
pub struct AnswerView {
    /// The question in the shop's language.
    pub question: String,
    /// The answer in the shop's language, or the shopper's own words.
    pub answer: String,
    /// What the shopper saw, where that is something else.
    pub seen: Option<String>,
}

/// A file.
pub struct FileView {
    /// Place in the complaint's list.
    pub n: usize,
    /// Its address.
    pub href: String,
    /// The name it came with.
    pub name: String,
    /// Type and size.
    pub about: String,
    /// Whether browsers can show it.
    pub picture: bool,
    /// Whether it says where it was taken.
    pub place: bool,
}

impl Stand<'_> {
    /// One line.
    pub fn item(&self, item: &ComplaintItem) -> ItemView {
        let own = self.own.items.iter().find(|own| own.line == item.line);
        let stored = self.offers.iter().find(|offers| offers.line == item.line);
        let chosen = item.remedy.as_deref();
        let views = |found| self.case.map(|case| offers(case, self.texts, found, chosen)).unwrap_or_default();
        let differs = item.offered.as_ref() != stored;
        ItemView {
            title: own.map_or(&item.title, |own| &own.title).clone(),
            quantity: item.quantity,
            about: self.about(item),
            answers: self.answers(&item.answers, own.map(|own| own.answers.as_slice())),
            wanted: chosen.map(|remedy| self.remedy(remedy, item)),
            offered: views(stored),
            shown: differs.then(|| views(item.offered.as_ref())),
            no_right: stored.and_then(|stored| stored.no_right.as_ref()).map(|why| self.why(why)),
            withheld: stored.map(|stored| self.withheld(&stored.withheld, item)).unwrap_or_default(),
            files: self.files(|line| line == Some(item.line.as_str())),
        }
    }

    fn remedy(&self, remedy: &str, item: &ComplaintItem) -> String {
        self.case.map_or_else(|| remedy.into(), |case| remedy_label(case, remedy, &item.title, self.texts))
    }

    fn about(&self, item: &ComplaintItem) -> Vec<String> {
        let Some(bought) = self.sent.context.item(&item.line) else { return Vec::new() };
        let currency = &self.sent.context.order.currency;
        let paid = bought.paid_in_all().filter(|_| !currency.is_empty());
        let delivered = match bought.delivered_on {
            Delivery::Unknown => None,
            Delivery::NotYet => Some("Not delivered".into()),
            Delivery::On(day) => Some(format!("Delivered {}", self.texts.format.date(day))),
        };
        let sku = bought.sku.as_ref().map(|sku| format!("Article {sku}"));
        let paid = paid.map(|paid| self.texts.format.money(paid, currency)).map(|paid| match bought.pieces() {
            1 => format!("{paid} paid"),
            pieces => format!("{paid} paid for {pieces} pieces"),
        });
        [sku, paid, delivered].into_iter().flatten().collect()
    }

    /// Answers as they came, labelled anew where the desk comes to the same value.
    pub fn answers(&self, sent: &[Answer], own: Option<&[Answer]>) -> Vec<AnswerView> {
        let kind = |step: &str| self.texts.config.steps.get(step).map(|step| step.kind);
        // The remedy has a place of its own.
        let shown = sent.iter().filter(|answer| kind(&answer.step) != Some(StepKind::Remedy));
        let view = |answer: &Answer| {
            let again = own.unwrap_or_default().iter().find(|own| own.step == answer.step && own.value == answer.value);
            let label = again.map_or(&answer.shop_label, |own| &own.shop_label);
            // What only the shop's label adds, the hours of a call, is no other wording.
            let same = |seen: &str| seen == label || again.is_some_and(|own| own.label == seen);
            AnswerView {
                question: self.question(&answer.step),
                answer: label.clone(),
                seen: Some(answer.label.clone()).filter(|seen| !same(seen) && !seen.is_empty()),
            }
        };
        shown.map(view).collect()
    }

    /// A step's question in the shop's language; what is no step stays as it is.
    pub fn question(&self, step: &str) -> String {
        let own = self.texts.config.steps.get(step).and_then(|step| step.label.as_ref());
        let question = self.texts.own(own, &["step.", step, ".title"].concat(), &[]);
        question.map_or_else(|| step.into(), |question| plain(&question))
    }

    fn withheld(&self, withheld: &[Withheld], item: &ComplaintItem) -> Vec<(String, String)> {
        withheld.iter().map(|each| (self.remedy(&each.remedy, item), self.why(&each.why))).collect()
    }

    /// A reason in the shop's language; where there are no words for it, its source.
    fn why(&self, why: &Why) -> String {
        let source = why.source.as_deref().unwrap_or_default();
        let mut args = vec![("source", Arg::Text(source))];
        args.extend(why.date.map(|date| ("date", Arg::Day(date))));
        let words = self.texts.find(&why.key, &args);
        let sourced = words.iter().map(String::as_str).chain([source]).filter(|text| !text.is_empty());
        sourced.collect::<Vec<_>>().join(" ")
    }

    /// The files whose line is wanted.
    pub fn files(&self, wanted: impl Fn(Option<&str>) -> bool) -> Vec<FileView> {
        let named = self.sent.attachments.iter().enumerate().filter(|(_, file)| wanted(file.line.as_deref()));
        let view = |(at, file): (usize, &Attachment)| FileView {
            n: at + 1,
            href: format!("/inbox/complaints/{}/files/{}", self.row.id, at + 1),
            name: file.name.clone(),
            about: format!("{}, {}", kind_of_file(&file.mime), size(file.bytes)),
            // Chromium and Firefox show no HEIC.
            picture: !matches!(file.mime.as_str(), "application/pdf" | "image/heic" | "image/heif"),
            place: self.places.contains(&(at + 1)),
        };
        named.map(view).collect()
    }
}
