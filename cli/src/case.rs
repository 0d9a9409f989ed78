//! `redress offers` and `redress next`: what the engine says of one case, for people and for tests in any language.

use std::time::{SystemTime, UNIX_EPOCH};

use redress_engine::answers::Answers;
use redress_engine::check::Library;
use redress_engine::complaint::remedy_label;
use redress_engine::config::{Config, Loaded, load};
use redress_engine::context::Context;
use redress_engine::flow;
use redress_engine::inspect::Plain;
use redress_engine::offers::{self, ItemOffers, Offer, Why};
use redress_engine::read::Write;
use redress_engine::text::{Arg, Format, Texts};
use redress_engine::{Day, Json, Setting};

use crate::files;
use crate::options;
use crate::output::{Failure, Outcome, print, print_json};

/// The flow that opens where neither the options nor the config name one.
const START: &str = "complaint";

/// Runs `offers`.
pub fn offers(options: &options::Offers) -> Outcome {
    let ready = Ready::new(&options.case)?;
    let case = ready.case()?;
    let found = offers::offers(&case);
    if options.json {
        print_json(&found.to_json())?;
        return Ok(true);
    }
    let none = Json::Null;
    let messages = ready.library.messages(&ready.locale).unwrap_or(&none);
    let texts = Texts { config: &ready.loaded.config, locale: &ready.locale, messages, format: &Plain };
    let mut out = String::new();
    for item in &found.items {
        out.push_str(&shown(&case, item, &texts));
    }
    print(&out)?;
    Ok(true)
}

/// Runs `next`.
pub fn next(options: &options::Case) -> Outcome {
    let ready = Ready::new(options)?;
    print_json(&flow::next(&ready.case()?).to_json())?;
    Ok(true)
}

/// The day that `--today` names, or the machine's in UTC.
pub fn today(named: Option<&str>) -> Result<Day, Failure> {
    if let Some(named) = named {
        return Day::parse(named).ok_or_else(|| Failure::Usage(format!("{named} is not a date such as 2026-11-21")));
    }
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let first = Day::parse("1970-01-01").unwrap_or(Day::FIRST);
    Ok(first.plus_days(i64::try_from(seconds / 86_400).unwrap_or_default()))
}

/// The effective config. One from which no flow can be built is refused with its first fault.
pub fn loaded(path: &std::path::Path, library: &Library) -> Result<Loaded, Failure> {
    let (patch, chain) = files::config(path, library)?;
    let loaded = load(&chain.base, &patch);
    match loaded.fatal() {
        Some(problem) => Err(Failure::Problem(format!(
            "{}: {}: {} (`redress check` tells all problems)",
            path.display(),
            problem.path,
            problem.message
        ))),
        None => Ok(loaded),
    }
}

/// The flow that is asked for, if the config has it.
pub fn flow_id(config: &Config, named: Option<&str>) -> Result<String, Failure> {
    let id = named.or(config.start.as_deref()).unwrap_or(START);
    if config.flows.get(id).is_some() {
        return Ok(id.into());
    }
    let known: Vec<&str> = config.flows.iter().map(|(id, _)| id).collect();
    Err(Failure::Usage(format!("there is no flow {id}; there are: {}", known.join(", "))))
}

/// Everything that a case borrows.
struct Ready {
    library: Library,
    loaded: Loaded,
    page: Context,
    answers: Answers,
    flow: String,
    locale: String,
    today: Day,
}

impl Ready {
    fn new(options: &options::Case) -> Result<Ready, Failure> {
        let library = Library::built_in();
        let today = today(options.today.as_deref())?;
        let loaded = loaded(&options.config, &library)?;
        let flow = flow_id(&loaded.config, options.flow.as_deref())?;
        let page = files::shape(options.context.as_ref())?;
        let answers = files::answers(options.answers.as_ref())?;
        let locale = options.locale.clone().unwrap_or_else(|| loaded.config.shop_locale().to_string());
        Ok(Ready { library, loaded, page, answers, flow, locale, today })
    }

    fn case(&self) -> Result<redress_engine::Case<'_>, Failure> {
        let country = redress_engine::Case::country(&self.loaded.config, &self.page).unwrap_or_default();
        let law = self.library.law(&country);
        let setting = Setting {
            config: &self.loaded.config,
            flow_id: &self.flow,
            page: &self.page,
            law,
            today: self.today,
            locale: &self.locale,
        };
        setting.case(&self.answers).ok_or_else(|| Failure::Usage(format!("there is no flow {}", self.flow)))
    }
}

/// The offers of one line, a line each.
fn shown(case: &redress_engine::Case, item: &ItemOffers, texts: &Texts) -> String {
    let title = case.context.item(&item.line).map_or("", |item| &item.title);
    let mut out = format!("line {}: {title}\n", item.line);
    let ids = item.offered.iter().map(|offer| &offer.remedy).chain(item.withheld.iter().map(|each| &each.remedy));
    let width = ids.map(|id| id.chars().count()).max().unwrap_or_default();
    for offer in &item.offered {
        let name = remedy_label(case, &offer.remedy, title, texts);
        out.push_str(&format!("  + {:<width$}  {name}{}\n", offer.remedy, facts(offer, &case.context.order.currency)));
    }
    let words = |why: &Why| {
        let date = why.date.map(|date| ("date", Arg::Day(date)));
        texts.find(&why.key, date.as_slice()).unwrap_or_else(|| texts.get("law.unknown", &[]))
    };
    if let Some(why) = &item.no_right {
        out.push_str(&format!("  no right: {}\n", words(why)));
    }
    for withheld in item.withheld.iter().filter(|withheld| item.no_right.as_ref() != Some(&withheld.why)) {
        out.push_str(&format!("  - {:<width$}  {}\n", withheld.remedy, words(&withheld.why)));
    }
    if item.offered.is_empty() && item.withheld.is_empty() {
        out.push_str("  nothing is offered\n");
    }
    out
}

fn facts(offer: &Offer, currency: &str) -> String {
    let mut facts = vec![offer.basis.as_str().to_string()];
    if let (Some(amount), Some(currency)) = (offer.gets.amount, &offer.gets.currency) {
        facts.push(Plain.money(amount + offer.gets.shipping.unwrap_or_default(), currency));
    }
    if offer.does == "send-back" {
        facts.push(if offer.pays == "return" { "send back, return paid by the shopper" } else { "send back" }.into());
    }
    if let Some(price) = offer.price {
        facts.push(format!("costs {}", Plain.money(price, currency)));
    }
    facts.extend(offer.by.map(|day| format!("by {}", day.iso())));
    facts.extend(offer.until.map(|day| format!("until {}", day.iso())));
    format!(" ({})", facts.join(", "))
}
