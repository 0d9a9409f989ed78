//! Walk: a draft, looked at by the engine: which page comes next, which came before, what an answer leads into. The widget's own
//! (`src/session/model.rs`) in the desk's place: no screen is kept, each page works it out anew from what came with it.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use redress_engine::answers::Chosen;
use redress_engine::config::{Config, Flow, FlowKind, StepKind};
use redress_engine::context::{Context, Item};
use redress_engine::flow::{Screen, carry, given_along, leads_to, pointer, prefilled, prune, remaining, screens};
use redress_engine::json::Map;
use redress_engine::law::Law;
use redress_engine::offers::{WITHDRAWAL, offers_for};
use redress_engine::text::Texts;
use redress_engine::{Case, Day, Json, Setting};

use super::draft::{Draft, Place, Stage};
use super::language::{chosen, offered};
use crate::desk::Desk;
use crate::packs;
use crate::status::language::Language;
use crate::token;

/// A draft on its way through the desk's own config.
pub struct Walk<'a> {
    /// Config, keys, clock.
    pub desk: &'a Desk,
    /// What was said.
    pub draft: Draft,
    /// The flow the shopper is in.
    pub flow: &'a Flow,
    /// What the shop vouches for, or the order's number alone.
    pub page: Context,
    /// The link brought a token that vouches for nothing.
    pub unvouched: bool,
    /// The language shown.
    pub language: Language,
    law: Option<&'static Law>,
    now: Timestamp,
}

impl<'a> Walk<'a> {
    /// None if the config has no such flow.
    pub fn open(desk: &'a Desk, draft: Draft) -> Option<Walk<'a>> {
        let config = &desk.shop.config;
        let flow = config.flows.get(&draft.stage.flow)?;
        // A token that has expired still says what the shop once said: it is filled in, and `judge` trusts it no more than it should.
        let claims = token::claims(&desk.policy.keys, &draft.token).ok().filter(|_| !draft.token.is_empty());
        let unvouched = claims.is_none() && !draft.token.is_empty();
        let mut page = claims.map(|claims| claims.context).unwrap_or_default();
        if page.order.number.is_empty() {
            page.order.number.clone_from(&draft.order);
        }
        page.token = Some(draft.token.clone()).filter(|token| !token.is_empty());
        let law = Case::country(config, &page).and_then(|country| packs::law(&country));
        let language = speak(config, &page, flow.kind, &draft.locale);
        let mut walk = Walk { desk, draft, flow, page, unvouched, language, law, now: desk.clock.now() };
        walk.prune();
        Some(walk)
    }

    /// The desk's own config.
    pub fn config(&self) -> &'a Config {
        &self.desk.shop.config
    }

