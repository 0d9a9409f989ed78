//! The second module: what nobody needs to answer the first question. It is loaded while the shopper reads that one.
//!
//! With the feature `split` the release bundle keeps all that only [`LATER`] leads to in a second file, a third of the code
//! (docs/size.md); without it everything is one file, and always there.

use super::node::{Node, button, classed, div, el};
use super::rehearsal::GoOn;
use super::settled::Settled;
use super::shell::Content;
use super::steps::{self, Asked};
use super::{
    Look, field, languages, leaving, outbox, outcome, person, rehearsal, resume, review, settle_soon, standing,
};
use crate::delivery;
use crate::embed::{Fetching, Start};
use crate::session::{Model, Place, Session, look};
use crate::storage;
use crate::watched::Watched;
use js_sys::{Array, Function, Reflect};
use redress_engine::Json;
use redress_engine::config::{Config, EndpointText, Flow, FlowKind, StepKind};
use redress_engine::law::Law;
use redress_engine::step::{Parts, remedy_title as remedy_title_of};
use std::pin::Pin;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

/// What the second module draws.
pub struct Later {
    /// A place that is no screen of the flow.
    place: fn(&Look) -> Content,
    /// A step; whether it is the first on its screen.
    step: fn(&Look, &Asked, bool) -> Node,
    /// What every kind of question means, and what the law gives.
    parts: Parts,
    /// Tells the page how much may be chosen.
    tell_offers: fn(Session),
    /// The question above the offers for a line, where the case has a better one than the general.
    remedy_title: fn(&Look, &str, &str) -> Option<String>,
    /// How a legal route stands: until when it is open, or that it is not.
    standing: fn(&Look) -> Option<Node>,
    /// What there is instead of a route that is closed.
    closed: fn(&Look) -> Option<Content>,
    /// All that is wrong on a screen.
    summary: fn(&Look) -> Option<Node>,
    /// What is wrong with the field that a pointer names.
    fault: fn(&Look, &str) -> Option<String>,
    /// What stands beside the way to a person, added to it.
    aside: fn(Session, Node) -> Node,
    /// Closes, or asks first.
    leave: fn(Session),
    /// Adds the texts of later screens.
    add_texts: fn(&mut Model, &Json),
    /// Gets what sending will need.
    make_ready: fn(Session),
    /// Looks what an earlier visit left.
    look: for<'a> fn(&'a mut Model) -> Pin<Box<dyn Future<Output = ()> + 'a>>,
    /// Keeps what is entered.
    keep: fn(Session),
    /// Keeps at once what still waits for it.
    ending: fn(Session),
    /// Whether Continue stays on its screen.
    stays: fn(Session) -> bool,
    /// Sends what waits on this device.
    resume: fn(&JsValue),
    /// Begins a rehearsal of what comes later.
    rehearse: fn(&Model) -> Option<GoOn>,
}

/// How its screens look. In here, because a file of its own would be one more to wait for.
const STYLE: &str = concat!(
    include_str!("../../style/later/base.css"),
    include_str!("../../style/later/cards.css"),
    include_str!("../../style/later/forms.css"),
    include_str!("../../style/later/fields.css"),
    include_str!("../../style/later/languages.css"),
    include_str!("../../style/later/notes.css"),
    include_str!("../../style/later/offers.css"),
    include_str!("../../style/later/outcome.css"),
    include_str!("../../style/later/photos.css"),
    include_str!("../../style/later/print.css"),
);

static LATER: Later = Later {
    place,
    step: steps::later,
    parts: Parts::WHOLE,
    tell_offers: Session::tell_offers,
    remedy_title: |look, id, line| {
        let own = look.model.locale.own.as_ref().unwrap_or(&Json::Null);
        remedy_title_of(&look.case, id, line, &look.texts, own)
    },
    standing: standing::standing,
    closed: standing::closed,
    summary: field::summary,
    fault: field::fault,
    aside: |session, aside| aside.opt(languages::languages(session)).opt(outbox::count(session)),
    leave: Session::leave,
    add_texts: |model, texts| {
        model.add_texts(texts);
        if model.settled.is_none() {
            let _ = adopt(&model.container, STYLE);
            model.settled = Some(Box::new(Settled::new(&model.container)));
        }
    },
    make_ready: Session::make_ready,
    look: |model| Box::pin(look(model)),
    keep: Session::keep,
    ending: Session::ending,
    stays: |session| steps::is_half_typed(session) || session.look_up(),
    resume: |start| {
        let start = Start::read(start);
        let patch = Json::parse(&start.config).unwrap_or_default();
        // No preset of a whole config names an endpoint.
        let (endpoint, _) = EndpointText::new(None, patch.get("endpoint")).read();
        delivery::outbox::start(endpoint, start.host);
    },
    rehearse: rehearsal::begin,
};

