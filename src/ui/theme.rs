//! The merchant's colours and shapes, as variables that the style sheet falls back to where the page's own CSS says nothing.

use redress_engine::config::{Density, Font, Radius, Scheme, Theme};
use web_sys::HtmlElement;

/// Sets `--theme-*` on what the widget is mounted in. Through the style object: policies allow it where they refuse a style attribute.
pub fn apply(theme: &Theme, root: &HtmlElement) {
    let accent = theme.accent.as_deref();
    let on_accent = theme.on_accent.as_deref().or_else(|| accent.and_then(readable_on));
    let light = |ground: &str| if ground == "#000" { "light" } else { "dark" };
    let scheme = match theme.scheme {
        Some(Scheme::Auto) => Some("light dark"),
        Some(Scheme::Light) => Some("light"),
        Some(Scheme::Dark) => Some("dark"),
        // One ground or one ink of the shop's own fits one scheme only: on a light ground what is read best is black, and black ink is
        // read best where white is read on it.
        None => match (&theme.background, &theme.text) {
            (Some(background), _) => readable_on(background).map(light),
            (None, Some(text)) => readable_on(text).map(|best| if best == "#fff" { "light" } else { "dark" }),
            _ => None,
        },
    };
    // On a ground of the shop's own, ours would look foreign.
    let mixed = |mix: &'static str| theme.background.as_ref().map(|_| mix);
    let values = [
        ("--theme-accent", accent),
        ("--theme-on-accent", on_accent),
        ("--theme-surface", theme.background.as_deref()),
        ("--theme-ink", theme.text.as_deref()),
        ("--theme-line", mixed("color-mix(in srgb, var(--ink) 16%, var(--surface))")),
        ("--theme-sunken", mixed("color-mix(in srgb, var(--ink) 5%, var(--surface))")),
        ("--theme-scheme", scheme),
    ];
    for (name, value) in values {
        if let Some(value) = value {
            let _ = root.style().set_property(name, value);
        }
    }
    let looks = [
        ("data-density", theme.density.map(Density::as_str)),
        ("data-font", theme.font.map(Font::as_str)),
        ("data-radius", theme.radius.map(Radius::as_str)),
    ];
    for (name, look) in looks {
        if let Some(look) = look {
            let _ = root.set_attribute(name, look);
        }
    }
}

/// Black or white, whichever is read better on a colour `#rgb` or `#rrggbb` (relative luminance, WCAG 2.2).
fn readable_on(colour: &str) -> Option<&'static str> {
    let hex = colour.strip_prefix('#')?;
    let digits = hex.len() / 3;
    let channel = |at: usize| {
        let mut value = 0;
        for digit in hex.get(at * digits..(at + 1) * digits)?.chars() {
            value = value * 16 + digit.to_digit(16)?;
        }
        let part = f64::from(if digits == 1 { value * 17 } else { value }) / 255.0;
        // The exact curve has a straight piece near black; squares are near enough to choose between black and white.
        Some(part * part)
    };
    let luminance = 0.2126 * channel(0)? + 0.7152 * channel(1)? + 0.0722 * channel(2)?;
    // Both contrasts are equal at sqrt(1.05 × 0.05) - 0.05.
    Some(if luminance > 0.179 { "#000" } else { "#fff" })
}
