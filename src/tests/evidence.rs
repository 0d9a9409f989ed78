//! Pictures through a real canvas.

use crate::evidence::{Refusal, prepare};
use js_sys::{Array, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Blob, File, HtmlCanvasElement};

async fn png(width: u32, height: u32) -> File {
    let canvas: HtmlCanvasElement = leptos::prelude::document().create_element("canvas").unwrap().unchecked_into();
    canvas.set_width(width);
    canvas.set_height(height);
    let promise = Promise::new(&mut |resolve, _| canvas.to_blob(&resolve).unwrap());
    let blob: Blob = JsFuture::from(promise).await.unwrap().unchecked_into();
    File::new_with_blob_sequence(&Array::of1(&blob), "IMG 1.tar.png").unwrap()
}

#[wasm_bindgen_test]
async fn a_large_picture_is_shrunk_and_encoded_anew() {
    let photo = prepare(&png(3000, 1500).await).await.ok().unwrap();
    let attachment = &photo.attachment;
    assert_eq!((attachment.mime.as_str(), attachment.name.as_str()), ("image/jpeg", "IMG 1.tar.jpg"));
    assert_eq!(attachment.bytes, photo.blob.size() as i64);
    assert_eq!(attachment.sha256.as_ref().map(String::len), Some(64));
    let create: js_sys::Function =
        Reflect::get(&js_sys::global(), &"createImageBitmap".into()).unwrap().unchecked_into();
    let bitmap = create.call1(&JsValue::NULL, &photo.blob).unwrap().unchecked_into::<Promise>();
    let bitmap: web_sys::ImageBitmap = JsFuture::from(bitmap).await.unwrap().unchecked_into();
    assert_eq!((bitmap.width(), bitmap.height()), (2048, 1024));
    photo.release();
}

#[wasm_bindgen_test]
async fn what_is_no_picture_is_refused_whatever_its_name_says() {
    let parts = Array::of1(&"<script>alert(1)</script>".into());
    let file = File::new_with_str_sequence(&parts, "photo.jpg").unwrap();
    assert!(matches!(prepare(&file).await, Err(Refusal::Unreadable)));
}
