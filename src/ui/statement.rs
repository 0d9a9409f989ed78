//! The statement: what was declared, with content, date and time, as one file that needs nothing else (Directive 2011/83/EU Art. 11a (4)
//! asks the shop for it on a durable medium; this is the shopper's own copy).

use super::Look;
use super::review::{in_words, name, pieces};
use crate::i18n::{direction, local_time};
use crate::session::Session;
use leptos::prelude::document;
use redress_engine::case;
use redress_engine::complaint::Receipt;
use redress_engine::config::{FlowKind, StepKind};
use redress_engine::flow::screens;
use redress_engine::read::Write;
use redress_engine::text::Arg;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlElement, Url};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:640px;margin:40px auto;padding:0 20px;color:#1b2733;background:#fff}\
dt{color:#5b6672;margin-top:12px}dd{margin:0;white-space:pre-line}pre{white-space:pre-wrap;overflow-wrap:anywhere;color:#5b6672;font-size:12px}";

/// Characters of a letter: programs that open such links take about 2,000 bytes of address. What is cut off is the end of own words.
const MAIL: usize = 1_200;

/// Hands the statement to the browser as a file.
pub fn download(session: Session) {
    let model = session.model();
    hand_over(&Look { session, model: &model, case: model.case(), texts: model.texts() }, model.receipt());
}

/// The same of a case that may be another than the one at hand.
pub fn hand_over(look: &Look, receipt: Option<&Receipt>) {
    let html = html(look, receipt);
    let name = receipt.map_or("redress", |receipt| receipt.reference.as_str());
    let _ = save(&html, &[name, ".html"].concat());
}

/// The same as an e-mail to the shop that the shopper sends; None where the shop has no address. Pictures are added by hand.
pub fn mail(look: &Look) -> Option<String> {
    let email = look.case.config.shop.email.as_ref()?;
    let mut page = Page { plain: true, ..Page::default() };
    declaration(look, None, &mut page);
    let encode = |text: &str| String::from(js_sys::encode_uri_component(text));
    let body = encode(&page.text.chars().take(MAIL).collect::<String>());
    Some(["mailto:", email, "?subject=", &encode(&subject(look)), "&body=", &body].concat())
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
fn html(look: &Look, receipt: Option<&Receipt>) -> String {
    let tag = &look.model.locale.tag;
    let mut page = Page::default();
    page.raw(&["<!doctype html>\n<html lang=\"", tag, "\" dir=\"", direction(tag), "\">\n"].concat());
    page.raw("<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n");
    page.element(
        "title",
        &[title(look, receipt).as_str(), " ", receipt.map_or("", |receipt| receipt.reference.as_str())].concat(),
    );
    page.element("style", STYLE);
    declaration(look, receipt, &mut page);
    if let Some(receipt) = receipt {
        // The endpoint's answer as it came: with its signature it shows later what was declared when.
        page.element("pre", &receipt.to_json().to_text());
    }
    page.raw("</html>\n");
    page.text
}

/// What it is. What is not taken yet is not called sent.
fn title(look: &Look, receipt: Option<&Receipt>) -> String {
    match receipt {
        _ if look.case.flow.kind == FlowKind::Withdrawal => look.text("statement.withdrawal"),
        Some(_) => look.text("statement.title"),
        None => subject(look),
    }
}

/// Which order it is about.
pub fn subject(look: &Look) -> String {
    look.say("order.number", "number", Arg::Text(&look.case.context.order.number))
}

/// What is declared and, once it is taken, when and under which number.
fn declaration(look: &Look, receipt: Option<&Receipt>, page: &mut Page) {
    page.element("h1", &title(look, receipt));
    if !look.case.config.shop.name.is_empty() {
        page.element("p", &look.say("statement.to", "shop", Arg::Text(&look.case.config.shop.name)));
    }
    if look.case.flow.kind == FlowKind::Withdrawal {
        page.element("p", &look.text("statement.declare"));
    }
    page.raw("<ul>");
    for line in look.case.lines() {
        page.element("li", &pieces(look, &line));
    }
    page.raw("</ul>\n<dl>\n");
    order(look, page);
    answers(look, page);
    if let Some(receipt) = receipt {
        let format = &look.model.locale.format.tag;
        page.row(&look.text("statement.sent"), &local_time(format, look.model.confirmed_at()));
        page.row(&look.text("statement.received"), &local_time(format, &receipt.received_at));
        page.row(&look.text("receipt.reference"), &receipt.reference);
        page.row(&look.text("statement.id"), &receipt.id);
    }
    page.raw("</dl>\n");
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
                page.row(&name(look, id), &in_words(look, id, line.as_deref(), &answer));
            }
        }
    }
    let contact = case::contact(&case.context, contact.as_ref());
    for (key, value) in contact.as_map().map(|map| map.0.as_slice()).unwrap_or_default() {
        page.row(&look.text(&["field.", key].concat()), value.as_text().unwrap_or_default());
    }
}

/// What is being written: HTML, or plain text for a letter.
#[derive(Default)]
struct Page {
    text: String,
    plain: bool,
}

impl Page {
    fn raw(&mut self, html: &str) {
        if !self.plain {
            self.text.push_str(html);
        }
    }

    /// An element with a text of anybody's.
    fn element(&mut self, tag: &str, text: &str) {
        self.raw(&["<", tag, ">"].concat());
        for c in text.chars() {
            match c {
                '&' if !self.plain => self.text.push_str("&amp;"),
                '<' if !self.plain => self.text.push_str("&lt;"),
                c => self.text.push(c),
            }
        }
        self.raw(&["</", tag, ">"].concat());
        self.text.push('\n');
    }

    fn row(&mut self, name: &str, value: &str) {
        if value.trim().is_empty() {
            return;
        }
        if self.plain {
            return self.element("", &[name, ": ", value].concat());
        }
        self.element("dt", name);
        self.element("dd", value);
    }
}
