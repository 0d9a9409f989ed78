//! Rules on one question: limits that contradict each other, keys of another kind, what it starts with.

use crate::answers::Answers;
use crate::case::Setting;
use crate::check::references::has_options;
use crate::check::{Checker, below, codes};
use crate::config::{ADDRESS_FIELDS, CONTACT_FIELDS, DateBound, Per, Step, StepKind};
use crate::context::Context;
use crate::day::Day;
use crate::facts::{self, Sort};
use crate::hours;
use crate::json::Json;
use crate::offers::OTHER_REMEDY;
use crate::schema::kinds::{is_special, meaning};
use crate::schema::{Describe, Field, Shape};
use crate::step::{self, Asked};
use std::ops::RangeInclusive;
use std::sync::LazyLock;

pub fn check(checker: &mut Checker) {
    for (id, step) in checker.steps() {
        let path = below("/steps", &id);
        if !checker.is_mine(&path) {
            continue;
        }
        other_kinds(checker, &id, &step, &path);
        option_hours(checker, &step, &path);
        per(checker, &id, &step, &path);
        match step.kind {
            StepKind::Text => {
                not_below(checker, &path, "minLength", step.min_length, 0);
                not_below(checker, &path, "maxLength", step.max_length, 1);
                let most = step.max_length.unwrap_or(step::MAX_TEXT);
                pair(checker, &path, ("minLength", step.min_length), ("maxLength", Some(most)));
            }
            StepKind::Number => pair(checker, &path, ("min", step.min), ("max", step.max)),
            StepKind::Rating => rating(checker, &step, &path),
            StepKind::Choices => choices(checker, &step, &path),
            StepKind::Photos => photos(checker, &step, &path),
            StepKind::Date => dates(checker, &step, &path),
            StepKind::Contact | StepKind::Address => form(checker, &step, &path),
            _ => {}
        }
        start(checker, &id, &step, &path);
    }
}

/// Keys of a step that belong to some kinds only, with those. Read once: they stand in the doc comments.
static SPECIAL: LazyLock<Vec<(&str, Vec<&str>)>> = LazyLock::new(|| {
    let Shape::Record(record) = Step::shape() else { return Vec::new() };
    let special = record.fields.iter().filter(|field| is_special(field));
    let kinds = |field: &Field| {
        StepKind::ALL.iter().map(|(word, _)| *word).filter(|word| meaning(field, word).is_some()).collect()
    };
    special.map(|field| (field.key, kinds(field))).collect()
});

/// Keys that mean something to other kinds only.
fn other_kinds(checker: &mut Checker, id: &str, step: &Step, path: &str) {
    let kind = step.kind.as_str();
    let written = checker.patch.get("steps").and_then(|steps| steps.get(id)).and_then(Json::as_map);
    for (key, _) in
        written.map(|map| map.0.as_slice()).unwrap_or_default().iter().filter(|(_, value)| *value != Json::Null)
    {
        let place = below(path, key);
        if SPECIAL.iter().any(|(special, kinds)| special == key && !kinds.contains(&kind)) {
            let message = format!("a step of kind \"{kind}\" does not use \"{key}\"");
            let fix = "Take it out, or look whether the kind is the right one.";
            checker.add(&codes::STEP_KEY, place, message, fix);
        }
    }
}

/// When an option of `callback` is; no other option is a time.
fn option_hours(checker: &mut Checker, step: &Step, path: &str) {
    for (id, option) in step.option.iter() {
        let Some(hours) = &option.hours else { continue };
        let place = below(&below(&below(path, "option"), id), "hours");
        if !checker.is_mine(&place) {
            continue;
        }
        if step.kind != StepKind::Callback {
            let message = format!("an option of a step of kind \"{}\" has no \"hours\"", step.kind.as_str());
            let fix = "Take it out, or say the time in \"label\" or \"help\".";
            checker.add(&codes::STEP_KEY, place, message, fix);
        } else if hours::times(hours).is_none() {
            let fix = "Write one time of day by the shop's clock, such as \"09:00-12:00\".";
            checker.add(&codes::OPTION_HOURS, place, format!("\"{hours}\" is no time of day"), fix);
        }
    }
}

