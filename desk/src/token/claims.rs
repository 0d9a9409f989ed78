//! Claims: what a token says: order, items and customer in the context's own shapes, the customer's history, and when it holds.

use jiff::Timestamp;
use redress_engine::Json;
use redress_engine::context::Context;
use redress_engine::json::Map;
use redress_engine::read::{Read, Reader};

use crate::limits;

/// Seconds beyond this are milliseconds: the year 5138.
const LATEST: i64 = 100_000_000_000;

/// What the shop vouches for.
#[derive(Debug, Clone, PartialEq)]
pub struct Claims {
    /// Order, items and customer.
    pub context: Context,
    /// Whether anything is said about the customer.
    pub names_customer: bool,
    /// Whole numbers by name: `orders`, `complaints`, …
    pub history: Map,
    /// From when on it holds: the later of `iat` and `nbf`.
    pub from: Timestamp,
    /// When it ends.
    pub until: Timestamp,
}

impl Claims {
    /// Reads a token's claims. Err names the claim that is missing or wrong, and how.
    pub fn read(json: &Json) -> Result<Claims, String> {
        let Some(map) = json.as_map() else { return Err("the claims are no JSON object".into()) };
        let wanted = ["order", "items"].into_iter().find(|key| map.get(key).is_none());
        if let Some(missing) = wanted {
            return Err(format!("/{missing} is missing"));
        }
        let mut reader = Reader::default();
        // Many languages write null for what they leave out.
        let said = |key: &str| map.get(key).filter(|value| **value != Json::Null || key != "customer");
        let parts = ["order", "items", "customer"];
        let known = parts.into_iter().filter_map(|key| Some((key.to_string(), said(key)?.clone())));
        let context = Context::read(&Json::Map(Map(known.collect())), &mut reader).unwrap_or_default();
        if let Some(problem) = reader.problems.iter().find(|problem| !problem.is_warning()) {
            return Err(format!("{}: {}", problem.path, problem.message));
        }
        if context.order.number.trim().is_empty() {
            return Err("/order/number is missing".into());
        }
        if context.items.len() > limits::LINES {
            return Err(format!("/items has more than {} lines", limits::LINES));
        }
        let (issued, until) = (moment(map, "iat")?, moment(map, "exp")?);
        if until <= issued {
            return Err("/exp is not after /iat".into());
        }
        let from = if map.get("nbf").is_some() { moment(map, "nbf")?.max(issued) } else { issued };
        Ok(Claims { context, names_customer: said("customer").is_some(), history: history(map)?, from, until })
    }
}

fn moment(map: &Map, key: &str) -> Result<Timestamp, String> {
    let json = map.get(key).ok_or_else(|| format!("/{key} is missing"))?;
    match json.as_int() {
        Some(LATEST..) => Err(format!("/{key} is in milliseconds: seconds are expected")),
        Some(seconds @ 0..) => Timestamp::from_second(seconds).map_err(|_| format!("/{key} is out of range")),
        _ => Err(format!("/{key}: expected whole seconds since 1970")),
    }
}

fn history(map: &Map) -> Result<Map, String> {
    let json = match map.get("history") {
        None | Some(Json::Null) => return Ok(Map::default()),
        // An empty object, as PHP writes it.
        Some(Json::List(list)) if list.is_empty() => return Ok(Map::default()),
        Some(json) => json,
    };
    let Some(history) = json.as_map() else { return Err("/history: expected an object of whole numbers".into()) };
    match history.iter().find(|(_, value)| value.as_int().is_none()) {
        Some((key, _)) => Err(format!("/history/{key}: expected a whole number")),
        None => Ok(history.clone()),
    }
}
