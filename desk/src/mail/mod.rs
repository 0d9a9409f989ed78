//! Mail: what goes out by e-mail: settings, letters, the acknowledgement of a complaint. Whether and when it goes is the outbox's business.

pub mod acknowledgement;
mod cautious;
pub mod letter;
mod settings;
mod statement;

use std::fmt;

use jiff::Timestamp;
use lettre::address::Envelope;
use lettre::message::Mailbox;
use lettre::transport::smtp::{AsyncSmtpTransport, Error};
use lettre::{Address, AsyncTransport, Tokio1Executor};

pub use settings::{MailSettingsError, is_loopback};

use crate::outbox::{Attempt, Message};
use letter::Letter;

/// The way to one mail server.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    /// Where answers go, if that is not where it comes from.
    reply_to: Option<Mailbox>,
}

// The transport knows the password.
impl fmt::Debug for Mailer {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "Mailer({})", self.from.email)
    }
}

impl Mailer {
    /// Hands a letter to the mail server, once.
    pub async fn send(&self, message: &Message, letter: &Letter, now: Timestamp) -> Attempt {
        let Ok(to) = message.recipient.parse::<Address>() else {
            return Attempt::Never("this is no e-mail address".into());
        };
        let mail = match letter.mail(self, message, &to, now) {
            Ok(mail) => mail,
            Err(error) => return Attempt::Never(["the letter cannot be written: ", &error.to_string()].concat()),
        };
        let ascii = AsRef::<str>::as_ref(&to).is_ascii();
        let Ok(envelope) = Envelope::new(Some(self.from.email.clone()), vec![to]) else {
            return Attempt::Never("this is no e-mail address".into());
        };
        match self.transport.send_raw(&envelope, &mail).await {
            Ok(_) => Attempt::Sent,
            Err(error) => ended(&error, ascii),
        }
    }
}

/// Answers that mean that the server does not take this recipient or this mail (RFC 5321, section 4.2.3). Other permanent ones (530 and 535,
/// a wrong password; 502, 503, 504) are about the server or our settings: they may be mended, and nobody's mail is lost for them.
const REFUSED: [&str; 7] = ["501", "550", "551", "552", "553", "554", "556"];

/// What an error means. Its text is not kept: servers repeat addresses in it.
fn ended(error: &Error, ascii: bool) -> Attempt {
    if let Some(code) = error.status().map(|code| code.to_string()) {
        let reason = format!("the mail server answered {code}");
        return if REFUSED.contains(&code.as_str()) { Attempt::Never(reason) } else { Attempt::Later(reason) };
    }
    if error.is_client() && !ascii {
        return Attempt::Never("the mail server takes no addresses beyond ASCII".into());
    }
    if !error.is_response() && !error.is_client() {
        // About the connection: for whoever has to mend it.
        tracing::warn!(%error, "the mail server cannot be used");
    }
    let reason = match () {
        () if error.is_timeout() => "the mail server did not answer in time",
        () if error.is_tls() => "there is no secure connection to the mail server",
        () if error.is_response() => "the mail server’s answer cannot be understood",
        () if error.is_client() => "the mail server lacks what the settings ask for",
        () => "there is no connection to the mail server",
    };
    Attempt::Later(reason.into())
}
