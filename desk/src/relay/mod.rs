//! Relay: passes each stored complaint on to what the merchant works with: a help desk, a shop's orders, a chat. docs/relays.md.
//!
//! Whether and when it is sent is the outbox's business. A target that was reached but whose answer was lost is asked first whether it
//! has the complaint already, where it can be asked.

mod freshdesk;
mod gorgias;
mod report;
pub mod settings;
mod slack;
mod woocommerce;
mod work;
mod write;
mod zendesk;

use std::fmt;

use jiff::Timestamp;
use redress_engine::config::FlowKind;
use reqwest::header::{AUTHORIZATION, HeaderValue};
use reqwest::{Client, Method, RequestBuilder, Url};

use crate::desk::Desk;
use crate::error::Fault;
use crate::outbox::{Attempt, Channel, Draft, Message};
use crate::store::Row;
use report::{Report, Sort};
use work::Work;

/// The kind of these messages.
pub const KIND: &str = "relay";

/// One target, and what it is told.
#[derive(Clone)]
pub struct Relay {
    /// Its name, unique on this desk: also where its secrets are in the environment.
    name: String,
    /// Only cases of these kinds; all if there are none.
    kinds: Vec<FlowKind>,
    /// Whether an address that the shop does not vouch for is told, but made no customer of.
    only_vouched: bool,
    /// The variables of its secrets, for messages.
    secrets: String,
    target: Target,
    client: Client,
}

/// Where it goes.
#[derive(Clone)]
enum Target {
    Zendesk(Account),
    Freshdesk(Account),
    /// With the e-mail address of the API's user.
    Gorgias(Account, String),
    WooCommerce(Account),
    /// With what it may be told beside the case itself.
    Slack(Url, Vec<Sort>),
}

/// An API and what opens it.
#[derive(Clone)]
struct Account {
    url: Url,
    /// HTTP Basic; marked as secret.
    auth: HeaderValue,
}

// Nothing of addresses and keys.
impl fmt::Debug for Relay {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "Relay({})", self.name)
    }
}

impl Account {
    /// A request to a path below the address.
    fn request(&self, work: &Work, method: Method, path: &str, query: &[(&str, &str)]) -> RequestBuilder {
        let mut url = self.url.clone();
        url.set_path(&[self.url.path().trim_end_matches('/'), path].concat());
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        work.client.request(method, url).header(AUTHORIZATION, self.auth.clone())
    }
}

impl Target {
    fn who(&self) -> &'static str {
        match self {
            Target::Zendesk(_) => "Zendesk",
            Target::Freshdesk(_) => "Freshdesk",
            Target::Gorgias(..) => "Gorgias",
            Target::WooCommerce(_) => "WooCommerce",
            Target::Slack(..) => "the chat",
        }
    }
}

impl Relay {
    /// What is to be passed on of a complaint that is being stored; None if it is of a kind that this target does not get.
    pub fn draft(&self, row: &Row) -> Option<Draft> {
        let wanted = self.kinds.is_empty() || self.kinds.contains(&row.kind);
        wanted.then(|| Draft::new(row.id, KIND, Channel::Relay, &self.name))
    }

    async fn send(&self, desk: &Desk, row: &Row, message: &Message, now: Timestamp) -> Result<(), Attempt> {
        let mut report = Report::of(desk, row).await.map_err(|fault| unwritten(message, &fault))?;
        if self.only_vouched && !report.vouched {
            report.email = None;
        }
        let work = Work {
            desk,
            report: &report,
            client: &self.client,
            who: self.target.who(),
            secrets: &self.secrets,
            again: message.attempts > 1,
            now,
        };
        match &self.target {
            Target::Zendesk(account) => zendesk::send(&work, account).await,
            Target::Freshdesk(account) => freshdesk::send(&work, account).await,
            Target::Gorgias(account, user) => gorgias::send(&work, account, user).await,
            Target::WooCommerce(account) => woocommerce::send(&work, account).await,
            Target::Slack(url, told) => slack::send(&work, url, told).await,
        }
    }
}

/// Tries to pass a complaint on once. The report is written now, out of the stored complaint.
pub async fn send(desk: &Desk, relays: &[Relay], message: &Message, now: Timestamp) -> Attempt {
    let Some(relay) = relays.iter().find(|relay| relay.name == message.recipient) else {
        return Attempt::Later("no relay of this name is configured".into());
    };
    let row = match desk.store.complaint(message.complaint).await {
        Ok(Some(row)) => row,
        Ok(None) => return Attempt::Never("its complaint is gone".into()),
        Err(error) => return unwritten(message, &error.into()),
    };
    relay.send(desk, &row, message, now).await.map_or_else(|attempt| attempt, |()| Attempt::Sent)
}

fn unwritten(message: &Message, fault: &Fault) -> Attempt {
    tracing::error!(id = %message.id, error = %fault, "a report could not be written");
    Attempt::Later("the report could not be written".into())
}

/// Words to find a ticket by: `redress`, the kind of case, the marks. Letters, digits, `-` and `_` only, at most `most` characters each.
fn tags(report: &Report, most: usize) -> Vec<String> {
    let word = |mark: &str| -> String {
        let plain = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '_' };
        mark.to_lowercase().chars().map(plain).take(most).collect()
    };
    let mut tags = vec!["redress".to_string()];
    for mark in std::iter::once(report.kind.as_str()).chain(report.marks.iter().map(String::as_str)).map(word) {
        if !tags.contains(&mark) {
            tags.push(mark);
        }
    }
    tags
}
