//! Receipts: signed, checked months later with the published keys, refused after one changed byte.

use std::path::{Path, PathBuf};
use std::process::Command;

use redress_desk::signing::{ReceiptKeys, Unproven, check, published};
use redress_desk::verify::{Verify, VerifyError, verify};
use redress_engine::Json;
use redress_engine::complaint::Complaint;

use crate::multipart::Form;
use crate::samples::{ID, attachment, bytes, photo, vase};
use crate::support::{Bench, write};

/// A desk that took the vase with two photos; its receipt, its keys and what it received, as files.
async fn folder() -> (Bench, PathBuf) {
    let bench = Bench::new().await;
    let (one, two) = (photo(400), photo(500));
    let files = vec![attachment("a", "a.jpg", "image/jpeg", &one), attachment("b", "b.jpg", "image/jpeg", &two)];
    let body = bytes(&vase(&bench.desk, files));
    let form = Form::of(&body).file("a", "image/jpeg", &one).file("b", "image/jpeg", &two);
    let receipt = bench.post(ID, form.bytes()).await;
    assert_eq!(receipt.status, 201);
    let path = bench.folder.path().to_path_buf();
    let jwks = bench.get("/.well-known/jwks.json", &[]).await;
    assert_eq!((jwks.header("content-type"), jwks.header("access-control-allow-origin")), ("application/json", "*"));
    for (name, content) in [
        ("receipt.json", &receipt.bytes),
        ("jwks.json", &jwks.bytes),
        ("complaint.json", &body),
        ("one.jpg", &one),
        ("two.jpg", &two),
    ] {
        write(&path.join(name), content);
    }
    (bench, path)
}

fn wish(path: &Path) -> Verify {
    let keys = Some(path.join("jwks.json"));
    Verify { receipt: path.join("receipt.json"), keys, data: None, complaint: None, attachments: vec![] }
}

fn refused(wish: &Verify) -> String {
    let error = verify(wish).unwrap_err();
    assert!(error.is_refusal(), "{error}");
    error.to_string()
}

#[tokio::test]
async fn a_receipt_is_genuine_and_so_are_the_complaint_and_its_files() {
    let (bench, path) = folder().await;
    let row = bench.row(ID).await;
    let said = verify(&wish(&path)).unwrap();
    assert!(said.starts_with(&format!("Genuine: {} was received at 2026-11-21T19:41:07Z.", row.reference)), "{said}");
    assert!(said.contains(&row.digest), "{said}");
    let whole = Verify {
        complaint: Some(path.join("complaint.json")),
        attachments: vec![path.join("one.jpg"), path.join("two.jpg")],
        ..wish(&path)
    };
    assert!(verify(&whole).unwrap().ends_with("what was received is this complaint with these 2 files."));
    // What the inbox hands out will do.
    for (name, stored) in [("complaint", &row.body), ("receipt", &row.receipt)] {
        let answer = bench.inbox(&format!("/inbox/complaints/{ID}/{name}.json")).await;
        assert_eq!((answer.status.as_u16(), answer.text()), (200, stored.as_str()));
        assert_eq!(bench.get(&format!("/inbox/complaints/{ID}/{name}.json"), &[]).await.status, 401);
    }

    let other = Verify { attachments: vec![path.join("two.jpg"), path.join("one.jpg")], ..whole.clone() };
    assert!(refused(&other).contains("byte for byte"));
    let fewer = Verify { attachments: vec![path.join("one.jpg")], ..whole.clone() };
    assert!(refused(&fewer).contains("names 2 files, and 1 were given"));
    let mut body = std::fs::read(path.join("complaint.json")).unwrap();
    body.push(b' ');
    write(&path.join("complaint.json"), &body);
    assert!(refused(&whole).contains("byte for byte"), "a space is enough");
    write(&path.join("complaint.json"), "{}");
    assert_eq!(refused(&whole), "Refused: the receipt is of another complaint.");
}

#[tokio::test]
async fn files_in_another_order_and_an_id_in_capitals_are_the_same_complaint() {
    let bench = Bench::new().await;
    let path = bench.folder.path().to_path_buf();
    let (one, two) = (photo(400), photo(500));
    let files = vec![attachment("a", "a.jpg", "image/jpeg", &one), attachment("b", "b.jpg", "image/jpeg", &two)];
    let body = bytes(&Complaint { id: ID.to_uppercase(), ..vase(&bench.desk, files) });
    let form = || Form::of(&body).file("b", "image/jpeg", &two).file("a", "image/jpeg", &one);
    let receipt = bench.post(ID, form().bytes()).await;
    assert_eq!(
        (receipt.status, bench.post(ID, form().bytes()).await.status),
        (201.try_into().unwrap(), 200.try_into().unwrap())
    );
    let sorted = Form::of(&body).file("a", "image/jpeg", &one).file("b", "image/jpeg", &two);
    assert_eq!(bench.post(ID, sorted.bytes()).await.bytes, receipt.bytes);
    let jwks = bench.desk.receipt_keys.jwks().to_text().into_bytes();
    for (name, content) in [
        ("receipt.json", &receipt.bytes),
        ("jwks.json", &jwks),
        ("complaint.json", &body),
        ("one.jpg", &one),
        ("two.jpg", &two),
    ] {
        write(&path.join(name), content);
    }
    let attachments = vec![path.join("one.jpg"), path.join("two.jpg")];
    let whole = Verify { complaint: Some(path.join("complaint.json")), attachments, ..wish(&path) };
    assert!(verify(&whole).unwrap().ends_with("what was received is this complaint with these 2 files."));
}

