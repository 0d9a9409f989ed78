//! The panel as it is drawn: one part below the other, each in a `<details>`. English, because it is for developers.

use super::place::sheet;
use super::to_copy;
use crate::browser::{call, get, set, wait};
use crate::ui::node::{Node, button, div, el};
use js_sys::Array;
use redress_engine::Json;
use redress_engine::inspect::Source;
use redress_engine::json::digits;
use std::cell::{Cell, RefCell};

use web_sys::Element;

const STYLE: &str = include_str!("panel.css");

/// A part of the report: its name, its title, and what is drawn of it.
type Part = (&'static str, &'static str, fn(&Json) -> Node);

const PARTS: [Part; 6] = [
    ("config", "Config", config),
    ("context", "Context", context),
    ("offers", "Offers", offers),
    ("request", "What would be posted", request),
    ("events", "Events", events),
    ("versions", "Versions", versions),
];

/// The panel. It stays the same as long as the page is there; what it tells is drawn anew.
pub struct Panel {
    host: Element,
    toggle: Element,
    badge: Element,
    slots: RefCell<Vec<Slot>>,
    /// Whether it has opened by itself, or was opened or closed by somebody: from then on it stays as they like it.
    decided: Cell<bool>,
    _whole: Node,
}

/// A part and what it was drawn from: drawn again only if that has changed, so that nothing moves below who reads it.
struct Slot {
    drawn: String,
    count: Element,
    body: Node,
}

impl Panel {
    /// The panel, closed; it stands nowhere yet.
    pub fn new() -> Panel {
        let host = element("redress-debug");
        let toggle = button("toggle", "", toggle).attr("aria-expanded", "false").attr("aria-controls", "report");
        let (toggle_element, badge) = (toggle.element().clone(), el("span").attr("class", "badge"));
        let badge_element = badge.element().clone();
        let toggle = toggle.child(el("span").text("Redress debug")).child(badge);
        let mut slots = Vec::new();
        let mut report = div("report").attr("id", "report").attr("role", "region").attr("aria-label", "Report");
        // What scrolls can be scrolled with the keyboard.
        report = report.attr("tabindex", "0").child(tools());
        for (name, title, _) in PARTS {
            let count = el("span").attr("class", "count");
            let body = div("body");
            slots.push(Slot { drawn: String::new(), count: count.element().clone(), body: body.shown() });
            let summary = el("summary").child(el("h2").text(title)).child(count);
            let part = el("details").attr("data-part", name).flag("open", name == "config").child(summary).child(body);
            report = report.child(part);
        }
        let whole = el("section").attr("aria-label", "Redress debug").attr("lang", "en").attr("dir", "ltr");
        let whole = whole.child(toggle).child(report);
        if let Ok(shadow) = call(&host, "attachShadow", &[crate::i18n::options(&[("mode", "open")]).into()]) {
            let _ = call(&shadow, "append", &[whole.element().into()]);
            if let Some(sheet) = sheet(STYLE) {
                let _ = set(&shadow, "adoptedStyleSheets", &Array::of1(&sheet));
            }
        }
        Panel {
            host,
            toggle: toggle_element,
            badge: badge_element,
            slots: RefCell::new(slots),
            decided: Cell::new(false),
            _whole: whole,
        }
    }

    /// What stands in the page.
    pub fn host(&self) -> &Element {
        &self.host
    }

    /// Draws what has changed of a report.
    pub fn show(&self, report: &Json) {
        let (errors, warnings) = counts(report);
        self.badge.set_text_content(Some(&problems(report, errors, warnings)));
        let _ = self.badge.set_attribute("data-worst", worst(report, errors, warnings));
        let stuck =
            ["failure", "config.unreachable"].iter().any(|path| report.at(path).is_some_and(|why| *why != Json::Null));
        if !self.decided.get() && (stuck || is_wide()) {
            self.decided.set(true);
            self.set_open(true);
        }
        for (slot, (name, _, draw)) in self.slots.borrow_mut().iter_mut().zip(PARTS) {
            let none = Json::Null;
            let part = report.get(name).unwrap_or(&none);
            // The config's part tells why nothing starts.
            let part = if name == "config" { report } else { part };
            let of = if name == "config" {
                ["failure", "config"].map(|key| part.get(key).unwrap_or(&none).to_text()).concat()
            } else {
                part.to_text()
            };
            if slot.drawn != of {
                slot.drawn = of;
                slot.count.set_text_content(Some(&count(name, part)));
                slot.body.give_way(draw(part));
            }
        }
    }

