//! Languages of one open widget: the one shown, the shop's own, and those that the law wants beside it.

use super::{Model, Session};
use crate::delivery;
use crate::embed::fetch_json;
use crate::i18n::{self, Locale};

impl Session {
    /// Gets what sending will need, once, while the shopper reads: what is kept on the device, the shop's own language, in which labels go
    /// along too, and the hash by which the desk knows the config.
    pub fn make_ready(self) {
        let Some(config) = self.change().config_text.take() else { return };
        self.begin_keeping();
        leptos::task::spawn_local(async move {
            let sha256 = delivery::sha256(config.as_bytes()).await;
            if !self.is_over() {
                self.change().config_sha256 = sha256;
                self.fetch_beside().await;
            }
        });
    }

    /// Gets what stands or is sent beside the language shown.
    async fn fetch_beside(self) {
        let (shelf, shop) = {
            let model = self.model();
            let shop = model.config.shop_locale();
            let lacks = model.shop_locale.is_none() && shop != model.locale.tag;
            (model.shelf.clone(), lacks.then(|| shop.to_string()))
        };
        if let Some(tag) = shop {
            let locale = shelf.whole(tag).await;
            if locale.is_some() && !self.is_over() {
                self.change().shop_locale = locale;
            }
        }
        if !self.is_over() {
            self.label_in_contract_language(&shelf.base).await;
        }
        if !self.is_over() && self.model().locale.is_partial() {
            self.fetch_whole().await;
        }
    }

    /// A partial language has no words for other flows: gets the one that they are shown in.
    async fn fetch_whole(self) {
        if self.model().beside.is_none() {
            let shelf = self.model().shelf.clone();
            let beside = i18n::beside(&shelf).await;
            if !self.is_over() {
                self.change().beside = beside;
            }
        }
    }

    /// Goes into another flow once there are words for it.
    pub fn enter_worded(self, flow: &'static str) {
        leptos::task::spawn_local(async move {
            if self.model().locale.is_partial() {
                self.fetch_whole().await;
            }
            if !self.is_over() {
                self.enter(flow);
            }
        });
    }

    /// Speaks another language from here on; everything entered stays.
    pub fn speak(self, tag: String) {
        leptos::task::spawn_local(async move {
            let shelf = self.model().shelf.clone();
            let locale = shelf.whole(tag).await;
            if self.is_over() {
                return;
            }
            let Some(locale) = locale else {
                self.announce(self.text("later.failed"));
                return;
            };
            self.change().speak(locale);
            self.announce(String::new());
            self.redraw();
            self.fetch_beside().await;
        });
    }

    /// Where a contract was made in another language than the page speaks, the label that confirms a withdrawal stands in both.
    async fn label_in_contract_language(self, base: &str) {
        let Some(tag) = self.model().contract_language().map(str::to_string) else { return };
        let labels = fetch_json(&[base, "labels.json"].concat()).await;
        if let Some(confirm) = labels.as_ref().and_then(|all| all.get(&tag)?.as_text())
            && !self.is_over()
        {
            self.change().contract_label = Some([tag, confirm.to_string()]);
            self.redraw_part();
        }
    }
}

impl Model {
    /// Takes another language in the place of the one shown.
    fn speak(&mut self, locale: Locale) {
        let before = std::mem::replace(&mut self.locale, locale);
        if self.config.shop_locale() == before.tag {
            self.shop_locale = Some(before);
        }
        // Neither stands beside a language that has all texts, or beside the contract's own.
        self.beside = None;
        self.contract_label = None;
        self.forget_translations();
        self.say_for_country();
        self.keeps_focus = true;
        // Conditions may ask for the language.
        self.prune();
    }
}
