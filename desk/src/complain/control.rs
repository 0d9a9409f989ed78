//! Control: what takes the answer to a question, with what was answered so far.

use redress_engine::Json;
use redress_engine::complaint::answer_label;
use redress_engine::config::{NoticeTone, Presence, StepKind, TextFormat};
use redress_engine::context::{Delivery, Item};
use redress_engine::hours::{DAY, range};
use redress_engine::step::{Asked, date_bounds, region_name, slots};
use redress_engine::text::Arg;

use super::fields::{CHOSEN, form, known, quantity_field};
use super::offer::{OffersView, offers};
use super::question::{Asking, Piece, element_id, pieces};

/// What takes an answer.
pub enum Control {
    /// One of several.
    Choice(Vec<OptionView>),
    /// Any of several.
    Choices(Vec<OptionView>),
    /// One of a few steps, with the words of either end.
    Rating(Vec<OptionView>, [String; 2]),
    /// What the shopper gets.
    Offers(OffersView),
    /// One line.
    Line(LineView),
    /// Own words.
    Area(String),
    /// Several lines that make one answer, and the times to choose from.
    Form(Vec<LineView>, Option<SlotsView>),
    /// Lines of the order.
    Items(Vec<ItemView>),
    /// A box to tick, with the words beside it.
    Consent(bool, Vec<Piece>),
    /// Something to read: whether it warns, and its paragraphs.
    Notice(bool, Vec<Vec<Piece>>),
    /// What is known and cannot be changed.
    Fixed(String),
}

/// An option.
pub struct OptionView {
    /// Element id.
    pub id: String,
    /// What it sends.
    pub value: String,
    /// What it says.
    pub label: String,
    /// The line below.
    pub help: Option<String>,
    /// What a screen reader says in its place.
    pub spoken: Option<String>,
    /// Whether it is chosen.
    pub checked: bool,
}

/// A field of one line.
pub struct LineView {
    /// Element id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Its label; empty where the question is.
    pub label: String,
    /// "optional", where it is to be said.
    pub optional: Option<String>,
    /// HTML type.
    pub kind: &'static str,
    /// HTML `inputmode`.
    pub mode: &'static str,
    /// Autocomplete token (HTML, "Autofill").
    pub autocomplete: &'static str,
    /// So far.
    pub value: String,
    /// What is counted.
    pub unit: Option<String>,
    /// First and last day of a date.
    pub bounds: [Option<String>; 2],
    /// Whether it must be filled in.
    pub required: bool,
    /// What is wrong with it.
    pub fault: Option<String>,
}

/// Times to call.
pub struct SlotsView {
    /// What they are.
    pub label: String,
    /// Name of the field.
    pub name: String,
    /// The times.
    pub options: Vec<OptionView>,
    /// What is wrong.
    pub fault: Option<String>,
}

/// A line of the order.
pub struct ItemView {
    /// Element id.
    pub id: String,
    /// The line.
    pub line: String,
    /// What the shopper knows it by.
    pub title: String,
    /// Pieces, price, arrival.
    pub facts: Vec<String>,
    /// Whether it is chosen.
    pub checked: bool,
    /// Where there are several pieces: name of the field, its label, how many are chosen, how many there are.
    pub pieces: Option<(String, String, i64, i64)>,
}

