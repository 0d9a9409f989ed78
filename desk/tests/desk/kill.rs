//! Kill: the real process, killed again and again at any byte of what several senders bring, and started again on the same data.
//!
//! 50 complaints and always the same seed; with `REDRESS_SOAK=1`, as `cargo xtask soak` sets it, 1,000 and a seed of its own. `REDRESS_SEED`
//! repeats one. The seed sets what is sent and where each kill falls: at a byte of a body, or at what is seen of the desk, never at a time.

use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};
use redress_desk::files::Files;
use redress_desk::store::Store;
use redress_engine::complaint::Complaint;
use tokio::sync::Mutex;
use tokio::task::{JoinSet, yield_now};
use uuid::Uuid;

use crate::multipart::Form;
use crate::process::{Running, command, folder, stop};
use crate::samples::{attachment, bytes, photo, sha256, vase};
use crate::support::Bench;
use crate::wire::Wire;

/// Who sends at the same time.
const SENDERS: usize = 4;
/// Bytes that are sent at once.
const PIECE: usize = 4096;

/// Where in a submission the desk is killed.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Moment {
    /// When so many bytes of the body are on their way.
    Byte(usize),
    /// When all of them are.
    Sent,
    /// When the last file is to be seen on the disk.
    File,
    /// When the answer is on its way back, and nobody has read it.
    Answer,
}

/// What one sender has to bring.
struct Submission {
    id: Uuid,
    complaint: Vec<u8>,
    files: Vec<Vec<u8>>,
    body: Vec<u8>,
    kill: Option<Moment>,
}

impl Submission {
    fn new(random: &mut StdRng, bench: &Bench) -> Submission {
        let id = uuid::Builder::from_random_bytes(random.random()).into_uuid();
        let files: Vec<Vec<u8>> = (0..random.random_range(0..=3)).map(|_| file(random)).collect();
        let announced =
            files.iter().enumerate().map(|(n, file)| attachment(&format!("f{n}"), "a.jpg", "image/jpeg", file));
        let complaint = bytes(&Complaint { id: id.to_string(), ..vase(&bench.desk, announced.collect()) });
        let form = files.iter().enumerate();
        let form = form.fold(Form::of(&complaint), |form, (n, file)| form.file(&format!("f{n}"), "image/jpeg", file));
        let body = form.bytes();
        let kill = match random.random_range(0..20) {
            0 => Some(Moment::Byte(random.random_range(0..body.len()))),
            1 => Some(Moment::Sent),
            2 if !files.is_empty() => Some(Moment::File),
            3 => Some(Moment::Answer),
            _ => None,
        };
        Submission { id, complaint, files, body, kill }
    }
}

/// Some have few bytes, most have those of a small photo, some more than the desk holds at once.
fn file(random: &mut StdRng) -> Vec<u8> {
    let most = [100, 40_000, 40_000, 400_000][random.random_range(0..4)];
    let mut file = photo(random.random_range(20..=most));
    random.fill_bytes(&mut file[11..]);
    file
}

/// The desk, whichever process it is now.
struct Phoenix {
    folder: PathBuf,
    running: Mutex<(Running, String)>,
    kills: AtomicUsize,
    /// Folders of files that a start took away.
    swept: AtomicUsize,
}

impl Phoenix {
    fn start(folder: &Path) -> (Running, String) {
        // Nobody reads what it logs: a full pipe would hold it up.
        let mut child = command(folder).args(["--limit", "off"]).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.strip_prefix("inbox  http://").expect("it has started").split('/').next().unwrap().into();
        (Running(child), address)
    }

    async fn address(&self) -> String {
        self.running.lock().await.1.clone()
    }

    fn folders(&self) -> usize {
        std::fs::read_dir(self.folder.join("data/files/complaints")).unwrap().count()
    }

    async fn kill(&self) {
        let mut running = self.running.lock().await;
        running.0.0.kill().unwrap();
        running.0.0.wait().unwrap();
        self.kills.fetch_add(1, Ordering::Relaxed);
        let before = self.folders();
        *running = Phoenix::start(&self.folder);
        self.swept.fetch_add(before - self.folders(), Ordering::Relaxed);
    }

    /// One attempt. It ends in an error where the desk is killed in it, by this sender at its moment, which is over then, or by another one.
    async fn attempt(&self, submission: &Submission, kill: &mut Option<Moment>) -> io::Result<(u16, Vec<u8>)> {
        let Submission { id, body, files, .. } = submission;
        let mut wire = Wire::to(&self.address().await).await?;
        let kills = self.kills.load(Ordering::Relaxed);
        wire.begin(&id.to_string(), body.len()).await?;
        let stop = if let Some(Moment::Byte(stop)) = kill { *stop } else { body.len() };
        for piece in body[..stop].chunks(PIECE) {
            wire.write(piece).await?;
        }
        match kill {
            None => return wire.answer().await,
            Some(Moment::Byte(_) | Moment::Sent) => {}
            Some(Moment::File) => {
                let last = self.folder.join(format!("data/files/complaints/{id}/{}", files.len()));
                while !last.exists() {
                    if self.kills.load(Ordering::Relaxed) > kills {
                        return Err(io::ErrorKind::ConnectionAborted.into());
                    }
                    yield_now().await;
                }
            }
            Some(Moment::Answer) => wire.is_answered().await?,
        }
        *kill = None;
        self.kill().await;
        Err(io::ErrorKind::ConnectionAborted.into())
    }

