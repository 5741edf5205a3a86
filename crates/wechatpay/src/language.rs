//! English or Chinese, by `LC_ALL`, `LC_MESSAGES` or `LANG`, as the library chooses.

use clap::{Arg, ArgAction, Command, CommandFactory};
use wechatpay_chain::Lang;

use super::command_line::{ACCOUNT, Args, WITHOUT_ACCOUNT};

/// The text of the user's language: `say!("English {name}", "中文 {name}")`.
macro_rules! say {
    ($english:literal, $chinese:literal $(,)?) => {
        if $crate::language::is_chinese() { format!($chinese) } else { format!($english) }
    };
}

pub(crate) fn is_chinese() -> bool {
    Lang::from_env() == Lang::Chinese
}

/// The text of the user's language, as it is.
pub(crate) fn text(english: &'static str, chinese: &'static str) -> &'static str {
    if is_chinese() { chinese } else { english }
}

/// The command line, its help in the user's language.
pub(crate) fn command() -> Command {
    without_inert(if is_chinese() { in_chinese(Args::command()) } else { Args::command() })
}

/// Shows the flags of an account only where they mean something.
fn without_inert(mut command: Command) -> Command {
    command.build();
    for name in WITHOUT_ACCOUNT {
        command = command.mut_subcommand(name, |sub| {
            sub.mut_args(|arg| {
                let of_account =
                    matches!(arg.get_help_heading(), Some(ACCOUNT | ACCOUNT_IN_CHINESE));
                if of_account { arg.hide(true) } else { arg }
            })
        });
    }
    command
}

const ACCOUNT_IN_CHINESE: &str = "账户";

/// What is clap's own English: headings, the help of `--help`, defaults.
fn in_chinese(command: Command) -> Command {
    let is_root = command.get_version().is_some();
    let mut command = command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .subcommand_help_heading("命令")
        .help_template("{before-help}{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}")
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .help("显示帮助")
                .help_heading(OPTIONS),
        );
    if is_root {
        let version = Arg::new("version")
            .short('V')
            .long("version")
            .action(ArgAction::Version)
            .help("显示版本")
            .help_heading(OPTIONS);
        command = command.arg(version);
    } else if let Some(help) = command.get_after_help().map(ToString::to_string) {
        let help = help.replace("Examples:", "示例：").replace("Example:", "示例：");
        let help = help.replace("Faults:", "故障：").replace("SECONDS", "秒");
        command = command.after_help(help);
    }
    // Under headings of our own, nothing else keeps arguments in their order.
    let mut order = 0;
    command = command.mut_args(|arg| {
        let heading = match (arg.is_positional(), arg.get_help_heading()) {
            (true, _) => "参数",
            (false, Some(ACCOUNT)) => ACCOUNT_IN_CHINESE,
            (false, _) => OPTIONS,
        };
        order += 1;
        let arg = arg.help_heading(heading).display_order(order);
        with_values(arg)
    });
    let names: Vec<_> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(&name, in_chinese);
    }
    command
}

const OPTIONS: &str = "选项";

/// clap's own words that no setting of a command changes.
const ITS_WORDS: [(&str, &str); 5] = [
    ("Print this message or the help of the given subcommand(s)", "显示本说明或某个命令的说明"),
    ("Print help for the subcommand(s)", "显示某个命令的说明"),
    ("[OPTIONS]", "[选项]"),
    ("<COMMAND>", "<命令>"),
    ("[COMMAND]", "[命令]"),
];

/// A help, or a script of completions, in the user's language.
pub(crate) fn of_help(text: &str) -> String {
    if !is_chinese() {
        return text.to_owned();
    }
    let text = ITS_WORDS
        .iter()
        .fold(text.to_owned(), |text, (english, chinese)| text.replace(english, chinese));
    ["命令", "参数", OPTIONS, ACCOUNT_IN_CHINESE].iter().fold(text, |text, heading| {
        text.replace(&format!("\n{heading}:\n"), &format!("\n{heading}：\n"))
    })
}

/// The default and the values that are possible, in Chinese as well.
fn with_values(arg: Arg) -> Arg {
    let Some(help) = arg.get_help().filter(|_| arg.get_action().takes_values()) else {
        return arg;
    };
    let list = |values: Vec<String>| values.join("、");
    let default = arg.get_default_values().iter().map(|value| value.to_string_lossy().into());
    let default: Vec<String> = default.collect();
    let possible = arg.get_possible_values();
    let possible: Vec<_> = possible.iter().map(|value| value.get_name().to_owned()).collect();
    let mut help = help.to_string();
    if !default.is_empty() {
        help += &format!(" [默认：{}]", list(default));
    }
    if !possible.is_empty() {
        help += &format!(" [可选：{}]", list(possible));
    }
    arg.hide_default_value(true).hide_possible_values(true).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_command_lines_are_well_formed() {
        without_inert(Args::command()).debug_assert();
        without_inert(in_chinese(Args::command())).debug_assert();
    }
}
