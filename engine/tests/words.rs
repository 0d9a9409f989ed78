//! What translators work with: a description of every text, the room a label has, legal terms that are never mixed up, and no text that
//! nothing says.
#![allow(clippy::unwrap_used, reason = "a test may say what it expects")]

use redress_engine::Json;
use redress_engine::check::Library;
use redress_engine::config::{Basis, FlowKind, ReturnWay};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Texts of the legal rights: of what the law gives, and of the right of withdrawal.
const RIGHTS: &[&str] = &["law.", "basis.statutory", "offer.extends", "offer.rights-stay", "desk.status.offer.gesture"];
const WITHDRAWAL: &[&str] =
    &["withdrawal.", "flow.withdrawal.title", "statement.withdrawal", "statement.declare", "desk.mail.declared"];
const RETURN: &[&str] = &["return.items.title", "return.review.title", "return.receipt.request", "flow.return.title"];
const ALL: &[&str] = &[""];

/// Language, texts, what they never say, in what phrases it may stand. In small letters; locales/translators/glossary.md has the reasons.
const GLOSSARY: &[(&str, &[&str], &str, &[&str])] = &[
    // A right against the seller is not the maker's or the shop's promise.
    ("en", RIGHTS, "guarantee", &["legal guarantee"]),
    ("en", ALL, "warranty", &[]),
    ("de", RIGHTS, "garantie", &[]),
    ("fr", ALL, "garantie", &["garantie légale", "garantie commerciale"]),
    ("es", ALL, "garantía", &["garantía legal", "garantía comercial"]),
    ("it", ALL, "garanzia", &["garanzia legale", "garanzia commerciale"]),
    ("pt", ALL, "garantia", &["garantia legal", "garantia comercial"]),
    ("nl", RIGHTS, "garantie", &["wettelijke garantie"]),
    ("pl", RIGHTS, "gwarancj", &[]),
    ("pl", ALL, "rękojmi", &[]),
    ("et", RIGHTS, "garantii", &[]),
    ("sq", RIGHTS, "garanci", &["garancia ligjore", "garancinë ligjore", "garancisë ligjore"]),
    ("ru", RIGHTS, "гаранти", &[]),
    ("uk", RIGHTS, "гаранті", &[]),
    ("tr", RIGHTS, "garanti", &[]),
    ("he", RIGHTS, "אחריות", &[]),
    ("fa", RIGHTS, "گارانتی", &[]),
    ("ar", RIGHTS, "ضمان", &["الضمان القانوني", "ضمانك القانوني"]),
    // Fourteen days without a reason is not sending back under the shop's own terms.
    ("en", WITHDRAWAL, "return", &[]),
    ("de", WITHDRAWAL, "rückgabe", &[]),
    ("fr", WITHDRAWAL, "retour", &[]),
    ("es", WITHDRAWAL, "devolución", &[]),
    ("it", WITHDRAWAL, "reso", &[]),
    ("nl", WITHDRAWAL, "retour", &[]),
    ("pl", WITHDRAWAL, "zwrot", &[]),
    ("pt", WITHDRAWAL, "devolução", &[]),
    ("et", WITHDRAWAL, "tagastus", &[]),
    ("ru", WITHDRAWAL, "возврат", &[]),
    ("uk", WITHDRAWAL, "повернен", &[]),
    ("tr", WITHDRAWAL, "iade", &[]),
    ("he", WITHDRAWAL, "החזר", &[]),
    ("en", RETURN, "withdraw", &[]),
    ("de", RETURN, "widerruf", &[]),
    ("fr", RETURN, "rétract", &[]),
    ("es", RETURN, "desist", &[]),
    ("it", RETURN, "reced", &[]),
    ("nl", RETURN, "herroep", &[]),
    ("pl", RETURN, "odstąp", &[]),
    ("pt", RETURN, "retrat", &[]),
    ("et", RETURN, "tagane", &[]),
    ("ru", RETURN, "отказ", &[]),
    ("uk", RETURN, "відмов", &[]),
    ("tr", RETURN, "cayma", &[]),
    ("he", RETURN, "ביטול", &[]),
];

