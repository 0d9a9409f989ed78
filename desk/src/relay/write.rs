//! Write: lines of a report as a target shows them: escaped for it, no longer than it takes, and without characters that play tricks.

use super::report::{Line, Sort};

/// How a target wants its text.
pub struct Style {
    /// Writes one character so that it is only ever text there.
    pub escape: fn(char, &mut String),
    /// What stands around a title.
    pub title: (&'static str, &'static str),
    /// Makes a link of an address of our own.
    pub link: fn(&str) -> String,
}

/// Text as it is.
pub const PLAIN: Style = Style { escape: |c, out| out.push(c), title: ("", ""), link: str::to_string };

/// HTML, with a break at the end of each line.
pub const HTML: Style =
    Style { escape: html, title: ("<b>", "</b>"), link: |url| format!("<a href=\"{url}\">{url}</a>") };

fn html(c: char, out: &mut String) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\'' => out.push_str("&#39;"),
        '\n' => out.push_str("<br>\n"),
        c => out.push(c),
    }
}

/// Shows that something was left out.
const MORE: &str = "…";
/// Bytes that are kept free for it and for what closes a title and ends two lines.
const RESERVE: usize = 32;

/// Lines as text of at most `limit` bytes, escapes included; what does not fit is cut off, never in the middle of an escape.
pub fn write<'a>(lines: impl IntoIterator<Item = &'a Line>, style: &Style, limit: usize) -> String {
    let room = limit.saturating_sub(RESERVE);
    let mut out = String::new();
    for line in lines {
        let (open, close) = if line.sort == Sort::Title { style.title } else { ("", "") };
        let gap = if line.name.is_empty() { "" } else { ": " };
        let link = if line.sort == Sort::Link { (style.link)(&line.value) } else { String::new() };
        if out.len() + open.len() + link.len() > room {
            return out + MORE;
        }
        if line.sort == Sort::Link {
            out.push_str(&link);
            (style.escape)('\n', &mut out);
            continue;
        }
        out.push_str(open);
        for c in [line.name.as_str(), gap, &line.value].iter().flat_map(|part| part.chars()).filter(|c| !is_trick(*c)) {
            let before = out.len();
            (style.escape)(c, &mut out);
            if out.len() > room {
                out.truncate(before);
                return [&out, MORE, close].concat();
            }
        }
        out.push_str(close);
        (style.escape)('\n', &mut out);
    }
    out
}

/// One line of plain text of at most so many characters, such as a subject.
pub fn one_line(text: &str, most: usize) -> String {
    let text: String =
        text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !is_trick(*c)).collect();
    let text = text.trim();
    if text.chars().count() <= most {
        return text.into();
    }
    text.chars().take(most.saturating_sub(1)).chain(MORE.chars()).collect()
}

/// Control characters, and those that turn the direction of what follows (Unicode TR9, section 2): with them a shopper's line could pass for
/// one of ours. Arabic or Hebrew text needs none of them.
fn is_trick(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(sort: Sort, name: &str, value: &str) -> Line {
        Line { sort, name: name.into(), value: value.into() }
    }

    #[test]
    fn html_is_text_in_html_and_tricks_are_left_out() {
        let lines = [line(Sort::Title, "", "A & B"), line(Sort::Words, "x", "<script>\n\"'\u{202e}\u{0}مرحبا")];
        assert_eq!(write(&lines, &HTML, 1000), "<b>A &amp; B</b><br>\nx: &lt;script&gt;<br>\n&quot;&#39;مرحبا<br>\n");
    }

    #[test]
    fn what_is_too_long_ends_in_a_whole_escape_and_a_closed_tag() {
        for limit in 0..90 {
            let text = write(&[line(Sort::Title, "", "&&&&"), line(Sort::Words, "ä", "&&&&")], &HTML, limit);
            assert!(text.len() <= limit.max(MORE.len()), "{limit}: {text}");
            assert_eq!(text.matches("<b>").count(), text.matches("</b>").count(), "{text}");
            assert_eq!(text.matches('&').count(), text.matches("&amp;").count(), "{text}");
        }
        assert_eq!(one_line(" a\r\nb\u{202e} ", 10), "a  b");
        assert_eq!(one_line("abcdef", 4), "abc…");
    }
}
