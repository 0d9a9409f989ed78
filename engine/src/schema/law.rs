//! The law packs as Markdown: every rule with its source, how sure it is and since when; it stands between two markers of docs/law.md.
//!
//! Out of the files themselves, not of the engine's types: how sure a rule is and what it leaves out are told here and nowhere else.

use crate::json::Json;

/// English names, as they stand in a sentence.
const NAMES: &[(&str, &str)] = &[
    ("AT", "Austria"),
    ("BE", "Belgium"),
    ("BG", "Bulgaria"),
    ("CH", "Switzerland"),
    ("CY", "Cyprus"),
    ("CZ", "Czechia"),
    ("DE", "Germany"),
    ("DK", "Denmark"),
    ("EE", "Estonia"),
    ("ES", "Spain"),
    ("FI", "Finland"),
    ("FR", "France"),
    ("GB", "the United Kingdom"),
    ("GR", "Greece"),
    ("HR", "Croatia"),
    ("HU", "Hungary"),
    ("IE", "Ireland"),
    ("IT", "Italy"),
    ("LT", "Lithuania"),
    ("LU", "Luxembourg"),
    ("LV", "Latvia"),
    ("MT", "Malta"),
    ("NL", "the Netherlands"),
    ("NO", "Norway"),
    ("PL", "Poland"),
    ("PT", "Portugal"),
    ("RO", "Romania"),
    ("SE", "Sweden"),
    ("SI", "Slovenia"),
    ("SK", "Slovakia"),
];

/// Every pack: first a table of what holds for a contract made today, then each country's rules.
pub fn law_reference(packs: &[Json]) -> String {
    let mut packs: Vec<&Json> = packs.iter().collect();
    packs.sort_by_key(|pack| name(pack));
    let mut out = String::from(
        "### At a glance\n\nWhat holds for a contract made today. Months count from delivery.\n\n\
         | country | withdrawal | guarantee | fault presumed | a repair adds | early rejection |\n|---|---|---|---|---|---|\n",
    );
    packs.iter().for_each(|pack| glance(&mut out, pack));
    packs.iter().for_each(|pack| country(&mut out, pack));
    out
}

fn name(pack: &Json) -> String {
    let code = text(pack, "country");
    let name = country_name(code).unwrap_or(code);
    name.strip_prefix("the ").unwrap_or(name).into()
}

/// The English name of a country, as it stands in a sentence; None for one that is not in the table.
pub fn country_name(code: &str) -> Option<&'static str> {
    NAMES.iter().find(|(known, _)| *known == code).map(|(_, name)| *name)
}

fn glance(out: &mut String, pack: &Json) {
    let newest = |list: &str| pack.get(list).and_then(|rules| rules.items().last()).cloned().unwrap_or_default();
    let (withdrawal, guarantee, rejection) = (newest("withdrawal"), newest("guarantee"), newest("rejection"));
    let days = |rule: &Json| rule.get("days").map_or_else(|| "–".into(), |_| number(rule, "days", "day"));
    let repair = if int(&guarantee, "repairExtensionMonths") == 0 {
        "–".into()
    } else {
        number(&guarantee, "repairExtensionMonths", "month")
    };
    let length =
        if guarantee.get("months").is_some() { number(&guarantee, "months", "month") } else { "no fixed end".into() };
    row(
        out,
        &[
            &format!("{} ({})", name(pack), text(pack, "country")),
            &days(&withdrawal),
            &length,
            &number(&guarantee, "presumptionMonths", "month"),
            &repair,
            &days(&rejection),
        ],
    );
}

fn country(out: &mut String, pack: &Json) {
    let (code, version, zone) = (text(pack, "country"), text(pack, "version"), text(pack, "zone"));
    out.push_str(&format!(
        "\n### {}\n\n`{code} {version}`: last checked on that day. Days are counted in {zone} where the order names no zone.\n\n\
         | for contracts from | right | what it gives | source | sure |\n|---|---|---|---|---|\n",
        name(pack)
    ));
    let mut notes: Vec<String> = Vec::new();
    for (list, title, told) in LISTS {
        for rule in pack.get(list).map(Json::items).unwrap_or_default() {
            let (from, source, note) = (text(rule, "from"), text(rule, "source"), text(rule, "note"));
            let source = match rule.get("url").and_then(Json::as_text) {
                Some(url) => format!("[{source}]({url})"),
                None => source.into(),
            };
            row(out, &[from, title, &told(rule), &source, text(rule, "confidence")]);
            if !note.is_empty() {
                notes.push(format!("- {title} from {from}: {note}\n"));
            }
        }
    }
    out.push('\n');
    out.push_str(&notes.concat());
    let holidays = pack.get("holidays").cloned().unwrap_or_default();
    let (from, to) = (int(&holidays, "fromYear"), int(&holidays, "toYear"));
    let line = format!("- Holidays {from} to {to}: {}. {}", text(&holidays, "source"), text(&holidays, "note"));
    out.push_str(line.trim_end());
    out.push('\n');
}

