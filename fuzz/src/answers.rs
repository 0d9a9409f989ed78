//! Fuzz target: any config, context and answers together (`{"config", "context", "answers"}`) through everything that the widget and
//! the desk ask the engine. Nothing may panic, and pruning twice is pruning once.
#![no_main]

use libfuzzer_sys::fuzz_target;
use redress_engine::answers::Answers;
use redress_engine::check::Library;
use redress_engine::config::load;
use redress_engine::context::Context;
use redress_engine::flow::{next, prune, screens};
use redress_engine::offers::offers;
use redress_engine::read::{Read, Reader};
use redress_engine::step::Asked;
use redress_engine::{Day, Json, Setting};
use std::sync::LazyLock;

static LIBRARY: LazyLock<Library> = LazyLock::new(Library::built_in);

fuzz_target!(|bytes: &[u8]| {
    let Ok(json) = Json::parse(&String::from_utf8_lossy(bytes)) else { return };
    let empty = Json::map([]);
    let part = |key: &str| json.get(key).unwrap_or(&empty);
    let (Some(preset), Some(today)) = (LIBRARY.preset("default"), Day::parse("2026-11-21")) else { return };
    let loaded = load(preset, part("config"));
    let page = Context::read(part("context"), &mut Reader::default()).unwrap_or_default();
    let answers = Answers::read(part("answers"), &mut Reader::default()).unwrap_or_default();
    for (flow_id, _) in loaded.config.flows.iter() {
        let setting =
            Setting { config: &loaded.config, flow_id, page: &page, law: LIBRARY.laws.first(), today, locale: "de" };
        let Some(case) = setting.case(&answers) else { continue };
        let said = next(&case);
        assert!(said.remaining >= 0);
        offers(&case);
        for (id, line) in screens(&case).iter().flat_map(|screen| &screen.steps) {
            if let Some(step) = case.step(id) {
                Asked { case: &case, id, step, line: line.as_deref() }.start();
            }
        }
        let pruned = prune(setting, answers.clone());
        assert_eq!(prune(setting, pruned.clone()), pruned);
    }
});
