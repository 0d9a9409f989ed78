//! The process: what it prints, what it keeps between starts, how it stops, and how it fails.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use redress_desk::limits;
use redress_engine::complaint::Complaint;
use tempfile::TempDir;

use crate::multipart::{BOUNDARY, Form};
use crate::samples::{ID, OTHER_ID, attachment, bytes, photo, vase};
use crate::support::{Bench, CONFIG, write};
use crate::wire::Wire;

pub fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_redress-desk"));
    let paths = ["--data", "data", "--config", "redress.json"];
    command.current_dir(folder).args(["--listen", "127.0.0.1:0"]).args(paths).env("RUST_LOG", "info");
    command.env_remove("REDRESS_SMTP_URL").env_remove("REDRESS_CALLBACK_SECRET");
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("redress.json"), CONFIG);
    write(&folder.path().join("dist/index.html"), "shop");
    folder
}

/// A running desk; killed if a test fails on the way.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        // Only when it is gone does it give the data folder back.
        let _ = self.0.wait();
    }
}

/// Starts the desk and gives the lines it printed.
fn start(folder: &Path) -> (Running, String, String) {
    start_with(folder, &[], &[])
}

/// The same with more options and settings of the environment.
pub fn start_with(folder: &Path, options: &[&str], settings: &[(&str, String)]) -> (Running, String, String) {
    let mut command = command(folder);
    command.args(["--widget", "dist"]).args(options).envs(settings.iter().map(|(name, value)| (name, value)));
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let (shop, inbox) = (lines.next().unwrap().unwrap(), lines.next().unwrap().unwrap());
    (Running(child), shop, inbox)
}

pub fn stop(running: &mut Running) {
    // The process is our own child, named by its id.
    assert!(Command::new("kill").args(["-TERM", &running.0.id().to_string()]).status().unwrap().success());
}

