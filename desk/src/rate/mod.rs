//! Rate: how much of it is let in from one address, about one order and in all, so that a flood neither fills the disk nor hides real
//! cases. What was accepted before is answered whatever came since.

mod bucket;
mod client;
mod limit;

use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use redress_engine::complaint::Complaint;

use crate::error::Refusal;
use crate::policy::Policy;
use crate::token::{self, Moments};
use bucket::{Buckets, Draw, SENDERS};
pub use client::{Client, Proxies};
pub use limit::{Limit, Rate, Setting};

/// All limits and what each sender has left of them.
#[derive(Debug)]
pub struct Rates {
    rates: Vec<(Limit, Rate)>,
    buckets: Buckets,
    /// Senders are remembered by a hash with a key of this process: no address and no order number stays in memory.
    hasher: RandomState,
    told_of_proxy: AtomicBool,
}

/// Whose bucket it is.
#[derive(Hash)]
enum Of {
    Client(Client),
    /// The number, and whether the shop vouches for it.
    Order(String, bool),
    All,
}

impl Default for Rates {
    fn default() -> Rates {
        Rates::new(&[])
    }
}

impl Rates {
    /// The defaults, changed by these settings, the last of which wins.
    pub fn new(settings: &[Setting]) -> Rates {
        let changed = |(limit, _, rate): &(Limit, &str, Rate)| {
            let last = settings.iter().rev().find(|setting| setting.limit.is_none_or(|named| named == *limit));
            Some((*limit, last.map_or(Some(*rate), |setting| setting.rate)?))
        };
        Rates {
            rates: Limit::ALL.iter().filter_map(changed).collect(),
            buckets: Buckets::new(SENDERS),
            hasher: RandomState::new(),
            told_of_proxy: AtomicBool::default(),
        }
    }

    /// Lets a new complaint in. An order that the shop vouches for has a bucket of its own: who only knows its number cannot use that up.
    pub fn complaint(
        &self,
        client: Client,
        complaint: &Complaint,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        let moments = Moments { confirmed: complaint.confirmed_at.parse().unwrap_or(now), arrived: now };
        let token = complaint.token.as_deref().filter(|token| !token.is_empty());
        let claims = token.and_then(|token| token::check(&policy.keys, token, moments).ok());
        let order = match claims {
            Some((claims, _)) => Of::Order(number_of(&claims.context.order.number), true),
            // Who does not know the number writes "none" or "?", as others do.
            None if !complaint.order.number.contains(char::is_numeric) => Of::Order(String::new(), false),
            None => Of::Order(number_of(&complaint.order.number), false),
        };
        let asked = [
            (Limit::ComplaintsAddress, Of::Client(client)),
            (Limit::ComplaintsOrder, order),
            (Limit::ComplaintsAll, Of::All),
        ];
        self.admit(&asked, now)
    }

    /// Lets somebody look an order up; `number` is what they typed.
    pub fn lookup(&self, client: Client, number: &str, now: Timestamp) -> Result<(), Refusal> {
        let asked = [
            (Limit::LookupsAddress, Of::Client(client)),
            (Limit::LookupsOrder, Of::Order(number_of(number), false)),
            (Limit::LookupsAll, Of::All),
        ];
        self.admit(&asked, now)
    }

    /// Lets something in that is counted by address alone.
    pub fn from_address(&self, limit: Limit, client: Client, now: Timestamp) -> Result<(), Refusal> {
        self.admit(&[(limit, Of::Client(client))], now)
    }

    /// Tells the operator, once, of a proxy that is not named.
    pub fn note_proxy(&self, proxy: IpAddr) {
        if !self.told_of_proxy.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                %proxy,
                "requests come through a proxy that is not named: limits by address cannot tell its senders apart. If it is yours, start with --trusted-proxy {proxy}"
            );
        }
    }

    fn admit(&self, asked: &[(Limit, Of)], now: Timestamp) -> Result<(), Refusal> {
        let counted: Vec<(Limit, Draw)> =
            asked.iter().filter_map(|(limit, of)| Some((*limit, self.draw(*limit, of)?))).collect();
        let draws: Vec<Draw> = counted.iter().map(|(_, draw)| *draw).collect();
        self.buckets.draw(&draws, now.as_microsecond()).map_err(|(at, wait)| {
            let limit = counted.get(at).map_or("", |(limit, _)| limit.name());
            let seconds = u64::try_from(wait).unwrap_or_default().div_ceil(1_000_000);
            Refusal::RateLimited { limit, seconds }
        })
    }

    /// The bucket of a sender; None for what is not limited, and for a sender or an order of which nothing is known.
    fn draw(&self, limit: Limit, of: &Of) -> Option<Draw> {
        let (_, rate) = self.rates.iter().find(|(known, _)| *known == limit)?;
        let nobody =
            matches!(of, Of::Client(Client::Unknown)) || matches!(of, Of::Order(number, _) if number.is_empty());
        (!nobody).then(|| Draw { key: self.hasher.hash_one((limit, of)), count: rate.count, span: rate.span() })
    }
}

/// An order's number however it is typed: "#tt-10482 " is TT-10482.
pub fn number_of(text: &str) -> String {
    let plain = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    plain.trim_start_matches('#').into()
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    fn refused(result: Result<(), Refusal>) -> Option<(&'static str, u64)> {
        match result {
            Err(Refusal::RateLimited { limit, seconds }) => Some((limit, seconds)),
            _ => None,
        }
    }

    fn client(last: u8) -> Client {
        Client::Address([203, 0, 113, last].into())
    }

    #[test]
    fn the_limit_that_lasts_longest_is_the_one_that_is_told() {
        let rates = Rates::new(&["lookups.address=2/1m".parse().unwrap(), "lookups.order=3/1h".parse().unwrap()]);
        let now = Timestamp::UNIX_EPOCH;
        assert!(rates.lookup(client(1), "A 1", now).is_ok() && rates.lookup(client(1), "#a1", now).is_ok());
        assert_eq!(refused(rates.lookup(client(1), "A1", now)), Some(("lookups.address", 30)));
        assert!(rates.lookup(client(2), "a1", now).is_ok(), "what was refused cost the order nothing");
        assert_eq!(refused(rates.lookup(client(1), "A1", now)), Some(("lookups.order", 1200)));
        let later = now + SignedDuration::from_secs(1200);
        assert!(rates.lookup(client(1), "A1", later).is_ok(), "who comes back when told is let in");
    }

    #[test]
    fn nobody_and_no_order_have_no_bucket_and_the_last_setting_wins() {
        let settings = ["lookups.all=3/1m", "off", "lookups.address=1/1m", "lookups.order=1/1m"];
        let rates = Rates::new(&settings.map(|text| text.parse().unwrap()));
        for _ in 0..9 {
            assert!(rates.lookup(Client::Unknown, "  ", Timestamp::UNIX_EPOCH).is_ok());
        }
        assert!(rates.lookup(client(1), "", Timestamp::UNIX_EPOCH).is_ok());
        assert!(rates.lookup(client(1), "", Timestamp::UNIX_EPOCH).is_err());
    }
}
