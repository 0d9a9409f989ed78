//! Slack: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks, …/reference/block-kit/blocks/section-block (3,000 characters),
//! https://api.slack.com/changelog/2016-05-17-changes-to-errors-for-incoming-webhooks, and for the length of all blocks
//! https://github.com/slackapi/bolt-js/issues/2509.

use serde_json::{Value, json};

use super::{Came, Reply, Shelf, has_only};

pub const SETTINGS: &str = r#"{ "relays": [{ "to": "slack" }] }"#;
pub const SETTINGS_TOLD_ALL: &str = r#"{ "relays": [{ "to": "slack", "include": ["order", "words", "contact"] }] }"#;

pub fn rules(shelf: &mut Shelf, came: &Came) -> Reply {
    if came.what != "POST /services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX" {
        return (404, "no_service".into());
    }
    let Some(message) =
        came.json().filter(|message| has_only(message, &["text", "blocks", "unfurl_links", "unfurl_media"]))
    else {
        return (400, "invalid_payload".into());
    };
    let blocks = message["blocks"].as_array().cloned().unwrap_or_default();
    if message["text"].as_str().is_none_or(str::is_empty) && blocks.is_empty() {
        return (400, "no_text".into());
    }
    // Discord's limit of a message, at its address for Slack's format (discord.com/developers/docs/resources/webhook).
    if message["text"].as_str().is_some_and(|text| text.chars().count() > 2_000) {
        return (400, "invalid_form_body".into());
    }
    if blocks.len() > 50 || !blocks.iter().all(is_block) {
        return (400, "invalid_blocks".into());
    }
    let text = |block: &Value| block["text"]["text"].as_str().unwrap_or_default().to_string();
    let texts: Vec<String> = blocks.iter().map(text).collect();
    if texts.iter().map(|text| text.chars().count()).sum::<usize>() > 13_000 {
        return (400, "msg_blocks_too_long".into());
    }
    shelf.made.push(json!({ "text": texts.join("\n"), "files": [], "fallback": message["text"] }));
    (200, "ok".into())
}

fn is_block(block: &Value) -> bool {
    let (text, chars) = (&block["text"], block["text"]["text"].as_str().map_or(0, |text| text.chars().count()));
    block["type"] == "section"
        && text["type"] == "mrkdwn"
        && (1..=3000).contains(&chars)
        && has_only(text, &["type", "text", "verbatim"])
}
