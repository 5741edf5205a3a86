//! What is asked for on the terminal: secrets that are needed and not configured, and whether a call
//! that may move money is meant.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Write};

use zeroize::Zeroizing;

/// What was typed, unseen; none in a script, which nobody could answer, and none for an empty line.
pub(crate) fn secret(question: &str) -> Option<Zeroizing<String>> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return None;
    }
    let question = say!("{question}: ", "{question}：");
    let typed = rpassword::prompt_password(question).ok().map(Zeroizing::new);
    typed.filter(|typed| !typed.is_empty())
}

/// The line that was typed on the terminal itself, wherever standard input and output go. None if
/// there is no terminal.
pub(crate) fn line(question: &str) -> io::Result<Option<String>> {
    let Some((input, mut output)) = terminal() else {
        return Ok(None);
    };
    output.write_all(question.as_bytes()).and_then(|()| output.flush())?;
    let mut typed = String::new();
    BufReader::new(input).read_line(&mut typed)?;
    Ok(Some(typed.trim().to_owned()))
}

/// Whether it was answered by y. None if there is no terminal.
pub(crate) fn yes(question: &str) -> io::Result<Option<bool>> {
    let typed = line(&say!("{question} [y/N] ", "{question}[y/N] "))?;
    let is_yes = |typed: String| ["y", "yes"].contains(&typed.to_ascii_lowercase().as_str());
    Ok(typed.map(is_yes))
}

#[cfg(unix)]
fn terminal() -> Option<(File, File)> {
    let open = || File::options().read(true).write(true).open("/dev/tty");
    Some((open().ok()?, open().ok()?))
}

#[cfg(windows)]
fn terminal() -> Option<(File, File)> {
    let open = |name| File::options().read(true).write(true).open(name);
    Some((open("CONIN$").ok()?, open("CONOUT$").ok()?))
}

#[cfg(not(any(unix, windows)))]
fn terminal() -> Option<(File, File)> {
    None
}
