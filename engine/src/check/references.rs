//! Rules on ids: what a list or a key names must be defined, and only once.

use crate::check::shop::is_page;
use crate::check::{Checker, below, codes, texts};
use crate::config::StepKind;
use crate::json::Json;
use crate::offers::OTHER_REMEDY;
use std::collections::HashSet;

/// Icons that the widget draws (`src/ui/icon.rs`).
const ICONS: &[&str] = &[
    "back", "close", "next", "bolt", "broken", "swap", "piece", "truck", "question", "send", "return", "keep", "clock",
    "wallet", "scales", "camera", "images", "plus", "minus", "check", "phone", "mail", "person", "box", "alert",
    "info", "chat", "globe",
];

pub fn check(checker: &mut Checker) {
    flows(checker);
    steps(checker);
    locales(checker);
    if let Some(start) = checker.config.start.clone().filter(|_| checker.is_mine("/start")) {
        flow_exists(checker, &start, "/start");
    }
}

/// Ids in a list of the merged config, each with its place. Entries of an entry are one screen.
fn listed(list: Option<&Json>, path: &str) -> Vec<(String, String)> {
    let mut ids = Vec::new();
    for (at, entry) in list.map(Json::items).unwrap_or_default().iter().enumerate() {
        let inside = below(path, &at.to_string());
        match entry {
            Json::List(_) => ids.extend(listed(Some(entry), &inside)),
            Json::Text(id) => ids.push((id.clone(), inside)),
            Json::Int(number) => ids.push((crate::json::digits(*number), inside)),
            _ => {}
        }
    }
    ids
}

fn once(checker: &mut Checker, ids: &[(String, String)], what: &str) {
    let mut before = HashSet::new();
    for (id, path) in ids {
        if !before.insert(id) && checker.is_mine(path) {
            checker.add(
                &codes::DUPLICATE_ID,
                path,
                format!("the {what} \"{id}\" stands in this list before"),
                "Take one of the two out.",
            );
        }
    }
}

fn flows(checker: &mut Checker) {
    let flows: Vec<String> = checker.config.flows.iter().map(|(id, _)| id.to_string()).collect();
    let defined = checker.merged.get("steps").and_then(Json::as_map);
    let known: HashSet<String> = defined.iter().flat_map(|map| map.iter()).map(|(id, _)| id.to_string()).collect();
    for flow in flows {
        let path = below(&below("/flows", &flow), "steps");
        let ids = listed(checker.merged.pointer(&path), &path);
        once(checker, &ids, "step");
        for (id, place) in ids {
            if known.contains(&id) {
                continue;
            }
            if checker.is_mine(&place) {
                let fix = checker.meant(
                    &id,
                    known.iter().map(String::as_str),
                    format!("Define it in steps, or take it out of the flow \"{flow}\"."),
                );
                checker.add(&codes::UNKNOWN_STEP, place, format!("there is no step \"{id}\""), fix);
            } else if let Some(taken) = checker.first_mine([below("/steps", &id), "/steps".into()]) {
                let message = format!("\"{id}\" is taken out, and the flow \"{flow}\" still asks it");
                checker.add(
                    &codes::UNKNOWN_STEP,
                    taken,
                    message,
                    format!("Set flows.{flow}.steps to the steps that are left."),
                );
            }
        }
    }
}

/// Kinds of step whose options are their own.
pub fn has_options(kind: StepKind) -> bool {
    matches!(kind, StepKind::Choice | StepKind::Choices | StepKind::Callback)
}

fn steps(checker: &mut Checker) {
    for (id, step) in checker.steps() {
        let path = below("/steps", &id);
        let list = below(&path, "options");
        let ids = listed(checker.merged.pointer(&list), &list);
        once(checker, &ids, "option");
        for (option, place) in ids {
            match step.kind {
                kind if has_options(kind) => option_exists(checker, &id, &option, place),
                StepKind::Remedy => remedy_exists(checker, &option, &place),
                _ => {}
            }
        }
        for (option, definition) in step.option.iter() {
            let path = below(&below(&path, "option"), option);
            if let Some(flow) = &definition.flow {
                flow_exists(checker, flow, &below(&path, "flow"));
            }
            let icon = below(&path, "icon");
            if let Some(name) = definition.icon.as_deref().filter(|name| !ICONS.contains(name))
                && checker.is_mine(&icon)
            {
                let fix = checker.meant(name, ICONS.iter().copied(), format!("There are: {}.", ICONS.join(", ")));
                checker.add(&codes::ICON_UNKNOWN, icon, format!("there is no icon \"{name}\""), fix);
            }
        }
    }
}

