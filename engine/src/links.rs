//! Links in a merchant's text: `[text](https:…|mailto:…|tel:…)`, and nothing else of any markup.

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'t> {
    /// Text as it stands.
    Plain(&'t str),
    /// A link.
    Link {
        /// What it says.
        text: &'t str,
        /// Where it leads: https, mailto or tel.
        href: &'t str,
    },
}

/// A text in pieces, in order. What is not exactly a link of one of the three schemes stays as it was written.
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    // What stands before `done` is in `parts`.
    let (mut done, mut open) = (0, None);
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at) {
        match (byte, open) {
            // Of nested brackets the inner ones count.
            (b'[', _) => open = Some(at),
            (b']', Some(start)) => {
                open = None;
                let words = text.get(start + 1..at).unwrap_or_default();
                if let Some(href) = target(text.get(at + 1..).unwrap_or_default()).filter(|_| !words.trim().is_empty())
                {
                    push_plain(text.get(done..start), &mut parts);
                    parts.push(Part::Link { text: words, href });
                    // The bracket, the parentheses, what is between them.
                    at += href.len() + 2;
                    done = at + 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    push_plain(text.get(done..), &mut parts);
    parts
}

/// A text without its links, only with what they say: for places that cannot hold a link.
pub fn plain(text: &str) -> String {
    let mut plain = String::new();
    for part in parts(text) {
        plain.push_str(match part {
            Part::Plain(text) | Part::Link { text, .. } => text,
        });
    }
    plain
}

fn push_plain<'t>(text: Option<&'t str>, parts: &mut Vec<Part<'t>>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        parts.push(Part::Plain(text));
    }
}

/// The address in the parentheses that `rest` begins with, if it may be one.
fn target(rest: &str) -> Option<&str> {
    let rest = rest.strip_prefix('(')?;
    // A bracket or parenthesis ends the search, so that each character is looked at once.
    let href =
        rest.get(..rest.find(|c: char| matches!(c, '(' | ')' | '[' | ']' | '<' | '>' | '"' | '\\') || c <= ' ')?)?;
    (rest.get(href.len()..)?.starts_with(')') && is_link(href)).then_some(href)
}

/// Whether an address may be led to: https, mailto or tel, and something behind it.
pub fn is_link(href: &str) -> bool {
    let after = ["https://", "mailto:", "tel:"].iter().find_map(|scheme| href.strip_prefix(scheme));
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\\');
    after.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '+') && !rest.contains(odd))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> String {
        let show = |part: &Part| match part {
            Part::Plain(text) => (*text).to_string(),
            Part::Link { text, href } => format!("<{text}|{href}>"),
        };
        parts(text).iter().map(show).collect()
    }

    #[test]
    fn the_three_schemes_become_links_and_the_text_around_them_stays() {
        assert_eq!(
            shown("Read [our terms](https://a.example/t?x=1#y), [write](mailto:a@b.example) or [call](tel:+49301234)."),
            "Read <our terms|https://a.example/t?x=1#y>, <write|mailto:a@b.example> or <call|tel:+49301234>."
        );
        assert_eq!(shown("[ä😀](https://ä.example)"), "[ä😀](https://ä.example)", "a host begins with an ASCII letter");
        assert_eq!(shown("[a](https://b.example)[c](tel:1)"), "<a|https://b.example><c|tel:1>");
    }

    #[test]
    fn where_no_link_can_stand_its_words_do() {
        assert_eq!(
            plain("I have read the [terms](https://a.example/t) and [x](javascript:y)."),
            "I have read the terms and [x](javascript:y)."
        );
    }

    #[test]
    fn anything_else_stays_as_it_was_written() {
        for text in [
            "",
            "no link [here]",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert)",
            "[x](data:text/html,hi)",
            "[x](http://a.example)",
            "[x](HTTPS://a.example)",
            "[x](//a.example)",
            "[x](/terms)",
            "[x](https://)",
            "[x](https:///a)",
            "[x](mailto:)",
            "[x](tel:\u{202e}1)",
            "[x]( https://a.example)",
            "[x](https://a.example )",
            "[x](https://a.example\" onclick=\"y)",
            "[x](https://a.example\njavascript:y)",
            "[x](https://a.example",
            "[x] (https://a.example)",
            "[](https://a.example)",
            "[ ](https://a.example)",
            "x](https://a.example)",
            "[x](https://a.example/(b))",
            "[x](https://a.example\\@b.example)",
            "<a href=\"https://a.example\">x</a>",
            "**bold** _it_ `code`",
        ] {
            assert_eq!(parts(text), if text.is_empty() { vec![] } else { vec![Part::Plain(text)] }, "{text}");
        }
    }

    #[test]
    fn of_nested_or_unbalanced_brackets_the_innermost_pair_counts() {
        assert_eq!(shown("[a [b](https://c.example) d]"), "[a <b|https://c.example> d]");
        assert_eq!(shown("[[[b](https://c.example)"), "[[<b|https://c.example>");
        assert_eq!(shown("[a]](https://c.example)"), "[a]](https://c.example)");
        assert_eq!(shown("[a](x)[b](https://c.example)"), "[a](x)<b|https://c.example>");
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_scheme_slips_in(text in r"(\[|\]|\(|\)|a|ß| |https://a\.b|javascript:|mailto:x|tel:1){0,14}") {
            let mut whole = String::new();
            for part in parts(&text) {
                match part {
                    Part::Plain(text) => whole.push_str(text),
                    Part::Link { text, href } => {
                        prop_assert!(is_link(href) && !href.contains("javascript"));
                        whole.push_str(&format!("[{text}]({href})"));
                    }
                }
            }
            prop_assert_eq!(whole, text);
        }

        #[test]
        fn no_text_panics_it(text in any::<String>()) {
            let _ = parts(&text);
        }
    }
}
