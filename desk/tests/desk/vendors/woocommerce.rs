//! WooCommerce: https://woocommerce.github.io/woocommerce-rest-api-docs/#create-an-order-note, #list-all-order-notes, #retrieve-an-order,
//! #list-all-orders, #authentication-over-https, #errors. The shop counts its orders by a plug-in: order 723 is number T-20418.

use serde_json::{Value, json};

use super::{Came, Reply, Shelf, has_only, nothing_there};

pub const SETTINGS: &str = r#"{ "relays": [{ "to": "woocommerce", "url": "{url}/shop/" }] }"#;
const ORDERS: [(i64, &str); 4] = [(723, "T-20418"), (724, "T-204181"), (20418, "9"), (725, "20418")];

pub fn rules(shelf: &mut Shelf, came: &Came) -> Reply {
    if !came.is_from("ck_key:cs_secret") {
        return error(401, "woocommerce_rest_cannot_view");
    }
    let Some((method, path)) = came.what.split_once(" /shop/wp-json/wc/v3/orders") else { return nothing_there() };
    let order = |(id, number): &(i64, &str)| json!({ "id": id, "number": number });
    let known = |id: &str| ORDERS.iter().find(|(known, _)| known.to_string() == id);
    let names: Vec<&str> = path.split('/').skip(1).collect();
    match (method, names.as_slice()) {
        // The search goes through ids, names, addresses and, with the plug-in, numbers: by a part of them.
        ("GET", []) => {
            let wanted = came.query.get("search").map_or("", String::as_str);
            let found = ORDERS.iter().filter(|(id, number)| number.contains(wanted) || id.to_string() == wanted);
            (200, found.map(order).collect())
        }
        ("GET", [id]) => {
            known(id).map_or_else(|| error(404, "woocommerce_rest_shop_order_invalid_id"), |found| (200, order(found)))
        }
        (method, [id, "notes"]) if known(id).is_some() => notes(shelf, came, method, id),
        _ => error(404, "woocommerce_rest_order_invalid_id"),
    }
}

fn error(status: u16, code: &str) -> Reply {
    (status, json!({ "code": code, "message": "Sorry.", "data": { "status": status } }))
}

fn notes(shelf: &mut Shelf, came: &Came, method: &str, id: &str) -> Reply {
    if method == "GET" {
        let of_order = shelf.made.iter().filter(|made| made["order"] == id);
        let notes: Vec<Value> = of_order.map(|made| json!({ "note": made["text"] })).collect();
        return if came.query.get("type").is_some_and(|kind| kind == "internal") {
            (200, notes.into())
        } else {
            error(400, "rest_invalid_param")
        };
    }
    let Some(note) = came.json().filter(|note| has_only(note, &["note", "customer_note"])) else {
        return error(400, "rest_invalid_json");
    };
    let Some(text) = note["note"].as_str().filter(|text| !text.is_empty()) else {
        return error(400, "rest_missing_callback_param");
    };
    // The column `comment_content` of WordPress.
    if text.len() > 65_535 {
        return error(500, "woocommerce_api_cannot_create_order_note");
    }
    assert_eq!(note["customer_note"], false, "it would be mailed to the customer");
    shelf.made.push(json!({ "text": text, "order": id, "files": [] }));
    (201, json!({ "id": shelf.made.len(), "note": text, "customer_note": false }))
}
