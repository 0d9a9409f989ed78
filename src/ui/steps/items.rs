//! `items`: which lines of the order, and how many pieces of each.

use super::Asked;
use crate::ui::Look;
use crate::ui::field::group;
use crate::ui::node::{Node, button, classed, div, el};
use crate::ui::shell::thumbnail;
use crate::watched::Watched;
use redress_engine::context::{Delivery, Item};
use redress_engine::text::{Arg, Format};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// JSON Pointer of what this step answers.
const CHOSEN: &str = "/chosen";

pub fn items(look: &Look, asked: &Asked) -> Node {
    let mut list = classed("ul", "cards").attr("role", "list");
    for item in &look.case.context.items {
        list = list.child(el("li").child(row(look, item)));
    }
    group(look, asked, CHOSEN, "group", div("field").child(list))
}

fn row(look: &Look, item: &Item) -> Node {
    let session = look.session;
    let quantity = Watched::new(look.model.answers.quantity(&item.line));
    let chosen = quantity.clone();
    let pieces = item.pieces();
    let line = item.line.clone();
    let toggle = el("input").attr("type", "checkbox").attr("value", &line).flag("checked", quantity.peek() > 0).on(
        "change",
        move |event| {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            let count = if input.is_some_and(|input| input.checked()) { pieces } else { 0 };
            session.choose_pieces(&line, count);
            chosen.set(count);
        },
    );
    let title = el("b").attr("dir", "auto").text(&item.title);
    let words = classed("span", "card-text").child(title).child(el("small").text(below(look, item)));
    let words = words.opt(arrived(look, item).map(|words| el("small").text(words)));
    let card = classed("label", "card item").attr("part", "option");
    let row = div("item-row").child(card.child(toggle).child(thumbnail(item.image.as_ref())).child(words));
    if pieces < 2 {
        return row;
    }
    row.child(stepper(look, item, &quantity))
}

/// Pieces and price.
fn below(look: &Look, item: &Item) -> String {
    let mut words = String::new();
    if item.pieces() > 1 {
        words = look.say("item.pieces", "count", Arg::Count(item.pieces()));
    }
    let currency = look.case.context.order.currency.as_str();
    if let Some(paid) = item.paid_in_all().filter(|_| !currency.is_empty()) {
        if !words.is_empty() {
            words.push_str(" · ");
        }
        words.push_str(&look.texts.format.money(paid, currency));
    }
    words
}

/// When it arrived, if the page knows.
fn arrived(look: &Look, item: &Item) -> Option<String> {
    match item.delivered_on {
        Delivery::On(day) => {
            let day = look.model.locale.format.short_date(day);
            Some(look.say("item.arrived", "date", Arg::Text(&day)))
        }
        Delivery::NotYet => Some(look.text("item.expected")),
        Delivery::Unknown => None,
    }
}

/// How many of several pieces. Only the number is drawn anew, so that a pressed button keeps the focus; the style hides it all while the
/// line is not chosen.
fn stepper(look: &Look, item: &Item, quantity: &Watched<i64>) -> Node {
    let (session, pieces) = (look.session, item.pieces());
    let label = look.say("items.quantity", "item", Arg::Text(&item.title));
    let step = |name: &'static str, key: &str, by: i64| {
        let (line, quantity) = (item.line.clone(), quantity.clone());
        let change = move || {
            let to = (quantity.peek() + by).clamp(1, pieces);
            session.choose_pieces(&line, to);
            quantity.set(to);
        };
        button("icon-button", "stepper", change).attr("aria-label", look.text(key)).icon(name)
    };
    let quantity = quantity.clone();
    let count = el("output").live(move |count| count.text(session.model().locale.format.number(quantity.get())));
    div("stepper")
        .attr("role", "group")
        .attr("aria-label", &label)
        .child(classed("span", "stepper-label").text(&label))
        .child(step("minus", "items.less", -1))
        .child(count)
        .child(step("plus", "items.more", 1))
}
