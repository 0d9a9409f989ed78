//! What one open widget knows, and where its shopper stands. No signals: the session draws, this decides. Past 400 lines, because what
//! it remembers (screens, day, law, what was frozen) is private to the methods that keep it true.

use super::keeping::Keeping;
use crate::delivery::{self, Frozen, Outcome};
use crate::embed::{Host, Start};
use crate::evidence::Photo;
use crate::i18n::{self, Locale, Shelf};
use crate::ui::later;
use redress_engine::answers::{Answers, Chosen};
use redress_engine::complaint::{Attachment, Receipt, Sending, Signals, complaint};
use redress_engine::config::{Config, Flow, FlowKind, StepKind};
use redress_engine::context::{Context, Item};
use redress_engine::delivery::summary;
use redress_engine::flow::{Invalid, Screen, carry, given_along, leads_to, prefilled, prune_with, remaining, screens};
use redress_engine::law::Law;
use redress_engine::read::Write;
use redress_engine::text::{Texts, for_country};
use redress_engine::{Case, Day, Json, Setting};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

/// Where the shopper stands.
#[derive(Clone)]
pub enum Place {
    /// On a screen of the flow: its first step and its line.
    Screen(String, Option<String>),
    /// Checking the answers.
    Review,
    /// Reading how to reach a person; then back to where they were.
    Person(Box<Place>),
    /// Closing, with something typed: keep it or not? Then back, or away.
    Leaving(Box<Place>),
    /// Looking through all that waits on the device; then back to where they were.
    Outbox(Box<Place>),
    /// Waiting for the endpoint.
    Sending,
    /// Something was entered on an earlier visit: go on with it?
    Resume,
    /// Not taken yet; it is tried again by itself. What came of the last attempt.
    Queued(Outcome),
    /// The endpoint did not take it.
    Failed(Outcome),
    /// Done.
    Receipt(Box<Receipt>),
}

