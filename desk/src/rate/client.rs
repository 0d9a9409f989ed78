//! Client: from which address a request comes, through the proxies that the operator names and no others.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};
use ipnet::IpNet;

use crate::desk::Desk;

/// Who is counted as one sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Client {
    /// An IPv4 address, or the first 64 bits of an IPv6 one: a connection is given a whole such network.
    Address(IpAddr),
    /// Behind a proxy that nobody has named, or none at all: as everybody would be counted as one, nobody is.
    Unknown,
}

/// What a request says of its way.
#[derive(Debug, PartialEq, Eq)]
pub enum Way {
    /// As far as the proxies can be believed.
    Told(Client),
    /// A proxy sends for others and is not named: the operator is to hear of it.
    Unnamed(IpAddr),
}

/// Proxies whose word is taken: `--trusted-proxy`.
#[derive(Debug, Clone, Default)]
pub struct Proxies(pub Vec<IpNet>);

impl Proxies {
    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }

    /// The sender of a request that came from `peer`.
    pub fn way(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> Way {
        let Some(peer) = peer.map(|peer| peer.to_canonical()) else { return Way::Told(Client::Unknown) };
        let forwarded = headers.contains_key("forwarded") || headers.contains_key("x-forwarded-for");
        match (self.trusts(peer), forwarded) {
            (true, true) => Way::Told(Client::of(self.sender(headers).unwrap_or(peer))),
            // Asked by the proxy itself, or it tells nothing.
            (true, false) => Way::Told(Client::Unknown),
            (false, true) => Way::Unnamed(peer),
            (false, false) if is_near(peer) => Way::Told(Client::Unknown),
            (false, false) => Way::Told(Client::of(peer)),
        }
    }

    /// The last address before our own proxies, which is the only one that none of the sender's making can replace. None where that is
    /// none, or where the two headers tell of different senders: a proxy writes one of them and lets the other pass as it came.
    fn sender(&self, headers: &HeaderMap) -> Option<IpAddr> {
        let lines = |name: &str| -> Option<String> {
            let lines: Vec<&str> = headers.get_all(name).iter().filter_map(|line| line.to_str().ok()).collect();
            (!lines.is_empty()).then(|| lines.join(","))
        };
        let usual = lines("x-forwarded-for").map(|line| self.last(line.split(',').map(str::to_string)));
        let standard = lines("forwarded").map(|line| self.last(elements(&line).into_iter().map(|each| node(&each))));
        match (usual, standard) {
            (Some(usual), Some(standard)) => usual.filter(|_| usual == standard),
            (usual, standard) => usual.or(standard).flatten(),
        }
    }

    /// From the right, the first address that is not one of ours; the leftmost where all are.
    fn last(&self, hops: impl Iterator<Item = String>) -> Option<IpAddr> {
        let hops: Vec<String> = hops.collect();
        let mut found = None;
        for hop in hops.iter().rev() {
            found = Some(address(hop)?);
            if found.is_some_and(|address| !self.trusts(address)) {
                break;
            }
        }
        found
    }
}

impl Client {
    fn of(address: IpAddr) -> Client {
        Client::Address(match address.to_canonical() {
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
            address => address,
        })
    }

    /// The sender of a request, told by its connection and its headers.
    pub fn find(desk: &Desk, extensions: &Extensions, headers: &HeaderMap) -> Client {
        let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
        match desk.proxies.way(peer, headers) {
            Way::Told(client) => client,
            Way::Unnamed(proxy) => {
                desk.rates.note_proxy(proxy);
                if is_near(proxy) { Client::Unknown } else { Client::of(proxy) }
            }
        }
    }
}

impl FromRequestParts<Arc<Desk>> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk>) -> Result<Client, Infallible> {
        Ok(Client::find(desk, &parts.extensions, &parts.headers))
    }
}

/// This machine or its own network: on the public internet, that is a proxy of the operator's.
fn is_near(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            address.is_loopback() || address.is_private() || address.is_link_local() || address.is_unspecified()
        }
        IpAddr::V6(address) => {
            address.is_loopback()
                || address.is_unique_local()
                || address.is_unicast_link_local()
                || address.is_unspecified()
        }
    }
}

/// An address as proxies write it: bare, with a port, in brackets.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    bare.parse().ok().or_else(with_port).map(|address: IpAddr| address.to_canonical())
}

/// The elements of a `Forwarded` header (RFC 7239, section 4): commas within quotes part nothing.
fn elements(line: &str) -> Vec<String> {
    let (mut found, mut quoted) = (vec![String::new()], false);
    for c in line.chars() {
        quoted ^= c == '"';
        match found.last_mut() {
            Some(last) if c != ',' || quoted => last.push(c),
            _ => found.push(String::new()),
        }
    }
    found
}

