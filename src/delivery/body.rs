//! What the engine says is to be posted, with the bytes of the files.

use crate::browser::{call, make};
use crate::storage::bytes;
use js_sys::{Array, Uint8Array};
use redress_engine::complaint::Attachment;
use redress_engine::delivery::{Body, Part, Slot};
use wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag};

/// As the browser sends it.
pub async fn body(body: &Body, files: &[(Attachment, Blob)]) -> Result<JsValue, JsValue> {
    match body {
        Body::Text(slots) => text(slots, files).await.map(Into::into),
        Body::Form(parts) => form(parts, files),
    }
}

async fn text(slots: &[Slot], files: &[(Attachment, Blob)]) -> Result<Blob, JsValue> {
    let pieces = Array::new();
    for slot in slots {
        match slot {
            Slot::Text(text) => pieces.push(&text.as_str().into()),
            Slot::Base64(at) => {
                let Some((_, blob)) = files.get(*at) else { continue };
                pieces.push(&base64(&Uint8Array::new(&bytes(blob).await?).to_vec()).into())
            }
        };
    }
    Blob::new_with_str_sequence_and_options(&pieces, &BlobPropertyBag::new())
}

fn form(parts: &[Part], files: &[(Attachment, Blob)]) -> Result<JsValue, JsValue> {
    let form = make("FormData")?;
    for part in parts {
        match part {
            Part::Field(name, value) => call(&form, "append", &[name.into(), value.into()])?,
            Part::Complaint(text) => {
                let settings = BlobPropertyBag::new();
                settings.set_type("application/json");
                let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.as_str().into()), &settings)?;
                call(&form, "append", &["complaint".into(), blob.into(), "complaint.json".into()])?
            }
            Part::File(name, at, file_name) => {
                let Some((_, blob)) = files.get(*at) else { continue };
                call(&form, "append", &[name.into(), blob.into(), file_name.into()])?
            }
        };
    }
    Ok(form)
}

/// RFC 4648, section 4, on one line.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let group = three.iter().fold(0u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for at in 0..4 {
            let letter = LETTERS[(group >> (18 - 6 * at) & 63) as usize];
            text.push(if at <= three.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn base64_is_that_of_rfc_4648() {
        let vectors = ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"];
        for (length, vector) in vectors.iter().enumerate() {
            assert_eq!(base64(&b"foobar"[..length]), *vector);
        }
        assert_eq!(base64(&[0xfb, 0xff, 0xfe]), "+//+");
    }
}
