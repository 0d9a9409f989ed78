//! Offer: what the shopper gets, does, pays and when, before they commit: the same words in the same order as in the widget
//! (`src/ui/steps/remedy.rs`).

use redress_engine::Json;
use redress_engine::complaint::remedy_label;
use redress_engine::config::{Basis, Payer};
use redress_engine::offers::{ItemOffers, OTHER_REMEDY, Offer, Why, offers_for};
use redress_engine::step::Asked;
use redress_engine::text::Arg;

use super::question::{Asking, element_id};

/// The offers for a line.
pub struct OffersView {
    /// Why the law gives nothing for what is wrong.
    pub no_right: Option<Reason>,
    /// What may be chosen.
    pub offered: Vec<OfferView>,
    /// "Why not something else?", and what is not to be had.
    pub why_not: (String, Vec<(String, Reason)>),
}

/// One thing to choose.
pub struct OfferView {
    /// Element id.
    pub id: String,
    /// The remedy.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// Who gives it, and whether that is not the law.
    pub tag: Option<(String, bool)>,
    /// What it is worth.
    pub amount: String,
    /// What else there is to know.
    pub facts: Vec<String>,
    /// Whether it is chosen.
    pub checked: bool,
}

/// A reason and its article.
pub struct Reason {
    /// In words.
    pub words: String,
    /// Where it stands in the law.
    pub source: Option<String>,
}

/// The offers for the line that a step is asked for.
pub fn offers(asking: &Asking, asked: &Asked, name: &str, answer: &Json) -> OffersView {
    let found = asked.line.map(|line| offers_for(asking.case, line)).unwrap_or_default();
    let offering = Offering { asking, line: asked.line };
    // Where the law gives something, or we do not know what it gives.
    let rights_stay = found.no_right.as_ref().is_none_or(|why| why.source.is_none());
    let mut offered: Vec<OfferView> = found.offered.iter().map(|offer| offering.card(offer, rights_stay)).collect();
    offered.push(OfferView {
        value: OTHER_REMEDY.into(),
        label: offering.name(OTHER_REMEDY),
        facts: vec![offering.text("remedy.other.help")],
        ..offering.plain()
    });
    for (at, offer) in offered.iter_mut().enumerate() {
        offer.id = if at == 0 { element_id(name) } else { format!("{}_{at}", element_id(name)) };
        offer.checked = answer.as_text() == Some(&offer.value);
    }
    OffersView {
        no_right: found.no_right.as_ref().map(|why| offering.reason(why)),
        why_not: (offering.text("withheld.title"), offering.withheld(&found)),
        offered,
    }
}

struct Offering<'a> {
    asking: &'a Asking<'a>,
    line: Option<&'a str>,
}