/// Whether the first module draws this kind of step: the ones a flow begins with.
fn is_first(kind: StepKind) -> bool {
    matches!(kind, StepKind::Items | StepKind::Choice)
}

/// Whether the second module and the law come first: there are answers from the beginning (those that the page gives, or that nobody can
/// change), or the first screen may need the law. A withdrawal's says until when, and a condition of the merchant's may ask for a `right.…`.
pub fn before_answers(start: &Start, config: &Config, flow: &Flow) -> bool {
    let fixed = |id: &String| config.steps.get(id).is_some_and(|step| step.read_only);
    let answered = start.wish.prefill != Json::Null || flow.steps.iter().any(|entry| entry.0.iter().any(fixed));
    let asks = |text: &str| text.as_bytes().windows(7).any(|part| part == b"\"right.");
    // The other routes say first how they stand by law.
    answered || flow.kind != FlowKind::Complaint || asks(&start.config)
}

/// Whether the first screen needs the second module and the rest of the texts.
pub fn before_drawing(model: &Model) -> bool {
    let first = |id: &String| {
        let Some(step) = model.config.steps.get(id) else { return false };
        let words = model.texts().own(step.label.as_ref(), &["step.", id, ".title"].concat(), &[]);
        is_first(step.kind) && words.is_some()
    };
    model.flow_kind() != FlowKind::Complaint
        || !matches!(&model.place, Place::Screen(id, _) if first(id))
        || storage::is_marked()
}

/// Looks what an earlier visit left; the second module does, if it is there.
pub async fn recall(model: &mut Model) {
    if let Some(later) = loaded() {
        (later.look)(model).await;
    }
}

/// Keeps what is entered.
pub fn keep(session: Session) {
    if let Some(later) = loaded() {
        (later.keep)(session);
    }
}

/// Keeps at once what still waits to be kept.
pub fn ending(session: Session) {
    if let Some(later) = loaded() {
        (later.ending)(session);
    }
}

/// Whether Continue stays on its screen, because a date is half typed or the shop is asked for the order that was named: that goes on then.
pub fn stays(session: Session) -> bool {
    loaded().is_some_and(|later| (later.stays)(session))
}

/// Sends what waits on this device, without a widget.
pub async fn resume(start: JsValue) {
    load().await;
    if let Some(later) = loaded() {
        (later.resume)(&start);
    }
}

/// Adds a style sheet to the widget's shadow root, as a policy without inline styles allows it.
fn adopt(container: &HtmlElement, css: &str) -> Result<(), JsValue> {
    let (root, sheets) = (container.get_root_node(), JsValue::from("adoptedStyleSheets"));
    let made: Function = Reflect::get(&js_sys::global(), &"CSSStyleSheet".into())?.dyn_into()?;
    let sheet = Reflect::construct(&made, &Array::new())?;
    let replace: Function = Reflect::get(&sheet, &"replaceSync".into())?.dyn_into()?;
    replace.call1(&sheet, &css.into())?;
    let adopted = Array::from(&Reflect::get(&root, &sheets)?);
    adopted.push(&sheet);
    Reflect::set(&root, &sheets, &adopted).map(drop)
}

/// What a session lacks beside the second module, on its way.
pub struct Rest {
    texts: Option<Fetching>,
    law: Option<Fetching>,
}

/// What has arrived of it: whether all has, texts, law.
type Arrived = (bool, Option<Json>, Option<Law>);

