//! One type for every element, so that the compiler writes the code that builds elements once (measured: a typed view for each part
//! costs several times as much). It never uses `innerHTML`, so Trusted Types have nothing to refuse.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::tachys::html::attribute::custom::custom_attribute;
use leptos::tachys::html::event::on;

/// An element in the making.
pub struct Node {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// Starts an element.
pub fn el(tag: &'static str) -> Node {
    Node { tag, attributes: Vec::new(), children: Vec::new() }
}

/// Starts an element with a class.
pub fn div(class: &'static str) -> Node {
    el("div").attr("class", class)
}

/// A `<button type="button">`.
pub fn button(class: &'static str, part: &'static str, press: impl FnMut() + 'static) -> Node {
    let mut press = press;
    el("button").attr("type", "button").attr("class", class).attr("part", part).on("click", move |_| press())
}

impl Node {
    /// Sets an attribute.
    pub fn attr(mut self, name: &'static str, value: impl Into<String>) -> Node {
        self.attributes.push(custom_attribute(name, value.into()).into_any_attr());
        self
    }

    /// Sets a boolean attribute if `set`.
    pub fn flag(self, name: &'static str, set: bool) -> Node {
        if set { self.attr(name, "") } else { self }
    }

    /// Sets an attribute if there is a value.
    pub fn maybe(self, name: &'static str, value: Option<String>) -> Node {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// Adds text.
    pub fn text(mut self, text: impl Into<String>) -> Node {
        self.children.push(text.into().into_any());
        self
    }

    /// Adds a child.
    pub fn child(mut self, child: impl Into<AnyView>) -> Node {
        self.children.push(child.into());
        self
    }

    /// Adds a child if there is one.
    pub fn opt(self, child: Option<Node>) -> Node {
        match child {
            Some(child) => self.child(child),
            None => self,
        }
    }

    /// Adds children.
    pub fn children(mut self, children: impl IntoIterator<Item = Node>) -> Node {
        self.children.extend(children.into_iter().map(AnyView::from));
        self
    }

    /// Adds a child that is drawn anew whenever a signal it reads changes.
    pub fn live(mut self, draw: impl Fn() -> AnyView + Send + 'static) -> Node {
        let draw: Box<dyn Fn() -> AnyView + Send> = Box::new(draw);
        self.children.push((move || draw()).into_any());
        self
    }

    /// Listens to an event.
    pub fn on(mut self, event: &'static str, act: impl FnMut(web_sys::Event) + 'static) -> Node {
        let act: Box<dyn FnMut(web_sys::Event)> = Box::new(act);
        self.attributes.push(on(ev::Custom::<web_sys::Event>::new(event), act).into_any_attr());
        self
    }

    /// The finished view.
    pub fn view(self) -> AnyView {
        html::custom(self.tag).child(self.children).add_any_attr(self.attributes).into_any()
    }
}

impl From<Node> for AnyView {
    fn from(node: Node) -> AnyView {
        node.view()
    }
}