impl Offering<'_> {
    fn text(&self, key: &str) -> String {
        self.asking.texts.get(key, &[])
    }

    fn say(&self, key: &str, name: &str, value: Arg) -> String {
        self.asking.texts.get(key, &[(name, value)])
    }

    fn name(&self, remedy: &str) -> String {
        let item = self.line.and_then(|line| self.asking.case.context.item(line)).map_or("", |item| &item.title);
        remedy_label(self.asking.case, remedy, item, self.asking.texts)
    }

    fn plain(&self) -> OfferView {
        let (id, value, label, amount) = Default::default();
        OfferView { id, value, label, tag: None, amount, facts: Vec::new(), checked: false }
    }

    fn card(&self, offer: &Offer, rights_stay: bool) -> OfferView {
        // Who gives it: the law, the shop's guarantee, a gesture; or what it is sold as.
        let basis = if offer.price.is_some() { "paid" } else { offer.basis.as_str() };
        OfferView {
            value: offer.remedy.clone(),
            label: self.name(&offer.remedy),
            tag: Some((self.text(&["basis.", basis].concat()), offer.basis != Basis::Statutory)),
            amount: self.amount(offer),
            facts: self.facts(offer, rights_stay),
            ..self.plain()
        }
    }

    fn amount(&self, offer: &Offer) -> String {
        let gets = &offer.gets;
        let currency = gets.currency.as_deref().unwrap_or_default();
        match (offer.price, gets.amount) {
            (Some(price), _) => {
                self.say("offer.price", "amount", Arg::Money(price, &self.asking.case.context.order.currency))
            }
            (_, Some(amount)) => self.say("offer.amount", "amount", Arg::Money(amount, currency)),
            _ if gets.kind == "price-reduction" => self.text("offer.partly"),
            _ if matches!(gets.kind.as_str(), "repair" | "replacement" | "missing-part" | "delivery") => {
                self.text("offer.free")
            }
            _ => String::new(),
        }
    }

    fn facts(&self, offer: &Offer, rights_stay: bool) -> Vec<String> {
        let gets = &offer.gets;
        let currency = gets.currency.as_deref().unwrap_or_default();
        let own = self.asking.case.config.remedies.get(&offer.remedy).and_then(|remedy| remedy.help.as_ref());
        let until = offer.until.filter(|_| matches!(offer.why.key.as_str(), "law.withdrawal" | "law.rejection"));
        // Directive (EU) 2019/771, Article 14(1)(b): repair and replacement within a reasonable time; of the rest the shop must speak.
        let cures =
            offer.basis == Basis::Statutory && matches!(gets.kind.as_str(), "repair" | "replacement" | "missing-part");
        let undated = offer.by.is_none() && offer.within_days.is_none();
        let facts = [
            self.asking.texts.own(own, &["remedy.", &gets.kind, ".help"].concat(), &[]),
            gets.shipping.map(|cost| self.say("offer.shipping", "amount", Arg::Money(cost, currency))),
            gets.to.as_ref().map(|to| self.say("offer.to", "to", Arg::Text(to))),
            self.back(offer),
            offer.extends_months.map(|months| self.say("offer.extends", "count", Arg::Count(months))),
            offer.by.map(|by| self.say("offer.by", "date", Arg::Day(by))),
            offer.within_days.map(|days| self.say("offer.within", "count", Arg::Count(days))),
            undated.then(|| self.text(if cures { "offer.reasonable" } else { "offer.told" })),
            until.map(|until| self.say("offer.until", "date", Arg::Day(until))),
            (offer.basis != Basis::Statutory && rights_stay).then(|| self.text("offer.rights-stay")),
        ];
        facts.into_iter().flatten().collect()
    }

    /// What the shopper sends back, how, and who pays for it.
    fn back(&self, offer: &Offer) -> Option<String> {
        let said = self.asking.case.config.remedies.get(&offer.remedy).and_then(|remedy| remedy.return_cost);
        let key = match (offer.does.as_str(), offer.pays.as_str()) {
            ("send-back", "return") if said.is_some() => "offer.send-back.shopper",
            // The config does not know what the terms say.
            ("send-back", "return") => "offer.send-back.terms",
            ("send-back", "price") if said == Some(Payer::Shopper) => "offer.send-back.shopper",
            ("send-back", _) => "offer.send-back",
            // Of what never arrived nobody expects to send anything back.
            _ if matches!(offer.gets.kind.as_str(), "delivery" | "missing-part") || offer.why.key == "law.delivery" => {
                return None;
            }
            _ => "offer.keep",
        };
        let ways = offer.ways.iter().flatten().map(|way| self.text(&["offer.way.", way.as_str()].concat()));
        Some([self.text(key)].into_iter().chain(ways).collect::<Vec<_>>().join(" · "))
    }

    /// What is not to be had, why, and the article. What was said above all is not said again of each.
    fn withheld(&self, found: &ItemOffers) -> Vec<(String, Reason)> {
        let apart = found.withheld.iter().filter(|each| found.no_right.as_ref() != Some(&each.why));
        apart.map(|each| (self.name(&each.remedy), self.reason(&each.why))).collect()
    }

    fn reason(&self, why: &Why) -> Reason {
        let date = why.date.map(|date| ("date", Arg::Day(date)));
        let words = self.asking.texts.find(&why.key, date.as_slice());
        Reason {
            words: words.unwrap_or_else(|| self.text("law.unknown")),
            source: why.source.as_ref().map(|source| self.say("law.source", "source", Arg::Text(source))),
        }
    }
}
