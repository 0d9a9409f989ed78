//! Answers → complaint: the state of one open widget, where the shopper stands, and what their taps do to it.

use crate::delivery::{self, Frozen, Outcome};
use crate::embed::{Host, Start};
use crate::evidence::Photo;
use crate::i18n::{self, Intl, Locale};
use leptos::prelude::*;
use redress_engine::answers::{Answers, Chosen};
use redress_engine::complaint::{Attachment, Receipt, Sending, complaint};
use redress_engine::config::{Config, StepKind};
use redress_engine::context::Context;
use redress_engine::flow::{Invalid, Screen, UNABLE, faults, prune, remaining, screens};
use redress_engine::law::Law;
use redress_engine::offers::{OTHER_REMEDY, offers_for};
use redress_engine::read::Write;
use redress_engine::text::{Format, Texts};
use redress_engine::{Case, Day, Json, Setting};
use web_sys::HtmlElement;

/// Where the shopper stands.
#[derive(Clone, PartialEq)]
pub enum Place {
    /// On a screen of the flow: its first step and its line.
    Screen(String, Option<String>),
    /// Checking the answers.
    Review,
    /// Reading how to reach a person; then back to where they were.
    Person(Box<Place>),
    /// Waiting for the endpoint.
    Sending,
    /// The endpoint did not take it.
    Failed(Outcome),
    /// Done.
    Receipt(Box<Receipt>),
}

/// Everything that one open widget knows.
pub struct Model {
    /// Calls into the page.
    pub host: Host,
    /// What the widget is mounted in.
    pub container: HtmlElement,
    /// URL of the bundle's folder.
    pub base: String,
    /// Whether it is a modal dialog.
    pub dialog: bool,
    /// The merchant's config.
    pub config: Config,
    /// What the page knows.
    pub page: Context,
    /// The language shown.
    pub locale: Locale,
    /// The shop's own language, once it is there; None where it is the one shown.
    pub shop_locale: Option<Locale>,
    /// What the shopper said.
    pub answers: Answers,
    /// Pictures taken, by the ids that answers hold.
    pub photos: Vec<Photo>,
    /// Where the shopper stands.
    pub place: Place,
    /// A Change link of the review was followed; the next step leads back there.
    pub changing: bool,
    /// Whether the next choice answers for all lines.
    pub same_for_all: bool,
    /// What is wrong on the screen shown.
    pub faults: Vec<Invalid>,
    /// How much of the complaint is uploaded, in per cent.
    pub uploaded: u32,
    flow_id: String,
    law: Option<Law>,
    config_sha256: Option<String>,
    frozen: Option<Frozen>,
    replaces: Option<String>,
}

impl Model {
    /// A widget that has just been opened.
    pub fn new(
        start: Start,
        container: HtmlElement,
        config: Config,
        config_sha256: Option<String>,
        page: Context,
        law: Option<Law>,
        locale: Locale,
    ) -> Model {
        let mut model = Model {
            host: start.host,
            container,
            base: start.base,
            dialog: start.dialog,
            config,
            page,
            locale,
            shop_locale: None,
            answers: Answers::default(),
            photos: Vec::new(),
            place: Place::Review,
            changing: false,
            same_for_all: false,
            faults: Vec::new(),
            uploaded: 0,
            flow_id: start.wish.flow,
            law,
            config_sha256,
            frozen: None,
            replaces: None,
        };
        // A trigger at an item has already said what it is about; pieces are asked for only where there are several.
        let wished = start.wish.item.as_ref().and_then(|line| model.page.item(line));
        model.answers.chosen =
            wished.map(|item| Chosen { line: item.line.clone(), quantity: item.pieces() }).into_iter().collect();
        if let Some(prefill) = start.wish.prefill.as_map() {
            for (step, value) in prefill.iter() {
                model.answers.set(None, step, value.clone());
            }
        }
        model.prune();
        model.place = model.first_open();
        model
    }

    /// The shopper's civil date.
    pub fn today(&self) -> Day {
        Day::parse(&i18n::now(self.zone())).unwrap_or(Day::FIRST)
    }

    /// The zone in which the shopper's days are counted: the order's, else the country's.
    fn zone(&self) -> Option<&str> {
        let pack = self.law.as_ref().map(|law| law.zone.as_str());
        self.page.order.time_zone.as_deref().or(pack).filter(|zone| !zone.is_empty())
    }

