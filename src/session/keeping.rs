//! What is entered outlives the page: a draft on the device from the first answer on, a confirmed complaint until it is taken.

use super::model::Detour;
use super::waiting::Listed;
use super::{Model, Place, Session};
use crate::delivery::outbox::{self, now};
use crate::delivery::{Failed, Frozen};
use crate::evidence::Photo;
use crate::storage;
use redress_engine::Json;
use redress_engine::answers::Answers;
use redress_engine::complaint::Attachment;
use redress_engine::config::{Endpoint, Privacy, Storage};
use redress_engine::kept::{Kept, Stage, Waiting, draft_key};
use redress_engine::read::Dict;
use redress_engine::text::Arg;
use std::any::Any;
use wasm_bindgen::JsValue;
use web_sys::Blob;

/// What a widget knows of what is kept.
#[derive(Default)]
pub struct Keeping {
    /// The flow that was opened; the present one may be another.
    opened: String,
    /// What was found from an earlier visit (a [`Found`]), until the shopper says whether they go on with it. Of no type, so that the first
    /// module need not know how to drop it.
    found: Option<Box<dyn Any>>,
    /// Whether the device has been asked.
    asked: bool,
    /// Whether the device refuses, or has no room: then all lives in the page's memory.
    pub refused: bool,
    /// Whether the shopper has said anything.
    pub begun: bool,
    /// A draft is being written, or about to be.
    writing: bool,
    /// What is on the device, or on its way there, is not what was entered last.
    stale: bool,
    /// Ids of pictures whose bytes are on the device: they are not read anew for every letter that is typed.
    stored: Vec<String>,
    /// Pictures of a draft whose bytes were gone.
    pub lost: usize,
    /// What a look-up told (a [`LookedUp`](super::lookup::LookedUp)); of no type as `found`.
    pub(super) looked_up: Option<Box<dyn Any>>,
    /// What waits on the device, of all orders, if anything does (a [`Listed`](super::waiting::Listed)); of no type as `found`.
    pub listed: Option<Box<dyn Any>>,
}

impl Keeping {
    /// For a widget that was opened with this flow.
    pub fn of(opened: String) -> Keeping {
        Keeping { opened, ..Keeping::default() }
    }
}

/// What an earlier visit left: of this case, and all that waits.
struct Left {
    found: Option<Found>,
    listed: Listed,
}

/// What an earlier visit left of this case.
struct Found {
    kept: Kept,
    photos: Vec<Photo>,
    frozen: Option<Frozen>,
}

/// A record, and the pictures to be written with it.
type Draft = (Kept, Vec<(Attachment, Blob)>);

/// What to ask the device for.
pub struct Wanted {
    order: String,
    opened: String,
    privacy: Privacy,
}

impl Model {
    /// Whether the merchant lets anything be kept, and the device does.
    pub fn keeps(&self) -> bool {
        self.config.privacy.storage == Storage::Device && !self.keeping.refused
    }

    /// Whether this shows the complaint that waits under this id. Of what was taken it is told in the list of all, too.
    pub fn waits_for(&self, id: &str, taken: bool) -> bool {
        let place = match &self.place {
            Place::Outbox(before) if taken => before,
            place => place,
        };
        matches!(place, Place::Queued(_)) && self.frozen.as_ref().is_some_and(|frozen| frozen.id == id)
    }

    fn wanted(&self) -> Wanted {
        let (order, opened) = (self.own_page().order.number.clone(), self.keeping.opened.clone());
        Wanted { order, opened, privacy: self.config.privacy.clone() }
    }