/// Asks for all that a session lacks, at the same time.
pub fn fetch(model: &Model) -> Rest {
    // Before the view is mounted Leptos has no executor yet.
    wasm_bindgen_futures::spawn_local(async {
        load().await;
    });
    let locale = &model.locale;
    let texts = (!locale.whole).then(|| Fetching::new(model.shelf.url("later/", &locale.tag)));
    Rest { texts, law: model.law_url.clone().map(Fetching::new) }
}

impl Rest {
    /// Waits for it.
    pub async fn all(self) -> Arrived {
        let wanted = (self.texts.is_some(), self.law.is_some());
        let texts = match self.texts {
            Some(texts) => texts.json().await,
            None => None,
        };
        let law = match self.law {
            Some(law) => law.json().await.map(|json| Law::from_json(&json)),
            None => None,
        };
        let module = load().await;
        (module && wanted == (texts.is_some(), law.is_some()), texts, law)
    }
}

/// Adds what has arrived.
pub fn add(model: &mut Model, (_, texts, law): Arrived) {
    if let Some(law) = law {
        model.add_law(law);
    }
    if let (Some(later), Some(texts)) = (loaded(), &texts) {
        (later.add_texts)(model, texts);
    }
}

/// Loads the second module and, at the same time, the law.
pub async fn load_with(law_url: Option<String>) -> Option<Law> {
    let law = law_url.map(Fetching::new);
    load().await;
    Some(Law::from_json(&law?.json().await?))
}

/// Loads what a session lacks; whether it has everything now.
async fn complete(session: Session) -> bool {
    let rest = fetch(&session.model());
    let arrived = rest.all().await;
    if session.is_over() {
        return false;
    }
    let all = arrived.0;
    add(&mut session.change(), arrived);
    all
}

/// What the kinds of question mean and what the law gives, as far as it is there.
pub fn parts() -> Parts {
    loaded().map_or(Parts::FIRST, |later| later.parts)
}

/// The question above the offers for a line, where the case has a better one than the general.
pub(super) fn remedy_title(look: &Look, id: &str, line: &str) -> Option<String> {
    (drawing(look.model)?.remedy_title)(look, id, line)
}

/// How a legal route stands: until when it is open, or that it is not.
pub(super) fn standing(look: &Look) -> Option<Node> {
    (drawing(look.model)?.standing)(look)
}

/// What there is instead of a route that is closed.
pub(super) fn closed(look: &Look) -> Option<Content> {
    (drawing(look.model)?.closed)(look)
}

/// All that is wrong on the screen.
pub(super) fn summary(look: &Look) -> Option<Node> {
    (drawing(look.model)?.summary)(look)
}

/// What is wrong with the field that a pointer names.
pub(super) fn fault(look: &Look, pointer: &str) -> Option<String> {
    (drawing(look.model)?.fault)(look, pointer)
}

/// What stands beside the way to a person, once there is what it takes to act on it: languages to choose from, and what waits to be sent.
pub(super) fn aside(session: Session, aside: Node) -> Node {
    let later = drawing(&session.model());
    match later {
        Some(later) => (later.aside)(session, aside),
        None => aside,
    }
}

/// The platform's close gesture: steps back from an aside, else closes.
pub fn dismiss(session: Session) {
    let aside = matches!(session.model().place, Place::Person(_) | Place::Leaving(_) | Place::Outbox(_));
    if aside { session.back() } else { leave(session) }
}

/// Whether the second module draws by now.
pub(super) fn is_drawing(model: &Model) -> bool {
    drawing(model).is_some()
}

/// Closes. Nothing is discarded, opening again goes on from here; who has typed something is asked whether to keep it.
pub fn leave(session: Session) {
    let later = drawing(&session.model());
    match later {
        Some(later) => (later.leave)(session),
        None => session.close(&[]),
    }
}

/// The second module, where its screens have their texts and the law too.
fn drawing(model: &Model) -> Option<&'static Later> {
    loaded().filter(|_| model.locale.whole && model.law_url.is_none())
}

/// Tells the page how much may be chosen, once that is known.
pub fn tell_offers(session: Session) {
    let later = drawing(&session.model());
    if let Some(later) = later {
        (later.tell_offers)(session);
    }
}

