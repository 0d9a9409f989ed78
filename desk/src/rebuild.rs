//! Rebuild: the complaint as the desk itself would have made it from the raw answers, and whether the one that came agrees.
//!
//! The desk never takes a browser's word for what was offered; the context is the browser's too until a token vouches for it.

use redress_engine::case::contact;
use redress_engine::complaint::{Answer, Complaint, ComplaintItem, Sending, complaint};
use redress_engine::config::Config;
use redress_engine::context::Context;
use redress_engine::offers::{OTHER_REMEDY, Offers};
use redress_engine::text::Texts;
use redress_engine::{Case, Day, Json, Setting};

use crate::format::IcuFormat;
use crate::packs;

/// What came of comparing.
#[derive(Debug, Default)]
pub struct Verdict {
    /// The offers as computed here.
    pub offers: Offers,
    /// Whether something else came than what is made here of the same answers.
    pub differs: bool,
}

/// The complaint as made here, its labels in the shop's language; None if the config has no such flow or the date is none.
pub fn rebuild(sent: &Complaint, config: &Config) -> Option<Complaint> {
    let format = shop_format(config);
    rebuild_in(sent, config, &shop_texts(config, &format))
}

/// The same with its labels in the language of these texts.
pub fn rebuild_in(sent: &Complaint, config: &Config, texts: &Texts) -> Option<Complaint> {
    let sending = Sending {
        id: sent.id.clone(),
        confirmed_at: sent.confirmed_at.clone(),
        attachments: sent.attachments.clone(),
        ..Sending::default()
    };
    Some(complaint(&case(sent, config)?, sending, texts, texts))
}

/// The case that a complaint tells of.
pub fn case<'a>(sent: &'a Complaint, config: &'a Config) -> Option<Case<'a>> {
    setting(sent, config)?.case(&sent.answers)
}

/// The same without its answers.
pub fn setting<'a>(sent: &'a Complaint, config: &'a Config) -> Option<Setting<'a>> {
    Some(Setting {
        config,
        flow_id: &sent.flow,
        page: &sent.context,
        law: Case::country(config, &sent.context).and_then(|country| packs::law(&country)),
        // The day for which the offers were computed, as it stands in the complaint; under a token `judge` has put it into the order's zone.
        today: Day::parse(&sent.confirmed_at)?,
        locale: &sent.locale,
    })
}

/// How values look in the shop's own language, the first of its config.
pub fn shop_format(config: &Config) -> IcuFormat {
    IcuFormat::new(packs::locale(&config.locales).0)
}

/// The texts of the shop's own language.
pub fn shop_texts<'a>(config: &'a Config, format: &'a IcuFormat) -> Texts<'a> {
    let (locale, messages) = packs::locale(&config.locales);
    Texts { config, locale, messages, format }
}

/// Compares what came with what is made here. `page` is the context as the browser sent it.
pub fn verdict(sent: &Complaint, page: &Context, config: &Config) -> Verdict {
    let Some(own) = rebuild(sent, config) else { return Verdict { differs: true, ..Verdict::default() } };
    let agrees = own.items.len() == sent.items.len()
        && sent.items.iter().zip(&own.items).all(|(sent, own)| same_item(sent, own))
        && sent.kind == own.kind
        && same_answers(&sent.shared, &own.shared)
        // A customer of whom the shop signed nothing is the page's.
        && (same(&sent.contact, &own.contact) || same(&sent.contact, &contact(&page.with_answers(&sent.answers), None)));
    Verdict {
        offers: Offers { items: own.items.into_iter().filter_map(|item| item.offered).collect() },
        differs: !agrees,
    }
}

fn same_item(sent: &ComplaintItem, own: &ComplaintItem) -> bool {
    let parts = |item: &ComplaintItem| (item.line.clone(), item.quantity, item.title.clone(), item.remedy.clone());
    let on_offer = |remedy: &str| {
        let offered = own.offered.iter().flat_map(|offers| &offers.offered);
        remedy == OTHER_REMEDY || offered.into_iter().any(|offer| offer.remedy == remedy)
    };
    parts(sent) == parts(own)
        && sent.offered == own.offered
        && same_answers(&sent.answers, &own.answers)
        && own.remedy.as_deref().is_none_or(on_offer)
}

/// Labels aside: browsers do not all write a date or an amount alike.
fn same_answers(sent: &[Answer], own: &[Answer]) -> bool {
    let same = |(sent, own): (&Answer, &Answer)| sent.step == own.step && same(&sent.value, &own.value);
    sent.len() == own.len() && sent.iter().zip(own).all(same)
}

/// Equal, whatever the order of an object's keys.
fn same(a: &Json, b: &Json) -> bool {
    let (Some(some), Some(other)) = (a.as_map(), b.as_map()) else { return a == b };
    some.0.len() == other.0.len()
        && some.iter().all(|(key, value)| other.get(key).is_some_and(|other| same(value, other)))
}
