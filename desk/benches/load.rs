//! Load: how many complaints a second the real desk stores for good, beside what the disk under it can do in the same minute, and the
//! memory it takes for it. Figures are printed, not judged: a busy machine must not fail a build.
//! `cargo bench -p redress-desk --bench load`, or `… -- disk`, `load`, `memory` for a part.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[allow(dead_code)]
#[path = "../tests/desk/multipart.rs"]
mod multipart;
#[allow(dead_code)]
#[path = "../tests/desk/samples.rs"]
mod samples;
#[allow(dead_code)]
#[path = "../tests/desk/support.rs"]
mod support;
#[allow(dead_code)]
#[path = "../tests/desk/wire.rs"]
mod wire;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use multipart::Form;
use samples::{ID, attachment, bytes, photo, vase};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqliteSynchronous};
use support::{Bench, CONFIG};
use tokio::task::JoinSet;
use uuid::Uuid;
use wire::Wire;

/// How long each rate of the disk is measured.
const DISK: Duration = Duration::from_secs(3);
/// Complaints of each measurement, and before it to warm up.
const COMPLAINTS: usize = 3000;
const WARM_UP: usize = 200;
/// A photo as the widget sends it.
const PHOTO: usize = 200_000;
/// Who uploads at the same time when memory is measured.
const UPLOADERS: usize = 50;

/// A desk in a process of its own.
struct Running {
    child: Child,
    address: String,
}

impl Running {
    fn start(folder: &Path) -> Running {
        fs::create_dir_all(folder).unwrap();
        fs::write(folder.join("redress.json"), CONFIG).unwrap();
        // Another build can be measured beside ours.
        let program = std::env::var("REDRESS_DESK").unwrap_or_else(|_| env!("CARGO_BIN_EXE_redress-desk").into());
        let mut command = Command::new(program);
        command.current_dir(folder).args(["--listen", "127.0.0.1:0", "--data", "data", "--config", "redress.json"]);
        // All come from one address.
        command.args(["--limit", "off"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.strip_prefix("inbox  http://").unwrap().split('/').next().unwrap().to_string();
        Running { child, address }
    }

    /// A figure of the process in MB: `VmRSS` is what it has now, `VmHWM` the most it ever had.
    fn memory(&self, name: &str) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).unwrap();
        line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1000.0
    }

    /// How long it has kept a core busy, in ms.
    fn busy(&self) -> f64 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        // After the name, which is in brackets: utime and stime in hundredths of a second (proc_pid_stat(5)).
        let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
        fields[11..13].iter().map(|ticks| ticks.parse::<f64>().unwrap() * 10.0).sum()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A complaint that many send, each under an id, from an address and about an order of its own.
#[derive(Clone)]
struct Template(Arc<[u8]>);

impl Template {
    async fn new(photo_bytes: Option<usize>) -> Template {
        let bench = Bench::new().await;
        let image = photo_bytes.map(photo);
        let files = image.iter().map(|image| attachment("a", "a.jpg", "image/jpeg", image)).collect();
        let mut form = Form::of(&bytes(&vase(&bench.desk, files)));
        if let Some(image) = &image {
            form = form.file("a", "image/jpeg", image);
        }
        Template(form.bytes().into())
    }

