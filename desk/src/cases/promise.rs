//! Promise: by which day the shop answers, counted in working days where the shop is, and only if it promised one.

use jiff::Timestamp;
use redress_engine::Day;
use redress_engine::law::Law;

use crate::shop::Shop;

/// The civil date in the shop's zone.
pub fn today(now: Timestamp, shop: &Shop) -> Day {
    Day::parse(&now.to_zoned(shop.zone()).date().to_string()).unwrap_or(Day::FIRST)
}

/// The day by which the shop promises an answer to what is said now; None if its config promises none.
pub fn answer_by(now: Timestamp, shop: &Shop) -> Option<Day> {
    let promise = shop.config.shop.answer_within.as_ref()?;
    let holidays = shop.law().map(Law::holidays).unwrap_or_default();
    Some(today(now, shop).plus_working_days(promise.working_days.max(0), &holidays))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shop(promise: &str) -> Shop {
        let text = format!(r#"{{"endpoint":{{"url":"/c"}},"shop":{{"country":"DE"{promise}}}}}"#);
        Shop::parse(&text).unwrap()
    }

    fn by(moment: &str, promise: &str) -> Option<String> {
        answer_by(moment.parse().unwrap(), &shop(promise)).map(Day::iso)
    }

    #[test]
    fn the_promised_day_counts_working_days_where_the_shop_is() {
        let one = r#","answerWithin":{"workingDays":1}"#;
        // Saturday evening.
        assert_eq!(by("2026-11-21T19:41:00Z", one).as_deref(), Some("2026-11-23"));
        // Half past eleven on Thursday in UTC is Friday in Berlin.
        assert_eq!(by("2026-11-19T23:30:00Z", one).as_deref(), Some("2026-11-23"));
        // 25 and 26 December are holidays, then comes a Sunday.
        assert_eq!(by("2026-12-24T08:00:00Z", one).as_deref(), Some("2026-12-28"));
    }

    #[test]
    fn nothing_is_promised_in_the_shops_name() {
        assert_eq!(by("2026-11-21T19:41:00Z", ""), None);
    }
}
