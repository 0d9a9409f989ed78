//! SMTP: a mail server for tests, as kind, slow, choosy or busy as a test needs it.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use mail_parser::{Message, MessageParser, MimeHeaders};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// How it treats who comes.
#[derive(Debug, Clone, Copy)]
pub enum Temper {
    /// Takes everything.
    Kind,
    /// Takes the connection, and says nothing.
    Silent,
    /// Takes the whole mail, and says nothing then.
    SilentAtTheEnd,
    /// Answers so to a recipient that contains this.
    Refuses(&'static str, &'static str),
    /// Answers so to the first recipient, then is kind.
    BusyOnce(&'static str),
    /// Greets so.
    Closed(&'static str),
    /// Answers so to the sender.
    RefusesSender(&'static str),
}

/// A mail as it came over the line.
#[derive(Debug, Clone)]
pub struct Mail {
    pub to: Vec<String>,
    pub raw: String,
}

/// A running server; it ends with the test.
pub struct Smtp {
    pub address: SocketAddr,
    /// Every command that came.
    pub commands: Arc<Mutex<Vec<String>>>,
    mails: UnboundedReceiver<Mail>,
    connections: UnboundedReceiver<()>,
}

impl Smtp {
    pub async fn start(temper: Temper) -> Smtp {
        Smtp::on(TcpListener::bind("127.0.0.1:0").await.unwrap(), temper)
    }

    /// At an address that somebody has chosen before.
    pub fn on(listener: TcpListener, temper: Temper) -> Smtp {
        let address = listener.local_addr().unwrap();
        let (mail, mails) = unbounded_channel();
        let (connection, connections) = unbounded_channel();
        let recipients = Arc::new(AtomicUsize::new(0));
        let commands = Arc::<Mutex<Vec<String>>>::default();
        let noted = commands.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let _ = connection.send(());
                tokio::spawn(talk(stream, temper, recipients.clone(), mail.clone(), noted.clone()));
            }
        });
        Smtp { address, commands, mails, connections }
    }

    /// What the desk is told.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// The next mail, when it comes.
    pub async fn mail(&mut self) -> Mail {
        self.mails.recv().await.unwrap()
    }

    /// The next connection, when it comes.
    pub async fn connected(&mut self) {
        self.connections.recv().await.unwrap();
    }

    /// All that came until now.
    pub fn came(&mut self) -> Vec<Mail> {
        std::iter::from_fn(|| self.mails.try_recv().ok()).collect()
    }
}

async fn talk(
    stream: TcpStream,
    temper: Temper,
    recipients: Arc<AtomicUsize>,
    mails: UnboundedSender<Mail>,
    noted: Arc<Mutex<Vec<String>>>,
) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    if matches!(temper, Temper::Silent) {
        // Until the other side has had enough.
        while let Ok(Some(_)) = lines.next_line().await {}
        return;
    }
    let mut mail = Mail { to: Vec::new(), raw: String::new() };
    let mut answer =
        if let Temper::Closed(code) = temper { format!("{code} go away") } else { "220 test ESMTP".into() };
    loop {
        if write.write_all((answer + "\r\n").as_bytes()).await.is_err() {
            return;
        }
        let Ok(Some(line)) = lines.next_line().await else { return };
        noted.lock().unwrap().push(line.clone());
        let verb = line.to_ascii_uppercase();
        answer = if verb.starts_with("EHLO") {
            "250-test\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME".into()
        } else if verb.starts_with("AUTH") {
            "235 welcome".into()
        } else if verb.starts_with("RCPT") {
            match temper {
                Temper::Refuses(who, code) if line.contains(who) => format!("{code} <{who}> no such user"),
                Temper::BusyOnce(code) if recipients.fetch_add(1, Ordering::SeqCst) == 0 => format!("{code} later"),
                _ => {
                    mail.to.push(line.split(['<', '>']).nth(1).unwrap().into());
                    "250 ok".into()
                }
            }
        } else if let (Temper::RefusesSender(code), true) = (temper, verb.starts_with("MAIL")) {
            format!("{code} who are you")
        } else if verb == "DATA" {
            if write.write_all(b"354 go on\r\n").await.is_err() {
                return;
            }
            while let Ok(Some(line)) = lines.next_line().await {
                if line == "." {
                    break;
                }
                mail.raw.push_str(line.strip_prefix('.').unwrap_or(&line));
                mail.raw.push_str("\r\n");
            }
            let _ = mails.send(std::mem::replace(&mut mail, Mail { to: Vec::new(), raw: String::new() }));
            if matches!(temper, Temper::SilentAtTheEnd) {
                while let Ok(Some(_)) = lines.next_line().await {}
                return;
            }
            "250 taken".into()
        } else if verb == "QUIT" {
            let _ = write.write_all(b"221 bye\r\n").await;
            return;
        } else {
            "250 ok".into()
        };
    }
}

impl Mail {
    fn parsed(&self) -> Message<'_> {
        MessageParser::default().parse(self.raw.as_bytes()).unwrap()
    }

    pub fn subject(&self) -> String {
        self.parsed().subject().unwrap().into()
    }

    /// A header as it stands on its line.
    pub fn header(&self, name: &str) -> String {
        let header = self.raw.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        header.unwrap_or_default().into()
    }

    pub fn text(&self) -> String {
        self.parsed().body_text(0).unwrap().replace("\r\n", "\n")
    }

    /// The HTML of the mail itself; None where it is plain text only.
    pub fn html(&self) -> Option<String> {
        let mail = self.parsed();
        let part = mail.html_bodies().find(|part| part.is_text_html())?;
        Some(part.text_contents().unwrap().into())
    }

    /// Name and content of what is attached.
    pub fn files(&self) -> Vec<(String, String)> {
        let mail = self.parsed();
        let file = |part: &mail_parser::MessagePart| {
            let content = String::from_utf8(part.contents().to_vec()).unwrap();
            (part.attachment_name().unwrap().to_string(), content)
        };
        mail.attachments().map(file).collect()
    }
}
