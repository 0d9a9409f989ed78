//! Rehearsal: while the shopper reads, an understudy of their session walks through the flow in an element that stands in no page, so that V8
//! has compiled what a tap does, and what it draws, before a tap waits for it (docs/decisions/0013-drawn-ahead.md).

use super::mount;
use crate::session::{Model, Place, Session};
use redress_engine::Case;
use redress_engine::config::{StepKind, Trouble};
use redress_engine::flow::Screen;
use redress_engine::offers::offers_for;
use std::any::Any;
use std::cell::Cell;

/// Each call goes one step on, false after the last.
pub type GoOn = Box<dyn FnMut() -> bool>;

thread_local! {
    /// Whether this page had one.
    static BEGUN: Cell<bool> = const { Cell::new(false) };
}

/// Begins it; None where this page had one, for what is compiled stays so.
pub fn begin(model: &Model) -> Option<GoOn> {
    if BEGUN.replace(true) {
        return None;
    }
    let mut stage = Stage::new(model.understudy()?);
    Some(Box::new(move || stage.go_on()))
}

/// Where the understudy plays.
struct Stage {
    session: Session,
    drawn: Option<Box<dyn Any>>,
    /// The screen that was answered last: where it still stands, it is left all the same.
    answered: Option<Place>,
    /// Steps until it ends in any case.
    left: usize,
}

impl Stage {
    fn new(model: Model) -> Stage {
        let left = 2 * model.screens().len() + 8;
        let session = Session::new(model);
        Stage { session, drawn: None, answered: None, left }
    }

    /// Answers the screen shown, as a shopper with a faulty product might; false where there is none.
    fn go_on(&mut self) -> bool {
        let session = self.session;
        if self.drawn.is_none() {
            self.drawn = Some(mount(session));
            return true;
        }
        let (place, screen) = {
            let model = session.model();
            (model.place.clone(), model.screen())
        };
        let Some(screen) = screen.filter(|_| self.left > 0) else { return false };
        self.left -= 1;
        if self.answered.as_ref() == Some(&place) {
            let next = session.model().upcoming();
            session.go(next.map_or(Place::Review, |next| Place::Screen(next.id().into(), next.line)));
        } else {
            self.answered = Some(place);
            answer(session, screen);
        }
        true
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // What is drawn goes first: it reads the model.
        self.drawn = None;
        self.session.end();
    }
}

fn answer(session: Session, screen: Screen) {
    let chosen = {
        let model = session.model();
        let case = model.case();
        screen.steps.iter().find_map(|(id, line)| Some((line.clone(), id.clone(), chosen(&case, id, line.as_deref())?)))
    };
    if let Some((line, id, option)) = chosen {
        return session.choose(line, &id, option.as_str().into());
    }
    let items = {
        let model = session.model();
        let kind = |(id, _): &(String, Option<String>)| model.config.steps.get(id).map(|step| step.kind);
        // The shop is asked nothing.
        if screen.steps.iter().any(|step| kind(step) == Some(StepKind::Lookup)) {
            return;
        }
        let items = screen.steps.iter().any(|step| kind(step) == Some(StepKind::Items));
        if items { model.case().context.items.first().map(|item| item.line.clone()) } else { None }
    };
    if let Some(line) = items {
        session.choose_pieces(&line, 1);
    }
    session.proceed();
}

/// What is chosen: an option that means something to the law, so that there are remedies to draw, and of these the first.
fn chosen(case: &Case, id: &str, line: Option<&str>) -> Option<String> {
    let step = case.step(id)?;
    match step.kind {
        StepKind::Choice => {
            let options = case.options(step, line);
            let means = |option: &&&str| step.option.get(option).is_some_and(|option| option.problem != Trouble::None);
            options.iter().find(means).or(options.first()).map(|option| (*option).to_string())
        }
        StepKind::Remedy => offers_for(case, line?).offered.first().map(|offer| offer.remedy.clone()),
        _ => None,
    }
}