/// Fetches it while the shopper reads, and with it what sending will need.
pub fn fetch_ahead(session: Session) {
    let host = session.model().host.clone();
    leptos::task::spawn_local(async move {
        host.painted().await;
        if !session.is_over() && complete(session).await {
            make_ready(session);
            session.redraw_part();
            if !session.model().faults.is_empty() {
                // What is wrong waited for its words.
                session.redraw();
            }
            host.idle().await;
            if session.is_over() {
                return;
            }
            let rehearsal = loaded().and_then(|later| (later.rehearse)(&session.model()));
            if let Some(mut go_on) = rehearsal {
                loop {
                    host.idle().await;
                    if session.is_over() || !go_on() {
                        break;
                    }
                }
            }
        }
    });
}

/// Gets what sending will need.
pub fn make_ready(session: Session) {
    if let Some(later) = loaded() {
        (later.make_ready)(session);
    }
}

/// A step as whichever module draws it; None while that is not there.
pub(super) fn step(look: &Look, asked: &Asked, first: bool) -> Option<Node> {
    // A title that is its own id has no words yet.
    if is_first(asked.kind) && !asked.fixed && !asked.shares && (look.model.locale.whole || asked.title != asked.id) {
        Some(steps::first(look, asked))
    } else {
        Some((drawing(look.model)?.step)(look, asked, first))
    }
}

/// A place that is no screen of the flow.
pub(super) fn elsewhere(look: &Look) -> Content {
    drawing(look.model).map_or_else(|| waiting(look), |later| (later.place)(look))
}

fn place(look: &Look) -> Content {
    match &look.model.place {
        Place::Failed(outcome) => outcome::failed(look, outcome),
        Place::Receipt(receipt) => outcome::receipt(look, receipt),
        Place::Leaving(before) if matches!(**before, Place::Outbox(_)) => outbox::discard(look),
        Place::Leaving(_) => leaving::leaving(look),
        Place::Outbox(_) => outbox::outbox(look),
        Place::Sending => outcome::sending(look),
        Place::Queued(outcome) => outcome::queued(look, outcome),
        Place::Resume => resume::resume(look),
        Place::Person(_) => person::person(look),
        _ => review::review(look),
    }
}

/// Until it is there: that it is loading or, if that failed, a way to try again.
pub(super) fn waiting(look: &Look) -> Content {
    let session = look.session;
    let failed = Watched::new(false);
    let texts = [look.text("frame.loading"), look.text("later.failed"), look.text("failed.retry")];
    let drawn = failed.weak();
    let again = move || {
        drawn.set(false);
        let drawn = drawn.clone();
        leptos::task::spawn_local(async move {
            let there = complete(session).await;
            // Elsewhere meanwhile, or closed: nothing is waiting for it here.
            if drawn.set(!there) && there {
                session.arrived();
            }
        });
    };
    again();
    // A person, also where nothing more will load: a number and an address need no words.
    let shop = &look.case.config.shop;
    let way = |scheme: &str, to: &Option<String>| {
        let to = to.as_ref()?;
        let mut address = String::from(scheme);
        for part in to.split(' ') {
            address.push_str(part);
        }
        Some(classed("a", "quiet").attr("href", address).text(to))
    };
    let (phone, email) = (way("tel:", &shop.phone), way("mailto:", &shop.email));
    let form = div("form").live(move |form| {
        let [loading, sorry, retry] = &texts;
        if failed.get() {
            // What had the focus is gone.
            settle_soon(session, None);
            let heading = el("h2").attr("tabindex", "-1").attr("data-focus", "").text(sorry);
            // Around the heading: with that role itself it would be none.
            let alert = el("div").attr("role", "alert").child(heading);
            form.child(alert).child(button("primary", "primary", again.clone()).text(retry))
        } else {
            form.child(el("h2").attr("tabindex", "-1").attr("data-focus", "").text(loading))
        }
    });
    Content { main: div("main").child(form).opt(phone).opt(email), primary: None }
}

#[cfg(not(feature = "split"))]
mod module {
    /// Always there.
    pub fn loaded() -> Option<&'static super::Later> {
        Some(&super::LATER)
    }

    /// Nothing to load.
    pub async fn load() -> bool {
        true
    }
}

#[cfg(feature = "split")]
mod module;

use module::{load, loaded};
