//! Full: a disk, or a quota, that has no room left sends complaints back for later and keeps nothing of them.

use std::fs;
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::process::{Command, Stdio};

use redress_desk::files::Files;
use redress_engine::complaint::Complaint;

use crate::multipart::Form;
use crate::process::{Running, command, folder};
use crate::samples::{ID, OTHER_ID, attachment, bytes, photo, vase};
use crate::support::{Bench, multipart};
use crate::wire::Wire;

/// A complaint with a photo of so many bytes.
fn with_photo(bench: &Bench, id: &str, size: usize) -> Vec<u8> {
    let image = photo(size);
    let complaint = vase(&bench.desk, vec![attachment("a", "a.jpg", "image/jpeg", &image)]);
    Form::of(&bytes(&Complaint { id: id.into(), ..complaint })).file("a", "image/jpeg", &image).bytes()
}

#[tokio::test]
async fn no_room_is_a_503_that_a_browser_on_another_site_can_read_and_nothing_is_left() {
    for kind in [ErrorKind::StorageFull, ErrorKind::QuotaExceeded] {
        let bench = Bench::with(|desk| {
            desk.files = Files::failing(300_000, kind);
            desk.allow_origin = vec!["https://shop.example".parse().unwrap()];
        });
        let bench = bench.await;
        let mut request = multipart(ID, with_photo(&bench, ID, 400_000));
        request.headers_mut().insert("origin", "https://shop.example".parse().unwrap());
        let answer = bench.send(request).await;
        assert_eq!(answer.refusal(), (503, "storage.full".into()), "{kind}");
        assert_eq!(answer.header("retry-after"), "60");
        assert_eq!(answer.header("access-control-allow-origin"), "https://shop.example");
        assert_eq!(answer.header("access-control-expose-headers"), "retry-after");
        assert!(!answer.text().contains("complaints/"), "internals stay inside: {}", answer.text());
        assert_eq!(bench.kept().await, (0, 0));
        // Not even a photo as the widget sends it may have room: whoever watches is to know.
        assert_eq!(bench.get("/healthz", &[]).await.refusal(), (503, "storage.full".into()));
        // What has room is taken, under the same key, too.
        assert_eq!(bench.post(ID, with_photo(&bench, ID, 100_000)).await.status, 201);
    }
}

#[tokio::test]
async fn a_broken_disk_is_our_fault_and_not_called_full_and_nothing_is_left() {
    let bench = Bench::with(|desk| desk.files = Files::failing(300_000, ErrorKind::Other)).await;
    let answer = bench.post(ID, with_photo(&bench, ID, 400_000)).await;
    assert_eq!(answer.refusal(), (500, "internal".into()));
    assert_eq!(answer.header("retry-after"), "2");
    assert_eq!(bench.kept().await, (0, 0));
    assert_eq!(bench.get("/healthz", &[]).await.refusal(), (500, "internal".into()));
}

/// The desk with its data on a disk of its own, of 3 MB; None where this user may not mount one.
fn on_a_small_disk(folder: &std::path::Path) -> Option<(Running, String)> {
    fs::create_dir(folder.join("data")).unwrap();
    let mount = "mount -t tmpfs -o size=3m small data";
    let namespace = ["--user", "--map-root-user", "--mount", "sh", "-c"];
    let may = Command::new("unshare").args(namespace).arg(mount).current_dir(folder).stderr(Stdio::null()).status();
    if !may.is_ok_and(|status| status.success()) {
        return None;
    }
    let mut desk = command(folder);
    desk.args(["--limit", "off"]);
    let mut child = Command::new("unshare")
        .args(namespace)
        .args([&format!("{mount} && exec \"$0\" \"$@\""), desk.get_program().to_str().unwrap()])
        .args(desk.get_args())
        .current_dir(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.strip_prefix("inbox  http://").expect("it has started").split('/').next().unwrap().into();
    Some((Running(child), address))
}

#[tokio::test]
async fn on_a_disk_that_is_really_full_neither_file_nor_row_is_left_and_all_is_taken_when_there_is_room() {
    let folder = folder();
    let Some((running, address)) = on_a_small_disk(folder.path()) else {
        println!(
            "Skipped: this user may not mount a disk. What is left out: SQLite's and the system's own words for it."
        );
        return;
    };
    // The mount is to be seen only by the desk, and through it.
    let data = format!("/proc/{}/root{}/data", running.0.id(), folder.path().canonicalize().unwrap().display());
    let bench = Bench::new().await;
    let mut wire = Wire::to(&address).await.unwrap();
    let plain = |id: &str| Form::of(&bytes(&Complaint { id: id.into(), ..vase(&bench.desk, vec![]) })).bytes();
    let ids: Vec<String> = (0..3).map(|n| format!("019a8f3e-6b2c-7d41-9a55-00000000000{n}")).collect();
    assert_eq!(wire.post(OTHER_ID, &plain(OTHER_ID)).await.unwrap().0, 201);

    let mut ballast = fs::File::create(format!("{data}/ballast")).unwrap();
    while ballast.write(&[0; 1024]).is_ok() {}
    let sent = [with_photo(&bench, &ids[0], 20_000), plain(&ids[1]), with_photo(&bench, &ids[2], 700_000)];
    for (id, body) in ids.iter().zip(&sent) {
        let (status, answer) = wire.post(id, body).await.unwrap();
        let answer = String::from_utf8_lossy(&answer);
        assert!(status == 503 && answer.contains("storage.full"), "{status} {answer}");
    }
    assert_eq!(fs::read_dir(format!("{data}/files/complaints")).unwrap().count(), 0);

    fs::remove_file(format!("{data}/ballast")).unwrap();
    drop(ballast);
    for (id, body) in ids.iter().zip(&sent) {
        let (status, answer) = wire.post(id, body).await.unwrap();
        assert_eq!(status, 201, "{}", String::from_utf8_lossy(&answer));
    }
    assert_eq!(fs::read_dir(format!("{data}/files/complaints")).unwrap().count(), 2);
}
