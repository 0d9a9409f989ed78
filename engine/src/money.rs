//! Money: whole minor units, the exponents of ISO 4217, and rounding in the shopper's favour.

use crate::json::digits;

/// Currencies whose minor unit is not a hundredth (ISO 4217, table A.1). The engine keeps them because the digits that `Intl` shows
/// differ from ISO 4217 for HUF, ISK, IQD and others.
const EXPONENTS: &[(&str, u32)] = &[
    ("BIF", 0),
    ("CLP", 0),
    ("DJF", 0),
    ("GNF", 0),
    ("ISK", 0),
    ("JPY", 0),
    ("KMF", 0),
    ("KRW", 0),
    ("PYG", 0),
    ("RWF", 0),
    ("UGX", 0),
    ("UYI", 0),
    ("VND", 0),
    ("VUV", 0),
    ("XAF", 0),
    ("XOF", 0),
    ("XPF", 0),
    ("BHD", 3),
    ("IQD", 3),
    ("JOD", 3),
    ("KWD", 3),
    ("LYD", 3),
    ("OMR", 3),
    ("TND", 3),
    ("CLF", 4),
    ("UYW", 4),
];

/// How many decimals the minor unit of `currency` has.
pub fn exponent(currency: &str) -> u32 {
    EXPONENTS.iter().find(|(code, _)| *code == currency).map_or(2, |(_, exponent)| *exponent)
}

/// An amount of minor units as a decimal string, `2196` EUR → `21.96`: what `Intl` formats exactly.
pub fn decimal(amount: i64, currency: &str) -> String {
    let exponent = exponent(currency) as usize;
    let mut text = digits(amount);
    let sign = usize::from(amount < 0);
    while text.len() <= exponent + sign {
        text.insert(sign, '0');
    }
    if exponent > 0 {
        text.insert(text.len() - exponent, '.');
    }
    text
}

/// A decimal string as schema.org prices are written, in minor units; None if it is not one or has too many digits.
pub fn parse_decimal(text: &str, currency: &str) -> Option<i64> {
    let exponent = exponent(currency) as usize;
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    if whole.is_empty() {
        return None;
    }
    let mut amount = number(whole)?;
    for at in 0..exponent.max(part.len()) {
        let digit = part.as_bytes().get(at).copied().unwrap_or(b'0');
        if !digit.is_ascii_digit() || (at >= exponent && digit != b'0') {
            return None;
        }
        if at < exponent {
            amount = amount.checked_mul(10)?.checked_add(i64::from(digit - b'0'))?;
        }
    }
    Some(amount)
}

/// The number that decimal digits write, without a sign; None where there is anything else.
pub fn number(digits: &str) -> Option<i64> {
    let mut number: i64 = 0;
    for byte in digits.bytes() {
        if !byte.is_ascii_digit() {
            return None;
        }
        number = number.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
    }
    Some(number)
}

/// So many per cent of an amount, rounded up to the shopper's favour, never above the amount.
pub fn percent_of(amount: i64, percent: i64) -> i64 {
    let (amount, percent) = (amount.max(0), percent.clamp(0, 100));
    // Hundreds and rest apart: neither product overflows, and 128 bits would cost a division of 1 kB.
    amount / 100 * percent + (amount % 100 * percent + 99) / 100
}

/// The part of `total` that belongs to `count` of `of` pieces: the largest remainder goes to the first pieces, so that all parts add up.
pub fn share(total: i64, count: i64, of: i64) -> i64 {
    let of = of.max(1);
    let count = count.clamp(0, of);
    let (each, rest) = (total.max(0) / of, total.max(0) % of);
    each.saturating_mul(count).saturating_add(rest.min(count))
}