    fn setting(&self) -> Setting<'_> {
        Setting {
            config: &self.config,
            flow_id: &self.flow_id,
            page: &self.page,
            law: self.law.as_ref(),
            today: self.today(),
            locale: &self.locale.tag,
        }
    }

    /// Looks at the case with the texts of the language shown.
    pub fn look<T: Default>(&self, look: impl FnOnce(&Case, &Texts) -> T) -> T {
        let (mut look, mut found) = (Some(look), T::default());
        self.look_once(&mut |case, texts| {
            if let Some(look) = look.take() {
                found = look(case, texts);
            }
        });
        found
    }

    /// Compiled once, whatever is looked for; so are `read_once` and `change_once` below.
    fn look_once(&self, look: &mut dyn FnMut(&Case, &Texts)) {
        let setting = self.setting();
        let format = Intl::new(&self.locale.tag, setting.today);
        if let Some(case) = setting.case(&self.answers) {
            look(&case, &self.texts(&self.locale, &format));
        }
    }

    fn texts<'a>(&'a self, locale: &'a Locale, format: &'a dyn Format) -> Texts<'a> {
        Texts { config: &self.config, locale: &locale.tag, messages: &locale.messages, format }
    }

    fn prune(&mut self) {
        let answers = std::mem::take(&mut self.answers);
        self.answers = prune(self.setting(), answers);
    }

    /// The screens that are shown: those that the page does not already answer.
    fn shown(&self) -> Vec<Screen> {
        self.look(|case, _| screens(case)).into_iter().filter(|screen| !screen.known).collect()
    }

    fn first_open(&self) -> Place {
        self.shown().iter().find(|screen| !screen.done).map_or(Place::Review, place_of)
    }

    /// The screen of the flow where the shopper is, known or not.
    pub fn screen(&self) -> Option<Screen> {
        let Place::Screen(id, line) = &self.place else { return None };
        self.look(|case, _| screens(case)).into_iter().find(|screen| screen.id() == id && screen.line == *line)
    }

    /// The place after the present screen.
    fn after(&self) -> Place {
        if self.changing {
            return self.first_open();
        }
        let shown = self.shown();
        let at = shown.iter().position(|screen| place_of(screen) == self.place);
        match at {
            Some(at) => shown.get(at + 1).map_or_else(|| self.first_open(), place_of),
            None => self.first_open(),
        }
    }

    /// The place before the present one; None at the start.
    pub fn before(&self) -> Option<Place> {
        match &self.place {
            Place::Person(place) => Some((**place).clone()),
            Place::Failed(_) => Some(Place::Review),
            Place::Review => self.shown().last().map(place_of),
            Place::Screen(..) if self.changing => Some(Place::Review),
            Place::Screen(..) => {
                let shown = self.shown();
                let at = shown.iter().position(|screen| place_of(screen) == self.place)?;
                at.checked_sub(1).and_then(|at| shown.get(at)).map(place_of)
            }
            Place::Sending | Place::Receipt(_) => None,
        }
    }

    /// How many screens are behind, and how many remain at most, the review not counted.
    pub fn progress(&self) -> (usize, usize) {
        let shown = self.shown();
        let at = shown.iter().position(|screen| place_of(screen) == self.place);
        match (&self.place, at) {
            (Place::Screen(..), Some(at)) => {
                let entry = shown.get(at).map_or(0, |screen| screen.entry);
                // A per-item step counts once: what is behind is counted in entries too.
                let behind = shown.iter().take(at).filter(|screen| screen.entry < entry).map(|screen| screen.entry);
                let behind = behind.collect::<std::collections::BTreeSet<_>>().len();
                (behind, self.look(|case, _| remaining(case, entry)) as usize)
            }
            _ => (shown.len(), 0),
        }
    }

    /// The name of the place, for `data-step` and events.
    pub fn place_id(&self) -> String {
        match &self.place {
            Place::Screen(id, _) => id.clone(),
            Place::Review => "review".into(),
            Place::Person(_) => "person".into(),
            Place::Sending => "sending".into(),
            Place::Failed(_) => "failed".into(),
            Place::Receipt(_) => "receipt".into(),
        }
    }

    /// The flow's id.
    pub fn flow_id(&self) -> &str {
        &self.flow_id
    }

    fn step_detail(&self) -> Json {
        let (behind, remaining) = self.progress();
        Json::map([
            ("flow", self.flow_id.as_str().into()),
            ("step", self.place_id().into()),
            ("index", Json::Int(behind as i64)),
            ("remaining", Json::Int(remaining as i64)),
        ])
    }

    /// Freezes what is to be sent under one id; the same bytes again until something is changed.
    fn freeze(&mut self) -> Frozen {
        if let Some(frozen) = &self.frozen {
            return frozen.clone();
        }
        let setting = self.setting();
        let format = Intl::new(&self.locale.tag, setting.today);
        let shop_locale = self.shop_locale.as_ref().unwrap_or(&self.locale);
        let shop_format = Intl::new(&shop_locale.tag, setting.today);
        let id = delivery::new_id();
        let used = self.used_photos();
        let sending = Sending {
            id: id.clone(),
            replaces: self.replaces.clone(),
            confirmed_at: i18n::now(self.zone()),
            time_zone: self.zone().map(str::to_string),
            page: delivery::page_address(),
            attachments: used.iter().map(|photo| photo.attachment.clone()).collect(),
            config_sha256: self.config_sha256.clone(),
        };
        let texts = self.texts(&self.locale, &format);
        let shop_texts = self.texts(shop_locale, &shop_format);
        let body =
            setting.case(&self.answers).map(|case| complaint(&case, sending, &texts, &shop_texts).to_json().to_text());
        let files = used.iter().map(|photo| (photo.attachment.id.clone(), photo.blob.clone())).collect();
        let frozen = Frozen { id, body: body.unwrap_or_default(), files };
        self.frozen = Some(frozen.clone());
        frozen
    }

    /// Pictures that an answer still names, each with its line.
    fn used_photos(&self) -> Vec<Photo> {
        let mut used = Vec::new();
        for screen in self.look(|case, _| screens(case)) {
            for (id, line) in &screen.steps {
                let named = self.answers.get(line.as_deref(), id).map(Json::items).unwrap_or_default();
                for photo in named.iter().filter_map(|name| self.photo(name.as_text()?)) {
                    used.push(Photo {
                        attachment: Attachment { line: line.clone(), ..photo.attachment.clone() },
                        ..photo.clone()
                    });
                }
            }
        }
        used
    }

    /// The picture of an id.
    pub fn photo(&self, id: &str) -> Option<&Photo> {
        self.photos.iter().find(|photo| photo.attachment.id == id)
    }

    /// An answer changed: what was frozen no longer says it.
    fn changed(&mut self) {
        if let Some(frozen) = self.frozen.take() {
            self.replaces = Some(frozen.id);
        }
    }
}