    /// The case as it stands.
    pub fn case(&self) -> Case<'_> {
        self.setting().case_of(self.flow, &self.draft.stage.answers)
    }

    fn setting(&self) -> Setting<'_> {
        let zone = self.zone().unwrap_or(TimeZone::UTC);
        let today = Day::parse(&self.now.to_zoned(zone).date().to_string()).unwrap_or(Day::FIRST);
        let flow_id = &self.draft.stage.flow;
        Setting { config: self.config(), flow_id, page: &self.page, law: self.law, today, locale: self.language.tag }
    }

    /// The texts of the language shown.
    pub fn texts(&self) -> Texts<'_> {
        self.language.texts(self.config())
    }

    /// The zone in which the shopper's days are counted: the order's, else the country's.
    pub fn zone(&self) -> Option<TimeZone> {
        let own = self.page.order.time_zone.as_deref().and_then(|name| TimeZone::get(name).ok());
        own.or_else(|| TimeZone::get(&self.law?.zone).ok())
    }

    /// Now, ISO 8601 by that zone's clock.
    pub fn stamp(&self) -> String {
        self.now.to_zoned(self.zone().unwrap_or(TimeZone::UTC)).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    /// Whole seconds since the form was opened, as the draft says it: it may say anything.
    pub fn seconds(&self) -> Option<i64> {
        self.now.as_second().checked_sub(self.draft.opened).filter(|seconds| *seconds >= 0)
    }

    /// Says which line it is about, as a link does; how many of several pieces is still to be asked.
    pub fn choose(&mut self, wished: &str) {
        let item = |item: &&Item| item.line == wished || item.sku.as_deref() == Some(wished);
        let found = self.case().context.items.iter().find(item).map(|item| (item.line.clone(), item.pieces()));
        let Some((line, quantity)) = found else { return };
        self.draft.stage.answers.chosen = vec![Chosen { line, quantity }];
        self.prune();
        self.draft.stage.place = self.first_open();
        if quantity > 1 {
            let case = self.case();
            let asks = |screen: &Screen| case.step(screen.id()).is_some_and(|step| step.kind == StepKind::Items);
            let items = self.shown().into_iter().find(asks).map(|screen| place_of(&screen));
            self.draft.stage.place = items.unwrap_or_else(|| self.draft.stage.place.clone());
        }
    }

    /// Takes out the answers that no longer stand, and puts in what was given along where it is asked now.
    pub fn prune(&mut self) {
        let said = std::mem::take(&mut self.draft.stage.answers);
        let mut answers = prune(self.setting(), said);
        if !self.draft.stage.given.is_empty() {
            self.draft.stage.answers = answers.clone();
            for (id, line) in screens(&self.case()).iter().flat_map(|screen| &screen.steps) {
                if let Some(given) = self.draft.stage.given.get(id)
                    && answers.get(line.as_deref(), id).is_none()
                {
                    answers.set(line.as_deref(), id, given.clone());
                }
            }
            answers = prune(self.setting(), answers);
        }
        self.draft.stage.answers = answers;
    }

    /// Gives the questions of the present page the answers they start with.
    pub fn begin(&mut self) {
        let case = self.case();
        let steps = self.screen(&case).map(|screen| screen.steps).unwrap_or_default();
        let start = |(id, line): (String, Option<String>)| {
            prefilled(&case, &id, line.as_deref()).map(|answer| (line, id, answer))
        };
        let found: Vec<_> = steps.into_iter().filter_map(start).collect();
        drop(case);
        for (line, id, answer) in found {
            self.draft.stage.answers.set(line.as_deref(), &id, answer);
        }
    }

    /// The pages that are asked: what the page knows is not, and photos are asked on the last one.
    pub fn shown(&self) -> Vec<Screen> {
        let case = self.case();
        let mut shown = screens(&case);
        for screen in &mut shown {
            screen.steps.retain(|(id, _)| case.step(id).is_some_and(|step| step.kind != StepKind::Photos));
            let is_known = |(id, line): &(String, Option<String>)| {
                case.asked(id, line.as_deref()).is_some_and(|asked| asked.is_known())
            };
            screen.known |= screen.steps.iter().all(is_known);
            screen.done = screen.steps.iter().all(|(id, line)| is_done(&case, id, line.as_deref()));
        }
        shown.retain(|screen| !screen.known && !screen.steps.is_empty());
        shown
    }

    /// The steps of all pages that take photos.
    pub fn photo_steps(&self, case: &Case) -> Vec<(String, Option<String>)> {
        let takes = |(id, line): &(String, Option<String>)| {
            let photos = case.step(id).is_some_and(|step| step.kind == StepKind::Photos);
            photos && case.fixed(line.as_deref(), id).is_none()
        };
        let mut steps: Vec<_> = screens(case).into_iter().flat_map(|screen| screen.steps).filter(takes).collect();
        // What was answered in another flow is a screen of its own.
        steps.dedup();
        steps
    }

    /// The first page that has something to answer, else the last one.
    pub fn first_open(&self) -> Place {
        self.shown().iter().find(|screen| !screen.done).map_or(Place::Review, place_of)
    }

    /// The screen of the present page, known or not, without its photos.
    pub fn screen(&self, case: &Case) -> Option<Screen> {
        let mut screen = screens(case).into_iter().find(|screen| self.is_here(screen, case))?;
        screen.steps.retain(|(id, _)| case.step(id).is_some_and(|step| step.kind != StepKind::Photos));
        Some(screen)
    }

    /// A page is named by the first of its steps that is asked on it.
    fn is_here(&self, screen: &Screen, case: &Case) -> bool {
        let asked =
            |(id, _): &&(String, Option<String>)| case.step(id).is_some_and(|step| step.kind != StepKind::Photos);
        let first = screen.steps.iter().find(asked);
        first.is_some_and(|(id, _)| Place::Screen(id.clone(), screen.line.clone()) == self.draft.stage.place)
    }

    /// The page that a Change of the last page names by the pointer of its first step, known or not.
    pub fn place_named(&self, name: &str) -> Option<Place> {
        let case = self.case();
        let mut all = screens(&case);
        for screen in &mut all {
            screen.steps.retain(|(id, _)| case.step(id).is_some_and(|step| step.kind != StepKind::Photos));
        }
        let named = |screen: &&Screen| !screen.steps.is_empty() && page_name(screen) == name;
        all.iter().find(named).map(place_of)
    }

    fn position(&self, shown: &[Screen]) -> Option<usize> {
        shown.iter().position(|screen| place_of(screen) == self.draft.stage.place)
    }

    /// The page after the present one; this one, while an answer has brought up a question on it that is still open.
    pub fn after(&self) -> Place {
        let shown = self.shown();
        let here = self.position(&shown);
        if let Some(open) = here.and_then(|at| shown.get(at)).filter(|screen| !screen.done) {
            return place_of(open);
        }
        let next = here.filter(|_| !self.draft.stage.changing).and_then(|at| shown.get(at + 1));
        next.map_or_else(|| self.first_open(), place_of)
    }

    /// The page before the present one; None on the first.
    pub fn before(&self) -> Option<Place> {
        let shown = self.shown();
        match self.draft.stage.place {
            Place::Review => shown.last().map(place_of),
            Place::Screen(..) if self.draft.stage.changing => Some(Place::Review),
            Place::Screen(..) => shown.get(self.position(&shown)?.checked_sub(1)?).map(place_of),
        }
    }

    /// Whether there is anything to go back to.
    pub fn has_before(&self) -> bool {
        self.before().is_some() || !self.draft.before.is_empty()
    }

    /// One page back, also out of a flow.
    pub fn back(&mut self) {
        if let Some(place) = self.before() {
            self.draft.stage.place = place;
            self.draft.stage.changing = false;
        } else if let Some(stage) = self.draft.before.pop() {
            self.draft.stage = stage;
            self.arrive();
        }
    }

    /// How many entries of the flow are behind, and how many remain at most, the last page not counted.
    pub fn progress(&self) -> (usize, usize) {
        let shown = self.shown();
        let entry = self.position(&shown).and_then(|at| shown.get(at)).map_or(usize::MAX, |screen| screen.entry);
        let mut behind: Vec<usize> = shown.iter().map(|screen| screen.entry).filter(|each| *each < entry).collect();
        behind.dedup();
        let left = if entry == usize::MAX { 0 } else { remaining(&self.case(), entry) };
        (behind.len(), usize::try_from(left).unwrap_or_default())
    }

    /// What is offered for the lines of a page.
    pub fn offered(&self, steps: &[(String, Option<String>)]) -> Vec<String> {
        let case = self.case();
        let remedies = steps.iter().filter(|(id, _)| case.step(id).is_some_and(|step| step.kind == StepKind::Remedy));
        let offers = remedies.filter_map(|(_, line)| Some(offers_for(&case, line.as_ref()?)));
        offers.flat_map(|item| item.offered).map(|offer| offer.remedy).collect()
    }

    /// Goes into the flow that an answer leads into, if one does.
    pub fn leads_away(&mut self) -> bool {
        let case = self.case();
        let steps = screens(&case).into_iter().flat_map(|screen| screen.steps);
        let mut ways = steps
            .filter_map(|(id, line)| leads_to(&case, &id, &case.answer(line.as_deref(), &id)?).map(str::to_string));
        let way = ways.next();
        drop(ways);
        drop(case);
        way.is_some_and(|flow| self.enter(&flow))
    }

    /// "Cancel the purchase" leads into the withdrawal, unless other lines of the case are to get, or can only get, something else: then it
    /// stays one remedy among them.
    pub fn cancels(&mut self, steps: &[(String, Option<String>)], for_all: bool) -> bool {
        let case = self.case();
        let lines = case.lines();
        let wish = Json::from(WITHDRAWAL);
        let cancels = steps.iter().any(|(id, line)| {
            case.step(id).is_some_and(|step| step.kind == StepKind::Remedy)
                && case.answer(line.as_deref(), id).as_ref() == Some(&wish)
                && (for_all || lines.len() == 1)
                && lines.iter().all(|line| is_possible(&case, id, line, &wish))
        });
        drop(case);
        cancels && self.enter(WITHDRAWAL)
    }

    /// Goes into another flow; what is known goes along, what it does not ask is left behind. False if there is no such flow.
    pub fn enter(&mut self, id: &str) -> bool {
        let Some(flow) = self.config().flows.get(id).filter(|_| id != self.draft.stage.flow) else { return false };
        let answers = carry(&self.draft.stage.answers, self.config(), id);
        let given = Map::collect(given_along(&self.case()));
        self.draft.enter(Stage { flow: id.into(), answers, given, ..Stage::default() });
        self.flow = flow;
        self.arrive();
        self.draft.stage.place = self.first_open();
        true
    }

    /// In another flow than before: its language, its answers.
    fn arrive(&mut self) {
        let config = self.config();
        self.flow = config.flows.get(&self.draft.stage.flow).unwrap_or(self.flow);
        self.language = speak(config, &self.page, self.flow.kind, &self.draft.locale);
        self.prune();
    }

    /// Speaks another language from here on.
    pub fn speak(&mut self, tag: &str) {
        self.draft.locale = tag.into();
        self.arrive();
    }
}

/// Whether a value may be the answer of a line.
pub fn is_possible(case: &Case, id: &str, line: &str, value: &Json) -> bool {
    case.asked(id, Some(line)).is_some_and(|asked| asked.kind().wrong(&asked, value).is_empty())
}

fn speak(config: &Config, page: &Context, kind: FlowKind, wished: &str) -> Language {
    let offered = offered(config, kind);
    let wished: Vec<&str> = [wished].into_iter().chain(config.locales.iter().map(String::as_str)).collect();
    let (wish, tag) = chosen(&wished, &offered, config);
    Language::new(tag, &wish, Case::country(config, page).as_deref())
}

fn is_done(case: &Case, id: &str, line: Option<&str>) -> bool {
    case.asked(id, line)
        .is_some_and(|asked| (asked.is_known() || asked.kind().is_answered(&asked)) && asked.faults().is_empty())
}

/// What a Change calls the page of a screen.
pub fn page_name(screen: &Screen) -> String {
    pointer(screen.line.as_deref(), screen.id(), "")
}

/// The page of a screen.
pub fn place_of(screen: &Screen) -> Place {
    Place::Screen(screen.id().into(), screen.line.clone())
}