fn option_exists(checker: &mut Checker, step: &str, option: &str, place: String) {
    let definitions = below(&below("/steps", step), "option");
    let definition = below(&definitions, option);
    if checker.merged.pointer(&definition).is_some()
        || texts::is_said(checker, &["step.", step, ".option.", option].concat())
    {
        return;
    }
    let Some(place) = checker.first_mine([place, definition]) else { return };
    let known = checker.config.steps.get(step).map(|step| &step.option);
    let fix = checker.meant(
        option,
        known.iter().flat_map(|known| known.iter().map(|(id, _)| id)),
        format!("Define it in steps.{step}.option, with a label."),
    );
    checker.add(&codes::OPTION_UNKNOWN, place, format!("\"{option}\" is listed and not defined"), fix);
}

fn remedy_exists(checker: &mut Checker, remedy: &str, place: &str) {
    if remedy == OTHER_REMEDY || checker.config.remedies.get(remedy).is_some() || !checker.is_mine(place) {
        return;
    }
    let fix = checker.meant(
        remedy,
        checker.config.remedies.iter().map(|(id, _)| id),
        "Define it in remedies, or take it out.",
    );
    checker.add(&codes::REMEDY_UNKNOWN, place, format!("there is no remedy \"{remedy}\""), fix);
}

fn flow_exists(checker: &mut Checker, flow: &str, place: &str) {
    // An option of the preset that leads into a flow that was taken out is left out or goes on where it is (`Case::options`).
    if checker.config.flows.get(flow).is_some() || !checker.is_mine(place) {
        return;
    }
    let fix = checker.meant(flow, checker.config.flows.iter().map(|(id, _)| id), "Define it in flows.");
    checker.add(&codes::FLOW_UNKNOWN, place, format!("there is no flow \"{flow}\""), fix);
}

fn locales(checker: &mut Checker) {
    let ids = listed(checker.patch.get("locales"), "/locales");
    let folded: Vec<_> = ids.iter().map(|(tag, place)| (tag.to_ascii_lowercase(), place.clone())).collect();
    once(checker, &folded, "language");
    if checker.patch.get("locales").is_some_and(|list| matches!(list, Json::List(list) if list.is_empty())) {
        let fix = "Name at least one, such as [\"en\"], or leave \"locales\" out.";
        checker.add(&codes::LOCALE_NONE, "/locales", "the shop offers no language", fix);
    }
    for (tag, place) in ids {
        if checker.has_file(&tag) {
            continue;
        }
        let known = || checker.library.whole().map(|(tag, _)| tag).collect::<Vec<_>>().join(", ");
        if checker.library.is_partial(&tag) {
            let message = format!("in \"{tag}\" Redress has the texts of the withdrawal alone");
            let fix = format!("Take it out: a withdrawal is shown in it all the same. There are: {}.", known());
            checker.add(&codes::LOCALE_PARTIAL, place, message, fix);
        } else if checker.library.messages(&tag).is_none() {
            let fix = format!("There are: {}. \"localeFiles\" can add one with a file of your own.", known());
            checker.add(&codes::LOCALE_UNKNOWN, place, format!("Redress has no texts in \"{tag}\""), fix);
        }
    }
    locale_files(checker);
}

/// The merchant's own files of texts: under a language's tag, at an address, of a language that somebody can choose.
fn locale_files(checker: &mut Checker) {
    let files: Vec<_> = checker.config.locale_files.iter().map(|(tag, url)| (tag.to_string(), url.clone())).collect();
    for (tag, url) in files {
        let place = below("/localeFiles", &tag);
        if !checker.is_mine(&place) {
            continue;
        }
        if !texts::is_tag(&tag) {
            let known = checker.library.whole().map(|(tag, _)| tag);
            let fix = checker.meant(&tag, known, "Write a language tag such as \"ca\" or \"pt-BR\".");
            checker.add(&codes::LOCALE_FILE, place, format!("\"{tag}\" is not a language"), fix);
            continue;
        }
        if !is_page(&url) {
            let message = format!("\"{url}\" is not the address of a file");
            let fix = format!("Write https://… or a path such as /redress/{tag}.json.");
            checker.add(&codes::LOCALE_FILE, &place, message, fix);
        }
        let locales = &checker.config.locales;
        if !locales.is_empty() && !locales.iter().any(|locale| texts::same(locale, &tag)) {
            let message = format!("the shop does not offer \"{tag}\"");
            let fix = format!("Add \"{tag}\" to \"locales\", or take the file out.");
            checker.add(&codes::LOCALE_FILE_UNUSED, place, message, fix);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ICONS;

    #[test]
    fn the_icons_are_those_that_the_widget_draws() {
        let source = include_str!("../../../src/ui/icon.rs");
        let paths = source.split("const PATHS").nth(1).and_then(|rest| rest.split("];").next()).unwrap();
        let named = paths.split("(\"").skip(1).chain(paths.split("(\n        \"").skip(1));
        let mut drawn: Vec<&str> = named.map(|rest| rest.split('"').next().unwrap()).collect();
        let mut icons = ICONS.to_vec();
        drawn.sort_unstable();
        icons.sort_unstable();
        assert_eq!(icons, drawn);
    }
}
