//! Every folder of examples/ gives what its `expected.json` says, and their list in examples/README.md is theirs.
//! `UPDATE_EXAMPLES=1` rewrites both.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may say what it expects")]

mod common;

use common::{TODAY, day, default_preset, json, read};
use redress_engine::answers::Answers;
use redress_engine::check::{Library, check};
use redress_engine::complaint::{Complaint, Sending, complaint};
use redress_engine::config::{StepKind, load};
use redress_engine::context::Context;
use redress_engine::flow::{next, prune, screens};
use redress_engine::law::Law;
use redress_engine::offers::offers;
use redress_engine::read::Write;
use redress_engine::text::{Format, Texts};
use redress_engine::{Case, Day, Json, Setting, money};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What a case.json may say.
const KEYS: [&str; 6] = ["title", "about", "flow", "opens", "today", "locale"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A folder and what its case.json says.
struct Example {
    folder: PathBuf,
    case: Json,
}

impl Example {
    /// Every folder, by name.
    fn all() -> Vec<Example> {
        let entries = fs::read_dir(root().join("examples")).unwrap();
        let mut folders: Vec<_> = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
        folders.sort();
        let example = |folder: PathBuf| Example { case: file(&folder, "case.json"), folder };
        folders.into_iter().map(example).collect()
    }

    fn name(&self) -> &str {
        self.folder.file_name().unwrap().to_str().unwrap()
    }

    fn says(&self, key: &str) -> Option<&str> {
        self.case.get(key).and_then(Json::as_text)
    }

    fn today(&self) -> &str {
        self.says("today").unwrap_or(TODAY)
    }

    /// Runs `look` over the case.
    fn with_case<T>(&self, look: impl FnOnce(Setting, &Case) -> T) -> T {
        let loaded = load(&default_preset(), &file(&self.folder, "config.json"));
        assert_eq!(loaded.problems, [], "{}", self.name());
        let page: Context = read(&file(&self.folder, "context.json"));
        let answers: Answers = read(&file(&self.folder, "answers.json"));
        let country = Case::country(&loaded.config, &page).unwrap_or_default().to_lowercase();
        let pack = root().join("law").join(format!("{country}.json"));
        let law: Option<Law> = pack.exists().then(|| Law::from_json(&json(&fs::read_to_string(&pack).unwrap())));
        let setting = Setting {
            config: &loaded.config,
            flow_id: self.says("flow").unwrap_or("complaint"),
            page: &page,
            law: law.as_ref(),
            today: day(self.today()),
            locale: self.says("locale").unwrap_or("en"),
        };
        look(setting, &setting.case(&answers).unwrap_or_else(|| panic!("{} has no such flow", self.name())))
    }

    /// The complaint, with fixed what the browser adds.
    fn complaint(&self) -> Complaint {
        let library = Library::built_in();
        self.with_case(|_, case| {
            let texts = |locale| Texts {
                config: case.config,
                locale,
                messages: library.messages(locale).unwrap(),
                format: &Data,
            };
            let sending = Sending {
                id: "019a9d5a-0c00-7000-8000-000000000000".into(),
                confirmed_at: [self.today(), "T10:00:00+01:00"].concat(),
                time_zone: case.context.order.time_zone.clone().or(case.law.map(|law| law.zone.clone())),
                page: "https://shop.example/orders".into(),
                ..Sending::default()
            };
            complaint(case, sending, &texts(case.locale), &texts(case.config.shop_locale()))
        })
    }
}

fn file(folder: &Path, name: &str) -> Json {
    let path = folder.join(name);
    json(&fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

/// The file is what it should be, or the difference; told to, it is made so.
fn differs(path: &Path, wanted: &str) -> Option<String> {
    if std::env::var_os("UPDATE_EXAMPLES").is_some() {
        fs::write(path, wanted).unwrap();
    }
    let there = fs::read_to_string(path).unwrap_or_default();
    (there != wanted).then(|| format!("{}:\n{wanted}", path.display()))
}

/// Dates, money and numbers as data shows them.
struct Data;

impl Format for Data {
    fn date(&self, day: Day) -> String {
        day.iso()
    }

    fn money(&self, amount: i64, currency: &str) -> String {
        [&money::decimal(amount, currency), " ", currency].concat()
    }

    fn plural(&self, count: i64) -> String {
        if count == 1 { "one" } else { "other" }.into()
    }

    fn number(&self, count: i64) -> String {
        count.to_string()
    }
}

#[test]
fn every_example_gives_what_it_says() {
    let mut differing = Vec::new();
    for example in Example::all() {
        let (next, offers) = example.with_case(|_, case| (next(case).to_json(), offers(case).to_json()));
        let complaint = example.complaint().to_json();
        let actual = Json::map([("next", next), ("offers", offers), ("complaint", complaint)]);
        let actual = serde_json::to_string_pretty(&actual).unwrap() + "\n";
        differing.extend(differs(&example.folder.join("expected.json"), &actual));
    }
    assert!(differing.is_empty(), "UPDATE_EXAMPLES=1 would write:\n{}", differing.join("\n"));
}

#[test]
fn every_example_is_a_case_that_is_ready_to_be_sent() {
    for example in Example::all() {
        let next = example.with_case(|_, case| next(case));
        assert_eq!((next.step, next.invalid, next.remaining), (None, vec![], 0), "{}", example.name());
    }
}

#[test]
fn the_checker_has_nothing_to_say_about_any_example() {
    for example in Example::all() {
        let text = fs::read_to_string(example.folder.join("config.json")).unwrap();
        assert_eq!(check(&text, &Library::built_in()), [], "{}", example.name());
    }
}

#[test]
fn no_example_holds_an_answer_that_pruning_would_take_away() {
    for example in Example::all() {
        example.with_case(|setting, case| {
            assert_eq!(prune(setting, case.answers.clone()), *case.answers, "{}", example.name());
        });
    }
}

#[test]
fn every_example_makes_a_complaint_that_reads_back() {
    for example in Example::all() {
        let made = example.complaint();
        let (back, problems) = Complaint::from_json(&json(&made.to_json().to_text()));
        assert_eq!((back, problems), (Some(made), vec![]), "{}", example.name());
    }
}

#[test]
fn no_label_of_a_complaint_is_a_bare_id_or_an_empty_placeholder() {
    for example in Example::all() {
        let made = example.complaint();
        for answer in made.shared.iter().chain(made.items.iter().flat_map(|item| &item.answers)) {
            for label in [&answer.label, &answer.shop_label] {
                let bare = !label.contains(' ') && label.contains('.') || label.contains('{');
                assert!(!label.is_empty() && !bare, "{}: {} says {label}", example.name(), answer.step);
            }
        }
    }
}

#[test]
fn every_kind_of_step_is_asked_in_some_example() {
    let mut asked = BTreeSet::new();
    for example in Example::all() {
        example.with_case(|_, case| {
            for screen in screens(case).iter().filter(|screen| !screen.known) {
                asked.extend(screen.steps.iter().filter_map(|(id, _)| case.step(id)).map(|step| step.kind.as_str()));
            }
        });
    }
    let missing: Vec<_> = StepKind::ALL.iter().map(|(word, _)| *word).filter(|word| !asked.contains(word)).collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn there_are_examples_enough_and_no_two_say_the_same() {
    let examples = Example::all();
    assert!(examples.len() >= 25, "{}", examples.len());
    let mut seen = BTreeSet::new();
    for example in &examples {
        let (title, about) = (example.says("title").unwrap(), example.says("about").unwrap());
        assert!(seen.insert(title), "{title}");
        assert!((20..=220).contains(&about.chars().count()) && about.ends_with('.'), "{title}: {about}");
        let keys = example.case.as_map().unwrap().iter().map(|(key, _)| key);
        assert_eq!(keys.filter(|key| !KEYS.contains(key)).collect::<Vec<_>>(), [""; 0], "{title}");
        let opens = example.says("opens").or(example.says("flow")).unwrap_or("complaint");
        let there = example.with_case(|_, case| case.config.flows.get(opens).is_some());
        assert!(there, "{title} opens {opens}");
    }
}

#[test]
fn the_readme_lists_every_example() {
    const BEGIN: &str =
        "<!-- list: begin (written by UPDATE_EXAMPLES=1 cargo test -p redress-engine --test examples) -->\n";
    const END: &str = "<!-- list: end -->";
    let path = root().join("examples/README.md");
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let mut list = String::from("| case | what it shows |\n|---|---|\n");
    // From one line to the longest.
    let mut examples = Example::all();
    examples.sort_by_key(|example| fs::metadata(example.folder.join("config.json")).unwrap().len());
    for example in examples {
        let (title, about) = (example.says("title").unwrap(), example.says("about").unwrap());
        list.push_str(&format!("| [{title}]({}/config.json) | {about} |\n", example.name()));
    }
    let differing = differs(&path, &format!("{before}{BEGIN}{list}{END}{after}"));
    assert!(differing.is_none(), "UPDATE_EXAMPLES=1 would write:\n{}", differing.unwrap_or_default());
}
