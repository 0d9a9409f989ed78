//! Showing: one finding as rustc would print it, with the line of the source and a caret, by rustc's own renderer.

use std::env;
use std::io::{self, IsTerminal};
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use redress_engine::check::{Finding, Severity};

/// Bytes of a line that is shown whole.
const WIDEST: usize = 240;
/// Bytes shown before and after the place in a longer line, and of the place itself.
const AROUND: usize = 80;
/// Stands for what was left out of a line.
const CUT: &str = "…";

/// A finding and where it stands.
pub struct Shown<'a> {
    /// The file's name.
    pub file: &'a str,
    /// The file's lines; empty where it could not be read.
    pub lines: &'a Lines<'a>,
    /// What was found.
    pub finding: &'a Finding,
    /// The bytes to underline.
    pub span: Range<usize>,
}

/// With colours, or without.
pub struct Style(Renderer);

impl Style {
    /// Colours only where a person sees them, and not where they said no (no-color.org).
    pub fn of_terminal() -> Style {
        let refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        let coloured = io::stdout().is_terminal() && !refused && !dumb;
        Style(if coloured { Renderer::styled() } else { Renderer::plain() })
    }

    /// The finding in several lines.
    pub fn render(&self, shown: &Shown) -> String {
        let finding = shown.finding;
        let level = match finding.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = level.primary_title(finding.message.as_str()).id(finding.code);
        let mut group = if shown.lines.text.is_empty() {
            Group::with_title(title).element(Origin::path(shown.file))
        } else {
            let (line, number, span) = shown.lines.window(&shown.span);
            let caret = AnnotationKind::Primary.span(span).label(finding.path.as_str());
            title.element(Snippet::source(line).line_start(number).path(shown.file).annotation(caret))
        };
        if !finding.fix.is_empty() {
            group = group.element(Level::HELP.message(finding.fix.as_str()));
        }
        self.0.render(&[group])
    }
}

/// A text and where its lines begin.
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Looks through a text once.
    pub fn new(text: &'a str) -> Lines<'a> {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Lines { text, starts: std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect() }
    }

    /// The line in which a span begins, its number, and the span's part of it. The renderer looks through all it is given for each
    /// finding, so of a long line it is given no more than what is near the span.
    fn window(&self, span: &Range<usize>) -> (String, usize, Range<usize>) {
        let number = self.starts.partition_point(|start| *start <= span.start).max(1);
        let start = self.starts.get(number - 1).copied().unwrap_or_default();
        let end = self.starts.get(number).map_or(self.text.len(), |next| next - 1);
        let line = self.text.get(start..end).unwrap_or_default().trim_end_matches('\r');
        let within = |at: usize| at.saturating_sub(start).min(line.len());
        let (first, last) = (within(span.start), within(span.end));
        if line.len() <= WIDEST {
            return (line.to_string(), number, first..last);
        }
        let from = line.floor_char_boundary(first.saturating_sub(AROUND));
        let to = line.ceil_char_boundary(last.min(first + AROUND) + AROUND);
        let mut window = String::from(if from > 0 { CUT } else { "" });
        let shift = |at: usize| at.min(to) - from + window.len();
        let shown = shift(first)..shift(last);
        window.push_str(&line[from..to]);
        window.push_str(if to < line.len() { CUT } else { "" });
        (window, number, shown)
    }
}
