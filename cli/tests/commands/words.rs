//! `redress explain`, `redress schema` and the help.

use crate::call;

#[test]
fn every_code_that_is_listed_is_explained_with_an_example_wrong_and_right() {
    let list = call(&[], &["explain"]).out;
    let codes: Vec<&str> = list.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(codes.len() > 40);
    for code in ["config.syntax", "extends.cycle", "file.unreadable"] {
        assert!(codes.contains(&code), "{code}");
    }
    for code in [codes[0], codes[codes.len() / 2], codes[codes.len() - 1]] {
        let called = call(&[], &["explain", code]);
        assert_eq!(called.status, 0);
        assert!(called.out.starts_with(code) && called.out.contains("Wrong:\n") && called.out.contains("Right:\n"));
    }
    assert_eq!(call(&[], &["explain", "no.such-code"]).status, 2);
}

#[test]
fn schemas_are_printed_as_they_are_in_the_repository() {
    for name in ["config", "context", "complaint", "receipt", "answers", "offers", "next"] {
        let called = call(&[], &["schema", name]);
        let file = crate::root().join("schema").join(format!("{name}.v1.json"));
        assert_eq!(called.out, std::fs::read_to_string(file).unwrap(), "{name}");
        assert!(called.json()["$schema"].is_string());
    }
    assert_eq!(call(&[], &["schema", "shop"]).status, 2);
}

#[test]
fn help_and_version_are_no_wrong_call() {
    let help = call(&[], &["--help"]);
    assert_eq!((help.status, help.out.contains("simulate")), (0, true));
    assert_eq!(call(&[], &["check", "--help"]).status, 0);
    assert_eq!(call(&[], &["--version"]).out, format!("redress {}\n", env!("CARGO_PKG_VERSION")));
}
