//! Simulation, screens: in what order one is answered, and whether it advances by itself, as in the widget.

use crate::case::Case;
use crate::config::StepKind;
use crate::flow::Screen;

/// Whether a step stands beside the question of its screen, to be read or said if one likes: it keeps no answer from advancing.
pub fn is_beside(case: &Case, screen: &Screen, id: &str) -> bool {
    let kind = |id: &str| case.step(id).map(|step| step.kind);
    match kind(id) {
        Some(StepKind::Notice) => true,
        Some(StepKind::Choices) => screen.steps.iter().any(|(each, _)| kind(each) == Some(StepKind::Remedy)),
        _ => false,
    }
}

/// Whether a screen has one question, whatever stands beside it.
pub fn is_alone(case: &Case, screen: &Screen) -> bool {
    screen.steps.iter().filter(|(id, _)| !is_beside(case, screen, id)).count() == 1
}

/// Position of the line that a screen is about.
pub fn at(lines: &[String], screen: &Screen) -> usize {
    lines.iter().position(|line| screen.line.as_ref() == Some(line)).unwrap_or_default()
}

/// Whether a step of a screen still waits for an answer.
pub fn is_open(case: &Case, id: &str, line: Option<&str>) -> bool {
    case.asked(id, line).is_some_and(|asked| !asked.is_known() && !asked.kind().is_answered(&asked))
}
