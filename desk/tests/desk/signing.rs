//! Signing: the snippets of docs/signing.md, run in their own languages, and what they sign posted to a desk.

use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use redress_desk::clock::Clock;
use redress_desk::policy::{Flaws, Policy};
use redress_desk::shop::Shop;
use redress_desk::token::{Key, Refused, Trust};
use redress_engine::complaint::Complaint;
use serde_json::{Value, json};

use crate::samples::{ID, VASE, vase};
use crate::sign::{SECRET, private_pem, public_pem, public_raw};
use crate::support::{Bench, CONFIG};

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn snippet(name: &str) -> PathBuf {
    root().join("tests/signing").join(name)
}

/// Whether a program is on this machine.
pub fn is_there(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// Says that a test cannot run here. Where everything is to be run, that is a failure.
pub fn skipped(missing: &str) {
    assert!(std::env::var_os("CI").is_none(), "{missing}");
    println!("skipped: {missing}");
}

/// All that a shop can say.
fn whole() -> Value {
    let mut context: Value = serde_json::from_str(VASE).unwrap();
    context["history"] = json!({ "orders": 12, "complaints": 1 });
    // Characters that each language writes in a way of its own.
    context["items"][0]["title"] = json!("Stoneware vase \"Ærø\" / 😀 <b>");
    context
}

/// An order, and nothing of its items or its customer.
fn bare() -> Value {
    json!({ "order": { "number": "T-20418" }, "items": [], "history": {} })
}

/// Runs a program that prints a token; it finds the context, the key and the key's name in its environment.
pub fn run(program: &str, arguments: &[&str], context: &Value, key: &str, kid: &str) -> String {
    let environment = [("CONTEXT", context.to_string()), ("KEY", key.into()), ("KID", kid.into())];
    let mut command = Command::new(program);
    let output = command.args(arguments).envs(environment).current_dir(root()).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {errors}");
    String::from_utf8(output.stdout).unwrap().trim().to_string()
}

/// Posts a complaint with the token to a desk that has this key, at the moment at which it was signed.
async fn is_verified(token: &str, key: Key) {
    let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
    let claims: Value = serde_json::from_slice(&payload).unwrap();
    let signed = jiff::Timestamp::from_second(claims["iat"].as_i64().unwrap()).unwrap();
    assert_eq!(claims["exp"], json!(signed.as_second() + 3600));
    let bench = Bench::with(|desk| {
        desk.policy.keys = vec![key];
        desk.clock = Clock::Fixed(signed);
    });
    let bench = bench.await;
    bench.take(&Complaint { token: Some(token.into()), ..vase(&bench.desk, vec![]) }).await;
    let row = bench.row(ID).await;
    assert_eq!((row.trust, row.token_code), (Trust::Verified, None), "{claims}");
    assert_eq!(row.context_differs, ["/context/items/0/title"], "all that this page says otherwise");
    assert_eq!(claims["history"], json!({ "orders": 12, "complaints": 1 }));
    // The same token, one character of its claims changed.
    let forged = Bench::with(|desk| {
        desk.policy.keys = vec![Key::hs256(None, SECRET).unwrap(), Key::eddsa(None, &public_pem()).unwrap()]
    })
    .await;
    let changed = token.replacen(".eyJ", ".eyK", 1);
    assert_ne!(changed, token);
    forged.take(&Complaint { token: Some(changed), ..vase(&forged.desk, vec![]) }).await;
    assert_eq!(forged.row(ID).await.trust, Trust::Forged);
}

/// Posts a complaint with a token for an order of which the shop says nothing else.
async fn is_verified_too(token: &str) {
    let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
    let claims: Value = serde_json::from_slice(&payload).unwrap();
    assert_eq!((&claims["items"], claims.get("customer")), (&json!([]), None));
    let bench = Bench::with(|desk| {
        desk.policy.keys = vec![secret()];
        desk.clock = Clock::Fixed(jiff::Timestamp::from_second(claims["iat"].as_i64().unwrap()).unwrap());
    })
    .await;
    bench.take(&Complaint { token: Some(token.into()), ..vase(&bench.desk, vec![]) }).await;
    let row = bench.row(ID).await;
    assert_eq!((row.trust, row.token_code), (Trust::Verified, None), "{claims}");
}

fn secret() -> Key {
    Key::hs256(Some("2026-11".into()), SECRET).unwrap()
}

#[tokio::test]
async fn what_node_signs_is_verified_with_a_secret_and_with_a_key_pair() {
    if !is_there("node") {
        return skipped("there is no node");
    }
    let code = "import { redressToken } from './tests/signing/sign.mjs'; const { CONTEXT, KEY, KID } = process.env; \
        console.log(redressToken(JSON.parse(CONTEXT), KEY, { kid: KID }));";
    let arguments = ["--input-type=module", "--eval", code];
    is_verified(&run("node", &arguments, &whole(), SECRET, "2026-11"), secret()).await;
    is_verified_too(&run("node", &arguments, &bare(), SECRET, "2026-11")).await;
    let pair = Key::eddsa(Some("pair".into()), &public_pem()).unwrap();
    is_verified(&run("node", &arguments, &whole(), &private_pem(), "pair"), pair).await;
}

#[tokio::test]
async fn what_python_signs_is_verified() {
    if !is_there("python3") {
        return skipped("there is no python3");
    }
    let code = "import json, os, sys; sys.path.insert(0, 'tests/signing'); sys.dont_write_bytecode = True; from sign import redress_token; \
        print(redress_token(json.loads(os.environ['CONTEXT']), os.environ['KEY'], os.environ['KID']))";
    is_verified(&run("python3", &["-c", code], &whole(), SECRET, "2026-11"), secret()).await;
    is_verified_too(&run("python3", &["-c", code], &bare(), SECRET, "2026-11")).await;
}

#[tokio::test]
async fn what_php_signs_is_verified() {
    let code = "echo redress_token(json_decode(getenv('CONTEXT'), true), getenv('KEY'), getenv('KID'));";
    let file = snippet("sign.php");
    let direct = format!("require 'tests/signing/sign.php'; {code}");
    let (program, arguments) = if is_there("php") {
        ("php", vec!["-r", &direct])
    } else if is_there("node") && root().join("node_modules/@php-wasm/node-8-0").is_dir() {
        ("node", vec!["tests/signing/php.mjs", file.to_str().unwrap(), code])
    } else {
        return skipped("there is neither php nor, after `npm ci`, PHP compiled to WebAssembly");
    };
    is_verified(&run(program, &arguments, &whole(), SECRET, "2026-11"), secret()).await;
    is_verified_too(&run(program, &arguments, &bare(), SECRET, "2026-11")).await;
}

#[test]
fn the_policy_of_the_documentation_is_one_once_it_has_keys() {
    let docs = std::fs::read_to_string(root().join("docs/signing.md")).unwrap();
    let mut blocks = docs.split("```json\n").skip(1).map(|block| block.split("```").next().unwrap());
    let policy = blocks.find(|block| block.contains("\"tokens\"")).unwrap();
    let shop = Shop::parse(CONFIG).unwrap();
    let Flaws(flaws) = Policy::parse(policy, &[&shop.config]).unwrap_err();
    // Whoever copies it without a thought does not run a desk whose secret everybody can read here.
    let codes: Vec<_> = flaws.iter().map(|flaw| flaw.code).collect();
    assert_eq!(codes, ["policy.public-key", "policy.secret"]);
    let filled = policy.replace("<openssl rand -base64 48>", SECRET).replace("<PEM or base64url>", &public_raw());
    let policy = Policy::parse(&filled, &[&shop.config]).unwrap();
    assert_eq!((policy.keys.len(), policy.instant.len(), policy.routing.len(), policy.needs_info.len()), (2, 1, 2, 1));
}

#[test]
fn every_code_of_a_token_stands_in_the_documentation() {
    let docs = std::fs::read_to_string(root().join("docs/signing.md")).unwrap();
    let claims = Refused::Claims(String::new());
    use Refused::{Algorithm, Expired, Malformed, NoKeys, NotYetValid, Signature, TooLarge, UnknownKey};
    for refused in [NoKeys, TooLarge, Malformed, UnknownKey, Algorithm, Signature, claims, NotYetValid, Expired] {
        assert!(docs.contains(&format!("| `{}` |", refused.code())), "{}", refused.code());
    }
}

#[test]
fn the_documentation_shows_the_very_files_that_these_tests_run() {
    let docs = std::fs::read_to_string(root().join("docs/signing.md")).unwrap();
    for (language, name) in [("php", "sign.php"), ("js", "sign.mjs"), ("python", "sign.py")] {
        let text = std::fs::read_to_string(snippet(name)).unwrap();
        assert!(
            docs.contains(&format!("```{language}\n{text}```\n")),
            "docs/signing.md shows another tests/signing/{name}"
        );
    }
}