    /// All that was entered, as it is kept.
    fn to_keep(&self) -> Kept {
        let mut stages: Vec<Stage> = Vec::new();
        for detour in &self.detours {
            let (step, line) = match detour.place.clone() {
                Place::Screen(step, line) => (Some(step), line),
                _ => (None, None),
            };
            stages.push(Stage {
                flow: detour.flow_id.clone(),
                answers: detour.answers.clone(),
                given: Dict(detour.given.clone()),
                step,
                line,
            });
        }
        let (flow, answers) = (self.flow_id.clone(), self.answers.clone());
        stages.push(Stage { flow, answers, given: Dict(self.given.clone()), step: None, line: None });
        Kept {
            order: self.own_page().order.number.clone(),
            opened: self.keeping.opened.clone(),
            saved_at: now(),
            stages,
            photos: self.photos.iter().map(|photo| photo.attachment.clone()).collect(),
            lookup: self.looked_up().map(|looked_up| looked_up.told.clone()),
            replaces: self.replaces.clone(),
            waiting: None,
        }
    }

    /// What is to be kept of what is not confirmed, with the pictures that are not on the device yet. What is confirmed is kept as that; what
    /// is not begun, or was discarded, is not kept at all.
    fn draft(&self) -> Option<Draft> {
        let Keeping { begun, asked, stored, .. } = &self.keeping;
        if !begun || !asked || self.frozen.is_some() || !self.keeps() {
            return None;
        }
        let fresh = self.photos.iter().filter(|photo| !stored.contains(&photo.attachment.id));
        Some((self.to_keep(), fresh.map(|photo| (photo.attachment.clone(), photo.blob.clone())).collect()))
    }

    /// Takes up what was kept. What the config asks no more is left out.
    fn take_up(&mut self, found: Found) {
        let Found { mut kept, photos, frozen } = found;
        let lost: Vec<String> = kept
            .photos
            .iter()
            .filter(|photo| photos.iter().all(|there| there.attachment.id != photo.id))
            .map(|photo| photo.id.clone())
            .collect();
        for stage in &mut kept.stages {
            forget_photos(&mut stage.answers, &lost);
        }
        kept.stages.retain(|stage| self.config.flows.get(&stage.flow).is_some());
        self.detours.clear();
        let last = kept.stages.pop();
        for Stage { flow, answers, given, step, line } in kept.stages {
            let place = step.map_or(Place::Review, |step| Place::Screen(step, line));
            let Some(definition) = self.config.flows.get(&flow).cloned() else { continue };
            let given = given.0;
            let detour =
                Detour { flow_id: flow, flow: definition, answers, given, place, changing: false, translated: false };
            self.detours.push(detour);
        }
        if let Some(Stage { flow, answers, given, .. }) = last {
            if let Some(definition) = self.config.flows.get(&flow) {
                self.flow = definition.clone();
            }
            self.flow_id = flow;
            self.answers = answers;
            self.given = given.0;
        }
        self.photos = photos;
        self.replaces = kept.replaces;
        self.opened_at = 0.0;
        self.keeping.begun = true;
        self.keeping.lost = lost.len();
        self.told(kept.lookup);
        self.place = self.first_open();
        if let Some(waiting) = kept.waiting {
            self.take_up_waiting(waiting, frozen);
        }
    }

    fn take_up_waiting(&mut self, waiting: Waiting, frozen: Option<Frozen>) {
        if let Some(receipt) = waiting.receipt {
            self.frozen = Some(Frozen { id: waiting.id, confirmed_at: waiting.confirmed_at, ..Frozen::default() });
            self.place = Place::Receipt(Box::new(receipt));
            return;
        }
        if frozen.is_none() {
            // Without its pictures it is another complaint.
            self.replaces = Some(waiting.id);
            return;
        }
        self.frozen = frozen;
        let failed = waiting.failure.as_ref().map(Failed::kept).unwrap_or_default();
        self.place = match () {
            () if waiting.stopped => Place::Review,
            () if waiting.is_pending() => Place::Queued(failed.outcome),
            () => Place::Failed(failed.outcome),
        };
    }
}

/// Takes pictures out of answers.
fn forget_photos(answers: &mut Answers, ids: &[String]) {
    let lines = answers.items.0.iter_mut().map(|(_, steps)| steps);
    for steps in lines.chain([&mut answers.shared]) {
        for (_, answer) in &mut steps.0 {
            if let Json::List(named) = answer {
                named.retain(|name| !ids.iter().any(|id| name.as_text() == Some(id)));
            }
        }
    }
}

