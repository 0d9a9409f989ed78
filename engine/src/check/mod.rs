//! The checker: all problems of a merchant's config in one pass, each with code, place and remedy. Native only; the widget leaves it out.
//!
//! A merchant's file is a patch. It is looked at by itself (keys, types, secrets: `structure.rs`, `private.rs`) and merged (everything
//! else); a fault is told at its place in the merchant's file, and a fault that is not theirs is not told.

mod along;
pub mod codes;
mod complaints;
mod conditions;
mod countries;
mod duplicates;
mod endpoint;
mod fairness;
mod flows;
mod library;
mod limits;
mod near;
mod pattern;
mod placeholders;
mod private;
mod reach;
mod references;
mod remedies;
mod shop;
pub mod simulate;
pub mod source;
mod structure;
mod texts;
mod theme;
mod unused;
mod world;

pub use codes::Code;
pub use library::Library;

use crate::config::{self, Config, DEFAULT_PRESET, Step};
use crate::json::{Json, push_token};
use crate::read::{Read, Reader};
use std::cell::Cell;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Slips of the finger that are looked up in one check: each is compared with every word known.
const MAX_GUESSES: usize = 100;
/// Findings that are told of one file: nobody reads more, and a page of them should open.
const MAX_FINDINGS: usize = 1000;

/// One problem of a config.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What sort, stable: one of [`codes::CODES`].
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Where: a JSON Pointer into the merchant's file. Of what is missing it names the place where it should be.
    pub path: String,
    /// What is wrong here.
    pub message: String,
    /// What to do.
    pub fix: String,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A shopper or the merchant would be hurt, or it cannot work.
    Error,
    /// Suspicious, or of no use.
    Warning,
}

