//! Settings of relays: every mistake is told at once, with its place and how to mend it; a secret is never repeated.

use redress_desk::policy::Flaws;
use redress_desk::relay::settings::relays;

use crate::process::{folder, refusal};
use crate::signing::root;
use crate::support::write;
use crate::vendors::secret;

const HOOK: &str = "https://hooks.slack.example/services/T0/B0/hidden";

fn flaws(text: &str) -> Vec<(&'static str, String)> {
    let Err(Flaws(flaws)) = relays(text, &|name| secret(name, HOOK)) else { panic!("{text} was taken") };
    for flaw in &flaws {
        assert!(!flaw.message.is_empty() && !flaw.fix.is_empty());
        for hidden in ["hidden", "z-token", "f-key", "user:pass"] {
            assert!(!format!("{flaw:?}").contains(hidden), "{flaw:?}");
        }
    }
    flaws.into_iter().map(|flaw| (flaw.code, flaw.path)).collect()
}

#[test]
fn settings_that_are_right_are_taken() {
    let text = r#"{ "$schema": "x", "// note": "y", "relays": [
        { "to": "zendesk", "url": "https://tern.zendesk.com", "email": "desk@tern.example", "requester": "vouched" },
        { "to": "freshdesk", "url": "https://tern.freshdesk.com/" },
        { "to": "gorgias", "url": "https://tern.gorgias.com", "email": "desk@tern.example" },
        { "to": "woocommerce", "url": "https://tern.example/shop" },
        { "to": "slack", "kinds": ["safety", "complaint"], "include": ["order", "words", "contact"] } ] }"#;
    let found = relays(text, &|name| secret(name, HOOK)).unwrap();
    assert_eq!(
        format!("{found:?}"),
        "[Relay(zendesk), Relay(freshdesk), Relay(gorgias), Relay(woocommerce), Relay(slack)]"
    );
}

#[test]
fn the_documentation_shows_settings_that_are_taken_and_names_every_code_and_variable() {
    let docs = std::fs::read_to_string(root().join("docs/relays.md")).unwrap();
    let example = docs.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
    assert_eq!(format!("{:?}", relays(example, &|name| secret(name, HOOK)).unwrap()), "[Relay(zendesk), Relay(slack)]");
    let source = std::fs::read_to_string(root().join("desk/src/relay/settings.rs")).unwrap();
    let codes: Vec<&str> = source.split('"').filter(|text| text.starts_with("relay.")).collect();
    let variables =
        ["ZENDESK_TOKEN", "FRESHDESK_KEY", "GORGIAS_KEY", "WOOCOMMERCE_KEY", "WOOCOMMERCE_SECRET", "SLACK_URL"];
    assert!(codes.len() > 10);
    for name in codes.iter().chain(&variables) {
        assert!(docs.contains(name), "docs/relays.md does not know {name}");
    }
}

#[test]
fn every_mistake_is_told_at_once_with_its_place() {
    let text = r#"{ "relay": 1, "relays": [
        { "to": "zendesk", "url": "http://tern.zendesk.com", "email": "nobody", "token": "hidden", "tags": [] },
        { "to": "freshdesk", "url": "https://user:pass@tern.freshdesk.com", "requester": "some", "name": "Help Desk" },
        { "to": "jira" },
        { "to": "slack", "kinds": ["danger"], "include": "words" },
        { "to": "slack" },
        7 ] }"#;
    let expected = [
        ("relay.unknown-key", "/relay"),
        ("relay.secret", "/relays/0/token"),
        ("relay.unknown-key", "/relays/0/tags"),
        ("relay.url", "/relays/0/url"),
        ("relay.email", "/relays/0/email"),
        ("relay.name", "/relays/1/name"),
        ("relay.to", "/relays/2/to"),
        ("relay.word", "/relays/3/kinds/0"),
        ("relay.type", "/relays/3/include"),
        ("relay.name", "/relays/4/name"),
        ("relay.to", "/relays/5/to"),
    ];
    assert_eq!(flaws(text), expected.map(|(code, path)| (code, path.to_string())));
}

#[test]
fn a_file_that_is_none_and_a_webhook_that_is_none_are_told() {
    assert_eq!(flaws("{"), [("relay.syntax", String::new())]);
    assert_eq!(flaws("[]"), [("relay.missing", "/relays".to_string())]);
    let text = r#"{ "relays": [{ "to": "slack" }] }"#;
    let Err(Flaws(found)) = relays(text, &|_| Some("http://hooks.example/hidden".into())) else { panic!() };
    assert!(found[0].code == "relay.url" && !format!("{found:?}").contains("hidden"));
}

#[test]
fn a_second_relay_of_a_sort_has_a_name_and_its_secrets_are_found_under_it() {
    let text = r#"{ "relays": [{ "to": "slack" }, { "to": "slack", "name": "slack-danger" }] }"#;
    let Err(Flaws(found)) = relays(text, &|name| secret(name, HOOK)) else { panic!() };
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].code, found[0].message.as_str()), ("relay.no-secret", "REDRESS_SLACK_DANGER_URL is not set"));
}

#[test]
fn a_desk_without_a_secret_does_not_start_and_names_the_variable() {
    let folder = folder();
    let file = folder.path().join("relays.json");
    write(&file, r#"{ "relays": [{ "to": "woocommerce", "url": "https://tern.example" }] }"#);
    let told = refusal(folder.path(), &["--relays", file.to_str().unwrap()]);
    for part in [
        "relays.json: 2 mistakes",
        "relay.no-secret at /relays/0",
        "REDRESS_WOOCOMMERCE_KEY is not set",
        "REDRESS_WOOCOMMERCE_SECRET",
    ] {
        assert!(told.contains(part), "{told}");
    }
}
