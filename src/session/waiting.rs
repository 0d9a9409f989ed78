//! What waits on the device, of all orders: the shopper looks through it, sends or deletes it.

use super::{Model, Place, Session};
use crate::delivery::outbox;
use crate::embed::context_of;
use crate::storage;
use crate::ui::later;
use redress_engine::context::Context;
use redress_engine::kept::{Kept, Waiting};
use redress_engine::text::{Arg, Texts};
use redress_engine::{Case, Json, Setting};

/// What was confirmed and is still on the device.
#[derive(Default)]
pub struct Listed {
    /// The complaints, also those that were taken since: their receipt is told.
    pub kept: Vec<Kept>,
    /// The one that the shopper has sent just now.
    pub sending: Option<String>,
    /// The one that they want to delete.
    discarding: Option<String>,
    /// Whether the device did not do it.
    pub undeleted: bool,
    /// Whether the worker tells of what it sends.
    watched: bool,
}

impl Listed {
    /// Out of all that is kept.
    pub fn of(mut all: Vec<Kept>) -> Listed {
        all.retain(|kept| kept.waiting.is_some());
        Listed { kept: all, ..Listed::default() }
    }

    /// What is known of a complaint.
    fn waiting(&self, id: &str) -> Option<&Waiting> {
        self.kept.iter().find(|kept| kept.key() == id)?.waiting.as_ref()
    }
}

impl Model {
    /// What waits, as it was last looked at.
    pub fn listed(&self) -> Option<&Listed> {
        self.keeping.listed.as_ref()?.downcast_ref()
    }

    /// What waits, out of all that is kept now.
    fn list(&mut self, all: Vec<Kept>) {
        let fresh = Listed::of(all);
        match self.listed_mut() {
            Some(listed) => listed.kept = fresh.kept,
            None => self.keeping.listed = Some(Box::new(fresh)),
        }
    }

    fn listed_mut(&mut self) -> Option<&mut Listed> {
        self.keeping.listed.as_mut()?.downcast_mut()
    }

    /// The complaint that the shopper wants to delete.
    pub fn discarding(&self) -> &[Kept] {
        let found = self.listed().and_then(|listed| {
            let asked = |kept: &&Kept| Some(kept.key()) == listed.discarding;
            listed.kept.iter().find(asked)
        });
        found.map(std::slice::from_ref).unwrap_or_default()
    }

    /// How many wait, the one at hand among them; 0 where no other one does.
    pub fn waiting(&self) -> usize {
        let waits = |kept: &&Kept| kept.waiting.as_ref().is_some_and(|waiting| waiting.receipt.is_none());
        let mut others = 0;
        for kept in self.listed().map(|listed| listed.kept.as_slice()).unwrap_or_default() {
            others += usize::from(waits(&kept) && !self.is_at_hand(&kept.key()));
        }
        let here = matches!(self.place, Place::Queued(_) | Place::Failed(_)) && self.keeps();
        others + usize::from(others > 0 && here)
    }

    /// Whether this is the case that the widget was opened for.
    pub fn is_at_hand(&self, id: &str) -> bool {
        self.frozen.as_ref().is_some_and(|frozen| frozen.id == id)
    }

    /// The case of a complaint that waits, with what its page knew ([`page_of`]). None once it was taken, or where its flow is gone.
    pub fn case_waiting<'a>(&'a self, kept: &'a Kept, page: &'a Context) -> Option<Case<'a>> {
        let stage = kept.stages.last()?;
        let flow = self.config.flows.get(&stage.flow)?;
        let setting = Setting { flow_id: &stage.flow, page, ..self.setting() };
        Some(setting.case_with(later::parts(), flow, &stage.answers))
    }
}

/// What the page knew when a complaint was confirmed.
pub fn page_of(kept: &Kept) -> Context {
    let body = kept.waiting.as_ref().and_then(|waiting| Json::parse(&waiting.body).ok()).unwrap_or_default();
    context_of(body.get("context").unwrap_or(&Json::Null))
}

/// What is done with what waits, before and after the list is looked at anew. One task for all: each of its own would weigh.
enum Act {
    Open(Place),
    Tell,
    Send(String),
    Discard(String),
}