/// A rule in words.
type Told = fn(&Json) -> String;

/// The lists of a pack in the order in which a shopper meets them, how each is called, and its rules in words.
const LISTS: &[(&str, &str, Told)] = &[
    ("withdrawal", "withdrawal", withdrawal),
    ("withdrawalFunction", "withdrawal function", |_| {
        "The shop offers a function to withdraw with, as the `withdrawal` flow is.".into()
    }),
    ("guarantee", "guarantee", guarantee),
    ("rejection", "early rejection", rejection),
    ("delivery", "not delivered", |rule| format!("First {}.", listed(rule.get("order"), ", then "))),
];

fn withdrawal(rule: &Json) -> String {
    let cost = match text(rule, "returnCost") {
        "consumer-if-told" => "the shopper pays the return if told before the contract",
        "seller" => "the shop pays the return",
        _ => "the shopper pays the return",
    };
    format!(
        "{} after the last item came{}; where the shop did not inform of the right, {} more. Money back within {}, goods back within {}; \
         {cost}. Not for: {}.",
        number(rule, "days", "day"),
        working_day(rule),
        number(rule, "extensionMonths", "month"),
        number(rule, "refundDays", "day"),
        number(rule, "returnDays", "day"),
        listed(rule.get("exclusions"), ", "),
    )
}

fn guarantee(rule: &Json) -> String {
    let length = match rule.get("months") {
        Some(_) => format!("{} from delivery{}", number(rule, "months", "month"), working_day(rule)),
        None => "No fixed end".into(),
    };
    let presumption = number(rule, "presumptionMonths", "month");
    let extension = match int(rule, "repairExtensionMonths") {
        0 => String::new(),
        _ => format!(" A repair adds {} once.", number(rule, "repairExtensionMonths", "month")),
    };
    let stages = rule.get("order").map(Json::items).unwrap_or_default();
    let first = if stages.len() > 1 { "First" } else { "At choice:" };
    let stages = stages.iter().map(|stage| listed(Some(stage), " or ")).collect::<Vec<_>>().join(", then ");
    let cost = if text(rule, "returnCost") == "seller" { " The shop pays the return." } else { "" };
    format!("{length}; a fault within {presumption} is presumed to have been there.{extension} {first} {stages}.{cost}")
}

fn rejection(rule: &Json) -> String {
    format!("{} from delivery: {} at once.", number(rule, "days", "day"), listed(rule.get("remedies"), " or "))
}

fn working_day(rule: &Json) -> &'static str {
    if rule.get("endsOnWorkingDay") == Some(&Json::Bool(true)) { ", ending on a working day" } else { "" }
}

/// `24 months`, `1 day`.
fn number(rule: &Json, key: &str, unit: &str) -> String {
    let count = int(rule, key);
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

fn listed(list: Option<&Json>, between: &str) -> String {
    let words = list.map(Json::items).unwrap_or_default().iter().filter_map(Json::as_text);
    words.collect::<Vec<_>>().join(between)
}

fn int(rule: &Json, key: &str) -> i64 {
    rule.get(key).and_then(Json::as_int).unwrap_or_default()
}

fn text<'a>(rule: &'a Json, key: &str) -> &'a str {
    rule.get(key).and_then(Json::as_text).unwrap_or_default()
}

fn row(out: &mut String, cells: &[&str]) {
    let cells: Vec<_> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    out.push_str(&format!("| {} |\n", cells.join(" | ")));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_told_with_its_day_its_source_and_how_sure_it_is() {
        let pack = Json::parse(
            r#"{"country": "XX", "version": "2026-11-22", "zone": "Europe/Nowhere",
                "guarantee": [
                    {"from": "2015-10-01", "months": 1, "presumptionMonths": 6, "repairExtensionMonths": 0,
                     "order": [["repair", "replacement"], ["refund"]], "returnCost": "seller", "source": "Act s 1", "confidence": "general"},
                    {"from": "2022-01-01", "endsOnWorkingDay": true, "presumptionMonths": 12, "repairExtensionMonths": 12, "order": [["repair"]],
                     "source": "Act s 2", "url": "https://law.example/2", "confidence": "verified", "note": "Simplified."}],
                "holidays": {"fromYear": 2025, "toYear": 2028, "source": "Holidays Act", "days": []}}"#,
        );
        let told = law_reference(&[pack.unwrap()]);
        for part in [
            "### XX\n",
            "| XX (XX) | – | no fixed end | 12 months | 12 months | – |",
            "| 2015-10-01 | guarantee | 1 month from delivery; a fault within 6 months is presumed to have been there. First repair or replacement, then refund. The shop pays the return. | Act s 1 | general |",
            "| 2022-01-01 | guarantee | No fixed end; a fault within 12 months is presumed to have been there. A repair adds 12 months once. At choice: repair. | [Act s 2](https://law.example/2) | verified |",
            "- guarantee from 2022-01-01: Simplified.\n- Holidays 2025 to 2028: Holidays Act.\n",
        ] {
            assert!(told.contains(part), "{part}\n\n{told}");
        }
    }
}