/// The `for` of an element, without its quotes; empty where there is none.
fn node(element: &str) -> String {
    let pairs = element.split(';').filter_map(|pair| pair.split_once('='));
    let node = pairs
        .filter(|(name, _)| name.trim().eq_ignore_ascii_case("for"))
        .map(|(_, node)| node.trim().trim_matches('"'))
        .next();
    node.unwrap_or_default().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sender by a peer and `(header, value)`, with 10.0.0.0/8 and 2001:db8:ffff::/48 named as proxies.
    fn way(peer: &str, headers: &[(&'static str, &str)]) -> Way {
        let proxies = Proxies(vec!["10.0.0.0/8".parse().unwrap(), "2001:db8:ffff::/48".parse().unwrap()]);
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        proxies.way(Some(peer.parse().unwrap()), &map)
    }

    fn told(address: &str) -> Way {
        Way::Told(Client::Address(address.parse().unwrap()))
    }

    #[test]
    fn without_a_proxy_the_connection_tells_and_an_ipv6_network_is_one_sender() {
        assert_eq!(way("203.0.113.9", &[]), told("203.0.113.9"));
        assert_eq!(way("::ffff:203.0.113.9", &[]), told("203.0.113.9"));
        assert_eq!(way("2001:db8:1:2:3:4:5:6", &[]), told("2001:db8:1:2::"));
        assert_eq!(way("2001:db8:1:2::9", &[]), told("2001:db8:1:2::"));
        assert_eq!(way("2001:db8:1:3::9", &[]), told("2001:db8:1:3::"));
    }

    #[test]
    fn a_header_that_no_named_proxy_wrote_is_not_believed() {
        for header in ["x-forwarded-for", "forwarded"] {
            assert_eq!(way("203.0.113.9", &[(header, "198.51.100.1")]), Way::Unnamed("203.0.113.9".parse().unwrap()));
        }
    }

    #[test]
    fn of_the_hops_the_last_one_that_is_not_ours_counts() {
        let usual = |line| way("10.0.0.1", &[("x-forwarded-for", line)]);
        assert_eq!(usual("198.51.100.1"), told("198.51.100.1"));
        assert_eq!(
            usual("1.1.1.1, 198.51.100.1"),
            told("198.51.100.1"),
            "what is left of it is the sender's own claim"
        );
        assert_eq!(usual("1.1.1.1, 198.51.100.1, 10.2.3.4"), told("198.51.100.1"));
        assert_eq!(usual("10.9.9.9, 10.2.3.4"), told("10.9.9.9"), "one of ours asks for itself");
        assert_eq!(usual("198.51.100.1:4711"), told("198.51.100.1"));
        assert_eq!(usual("[2001:db8:1:2::7]:4711"), told("2001:db8:1:2::"));
        assert_eq!(usual("2001:db8:1:2::7, 2001:db8:ffff::1"), told("2001:db8:1:2::"));
        let two = [("x-forwarded-for", "1.1.1.1"), ("x-forwarded-for", "198.51.100.1, 10.1.1.1")];
        assert_eq!(way("10.0.0.1", &two), told("198.51.100.1"), "several lines are one list");
    }

    #[test]
    fn the_standard_header_tells_the_same() {
        let standard = |line| way("10.0.0.1", &[("forwarded", line)]);
        assert_eq!(standard("for=198.51.100.1;proto=https;by=10.0.0.1"), told("198.51.100.1"));
        assert_eq!(standard("For=\"[2001:db8:1:2::7]:4711\""), told("2001:db8:1:2::"));
        assert_eq!(standard("for=1.1.1.1, for=198.51.100.1, for=10.1.1.1"), told("198.51.100.1"));
        assert_eq!(
            standard("for=198.51.100.1;host=\"a,for=1.1.1.1\""),
            told("198.51.100.1"),
            "a comma in quotes parts nothing"
        );
    }

    #[test]
    fn what_cannot_be_read_or_contradicts_itself_counts_as_the_proxys_own() {
        for headers in [
            vec![("x-forwarded-for", "1.1.1.1, unknown")],
            vec![("x-forwarded-for", "")],
            vec![("x-forwarded-for", "1.1.1.1,")],
            vec![("forwarded", "for=_hidden")],
            vec![("forwarded", "proto=https")],
            vec![("forwarded", "for=1.1.1.1"), ("x-forwarded-for", "198.51.100.1")],
        ] {
            assert_eq!(way("10.0.0.1", &headers), told("10.0.0.1"), "{headers:?}");
        }
        let both = [("forwarded", "for=198.51.100.1"), ("x-forwarded-for", "1.1.1.1, 198.51.100.1")];
        assert_eq!(way("10.0.0.1", &both), told("198.51.100.1"));
    }

    #[test]
    fn where_everybody_would_be_one_sender_nobody_is_counted() {
        for peer in ["127.0.0.1", "::1", "192.168.1.4", "fd00::1", "10.0.0.1", "::ffff:127.0.0.1"] {
            assert_eq!(way(peer, &[]), Way::Told(Client::Unknown), "{peer}");
        }
        assert_eq!(Proxies::default().way(None, &HeaderMap::new()), Way::Told(Client::Unknown));
        let local = Proxies::default().way(
            Some("127.0.0.1".parse().unwrap()),
            &HeaderMap::from_iter([("forwarded".parse().unwrap(), "for=1.1.1.1".parse().unwrap())]),
        );
        assert_eq!(local, Way::Unnamed("127.0.0.1".parse().unwrap()));
    }
}