impl Session {
    /// Goes to the list of what waits.
    pub fn open_outbox(self) {
        let here = self.model().place.clone();
        self.act(Act::Open(here));
    }

    /// Something was sent, or not: where the list is shown, it tells.
    pub fn relist(self) {
        self.act(Act::Tell);
    }

    /// Sends one of the list now.
    pub fn send_waiting(self, id: &str) {
        let at_hand = self.model().is_at_hand(id);
        if at_hand {
            return self.send();
        }
        match self.change().listed_mut() {
            Some(listed) if listed.sending.is_none() => listed.sending = Some(id.into()),
            _ => return,
        }
        self.announce(self.text("sending.title"));
        self.redraw_list();
        self.act(Act::Send(id.into()));
    }

    /// Asks whether to delete one of the list.
    pub fn ask_to_discard(self, id: &str) {
        let at_hand = self.model().is_at_hand(id);
        if at_hand {
            // Its own screen asks.
            self.back();
        } else if let Some(listed) = self.change().listed_mut() {
            listed.discarding = Some(id.into());
            listed.undeleted = false;
        }
        self.ask_to_leave();
    }

    /// Deletes it.
    pub fn discard_waiting(self) {
        let discarding = self.change().listed_mut().and_then(|listed| listed.discarding.take());
        if let Some(id) = discarding {
            self.act(Act::Discard(id));
        }
    }

    fn act(self, act: Act) {
        leptos::task::spawn_local(async move {
            let done = match &act {
                Act::Send(id) => outbox::send_now(id.clone()).await,
                Act::Discard(id) => outbox::discard(id).await,
                _ => Ok(()),
            };
            let all = storage::all().await;
            if self.is_over() {
                return;
            }
            // Where the device does not answer, what was known of it stays.
            if let Ok(all) = all {
                self.change().list(all);
            }
            self.acted(act, done.is_ok());
        });
    }

    fn acted(self, act: Act, done: bool) {
        match act {
            Act::Tell => {}
            // How it stands says it: it waits as before.
            Act::Send(id) => {
                if let Some(listed) = self.change().listed_mut() {
                    listed.sending = None;
                }
                let words = {
                    let model = self.model();
                    model.listed().and_then(|listed| Some(state(listed.waiting(&id)?, &model.texts())))
                };
                if let Some(words) = words {
                    self.announce(words);
                }
            }
            Act::Discard(id) if !done => {
                if let Some(listed) = self.change().listed_mut() {
                    listed.discarding = Some(id);
                    listed.undeleted = true;
                }
                self.announce(self.text("outbox.undeleted"));
            }
            Act::Discard(_) => {
                self.back();
                // Nothing is left to look through.
                let empty = self.model().listed().is_none_or(|listed| listed.kept.is_empty());
                if empty {
                    self.back();
                }
            }
            // Elsewhere meanwhile, or all was sent.
            Act::Open(here) if self.model().place != here || self.model().waiting() == 0 => {}
            Act::Open(here) => {
                let fresh =
                    self.change().listed_mut().is_some_and(|listed| !std::mem::replace(&mut listed.watched, true));
                self.go(Place::Outbox(Box::new(here)));
                if fresh {
                    outbox::watch(self);
                }
            }
        }
        self.redraw_list();
    }

    fn redraw_list(self) {
        let here = matches!(self.model().place, Place::Outbox(_));
        if here {
            self.change().keeps_focus = true;
            self.redraw();
        } else {
            self.redraw_part();
        }
    }
}

/// How a complaint stands, in words.
pub fn state(waiting: &Waiting, texts: &Texts) -> String {
    let key = match &waiting.failure {
        _ if waiting.receipt.is_some() => "receipt.title",
        Some(failure) if failure.is_final => {
            // Of pictures that are gone it says how many.
            let count = failure.detail.parse().unwrap_or_default();
            return texts.get(&failure.key, &[("count", Arg::Count(count))]);
        }
        _ if waiting.stopped => "sending.stopped",
        _ => "queued.waiting",
    };
    texts.get(key, &[])
}
