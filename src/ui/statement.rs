//! The statement: what was declared, with content, date and time, as one file that needs nothing else (Directive 2011/83/EU Art. 11a (4)
//! asks the shop for it on a durable medium; this is the shopper's own copy).

use super::Look;
use super::review::{name, pieces};
use crate::i18n::{direction, local_time};
use crate::session::{Place, Session};
use leptos::prelude::document;
use redress_engine::case;
use redress_engine::complaint::{Receipt, answer_label};
use redress_engine::config::{FlowKind, StepKind};
use redress_engine::flow::screens;
use redress_engine::read::Write;
use redress_engine::text::Arg;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlElement, Url};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:640px;margin:40px auto;padding:0 20px;color:#1b2733;background:#fff}\
dt{color:#5b6672;margin-top:12px}dd{margin:0;white-space:pre-line}pre{white-space:pre-wrap;overflow-wrap:anywhere;color:#5b6672;font-size:12px}";

/// Hands the statement to the browser as a file.
pub fn download(session: Session) {
    let model = session.model();
    let Place::Receipt(receipt) = &model.place else { return };
    let look = Look { session, model: &model, case: model.case(), texts: model.texts() };
    let html = html(&look, receipt);
    let name = [&receipt.reference, ".html"].concat();
    let _ = save(&html, &name);
}

fn save(html: &str, name: &str) -> Option<()> {
    let kind = BlobPropertyBag::new();
    kind.set_type("text/html;charset=utf-8");
    let blob = Blob::new_with_str_sequence_and_options(&js_sys::Array::of1(&html.into()), &kind).ok()?;
    let url = Url::create_object_url_with_blob(&blob).ok()?;
    let link: HtmlElement = document().create_element("a").ok()?.unchecked_into();
    link.set_attribute("href", &url).ok()?;
    link.set_attribute("download", name).ok()?;
    link.click();
    // The browser holds the bytes until they are written.
    let release = wasm_bindgen::closure::Closure::once_into_js(move || {
        let _ = Url::revoke_object_url(&url);
    });
    let later: js_sys::Function =
        js_sys::Reflect::get(&js_sys::global(), &"setTimeout".into()).ok()?.dyn_into().ok()?;
    let _ = later.call2(&JsValue::NULL, &release, &60_000.into());
    Some(())
}

/// The file: self-contained, in the language shown.
fn html(look: &Look, receipt: &Receipt) -> String {
    let tag = &look.model.locale.tag;
    let withdraws = look.case.flow.kind == FlowKind::Withdrawal;
    let title = look.text(if withdraws { "statement.withdrawal" } else { "statement.title" });
    let mut page = Page::default();
    page.raw(&["<!doctype html>\n<html lang=\"", tag, "\" dir=\"", direction(tag), "\">\n"].concat());
    page.raw("<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n");
    page.element("title", &[&title, " ", &receipt.reference].concat());
    page.element("style", STYLE);
    page.element("h1", &title);
    if !look.case.config.shop.name.is_empty() {
        page.element("p", &look.say("statement.to", "shop", Arg::Text(&look.case.config.shop.name)));
    }
    if withdraws {
        page.element("p", &look.text("statement.declare"));
    }
    page.raw("<ul>");
    for line in look.case.lines() {
        page.element("li", &pieces(look, &line));
    }
    page.raw("</ul>\n<dl>\n");
    order(look, &mut page);
    answers(look, &mut page);
    let format = &look.model.locale.format.tag;
    page.row(&look.text("statement.sent"), &local_time(format, look.model.confirmed_at()));
    page.row(&look.text("statement.received"), &local_time(format, &receipt.received_at));
    page.row(&look.text("receipt.reference"), &receipt.reference);
    page.row(&look.text("statement.id"), &receipt.id);
    // The endpoint's answer as it came: with its signature it shows later what was declared when.
    page.raw("</dl>\n");
    page.element("pre", &receipt.to_json().to_text());
    page.raw("</html>\n");
    page.0
}

fn order(look: &Look, page: &mut Page) {
    let (order, format) = (&look.case.context.order, look.texts.format);
    page.row(&look.text("review.order"), &order.number);
    if let Some(placed) = order.placed_on {
        page.row(&look.text("statement.ordered"), &format.date(placed));
    }
    let mut arrived = None;
    for line in look.case.lines() {
        arrived = arrived.max(look.case.context.item(&line).and_then(|item| item.delivered_on.day()));
    }
    if let Some(arrived) = arrived {
        page.row(&look.text("statement.arrived"), &format.date(arrived));
    }
}

fn answers(look: &Look, page: &mut Page) {
    let case = &look.case;
    let mut contact = None;
    for screen in screens(case) {
        for (id, line) in &screen.steps {
            let Some(step) = case.step(id) else { continue };
            let answer = case.answer(line.as_deref(), id).unwrap_or_default();
            if step.kind == StepKind::Contact {
                contact = Some(answer);
            } else {
                page.row(&name(look, id), &answer_label(case, id, line.as_deref(), &answer, &look.texts));
            }
        }
    }
    let contact = case::contact(&case.context, contact.as_ref());
    for (key, value) in contact.as_map().map(|map| map.0.as_slice()).unwrap_or_default() {
        page.row(&look.text(&["field.", key].concat()), value.as_text().unwrap_or_default());
    }
}

#[derive(Default)]
struct Page(String);

impl Page {
    fn raw(&mut self, html: &str) {
        self.0.push_str(html);
    }

    /// An element with a text of anybody's.
    fn element(&mut self, tag: &str, text: &str) {
        self.0.push_str(&["<", tag, ">"].concat());
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                c => self.0.push(c),
            }
        }
        self.0.push_str(&["</", tag, ">\n"].concat());
    }

    fn row(&mut self, name: &str, value: &str) {
        if !value.trim().is_empty() {
            self.element("dt", name);
            self.element("dd", value);
        }
    }
}
