//! What a postal address has in which country: postcode or none, town before or after it, and a state, province or county.
//!
//! The facts are those of Google's public address metadata (libaddressinput, `RegionDataConstants`, June 2025: `fmt`, `require`,
//! `state_name_type`), written as lists of what differs from the common form. Three things are
//! ours: Bulgaria, Croatia, Cyprus, Malta and Slovenia need the postcode that the source leaves open; a region that may stay blank is not
//! asked for, but for the Irish county; where the source needs a region instead of a town (AE, CO, HK, ID, JP, KY, NR, VN), the town's
//! field takes it.

use crate::config::Presence;

/// What the addresses of a country have beside street and number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddressForm {
    /// The postcode.
    pub postal_code: Presence,
    /// The town or city; off in a state that is one.
    pub city: Presence,
    /// State, province, county.
    pub region: Presence,
    /// What the region is called: `state`, `province`, `county`, or `region` where it is none of these.
    pub region_name: &'static str,
    /// Whether the town stands before the postcode.
    pub city_first: bool,
}

/// No postcodes.
const NO_POSTCODE: &str = "\
    AEAGAOAQAWBFBIBJBOBQBSBVBWBZCDCFCGCICKCMCWDJDMERFJGAGDGHGMGQGYHKJMKIKMKNLCLYMLMOMRMSMWNRNUPAPSQARWSBSCSLSRSSSTSXSYTDTFTGTKTLTO\
    TVUGVUWSYEZW";
/// Postcodes that many addresses do without.
const POSTCODE_OPTIONAL: &str = "\
    ADAFAIALAMARAZBABBBDBHBMBNBTBYCCCLCOCRCUCVCXDODZECEGEHETFOGEGIGNGTGWHMHNHTIDIEILIQIRISJOKEKGKHKPKWKYKZLALBLKLRLSMAMCMDMEMGMKMM\
    MNMUMVMZNANENFNGNINPOMPEPGPHPKPYRSSASDSNSOSVSZTHTJTMTNTTTZUMUYUZVAVCVEVGVNZM";
/// The town first, then the postcode.
const CITY_FIRST: &str = "\
    AFAIASAUBBBDBHBMBNBRBTCACCCOCRCUCXEGFKFMGBGGGSGUHMHNHUIDIEILIMINIOIQIRJEJOKEKHKRKYLBLKLSLVMHMMMNMPMTMVNANFNGNPNZPEPGPHPKPNPRPW\
    RUSASDSHSOSZTCTHTTUAUMUSVCVEVGVIVNZA";
/// The country is the town.
const NO_CITY: &str = "GIMOSG";
/// A region that an address needs, by what it is called.
const REGIONS: [(&str, &str); 4] = [
    ("state", "ASAUBRFMINMHMPMXPWUMUSVEVI"),
    ("province", "CACNCRESITKRPG"),
    ("county", "TW"),
    ("region", "HNIQJMKNPFRUSOSV"),
];

/// The form of a country (ISO 3166-1 alpha-2, capital letters); the common one of an unknown country and where none is known: postcode,
/// then town, both needed, and no region.
pub fn address_form(country: Option<&str>) -> AddressForm {
    let mut form = AddressForm {
        postal_code: Presence::Required,
        city: Presence::Required,
        region: Presence::Off,
        region_name: "region",
        city_first: false,
    };
    let Some(country) = country else { return form };
    let is_in = |list: &str| list.as_bytes().chunks(2).any(|code| code == country.as_bytes());
    if is_in(NO_POSTCODE) {
        form.postal_code = Presence::Off;
    } else if is_in(POSTCODE_OPTIONAL) {
        form.postal_code = Presence::Optional;
    }
    if is_in(NO_CITY) {
        form.city = Presence::Off;
    }
    form.city_first = is_in(CITY_FIRST);
    for (name, countries) in REGIONS {
        if is_in(countries) {
            (form.region, form.region_name) = (Presence::Required, name);
        }
    }
    if country == "IE" {
        (form.region, form.region_name) = (Presence::Optional, "county");
    }
    form
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `city postcode? region=state`: what is asked, in order, `?` where it may stay blank.
    fn shown(country: &str) -> String {
        let form = address_form(Some(country));
        let mark = |name: &str, presence: Presence| match presence {
            Presence::Required => format!("{name} "),
            Presence::Optional => format!("{name}? "),
            Presence::Off => String::new(),
        };
        let (postcode, city) = (mark("postcode", form.postal_code), mark("city", form.city));
        let region = mark(form.region_name, form.region);
        let shown = if form.city_first { [city, region, postcode] } else { [postcode, city, region] };
        shown.concat().trim_end().into()
    }

    #[test]
    fn each_country_has_its_fields_in_its_order() {
        for (countries, form) in [
            ("DE AT CH FR NL BE PL SE NO DK FI PT GR EE LT RO SK CZ SI BG HR CY TR", "postcode city"),
            ("GB NZ ZA HU LV MT UA GG JE IM", "city postcode"),
            ("US AU BR IN", "city state postcode"),
            ("MX", "postcode city state"),
            ("CA", "city province postcode"),
            ("ES IT", "postcode city province"),
            ("RU", "city region postcode"),
            ("IE", "city county? postcode?"),
            ("AE HK QA AO GH UG PA", "city"),
            ("SG", "postcode"),
            ("JP", "postcode city"),
            ("IL SA EG", "city postcode?"),
            ("RS IS AL", "postcode? city"),
        ] {
            for country in countries.split(' ') {
                assert_eq!(shown(country), form, "{country}");
            }
        }
    }

    #[test]
    fn an_unknown_country_and_none_have_the_common_form() {
        assert_eq!(shown("XK"), "postcode city");
        for odd in [None, Some(""), Some("D"), Some("DEU"), Some("de"), Some("🇩🇪")] {
            assert_eq!(address_form(odd), address_form(Some("XX")), "{odd:?}");
        }
    }

    #[test]
    fn the_lists_hold_codes_in_order_each_once_and_none_that_contradict_each_other() {
        let codes = |list: &'static str| -> Vec<&'static str> {
            assert!(list.len().is_multiple_of(2) && list.bytes().all(|byte| byte.is_ascii_uppercase()), "{list}");
            (0..list.len() / 2).map(|at| &list[at * 2..at * 2 + 2]).collect()
        };
        let regions = REGIONS.map(|(_, countries)| countries);
        for list in [NO_POSTCODE, POSTCODE_OPTIONAL, CITY_FIRST, NO_CITY].into_iter().chain(regions) {
            let codes = codes(list);
            let mut sorted = codes.clone();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(codes, sorted);
        }
        assert!(codes(NO_POSTCODE).iter().all(|code| !codes(POSTCODE_OPTIONAL).contains(code)));
        let mut asked: Vec<_> = regions.into_iter().flat_map(codes).collect();
        asked.sort_unstable();
        let count = asked.len();
        asked.dedup();
        assert_eq!(asked.len(), count, "a region has one name");
    }
}
