//! Look-up: where the page knows no order, the shop is asked for the one that a guest names. What it tells is from then on what the page
//! knows; if it tells nothing, the flow goes on with what was typed, and nobody learns which orders exist.

use super::{Model, Session};
use crate::context::gather;
use crate::delivery;
use crate::embed::Wish;
use crate::ui::later;
use redress_engine::config::StepKind;
use redress_engine::context::Context;
use redress_engine::law::has_pack;
use redress_engine::{Case, Json};

/// What a look-up has changed.
pub(super) struct LookedUp {
    /// What the shop told, as it came.
    pub told: Json,
    /// What the page itself knows: what is kept is kept under that.
    pub page: Context,
}

impl Session {
    /// Asks the shop for the order that was named on this screen, then goes on. False where nothing is to be asked.
    pub fn look_up(self) -> bool {
        let Some((url, asked)) = self.model().to_look_up() else { return false };
        // Continue waits for it, as for pictures.
        self.change().preparing += 1;
        let button = self.model().container.query_selector(".primary").ok().flatten();
        if let Some(button) = button {
            let _ = button.set_attribute("aria-busy", "true");
        }
        self.announce(self.text("frame.loading"));
        leptos::task::spawn_local(async move {
            let told = delivery::look_up(&url, &asked, self).await;
            if self.is_over() {
                return;
            }
            let law = {
                let mut model = self.change();
                model.preparing -= 1;
                model.proceed_later = false;
                // Another order by now, or another screen: its Continue asks anew.
                if model.to_look_up().is_none_or(|(_, now)| now != asked) {
                    None
                } else {
                    model.told(told);
                    Some(model.law_url.clone())
                }
            };
            let Some(law) = law else {
                self.announce(String::new());
                self.change().keeps_focus = true;
                return self.redraw();
            };
            if law.is_some() {
                let law = later::load_with(law).await;
                if self.is_over() {
                    return;
                }
                if let Some(law) = law {
                    self.change().add_law(law);
                }
            }
            let next = self.model().after();
            self.go(next);
            later::keep(self);
        });
        true
    }
}

impl Model {
    /// Where to ask for the order that is named on this screen, and what.
    fn to_look_up(&self) -> Option<(String, String)> {
        let url = self.config.lookup.url.clone();
        let case = self.case();
        for (id, line) in self.screen()?.steps {
            if case.step(&id)?.kind == StepKind::Lookup && !url.is_empty() {
                let answer = case.answer(line.as_deref(), &id)?;
                let part = |name| (name, answer.get(name).cloned().unwrap_or_default());
                return Some((url, Json::map([part("order"), part("email")]).to_text()));
            }
        }
        None
    }

    /// Takes over what the shop told, as if the page itself had said it; nothing: what was told before holds no more.
    pub(super) fn told(&mut self, told: Option<Json>) {
        let page = self.own_page().clone();
        self.keeping.looked_up = None;
        self.page = page.clone();
        if let Some(told) = told {
            let found = gather(&Wish { context: told.clone(), ..Wish::default() });
            if !found.order.number.is_empty() {
                self.page = found;
                self.keeping.looked_up = Some(Box::new(LookedUp { told, page }));
            }
        }
        let country = Case::country(&self.config, &self.page).filter(|country| has_pack(country));
        let has = self.law.as_ref().map(|law| law.country.to_ascii_uppercase());
        if country != has {
            self.law = None;
            self.law_url =
                country.map(|country| [&self.shelf.base, "law/", &country.to_ascii_lowercase(), ".json"].concat());
            self.say_for_country();
        }
        // Another order may have another zone, and so another day.
        self.minute = 0.0;
        self.tell_time();
        self.prune();
    }

    /// What a look-up told, if one did.
    pub(super) fn looked_up(&self) -> Option<&LookedUp> {
        self.keeping.looked_up.as_ref()?.downcast_ref()
    }

    /// What the page itself knows.
    pub(super) fn own_page(&self) -> &Context {
        self.looked_up().map_or(&self.page, |looked_up| &looked_up.page)
    }
}