/// Some questions are only ever about one line, some only about the whole case.
fn per(checker: &mut Checker, id: &str, step: &Step, path: &str) {
    let right = match step.kind {
        StepKind::Remedy => Per::Item,
        StepKind::Items | StepKind::Contact | StepKind::Lookup => Per::Case,
        _ => return,
    };
    if step.per != right
        && let Some(place) = checker.first_mine([below(path, "per"), below(path, "kind")])
    {
        let message = format!("\"{id}\" is of kind \"{}\": that is asked per {}", step.kind.as_str(), right.as_str());
        let fix = match right {
            Per::Item => "Write \"per\": \"item\".",
            Per::Case => "Take \"per\" out.",
        };
        checker.add(&codes::STEP_PER, place, message, fix);
    }
}

fn not_below(checker: &mut Checker, path: &str, key: &str, value: Option<i64>, least: i64) {
    let place = below(path, key);
    if let Some(value) = value.filter(|value| *value < least)
        && checker.is_mine(&place)
    {
        checker.add(
            &codes::STEP_LIMIT,
            place,
            format!("{value} makes no sense as \"{key}\""),
            format!("Write {least} or more."),
        );
    }
}

fn within(checker: &mut Checker, path: &str, key: &str, value: Option<i64>, range: RangeInclusive<i64>) {
    let place = below(path, key);
    if let Some(value) = value.filter(|value| !range.contains(value))
        && checker.is_mine(&place)
    {
        let fix = format!("Write {} to {}.", range.start(), range.end());
        checker.add(&codes::STEP_LIMIT, place, format!("{value} makes no sense as \"{key}\""), fix);
    }
}

/// The least must not be more than the most.
fn pair(checker: &mut Checker, path: &str, (low, least): (&str, Option<i64>), (high, most): (&str, Option<i64>)) {
    let (Some(least), Some(most)) = (least, most) else { return };
    let (low_place, high_place) = (below(path, low), below(path, high));
    // A limit that makes no sense by itself is told already.
    if least <= most || [&low_place, &high_place].iter().any(|place| checker.has(&codes::STEP_LIMIT, place)) {
        return;
    }
    let absent = checker.merged.pointer(&high_place).is_none();
    if let Some(place) = checker.first_mine([low_place, high_place]) {
        checker.add(
            &codes::STEP_LIMITS,
            place,
            format!("\"{low}\" {least} is more than \"{high}\" {most}{}", if absent { " (the default)" } else { "" }),
            if absent { format!("Set \"{high}\" too, or ask for less.") } else { "Change one of the two.".into() },
        );
    }
}

fn rating(checker: &mut Checker, step: &Step, path: &str) {
    let place = below(path, "max");
    if let Some(max) = step.max.filter(|max| !(2..=step::MOST_STEPS).contains(max))
        && checker.is_mine(&place)
    {
        checker.add(
            &codes::STEP_LIMIT,
            place,
            format!("a rating of {max} steps"),
            format!("Write 2 to {}.", step::MOST_STEPS),
        );
    }
}

fn choices(checker: &mut Checker, step: &Step, path: &str) {
    not_below(checker, path, "atLeast", step.at_least, 0);
    not_below(checker, path, "atMost", step.at_most, 1);
    pair(checker, path, ("atLeast", step.at_least), ("atMost", step.at_most));
    let count = i64::try_from(step.options.len()).unwrap_or(i64::MAX);
    let Some(least) = step.at_least.filter(|least| *least > count && count > 0) else { return };
    if let Some(place) = checker.first_mine([below(path, "atLeast"), below(path, "options")]) {
        let message = format!("{least} must be chosen and there are {count}");
        checker.add(&codes::STEP_UNANSWERABLE, place, message, "Ask for fewer, or add options.");
    }
}

fn photos(checker: &mut Checker, step: &Step, path: &str) {
    let most = below(path, "maxFiles");
    if let Some(count) = step.max_files.filter(|count| *count < 1)
        && checker.is_mine(&most)
    {
        let message = format!("at most {count} photos: none can be given");
        return checker.add(
            &codes::STEP_UNANSWERABLE,
            most,
            message,
            "Write 1 or more, or take the step out of the flow.",
        );
    }
    not_below(checker, path, "minFiles", step.min_files, 0);
    pair(checker, path, ("minFiles", step.min_files), ("maxFiles", Some(step.max_files.unwrap_or(step::MAX_FILES))));
    within(checker, path, "longSide", step.long_side, step::LONG_SIDES);
    within(checker, path, "quality", step.quality, step::QUALITIES);
    not_below(checker, path, "maxBytes", step.max_bytes, step::LEAST_BYTES);
    not_below(checker, path, "maxPdfBytes", step.max_pdf_bytes, step::LEAST_BYTES);
    let pdf_bytes = below(path, "maxPdfBytes");
    if step.max_pdf_bytes.is_some() && !step.pdf && checker.is_mine(&pdf_bytes) {
        let fix = r#"Write "pdf": true, or take it out."#;
        checker.add(&codes::STEP_LIMIT, pdf_bytes, "no PDF is taken here, so its size says nothing", fix);
    }
}