#[tokio::test]
async fn one_changed_byte_anywhere_in_what_was_signed_is_refused() {
    let (bench, _) = folder().await;
    let keys = published(&bench.desk.receipt_keys.jwks()).unwrap();
    let receipt: serde_json::Value = serde_json::from_str(&bench.row(ID).await.receipt).unwrap();
    let is_genuine = |receipt: &serde_json::Value| {
        let receipt: Json = serde_json::from_value(receipt.clone()).unwrap();
        check(&keys, &receipt).is_ok()
    };
    assert!(is_genuine(&receipt));
    for field in ["signature", "id", "reference", "receivedAt"] {
        let text = receipt[field].as_str().unwrap();
        for at in 0..text.len() {
            let mut bytes = text.as_bytes().to_vec();
            // Still a character of base64url, else it would be refused for that already.
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let mut changed = receipt.clone();
            changed[field] = String::from_utf8(bytes).unwrap().into();
            assert!(!is_genuine(&changed), "{field} with another byte at {at}");
            let mut shorter = receipt.clone();
            shorter[field] = [&text[..at], &text[at + 1..]].concat().into();
            assert!(!is_genuine(&shorter), "{field} without its byte at {at}");
        }
        let mut longer = receipt.clone();
        longer[field] = [text, "="].concat().into();
        assert!(!is_genuine(&longer), "{field} with one more");
    }
}

#[tokio::test]
async fn a_receipt_of_another_desk_of_another_kind_or_without_a_signature_is_refused_with_its_reason() {
    let (bench, path) = folder().await;
    let text = std::fs::read_to_string(path.join("receipt.json")).unwrap();
    let mut receipt: serde_json::Value = serde_json::from_str(&text).unwrap();
    let reason = |receipt: &str| {
        write(&path.join("receipt.json"), receipt);
        refused(&wish(&path))
    };
    assert!(reason("no JSON").starts_with("Refused: it is not a receipt: "));
    assert!(reason("[]").starts_with("Refused: it is not a receipt: "));
    // A JWS of the right key that is no receipt's.
    let signature = receipt["signature"].as_str().unwrap().to_string();
    let (_, rest) = signature.split_once('.').unwrap();
    receipt["signature"] = format!("eyJhbGciOiJFZERTQSJ9.{rest}").into();
    assert_eq!(reason(&receipt.to_string()), "Refused: its signature is not one of a receipt.");
    receipt["signature"] = "".into();
    assert_eq!(reason(&receipt.to_string()), "Refused: the receipt is not signed.");
    let keys = published(&ReceiptKeys::random().jwks()).unwrap();
    assert_eq!(check(&keys, &serde_json::from_str(&text).unwrap()), Err(Unproven::UnknownKey));
    // Signed rightly, with a field of another complaint beside it.
    receipt["signature"] = signature.into();
    receipt["reference"] = "RD-2222-22".into();
    assert_eq!(reason(&receipt.to_string()), "Refused: its reference is not the one that was signed.");
    drop(bench);
}

#[tokio::test]
async fn the_command_says_so_in_one_sentence_and_by_its_exit_code() {
    let (_bench, path) = folder().await;
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_redress-desk"));
        let output = command.current_dir(&path).arg("verify").args(arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    };
    let (code, out, _) = run(&["receipt.json", "--keys", "jwks.json"]);
    assert!(code == 0 && out.starts_with("Genuine: RD-") && out.lines().count() == 1, "{out}");
    let (code, _, error) = run(&["receipt.json"]);
    assert!(code == 2 && error.contains("--keys") && error.contains("--data"), "{error}");
    let (code, _, error) = run(&["nowhere.json", "--keys", "jwks.json"]);
    assert!(code == 2 && error.contains("nowhere.json: No such file"), "{error}");
    let (code, _, error) = run(&["receipt.json", "--keys", "receipt.json"]);
    assert!(code == 2 && error.contains("there is no key to check receipts with"), "{error}");
    let keys = path.join("data/receipt-keys");
    ReceiptKeys::open(&keys, "2026-11-21T19:41:07Z".parse().unwrap()).unwrap();
    let (code, out, _) = run(&["receipt.json", "--data", "data"]);
    assert_eq!((code, out.trim()), (1, "Refused: it is signed with a key that is not among those given."));
    assert!(matches!(verify(&Verify { keys: None, ..wish(&path) }), Err(VerifyError::NoKeys)));
}
