//! schema.org `Order` in JSON-LD: what shops already write for search engines and mail programs.

use redress_engine::Json;
use redress_engine::json::{Map, digits};
use redress_engine::money::parse_decimal;

/// Every `Order` in a JSON-LD document, in the shape of a context (<https://schema.org/Order>).
pub fn orders(document: &Json) -> Vec<Json> {
    let graph = document.get("@graph").map_or(std::slice::from_ref(document), Json::items);
    let mut orders = Vec::new();
    for node in graph {
        if is(node, "Order") {
            orders.push(context(node));
        }
    }
    orders
}

fn is(node: &Json, kind: &str) -> bool {
    let named = |json: &Json| json.as_text() == Some(kind);
    node.get("@type").is_some_and(|found| named(found) || found.items().iter().any(named))
}

fn context(order: &Json) -> Json {
    let currency = first(order, &["priceCurrency", "acceptedOffer.priceCurrency"]).unwrap_or_default();
    let lines = match order.get("orderedItem").or_else(|| order.get("acceptedOffer")) {
        Some(Json::List(list)) => list.clone(),
        Some(one) => vec![one.clone()],
        None => Vec::new(),
    };
    let mut number = Map::default();
    put(&mut number, "number", text(order.get("orderNumber")));
    put(&mut number, "placedOn", text(order.get("orderDate")).map(day));
    put(&mut number, "currency", Some(currency.clone()).filter(|currency| !currency.is_empty()));
    put(
        &mut number,
        "paidWith",
        first(order, &["paymentMethod.name", "paymentMethod"]).filter(|name| !name.starts_with("http")),
    );
    let mut customer = Map::default();
    for (key, path) in [("name", "customer.name"), ("email", "customer.email"), ("phone", "customer.telephone")] {
        put(&mut customer, key, text(order.at(path)));
    }
    let mut items = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        items.push(item(line, order, at, &currency));
    }
    Json::map([("order", Json::Map(number)), ("items", Json::List(items)), ("customer", Json::Map(customer))])
}

/// An `OrderItem`, an `Offer` or a `Product`: the product may be the line itself or one level below.
fn item(line: &Json, order: &Json, at: usize, currency: &str) -> Json {
    let product = ["orderedItem", "itemOffered"].iter().find_map(|key| line.get(key)).unwrap_or(line);
    let mut item = Map::default();
    put(&mut item, "line", first(line, &["orderItemNumber"]).or(Some(digits(at as i64 + 1))));
    put(&mut item, "sku", first(product, &["sku", "productID"]));
    put(&mut item, "title", first(product, &["name"]));
    put(&mut item, "category", first(product, &["category"]));
    put(&mut item, "image", first(product, &["image.url", "image.contentUrl", "image"]));
    put(&mut item, "deliveredOn", delivered(line).or_else(|| delivered(order)).map(day));
    if let Some(quantity) = line.get("orderQuantity").and_then(Json::as_int) {
        item.set("quantity", Json::Int(quantity));
    }
    let price = first(line, &["price", "offers.price"]).or_else(|| first(product, &["offers.price", "price"]));
    // An amount of another currency than the order's would be shown as one of it.
    let quoted = ["priceCurrency", "offers.priceCurrency"];
    let quoted = first(line, &quoted).or_else(|| first(product, &quoted)).unwrap_or_else(|| currency.into());
    let price = price.filter(|_| quoted == currency);
    if let Some(price) = price.and_then(|price| parse_decimal(&price, currency)) {
        item.set("price", Json::Int(price));
    }
    Json::Map(item)
}

/// When a parcel was delivered. `expectedArrivalUntil` is an estimate and closes no right, so it does not count.
fn delivered(node: &Json) -> Option<String> {
    let parcel = node.get("orderDelivery")?;
    text(parcel.at("deliveryStatus.endDate")).or_else(|| text(parcel.at("deliveryStatus.deliveredAt")))
}

fn put(map: &mut Map, key: &str, value: Option<String>) {
    if let Some(value) = value {
        map.set(key, value.into());
    }
}

fn first(node: &Json, paths: &[&str]) -> Option<String> {
    paths.iter().find_map(|path| text(node.at(path)))
}

/// Text, a number as text, or the first of a list.
fn text(json: Option<&Json>) -> Option<String> {
    match json? {
        Json::Text(text) => Some(text.clone()),
        Json::List(list) => text(list.first()),
        number @ (Json::Int(_) | Json::Float(_)) => Some(number.to_text()),
        _ => None,
    }
}

/// The civil date of a timestamp where the shopper is; a plain date is one already.
fn day(timestamp: String) -> String {
    let date = js_sys::Date::new(&timestamp.as_str().into());
    if !timestamp.contains('T') || date.get_time().is_nan() {
        return timestamp;
    }
    // Taken as UTC after moving it by the offset, it is written as the local clock reads.
    let local = js_sys::Date::new(&(date.get_time() - date.get_timezone_offset() * 60_000.0).into());
    String::from(local.to_iso_string()).get(..10).unwrap_or_default().into()
}
