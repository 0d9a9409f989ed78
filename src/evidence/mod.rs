//! Photos and files: pictures are made small and encoded anew in the browser, so that no EXIF and no GPS leaves the device.

mod intake;
mod shrink;
mod sort;

pub use intake::{Question, forget, refused, take, working};

use crate::browser::{call, get, number, text, wait};
use crate::delivery::{new_id, sha256};
use js_sys::{Array, Function, Reflect, Uint8Array};
use redress_engine::complaint::Attachment;
use redress_engine::step::FileLimits;
use shrink::{Small, shrink};
use sort::{HEAD, Sort, sort};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, Url};

/// What a PDF is called.
pub const PDF: &str = "application/pdf";
/// Bytes of a file that is opened at all: a picture of 200 megapixels has as many; a browser reads the whole of it.
const MOST: i64 = 200_000_000;

/// A picture or file as it will be sent.
#[derive(Clone)]
pub struct Photo {
    /// What the complaint says of it.
    pub attachment: Attachment,
    /// Its bytes.
    pub blob: Blob,
    /// Address of its preview, valid as long as the page; empty for a PDF.
    pub preview: String,
}

impl Photo {
    /// Shown as it is: there is nothing smaller of one that was kept.
    pub fn new(attachment: Attachment, blob: Blob) -> Photo {
        let preview = blob.clone();
        Photo::shown_by(attachment, blob, &preview)
    }

    fn shown_by(attachment: Attachment, blob: Blob, preview: &Blob) -> Photo {
        let preview = if attachment.mime == PDF { None } else { Url::create_object_url_with_blob(preview).ok() };
        Photo { attachment, blob, preview: preview.unwrap_or_default() }
    }

    /// Lets the browser free the picture's memory.
    pub fn release(&self) {
        let _ = Url::revoke_object_url(&self.preview);
    }
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Refusal {
    /// The browser cannot open it.
    Unreadable,
    /// The browser cannot open this sort of picture, which others can.
    Heic,
    /// It has no bytes: a phone shows files that are stored elsewhere.
    Empty,
    /// Neither a picture nor, where the question takes it, a PDF.
    Sort,
    /// More bytes than it may have: so many.
    TooBig(i64),
}

/// Makes what will be sent out of a file.
pub async fn prepare(file: &Blob, limits: &FileLimits) -> Result<Photo, Refusal> {
    let (size, mime) = (number(file, "size") as i64, text(file, "type"));
    if size == 0 {
        return Err(Refusal::Empty);
    }
    let head = call(file, "slice", &[0.into(), (HEAD as u32).into()]).map_err(|_| Refusal::Unreadable)?;
    let sort = sort(&bytes_of(&head).await?, &mime);
    let most = if sort == Sort::Pdf { limits.pdf_bytes } else { MOST };
    let small = match sort {
        Sort::Other => return Err(Refusal::Sort),
        Sort::Pdf if !limits.pdf => return Err(Refusal::Sort),
        _ if size > most => return Err(Refusal::TooBig(most)),
        Sort::Pdf => {
            let pdf = copy(&bytes_of(file).await?).map_err(|_| Refusal::Unreadable)?;
            Small { picture: pdf.clone(), preview: pdf }
        }
        Sort::Picture | Sort::Heic => shrink(file, limits).await.map_err(|_| refusal(sort, &mime))?,
    };
    let bytes = bytes_of(&small.picture).await?;
    let mime = text(&small.picture, "type");
    let attachment = Attachment {
        id: new_id(),
        line: None,
        name: name(&text(file, "name"), if mime == PDF { ".pdf" } else { ".jpg" }),
        mime,
        bytes: bytes.len() as i64,
        sha256: sha256(&bytes).await,
    };
    Ok(Photo::shown_by(attachment, small.picture, &small.preview))
}

/// Why a picture could not be opened.
fn refusal(sort: Sort, mime: &str) -> Refusal {
    match sort {
        Sort::Heic => Refusal::Heic,
        // Some systems know no type for a picture.
        _ if mime.is_empty() || mime.starts_with("image/") => Refusal::Unreadable,
        _ => Refusal::Sort,
    }
}

async fn bytes_of(blob: &JsValue) -> Result<Vec<u8>, Refusal> {
    let buffer = wait(blob, "arrayBuffer", &[]).await.map_err(|_| Refusal::Unreadable)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// A PDF of its own: the file of the shopper's may be changed or gone before it is sent.
fn copy(bytes: &[u8]) -> Result<Blob, JsValue> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let settings = crate::i18n::options(&[("type", PDF)]);
    let blob: Function = get(&js_sys::global(), "Blob").unchecked_into();
    Reflect::construct(&blob, &Array::of2(&parts, &settings)).map(JsCast::unchecked_into)
}

/// The file's name with the ending of what it has become.
fn name(original: &str, ending: &str) -> String {
    let stem = original.rsplit_once('.').map_or(original, |(stem, _)| stem);
    [stem.chars().take(80).collect::<String>().as_str(), ending].concat()
}
