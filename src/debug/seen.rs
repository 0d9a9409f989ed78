//! Looks on while the sources of the context are put together (src/context/): in the shopper's widget nobody does.

use super::{gathered, said_by};
use crate::context::is_token;
use crate::embed::Wish;
use leptos::prelude::document;
use redress_engine::Json;
use redress_engine::context::Context;
use redress_engine::inspect::{Source, Traced};
use redress_engine::json::digits;

const TOKEN: &str = "/token";
const NO_TOKEN: &str = "it is no token: letters, digits, `-`, `_` and dots, 64 KiB at most";

/// What was seen of one gathering.
pub struct Seen {
    traced: Traced,
    /// The order that was asked for.
    wished: String,
    /// A token beside the page.
    token: Option<String>,
    /// Orders of a source that was not taken yet: how many.
    open: Option<(Source, usize)>,
}

impl Seen {
    /// Before anything is taken.
    pub fn new(wish: &Wish) -> Seen {
        let mut traced = Traced::default();
        if wish.context != Json::Null {
            traced.took(said_by(), Some(&wish.context), &wish.context);
        }
        let said = wish.context.at("order.number").map(Json::to_text);
        let wished = wish.order.clone().or(said).unwrap_or_default();
        Seen { traced, wished, token: wish.token.clone(), open: None }
    }

    /// What may be taken of a source: all that `selector` finds.
    pub fn found(&mut self, source: &str, selector: &str, all: &[Json]) {
        self.close();
        let source = Source::named(source);
        for at in broken(selector) {
            let number = digits(i64::from(at) + 1);
            let why =
                ["script number ", &number, " of this sort in the page is not JSON: nothing of it is read"].concat();
            self.traced.pass_over(String::new(), Json::Null, source, why);
        }
        self.open = Some((source, all.len()));
    }

    /// What was taken of it, and the context after that.
    pub fn took(&mut self, source: &str, said: Option<&Json>, after: &Json) {
        let source = Source::named(source);
        if self.open.is_some_and(|(open, _)| open == source) {
            self.open = None;
        }
        self.traced.took(source, said, after);
        if source == Source::Token {
            self.token_itself();
        }
    }

    /// A token does not bring itself, nor does it drive itself out.
    fn token_itself(&mut self) {
        for used in self.traced.used.iter_mut().filter(|used| used.path == TOKEN && used.from == Source::Token) {
            used.from = Source::Attribute;
        }
        for unused in self.traced.unused.iter_mut().filter(|unused| unused.path == TOKEN) {
            unused.why = NO_TOKEN.into();
        }
    }

    /// The end of it.
    pub fn read(mut self, context: &Json) -> Context {
        self.close();
        let used = context.get("token").and_then(Json::as_text);
        if let Some(token) = self.token.as_deref().filter(|token| Some(*token) != used) {
            let why = if is_token(token) {
                "the page itself says something of an order, and a token of a link counts only where it does not"
            } else {
                NO_TOKEN
            };
            self.traced.pass_over(TOKEN.into(), token.into(), Source::Attribute, why.into());
        }
        let page = self.traced.read(context);
        gathered(self.traced);
        page
    }

    /// A source was there and nothing of it taken.
    fn close(&mut self) {
        let Some((source, count)) = self.open.take().filter(|(_, count)| *count > 0) else { return };
        let orders = if count == 1 { "one order".into() } else { [&digits(count as i64), " orders"].concat() };
        let why = if self.wished.is_empty() {
            [&orders, " are there, and nothing says which is meant: name it with `data-redress-order`"].concat()
        } else {
            [&orders, " there, none with the number ", &self.wished].concat()
        };
        self.traced.pass_over(String::new(), Json::Null, source, why);
    }
}

/// The scripts that hold no JSON: their positions.
fn broken(selector: &str) -> Vec<u32> {
    let Ok(found) = document().query_selector_all(selector) else { return Vec::new() };
    let text = |at: u32| found.get(at).and_then(|script| script.text_content()).unwrap_or_default();
    (0..found.length()).filter(|at| Json::parse(&text(*at)).is_err()).collect()
}