/// The same screen; of the other places there is one each.
impl PartialEq for Place {
    fn eq(&self, other: &Place) -> bool {
        match (self, other) {
            (Place::Screen(step, line), Place::Screen(other_step, other_line)) => {
                step == other_step && line == other_line
            }
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

/// Everything that one open widget knows.
pub struct Model {
    /// Calls into the page.
    pub host: Host,
    /// What the widget is mounted in.
    pub container: HtmlElement,
    /// Where texts come from.
    pub shelf: Shelf,
    /// Whether it is a modal dialog.
    pub dialog: bool,
    /// The merchant's config.
    pub config: Rc<Config>,
    /// The flow's id.
    pub flow_id: String,
    /// The language shown.
    pub locale: Locale,
    /// The shop's own language, once it is there; None where it is the one shown.
    pub shop_locale: Option<Locale>,
    /// A language for the flows that the one shown has no texts for, once it is there; None where it has them all.
    pub beside: Option<Locale>,
    /// What listens to the page as long as this is here.
    pub settled: Option<Box<dyn std::any::Any>>,
    /// What the shopper said.
    pub answers: Answers,
    /// The label that confirms a withdrawal in the language of the contract, where that is another than the one shown: tag and label.
    pub contract_label: Option<[String; 2]>,
    /// What an answer gave along when it led into this flow: taken as said wherever it is asked.
    pub(super) given: Vec<(String, Json)>,
    /// Pictures taken, by the ids that answers hold.
    pub photos: Vec<Photo>,
    /// Where the shopper stands.
    pub place: Place,
    /// A Change link of the review was followed; the next step leads back there.
    pub changing: bool,
    /// Whether the next choice answers for all lines.
    pub same_for_all: bool,
    /// The screen is drawn anew around the control that has the focus.
    pub keeps_focus: bool,
    /// What is wrong on the screen shown.
    pub faults: Vec<Invalid>,
    /// How much of the complaint is uploaded, in per cent.
    pub uploaded: u32,
    /// Counts sendings; one that was stopped is not the last.
    pub sending: u32,
    /// The attempt that is under way.
    pub request: Option<JsValue>,
    /// Files on their way into an answer: an `Intake` of `evidence`. As whatever it is, because what drops it comes with
    /// the second module.
    pub intake: Option<Box<dyn std::any::Any>>,
    /// Pictures chosen that are not ready yet.
    pub preparing: usize,
    /// Continue was pressed while pictures were being prepared: it follows when they are ready.
    pub proceed_later: bool,
    /// When it was opened: milliseconds since 1970; 0 where it goes on from an earlier visit.
    pub opened_at: f64,
    /// Whether something filled in what no shopper sees.
    pub honeypot: bool,
    /// What is kept on the device.
    pub keeping: Keeping,
    pub(super) flow: Flow,
    pub(super) detours: Vec<Detour>,
    pub(super) page: Context,
    pub(super) law: Option<Law>,
    /// The civil day where the shopper's days are counted, as of the screen shown: asking the browser is slow, and a case asks often.
    today: Day,
    /// The minute for which that holds, counted since 1970.
    pub(super) minute: f64,
    /// The screens of the flow, as long as nothing has changed.
    screens: RefCell<Option<Rc<[Screen]>>>,
    /// Where the law of the country is still to be fetched from.
    pub law_url: Option<String>,
    /// The config's text, until its hash is there.
    pub config_text: Option<String>,
    /// SHA-256 of the config's text; None outside secure contexts.
    pub config_sha256: Option<String>,
    pub(super) frozen: Option<Frozen>,
    pub(super) replaces: Option<String>,
}

/// Where an answer led out of a flow into another: Back leads there again.
pub(super) struct Detour {
    pub changing: bool,
    pub flow_id: String,
    pub flow: Flow,
    pub answers: Answers,
    pub given: Vec<(String, Json)>,
    pub place: Place,
    /// Whether the language had to change.
    pub translated: bool,
}

/// What `prepare` found before anything is drawn.
pub struct Found {
    /// What the loader handed over.
    pub start: Start,
    /// What the widget is mounted in.
    pub container: HtmlElement,
    /// The merchant's config.
    pub config: Rc<Config>,
    /// The flow that was asked for.
    pub flow: Flow,
    /// What the page knows.
    pub page: Context,
    /// The law of the country.
    pub law: Option<Law>,
    /// Where it is still to be fetched from.
    pub law_url: Option<String>,
    /// Where texts come from.
    pub shelf: Shelf,
    /// The language to show.
    pub locale: Locale,
}

impl Model {
    /// A widget that has just been opened.
    pub fn new(found: Found) -> Model {
        let Found { start, container, config, flow, page, law, law_url, shelf, locale } = found;
        let keeping = Keeping::of(start.wish.flow.clone());
        let mut model = Model {
            opened_at: js_sys::Date::now(),
            honeypot: false,
            keeping,
            host: start.host,
            container,
            shelf,
            dialog: start.dialog,
            config,
            flow_id: start.wish.flow,
            locale,
            shop_locale: None,
            beside: None,
            settled: None,
            answers: Answers::default(),
            contract_label: None,
            given: Vec::new(),
            photos: Vec::new(),
            place: Place::Review,
            changing: false,
            same_for_all: false,
            keeps_focus: false,
            faults: Vec::new(),
            uploaded: 0,
            sending: 0,
            request: None,
            intake: None,
            preparing: 0,
            proceed_later: false,
            flow,
            detours: Vec::new(),
            page,
            law,
            law_url,
            today: Day::FIRST,
            minute: 0.0,
            screens: RefCell::default(),
            config_text: Some(start.config),
            config_sha256: None,
            frozen: None,
            replaces: None,
        };
        model.tell_time();
        // A trigger at an item has already said what it is about; how many of several pieces is still to be asked.
        let mut pieces = 1;
        // As the case names its lines: a page may leave them out.
        let context = model.case().context;
        if let Some(item) = start.wish.item.as_deref().and_then(|wished| named(&context, wished)) {
            pieces = item.pieces();
            model.answers.chosen = vec![Chosen { line: item.line.clone(), quantity: pieces }];
        }
        if let Some(prefill) = start.wish.prefill.as_map() {
            for (step, value) in prefill.iter() {
                model.answers.set(None, step, value.clone());
            }
        }
        model.prune();
        model.place = model.first_open();
        if pieces > 1 {
            let items =
                |screen: &&Screen| model.config.steps.get(screen.id()).is_some_and(|step| step.kind == StepKind::Items);
            if let Some(place) = model.shown().iter().find(items).map(place_of) {
                model.place = place;
            }
        }
        model
    }

    /// Gives the questions of the present screen the answers they start with.
    pub fn begin(&mut self) {
        let mut found = Vec::new();
        {
            let case = self.case();
            for (id, line) in self.screen().map(|screen| screen.steps).unwrap_or_default() {
                if let Some(answer) = prefilled(&case, &id, line.as_deref()) {
                    found.push((id, line, answer));
                }
            }
        }
        for (id, line, answer) in found {
            self.answers.set(line.as_deref(), &id, answer);
            self.forget_screens();
        }
    }

    /// The receipt, once there is one, also while the shopper reads how to reach a person.
    pub fn receipt(&self) -> Option<&Receipt> {
        let mut place = &self.place;
        while let Place::Person(before) | Place::Leaving(before) | Place::Outbox(before) = place {
            place = before;
        }
        if let Place::Receipt(receipt) = place { Some(receipt) } else { None }
    }

    /// The case as it stands.
    pub fn case(&self) -> Case<'_> {
        self.setting().case_with(later::parts(), &self.flow, &self.answers)
    }

    /// The texts of the language shown.
    pub fn texts(&self) -> Texts<'_> {
        self.texts_in(&self.locale)
    }

    fn texts_in<'a>(&'a self, locale: &'a Locale) -> Texts<'a> {
        Texts { config: &self.config, locale: &locale.tag, messages: &locale.messages, format: &locale.format }
    }

    /// The case without its answers.
    pub fn setting(&self) -> Setting<'_> {
        Setting {
            config: &self.config,
            flow_id: &self.flow_id,
            page: &self.page,
            law: self.law.as_ref(),
            today: self.today,
            locale: &self.locale.tag,
        }
    }

