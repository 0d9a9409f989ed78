//! `redress explain`: what a code means, with an example wrong and right. The engine lists its codes; here are those about files.

use redress_engine::check::Severity;
use redress_engine::check::codes::{self, Code};

use crate::options::Explain;
use crate::output::{Failure, Outcome, print};

/// A file cannot be read.
pub static FILE_UNREADABLE: Code = Code {
    code: "file.unreadable",
    severity: Severity::Error,
    title: "The file cannot be read",
    explanation: "It is not there, may not be read, is a folder, or is not UTF-8 text. Nothing of it was checked.",
    wrong: "redress check redres.json",
    right: "redress check redress.json",
};

/// `extends` leads to a file that cannot be read.
pub static EXTENDS_UNREADABLE: Code = Code {
    code: "extends.unreadable",
    severity: Severity::Error,
    title: "What the file extends cannot be read",
    explanation: "`extends` is the name of a preset or, for the command line, a file relative to the one that names it. That file is not there, or is not JSON. Without it nothing can be said about the rest.",
    wrong: r#"{ "extends": "bsae.json" }"#,
    right: r#"{ "extends": "base.json" }"#,
};

/// `extends` leads back to a file on the way.
pub static EXTENDS_CYCLE: Code = Code {
    code: "extends.cycle",
    severity: Severity::Error,
    title: "Files extend each other in a circle",
    explanation: "Following `extends` leads back to a file that was on the way already, so there is no first one to begin with.",
    wrong: r#"a.json: { "extends": "b.json" }   b.json: { "extends": "a.json" }"#,
    right: r#"a.json: { "extends": "b.json" }   b.json: { "extends": "default" }"#,
};

/// The codes about files.
pub static CODES: [&Code; 3] = [&FILE_UNREADABLE, &EXTENDS_UNREADABLE, &EXTENDS_CYCLE];

fn all() -> impl Iterator<Item = &'static Code> {
    codes::CODES.iter().chain(&CODES).copied()
}

/// Runs the command.
pub fn run(options: &Explain) -> Outcome {
    let Some(wanted) = &options.code else {
        let widest = all().map(|code| code.code.len()).max().unwrap_or_default();
        let list: String = all()
            .map(|code| format!("{:<widest$}  {:<7}  {}\n", code.code, code.severity.as_str(), code.title))
            .collect();
        print(&list)?;
        return Ok(true);
    };
    let Some(code) = all().find(|code| code.code == wanted) else {
        let unknown = format!("there is no code {wanted}; `redress explain` lists all");
        return Err(Failure::Usage(unknown));
    };
    print(&format!(
        "{} ({})\n{}\n\n{}\n\nWrong:\n    {}\nRight:\n    {}\n",
        code.code,
        code.severity.as_str(),
        code.title,
        wrapped(code.explanation),
        code.wrong,
        code.right
    ))?;
    Ok(true)
}

/// A paragraph in lines of at most 100 characters.
fn wrapped(text: &str) -> String {
    let mut out = String::new();
    let mut column = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > 100 {
            out.push('\n');
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out
}
