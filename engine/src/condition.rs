//! Conditions: `when` and `required` in the config, evaluated over facts.

use crate::json::Json;
use crate::read::{Read, Reader, WRONG_TYPE};

/// A condition as a merchant writes it.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// `true` or `false`.
    Constant(bool),
    /// All must hold; so do the entries of one object.
    All(Vec<Condition>),
    /// One must hold.
    Any(Vec<Condition>),
    /// Must not hold.
    Not(Box<Condition>),
    /// A fact must pass all tests.
    Fact(String, Vec<Test>),
}

/// One test of a fact's value.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// The value, or one of its elements, is one of these.
    OneOf(Vec<Json>),
    /// The value is none of these. False where the fact is unknown.
    NotOneOf(Vec<Json>),
    /// `atLeast`, `atMost`, `above`, `below`: numbers by value, ISO dates by time.
    Compare(Comparison, Json),
    /// Whether the fact is known.
    Exists(bool),
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// ≥
    AtLeast,
    /// ≤
    AtMost,
    /// >
    Above,
    /// <
    Below,
}

/// What is known of a fact.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    /// Its value.
    Known(Json),
    /// Nobody said, and nobody will be asked.
    Unknown,
    /// The shopper has not been asked yet.
    Pending,
}

/// What can be said of a condition now. The order makes `min` the logical and, `max` the logical or.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Truth {
    /// It does not hold.
    No,
    /// It depends on an answer that is still to come.
    Pending,
    /// It holds.
    Yes,
}

impl From<bool> for Truth {
    fn from(value: bool) -> Truth {
        if value { Truth::Yes } else { Truth::No }
    }
}

impl Condition {
    /// Whether it holds for these facts.
    pub fn evaluate(&self, fact: &dyn Fn(&str) -> Fact) -> Truth {
        match self {
            Condition::Constant(value) => (*value).into(),
            Condition::All(all) => decided(all, Truth::No, fact),
            Condition::Any(any) => decided(any, Truth::Yes, fact),
            Condition::Not(not) => match not.evaluate(fact) {
                Truth::Yes => Truth::No,
                Truth::Pending => Truth::Pending,
                Truth::No => Truth::Yes,
            },
            Condition::Fact(name, tests) => {
                let fact = fact(name);
                tests.iter().map(|test| test.passes(&fact)).min().unwrap_or(Truth::Yes)
            }
        }
    }
}

/// What several conditions say together: `end` where one of them says so (the rest is not looked at: what the law gives takes time to find
/// out), else whatever is still open, else the opposite.
fn decided(conditions: &[Condition], end: Truth, fact: &dyn Fn(&str) -> Fact) -> Truth {
    let mut so_far = if end == Truth::No { Truth::Yes } else { Truth::No };
    for each in conditions {
        let truth = each.evaluate(fact);
        if truth == end {
            return end;
        }
        if truth == Truth::Pending {
            so_far = truth;
        }
    }
    so_far
}

impl Test {
    pub(crate) fn passes(&self, fact: &Fact) -> Truth {
        let value = match fact {
            Fact::Pending => return Truth::Pending,
            Fact::Unknown => return (*self == Test::Exists(false)).into(),
            Fact::Known(value) => value,
        };
        match self {
            Test::Exists(exists) => *exists,
            Test::OneOf(wanted) => wanted.iter().any(|each| equals(value, each)),
            Test::NotOneOf(unwanted) => !unwanted.iter().any(|each| equals(value, each)),
            Test::Compare(how, with) => compare(value, *how, with),
        }
        .into()
    }
}

/// A list equals what it contains: `"item.exclusions": "hygiene-unsealed"` reads as people mean it.
fn equals(value: &Json, wanted: &Json) -> bool {
    match (value, wanted) {
        (Json::List(list), wanted) => list.iter().any(|each| equals(each, wanted)),
        (Json::Text(a), Json::Text(b)) => a == b,
        (Json::Bool(a), Json::Bool(b)) => a == b,
        (a, b) => a.as_number().is_some() && a.as_number() == b.as_number(),
    }
}

fn compare(value: &Json, how: Comparison, with: &Json) -> bool {
    let order = match (value, with) {
        // ISO dates order as their text does.
        (Json::Text(a), Json::Text(b)) => Some(a.as_str().cmp(b.as_str())),
        (a, b) => a.as_number().zip(b.as_number()).and_then(|(a, b)| a.partial_cmp(&b)),
    };
    order.is_some_and(|order| match how {
        Comparison::AtLeast => order.is_ge(),
        Comparison::AtMost => order.is_le(),
        Comparison::Above => order.is_gt(),
        Comparison::Below => order.is_lt(),
    })
}

