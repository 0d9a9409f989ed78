//! Answers → complaint: what the shopper's taps do. Taps change the model; then the screen, or the part that shows it, is drawn anew.

#[cfg(feature = "debug")]
mod inspected;
mod keeping;
mod language;
mod lookup;
mod model;
mod sending;
mod understudy;
mod waiting;

pub use keeping::look;
pub use model::{Found, Model, Place};
pub use sending::is_offline;
pub use waiting::{page_of, state};

use crate::evidence::Photo;
use crate::ui::later;
use crate::watched::Watched;
use redress_engine::answers::Chosen;
use redress_engine::config::StepKind;
use redress_engine::context::Context;
use redress_engine::flow::{Screen, UNABLE, faults};
use redress_engine::offers::{WITHDRAWAL, offers_for};
use redress_engine::{Case, Json};
use std::cell::{Cell, Ref, RefCell, RefMut};
use std::ops::{Deref, DerefMut};

/// The handle that views and callbacks share; copying it copies two numbers.
#[derive(Clone, Copy)]
pub struct Session {
    slot: usize,
    /// Which use of the slot.
    round: u32,
}

/// Where a session lives. Slots are used again and never given back: a handle that outlives its session can say so.
struct Slot {
    round: Cell<u32>,
    model: RefCell<Option<Box<Model>>>,
    signs: RefCell<Signs>,
}

/// What drawing watches. Each session has its own, because they remember for ever who has watched them.
#[derive(Clone)]
struct Signs {
    /// Counts changes of place or faults: the whole screen is drawn anew.
    screen: Watched<u32>,
    /// Tells of changes within a screen (pictures, progress): only what watches it is drawn anew.
    part: Watched<()>,
    /// What a screen reader is told at once.
    announcement: Watched<String>,
}

impl Signs {
    fn new() -> Signs {
        Signs { screen: Watched::new(0), part: Watched::new(()), announcement: Watched::new(String::new()) }
    }
}

thread_local! {
    static SLOTS: RefCell<Vec<&'static Slot>> = const { RefCell::new(Vec::new()) };
}

impl Session {
    /// Starts a session; what the page already answers is taken as said. It lasts until [`Session::end`].
    pub fn new(model: Model) -> Session {
        SLOTS.with_borrow_mut(|slots| {
            let free = slots.iter().position(|slot| slot.model.borrow().is_none());
            let at = free.unwrap_or(slots.len());
            if free.is_none() {
                slots.push(Box::leak(Box::new(Slot {
                    round: Cell::new(0),
                    model: RefCell::new(None),
                    signs: RefCell::new(Signs::new()),
                })));
            }
            let slot = slots[at];
            slot.model.replace(Some(Box::new(model)));
            Session { slot: at, round: slot.round.get() }
        })
    }

    /// Whether what was drawn before anybody asked for it is what would be drawn now.
    pub fn still_holds(self, page: &Context) -> bool {
        let today = self.model().today();
        self.change_view().tell_time();
        let model = self.model();
        model.today() == today && model.is_about(page) && !later::before_drawing(&model)
    }

    /// Ends it: the widget was unmounted.
    pub fn end(self) {
        if !self.is_over() {
            later::ending(self);
            self.slot().round.set(self.round.wrapping_add(1));
            // Out of the slot first: what it drops may come back to us.
            let (model, signs) = (self.slot().model.take(), self.slot().signs.replace(Signs::new()));
            drop((model, signs));
        }
    }

