//! One type for every element, so that the compiler writes the code that builds elements once. It never uses `innerHTML`, so Trusted
//! Types have nothing to refuse.
//!
//! Measured: a typed view for each part costs several times as much. The generic methods only box or borrow; what they then call is
//! compiled once. A node is one pointer, because moving a struct along a chain of calls copies it at every link.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::tachys::html::attribute::custom::custom_attribute;
use leptos::tachys::html::event::on;
use redress_engine::links::{Part, parts};
use web_sys::Event;

/// An element in the making.
pub struct Node(Box<Parts>);

struct Parts {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// Starts an element.
pub fn el(tag: &'static str) -> Node {
    Node(Box::new(Parts { tag, attributes: Vec::new(), children: Vec::new() }))
}

/// Starts a `<div>` with a class.
pub fn div(class: &'static str) -> Node {
    el("div").attr("class", class)
}

/// A `<button type="button">`.
pub fn button(class: &'static str, part: &'static str, press: impl FnMut() + 'static) -> Node {
    boxed_button(class, part, Box::new(press))
}

fn boxed_button(class: &'static str, part: &'static str, mut press: Box<dyn FnMut()>) -> Node {
    el("button").attr("type", "button").attr("class", class).attr("part", part).on("click", move |_| press())
}

impl Node {
    /// Sets an attribute.
    pub fn attr(self, name: &'static str, value: impl AsRef<str>) -> Node {
        self.set(name, value.as_ref())
    }

    fn set(mut self, name: &'static str, value: &str) -> Node {
        self.0.attributes.push(custom_attribute(name, value.to_string()).into_any_attr());
        self
    }

    /// Sets a boolean attribute if `set`.
    pub fn flag(self, name: &'static str, set: bool) -> Node {
        if set { self.set(name, "") } else { self }
    }

    /// Marks the answer given before among buttons that advance. Not `aria-pressed`: a screen reader would call each of them a switch,
    /// "not pressed", and a switch stays where it is.
    pub fn current(self, chosen: bool) -> Node {
        if chosen { self.set("aria-current", "true") } else { self }
    }

    /// Adds text.
    pub fn text(self, text: impl AsRef<str>) -> Node {
        self.words(text.as_ref())
    }

    fn words(self, text: &str) -> Node {
        self.view_child(text.to_string().into_any())
    }

    /// Adds a merchant's text with its links, each in a tab of its own, so that nothing entered is lost.
    pub fn rich(self, text: impl AsRef<str>) -> Node {
        let mut node = self;
        for part in parts(text.as_ref()) {
            node = match part {
                Part::Plain(text) => node.words(text),
                Part::Link { text, href } => {
                    let link = el("a").attr("href", href).attr("target", "_blank").attr("rel", "noopener noreferrer");
                    node.child(link.words(text))
                }
            };
        }
        node
    }

    /// Adds a child.
    pub fn child(self, child: Node) -> Node {
        self.view_child(child.view())
    }

    /// Adds a child if there is one.
    pub fn opt(self, child: Option<Node>) -> Node {
        match child {
            Some(child) => self.child(child),
            None => self,
        }
    }

    /// Adds a finished view.
    pub fn view_child(mut self, child: AnyView) -> Node {
        self.0.children.push(child);
        self
    }

    /// Adds a child that is drawn anew whenever a signal it reads changes.
    pub fn live(self, draw: impl Fn() -> AnyView + Send + 'static) -> Node {
        self.live_boxed(Box::new(draw))
    }

    fn live_boxed(self, draw: Box<dyn Fn() -> AnyView + Send>) -> Node {
        self.view_child((move || draw()).into_any())
    }

    /// Listens to an event.
    pub fn on(self, event: &'static str, act: impl FnMut(Event) + 'static) -> Node {
        self.listen(event, Box::new(act))
    }

    fn listen(mut self, event: &'static str, act: Box<dyn FnMut(Event)>) -> Node {
        self.0.attributes.push(on(ev::Custom::<Event>::new(event), act).into_any_attr());
        self
    }

    /// The finished view.
    pub fn view(self) -> AnyView {
        let Parts { tag, attributes, children } = *self.0;
        html::custom(tag).child(children).add_any_attr(attributes).into_any()
    }
}
