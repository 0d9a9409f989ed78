//! Server: one mail over one SMTP connection, command by command, so that what is refused for good (a recipient, a mail) can be told from
//! what somebody will mend (a password, a sender, a relay that is down): lettre's transport gives the same error for both.

use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use percent_encoding::percent_decode_str;
use reqwest::Url;
use tokio::time::timeout;

use super::settings::{MailSettingsError, is_loopback};

/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(20);
/// How long a server may take to say goodbye to a mail that it has.
const GOODBYE: Duration = Duration::from_secs(2);
/// What mail servers of shops speak; the first that both know is taken.
const MECHANISMS: [Mechanism; 2] = [Mechanism::Plain, Mechanism::Login];

/// A mail server and how to speak with it.
#[derive(Clone)]
pub struct Server {
    host: String,
    port: u16,
    security: Security,
    credentials: Option<Credentials>,
}

/// When the line is encrypted.
#[derive(Clone)]
enum Security {
    /// Never.
    Open,
    /// After a greeting, if the server can.
    Opportunistic(TlsParameters),
    /// After a greeting, or not at all.
    Required(TlsParameters),
    /// From the first byte.
    Wrapper(TlsParameters),
}

/// Why a mail was not taken.
pub enum Failure {
    /// The recipient or the mail is refused for good.
    Refused(Error),
    /// The server takes no addresses beyond ASCII.
    NotAscii,
    /// Anything else: another attempt may go better.
    Other(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure::Other(error)
    }
}

impl Server {
    /// The server of a URL: `smtp://` (port 25, with `?tls=` 587) or `smtps://` (465), `?tls=required|opportunistic`.
    pub fn of(url: &str) -> Result<Server, MailSettingsError> {
        let url = Url::parse(url).map_err(|_| MailSettingsError::Url)?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(MailSettingsError::Url)?;
        let parameters = || TlsParameters::new(host.into()).map_err(|_| MailSettingsError::Tls);
        let tls = url.query_pairs().find(|(key, _)| key == "tls").map(|(_, value)| value.into_owned());
        let (security, port) = match (url.scheme(), tls.as_deref()) {
            ("smtp", None) => (Security::Open, 25),
            ("smtp", Some("opportunistic")) => (Security::Opportunistic(parameters()?), 587),
            ("smtp", Some("required")) => (Security::Required(parameters()?), 587),
            ("smtps", _) => (Security::Wrapper(parameters()?), 465),
            _ => return Err(MailSettingsError::Url),
        };
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let credentials = url.password().map(|password| Credentials::new(decoded(url.username()), decoded(password)));
        let encrypted = matches!(security, Security::Required(_) | Security::Wrapper(_));
        if credentials.is_some() && !encrypted && !is_loopback(&url) {
            return Err(MailSettingsError::OpenPassword);
        }
        // Brackets are the URL's, not the address's.
        let host = host.trim_matches(['[', ']']).to_string();
        Ok(Server { host, port: url.port().unwrap_or(port), security, credentials })
    }

    /// Hands over one mail.
    pub async fn deliver(&self, from: &Address, to: &Address, mail: &[u8]) -> Result<(), Failure> {
        let mut line = self.connect().await?;
        let handed = hand_over(&mut line, from, to, mail).await;
        match handed {
            // The server has it, however it takes leave.
            Ok(()) => drop(timeout(GOODBYE, line.quit()).await),
            Err(_) => drop(timeout(GOODBYE, line.abort()).await),
        }
        handed
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Error> {
        let hello = ClientId::default();
        let wrapper = if let Security::Wrapper(tls) = &self.security { Some(tls.clone()) } else { None };
        let address = (self.host.as_str(), self.port);
        let mut line = AsyncSmtpConnection::connect_tokio1(address, Some(CONNECT), &hello, wrapper, None).await?;
        match &self.security {
            // Fails where the server cannot.
            Security::Required(tls) => line.starttls(tls.clone(), &hello).await?,
            Security::Opportunistic(tls) if line.can_starttls() => line.starttls(tls.clone(), &hello).await?,
            Security::Opportunistic(_) | Security::Wrapper(_) | Security::Open => {}
        }
        if let Some(credentials) = &self.credentials {
            line.auth(&MECHANISMS, credentials).await?;
        }
        Ok(line)
    }
}

async fn hand_over(line: &mut AsyncSmtpConnection, from: &Address, to: &Address, mail: &[u8]) -> Result<(), Failure> {
    let is_ascii = |address: &Address| AsRef::<str>::as_ref(address).is_ascii();
    let mut parameters = Vec::new();
    if !is_ascii(to) || !is_ascii(from) {
        if !line.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Err(Failure::NotAscii);
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    line.command(Mail::new(Some(from.clone()), parameters)).await?;
    line.command(Rcpt::new(to.clone(), Vec::new())).await.map_err(of_this_mail)?;
    line.command(Data).await.map_err(of_this_mail)?;
    line.message(mail).await.map_err(of_this_mail)?;
    Ok(())
}

/// 55x is about mailbox and mail, 501 about how the address is written (RFC 5321, section 4.2); 530 and its like are about us.
fn of_this_mail(error: Error) -> Failure {
    let code = error.status().map(|code| code.to_string()).unwrap_or_default();
    if code.starts_with("55") || code == "501" { Failure::Refused(error) } else { Failure::Other(error) }
}