    /// Sends until there is a receipt: whether it was a repetition of one that had been lost, and the receipt.
    async fn deliver(&self, submission: &Submission) -> (bool, Vec<u8>) {
        let mut kill = submission.kill;
        // As often as the desk is killed, and not for ever.
        for _ in 0..1000 {
            match self.attempt(submission, &mut kill).await {
                Ok((status @ (200 | 201), receipt)) => return (status == 200, receipt),
                Ok((status, answer)) => panic!("{status} {}", String::from_utf8_lossy(&answer)),
                Err(_) => {}
            }
        }
        panic!("{} gets no answer", submission.id);
    }
}

/// What is in the data folder when nobody works in it: every complaint once, bit for bit, and nothing else.
async fn assert_stored(folder: &Path, submissions: &[Submission], receipts: &[Vec<u8>]) {
    let store = Store::sqlite(&folder.join("data/redress.db")).await.unwrap();
    let files = Files::on_disk(&folder.join("data/files")).unwrap();
    assert_eq!(store.count().await.unwrap(), submissions.len(), "none lost, none twice");
    let mut expected = Vec::new();
    for (submission, receipt) in submissions.iter().zip(receipts) {
        let id = submission.id;
        let row = store.complaint(id).await.unwrap().expect("it was acknowledged");
        assert!(row.body.as_bytes() == submission.complaint, "{id}: the complaint");
        assert!(row.receipt.as_bytes() == receipt, "{id}: the receipt");
        let sent: Vec<_> = submission.files.iter().map(|file| sha256(file)).collect();
        let stored: Vec<_> = row.files.iter().map(|file| file.sha256.clone()).collect();
        assert_eq!(stored, sent, "{id}");
        for (file, sent) in row.files.iter().zip(sent) {
            let kept = files.get(id, file.n).await.unwrap().bytes().await.unwrap();
            assert_eq!(sha256(&kept), sent, "{id}, file {}", file.n);
            expected.push(format!("complaints/{id}/{}", file.n));
        }
    }
    let mut kept = files.keys().await.unwrap();
    kept.sort();
    expected.sort();
    assert!(kept == expected, "files without a row");
    assert!(files.list().await.unwrap().iter().all(|(_, names)| !names.is_empty()), "folders without files");
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_moment_it_keeps_every_acknowledged_complaint_once_bit_for_bit() {
    let soak = std::env::var_os("REDRESS_SOAK").is_some();
    let seed = std::env::var("REDRESS_SEED").map(|seed| seed.parse().unwrap());
    let seed: u64 = seed.unwrap_or_else(|_| if soak { rand::random() } else { 7 });
    println!("REDRESS_SEED={seed}");
    let mut random = StdRng::seed_from_u64(seed);
    let bench = Bench::new().await;
    let count = if soak { 1000 } else { 50 };
    let submissions: Arc<Vec<_>> = Arc::new((0..count).map(|_| Submission::new(&mut random, &bench)).collect());

    let folder = folder();
    let phoenix = Arc::new(Phoenix {
        running: Mutex::new(Phoenix::start(folder.path())),
        folder: folder.path().into(),
        kills: AtomicUsize::new(0),
        swept: AtomicUsize::new(0),
    });
    let next = Arc::new(AtomicUsize::new(0));
    let mut senders = JoinSet::new();
    for _ in 0..SENDERS {
        let (phoenix, submissions, next) = (phoenix.clone(), submissions.clone(), next.clone());
        senders.spawn(async move {
            let mut receipts = Vec::new();
            while let Some((n, submission)) =
                Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|n| Some((n, submissions.get(n)?)))
            {
                receipts.push((n, phoenix.deliver(submission).await));
            }
            receipts
        });
    }
    let mut receipts: Vec<_> = senders.join_all().await.into_iter().flatten().collect();
    receipts.sort_by_key(|(n, _)| *n);
    let repeated = receipts.iter().filter(|(_, (repeated, _))| *repeated).count();
    let receipts: Vec<Vec<u8>> = receipts.into_iter().map(|(_, (_, receipt))| receipt).collect();

    // The same receipt for whoever asks again, after a last kill.
    phoenix.kill().await;
    for (submission, receipt) in submissions.iter().zip(&receipts) {
        let (status, again) = phoenix.attempt(submission, &mut None).await.unwrap();
        assert!(status == 200 && again == *receipt, "{}: {status}", submission.id);
    }
    let mut running = phoenix.running.lock().await;
    stop(&mut running.0);
    assert!(running.0.0.wait().unwrap().success());
    assert_stored(folder.path(), &submissions, &receipts).await;

    let (kills, swept) = (phoenix.kills.load(Ordering::Relaxed), phoenix.swept.load(Ordering::Relaxed));
    println!(
        "{count} complaints, {kills} kills, {swept} folders swept, {repeated} receipts that came only at a repetition"
    );
    let planned =
        |moment: fn(Moment) -> bool| submissions.iter().filter_map(|one| one.kill).filter(|kill| moment(*kill)).count();
    assert_eq!(kills, planned(|_| true) + 1);
    // Stored, answered, and killed before anybody read it.
    assert!(repeated >= planned(|kill| kill == Moment::Answer) && repeated > 0);
    assert!(swept > 0 || !soak, "a thousand times, and no file was ever left");
}
