//! How hard the English texts are to read: Flesch–Kincaid grade, held to that of a reader of 11 (Kincaid and others 1975, "Derivation of New
//! Readability Formulas for Navy Enlisted Personnel"; grade 6 is age 11 to 12).
#![allow(clippy::unwrap_used, reason = "a test may say what it expects")]

mod texts;

use redress_engine::Json;
use redress_engine::check::Library;
use texts::STATUTORY;

/// The whole: grade 6 is what is promised, and far above what plain words need; held lower, so that it is seen when they drift.
const GRADE: f64 = 3.0;
/// One message of several words: short ones swing by one long word.
const GRADE_OF_ONE: f64 = 7.5;
const WORDS_OF_ONE: usize = 6;
/// Words whose vowels do not tell their syllables.
const SYLLABLES: [(&str, usize); 22] = [
    ("being", 2),
    ("couldn’t", 2),
    ("didn’t", 2),
    ("doesn’t", 2),
    ("elsewhere", 2),
    ("everything", 3),
    ("hasn’t", 2),
    ("idea", 3),
    ("isn’t", 2),
    ("meanwhile", 2),
    ("needn’t", 2),
    ("quiet", 2),
    ("reasonable", 4),
    ("safely", 2),
    ("safety", 2),
    ("science", 2),
    ("screenshot", 2),
    ("somebody", 3),
    ("something", 2),
    ("sometimes", 2),
    ("somewhere", 2),
    ("statement", 2),
];

/// Groups of vowels, without a silent e at the end.
fn syllables(word: &str) -> usize {
    let word = word.to_lowercase();
    if let Some((_, count)) = SYLLABLES.iter().find(|(known, _)| *known == word) {
        return *count;
    }
    // "you’re", "can’t", "shop’s"
    let word = word.split('’').next().unwrap();
    let is_vowel = |c: char| "aeiouy".contains(c);
    let mut groups = 0;
    let mut before = false;
    for c in word.chars() {
        groups += usize::from(is_vowel(c) && !before);
        before = is_vowel(c);
    }
    let silent = [("e", &["l"][..]), ("ed", &["t", "d"]), ("es", &["s", "x", "z", "h", "c", "g"])];
    let is_silent = silent.iter().any(|(end, unless)| {
        word.strip_suffix(end)
            .is_some_and(|stem| !stem.ends_with(is_vowel) && !unless.iter().any(|last| stem.ends_with(last)))
    });
    if groups > 1 && is_silent { groups - 1 } else { groups.max(1) }
}

#[derive(Default, Clone, Copy)]
struct Count {
    sentences: usize,
    words: usize,
    syllables: usize,
}

impl Count {
    /// What is put in counts as one short word; a label without a full stop as a sentence.
    fn of(text: &str) -> Count {
        let mut count = Count::default();
        let mut open = false;
        for token in text.split_whitespace() {
            let word = if token.contains(['{', '@', '/']) { "it" } else { token };
            let parts = word.split(|c: char| !c.is_alphabetic() && c != '’').filter(|part| !part.is_empty());
            for part in parts {
                count.words += 1;
                count.syllables += syllables(part);
                open = true;
            }
            if open && token.ends_with(['.', '?', ':', ';']) {
                count.sentences += 1;
                open = false;
            }
        }
        count.sentences += usize::from(open);
        count
    }

    fn plus(self, other: Count) -> Count {
        Count {
            sentences: self.sentences + other.sentences,
            words: self.words + other.words,
            syllables: self.syllables + other.syllables,
        }
    }

    fn grade(self) -> f64 {
        let (sentences, words, syllables) = (self.sentences as f64, self.words as f64, self.syllables as f64);
        0.39 * words / sentences + 11.8 * syllables / words - 15.59
    }
}

/// Every English text that the law does not word, counted: plurals by their last form, and no variants of a country.
fn counted() -> Vec<(String, String, Count)> {
    let library = Library::built_in();
    let english = library.messages("en").and_then(Json::as_map).unwrap();
    let own = english.iter().filter(|(key, _)| !key.contains('@') && !STATUTORY.contains(key));
    let text = |text: &Json| text.as_text().or_else(|| text.get("other")?.as_text()).unwrap().to_string();
    let all = own.map(|(key, message)| (key.to_string(), text(message), Count::of(&text(message))));
    all.filter(|(_, _, count)| count.words > 0).collect()
}

#[test]
fn syllables_are_counted_as_they_are_spoken() {
    for (word, count) in
        [("it", 1), ("please", 1), ("received", 2), ("added", 2), ("boxes", 2), ("table", 2), ("You’re", 1)]
    {
        assert_eq!(syllables(word), count, "{word}");
    }
    let count = Count::of("Sorry about that. What would help you most?");
    assert_eq!((count.sentences, count.words, count.syllables), (2, 8, 10));
}

#[test]
fn a_reader_of_eleven_understands_the_english_texts() {
    let sentences = counted().into_iter().filter(|(_, text, _)| text.ends_with(['.', '?']));
    let whole = sentences.fold(Count::default(), |sum, (_, _, count)| sum.plus(count));
    assert!(whole.grade() < GRADE, "{:.1}", whole.grade());
}

#[test]
fn no_single_text_is_much_harder_than_the_others() {
    let mut hard: Vec<_> = counted().into_iter().filter(|(_, _, count)| count.words >= WORDS_OF_ONE).collect();
    hard.sort_by(|(_, _, one), (_, _, other)| other.grade().total_cmp(&one.grade()));
    let worst = |(key, text, count): &(String, String, Count)| format!("{:.1} {key}: {text}", count.grade());
    let worst: Vec<String> = hard.iter().take_while(|(_, _, count)| count.grade() > GRADE_OF_ONE).map(worst).collect();
    assert_eq!(worst, [""; 0]);
}
