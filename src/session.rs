//! Answers → complaint: what the shopper's taps do. Taps change the model; then the screen, or the part that shows it, is drawn anew.

mod model;

pub use model::{Found, Model, Place};

use crate::delivery::{self, Outcome};
use crate::evidence::Photo;
use crate::i18n::{self, Locale};
use leptos::prelude::*;
use leptos::reactive::signal::guards::{Plain, ReadGuard, UntrackedWriteGuard};
use redress_engine::answers::Chosen;
use redress_engine::complaint::Receipt;
use redress_engine::config::StepKind;
use redress_engine::flow::{UNABLE, faults};
use redress_engine::offers::{OTHER_REMEDY, WITHDRAWAL, offers_for};
use redress_engine::read::Write;
use redress_engine::{Case, Json};

/// The handle that views and callbacks share; copying it copies a few ids.
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

    /// The model, to read. Only while the widget is mounted: what waits for something asks [`Session::is_over`] first.
    pub fn model(self) -> ReadGuard<Model, Plain<Model>> {
        self.model.read_value()
    }

    /// The model, to change. Never while a guard of [`Session::model`] is held.
    pub fn change(self) -> UntrackedWriteGuard<Model> {
        self.model.write_value()
    }

    /// Whether the widget was unmounted meanwhile.
    pub fn is_over(self) -> bool {
        self.model.is_disposed()
    }

    /// A message of the language shown.
    pub fn text(self, key: &str) -> String {
        self.model().texts().get(key, &[])
    }

    /// Goes to a place.
    pub fn go(self, place: Place) {
        {
            let mut model = self.change();
            if place == Place::Review {
                model.changing = false;
            }
            model.faults.clear();
            model.same_for_all = false;
            model.proceed_later = false;
            model.place = place;
        }
        // What was said on the screen before is over.
        self.announcement.set(String::new());
        self.redraw();
        self.tell_step();
    }

    /// Draws the whole screen anew.
    pub fn redraw(self) {
        self.screen.update(|count| *count += 1);
    }

    /// Draws anew what watches [`Session::part`].
    pub fn redraw_part(self) {
        self.part.update(|count| *count += 1);
    }

    fn tell_step(self) {
        let model = self.model();
        let host = model.host.clone();
        let (behind, remaining) = model.progress();
        let flow = || Json::from(model.flow_id.as_str());
        let step = Json::map([
            ("flow", flow()),
            ("step", model.place_id().into()),
            ("index", Json::Int(behind as i64)),
            ("remaining", Json::Int(remaining as i64)),
        ]);
        let mut offers = None;
        if let Place::Screen(id, Some(line)) = &model.place
            && model.config.steps.get(id).is_some_and(|step| step.kind == StepKind::Remedy)
        {
            let count = offers_for(&model.case(), line).offered.len() as i64;
            offers = Some(Json::map([("flow", flow()), ("line", line.as_str().into()), ("count", Json::Int(count))]));
        }
        drop(model);
        host.emit("step", &step);
        if let Some(offers) = offers {
            host.emit("offers", &offers);
        }
    }

    /// Writes an answer; what depended on an earlier one goes.
    pub fn answer(self, line: Option<&str>, step: &str, value: Json) {
        let mut model = self.change();
        if model.answers.get(line, step) != Some(&value) {
            model.answers.set(line, step, value);
            model.changed();
        }
    }

    /// Sets how many pieces of a line the case is about; 0 takes it out.
    pub fn choose_pieces(self, line: &str, quantity: i64) {
        let mut model = self.change();
        model.answers.chosen.retain(|chosen| chosen.line != line);
        if quantity > 0 {
            model.answers.chosen.push(Chosen { line: line.into(), quantity });
        }
        model.changed();
    }

    /// A choice that advances by itself: for this line or, if the shopper said so, for every line where it is possible.
    pub fn choose(self, line: Option<String>, step: &str, value: &str) {
        let for_all = self.model().same_for_all;
        self.answer(line.as_deref(), step, value.into());
        if value == WITHDRAWAL && self.leads_to_withdrawal(step, for_all) {
            let next = self.model().first_open();
            return self.go(next);
        }
        if for_all {
            let lines = self.model().case().lines();
            for other in lines.iter().filter(|other| Some(*other) != line.as_ref()) {
                let possible = possible(&self.model().case(), step, other, value);
                if possible {
                    self.answer(Some(other), step, value.into());
                }
            }
        }
        let next = if for_all { self.model().first_open() } else { self.model().after() };
        self.go(next);
    }

    /// "Cancel the purchase" leads into the flow `withdrawal`, unless other lines of the case are to get, or can only get, something
    /// else: then it stays one remedy among them.
    fn leads_to_withdrawal(self, step: &str, for_all: bool) -> bool {
        let asked = {
            let model = self.model();
            let case = model.case();
            let lines = case.lines();
            case.step(step).is_some_and(|step| step.kind == StepKind::Remedy)
                && (for_all || lines.len() == 1)
                && lines.iter().all(|line| possible(&case, step, line, WITHDRAWAL))
        };
        asked && self.change().lead_into(WITHDRAWAL)
    }

    /// The Continue button: faults stay on the screen, otherwise it goes on. What was left blank is noted as asked.
    pub fn proceed(self) {
        if self.model().preparing > 0 {
            self.change().proceed_later = true;
            return;
        }
        let mut found = Vec::new();
        let mut blank = Vec::new();
        {
            let model = self.model();
            let case = model.case();
            for (id, line) in model.screen(&case).map(|screen| screen.steps).unwrap_or_default() {
                let Some(step) = case.step(&id) else { continue };
                found.extend(faults(&case, &id, step, line.as_deref()));
                if step.kind != StepKind::Items && case.answers.get(line.as_deref(), &id).is_none() {
                    blank.push((id, line));
                }
            }
        }
        if !found.is_empty() {
            self.change().faults = found;
            return self.redraw();
        }
        for (id, line) in blank {
            self.answer(line.as_deref(), &id, Json::Null);
        }
        let next = self.model().after();
        self.go(next);
    }

    /// The Back button.
    pub fn back(self) {
        let before = self.model().before();
        let before = before.or_else(|| self.change().return_from_detour());
        if let Some(place) = before {
            self.go(place);
        }
    }

    /// A Change link of the review.
    pub fn edit(self, place: Place) {
        self.change().changing = true;
        self.go(place);
    }

    /// So many more pictures are being prepared; Continue waits for them.
    pub fn preparing(self, count: usize) {
        self.change().preparing += count;
    }

    /// One of them is ready or refused.
    pub fn prepared(self) {
        let due = {
            let mut model = self.change();
            model.preparing = model.preparing.saturating_sub(1);
            model.preparing == 0 && std::mem::take(&mut model.proceed_later)
        };
        let review = self.model().place == Place::Review;
        match (due, review) {
            (true, true) => self.send(),
            (true, false) => self.proceed(),
            _ => {}
        }
    }

    /// Adds a picture to an answer.
    pub fn add_photo(self, line: Option<&str>, step: &str, photo: Photo) {
        let mut named = self.photo_ids(line, step);
        named.push(photo.attachment.id.as_str().into());
        self.change().photos.push(photo);
        self.answer(line, step, Json::List(named));
        let cured = !std::mem::take(&mut self.change().faults).is_empty();
        // The review counts the pictures too.
        let review = self.model().place == Place::Review;
        if cured || review { self.redraw() } else { self.redraw_part() }
    }

    /// Takes a picture out of an answer.
    pub fn remove_photo(self, line: Option<&str>, step: &str, id: &str) {
        let mut named = self.photo_ids(line, step);
        named.retain(|name| name.as_text() != Some(id));
        self.answer(line, step, Json::List(named));
        self.change().photos.retain(|photo| photo.attachment.id != id);
        self.redraw_part();
    }

    /// The shopper cannot take a picture: that is an answer, and goes on.
    pub fn unable(self, line: Option<&str>, step: &str) {
        self.answer(line, step, UNABLE.into());
        self.proceed();
    }

    fn photo_ids(self, line: Option<&str>, step: &str) -> Vec<Json> {
        self.model().answers.get(line, step).map(|answer| answer.items().to_vec()).unwrap_or_default()
    }

    /// Confirms and sends; again with the same id and bytes if nothing was changed since.
    pub fn send(self) {
        if self.model().preparing > 0 {
            self.announcement.set(self.text("photos.working"));
            self.change().proceed_later = true;
            return;
        }
        let open = self.model().first_open();
        if open != Place::Review {
            // Something became open again after a change: ask it rather than send it half.
            return self.go(open);
        }
        let frozen = {
            let mut model = self.change();
            model.uploaded = 0;
            model.freeze()
        };
        let endpoint = self.model().config.endpoint.clone();
        self.go(Place::Sending);
        leptos::task::spawn_local(async move {
            let outcome = delivery::deliver(&endpoint, &frozen, self).await;
            if !self.is_over() {
                self.settle(outcome);
            }
        });
    }

    fn settle(self, outcome: Result<Receipt, Outcome>) {
        let (name, detail, place) = match outcome {
            Ok(receipt) => ("sent", Json::map([("receipt", receipt.to_json())]), Place::Receipt(Box::new(receipt))),
            Err(outcome) => {
                let code = ("code", outcome.code.as_str().into());
                let detail =
                    Json::map([code, ("path", "/endpoint".into()), ("message", outcome.detail.as_str().into())]);
                ("error", detail, Place::Failed(outcome))
            }
        };
        let host = self.model().host.clone();
        self.go(place);
        host.emit(name, &detail);
    }

    /// Closes the widget; nothing is discarded, opening again goes on from here.
    pub fn leave(self) {
        let model = self.model();
        let receipt = model.receipt().map(Write::to_json).unwrap_or_default();
        let outcome = if receipt == Json::Null { "closed" } else { "sent" };
        let mut detail = Json::map([
            ("flow", model.flow_id.as_str().into()),
            ("step", model.place_id().into()),
            ("outcome", outcome.into()),
        ]);
        if let (Json::Map(map), Json::Map(_)) = (&mut detail, &receipt) {
            map.set("receipt", receipt);
        }
        let host = model.host.clone();
        drop(model);
        host.close(&detail);
    }

    /// Labels go along in the shop's language too; its file is fetched while the shopper reads.
    fn fetch_shop_locale(self) {
        let model = self.model();
        let Some(tag) = model.config.locales.first().filter(|tag| **tag != model.locale.tag).cloned() else { return };
        let base = model.base.clone();
        leptos::task::spawn_local(async move {
            let messages = i18n::fetch_locale(&base, &tag).await;
            if let Some(messages) = messages.filter(|_| !self.is_over()) {
                self.change().shop_locale = Some(Locale::new(tag, messages));
            }
        });
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