impl Read for Condition {
    fn read(json: &Json, reader: &mut Reader) -> Option<Condition> {
        if let Json::Bool(value) = json {
            return Some(Condition::Constant(*value));
        }
        let Some(map) = json.as_map() else { return reader.wrong("true, false or an object of facts") };
        let mut all = Some(Vec::new());
        for (key, json) in map.iter() {
            let condition = match key {
                "all" => reader.inside(key, json).map(Condition::All),
                "any" => reader.inside(key, json).map(Condition::Any),
                "not" => reader.inside(key, json).map(|not| Condition::Not(Box::new(not))),
                fact => reader.inside(key, json).map(|Tests(tests)| Condition::Fact(fact.into(), tests)),
            };
            // One entry that cannot be read makes the whole unreadable: a condition with a part left out would say something else.
            match (&mut all, condition) {
                (Some(all), Some(condition)) => all.push(condition),
                _ => all = None,
            }
        }
        all.map(Condition::All)
    }
}

/// All tests of one fact.
struct Tests(Vec<Test>);

impl Read for Tests {
    fn read(json: &Json, reader: &mut Reader) -> Option<Tests> {
        let Some(map) = json.as_map() else { return Some(Tests(vec![Test::OneOf(one_or_many(json))])) };
        let mut tests = Vec::new();
        for (key, json) in map.iter() {
            let how = match key {
                "atLeast" => Comparison::AtLeast,
                "atMost" => Comparison::AtMost,
                "above" => Comparison::Above,
                "below" => Comparison::Below,
                "not" => {
                    tests.push(Test::NotOneOf(one_or_many(json)));
                    continue;
                }
                "exists" => {
                    tests.push(Test::Exists(reader.inside(key, json)?));
                    continue;
                }
                _ => {
                    reader.problem_inside(
                        key,
                        WRONG_TYPE,
                        "expected atLeast, atMost, above, below, not or exists".into(),
                    );
                    return None;
                }
            };
            tests.push(Test::Compare(how, json.clone()));
        }
        Some(Tests(tests))
    }
}

fn one_or_many(json: &Json) -> Vec<Json> {
    if let Json::List(list) = json { list.clone() } else { vec![json.clone()] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(condition: &str, facts: &str) -> Truth {
        let facts: Json = serde_json::from_str(facts).unwrap();
        let mut reader = Reader::default();
        let condition = Condition::read(&serde_json::from_str(condition).unwrap(), &mut reader).unwrap();
        assert_eq!(reader.problems, []);
        condition.evaluate(&|name| match facts.at(name) {
            Some(Json::Null) => Fact::Pending,
            Some(value) => Fact::Known(value.clone()),
            None => Fact::Unknown,
        })
    }

    #[test]
    fn entries_are_anded_and_lists_are_any_of() {
        let facts = r#"{"item":{"paid":2000,"category":"vase","exclusions":["mixed"]}}"#;
        assert_eq!(holds(r#"{"item.paid":{"atMost":2000},"item.category":["mug","vase"]}"#, facts), Truth::Yes);
        assert_eq!(holds(r#"{"item.paid":{"below":2000},"item.category":["mug","vase"]}"#, facts), Truth::No);
        assert_eq!(holds(r#"{"item.exclusions":"mixed"}"#, facts), Truth::Yes);
        assert_eq!(holds(r#"{"any":[{"item.paid":1},{"not":{"item.category":"mug"}}]}"#, facts), Truth::Yes);
        assert_eq!(holds("{}", facts), Truth::Yes);
    }

    #[test]
    fn an_unknown_fact_fails_every_test_but_exists_false() {
        for test in [r#"1"#, r#"{"atLeast":0}"#, r#"{"not":1}"#, r#"{"exists":true}"#] {
            assert_eq!(holds(&format!(r#"{{"item.paid":{test}}}"#), "{}"), Truth::No, "{test}");
        }
        assert_eq!(holds(r#"{"item.paid":{"exists":false}}"#, "{}"), Truth::Yes);
    }

    #[test]
    fn an_answer_still_to_come_leaves_the_question_open_unless_the_rest_decides() {
        let facts = r#"{"answer":{"reason":null},"a":1}"#;
        assert_eq!(holds(r#"{"answer.reason":"faulty"}"#, facts), Truth::Pending);
        assert_eq!(holds(r#"{"answer.reason":"faulty","a":2}"#, facts), Truth::No);
        assert_eq!(holds(r#"{"any":[{"answer.reason":"faulty"},{"a":1}]}"#, facts), Truth::Yes);
    }

    #[test]
    fn dates_compare_by_time() {
        let facts = r#"{"order":{"placedOn":"2026-07-31"}}"#;
        assert_eq!(holds(r#"{"order.placedOn":{"atLeast":"2026-07-31"}}"#, facts), Truth::Yes);
        assert_eq!(holds(r#"{"order.placedOn":{"above":"2026-07-31"}}"#, facts), Truth::No);
    }

    #[test]
    fn an_unreadable_part_makes_the_whole_unreadable() {
        let mut reader = Reader::default();
        let json = serde_json::from_str(r#"{"a":1,"b":{"atleast":2}}"#).unwrap();
        assert_eq!(Condition::read(&json, &mut reader), None);
        assert_eq!(reader.problems[0].path, "/b/atleast");
    }
}
