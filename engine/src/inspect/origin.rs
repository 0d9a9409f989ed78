//! Origin: which source said each part of the context, what was passed over, and what nobody said.
//!
//! It looks at what the sources said and at what became of it, and knows none of the rules by which they are put together: what it tells
//! is what happened.

use crate::context::Context;
use crate::json::{Json, digits, push_token};
use crate::read::{Problem, Read, Reader, Write, record, words};
use crate::schema::{Describe, Record, Shape};

words! {
    /// Who can say something about an order.
    Source {
        /// `redress.open({context})`, or the element's property `context`.
        "call" => Call,
        /// `<script type="application/json" data-redress-context>`.
        "script" => Script,
        /// A schema.org `Order` in `<script type="application/ld+json">`.
        "json-ld" => JsonLd,
        /// An attribute of the element or of what was clicked, a link's fragment, or an argument of the call.
        "attribute" => Attribute,
        /// The claims of the shop's signed token.
        "token" => Token,
        /// What the shop's look-up answered.
        "look-up" => LookUp,
        /// What the shopper typed.
        "shopper" => Shopper,
        /// Nobody: what the widget takes where nothing is said.
        "default" => Default,
    }
}

impl Source {
    /// Where a developer finds it.
    pub fn title(self) -> &'static str {
        match self {
            Source::Call => "JS call or `context` property",
            Source::Script => "JSON in the page",
            Source::JsonLd => "JSON-LD",
            Source::Attribute => "attribute or link",
            Source::Token => "signed token",
            Source::LookUp => "look-up",
            Source::Shopper => "shopper",
            Source::Default => "widget's default",
        }
    }

    /// The source of a word.
    pub fn named(word: &str) -> Source {
        Source::ALL.iter().find(|(known, _)| *known == word).map_or(Source::Default, |(_, source)| *source)
    }
}

record! {
    /// A part of the context.
    Origin {
        /// JSON Pointer into the context.
        "path" => path: String,
        /// As the widget uses it.
        "value" => value: Json,
        /// Who said it.
        "from" => from: Source,
    }
}

record! {
    /// Something that was said and is not used.
    Unused {
        /// JSON Pointer into the context.
        "path" => path: String,
        /// What was said.
        "value" => value: Json,
        /// Who said it.
        "from" => from: Source,
        /// Why it is not used.
        "why" => why: String,
    }
}

record! {
    /// A part of the context that nobody said.
    Missing {
        /// JSON Pointer into the context.
        "path" => path: String,
        /// What it would say.
        "meaning" => meaning: String,
    }
}

/// The context so far, part by part.
#[derive(Debug, Clone, Default)]
pub struct Traced {
    /// Every part that is used.
    pub used: Vec<Origin>,
    /// All that was said in vain.
    pub unused: Vec<Unused>,
}

impl Traced {
    /// A source has had its say: `said`, where it said anything, and the context `after` that.
    pub fn took(&mut self, from: Source, said: Option<&Json>, after: &Json) {
        let before = std::mem::take(&mut self.used);
        for (path, value) in leaves(after) {
            let same = before.iter().find(|known| known.path == path && known.value == value);
            self.used.push(same.cloned().unwrap_or(Origin { path, value, from }));
        }
        for known in &before {
            if after.pointer(&known.path) != Some(&known.value) {
                let why = ["it gives way to: ", from.title()].concat();
                self.pass_over(known.path.clone(), known.value.clone(), known.from, why);
            }
        }
        for (path, value) in said.map(leaves).unwrap_or_default() {
            if after.pointer(&path) != Some(&value) {
                let winner = self.who_said(&path).map_or("another source", Source::title);
                self.pass_over(path, value, from, ["it was said before by: ", winner].concat());
            }
        }
    }

    /// Something was found and nothing of it taken.
    pub fn pass_over(&mut self, path: String, value: Json, from: Source, why: String) {
        self.unused.push(Unused { path, value, from, why });
    }

    /// Reads the context as the widget does: what is of a wrong type or unknown is not used; what is left out may have a value all the same.
    pub fn read(&mut self, context: &Json) -> Context {
        let mut reader = Reader::default();
        let page = Context::read(context, &mut reader).unwrap_or_default();
        let typed = page.to_json();
        for Problem { path, message, .. } in reader.problems {
            let from = self.who_said(&path).unwrap_or(Source::Default);
            self.pass_over(path.clone(), context.pointer(&path).cloned().unwrap_or_default(), from, message);
        }
        self.settle(&typed, Source::Default);
        page
    }

