//! Rebuild: the complaint as the desk itself would have made it from the raw answers, and whether the one that came agrees.
//!
//! The desk never takes a browser's word for what was offered; the context is the browser's too until a token vouches for it.

use redress_engine::complaint::{Complaint, ComplaintItem, Sending, complaint};
use redress_engine::config::Config;
use redress_engine::offers::{ItemOffers, OTHER_REMEDY, Offers};
use redress_engine::text::Texts;
use redress_engine::{Case, Day, Setting};

use crate::format::IcuFormat;
use crate::packs;

/// What came of comparing.
#[derive(Debug, Default)]
pub struct Verdict {
    /// The offers as computed here.
    pub offers: Offers,
    /// The lines for which something else was shown or chosen.
    pub differing: Vec<String>,
}

/// The complaint as made here, its labels in the shop's language; None if the config has no such flow or the date is none.
pub fn rebuild(sent: &Complaint, config: &Config) -> Option<Complaint> {
    let format = shop_format(config);
    let texts = shop_texts(config, &format);
    let sending = Sending {
        id: sent.id.clone(),
        confirmed_at: sent.confirmed_at.clone(),
        attachments: sent.attachments.clone(),
        ..Sending::default()
    };
    Some(complaint(&case(sent, config)?, sending, &texts, &texts))
}

/// The case that a complaint tells of.
pub fn case<'a>(sent: &'a Complaint, config: &'a Config) -> Option<Case<'a>> {
    let setting = Setting {
        config,
        flow_id: &sent.flow,
        page: &sent.context,
        law: Case::country(config, &sent.context).and_then(|country| packs::law(&country)),
        // The date as the shopper's own clock and zone wrote it: the day the offers were computed for.
        today: Day::parse(&sent.confirmed_at)?,
        locale: &sent.locale,
    };
    setting.case(&sent.answers)
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

/// Compares what came with what is made here.
pub fn verdict(sent: &Complaint, config: &Config) -> Verdict {
    let own = rebuild(sent, config).unwrap_or_default().items;
    let missing = own.iter().filter(|item| !sent.items.iter().any(|each| each.line == item.line));
    let differing = sent.items.iter().filter(|item| !agrees(item, &own)).chain(missing).map(|item| item.line.clone());
    let differing = differing.collect();
    Verdict { offers: Offers { items: own.into_iter().filter_map(|item| item.offered).collect() }, differing }
}

fn agrees(sent: &ComplaintItem, own: &[ComplaintItem]) -> bool {
    let Some(own) = own.iter().find(|item| item.line == sent.line) else { return false };
    let same = (sent.quantity, &sent.offered, &sent.remedy) == (own.quantity, &own.offered, &own.remedy);
    same && own.remedy.as_ref().is_none_or(|remedy| on_offer(own.offered.as_ref(), remedy))
}

fn on_offer(offers: Option<&ItemOffers>, remedy: &str) -> bool {
    remedy == OTHER_REMEDY || offers.is_some_and(|offers| offers.offered.iter().any(|offer| offer.remedy == remedy))
}
