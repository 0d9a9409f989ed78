//! Ids and digests.

use crate::delivery::{new_id, page_address, sha256};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn an_id_is_a_uuid_of_version_7_and_no_two_are_alike() {
    let (first, second) = (new_id(), new_id());
    assert_ne!(first, second);
    for id in [first, second] {
        let groups = id.split('-').map(str::len).collect::<Vec<_>>();
        assert_eq!(groups, [8, 4, 4, 4, 12]);
        assert_eq!(&id[14..15], "7");
        assert!(["8", "9", "a", "b"].contains(&&id[19..20]), "{id}");
        let millis = i64::from_str_radix(&[&id[..8], &id[9..13]].concat(), 16).unwrap();
        assert!((js_sys::Date::now() as i64 - millis).abs() < 60_000);
    }
}

#[wasm_bindgen_test]
async fn a_digest_is_what_fips_180_says_of_abc() {
    let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(sha256(b"abc").await.as_deref(), Some(expected));
}

#[wasm_bindgen_test]
fn the_page_is_named_without_query_and_fragment() {
    assert!(!page_address().contains(['?', '#']));
}
