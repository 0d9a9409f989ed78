//! Files on their way into an answer: one after the other, however many are handed over at once, so that memory holds one picture.

use super::{Refusal, prepare};
use crate::browser::text;
use crate::session::{Model, Session};
use redress_engine::step::FileLimits;
use redress_engine::text::Arg;
use web_sys::Blob;

/// Which question files are for: its line and step.
#[derive(Clone, PartialEq)]
pub struct Question {
    /// The line it is asked for.
    pub line: Option<String>,
    /// The step's id.
    pub step: String,
}

/// What is on its way, and what was not taken. A model's own, so that drawing a screen anew loses nothing of it.
#[derive(Default)]
struct Intake {
    /// The first is being made small.
    waiting: Vec<Waiting>,
    /// Why files were not taken, in words.
    refused: Vec<(Question, String)>,
    /// How many were added since nothing was on its way.
    added: i64,
}

#[derive(Clone)]
struct Waiting {
    question: Question,
    file: Blob,
    limits: FileLimits,
}

impl Intake {
    fn of(model: &Model) -> Option<&Intake> {
        model.intake.as_ref()?.downcast_ref()
    }

    /// The model's, to change: `None` is never, a model holds no other.
    fn change(model: &mut Model) -> Option<&mut Intake> {
        model.intake.get_or_insert_with(|| Box::<Intake>::default()).downcast_mut()
    }
}

/// How many files are on their way to a question.
pub fn working(session: Session, question: &Question) -> usize {
    let model = session.model();
    let waiting = Intake::of(&model).map(|intake| intake.waiting.as_slice()).unwrap_or_default();
    waiting.iter().filter(|waiting| waiting.question == *question).count()
}

/// Why the last files for a question were not taken, in words.
pub fn refused(session: Session, question: &Question) -> Vec<String> {
    let mut words = Vec::new();
    let model = session.model();
    for (of, why) in Intake::of(&model).map(|intake| intake.refused.as_slice()).unwrap_or_default() {
        if of == question {
            words.push(why.clone());
        }
    }
    words
}

/// Forgets why files were not taken: the shopper has read it, or gone on.
pub fn forget(session: Session, question: &Question) {
    if let Some(intake) = Intake::change(&mut session.change()) {
        intake.refused.retain(|(of, _)| of != question);
    }
}

/// Takes files for a question, as many as there is room for.
pub fn take(session: Session, question: &Question, files: Vec<Blob>, limits: &FileLimits) {
    if files.is_empty() {
        return;
    }
    let given = session.model().photos_of(question.line.as_deref(), &question.step).len() + working(session, question);
    let room = (limits.files as usize).saturating_sub(given);
    let mut over = String::new();
    let (mut idle, mut taken) = (false, 0);
    forget(session, question);
    if let Some(intake) = Intake::change(&mut session.change()) {
        idle = intake.waiting.is_empty();
        if idle {
            intake.added = 0;
        }
        for file in files {
            if taken < room {
                intake.waiting.push(Waiting { question: question.clone(), file, limits: limits.clone() });
                taken += 1;
            } else {
                over.push_str(if over.is_empty() { "" } else { ", " });
                over.push_str(&text(&file, "name"));
            }
        }
    }
    if !over.is_empty() {
        refuse(session, question, "photos.full", &[("name", Arg::Text(&over)), ("count", Arg::Count(limits.files))]);
    }
    if taken > 0 {
        session.preparing(taken);
        session.announce(session.text("photos.working"));
    }
    session.redraw_part();
    if idle && taken > 0 {
        leptos::task::spawn_local(work(session));
    }
}

/// Until nothing is on its way.
async fn work(session: Session) {
    loop {
        let next = Intake::of(&session.model()).and_then(|intake| intake.waiting.first().cloned());
        let Some(Waiting { question, file, limits }) = next else { return };
        let prepared = prepare(&file, &limits).await;
        if session.is_over() {
            return;
        }
        let mut added = 0;
        if let Some(intake) = Intake::change(&mut session.change()) {
            intake.waiting.remove(0);
            intake.added += i64::from(prepared.is_ok());
            added = intake.added;
        }
        match prepared {
            Ok(photo) => session.add_photo(question.line.as_deref(), &question.step, photo),
            Err(refusal) => {
                let most = if let Refusal::TooBig(most) = refusal { most } else { 0 };
                let size = session.model().locale.format.megabytes(most);
                let args = [("name", Arg::Text(&text(&file, "name"))), ("size", Arg::Text(&size))];
                refuse(session, &question, key(refusal, limits.pdf), &args);
                session.redraw_part();
            }
        }
        let key = if limits.pdf { "photos.added.files" } else { "photos.added" };
        let words = session.model().texts().get(key, &[("count", Arg::Count(added))]);
        session.announce(if added > 0 { words } else { String::new() });
        session.prepared();
    }
}

/// Tells why a file is not taken; that must be read before anything goes on.
fn refuse(session: Session, question: &Question, key: &str, args: &[(&str, Arg)]) {
    let words = session.model().texts().get(key, args);
    let mut model = session.change();
    model.proceed_later = false;
    if let Some(intake) = Intake::change(&mut model) {
        intake.refused.push((question.clone(), words));
    }
}

fn key(refusal: Refusal, pdf: bool) -> &'static str {
    match refusal {
        Refusal::Unreadable => "photos.unreadable",
        Refusal::Heic => "photos.heic",
        Refusal::Empty => "photos.empty",
        Refusal::Sort if pdf => "photos.sort.files",
        Refusal::Sort => "photos.sort",
        Refusal::TooBig(_) => "photos.too-big",
    }
}
