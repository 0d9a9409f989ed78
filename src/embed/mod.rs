//! Host page → widget: the only module that talks to the page's JavaScript. The loader calls [`mount`]; errors cross as
//! `{code, path, message}`.

mod host;
mod page;
mod start;

pub use host::Host;
pub use page::documents;
pub use start::{Fetching, Start, Wish, fetch_json, turn};

use crate::session::{Found, Model, Session};
use crate::ui::later;
use crate::{context, i18n, ui};
use redress_engine::config::{self, DEFAULT_PRESET};
use redress_engine::context::Context;
use redress_engine::law::has_pack;
use redress_engine::read::Problem;
use redress_engine::{Case, Json};
use std::cell::Cell;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;

/// A mounted widget. Freeing it unmounts it.
#[wasm_bindgen]
pub struct Handle {
    session: Session,
    /// What the loader handed over, until it is shown.
    given: Cell<Option<JsValue>>,
    /// What is drawn, for as long as this is kept.
    mounted: Option<Box<dyn std::any::Any>>,
}

impl Drop for Handle {
    fn drop(&mut self) {
        // What is drawn goes first: it reads the model.
        self.mounted = None;
        self.session.end();
    }
}

#[wasm_bindgen]
impl Handle {
    /// It is shown from now on. False, and nothing done, where it was drawn ahead and the page has changed since.
    pub fn show(&self, drawn_ahead: bool) -> bool {
        let Some(given) = self.given.take() else { return true };
        let holds = !drawn_ahead || self.session.still_holds(&context::gather(&Wish::of(&given)));
        if holds {
            ui::begin(self.session);
        }
        holds
    }

    /// The platform's close gesture (Escape, the back gesture of a phone, the frame's own button).
    pub fn cancel(&self) {
        later::dismiss(self.session);
    }
}

/// Mounts the widget into `container`, silent until [`Handle::show`]. `given` is described in `docs/architecture.md`. None where it is to be
/// drawn ahead and that takes more than the first module. Rejects with `{code, path, message}` where no flow can be built; the loader then
/// shows the fallback.
#[wasm_bindgen]
pub async fn mount(container: HtmlElement, given: JsValue) -> Result<Option<Handle>, JsValue> {
    let start = Start::read(&given);
    #[cfg(feature = "debug")]
    crate::debug::opened(&start, &container);
    let ahead = start.ahead;
    let mut model = prepare(start, &given, container.clone()).await.map_err(|problem| {
        let message = Json::map([
            ("code", problem.code.into()),
            ("path", problem.path.into()),
            ("message", problem.message.into()),
        ]);
        host::to_js(&message)
    })?;
    if later::before_drawing(&model) {
        if ahead {
            return Ok(None);
        }
        // Where it fails, the screen says so.
        let rest = later::fetch(&model).all().await;
        later::add(&mut model, rest);
        later::recall(&mut model).await;
    }
    model.begin();
    turn(&given).await;
    let session = Session::new(model);
    let mounted = ui::mount(session);
    #[cfg(feature = "debug")]
    crate::debug::drawn(session);
    Ok(Some(Handle { session, given: Cell::new(Some(given)), mounted: Some(mounted) }))
}

/// Sends what waits on this device, with nothing drawn: the loader calls it on a page that nobody has opened the widget on. `start` as in
/// [`mount`], without a wish.
#[wasm_bindgen]
pub fn resume(start: JsValue) {
    wasm_bindgen_futures::spawn_local(later::resume(start));
}

/// Config, context, locale and law, out of what the loader fetched; what it guessed wrong is fetched again.
async fn prepare(mut start: Start, given: &JsValue, container: HtmlElement) -> Result<Model, Problem> {
    let patch = config::parse(&start.config)?;
    let preset_id = patch.get("extends").and_then(Json::as_text).unwrap_or(DEFAULT_PRESET);
    let preset = if preset_id == DEFAULT_PRESET {
        Json::parse(&start.preset).ok()
    } else {
        fetch_json(&[&start.base, "presets/", preset_id, ".json"].concat()).await
    };
    turn(given).await;
    let preset = preset
        .ok_or_else(|| problem("config.preset", "/extends", ["there is no preset \"", preset_id, "\""].concat()))?;

    let loaded = config::load(&preset, &patch);
    if let Some(fatal) = loaded.fatal() {
        return Err(fatal.clone());
    }
    let config = loaded.config;
    if start.wish.flow.is_empty() {
        start.wish.flow = config.start_flow().into();
    }
    let Some(flow) = config.flows.get(&start.wish.flow).cloned() else {
        return Err(problem("config.no-flow", "/flows", ["there is no flow \"", &start.wish.flow, "\""].concat()));
    };
    start.host.warn(&start.config_url, &loaded.problems);
    turn(given).await;

    let page = context::gather(&start.wish);
    let shelf = i18n::Shelf::new(&start, &config);
    let locale = i18n::choose(&shelf, &start, flow.kind).await;
    let country = Case::country(&config, &page).filter(|country| has_pack(country));
    // A country without a pack: the shop's own policy applies.
    let mut law_url = country.map(|country| [&start.base, "law/", &country.to_ascii_lowercase(), ".json"].concat());
    let mut law = None;
    if later::before_answers(&start, &config, &flow) {
        law = later::load_with(law_url.clone()).await;
        law_url = law_url.filter(|_| law.is_none());
    }
    Ok(Model::new(Found { start, container, config: config.into(), flow, page, law, law_url, shelf, locale }))
}

fn problem(code: &'static str, path: &str, message: String) -> Problem {
    Problem { code, path: path.into(), message }
}

/// The context as the page's scripts gave it to an element or a call.
pub fn context_of(json: &Json) -> Context {
    redress_engine::read::Read::read(json, &mut Default::default()).unwrap_or_default()
}
