//! Files: reading configs, contexts and answers, and following `extends` from file to file down to a preset.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use redress_engine::Json;
use redress_engine::answers::Answers;
use redress_engine::check::Library;
use redress_engine::config::{DEFAULT_PRESET, parse};
use redress_engine::read::{Read, Reader};

use crate::explain::{EXTENDS_CYCLE, EXTENDS_UNREADABLE, FILE_UNREADABLE};
use crate::output::Failure;

/// More than this is read of no file: the checker refuses far less, and a device or pipe may never end.
const MAX_BYTES: u64 = 64 << 20;

/// Why a file is of no use.
#[derive(Debug)]
pub struct Fault {
    /// One of [`crate::explain::CODES`], or `config.syntax`.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub fix: String,
}

/// A file that builds on others, or on a preset.
#[derive(Debug)]
pub struct Chain {
    /// What the file is merged onto, merged already.
    pub base: Json,
    /// The preset at the end.
    pub preset: String,
    /// Whether it extends a file.
    pub extends_file: bool,
}

/// The text of a file; `-` is standard input.
pub fn text(path: &Path) -> Result<String, Fault> {
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        io::stdin().lock().take(MAX_BYTES).read_to_end(&mut bytes)
    } else {
        fs::File::open(path).and_then(|file| file.take(MAX_BYTES).read_to_end(&mut bytes))
    };
    let unreadable = |message: String, fix: &str| Fault { code: FILE_UNREADABLE.code, message, fix: fix.into() };
    read.map_err(|error| unreadable(format!("cannot be read: {error}"), "Check its name and who may read it."))?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        unreadable(format!("is not UTF-8 text from byte {at} on"), "Save it as UTF-8.")
    })
}

/// What a patch builds on: its preset, or the file that `extends` names, relative to the file that names it.
pub fn chain(path: &Path, patch: &Json, library: &Library) -> Result<Chain, Fault> {
    let mut trail = Vec::new();
    if path != Path::new("-") {
        trail.push(path.to_path_buf());
    }
    let (base, preset) = base(path, patch, library, &mut trail)?;
    Ok(Chain { base, preset, extends_file: named_file(patch).is_some() })
}

/// The file that a patch extends, as it names it. A preset is a bare word.
fn named_file(patch: &Json) -> Option<&str> {
    let name = patch.get("extends").and_then(Json::as_text)?;
    (name.ends_with(".json") || name.contains(['/', '\\'])).then_some(name)
}

fn base(path: &Path, patch: &Json, library: &Library, trail: &mut Vec<PathBuf>) -> Result<(Json, String), Fault> {
    let Some(name) = named_file(patch) else {
        let named = patch.get("extends").and_then(Json::as_text).unwrap_or(DEFAULT_PRESET);
        // A name that no preset has is the checker's to tell.
        let (name, preset) = match library.preset(named) {
            Some(preset) => (named, preset.clone()),
            None => (DEFAULT_PRESET, library.preset(DEFAULT_PRESET).cloned().unwrap_or_default()),
        };
        return Ok((preset, name.to_string()));
    };
    let next = path.parent().unwrap_or(Path::new("")).join(name);
    let same = |other: &PathBuf| match (fs::canonicalize(other), fs::canonicalize(&next)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    };
    let first = trail.iter().position(same);
    trail.push(next.clone());
    if let Some(first) = first {
        let circle: Vec<String> = trail[first..].iter().map(|path| path.display().to_string()).collect();
        return Err(Fault {
            code: EXTENDS_CYCLE.code,
            message: format!("these files extend each other in a circle: {}", circle.join(" → ")),
            fix: "Let the last of them extend a preset instead.".into(),
        });
    }
    let unreadable = |message: String| Fault {
        code: EXTENDS_UNREADABLE.code,
        message: format!("{} {message}", next.display()),
        fix: "`extends` is a preset's name, or a file relative to the one that names it.".into(),
    };
    let text = text(&next).map_err(|fault| unreadable(fault.message))?;
    let inner = parse(&text).map_err(|problem| unreadable(format!("is no config: {}", problem.message)))?;
    let (mut below, preset) = base(&next, &inner, library, trail)?;
    below.merge(&inner);
    Ok((below, preset))
}

/// A config file with its chain: what `offers`, `next`, `print` and `simulate` begin with.
pub fn config(path: &Path, library: &Library) -> Result<(Json, Chain), Failure> {
    let told = |fault: Fault| Failure::Problem(format!("{}: {}", path.display(), fault.message));
    let patch = parse(&text(path).map_err(told)?)
        .map_err(|problem| Failure::Problem(format!("{}: {}", path.display(), problem.message)))?;
    let chain = chain(path, &patch, library).map_err(told)?;
    Ok((patch, chain))
}

/// A context; what cannot be read in it is said on standard error and left out, as the widget does.
pub fn shape<T: Read + Default>(path: Option<&PathBuf>) -> Result<T, Failure> {
    let Some(path) = path else { return Ok(T::default()) };
    let text = text(path).map_err(|fault| Failure::Problem(format!("{}: {}", path.display(), fault.message)))?;
    let json =
        Json::parse(&text).map_err(|error| Failure::Problem(format!("{}: {}", path.display(), error.message())))?;
    let mut reader = Reader::default();
    let read = T::read(&json, &mut reader).unwrap_or_default();
    for problem in &reader.problems {
        eprintln!("redress: {}: {}: {}", path.display(), problem.path, problem.message);
    }
    Ok(read)
}

/// Answers. Unlike a context, they come from a test or a program: what cannot be read in them makes the result wrong, so it is refused.
pub fn answers(path: Option<&PathBuf>) -> Result<Answers, Failure> {
    let Some(path) = path else { return Ok(Answers::default()) };
    let told = |message: &str| Failure::Usage(format!("{}: {message}", path.display()));
    let text = text(path).map_err(|fault| told(&fault.message))?;
    let json = Json::parse(&text).map_err(|error| told(&error.message()))?;
    let mut reader = Reader::default();
    let read = Answers::read(&json, &mut reader);
    match (read, reader.problems.first()) {
        (Some(answers), None) => Ok(answers),
        (_, Some(problem)) => Err(told(&format!("{}: {}", problem.path, problem.message))),
        (None, None) => Err(told("these are no answers")),
    }
}