impl Severity {
    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// Checks a merchant's file. `extends` names a preset of the library, the default where it is absent.
pub fn check(text: &str, library: &Library) -> Vec<Finding> {
    run(text, None, library)
}

/// Checks a merchant's file against what it extends, merged already: for `extends` that names a file.
pub fn check_onto(text: &str, base: &Json, library: &Library) -> Vec<Finding> {
    run(text, Some(base), library)
}

fn run(text: &str, base: Option<&Json>, library: &Library) -> Vec<Finding> {
    let refused =
        |code: &'static Code, message: String, fix: &str| vec![finding(code, String::new(), message, fix.into())];
    let patch = match config::parse(text) {
        Ok(patch) => patch,
        Err(problem) if problem.code == codes::TOO_LARGE.code => {
            return refused(
                &codes::TOO_LARGE,
                problem.message,
                "Keep pictures and long texts on pages of their own and link to them.",
            );
        }
        Err(problem) => {
            let fix = "Correct the text there: JSON has no comments and no comma after the last entry.";
            return refused(&codes::SYNTAX, problem.message, fix);
        }
    };
    if patch.as_map().is_none() {
        return refused(&codes::TYPE, "a config is an object".into(), "Begin with { and the key \"endpoint\".");
    }
    let (fallback, onto_file) = (Json::default(), base.is_some());
    let named = patch.get("extends").and_then(Json::as_text).unwrap_or(DEFAULT_PRESET);
    let preset = library.preset(named).or_else(|| library.preset(DEFAULT_PRESET)).unwrap_or(&fallback);
    let base = config::on_endpoint_preset(base.unwrap_or(preset), &patch).unwrap_or_else(|base| base);
    let mut checker = Checker::new(&patch, &base, library);
    duplicates::check(&mut checker, text);
    let too_many = config::too_many(&patch);
    if !too_many.is_empty() {
        for problem in too_many {
            checker.add(&codes::TOO_MANY, problem.path, problem.message, "Take out what no shopper needs.");
        }
        return checker.in_order();
    }
    private::check(&mut checker);
    structure::check(&mut checker, onto_file);
    checker.read();
    shop::check(&mut checker);
    endpoint::check(&mut checker);
    theme::check(&mut checker);
    references::check(&mut checker);
    conditions::check(&mut checker);
    flows::check(&mut checker);
    reach::check(&mut checker);
    limits::check(&mut checker);
    along::check(&mut checker);
    complaints::check(&mut checker);
    pattern::check(&mut checker);
    remedies::check(&mut checker);
    fairness::check(&mut checker);
    texts::check(&mut checker);
    unused::check(&mut checker);
    checker.in_order()
}

fn finding(code: &'static Code, path: String, message: String, fix: String) -> Finding {
    Finding { code: code.code, severity: code.severity, path, message, fix }
}

/// What all groups of rules look at, and what they have found.
struct Checker<'a> {
    /// The merchant's file.
    patch: &'a Json,
    /// What it is merged onto.
    base: &'a Json,
    /// Both together.
    merged: Json,
    /// The merged config as the engine reads it. What is of a wrong type is left out there.
    config: Config,
    /// What ships with Redress.
    library: &'a Library,
    /// Messages of the languages that have them all.
    messages: Vec<&'a Json>,
    /// Every place of the merchant's file, numbered in its order.
    order: HashMap<String, usize>,
    /// Every place of what it is merged onto.
    inherited: HashMap<String, usize>,
    findings: Vec<Finding>,
    /// Code and place of each of them.
    told: HashSet<(&'static str, String)>,
    /// Code, place and message of each of them: two problems of one sort at one place are two.
    said: HashSet<(&'static str, String, String)>,
    /// Places whose value cannot be read: other rules say nothing about them.
    flawed: BTreeSet<String>,
    /// Steps that some flow asks.
    asked: HashSet<String>,
    /// How much may still be tried (`world.rs`): a bound for the whole check.
    effort: Cell<usize>,
    /// How many words may still be guessed (`near.rs`).
    guesses: Cell<usize>,
}

impl<'a> Checker<'a> {
    fn new(patch: &'a Json, base: &'a Json, library: &'a Library) -> Checker<'a> {
        Checker {
            patch,
            base,
            merged: Json::default(),
            config: Config::default(),
            library,
            messages: library.whole().map(|(_, messages)| messages).collect(),
            order: numbered(patch),
            inherited: numbered(base),
            findings: Vec::new(),
            told: HashSet::new(),
            said: HashSet::new(),
            flawed: BTreeSet::new(),
            asked: HashSet::new(),
            effort: Cell::new(world::EFFORT),
            guesses: Cell::new(MAX_GUESSES),
        }
    }

    /// Merges, and reads as the engine does.
    fn read(&mut self) {
        self.merged = self.base.clone();
        self.merged.merge(self.patch);
        self.config = Config::read(&self.merged, &mut Reader::default()).unwrap_or_default();
        let entries = self.config.flows.iter().flat_map(|(_, flow)| &flow.steps);
        self.asked = entries.flat_map(|entry| entry.0.iter().cloned()).collect();
    }

    /// Notes a finding, once.
    fn add(
        &mut self,
        code: &'static Code,
        path: impl Into<String>,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) {
        let (path, message) = (path.into(), message.into());
        if self.said.insert((code.code, path.clone(), message.clone())) {
            self.told.insert((code.code, path.clone()));
            self.findings.push(finding(code, path, message, fix.into()));
        }
    }

    fn has(&self, code: &Code, path: &str) -> bool {
        self.told.contains(&(code.code, path.to_string()))
    }

    /// The known word that was probably meant.
    fn nearest<'w>(&self, word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
        let left = self.guesses.get().checked_sub(1)?;
        self.guesses.set(left);
        near::nearest(word, known)
    }

    /// `Did you mean "…"?`, or else another way out.
    fn meant<'w>(&self, word: &str, known: impl IntoIterator<Item = &'w str>, otherwise: impl Into<String>) -> String {
        self.nearest(word, known).map_or_else(|| otherwise.into(), |word| format!("Did you mean \"{word}\"?"))
    }

    /// Notes that the value at a path cannot be read.
    fn flaw(&mut self, path: &str) {
        self.flawed.insert(path.into());
    }

    /// Whether something at or below a path cannot be read.
    fn is_flawed(&self, path: &str) -> bool {
        self.flawed.contains(path) || self.flaws_below(path).next().is_some()
    }

    /// What cannot be read below a path: the rest of each place.
    fn flaws_below<'s>(&'s self, path: &str) -> impl Iterator<Item = &'s str> {
        let inside = format!("{path}/");
        let length = path.len();
        let from = self.flawed.range(inside.clone()..);
        from.take_while(move |flaw| flaw.starts_with(&inside)).map(move |flaw| &flaw[length..])
    }

    /// Whether the merchant wrote this place: only then is it theirs to mend.
    fn is_mine(&self, path: &str) -> bool {
        self.order.contains_key(path)
    }

    /// Whether what the patch builds on has this place.
    fn is_inherited(&self, path: &str) -> bool {
        self.inherited.contains_key(path)
    }

    /// The first of these places that the merchant wrote; None: nothing of it is theirs.
    fn first_mine<const N: usize>(&self, paths: [String; N]) -> Option<String> {
        paths.into_iter().find(|path| self.is_mine(path))
    }

    /// Languages a shopper can choose from: those the shop declares, its own first, else all that have every text, in Redress's files or in
    /// one of the merchant's own.
    fn offered(&self) -> Vec<&str> {
        if !self.config.locales.is_empty() {
            return self.config.locales.iter().map(String::as_str).collect();
        }
        let own = self.config.locale_files.iter().map(|(tag, _)| tag);
        let mut tags: Vec<&str> = self.library.whole().map(|(tag, _)| tag).collect();
        tags.extend(own.filter(|tag| self.library.whole().all(|(whole, _)| whole != *tag)));
        tags
    }

    /// Languages in which the merchant's own texts have to be there: those the shop declares or, where it declares none, its own.
    fn required(&self) -> Vec<&str> {
        if self.config.locales.is_empty() { vec![self.config.shop_locale()] } else { self.offered() }
    }

    /// Whether a file of the merchant's own has the texts of a language, for its tag or its language.
    fn has_file(&self, tag: &str) -> bool {
        self.config.locale_files.iter().any(|(known, _)| texts::same(tag, known))
    }

    /// Steps of which it can be read what they are and offer. A condition or a limit that cannot be read is left out of them.
    fn steps(&self) -> Vec<(String, Step)> {
        let spoils = |rest: &str| {
            let parts: Vec<&str> = rest.split('/').collect();
            matches!(parts.as_slice(), ["", "kind" | "per" | "options" | "option", ..] if !parts.contains(&"when"))
        };
        let sound = |(id, _): &(&str, &Step)| {
            let path = below("/steps", id);
            !self.flawed.contains(&path) && !self.flaws_below(&path).any(spoils)
        };
        self.config.steps.iter().filter(sound).map(|(id, step)| (id.to_string(), step.clone())).collect()
    }

    /// All findings in the order of the merchant's file.
    fn in_order(self) -> Vec<Finding> {
        let order = self.order;
        let mut findings = self.findings;
        let more = findings.len().saturating_sub(MAX_FINDINGS);
        if more > 0 {
            // An error is never left out for a warning.
            findings.sort_by_key(|finding| finding.severity);
            findings.truncate(MAX_FINDINGS);
        }
        findings.sort_by_cached_key(|finding| place(&finding.path, &order));
        if more > 0 {
            let message = format!("{more} more problems are not listed");
            let fix = "Mend these first and check again.".into();
            findings.push(finding(&codes::MORE, String::new(), message, fix));
        }
        findings
    }
}

fn numbered(json: &Json) -> HashMap<String, usize> {
    let mut order = HashMap::new();
    number(json, &mut String::new(), &mut order);
    order
}

/// Numbers every place of a file in the order in which it is read.
fn number(json: &Json, path: &mut String, order: &mut HashMap<String, usize>) {
    order.insert(path.clone(), order.len());
    let outside = path.len();
    match json {
        Json::Map(map) => {
            for (key, value) in map.iter() {
                push_token(path, key);
                number(value, path, order);
                path.truncate(outside);
            }
        }
        Json::List(list) => {
            for (at, value) in list.iter().enumerate() {
                push_token(path, &at.to_string());
                number(value, path, order);
                path.truncate(outside);
            }
        }
        _ => {}
    }
}

/// The number of a place or, where the file does not have it, of the nearest around it.
fn place(path: &str, order: &HashMap<String, usize>) -> usize {
    let mut path = path;
    loop {
        if let Some(at) = order.get(path) {
            return *at;
        }
        let Some(end) = path.rfind('/') else { return 0 };
        path = &path[..end];
    }
}

/// A path one step deeper.
fn below(path: &str, token: &str) -> String {
    let mut path = path.to_string();
    push_token(&mut path, token);
    path
}