fn place_of(screen: &Screen) -> Place {
    Place::Screen(screen.id().to_string(), screen.line.clone())
}

/// The handle that views and callbacks share; copying it copies two ids.
#[derive(Clone, Copy)]
pub struct Session {
    model: StoredValue<Model, LocalStorage>,
    /// Counts changes of place or faults: the whole screen is drawn anew.
    pub screen: RwSignal<u32>,
    /// Counts changes within a screen (pictures, progress): only what watches it is drawn anew.
    pub part: RwSignal<u32>,
    /// What a screen reader is told at once.
    pub announcement: RwSignal<String>,
}

impl Session {
    /// Starts a session; what the page already answers is taken as said.
    pub fn new(model: Model) -> Session {
        let session = Session {
            model: StoredValue::new_local(model),
            screen: RwSignal::new(0),
            part: RwSignal::new(0),
            announcement: RwSignal::new(String::new()),
        };
        session.fetch_shop_locale();
        session.tell_step();
        session
    }

    /// Reads the model. After the widget is unmounted, a callback that comes late gets the default.
    pub fn read<T: Default>(self, read: impl FnOnce(&Model) -> T) -> T {
        let (mut read, mut found) = (Some(read), T::default());
        self.read_once(&mut |model| {
            if let Some(read) = read.take() {
                found = read(model);
            }
        });
        found
    }