/// Asks the device, and clears up what is over.
async fn ask(wanted: &Wanted) -> Result<Left, JsValue> {
    let mut found: Option<Kept> = None;
    let mut listed = Listed::default();
    let mut look = |all: &mut Vec<Kept>| {
        all.retain(|kept| !kept.is_over(now(), &wanted.privacy));
        let ours = all.iter().filter(|kept| kept.order == wanted.order && kept.opened == wanted.opened);
        // What is confirmed comes before what is not; of several, the last.
        found = ours.max_by_key(|kept| (kept.waiting.is_some(), kept.saved_at)).cloned();
        listed = Listed::of(all.clone());
    };
    storage::update(Vec::new(), &mut look).await?;
    let Some(kept) = found else { return Ok(Left { found: None, listed }) };
    let mut photos = Vec::new();
    for (photo, bytes) in kept.photos.iter().zip(&storage::photos(&kept.photos).await?) {
        photos.extend(storage::blob(bytes, &photo.mime).map(|blob| Photo::new(photo.clone(), blob)));
    }
    let frozen = match &kept.waiting {
        Some(waiting) => outbox::frozen(waiting).await?.ok(),
        None => None,
    };
    Ok(Left { found: Some(Found { kept, photos, frozen }), listed })
}

/// Before anything is drawn: what an earlier visit left.
pub async fn look(model: &mut Model) {
    let left = ask(&model.wanted()).await;
    model.asked(left, true);
}

impl Model {
    /// `fresh`: the shopper has not begun anew.
    fn asked(&mut self, left: Result<Left, JsValue>, fresh: bool) {
        self.keeping.asked = true;
        let Ok(Left { found, listed }) = left else {
            self.keeping.refused = true;
            return;
        };
        self.keeping.listed = if listed.kept.is_empty() { None } else { Some(Box::new(listed)) };
        match found.filter(|_| fresh) {
            Some(found) if found.kept.waiting.is_some() => self.take_up(found),
            Some(found) => {
                self.place = Place::Resume;
                self.keeping.found = Some(Box::new(found));
            }
            None => {}
        }
    }
}

impl Session {
    /// Looks what an earlier visit left, unless that was done before anything was drawn; from here on answers are kept, and what waits is
    /// sent.
    pub fn begin_keeping(self) {
        leptos::task::spawn_local(async move {
            if !self.model().keeping.asked {
                let wanted = self.model().wanted();
                let left = ask(&wanted).await;
                if self.is_over() {
                    return;
                }
                let fresh = !self.model().keeping.begun;
                let before = self.model().place.clone();
                // Who has begun anew meanwhile is not interrupted; what waits is sent all the same.
                self.change().asked(left, fresh);
                let place = self.model().place.clone();
                if place == before { self.redraw_part() } else { self.go(place) }
            }
            let (host, (endpoint, problems)) = {
                let model = self.model();
                (model.host.clone(), model.config.endpoint.read())
            };
            host.warn("", &problems);
            outbox::start(endpoint, host);
            if matches!(self.model().place, Place::Queued(_)) {
                outbox::watch(self);
            }
            if self.model().keeping.begun {
                self.keep();
            }
        });
    }

    /// Goes on where an earlier visit ended.
    pub fn resume(self) {
        let found = self.change().keeping.found.take();
        if let Some(found) = found.and_then(|found| found.downcast::<Found>().ok()) {
            self.change().take_up(*found);
        }
        let (place, lost) = {
            let model = self.model();
            (model.place.clone(), model.keeping.lost)
        };
        self.go(place);
        if lost > 0 {
            let words = self.model().texts().get("resume.lost", &[("count", Arg::Count(lost as i64))]);
            self.announce(words);
        }
    }

    /// Leaves what an earlier visit left, for good.
    pub fn start_again(self) {
        self.change().keeping.found = None;
        self.forget();
        let open = self.model().first_open();
        self.go(open);
    }