    /// What the widget makes of it once it is read, and of what the shopper told about the order.
    pub fn settle(&mut self, context: &Json, from: Source) {
        let before = std::mem::take(&mut self.used);
        for (path, value) in leaves(context) {
            // A line's id and the one line that stands for an order without any are the widget's own, whatever was typed.
            let made = if path.starts_with("/items/") { Source::Default } else { from };
            // The same thing said otherwise ("77" for 77) was said by the same source.
            let known = before.iter().find(|known| known.path == path).map_or(made, |known| known.from);
            self.used.push(Origin { path, value, from: known });
        }
        for known in before {
            let told =
                self.unused.iter().any(|unused| known.path == unused.path || is_below(&known.path, &unused.path));
            if context.pointer(&known.path).is_none() && !known.value.is_blank() && !told {
                let why = "it does not go together with the rest".to_string();
                self.pass_over(known.path, known.value, known.from, why);
            }
        }
    }

    /// Who said the value at a path, or the list around it.
    fn who_said(&self, path: &str) -> Option<Source> {
        let around = |known: &&Origin| known.path == path || is_below(&known.path, path) || is_below(path, &known.path);
        let exact = self.used.iter().find(|known| known.path == path);
        exact.or_else(|| self.used.iter().find(around)).map(|known| known.from)
    }

    /// What nobody said, in the order of the schema. Lists count as said.
    pub fn missing(&self) -> Vec<Missing> {
        let mut missing = Vec::new();
        if let Shape::Record(record) = Context::shape() {
            self.look_below("", record, &mut missing);
        }
        missing
    }

    fn look_below(&self, path: &str, record: &Record, missing: &mut Vec<Missing>) {
        for field in record.fields {
            let mut path = path.to_string();
            push_token(&mut path, field.key);
            let said = self.used.iter().any(|known| known.path == path || is_below(&known.path, &path));
            let shape = match (field.shape)() {
                Shape::Maybe(shape) if said => *shape,
                shape => shape,
            };
            match shape {
                Shape::Record(record) => self.look_below(&path, record, missing),
                Shape::List(shape) if said => {
                    let Shape::Record(record) = *shape else { continue };
                    for at in 0.. {
                        let entry = [&path, "/", &digits(at)].concat();
                        if !self.used.iter().any(|known| is_below(&known.path, &entry)) {
                            break;
                        }
                        self.look_below(&entry, record, missing);
                    }
                }
                _ if said => {}
                _ => missing.push(Missing { path, meaning: crate::schema::prose(field.docs) }),
            }
        }
    }
}

fn is_below(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| rest.starts_with('/'))
}

/// Every value that is no object, nor a list of objects, with its pointer.
fn leaves(json: &Json) -> Vec<(String, Json)> {
    let mut found = Vec::new();
    collect(json, String::new(), &mut found);
    found
}

