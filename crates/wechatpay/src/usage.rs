//! What was typed wrongly, on one line: what, and where to read on.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::language;

/// One line of the parser's paragraphs.
pub(crate) fn line(error: &Error) -> String {
    let text = error.render().to_string();
    let mut paragraphs = text.split("\n\n");
    let first = paragraphs.next().unwrap_or_default();
    let english = joined(first.trim_start_matches("error: "));
    let what = match language::is_chinese() {
        true => chinese(error).unwrap_or(english),
        false => english,
    };
    let tips = text.lines().filter_map(|line| line.trim().strip_prefix("tip: "));
    let tips: String = match language::is_chinese() {
        // Of the name that was perhaps meant; the others are English sentences.
        true => meant(error).map(|name| format!("，是否想写 `{name}`？")).unwrap_or_default(),
        false => tips.map(|tip| format!(" ({tip})")).collect(),
    };
    let usage =
        text.lines().find_map(|line| line.strip_prefix("Usage: ").or(line.strip_prefix("用法：")));
    // An error of a value alone does not say whose it is.
    let usage = usage.map_or_else(typed, str::to_owned);
    let is_name = |word: &&str| word.starts_with(|first: char| first.is_ascii_lowercase());
    let words = usage.split_whitespace().take_while(is_name);
    let command = words.collect::<Vec<_>>().join(" ");
    say!("{what}{tips}: see `{command} --help`", "{what}{tips}：请看 `{command} --help`")
}

/// The command that was typed.
fn typed() -> String {
    let known = language::command();
    let given = std::env::args().skip(1).find(|word| known.find_subcommand(word).is_some());
    format!("wechatpay {}", given.unwrap_or_default())
}

fn joined(paragraph: &str) -> String {
    paragraph.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

fn text(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join("、")),
        _ => None,
    }
}

fn meant(error: &Error) -> Option<String> {
    text(error, ContextKind::SuggestedSubcommand).or_else(|| text(error, ContextKind::SuggestedArg))
}

/// None of what is rare: then it is English.
fn chinese(error: &Error) -> Option<String> {
    let argument = || text(error, ContextKind::InvalidArg);
    let value = || text(error, ContextKind::InvalidValue).unwrap_or_default();
    Some(match error.kind() {
        ErrorKind::MissingRequiredArgument => format!("缺少 {}", argument()?),
        ErrorKind::UnknownArgument => format!("不认识参数 `{}`", argument()?),
        ErrorKind::InvalidSubcommand => {
            format!("没有命令 `{}`", text(error, ContextKind::InvalidSubcommand)?)
        }
        ErrorKind::InvalidValue if value().is_empty() => format!("{} 缺少值", argument()?),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let possible = text(error, ContextKind::ValidValue);
            let possible = possible.map(|values| format!("，可选：{values}")).unwrap_or_default();
            let why = std::error::Error::source(error).map(|why| format!("（{why}）"));
            let why = why.unwrap_or_default();
            format!("{} 的值 `{}` 不正确{why}{possible}", argument()?, value())
        }
        ErrorKind::ArgumentConflict => {
            let other = text(error, ContextKind::PriorArg)?;
            format!("{} 不能与 {other} 同时使用", argument()?)
        }
        _ => return None,
    })
}
