//! Every folder of examples/ gives what its `expected.json` says. `UPDATE_EXAMPLES=1` rewrites that file.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may say what it expects")]

mod common;

use common::{Plain, TODAY, day, default_preset, json, read};
use redress_engine::answers::Answers;
use redress_engine::complaint::{Complaint, Sending, complaint};
use redress_engine::config::load;
use redress_engine::context::Context;
use redress_engine::flow::{next, prune};
use redress_engine::law::Law;
use redress_engine::offers::offers;
use redress_engine::read::Write;
use redress_engine::text::Texts;
use redress_engine::{Case, Json, Setting};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn folders() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("examples")).unwrap();
    let mut folders: Vec<_> = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    assert!(folders.len() >= 5, "the demo shop's five cases are examples");
    folders
}

fn file(folder: &Path, name: &str) -> Json {
    let path = folder.join(name);
    json(&fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

/// Runs `look` over the case of a folder.
fn with_case<T>(folder: &Path, look: impl FnOnce(Setting, &Case) -> T) -> T {
    let loaded = load(&default_preset(), &file(folder, "config.json"));
    assert_eq!(loaded.problems, [], "{}", folder.display());
    let page: Context = read(&file(folder, "context.json"));
    let answers: Answers = read(&file(folder, "answers.json"));
    let country = Case::country(&loaded.config, &page).unwrap_or_default().to_lowercase();
    let pack = root().join("law").join(format!("{country}.json"));
    let law: Option<Law> = pack.exists().then(|| read(&json(&fs::read_to_string(&pack).unwrap())));
    let setting = Setting {
        config: &loaded.config,
        flow_id: "complaint",
        page: &page,
        law: law.as_ref(),
        today: day(TODAY),
        locale: "en",
    };
    look(setting, &setting.case(&answers).unwrap())
}

#[test]
fn every_example_gives_what_it_says() {
    let mut differing = Vec::new();
    for folder in folders() {
        let actual = with_case(&folder, |_, case| {
            Json::map([("next", next(case).to_json()), ("offers", offers(case).to_json())])
        });
        let actual = serde_json::to_string_pretty(&actual).unwrap() + "\n";
        let path = folder.join("expected.json");
        if std::env::var_os("UPDATE_EXAMPLES").is_some() {
            fs::write(&path, &actual).unwrap();
        }
        if fs::read_to_string(&path).unwrap_or_default() != actual {
            differing.push(format!("{}:\n{actual}", path.display()));
        }
    }
    assert!(differing.is_empty(), "UPDATE_EXAMPLES=1 would write:\n{}", differing.join("\n"));
}

#[test]
fn no_example_holds_an_answer_that_pruning_would_take_away() {
    for folder in folders() {
        with_case(&folder, |setting, case| {
            assert_eq!(prune(setting, case.answers.clone()), *case.answers, "{}", folder.display());
        });
    }
}

#[test]
fn every_example_makes_a_complaint_that_reads_back() {
    for folder in folders() {
        with_case(&folder, |_, case| {
            let texts = Texts { config: case.config, locale: "en", messages: &Json::Null, format: &Plain };
            let made = complaint(case, Sending::default(), &texts, &texts);
            let (back, problems) = Complaint::from_json(&json(&made.to_json().to_text()));
            assert_eq!((back, problems), (Some(made), vec![]), "{}", folder.display());
        });
    }
}
