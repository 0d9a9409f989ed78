//! Sweep: what a crash left goes, what belongs to somebody stays, and what is lost is told.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use redress_desk::files::Files;
use redress_desk::sweep::{Swept, sweep};

use crate::multipart::Form;
use crate::samples::{ID, OTHER_ID, attachment, bytes, photo, vase};
use crate::support::{Bench, write};

/// A desk with files on disk and one complaint that has a photo.
async fn bench(folder: &Path) -> Bench {
    let bench = Bench::with(|desk| desk.files = Files::on_disk(folder).unwrap()).await;
    let image = photo(100);
    let file = vec![attachment("a", "a.jpg", "image/jpeg", &image)];
    let form = Form::of(&bytes(&vase(&bench.desk, file))).file("a", "image/jpeg", &image);
    assert_eq!(bench.post(ID, form.bytes()).await.status, 201);
    bench
}

/// A file that was last changed so many minutes before or after the moment that a sweep is given.
fn leave(path: &Path, minutes: i64, moment: SystemTime) {
    write(path, "half a photo");
    let away = Duration::from_secs(minutes.unsigned_abs() * 60);
    let changed = if minutes < 0 { moment - away } else { moment + away };
    fs::File::options().write(true).open(path).unwrap().set_modified(changed).unwrap();
}

#[tokio::test]
async fn old_files_without_a_row_go_with_their_folders_and_all_others_stay() {
    let folder = tempfile::tempdir().unwrap();
    let bench = bench(folder.path()).await;
    let complaints = folder.path().join("complaints");
    let moment = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
    let (own, other) = (complaints.join(ID), complaints.join(OTHER_ID));
    // Its row keeps it, however old it is.
    fs::File::options().write(true).open(own.join("1")).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
    // Added to the case, and cut off; an earlier version wrote under such names.
    leave(&own.join("7000000"), -1, moment);
    leave(&own.join("2#1"), -1, moment);
    leave(&own.join("8000000"), 1, moment);
    leave(&other.join("1"), -1, moment);
    fs::create_dir(complaints.join("00000000-0000-4000-8000-000000000000")).unwrap();
    // Not ours.
    leave(&complaints.join("lost+found/1"), -1, moment);

    let claim = bench.desk.in_flight.claim(OTHER_ID.parse().unwrap()).unwrap();
    assert_eq!(sweep(&bench.desk, Some(moment)).await.unwrap(), Swept { orphans: 2, missing: 0 });
    assert!(other.join("1").exists(), "it is being received again");
    drop(claim);
    assert_eq!(sweep(&bench.desk, Some(moment)).await.unwrap(), Swept { orphans: 1, missing: 0 });
    let mut left: Vec<_> = fs::read_dir(&own).unwrap().map(|file| file.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["1", "8000000"]);
    let mut folders: Vec<_> = fs::read_dir(&complaints).unwrap().map(|folder| folder.unwrap().file_name()).collect();
    folders.sort();
    assert_eq!(folders, [ID, "lost+found"]);
    assert_eq!(
        sweep(&bench.desk, None).await.unwrap(),
        Swept { orphans: 1, missing: 0 },
        "at a start nothing is young"
    );
}

#[tokio::test]
async fn a_row_without_its_file_is_told_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    let bench = bench(folder.path()).await;
    let place = folder.path().join("complaints").join(ID);
    fs::remove_file(place.join("1")).unwrap();
    assert_eq!(sweep(&bench.desk, None).await.unwrap(), Swept { orphans: 0, missing: 1 });
    assert!(!place.exists());
    assert_eq!(sweep(&bench.desk, None).await.unwrap(), Swept { orphans: 0, missing: 1 }, "without its folder, too");
    assert_eq!(bench.row(ID).await.files.len(), 1);
}
