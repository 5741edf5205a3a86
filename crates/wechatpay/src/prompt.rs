//! Secrets that are asked for on the terminal, where they are needed and not configured.

use std::io::{self, IsTerminal};

use zeroize::Zeroizing;

/// What was typed, unseen; none in a script, which nobody could answer, and none for an empty line.
pub(crate) fn secret(question: &str) -> Option<Zeroizing<String>> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return None;
    }
    let typed = rpassword::prompt_password(format!("{question}: ")).ok().map(Zeroizing::new);
    typed.filter(|typed| !typed.is_empty())
}
