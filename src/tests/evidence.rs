//! Pictures through a real canvas.

use crate::evidence::{PDF, Refusal, prepare};
use js_sys::{Array, Promise, Reflect, Uint8Array};
use redress_engine::config::Step;
use redress_engine::step::FileLimits;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Blob, BlobPropertyBag, CanvasRenderingContext2d, File, HtmlCanvasElement, ImageBitmap};

fn limits() -> FileLimits {
    Step::default().file_limits()
}

async fn png(width: u32, height: u32, paint: impl FnOnce(&CanvasRenderingContext2d)) -> Blob {
    let canvas: HtmlCanvasElement = leptos::prelude::document().create_element("canvas").unwrap().unchecked_into();
    canvas.set_width(width);
    canvas.set_height(height);
    paint(&canvas.get_context("2d").unwrap().unwrap().unchecked_into());
    let promise = Promise::new(&mut |resolve, _| canvas.to_blob(&resolve).unwrap());
    let blob: Blob = JsFuture::from(promise).await.unwrap().unchecked_into();
    File::new_with_blob_sequence(&Array::of1(&blob), "IMG 1.tar.png").unwrap().into()
}

/// Small squares of many colours: what JPEG takes the most bytes for.
fn confetti(context: &CanvasRenderingContext2d) {
    for at in 0..30_000_u32 {
        context.set_fill_style_str(&format!("hsl({} 90% 50%)", at * 137 % 360));
        context.fill_rect(f64::from(at % 200 * 5), f64::from(at / 200 * 5), 5.0, 5.0);
    }
}

async fn open(blob: &Blob) -> ImageBitmap {
    let create: js_sys::Function =
        Reflect::get(&js_sys::global(), &"createImageBitmap".into()).unwrap().unchecked_into();
    let bitmap = create.call1(&JsValue::NULL, blob).unwrap().unchecked_into::<Promise>();
    JsFuture::from(bitmap).await.unwrap().unchecked_into()
}

fn file(bytes: &[u8], name: &str, mime: &str) -> File {
    let settings = BlobPropertyBag::new();
    settings.set_type(mime);
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_buffer_source_sequence_and_options(&parts, &settings).unwrap();
    let settings = web_sys::FilePropertyBag::new();
    settings.set_type(mime);
    File::new_with_blob_sequence_and_options(&Array::of1(&blob), name, &settings).unwrap()
}

#[wasm_bindgen_test]
async fn a_large_picture_is_shrunk_and_encoded_anew() {
    let photo = prepare(&png(3000, 1500, |_| {}).await, &limits()).await.ok().unwrap();
    let attachment = &photo.attachment;
    assert_eq!((attachment.mime.as_str(), attachment.name.as_str()), ("image/jpeg", "IMG 1.tar.jpg"));
    assert_eq!(attachment.bytes, photo.blob.size() as i64);
    assert_eq!(attachment.sha256.as_ref().map(String::len), Some(64));
    let bitmap = open(&photo.blob).await;
    assert_eq!((bitmap.width(), bitmap.height()), (2048, 1024));
    photo.release();
}

#[wasm_bindgen_test]
async fn a_picture_of_one_row_and_one_of_one_column_stay_pictures() {
    for (width, height, shown) in [(5000, 1, (2048, 1)), (1, 5000, (1, 2048)), (1, 1, (1, 1))] {
        let photo = prepare(&png(width, height, |_| {}).await, &limits()).await.ok().unwrap();
        let bitmap = open(&photo.blob).await;
        assert_eq!((bitmap.width(), bitmap.height()), shown);
    }
}

#[wasm_bindgen_test]
async fn a_picture_with_too_many_bytes_gets_less_quality_then_fewer_pixels() {
    let taken = png(1000, 750, confetti).await;
    let mut before = f64::INFINITY;
    for (bytes, smaller) in [(10_000_000, false), (50_000, true)] {
        let photo = prepare(&taken, &FileLimits { bytes, ..limits() }).await.ok().unwrap();
        assert!(photo.blob.size() <= bytes as f64 && photo.blob.size() < before);
        before = photo.blob.size();
        let bitmap = open(&photo.blob).await;
        assert_eq!(bitmap.width() < 1000, smaller, "{} bytes, {} pixels wide", before, bitmap.width());
    }
}

#[wasm_bindgen_test]
async fn strips_meet_without_a_gap() {
    // 6 megapixels are three strips; a gap would show the white ground.
    let black = |context: &CanvasRenderingContext2d| context.fill_rect(0.0, 0.0, 3000.0, 2000.0);
    let photo = prepare(&png(3000, 2000, black).await, &limits()).await.ok().unwrap();
    let bitmap = open(&photo.blob).await;
    let canvas: HtmlCanvasElement = leptos::prelude::document().create_element("canvas").unwrap().unchecked_into();
    canvas.set_width(1);
    canvas.set_height(bitmap.height());
    let context: CanvasRenderingContext2d = canvas.get_context("2d").unwrap().unwrap().unchecked_into();
    context.draw_image_with_image_bitmap(&bitmap, -1000.0, 0.0).unwrap();
    let pixels = context.get_image_data(0.0, 0.0, 1.0, bitmap.height().into()).unwrap().data();
    assert_eq!(pixels.chunks(4).position(|pixel| pixel[0] > 8), None);
}

#[wasm_bindgen_test]
async fn a_file_is_judged_by_its_content_whatever_it_is_called() {
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic and no more";
    let cases: [(&[u8], &str, Refusal); 8] = [
        (b"", "image/jpeg", Refusal::Empty),
        (b"<script>alert(1)</script>", "image/jpeg", Refusal::Sort),
        (b"\xef\xbb\xbf\n <svg/>", "image/png", Refusal::Sort),
        (b"\xff\xfe<\0s\0v\0g\0", "", Refusal::Sort),
        (b"It broke.", "text/plain", Refusal::Sort),
        (b"%PDF-1.7", "image/jpeg", Refusal::Sort),
        (heic, "", Refusal::Heic),
        (b"\xff\xd8\xff\xe0 torn", "image/jpeg", Refusal::Unreadable),
    ];
    for (bytes, mime, refusal) in cases {
        let found = prepare(&file(bytes, "photo.jpg", mime), &limits()).await.err();
        assert_eq!(found, Some(refusal), "{}", String::from_utf8_lossy(bytes));
    }
}

#[wasm_bindgen_test]
async fn a_pdf_is_sent_as_it_is_where_one_is_taken_and_no_larger_than_it_may_be() {
    let limits = FileLimits { pdf: true, pdf_bytes: 20, ..limits() };
    let photo = prepare(&file(b"%PDF-1.7 some bytes", "Receipt.of.7.PDF", ""), &limits).await.ok().unwrap();
    assert_eq!((photo.attachment.name.as_str(), photo.attachment.mime.as_str()), ("Receipt.of.7.pdf", PDF));
    assert_eq!((photo.blob.type_().as_str(), photo.blob.size(), photo.preview.as_str()), (PDF, 19.0, ""));
    let large = prepare(&file(b"%PDF-1.7 some more bytes", "a.pdf", PDF), &limits).await;
    assert_eq!(large.err(), Some(Refusal::TooBig(20)));
}