    fn set_open(&self, open: bool) {
        let _ = self.host.toggle_attribute_with_force("open", open);
        let _ = self.toggle.set_attribute("aria-expanded", if open { "true" } else { "false" });
    }
}

fn toggle() {
    if let Some(panel) = super::panel() {
        panel.decided.set(true);
        panel.set_open(!panel.host.has_attribute("open"));
    }
}

/// Whether it fits beside the widget's dialog.
fn is_wide() -> bool {
    let found = call(&leptos::prelude::window(), "matchMedia", &["(min-width: 1180px)".into()]);
    found.is_ok_and(|found| get(&found, "matches").is_truthy())
}

fn element(tag: &'static str) -> Element {
    el(tag).element().clone()
}

/// Copying.
fn tools() -> Node {
    let (choice, told) = (el("input").attr("type", "checkbox"), el("span").attr("role", "status"));
    let (choice_element, told_element) = (choice.element().clone(), told.element().clone());
    let copy = button("copy", "", move || {
        let text = to_copy(get(&choice_element, "checked").is_truthy());
        let told = told_element.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let clipboard = get(&leptos::prelude::window().navigator(), "clipboard");
            match wait(&clipboard, "writeText", &[text.as_str().into()]).await {
                Ok(_) => told.set_text_content(Some("Copied.")),
                // A page without https, or a frame that may not: to be copied by hand.
                Err(_) => by_hand(&told, &text),
            }
        });
    });
    let label = el("label").child(choice).child(el("span").text("with personal data"));
    div("tools").child(copy.text("Copy report")).child(label).child(told)
}

fn by_hand(told: &Element, text: &str) {
    let field = el("textarea").attr("readonly", "").attr("rows", "4").attr("aria-label", "The report, to copy");
    let field = field.element();
    let _ = set(field, "value", &text.into());
    told.set_text_content(Some("Copy it from here: "));
    let _ = told.append_child(field);
    let _ = call(field, "select", &[]);
}

fn text<'a>(json: &'a Json, key: &str) -> &'a str {
    json.get(key).and_then(Json::as_text).unwrap_or_default()
}

fn items<'a>(json: &'a Json, key: &str) -> &'a [Json] {
    json.get(key).map(Json::items).unwrap_or_default()
}

fn counts(report: &Json) -> (usize, usize) {
    let found = report.get("config").map(|config| items(config, "problems")).unwrap_or_default();
    let errors = found.iter().filter(|problem| text(problem, "severity") == "error").count();
    (errors, found.len() - errors)
}

fn counted(count: usize, noun: &str) -> String {
    [digits(count as i64).as_str(), " ", noun, if count == 1 { "" } else { "s" }].concat()
}

fn problems(report: &Json, errors: usize, warnings: usize) -> String {
    let config = report.get("config");
    let is = |key: &str| config.and_then(|config| config.get(key)).is_some_and(|value| *value != Json::Null);
    match (errors, warnings) {
        _ if is("unreachable") => "no config".into(),
        _ if !is("problems") => "checking …".into(),
        (0, 0) => "config is fine".into(),
        (0, warnings) => counted(warnings, "warning"),
        (errors, 0) => counted(errors, "error"),
        (errors, warnings) => [&counted(errors, "error"), ", ", &counted(warnings, "warning")].concat(),
    }
}

