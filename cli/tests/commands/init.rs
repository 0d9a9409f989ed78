//! `redress init`.

use crate::{call_in, folder};
use std::fs;

#[test]
fn the_start_is_written_passes_the_strict_check_and_every_key_of_it_is_explained() {
    let dir = folder(&[]);
    let called = call_in(dir.path(), &["init", "new/shop"], "");
    assert_eq!(called.status, 0, "{}", called.err);
    let checked = call_in(dir.path(), &["check", "--strict", "new/shop/redress.json"], "");
    assert_eq!(checked.status, 0, "{}", checked.out);
    let config: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(dir.path().join("new/shop/redress.json")).unwrap()).unwrap();
    let readme = fs::read_to_string(dir.path().join("new/shop/README.md")).unwrap();
    let mut keys = Vec::new();
    leaves(&config, "", &mut keys);
    assert!(keys.len() > 5);
    for key in keys {
        assert!(readme.contains(&format!("`{key}`")), "{key} is not in the README");
    }
}

fn leaves(json: &serde_json::Value, path: &str, found: &mut Vec<String>) {
    match json.as_object() {
        Some(map) => map.iter().for_each(|(key, value)| {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            leaves(value, &path, found);
        }),
        None => found.push(path.into()),
    }
}

#[test]
fn nothing_is_overwritten_and_nothing_half_written() {
    for there in ["redress.json", "README.md"] {
        let dir = folder(&[(there, "mine")]);
        let called = call_in(dir.path(), &["init"], "");
        assert_eq!((called.status, called.err.contains(there)), (1, true), "{}", called.err);
        assert_eq!(fs::read_to_string(dir.path().join(there)).unwrap(), "mine");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
