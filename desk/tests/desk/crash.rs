//! Crash: the outbox of the real process, killed while the mail server is down or slow, and started again.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;

use tokio::net::TcpSocket;

use crate::multipart::{BOUNDARY, Form};
use crate::process::{Running, folder, start_with, stop};
use crate::samples::{ID, bytes, vase};
use crate::smtp::{Mail, Smtp, Temper};
use crate::support::Bench;

/// Starts the desk with this mail server; its address.
fn start(folder: &Path, smtp: SocketAddr) -> (Running, String) {
    let settings = [("REDRESS_SMTP_URL", format!("smtp://{smtp}"))];
    let (running, shop, _) = start_with(folder, &["--mail-from", "Tern & Tide <help@tern.example>"], &settings);
    (running, shop.strip_prefix("shop   http://").unwrap().trim_end_matches('/').into())
}

/// Posts Mira's vase, and has the receipt.
async fn post(address: &str) {
    let bench = Bench::new().await;
    let body = Form::of(&bytes(&vase(&bench.desk, vec![]))).bytes();
    let head = format!(
        "POST /api/complaints HTTP/1.1\r\nHost: {address}\r\nIdempotency-Key: {ID}\r\nContent-Length: {}\r\nConnection: close\r\n\
         Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n",
        body.len()
    );
    let mut connection = TcpStream::connect(address).unwrap();
    connection.write_all(&[head.as_bytes(), &body].concat()).unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    assert!(answer.contains("HTTP/1.1 201 Created") && answer.contains("\"signature\""), "{answer}");
}

fn kill(mut running: Running) {
    // SIGKILL: nothing is tidied up.
    running.0.kill().unwrap();
    running.0.wait().unwrap();
}

fn assert_is_miras(mail: &Mail) {
    assert_eq!(mail.to, ["mira@example.org"]);
    assert!(mail.text().contains("T-20418"), "{}", mail.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_mail_server_that_is_down_did_not_get_survives_a_kill_and_goes_out_when_it_is_up() {
    let folder = folder();
    // Bound and not listening yet: it is down, and nobody else gets its port.
    let down = TcpSocket::new_v4().unwrap();
    down.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = down.local_addr().unwrap();
    let (running, desk) = start(folder.path(), address);
    post(&desk).await;
    kill(running);
    let mut smtp = Smtp::on(down.listen(16).unwrap(), Temper::Kind);
    let (mut running, _) = start(folder.path(), address);
    assert_is_miras(&smtp.mail().await);
    stop(&mut running);
    assert!(running.0.wait().unwrap().success());
    let mut log = String::new();
    running.0.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    assert!(log.contains("sent") && log.contains("acknowledgement"), "{log}");
    for private in ["Mira", "mira@", "T-20418", "two pieces"] {
        assert!(!log.contains(private), "{private} in {log}");
    }
    // Sent is sent: a third start sends nothing. It is told to stop at once, and finishes what it had begun.
    let (mut running, _) = start(folder.path(), address);
    stop(&mut running);
    assert!(running.0.wait().unwrap().success());
    assert!(smtp.came().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_in_the_middle_of_sending_sends_it_again_under_the_same_id() {
    let folder = folder();
    let mut slow = Smtp::start(Temper::SilentAtTheEnd).await;
    let (running, desk) = start(folder.path(), slow.address);
    post(&desk).await;
    // The server has it; the desk does not know.
    let first = slow.mail().await;
    kill(running);
    let mut smtp = Smtp::start(Temper::Kind).await;
    let (_running, _) = start(folder.path(), smtp.address);
    let second = smtp.mail().await;
    assert_is_miras(&second);
    assert_eq!(first.header("Message-ID"), second.header("Message-ID"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_says_nothing_holds_up_neither_the_receipt_nor_the_next_start() {
    let folder = folder();
    let mut silent = Smtp::start(Temper::Silent).await;
    let (running, desk) = start(folder.path(), silent.address);
    post(&desk).await;
    silent.connected().await;
    kill(running);
    let mut smtp = Smtp::start(Temper::Kind).await;
    let (_running, _) = start(folder.path(), smtp.address);
    assert_is_miras(&smtp.mail().await);
}