/// The part of `total` that falls to `own` when it is spread over `(weight, name)` by weight. The largest remainder gets what is left over,
/// of equal ones the first by name: all parts add up, in whatever order they stand. Without any weight all bear the same.
pub fn part(total: i64, weights: &[(i64, &str)], own: &str) -> i64 {
    let mut shift = 0;
    let scaled = |weight: i64, shift: u32| weight.max(0) >> shift;
    // Small enough for the products below.
    let sum_of = |shift: u32| weights.iter().fold(0_i64, |sum, (weight, _)| sum.saturating_add(scaled(*weight, shift)));
    while sum_of(shift) > i64::from(i32::MAX) {
        shift += 1;
    }
    let weightless = sum_of(shift) == 0;
    let sum = if weightless { weights.len() as i64 } else { sum_of(shift) };
    if sum == 0 {
        return 0;
    }
    let (each, rest) = (total.max(0) / sum, total.max(0) % sum);
    let weight = |weight: i64| if weightless { 1 } else { scaled(weight, shift) };
    let Some((mine, _)) = weights.iter().find(|(_, name)| *name == own) else { return 0 };
    let remainder = |of: i64| rest * weight(of) % sum;
    let (mut left, mut before) = (rest, 0);
    for (of, name) in weights {
        left -= rest * weight(*of) / sum;
        let (theirs, ours) = (remainder(*of), remainder(*mine));
        if theirs > ours || (theirs == ours && *name < own) {
            before += 1;
        }
    }
    each * weight(*mine) + rest * weight(*mine) / sum + i64::from(before < left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn decimals_follow_the_exponent_of_the_currency() {
        assert_eq!(decimal(2196, "EUR"), "21.96");
        assert_eq!(decimal(5, "EUR"), "0.05");
        assert_eq!(decimal(500, "JPY"), "500");
        assert_eq!(decimal(1500, "KWD"), "1.500");
        assert_eq!(decimal(-5, "EUR"), "-0.05");
        assert_eq!(parse_decimal("109.8", "EUR"), Some(10980));
        assert_eq!(parse_decimal("109.800", "EUR"), Some(10980));
        for bad in ["", ".5", "1,5", "1.234", "-1", "1e3", "99999999999999999999"] {
            assert_eq!(parse_decimal(bad, "EUR"), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn a_percentage_is_never_less_than_its_share_and_never_more_than_was_paid(amount in 0i64..10_000_000, percent in 0i64..=100) {
            let part = percent_of(amount, percent);
            prop_assert!(part <= amount && part * 100 >= amount * percent && part * 100 < amount * percent + 100);
        }

        #[test]
        fn shares_of_the_pieces_add_up_to_the_whole(total in 0i64..1_000_000, of in 1i64..50, first in 0i64..50) {
            let first = first.min(of);
            let pieces: i64 = (0..of).map(|n| share(total, n + 1, of) - share(total, n, of)).sum();
            prop_assert_eq!(pieces, total);
            prop_assert!(share(total, first, of) <= total);
        }

        #[test]
        fn parts_by_weight_add_up_in_any_order_and_none_is_off_by_one_or_more(
            total in 0i64..1_000_000_000_000, weights in proptest::collection::vec(0i64..1_000_000_000_000, 1..6)
        ) {
            let names = ["a", "b", "c", "d", "e"];
            let list: Vec<_> = weights.iter().copied().zip(names).collect();
            let turned: Vec<_> = list.iter().rev().copied().collect();
            let parts: Vec<_> = list.iter().map(|(_, name)| part(total, &list, name)).collect();
            prop_assert_eq!(parts.iter().sum::<i64>(), total);
            for ((weight, name), part_of) in list.iter().zip(&parts) {
                prop_assert_eq!(part(total, &turned, name), *part_of);
                let sum: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
                // Weights beyond 2^31 in all are rounded, so their parts are only near.
                if sum > 0 && sum <= i128::from(i32::MAX) {
                    let off = i128::from(*part_of) * sum - i128::from(total) * i128::from(*weight);
                    prop_assert!(off.abs() < sum);
                }
            }
        }

        #[test]
        fn a_decimal_is_read_back_as_it_was_written(amount in 0i64..1_000_000_000, currency in "EUR|JPY|KWD|CLF") {
            prop_assert_eq!(parse_decimal(&decimal(amount, &currency), &currency), Some(amount));
        }
    }
}
