//! Site: the shop and the bundle, with the right types, compression, caching and policy, and nothing outside the folder.

use crate::support::{Bench, write};

async fn bench() -> Bench {
    let folder = tempfile::tempdir().unwrap();
    let dist = folder.path().join("dist");
    let assets = "embed/0.1.0-0a1b2c3d";
    write(&dist.join("index.html"), "<!doctype html><title>Shop</title>");
    write(&dist.join("redress.json"), "{}");
    write(&dist.join("demo/shop.css"), "body{}");
    write(&dist.join("embed/0.1.0-4e5f6a7b-redress.js"), "plain");
    write(&dist.join("embed/redress.js"), "plain");
    write(&dist.join("embed/redress.js.br"), "brotli");
    write(&dist.join("embed/redress.js.gz"), "gzip");
    write(&dist.join(assets).join("redress_bg.wasm"), "\0asm");
    write(&folder.path().join("secret.txt"), "secret");
    let mut bench = Bench::with(|desk| desk.widget = Some(dist)).await;
    bench.folder = folder;
    bench
}

#[tokio::test]
async fn the_shop_is_served_under_a_strict_policy() {
    let bench = bench().await;
    let shop = bench.get("/", &[]).await;
    assert_eq!(
        (shop.status.as_u16(), shop.header("content-type"), shop.header("cache-control")),
        (200, "text/html", "no-cache")
    );
    let policy = shop.header("content-security-policy");
    assert!(
        policy.contains("script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:"),
        "{policy}"
    );
    assert!(policy.ends_with("require-trusted-types-for 'script'"), "{policy}");
    assert_eq!(bench.get("/redress.json", &[]).await.header("content-type"), "application/json");
    assert_eq!(bench.get("/demo/shop.css", &[]).await.header("content-type"), "text/css");
}

#[tokio::test]
async fn the_bundle_comes_pre_compressed_as_the_browser_wishes() {
    let bench = bench().await;
    for (wish, encoding, bytes) in
        [("gzip, deflate, br", "br", "brotli"), ("gzip", "gzip", "gzip"), ("identity", "", "plain")]
    {
        let answer = bench.get("/embed/redress.js", &[("accept-encoding", wish)]).await;
        assert_eq!((answer.text(), answer.header("content-encoding")), (bytes, encoding));
        assert_eq!(answer.header("vary"), "accept-encoding");
        assert_eq!(answer.header("content-type"), "text/javascript");
        assert_eq!((answer.header("access-control-allow-origin"), answer.header("cache-control")), ("*", "no-cache"));
    }
}

#[tokio::test]
async fn only_what_is_named_after_its_content_is_cached_for_good() {
    let bench = bench().await;
    let wasm = bench.get("/embed/0.1.0-0a1b2c3d/redress_bg.wasm", &[]).await;
    assert_eq!(wasm.header("content-type"), "application/wasm");
    assert_eq!(wasm.header("cache-control"), "public, max-age=31536000, immutable");
    let pinned = bench.get("/embed/0.1.0-4e5f6a7b-redress.js", &[]).await;
    assert_eq!(pinned.header("cache-control"), "public, max-age=31536000, immutable");
    let gone = bench.get("/embed/0.1.0-0a1b2c3d/gone.wasm", &[]).await;
    assert_eq!((gone.status.as_u16(), gone.header("cache-control")), (404, "no-cache"));
}

#[tokio::test]
async fn nothing_outside_the_folder_can_be_had() {
    let bench = bench().await;
    for path in [
        "/../secret.txt",
        "/demo/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/embed/%2e%2e%2f%2e%2e%2fsecret.txt",
        "//secret.txt",
        "/..%5csecret.txt",
    ] {
        let answer = bench.get(path, &[]).await;
        assert!(answer.status.is_client_error() && !answer.text().contains("secret"), "{path}: {}", answer.status);
    }
}

#[tokio::test]
async fn without_a_widget_folder_there_is_no_shop() {
    assert_eq!(Bench::new().await.get("/", &[]).await.status, 404);
}
