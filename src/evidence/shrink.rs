//! A picture made small: decoded, turned upright, drawn smaller and encoded anew, so that nothing of the original file leaves the device.
//!
//! Browsers decode beside the main thread. What they do on it is cut into short tasks: Chromium makes a bitmap smaller there
//! (12 megapixels: 300 to 500 ms at a processor slowed four times, in one task); strips of it take 25 ms each. A worker would
//! spare these too, but a shop whose policy has no `worker-src blob:` would refuse it, with an error on its console.

use crate::browser::{call, number, wait};
use js_sys::{Date, Promise, Reflect};
use redress_engine::step::FileLimits;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

/// Pixels of the original that are made smaller at a time.
const STRIP: f64 = 1e6;
/// Milliseconds after which the page gets its turn: a task of 50 is a long one (W3C Long Tasks).
const TURN: f64 = 40.0;
/// Pixels of a preview's long side: three for each of CSS. Twenty whole pictures would be 250 MB once they are decoded.
const PREVIEW: f64 = 400.0;
/// Quality below which fewer pixels show more than less quality does: small print dissolves in squares.
const LEAST_QUALITY: f64 = 0.5;

/// A picture made small, and smaller still to be shown, both JPEG.
pub struct Small {
    /// Within the limits.
    pub picture: Blob,
    /// What the shopper sees of it.
    pub preview: Blob,
}

/// Makes the picture in a file small.
pub async fn shrink(file: &Blob, limits: &FileLimits) -> Result<Small, JsValue> {
    let upright = crate::i18n::options(&[("imageOrientation", "from-image")]);
    let bitmap = wait(&js_sys::global(), "createImageBitmap", &[file.into(), upright.into()]).await?;
    let drawn = draw(&bitmap, limits.long_side as f64).await;
    // Gives the pixels back at once instead of at the next garbage collection: 48 megapixels are 190 MB.
    call(&bitmap, "close", &[])?;
    let (picture, canvas) = encode(drawn?, limits).await?;
    let small = draw(&canvas, PREVIEW).await?;
    release(&canvas);
    let preview = jpeg(&small, limits.quality as f64 / 100.0).await?;
    release(&small);
    Ok(Small { picture, preview })
}

/// A bitmap, or another canvas, on a canvas that is no larger than it may be, strip by strip.
async fn draw(picture: &JsValue, long_side: f64) -> Result<JsValue, JsValue> {
    let (width, height) = (number(picture, "width"), number(picture, "height"));
    let (canvas, context) = blank(width, height, (long_side / width.max(height)).min(1.0))?;
    let (wide, high) = (number(&canvas, "width"), number(&canvas, "height"));
    let strips = (width * height / STRIP).ceil().min(high) as u32;
    let options = crate::i18n::options(&[("resizeQuality", "high")]);
    Reflect::set(&options, &"resizeWidth".into(), &wide.into())?;
    let (mut top, mut since) = (0.0, Date::now());
    for strip in 1..=strips {
        let bottom = (high * f64::from(strip) / f64::from(strips)).round();
        let (from, to) = ((top * height / high).round(), (bottom * height / high).round());
        Reflect::set(&options, &"resizeHeight".into(), &(bottom - top).into())?;
        let place = [picture.clone(), 0.into(), from.into(), width.into(), (to - from).into(), (&options).into()];
        let part = wait(&js_sys::global(), "createImageBitmap", &place).await?;
        // With its size: a browser that does not know the options has given the strip as it was.
        call(&context, "drawImage", &[part.clone(), 0.into(), top.into(), wide.into(), (bottom - top).into()])?;
        // Without a look at a pixel Chromium gathers all strips and draws them in one task.
        call(&context, "getImageData", &[0.into(), top.into(), 1.into(), 1.into()])?;
        call(&part, "close", &[])?;
        if Date::now() - since > TURN {
            breathe().await;
            since = Date::now();
        }
        top = bottom;
    }
    Ok(canvas)
}

/// A white canvas, because JPEG has no transparency and would show black; with its context. In memory rather than on the graphics card:
/// old phones have no textures of that size, and what is on the card would have to be fetched back.
fn blank(width: f64, height: f64, scale: f64) -> Result<(JsValue, JsValue), JsValue> {
    let canvas = JsValue::from(leptos::prelude::document().create_element("canvas")?);
    for (side, length) in [("width", width), ("height", height)] {
        Reflect::set(&canvas, &side.into(), &(length * scale).round().max(1.0).into())?;
    }
    let settings = crate::i18n::options(&[("willReadFrequently", "true")]);
    let context = call(&canvas, "getContext", &["2d".into(), settings.into()])?;
    Reflect::set(&context, &"fillStyle".into(), &"#fff".into())?;
    call(&context, "fillRect", &[0.into(), 0.into(), width.into(), height.into()])?;
    Ok((canvas, context))
}

/// Lets the page do what it has to do: a new task.
async fn breathe() {
    let promise = Promise::new(&mut |resolve, _| {
        let _ = call(&js_sys::global(), "setTimeout", &[resolve.into()]);
    });
    let _ = JsFuture::from(promise).await;
}

/// A JPEG that is no larger than it may be, and what it was made of: where it is larger, with less quality, then with fewer pixels. It
/// ends: bytes shrink with pixels.
async fn encode(canvas: JsValue, limits: &FileLimits) -> Result<(Blob, JsValue), JsValue> {
    let (mut canvas, mut quality) = (canvas, limits.quality as f64 / 100.0);
    let least = quality.min(LEAST_QUALITY);
    loop {
        let blob = jpeg(&canvas, quality).await?;
        let over = number(&blob, "size") / limits.bytes as f64;
        if over <= 1.0 {
            return Ok((blob, canvas));
        }
        // Measured on the photo of tests/bench: 15 per cent less quality make a quarter less, 30 make two fifths less.
        let saved = 1.0 + (quality - least) * 2.0;
        if over > saved {
            let long_side = number(&canvas, "width").max(number(&canvas, "height"));
            let smaller = draw(&canvas, long_side * (saved / over).sqrt() * 0.97).await?;
            release(&canvas);
            canvas = smaller;
        }
        quality = (quality - (over - 1.0) / 2.0 - 0.02).max(least);
    }
}

async fn jpeg(canvas: &JsValue, quality: f64) -> Result<Blob, JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        if call(canvas, "toBlob", &[resolve.into(), "image/jpeg".into(), quality.into()]).is_err() {
            let _ = reject.call0(&JsValue::NULL);
        }
    });
    let blob = JsFuture::from(promise).await?;
    // null where the browser has no memory for it.
    if blob.is_object() { Ok(blob.unchecked_into()) } else { Err(blob) }
}

/// Gives a canvas's pixels back at once; Safari keeps them for as long as it likes otherwise.
fn release(canvas: &JsValue) {
    let _ = Reflect::set(canvas, &"width".into(), &0.into());
}
