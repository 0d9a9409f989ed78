//! `redress rights`: what the law gives for each item of an order, whatever a shop's config says.

use redress_engine::answers::Answers;
use redress_engine::case::country_code;
use redress_engine::check::Library;
use redress_engine::context::{Context, Item};
use redress_engine::inspect;
use redress_engine::law::{Right, Rights, rights};
use redress_engine::{Day, Json};

use crate::case::today;
use crate::files;
use crate::options;
use crate::output::{Outcome, print, print_json};

/// Runs it.
pub fn run(options: &options::Rights) -> Outcome {
    let today = today(options.today.as_deref())?;
    let page: Context = files::shape(Some(&options.context))?;
    // As a case names its lines: a page may leave them out.
    let page = page.with_answers(&Answers::default());
    let named = options.country.as_deref().or(page.order.country.as_deref());
    let country = named.and_then(country_code).unwrap_or_default();
    let library = Library::built_in();
    let law = library.law(&country);
    let of = |item: &Item| rights(&page, item, law, today);
    if options.json {
        let items = page.items.iter().map(|item| json(item, &of(item))).collect();
        print_json(&Json::map([("items", Json::List(items))]))?;
    } else {
        let items: Vec<String> = page.items.iter().map(|item| words(item, &of(item), &library)).collect();
        print(&items.concat())?;
    }
    Ok(true)
}

/// One item: each right with `open`, `until` (ISO 8601, null where it has no end that is known), `why` (a message key, the reason where it
/// is not open) and `source`. `delivery`, what may be asked while it has not arrived, is there until it has.
fn json(item: &Item, rights: &Rights) -> Json {
    let day = |day: Option<Day>| day.map_or(Json::Null, |day| Json::Text(day.iso()));
    let text = |text: &str| if text.is_empty() { Json::Null } else { Json::Text(text.into()) };
    let right = |right: &Right| {
        Json::map([
            ("open", right.open.into()),
            ("until", day(right.until)),
            ("why", right.why.into()),
            ("source", text(&right.source)),
        ])
    };
    let mut guarantee = right(&rights.guarantee);
    if let Json::Map(map) = &mut guarantee {
        map.set("presumedUntil", day(rights.presumed_until));
    }
    let list = |list: &[String]| Json::List(list.iter().map(|each| each.as_str().into()).collect());
    let mut item_rights = Json::map([
        ("line", item.line.as_str().into()),
        ("withdrawal", right(&rights.withdrawal)),
        ("guarantee", guarantee),
        ("rejection", right(&rights.rejection)),
        ("remedyOrder", Json::List(rights.remedy_order.iter().map(|stage| list(stage)).collect())),
        ("pack", text(&rights.pack)),
    ]);
    if let (Json::Map(map), None) = (&mut item_rights, item.delivered_on.day()) {
        map.set("delivery", right(&rights.delivery));
    }
    item_rights
}

/// The same for people.
fn words(item: &Item, rights: &Rights, library: &Library) -> String {
    let english = |key: &str| library.messages("en").and_then(|texts| texts.get(key)?.as_text());
    let reason = |key: &str| inspect::reason(key).or_else(|| english(key)).unwrap_or("this law has no such right");
    let mut out = format!("line {}: {}\n", item.line, item.title);
    let delivery = if item.delivered_on.day().is_none() { Some(("delivery", &rights.delivery)) } else { None };
    let after =
        [("withdrawal", &rights.withdrawal), ("guarantee", &rights.guarantee), ("rejection", &rights.rejection)];
    for (name, right) in after.into_iter().chain(delivery) {
        let state = match (right.open, right.until) {
            (true, Some(until)) => format!("open until {}", until.iso()),
            (true, None) => "open, no last day is known".to_string(),
            (false, Some(until)) => format!("ended on {}", until.iso()),
            (false, None) => format!("not given: {}", reason(right.why)),
        };
        let source = if right.source.is_empty() { String::new() } else { format!(" ({})", right.source) };
        out.push_str(&format!("  {name:<11} {state}{source}\n"));
    }
    if let Some(until) = rights.presumed_until {
        out.push_str(&format!("  {:<11} a fault is presumed to have been there until {}\n", "", until.iso()));
    }
    let stages: Vec<String> = rights.remedy_order.iter().map(|stage| stage.join(" or ")).collect();
    if !stages.is_empty() {
        out.push_str(&format!("  {:<11} {}\n", "remedies", stages.join(", then ")));
    }
    let pack = if rights.pack.is_empty() { "none: the shop's own policy applies" } else { &rights.pack };
    out.push_str(&format!("  {:<11} {pack}\n", "pack"));
    out
}
