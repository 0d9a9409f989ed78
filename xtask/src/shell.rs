//! Running other programs: our tools first on PATH, one clear line when one fails.

use std::{
    env,
    ffi::{OsStr, OsString},
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, bail};

use crate::project::{Project, tools_folder};

/// A program started in the project's root with our tools first on PATH.
pub fn program(project: &Project, name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(&project.root).env("PATH", path_with_tools());
    command
}

/// Cargo, the very one that runs us.
pub fn cargo(project: &Project) -> Command {
    program(project, env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs to the end; its output is the user's to see.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start `{}`", line(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", line(command));
    }
    Ok(())
}

/// What it prints; its error output is shown only when it fails.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("cannot start `{}`", line(command)))?;
    Ok(String::from_utf8(checked(command, output)?)?)
}

/// What it prints when given `input`.
pub fn filter(command: &mut Command, input: &[u8]) -> Result<Vec<u8>> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().with_context(|| format!("cannot start `{}`", line(command)))?;
    let mut stdin = child.stdin.take().context("the program takes no input")?;
    let output = std::thread::scope(|scope| {
        // A program that stops reading early says why on its error output; the broken pipe adds nothing.
        scope.spawn(move || stdin.write_all(input).ok());
        child.wait_with_output()
    })?;
    checked(command, output)
}

fn checked(command: &Command, output: Output) -> Result<Vec<u8>> {
    if !output.status.success() {
        bail!("`{}` failed ({})\n{}", line(command), output.status, String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(output.stdout)
}

/// Where PATH (with our tools) has a program.
pub fn which(name: &str) -> Option<PathBuf> {
    let name = if cfg!(windows) { format!("{name}.exe") } else { name.to_owned() };
    env::split_paths(&path_with_tools()).map(|folder| folder.join(&name)).find(|path| path.is_file())
}

fn path_with_tools() -> OsString {
    let path = env::var_os("PATH").unwrap_or_default();
    let Ok(tools) = tools_folder() else { return path };
    let folders = std::iter::once(tools.join("bin")).chain(env::split_paths(&path));
    env::join_paths(folders).unwrap_or(path)
}

/// The command as one would type it, with only the program's name.
fn line(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = std::iter::once(name).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// "4 s", "1 min 05 s".
pub fn duration(duration: Duration) -> String {
    let seconds = duration.as_secs_f64().round() as u64;
    match seconds / 60 {
        0 => format!("{seconds} s"),
        minutes => format!("{minutes} min {:02} s", seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_past_a_minute_is_told_in_minutes_and_seconds() {
        assert_eq!(duration(Duration::from_millis(3_600)), "4 s");
        assert_eq!(duration(Duration::from_secs(65)), "1 min 05 s");
    }

    #[test]
    fn a_command_is_told_without_the_folder_of_its_program() {
        let mut command = Command::new("/somewhere/bin/trunk");
        assert_eq!(line(command.args(["build", "--offline"])), "trunk build --offline");
    }
}
