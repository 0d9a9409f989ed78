//! Options: the command line of `redress-desk`.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use axum::http::{HeaderValue, Uri};
use clap::{Parser, Subcommand};
use ipnet::IpNet;

use crate::rate::Setting;
use crate::verify::Verify;

/// Takes complaints from the Redress widget, stores each once, answers with a receipt, and shows them in an inbox.
#[derive(Debug, Clone, Parser)]
#[command(name = "redress-desk", version, args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Invocation {
    /// Something else than serving.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// How to serve.
    #[command(flatten)]
    pub options: Option<Options>,
}

/// What the program does beside serving.
#[derive(Debug, Clone, Subcommand)]
pub enum Command {
    #[allow(missing_docs, reason = "its help is the struct's")]
    Verify(Verify),
}

/// How the desk serves.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// Address to listen on; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:8787")]
    pub listen: SocketAddr,
    /// Folder of the database, the files and the inbox token; made if it is not there
    #[arg(long)]
    pub data: PathBuf,
    /// The shop's Redress config, the same file that the page loads
    #[arg(long)]
    pub config: PathBuf,
    /// Another config that complaints may come from, such as a sister shop's; may be given several times
    #[arg(long = "also-config", value_name = "FILE")]
    pub also_config: Vec<PathBuf>,
    /// The shop's private policy: keys of context tokens, what is approved at once, where cases go (docs/signing.md)
    #[arg(long, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    /// Orders that guests can look up by number and e-mail address: a JSON array of contexts (docs/signing.md)
    #[arg(long, value_name = "FILE")]
    pub orders: Option<PathBuf>,
    /// In whose name mail is sent, e.g. "Kettle & Co <help@kettle.example>"; the config's shop.name and shop.email if not given.
    /// The mail server is told by the environment: REDRESS_SMTP_URL (docs/acknowledgement.md)
    #[arg(long = "mail-from", value_name = "ADDRESS")]
    pub mail_from: Option<String>,
    /// Where the merchant's own system is told of each complaint, an https: address; signed with the secret in REDRESS_CALLBACK_SECRET
    #[arg(long, value_name = "URL")]
    pub callback: Option<String>,
    /// Help desks, shops and chats that each complaint is passed on to, JSON (docs/relays.md); their secrets are in the environment
    #[arg(long, value_name = "FILE")]
    pub relays: Option<PathBuf>,
    /// Folder to serve at /, with the widget's bundle in embed/
    #[arg(long)]
    pub widget: Option<PathBuf>,
    /// Address under which shoppers reach this desk, e.g. https://help.shop.example: it stands in links to the status page. The address
    /// listened on if absent
    #[arg(long = "public-url", value_name = "URL", value_parser = origin)]
    pub public_url: Option<HeaderValue>,
    /// Origin of a shop page that may send complaints, e.g. https://shop.example; may be given several times
    #[arg(long = "allow-origin", value_name = "ORIGIN", value_parser = origin)]
    pub allow_origin: Vec<HeaderValue>,
    /// Address or network (CIDR) of a proxy before the desk, e.g. 10.0.0.0/8: who sends is then read from its `X-Forwarded-For` or
    /// `Forwarded`; may be given several times
    #[arg(long = "trusted-proxy", value_name = "CIDR", value_parser = network)]
    pub trusted_proxy: Vec<IpNet>,
    /// How much is let in: a limit's name, how many, in how long, e.g. complaints.address=60/1h; =off takes one away, `off` alone all of
    /// them; may be given several times (docs/operating.md has the names)
    #[arg(long, value_name = "LIMIT")]
    pub limit: Vec<Setting>,
}

impl Options {
    /// Scheme and host of links to this desk, nothing after.
    pub fn public_address(&self) -> String {
        let given = self.public_url.as_ref().and_then(|url| url.to_str().ok());
        given.map_or_else(|| format!("http://{}", self.listen), str::to_string)
    }
}

/// An origin as browsers write it: scheme and host, nothing after. `*` is none: complaints are not for everybody to send.
fn origin(text: &str) -> Result<HeaderValue, String> {
    let text = text.strip_suffix('/').unwrap_or(text);
    let uri: Uri = text.parse().map_err(|_| "not an origin".to_string())?;
    let plain = uri.path_and_query().is_none_or(|path| path == "/") && !text.ends_with('/');
    let web = matches!(uri.scheme_str(), Some("http" | "https"));
    let user = uri.authority().is_some_and(|authority| authority.as_str().contains('@'));
    if !web || !plain || user {
        return Err("an origin is a scheme, a host and perhaps a port: https://shop.example".into());
    }
    HeaderValue::from_str(&text.to_ascii_lowercase()).map_err(|error| error.to_string())
}

/// A network, or one address.
fn network(text: &str) -> Result<IpNet, String> {
    let address = || text.parse::<IpAddr>().ok().map(IpNet::from);
    let network = text.parse::<IpNet>().ok().or_else(address);
    network
        .map(|network| network.trunc())
        .ok_or_else(|| "write an address or a network: 10.0.0.7, 10.0.0.0/8, fd00::/8".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_an_address_or_a_network() {
        assert_eq!(network("10.0.0.7").unwrap().to_string(), "10.0.0.7/32");
        assert_eq!(network("10.1.2.3/8").unwrap().to_string(), "10.0.0.0/8");
        assert_eq!(network("::1").unwrap().to_string(), "::1/128");
        for bad in ["", "10.0.0.0/33", "proxy.example", "10.0.0"] {
            assert!(network(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_origin_is_scheme_and_host_and_nothing_else() {
        assert_eq!(origin("https://Shop.example/").unwrap(), "https://shop.example");
        assert_eq!(origin("http://localhost:8080").unwrap(), "http://localhost:8080");
        for bad in
            ["*", "null", "shop.example", "https://shop.example/a", "https://u@shop.example", "ftp://x", "https://x/?a"]
        {
            assert!(origin(bad).is_err(), "{bad}");
        }
    }
}