fn library() -> Library {
    Library::built_in()
}

fn descriptions() -> Json {
    Json::parse(include_str!("../../locales/translators/descriptions.json")).unwrap()
}

/// The key without tone and country.
fn plain(key: &str) -> &str {
    key.split('@').next().unwrap()
}

fn english() -> Vec<(String, Json)> {
    let library = library();
    let english = library.messages("en").and_then(Json::as_map).unwrap();
    english.iter().filter(|(key, _)| !key.contains('@')).map(|(key, text)| (key.into(), text.clone())).collect()
}

/// Every form of a text.
fn forms(text: &Json) -> Vec<&str> {
    match text.as_map() {
        Some(plural) => plural.iter().filter_map(|(_, form)| form.as_text()).collect(),
        None => text.as_text().into_iter().collect(),
    }
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0)).collect()
}

#[test]
fn every_text_has_a_description_that_names_its_placeholders_and_no_description_lacks_a_text() {
    let (descriptions, english) = (descriptions(), english());
    let described: Vec<&str> = descriptions.as_map().unwrap().iter().map(|(key, _)| key).collect();
    let keys: Vec<&str> = english.iter().map(|(key, _)| key.as_str()).collect();
    let lacks = |all: &[&str], some: &[&str]| {
        all.iter().filter(|key| !some.contains(key)).map(|key| key.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(lacks(&keys, &described), [""; 0], "without a description");
    assert_eq!(lacks(&described, &keys), [""; 0], "without a text");
    for (key, text) in &english {
        let said: BTreeSet<&str> = forms(text).into_iter().flat_map(placeholders).collect();
        assert_eq!(placeholders(descriptions.get(key).and_then(Json::as_text).unwrap()), said, "{key}");
    }
}

#[test]
fn no_label_is_longer_than_the_description_allows() {
    let (library, descriptions) = (library(), descriptions());
    let room = |key: &str| {
        let (_, rest) = descriptions.get(plain(key))?.as_text()?.split_once("p to ")?;
        let (number, rest) = rest.split_once(' ')?;
        number.parse::<usize>().ok().filter(|_| rest.starts_with("characters"))
    };
    assert!(english().iter().filter(|(key, _)| room(key).is_some()).count() > 50, "the descriptions are read");
    let mut long = Vec::new();
    for (tag, messages) in &library.locales {
        for (key, text) in messages.as_map().unwrap().iter() {
            let chars = forms(text).iter().map(|form| form.chars().count()).max().unwrap();
            if room(key).is_some_and(|room| chars > room) {
                long.push(format!("{tag} {key}: {chars}"));
            }
        }
    }
    assert_eq!(long, [""; 0]);
}

#[test]
fn legal_terms_are_never_mixed_up() {
    let library = library();
    for (tag, keys, never, unless) in GLOSSARY {
        let Some(messages) = library.messages(tag).and_then(Json::as_map) else { panic!("{tag}") };
        for (key, text) in messages.iter().filter(|(key, _)| keys.iter().any(|start| key.starts_with(start))) {
            let said = forms(text).join(" ").to_lowercase();
            let said = unless.iter().fold(said, |said, phrase| said.replace(phrase, ""));
            assert!(!said.contains(never), "{tag}: {key} says \"{never}\": {said}");
        }
    }
}

#[test]
fn the_legal_right_is_called_by_its_name_where_a_language_has_one() {
    let library = library();
    for (tag, key, term) in [
        ("de", "offer.extends", "Gewährleistung"),
        ("fr", "offer.extends", "garantie légale"),
        ("es", "offer.extends", "garantía legal"),
        ("it", "offer.extends", "garanzia legale"),
        ("nl", "offer.extends", "wettelijke garantie"),
        ("pt", "offer.extends", "garantia legal"),
        ("de", "desk.mail.kind.withdrawal", "Widerruf"),
        ("fr", "desk.mail.kind.withdrawal", "rétractation"),
        ("pl", "desk.mail.kind.withdrawal", "odstąpieni"),
    ] {
        let said = library.messages(tag).and_then(|messages| messages.get(key)).and_then(Json::as_text).unwrap();
        assert!(said.contains(term), "{tag}: {key}: {said}");
    }
}

/// Everything below a folder that can say a text.
fn sources(folder: &Path, all: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let speaks = path.extension().is_some_and(|end| end == "rs" || end == "html" || end == "txt");
        if path.is_dir() && !path.ends_with("tests") {
            sources(&path, all);
        } else if speaks {
            all.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

/// Keys that are put together: what the preset's steps, options, remedies and flows are called, and what the shapes name.
fn put_together() -> BTreeSet<String> {
    let preset = Json::parse(include_str!("../presets/default.json")).unwrap();
    let ids = |json: &Json, key: &str| -> Vec<String> {
        json.get(key).and_then(Json::as_map).unwrap().iter().map(|(id, _)| id.to_string()).collect()
    };
    let mut keys = BTreeSet::new();
    let mut add = |parts: &[&str]| keys.insert(parts.concat());
    for step in ids(&preset, "steps") {
        for end in ["title", "help", "row", "error", "unit", "text", "low", "high"] {
            add(&["step.", &step, ".", end]);
        }
        let definition = preset.get("steps").and_then(|steps| steps.get(&step)).unwrap();
        for option in definition.get("options").map(Json::items).unwrap_or_default() {
            let key = ["step.", &step, ".option.", option.as_text().unwrap()].concat();
            add(&[&key]);
            add(&[&key, ".help"]);
            // What was chosen before words the question above the offers.
            add(&["step.remedy.title.", option.as_text().unwrap()]);
        }
    }
    for flow in ids(&preset, "flows") {
        add(&["flow.", &flow, ".title"]);
        for end in ["review.title", "review.send", "receipt.title", "receipt.request"] {
            add(&[&flow, ".", end]);
        }
        for step in ids(&preset, "steps") {
            add(&[&flow, ".", &step, ".title"]);
            add(&[&flow, ".", &step, ".help"]);
        }
    }
    for remedy in ids(&preset, "remedies").iter().map(String::as_str).chain(["other"]) {
        add(&["remedy.", remedy, ".title"]);
        add(&["remedy.", remedy, ".help"]);
    }
    // An offer with a price is told as such, whatever its basis.
    for basis in Basis::ALL.iter().map(|(basis, _)| *basis).chain(["paid"]) {
        add(&["basis.", basis]);
    }
    for (way, _) in ReturnWay::ALL {
        for of in ["offer.way.", "receipt.return.", "desk.status.return."] {
            add(&[of, way]);
        }
    }
    for day in ["today", "yesterday", "arrived"] {
        add(&["date.", day]);
    }
    for next in ["answer", "arrange"] {
        add(&["next.", next]);
    }
    for (kind, _) in FlowKind::ALL {
        add(&["desk.mail.kind.", kind]);
        add(&["desk.mail.intro.", kind]);
    }
    keys
}

#[test]
fn every_text_is_said_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let (mut all, mut desk) = (String::new(), String::new());
    for folder in ["desk/src", "desk/templates"] {
        sources(&root.join(folder), &mut desk);
    }
    for folder in ["src", "engine/src"] {
        sources(&root.join(folder), &mut all);
    }
    all.push_str(&desk);
    let quoted = |text: &str, name: &str| text.contains(&["\"", name, "\""].concat());
    let known = put_together();
    let is_said = |key: &str| {
        // A field is called by its name, an event of a case by who did what, texts of the desk without their group.
        let field = key.strip_prefix("field.").is_some_and(|name| quoted(&all, name));
        let event = key.strip_prefix("desk.status.event.").and_then(|event| event.split_once('.'));
        let event = event.is_some_and(|(by, kind)| quoted(&desk, by) && quoted(&desk, kind));
        let of_desk = key.strip_prefix("desk.status.").or_else(|| key.strip_prefix("desk.mail."));
        let of_desk = of_desk.is_some_and(|rest| quoted(&desk, rest));
        known.contains(key) || quoted(&all, key) || field || event || of_desk
    };
    let silent: Vec<String> = english().into_iter().map(|(key, _)| key).filter(|key| !is_said(key)).collect();
    assert_eq!(silent, [""; 0], "what nothing says");
}
