//! Limits: what is counted, for whom, and how much of it is let in; `--limit` changes any of it.

use std::str::FromStr;

use super::bucket::Micros;

/// How much of one thing is let in: `count` at once, and as many again in each `span`, evenly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// At once.
    pub count: u32,
    /// Seconds until an empty bucket is full.
    pub seconds: u32,
}

impl Rate {
    /// The span in microseconds.
    pub fn span(self) -> Micros {
        i64::from(self.seconds) * 1_000_000
    }
}

macro_rules! limits {
    ($($(#[$about:meta])+ $name:ident = $word:literal, $count:literal / $seconds:expr;)+) => {
        /// What is limited. `address` is an IPv4 address or an IPv6 network of 64 bits, which is what one connection is given (RFC 6177).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Limit {
            $($(#[$about])+ $name,)+
        }

        impl Limit {
            /// All there are, with what they let in where the operator says nothing.
            pub const ALL: &[(Limit, &str, Rate)] = &[
                $((Limit::$name, $word, Rate { count: $count, seconds: $seconds }),)+
            ];
        }
    };
}

const MINUTE: u32 = 60;
const HOUR: u32 = 60 * MINUTE;
const DAY: u32 = 24 * HOUR;

limits! {
    /// New complaints from one address. A family that shares one never has sixty troubles in an hour.
    ComplaintsAddress = "complaints.address", 60 / HOUR;
    /// New complaints about one order.
    ComplaintsOrder = "complaints.order", 30 / DAY;
    /// New complaints in all: what fills the disk, and an inbox that people read.
    ComplaintsAll = "complaints.all", 3000 / (10 * MINUTE);
    /// Look-ups from one address: typing errors, not guessing.
    LookupsAddress = "lookups.address", 10 / (10 * MINUTE);
    /// Look-ups of one order number, whoever asks: nobody tries a list of e-mail addresses on it.
    LookupsOrder = "lookups.order", 10 / HOUR;
    /// Look-ups in all.
    LookupsAll = "lookups.all", 600 / (10 * MINUTE);
    /// What is sent from status pages by one address. Each case has a bound of its own besides (src/limits.rs).
    CasesAddress = "cases.address", 60 / (10 * MINUTE);
    /// Tries of the inbox token from one address.
    LoginsAddress = "logins.address", 20 / (10 * MINUTE);
}

impl Limit {
    /// Its name in `--limit` and in answers.
    pub fn name(self) -> &'static str {
        Limit::ALL.iter().find(|(limit, ..)| *limit == self).map_or("", |(_, name, _)| name)
    }
}

/// One `--limit`: `complaints.address=60/1h`, `complaints.order=off`, or `off` for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// Which; None: all.
    pub limit: Option<Limit>,
    /// How much; None: as much as comes.
    pub rate: Option<Rate>,
}

impl FromStr for Setting {
    type Err = String;

    fn from_str(text: &str) -> Result<Setting, String> {
        if text == "off" {
            return Ok(Setting { limit: None, rate: None });
        }
        let names: Vec<&str> = Limit::ALL.iter().map(|(_, name, _)| *name).collect();
        let (name, rate) =
            text.split_once('=').ok_or("write it as complaints.address=60/1h, or =off; or off for all of them")?;
        let limit = Limit::ALL.iter().find(|(_, known, _)| *known == name);
        let (limit, ..) =
            limit.ok_or_else(|| format!("there is no limit \"{name}\": write one of {}", names.join(", ")))?;
        let rate = if rate == "off" { None } else { Some(read(rate)?) };
        Ok(Setting { limit: Some(*limit), rate })
    }
}

/// `60/1h`: a count, and how long until as many may come again.
fn read(text: &str) -> Result<Rate, String> {
    let expected =
        || format!("\"{text}\" is no rate: write how many in how long, such as 60/1h, 10/10m, 5/30s or 30/1d");
    let (count, span) = text.split_once('/').ok_or_else(expected)?;
    let unit = match span.chars().last() {
        Some('s') => 1,
        Some('m') => MINUTE,
        Some('h') => HOUR,
        Some('d') => DAY,
        _ => return Err(expected()),
    };
    let many = &span[..span.len() - 1];
    let many: u32 = if many.is_empty() { 1 } else { many.parse().map_err(|_| expected())? };
    let count: u32 = count.parse().map_err(|_| expected())?;
    let seconds = many.checked_mul(unit).filter(|seconds| (1..=31 * DAY).contains(seconds)).ok_or_else(expected)?;
    if count == 0 || count > 1_000_000 {
        return Err(format!(
            "{count} is not from 1 to 1000000: where nobody is to be let in, do not open the way at all"
        ));
    }
    Ok(Rate { count, seconds })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_a_name_a_count_and_a_span() {
        let one = |text: &str| text.parse::<Setting>();
        let rate = |count, seconds| Some(Rate { count, seconds });
        let address = Some(Limit::ComplaintsAddress);
        assert_eq!(one("complaints.address=60/1h"), Ok(Setting { limit: address, rate: rate(60, 3600) }));
        assert_eq!(one("complaints.address=5/h"), Ok(Setting { limit: address, rate: rate(5, 3600) }));
        assert_eq!(one("lookups.all=1/30s"), Ok(Setting { limit: Some(Limit::LookupsAll), rate: rate(1, 30) }));
        assert_eq!(one("complaints.address=off"), Ok(Setting { limit: address, rate: None }));
        assert_eq!(one("off"), Ok(Setting { limit: None, rate: None }));
    }

    #[test]
    fn what_is_none_is_told_with_what_would_be() {
        for (text, told) in [
            ("complaints", "complaints.address=60/1h"),
            ("complaints.adress=1/1h", "write one of complaints.address, complaints.order"),
            ("complaints.address=60", "60/1h"),
            ("complaints.address=60/1y", "60/1h"),
            ("complaints.address=60/", "60/1h"),
            ("complaints.address=-1/1h", "60/1h"),
            ("complaints.address=60/0s", "60/1h"),
            ("complaints.address=60/99999999d", "60/1h"),
            ("complaints.address=60/1é", "60/1h"),
            ("complaints.address=0/1h", "from 1"),
        ] {
            let error = text.parse::<Setting>().unwrap_err();
            assert!(error.contains(told), "{text}: {error}");
        }
    }

    #[test]
    fn every_default_can_be_written_as_an_option() {
        for (limit, name, rate) in Limit::ALL {
            let text = format!("{name}={}/{}s", rate.count, rate.seconds);
            assert_eq!(text.parse(), Ok(Setting { limit: Some(*limit), rate: Some(*rate) }));
            assert_eq!(limit.name(), *name);
        }
    }
}