fn collect(json: &Json, path: String, found: &mut Vec<(String, Json)>) {
    let inside = |key: &str| {
        let mut path = path.clone();
        push_token(&mut path, key);
        path
    };
    match json {
        Json::Map(map) => map.iter().for_each(|(key, value)| collect(value, inside(key), found)),
        Json::List(list) if list.iter().any(|each| each.as_map().is_some()) => {
            list.iter().enumerate().for_each(|(at, value)| collect(value, inside(&digits(at as i64)), found));
        }
        // What is empty says nothing; null can (an item that has not arrived).
        Json::List(list) if list.is_empty() => {}
        Json::Text(text) if text.trim().is_empty() => {}
        _ => found.push((path, json.clone())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Json {
        Json::parse(text).unwrap()
    }

    fn from(traced: &Traced, path: &str) -> Option<Source> {
        traced.used.iter().find(|known| known.path == path).map(|known| known.from)
    }

    /// A page that says some things twice, then a token.
    fn page() -> Traced {
        let mut traced = Traced::default();
        let script =
            json(r#"{"order":{"number":77,"currency":"EUR"},"items":[{"title":"Pot","exclusions":["perishable"]}]}"#);
        traced.took(Source::Script, Some(&script), &script);
        let said = json(
            r#"{"order":{"number":"77","placedOn":"2026-10-01"},"items":[{"title":"Lamp"}],"customer":{"name":"Ada"}}"#,
        );
        let after = json(
            r#"{"order":{"number":77,"currency":"EUR","placedOn":"2026-10-01"},"items":[{"title":"Pot","exclusions":["perishable"]}],
                "customer":{"name":"Ada"}}"#,
        );
        traced.took(Source::JsonLd, Some(&said), &after);
        traced
    }

    #[test]
    fn each_part_is_from_the_first_source_that_said_it_and_what_came_too_late_is_told() {
        let traced = page();
        assert_eq!(from(&traced, "/order/currency"), Some(Source::Script));
        assert_eq!(from(&traced, "/order/placedOn"), Some(Source::JsonLd));
        assert_eq!(from(&traced, "/items/0/exclusions"), Some(Source::Script));
        let late = traced.unused.iter().find(|unused| unused.path == "/items/0/title").unwrap();
        assert_eq!((late.from, late.why.as_str()), (Source::JsonLd, "it was said before by: JSON in the page"));
    }

    #[test]
    fn what_a_token_replaces_is_told() {
        let mut traced = page();
        traced.took(
            Source::Token,
            None,
            &json(r#"{"order":{"number":"88"},"items":[{"title":"Pot"}],"customer":{"name":"Ada"}}"#),
        );
        assert_eq!(from(&traced, "/order/number"), Some(Source::Token));
        assert_eq!(from(&traced, "/items/0/title"), Some(Source::Script));
        let gone = traced.unused.iter().find(|unused| unused.path == "/order/currency").unwrap();
        assert_eq!((gone.from, gone.why.as_str()), (Source::Script, "it gives way to: signed token"));
    }

    #[test]
    fn what_cannot_be_read_is_told_with_the_reason_and_what_is_read_otherwise_keeps_its_source() {
        let mut traced = page();
        let raw = json(
            r#"{"order":{"number":77,"currency":"EUR","placedOn":"2026-13-01","colour":1},"items":[{"title":"Pot"}]}"#,
        );
        traced.took(Source::Call, None, &raw);
        let page = traced.read(&raw);
        assert_eq!((page.order.number.as_str(), page.order.placed_on), ("77", None));
        assert_eq!(from(&traced, "/order/number"), Some(Source::Script));
        assert_eq!(from(&traced, "/customer/kind"), Some(Source::Default));
        let why = |path: &str| {
            traced.unused.iter().filter(|unused| unused.path == path).map(|each| each.why.as_str()).next_back()
        };
        assert!(why("/order/placedOn").unwrap().starts_with("expected"), "{:?}", why("/order/placedOn"));
        assert_eq!(why("/order/colour"), Some("this key is unknown and ignored"));
    }

    #[test]
    fn what_the_shopper_types_is_theirs_and_a_line_s_id_the_widget_s() {
        let mut traced = Traced::default();
        let page = traced.read(&Json::default());
        let answers = crate::answers::Answers {
            shared: crate::read::Dict(vec![("order".into(), json(r#"{"order":"K-1","email":"a@b.example"}"#))]),
            ..Default::default()
        };
        traced.settle(&page.with_answers(&answers).to_json(), Source::Shopper);
        assert_eq!(from(&traced, "/order/number"), Some(Source::Shopper));
        assert_eq!(from(&traced, "/customer/email"), Some(Source::Shopper));
        assert_eq!(from(&traced, "/items/0/line"), Some(Source::Default));
    }

    #[test]
    fn what_does_not_go_together_is_told() {
        let mut traced = Traced::default();
        let raw = json(r#"{"order":{"placedOn":"2026-10-01"},"items":[{"line":"1","deliveredOn":"2026-09-01"}]}"#);
        traced.took(Source::Script, Some(&raw), &raw);
        let page = traced.read(&raw);
        traced.settle(&page.with_answers(&Default::default()).to_json(), Source::Shopper);
        let unused: Vec<_> = traced.unused.iter().map(|unused| unused.path.as_str()).collect();
        assert_eq!(unused, ["/items/0/deliveredOn"]);
    }

    #[test]
    fn what_nobody_said_is_listed_with_its_meaning_also_within_lines() {
        let mut traced = page();
        traced.read(&json(r#"{"order":{"number":"77","currency":"EUR"},"items":[{"title":"Pot"},{"price":3}]}"#));
        let missing = traced.missing();
        let paths: Vec<_> = missing.iter().map(|missing| missing.path.as_str()).collect();
        assert!(
            paths.contains(&"/order/placedOn")
                && paths.contains(&"/items/0/price")
                && paths.contains(&"/items/1/title")
        );
        assert!(
            !paths.contains(&"/items/1/price")
                && !paths.contains(&"/order/number")
                && !paths.contains(&"/items/2/price")
        );
        let placed = missing.iter().find(|missing| missing.path == "/order/placedOn").unwrap();
        assert!(placed.meaning.contains("contract"), "{}", placed.meaning);
    }
}
