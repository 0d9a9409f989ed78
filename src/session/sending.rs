//! The way out: sending, stopping it, waiting for the network, closing.

use super::{Place, Session};
use crate::delivery::{self, Outcome};
use leptos::prelude::*;
use redress_engine::Json;
use redress_engine::complaint::Receipt;
use redress_engine::read::Write;

impl Session {
    /// Confirms and sends; again with the same id and bytes if nothing was changed since.
    pub fn send(self) {
        if self.model().preparing > 0 {
            self.announcement.set(self.text("photos.working"));
            self.change().proceed_later = true;
            return;
        }
        if self.leads_away() {
            return;
        }
        let open = self.model().first_open();
        if open != Place::Review {
            // Something became open again after a change: ask it rather than send it half.
            return self.go(open);
        }
        let (frozen, sending) = {
            let mut model = self.change();
            model.uploaded = 0;
            model.sending += 1;
            (model.freeze(), model.sending)
        };
        let endpoint = self.model().config.endpoint.clone();
        self.go(Place::Sending);
        leptos::task::spawn_local(async move {
            let outcome = delivery::deliver(&endpoint, &frozen, self, sending).await;
            if self.is_current(sending) {
                self.settle(outcome);
            }
        });
    }

    /// Whether the shopper still waits for this sending: they may have stopped it, or left.
    pub fn is_current(self, sending: u32) -> bool {
        !self.is_over() && self.model().sending == sending
    }

    /// Stops sending: back to the review, with everything.
    pub fn stop_sending(self) {
        let request = {
            let mut model = self.change();
            model.sending += 1;
            model.request.take()
        };
        if let Some(request) = request {
            let _ = request.abort();
        }
        self.go(Place::Review);
        // It may be there already, whatever the browser has told of it by now; the same id makes sending it again harmless.
        self.announcement.set(self.text("sending.stopped"));
    }

    fn settle(self, outcome: Result<Receipt, Outcome>) {
        let (name, detail, place) = match outcome {
            Ok(receipt) => ("sent", Json::map([("receipt", receipt.to_json())]), Place::Receipt(Box::new(receipt))),
            Err(_) if is_offline() => ("queued", Json::map([]), Place::Queued),
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

    /// Closes, unless something was typed: then the shopper is asked whether to keep it.
    pub fn leave(self) {
        let asks = {
            let model = self.model();
            let here = matches!(model.place, Place::Screen(..) | Place::Review | Place::Failed(_));
            here && model.dialog && model.has_typed()
        };
        if asks {
            let here = self.model().place.clone();
            return self.go(Place::Leaving(Box::new(here)));
        }
        self.leave_for(false);
    }

    /// Closes, for now or for good; opened again, it goes on where the shopper was.
    pub fn leave_for(self, good: bool) {
        let before = self.model().before().filter(|_| matches!(self.model().place, Place::Leaving(_)));
        if let Some(place) = before {
            self.go(place);
        }
        let model = self.model();
        let receipt = model.receipt().map(Write::to_json);
        let queued = model.place == Place::Queued;
        drop(model);
        self.close(&match receipt {
            Some(receipt) => vec![("outcome", "sent".into()), ("receipt", receipt)],
            None if queued => vec![("outcome", "queued".into())],
            None if good => vec![("discarded", Json::Bool(true))],
            None => Vec::new(),
        });
    }

    /// Closes and tells the page: `more` beside where the shopper was.
    pub fn close(self, more: &[(&str, Json)]) {
        let model = self.model();
        let (flow, step) = (model.flow_id.as_str().into(), model.place_id().into());
        let mut detail = Json::map([("flow", flow), ("step", step), ("outcome", "closed".into())]);
        if let Json::Map(map) = &mut detail {
            for (name, value) in more {
                map.set(name, value.clone());
            }
        }
        let host = model.host.clone();
        drop(model);
        host.close(&detail);
    }
}

/// Whether the browser knows that it has no network.
pub fn is_offline() -> bool {
    !window().navigator().on_line()
}