    fn of(&self, id: &str) -> Vec<u8> {
        let mut body = self.0.to_vec();
        // Not in the photo, which is long.
        let complaint = body.len().min(20_000);
        for (old, new) in [(ID, id), ("mira@", &format!("{}@", &id[..4])), ("T-20418", &format!("T-{}", &id[..5]))] {
            let mut from = 0;
            while let Some(at) = body[from..complaint].windows(old.len()).position(|part| part == old.as_bytes()) {
                from += at + old.len();
                body[from - old.len()..from].copy_from_slice(new.as_bytes());
            }
        }
        body
    }
}

/// Has `clients` send `count` complaints in all, one after the other each; how long each took, and all together.
async fn send(address: &str, template: &Template, clients: usize, count: usize) -> (Vec<Duration>, Duration) {
    let began = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..clients {
        let (address, template) = (address.to_string(), template.clone());
        tasks.spawn(async move {
            let mut wire = Wire::to(&address).await.unwrap();
            let mut took = Vec::new();
            for _ in 0..count / clients {
                let id = Uuid::new_v4().to_string();
                let body = template.of(&id);
                let sent = Instant::now();
                let (status, answer) = wire.post(&id, &body).await.unwrap();
                assert_eq!(status, 201, "{}", String::from_utf8_lossy(&answer));
                took.push(sent.elapsed());
            }
            took
        });
    }
    let mut took: Vec<Duration> = tasks.join_all().await.into_iter().flatten().collect();
    took.sort();
    (took, began.elapsed())
}

/// How often a second something can be done.
fn rate(mut work: impl FnMut(usize)) -> f64 {
    let began = Instant::now();
    let mut done = 0;
    while began.elapsed() < DISK {
        work(done);
        done += 1;
    }
    done as f64 / began.elapsed().as_secs_f64()
}

/// What the disk can do, one thing after the other.
async fn disk(folder: &Path) {
    let mut log = fs::File::create(folder.join("log")).unwrap();
    let page = vec![1; 4096];
    let synced = rate(|_| log.write_all(&page).and_then(|()| log.sync_data()).unwrap());
    println!("disk: 4 KiB appended and synced                          {synced:>8.0} /s");
    let sync = |path: &Path| fs::File::open(path).and_then(|folder| folder.sync_all()).unwrap();
    let image = photo(PHOTO);
    let written = rate(|n| {
        let place = folder.join(format!("photo-{n}"));
        fs::create_dir(&place).unwrap();
        let mut file = fs::File::create(place.join("1")).unwrap();
        file.write_all(&image).and_then(|()| file.sync_all()).unwrap();
        sync(&place);
        sync(folder);
    });
    println!("disk: a photo in a folder of its own, all three synced   {written:>8.0} /s");
    let options = SqliteConnectOptions::new().filename(folder.join("limit.db")).create_if_missing(true);
    let options = options.journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full);
    let pool = SqlitePool::connect_with(options).await.unwrap();
    sqlx::query("CREATE TABLE t (x TEXT)").execute(&pool).await.unwrap();
    let (began, mut commits) = (Instant::now(), 0);
    while began.elapsed() < DISK {
        sqlx::query("INSERT INTO t VALUES (?)").bind("x".repeat(100)).execute(&pool).await.unwrap();
        commits += 1;
    }
    println!(
        "disk: SQLite commits of one row, WAL, synchronous=FULL   {:>8.0} /s",
        f64::from(commits) / began.elapsed().as_secs_f64()
    );
}

async fn load(folder: &Path) {
    let desk = Running::start(&folder.join("load"));
    let head = ["clients", "a second", "median", "p99", "a core for"].map(|name| format!("{name:>12}")).concat();
    println!("\n{:<28}{head}", "complaints stored for good");
    for (name, size) in [("without files", None), ("with a photo of 200 kB", Some(PHOTO))] {
        let template = Template::new(size).await;
        send(&desk.address, &template, 4, WARM_UP).await;
        for clients in [1, 8, 64] {
            let busy = desk.busy();
            let (took, all) = send(&desk.address, &template, clients, COMPLAINTS).await;
            let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize].as_secs_f64() * 1000.0;
            let a_second = took.len() as f64 / all.as_secs_f64();
            let busy = (desk.busy() - busy) / took.len() as f64;
            println!("{name:<28}{clients:>12}{a_second:>12.0}{:>9.1} ms{:>9.1} ms{busy:>9.2} ms", at(0.5), at(0.99));
        }
    }
    println!("memory of the desk, at most: {:.0} MB", desk.memory("VmHWM"));
}

async fn memory(folder: &Path) {
    let desk = Running::start(&folder.join("memory"));
    println!("\n{:<48}{:>10}{:>14}", "memory of the desk", "now", "at most");
    println!("{:<48}{:>7.1} MB{:>11.1} MB", "started", desk.memory("VmRSS"), desk.memory("VmHWM"));
    for megabytes in [1, 10, 10] {
        let template = Template::new(Some(megabytes * 1_000_000)).await;
        send(&desk.address, &template, UPLOADERS, UPLOADERS * 2).await;
        let name = format!("{UPLOADERS} clients, twice {megabytes} MB each");
        println!("{name:<48}{:>7.1} MB{:>11.1} MB", desk.memory("VmRSS"), desk.memory("VmHWM"));
    }
}

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    // Cargo adds `--bench`.
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let wants = |part: &str| wanted.is_empty() || wanted.iter().any(|word| word == part);
    if wants("disk") {
        disk(folder.path()).await;
    }
    if wants("load") {
        load(folder.path()).await;
    }
    if wants("memory") {
        memory(folder.path()).await;
    }
}