fn form(checker: &mut Checker, step: &Step, path: &str) {
    let fields = below(path, "fields");
    if step.form().is_empty() && checker.is_mine(&fields) {
        checker.add(&codes::STEP_UNANSWERABLE, &fields, "every field is off", "Leave at least one on.");
    }
    let known = if step.kind == StepKind::Contact { CONTACT_FIELDS } else { ADDRESS_FIELDS };
    for (field, _) in step.fields.iter().filter(|(field, _)| known.iter().all(|(name, _)| name != field)) {
        let place = below(&fields, field);
        // What no form has is told as an unknown key.
        if CONTACT_FIELDS.iter().chain(ADDRESS_FIELDS).any(|(name, _)| *name == field) && checker.is_mine(&place) {
            let names: Vec<_> = known.iter().map(|(name, _)| *name).collect();
            let message = format!("a step of kind \"{}\" has no field \"{field}\"", step.kind.as_str());
            checker.add(&codes::STEP_KEY, place, message, format!("Known here: {}.", names.join(", ")));
        }
    }
}

fn dates(checker: &mut Checker, step: &Step, path: &str) {
    for (key, bound) in [("earliest", &step.earliest), ("latest", &step.latest)] {
        let Some(DateBound::Relative(relative)) = bound else { continue };
        let place = below(&below(path, key), "from");
        let sort = facts::sort(&checker.config, &relative.from);
        if relative.from == "today" || sort == Some(Sort::Date) || !checker.is_mine(&below(path, key)) {
            continue;
        }
        if checker.merged.pointer(&place).is_none() {
            if !checker.is_flawed(&below(path, key)) {
                let fix = format!("Write {{ \"from\": \"today\", \"days\": {} }}.", relative.days);
                let message = "\"from\" is missing: days are counted from a day";
                checker.add(&codes::TYPE, below(path, key), message, fix);
            }
            continue;
        }
        let fix = "Write \"today\", or a fact that is a date: order.placedOn, item.deliveredOn.";
        if sort.is_none() {
            checker.add(&codes::CONDITION_FACT, place, format!("there is no fact \"{}\"", relative.from), fix);
        } else {
            checker.add(&codes::CONDITION_SORT, place, format!("\"{}\" is not a date", relative.from), fix);
        }
    }
    let (Some(earliest), Some(latest)) = (&step.earliest, &step.latest) else { return };
    if is_empty_range(earliest, latest)
        && let Some(place) = checker.first_mine([below(path, "earliest"), below(path, "latest")])
    {
        let message = "whatever the order, the last day possible is before the first";
        checker.add(&codes::STEP_DATES, place, message, "Change one of the two.");
    }
}

/// Whether no day can lie between, whatever the order: an order is placed, then it arrives, and today is never before that.
fn is_empty_range(earliest: &DateBound, latest: &DateBound) -> bool {
    match (earliest, latest) {
        (DateBound::Day(earliest), DateBound::Day(latest)) => earliest > latest,
        (DateBound::Relative(earliest), DateBound::Relative(latest)) => {
            let rank =
                |name: &str| ["order.placedOn", "item.deliveredOn", "today"].iter().position(|known| *known == name);
            let not_before = earliest.from == latest.from
                || rank(&earliest.from).zip(rank(&latest.from)).is_some_and(|(a, b)| a > b);
            not_before && earliest.days > latest.days
        }
        _ => false,
    }
}

/// What the question starts with.
fn start(checker: &mut Checker, id: &str, step: &Step, path: &str) {
    let (default, prefill, read_only) = (below(path, "default"), below(path, "prefill"), below(path, "readOnly"));
    if let Some(value) = step.default.as_ref().filter(|_| checker.is_mine(&default))
        && let Some(why) = refused(checker, id, step, value)
    {
        checker.add(
            &codes::STEP_DEFAULT,
            default,
            format!("the question does not take this as an answer ({why})"),
            "Write an answer that the step's own limits allow.",
        );
    }
    if let Some(fact) = step.prefill.as_deref().filter(|_| checker.is_mine(&prefill)) {
        prefilled(checker, step, fact, prefill);
    }
    if step.read_only && step.default.is_none() && step.prefill.is_none() && checker.is_mine(&read_only) {
        let message = format!("\"{id}\" cannot be answered and starts with nothing");
        let fix = match step.kind {
            // Nothing can be there beforehand.
            StepKind::Photos | StepKind::Items | StepKind::Notice | StepKind::Consent => "Take \"readOnly\" out.",
            _ => "Add \"prefill\" or \"default\", or take \"readOnly\" out.",
        };
        checker.add(&codes::STEP_READ_ONLY, read_only, message, fix);
    }
}

