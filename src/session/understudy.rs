//! Understudy: a session that nobody sees, so that what a tap does can be done once before a shopper waits for it.

use super::Model;
use crate::embed::{Host, Start};
use crate::session::Found;
use redress_engine::flow::Screen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

impl Model {
    /// The same case at its beginning, in an element that stands in no page. It tells the page nothing and keeps nothing.
    pub fn understudy(&self) -> Option<Model> {
        let container = leptos::prelude::document().create_element("div").ok()?.unchecked_into::<HtmlElement>();
        let mut start = Start::read(&JsValue::UNDEFINED);
        start.host = Host::deaf();
        start.wish.flow.clone_from(&self.flow_id);
        start.dialog = self.dialog;
        let (config, flow, page, law) = (self.config.clone(), self.flow.clone(), self.page.clone(), self.law.clone());
        let (shelf, locale) = (self.shelf.clone(), self.locale.clone());
        let mut model = Model::new(Found { start, container, config, flow, page, law, law_url: None, shelf, locale });
        model.keeping.refused = true;
        Some(model)
    }

    /// The screen after the present one, whatever was answered; None where the review follows.
    pub fn upcoming(&self) -> Option<Screen> {
        let shown = self.shown();
        let next = self.position(&shown)? + 1;
        shown.get(next).cloned()
    }
}
