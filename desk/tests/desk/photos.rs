//! Photos and other files: what they tell beside the picture, what they are not, and how they are given out.

use uuid::Uuid;

use crate::multipart::Form;
use crate::samples::{ID, attachment, bytes, photo, sha256, vase};
use crate::support::{Answer, Bench};

const PHONE: [(&str, &[u8]); 4] = [
    ("image/jpeg", include_bytes!("photos/phone.jpg")),
    ("image/png", include_bytes!("photos/phone.png")),
    ("image/webp", include_bytes!("photos/phone.webp")),
    ("image/avif", include_bytes!("photos/phone.avif")),
];

/// Whether a file tells of camera and place, in EXIF or XMP.
fn tells(bytes: &[u8]) -> bool {
    [&b"PhoneMaker"[..], b"GPSLatitude", b"xmpmeta", b"by Ida"]
        .iter()
        .any(|word| bytes.windows(word.len()).any(|part| part == *word))
}

/// A desk with a complaint that brought this file as `mime`.
async fn with_file(mime: &str, file: &[u8]) -> (Bench, Answer) {
    let bench = Bench::new().await;
    let complaint = vase(&bench.desk, vec![attachment("p1", "p1", mime, file)]);
    let answer = bench.post(ID, Form::of(&bytes(&complaint)).file("p1", mime, file).bytes()).await;
    (bench, answer)
}

#[tokio::test]
async fn a_photo_that_is_added_on_the_status_page_tells_nothing_but_its_picture() {
    for (mime, sent) in PHONE {
        assert!(tells(sent), "{mime}");
        let bench = Bench::new().await;
        bench.take(&vase(&bench.desk, vec![])).await;
        assert_eq!(bench.adds(ID, &Uuid::new_v4().to_string(), "", &[(mime, sent)]).await.status, 303);
        let file = bench.events(ID).await.pop().unwrap().files.remove(0);
        assert_eq!(file.mime, mime);
        let kept = bench.get(&format!("{}/files/{}", bench.case(ID).await, file.n), &[]).await.bytes;
        assert!(!tells(&kept), "{mime}");
        assert_eq!((file.bytes, file.sha256), (kept.len(), sha256(&kept)), "told of what is kept");
        // Where coded picture data begins, by type; AVIF's lies where it lay.
        let from = |mark: &[u8]| sent.windows(mark.len()).rposition(|part| part == mark).unwrap();
        let picture = match mime {
            "image/jpeg" => from(b"\xff\xda")..sent.len(),
            "image/png" => from(b"IDAT")..sent.len(),
            "image/webp" => from(b"VP8 ")..from(b"EXIF"),
            _ => from(b"av1C")..from(b"mdat"),
        };
        let picture = &sent[picture];
        assert!(picture.len() > 20 && kept.windows(picture.len()).any(|part| part == picture), "{mime}");
    }
}

#[tokio::test]
async fn what_is_posted_as_a_complaint_stays_bit_for_bit_and_a_place_in_it_is_told_to_the_agent() {
    for (mime, sent) in PHONE {
        let (bench, answer) = with_file(mime, sent).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        let page = bench.inbox(&format!("/inbox/complaints/{ID}")).await;
        assert!(page.text().contains("Says where it was taken"), "{mime}");
        assert_eq!(bench.inbox(&format!("/inbox/complaints/{ID}/files/1")).await.bytes, sent);
    }
    let (bench, _) = with_file("image/jpeg", &photo(500)).await;
    assert!(!bench.inbox(&format!("/inbox/complaints/{ID}")).await.text().contains("Says where it was taken"));
}

#[tokio::test]
async fn a_file_is_what_its_content_shows_and_not_what_it_is_called() {
    let svg = b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    let html = b"<!doctype html><script>alert(1)</script>";
    let late = [&b"\n\n\n\n"[..], b"\x89PNG\r\n\x1a\n"].concat();
    for (mime, file) in [
        ("image/png", &svg[..]),
        ("image/jpeg", &svg[..]),
        ("image/jpeg", &html[..]),
        ("application/pdf", &html[..]),
        ("image/gif", &photo(100)[..]),
        ("image/png", &late[..]),
        ("image/webp", b"RIFF\x04\0\0\0WAVE"),
        ("image/jpeg", b"PK\x03\x04 an archive"),
        ("image/jpeg", b"\x7fELF\x02\x01\x01"),
    ] {
        let (bench, answer) = with_file(mime, file).await;
        assert_eq!(answer.refusal(), (415, "attachment.type".into()), "{mime}");
        assert_eq!(bench.kept().await, (0, 0));
        bench.take(&vase(&bench.desk, vec![])).await;
        let sneaked = bench.adds(ID, &Uuid::new_v4().to_string(), "", &[(mime, file)]).await;
        // There the content alone tells the type.
        assert_eq!(sneaked.status.as_u16(), if file.starts_with(b"\xff\xd8") { 303 } else { 415 }, "{mime}");
    }
    for mime in ["image/svg+xml", "text/html", "application/xhtml+xml", "text/xml"] {
        assert_eq!(with_file(mime, svg).await.1.refusal(), (415, "attachment.type".into()), "{mime}");
    }
}

#[tokio::test]
async fn a_file_that_is_two_things_at_once_is_given_out_as_the_harmless_one_and_run_by_nobody() {
    let script = b"<html><script>alert(document.domain)</script>";
    let comment = [&b"\xff\xd8\xff\xfe\x00\x2f"[..], script, &PHONE[0].1[2..]].concat();
    let gif = b"GIF89a/*\0\0\0\0\0*/=1;alert(1)//<script>alert(1)</script>;".to_vec();
    let pdf =
        b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj <script>alert(1)</script>".to_vec();
    let png = [PHONE[1].1, script].concat();
    for (mime, file) in [("image/jpeg", comment), ("image/gif", gif), ("application/pdf", pdf), ("image/png", png)] {
        let (bench, answer) = with_file(mime, &file).await;
        assert_eq!(answer.status, 201, "{mime}: {}", answer.text());
        let given = [
            bench.inbox(&format!("/inbox/complaints/{ID}/files/1")).await,
            bench.get(&format!("{}/files/1", bench.case(ID).await), &[]).await,
        ];
        for answer in given {
            assert_eq!((answer.header("content-type"), &answer.bytes), (mime, &file));
            assert!(answer.header("content-disposition").starts_with("attachment; filename=\"RD-"));
            assert_eq!(answer.header("x-content-type-options"), "nosniff");
            assert_eq!(answer.header("content-security-policy"), "sandbox; default-src 'none'");
            assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
            assert_eq!(answer.header("cache-control"), "no-store");
        }
    }
}

#[tokio::test]
async fn what_lies_on_the_disk_is_looked_at_again_before_it_is_called_a_photo() {
    let (bench, _) = with_file("image/jpeg", &photo(300)).await;
    let id = Uuid::parse_str(ID).unwrap();
    let mut batch = bench.desk.files.batch(id);
    let mut upload = batch.begin(1).await.unwrap();
    upload.write(b"<html><script>alert(1)</script>".to_vec().into()).await.unwrap();
    upload.finish().await.unwrap();
    let answer = bench.inbox(&format!("/inbox/complaints/{ID}/files/1")).await;
    assert_eq!(answer.header("content-type"), "application/octet-stream");
    assert!(answer.header("content-disposition").ends_with("-1.bin\""));
}
