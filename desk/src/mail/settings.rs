//! Settings: which mail server, and in whose name.

use lettre::Address;
use lettre::message::Mailbox;
use redress_engine::config::Shop;
use reqwest::Url;

use super::Mailer;
use super::server::Server;

/// Why mail cannot be sent.
#[derive(Debug, thiserror::Error)]
pub enum MailSettingsError {
    /// The server's address. It holds a password, so it is not repeated.
    #[error(
        "REDRESS_SMTP_URL is not an address such as smtp://user:password@mail.example:587?tls=required or smtps://user:password@mail.example"
    )]
    Url,
    /// A password over an open line.
    #[error("REDRESS_SMTP_URL would send the password unencrypted: use smtps:// or add ?tls=required")]
    OpenPassword,
    /// TLS cannot be set up.
    #[error(
        "there is no TLS for REDRESS_SMTP_URL: this machine has no certificates of authorities, or the host's name is odd"
    )]
    Tls,
    /// The sender's address.
    #[error("--mail-from is not an address such as \"Kettle & Co <help@kettle.example>\"")]
    From,
    /// Nobody to send in the name of.
    #[error("there is a mail server and no sender: give --mail-from, or shop.email in the config")]
    NoFrom,
}

impl Mailer {
    /// The mailer for a server's URL (`smtp://` or `smtps://`, `?tls=required|opportunistic`), in the name of `from` or of the shop.
    pub fn open(url: &str, from: Option<&str>, shop: &Shop) -> Result<Mailer, MailSettingsError> {
        let server = Server::of(url)?;
        let own = shop.email.as_deref().and_then(|email| mailbox(&shop.name, email));
        let from = match from {
            Some(from) => {
                let from: Mailbox = from.parse().map_err(|_| MailSettingsError::From)?;
                mailbox(from.name.as_deref().unwrap_or_default(), from.email.as_ref()).ok_or(MailSettingsError::From)?
            }
            None => own.clone().ok_or(MailSettingsError::NoFrom)?,
        };
        let reply_to = own.filter(|own| own.email != from.email);
        Ok(Mailer { server, from, reply_to })
    }
}

fn mailbox(name: &str, email: &str) -> Option<Mailbox> {
    // A line break in it would make lettre 0.11.23 panic (`Mailbox`'s Display).
    let name: String = name.trim().chars().filter(|c| !c.is_control()).collect();
    email.trim().parse::<Address>().ok().map(|email| Mailbox::new(Some(name).filter(|name| !name.is_empty()), email))
}

/// Whether a URL names this very machine.
pub fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(url: &str, from: Option<&str>, email: Option<&str>) -> Result<Mailer, MailSettingsError> {
        let shop = Shop { name: "Tern & Tide".into(), email: email.map(str::to_string), ..Shop::default() };
        Mailer::open(url, from, &shop)
    }

    #[test]
    fn a_password_goes_over_no_open_line_and_into_no_message() {
        for url in ["smtp://u:secret@mail.example:25", "smtp://u:secret@mail.example?tls=opportunistic"] {
            let error = open(url, Some("a@b.example"), None).unwrap_err();
            assert!(matches!(error, MailSettingsError::OpenPassword) && !error.to_string().contains("secret"));
        }
        for url in [
            "smtp://u:secret@mail.example:587?tls=required",
            "smtps://u:secret@mail.example",
            "smtp://u:p@127.0.0.1:25",
        ] {
            let mailer = open(url, Some("a@b.example"), None).unwrap();
            assert_eq!(format!("{mailer:?}"), "Mailer(a@b.example)");
        }
        for url in ["mail.example", "http://u:secret@mail.example", "smtp://u:secret@", ""] {
            let error = open(url, Some("a@b.example"), None).unwrap_err();
            assert!(matches!(error, MailSettingsError::Url) && !error.to_string().contains("secret"), "{url}");
        }
    }

    #[test]
    fn the_sender_is_the_option_or_the_shop_and_answers_go_to_the_shop() {
        let url = "smtp://localhost";
        let own = open(url, None, Some("help@tern.example")).unwrap();
        assert_eq!((own.from.to_string().as_str(), own.reply_to), ("Tern & Tide <help@tern.example>", None));
        let other = open(url, Some("Robot <no-reply@tern.example>"), Some("help@tern.example")).unwrap();
        assert_eq!(other.from.email.to_string(), "no-reply@tern.example");
        assert_eq!(other.reply_to.unwrap().email.to_string(), "help@tern.example");
        assert!(matches!(open(url, None, None), Err(MailSettingsError::NoFrom)));
        assert!(matches!(open(url, Some("nobody"), None), Err(MailSettingsError::From)));
    }
}