    /// Looks which day it is, once a minute: `Intl` takes as long as all else that a tap decides.
    pub fn tell_time(&mut self) {
        let minute = (js_sys::Date::now() / 60_000.0).floor();
        if minute != self.minute {
            self.minute = minute;
            self.today = i18n::today(self.zone());
            self.forget_screens();
        }
    }

    /// The day as of the screen shown.
    pub fn today(&self) -> Day {
        self.today
    }

    /// Whether this is what the page said of the order.
    pub fn is_about(&self, page: &Context) -> bool {
        page.to_json() == self.page.to_json()
    }

    /// The zone in which the shopper's days are counted: the order's, else the country's.
    fn zone(&self) -> Option<&str> {
        let pack = self.law.as_ref().map(|law| law.zone.as_str());
        self.page.order.time_zone.as_deref().or(pack).filter(|zone| !zone.is_empty())
    }

    /// The zone of the shop's hours.
    pub fn shop_zone(&self) -> Option<&str> {
        let shop = &self.config.shop;
        let same = shop
            .country
            .as_ref()
            .is_none_or(|country| self.law.as_ref().is_some_and(|law| law.country.eq_ignore_ascii_case(country)));
        let pack = self.law.as_ref().filter(|_| same).map(|law| law.zone.as_str());
        shop.time_zone.as_deref().or(pack).filter(|zone| !zone.is_empty())
    }

    /// The language of the contract, where it is another than the one shown.
    pub fn contract_language(&self) -> Option<&str> {
        let shown = i18n::language(&self.locale.tag);
        self.page.order.language.as_deref().map(i18n::language).filter(|language| *language != shown)
    }