fn failed(output: Output) -> String {
    assert!(!output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

/// What a desk that does not start says.
pub fn refusal(folder: &Path, options: &[&str]) -> String {
    failed(command(folder).args(options).output().unwrap())
}

#[test]
fn it_prints_where_it_is_and_keeps_its_token_private_between_starts() {
    let folder = folder();
    let (running, shop, inbox) = start(folder.path());
    let address = shop.strip_prefix("shop   http://").unwrap().trim_end_matches('/').to_string();
    let token = inbox.strip_prefix(&format!("inbox  http://{address}/inbox?token=")).unwrap().to_string();
    assert!(!address.ends_with(":0") && token.len() == 64);
    let file = folder.path().join("data/inbox-token");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(std::fs::read_to_string(file).unwrap().trim(), token);
    drop(running);
    let (_running, _, again) = start(folder.path());
    assert!(again.ends_with(&token));
}

#[tokio::test]
async fn told_to_stop_it_finishes_what_is_under_way_and_logs_no_personal_data() {
    let folder = folder();
    let (mut running, shop, inbox) = start(folder.path());
    let address = shop.strip_prefix("shop   http://").unwrap().trim_end_matches('/');
    let bench = Bench::new().await;
    let body = Form::of(&bytes(&vase(&bench.desk, vec![]))).bytes();
    let (start, rest) = body.split_at(100);

    let mut connection = TcpStream::connect(address).unwrap();
    let head = format!(
        "POST /api/complaints HTTP/1.1\r\nHost: {address}\r\nIdempotency-Key: {ID}\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\
         Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n",
        body.len()
    );
    connection.write_all(head.as_bytes()).unwrap();
    // "100 Continue" comes when the desk reads the body: from then on the request is under way.
    let mut hint = [0; 12];
    connection.read_exact(&mut hint).unwrap();
    assert_eq!(&hint, b"HTTP/1.1 100");
    stop(&mut running);
    connection.write_all(start).unwrap();
    connection.write_all(rest).unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    assert!(answer.contains("HTTP/1.1 201 Created") && answer.contains("RD-"), "{answer}");

    assert!(running.0.wait().unwrap().success());
    let mut log = String::new();
    running.0.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    assert!(log.contains("stored") && log.contains("stopped"), "{log}");
    let token = inbox.rsplit_once('=').unwrap().1;
    for private in ["Mira", "mira@", "T-20418", "two pieces", token] {
        assert!(!log.contains(private), "{private} in {log}");
    }
}

/// The most memory that a process ever had, in kB.
fn peak(running: &Running) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{}/status", running.0.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[tokio::test]
async fn a_file_of_ten_megabytes_goes_through_and_is_at_no_time_held_in_memory() {
    let folder = folder();
    let (running, shop, _) = start(folder.path());
    let mut wire = Wire::to(shop.strip_prefix("shop   http://").unwrap().trim_end_matches('/')).await.unwrap();
    let bench = Bench::new().await;
    let mut peaks = Vec::new();
    for (id, size) in [(ID, 500_000), (OTHER_ID, limits::FILE_BYTES)] {
        let image = photo(size);
        let complaint = vase(&bench.desk, vec![attachment("a", "a.jpg", "image/jpeg", &image)]);
        let form = Form::of(&bytes(&Complaint { id: id.into(), ..complaint })).file("a", "image/jpeg", &image);
        assert_eq!(wire.post(id, &form.bytes()).await.unwrap().0, 201);
        peaks.push(peak(&running));
    }
    assert!(peaks[1] - peaks[0] < 4_000, "kB: {peaks:?}");
}

#[test]
fn two_desks_never_share_a_folder_and_what_a_crash_left_is_swept() {
    let folder = folder();
    let leftover = folder.path().join("data/files/complaints/019a8f3e-6b2c-7d41-9a55-0c1d2e3f4a5b/1");
    write(&leftover, "half a photo");
    let (running, ..) = start(folder.path());
    assert!(!leftover.exists());
    assert!(
        failed(command(folder.path()).output().unwrap()).contains("another redress-desk is running on this folder")
    );
    drop(running);
    start(folder.path());
}

#[test]
fn a_config_that_cannot_be_used_is_told_with_file_code_and_place() {
    for (text, expected) in [
        ("{", "redress.json: it is not JSON"),
        ("{}", "redress.json: config.no-endpoint at /endpoint/url"),
        (r#"{"endpoint":{"url":"/c"},"flows":{"complaint":{"steps":7}}}"#, "config.type at /flows/complaint/steps"),
        (r#"{"endpoint":{"url":"/c"},"extends":"fancy"}"#, "config.preset at /extends"),
    ] {
        let folder = folder();
        write(&folder.path().join("redress.json"), text);
        let error = failed(command(folder.path()).output().unwrap());
        assert!(error.contains(expected), "{error}");
    }
    let folder = folder();
    std::fs::remove_file(folder.path().join("redress.json")).unwrap();
    assert!(failed(command(folder.path()).output().unwrap()).contains("redress.json: No such file"));
    assert!(failed(command(folder.path()).args(["--allow-origin", "*"]).output().unwrap()).contains("--allow-origin"));
    write(&folder.path().join("redress.json"), CONFIG);
    let orders = folder.path().join("orders.json");
    write(&orders, r#"[{ "order": { "number": "A-1" } }]"#);
    let error = failed(command(folder.path()).args(["--orders", "orders.json"]).output().unwrap());
    assert!(error.contains("orders.json: 1 mistake") && error.contains("orders.email at /0/customer/email"), "{error}");
    let error = failed(command(folder.path()).args(["--limit", "complaints.adress=1/1h"]).output().unwrap());
    assert!(error.contains("write one of complaints.address"), "{error}");
    let sister = failed(command(folder.path()).args(["--also-config", "sister.json"]).output().unwrap());
    assert!(sister.contains("sister.json: No such file"), "{sister}");
}

#[test]
fn a_mail_server_or_a_callback_that_cannot_be_used_is_told_at_the_start_without_its_secrets() {
    for (options, settings, expected) in [
        (vec![], vec![("REDRESS_SMTP_URL", "smtp://u:hunter2@mail.example")], "would send the password unencrypted"),
        (vec![], vec![("REDRESS_SMTP_URL", "hunter2")], "REDRESS_SMTP_URL is not an address"),
        (vec![], vec![("REDRESS_SMTP_URL", "smtp://localhost")], "give --mail-from, or shop.email"),
        (vec!["--callback", "https://shop.example/"], vec![], "set REDRESS_CALLBACK_SECRET"),
        (vec!["--callback", "https://shop.example/"], vec![("REDRESS_CALLBACK_SECRET", "hunter2")], "is not whsec_"),
        (
            vec!["--callback", "http://shop.example/"],
            vec![("REDRESS_CALLBACK_SECRET", "hunter2")],
            "must be an https: address",
        ),
    ] {
        let folder = folder();
        let error = failed(command(folder.path()).args(options).envs(settings).output().unwrap());
        assert!(error.contains(expected) && !error.contains("hunter2"), "{error}");
    }
    let folder = folder();
    let (mut running, ..) = start(folder.path());
    stop(&mut running);
    let mut log = String::new();
    running.0.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    assert_eq!(log.matches("no mail server is configured").count(), 1, "{log}");
}

#[test]
fn a_policy_with_mistakes_is_refused_at_the_start_with_all_of_them_and_a_good_one_is_taken() {
    let folder = folder();
    let path = folder.path().join("policy.json");
    let with_policy = || {
        let mut command = command(folder.path());
        command.args(["--policy", "policy.json"]);
        command
    };
    assert!(failed(with_policy().output().unwrap()).contains("policy.json: No such file"));
    write(
        &path,
        r#"{ "tokens": { "hs256": [{ "secret": "opensesame" }] }, "routing": [{ "to": "x", "when": { "order.nmber": 1 } }], "deny": 1 }"#,
    );
    let error = failed(with_policy().output().unwrap());
    for expected in [
        "policy.json: 3 mistakes",
        "policy.unknown-key at /deny",
        "policy.fact at /routing/0/when/order.nmber",
        "policy.secret at /tokens/hs256/0/secret",
    ] {
        assert!(error.contains(expected), "{error}");
    }
    assert!(!error.contains("opensesame"), "{error}");
    // Rules may speak of a step that only the sister shop has; what is approved is the desk's own.
    write(
        &path,
        r#"{ "instant": [{ "remedies": ["tea"], "when": true }], "routing": [{ "to": "x", "when": { "answer.serial": "7" } }] }"#,
    );
    let sister =
        r#""steps": { "serial": { "kind": "text" } }, "remedies": { "tea": { "basis": "goodwill" } }, "endpoint""#;
    write(&folder.path().join("sister.json"), CONFIG.replace("\"endpoint\"", sister));
    let with_sister = || {
        let mut command = with_policy();
        command.args(["--also-config", "sister.json"]);
        command
    };
    let error = failed(with_sister().output().unwrap());
    assert!(error.contains("1 mistake\n  policy.remedy at /instant/0/remedies/0"), "{error}");
    write(&path, std::fs::read_to_string(&path).unwrap().replace("tea", "repair"));
    let mut child = with_sister().spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let _running = Running(child);
    assert!(line.starts_with("inbox  http://"), "{line}");
}

#[test]
fn the_link_of_a_case_names_the_address_that_is_really_listened_on_and_its_token_is_not_logged() {
    let folder = folder();
    let (mut running, shop, _) = start(folder.path());
    let address = shop.strip_prefix("shop   http://").unwrap().trim_end_matches('/').to_string();
    let send = |head: String, body: &[u8]| {
        let mut connection = TcpStream::connect(&address).unwrap();
        connection.write_all(head.as_bytes()).unwrap();
        connection.write_all(body).unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).unwrap();
        answer
    };
    let body = br#"{"schema":"redress.complaint/1","id":"019a8f3e-6b2c-7d41-9a55-0c1d2e3f4a5b","flow":"complaint","confirmedAt":"2026-11-21T20:41:00+01:00"}"#;
    let head = format!(
        "POST /api/complaints HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nIdempotency-Key: {ID}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let receipt = send(head, body);
    let token = receipt.split(&format!("\"statusUrl\":\"http://{address}/cases/")).nth(1).unwrap();
    let token = token.split('"').next().unwrap().to_string();
    let form = b"form=019a8f3e-6b2c-7d41-9a55-0c1d2e3f4a5c";
    let head = format!(
        "POST /cases/{token}/person HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        form.len()
    );
    assert!(send(head, form).starts_with("HTTP/1.1 303"));
    stop(&mut running);
    let mut log = String::new();
    running.0.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    assert!(log.contains("an event of a case") && !log.contains(&token), "{log}");
}

#[test]
fn behind_a_proxy_senders_are_told_apart_once_it_is_named_and_until_then_the_operator_is_told() {
    let look_up = |address: &str, sender: &str| {
        let mut connection = TcpStream::connect(address).unwrap();
        let body = r#"{"order":"A-1","email":"a@example.org"}"#;
        let head = format!(
            "POST /api/orders/lookup HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nX-Forwarded-For: {sender}\r\n"
        );
        write!(connection, "{head}Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).unwrap();
        answer["HTTP/1.1 ".len()..][..3].to_string()
    };
    let folder = folder();
    let limit = ["--limit", "lookups.address=1/1d"];
    let run = |options: &[&str], senders: [&str; 3]| {
        let (mut running, shop, _) = start_with(folder.path(), &[&limit[..], options].concat(), &[]);
        let address = shop.strip_prefix("shop   http://").unwrap().trim_end_matches('/').to_string();
        let answers = senders.map(|sender| look_up(&address, sender));
        stop(&mut running);
        let mut log = String::new();
        running.0.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        (answers, log.matches("start with --trusted-proxy 127.0.0.1").count())
    };
    let senders = ["203.0.113.9", "203.0.113.10", "203.0.113.9"];
    assert_eq!(run(&["--trusted-proxy", "127.0.0.0/8"], senders), (["404", "404", "429"].map(String::from), 0));
    assert_eq!(run(&[], senders), (["404", "404", "404"].map(String::from), 1), "told once, and nobody shut out");
}
