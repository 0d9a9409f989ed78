//! Samples: complaints as the widget makes them, built by the engine itself.

use redress_desk::desk::Desk;
use redress_desk::format::IcuFormat;
use redress_desk::packs;
use redress_engine::answers::Answers;
use redress_engine::complaint::{Attachment, Complaint, Sending, complaint};
use redress_engine::context::Context;
use redress_engine::read::{Read, Reader, Write};
use redress_engine::text::Texts;
use redress_engine::{Case, Day, Json, Setting};
use serde_json::json;
use sha2::{Digest, Sha256};

/// An id as the widget makes them.
pub const ID: &str = "019a8f3e-6b2c-7d41-9a55-0c1d2e3f4a5b";
/// Another one.
pub const OTHER_ID: &str = "019a8f3e-6b2c-7d41-9a55-0c1d2e3f4a5c";

/// A photo: what the head of a JPEG file looks like, then whatever.
pub fn photo(size: usize) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0, 0, 16, b'J', b'F', b'I', b'F', 0];
    bytes.resize(size.max(bytes.len()), 7);
    bytes
}

/// Lower-case hex of a SHA-256.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A file's metadata, as it should be.
pub fn attachment(id: &str, name: &str, mime: &str, bytes: &[u8]) -> Attachment {
    Attachment {
        id: id.into(),
        line: Some("1".into()),
        name: name.into(),
        mime: mime.into(),
        bytes: bytes.len() as i64,
        sha256: Some(sha256(bytes)),
    }
}

/// What the page, and the shop's token, say of Mira's order.
pub const VASE: &str = r#"{
        "order": { "number": "T-20418", "placedOn": "2026-11-12", "country": "DE", "currency": "EUR", "shipping": 490, "paidWith": "PayPal" },
        "items": [{ "line": "1", "sku": "VA-07", "title": "Stoneware vase", "quantity": 1, "price": 6400, "deliveredOn": "2026-11-19" }],
        "customer": { "name": "Mira Lindqvist", "email": "mira@example.org" }
    }"#;

/// Mira's vase, which came broken: one piece of one line, a replacement wished for, these files.
pub fn vase(desk: &Desk, attachments: Vec<Attachment>) -> Complaint {
    let photos: Vec<&str> = attachments.iter().map(|attachment| attachment.id.as_str()).collect();
    let photos = if photos.is_empty() { json!("unable") } else { json!(photos) };
    let answers = json!({ "items": { "1": { "reason": "damaged", "remedy": "replacement", "repaired": null } },
        "shared": { "matters": null, "photos": photos, "details": "It was in two pieces." } });
    made(desk, ID, VASE, &answers.to_string(), attachments)
}

/// All that the form asks for where the vase is to be replaced.
pub const REPLACEMENT: &str = r#"{ "items": { "1": { "reason": "damaged", "remedy": "replacement", "repaired": null } },
    "shared": { "matters": null, "photos": "unable", "details": null } }"#;

/// A complaint from a context and answers.
pub fn made(desk: &Desk, id: &str, context: &str, answers: &str, attachments: Vec<Attachment>) -> Complaint {
    build(desk, id, "complaint", "2026-11-21T20:41:00+01:00", context, answers, attachments)
}

/// The same, confirmed at another moment.
pub fn made_on(desk: &Desk, id: &str, confirmed_at: &str, context: &str, answers: &str) -> Complaint {
    build(desk, id, "complaint", confirmed_at, context, answers, vec![])
}

/// The same in any flow.
pub fn build(
    desk: &Desk,
    id: &str,
    flow_id: &str,
    confirmed_at: &str,
    context: &str,
    answers: &str,
    attachments: Vec<Attachment>,
) -> Complaint {
    fn read<T: Read>(text: &str) -> T {
        T::read(&serde_json::from_str::<Json>(text).unwrap(), &mut Reader::default()).unwrap()
    }
    let (context, answers): (Context, Answers) = (read(context), read(answers));
    let config = &desk.shop.config;
    let setting = Setting {
        config,
        flow_id,
        page: &context,
        law: Case::country(config, &context).and_then(|country| packs::law(&country)),
        today: Day::parse(confirmed_at).unwrap(),
        locale: "de",
    };
    let case = setting.case(&answers).unwrap();
    let (en, de) = (IcuFormat::new("en"), IcuFormat::new("de"));
    let english = Texts { config, locale: "en", messages: packs::locale(&["en".into()]).1, format: &en };
    let german = Texts { config, locale: "de", messages: packs::locale(&["de".into()]).1, format: &de };
    let sending = Sending {
        id: id.into(),
        confirmed_at: confirmed_at.into(),
        time_zone: Some("Europe/Berlin".into()),
        page: "https://ternandtide.example/orders".into(),
        attachments,
        config_sha256: Some(desk.shop.sha256.clone()),
        ..Sending::default()
    };
    complaint(&case, sending, &german, &english)
}

/// A complaint's bytes.
pub fn bytes(complaint: &Complaint) -> Vec<u8> {
    complaint.to_json().to_text().into_bytes()
}

/// A complaint's bytes after one change: the value at a JSON Pointer becomes another.
pub fn changed(complaint: &Complaint, pointer: &str, value: serde_json::Value) -> Vec<u8> {
    let mut json: serde_json::Value = serde_json::from_slice(&bytes(complaint)).unwrap();
    match json.pointer_mut(pointer) {
        Some(place) => *place = value,
        None => {
            let (parent, key) = pointer.rsplit_once('/').unwrap();
            json.pointer_mut(parent).unwrap()[key] = value;
        }
    }
    serde_json::to_vec(&json).unwrap()
}