    /// When the complaint that was sent was confirmed, ISO 8601 with offset.
    pub fn confirmed_at(&self) -> &str {
        self.frozen.as_ref().map_or("", |frozen| &frozen.confirmed_at)
    }

    /// What sort of case it makes.
    pub fn flow_kind(&self) -> FlowKind {
        self.flow.kind
    }

    /// The law is there.
    pub fn add_law(&mut self, law: Law) {
        self.law = Some(law);
        self.law_url = None;
        // Its zone may have another day.
        self.minute = 0.0;
        self.tell_time();
    }

    /// The texts of later screens are there.
    pub fn add_texts(&mut self, later: &Json) {
        self.locale.add(later);
        self.say_for_country();
    }

    /// Puts what is said in the order's country in the place of what is said elsewhere.
    pub fn say_for_country(&mut self) {
        if let Some(country) = Case::country(&self.config, &self.page) {
            for_country(&mut self.locale.messages, &country);
        }
    }

    /// The language was chosen anew: going back does not bring another one back.
    pub fn forget_translations(&mut self) {
        for detour in &mut self.detours {
            detour.translated = false;
        }
    }

    /// Whether the shopper has typed something or taken a picture: what a tap says is said again in no time.
    pub fn has_typed(&self) -> bool {
        let case = self.case();
        for (id, line) in screens(&case).iter().flat_map(|screen| &screen.steps) {
            let Some(step) = case.step(id) else { continue };
            let line = line.as_deref();
            let given = self.answers.get(line, id).filter(|given| !given.is_blank());
            let taps = matches!(
                step.kind,
                StepKind::Choice | StepKind::Choices | StepKind::Remedy | StepKind::Rating | StepKind::Consent
            );
            if !taps && given.is_some() && given != prefilled(&case, id, line).as_ref() {
                return true;
            }
        }
        false
    }

    /// Takes out the answers that no longer stand, and puts in what was given along where it is asked now.
    pub fn prune(&mut self) {
        self.forget_screens();
        self.answers = self.pruned(self.answers.clone());
        if self.given.is_empty() {
            return;
        }
        let mut answers = self.answers.clone();
        for (id, line) in screens(&self.case()).iter().flat_map(|screen| &screen.steps) {
            if let Some((_, given)) = self.given.iter().find(|(step, _)| step == id)
                && answers.get(line.as_deref(), id).is_none()
            {
                answers.set(line.as_deref(), id, given.clone());
            }
        }
        self.answers = self.pruned(answers);
    }

    fn pruned(&self, answers: Answers) -> Answers {
        prune_with(later::parts(), self.setting(), &self.flow, answers)
    }

    /// An answer changed: what was frozen no longer says it.
    pub fn changed(&mut self) {
        self.keeping.begun = true;
        if let Some(frozen) = self.frozen.take() {
            self.replaces = Some(frozen.id);
        }
        self.prune();
    }

    /// The kinds of question that were missing are there: what they start with, and what they already know.
    pub fn arrived(&mut self) {
        self.prune();
        if self.shown().iter().all(|screen| place_of(screen) != self.place) && matches!(self.place, Place::Screen(..)) {
            self.place = self.first_open();
        }
        self.begin();
    }

    /// The flow that an answer of this one leads into.
    pub fn way_out(&self) -> Option<String> {
        let case = self.case();
        for screen in self.screens().iter() {
            for (id, line) in &screen.steps {
                if let Some(flow) = case.answer(line.as_deref(), id).and_then(|answer| leads_to(&case, id, &answer)) {
                    return Some(flow.into());
                }
            }
        }
        None
    }

    /// Leads into another flow; what is known goes along, what it does not ask is left behind. False if there is no such flow.
    pub fn lead_into(&mut self, flow_id: &str) -> bool {
        let Some(flow) = self.config.flows.get(flow_id).cloned() else { return false };
        let carried = carry(&self.answers, &self.config, flow_id);
        let given = given_along(&self.case());
        let translated = self.locale.is_partial() && flow.kind != FlowKind::Withdrawal && self.swap_language();
        self.detours.push(Detour {
            translated,
            given: std::mem::replace(&mut self.given, given),
            changing: std::mem::take(&mut self.changing),
            flow_id: std::mem::replace(&mut self.flow_id, flow_id.into()),
            flow: std::mem::replace(&mut self.flow, flow),
            answers: std::mem::replace(&mut self.answers, carried),
            place: self.place.clone(),
        });
        self.changed();
        true
    }

