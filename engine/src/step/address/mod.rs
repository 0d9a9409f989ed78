//! `address`: a postal address. It may stay blank as a whole unless the step is required; once begun, its required fields are. Which there
//! are, in which order, follows its country.

mod country;

pub use country::{AddressForm, address_form};

use super::form::{self, field};
use super::{Asked, Invalid, Kind};
use crate::case::{Case, country_code};
use crate::config::Presence;
use crate::json::Json;
use crate::text::Texts;

/// A postal address.
pub struct Address;

impl Kind for Address {
    fn faults(&self, asked: &Asked) -> Vec<Invalid> {
        let answer = address(asked);
        let begun = asked.answer().is_some_and(|answer| match answer.as_map() {
            Some(_) => begun(&fields(asked, &answer), &answer),
            None => !answer.is_blank(),
        });
        if begun || asked.required() { self.wrong(asked, &answer) } else { Vec::new() }
    }

    fn wrong(&self, asked: &Asked, answer: &Json) -> Vec<Invalid> {
        let mut faults = Vec::new();
        for (name, presence) in fields(asked, answer) {
            let mut fault = form::fault(asked, answer, name, presence);
            if let Some(fault) = fault.as_mut().filter(|fault| name == "region" && fault.args.get("field").is_some()) {
                fault.args = Json::map([("field", region_name(asked, answer).into())]);
            }
            faults.extend(fault);
        }
        faults
    }

    fn label(&self, asked: &Asked, answer: &Json, _: &Texts) -> Option<String> {
        let mut fields = fields(asked, answer);
        // Asked first, because the others follow it, and written last.
        fields.sort_by_key(|(name, _)| *name == "country");
        let mut label = String::new();
        let mut before = "";
        for (name, _) in fields {
            let text = field(answer, name);
            if text.is_empty() {
                continue;
            }
            if !label.is_empty() {
                // A postcode and the town after it are one line.
                label.push_str(if name == "city" && before == "postalCode" { " " } else { ", " });
            }
            label.push_str(text);
            before = name;
        }
        (!label.is_empty()).then_some(label)
    }
}

/// A country alone is no address yet: it stands there beforehand.
fn begun(fields: &[(&str, Presence)], answer: &Json) -> bool {
    let says = |name: &str| answer.get(name).is_some_and(|value| !value.is_blank());
    fields.iter().any(|(name, _)| says(name) && (*name != "country" || fields.len() == 1))
}

/// The value of an `address` question: what the shopper said or, until then, the country that the case is about, where one is asked for.
pub fn address(asked: &Asked) -> Json {
    let answer = asked.answer().unwrap_or_default();
    let asks = || presence(asked, "country", Presence::Off) != Presence::Off;
    match known_country(asked).filter(|_| answer.is_blank() && asks()) {
        Some(country) => Json::map([("country", country.into())]),
        None => answer,
    }
}

/// The fields of an `address` in order, without those that are off: the country's, unless the config says something else.
pub fn fields(asked: &Asked, answer: &Json) -> Vec<(&'static str, Presence)> {
    let form = address_form(country(asked, answer).as_deref());
    let (postal_code, city) = (("postalCode", form.postal_code), ("city", form.city));
    let region = ("region", form.region);
    let [first, second, third] =
        if form.city_first { [city, region, postal_code] } else { [postal_code, city, region] };
    let all = [
        ("country", Presence::Off),
        ("name", Presence::Off),
        ("line1", Presence::Required),
        ("line2", Presence::Optional),
        first,
        second,
        third,
    ];
    let mut fields = Vec::new();
    for (name, of_country) in all {
        let presence = presence(asked, name, of_country);
        if presence != Presence::Off {
            fields.push((name, presence));
        }
    }
    fields
}

/// What the region of an address is called, as in `field.state`.
pub fn region_name(asked: &Asked, answer: &Json) -> &'static str {
    address_form(country(asked, answer).as_deref()).region_name
}

fn presence(asked: &Asked, name: &str, otherwise: Presence) -> Presence {
    asked.step.fields.get(name).copied().unwrap_or(otherwise)
}

/// The country of an address: the one chosen, else the one the case is about.
fn country(asked: &Asked, answer: &Json) -> Option<String> {
    country_code(field(answer, "country")).or_else(|| known_country(asked))
}

fn known_country(asked: &Asked) -> Option<String> {
    let country = Case::country(asked.case.config, &asked.case.context);
    country.filter(|code| code.bytes().all(|byte| byte.is_ascii_uppercase()))
}
