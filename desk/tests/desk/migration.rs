//! Migration: a database that an earlier desk made opens, keeps what is in it, and takes what is new.

use std::fs;
use std::path::Path;

use redress_desk::outbox::{Channel, Draft};
use redress_desk::store::Store;
use redress_desk::token::Trust;
use redress_engine::complaint::Status;
use redress_engine::read::Write;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};

use crate::samples::{ID, OTHER_ID, vase};
use crate::support::{Bench, CONFIG, gap};

/// What the desk's first schema looked like, with one complaint in it.
async fn old_database(path: &Path, body: &str, sha256: &str) {
    let first = tempfile::tempdir().unwrap();
    fs::copy("migrations/0001_complaints.sql", first.path().join("0001_complaints.sql")).unwrap();
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
    let pool = SqlitePool::connect_with(options).await.unwrap();
    Migrator::new(first.path()).await.unwrap().run(&pool).await.unwrap();
    let config = sqlx::query("INSERT INTO configs (sha256, text, first_seen_at) VALUES (?, ?, '2026-11-20T00:00:00Z')");
    config.bind(sha256).bind(CONFIG).execute(&pool).await.unwrap();
    sqlx::query(
        "INSERT INTO complaints (id, reference, digest, received_at, trust, body, receipt, config_sha256, config_named, offers, offers_differ)
         VALUES (?, 'RD-2345-67', 'x', '2026-11-24T19:41:00Z', 'unsigned', ?, '{}', ?, 1, '{\"items\":[]}', 0)",
    )
    .bind(ID)
    .bind(body)
    .bind(sha256)
    .execute(&pool)
    .await
    .unwrap();
    sqlx::query("INSERT INTO attachments (complaint, n, type, bytes, sha256) VALUES (?, 1, 'image/jpeg', 11, 'y')")
        .bind(ID)
        .execute(&pool)
        .await
        .unwrap();
    pool.close().await;
}

#[tokio::test]
async fn a_database_of_the_first_schema_keeps_its_complaints_and_takes_new_ones() {
    let bench = Bench::new().await;
    let body = vase(&bench.desk, vec![]).to_json().to_text();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("redress.db");
    old_database(&path, &body, &bench.desk.shop.sha256).await;

    let store = Store::sqlite(&path).await.unwrap();
    let now = Bench::with(|desk| desk.store = store).await;
    let row = now.row(ID).await;
    assert_eq!((row.body.as_str(), row.reference.as_str(), row.files.len()), (body.as_str(), "RD-2345-67", 1));
    assert_eq!((row.trust, row.token_code.as_deref(), row.status), (Trust::Unsigned, None, Status::Received));
    assert_eq!((row.queues.len(), row.asks.len(), row.context_differs.len()), (0, 0, 0));
    // It was confirmed three days before it came.
    assert_eq!(gap(&row), 3 * 86_400);
    assert!(now.inbox("/inbox").await.text().contains("Came late"));
    assert!(now.inbox(&format!("/inbox/complaints/{ID}")).await.text().contains("Stoneware vase"));

    // It is a case now, with a link that nobody has yet, and is not called late: nobody noted whether it was answered by mail.
    assert!(now.page(ID).await.contains("Ihre Nachricht ist da") && now.events(ID).await.len() == 1);
    assert!(!now.at("2027-11-24T19:41:00Z").await.inbox("/inbox").await.text().contains("Promised for"));
    assert_eq!(now.act(ID, &[("action", "answered"), ("text", "Here we are.")]).await.status, 303);

    let mut another = vase(&now.desk, vec![]);
    another.id = OTHER_ID.into();
    now.take(&another).await;
    assert_eq!(now.desk.store.count().await.unwrap(), 2);
}

#[tokio::test]
async fn what_an_earlier_desk_had_to_tell_is_still_told_in_its_order_once_there_are_relays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("redress.db");
    let earlier = tempfile::tempdir().unwrap();
    for name in ["0001_complaints.sql", "0002_trust_and_policy.sql", "0003_outbox.sql", "0004_cases.sql"] {
        fs::copy(format!("migrations/{name}"), earlier.path().join(name)).unwrap();
    }
    let pool =
        SqlitePool::connect_with(SqliteConnectOptions::new().filename(&path).create_if_missing(true)).await.unwrap();
    Migrator::new(earlier.path()).await.unwrap().run(&pool).await.unwrap();
    let rows = format!(
        "INSERT INTO configs (sha256, text, first_seen_at) VALUES ('c', '{{}}', '');
         INSERT INTO complaints (id, reference, digest, received_at, trust, body, receipt, config_sha256, config_named, offers, offers_differ)
         VALUES ('{ID}', 'RD-2345-67', 'x', '', 'unsigned', '{{}}', '{{}}', 'c', 1, '{{}}', 0);
         INSERT INTO outbox (id, complaint, kind, channel, recipient, payload, created_at, due_at, attempts, state)
         VALUES ('{OTHER_ID}', '{ID}', 'notice', 'mail', 'a@example.org', '1', 7, 8, 2, 'waiting'),
                ('{ID}', '{ID}', 'complaint.received', 'callback', 'shop.example', 'null', 7, 8, 1, 'sent')"
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(rows)).execute(&pool).await.unwrap();
    pool.close().await;
    let store = Store::sqlite(&path).await.unwrap();
    let id = ID.parse().unwrap();
    let told: Vec<_> =
        store.messages(id).await.unwrap().into_iter().map(|message| (message.kind, message.attempts)).collect();
    assert_eq!(told, [("notice".to_string(), 2), ("complaint.received".into(), 1)]);
    let now = jiff::Timestamp::UNIX_EPOCH;
    let relay = Draft::new(id, "relay", Channel::Relay, "zendesk");
    store.enqueue(&[relay], now).await.unwrap();
    assert_eq!(store.claim_message(&[Channel::Relay], now).await.unwrap().unwrap().recipient, "zendesk");
}
