//! Mail: what goes out by e-mail: settings, letters, the acknowledgement of a complaint. Whether and when it goes is the outbox's business.

pub mod acknowledgement;
mod cautious;
pub mod letter;
mod server;
mod settings;
mod statement;

use std::fmt;

use jiff::Timestamp;
use lettre::Address;
use lettre::message::Mailbox;
use lettre::transport::smtp::Error;

pub use settings::{MailSettingsError, is_loopback};
pub(crate) use statement::Words;

use crate::outbox::{Attempt, Message};
use letter::Letter;
use server::{Failure, Server};

/// The way to one mail server.
#[derive(Clone)]
pub struct Mailer {
    server: Server,
    from: Mailbox,
    /// Where answers go, if that is not where it comes from.
    reply_to: Option<Mailbox>,
}

// The server's settings have its password.
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
        match self.server.deliver(&self.from.email, &to, &mail).await {
            Ok(()) => Attempt::Sent,
            Err(Failure::Refused(error)) => Attempt::Never(reason(&error)),
            Err(Failure::NotAscii) => Attempt::Never("the mail server takes no addresses beyond ASCII".into()),
            Err(Failure::Other(error)) => Attempt::Later(reason(&error)),
        }
    }
}

/// What went wrong, in our own words: servers repeat addresses in theirs.
fn reason(error: &Error) -> String {
    if let Some(code) = error.status() {
        return format!("the mail server answered {code}");
    }
    if !error.is_response() {
        // About the connection or our settings: for whoever has to mend them.
        tracing::warn!(%error, "the mail server cannot be used");
    }
    match () {
        () if error.is_timeout() => "the mail server did not answer in time",
        () if error.is_tls() => "there is no secure connection to the mail server",
        () if error.is_response() => "the mail server’s answer cannot be understood",
        () if error.is_client() => "the mail server lacks what the settings ask for",
        () => "there is no connection to the mail server",
    }
    .into()
}
