//! The frame around every screen: back, what it is about, close, progress, and a person one tap away.

use super::node::{Node, button, classed, div, el};
use super::{Look, later};
use crate::i18n::language;
use crate::session::{Place, Session};
use leptos::prelude::*;
use redress_engine::json::digits;
use redress_engine::text::Arg;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// What a screen puts into the frame.
pub struct Content {
    /// The middle.
    pub main: Node,
    /// The primary action below it.
    pub primary: Option<Node>,
}

/// The frame: what stays from screen to screen, and what each of them puts there.
pub struct Frame {
    screen: Element,
    header: Slot,
    progress: Progress,
    main: Node,
    footer: Element,
    primary: Option<Node>,
    aside: Rc<RefCell<Slot>>,
}

impl Frame {
    /// The element, and what fills it.
    pub fn new(session: Session) -> (Node, Frame) {
        let (header, main, footer) = (div("header"), div("main"), div("footer"));
        let (whole, progress) = Progress::new();
        let aside = div("aside");
        let slot = Rc::new(RefCell::new(Slot::of(aside.shown())));
        let shared = Rc::clone(&slot);
        let footer = footer.child(aside).effect(Box::new(move || {
            // The languages come with the second module.
            session.watch_part();
            fill_aside(session, &mut shared.borrow_mut());
        }));
        let [header_slot, main_slot] = [&header, &main].map(Node::shown);
        let footer_element = footer.element().clone();
        let screen = div("screen").child(header).child(whole).child(main).child(footer);
        let frame = Frame {
            screen: screen.element().clone(),
            header: Slot::of(header_slot),
            progress,
            main: main_slot,
            footer: footer_element,
            primary: None,
            aside: slot,
        };
        (screen, frame)
    }

    /// Shows a screen.
    pub fn show(&mut self, look: &Look, content: Content) {
        let _ = self.screen.set_attribute("data-step", look.model.place_id());
        let about = About::of(look);
        self.header.fill(about.key(look), || header(look, &about));
        self.progress.show(look);
        self.main.give_way(content.main.attr("part", "body"));
        if let Some(before) = self.primary.take() {
            before.element().remove();
        }
        if let Some(primary) = content.primary {
            let _ = self.footer.prepend_with_node_1(primary.element());
            self.primary = Some(primary);
        }
        fill_aside(look.session, &mut self.aside.borrow_mut());
    }
}

/// A place of the frame whose element stays as long as it would be drawn the same.
struct Slot {
    key: String,
    shown: Node,
}

impl Slot {
    fn of(shown: Node) -> Slot {
        Slot { key: String::new(), shown }
    }

    /// `key`: all that the drawing depends on.
    fn fill(&mut self, key: String, draw: impl FnOnce() -> Node) {
        if self.key != key {
            self.key = key;
            self.shown.give_way(draw());
        }
    }
}

/// A person, the languages, and what waits to be sent.
fn fill_aside(session: Session, slot: &mut Slot) {
    let model = session.model();
    let words = model.texts().get("nav.person", &[]);
    let person = !matches!(model.place, Place::Person(_) | Place::Leaving(_));
    let asked = matches!(model.place, Place::Screen(..) | Place::Review);
    // The browser's own language is offered by itself on the first screen alone.
    let own = window().navigator().language().unwrap_or_default();
    let first = asked && language(&own) != language(&model.locale.tag) && !model.has_before();
    let flags = [person, asked, first, later::is_drawing(&model)].map(|flag| if flag { "1" } else { "0" }).concat();
    let key = [&flags, "\n", &words, "\n", &model.locale.tag].concat();
    if model.keeping.listed.is_some() {
        // How many complaints wait may be another number each time. Only then: drawing sixteen languages anew was a tenth of a step.
        slot.key.clear();
    }
    slot.fill(key, || later::aside(session, div("aside").opt(person.then(|| self::person(session, &words)))));
}

fn person(session: Session, words: &str) -> Node {
    let there = move || {
        let here = session.model().place.clone();
        session.go(Place::Person(Box::new(here)));
    };
    button("quiet", "secondary", there).text(words)
}

fn header(look: &Look, about: &About) -> Node {
    let session = look.session;
    let mut header = div("header");
    if about.back {
        let back = button("icon-button", "back", move || session.back());
        header = header.child(back.attr("aria-label", look.text("nav.back")).icon("back"));
    }
    header = header.child(about.draw());
    if look.model.dialog {
        let close = button("icon-button", "close", move || later::leave(session));
        header = header.child(close.attr("aria-label", look.text("frame.close")).icon("close"));
    }
    header
}

