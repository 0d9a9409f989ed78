//! The way out: sending, stopping it, waiting for the network, closing.

use super::{Place, Session};
use crate::browser::call;
use crate::delivery::{self, Failed, Frozen, outbox};
use crate::storage;
use leptos::prelude::*;
use redress_engine::Json;
use redress_engine::complaint::Receipt;
use redress_engine::config::Endpoint;
use redress_engine::read::Write;
use std::cell::Cell;
use std::rc::Rc;

impl Session {
    /// Confirms and sends; again with the same id and bytes if nothing was changed since.
    pub fn send(self) {
        if self.model().preparing > 0 {
            self.announce(self.text("photos.working"));
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
        // Now: once another tab has let go of it, the widget may have left the page.
        let (current, keeps) = (self.model().config.endpoint(), self.model().keeps());
        self.go(Place::Sending);
        leptos::task::spawn_local(async move {
            let answered = Rc::new(Cell::new(None));
            let (id, slot) = (frozen.id.clone(), Rc::clone(&answered));
            let work = async move { slot.set(Some(self.deliver(current, keeps, frozen, sending).await)) };
            storage::alone(&id, true, Box::pin(work)).await;
            if let Some(answered) = answered.take()
                && self.is_current(sending)
            {
                self.settle(answered);
            }
        });
    }

    /// Into the outbox, then on its way.
    async fn deliver(
        self,
        current: Endpoint,
        keeps: bool,
        mut frozen: Frozen,
        sending: u32,
    ) -> Result<Receipt, Failed> {
        let mut endpoint = current.clone();
        if keeps && let Some(waiting) = outbox::found(&frozen.id).await {
            // Another tab may have sent it; if not, it goes on to where it has perhaps already arrived.
            if let Some(receipt) = waiting.receipt {
                return Ok(receipt);
            }
            endpoint = waiting.endpoint;
        }
        let kept = !self.is_over() && self.put_in_outbox(&frozen, &endpoint).await;
        if !self.is_over() && !self.is_current(sending) {
            let _ = outbox::change(&frozen.id, &mut outbox::stop).await;
            return Err(Failed::default());
        }
        let answered = delivery::deliver(&mut endpoint, &current, &mut frozen, self, sending).await;
        if kept {
            // Where that fails, it is sent again, and the endpoint knows it by its id.
            let _ = outbox::note(&frozen.id, &endpoint, &answered).await;
        }
        answered
    }

    /// Whether the shopper still waits for this sending: they may have stopped it, or left.
    pub fn is_current(self, sending: u32) -> bool {
        !self.is_over() && self.model().sending == sending
    }

    /// Stops sending: back to the review, with everything.
    pub fn stop_sending(self) {
        let (request, id) = {
            let mut model = self.change();
            model.sending += 1;
            (model.request.take(), model.freeze().id)
        };
        // It waits for the shopper now, and not for the network.
        leptos::task::spawn_local(async move {
            let _ = outbox::change(&id, &mut outbox::stop).await;
        });
        if let Some(request) = request {
            let _ = call(&request, "abort", &[]);
        }
        self.go(Place::Review);
        // It may be there already, whatever the browser has told of it by now; the same id makes sending it again harmless.
        self.announce(self.text("sending.stopped"));
    }

    /// What came of it.
    pub fn settle(self, answered: Result<Receipt, Failed>) {
        let keeps = self.model().keeps();
        let inline = !self.model().dialog;
        let (name, detail, place) = match answered {
            Ok(receipt) => {
                if inline {
                    // Nothing closes it: it stays as long as the page.
                    self.forget();
                }
                ("sent", Json::map([("receipt", receipt.to_json())]), Place::Receipt(Box::new(receipt)))
            }
            Err(Failed { outcome, retry, .. }) => {
                let code = ("code", outcome.code.as_str().into());
                let detail =
                    Json::map([code, ("path", "/endpoint".into()), ("message", outcome.detail.as_str().into())]);
                if retry && (keeps || is_offline()) {
                    if keeps {
                        outbox::watch(self);
                    }
                    ("queued", detail, Place::Queued(outcome))
                } else {
                    ("error", detail, Place::Failed(outcome))
                }
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
        if asks { self.ask_to_leave() } else { self.leave_for(false) }
    }

    /// Asks whether to keep what was entered.
    pub fn ask_to_leave(self) {
        let here = self.model().place.clone();
        self.go(Place::Leaving(Box::new(here)));
    }

    /// Closes, for now or for good; opened again, it goes on where the shopper was.
    pub fn leave_for(self, good: bool) {
        let before = self.model().before().filter(|_| matches!(self.model().place, Place::Leaving(_)));
        if let Some(place) = before {
            self.go(place);
        }
        let model = self.model();
        let receipt = model.receipt().map(Write::to_json);
        let queued = matches!(model.place, Place::Queued(_));
        drop(model);
        if good || receipt.is_some() {
            self.forget();
        }
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
