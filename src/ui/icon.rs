//! Icons: our own strokes on a grid of 24, drawn with `currentColor`; decoration only, never the sole bearer of a meaning.

use super::pattern::copy;
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// Name → path.
const PATHS: &[(&str, &str)] = &[
    ("back", "M14.5 5 7.5 12l7 7"),
    ("close", "M6 6l12 12M18 6 6 18"),
    ("next", "M9.5 5l7 7-7 7"),
    ("bolt", "M13 2.5 5 14h6l-1 7.5L18 10h-6z"),
    ("broken", "M4 8l8-4.5L20 8v8l-8 4.5L4 16zM4 8l8 4.5L20 8M12 12.5l-1.5 3 2.5 1.5-1 3.5"),
    ("swap", "M4 8h13l-3.5-3.5M20 16H7l3.5 3.5"),
    ("piece", "M4 7.5h5a2.5 2.5 0 1 1 5 0h6V19H4v-4a2.5 2.5 0 1 0 0-4z"),
    (
        "truck",
        "M2.5 6.5h11v10h-11zM13.5 10h4l3.5 3.5v3h-7.5M7 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM17 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
    ),
    (
        "question",
        "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM9.5 9.5a2.5 2.5 0 1 1 3.7 2.2c-.8.4-1.2.9-1.2 1.800M12 16.3v.2",
    ),
    ("send", "M4 12h13M11.5 5.5 18 12l-6.5 6.5"),
    ("return", "M8.5 5 4 9.5 8.5 14M4 9.5h10a5 5 0 0 1 0 10H9"),
    ("keep", "M5 12.5 10 17.5 19.5 7"),
    ("clock", "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7.5V12l3 2"),
    ("wallet", "M4 7.5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2zM4 7.5V6a2 2 0 0 1 2-2h10v3.5M15.5 13.5h.3"),
    ("scales", "M12 4v16M8 20h8M5 7h14M5 7l-2.5 6a3 3 0 0 0 5 0zM19 7l-2.5 6a3 3 0 0 0 5 0z"),
    ("camera", "M4 8h3.5L9 5.5h6L16.5 8H20v11H4zM12 16.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4z"),
    ("images", "M7 4.5h13v12H7zM4 8v11.5h12.5M7 14l4-4 3 3 2-2 4 4"),
    ("plus", "M12 5.5v13M5.5 12h13"),
    ("minus", "M5.5 12h13"),
    ("check", "M5 12.5 10 17.5 19.5 7"),
    (
        "phone",
        "M6 3.5h3.5L11 8l-2.3 1.800a12 12 0 0 0 5.5 5.5L16 13l4.5 1.5V18a2.5 2.5 0 0 1-2.5 2.5C10.5 20.5 3.5 13.5 3.5 6A2.5 2.5 0 0 1 6 3.5z",
    ),
    ("mail", "M3.5 5.5h17v13h-17zM3.5 7l8.5 6 8.5-6"),
    ("chat", "M4 5h16v11h-9l-4.5 3.500V16H4z"),
    ("person", "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5a7.5 7.5 0 0 1 15 0"),
    (
        "globe",
        "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM3.5 12h17M12 3.5c-6 5.5-6 11.5 0 17M12 3.5c6 5.5 6 11.5 0 17",
    ),
    ("box", "M4 8l8-4.5L20 8v8l-8 4.5L4 16zM4 8l8 4.5L20 8M12 12.5v8"),
    ("info", "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 11v5M12 7.800v.2"),
    ("alert", "M12 4 2.5 20h19zM12 10v4.5M12 17.2v.2"),
];

/// The icon of a name; the box for a name that a merchant misspelt.
pub fn icon(name: &str) -> Element {
    let named = |wanted: &str| PATHS.iter().find(|(known, _)| *known == wanted);
    let (name, path) = named(name).or_else(|| named("box")).copied().unwrap_or_default();
    copy(["svg", name, ""], &|| draw(name, path))
}

fn draw(name: &str, path: &str) -> Element {
    let mirrored = matches!(name, "back" | "next" | "send" | "return");
    let (icon, stroke) = (svg("svg"), svg("path"));
    for (name, value) in
        [("class", if mirrored { "icon mirrored" } else { "icon" }), ("viewBox", "0 0 24 24"), ("aria-hidden", "true")]
    {
        let _ = icon.set_attribute(name, value);
    }
    let _ = stroke.set_attribute("d", path);
    let _ = icon.append_child(&stroke);
    icon
}

fn svg(tag: &str) -> Element {
    let made = document().create_element_ns(Some("http://www.w3.org/2000/svg"), tag);
    made.unwrap_or_else(|refused| refused.unchecked_into())
}
