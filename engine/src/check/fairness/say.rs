//! Fairness, sentences: a counterexample in plain English, with its source.

use super::situation::Situation;
use crate::condition::Fact;
use crate::context::Delivery;
use crate::json::Json;
use crate::schema::law::country_name;

/// `In Germany, 200 days after delivery,`.
pub fn where_and_when(situation: &Situation) -> String {
    let code = situation.page.order.country.as_deref().unwrap_or_default();
    let country = country_name(code).unwrap_or(code);
    let item = situation.item();
    let mut when = match item.delivered_on {
        Delivery::Unknown => "where nobody knows when it arrived".to_string(),
        Delivery::NotYet => "before it has arrived".to_string(),
        Delivery::On(day) => match situation.today.days_since(day) {
            0 => "on the day of delivery".to_string(),
            1 => "one day after delivery".to_string(),
            days => format!("{days} days after delivery"),
        },
    };
    let rights = &situation.rights;
    let last = [&rights.withdrawal, &rights.guarantee, &rights.rejection];
    if last.iter().any(|right| right.open && right.until == Some(situation.today)) {
        when = format!("{when} (a last day: {})", situation.today.iso());
    }
    if item.repaired_on.is_some() {
        when.push_str(" and after a repair");
    }
    match situation.page.items.get(1).map(|other| other.delivered_on) {
        None => {}
        Some(Delivery::NotYet) => when.push_str(", with another item of the order still to come"),
        Some(other) if other == item.delivered_on => when.push_str(", in an order of two items"),
        Some(Delivery::On(day)) => {
            when = format!("{when} and {} after that of the last item", days(situation.today.days_since(day)));
        }
        Some(Delivery::Unknown) => when.push_str(", in an order of two items"),
    }
    if situation.page.order.informed_of_withdrawal == Some(Json::Bool(false)) {
        when.push_str(" and not told of the right to withdraw");
    }
    format!("In {country}, {when},")
}

fn days(count: i64) -> String {
    if count == 1 { "one day".into() } else { format!("{count} days") }
}

/// ` when item.paid is 2001 and locale is "de"`; what `where_and_when` says already is left out.
pub fn when(facts: &[(String, Fact)]) -> String {
    const SAID: [&str; 7] = [
        "item.deliveredOn",
        "item.daysSinceDelivery",
        "item.arrived",
        "right.withdrawal",
        "right.guarantee",
        "right.rejection",
        "order.country",
    ];
    let is_said =
        |name: &str, fact: &Fact| SAID.contains(&name) || (name == "item.repairedOn" && matches!(fact, Fact::Known(_)));
    let parts = facts.iter().filter(|(name, fact)| !is_said(name, fact));
    let parts: Vec<String> = parts.map(|(name, fact)| value(name, fact)).collect();
    if parts.is_empty() { String::new() } else { format!(" when {}", parts.join(" and ")) }
}

fn value(name: &str, fact: &Fact) -> String {
    match fact {
        Fact::Pending => format!("{name} is not asked yet"),
        Fact::Unknown if name.starts_with("answer.") => format!("{name} is left blank"),
        Fact::Unknown => format!("{name} is not known"),
        Fact::Known(Json::Text(text)) if text == "\u{1}" => format!("{name} is something else"),
        Fact::Known(Json::Text(text)) => format!("{name} is \"{text}\""),
        Fact::Known(Json::List(list)) if list.is_empty() => format!("{name} is empty"),
        Fact::Known(Json::List(list)) => {
            let words: Vec<&str> = list
                .iter()
                .filter_map(Json::as_text)
                .map(|word| if word == "\u{1}" { "something else" } else { word })
                .collect();
            format!("{name} is {}", words.join(" and "))
        }
        Fact::Known(Json::Map(_)) => format!("{name} is known"),
        Fact::Known(value) => format!("{name} is {}", value.to_text()),
    }
}

/// `repair` as one says it.
pub fn right_to(remedy: &str) -> String {
    match remedy {
        "repair" | "replacement" | "refund" | "delivery" => match remedy {
            "repair" => "a repair".into(),
            "replacement" => "a replacement".into(),
            "refund" => "the money back".into(),
            _ => "the delivery".into(),
        },
        "price-reduction" => "a price reduction".into(),
        "withdrawal" => "cancel the purchase".into(),
        other => format!("\"{other}\""),
    }
}