    fn slot(self) -> &'static Slot {
        SLOTS.with_borrow(|slots| slots[self.slot])
    }

    fn signs(self) -> Signs {
        self.slot().signs.borrow().clone()
    }

    /// The model, to read. Only while the widget is mounted: what waits for something asks [`Session::is_over`] first.
    pub fn model(self) -> Ref<'static, Model> {
        Ref::map(self.slot().model.borrow(), |model| match model {
            Some(model) if !self.is_over() => &**model,
            _ => unreachable!(),
        })
    }

    /// The model, to change. Never while a guard of [`Session::model`] is held.
    pub fn change(self) -> Change {
        self.guard(true)
    }

    /// The same, to change only what the flow does not depend on: where the shopper is, faults, focus.
    pub fn change_view(self) -> Change {
        self.guard(false)
    }

    fn guard(self, forgets: bool) -> Change {
        let model = RefMut::map(self.slot().model.borrow_mut(), |model| match model {
            Some(model) if !self.is_over() => &mut **model,
            _ => unreachable!(),
        });
        Change { model, forgets }
    }

    /// Whether the widget was unmounted meanwhile.
    pub fn is_over(self) -> bool {
        self.slot().round.get() != self.round
    }

    /// The effect that asks is run again when the whole screen is to be drawn anew.
    pub fn watch_screen(self) {
        self.signs().screen.get();
    }

    /// The effect that asks is run again when something within a screen has changed.
    pub fn watch_part(self) {
        self.signs().part.get();
    }

    /// Whether nothing but the first screen was drawn.
    pub fn is_new(self) -> bool {
        self.signs().screen.peek() == 0
    }

    /// Tells a screen reader at once.
    pub fn announce(self, words: String) {
        self.signs().announcement.set(words);
    }

    /// What a screen reader was told last; watched.
    pub fn announced(self) -> String {
        self.signs().announcement.get()
    }

    /// A message of the language shown.
    pub fn text(self, key: &str) -> String {
        self.model().texts().get(key, &[])
    }

    /// Goes to a place.
    pub fn go(self, place: Place) {
        {
            let mut model = self.change_view();
            if place == Place::Review {
                model.changing = false;
            }
            model.faults.clear();
            model.same_for_all = false;
            model.proceed_later = false;
            model.place = place;
            model.tell_time();
            model.begin();
        }
        // What was said on the screen before is over.
        self.announce(String::new());
        self.redraw();
        self.tell_step();
    }

    /// Draws the whole screen anew.
    pub fn redraw(self) {
        self.signs().screen.set(self.signs().screen.peek() + 1);
    }

    /// Draws anew what watches [`Session::part`].
    pub fn redraw_part(self) {
        self.signs().part.set(());
    }

    pub fn tell_step(self) {
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
        drop(model);
        host.emit("step", &step);
        later::tell_offers(self);
    }

    /// Where a remedy is asked, tells how many there are to choose from.
    pub fn tell_offers(self) {
        let model = self.model();
        let Place::Screen(id, Some(line)) = &model.place else { return };
        let asks = model.config.steps.get(id).is_some_and(|step| step.kind == StepKind::Remedy);
        if !asks {
            return;
        }
        let count = offers_for(&model.case(), line).offered.len() as i64;
        let offers = Json::map([
            ("flow", model.flow_id.as_str().into()),
            ("line", line.as_str().into()),
            ("count", Json::Int(count)),
        ]);
        let host = model.host.clone();
        drop(model);
        host.emit("offers", &offers);
    }

    /// What the screen was waiting for is there: its questions start with what they would have started with.
    pub fn arrived(self) {
        later::make_ready(self);
        self.change().arrived();
        later::tell_offers(self);
        self.redraw();
    }

    /// Writes what a control says; what depended on an earlier answer goes. Where that shows or hides a question of the same screen, the
    /// screen is drawn anew, and the focus stays.
    pub fn answer(self, line: Option<&str>, step: &str, value: Json) {
        let steps = || {
            let model = self.model();
            model.screen().map(|screen| screen.steps)
        };
        let before = steps();
        self.write(line, step, value);
        if steps() != before {
            self.change_view().keeps_focus = true;
            self.change_view().begin();
            self.redraw();
        }
    }

    /// An answer on which what is offered on the same screen depends: it is drawn anew around the control.
    pub fn answer_anew(self, line: Option<&str>, step: &str, value: Json) {
        self.write(line, step, value);
        self.change_view().keeps_focus = true;
        later::tell_offers(self);
        self.redraw();
    }

    fn write(self, line: Option<&str>, step: &str, value: Json) {
        let same = self.model().answers.get(line, step) == Some(&value);
        if same {
            return;
        }
        {
            let mut model = self.change();
            model.answers.set(line, step, value);
            model.changed();
        }
        later::keep(self);
    }

    /// Sets how many pieces of a line the case is about; 0 takes it out.
    pub fn choose_pieces(self, line: &str, quantity: i64) {
        {
            let mut model = self.change();
            model.answers.chosen.retain(|chosen| chosen.line != line);
            if quantity > 0 {
                model.answers.chosen.push(Chosen { line: line.into(), quantity });
            }
            model.changed();
        }
        later::keep(self);
    }

    /// A choice that advances by itself: for this line or, if the shopper said so, for every line where it is possible.
    pub fn choose(self, line: Option<String>, step: &str, value: Json) {
        let for_all = self.model().same_for_all;
        self.write(line.as_deref(), step, value.clone());
        self.leave_rest_blank(line.as_deref(), step);
        if self.cancels(step, &value, for_all) || self.leads_away() {
            return;
        }
        if for_all {
            let lines = self.model().case().lines();
            for other in lines.iter().filter(|other| Some(*other) != line.as_ref()) {
                let possible = possible(&self.model().case(), step, other, &value);
                if possible {
                    self.write(Some(other), step, value.clone());
                    self.leave_rest_blank(Some(other), step);
                }
            }
        }
        let next = if for_all { self.model().first_open() } else { self.model().after() };
        self.go(next);
    }

    /// What else stands on a screen whose answer advances may stay blank.
    fn leave_rest_blank(self, line: Option<&str>, step: &str) {
        let screen = {
            let of = |(id, of): &(String, Option<String>)| id == step && of.as_deref() == line;
            self.model().screens().iter().find(|screen| screen.steps.iter().any(of)).cloned()
        };
        self.leave_blank(screen);
    }

    /// What was not answered on a screen is noted as asked.
    fn leave_blank(self, screen: Option<Screen>) {
        for (id, line) in screen.map(|screen| screen.steps).unwrap_or_default() {
            let blank = {
                let model = self.model();
                let items = model.config.steps.get(&id).is_none_or(|step| step.kind == StepKind::Items);
                !items && model.answers.get(line.as_deref(), &id).is_none()
            };
            if blank {
                self.write(line.as_deref(), &id, Json::Null);
            }
        }
    }

    /// Goes into the flow that an answer leads into, if one does.
    fn leads_away(self) -> bool {
        let flow = self.model().way_out();
        flow.is_some_and(|flow| self.enter(&flow))
    }

    /// "Cancel the purchase" leads into the withdrawal, unless other lines of the case are to get, or can only get, something else: then
    /// it stays one remedy among them.
    fn cancels(self, step: &str, value: &Json, for_all: bool) -> bool {
        let cancels = {
            let model = self.model();
            let case = model.case();
            let lines = case.lines();
            value.as_text() == Some(WITHDRAWAL)
                && case.step(step).is_some_and(|step| step.kind == StepKind::Remedy)
                && (for_all || lines.len() == 1)
                && lines.iter().all(|line| possible(&case, step, line, value))
        };
        cancels && self.enter(WITHDRAWAL)
    }

    /// Goes into another flow; what is known goes along.
    pub fn enter(self, flow: &str) -> bool {
        let entered = self.change().lead_into(flow);
        if entered {
            later::keep(self);
            let next = self.model().first_open();
            self.go(next);
        }
        entered
    }

    /// The Continue button: faults stay on the screen, otherwise it goes on. What was left blank is noted as asked.
    pub fn proceed(self) {
        if self.model().preparing > 0 {
            self.change_view().proceed_later = true;
            return;
        }
        let mut found = Vec::new();
        let screen = {
            let model = self.model();
            let case = model.case();
            let screen = model.screen();
            for (id, line) in screen.iter().flat_map(|screen| &screen.steps) {
                if let Some(step) = case.step(id) {
                    found.extend(faults(&case, id, step, line.as_deref()));
                }
            }
            screen
        };
        if !found.is_empty() {
            self.change_view().faults = found;
            return self.redraw();
        }
        self.leave_blank(screen);
        if self.leads_away() || later::stays(self) {
            return;
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
        self.change_view().changing = true;
        self.go(place);
    }

    /// So many more pictures are being prepared; Continue waits for them.
    pub fn preparing(self, count: usize) {
        self.change_view().preparing += count;
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
        self.write(line, step, Json::List(named));
        let cured = !std::mem::take(&mut self.change().faults).is_empty();
        self.change().keeps_focus = cured;
        // The review counts the pictures too.
        let review = self.model().place == Place::Review;
        if cured || review { self.redraw() } else { self.redraw_part() }
    }

    /// Takes a picture out of an answer.
    pub fn remove_photo(self, line: Option<&str>, step: &str, id: &str) {
        let mut named = self.photo_ids(line, step);
        named.retain(|name| name.as_text() != Some(id));
        self.write(line, step, Json::List(named));
        self.change().photos.retain(|photo| photo.attachment.id != id);
        self.redraw_part();
    }

    /// The shopper cannot take a picture: that is an answer, and goes on.
    pub fn unable(self, line: Option<&str>, step: &str) {
        self.write(line, step, UNABLE.into());
        self.proceed();
    }

    fn photo_ids(self, line: Option<&str>, step: &str) -> Vec<Json> {
        self.model().answers.get(line, step).map(|answer| answer.items().to_vec()).unwrap_or_default()
    }
}

/// The model while it is changed.
pub struct Change {
    model: RefMut<'static, Model>,
    /// What it remembers of its screens is forgotten.
    forgets: bool,
}

impl Change {
    fn touch(&mut self) {
        if self.forgets {
            self.model.forget_screens();
        }
    }
}

impl Deref for Change {
    type Target = Model;

    fn deref(&self) -> &Model {
        &self.model
    }
}

impl DerefMut for Change {
    fn deref_mut(&mut self) -> &mut Model {
        self.touch();
        &mut self.model
    }
}

impl Drop for Change {
    fn drop(&mut self) {
        self.touch();
        #[cfg(feature = "debug")]
        crate::debug::changed();
    }
}

fn possible(case: &Case, step: &str, line: &str, value: &Json) -> bool {
    case.asked(step, Some(line)).is_some_and(|asked| asked.kind().wrong(&asked, value).is_empty())
}