    /// Back to where another flow was left; None if none was.
    pub fn return_from_detour(&mut self) -> Option<Place> {
        let detour = self.detours.pop()?;
        if detour.translated {
            self.swap_language();
        }
        self.given = detour.given;
        self.changing = detour.changing;
        self.flow_id = detour.flow_id;
        self.flow = detour.flow;
        self.answers = detour.answers;
        self.changed();
        Some(detour.place)
    }

    /// Shows the other language; whether there is one.
    fn swap_language(&mut self) -> bool {
        if let Some(beside) = &mut self.beside {
            std::mem::swap(beside, &mut self.locale);
        }
        self.beside.is_some()
    }

    /// Whether there is anything to go back to.
    pub fn has_before(&self) -> bool {
        let done = matches!(self.place, Place::Sending | Place::Queued(_) | Place::Receipt(_));
        self.before().is_some() || (!self.detours.is_empty() && !done)
    }

    /// The screens of the flow as it stands. A step asks for them eight times, and they are half of what it decides: kept until something
    /// may have changed ([`Session::change`](super::Session::change)).
    pub fn screens(&self) -> Rc<[Screen]> {
        let mut kept = self.screens.borrow_mut();
        Rc::clone(kept.get_or_insert_with(|| screens(&self.case()).into()))
    }

    /// Something changed on which the screens may depend.
    pub fn forget_screens(&mut self) {
        self.screens.take();
    }

    /// The screens that are shown: those that the page does not already answer.
    pub(super) fn shown(&self) -> Vec<Screen> {
        self.screens().iter().filter(|screen| !screen.known).cloned().collect()
    }

    /// The first screen that has something to answer, else the review.
    pub fn first_open(&self) -> Place {
        self.shown().iter().find(|screen| !screen.done).map_or(Place::Review, place_of)
    }

    /// The screen of the flow where the shopper is, known or not.
    pub fn screen(&self) -> Option<Screen> {
        self.screens().iter().find(|screen| place_of(screen) == self.place).cloned()
    }

    /// Position of the present screen among those shown.
    pub(super) fn position(&self, shown: &[Screen]) -> Option<usize> {
        shown.iter().position(|screen| place_of(screen) == self.place)
    }

    /// The place after the present screen; this one, while an answer has brought up a question on it that is still open.
    pub fn after(&self) -> Place {
        let shown = self.shown();
        let here = self.position(&shown);
        if let Some(open) = here.and_then(|at| shown.get(at)).filter(|screen| !screen.done) {
            return place_of(open);
        }
        let next = here.filter(|_| !self.changing).and_then(|at| shown.get(at + 1));
        next.map_or_else(|| self.first_open(), place_of)
    }

    /// The place before the present one; None at the start.
    pub fn before(&self) -> Option<Place> {
        match &self.place {
            Place::Person(place) | Place::Leaving(place) | Place::Outbox(place) => Some((**place).clone()),
            Place::Failed(_) => Some(Place::Review),
            Place::Review => self.shown().last().map(place_of),
            Place::Screen(..) if self.changing => Some(Place::Review),
            Place::Screen(..) => {
                let shown = self.shown();
                let before = self.position(&shown)?.checked_sub(1)?;
                shown.get(before).map(place_of)
            }
            Place::Sending | Place::Queued(_) | Place::Resume | Place::Receipt(_) => None,
        }
    }

