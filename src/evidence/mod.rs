//! Photos: decoded, turned upright, shrunk and encoded anew in the browser, so that no EXIF and no GPS leaves the device.

use crate::delivery::{new_id, sha256};
use js_sys::{Function, Promise, Reflect, Uint8Array};
use redress_engine::complaint::Attachment;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, File, HtmlCanvasElement, ImageBitmap, Url};

/// Long side in pixels after shrinking: enough to read a type plate.
const LONG_SIDE: f64 = 2048.0;
/// JPEG qualities tried in turn until the picture is small enough.
const QUALITIES: [f64; 3] = [0.82, 0.6, 0.4];
/// Largest picture that is sent.
const MAX_BYTES: f64 = 4e6;

/// A picture as it will be sent.
#[derive(Clone)]
pub struct Photo {
    /// What the complaint says of it.
    pub attachment: Attachment,
    /// The encoded picture.
    pub blob: Blob,
    /// Address of its preview, valid as long as the page.
    pub preview: String,
}

impl Photo {
    /// Lets the browser free the picture's memory.
    pub fn release(&self) {
        let _ = Url::revoke_object_url(&self.preview);
    }
}

/// Why a file became no picture.
pub enum Refusal {
    /// The browser cannot open it.
    Unreadable,
    /// Too large even after shrinking.
    TooBig,
}

/// Makes a picture of a file.
pub async fn prepare(file: &File) -> Result<Photo, Refusal> {
    let blob = shrink(file).await.map_err(|_| Refusal::Unreadable)?;
    if blob.size() > MAX_BYTES {
        return Err(Refusal::TooBig);
    }
    let buffer = JsFuture::from(blob.array_buffer()).await.map_err(|_| Refusal::Unreadable)?;
    let bytes = Uint8Array::new(&buffer).to_vec();
    let preview = Url::create_object_url_with_blob(&blob).map_err(|_| Refusal::Unreadable)?;
    let attachment = Attachment {
        id: new_id(),
        line: None,
        name: name(&file.name()),
        mime: blob.type_(),
        bytes: bytes.len() as i64,
        sha256: sha256(&bytes).await,
    };
    Ok(Photo { attachment, blob, preview })
}

/// The file's name with the ending of what it has become.
fn name(original: &str) -> String {
    let stem = original.rsplit_once('.').map_or(original, |(stem, _)| stem);
    [stem.chars().take(80).collect::<String>().as_str(), ".jpg"].concat()
}

async fn shrink(file: &File) -> Result<Blob, JsValue> {
    let bitmap: ImageBitmap = JsFuture::from(decode(file)?).await?.unchecked_into();
    let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
    let scale = (LONG_SIDE / width.max(height)).min(1.0);
    let canvas: HtmlCanvasElement = leptos::prelude::document().create_element("canvas")?.unchecked_into();
    canvas.set_width((width * scale).round().max(1.0) as u32);
    canvas.set_height((height * scale).round().max(1.0) as u32);
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?.unchecked_into::<CanvasRenderingContext2d>();
    // JPEG has no transparency; without a ground it turns black.
    context.set_fill_style_str("#fff");
    context.fill_rect(0.0, 0.0, canvas.width().into(), canvas.height().into());
    context.draw_image_with_image_bitmap_and_dw_and_dh(
        &bitmap,
        0.0,
        0.0,
        canvas.width().into(),
        canvas.height().into(),
    )?;
    bitmap.close();
    let mut blob = encode(&canvas, QUALITIES[0]).await?;
    for quality in &QUALITIES[1..] {
        if blob.size() <= MAX_BYTES {
            break;
        }
        blob = encode(&canvas, *quality).await?;
    }
    // Gives the pixels back at once instead of at the next garbage collection: 48 megapixels are 190 MB.
    canvas.set_width(0);
    Ok(blob)
}

/// `createImageBitmap` turned upright by EXIF. Through Reflect, because web-sys has no `imageOrientation: "from-image"` on stable.
fn decode(file: &File) -> Result<Promise, JsValue> {
    let create: Function = Reflect::get(&js_sys::global(), &"createImageBitmap".into())?.dyn_into()?;
    let settings = crate::i18n::options(&[("imageOrientation", "from-image")]);
    create.call2(&JsValue::NULL, file, &settings)?.dyn_into()
}

async fn encode(canvas: &HtmlCanvasElement, quality: f64) -> Result<Blob, JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        if canvas.to_blob_with_type_and_encoder_options(&resolve, "image/jpeg", &quality.into()).is_err() {
            let _ = reject.call0(&JsValue::NULL);
        }
    });
    JsFuture::from(promise).await?.dyn_into()
}
