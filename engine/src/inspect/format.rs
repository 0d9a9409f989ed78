//! Format: dates, money and numbers as data shows them: what the commands and the panel print is read by developers and by other programs.

use crate::Day;
use crate::money;
use crate::text::Format;

/// ISO dates, plain decimals.
pub struct Plain;

impl Format for Plain {
    fn date(&self, day: Day) -> String {
        day.iso()
    }

    fn money(&self, amount: i64, currency: &str) -> String {
        format!("{} {currency}", money::decimal(amount, currency))
    }

    fn plural(&self, count: i64) -> String {
        if count == 1 { "one" } else { "other" }.into()
    }

    fn number(&self, count: i64) -> String {
        count.to_string()
    }
}
