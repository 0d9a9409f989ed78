//! Host page → context: what the page knows, from every source, the first that has a field wins.
//!
//! The order: the JS call or the element's `context` property → `<script data-redress-context>` → schema.org `Order` in JSON-LD →
//! the trigger's attributes. What nobody says the flow asks. The claims of a signed token go before all of them.

mod jsonld;
mod token;

#[cfg(feature = "debug")]
use crate::debug::Seen;
#[cfg(feature = "debug")]
pub use token::is_one as is_token;

use crate::embed::{Wish, documents};
use redress_engine::Json;
use redress_engine::context::Context;
use redress_engine::json::{Map, digits};

const CONTEXT_SCRIPTS: &str = "script[type='application/json'][data-redress-context]";
const JSON_LD_SCRIPTS: &str = "script[type='application/ld+json']";

/// The context of the order that the wish names, or of the only one on the page.
pub fn gather(wish: &Wish) -> Context {
    let mut seen = Seen::new(wish);
    let mut context = wish.context.clone();
    let found = documents(CONTEXT_SCRIPTS);
    seen.found("script", CONTEXT_SCRIPTS, &found);
    if let Some(found) = pick(found, wish) {
        fill(&mut context, &found);
        seen.took("script", Some(&found), &context);
    }
    let mut orders = Vec::new();
    for document in documents(JSON_LD_SCRIPTS) {
        orders.append(&mut jsonld::orders(&document));
    }
    seen.found("json-ld", JSON_LD_SCRIPTS, &orders);
    if let Some(found) = pick(orders, wish) {
        fill(&mut context, &found);
        seen.took("json-ld", Some(&found), &context);
    }
    if context == Json::Null {
        context = Json::Map(Map::default());
    }
    // Anybody can write a link: its token counts where the page itself says nothing of an order.
    let knows = ["token", "items", "order"].iter().any(|key| context.get(key).is_some());
    let token = if knows { context.get("token").and_then(Json::as_text) } else { wish.token.as_deref() };
    let token = token.filter(|token| token::is_one(token)).map(str::to_string);
    if let Some(number) = &wish.order {
        fill(&mut context, &Json::map([("order", Json::map([("number", number.as_str().into())]))]));
    }
    seen.took("attribute", None, &context);
    if let Json::Map(map) = &mut context {
        map.remove("token");
        if let Some(claims) = token.as_deref().and_then(token::claims) {
            for key in ["order", "items", "customer"] {
                if let Some(said) = claims.get(key) {
                    map.set(key, said.clone());
                }
            }
        }
        if let Some(token) = token {
            map.set("token", token.into());
        }
    }
    seen.took("token", None, &context);
    seen.read(&context)
}

/// Nobody looks on where the sources are put together; in debug mode src/debug/seen.rs does.
#[cfg(not(feature = "debug"))]
struct Seen;

#[cfg(not(feature = "debug"))]
impl Seen {
    fn new(_wish: &Wish) -> Seen {
        Seen
    }

    /// What may be taken of a source: all that `selector` finds.
    fn found(&mut self, _source: &str, _selector: &str, _all: &[Json]) {}

    /// What was taken of it, and the context after that.
    fn took(&mut self, _source: &str, _said: Option<&Json>, _after: &Json) {}

    /// The end of it.
    fn read(self, context: &Json) -> Context {
        crate::embed::context_of(context)
    }
}

/// The context of the wished order; without a wish, the only one there is. Among several, none: a wrong order would be worse.
fn pick(mut contexts: Vec<Json>, wish: &Wish) -> Option<Json> {
    let number = wish.order.as_deref().or_else(|| wish.context.at("order.number")?.as_text());
    match number {
        Some(number) => {
            contexts.into_iter().find(|context| context.at("order.number").is_some_and(|found| same(found, number)))
        }
        None if contexts.len() == 1 => contexts.pop(),
        None => None,
    }
}

fn same(found: &Json, number: &str) -> bool {
    found.as_text() == Some(number) || found.as_int().is_some_and(|int| digits(int) == number)
}

/// Adds what `source` knows and `target` does not. Lists are taken whole: half of one page's lines and half of another's make no order.
fn fill(target: &mut Json, source: &Json) {
    match (target, source) {
        (Json::Map(target), Json::Map(source)) => {
            for (key, value) in source.iter() {
                match target.get_mut(key) {
                    Some(known) => fill(known, value),
                    None => target.set(key, value.clone()),
                }
            }
        }
        (target @ Json::Null, source) => *target = source.clone(),
        _ => {}
    }
}
