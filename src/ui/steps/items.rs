//! `items`: which lines of the order, and how many pieces of each.

use crate::session::Session;
use crate::ui::field::{described, fault_of};
use crate::ui::node::{Node, button, div, el};
use crate::ui::shell::thumbnail;
use leptos::prelude::*;
use redress_engine::context::Item;
use redress_engine::text::Arg;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

pub fn items(session: Session) -> Node {
    let items = session.read(|model| model.look(|case, _| case.context.items.clone()));
    let each = items.into_iter().map(|item| el("li").child(row(session, item)));
    let list = el("ul").attr("class", "cards").attr("role", "list").children(each);
    // The pointer that the engine names is the step's; there is one items step in a flow.
    let pointer = session.read(|model| ["/shared/", &model.place_id()].concat());
    let group =
        div("field").attr("role", "group").attr("tabindex", "-1").attr("aria-label", session.text("step.items.title"));
    described(group, session, &pointer).opt(fault_of(session, &pointer)).child(list)
}

fn row(session: Session, item: Item) -> Node {
    let quantity = RwSignal::new(session.read(|model| model.answers.quantity(&item.line)));
    let pieces = item.pieces();
    let (price, more) = session.read(|model| {
        model.look(|case, texts| {
            let currency = case.context.order.currency.as_str();
            let price =
                item.paid_in_all().filter(|_| !currency.is_empty()).map(|paid| texts.format.money(paid, currency));
            let more = (pieces > 1).then(|| texts.get("item.pieces", &[("count", Arg::Count(pieces))]));
            (price, more)
        })
    });
    let line = item.line.clone();
    let toggle = el("input")
        .attr("type", "checkbox")
        .attr("value", line.clone())
        .flag("checked", quantity.get_untracked() > 0)
        .on("change", move |event| {
            let checked = event
                .target()
                .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
                .is_some_and(|input| input.checked());
            let count = if checked { pieces } else { 0 };
            quantity.set(count);
            session.choose_pieces(&line, count);
        });
    let below = [more, price].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let words = el("span")
        .attr("class", "card-text")
        .child(el("b").attr("dir", "auto").text(item.title.clone()))
        .child(el("small").text(below));
    let card = el("label")
        .attr("class", "card item")
        .attr("part", "option")
        .child(toggle)
        .child(thumbnail(item.image.clone()))
        .child(words);
    let row = div("item-row").child(card);
    if pieces < 2 {
        return row;
    }
    row.live(move || if quantity.get() > 0 { stepper(session, &item, quantity).view() } else { ().into_any() })
}

/// How many of several pieces.
fn stepper(session: Session, item: &Item, quantity: RwSignal<i64>) -> Node {
    let (line, pieces) = (item.line.clone(), item.pieces());
    let label =
        session.read(|model| model.look(|_, texts| texts.get("items.quantity", &[("item", Arg::Text(&item.title))])));
    let change = move |by: i64| {
        let line = line.clone();
        move || {
            let count = (quantity.get_untracked() + by).clamp(1, pieces);
            if count != quantity.get_untracked() {
                session.choose_pieces(&line, count);
                quantity.set(count);
            }
        }
    };
    let count = quantity.get_untracked();
    let button_for = |name: &'static str, key: &str, by: i64, end: bool| {
        button("icon-button", "stepper", change(by))
            .attr("aria-label", session.text(key))
            .attr("aria-disabled", if end { "true" } else { "false" })
            .icon(name)
    };
    div("stepper")
        .attr("role", "group")
        .attr("aria-label", label.clone())
        .child(el("span").attr("class", "stepper-label").text(label))
        .child(button_for("minus", "items.less", -1, count <= 1))
        .child(el("output").text(session.read(|model| model.look(|_, texts| texts.format.number(count)))))
        .child(button_for("plus", "items.more", 1, count >= pieces))
}