    /// Changes the model and draws nothing.
    pub fn change<T: Default>(self, change: impl FnOnce(&mut Model) -> T) -> T {
        let (mut change, mut found) = (Some(change), T::default());
        self.change_once(&mut |model| {
            if let Some(change) = change.take() {
                found = change(model);
            }
        });
        found
    }

    fn read_once(self, read: &mut dyn FnMut(&Model)) {
        let _ = self.model.try_with_value(|model| read(model));
    }

    fn change_once(self, change: &mut dyn FnMut(&mut Model)) {
        let _ = self.model.try_update_value(|model| change(model));
    }

    /// A message of the language shown.
    pub fn text(self, key: &str) -> String {
        self.read(|model| model.look(|_, texts| texts.get(key, &[])))
    }

    /// Goes to a place.
    pub fn go(self, place: Place) {
        self.change(|model| {
            if place == Place::Review {
                model.changing = false;
            }
            model.faults.clear();
            model.same_for_all = false;
            model.place = place;
        });
        self.redraw();
        self.tell_step();
    }

    fn redraw(self) {
        self.screen.update(|count| *count += 1);
    }

    fn tell_step(self) {
        self.read(|model| {
            model.host.emit("step", &model.step_detail());
            if let Place::Screen(_, Some(line)) = &model.place {
                let remedy =
                    model.config.steps.get(&model.place_id()).is_some_and(|step| step.kind == StepKind::Remedy);
                if remedy {
                    let offers = model.look(|case, _| offers_for(case, line).offered.len());
                    let detail = [
                        ("flow", model.flow_id().into()),
                        ("line", line.as_str().into()),
                        ("count", Json::Int(offers as i64)),
                    ];
                    model.host.emit("offers", &Json::map(detail));
                }
            }
        });
    }

    /// Writes an answer; what depended on an earlier one goes.
    pub fn answer(self, line: Option<&str>, step: &str, value: Json) {
        self.change(|model| {
            if model.answers.get(line, step) != Some(&value) {
                model.answers.set(line, step, value);
                model.changed();
                model.prune();
            }
        });
    }

    /// Sets how many pieces of a line the case is about; 0 takes it out.
    pub fn choose_pieces(self, line: &str, quantity: i64) {
        self.change(|model| {
            model.answers.chosen.retain(|chosen| chosen.line != line);
            if quantity > 0 {
                model.answers.chosen.push(Chosen { line: line.into(), quantity });
            }
            model.changed();
            model.prune();
        });
    }

    /// A choice that advances by itself: for this line or, if the shopper said so, for every line where it is possible.
    pub fn choose(self, line: Option<String>, step: &str, value: &str) {
        let lines = self.read(|model| if model.same_for_all { model.look(|case, _| case.lines()) } else { Vec::new() });
        self.answer(line.as_deref(), step, value.into());
        for other in lines.iter().filter(|other| Some(*other) != line.as_ref()) {
            if self.read(|model| model.look(|case, _| possible(case, step, other, value))) {
                self.answer(Some(other), step, value.into());
            }
        }
        let next = self.change(|model| if model.same_for_all { Some(model.first_open()) } else { Some(model.after()) });
        self.go(next.unwrap_or(Place::Review));
    }

    /// The Continue button: faults stay on the screen, otherwise it goes on. What was left blank is noted as asked.
    pub fn proceed(self) {
        let Some(screen) = self.read(Model::screen) else { return self.go(Place::Review) };
        let found = self.read(|model| {
            model.look(|case, _| {
                let steps = screen.steps.iter();
                let found = steps.filter_map(|(id, line)| Some(faults(case, id, case.step(id)?, line.as_deref())));
                found.flatten().collect::<Vec<_>>()
            })
        });
        if !found.is_empty() {
            self.change(|model| model.faults = found);
            return self.redraw();
        }
        for (id, line) in &screen.steps {
            let asked = self.read(|model| {
                let items = model.config.steps.get(id).is_some_and(|step| step.kind == StepKind::Items);
                items || model.answers.get(line.as_deref(), id).is_some()
            });
            if !asked {
                self.answer(line.as_deref(), id, Json::Null);
            }
        }
        let next = self.read(|model| Some(model.after()));
        self.go(next.unwrap_or(Place::Review));
    }

    /// The Back button.
    pub fn back(self) {
        if let Some(place) = self.read(Model::before) {
            self.go(place);
        }
    }

