//! Letter: what is written to somebody, and the mail it becomes: headers by `lettre`'s types, so that no text can add one.

use std::time::SystemTime;

use jiff::Timestamp;
use lettre::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use redress_engine::Json;

use super::Mailer;
use crate::outbox::Message;

/// What is written, in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letter {
    /// Subject.
    pub subject: String,
    /// BCP 47 tag.
    pub language: String,
    /// The whole of it as plain text.
    pub text: String,
    /// The same as HTML, with nothing that has to be fetched.
    pub html: Option<String>,
    /// What goes along.
    pub files: Vec<LetterFile>,
}

/// A file that goes along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterFile {
    /// Its name.
    pub name: String,
    /// MIME type.
    pub mime: &'static str,
    /// Its content.
    pub content: String,
}

impl Letter {
    /// A letter that was written before it was put into the outbox, as the payload of any kind but `acknowledgement`:
    /// `{subject, language, text, html?}`. To an address that nobody vouches for goes the plain text only.
    pub fn of_payload(message: &Message) -> Letter {
        let text = |key: &str| message.payload.get(key).and_then(Json::as_text).map(str::to_string);
        let said = |key: &str| text(key).unwrap_or_default();
        let html = text("html").filter(|_| message.vouched);
        Letter { subject: said("subject"), language: said("language"), text: said("text"), html, files: Vec::new() }
    }

    /// The payload from which [`Letter::of_payload`] makes it again. Files are left out.
    pub fn to_payload(&self) -> Json {
        let mut payload = vec![("subject", &self.subject), ("language", &self.language), ("text", &self.text)];
        payload.extend(self.html.as_ref().map(|html| ("html", html)));
        let payload = payload.into_iter().map(|(key, value)| (key.to_string(), value.as_str().into()));
        Json::Map(redress_engine::json::Map(payload.collect()))
    }

    /// The mail as it goes over the line.
    pub(super) fn mail(
        &self,
        mailer: &Mailer,
        message: &Message,
        to: &Address,
        now: Timestamp,
    ) -> Result<Vec<u8>, lettre::error::Error> {
        let mut builder = lettre::Message::builder()
            .from(mailer.from.clone())
            // No name beside the address: names are what somebody typed.
            .to(Mailbox::new(None, to.clone()))
            .subject(self.subject.clone())
            .date(SystemTime::from(now))
            // The same in every attempt, so that receivers can drop a double.
            .message_id(Some(format!("<{}@{}>", message.id, mailer.from.email.domain())));
        if let Some(reply_to) = &mailer.reply_to {
            builder = builder.reply_to(reply_to.clone());
        }
        // RFC 3834: no vacation notice comes back.
        builder = builder.raw_header(header("Auto-Submitted", "auto-replied"));
        if !self.language.is_empty() {
            builder = builder.raw_header(header("Content-Language", &self.language));
        }
        let plain = SinglePart::plain(self.text.clone());
        let Some(html) = &self.html else { return Ok(builder.singlepart(plain)?.formatted()) };
        let body = MultiPart::alternative().singlepart(plain).singlepart(SinglePart::html(html.clone()));
        let mut parts = MultiPart::mixed().multipart(body);
        for file in &self.files {
            let mime = ContentType::parse(file.mime).unwrap_or(ContentType::TEXT_PLAIN);
            parts = parts.singlepart(Attachment::new(file.name.clone()).body(file.content.clone(), mime));
        }
        Ok(builder.multipart(parts)?.formatted())
    }
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbox::{Channel, State};
    use redress_engine::config::Shop;
    use uuid::Uuid;

    #[test]
    fn no_text_of_a_letter_becomes_a_header_and_html_goes_only_to_who_is_vouched_for() {
        let attack = "x\r\nBcc: v@example.net\r\n\r\nhello\nBcc: v@example.net";
        let shop = Shop { name: attack.into(), email: Some("help@tern.example".into()), ..Shop::default() };
        let mailer = Mailer::open("smtp://localhost", None, &shop).unwrap();
        let letter = Letter {
            subject: attack.into(),
            language: attack.into(),
            text: attack.into(),
            html: Some(attack.into()),
            files: vec![LetterFile { name: attack.into(), mime: "text/html", content: attack.into() }],
        };
        let now = Timestamp::UNIX_EPOCH;
        let mut message = Message {
            id: Uuid::nil(),
            complaint: Uuid::nil(),
            kind: "notice".into(),
            channel: Channel::Mail,
            recipient: "mira@example.org".into(),
            vouched: true,
            payload: letter.to_payload(),
            created_at: now,
            due_at: now,
            attempts: 1,
            state: State::Waiting,
            sent_at: None,
            last_error: None,
        };
        let again = Letter::of_payload(&message);
        assert_eq!(again, Letter { files: vec![], ..letter.clone() });
        message.vouched = false;
        assert_eq!(Letter::of_payload(&message).html, None);
        let mail = letter.mail(&mailer, &message, &"mira@example.org".parse().unwrap(), now).unwrap();
        let mail = String::from_utf8(mail).unwrap();
        let boundary = mail.split("boundary=\"").nth(1).unwrap().split('"').next().unwrap().to_string();
        for head in mail.split(&boundary).map(|part| part.split_once("\r\n\r\n").unwrap_or((part, "")).0) {
            assert!(!head.lines().any(|line| line.to_ascii_lowercase().starts_with("bcc")), "{head}");
        }
    }
}
