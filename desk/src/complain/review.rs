//! Review: everything that will be sent, each with its Change; the photos, which go along from here; and the button that sends.

use askama::Template;
use axum::response::Response;
use redress_engine::complaint::answer_label;
use redress_engine::config::{FlowKind, StepKind};
use redress_engine::context::Context;
use redress_engine::flow::{MAX_FILES, Screen, pointer, screens};
use redress_engine::links::{is_link, plain};
use redress_engine::offers::withdrawal_gets;
use redress_engine::text::{Arg, Texts};
use redress_engine::{Case, Json, case};

use super::answer;
use super::page::{Frame, Trial, asking, frame, summary};
use super::question::{Piece, Question, pieces};
use super::standing::{Standing, return_gets, standing};
use super::walk::{Walk, page_name};
use crate::limits;
use crate::packs::{self, language};

/// What the last page brought when it was sent and did not go through.
#[derive(Default)]
pub struct Brought {
    /// The steps of which the shopper says that no photo can be taken, by their pointers.
    pub unable: Vec<String>,
}

#[derive(Template)]
#[template(path = "complain/review.html")]
struct ReviewPage {
    frame: Frame,
    standing: Standing,
    rows: Vec<Row>,
    change: String,
    photos: Vec<PhotosView>,
    unvouched: Option<String>,
    privacy: Vec<Piece>,
    privacy_link: Option<(String, String)>,
    send: String,
    /// The same label in the language of the contract: tag, label.
    also: Option<(String, String)>,
}

/// One answer.
struct Row {
    /// What it is called.
    name: String,
    /// What was said.
    value: String,
    /// The line below.
    below: Option<String>,
    /// The page that a Change leads to, and what a screen reader says of it.
    change: Option<(String, String)>,
}

/// A question for photos.
struct PhotosView {
    question: Question,
    /// The item it is about, where there are several.
    of: Option<String>,
    /// How many, what, how large; and what happens to them.
    limits: [String; 2],
    several: bool,
    /// The box that says that none can be taken: name, label, whether it is ticked.
    unable: Option<(String, String, bool)>,
}

/// The last page.
pub fn review(walk: &Walk, trial: Trial, brought: &Brought) -> Response {
    let (case, texts) = (walk.case(), walk.texts());
    // A withdrawal has words of its own, which the law gives: `withdrawal.review.send` before `review.send`.
    let worded = |key: &str| texts.find(&[case.flow_id, ".", key].concat(), &[]).unwrap_or_else(|| texts.get(key, &[]));
    let steps = walk.photo_steps(&case);
    let asking = asking(walk, &case, &texts, &steps, &trial.faults);
    let photos = steps.iter().filter_map(|(id, line)| {
        let question = asking.question(id, line.as_deref())?;
        Some(photos(&case, &texts, question, (id, line.as_deref()), brought))
    });
    let privacy = &walk.config().privacy;
    let view = ReviewPage {
        photos: photos.collect(),
        frame: Frame { summary: summary(&asking), ..frame(walk, &case, &texts, worded("review.title"), &trial) },
        standing: standing(&case, &texts, false),
        rows: rows(&case, &texts),
        change: texts.get("nav.change", &[]),
        unvouched: walk.unvouched.then(|| texts.get("desk.form.token", &[])),
        privacy: texts.own(privacy.text.as_ref(), "review.privacy", &[]).map(|text| pieces(&text)).unwrap_or_default(),
        privacy_link: privacy
            .url
            .clone()
            .filter(|url| is_link(url))
            .map(|url| (url, texts.get("review.privacy.link", &[]))),
        send: worded("review.send"),
        also: in_contract_language(walk, &case),
    };
    answer(trial.status(), &view)
}

/// The label that confirms a withdrawal, in the language of the contract too, where that is another than the one shown.
fn in_contract_language(walk: &Walk, case: &Case) -> Option<(String, String)> {
    let tag = language(walk.page.order.language.as_deref().filter(|_| case.flow.kind == FlowKind::Withdrawal)?);
    let known = packs::languages().find(|(name, _)| *name == tag && tag != language(walk.language.tag))?;
    let texts = packs::texts(known.0, Case::country(case.config, case.page).as_deref());
    Some((tag, texts.get("withdrawal.review.send")?.as_text()?.to_string()))
}

fn photos(
    case: &Case,
    texts: &Texts,
    mut question: Question,
    asked: (&str, Option<&str>),
    brought: &Brought,
) -> PhotosView {
    let (id, line) = asked;
    let step = case.step(id);
    let most =
        step.and_then(|step| step.max_files).unwrap_or(MAX_FILES).min(i64::try_from(limits::FILES).unwrap_or_default());
    let megabytes = i64::try_from(limits::FILE_BYTES / (1024 * 1024)).unwrap_or_default();
    // Our own words promise what only the widget does: here nothing is made anew of a photo.
    if step.is_some_and(|step| step.help.is_none())
        && case.config.messages.get(&["step.", id, ".help"].concat()).is_none()
    {
        question.help = Vec::new();
    }
    let name = pointer(line, id, "");
    let args = [("files", Arg::Count(most)), ("megabytes", Arg::Count(megabytes))];
    let item = line.filter(|_| case.lines().len() > 1).and_then(|line| case.context.item(line));
    PhotosView {
        of: item.map(|item| item.title.clone()),
        limits: [texts.get("desk.status.words.photos", &args), texts.get("desk.status.words.photos.help", &[])],
        several: most > 1,
        // Where no photo is asked for, sending says the same.
        unable: question.optional.is_none().then(|| {
            let ticked = brought.unable.contains(&name);
            ([&name, "/unable"].concat(), texts.get("photos.unable", &[]), ticked)
        }),
        question,
    }
}

