//! Near: which known word was probably meant, for "did you mean".

/// The nearest of the known words; None where none is near enough to be a slip of the finger.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // An id that long is pasted, not typed; and the comparison is quadratic.
    if word.is_empty() || word.len() > 80 {
        return None;
    }
    let (prefix, last) = split(word);
    let (whole, ending) = (fold(word), fold(last));
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        if candidate == word || candidate.len() > 80 {
            continue;
        }
        // Where what stands before the last dot is the same it says nothing: `item.foo` is not nearly `item.sku`.
        let (before, end) = split(candidate);
        let by_ending = !prefix.is_empty() && before == prefix;
        let (folded, other) = if by_ending { (&ending, fold(end)) } else { (&whole, fold(candidate)) };
        let allowed = match folded.len() {
            0..=2 => 1,
            3..=5 => 2,
            _ => 3,
        };
        let longer = folded.len().max(other.len());
        // A distance that changes half of the word says nothing.
        if folded.len().abs_diff(other.len()) > allowed {
            continue;
        }
        let distance = distance(folded, &other);
        if distance <= allowed && distance * 2 < longer && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, word)| word)
}

/// What stands before the last dot, and what after it.
fn split(word: &str) -> (&str, &str) {
    word.rsplit_once('.').unwrap_or(("", word))
}

/// Case, hyphens and underscores are the commonest slips: they cost nothing.
fn fold(word: &str) -> Vec<char> {
    word.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

/// Optimal string alignment: insertions, deletions, changes, and two neighbours swapped, each 1.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = change.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognised_and_another_word_is_not() {
        let known = ["name", "country", "email", "phone", "answerWithin", "sendBack"];
        for (word, meant) in [
            ("nmae", Some("name")),
            ("Name", Some("name")),
            ("adress", None),
            ("anserWithin", Some("answerWithin")),
            ("send_back", Some("sendBack")),
            ("name", None),
            ("", None),
            ("x", None),
        ] {
            assert_eq!(nearest(word, known), meant, "{word}");
        }
        let facts = ["item.sku", "item.category", "customer.kind"];
        assert_eq!(nearest("item.catgeory", facts), Some("item.category"));
        assert_eq!(nearest("item.foo", facts), None);
        assert_eq!(nearest("itme.sku", facts), Some("item.sku"));
        assert_eq!(nearest("fualty", ["damaged", "faulty"]), Some("faulty"));
    }
}
