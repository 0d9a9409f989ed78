//! Pages: what the desk's own pages have in common, the inbox, the page on which a case is followed, the form without JavaScript: the
//! headers that keep them closed.

use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use tower_http::set_header::SetResponseHeaderLayer;

const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// The colours and corners of all style sheets, which each begins with.
macro_rules! style {
    ($own:literal) => {
        concat!(include_str!("../templates/tokens.css"), include_str!(concat!("../templates/", $own)))
    };
}

/// The inbox's style sheet.
pub const INBOX_STYLE: &str = style!("inbox.css");
/// That of the page on which a case is followed.
pub const STATUS_STYLE: &str = style!("status.css");

/// That of the form without JavaScript.
pub const COMPLAIN_STYLE: &str = style!("complain.css");

/// The routes with those headers; `referrer` is what the pages tell others of their address.
pub fn closed<S: Clone + Send + Sync + 'static>(router: Router<S>, referrer: &'static str) -> Router<S> {
    let fixed = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    router
        .layer(fixed(header::CONTENT_SECURITY_POLICY, POLICY))
        .layer(fixed(header::REFERRER_POLICY, referrer))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(header::CACHE_CONTROL, "no-store"))
        .layer(fixed(HeaderName::from_static("cross-origin-resource-policy"), "same-origin"))
        .layer(fixed(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
}