    /// A Change link of the review.
    pub fn edit(self, place: Place) {
        self.go(place);
        self.change(|model| model.changing = true);
        self.redraw();
    }

    /// Adds pictures to an answer.
    pub fn add_photos(self, line: Option<&str>, step: &str, photos: Vec<Photo>) {
        let ids = photos.iter().map(|photo| Json::from(photo.attachment.id.as_str())).collect::<Vec<_>>();
        self.change(|model| model.photos.extend(photos));
        let mut named = self.photo_ids(line, step);
        named.extend(ids);
        self.answer(line, step, Json::List(named));
        self.part.update(|count| *count += 1);
    }

    /// Takes a picture out of an answer.
    pub fn remove_photo(self, line: Option<&str>, step: &str, id: &str) {
        let named = self.photo_ids(line, step).into_iter().filter(|name| name.as_text() != Some(id)).collect();
        self.answer(line, step, Json::List(named));
        self.change(|model| model.photos.retain(|photo| photo.attachment.id != id));
        self.part.update(|count| *count += 1);
    }

    /// The shopper cannot take a picture: that is an answer, and goes on.
    pub fn unable(self, line: Option<&str>, step: &str) {
        self.answer(line, step, UNABLE.into());
        self.proceed();
    }

    fn photo_ids(self, line: Option<&str>, step: &str) -> Vec<Json> {
        self.read(|model| model.answers.get(line, step).map(|answer| answer.items().to_vec()).unwrap_or_default())
    }

    /// Confirms and sends; again with the same id and bytes if nothing was changed since.
    pub fn send(self) {
        let open = self.read(|model| Some(model.first_open()));
        if let Some(place @ Place::Screen(..)) = open {
            // Something became open again after a change: ask it rather than send it half.
            return self.go(place);
        }
        let Some(frozen) = self.change(|model| Some(model.freeze())) else { return };
        let Some(endpoint) = self.read(|model| Some(model.config.endpoint.clone())) else { return };
        self.go(Place::Sending);
        leptos::task::spawn_local(async move {
            match delivery::deliver(&endpoint, &frozen, self).await {
                Ok(receipt) => {
                    self.read(|model| model.host.emit("sent", &Json::map([("receipt", receipt.to_json())])));
                    self.go(Place::Receipt(Box::new(receipt)));
                }
                Err(outcome) => {
                    let detail = [
                        ("code", outcome.code.as_str().into()),
                        ("path", "/endpoint".into()),
                        ("message", outcome.detail.as_str().into()),
                    ];
                    self.read(|model| model.host.emit("error", &Json::map(detail)));
                    self.go(Place::Failed(outcome));
                }
            }
        });
    }

    /// Closes the widget; nothing is discarded, opening again goes on from here.
    pub fn leave(self) {
        self.read(|model| {
            let receipt = if let Place::Receipt(receipt) = &model.place { Some(receipt.to_json()) } else { None };
            let outcome = if receipt.is_some() { "sent" } else { "closed" };
            let mut detail = Json::map([
                ("flow", model.flow_id().into()),
                ("step", model.place_id().into()),
                ("outcome", outcome.into()),
            ]);
            if let (Json::Map(map), Some(receipt)) = (&mut detail, receipt) {
                map.set("receipt", receipt);
            }
            model.host.close(&detail);
        });
    }

    /// Labels go along in the shop's language too; its file is fetched while the shopper reads.
    fn fetch_shop_locale(self) {
        let wanted = self.read(|model| {
            let tag = model.config.locales.first()?.clone();
            (tag != model.locale.tag).then(|| (model.base.clone(), tag))
        });
        if let Some((base, tag)) = wanted {
            leptos::task::spawn_local(async move {
                if let Some(messages) = i18n::fetch_locale(&base, &tag).await {
                    self.change(|model| model.shop_locale = Some(Locale { tag, messages }));
                }
            });
        }
    }
}

fn possible(case: &Case, step_id: &str, line: &str, value: &str) -> bool {
    let Some(step) = case.step(step_id) else { return false };
    match step.kind {
        StepKind::Remedy => {
            value == OTHER_REMEDY || offers_for(case, line).offered.iter().any(|offer| offer.remedy == value)
        }
        _ => case.options(step, Some(line)).contains(&value),
    }
}
