//! Fuzz target: any bytes as a merchant's config, through the checker, the source map and the loader. Nothing may panic or hang, and
//! every finding has a known code and a place that can be shown.
#![no_main]

use libfuzzer_sys::fuzz_target;
use redress_engine::Json;
use redress_engine::check::codes;
use redress_engine::check::source::Source;
use redress_engine::check::{Library, check};
use redress_engine::config::load;
use std::sync::LazyLock;

static LIBRARY: LazyLock<Library> = LazyLock::new(Library::built_in);

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let findings = check(&text, &LIBRARY);
    let source = Source::new(&text);
    for finding in &findings {
        assert!(codes::find(finding.code).is_some(), "{finding:?}");
        assert!(finding.path.is_empty() || finding.path.starts_with('/'), "{finding:?}");
        let place = source.nearest(&finding.path);
        assert!(place.is_none_or(|(span, _)| text.get(span.value.clone()).is_some()), "{finding:?}");
    }
    let Some((preset, patch)) = LIBRARY.preset("default").zip(Json::parse(&text).ok()) else { return };
    let loaded = load(preset, &patch);
    // What stops a live page is never let through by the checker.
    if let Some(fatal) = loaded.fatal() {
        let errors = findings.iter().any(|finding| finding.severity == redress_engine::check::Severity::Error);
        assert!(errors, "{fatal:?}");
    }
});