fn worst(report: &Json, errors: usize, warnings: usize) -> &'static str {
    let unreachable = report.at("config.unreachable").is_some_and(|value| *value != Json::Null);
    match (errors, warnings) {
        _ if unreachable || errors > 0 => "error",
        (_, 0) => "none",
        _ => "warning",
    }
}

/// What stands behind a part's name.
fn count(name: &str, part: &Json) -> String {
    match name {
        "config" => {
            let (errors, warnings) = counts(part);
            problems(part, errors, warnings)
        }
        "context" => counted(items(part, "used").len(), "field"),
        "offers" => {
            let all = part.items().iter().flat_map(|line| items(line, "remedies"));
            let offered = all.filter(|each| each.get("offered") == Some(&Json::Bool(true))).count();
            counted(offered, "offer")
        }
        "events" => digits(part.items().len() as i64),
        _ => String::new(),
    }
}

fn none_yet(words: &str) -> Node {
    div("body").child(el("p").attr("class", "none").text(words))
}

const NOT_OPEN: &str = "Open the widget to see it.";

fn config(report: &Json) -> Node {
    let mut body = div("body");
    let none = Json::Null;
    let config = report.get("config").unwrap_or(&none);
    if let Some(failure) = report.get("failure").filter(|failure| **failure != Json::Null) {
        let what = [text(failure, "code"), " at ", pointer(text(failure, "path")), ": ", text(failure, "message")];
        body = body.child(finding("error", "The widget did not start", &what.concat(), ""));
    }
    if *config == Json::Null {
        return body.child(el("p").attr("class", "none").text("Not read yet."));
    }
    body = body.child(el("p").text("Read from ").child(code(text(config, "url"))));
    if let Some(why) = config.get("unreachable").and_then(Json::as_text) {
        let mend = "`data-config` of the script tag names its address, or `#id` of a <script type=\"application/json\"> of the page.";
        return body.child(finding("error", "There is no config", why, mend));
    }
    if config.get("problems") == Some(&Json::Null) {
        return body.child(el("p").attr("class", "none").text("Checking …"));
    }
    for problem in items(config, "problems") {
        let title = [pointer(text(problem, "path")), " · ", text(problem, "code")].concat();
        body = body.child(finding(text(problem, "severity"), &title, text(problem, "message"), text(problem, "fix")));
    }
    if items(config, "problems").is_empty() {
        body.child(el("p").text("`redress check` finds nothing wrong with it."))
    } else {
        body
    }
}

/// The whole document has an empty pointer.
fn pointer(path: &str) -> &str {
    if path.is_empty() { "/" } else { path }
}

fn finding(severity: &str, title: &str, message: &str, fix: &str) -> Node {
    let head = el("b").child(el("span").attr("class", "severity").text(severity)).child(code(title));
    let mend = (!fix.is_empty()).then(|| el("p").child(el("i").text("Mend: ")).text(fix));
    div("finding").attr("data-severity", severity).child(head).child(el("p").text(message)).opt(mend)
}

fn code(text: &str) -> Node {
    el("code").text(text)
}

fn context(part: &Json) -> Node {
    if *part == Json::Null {
        return none_yet(NOT_OPEN);
    }
    let mut list = el("ul");
    for used in items(part, "used") {
        let from = source(text(used, "from"));
        let value = used.get("value").map(Json::to_text).unwrap_or_default();
        list = list.child(row(text(used, "path"), &value, from));
    }
    let mut body = div("body").child(list);
    let unused = items(part, "unused");
    if !unused.is_empty() {
        let mut list = el("ul");
        for each in unused {
            let value = each.get("value").filter(|value| **value != Json::Null).map(Json::to_text).unwrap_or_default();
            let from = ["from ", source(text(each, "from"))].concat();
            list = list.child(row(pointer(text(each, "path")), &value, &from).child(el("p").text(text(each, "why"))));
        }
        body = body.child(el("h3").text(["Not used (", &digits(unused.len() as i64), ")"].concat())).child(list);
    }
    let missing = items(part, "missing");
    if missing.is_empty() {
        return body;
    }
    let mut list = el("ul");
    for each in missing {
        list = list.child(el("li").child(code(text(each, "path"))).child(el("p").text(text(each, "meaning"))));
    }
    body.child(el("h3").text(["Not said (", &digits(missing.len() as i64), ")"].concat())).child(list)
}

