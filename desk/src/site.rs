//! Site: the demo shop and the widget's bundle from a folder, pre-compressed, each with the caching and policy it needs.

use std::path::Path;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use tower_http::services::ServeDir;

/// What the demo shop may do: no inline script or style, so that it shows what the widget needs of a strict shop. Its gallery frames
/// its own pages.
const SHOP_POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; \
    connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; require-trusted-types-for 'script'";

/// Serves `folder` at `/`.
pub fn router<S: Clone + Send + Sync + 'static>(folder: &Path) -> Router<S> {
    let files = ServeDir::new(folder).precompressed_br().precompressed_gzip();
    Router::new().fallback_service(files).layer(from_fn(headers))
}

async fn headers(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_string();
    let mut response = next.run(request).await;
    let found = response.status().is_success() || response.status() == 304;
    let mut set = |name: HeaderName, value: &'static str| {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    };
    // The name changes with the content: what is under it never does.
    let cached = if found && is_versioned(&path) { "public, max-age=31536000, immutable" } else { "no-cache" };
    set(header::CACHE_CONTROL, cached);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    if path.starts_with("/embed/") {
        // Shops on other origins load the bundle from here.
        set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        set(HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
    } else {
        set(header::CONTENT_SECURITY_POLICY, SHOP_POLICY);
        set(header::REFERRER_POLICY, "strict-origin-when-cross-origin");
    }
    response
}

/// Whether a path lies in `embed/<version>-<8 hex>/`, or is the loader by its second name, `embed/<version>-<8 hex>-redress.js`.
fn is_versioned(path: &str) -> bool {
    let path = path.strip_prefix("/embed/").unwrap_or_default();
    let name = path.split_once('/').map(|(folder, _)| folder).or_else(|| path.strip_suffix("-redress.js"));
    let hash = name.and_then(|name| name.rsplit_once('-')).map(|(_, hash)| hash);
    hash.is_some_and(|hash| hash.len() == 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_named_after_its_content_is_immutable() {
        assert!(is_versioned("/embed/0.1.0-0a1b2c3d/redress_bg.wasm"));
        assert!(is_versioned("/embed/0.1.0-0a1b2c3d/locales/en.json"));
        assert!(is_versioned("/embed/0.1.0-0a1b2c3d-redress.js"));
        for path in [
            "/embed/redress.js",
            "/embed/a-redress.js",
            "/embed/integrity.json",
            "/embed/0.1.0/redress.js",
            "/demo/a-0a1b2c3d/x",
            "/",
        ] {
            assert!(!is_versioned(path), "{path}");
        }
    }
}
