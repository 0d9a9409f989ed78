//! What the page's scripts say about orders.

use crate::context::gather;
use crate::embed::Wish;
use redress_engine::Json;
use redress_engine::context::Delivery;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

/// Puts scripts into the page and takes them out again.
struct Page(Vec<Element>);

impl Page {
    fn with(scripts: &[(&str, &str, &str)]) -> Page {
        let document = leptos::prelude::document();
        let elements = scripts.iter().map(|(kind, attribute, text)| {
            let script = document.create_element("script").unwrap();
            script.set_attribute("type", kind).unwrap();
            script.set_attribute(attribute, "").unwrap();
            script.set_text_content(Some(text));
            document.body().unwrap().append_child(&script).unwrap();
            script
        });
        Page(elements.collect())
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.0.iter().for_each(Element::remove);
    }
}

fn wish(order: Option<&str>) -> Wish {
    Wish { flow: "complaint".into(), order: order.map(str::to_string), ..Wish::default() }
}

const ORDERS: &str = r#"[{"order":{"number":"A-1"},"items":[{"line":"1","title":"Cup"}]},
    {"order":{"number":77,"currency":"EUR"},"items":[{"line":"1","title":"Pot","price":900}],"customer":{"email":"a@b.example"}}]"#;

const JSON_LD: &str = r#"{"@context":"https://schema.org","@graph":[{"@type":["Thing","Order"],"orderNumber":"77","orderDate":"2026-10-01T10:00:00Z",
    "priceCurrency":"EUR","customer":{"@type":"Person","name":"Ada","email":"ada@b.example"},"orderedItem":[{"@type":"OrderItem","orderQuantity":2,
    "orderedItem":{"@type":"Product","name":"Lamp","sku":"L-1","offers":{"price":"10.50"}}}]}]}"#;

#[wasm_bindgen_test]
fn the_wished_order_is_found_and_of_several_none_is_guessed() {
    let _page = Page::with(&[("application/json", "data-redress-context", ORDERS)]);
    let context = gather(&wish(Some("77")));
    assert_eq!((context.order.number.as_str(), context.items[0].title.as_str()), ("77", "Pot"));
    assert_eq!(gather(&wish(None)).items, []);
    let unknown = gather(&wish(Some("B-9")));
    assert_eq!((unknown.order.number.as_str(), unknown.items.len()), ("B-9", 0));
}

#[wasm_bindgen_test]
fn json_ld_is_read_and_fills_only_what_no_better_source_says() {
    let alone = {
        let _page = Page::with(&[("application/ld+json", "data-x", JSON_LD)]);
        gather(&wish(Some("77")))
    };
    let item = &alone.items[0];
    assert_eq!((item.title.as_str(), item.price, item.quantity), ("Lamp", Some(1050), Some(2)));
    assert_eq!((item.delivered_on, alone.customer.name.as_deref()), (Delivery::Unknown, Some("Ada")));

    let _page = Page::with(&[
        ("application/json", "data-redress-context", ORDERS),
        ("application/ld+json", "data-x", JSON_LD),
        ("application/ld+json", "data-y", "not JSON at all"),
    ]);
    let both = gather(&wish(Some("77")));
    assert_eq!((both.items.len(), both.items[0].title.as_str()), (1, "Pot"));
    assert_eq!(both.customer.email.as_deref(), Some("a@b.example"));
    assert_eq!(both.customer.name.as_deref(), Some("Ada"));
}

#[wasm_bindgen_test]
fn the_call_of_the_page_wins_over_everything_in_the_page() {
    let _page = Page::with(&[("application/json", "data-redress-context", ORDERS)]);
    let context = Json::parse(r#"{"order":{"number":"77","currency":"SEK"}}"#).unwrap();
    let found = gather(&Wish { context, ..wish(None) });
    assert_eq!((found.order.currency.as_str(), found.items[0].title.as_str()), ("SEK", "Pot"));
}

#[wasm_bindgen_test]
fn an_amount_in_another_currency_than_the_orders_is_left_out() {
    let mixed = JSON_LD.replace(r#""price":"10.50""#, r#""price":"10.50","priceCurrency":"USD""#);
    let _page = Page::with(&[("application/ld+json", "data-x", &mixed)]);
    let context = gather(&wish(Some("77")));
    assert_eq!((context.items[0].title.as_str(), context.items[0].price), ("Lamp", None));
}

#[wasm_bindgen_test]
fn the_claims_of_a_token_replace_what_the_page_says_and_what_is_no_token_replaces_nothing() {
    let claims = "eyJvcmRlciI6eyJudW1iZXIiOiLDhC0xIiwiY3VycmVuY3kiOiJDSEYifSwiaXRlbXMiOlt7ImxpbmUiOiI3In1dLCJjdXN0b21lciI6eyJuYW1lIjoiQm8ifX0";
    let token = ["e30.", claims, ".c2ln"].concat();
    let on_page = |token: &str| {
        let order = format!(
            r#"{{"order":{{"number":"77"}},"items":[{{"line":"1"}}],"customer":{{"name":"Al"}},"token":"{token}"}}"#
        );
        let _page = Page::with(&[("application/json", "data-redress-context", &order)]);
        gather(&wish(None))
    };
    // {"order":{"number":"Ä-1","currency":"CHF"},"items":[{"line":"7"}],"customer":{"name":"Bo"}}
    let context = on_page(&token);
    assert_eq!((context.order.number.as_str(), context.order.currency.as_str()), ("Ä-1", "CHF"));
    assert_eq!((context.items.len(), context.items[0].line.as_str()), (1, "7"));
    assert_eq!((context.customer.name.as_deref(), context.token.as_deref()), (Some("Bo"), Some(token.as_str())));
    for bad in ["x", "a.b", "a.b.c.d", "a..c", "a.gIA.c", "e30.e30.c2ln"] {
        let context = on_page(bad);
        assert_eq!(
            (context.order.number.as_str(), context.token.as_deref()),
            ("77", Some(bad)),
            "for the desk to judge"
        );
    }
    assert_eq!(on_page("a.!.c").token, None, "no token at all");

    // One of a link counts on a page that knows no order: else anybody could write a link that puts another in its place.
    let link = Wish { token: Some(token.clone()), ..wish(None) };
    let context = gather(&link);
    assert_eq!((context.order.number.as_str(), context.token.as_deref()), ("Ä-1", Some(token.as_str())));
    let _page = Page::with(&[("application/json", "data-redress-context", ORDERS)]);
    let context = gather(&Wish { order: Some("77".into()), ..link });
    assert_eq!((context.order.number.as_str(), context.items[0].title.as_str(), context.token), ("77", "Pot", None));
}