/// A part of the context, its value and who said it.
fn row(path: &str, value: &str, from: &str) -> Node {
    let row = el("li").attr("class", "row").child(code(path));
    let value = (!value.is_empty()).then(|| el("span").attr("class", "value").text(value));
    row.opt(value).child(el("span").attr("class", "from").text(from))
}

fn source(name: &str) -> &'static str {
    Source::named(name).title()
}

fn offers(part: &Json) -> Node {
    if *part == Json::Null {
        return none_yet(NOT_OPEN);
    }
    let mut body = div("body");
    for line in part.items() {
        let title = ["Line ", text(line, "line"), ": ", text(line, "title")].concat();
        let pack = text(line, "pack");
        let pack = if pack.is_empty() { "no law pack".into() } else { ["law pack ", pack].concat() };
        let mut list = el("ul");
        for verdict in items(line, "remedies") {
            list = list.child(remedy(verdict));
        }
        body = body.child(el("h3").text(title)).child(el("p").attr("class", "none").text(pack)).child(list);
    }
    body
}

fn remedy(verdict: &Json) -> Node {
    let offered = verdict.get("offered") == Some(&Json::Bool(true));
    let state = if offered { "offered" } else { "not offered" };
    let article = verdict.get("article").and_then(Json::as_text);
    let article =
        article.map(|article| el("p").attr("class", "article").text([text(verdict, "basis"), ": ", article].concat()));
    let article = article.unwrap_or_else(|| el("p").attr("class", "article").text(text(verdict, "basis")));
    let when = verdict.get("when").and_then(Json::as_text);
    let when = when.map(|when| el("p").child(el("i").text("when ")).child(code(when)));
    let head = el("b").child(code(text(verdict, "remedy"))).child(el("span").attr("class", "from").text(state));
    el("li")
        .attr("data-offered", if offered { "yes" } else { "no" })
        .child(head)
        .child(el("p").text(text(verdict, "why")))
        .child(article)
        .opt(when)
}

fn request(part: &Json) -> Node {
    if *part == Json::Null {
        return none_yet(NOT_OPEN);
    }
    let line = [text(part, "method"), " ", text(part, "url")].concat();
    let mut list = el("ul");
    for header in items(part, "headers") {
        list = list.child(el("li").child(code(&[text(header, "name"), ": ", text(header, "value")].concat())));
    }
    list = list.child(el("li").text("cookies: ").child(code(text(part, "cookies"))));
    for key in ["before", "answer"] {
        if let Some(words) = part.get(key).and_then(Json::as_text) {
            list = list.child(el("li").text(words));
        }
    }
    let body = part.get("body").map(|body| body.as_text().map_or_else(|| super::report::pretty(body), str::to_string));
    let pre = el("pre").attr("aria-label", "Body").text(body.unwrap_or_default());
    div("body").child(el("p").child(code(&line))).child(list).child(pre)
}

fn events(part: &Json) -> Node {
    if part.items().is_empty() {
        return none_yet("None since the panel is there.");
    }
    let mut list = el("ol");
    for event in part.items() {
        let detail = event.get("detail").filter(|detail| **detail != Json::Null).map(Json::to_text).unwrap_or_default();
        list = list.child(row(text(event, "event"), &detail, text(event, "at")));
    }
    div("body").child(list)
}

fn versions(part: &Json) -> Node {
    let mut list = el("dl");
    if let Some(map) = part.as_map() {
        for (name, value) in map.iter() {
            let entry = el("div").child(el("dt").text(name)).child(el("dd").text(value.as_text().unwrap_or_default()));
            list = list.child(entry);
        }
    }
    div("body").child(list)
}