impl Asking<'_> {
    /// What takes the answer to a step; `name` is that of its field, `words` the question as it was written.
    pub fn control(&self, asked: &Asked, name: &str, words: &str) -> Control {
        let answer = asked.answer().unwrap_or_default();
        if self.case.fixed(asked.line, asked.id).is_some() {
            return Control::Fixed(self.fixed(asked, &answer));
        }
        let step = asked.step;
        match step.kind {
            StepKind::Choice => Control::Choice(self.options(asked, name, &|option| answer.as_text() == Some(option))),
            StepKind::Choices => {
                let ticked = |option: &str| answer.items().iter().any(|each| each.as_text() == Some(option));
                Control::Choices(self.options(asked, name, &ticked))
            }
            StepKind::Rating => self.rating(asked, name, &answer),
            StepKind::Remedy => Control::Offers(offers(self, asked, name, &answer)),
            StepKind::Text if step.is_multiline() => Control::Area(answer.as_text().unwrap_or_default().into()),
            StepKind::Text | StepKind::Number | StepKind::Date => Control::Line(self.line(asked, name, &answer)),
            StepKind::Items => Control::Items(self.case.context.items.iter().map(|item| self.item(item)).collect()),
            StepKind::Consent => Control::Consent(answer == Json::Bool(true), pieces(words)),
            StepKind::Notice => {
                let text =
                    self.texts.own(step.text.as_ref(), &["step.", asked.id, ".text"].concat(), &[]).unwrap_or_default();
                let paragraphs = text.split('\n').filter(|text| !text.trim().is_empty()).map(pieces).collect();
                Control::Notice(step.tone == NoticeTone::Warning, paragraphs)
            }
            StepKind::Contact | StepKind::Address | StepKind::Callback | StepKind::Lookup => self.form(asked, name),
            // Asked on the last page.
            StepKind::Photos => Control::Notice(false, Vec::new()),
        }
    }

    /// How to reach the shopper has a place of its own in the complaint, and so no label.
    fn fixed(&self, asked: &Asked, answer: &Json) -> String {
        let label = answer_label(self.case, asked.id, asked.line, answer, self.texts);
        let parts = answer.as_map().filter(|_| label.is_empty()).map(|map| map.0.as_slice()).unwrap_or_default();
        let parts: Vec<&str> = parts.iter().filter_map(|(_, part)| part.as_text()).collect();
        if parts.is_empty() { label } else { parts.join(" · ") }
    }

    /// The options of a choice, the first of which has the question's own element id.
    fn options(&self, asked: &Asked, name: &str, chosen: &dyn Fn(&str) -> bool) -> Vec<OptionView> {
        let view = |(at, option): (usize, &str)| self.option(asked, option, at, element_id(name), chosen(option));
        asked.options().into_iter().enumerate().map(view).collect()
    }

    fn option(&self, asked: &Asked, option: &str, at: usize, first: String, checked: bool) -> OptionView {
        let own = asked.step.option.get(option).and_then(|option| option.help.as_ref());
        let help = self.texts.own(own, &["step.", asked.id, ".option.", option, ".help"].concat(), &[]);
        let label = asked.option_label(option, self.texts);
        OptionView { id: numbered(first, at), value: option.into(), label, help, spoken: None, checked }
    }

    fn rating(&self, asked: &Asked, name: &str, answer: &Json) -> Control {
        let most = asked.step.rating_steps();
        let option = |step: i64| OptionView {
            id: numbered(element_id(name), usize::try_from(step - 1).unwrap_or_default()),
            value: step.to_string(),
            label: self.texts.format.number(step),
            help: None,
            spoken: Some(self.texts.get("rating.step", &[("index", Arg::Count(step)), ("count", Arg::Count(most))])),
            checked: answer.as_int() == Some(step),
        };
        let end = |own: Option<&Json>, part| {
            self.texts.own(own, &["step.", asked.id, part].concat(), &[]).unwrap_or_default()
        };
        let ends = [end(asked.step.low.as_ref(), ".low"), end(asked.step.high.as_ref(), ".high")];
        Control::Rating((1..=most).map(option).collect(), ends)
    }

    fn line(&self, asked: &Asked, name: &str, answer: &Json) -> LineView {
        let (kind, mode, autocomplete) = match (asked.step.kind, asked.step.format) {
            (StepKind::Date, _) => ("date", "", "off"),
            (StepKind::Number, _) => ("text", "numeric", "off"),
            (_, TextFormat::Email) => ("email", "", "email"),
            (_, TextFormat::Phone) => ("tel", "", "tel"),
            (_, TextFormat::Url) => ("url", "", "url"),
            (_, TextFormat::Plain) => ("text", "", "off"),
        };
        let is_date = asked.step.kind == StepKind::Date;
        let unit = self.texts.own(asked.step.unit.as_ref(), &["step.", asked.id, ".unit"].concat(), &[]);
        LineView {
            id: element_id(name),
            name: name.into(),
            label: String::new(),
            optional: None,
            value: answer
                .as_int()
                .map_or_else(|| answer.as_text().unwrap_or_default().into(), |number| number.to_string()),
            unit: unit.filter(|_| asked.step.kind == StepKind::Number),
            bounds: if is_date { date_bounds(asked).map(|day| day.map(|day| day.iso())) } else { [None, None] },
            required: asked.required(),
            fault: None,
            kind,
            mode,
            autocomplete,
        }
    }

    fn form(&self, asked: &Asked, name: &str) -> Control {
        let known = known(asked);
        let fields = form(asked).into_iter().filter(|(part, _)| *part != "slot");
        let lines = fields.map(|(part, presence)| self.field(asked, name, part, presence, &known)).collect();
        let slots = slots(asked);
        if asked.step.kind != StepKind::Callback || slots.is_empty() {
            return Control::Form(lines, None);
        }
        let name = [name, "/slot"].concat();
        let chosen = |id: &str| known.get("slot").and_then(Json::as_text) == Some(id);
        let options = slots.into_iter().enumerate().map(|(at, slot)| {
            let mut option = self.option(asked, slot.id, at, element_id(&name), chosen(slot.id));
            // By the shop's clock, which is named: without a script nobody knows the shopper's.
            let times = slot.times.filter(|(from, to)| to - from < DAY && !self.zone.is_empty());
            option.help = option.help.or_else(|| Some([&range(times?), " (", &self.zone, ")"].concat()));
            option
        });
        let (label, options) = (self.texts.get("callback.when", &[]), options.collect());
        Control::Form(lines, Some(SlotsView { fault: self.fault(&name), label, name, options }))
    }

    fn field(&self, asked: &Asked, name: &str, part: &'static str, presence: Presence, known: &Json) -> LineView {
        let (kind, autocomplete) = match part {
            "email" => ("email", "email"),
            "name" => ("text", "name"),
            "phone" => ("tel", "tel"),
            "line1" => ("text", "address-line1"),
            "line2" => ("text", "address-line2"),
            "postalCode" => ("text", "postal-code"),
            "city" => ("text", "address-level2"),
            "region" => ("text", "address-level1"),
            // Its two letters, which browsers fill in, too.
            "country" => ("text", "country"),
            _ => ("text", "off"),
        };
        let called = if part == "region" { region_name(asked, known) } else { part };
        let name = [name, "/", part].concat();
        LineView {
            id: element_id(&name),
            label: self.texts.get(&["field.", called].concat(), &[]),
            optional: (presence == Presence::Optional).then(|| self.texts.get("field.optional", &[])),
            value: known.get(part).and_then(Json::as_text).unwrap_or_default().into(),
            required: presence == Presence::Required,
            fault: self.fault(&name),
            mode: "",
            unit: None,
            bounds: [None, None],
            name,
            kind,
            autocomplete,
        }
    }

    fn item(&self, item: &Item) -> ItemView {
        let pieces = item.pieces();
        let chosen = self.case.answers.quantity(&item.line);
        let currency = self.case.context.order.currency.as_str();
        let counted = (pieces > 1).then(|| self.texts.get("item.pieces", &[("count", Arg::Count(pieces))]));
        let paid =
            item.paid_in_all().filter(|_| !currency.is_empty()).map(|paid| self.texts.format.money(paid, currency));
        let arrived = match item.delivered_on {
            Delivery::On(day) => Some(self.texts.get("item.arrived", &[("date", Arg::Day(day))])),
            Delivery::NotYet => Some(self.texts.get("item.expected", &[])),
            Delivery::Unknown => None,
        };
        let at = self.case.context.items.iter().position(|each| each.line == item.line).unwrap_or_default();
        ItemView {
            id: numbered(element_id(CHOSEN), at),
            line: item.line.clone(),
            title: if item.title.is_empty() { self.texts.get("order.unnamed", &[]) } else { item.title.clone() },
            facts: [counted, paid, arrived].into_iter().flatten().collect(),
            checked: chosen > 0,
            pieces: (pieces > 1).then(|| {
                let label = self.texts.get("items.quantity", &[("item", Arg::Text(&item.title))]);
                (quantity_field(&item.line), label, if chosen > 0 { chosen } else { pieces }, pieces)
            }),
        }
    }
}

fn numbered(first: String, at: usize) -> String {
    if at == 0 { first } else { format!("{first}_{at}") }
}