/// What the screen is about: the item or the order.
struct About {
    /// Whether there is a way back.
    back: bool,
    title: String,
    below: String,
    image: Option<String>,
}

impl About {
    fn of(look: &Look) -> About {
        let (case, texts) = (&look.case, &look.texts);
        let line = if let Place::Screen(_, line) = &look.model.place { line.as_ref() } else { None };
        let lines = case.lines();
        let only = if lines.len() == 1 { lines.first() } else { None };
        let item = line.or(only).and_then(|line| case.context.item(line)).filter(|item| !item.title.is_empty());
        let number = Arg::Text(&case.context.order.number);
        let order = match case.context.order.placed_on {
            _ if case.context.order.number.is_empty() => look.text("order.unnamed"),
            Some(placed) => {
                let date = look.model.locale.format.short_date(placed);
                texts.get("order.number.on", &[("number", number), ("date", Arg::Text(&date))])
            }
            None => look.say("order.number", "number", number),
        };
        let shop = &case.config.shop.name;
        let (title, below, image) = match (item, line.and_then(|line| lines.iter().position(|each| each == line))) {
            // Of several items, which one of how many: the shopper must never wonder how long this goes on.
            (Some(item), Some(at)) if lines.len() > 1 => {
                let (index, count) = (Arg::Count(at as i64 + 1), Arg::Count(lines.len() as i64));
                (item.title.clone(), texts.get("item.of", &[("index", index), ("count", count)]), item.image.clone())
            }
            (Some(item), _) => (item.title.clone(), order, item.image.clone()),
            (None, _) if !shop.is_empty() => (shop.clone(), order, None),
            (None, _) => (order, String::new(), None),
        };
        About { back: look.model.has_before(), title, below, image }
    }

    /// All that the header says.
    fn key(&self, look: &Look) -> String {
        let image = self.image.as_deref().unwrap_or_default();
        let back = if self.back { "<" } else { "" };
        [back, &self.title, "\n", &self.below, "\n", image, "\n", &look.model.locale.tag].concat()
    }

    fn draw(&self) -> Node {
        let words = div("about-text").child(el("b").attr("dir", "auto").text(&self.title));
        div("about").child(thumbnail(self.image.as_ref())).child(words.child(el("small").text(&self.below)))
    }
}

/// A small picture, or a box where there is none or it cannot be loaded.
pub fn thumbnail(image: Option<&String>) -> Node {
    let thumbnail = classed("span", "thumbnail").icon("box");
    let Some(image) = image else { return thumbnail };
    thumbnail.child(el("img").attr("src", image).attr("alt", "").on("error", |event| {
        if let Some(target) = event.target() {
            target.unchecked_into::<web_sys::Element>().remove();
        }
    }))
}

/// How far it is: a bar for the eye, a sentence for the ear. It stays; only what it says changes.
struct Progress {
    whole: Element,
    bar: Element,
    sentence: Element,
}

impl Progress {
    fn new() -> (Node, Progress) {
        let (whole, bar) = (el("div"), bar(0).attr("aria-hidden", "true"));
        let sentence = classed("p", "hidden").attr("id", PROGRESS);
        let [whole_element, bar_element, sentence_element] =
            [&whole, &bar, &sentence].map(|node| node.element().clone());
        let progress = Progress { whole: whole_element, bar: bar_element, sentence: sentence_element };
        (whole.child(bar).child(sentence), progress)
    }

    fn show(&self, look: &Look) {
        let steps = matches!(look.model.place, Place::Screen(..) | Place::Review);
        let _ = self.whole.toggle_attribute_with_force("hidden", !steps);
        if !steps {
            return;
        }
        let (behind, remaining) = look.model.progress();
        let words = match remaining {
            0 => look.text("progress.last"),
            count => look.say("progress", "count", Arg::Count(count as i64)),
        };
        // The review is a step too; what is shown is already begun, and the review almost done.
        let percent = match look.model.place {
            Place::Review => 95,
            _ => (behind * 2 + 1) * 100 / ((behind + remaining + 1) * 2),
        };
        let _ = self.bar.set_attribute("value", &digits(percent as i64));
        self.sentence.set_text_content(Some(&words));
    }
}

/// The element id of the sentence that says how far it is: it describes the heading, because that has the focus on each new screen.
pub const PROGRESS: &str = "progress";

/// A progress bar.
pub fn bar(percent: usize) -> Node {
    classed("progress", "bar").attr("max", "100").attr("value", digits(percent as i64))
}
