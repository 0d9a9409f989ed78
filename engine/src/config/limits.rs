//! Config, limits: what is too large is refused before it is read, so that no file can hold a page or a checker up.

use crate::json::{Json, digits, push_token};
use crate::read::Problem;

/// Bytes of a config file: 1 MB.
pub const MAX_BYTES: usize = 1_000_000;
/// Entries of one object or array: steps, options of one step, remedies.
pub const MAX_ENTRIES: usize = 1000;
/// Bytes of one key or id: it stands in the path of every problem below it.
pub const MAX_KEY: usize = 200;
/// Flows.
pub const MAX_FLOWS: usize = 100;
/// Steps of all flows together, each as often as it is named.
pub const MAX_NAMED: usize = 10_000;

/// The code of a text that is too large.
pub const TOO_LARGE: &str = "config.too-large";
/// The code of too many entries.
pub const TOO_MANY: &str = "config.too-many";

/// Reads a config file's text as JSON, if it is no larger than a config may be.
pub fn parse(text: &str) -> Result<Json, Problem> {
    let problem = |code, message| Problem { code, path: String::new(), message };
    if text.len() > MAX_BYTES {
        return Err(problem(TOO_LARGE, "a config has at most 1 MB".into()));
    }
    Json::parse(text).map_err(|error| problem("config.syntax", error.message()))
}

/// Everything in a config that there is too much of: such a config is not read.
pub fn too_many(config: &Json) -> Vec<Problem> {
    let mut found = Vec::new();
    count(config, &mut String::new(), &mut found);
    let mut named = 0;
    if let Some(flows) = config.get("flows").and_then(Json::as_map) {
        for (_, flow) in flows.iter() {
            for entry in flow.get("steps").map(Json::items).unwrap_or_default() {
                named += entry.items().len().max(1);
            }
        }
    }
    if named > MAX_NAMED {
        found.push(problem("/flows", MAX_NAMED, "steps in all flows together"));
    }
    found
}

fn count(json: &Json, path: &mut String, found: &mut Vec<Problem>) {
    let (entries, outside) = (json.items().len().max(json.as_map().map_or(0, |map| map.0.len())), path.len());
    let most = if path == "/flows" { MAX_FLOWS } else { MAX_ENTRIES };
    if entries > most {
        return found.push(problem(path, most, "entries here"));
    }
    match json {
        Json::Map(map) => {
            for (key, value) in map.iter() {
                if key.len() > MAX_KEY {
                    let message = "a key or id has at most 200 bytes".into();
                    return found.push(Problem { code: TOO_LARGE, path: path.clone(), message });
                }
                push_token(path, key);
                count(value, path, found);
                path.truncate(outside);
            }
        }
        Json::List(list) => {
            for (at, value) in list.iter().enumerate() {
                push_token(path, &digits(at as i64));
                count(value, path, found);
                path.truncate(outside);
            }
        }
        _ => {}
    }
}

fn problem(path: &str, most: usize, of: &str) -> Problem {
    Problem { code: TOO_MANY, path: path.into(), message: ["at most ", &digits(most as i64), " ", of].concat() }
}
