//! Tests of patterns: the subset, its limits, and the same answers as the `regex` crate.

use super::*;
use proptest::prelude::*;

fn matches(pattern: &str, text: &str) -> bool {
    Pattern::new(pattern).unwrap().matches(text)
}

fn error(pattern: &str) -> (usize, &'static str) {
    let error = Pattern::new(pattern).unwrap_err();
    (error.at, error.what)
}

#[test]
fn a_pattern_means_the_whole_text() {
    assert!(matches(r"SN-\d{6}", "SN-123456") && !matches(r"SN-\d{6}", "SN-1234567"));
    assert!(!matches(r"\d", " 1") && !matches("", "x") && matches("", ""));
    assert!(matches("^a+$", "aaa") && !matches("^a+$", "b"));
}

#[test]
fn repetition_holds_at_its_bounds() {
    let counts = |pattern: &str| -> Vec<usize> { (0..6).filter(|n| matches(pattern, &"a".repeat(*n))).collect() };
    assert_eq!(counts("a{2,4}"), [2, 3, 4]);
    assert_eq!(counts("a{3}"), [3]);
    assert_eq!(counts("a{4,}"), [4, 5]);
    assert_eq!(counts("a?"), [0, 1]);
    assert_eq!(counts("(aa)*"), [0, 2, 4]);
    assert_eq!(counts("(?:a|aa){2}"), [2, 3, 4]);
    assert!(Pattern::new("a{256}").is_ok());
}

#[test]
fn classes_and_escapes_are_ascii_and_white_space_is_not() {
    assert!(matches(r"[a-f\d\-_]+", "0-a_f") && !matches(r"[a-f]", "g"));
    assert!(matches(r"[^\d]", "x") && !matches(r"[^\d]", "1") && matches(r"\D\W\S", "a-b"));
    assert!(matches(r"\w+", "aZ_9") && !matches(r"\w", "ß") && !matches(r"\d", "٣"));
    assert!(matches(r"a\sb", "a\u{a0}b") && matches("[-a]", "-") && matches("[a-]", "-"));
    assert!(matches(".", "😀") && !matches(".", "\n"));
}

#[test]
fn what_is_not_in_the_subset_is_refused_with_its_place() {
    for (pattern, at, what) in [
        ("(?=a)", 2, "after (? only : is possible: no look-around, no names, no flags"),
        (r"(a)\1", 4, "there are no back-references"),
        ("a+?", 2, "one repetition is enough: none is lazy or possessive here"),
        ("a{2,1}", 5, "at most is less than at least"),
        ("a{257}", 4, "at most 256 times"),
        ("a{,2}", 2, "a number is missing"),
        ("ä(b", 3, "a ) is missing"),
        ("a)", 1, "this ) has no ("),
        ("[a", 2, "a ] is missing"),
        ("[]", 2, "an empty class matches nothing"),
        ("[z-a]", 4, "a range goes from a sign to a later one"),
        (r"[\w-z]", 5, "a range goes from a sign to a later one"),
        ("*", 0, "nothing to repeat here"),
        ("a}", 1, "write a backslash before it"),
        (r"\p{L}", 1, "this escape is unknown"),
        ("a^b", 1, "^ and $ stand only at the ends"),
        ("(a$)", 2, "^ and $ stand only at the ends"),
        ("\\", 1, "a sign is missing after the backslash"),
    ] {
        assert_eq!(error(pattern), (at, what), "{pattern}");
    }
    assert_eq!(error("^a|b$").1, "^ and $ around alternatives: leave them out, a pattern means the whole text");
}

#[test]
fn what_would_grow_without_end_is_refused_at_once() {
    for pattern in ["((a{256}){256}){256}", "(((((){256}){256}){256}){256}){256}", "((a?){200}){200}"] {
        assert_eq!(error(pattern).1, "the pattern is too large: repeat less", "{pattern}");
    }
    assert_eq!(error(&"(".repeat(500)).1, "at most 32 groups within groups");
    assert_eq!(error(&"a".repeat(1001)).1, "a pattern has at most 1000 characters");
}

#[test]
fn no_text_makes_it_slow() {
    for pattern in ["(a+)+", "(a|a)*", "(a|aa)+", "(a*)*", "((a*)*)*", "(.*a){20}"] {
        let pattern = Pattern::new(pattern).unwrap();
        let steps = |count: usize| pattern.run(&[&"a".repeat(count), "!"].concat()).1;
        // Each state at most once a character.
        for count in [10, 1000, 2000] {
            assert!(steps(count) <= (count + 2) * pattern.states.len());
        }
    }
}

/// The same expression as we write it and as the `regex` crate does.
fn expression() -> impl Strategy<Value = (String, String)> {
    let same = |text: &str| (text.to_string(), text.to_string());
    let leaf = prop_oneof![
        proptest::sample::select(vec![
            "a",
            "b",
            "1",
            "_",
            "-",
            " ",
            "ß",
            r"\.",
            r"\+",
            "[ab]",
            "[^a]",
            "[a-c1-3_-]",
            r"[^ab\-]"
        ])
        .prop_map(same),
        Just((".".into(), r"[^\n]".into())),
        Just((r"\d".into(), "[0-9]".into())),
        Just((r"\D".into(), "[^0-9]".into())),
        Just((r"\w".into(), "[0-9A-Za-z_]".into())),
        Just((r"\W".into(), "[^0-9A-Za-z_]".into())),
        Just((r"[\d\s]".into(), r"[0-9\s]".into())),
        Just((r"[^\w ]".into(), "[^0-9A-Za-z_ ]".into())),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let join = |parts: Vec<(String, String)>, with: &str| {
            let (ours, theirs): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
            (ours.join(with), theirs.join(with))
        };
        prop_oneof![
            proptest::collection::vec(inner.clone(), 1..4).prop_map(move |parts| join(parts, "")),
            (proptest::collection::vec(inner.clone(), 1..4), any::<bool>()).prop_map(move |(parts, plain)| {
                let (ours, theirs) = join(parts, "|");
                let open = if plain { "(" } else { "(?:" };
                ([open, &ours, ")"].concat(), ["(?:", &theirs, ")"].concat())
            }),
            (inner, proptest::sample::select(vec!["?", "*", "+", "{2}", "{0,2}", "{1,3}", "{2,}", "{0}"])).prop_map(
                |((ours, theirs), times)| (["(", &ours, ")", times].concat(), ["(?:", &theirs, ")", times].concat())
            ),
        ]
    })
}

proptest! {
    #[test]
    fn it_matches_what_the_regex_crate_matches(
        (ours, theirs) in expression(), texts in proptest::collection::vec("[ab1_ ß.+\\-\n]{0,8}", 12),
    ) {
        let pattern = match Pattern::new(&ours) {
            Ok(pattern) => pattern,
            Err(error) => {
                prop_assert_eq!(error.what, "the pattern is too large: repeat less");
                return Ok(());
            }
        };
        let regex = regex::Regex::new(&["^(?:", &theirs, r")\z"].concat()).unwrap();
        for text in texts {
            prop_assert_eq!(pattern.matches(&text), regex.is_match(&text), "{} of {:?}", ours, text);
        }
    }

    #[test]
    fn no_pattern_and_no_text_panics_it(pattern in r"[ab()|?*+{}0-9,\[\]^$\\dwsDWSp.:=<!ß-]{0,30}", text in any::<String>()) {
        if let Ok(pattern) = Pattern::new(&pattern) {
            let _ = pattern.matches(&text);
        }
    }
}
