//! Rules on colours: they can be read, and what is written in them too (WCAG 2.2, 1.4.3).

use crate::check::{Checker, codes};
use crate::config::Scheme;

/// The widget's own colours (style/tokens.css): text, background, accent, text on the accent.
const LIGHT: [&str; 4] = ["#17202a", "#ffffff", "#2451b7", "#ffffff"];
const DARK: [&str; 4] = ["#eef2f6", "#1a2027", "#9db9ff", "#0d1b3d"];
/// WCAG 2.2, success criterion 1.4.3.
const LEAST: f64 = 4.5;
/// The luminance at which black and white are read equally well: sqrt(1.05 × 0.05) - 0.05, as in src/ui/theme.rs.
const MIDDLE: f64 = 0.179;

pub fn check(checker: &mut Checker) {
    let theme = checker.config.theme.clone();
    let written = [
        ("/theme/text", theme.text),
        ("/theme/background", theme.background),
        ("/theme/accent", theme.accent),
        ("/theme/onAccent", theme.on_accent),
    ];
    for (path, colour) in &written {
        if let Some(colour) = colour.as_ref().filter(|colour| luminance(colour).is_none())
            && checker.is_mine(path)
        {
            checker.flaw(path);
            checker.add(
                &codes::THEME_COLOUR,
                *path,
                format!("\"{colour}\" is not a colour as #rgb or #rrggbb"),
                "Write it as #rgb or #rrggbb, such as #2451b7.",
            );
        }
    }
    let named = |at: usize| written.get(at).and_then(|(_, colour)| colour.as_deref());
    // Without a scheme one colour of the shop's own decides, as the widget has it: on a light ground the scheme is light.
    let bright = |at: usize| named(at).and_then(luminance).map(|luminance| luminance > MIDDLE);
    let schemes: &[_] = match (theme.scheme, bright(1), bright(0)) {
        (Some(Scheme::Auto), ..) | (None, None, None) => &[("light", LIGHT), ("dark", DARK)],
        (Some(Scheme::Light), ..) | (None, Some(true), _) | (None, None, Some(false)) => &[("light", LIGHT)],
        (Some(Scheme::Dark), ..) | (None, ..) => &[("dark", DARK)],
    };
    for (front, back, what) in [(0, 1, "text on the background"), (3, 2, "text on the accent")] {
        // Without onAccent the widget takes black or white, whichever reads better: one of the two always does.
        if (named(front).is_none() && named(back).is_none()) || (front == 3 && named(3).is_none()) {
            continue;
        }
        let both = named(front).is_some() && named(back).is_some();
        for (scheme, own) in schemes {
            let colour = |at: usize| named(at).or(own.get(at).copied()).and_then(luminance);
            let (Some(a), Some(b)) = (colour(front), colour(back)) else { continue };
            let ratio = contrast(a, b);
            let place = checker.first_mine([written[front].0.to_string(), written[back].0.to_string()]);
            if let Some(place) = place.filter(|_| ratio < LEAST) {
                let whose = if both {
                    String::new()
                } else {
                    format!(" (the other colour is the widget's own, {scheme}: set both)")
                };
                // Rounded down: 4.49 must not read as 4.5.
                let shown = (ratio * 100.0).floor() / 100.0;
                let message = format!("{what} has a contrast of {shown}:1; 4.5:1 is the least{whose}");
                checker.add(&codes::THEME_CONTRAST, place, message, "Take a darker or a lighter one.");
                break;
            }
        }
    }
    // Read themselves, both may stand where the widget's own colours for hints and errors are not.
    let misfit = schemes.iter().find(|(scheme, _)| bright(1).is_some_and(|bright| bright != (*scheme == "light")));
    if let (Some((scheme, _)), Some(_)) = (misfit, named(0))
        && let Some(place) = checker.first_mine(["/theme/scheme".into(), "/theme/background".into()])
    {
        let message = format!(
            "the widget's own colours for hints and errors are {scheme} ones, and not to be read on this background"
        );
        checker.add(&codes::THEME_CONTRAST, place, message, "Leave out scheme: the background decides it.");
    }
}

/// Relative luminance of `#rgb` or `#rrggbb` (WCAG 2.2).
fn luminance(colour: &str) -> Option<f64> {
    let digits: Vec<u32> = colour.strip_prefix('#')?.chars().map(|c| c.to_digit(16)).collect::<Option<_>>()?;
    let parts: Vec<u32> = match digits.len() {
        3 => digits.iter().map(|digit| digit * 17).collect(),
        6 => digits.chunks(2).map(|pair| pair[0] * 16 + pair[1]).collect(),
        _ => return None,
    };
    let linear = |part: u32| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    Some(0.2126 * linear(parts[0]) + 0.7152 * linear(parts[1]) + 0.0722 * linear(parts[2]))
}

fn contrast(a: f64, b: f64) -> f64 {
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(a: &str, b: &str) -> f64 {
        contrast(luminance(a).unwrap(), luminance(b).unwrap())
    }

    #[test]
    fn contrast_is_what_wcag_says() {
        assert!((ratio("#000", "#ffffff") - 21.0).abs() < 1e-9);
        // The grey that passes on white, and the next that does not.
        assert!(ratio("#767676", "#fff") >= 4.5 && ratio("#777777", "#fff") < 4.5);
        assert_eq!(luminance("#12345"), None);
        assert_eq!(luminance("red"), None);
    }

    #[test]
    fn the_widgets_own_colours_are_those_of_its_style_sheet_and_pass() {
        let style = include_str!("../../../style/tokens.css").to_lowercase();
        for own in [LIGHT, DARK] {
            assert!(ratio(own[0], own[1]) >= LEAST && ratio(own[3], own[2]) >= LEAST);
            for colour in own {
                assert!(style.contains(colour) || (colour == "#ffffff" && style.contains("#fff,")), "{colour}");
            }
        }
    }
}
