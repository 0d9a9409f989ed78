//! Fairness, pages: what a page says of an order, fact by fact.

use crate::condition::Fact;
use crate::context::{Context, Invoice, Item, Order};
use crate::day::Day;
use crate::json::Json;

/// Gives a fact of order, item or customer a value; false for one that stands elsewhere.
pub fn set(page: &mut Context, name: &str, fact: &Fact) -> bool {
    let value = if let Fact::Known(value) = fact { Some(value) } else { None };
    let text = || value.and_then(Json::as_text).map(str::to_string);
    let int = || value.and_then(Json::as_int);
    let Context { order, items, customer, .. } = page;
    let mut no_item = Item::default();
    let item = items.first_mut().unwrap_or(&mut no_item);
    match name {
        "order.number" => order.number = text().unwrap_or_default(),
        "order.timeZone" => order.time_zone = text(),
        "order.currency" => order.currency = text().unwrap_or_default(),
        "order.shipping" => order.shipping = int(),
        "order.total" => order.total = int(),
        "order.paidWith" => order.paid_with = text(),
        "order.invoice" if value.is_none() => order.invoice = None,
        "order.invoice" => order.invoice.get_or_insert_with(Invoice::default).number.push('1'),
        "order.invoice.number" => {
            invoice(order, value.is_some(), |invoice| invoice.number = text().unwrap_or_default())
        }
        "order.invoice.dueOn" => {
            invoice(order, value.is_some(), |invoice| invoice.due_on = text().as_deref().and_then(Day::parse))
        }
        "order.invoice.due" => invoice(order, value.is_some(), |invoice| invoice.due = int()),
        "item.sku" => item.sku = text(),
        "item.title" => item.title = text().unwrap_or_default(),
        "item.category" => item.category = text(),
        "item.quantity" => item.quantity = int(),
        "item.price" => item.price = int(),
        "item.paid" => {
            item.paid = int();
            // What was paid follows from the price, so nothing is known of either.
            if value.is_none() {
                item.price = None;
            }
        }
        "item.image" => item.image = text(),
        "customer.name" => customer.name = text(),
        "customer.email" => customer.email = text(),
        "customer.phone" => customer.phone = text(),
        _ => return false,
    }
    true
}

fn invoice(order: &mut Order, known: bool, change: impl FnOnce(&mut Invoice)) {
    if known || order.invoice.is_some() {
        change(order.invoice.get_or_insert_with(Invoice::default));
    }
}
