//! `redress check`: every problem of each file, for people or as JSON.

use std::path::Path;

use redress_engine::Json;
use redress_engine::check::source::{Source, offset};
use redress_engine::check::{Finding, Library, Severity, check, check_onto};
use redress_engine::config::parse;

use crate::files::{self, Fault};
use crate::options::Check;
use crate::output::{Outcome, print, print_json};
use crate::show::{Lines, Shown, Style};

/// Findings of one file that are shown to people.
const SHOWN: usize = 100;

/// A file that was looked at.
struct Checked {
    name: String,
    /// Empty where it could not be read.
    text: String,
    findings: Vec<Finding>,
}

/// Runs the command.
pub fn run(options: &Check) -> Outcome {
    let library = Library::built_in();
    let checked: Vec<Checked> = options.files.iter().map(|path| look(path, &library)).collect();
    let counts = |severity| checked.iter().flat_map(|file| &file.findings).filter(|f| f.severity == severity).count();
    let (errors, warnings) = (counts(Severity::Error), counts(Severity::Warning));
    if options.json {
        print_json(&as_json(&checked))?;
    } else {
        print(&as_text(&checked, errors, warnings))?;
    }
    Ok(errors == 0 && (warnings == 0 || !options.strict))
}

/// Looks at one file. One that cannot be read has that as its problem.
fn look(path: &Path, library: &Library) -> Checked {
    let name = if path == Path::new("-") { "<stdin>".to_string() } else { path.display().to_string() };
    let text = match files::text(path) {
        Ok(text) => text,
        Err(fault) => return Checked { name, text: String::new(), findings: vec![finding(fault, "")] },
    };
    let findings = match parse(&text).map(|patch| files::chain(path, &patch, library)) {
        // What is no JSON, or too long to be looked into, the checker tells.
        Err(_) => check(&text, library),
        Ok(Ok(chain)) if chain.extends_file => check_onto(&text, &chain.base, library),
        Ok(Ok(_)) => check(&text, library),
        Ok(Err(fault)) => vec![finding(fault, "/extends")],
    };
    Checked { name, text, findings }
}

fn finding(fault: Fault, path: &str) -> Finding {
    let Fault { code, message, fix } = fault;
    Finding { code, severity: Severity::Error, path: path.into(), message, fix }
}

fn as_json(checked: &[Checked]) -> Json {
    let problem = |finding: &Finding| {
        Json::map([
            ("code", finding.code.into()),
            ("severity", finding.severity.as_str().into()),
            ("path", finding.path.as_str().into()),
            ("message", finding.message.as_str().into()),
            ("fix", finding.fix.as_str().into()),
        ])
    };
    let file = |file: &Checked| {
        let problems = file.findings.iter().map(problem).collect();
        Json::map([("file", file.name.as_str().into()), ("problems", Json::List(problems))])
    };
    Json::map([("files", Json::List(checked.iter().map(file).collect()))])
}

fn as_text(checked: &[Checked], errors: usize, warnings: usize) -> String {
    let style = Style::of_terminal();
    let mut out = String::new();
    for file in checked {
        let source = Source::new(&file.text);
        let lines = Lines::new(&file.text);
        for finding in file.findings.iter().take(SHOWN) {
            let span = span(&file.text, &source, finding);
            out.push_str(&style.render(&Shown { file: &file.name, lines: &lines, finding, span }));
            out.push_str("\n\n");
        }
        if let Some(more) = file.findings.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            out.push_str(&format!("{}: and {more} more; --json has all\n\n", file.name));
        }
    }
    let files = counted(checked.len(), "file");
    out.push_str(&match (errors, warnings) {
        (0, 0) => format!("{files} checked, no problems\n"),
        (errors, 0) => format!("{files} checked, {}\n", counted(errors, "error")),
        (0, warnings) => format!("{files} checked, {}\n", counted(warnings, "warning")),
        (errors, warnings) => {
            format!("{files} checked, {}, {}\n", counted(errors, "error"), counted(warnings, "warning"))
        }
    });
    if let Some(first) = checked.iter().flat_map(|file| &file.findings).next() {
        out.push_str(&format!("`redress explain {}` tells more about a code\n", first.code));
    }
    out
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// The bytes to underline: a scalar's own, else its key; of what is missing the place around it.
fn span(text: &str, source: &Source, finding: &Finding) -> std::ops::Range<usize> {
    if finding.code == "config.syntax"
        && let Err(error) = Json::parse(text)
    {
        let at = offset(text, error.line, error.column);
        return at..text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
    }
    let Some((span, missing)) = source.nearest(&finding.path) else { return 0..0 };
    let compound = text[span.value.clone()].starts_with(['{', '[']);
    match &span.key {
        // The name itself is what is wrong, or the value is too long to underline.
        Some(key) if compound || is_about_key(finding.code) => key.clone(),
        None if compound || !missing.is_empty() => {
            let start = span.value.start;
            start..text[start..].chars().next().map_or(start, |c| start + c.len_utf8())
        }
        _ => span.value.clone(),
    }
}

/// Whether a code is about a key's name and not its value.
fn is_about_key(code: &str) -> bool {
    matches!(code, "config.unknown-key" | "config.duplicate-key" | "config.deletes-nothing" | "config.id")
        || code.starts_with("private.")
}
