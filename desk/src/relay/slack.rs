//! Slack: a message by an incoming webhook (docs.slack.dev/messaging/sending-messages-using-incoming-webhooks), or whatever takes its format.

use redress_engine::config::FlowKind;
use reqwest::{Method, Url};
use serde_json::{Value, json};

use super::report::{Line, Sort};
use super::work::{Work, json as with_json};
use super::write::{Style, one_line, write};
use crate::outbox::Attempt;

/// Bytes of the whole text. Slack answers `msg_blocks_too_long` from about 13,000 characters on, whatever the single limits.
const TEXT_BYTES: usize = 9_000;
/// Bytes of the text for notifications: Discord refuses more than 2,000 characters.
const FALLBACK_BYTES: usize = 1_900;
/// Bytes of one section: Slack takes 3,000 characters.
const SECTION_BYTES: usize = 2_900;
/// Characters of the first line.
const SUBJECT_CHARS: usize = 150;
/// What calls everybody in a chat that, unlike Slack, reads it out of plain text (Mattermost, Rocket.Chat).
const CALLS: [&str; 4] = ["channel", "here", "all", "everyone"];

/// Slack's mrkdwn, where these three make links, mentions and `<!channel>` (docs.slack.dev/messaging/formatting-message-text#escaping).
const MRKDWN: Style = Style {
    escape: |c, out| match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        c => out.push(c),
    },
    title: ("*", "*"),
    link: |url| ["<", url, ">"].concat(),
};

/// Posts a message. A webhook can neither be asked nor told apart two posts: where an answer was lost, the message comes twice.
pub async fn send(work: &Work<'_>, url: &Url, told: &[Sort]) -> Result<(), Attempt> {
    let report = work.report;
    let may_be_told = |line: &&Line| {
        matches!(line.sort, Sort::Title | Sort::Gap | Sort::Case | Sort::Link) || told.contains(&line.sort)
    };
    let alarm = if report.kind == FlowKind::Safety { "⚠ " } else { "" };
    let own = |sort, value: String| Line { sort, name: String::new(), value };
    let head = [
        own(Sort::Title, [alarm, &one_line(&report.subject, SUBJECT_CHARS)].concat()),
        own(Sort::Case, report.marks.join(", ")),
    ];
    let photos = report.photos(|_| false);
    let lines = head.iter().chain(&report.lines).chain(&photos).filter(may_be_told);
    let lines: Vec<Line> = lines.map(silent).collect();
    let text = write(&lines, &MRKDWN, TEXT_BYTES);
    let blocks: Vec<Value> = sections(&text).map(section).collect();
    let body = json!({
        // What notifications show; other chats show only this.
        "text": write(&lines, &MRKDWN, FALLBACK_BYTES),
        "blocks": blocks,
        // Nothing that a shopper wrote is fetched for a preview.
        "unfurl_links": false,
        "unfurl_media": false,
    });
    let answer = work.ask(with_json(work.client.request(Method::POST, url.clone()), &body)).await?;
    if answer.status.is_success() { Ok(()) } else { Err(work.refused(&answer)) }
}

/// `verbatim`: of addresses and names in the text no links and mentions are made; only ours are links.
fn section(text: &str) -> Value {
    json!({ "type": "section", "text": { "type": "mrkdwn", "text": text, "verbatim": true } })
}

/// A text in pieces that a section takes: between lines or words, and never within an escape.
fn sections(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text.trim_end();
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        if rest.is_empty() {
            return None;
        }
        let (piece, after) = rest.split_at(section_end(rest));
        rest = after;
        Some(piece)
    })
}

fn section_end(text: &str) -> usize {
    if text.len() <= SECTION_BYTES {
        return text.len();
    }
    let room = &text[..text.floor_char_boundary(SECTION_BYTES)];
    let gap = room.rfind('\n').or_else(|| room.rfind(' ')).filter(|at| *at > 0);
    let escape = || room.rfind('&').filter(|at| *at > 0 && !room[*at..].contains(';'));
    gap.or_else(escape).unwrap_or(room.len())
}

fn silent(line: &Line) -> Line {
    Line { sort: line.sort, name: quiet(&line.name), value: quiet(&line.value) }
}

/// The same text, in which nobody is called: a space of no width goes after the `@`.
fn quiet(text: &str) -> String {
    let mut parts = text.split('@');
    let mut out = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let calls = |word: &str| part.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        let gap = if CALLS.iter().any(|word| calls(word)) { "\u{200b}" } else { "" };
        out.extend(["@", gap, part]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_comes_in_pieces_that_lose_nothing_and_cut_no_escape() {
        for word in ["&amp;", "a ", "ä\n", "x"] {
            let text = word.repeat(9_000 / word.len());
            let pieces: Vec<&str> = sections(&text).collect();
            assert!(
                pieces
                    .iter()
                    .all(|piece| piece.len() <= 3_000 && piece.matches('&').count() == piece.matches("&amp;").count())
            );
            let plain = |text: &str| text.replace([' ', '\n'], "");
            assert_eq!(plain(&pieces.concat()), plain(&text));
        }
    }

    #[test]
    fn nobody_is_called_and_addresses_stay() {
        assert_eq!(quiet("@channel @HERE a@b.example"), "@\u{200b}channel @\u{200b}HERE a@b.example");
    }
}