fn rows(case: &Case, texts: &Texts) -> Vec<Row> {
    let lines = case.lines();
    let screens = screens(case);
    let mut rows = Vec::new();
    let order = &case.context.order.number;
    if !order.is_empty() {
        let asks = |screen: &&Screen| {
            !screen.known && case.step(screen.id()).is_some_and(|step| step.kind == StepKind::Lookup)
        };
        let change = screens.iter().find(asks).map(page_name);
        rows.push(row(texts, texts.get("review.order", &[]), order.clone(), None, change));
    }
    for screen in &screens {
        let asked: Vec<_> = screen
            .steps
            .iter()
            .filter(|(id, _)| case.step(id).is_some_and(|step| step.kind != StepKind::Photos))
            .cloned()
            .collect();
        let page = page_name(&Screen { steps: asked.clone(), ..screen.clone() });
        for (id, line) in &asked {
            rows.extend(rows_of(case, texts, (id, line.as_deref()), screen, &page, &lines));
        }
    }
    rows
}

/// The rows of one answer; one for each line where it is about lines.
fn rows_of(
    case: &Case,
    texts: &Texts,
    (id, line): (&str, Option<&str>),
    screen: &Screen,
    page: &str,
    lines: &[String],
) -> Vec<Row> {
    let Some(step) = case.step(id) else { return Vec::new() };
    let answer = case.answer(line, id).unwrap_or_default();
    let change = case.fixed(line, id).is_none().then(|| page.to_string());
    match step.kind {
        StepKind::Lookup | StepKind::Notice => Vec::new(),
        StepKind::Items => {
            let change = (!screen.known).then(|| page.to_string());
            lines.iter().map(|line| item(case, texts, line, change.clone())).collect()
        }
        StepKind::Contact => vec![contact(&case.context, texts, &answer, name(case, texts, id), change)],
        // What may be said beside another answer, and was not: the other answer's Change leads there.
        StepKind::Choices if answer.is_blank() && screen.steps.len() > 1 => Vec::new(),
        _ => {
            let mut value = answer_label(case, id, line, &answer, texts);
            if answer.is_blank() || value.is_empty() {
                value = texts.get("review.blank", &[]);
            }
            let of = line.filter(|_| lines.len() > 1).and_then(|line| case.context.item(line));
            vec![row(texts, name(case, texts, id), value, of.map(|item| item.title.clone()), change)]
        }
    }
}

/// What a row is called: short where the locale has a short form, else the question.
pub fn name(case: &Case, texts: &Texts, id: &str) -> String {
    let own = case.step(id).and_then(|step| step.label.as_ref());
    let key = |part: &str| ["step.", id, part].concat();
    let short = if own.is_none() { texts.find(&key(".row"), &[]) } else { None };
    short.or_else(|| texts.own(own, &key(".title"), &[])).map_or_else(|| id.into(), |name| plain(&name))
}

/// A line by its title, with how many pieces of it where there are several.
fn titled(case: &Case, texts: &Texts, line: &str) -> String {
    let Some(item) = case.context.item(line) else { return String::new() };
    let title = if item.title.is_empty() { texts.get("order.unnamed", &[]) } else { item.title.clone() };
    if item.pieces() < 2 {
        return title;
    }
    let pieces = texts.get("item.pieces", &[("count", Arg::Count(case.quantity(line)))]);
    texts.get("item.with-pieces", &[("item", Arg::Text(&title)), ("pieces", Arg::Text(&pieces))])
}

/// A line, and what comes back: it is said before the shopper commits.
fn item(case: &Case, texts: &Texts, line: &str, change: Option<String>) -> Row {
    let is_open = || case.context.item(line).is_some_and(|item| case.rights(item).withdrawal.open);
    let below = match case.flow.kind {
        // Of what is over nothing is promised.
        FlowKind::Withdrawal => withdrawal_gets(case, line).filter(|_| is_open()).map(|gets| {
            let currency = gets.currency.as_deref().unwrap_or_default();
            let amount = gets.amount.unwrap_or_default().saturating_add(gets.shipping.unwrap_or_default());
            texts.get("offer.amount", &[("amount", Arg::Money(amount, currency))])
        }),
        FlowKind::Return => return_gets(case, texts, line),
        _ => None,
    };
    row(texts, texts.get("review.item", &[]), titled(case, texts, line), below, change)
}

fn contact(context: &Context, texts: &Texts, answer: &Json, name: String, change: Option<String>) -> Row {
    let contact = case::contact(context, Some(answer));
    let part = |key: &str| contact.get(key).and_then(Json::as_text).filter(|part| !part.is_empty());
    let below: Vec<&str> = [part("name"), part("phone")].into_iter().flatten().collect();
    let below = Some(below.join(" · ")).filter(|below| !below.is_empty());
    row(texts, name, part("email").unwrap_or_default().into(), below, change)
}

fn row(texts: &Texts, name: String, value: String, below: Option<String>, change: Option<String>) -> Row {
    let change = change.map(|page| (page, texts.get("nav.change.what", &[("what", Arg::Text(&name))])));
    Row { name, value, below, change }
}