    /// How many entries of the flow are behind, and how many remain at most, the review not counted. A per-item step counts once.
    pub fn progress(&self) -> (usize, usize) {
        let shown = self.shown();
        let entry = self.position(&shown).and_then(|at| shown.get(at)).map_or(usize::MAX, |screen| screen.entry);
        let mut behind = 0;
        let mut last = usize::MAX;
        for screen in &shown {
            if screen.entry < entry && screen.entry != last {
                behind += 1;
                last = screen.entry;
            }
        }
        (behind, if entry == usize::MAX { 0 } else { remaining(&self.case(), entry) as usize })
    }

    /// The name of the place, for `data-step` and events.
    pub fn place_id(&self) -> &str {
        match &self.place {
            Place::Screen(id, _) => id,
            Place::Review => "review",
            Place::Person(_) => "person",
            Place::Leaving(_) => "leaving",
            Place::Outbox(_) => "outbox",
            Place::Sending => "sending",
            Place::Resume => "resume",
            Place::Queued(_) => "queued",
            Place::Failed(_) => "failed",
            Place::Receipt(_) => "receipt",
        }
    }

    /// Seconds since it was opened, where that says how long filling it in took.
    fn seconds(&self) -> Option<i64> {
        (self.opened_at > 0.0).then(|| ((js_sys::Date::now() - self.opened_at) / 1000.0) as i64)
    }

    /// Freezes what is to be sent under one id; the same bytes again until something is changed.
    pub fn freeze(&mut self) -> Frozen {
        if let Some(frozen) = &self.frozen {
            return frozen.clone();
        }
        let frozen = self.compose(delivery::new_id(), i18n::now(self.zone()));
        self.frozen = Some(frozen.clone());
        frozen
    }

    /// What would be sent now, under an id and as confirmed at a time.
    pub(super) fn compose(&self, id: String, confirmed_at: String) -> Frozen {
        let used = self.used_photos();
        let sending = Sending {
            id: id.clone(),
            replaces: self.replaces.clone(),
            confirmed_at: confirmed_at.clone(),
            time_zone: self.zone().map(str::to_string),
            page: delivery::page_address(),
            attachments: used.iter().map(|photo| photo.attachment.clone()).collect(),
            config_sha256: self.config_sha256.clone(),
            signals: Some(Signals { honeypot: self.honeypot, seconds: self.seconds() }),
        };
        let shop_texts = self.texts_in(self.shop_locale.as_ref().unwrap_or(&self.locale));
        let complaint = complaint(&self.case(), sending, &self.texts(), &shop_texts);
        let (body, summary) = (complaint.to_json().to_text(), summary(&self.case(), &complaint, &shop_texts));
        let files = used.into_iter().map(|photo| (photo.attachment, photo.blob)).collect();
        Frozen { id, confirmed_at, body, summary, files, ..Frozen::default() }
    }

    /// Pictures that an answer still names, each with its line.
    fn used_photos(&self) -> Vec<Photo> {
        let mut used = Vec::new();
        for screen in self.screens().iter() {
            for (id, line) in &screen.steps {
                for photo in self.photos_of(line.as_deref(), id) {
                    let attachment = Attachment { line: line.clone(), ..photo.attachment.clone() };
                    used.push(Photo { attachment, ..photo.clone() });
                }
            }
        }
        used
    }

    /// The pictures that an answer names, in its order.
    pub fn photos_of(&self, line: Option<&str>, step: &str) -> Vec<&Photo> {
        let mut found = Vec::new();
        for name in self.answers.get(line, step).map(Json::items).unwrap_or_default() {
            found.extend(self.photos.iter().find(|photo| name.as_text() == Some(&photo.attachment.id)));
        }
        found
    }
}

/// The line that a trigger names by its id or by the shop's article number.
fn named<'a>(context: &'a Context, wished: &str) -> Option<&'a Item> {
    context.item(wished).or_else(|| context.items.iter().find(|item| item.sku.as_deref() == Some(wished)))
}

/// The previews of pictures hold memory of the page until they are released.
impl Drop for Model {
    fn drop(&mut self) {
        for photo in &self.photos {
            photo.release();
        }
    }
}

fn place_of(screen: &Screen) -> Place {
    Place::Screen(screen.id().to_string(), screen.line.clone())
}
