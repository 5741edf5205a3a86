//! `completions`: a script for a shell, and what it asks for while one types.

mod words;

use std::io::{self, Write};

use clap_complete::Shell;

use crate::failure::Failure;
use crate::{language, output};

/// In place of a sub-command: the words that are typed follow, the last one unfinished.
const ASKED: &str = "__complete";

/// The words, if a script asks how to go on.
pub(crate) fn asked() -> Option<Vec<String>> {
    let mut args = std::env::args_os().skip(1).map(|arg| arg.to_string_lossy().into_owned());
    (args.next()? == ASKED).then(|| args.collect())
}

/// Prints what the last of the words may become, a line each.
pub(crate) fn answer(words: &[String]) {
    let lines = words::candidates(words).into_iter().map(|word| word + "\n");
    // A shell that no longer listens is no failure.
    let _ = io::stdout().lock().write_all(lines.collect::<String>().as_bytes());
}

pub(crate) fn run(shell: Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut language::command(), "wechatpay", &mut script);
    let script = language::of_help(&String::from_utf8_lossy(&script));
    output::own(&with_catalogue(shell, &script))
}

/// The generated script knows the command line; of paths and fields, it asks.
fn with_catalogue(shell: Shell, script: &str) -> String {
    match shell {
        Shell::Bash => format!("{script}{BASH}"),
        Shell::Fish => format!("{script}{FISH}"),
        // By its name it is called, also when zsh loads the script again: ours has that name.
        Shell::Zsh => {
            let script = script.replacen(ZSH_BEGIN, "\n_wechatpay_options() {\n", 1);
            script.replacen(ZSH_END, &format!("{ZSH}{ZSH_END}"), 1)
        }
        _ => script.to_owned(),
    }
}

const BASH: &str = r#"
_wechatpay_or_words() {
    local word
    COMPREPLY=()
    while IFS= read -r word; do
        COMPREPLY+=("$word")
    done < <("$1" __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
    if [[ ${#COMPREPLY[@]} -eq 0 ]]; then
        _wechatpay "$@"
    elif [[ ${COMPREPLY[0]} == *[/=@] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}

complete -F _wechatpay_or_words -o bashdefault -o default wechatpay
"#;

const FISH: &str = r#"
function __wechatpay_words
    set -l typed (commandline -opc) (commandline -ct)
    wechatpay __complete $typed[2..] 2>/dev/null
end

complete -c wechatpay -n "__fish_seen_subcommand_from get post put patch delete describe" -a "(__wechatpay_words)"
"#;

const ZSH_BEGIN: &str = "\n_wechatpay() {\n";
const ZSH_END: &str = "if [ \"$funcstack[1]\" = \"_wechatpay\" ]; then";

const ZSH: &str = r#"_wechatpay() {
    local -a found
    found=(${(f)"$(command $words[1] __complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)"})
    if (( $#found )); then
        compadd -S '' -- ${(M)found:#*[/=@]}
        compadd -- ${found:#*[/=@]}
    else
        _wechatpay_options "$@"
    fi
}

"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_of_zsh_calls_ours() {
        let mut script = Vec::new();
        let command = &mut language::command();
        clap_complete::generate(Shell::Zsh, command, "wechatpay", &mut script);
        let script = with_catalogue(Shell::Zsh, &String::from_utf8(script).unwrap());
        let at = |text: &str| script.find(text).unwrap_or_else(|| panic!("{text}: {script}"));
        let (theirs, ours) = (at("\n_wechatpay_options() {\n"), at("\n_wechatpay() {\n"));
        assert!(theirs < ours && ours < at(ZSH_END), "{script}");
        assert_eq!(script.matches("\n_wechatpay() {\n").count(), 1);
    }
}