fn prefilled(checker: &mut Checker, step: &Step, fact: &str, place: String) {
    let Some(sort) = facts::sort(&checker.config, fact) else {
        let names = facts::FACTS.iter().map(|fact| fact.name);
        let fix =
            checker.meant(fact, names, "Facts are order.…, item.…, customer.…, shop.…, locale and answer.<step>.");
        return checker.add(&codes::STEP_PREFILL, place, format!("there is no fact \"{fact}\""), fix);
    };
    let fits = match step.kind {
        StepKind::Text => matches!(sort, Sort::Text | Sort::Words | Sort::Date),
        StepKind::Number | StepKind::Rating => sort == Sort::Number,
        StepKind::Date => sort == Sort::Date,
        StepKind::Choice | StepKind::Remedy => matches!(sort, Sort::Text | Sort::Words),
        StepKind::Choices => matches!(sort, Sort::List | Sort::WordList),
        // A number alone is taken as the number to call.
        StepKind::Callback => matches!(sort, Sort::Text | Sort::Parts),
        StepKind::Contact | StepKind::Address | StepKind::Lookup => sort == Sort::Parts,
        StepKind::Items | StepKind::Photos | StepKind::Notice | StepKind::Consent => false,
    };
    if !fits {
        let message =
            format!("\"{fact}\" is of another sort than the answer to a step of kind \"{}\"", step.kind.as_str());
        checker.add(&codes::STEP_PREFILL, place, message, "Take a fact of the answer's sort.");
    }
}

/// Why a step does not take an answer; None if it does.
pub fn refused(checker: &Checker, id: &str, step: &Step, value: &Json) -> Option<String> {
    let text = value.as_text();
    let unknown = |listed: &[String]| {
        let all = value
            .items()
            .iter()
            .all(|each| each.as_text().is_some_and(|text| listed.iter().any(|option| option == text)));
        let is_sound = all && !value.items().is_empty();
        (!is_sound).then(|| "options are listed by id".to_string())
    };
    match step.kind {
        // Which options and remedies are offered depends on the case; that they are there does not.
        StepKind::Choice => {
            (!step.options.iter().any(|option| Some(option.as_str()) == text)).then(|| "there is no such option".into())
        }
        StepKind::Remedy => {
            let known = text.is_some_and(|text| text == OTHER_REMEDY || checker.config.remedies.get(text).is_some());
            (!known).then(|| "there is no such remedy".into())
        }
        StepKind::Choices => unknown(&step.options).or_else(|| counted(step, value.items().len())),
        kind if has_options(kind)
            && value
                .get("slot")
                .is_some_and(|slot| !step.options.iter().any(|option| Some(option.as_str()) == slot.as_text())) =>
        {
            Some("there is no such slot".into())
        }
        // The slots that are offered depend on the case, as options do.
        StepKind::Callback => value.as_map().is_none().then(|| "it is an object {phone, slot}".into()),
        StepKind::Items | StepKind::Notice | StepKind::Photos => Some("it starts with nothing".into()),
        // A box that is ticked beforehand is no consent (GDPR, recital 32).
        StepKind::Consent => Some("a consent is given by the shopper".into()),
        _ => asked(checker, id, step, value),
    }
}

fn counted(step: &Step, count: usize) -> Option<String> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let fits = step.at_least.is_none_or(|least| count >= least) && step.at_most.is_none_or(|most| count <= most);
    (!fits).then(|| "too few or too many".into())
}

/// What the engine itself says of an answer, in a case of which nothing is known.
fn asked(checker: &Checker, id: &str, step: &Step, value: &Json) -> Option<String> {
    let flow_id = checker.config.flows.0.first().map(|(id, _)| id.as_str())?;
    let (page, answers) = (Context::default(), Answers::default());
    let today = Day::parse("2026-01-01")?;
    let setting = Setting { config: &checker.config, flow_id, page: &page, law: None, today, locale: "en" };
    let case = setting.case(&answers)?;
    let lines = case.lines();
    let line = lines.first().map(String::as_str).filter(|_| step.per == Per::Item);
    let asked = Asked { case: &case, id, step, line };
    let faults = asked.kind().wrong(&asked, value);
    faults.first().map(|fault| fault.key.clone())
}
