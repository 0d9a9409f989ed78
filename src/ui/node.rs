//! One type for every element, so that the compiler writes the code that builds elements once. It never uses `innerHTML`, so Trusted
//! Types have nothing to refuse.
//!
//! Leptos' effects say when something is drawn anew; the elements are made here, at once, by the fewest calls into the browser. Measured
//! against the views of Leptos (docs/size.md, docs/benchmarks.md): those keep a second tree of boxes and put a comment behind each element's
//! children, which a screen of this widget, drawn once and thrown away whole, never needs.

use super::icon::icon;
use super::pattern::{Name, copy};
use crate::browser::get;
use js_sys::Function;
use leptos::prelude::*;
use leptos::tachys::renderer::types;
use leptos::tachys::view::{Mountable, Render};
use redress_engine::links::{Part, parts};
use std::any::Any;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, EventTarget};

/// An element, and what must live as long as it is shown. A node is one pointer, because moving a struct along a chain of calls copies it at
/// every link.
pub struct Node(Box<Parts>);

struct Parts {
    element: Element,
    /// Listeners and effects of the element and of all within it.
    kept: Vec<Box<dyn Any>>,
}

/// Starts an element.
pub fn el(tag: &'static str) -> Node {
    // No tag of ours is refused.
    node(document().create_element(tag).unwrap_or_else(|refused| refused.unchecked_into()))
}

/// Starts an element with a class.
pub fn classed(tag: &'static str, class: &'static str) -> Node {
    patterned([tag, class, ""], &|| el(tag).attr("class", class))
}

/// Starts a `<div>` with a class.
pub fn div(class: &'static str) -> Node {
    classed("div", class)
}

/// Starts with a copy of a pattern, which keeps nothing.
pub fn patterned(name: Name, make: &dyn Fn() -> Node) -> Node {
    node(copy(name, &|| make().0.element))
}

/// A `<button type="button">`.
pub fn button(class: &'static str, part: &'static str, press: impl FnMut() + 'static) -> Node {
    boxed_button(class, part, Box::new(press))
}

fn boxed_button(class: &'static str, part: &'static str, mut press: Box<dyn FnMut()>) -> Node {
    let make = || classed("button", class).attr("type", "button").attr("part", part);
    patterned(["button", class, part], &make).on("click", move |_| press())
}

fn node(element: Element) -> Node {
    Node(Box::new(Parts { element, kept: Vec::new() }))
}

impl Node {
    /// Sets an attribute.
    pub fn attr(self, name: &'static str, value: impl AsRef<str>) -> Node {
        self.set(name, value.as_ref())
    }

    fn set(self, name: &'static str, value: &str) -> Node {
        let _ = self.0.element.set_attribute(name, value);
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
        let _ = self.0.element.append_with_str_1(text);
        self
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
    pub fn child(mut self, mut child: Node) -> Node {
        let _ = self.0.element.append_child(&child.0.element);
        self.0.kept.append(&mut child.0.kept);
        self
    }

    /// Adds a child if there is one.
    pub fn opt(self, child: Option<Node>) -> Node {
        match child {
            Some(child) => self.child(child),
            None => self,
        }
    }

    /// Adds an icon.
    pub fn icon(self, name: &str) -> Node {
        self.child(node(icon(name)))
    }

    /// Fills the element, which has nothing in it yet, and again whenever a signal that `fill` reads changes.
    pub fn live(self, fill: impl Fn(Node) -> Node + 'static) -> Node {
        self.filled(Box::new(fill))
    }

    fn filled(self, fill: Box<dyn Fn(Node) -> Node>) -> Node {
        let element = self.0.element.clone();
        let mut shown = Vec::new();
        self.effect(Box::new(move || {
            let Parts { element: filling, kept } =
                *fill(node(document().create_document_fragment().unchecked_into())).0;
            element.replace_children_with_node_1(&filling);
            // Only now: what goes may still have fired events.
            drop(std::mem::replace(&mut shown, kept));
        }))
    }

    /// Does something now, and again whenever a signal that it reads changes, for as long as the element is shown.
    pub fn effect(self, mut act: Box<dyn FnMut()>) -> Node {
        self.keep(RenderEffect::new(move |_| act()))
    }

    /// Keeps something for as long as the element is shown.
    fn keep(mut self, what: impl Any) -> Node {
        self.0.kept.push(Box::new(what));
        self
    }

    /// Listens to an event.
    pub fn on(self, event: &'static str, act: impl FnMut(Event) + 'static) -> Node {
        self.listen(event, Box::new(act))
    }

    /// Listens to an event of the whole page for as long as the element is shown.
    pub fn on_window(self, event: &'static str, act: impl FnMut(Event) + 'static) -> Node {
        self.listen_to_window(event, Box::new(act))
    }

    fn listen_to_window(self, event: &'static str, mut act: Box<dyn FnMut(Event)>) -> Node {
        let element = self.0.element.clone();
        // What is only rehearsed stands in no page, and hears nothing of it.
        let heard = move |heard| {
            if get(&element, "isConnected").is_truthy() {
                act(heard);
            }
        };
        self.keep(Listener::new(window().into(), event, Box::new(heard)))
    }

    fn listen(self, event: &'static str, act: Box<dyn FnMut(Event)>) -> Node {
        let listener = Listener::new(self.0.element.clone().into(), event, act);
        self.keep(listener)
    }

    /// The same element, for who is to put another in its place.
    pub fn shown(&self) -> Node {
        node(self.0.element.clone())
    }

    /// The element itself.
    pub fn element(&self) -> &Element {
        &self.0.element
    }

    /// Shows another in its place.
    pub fn give_way(&mut self, to: Node) {
        let _ = self.0.element.replace_with_with_node_1(&to.0.element);
        *self = to;
    }
}

/// Takes itself away when it is dropped: what has gone may still fire, such as a picture that fails to load.
struct Listener {
    target: EventTarget,
    event: &'static str,
    act: Closure<dyn FnMut(Event)>,
}

impl Listener {
    fn new(target: EventTarget, event: &'static str, act: Box<dyn FnMut(Event)>) -> Listener {
        let listener = Listener { target, event, act: Closure::wrap(act) };
        let _ = listener.target.add_event_listener_with_callback(event, listener.function());
        listener
    }

    fn function(&self) -> &Function {
        self.act.as_ref().unchecked_ref()
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.target.remove_event_listener_with_callback(self.event, self.function());
    }
}

/// As Leptos mounts it.
impl Render for Node {
    type State = Node;

    fn build(self) -> Node {
        self
    }

    fn rebuild(self, state: &mut Node) {
        state.give_way(self);
    }
}

impl Mountable for Node {
    fn unmount(&mut self) {
        self.0.element.remove();
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        let _ = parent.insert_before(&self.0.element, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.0.element.parent_element().is_some_and(|parent| {
            child.mount(&parent, Some(&self.0.element));
            true
        })
    }

    fn elements(&self) -> Vec<types::Element> {
        vec![self.0.element.clone()]
    }
}