    /// Takes out what is kept of this case.
    pub fn forget(self) {
        let keys = {
            let mut model = self.change();
            model.keeping.begun = false;
            let Wanted { order, opened, .. } = model.wanted();
            let ids = model.frozen.iter().map(|frozen| frozen.id.clone()).chain(model.replaces.clone());
            ids.chain([draft_key(&order, &opened)]).collect::<Vec<_>>()
        };
        leptos::task::spawn_local(async move {
            let mut forget = |all: &mut Vec<Kept>| all.retain(|kept| !keys.contains(&kept.key()));
            let _ = storage::update(Vec::new(), &mut forget).await;
        });
    }

    /// Keeps the draft, once the shopper sees what their answer brings (beginning to write takes a tenth of a tap) and what is being written
    /// is written: as it is then.
    pub fn keep(self) {
        let host = {
            let mut model = self.change_view();
            model.keeping.stale = true;
            if std::mem::replace(&mut model.keeping.writing, true) {
                return;
            }
            model.host.clone()
        };
        leptos::task::spawn_local(async move {
            loop {
                host.painted().await;
                if self.is_over() {
                    return;
                }
                let kept = self.write_draft().await;
                if self.is_over() {
                    return;
                }
                if kept.is_err() {
                    self.refused();
                }
                let mut model = self.change_view();
                if model.keeping.refused || !model.keeping.stale {
                    model.keeping.writing = false;
                    return;
                }
            }
        });
    }

    /// The device keeps nothing, or has no room: from here on all lives in the page's memory.
    fn refused(self) {
        self.change_view().keeping.refused = true;
        self.redraw_part();
    }

    async fn write_draft(self) -> Result<(), JsValue> {
        let draft = {
            let mut model = self.change_view();
            model.keeping.stale = false;
            model.draft()
        };
        let Some((kept, photos)) = draft else { return Ok(()) };
        let ids: Vec<_> = photos.iter().map(|(photo, _)| photo.id.clone()).collect();
        put(kept, photos).await?;
        if !self.is_over() {
            self.change_view().keeping.stored.extend(ids);
        }
        Ok(())
    }

    /// It ends: what still waits to be kept is kept at once.
    pub fn ending(self) {
        let draft = {
            let model = self.model();
            if model.keeping.stale { model.draft() } else { None }
        };
        if let Some((kept, photos)) = draft {
            leptos::task::spawn_local(async move {
                let _ = put(kept, photos).await;
            });
        }
    }

    /// Puts what is being sent where it survives all that may happen before it is taken; whether that could be done.
    pub async fn put_in_outbox(self, frozen: &Frozen, endpoint: &Endpoint) -> bool {
        let kept = {
            let model = self.model();
            if !model.keeps() {
                return false;
            }
            let waiting = Waiting {
                id: frozen.id.clone(),
                confirmed_at: frozen.confirmed_at.clone(),
                body: frozen.body.clone(),
                summary: frozen.summary.clone(),
                files: frozen.files.iter().map(|(file, _)| file.clone()).collect(),
                endpoint: endpoint.clone(),
                next_at: now(),
                ..Waiting::default()
            };
            Kept { waiting: Some(waiting), ..model.to_keep() }
        };
        let mut photos = frozen.files.clone();
        photos.extend(self.model().photos.iter().map(|photo| (photo.attachment.clone(), photo.blob.clone())));
        let put = put(kept, photos).await;
        if put.is_err() && !self.is_over() {
            self.refused();
        }
        put.is_ok()
    }
}

/// Writes a record with its pictures. It takes the place of the draft of its case, and of the complaint that it corrects.
async fn put(kept: Kept, photos: Vec<(Attachment, Blob)>) -> Result<(), JsValue> {
    let mut fresh = Vec::new();
    for (photo, blob) in photos {
        fresh.push((photo.id, storage::bytes(&blob).await?));
    }
    let mut put = |all: &mut Vec<Kept>| {
        let (draft, key) = (draft_key(&kept.order, &kept.opened), kept.key());
        all.retain(|other| {
            ![draft.as_str(), &key, kept.replaces.as_deref().unwrap_or_default()].contains(&other.key().as_str())
        });
        all.push(kept.clone());
    };
    storage::update(fresh, &mut put).await
}
