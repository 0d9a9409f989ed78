//! Told: what was sent about a complaint, when, to whom, and what is still to be.

use super::words::moment;
use crate::desk::Desk;
use crate::format::IcuFormat;
use crate::mail::acknowledgement;
use crate::outbox::{Channel, Message, State};

/// All that was to be told of a complaint.
pub struct ToldView {
    /// Whether there is a mail server.
    pub mail: bool,
    /// What was sent, or is to be.
    pub messages: Vec<MessageView>,
    /// Whether an acknowledgement was written at all.
    pub acknowledged: bool,
}

/// One message.
pub struct MessageView {
    /// What it is.
    pub what: String,
    /// Where it goes.
    pub to: String,
    /// How it stands, in two words.
    pub state: &'static str,
    /// How that looks: as a tag.
    pub look: &'static str,
    /// When it was sent, or is tried next.
    pub when: Option<String>,
    /// Why it was not sent.
    pub why: Option<String>,
}

/// What the page of a complaint says of its messages.
pub fn told(desk: &Desk, format: &IcuFormat, messages: &[Message]) -> ToldView {
    let channels = desk.outbox.channels();
    let view = |message: &Message| {
        let at = |when: jiff::Timestamp| moment(desk, format, &when.to_string());
        let can_be_sent = channels.contains(&message.channel);
        let (state, look, when) = match message.state {
            State::Sent => ("Sent", "right", message.sent_at.map(at)),
            State::Failed => ("Not delivered", "warn", None),
            State::Suppressed => ("Held back", "gift", None),
            State::Waiting if !can_be_sent => ("Waiting", "quiet", None),
            State::Waiting if message.attempts == 0 => ("Waiting", "quiet", None),
            State::Waiting => ("Not delivered yet", "gift", Some(["Next attempt ", &at(message.due_at)].concat())),
        };
        let why = match message.state {
            State::Suppressed => Some(
                "this address got as many messages as one gets that nobody vouches for: 3 an hour, 10 a day".into(),
            ),
            _ => message.last_error.clone(),
        };
        MessageView { what: what(message), to: message.recipient.clone(), state, look, when, why }
    };
    ToldView {
        mail: desk.outbox.mailer.is_some(),
        messages: messages.iter().map(view).collect(),
        acknowledged: messages.iter().any(|message| message.kind == acknowledgement::KIND),
    }
}

/// What a message is called.
fn what(message: &Message) -> String {
    match (message.channel, message.kind.as_str()) {
        (Channel::Callback, event) => ["Callback ", event].concat(),
        (Channel::Relay, _) => "Relay".into(),
        (Channel::Mail, acknowledgement::KIND) if message.vouched => "Acknowledgement".into(),
        (Channel::Mail, acknowledgement::KIND) => "Acknowledgement without own words".into(),
        (Channel::Mail, kind) => {
            let mut kind = kind.replace('-', " ");
            if let Some(first) = kind.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            kind
        }
    }
}
